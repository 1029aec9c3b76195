"""Nobody who belongs in a list is passed over by what was only hoped of others."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import contenders, shortlist
from matching.asking import Asked, ask
from matching.fetching import Fetched, fetch_asked
from matching.models import Match
from matching.ranking import Found
from matching.scoring import Weights, score_pairs
from tests import make

TODAY = dt.date(2026, 11, 1)
FAMILIES = ("mould_die", "polymer_moulding", "surface_treatment", "mechanical_assembly")

company = st.fixed_dictionaries(
    {
        "does": st.lists(st.integers(0, 3), min_size=1, max_size=3, unique=True),
        "volume": st.integers(1, 9000),
        "customer": st.sampled_from(("", "한빛전자", "東海自動車", "南海電機")),
        "abroad": st.sampled_from(("", "KR", "VN")),
        "cooperatives": st.sets(st.integers(0, 2)),
        "holds": st.sampled_from((None, True, False)),
        "intent": st.booleans(),
        "status": st.sampled_from(("", "", "", "shortlisted", "rejected")),
    }
)
worlds = st.lists(company, max_size=14)


def build(companies: list[dict[str, Any]]) -> Asked:
    """Two needs of one firm, of which one asks for a certificate, and whoever could meet them."""
    nodes = [make.capability(key=key) for key in FAMILIES]
    firm = make.firm(group_name="한빛그룹", name_ko="한빛전자")
    make.firm_tie(firm, name="東海自動車", kind="supplies")
    asks, plain = (
        make.need(firm, capability=nodes[place], monthly_volume=5000) for place in range(2)
    )
    certificate, other = make.certificate(), make.certificate()
    asks.certificates.add(certificate)
    cooperatives = [make.cooperative() for _ in range(3)]
    make.group_plan(cooperatives[0], stage="decided")
    for facts in companies:
        one = make.company(employees=20)
        for place in facts["does"]:
            make.company_capability(one, nodes[place], monthly_volume=facts["volume"])
        if facts["customer"]:
            make.customer(one, name=facts["customer"], moved_to=facts["abroad"], share_percent=10)
        for place in facts["cooperatives"]:
            make.membership(cooperatives[place], one)
        if facts["holds"] is not None:
            make.company_certificate(one, certificate if facts["holds"] else other)
        if facts["intent"]:
            make.intent(one, mode="accompanying", target_countries=["KR"])
        if facts["status"] == "shortlisted":
            make.match(one, need=plain, status="shortlisted")
        if facts["status"] == "rejected":
            kind = Match.Rejection.PRICE
            make.match(
                one, need=plain, status="rejected", rejected_kind=kind, status_at=timezone.now()
            )
    return ask(today=TODAY, need_ids=[asks.pk, plain.pk], narrow=True)


def told(facts: Fetched, found: Found) -> dict[str, object]:
    def pairs(*columns: Any) -> set[tuple[object, ...]]:
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return {
            (facts.company_ids[one], facts.need_ids[other], *rest) for one, other, *rest in rows
        }

    matches, out = found.matches, found.excluded
    return {
        "matches": pairs(matches.company, matches.need, matches.priority, matches.confidence),
        "out": pairs(out.company, out.need, out.priority, found.why),
        "counts": [found.able.tolist(), found.passing.tolist(), found.counts.tolist()],
    }


@pytest.mark.django_db
@settings(max_examples=10, deadline=None)
@given(worlds, st.integers(1, 3), st.integers(1, 3), st.sets(st.integers(0, 13), max_size=2))
def test_the_lists_are_those_of_reading_everybody(
    companies: list[dict[str, Any]], size: int, last: int, former: set[int]
) -> None:
    with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(shortlist, "PER_NEED", 2)
        patch.setattr(shortlist, "PER_EXCLUDED", 1)
        patch.setattr(contenders, "CONTENDERS", size)
        patch.setattr(contenders, "LAST", last)
        asked = build(companies)
        whole = fetch_asked(asked)
        stood = [whole.company_ids[at] for at in former if at < len(whole.company_ids)]
        scope, weights = Q(need__in=asked.need_ids), Weights()
        expected = contenders.lists_with(whole, weights, scope, contenders._bars(whole, stood))
        found = contenders.first_lists(asked, weights, scope, stood)
        assert told(*found) == told(whole, expected)
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(max_examples=10, deadline=None)
@given(worlds)
def test_what_is_hoped_is_never_less_than_what_is(companies: list[dict[str, Any]]) -> None:
    with transaction.atomic():
        asked = build(companies)
        priorities = []
        for customers, cover in ((False, False), (True, False), (True, True)):
            inputs = fetch_asked(asked, customers=customers, cover=cover).inputs
            count = len(inputs.companies)
            pairs = np.tile(np.arange(count), 2), np.repeat([0, 1], count)
            priorities.append(score_pairs(inputs, Weights(), *pairs).priority)
        hoped, further, known = priorities
        assert (hoped >= further).all()
        assert (further >= known).all()
        transaction.set_rollback(True)
