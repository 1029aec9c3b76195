"""Clusters: map and list, and the page of each."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from prospects.figures import Change, Series, census_of
from tests import make
from tests.crm.web.signed_in import client_of, counted, words
from tests.crm.web.test_register import CREDIT, entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return client_of()


def test_none_yet(client: Client) -> None:
    assert "No clusters yet" in words(client.get("/clusters/"))


def test_the_list_counts_and_draws(client: Client) -> None:
    ota = make.cluster(key="ota", name_en="Ota Ward")
    make.cluster(key="suwa", name_en="Suwa")
    make.company(cluster=ota)
    make.cooperative(cluster=ota)
    make.census(
        ota, factories=None, year=None, min_employees=None, change_percent=-20, change_years=2
    )
    page = client.get("/clusters/")
    assert [
        (row.cluster.key, row.companies, row.cooperatives, row.change and row.change.ratio)
        for row in page.context["figures"]
    ] == [("ota", 1, 1, -0.2), ("suwa", 0, 0, None)]
    assert page.context["chart"].rows == (("Ota Ward", 1, -0.2), ("Suwa", 0, None))
    assert "−20% over 2 years, threshold not stated" in words(page)


def test_the_queries_of_both_pages_do_not_grow(client: Client) -> None:
    ota = make.cluster(key="ota")

    def more() -> None:
        company = make.company(cluster=ota)
        make.company_capability(company)
        make.coverage(company, make.user())
        make.deal(company)
        make.activity(company=company, done_at=timezone.now())
        make.activity(company=company, planned_for=timezone.now())
        make.cooperative(cluster=ota)
        make.reported_move(cluster=ota)
        make.programme().clusters.add(ota)
        make.cluster()

    def queries() -> int:
        with counted() as asked:
            assert client.get("/clusters/").status_code == 200
            assert client.get("/clusters/ota/").status_code == 200
        return len(asked)

    more()
    one = queries()
    more()
    more()
    assert queries() == one


def test_series_with_different_thresholds_never_share_a_line(client: Client) -> None:
    ota = make.cluster(key="ota")
    for year, least, count in ((2008, 4, 4300), (2006, 4, 4700), (2008, 1, 9000), (2003, 1, 9900)):
        make.census(ota, year=year, min_employees=least, factories=count)
    make.census(ota, year=2000, min_employees=None, factories=6000)
    make.census(
        ota, year=2010, factories=None, change_percent=Decimal("-15.0"), change_years=2, source="R"
    )

    census = census_of(ota)

    assert census.series == (
        Series(1, ((2003, 9900), (2008, 9000)), ("test census",)),
        Series(4, ((2006, 4700), (2008, 4300)), ("test census",)),
    )
    assert census.changes == (Change(Decimal("-15.0"), 2, 2010, 4, "R", None),)
    assert [row.factories for row in census.alone] == [6000]
    page = client.get("/clusters/ota/")
    labels = [column.label for column in page.context["chart"].columns]
    assert labels == [
        "Census year",
        "Factories with 1 employee or more",
        "Factories with 4 employees or more",
    ]
    assert "6,000 factories in 2000; the source does not state the size threshold." in words(page)


def test_without_counts_only_the_change_is_stated(client: Client) -> None:
    ota = make.cluster(key="ota")
    make.census(
        ota,
        year=None,
        min_employees=None,
        factories=None,
        change_percent=-20,
        change_years=2,
        source="Report",
    )
    page = client.get("/clusters/ota/")
    assert page.context["chart"] is None
    assert [chart.rows for chart, _change in page.context["change_charts"]] == [
        (("2 years earlier", 100.0), ("Latest census of the source", 80.0))
    ]
    said = words(page)
    assert "Change of factories −20% over 2 years, threshold not stated" in said
    assert "over 2 years, threshold not stated Source: Report" in said


def test_what_is_under_way_and_who_covers_it(client: Client) -> None:
    ota = make.cluster(key="ota")
    officer = make.user(name="Kim")
    mine, other, elsewhere = make.company(cluster=ota), make.company(cluster=ota), make.company()
    make.coverage(mine, officer)
    skill = make.company_capability(mine)
    deal = make.deal(mine)
    make.deal(other, status="dormant")
    make.deal(elsewhere)
    made = make.activity(company=mine, done_at=timezone.now())
    ahead = make.activity(company=other, planned_for=timezone.now())
    make.activity(company=elsewhere, planned_for=timezone.now())
    context = client.get("/clusters/ota/").context
    assert [*context["deals"]] == [deal]
    assert ([*context["done"]], [*context["planned"]]) == ([made], [ahead])
    assert [(row.owner, row.companies) for row in context["owners"]] == [(officer, 1)]
    assert context["uncovered"] == 1
    assert [(row.capability, row.companies) for row in context["processes"]] == [
        (skill.capability, 1)
    ]
    for query, found in (
        (f"owner={officer.pk}", [mine]),
        ("covered=false", [other]),
        (f"capability={skill.capability.key}", [mine]),
    ):
        assert client.get(f"/companies/?cluster=ota&{query}").context["rows"] == found


def test_a_reported_move_is_the_reports_statement(client: Client) -> None:
    ota = make.cluster(key="ota")
    make.reported_move(cluster=ota, subject_en="Ten firms", statement_en="Look at Indonesia.")
    page = words(client.get("/clusters/ota/"))
    assert (
        "Ten firms The report's statement Indonesia Look at Indonesia. Source: test report" in page
    )


def test_a_cluster_that_does_not_exist(client: Client) -> None:
    assert client.get("/clusters/nowhere/").status_code == 404


def test_the_register_stands_beside_the_census(client: Client) -> None:
    ota = make.cluster(key="ota", name_en="Ota Ward", municipality_codes=["13111"])
    make.cluster(key="suwa", name_en="Suwa", municipality_codes=["20206"])
    day = dt.date(2025, 1, 22)
    entry(assignment_date=dt.date(2025, 1, 6), update_date=dt.date(2025, 1, 31))
    for cause in ("01", "21", "21"):
        entry(process="21", close_date=day, close_cause=cause, update_date=day)
    page = client.get(f"/clusters/{ota.key}/")
    chart = page.context["signal_chart"]
    assert (chart.rows[-1], len(chart.rows)) == (("2025-01-01", 1, 1, 0, 2), 36)
    said = words(page)
    assert (
        "Bulk clean-ups, no wave of failures : Wed, Jan 22, 2025 : 2 (closed by the registrar)"
        in said
    )
    assert "no daily file has been loaded yet" in said
    assert CREDIT in said
    opened, ended = chart.urls[-1][1], chart.urls[-1][2]
    assert [len(client.get(url).context["rows"]) for url in (opened, ended)] == [1, 3]
    rows = client.get("/clusters/").context["chart"].rows
    assert {row[0]: row[3:] for row in rows} == {
        "Ota Ward": (1, 1, 2),
        "Suwa": (None, None, None),
    }
    assert "signal_chart" not in client.get("/clusters/suwa/").context
