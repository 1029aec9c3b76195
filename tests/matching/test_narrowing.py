"""Scoring a need reads the companies that it can reach, and finds what reading all would find."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import shortlist
from matching.fetching import fetch
from matching.models import Match, MatchExclusion, Need, Screening
from matching.shortlist import rescore
from prospects.models import Capability, Company
from tests import make

NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)


def tree() -> list[Capability]:
    """casting ─ die casting ─ large die casting; casting ─ sand casting; plating."""
    casting = make.capability(key="casting", jsic_codes=["2350"])
    die = make.capability(key="die", parent=casting, jsic_codes=["2353"])
    large = make.capability(key="large", parent=die)
    sand = make.capability(key="sand", parent=casting, jsic_codes=["2352"])
    return [casting, die, large, sand, make.capability(key="plating", jsic_codes=["2464"])]


def scored(need: Need, *, narrow: bool, patch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What scoring the need stores; the world is left as it was."""
    with transaction.atomic(), patch.context() as patched:
        if not narrow:
            whole = partial(fetch, company_ids=None, span=None)
            patched.setattr(
                shortlist,
                "fetch",
                lambda *, today, need_ids, **_: whole(today=today, need_ids=need_ids),
            )
        rescore(need_ids=[need.pk], now=NOW)
        found = {
            "matches": {m.company_id: (m.score, m.confidence) for m in Match.objects.all()},
            "out": {x.company_id: x.priority for x in MatchExclusion.objects.all()},
            "screened": [(s.able, s.passing) for s in Screening.objects.all()],
        }
        transaction.set_rollback(True)
    return found


company = st.tuples(
    st.lists(st.integers(0, 4), max_size=3, unique=True),
    st.sampled_from(["", "2350", "2353", "2359", "2352", "2464", "9999"]),
    st.booleans(),
)


@pytest.mark.django_db
@settings(max_examples=12, deadline=None)
@given(st.lists(company, max_size=8), st.integers(0, 4), st.integers(0, 7))
def test_what_a_need_finds_is_the_same_narrowed(
    companies: list[tuple[list[int], str, bool]], asked: int, rejected: int
) -> None:
    patch = pytest.MonkeyPatch()
    patch.setattr(shortlist, "PER_NEED", 3)
    with transaction.atomic(), patch.context():
        nodes = tree()
        need = make.need(capability=nodes[asked])
        need.certificates.add(make.certificate())
        other = make.certificate()
        for place, (rows, code, holds) in enumerate(companies):
            one = make.company(jsic_code=code)
            for row in rows:
                make.company_capability(one, nodes[row], monthly_volume=100 * place or None)
            if holds:
                make.company_certificate(one, other)
            if place == rejected:
                make.match(one, need=need, status="shortlisted")
        narrow = scored(need, narrow=True, patch=patch)
        assert narrow == scored(need, narrow=False, patch=patch)
        transaction.set_rollback(True)
    patch.undo()


@pytest.mark.django_db
@settings(max_examples=12, deadline=None)
@given(st.lists(st.integers(0, 4), max_size=5), company, st.integers(0, 4))
def test_what_a_company_finds_is_the_same_narrowed(
    asked: list[int], one: tuple[list[int], str, bool], known: int
) -> None:
    rows, code, closed = one
    with transaction.atomic():
        nodes = tree()
        needs = [make.need(capability=nodes[place], monthly_volume=100) for place in asked]
        company = make.company(jsic_code=code)
        for row in rows:
            make.company_capability(company, nodes[row], monthly_volume=70)
        for need in needs[known:]:
            make.match(company, need=need, status="shortlisted")
        if closed:
            Company.objects.filter(pk=company.pk).update(registration="closed")
        found = []
        for chosen in ([company.pk], None):  # all companies are this one
            with transaction.atomic():
                rescore(company_ids=chosen, now=NOW)
                rows_of = Match.objects.values_list("need", "status", "score", "confidence")
                found.append(
                    ({*rows_of}, {*MatchExclusion.objects.values_list("need", "priority")})
                )
                transaction.set_rollback(True)
        assert found[0] == found[1]
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_only_those_are_read_that_the_need_can_reach() -> None:
    nodes = tree()
    need = make.need(capability=nodes[1])
    does = make.company()
    make.company_capability(does, nodes[1])
    by_code = make.company(jsic_code="2353")
    sibling = make.company()
    make.company_capability(sibling, nodes[3])
    make.company(jsic_code="9999")
    decided = make.match(make.company(), need=need, status="shortlisted").company
    make.match(make.company(), need=need)  # suggested once: it will go
    closed = make.company(registration=Company.Registration.CLOSED)
    make.company_capability(closed, nodes[1])
    facts = fetch(today=NOW.date(), need_ids=[need.pk], narrow=True)
    assert {*facts.company_ids} == {does.pk, by_code.pk, decided.pk}
    assert [*fetch(today=NOW.date(), need_ids=[], narrow=True).company_ids] == []
