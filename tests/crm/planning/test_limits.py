"""Limits of single firms and officers: what they may be; every way of choosing keeps them."""

from __future__ import annotations

import itertools

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from crm.models import IntroductionPlan, PlanLimit
from crm.planning import editing
from crm.planning.fetching import choice_of
from crm.planning.limiting import Line, lines_of
from crm.planning.solving import PlanError
from matching.assignment import SIDES, greedy, in_turn
from matching.models import Match
from prospects.models import StaleRecordError
from tests import make
from tests.crm.planning.test_planning import NOW, World, content
from tests.matching.plans import every_choice, fits

pytestmark = pytest.mark.django_db

Status = IntroductionPlan.Status


@pytest.fixture
def world() -> World:
    return World()


def test_a_firms_own_limit_is_kept_and_told_as_what_binds(world: World) -> None:
    plan = world.plan()
    make.plan_limit(plan, firm=world.firm, most=1)
    assert content(world.solve(plan)) == {("First", "a", "proposed")}
    assert plan.report["gains"] == [
        {
            "side": "firm",
            "id": str(world.firm.pk),
            "limit": 1,
            "made": 0,
            "value": pytest.approx(0.6),
        }
    ]
    assert plan.report["ways"]["greedy"]["over"] == plan.report["ways"]["in_turn"]["over"] == 0


def test_an_officers_own_limit_may_be_above_the_general_figure(world: World) -> None:
    plan = world.plan(per_officer=1)
    assert len(content(world.solve(plan))) == 1
    make.plan_limit(plan, officer=world.officer, most=2)
    assert content(world.solve(plan)) == {("First", "b", "proposed"), ("Second", "a", "proposed")}


def test_nought_is_none_in_this_quarter(world: World) -> None:
    plan = world.plan()
    make.plan_limit(plan, officer=world.officer, most=0)
    assert content(world.solve(plan)) == set()
    told = [(gain["side"], gain["limit"]) for gain in plan.report["gains"]]
    assert told == [("officer", 0)]


def test_what_was_made_in_the_quarter_counts_against_an_own_limit(world: World) -> None:
    other = make.match(make.company(), make.need(world.firm), score=0.9, confidence=1)
    Match.objects.filter(pk=other.pk).update(status="introduced", status_at=NOW.replace(2027, 2))
    plan = world.plan()
    make.plan_limit(plan, firm=world.firm, most=2)
    assert content(world.solve(plan)) == {("First", "a", "proposed")}
    [gain] = plan.report["gains"]
    assert (gain["side"], gain["limit"], gain["made"]) == ("firm", 2, 1)


@pytest.mark.parametrize(
    ("firm", "officer", "company"), [*itertools.product((0, 1, None), (0, 1, None), (1, 2))]
)
def test_it_is_the_best_of_all_choices_within_them(
    world: World, firm: int | None, officer: int | None, company: int
) -> None:
    """Two firms and two officers, one of each with a limit of its own."""
    elsewhere = make.need(make.firm(), name_ko="c")
    third = make.coverage(make.company(name_en="Third"), make.user(name="Other")).company
    make.match(third, world.a, score=0.6, confidence=1)
    make.match(third, elsewhere, score=0.7, confidence=1)
    make.match(world.first, elsewhere, score=0.95, confidence=1)
    plan = world.plan(per_company=company, per_firm=1)
    if firm is not None:
        make.plan_limit(plan, firm=world.firm, most=firm)
    if officer is not None:
        make.plan_limit(plan, officer=world.officer, most=officer)
    choice = choice_of(plan)
    possible = [
        each for each in every_choice(choice.pairs) if fits(choice.pairs, choice.limits, each)
    ]
    best = max(float(choice.pairs.value[each].sum()) for each in possible)
    world.solve(plan)
    assert plan.report["value"] == pytest.approx(best)
    edits = {"pinned": choice.pinned, "excluded": choice.excluded}
    for way in (greedy, in_turn):
        assert fits(choice.pairs, choice.limits, way(choice.pairs, choice.limits, **edits))
    own = {side: choice.stated.of(side).tolist() for side in SIDES}
    assert sorted(own["firm"]) == sorted([1, 1 if firm is None else firm])
    assert sorted(own["officer"]) == sorted([2, 2 if officer is None else officer])


