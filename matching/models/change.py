"""What the last scoring that moved a company in a need's list did to it, and why."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from prospects.models import Company

from .need import Need


class MatchChangeQuerySet(models.QuerySet["MatchChange"]):
    def since(self, moment: dt.datetime) -> Self:
        return self.filter(at__gte=moment)


class MatchChange(models.Model):
    """A company's last move in the first fifty of a need's list; one row a pair.

    Only moves of its own are kept: whoever goes down because another came in has not changed.
    part: the part of the score that moved it most, or `weights`; points: by how much, of 100;
    reason: one that was not given before, as `Match.reasons` holds it. Belongs to the engine.
    """

    class Kind(models.TextChoices):
        ENTERED = "entered", _("new in the list")
        LEFT = "left", _("left the list")
        UP = "up", _("moved up")
        DOWN = "down", _("moved down")

    WEIGHTS = "weights"

    need = models.ForeignKey(Need, models.CASCADE, related_name="changes", verbose_name=_("need"))
    company = models.ForeignKey(
        Company, models.CASCADE, related_name="match_changes", verbose_name=_("company")
    )
    at = models.DateTimeField(_("changed"))
    kind = models.CharField(_("kind of change"), max_length=8, choices=Kind.choices)
    place_before = models.PositiveIntegerField(_("place before"), null=True, blank=True)
    place_after = models.PositiveIntegerField(_("place after"), null=True, blank=True)
    part = models.CharField(_("moved by"), max_length=12, blank=True)
    points = models.SmallIntegerField(_("points"), null=True, blank=True)
    reason = models.JSONField(_("reason"), null=True, blank=True)

    objects = MatchChangeQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "need", "company")
        verbose_name = _("change in a list")
        verbose_name_plural = _("changes in lists")
        constraints = (
            models.UniqueConstraint(fields=["need", "company"], name="matchchange_unique"),
        )
        indexes = (models.Index(fields=["at"], name="matchchange_at"),)

    def __str__(self) -> str:
        return f"{self.company} × {self.need}: {self.kind}"

    @property
    def moved(self) -> int:
        """How many places it moved; 0 for one that came or went."""
        if self.place_before is None or self.place_after is None:
            return 0
        return abs(self.place_before - self.place_after)
