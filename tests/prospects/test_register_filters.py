"""The register's filter: what it finds in which order, and that it never lists everything."""

from __future__ import annotations

import pytest

from prospects.models import RegisterEntry
from prospects.ranking import Why
from prospects.register_filters import RegisterFilter
from tests import make
from tests.crm.web.test_register import entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def _entries() -> None:
    make.cluster(key="ota", municipality_codes=["13111"])
    ota = {"prefecture": "東京都", "prefecture_code": "13", "city": "大田区", "city_code": "111"}
    entry("見本精密株式会社", corporate_number=make.corporate_number(2), kana="", **ota)
    entry("株式会社見本", corporate_number=make.corporate_number(1), kana="", **ota)
    entry("見本協同組合", kind="399", corporate_number=make.corporate_number(3), kana="", **ota)
    entry(
        "見本興業有限会社",
        corporate_number=make.corporate_number(4),
        kana="",
        process="21",
        close_date="2020-01-01",
        **ota,
    )


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({}, []),
        ({"kind": "companies"}, []),
        ({"q": "見本", "kind": "companies"}, ["株式会社見本", "見本精密株式会社"]),
        ({"cluster": "ota", "kind": "cooperatives"}, ["見本協同組合"]),
        ({"place": "大田", "kind": "companies"}, ["見本精密株式会社", "株式会社見本"]),
        ({"q": "見本興業"}, []),
        ({"q": "見本興業", "closed": "on"}, ["見本興業有限会社"]),
        ({"q": "見本", "cluster": "atlantis"}, []),
    ],
)
@pytest.mark.usefixtures("_entries")
def test_narrows(data: dict[str, str], expected: list[str]) -> None:
    found = RegisterFilter(data, queryset=RegisterEntry.objects.all())
    assert found.asks is bool(expected or data.get("q") == "見本興業")
    assert {each.name for each in found.qs} == {*expected}
    if "q" in data:
        assert [each.name for each in found.listed.order_by(*found.order)] == expected


@pytest.mark.usefixtures("_entries")
def test_nothing_for_who_sees_nothing() -> None:
    found = RegisterFilter({"q": "見本"}, queryset=RegisterEntry.objects.none())
    assert ([*found.qs], found.best, [*found.listed]) == ([], (), [])


@pytest.mark.usefixtures("_entries")
def test_the_best_come_first_and_what_only_sounds_close_is_listed_too() -> None:
    close = entry("株式会社ミボヌ", corporate_number=make.corporate_number(9), kana="ミボヌ")
    found = RegisterFilter({"q": "미보누우"}, queryset=RegisterEntry.objects.all())
    assert [(hit.entry, hit.why) for hit in found.best] == [(close, Why.HEARD)]
    near = RegisterFilter({"q": "미포나"}, queryset=RegisterEntry.objects.all())
    assert [(hit.entry, hit.why) for hit in near.best] == [(close, Why.CLOSE)]
    assert ([*near.qs], [*near.rest], [*near.listed]) == ([], [], [close])


def test_nothing_is_ranked_without_words() -> None:
    make.cluster(key="ota", municipality_codes=["13111"])
    for data in ({"cluster": "ota"}, {"q": "株式会社", "cluster": "ota"}):
        found = RegisterFilter(data, queryset=RegisterEntry.objects.all())
        assert (found.asks, found.ranks, found.order) == (True, False, ("corporate_number",))


@pytest.mark.usefixtures("_entries")
def test_who_moved_over_a_clusters_border_in_a_month() -> None:
    moved = {"kind": "moved", "entity_kind": "301"}
    for serial, before, after, day in (
        (1, "13112", "13111", "2025-02-03"),
        (2, "13111", "13112", "2025-02-28"),
        (4, "13112", "13111", "2025-03-01"),
    ):
        make.register_change(
            make.corporate_number(serial),
            municipality_before=before,
            municipality_code=after,
            changed_on=day,
            **moved,
        )

    def names(**data: str) -> list[str]:
        asked = {"cluster": "ota", "kind": "companies", **data}
        found = RegisterFilter(asked, queryset=RegisterEntry.objects.all())
        return [entry.name for entry in found.qs]

    assert names(came="2025-02") == ["株式会社見本"]
    assert names(went="2025-02") == ["見本精密株式会社"]
    assert names(came="2025-03") == ["見本興業有限会社"]
    assert names(went="2025-03") == []
