"""Packages out of stored matches: steps in their order, volumes, budgets, cooperatives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from matching.composing import LEAST, Composed, Terms, compose_for
from matching.models import Need
from matching.steps import Added, chain_of, steps_of
from prospects.models import Capability, Company
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

    def compose(self, *names: str, added: Sequence[Added] = (), **terms: Any) -> Composed:
        return compose_for(
            [self.needs[name] for name in names or self.needs],
            Terms(today=TODAY, krw_per_jpy=RATE, **terms),
            added=added,
        )


@pytest.fixture
def world() -> World:
    return World()


def test_the_steps_stand_in_the_order_of_making(world: World) -> None:
    closed = make.need(world.needs["mould"].firm, status=Need.Status.MET)
    chain = chain_of(world.needs["plating"])
    assert chain == [world.needs[name] for name in ("mould", "moulding", "plating")]
    assert closed not in chain


def test_a_variant_stands_where_its_family_stands(world: World) -> None:
    firm = world.needs["mould"].firm
    moulding, plating = (
        make.need(firm, capability=make.capability(parent=world.steps[name]))
        for name in ("moulding", "plating")
    )
    node = make.capability(parent=make.capability(key="assembly"))
    steps = steps_of([plating, moulding, world.needs["mould"]], [Added(node)])
    assert [step.capability for step in steps] == [
        world.steps["mould"],
        moulding.capability,
        plating.capability,
        node,
    ]


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
        world.compose("mould", added=[Added(world.steps["plating"])])
    for _each in range(3):
        world.company("plating", members=True, budget=50_000_000)
    with CaptureQueriesContext(connection) as many:
        world.compose("mould", added=[Added(world.steps["plating"])])
    assert len(many) == len(few)


def test_a_chain_of_steps_inside_one_need(world: World) -> None:
    """The need is for mouldings; the mould before and the plating after are no needs."""
    for name in ("mould", "plating"):
        world.needs[name].delete()
    asked = [Added(world.steps["plating"], 50), Added(world.steps["mould"])]
    composed = world.compose("moulding", added=asked)
    told = [(step.capability, step.volume, step.added) for step in composed.steps]
    assert told == [
        (world.steps["mould"], None, True),
        (world.steps["moulding"], 100, False),
        (world.steps["plating"], 50, True),
    ]
    first = composed.alternatives[0]
    assert [step.companies for step in first.steps] == [
        (world.mould,),
        (world.moulding,),
        (world.plating,),
    ]
    assert (first.cooperative, first.outsiders) == (world.group, ())
    assert [step.known_volume for step in first.steps] == [None, None, None]
    assert first.score == pytest.approx((0.7 + 0.8 + 0.7) / 3)
    more = world.compose("moulding", added=[Added(world.steps["plating"], 80)])
    assert more.alternatives[0].steps[1].known_volume == 60


def test_an_added_step_that_nobody_does_is_missing(world: World) -> None:
    nobody = make.capability(parent=make.capability(key="welding"))
    first = world.compose("moulding", added=[Added(nobody)]).alternatives[0]
    assert [step.missing for step in first.steps] == [False, True]


def test_who_was_rejected_for_the_need_does_no_step_inside_it(world: World) -> None:
    make.match(
        world.plating,
        world.needs["moulding"],
        profile=world.profile,
        status="rejected",
        rejected_because="far",
    )
    first = world.compose("moulding", added=[Added(world.steps["plating"])]).alternatives[0]
    assert [step.missing for step in first.steps] == [False, True]


def test_the_order_can_be_stated(world: World) -> None:
    needs = [world.needs["mould"], world.needs["moulding"]]
    plating = Added(world.steps["plating"])
    usual = [step.key for step in steps_of(needs, [plating])]
    mould, moulding, last = needs[0].pk, needs[1].pk, plating.capability.pk
    assert usual == [mould, moulding, last]
    stated = steps_of(needs, [plating], {last: 1})
    assert [step.key for step in stated] == [last, mould, moulding]
    assert steps_of(needs, [Added(world.steps["mould"])]) == steps_of(needs)


def test_one_place_can_be_required(world: World) -> None:
    zone = make.zone()
    here = make.site(world.needs["mould"].firm, zone=zone)
    there = make.site(world.needs["mould"].firm)
    for name, site in (("mould", here), ("moulding", here), ("plating", there)):
        Need.objects.filter(pk=world.needs[name].pk).update(site=site)
        world.needs[name].refresh_from_db()
    told = world.compose()
    assert {place.key for place in told.places} == {str(zone.pk), str(there.pk)}
    assert told.elsewhere == ()
    complex_ = next(place for place in told.places if place.zone)
    required = world.compose(place=complex_, together=Decimal(360_000_000))
    assert [step.need for step in required.steps] == [world.needs["mould"], world.needs["moulding"]]
    assert required.elsewhere == (world.needs["plating"],)
    assert {*required.alternatives[0].companies} == {world.mould, world.moulding}
    # Twice 180 million won is all that is known.
    assert world.compose(place=complex_, together=Decimal(360_000_001)).alternatives == ()
