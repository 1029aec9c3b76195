"""Every filter of deals: which rows it leaves, in which order, what it refuses."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone, translation

from crm.deal_filters import DealFilter
from crm.models import Deal, Team, User
from matching.models import Firm
from tests import make

pytestmark = pytest.mark.django_db

NOW = timezone.now()
SEOUL = timezone.get_default_timezone()
DAY = dt.timedelta(days=1)


@pytest.fixture
def _deals() -> None:
    kim = make.user(username="kim", team=make.team(name_ko="일본팀"))
    make.deal(
        make.company(name_ja="株式会社大田精密", cluster=make.cluster(key="ota-ward")),
        title="하나",
        stage="mou_loi",
        owner=kim,
        firm=make.firm(name_ko="시험전자"),
        currency="JPY",
        amount=300,
        expected_on=dt.date(2027, 3, 1),
        stage_since=NOW - 400 * DAY,
    )
    make.deal(title="둘", stage="contacted", amount=200, stage_since=NOW - DAY, is_demo=True)
    make.deal(
        title="셋",
        stage="contacted",
        amount=100,
        stage_since=NOW - 300 * DAY,
        status=Deal.Status.LOST,
        closed_because="x",
        expected_on=dt.date(2026, 1, 1),
    )


ONE, TWO, THREE = "하나", "둘", "셋"
TODAY = timezone.localdate()
MIDNIGHT = timezone.make_aware(dt.datetime.combine(TODAY, dt.time.min))


@pytest.fixture
def _walked() -> None:
    """Deals with a history: opened on the first of the month, moved on the eleventh."""
    stages = make.stages()

    def walk(title: str, month: int, *ways: str, **fields: Any) -> None:
        deal = make.deal(
            title=title, stage=ways[-1], stage_since=MIDNIGHT - 10 * DAY, owner=kim, **fields
        )
        deal.stage_changes.all().delete()
        came, before = dt.datetime(2025, month, 1, tzinfo=SEOUL), None
        for key in ways:
            deal.stage_changes.create(from_stage=before, to_stage=stages[key], at=came)
            came, before = came + 10 * DAY, stages[key]

    kim = make.user()
    over = {"closed_because": "x", "notified_on": dt.date(2025, 5, 31)}
    walk(ONE, 1, "identified", "contacted", "consulting", arrived_on=dt.date(2025, 6, 1))
    walk(TWO, 2, "identified", "contacted", status=Deal.Status.LOST, **over)
    walk(THREE, 3, "identified", "contacted", "identified")
    make.deal(title="넷", stage="mou_loi", owner=kim, stage_since=MIDNIGHT - DAY / 2)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"notified_from": "2025-05-31", "notified_to": "2025-05-31"}, [TWO]),
        ({"notified_from": "2025-06-01"}, []),
        ({"arrived_to": "2025-06-01"}, [ONE]),
        ({"arrived_from": "2025-06-02"}, []),
        ({"opened_to": "2025-02-01"}, [ONE, TWO]),
        ({"opened_from": "2025-02-01", "opened_to": "2025-03-01"}, [TWO, THREE]),
        ({"opened_from": "2025-03-02"}, ["넷"]),
        ({"days_min": "10", "days_max": "10"}, [ONE, TWO, THREE]),
        ({"days_min": "11"}, []),
        ({"days_min": "0", "days_max": "9"}, ["넷"]),
        ({"days_max": "0"}, []),
        ({"reached": "contacted"}, [ONE, TWO, THREE]),
        ({"reached": "contacted", "reached_from": "2025-02-11"}, [TWO, THREE]),
        ({"reached": "contacted", "reached_to": "2025-02-10"}, [ONE]),
        ({"reached": "contacted", "then": "further"}, [ONE]),
        ({"reached": "contacted", "then": "ended"}, [TWO]),
        ({"reached": "identified", "then": "further"}, [ONE, TWO, THREE]),
        ({"reached": "identified", "then": "further", "reached_from": "2025-03-02"}, []),
        ({"reached": "identified", "reached_from": "2025-03-02"}, [THREE]),
    ],
)
@pytest.mark.usefixtures("_walked")
def test_narrows_deals_by_their_days(data: dict[str, str], expected: list[str]) -> None:
    found = DealFilter(data, queryset=Deal.objects.all())
    assert found.errors == {}
    assert [deal.title for deal in found.qs.order_by("id")] == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({}, [THREE, TWO, ONE]),
        ({"sort": "added"}, [ONE, TWO, THREE]),
        ({"sort": "stage"}, [THREE, TWO, ONE]),
        ({"sort": "-stage"}, [ONE, TWO, THREE]),
        ({"sort": "-amount"}, [ONE, TWO, THREE]),
        ({"sort": "amount"}, [ONE, THREE, TWO]),
        ({"sort": "moved"}, [ONE, THREE, TWO]),
        ({"q": "하나"}, [ONE]),
        ({"q": "大田 시험전자"}, [ONE]),
        ({"q": "大田 둘"}, []),
        ({"stage": "contacted"}, [THREE, TWO]),
        ({"status": "lost"}, [THREE]),
        ({"owner": "kim"}, [ONE]),
        ({"team": "일본팀"}, [ONE]),
        ({"cluster": "ota-ward"}, [ONE]),
        ({"firm": "시험전자"}, [ONE]),
        ({"currency": "KRW"}, [THREE, TWO]),
        ({"currency": "KRW", "amount_min": "101"}, [TWO]),
        ({"currency": "KRW", "amount_max": "100"}, [THREE]),
        ({"expected_from": "2026-01-02"}, [ONE]),
        ({"expected_to": "2026-01-01"}, [THREE]),
        ({"stale": "true"}, [ONE]),
        ({"stale": "false"}, [THREE, TWO]),
        ({"demo": "true"}, [TWO]),
    ],
)
@pytest.mark.usefixtures("_deals")
def test_narrows_deals(data: dict[str, str], expected: list[str]) -> None:
    keys = {
        "owner": lambda value: User.objects.get(username=value).pk,
        "team": lambda value: Team.objects.get(name_ko=value).pk,
        "firm": lambda value: Firm.objects.get(name_ko=value).pk,
    }
    data = {name: str(keys[name](v)) if name in keys else v for name, v in data.items()}
    found = DealFilter(data, queryset=Deal.objects.all())
    assert found.errors == {}
    assert [deal.title for deal in found.qs.order_by(*found.order)] == expected


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({"amount_min": "5"}, {"amount_min": ["Choose the currency of the amount."]}),
        (
            {"amount_max": "5", "currency": "EUR"},
            {"currency": ["Select a valid choice. EUR is not one of the available choices."]},
        ),
        (
            {"currency": "KRW", "amount_max": "1000000000000000000"},
            {"amount_max": ["Ensure this value is less than or equal to 999999999999999999."]},
        ),
        ({"expected_from": "soon"}, {"expected_from": ["Enter a valid date."]}),
        ({"owner": "kim"}, {"owner": ["“kim” is not a valid UUID."]}),
        ({"then": "further"}, {"then": ["Choose the stage that the deal came to."]}),
        (
            {"opened_to": "9999-12-31"},
            {"opened_to": ["Ensure this value is less than or equal to 2199-12-31."]},
        ),
        (
            {"days_max": "36501"},
            {"days_max": ["Ensure this value is less than or equal to 36500."]},
        ),
        *(
            ({first: low, last: high}, {last: ["The end of a range lies before its beginning."]})
            for first, last, low, high in (
                ("expected_from", "expected_to", "2026-01-02", "2026-01-01"),
                ("notified_from", "notified_to", "2026-01-02", "2026-01-01"),
                ("arrived_from", "arrived_to", "2026-01-02", "2026-01-01"),
                ("opened_from", "opened_to", "2026-01-02", "2026-01-01"),
                ("days_min", "days_max", "2", "1"),
            )
        ),
    ],
)
def test_refuses_deal_filters(data: dict[str, str], errors: dict[str, list[str]]) -> None:
    with translation.override("en"):
        assert DealFilter(data, queryset=Deal.objects.all()).errors == errors
