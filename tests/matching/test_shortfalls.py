"""What each must of a need keeps out, alone and together, and who is nearest."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from matching.exclusions import left_out
from matching.models import Need, Why
from matching.shortfalls import (
    Condition,
    KeptOut,
    Lack,
    Neighbour,
    Shortfall,
    _counted,
    neighbours,
    shortfall,
)
from matching.shortlist import rescore
from prospects.models import Certificate, Company
from tests import make

NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)
START = dt.date(2027, 11, 1)  # 12 months after the first of the month
IATF, SIZE, LATE = Condition("certificates", "iatf"), Condition("size"), Condition("start")


def able(need: Need, *, horizon: int | None = None, **row: Any) -> Company:
    company = make.company()
    make.company_capability(company, need.capability, **row)
    if horizon is not None:
        make.intent(company, horizon_months=horizon)
    return company


def insisting(*certificates: Certificate, **fields: Any) -> Need:
    fields = {"musts": ["certificates", "size", "start"], "start_on": START, **fields}
    need = make.need(**fields)
    need.certificates.set(certificates)
    return need


def told(need: Need) -> Shortfall:
    found = shortfall(need, now=NOW)
    assert found is not None
    return found


@pytest.mark.django_db
def test_one_must_keeps_all_out() -> None:
    iatf, iso = make.certificate(key="iatf"), make.certificate(key="iso")
    need = insisting(iatf)
    lacking, ending = able(need), able(need)
    make.company_certificate(lacking, iso)
    make.company_certificate(ending, iatf, valid_until=dt.date(2027, 3, 5))
    found = told(need)
    assert (found.able, found.passing, found.failing) == (2, 0, 2)
    one = KeptOut((IATF,), failing=2, alone=2, without=2, ending=1)
    assert (found.single, found.together, found.easiest) == ((one,), (), one)
    assert {near.company: (near.place, near.lacks) for near in found.nearest} == {
        lacking: (1, (Lack(IATF, Why.CERTIFICATE_LACKING),)),
        ending: (1, (Lack(IATF, Why.CERTIFICATE_ENDS, until=dt.date(2027, 3, 5)),)),
    }


@pytest.mark.django_db
def test_two_musts_keep_all_out_together_and_no_single_one_decides() -> None:
    need = insisting(size_max_mm=500)
    both = able(need, size_max_mm=300, horizon=24)
    found = told(need)
    single = tuple(KeptOut((each,), failing=1, alone=0, without=0) for each in (SIZE, LATE))
    together = KeptOut((SIZE, LATE), failing=1, alone=1, without=1)
    assert (found.able, found.passing, found.single) == (1, 0, single)
    assert (found.together, found.easiest) == ((together,), together)
    [near] = found.nearest
    assert near.company == both
    size, late = near.lacks
    assert size == Lack(SIZE, Why.SIZE_SHORT, have=300.0, asked=500.0)
    assert (late.condition, late.why, late.have) == (LATE, Why.START_LATE, 24.0)
    assert late.asked == pytest.approx(17.99, abs=0.01)


@pytest.mark.django_db
def test_who_meets_the_musts_or_is_not_known_to_fail_is_not_among_them() -> None:
    need = insisting(size_max_mm=500)
    able(need)
    able(need, size_max_mm=600, horizon=12)
    able(need, size_max_mm=100, horizon=12)
    found = told(need)
    assert (found.able, found.passing) == (3, 2)
    assert found.single == (KeptOut((SIZE,), failing=1, alone=1, without=3),)
    assert found.easiest == found.single[0]


@pytest.mark.django_db
def test_the_counts_are_those_of_a_run_and_the_places_those_of_the_list() -> None:
    need = insisting(size_max_mm=500)
    able(need, size_max_mm=900, horizon=6)
    able(need, size_max_mm=100, horizon=6)
    able(need, size_max_mm=400, horizon=40)
    make.company_capability(make.company())  # does something else
    rescore(now=NOW)
    found, stored = told(need), left_out(need)
    assert stored is not None
    assert (found.able, found.passing) == (stored.able, stored.passing) == (3, 1)
    assert {each.key: each.companies for each in stored.reasons} == {
        Why.SIZE_SHORT: 2,
        Why.START_LATE: 1,
    }
    assert [(each.conditions, each.failing) for each in found.single] == [
        ((SIZE,), 2),
        ((LATE,), 1),
    ]
    excluded = need.exclusions.order_by("-priority", "company")
    assert [near.company for near in found.nearest] == [row.company for row in excluded]
    assert [near.score for near in found.nearest] == [pytest.approx(row.score) for row in excluded]


@pytest.mark.django_db
def test_whom_people_took_up_is_not_called_left_out() -> None:
    need = insisting(size_max_mm=500)
    make.match(able(need, size_max_mm=100), need, status="shortlisted")
    assert told(need).nearest == ()


@pytest.mark.django_db
def test_nobody_does_the_work_and_a_closed_need_has_no_list() -> None:
    need = insisting()
    assert told(need) == Shortfall(0, 0, (), (), 0, ())
    Need.objects.update(status="met")
    assert shortfall(need, now=NOW) is None


@pytest.mark.django_db
def test_the_neighbours_are_of_the_same_family_and_not_the_same_work() -> None:
    family = make.capability(key="casting")
    asked = make.capability(key="die", parent=family)
    sand, wax = (
        make.capability(key="sand", parent=family),
        make.capability(key="wax", parent=family),
    )
    for node in (sand, sand, wax, family, make.capability(key="far")):
        make.company_capability(make.company(), node)
    make.company_capability(make.company(registration="closed"), sand)
    assert neighbours(make.need(capability=asked)) == [Neighbour(sand, 2), Neighbour(wax, 1)]


@pytest.mark.django_db
def test_queries_do_not_grow_with_the_companies() -> None:
    need = insisting(make.certificate(), size_max_mm=500)
    shortfall(need, now=NOW)  # the first makes the weights
    counts = []
    for _round in range(2):
        able(need, size_max_mm=100, horizon=40)
        make.company_certificate(able(need))
        with CaptureQueriesContext(connection) as queries:
            shortfall(need, now=NOW)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@given(
    st.integers(0, 20).flatmap(
        lambda n: arrays.arrays(bool, st.tuples(st.integers(1, 4), st.just(n)))
    )
)
def test_counts_agree_with_asking_each_company(fails: Any) -> None:
    fails = fails[:, fails.any(axis=0)]
    conditions = [Condition("certificates", str(at)) for at in range(len(fails))]
    single, together = _counted(conditions, fails, fails & False, 7)
    sets = [
        frozenset(c for c, out in zip(conditions, column, strict=True) if out) for column in fails.T
    ]
    for kept in (*single, *together):
        asked = {*kept.conditions}
        assert kept == KeptOut(
            kept.conditions,
            failing=sum(asked <= each for each in sets),
            alone=sum(asked == each for each in sets),
            without=7 + sum(each <= asked for each in sets),
        )
    assert {each.conditions[0] for each in single} == {c for each in sets for c in each}
    assert {frozenset(each.conditions) for each in together} == {s for s in sets if len(s) > 1}
