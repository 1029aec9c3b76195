"""Rejections in numbers."""

from __future__ import annotations

import datetime as dt

import pytest

from matching.models import Match, Need
from matching.rejection_figures import (
    Doubt,
    FirmCount,
    Kind,
    MonthCount,
    Rejections,
    by_firm,
    by_month,
    doubts,
    rejections_of,
)
from tests import make

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 20)


def rejected(need: Need, kind: str, side: str = "agency", **fields: object) -> Match:
    return make.match(
        fields.pop("company", None),  # type: ignore[arg-type]
        need,
        status="rejected",
        rejected_kind=kind,
        rejected_by=side,
        rejected_because="" if kind else "from before",
        **{"status_at": dt.datetime(2026, 11, 2, 3, tzinfo=dt.UTC), **fields},
    )


def test_by_kind_and_by_whose_word() -> None:
    need = make.need()
    make.match(need=need)
    for kind, side in (("price", "firm"), ("price", "agency"), ("certificate", "agency"), ("", "")):
        rejected(need, kind, side)
    rejected(make.need(), "price", look_again_on=TODAY)
    price = Kind("price", 2, {"firm": 1, "agency": 1})
    found = rejections_of(Match.objects.filter(need=need), today=TODAY)
    one = (Kind("certificate", 1, {"agency": 1}), Kind("other", 1, {"": 1}))
    assert found == Rejections(4, 0, (price, *one))
    assert rejections_of(Match.objects.all(), today=TODAY).due == 1


def test_by_firm_and_by_month() -> None:
    need, other = make.need(), make.need()
    for kind in ("price", "price", "ties"):
        rejected(need, kind)
    rejected(other, "ties", status_at=dt.datetime(2026, 9, 30, 16, tzinfo=dt.UTC))  # 1 October here
    everything = Match.objects.all()
    assert by_firm(everything, most=9) == [
        FirmCount(need.firm, 3, Kind("price", 2, {"agency": 2})),
        FirmCount(other.firm, 1, Kind("ties", 1, {"agency": 1})),
    ]
    assert by_month(everything, today=TODAY, months=3) == [
        MonthCount(dt.date(2026, 9, 1), {}),
        MonthCount(dt.date(2026, 10, 1), {"ties": 1}),
        MonthCount(dt.date(2026, 11, 1), {"price": 2, "ties": 1}),
    ]


def test_two_firms_that_contradict_the_record_are_worth_checking() -> None:
    company = make.company()
    rejected(make.need(), "precision", company=company, precision_part=1)
    assert doubts(company.pk) == []
    rejected(make.need(), "precision", company=company, precision_part=0.8)
    rejected(make.need(), "capability", company=company, capability_part=0.4)
    rejected(make.need(), "capability", company=company, capability_part=0.4)
    assert doubts(company.pk) == [Doubt("precision", "precision", 2, 0.9)]
