"""Partner agencies: what they may see, and the leads they send in."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from prospects.models import Company
from prospects.models.record import Named, Record, has_a_name, tracked

from .deal import Deal
from .user import User


@tracked()
class Agency(Record, Named):
    """A local government, free economic zone, ministry or bank. It signs in as an application."""

    class Kind(models.TextChoices):
        LOCAL_GOVERNMENT = "local_government", _("local government")
        FREE_ECONOMIC_ZONE = "free_economic_zone", _("free economic zone")
        MINISTRY = "ministry", _("ministry")
        BANK = "bank", _("bank")
        OTHER = "other", _("other")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    application = models.OneToOneField(
        settings.OAUTH2_PROVIDER_APPLICATION_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="agency",
        verbose_name=_("API application"),
    )
    email = models.EmailField(_("e-mail"), blank=True)
    is_active = models.BooleanField(pgettext_lazy("account", "active"), default=True)

    class Meta:
        ordering = ("name_ko", "id")
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        constraints = (has_a_name("agency_has_name"),)


class ShareQuerySet(models.QuerySet["Share"]):
    def in_force(self, day: dt.date) -> Self:
        return self.filter(models.Q(until__isnull=True) | models.Q(until__gte=day))


@tracked()
class Share(Record):
    """One company or one deal that an agency may read. No share, no row."""

    agency = models.ForeignKey(
        Agency, models.CASCADE, related_name="shares", verbose_name=_("agency")
    )
    company = models.ForeignKey(
        Company,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="shares",
        verbose_name=_("company"),
    )
    deal = models.ForeignKey(
        Deal,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="shares",
        verbose_name=_("deal"),
    )
    until = models.DateField(_("until"), null=True, blank=True)
    shared_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="shares",
        verbose_name=_("shared by"),
    )

    objects = ShareQuerySet.as_manager()

    class Meta:
        ordering = ("agency", "-id")
        verbose_name = _("share")
        verbose_name_plural = _("shares")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(company__isnull=False) ^ models.Q(deal__isnull=False),
                name="share_of_one_record",
                violation_error_message=_("Share one company or one deal."),
            ),
            models.UniqueConstraint(
                fields=["agency", "company", "deal"],
                nulls_distinct=False,
                name="share_unique",
            ),
        )

    def __str__(self) -> str:
        return f"{self.agency}: {self.company or self.deal}"


@tracked()
class Referral(Record):
    """A lead that an agency sends in."""

    class Status(models.TextChoices):
        RECEIVED = "received", _("received")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="referrals", verbose_name=_("agency")
    )
    corporate_number = models.CharField(_("corporate number"), max_length=13, blank=True)
    company_name = models.CharField(_("company name"), max_length=200)
    message = models.TextField(_("message"), blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.RECEIVED
    )
    company = models.ForeignKey(
        Company,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="referrals",
        verbose_name=_("company"),
    )

    class Meta:
        ordering = ("-id",)
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")

    def __str__(self) -> str:
        return self.company_name
