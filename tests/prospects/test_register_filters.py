"""The register's filter: what it finds in which order, and that it never lists everything."""

from __future__ import annotations

import pytest

from prospects.models import RegisterEntry
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
    assert {each.name for each in found.qs.order_by(*found.order)} == {*expected}
    if "q" in data:
        assert [each.name for each in found.qs.order_by(*found.order)] == expected


@pytest.mark.usefixtures("_entries")
def test_nothing_for_who_sees_nothing() -> None:
    assert [*RegisterFilter({"q": "見本"}, queryset=RegisterEntry.objects.none()).qs] == []
