"""Korean investment rules and zones, as dated rows: a new law is a new row, not new code."""

from __future__ import annotations

import datetime as dt
from typing import Self, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from prospects.models.record import Named, Record, Sourced, has_a_name, tracked

ModelT = TypeVar("ModelT", bound=models.Model)


class DatedQuerySet(models.QuerySet[ModelT]):
    def on(self, day: dt.date) -> Self:
        """Rows in force on `day`; `valid_to` is the last day in force."""
        return self.filter(valid_from__lte=day).filter(
            models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=day)
        )


class Dated(models.Model):
    """In force from one day to another."""

    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        abstract = True

    def clean(self) -> None:
        """A period ends no sooner than it begins."""
        super().clean()
        begins: dt.date | None = self.valid_from  # None where a form left it empty
        if self.valid_to and begins and self.valid_to < begins:
            raise ValidationError({"valid_to": _("The last day is before the first one.")})


class InvestmentRule(Dated, Named, Sourced):
    """A figure of Korean investment law, such as the least amount of a foreign investment."""

    class Unit(models.TextChoices):
        KRW = "krw", _("KRW")
        PERCENT = "percent", _("%")
        PERSONS = "persons", _("persons")
        USD = "usd", _("USD")

    key = models.SlugField(_("key"))
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=10, choices=Unit.choices)

    objects = DatedQuerySet["InvestmentRule"].as_manager()

    class Meta:
        ordering = ("key", "-valid_from")
        verbose_name = _("investment rule")
        verbose_name_plural = _("investment rules")
        constraints = (
            models.UniqueConstraint(
                fields=["key", "valid_from"], name="investmentrule_one_per_day"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="investmentrule_period",
            ),
        )


@tracked()
class InvestmentZone(Record, Dated, Named, Sourced):
    """A foreign investment zone, or a complex for materials and parts."""

    class Kind(models.TextChoices):
        COMPLEX = "complex", _("foreign investment zone, complex type")
        INDIVIDUAL = "individual", _("foreign investment zone, individual type")
        SERVICE = "service", _("foreign investment zone, service type")
        MATERIALS_PARTS = "materials_parts", _("materials-and-parts complex")

    key = models.SlugField(_("key"), unique=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    region = models.CharField(_("region"), max_length=40, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    minimum_amount = models.DecimalField(
        _("least amount"), max_digits=20, decimal_places=2, null=True, blank=True
    )
    minimum_currency = models.CharField(_("currency"), max_length=3, blank=True)
    condition_ko = models.TextField(_("condition (Korean)"), blank=True)
    condition_ja = models.TextField(_("condition (Japanese)"), blank=True)
    condition_en = models.TextField(_("condition (English)"), blank=True)

    objects = DatedQuerySet["InvestmentZone"].as_manager()

    class Meta:
        ordering = ("kind", "key")
        verbose_name = _("investment zone")
        verbose_name_plural = _("investment zones")
        constraints = (has_a_name("investmentzone_has_name"),)
