"""Every filter of activities and campaigns: which rows, in which order; companies by officer."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from crm.filters import ActivityFilter, CampaignFilter, CoveredCompanyFilter
from crm.models import Activity, Campaign, Team, User
from prospects.models import Company
from tests import make

pytestmark = pytest.mark.django_db

NOW = timezone.now()
DAY = dt.timedelta(days=1)
ONE, TWO, THREE = "하나", "둘", "셋"


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


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({}, ["Gumi", "Hamamatsu"]),
        ({"q": "hama"}, ["Hamamatsu"]),
        ({"q": "코엑스"}, ["Gumi"]),
        ({"kind": "delegation"}, ["Gumi"]),
        ({"owner": "kim"}, ["Hamamatsu"]),
        ({"owner": "kim", "kind": "delegation"}, []),
    ],
)
def test_narrows_campaigns(data: dict[str, str], expected: list[str]) -> None:
    today = timezone.localdate()
    make.campaign(name_en="Hamamatsu", owner=make.user(username="kim"), starts_on=today)
    make.campaign(name_en="Gumi", kind="delegation", place="코엑스", starts_on=today + DAY)
    if "owner" in data:
        data = {**data, "owner": str(User.objects.get(username=data["owner"]).pk)}
    found = CampaignFilter(data, queryset=Campaign.objects.all())
    assert found.errors == {}
    assert [each.name_en for each in found.qs.order_by(*found.order)] == expected
