"""The introduction plan of the quarter that is over: approved then, and mostly carried out since."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, replace

import numpy as np
from django.utils import translation

from crm import outreach
from crm.demo.decisions import reject
from crm.demo.people import People
from crm.demo.plans import PINNED, planned_row, solved
from crm.demo.world import World
from crm.models import Activity, Deal, IntroductionPlan, Notification, PlannedIntroduction, User
from crm.planning.approving import approve
from crm.planning.fetching import Choice, choice_of
from matching.models import Match, Need
from prospects.models import Company

State, Status = PlannedIntroduction.State, Match.Status

# What came of the introductions without a deal, in turn, and what was noted.
_CAME = (Status.REJECTED, Status.INTRODUCED, Status.SHORTLISTED, Status.REJECTED)
_NOTED = {
    Status.REJECTED: "소개 후 양측 의견을 확인",
    Status.INTRODUCED: "회사 소개서와 설비 목록을 전달, 회신 대기",
    "deal": "양측을 소개하고 투자 건으로 등록",
}
#: One in so many leads to no deal.
NO_DEAL = 5
#: A deal is opened at most so long before, or after, the planned day of its introduction.
_EARLIER, _LATER = dt.timedelta(days=10), dt.timedelta(days=28)


@dataclass
class Introduction:
    """One that was approved: its match, which has no deal yet, and who was to make it when."""

    match: Match
    officer: User
    activity: Activity

    def suits(self, opened: dt.datetime) -> bool:
        """Whether a deal that was opened then can have come from it."""
        day, approved = self.activity.planned_for, self.activity.created_at
        return day is not None and max(approved, day - _EARLIER) < opened < day + _LATER


def make_past_plan(world: World, people: People) -> list[Introduction]:
    """A plan over the companies and needs that were known then; what it introduces, by day."""
    manager = people.managers[0]
    year, place = divmod(world.today.year * 4 + (world.today.month - 1) // 3 - 1, 4)
    plan = IntroductionPlan(
        year=year,
        quarter=place + 1,
        per_company=1,
        per_need=2,
        per_firm=2,
        least_value=0.65,
        note="분기 소개 계획, 주간 회의에서 확정",
        status=IntroductionPlan.Status.SOLVED,
        owner=manager,
        is_demo=True,
    )
    chance = world.chance("past plan")
    approved_at = world.office_hours(plan.first_day - dt.timedelta(days=4), chance)
    at = world.office_hours(plan.first_day - dt.timedelta(days=7), chance)
    plan.id, plan.created_at, plan.solved_at = world.key(at), at, at
    plan.save(force_insert=True)
    plan.report, pairs = solved(plan, _known(choice_of(plan), at))
    plan.save(update_fields=["report"])
    officers = [*people.officers]
    chance.shuffle(officers)
    rows = [
        planned_row(
            world,
            plan,
            pair,
            officer=officers[number % len(officers)],
            **({"state": State.PINNED, "decided_by": manager} if number < PINNED else {}),
        )
        for number, pair in enumerate(pairs)
    ]
    PlannedIntroduction.objects.bulk_create(rows)
    with translation.override("ko"):
        approve(plan, by=manager, now=approved_at)
    _date(world, plan, approved_at)
    return _introductions(plan)


def _known(choice: Choice, at: dt.datetime) -> Choice:
    """Without the companies and needs that came later."""
    later = Company.objects.filter(created_at__gte=at).values_list("pk", flat=True)
    asked = Need.objects.filter(created_at__gte=at).values_list("pk", flat=True)
    companies = np.isin(choice.pairs.company, _places(choice.company_ids, {*later}))
    needs = np.isin(choice.pairs.need, _places(choice.need_ids, {*asked}))
    return replace(choice, excluded=choice.excluded | companies | needs)


def _places(keys: list[uuid.UUID], wanted: set[uuid.UUID]) -> list[int]:
    return [place for place, key in enumerate(keys) if key in wanted]


def _date(world: World, plan: IntroductionPlan, at: dt.datetime) -> None:
    """Give what the approval made the keys and days of then; officers have read of it."""
    made = Activity.objects.filter(planned_introductions__plan=plan)
    for before in made.order_by("planned_for", "company").values_list("pk", flat=True):
        key = world.key(at)
        Activity.objects.filter(pk=before).update(id=key, created_at=at)
        plan.introductions.filter(activity=before).update(activity=key)
    told = Notification.objects.filter(once=f"plan:{plan.pk}").order_by("recipient")
    for news in told:
        Notification.objects.filter(pk=news.pk).update(
            id=world.key(at), created_at=at, seen_at=at + dt.timedelta(hours=1)
        )


def _introductions(plan: IntroductionPlan) -> list[Introduction]:
    rows = plan.introductions.exclude(activity=None).select_related("activity", "officer")
    pairs = {(row.company_id, row.need_id): row for row in rows}
    matches = Match.objects.filter(
        company__in=[company for company, _need in pairs], status=Status.SHORTLISTED
    )
    found = [
        Introduction(match, row.officer, row.activity)
        for match in matches
        if (row := pairs.get((match.company_id, match.need_id))) and row.officer and row.activity
    ]
    return sorted(found, key=lambda each: (each.activity.planned_for, each.activity.pk))


def carry_out(introduction: Introduction, deal: Deal) -> None:
    """The introduction was made, and its deal was opened at once."""
    Activity.objects.filter(pk=introduction.activity.pk).update(deal=deal)
    _done(introduction, "deal", deal.created_at)


def finish(world: World, introductions: list[Introduction]) -> list[Match]:
    """What came of those without a deal; their matches, not yet stored."""
    chance = world.chance("past plan")
    for number, each in enumerate(introductions):
        planned_for = each.activity.planned_for or world.now
        came = _CAME[number % len(_CAME)]
        if came == Status.SHORTLISTED:
            day = world.today + dt.timedelta(days=chance.randint(2, 15))
            outreach.postpone(each.activity, to=world.office_hours(day, chance))
            continue
        _done(each, came, planned_for)
        answered = world.office_hours(
            planned_for.date() + dt.timedelta(days=chance.randint(2, 20)), chance
        )
        each.match.status, each.match.status_at = came, planned_for
        if came == Status.REJECTED:
            each.match.status_at = answered
            reject(world, each.match, chance)
    return [each.match for each in introductions]


def _done(introduction: Introduction, noted: str, at: dt.datetime) -> None:
    outreach.complete(
        introduction.activity, by=introduction.officer, done_at=at, outcome=_NOTED[noted]
    )
