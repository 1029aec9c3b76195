"""Plans of introductions: solved within limits and around edits, approved into work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from crm.feedback_words import Told
from crm.models import (
    Activity,
    Coverage,
    IntroductionPlan,
    Notification,
    PlannedIntroduction,
    User,
)
from crm.notifications import told
from crm.planning import approving, editing, solving
from crm.planning.fetching import choice_of
from crm.planning.solving import PlanError
from matching.models import Match, Need
from prospects.models import Company
from tests import make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 22, 3, tzinfo=dt.UTC)
State = PlannedIntroduction.State
Status = IntroductionPlan.Status


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@dataclass
class World:
    """Two companies of one officer, two needs of one firm; greedy takes the wrong pair first."""

    boss: User = field(default_factory=lambda: make.user(role=User.Role.MANAGER, name="Boss"))
    officer: User = field(default_factory=lambda: make.user(name="Officer"))

    def __post_init__(self) -> None:
        self.firm = make.firm(name_ko="한빛", name_en="Hanbit")
        self.first, self.second = make.company(name_en="First"), make.company(name_en="Second")
        self.a, self.b = (
            make.need(self.firm, name_ko=name, name_en=f"Need {name}") for name in ("a", "b")
        )
        profile = make.weight_profile()
        for company, need, score in (
            (self.first, self.a, 0.9),
            (self.first, self.b, 0.8),
            (self.second, self.a, 0.7),
        ):
            make.match(company, need, score=score, confidence=1, profile=profile)
        for company in (self.first, self.second):
            make.coverage(company, self.officer)

    def plan(self, **fields: object) -> IntroductionPlan:
        limits = {"per_company": 1, "per_need": 1, "per_firm": 2, "per_officer": 2, **fields}
        return make.introduction_plan(self.boss, **limits)

    def solve(self, plan: IntroductionPlan) -> IntroductionPlan:
        if plan.status != Status.SOLVING:
            solving.order(plan)
        solving.solve(plan.pk)
        plan.refresh_from_db()
        return plan


@pytest.fixture
def world() -> World:
    return World()


def content(plan: IntroductionPlan) -> set[tuple[str, str, str]]:
    return {
        (row.company.name_en, row.need.name_ko, row.state)
        for row in plan.introductions.select_related("company", "need")
    }


def row_of(plan: IntroductionPlan, company: Company, need: Need) -> PlannedIntroduction:
    return plan.introductions.get(company=company, need=need)


def test_a_new_plan_is_solved_over_all_open_needs(world: World) -> None:
    plan = solving.create(
        by=world.boss,
        year=2027,
        quarter=1,
        per_company=1,
        per_need=1,
        per_firm=2,
        per_officer=2,
    )
    assert plan.status == Status.SOLVING
    world.solve(plan)
    assert (plan.status, plan.owner) == (Status.SOLVED, world.boss)
    assert content(plan) == {("First", "b", "proposed"), ("Second", "a", "proposed")}
    assert {row.officer for row in plan.introductions.all()} == {world.officer}
    report = plan.report
    assert (report["value"], report["bound"], report["is_best"]) == (1.5, 1.5, True)
    assert (report["added"], report["removed"], report["pairs"]) == (2, 0, 3)
    greedy = {"value": 0.9, "introductions": 1, "needs": 1, "companies": 1, "over": 0}
    told = report["ways"]["greedy"]
    assert {name: pytest.approx(told[name]) for name in greedy} == greedy
    lists = report["ways"]["lists"]
    assert (lists["introductions"], lists["over"]) == (2, 1)


def test_the_plan_says_what_binds_and_what_both_sides_would_rather(world: World) -> None:
    plan = world.solve(world.plan(per_firm=1))
    assert content(plan) == {("First", "a", "proposed")}
    assert plan.report["gains"] == [
        {
            "side": "firm",
            "id": str(world.firm.pk),
            "limit": 1,
            "made": 0,
            "value": pytest.approx(0.6),
        }
    ]
    assert plan.report["full"] == {"company": 1, "need": 1, "firm": 1, "officer": 0}
    assert plan.report["blocking"] == {"count": 0, "by": {}, "pairs": []}
    plan = world.solve(world.plan())
    assert plan.report["blocking"]["pairs"] == [
        {"company": str(world.first.pk), "need": str(world.a.pk), "held": "nothing"}
    ]


def test_too_weak_rejected_and_closed_ones_are_not_proposed(world: World) -> None:
    Match.objects.filter(company=world.first, need=world.b).update(
        status="rejected", rejected_because="far"
    )
    plan = world.solve(world.plan(least_value=0.75))
    assert content(plan) == {("First", "a", "proposed")}
    Need.objects.update(status=Need.Status.MET)
    assert content(world.solve(plan)) == set()
    assert (plan.status, plan.report["value"]) == (Status.SOLVED, 0)


def test_introductions_of_the_quarter_are_taken_off_the_limits(world: World) -> None:
    Match.objects.filter(company=world.first, need=world.a).update(
        status="introduced", status_at=dt.datetime(2027, 2, 1, tzinfo=dt.UTC)
    )
    plan = world.solve(world.plan())
    assert content(plan) == set()  # the company has had its one, and so has the need
    assert plan.report["made"] == 1
    assert content(world.solve(world.plan(quarter=2))) == {
        ("First", "b", "proposed"),
        ("Second", "a", "proposed"),
    }


def test_edits_stay_when_it_is_solved_again(world: World) -> None:
    plan = world.solve(world.plan())
    editing.exclude(row_of(plan, world.first, world.b), reason="rivals", by=world.boss, now=NOW)
    plan.refresh_from_db()
    assert plan.status == Status.OPEN
    world.solve(plan)
    assert content(plan) == {("First", "b", "excluded"), ("First", "a", "proposed")}
    assert (plan.report["added"], plan.report["removed"]) == (1, 1)
    kept = row_of(plan, world.first, world.b)
    assert (kept.reason, kept.decided_by, kept.decided_at) == ("rivals", world.boss, NOW)
    added = editing.add(plan, company=world.second, need=world.a, by=world.boss)
    assert added.officer == world.officer
    world.solve(plan)
    assert content(plan) == {("First", "b", "excluded"), ("Second", "a", "pinned")}


def test_edits_can_be_undone(world: World) -> None:
    plan = world.solve(world.plan())
    row = row_of(plan, world.first, world.b)
    editing.pin(row, by=world.boss)
    editing.exclude(row, reason="rivals", by=world.boss)
    editing.undo(row, by=world.boss)
    assert content(plan) == {("First", "b", "pinned"), ("Second", "a", "proposed")}
    editing.unpin(row, by=world.boss)
    editing.undo(row, by=world.boss)
    assert row_of(plan, world.first, world.b).state == State.PINNED
    with pytest.raises(PlanError, match="Nothing was decided"):
        editing.undo(row, by=world.boss)
    added = editing.add(plan, company=world.first, need=world.a, by=world.boss)
    editing.undo(added, by=world.boss)
    assert not plan.introductions.filter(need=world.a, company=world.first).exists()


def test_an_exclusion_needs_a_reason(world: World) -> None:
    plan = world.solve(world.plan())
    row = row_of(plan, world.first, world.b)
    with pytest.raises(PlanError, match="Say why"):
        editing.exclude(row, reason=" ", by=world.boss)
    with pytest.raises(PlanError, match="at most 300 characters"):
        editing.exclude(row, reason="x" * 301, by=world.boss)


def test_pins_beyond_a_limit_are_named_and_nothing_is_lost(world: World) -> None:
    plan = world.solve(world.plan())
    editing.pin(row_of(plan, world.first, world.b), by=world.boss)
    editing.add(plan, company=world.first, need=world.a, by=world.boss)
    before = content(plan)
    world.solve(plan)
    assert plan.status == Status.OPEN
    assert plan.failure == [{"side": "company", "id": str(world.first.pk), "pinned": 2, "limit": 1}]
    assert content(plan) == before
    wider = editing.change_limits(plan, version=plan.version, per_company=2)
    assert world.solve(wider).failure == []


@pytest.mark.parametrize(
    ("status", "said"),
    [("rejected", "The match was rejected: far"), ("introduced", "have been introduced already")],
)
def test_what_cannot_be_added_is_said(world: World, status: str, said: str) -> None:
    plan = world.plan()
    Match.objects.filter(company=world.first, need=world.a).update(
        status=status, rejected_because="far" if status == "rejected" else ""
    )
    with pytest.raises(PlanError, match=said):
        editing.add(plan, company=world.first, need=world.a, by=world.boss)
    with pytest.raises(PlanError, match="no match between"):
        editing.add(plan, company=world.second, need=world.b, by=world.boss)
    Need.objects.update(status=Need.Status.MET)
    world.b.refresh_from_db()
    with pytest.raises(PlanError, match="is not open"):
        editing.add(plan, company=world.second, need=world.b, by=world.boss)


def test_a_pin_stays_although_its_match_went(world: World) -> None:
    plan = world.solve(world.plan())
    editing.pin(row_of(plan, world.first, world.b), by=world.boss)
    Match.objects.filter(company=world.first).delete()
    assert ("First", "b", "pinned") in content(world.solve(plan))
    approving.approve(plan, by=world.boss, now=NOW)
    assert row_of(plan, world.first, world.b).not_taken == "gone"


def test_approval_shortlists_and_plans_the_officers_work(world: World) -> None:
    plan = world.solve(world.plan())
    Coverage.objects.filter(company=world.second).delete()
    world.solve(plan)
    assert approving.approve(plan, by=world.boss, now=NOW) == 2
    plan.refresh_from_db()
    assert (plan.status, plan.approved_by, plan.approved_at) == (Status.APPROVED, world.boss, NOW)
    chosen = Match.objects.filter(status="shortlisted").values_list("company", "need")
    assert {*chosen} == {(world.first.pk, world.b.pk), (world.second.pk, world.a.pk)}
    planned = Activity.objects.order_by("owner__name")
    assert [(each.owner, each.subject, each.company, each.need) for each in planned] == [
        (world.boss, "Introduce Second to Hanbit", world.second, world.a),
        (world.officer, "Introduce First to Hanbit", world.first, world.b),
    ]
    assert {each.planned_for for each in planned} == {
        dt.datetime(2027, 1, 1, 1, tzinfo=dt.UTC)  # ten in Seoul, the quarter's first working day
    }
    assert row_of(plan, world.first, world.b).activity == planned[1]
    for refused in (
        lambda: approving.approve(plan, by=world.boss, now=NOW),
        lambda: solving.order(plan),
        lambda: editing.discard(plan),
        lambda: editing.pin(row_of(plan, world.first, world.b), by=world.boss),
    ):
        with pytest.raises(PlanError, match="approved"):
            refused()


def test_officers_are_told_of_their_part_once(world: World) -> None:
    other = make.coverage(make.company(name_en="Third"), world.boss)
    make.match(other.company, make.need(name_ko="c"), score=0.9, confidence=1)
    plan = world.solve(world.plan())
    assert plan.introductions.count() == 3
    approving.approve(plan, by=world.boss, now=NOW)
    [news] = Notification.objects.all()  # who approves knows
    assert (news.recipient, news.kind, news.url) == (
        world.officer,
        Notification.Kind.PLAN,
        f"/plans/{plan.pk}/?show=mine",
    )
    assert told(news) == Told(
        "2 introductions of Q1 2027 are yours",
        "The plan is approved. Your first one is planned for Fri, Jan 1, 2027.",
        "calendar-check",
        "good",
    )


def test_what_cannot_be_carried_out_any_more_stays_with_the_reason(world: World) -> None:
    plan = world.solve(world.plan())
    Match.objects.filter(company=world.first, need=world.b).update(
        status="rejected", rejected_because="far"
    )
    Match.objects.filter(company=world.second).update(status="introduced")
    assert approving.approve(plan, by=world.boss, now=NOW) == 0
    assert row_of(plan, world.first, world.b).not_taken == "rejected"
    assert row_of(plan, world.second, world.a).not_taken == "advanced"
    assert not Activity.objects.exists()


def test_a_company_closed_meanwhile_is_neither_approved_nor_added(world: World) -> None:
    plan = world.solve(world.plan())
    Company.objects.update(registration=Company.Registration.CLOSED)
    world.first.refresh_from_db()
    with pytest.raises(PlanError, match="closed in the register"):
        editing.add(plan, company=world.first, need=world.a, by=world.boss)
    assert approving.approve(plan, by=world.boss, now=NOW) == 0
    assert row_of(plan, world.first, world.b).not_taken == "inactive"
    assert not Activity.objects.exists()


def test_a_plan_that_somebody_changed_since_is_not_approved(world: World) -> None:
    plan = world.solve(world.plan())
    seen = plan.version
    editing.exclude(row_of(plan, world.first, world.b), reason="no", by=world.boss)
    plan = world.solve(plan)
    with pytest.raises(PlanError, match="Look at it before you approve"):
        approving.approve(plan, by=world.boss, now=NOW, version=seen)
    approving.approve(plan, by=world.boss, now=NOW, version=plan.version)


def test_only_a_plan_that_is_solved_as_it_stands_is_approved(world: World) -> None:
    plan = world.solve(world.plan())
    editing.pin(row_of(plan, world.first, world.b), by=world.boss)
    with pytest.raises(PlanError, match="Solve the plan first"):
        approving.approve(plan, by=world.boss, now=NOW)
    old = world.solve(world.plan(year=2026, quarter=3))
    with pytest.raises(PlanError, match="quarter of this plan is over"):
        approving.approve(old, by=world.boss, now=NOW)
    approving.approve(world.solve(plan), by=world.boss, now=NOW)
    with pytest.raises(PlanError, match="Another plan of this quarter"):
        approving.approve(world.solve(world.plan()), by=world.boss, now=NOW)


def test_days_are_spread_over_the_working_days_left() -> None:
    plan = IntroductionPlan(year=2026, quarter=4)
    first = dt.date(2026, 12, 21)  # a Monday; nine working days are left
    assert approving.spread(3, first=first, plan=plan) == [
        dt.date(2026, 12, 21),
        dt.date(2026, 12, 24),
        dt.date(2026, 12, 29),
    ]
    weekend = IntroductionPlan(year=2028, quarter=4)
    assert (
        approving.spread(2, first=dt.date(2028, 12, 30), plan=weekend)
        == [dt.date(2028, 12, 31)] * 2
    )


def test_the_days_of_a_quarter() -> None:
    days = [
        (plan.first_day, plan.last_day)
        for quarter in (1, 2, 4)
        for plan in (IntroductionPlan(year=2027, quarter=quarter),)
    ]
    assert days == [
        (dt.date(2027, 1, 1), dt.date(2027, 3, 31)),
        (dt.date(2027, 4, 1), dt.date(2027, 6, 30)),
        (dt.date(2027, 10, 1), dt.date(2027, 12, 31)),
    ]


def test_limits_are_checked(world: World) -> None:
    with pytest.raises(ValidationError, match="greater than or equal to 1"):
        solving.create(by=world.boss, year=2027, quarter=1, per_company=0)


def test_out_of_time_the_best_so_far_is_kept_and_said(world: World) -> None:
    plan = world.plan()
    solving.order(plan)
    solving.solve(plan.pk, seconds=0)
    plan.refresh_from_db()
    assert (plan.status, plan.report["is_best"], plan.report["gains"]) == (Status.SOLVED, False, [])
    assert plan.report["value"] < plan.report["bound"]
    assert content(plan) == {("First", "a", "proposed")}


def test_the_work_is_safe_to_run_twice(world: World) -> None:
    plan = world.solve(world.plan())
    solved = plan.solved_at
    solving.solve(plan.pk)
    plan.refresh_from_db()
    assert plan.solved_at == solved
    with pytest.raises(PlanError, match="moved on"):
        solving.go_on(plan)


def test_the_queries_do_not_depend_on_the_rows(world: World) -> None:
    plan = world.plan()
    with CaptureQueriesContext(connection) as few:
        choice_of(plan)
    for _each in range(3):
        make.match(make.company(), world.a)
    with CaptureQueriesContext(connection) as many:
        choice_of(plan)
    assert len(many) == len(few) == 6
