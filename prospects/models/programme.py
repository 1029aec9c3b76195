"""Support on the Japanese side for going abroad."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .cluster import Cluster
from .company import Company
from .record import Named, Record, Sourced, has_a_name, tracked


@tracked()
class SupportProgramme(Record, Named, Sourced):
    """Who offers what to whom, under which condition."""

    class Kind(models.TextChoices):
        LOAN = "loan", _("loan")
        DESK = "desk", _("advice desk")
        EXHIBITION = "exhibition", _("exhibitions and buyer meetings")
        CONSULTING = "consulting", _("consulting and translation")
        TOUR = "tour", _("study tour")
        BRIDGING = "bridging", _("bridging")
        COUNCIL = "council", _("council")

    key = models.SlugField(_("key"), unique=True)
    provider_ja = models.CharField(_("provider (Japanese)"), max_length=200)
    provider_ko = models.CharField(_("provider (Korean)"), max_length=200, blank=True)
    provider_en = models.CharField(_("provider (English)"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    offer_ja = models.TextField(_("offer (Japanese)"), blank=True)
    offer_ko = models.TextField(_("offer (Korean)"), blank=True)
    offer_en = models.TextField(_("offer (English)"), blank=True)
    needs_home_base = models.BooleanField(_("only if the home base stays"), null=True, blank=True)
    clusters = models.ManyToManyField(
        Cluster, related_name="programmes", blank=True, verbose_name=_("clusters")
    )

    class Meta:
        ordering = ("key",)
        verbose_name = _("support programme")
        verbose_name_plural = _("support programmes")
        constraints = (has_a_name("supportprogramme_has_name"),)


class ProgrammeUse(Sourced):
    """A company that uses a programme."""

    programme = models.ForeignKey(SupportProgramme, models.PROTECT, related_name="uses")
    company = models.ForeignKey(Company, models.CASCADE, related_name="programme_uses")
    since = models.DateField(_("since"), null=True, blank=True)

    class Meta:
        ordering = ("programme", "company")
        verbose_name = _("use of a programme")
        verbose_name_plural = _("uses of programmes")
        constraints = (
            models.UniqueConstraint(fields=["programme", "company"], name="programmeuse_unique"),
        )

    def __str__(self) -> str:
        return f"{self.programme}: {self.company}"
