"""Packages out of stored matches: steps in their order, volumes, budgets, cooperatives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from matching.composing import LEAST, chain_of, compose_for, keep
from matching.models import Need, Package
from prospects.models import Capability, Company, Cooperative
from tests import make

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 22)
RATE = Decimal(9)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


class World:
    """A firm that needs a mould, mouldings and plating; a cooperative that does all three."""

    def __init__(self) -> None:
        make.rule(key=LEAST, value=100_000_000)
        firm = make.firm(name_ko="한빛")
        self.steps: dict[str, Capability] = {}
        self.needs: dict[str, Need] = {}
        for name, family in (
            ("plating", "surface_treatment"),
            ("moulding", "polymer_moulding"),
            ("mould", "mould_die"),
        ):
            node = make.capability(parent=make.capability(key=family))
            self.steps[name] = node
            self.needs[name] = make.need(firm, capability=node, monthly_volume=100)
        self.group = make.cooperative(name_ja="組合")
        self.profile = make.weight_profile()
        self.mould = self.company("mould", members=True, budget=20_000_000)
        self.moulding = self.company("moulding", members=True, budget=20_000_000)
        self.plating = self.company("plating", members=True, volume=60)

    def company(
        self, step: str, *, members: bool = False, budget: int | None = None, volume: int = 100
    ) -> Company:
        company = make.company()
        make.match(company, self.needs[step], score=0.8, confidence=1, profile=self.profile)
        company.company_capabilities.create(capability=self.steps[step], monthly_volume=volume)
        if members:
            company.memberships.create(cooperative=self.group)
        if budget is not None:
            make.intent(company, budget_jpy=budget)
        return company

    def compose(self, *names: str, cooperative: Cooperative | None = None):  # type: ignore[no-untyped-def]
        return compose_for(
            [self.needs[name] for name in names or self.needs],
            today=TODAY,
            krw_per_jpy=RATE,
            cooperative=cooperative,
        )


@pytest.fixture
def world() -> World:
    return World()


def test_the_steps_stand_in_the_order_of_making(world: World) -> None:
    closed = make.need(world.needs["mould"].firm, status=Need.Status.MET)
    chain = chain_of(world.needs["plating"])
    assert chain == [world.needs[name] for name in ("mould", "moulding", "plating")]
    assert closed not in chain


def test_a_cooperative_covers_the_chain_and_what_is_not_known_is_said(world: World) -> None:
    composed = world.compose()
    first = composed.alternatives[0]
    assert {*first.companies} == {world.mould, world.moulding, world.plating}
    assert (first.cooperative, first.outsiders) == (world.group, ())
    assert first.score == pytest.approx(0.8)
    assert [step.companies for step in first.steps] == [
        (world.mould,),
        (world.moulding,),
        (world.plating,),
    ]
    assert [(step.known_volume, step.volume_unknown) for step in first.steps] == [
        (None, False),
        (None, False),
        (60, False),
    ]
    assert first.ability_unknown == (world.plating,)
    assert first.budget_krw == Decimal(360_000_000)
    assert not first.lacks_nothing
    assert (composed.least, composed.unable) == (Decimal(100_000_000), ())


def test_who_cannot_invest_the_least_amount_is_left_out_and_named(world: World) -> None:
    poor = world.company("plating", budget=11_000_000)  # 99 million won
    rich = world.company("plating", budget=12_000_000)
    composed = world.compose("plating")
    assert composed.unable == (poor,)
    assert composed.alternatives[0].companies == (rich,)
    assert composed.alternatives[0].lacks_nothing


def test_alternatives_differ_and_a_missing_step_is_told(world: World) -> None:
    world.plating.matches.all().delete()
    first, *_others = world.compose().alternatives
    assert [step.missing for step in first.steps] == [False, False, True]
    assert len(world.compose("mould").alternatives) == 1
    world.company("mould")
    assert len(world.compose("mould").alternatives) == 2


def test_only_members_where_a_cooperative_is_named(world: World) -> None:
    for _each in range(3):
        world.company("mould", budget=50_000_000)
    composed = world.compose(cooperative=world.group)
    assert composed.looked_at == 3
    assert {*composed.alternatives[0].companies} == {world.mould, world.moulding, world.plating}


def test_rejected_matches_are_not_used(world: World) -> None:
    world.mould.matches.update(status="rejected", rejected_because="far")
    assert world.compose("mould").alternatives == ()


def test_the_queries_do_not_depend_on_the_rows(world: World) -> None:
    with CaptureQueriesContext(connection) as few:
        world.compose()
    for _each in range(3):
        world.company("plating", members=True, budget=50_000_000)
    with CaptureQueriesContext(connection) as many:
        world.compose()
    assert len(many) == len(few)


def test_a_package_is_kept_under_its_first_need(world: World) -> None:
    needs = [*world.needs.values()]
    done_by = [(world.needs["mould"], world.mould), (world.needs["plating"], world.plating)]
    package = keep(needs=needs, done_by=done_by, name="함께", cooperative=world.group)
    assert (package.need, package.cooperative, package.name_ko) == (
        world.needs["mould"],
        world.group,
        "함께",
    )
    assert {*package.package_members.values_list("company", "capability")} == {
        (world.mould.pk, world.steps["mould"].pk),
        (world.plating.pk, world.steps["plating"].pk),
    }
    with pytest.raises(ValidationError, match="at least one company"):
        keep(needs=needs, done_by=[], name="x")
    with pytest.raises(ValidationError, match="belong to one firm"):
        keep(needs=[*needs, make.need()], done_by=done_by, name="x")
    assert Package.objects.count() == 1
