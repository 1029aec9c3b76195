"""Companies held against one need: the stored ones, and those that its list does not show."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from matching.comparing import Held, Verdict, asking, held_against
from matching.models import Match, Need
from matching.shortlist import rescore
from prospects.models import Company
from tests import make

pytestmark = pytest.mark.django_db


def able(need: Need, **fields: object) -> Company:
    company = make.company()
    make.company_capability(company, need.capability, **fields)
    return company


def held(need: Need, *companies: Company) -> Held:
    musts = asking(need, [*need.certificates.all()])
    return held_against(need, companies, matches=Match.objects.filter(need=need), musts=musts)


def test_a_company_left_out_is_scored_as_if_it_were_not_and_says_why() -> None:
    iatf = make.certificate(key="iatf")
    need = make.need(musts=["certificates", "size", "start"], size_max_mm=100)
    need.certificates.add(iatf)
    listed, small, lacking = able(need, size_max_mm=200), able(need, size_max_mm=50), able(need)
    make.company_certificate(listed, iatf)
    make.company_certificate(lacking, make.certificate())
    other = make.company()
    make.company_capability(other)
    rescore()
    found = held(need, lacking, listed, small, other)
    assert [
        (each.company, each.stored, each.place, each.why, dict(each.musts))
        for each in found.standings
    ] == [
        (
            lacking,
            False,
            2,
            ("certificate_lacking",),
            {"certificates": Verdict.FAILED, "size": Verdict.UNKNOWN},
        ),
        (listed, True, 1, (), {"certificates": Verdict.MET, "size": Verdict.MET}),
        (
            small,
            False,
            2,
            ("size_short",),
            {"certificates": Verdict.UNKNOWN, "size": Verdict.FAILED},
        ),
        (other, False, None, (), {"certificates": Verdict.UNKNOWN, "size": Verdict.UNKNOWN}),
    ]
    out, stored = (each.match for each in found.standings[:2])
    assert stored == Match.objects.get()
    assert out is not None
    assert out.capability_part == pytest.approx(1)
    assert [reason["code"] for reason in out.reasons][:2] == ["process_same", "size_unknown"]
    assert found.credit[need.capability.key] == 1


def test_a_must_that_asks_for_nothing_is_none() -> None:
    need = make.need(musts=["certificates", "size", "start"], start_on=dt.date(2027, 5, 3))
    assert asking(need, []) == ["start"]
    need.musts = ["certificates"]
    assert asking(need, ["iso"]) == ["certificates"]


def test_of_a_closed_need_only_what_is_stored_is_told() -> None:
    need = make.need(status="met")
    match = make.match(need=need, score=0.7)
    make.match(need=need, score=0.9)
    out = make.exclusion(need, reasons=["size_short"]).company
    found = held(need, match.company, out)
    assert [(each.match, each.place, each.why) for each in found.standings] == [
        (match, 2, ()),
        (None, None, ("size_short",)),
    ]


def test_a_late_move_is_a_must_failed_only_beyond_what_can_be_bridged() -> None:
    start = timezone.localdate() + dt.timedelta(days=180)
    need = make.need(musts=["start"], start_on=start)
    soon, late, never = able(need), able(need), able(need)
    make.intent(soon, horizon_months=10)
    make.intent(late, horizon_months=30)
    rescore()
    verdicts = [dict(each.musts) for each in held(need, soon, late, never).standings]
    assert verdicts == [
        {"start": Verdict.MET},
        {"start": Verdict.FAILED},
        {"start": Verdict.UNKNOWN},
    ]
