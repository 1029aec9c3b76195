"""What a team or an officer wants to reach in a quarter."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from prospects.models.record import Record, tracked

from .team import Team
from .user import User


@tracked()
class Target(Record):
    """A figure to reach, for a team or for one officer."""

    class Metric(models.TextChoices):
        CONTACTS = "contacts", _("contacts made")
        DEALS_OPENED = "deals_opened", _("deals opened")
        NOTIFIED_KRW = "notified_krw", _("notified amount (KRW)")
        ARRIVED_KRW = "arrived_krw", _("arrived amount (KRW)")

    team = models.ForeignKey(
        Team,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="targets",
        verbose_name=_("team"),
    )
    user = models.ForeignKey(
        User,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="targets",
        verbose_name=_("officer"),
    )
    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"))
    metric = models.CharField(_("metric"), max_length=15, choices=Metric.choices)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=0)

    class Meta:
        ordering = ("-year", "-quarter", "metric")
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(team__isnull=False) ^ models.Q(user__isnull=False),
                name="target_of_team_or_officer",
                violation_error_message=_("A target belongs to one team or one officer."),
            ),
            models.CheckConstraint(
                condition=models.Q(quarter__range=(1, 4)), name="target_quarter"
            ),
            models.UniqueConstraint(
                fields=["team", "user", "year", "quarter", "metric"],
                nulls_distinct=False,
                name="target_unique",
            ),
        )

    def __str__(self) -> str:
        return f"{self.team or self.user} {self.year} Q{self.quarter}"
