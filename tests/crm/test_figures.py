"""The dashboard's numbers, against whole values."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from crm import figures, rates
from crm.figures import (
    Ageing,
    Attainment,
    ClusterWork,
    Conversion,
    Quarter,
    StageTotal,
    Weeks,
)
from crm.models import Activity, Deal, StageChange, Target, User
from prospects.models import Company
from tests import make

pytestmark = pytest.mark.django_db

SEOUL = ZoneInfo("Asia/Seoul")
NOW = dt.datetime(2026, 11, 25, 10, tzinfo=SEOUL)  # a Wednesday
TODAY = NOW.date()


def days(count: int) -> dt.datetime:
    return NOW - dt.timedelta(days=count)


def test_stage_totals_add_currencies_up_in_won() -> None:
    make.deal(stage="consulting", amount=300_000_000, probability=20)
    make.deal(stage="consulting", currency="JPY", amount=10_000_000, probability=50)
    make.deal(stage="consulting")
    make.deal(stage="mou_loi", amount=1_000_000_000, probability=70)
    yen = rates.krw_value(Decimal(10_000_000), "JPY")
    keys = ["identified", "consulting", "mou_loi"]
    assert figures.stage_totals(Deal.objects.all(), keys) == (
        StageTotal("identified"),
        StageTotal(
            "consulting",
            3,
            2,
            Decimal(300_000_000) + yen,
            Decimal(60_000_000) + rates.krw_value(Decimal(5_000_000), "JPY"),
        ),
        StageTotal("mou_loi", 1, 1, Decimal(1_000_000_000), Decimal(700_000_000)),
    )


def move(deal: Deal, to: str, at: dt.datetime) -> None:
    """A step forward, written as the pipeline writes it."""
    StageChange.objects.create(
        deal=deal, from_stage=deal.stage, to_stage=make.stage(to), at=at, by=deal.owner
    )
    deal.stage = make.stage(to)
    deal.stage_since = at
    deal.save()


def test_conversion_counts_deals_not_moves() -> None:
    through = make.deal(stage="identified", stage_since=days(100))
    move(through, "contacted", days(90))
    move(through, "identified", days(80))  # back, and forward again
    move(through, "contacted", days(70))
    move(through, "consulting", days(60))
    waits = make.deal(stage="identified", stage_since=days(50))
    move(waits, "contacted", days(40))
    lost = make.deal(stage="contacted", stage_since=days(30), status="lost", closed_because="Price")
    old = make.deal(stage="identified", stage_since=days(400))
    keys = ["identified", "contacted", "consulting", "mou_loi"]
    found = figures.conversions(Deal.objects.all(), keys, since=days(365))
    assert found == (
        Conversion("identified", entered=2, advanced=2),
        Conversion("contacted", entered=3, advanced=1, lost=1),
        Conversion("consulting", entered=1),
        Conversion("mou_loi"),
    )
    assert [row.rate for row in found] == [1.0, 1 / 3, 0.0, None]
    only = Deal.objects.filter(pk__in=[lost.pk, old.pk])
    assert figures.conversions(only, ["contacted"], since=days(365)) == (
        Conversion("contacted", entered=1, lost=1),
    )


def test_ageing_parts_the_bands_at_their_bounds() -> None:
    for age in (0, 29, 30, 31, 45, 60, 61, 500):
        make.deal(stage="contacted", stage_since=days(age))
    midnight = dt.datetime.combine(TODAY, dt.time.min, tzinfo=SEOUL)
    make.deal(stage="contacted", stage_since=midnight - dt.timedelta(days=30))
    make.deal(stage="contacted", stage_since=midnight - dt.timedelta(days=30, seconds=1))
    make.deal(stage="mou_loi", stage_since=days(1))
    keys = ["identified", "contacted", "mou_loi"]
    assert figures.ageing(Deal.objects.all(), keys, today=TODAY, bounds=(30, 60)) == (
        Ageing("identified", (0, 0, 0)),
        Ageing("contacted", (4, 4, 2)),
        Ageing("mou_loi", (1, 0, 0)),
    )


def test_contacts_by_week_start_on_monday_in_seoul() -> None:
    company = make.company()
    for kind, at in (
        ("call", NOW),
        ("call", dt.datetime(2026, 11, 23, 0, 30, tzinfo=SEOUL)),  # Sunday in Greenwich
        ("visit", dt.datetime(2026, 11, 22, 23, 30, tzinfo=SEOUL)),
        ("call", dt.datetime(2026, 11, 9, 0, 0, tzinfo=SEOUL)),
        ("call", dt.datetime(2026, 11, 8, 23, 59, tzinfo=SEOUL)),  # before the first week
    ):
        make.activity(company=company, kind=kind, done_at=at)
    make.activity(company=company, kind="todo", planned_for=NOW)
    found = figures.contacts_by_week(Activity.objects.all(), today=TODAY, weeks=3)
    assert found == Weeks(
        (dt.date(2026, 11, 9), dt.date(2026, 11, 16), dt.date(2026, 11, 23)),
        {"call": (1, 0, 2), "visit": (0, 1, 0)},
    )
    assert found.total == 4


def test_cluster_work_counts_a_deal_once_a_cluster() -> None:
    ota, suwa = make.cluster(), make.cluster()
    first, second = make.company(cluster=ota), make.company(cluster=ota)
    make.company()
    far = make.company(cluster=suwa, registration="closed")
    make.deal(first, second)
    make.deal(second, far)
    make.deal(make.company())
    found = figures.cluster_work(Company.objects.active(), Deal.objects.all())
    assert found == {ota.pk: ClusterWork(ota.pk, 2, 2), suwa.pk: ClusterWork(suwa.pk, 0, 1)}


@pytest.mark.parametrize(
    ("day", "quarter", "first", "last"),
    [
        (dt.date(2026, 1, 1), Quarter(2026, 1), dt.date(2026, 1, 1), dt.date(2026, 3, 31)),
        (dt.date(2026, 6, 30), Quarter(2026, 2), dt.date(2026, 4, 1), dt.date(2026, 6, 30)),
        (dt.date(2026, 11, 25), Quarter(2026, 4), dt.date(2026, 10, 1), dt.date(2026, 12, 31)),
    ],
)
def test_quarters(day: dt.date, quarter: Quarter, first: dt.date, last: dt.date) -> None:
    assert (Quarter.of(day), quarter.first, quarter.last) == (quarter, first, last)


def test_attainment_beside_the_targets_of_the_quarter() -> None:
    team = make.team()
    officer, other = make.user(team=team), make.user()
    for metric, value in (("contacts", 4), ("notified_krw", 500_000_000)):
        make.target(team=team, metric=metric, value=value)
    make.target(team=team, metric="contacts", value=99, quarter=3)
    make.target(metric="contacts", value=6)
    company = make.company()
    make.activity(company=company, owner=officer, done_at=NOW)
    make.activity(company=company, owner=officer, done_at=days(100))
    make.activity(company=company, owner=other, done_at=NOW)
    notified = dt.date(2026, 10, 5)
    make.deal(
        owner=officer,
        stage_since=NOW,
        currency="JPY",
        notified_on=notified,
        notified_amount=10_000_000,
    )
    make.deal(owner=officer, stage_since=days(200), notified_on=dt.date(2026, 9, 30))
    make.deal(owner=officer, stage_since=days(200), arrived_on=TODAY, arrived_amount=7)
    team_only = figures.attainments(
        User.objects.filter(team=team), Target.objects.filter(team=team), Quarter(2026, 4)
    )
    won = rates.krw_value(Decimal(10_000_000), "JPY", notified)
    assert team_only == (
        Attainment("contacts", Decimal(4), Decimal(1)),
        Attainment("deals_opened", Decimal(0), Decimal(1)),
        Attainment("notified_krw", Decimal(500_000_000), won),
        Attainment("arrived_krw", Decimal(0), Decimal(7)),
    )
    assert [row.ratio for row in team_only[:2]] == [0.25, None]
    everyone = figures.attainments(
        User.objects.all(), Target.objects.filter(team__isnull=False), Quarter(2026, 4)
    )
    assert everyone[0] == Attainment("contacts", Decimal(10), Decimal(2))
