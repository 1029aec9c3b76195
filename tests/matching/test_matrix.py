"""The matrix of clusters and technologies on small worlds."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matching.matrix import Column, Demand, Matrix, Meeting, Row, Supply, matrix
from matching.models import Match, Need
from matching.models.match import MatchQuerySet
from prospects import classifications
from prospects.models import Capability, Company
from prospects.technologies import TECHNOLOGIES, Grouping
from tests import make

pytestmark = pytest.mark.django_db

BY_TECHNOLOGY = Grouping.TECHNOLOGY


def found(grouping: Grouping = BY_TECHNOLOGY) -> Matrix:
    standing: MatchQuerySet = Match.objects.all()
    return matrix(
        grouping,
        companies=Company.objects.active(),
        needs=Need.objects.open(),
        matches=standing.standing(),
    )


def process(root: str = "", **fields: Any) -> Capability:
    return make.capability(
        root_technology=root,
        root_class=classifications.codes("root_technologies").get(root, ""),
        **fields,
    )


def able(*capabilities: Capability, ready: bool = False, **fields: Any) -> Company:
    company = make.company(**fields)
    for capability in capabilities:
        make.company_capability(company, capability)
    if ready:
        make.readiness(company, will=1, strength=2)
    return company


def test_every_root_technology_has_a_name() -> None:
    assert [*TECHNOLOGIES] == [*classifications.codes(classifications.ROOT)]


def test_nothing_yet() -> None:
    ota = make.cluster()
    assert found() == Matrix(
        grouping=BY_TECHNOLOGY,
        columns=(),
        rows=(Row(ota, (), Supply()),),
        demand=Demand(),
        supply=Supply(),
        unlisted=0,
        empty=tuple(TECHNOLOGIES),
    )


def test_demand_beside_supply() -> None:
    ota = make.cluster(speciality_ja="鋳造、化学", key="a")
    suwa = make.cluster(key="b")
    cast, mould, weld, other = (
        process("주조", name_ja="鋳造"),
        process("금형"),
        process("용접"),
        process(),
    )
    both = able(cast, mould, cluster=ota, ready=True)
    caster = able(cast, cluster=ota)
    outside = able(other)
    able(cluster=suwa)
    able(cast, cluster=suwa, registration="closed")
    firm = make.firm()
    wanted = make.need(firm, capability=cast, start_on=dt.date(2027, 3, 1), suppliers_wanted=3)
    later = make.need(firm, capability=cast, start_on=dt.date(2027, 5, 1))
    make.need(capability=weld)
    make.need(capability=mould, status="met")
    make.match(both, wanted, score=0.8)
    make.match(caster, wanted, score=0.9)
    make.match(caster, later, score=0.7, status="rejected", rejected_because="x")
    make.match(outside, wanted, score=0.95)

    casting = Supply(companies=2, ready=1, pairs=2, best=0.9)
    moulding = Supply(companies=1, ready=1)
    elsewhere = Supply(kindred=1)
    aside = Supply(companies=1)
    assert found() == Matrix(
        grouping=BY_TECHNOLOGY,
        columns=(
            Column(
                "주조",
                None,
                Demand(2, 1, 4, dt.date(2027, 3, 1), unanswered=1),
                Supply(2, 1, 2, 0.9, kindred=1),
            ),
            Column("금형", None, Demand(), moulding),
            Column("용접", None, Demand(1, 1, 1, None, unanswered=1), Supply()),
            Column("", None, Demand(), aside),
        ),
        rows=(
            Row(
                ota,
                (casting, moulding, Supply(), Supply()),
                Supply(2, 1, 2, 0.9),
                special=frozenset({"주조"}),
            ),
            Row(suwa, (Supply(), Supply(), Supply(), Supply()), Supply(), unlisted=1),
            Row(None, (elsewhere, Supply(), Supply(), aside), Supply(1, 0, 0, None, kindred=1)),
        ),
        demand=Demand(3, 2, 5, dt.date(2027, 3, 1), unanswered=2),
        supply=Supply(3, 1, 2, 0.9, kindred=1),
        unlisted=1,
        empty=tuple(key for key in TECHNOLOGIES if key not in ("주조", "금형", "용접")),
    )


def test_families_take_in_what_is_below_them() -> None:
    family = process("주조", position=1)
    below = process("주조", parent=family)
    deepest = process("금형", parent=below)
    alone = process("금형", position=2)
    company = able(below, deepest, alone)
    need = make.need(capability=deepest)
    match = make.match(company, need, score=0.6)
    seen = found(Grouping.FAMILY)
    assert [(column.key, column.node, column.demand.needs) for column in seen.columns] == [
        (family.key, family, 1),
        (alone.key, alone, 0),
    ]
    assert seen.rows == (Row(None, (Supply(1, 0, 1, 0.6), Supply(1)), Supply(1, 0, 1, 0.6)),)
    assert match in Match.objects.all()


def test_how_demand_and_supply_meet() -> None:
    wanted, nobody = Demand(needs=1), Demand()
    assert [
        supply.meeting(demand)
        for supply, demand in (
            (Supply(1, pairs=1), wanted),
            (Supply(1), wanted),
            (Supply(), wanted),
            (Supply(kindred=2), wanted),
            (Supply(1), nobody),
            (Supply(), nobody),
        )
    ] == [
        Meeting.MET,
        Meeting.APART,
        Meeting.UNMET,
        Meeting.UNMET,
        Meeting.IDLE,
        Meeting.NOTHING,
    ]


@pytest.mark.parametrize("grouping", Grouping)
def test_the_queries_do_not_grow(grouping: Grouping) -> None:
    def more() -> None:
        capability = process("주조")
        company = able(capability, cluster=make.cluster(), ready=True)
        make.match(company, make.need(capability=capability))

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            found(grouping)
        return len(asked)

    more()
    assert queries() == 5
    more()
    more()
    assert queries() == 5
