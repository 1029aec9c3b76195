"""Plants of Korean firms."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from prospects.models.record import Named, Record, has_a_name, tracked

from .firm import Firm
from .rule import InvestmentZone


@tracked()
class Site(Record, Named):
    """A plant or campus of a firm in Korea."""

    firm = models.ForeignKey(
        Firm, models.CASCADE, related_name="sites", verbose_name=_("Korean firm")
    )
    region = models.CharField(_("region"), max_length=40)
    city = models.CharField(_("city"), max_length=60, blank=True)
    street = models.CharField(_("street"), max_length=300, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    zone = models.ForeignKey(
        InvestmentZone,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="sites",
        verbose_name=_("investment zone"),
    )

    class Meta:
        ordering = ("firm", "region", "city")
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        constraints = (has_a_name("site_has_name"),)
