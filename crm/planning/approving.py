"""Approving a plan: what was chosen becomes shortlisted matches and the officers' planned work."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from crm import outreach
from crm.models import Activity, IntroductionPlan, Notification, PlannedIntroduction, User
from crm.notifications import News, notify_all
from crm.planning.solving import PlanError, held
from crm.templatetags.names import localname
from matching import decisions
from matching.models import Match, Need
from prospects.models import Company

NotTaken = PlannedIntroduction.NotTaken
Status = IntroductionPlan.Status
#: When in the day an officer's introduction is planned.
AT = dt.time(10)


@transaction.atomic
def approve(
    plan: IntroductionPlan, *, by: User, now: dt.datetime, version: int | None = None
) -> int:
    """Shortlist every match of the plan and plan its introduction; how many.

    The company's officer gets the activity, whoever approves where nobody keeps the contact. An
    officer's introductions are spread evenly over the working days that are left of the quarter.
    Each is told, but for whoever approves. What cannot be carried out any more stays in the plan
    with the reason.
    Raises PlanError unless the plan is solved as it stands, and still of the `version` looked at.
    """
    plan = held(plan)
    if version not in (None, plan.version):
        raise PlanError(_("Somebody has changed the plan since. Look at it before you approve it."))
    today = timezone.localdate(now)
    if plan.status != Status.SOLVED:
        raise PlanError(_("Solve the plan first: it was changed since."))
    if plan.last_day <= today:
        raise PlanError(_("The quarter of this plan is over."))
    if IntroductionPlan.objects.filter(
        year=plan.year, quarter=plan.quarter, status=Status.APPROVED
    ).exists():
        raise PlanError(_("Another plan of this quarter is approved already."))
    rows = [*plan.introductions.taken().select_related("company", "need__firm", "officer")]
    if not rows:
        raise PlanError(_("There is no introduction in this plan."))
    held_matches = Match.objects.select_for_update(of=("self",)).filter(
        company__in=[row.company_id for row in rows], need__in=[row.need_id for row in rows]
    )
    matches = {(each.company_id, each.need_id): each for each in held_matches.order_by("pk")}
    by_officer: dict[User, list[PlannedIntroduction]] = defaultdict(list)
    chosen: list[Match] = []
    for row in rows:
        match = matches.get((row.company_id, row.need_id))
        row.not_taken = _why_not(row, match)
        if match is not None and not row.not_taken:
            chosen.append(match)
            by_officer[row.officer or by].append(row)
    decisions.shortlist_all(chosen, by=by, now=now)
    for officer, own in by_officer.items():
        days = spread(len(own), first=max(today + dt.timedelta(days=1), plan.first_day), plan=plan)
        for row, day in zip(own, days, strict=True):
            row.activity = _planned(row, officer, day)
    notify_all(_news(plan, officer, own) for officer, own in by_officer.items() if officer != by)
    PlannedIntroduction.objects.bulk_update(rows, ["not_taken", "activity"])
    plan.status, plan.approved_by, plan.approved_at = Status.APPROVED, by, now
    plan.version += 1
    plan.save(update_fields=["status", "approved_by", "approved_at", "version", "updated_at"])
    return sum(map(len, by_officer.values()))


def _news(plan: IntroductionPlan, officer: User, own: list[PlannedIntroduction]) -> News:
    """What an officer is told of their part of the plan."""
    days = [each.activity.planned_for for each in own if each.activity]
    first = min(day for day in days if day)
    return News(
        Notification.Kind.PLAN,
        [officer],
        url=f"{reverse('web:plan_detail', args=[plan.pk])}?show=mine",
        facts={
            "year": plan.year,
            "quarter": plan.quarter,
            "introductions": len(own),
            "first": timezone.localdate(first).isoformat(),
        },
        once=f"plan:{plan.pk}",
    )


def spread(count: int, *, first: dt.date, plan: IntroductionPlan) -> list[dt.date]:
    """So many days, evenly over the working days from `first` to the quarter's last; the last day
    itself where no working day is left."""
    length = (plan.last_day - first).days + 1
    days = [first + dt.timedelta(days=number) for number in range(max(length, 0))]
    working = [day for day in days if day.weekday() < 5] or [plan.last_day]
    return [working[place * len(working) // count] for place in range(count)]


def _why_not(row: PlannedIntroduction, match: Match | None) -> str:
    if row.need.status != Need.Status.OPEN:
        return NotTaken.CLOSED
    if row.company.registration != Company.Registration.OPEN:
        return NotTaken.INACTIVE
    if match is None:
        return NotTaken.GONE
    if match.status == Match.Status.REJECTED:
        return NotTaken.REJECTED
    if match.status not in (Match.Status.SUGGESTED, Match.Status.SHORTLISTED):
        return NotTaken.ADVANCED
    return ""


def _planned(row: PlannedIntroduction, officer: User, day: dt.date) -> Activity:
    subject = _("Introduce %(company)s to %(firm)s") % {
        "company": localname(row.company),
        "firm": localname(row.need.firm),
    }
    return outreach.plan(
        about=outreach.About(company=row.company, need=row.need),
        subject=subject[: Activity._meta.get_field("subject").max_length],
        by=officer,
        planned_for=timezone.make_aware(dt.datetime.combine(day, AT)),
        kind=Activity.Kind.TODO,
    )