def test_pins_beyond_an_own_limit_are_named(world: World) -> None:
    plan = world.solve(world.plan())
    editing.pin(plan.introductions.get(company=world.first), by=world.boss)
    make.plan_limit(plan, firm=world.firm, most=0)
    world.solve(plan)
    assert plan.failure == [{"side": "firm", "id": str(world.firm.pk), "pinned": 1, "limit": 0}]


def test_they_are_set_changed_and_taken_away(world: World) -> None:
    plan = world.solve(world.plan())
    plan = editing.set_own_limits(
        plan,
        version=plan.version,
        firms={world.firm.pk: 3},
        officers={world.officer.pk: 0, world.boss.pk: None},
    )
    assert plan.status == Status.OPEN
    assert stored(plan) == {(world.firm.pk, None, 3), (None, world.officer.pk, 0)}
    before = plan.version
    plan = editing.set_own_limits(
        plan, version=plan.version, firms={world.firm.pk: None}, officers={world.officer.pk: 4}
    )
    assert stored(plan) == {(None, world.officer.pk, 4)}
    with pytest.raises(StaleRecordError):
        editing.set_own_limits(plan, version=before, officers={world.officer.pk: 5})


def test_the_same_figures_leave_a_solved_plan_solved(world: World) -> None:
    plan = world.plan()
    make.plan_limit(plan, firm=world.firm, most=2)
    world.solve(plan)
    same = editing.set_own_limits(plan, version=plan.version, firms={world.firm.pk: 2})
    assert (same.status, same.version) == (Status.SOLVED, plan.version)


def test_bad_ones_are_refused_and_none_is_written(world: World) -> None:
    plan = world.plan()
    wrong = {world.firm.pk: 3, make.firm().pk: 1000}
    with pytest.raises(ValidationError, match="999"):
        editing.set_own_limits(plan, version=plan.version, firms=wrong)
    assert stored(plan) == set()
    with transaction.atomic(), pytest.raises(IntegrityError, match="planlimit_of_one"):
        PlanLimit.objects.create(plan=plan, firm=world.firm, officer=world.boss, most=1)


def test_an_approved_plan_keeps_its_limits(world: World) -> None:
    plan = world.plan(status=Status.APPROVED, approved_at=NOW, approved_by=world.boss)
    with pytest.raises(PlanError):
        editing.set_own_limits(plan, version=plan.version, firms={world.firm.pk: 2})


def test_the_lines_tell_who_could_be_asked_for_what(world: World) -> None:
    plan = world.plan()
    make.plan_limit(plan, firm=world.firm, most=5)
    world.solve(plan)
    lines = lines_of(plan)
    assert lines.firms == (Line(who=world.firm, own=5, general=2, asked=2, made=0, planned=2),)
    assert lines.officers == (
        Line(who=world.officer, own=None, general=2, asked=2, made=0, planned=2),
    )
    sums = (lines.firm_sum, lines.officer_sum, lines.needs, lines.companies)
    assert sums == (5, 2, 2, 2)


def test_the_queries_do_not_depend_on_the_rows(world: World) -> None:
    plan = world.solve(world.plan())
    with CaptureQueriesContext(connection) as few:
        lines_of(plan)
    for _each in range(3):
        make.plan_limit(plan, firm=make.need().firm, most=1)
    with CaptureQueriesContext(connection) as many:
        lines_of(plan)
    assert len(few) == len(many)


def stored(plan: IntroductionPlan) -> set[tuple[object, object, int]]:
    return {*plan.own_limits.values_list("firm", "officer", "most")}
