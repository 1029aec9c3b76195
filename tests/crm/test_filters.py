"""Every filter of deals and activities: which rows it leaves, in which order, what it refuses."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone, translation

from crm.filters import ActivityFilter, CoveredCompanyFilter, DealFilter
from crm.models import Activity, Campaign, Deal, Team, User
from matching.models import Firm
from prospects.models import Company
from tests import make

pytestmark = pytest.mark.django_db

NOW = timezone.now()
DAY = dt.timedelta(days=1)


@pytest.fixture
def _deals() -> None:
    kim = make.user(username="kim", team=make.team(name_ko="일본팀"))
    make.deal(
        make.company(name_ja="株式会社大田精密", cluster=make.cluster(key="ota-ward")),
        title="하나",
        stage="mou",
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
    ],
)
def test_refuses_deal_filters(data: dict[str, str], errors: dict[str, list[str]]) -> None:
    with translation.override("en"):
        assert DealFilter(data, queryset=Deal.objects.all()).errors == errors


@pytest.fixture
def _activities() -> None:
    kim = make.user(username="kim", team=make.team(name_ko="일본팀"))
    seoul = timezone.get_default_timezone()
    make.activity(
        subject="하나",
        kind="visit",
        owner=kim,
        company=make.company(name_ja="株式会社大田精密", cluster=make.cluster(key="ota-ward")),
        done_at=dt.datetime(2026, 5, 1, 0, 0, tzinfo=seoul),
        campaign=make.campaign(name_ko="설명회"),
    )
    make.activity(subject="둘", planned_for=dt.datetime(2026, 5, 1, 23, 59, tzinfo=seoul))
    make.activity(subject="셋", planned_for=NOW + DAY, outcome="견적", is_demo=True)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({}, [THREE, TWO, ONE]),
        ({"sort": "at"}, [ONE, TWO, THREE]),
        ({"q": "大田"}, [ONE]),
        ({"q": "견적"}, [THREE]),
        ({"kind": "visit"}, [ONE]),
        ({"status": "planned"}, [THREE, TWO]),
        ({"owner": "kim"}, [ONE]),
        ({"team": "일본팀"}, [ONE]),
        ({"cluster": "ota-ward"}, [ONE]),
        ({"campaign": "설명회"}, [ONE]),
        ({"day_from": "2026-05-01", "day_to": "2026-05-01"}, [TWO, ONE]),
        ({"day_from": "2026-05-02"}, [THREE]),
        ({"day_to": "2026-04-30"}, []),
        ({"overdue": "true"}, [TWO]),
        ({"overdue": "false"}, [THREE, ONE]),
        ({"demo": "true"}, [THREE]),
    ],
)
@pytest.mark.usefixtures("_activities")
def test_narrows_activities(data: dict[str, str], expected: list[str]) -> None:
    keys = {
        "owner": lambda value: User.objects.get(username=value).pk,
        "team": lambda value: Team.objects.get(name_ko=value).pk,
        "campaign": lambda value: Campaign.objects.get(name_ko=value).pk,
    }
    data = {name: str(keys[name](v)) if name in keys else v for name, v in data.items()}
    found = ActivityFilter(data, queryset=Activity.objects.all())
    assert found.errors == {}
    assert [activity.subject for activity in found.qs.order_by(*found.order)] == expected


def test_narrows_companies_by_who_covers_them() -> None:
    team = make.team()
    kim = make.user(team=team)
    covered, free = make.company(), make.company()
    make.coverage(covered, kim)

    def found(**data: str) -> list[Company]:
        narrowed = CoveredCompanyFilter(data, queryset=Company.objects.all())
        assert narrowed.errors == {}
        return [*narrowed.qs]

    assert found(owner=str(kim.pk)) == [covered]
    assert found(team=str(team.pk)) == [covered]
    assert found(covered="true") == [covered]
    assert found(covered="false") == [free]
