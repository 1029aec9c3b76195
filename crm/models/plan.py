"""Introduction plans: over all open needs, whom to introduce to whom in a quarter."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from matching.models import Firm, Match, Need
from prospects.models import Company
from prospects.models.record import Record, tracked

from .activity import Activity
from .user import User

#: Nobody is introduced more often than this in a quarter.
MOST_INTRODUCTIONS = 999
_A_NUMBER = (MinValueValidator(1), MaxValueValidator(MOST_INTRODUCTIONS))


@tracked(exclude=["report", "failure", "queued_at"])
class IntroductionPlan(Record):
    """A quarter's introductions within limits. `report` is as `crm.planning.reporting` keeps it.

    OPEN means that something (a limit, an edit) changed since it was last solved.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("to be solved")
        SOLVING = "solving", _("being solved")
        SOLVED = "solved", _("solved")
        APPROVED = "approved", _("approved")

    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"))
    per_company = models.PositiveSmallIntegerField(
        _("introductions of a company"), default=2, validators=_A_NUMBER
    )
    per_need = models.PositiveSmallIntegerField(
        _("introductions for a need"), default=3, validators=_A_NUMBER
    )
    per_firm = models.PositiveSmallIntegerField(
        _("introductions to a Korean firm"), default=6, validators=_A_NUMBER
    )
    per_officer = models.PositiveSmallIntegerField(
        _("introductions by an officer"), default=12, validators=_A_NUMBER
    )
    # Who is expected to be better than a company of which nothing is known (`scoring.PRIOR`).
    least_value = models.FloatField(
        _("least value of an introduction"),
        default=0.55,
        validators=[MinValueValidator(0.0), MaxValueValidator(1.0)],
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.OPEN
    )
    owner = models.ForeignKey(
        User, models.PROTECT, related_name="introduction_plans", verbose_name=_("made by")
    )
    queued_at = models.DateTimeField(null=True, blank=True)
    solved_at = models.DateTimeField(_("solved"), null=True, blank=True)
    report: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    failure: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    approved_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="approved_plans",
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)

    LIMITS = ("per_company", "per_need", "per_firm", "per_officer", "least_value")

    class Meta:
        ordering = ("-year", "-quarter", "-id")
        verbose_name = _("introduction plan")
        verbose_name_plural = _("introduction plans")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(quarter__range=(1, 4)), name="introductionplan_quarter"
            ),
            models.UniqueConstraint(
                fields=["year", "quarter"],
                condition=models.Q(status="approved"),
                name="introductionplan_one_approved",
                violation_error_message=_("Another plan of this quarter is approved already."),
            ),
            models.CheckConstraint(
                condition=(models.Q(status="approved") & models.Q(approved_at__isnull=False))
                | (~models.Q(status="approved") & models.Q(approved_at__isnull=True)),
                name="introductionplan_approved_when",
            ),
        )

    def __str__(self) -> str:
        return gettext("Q%(quarter)s %(year)s") % {"quarter": self.quarter, "year": self.year}

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, 3 * self.quarter - 2, 1)

    @property
    def last_day(self) -> dt.date:
        after = dt.date(self.year + self.quarter // 4, 3 * self.quarter % 12 + 1, 1)
        return after - dt.timedelta(days=1)

    def general(self, side: str) -> int:
        """What everybody of a side (company, need, firm, officer) can take at most."""
        figure: int = getattr(self, f"per_{side}")
        return figure

    @property
    def can_change(self) -> bool:
        """Whether people may edit it: not while it is solved, nor once it is approved."""
        return self.status in (self.Status.OPEN, self.Status.SOLVED)


@tracked()
class PlanLimit(Record):
    """What one firm, or one officer, can take in a plan, in place of the general figure.

    0: none in this quarter. It belongs to either a firm or an officer.
    """

    plan = models.ForeignKey(
        IntroductionPlan, models.CASCADE, related_name="own_limits", verbose_name=_("plan")
    )
    firm = models.ForeignKey(
        Firm,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="plan_limits",
        verbose_name=_("Korean firm"),
    )
    officer = models.ForeignKey(
        User,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="plan_limits",
        verbose_name=_("officer"),
    )
    most = models.PositiveSmallIntegerField(
        _("introductions"), validators=(MaxValueValidator(MOST_INTRODUCTIONS),)
    )

    class Meta:
        verbose_name = _("own limit")
        verbose_name_plural = _("own limits")
        constraints = (
            models.UniqueConstraint(fields=["plan", "firm"], name="planlimit_firm"),
            models.UniqueConstraint(fields=["plan", "officer"], name="planlimit_officer"),
            models.CheckConstraint(
                condition=models.Q(firm__isnull=True) ^ models.Q(officer__isnull=True),
                name="planlimit_of_one",
            ),
        )

    def __str__(self) -> str:
        return f"{self.firm or self.officer}: {self.most}"


class PlannedIntroductionQuerySet(models.QuerySet["PlannedIntroduction"]):
    def taken(self) -> Self:
        """Those that are part of the plan."""
        return self.exclude(state=PlannedIntroduction.State.EXCLUDED)

    def excluded(self) -> Self:
        return self.filter(state=PlannedIntroduction.State.EXCLUDED)

    def with_outcome(self) -> Self:
        """Each with `outcome`, the status of its match; none where there is no match any more."""
        own = Match.objects.filter(company=models.OuterRef("company"), need=models.OuterRef("need"))
        return self.annotate(outcome=models.Subquery(own.values("status")[:1]))


@pghistory.track(
    # The solver proposes by the hundred: what people decide is history.
    pghistory.InsertEvent(condition=pghistory.Q(new__state="pinned")),
    pghistory.UpdateEvent(condition=pghistory.AnyChange("state", "reason")),
    pghistory.DeleteEvent(condition=~pghistory.Q(old__state="proposed")),
    fields=["plan", "company", "need", "state", "reason"],
)
class PlannedIntroduction(Record):
    """One introduction of a plan: the solver's proposal, or what somebody decided about it.

    `value` is the match's priority when the plan was last solved. `before` is the state that an
    undo goes back to; "none" for one that was added by hand.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        PINNED = "pinned", _("pinned")
        EXCLUDED = "excluded", pgettext_lazy("introduction", "excluded")

    class NotTaken(models.TextChoices):
        REJECTED = "rejected", _("the match has been rejected")
        ADVANCED = "advanced", _("the two have been introduced already")
        CLOSED = "closed", _("the need is not open any more")
        INACTIVE = "inactive", _("the company is closed in the register")
        GONE = "gone", _("there is no match any more")

    plan = models.ForeignKey(
        IntroductionPlan, models.CASCADE, related_name="introductions", verbose_name=_("plan")
    )
    company = models.ForeignKey(
        Company, models.CASCADE, related_name="planned_introductions", verbose_name=_("company")
    )
    need = models.ForeignKey(
        Need, models.CASCADE, related_name="planned_introductions", verbose_name=_("need")
    )
    officer = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="planned_introductions",
        verbose_name=_("officer"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PROPOSED
    )
    value = models.FloatField(_("expected value"), default=0)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    before = models.CharField(max_length=10, blank=True)
    decided_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    activity = models.ForeignKey(
        Activity,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="planned_introductions",
        verbose_name=_("activity"),
    )
    not_taken = models.CharField(
        _("not carried out because"), max_length=10, choices=NotTaken.choices, blank=True
    )

    objects = PlannedIntroductionQuerySet.as_manager()

    class Meta:
        ordering = ("-value", "id")
        verbose_name = _("planned introduction")
        verbose_name_plural = _("planned introductions")
        constraints = (
            models.UniqueConstraint(
                fields=["plan", "company", "need"], name="plannedintroduction_unique"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="excluded") | ~models.Q(reason=""),
                name="plannedintroduction_excluded_with_reason",
                violation_error_message=_("Say why it is excluded."),
            ),
        )
        indexes = (models.Index(fields=["plan", "-value", "id"], name="plannedintroduction_plan"),)

    def __str__(self) -> str:
        return f"{self.company} → {self.need}"
