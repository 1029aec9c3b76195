"""The FilterSets of needs and matches."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from matching.filters import MatchFilter, NeedFilter
from matching.models import Match, Need
from tests import make

pytestmark = pytest.mark.django_db


def needs(**data: Any) -> list[Need]:
    chosen = NeedFilter(data, queryset=Need.objects.order_by("pk"))
    assert not chosen.errors
    return list(chosen.qs)


def matches(**data: Any) -> list[Match]:
    chosen = MatchFilter(data, queryset=Match.objects.order_by("pk"))
    assert not chosen.errors
    return list(chosen.qs)


def test_needs() -> None:
    casting = make.capability()
    die = make.capability(parent=casting)
    iso = make.certificate()
    firm = make.firm(name_ko="한빛전자")
    one = make.need(
        firm,
        capability=die,
        name_ko="모터 하우징",
        site=make.site(firm, region="경상북도"),
        start_on=dt.date(2027, 3, 1),
        localises_import=True,
    )
    one.certificates.add(iso)
    two = make.need(name_en="Gear box", status="met", description="planetary")
    make.match(need=one, status="shortlisted")
    make.match(need=two)
    make.match(need=two, status="rejected", rejected_because="x")
    assert needs() == [one, two]
    assert needs(q="하우징") == needs(q="한빛") == [one]
    assert needs(q="PLANET") == needs(q="gear") == [two]
    assert needs(status=["open"]) == [one]
    assert needs(status=["open", "met"]) == [one, two]
    assert needs(firm=firm.pk) == needs(certificate=iso.pk) == needs(region="경상북도") == [one]
    assert needs(capability=casting.pk) == needs(capability=die.pk) == [one]
    assert needs(start_after="2027-01-01", start_before="2027-12-31") == [one]
    assert needs(start_after="2027-06-01") == []
    assert needs(localises_import="true") == needs(decided="true") == [one]
    assert needs(decided="false") == [two]


def test_matches() -> None:
    casting = make.capability()
    cluster = make.cluster()
    need = make.need(capability=make.capability(parent=casting))
    one = make.match(make.company(cluster=cluster), need, score=0.9, confidence=0.3)
    two = make.match(score=0.6, confidence=0.9, status="shortlisted")
    assert matches() == [one, two]
    assert matches(need=need.pk) == matches(firm=need.firm.pk) == [one]
    assert matches(company=one.company.pk) == matches(cluster=cluster.pk) == [one]
    assert matches(capability=casting.pk) == [one]
    assert matches(status=["shortlisted"]) == matches(confidence="0.5") == [two]
    assert matches(score="0.7") == [one]


def test_a_value_that_is_none_is_refused() -> None:
    assert set(MatchFilter({"score": "2"}).errors) == {"score"}
    assert set(NeedFilter({"start_after": "soon", "status": ["lost"]}).errors) == {
        "start",
        "status",
    }
