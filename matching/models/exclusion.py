"""Who a need's musts leave out: counted per reason, and by name where it would have been listed."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from prospects.models import Company

from .need import Need


class Why(models.TextChoices):
    """Why a company is left out; the keys are those of `matching.masks.WHY`."""

    CERTIFICATE_LACKING = "certificate_lacking", _("Lacks a required certificate")
    CERTIFICATE_ENDS = "certificate_ends", _("A required certificate ends before supply starts")
    SIZE_SHORT = "size_short", _("States less than the part size asked for")
    START_LATE = "start_late", _("Means to move too long after the start of supply")


class Screening(models.Model):
    """What the last run found when it held all companies against a need's musts.

    able: companies that do the work, whatever the musts say; passing: of those, the ones that meet
    them; the counts by reason may overlap, as a company can fail in several ways. Belongs to the
    engine: written anew with each run.
    """

    need = models.OneToOneField(
        Need, models.CASCADE, related_name="screening", primary_key=True, verbose_name=_("need")
    )
    able = models.PositiveIntegerField(_("companies that do the work"))
    passing = models.PositiveIntegerField(_("companies that meet the musts"))
    certificate_lacking = models.PositiveIntegerField(Why.CERTIFICATE_LACKING.label)
    certificate_ends = models.PositiveIntegerField(Why.CERTIFICATE_ENDS.label)
    size_short = models.PositiveIntegerField(Why.SIZE_SHORT.label)
    start_late = models.PositiveIntegerField(Why.START_LATE.label)
    scored_at = models.DateTimeField(_("scored"))
    # False while only the need's own list is written (`matching.listing`): the matches of all but
    # the companies listed are stale.
    is_whole = models.BooleanField(_("all matches written"), default=True, db_default=True)
    listed = ArrayField(models.UUIDField(), default=list, db_default=[], verbose_name=_("listed"))

    class Meta:
        verbose_name = _("screening")
        verbose_name_plural = _("screenings")

    def __str__(self) -> str:
        return f"{self.need}: {self.passing}/{self.able}"


class MatchExclusion(models.Model):
    """A company that would be listed for a need, were it not for what the need insists on.

    `priority` is what the pair would rank by without its musts. Belongs to the engine.
    """

    need = models.ForeignKey(
        Need, models.CASCADE, related_name="exclusions", verbose_name=_("need")
    )
    company = models.ForeignKey(
        Company, models.CASCADE, related_name="exclusions", verbose_name=_("company")
    )
    score = models.FloatField(_("score"))
    confidence = models.FloatField(_("confidence"))
    priority = models.FloatField(_("priority"))
    reasons = ArrayField(
        models.CharField(max_length=20, choices=Why.choices), verbose_name=_("reasons")
    )
    scored_at = models.DateTimeField(_("scored"))

    class Meta:
        ordering = ("need", "-priority", "company")
        verbose_name = _("company left out")
        verbose_name_plural = _("companies left out")
        constraints = (
            models.UniqueConstraint(fields=["need", "company"], name="matchexclusion_unique"),
        )
        indexes = (models.Index(fields=["need", "-priority"], name="exclusion_rank"),)

    def __str__(self) -> str:
        return f"{self.company} × {self.need}"
