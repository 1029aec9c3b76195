"""Clusters side by side: the same figure in one row, each leading to what it counts."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from prospects.models import Cluster
from tests import make
from tests.crm.web.signed_in import client_of, counted, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return client_of()


def compare(*keys: str) -> str:
    return "/clusters/compare/?" + "&".join(f"cluster={key}" for key in keys)


def at_work(cluster: Cluster) -> None:
    """A company with an owner, a plan, a process, a deal, a contact and a next step."""
    company = make.company(cluster=cluster)
    make.coverage(company, make.user())
    make.intent(company)
    make.company_capability(company)
    make.deal(company)
    make.activity(company=company, done_at=timezone.now())
    make.activity(company=company, planned_for=timezone.now())
    make.cooperative(cluster=cluster)
    make.programme().clusters.add(cluster)


def test_nothing_chosen_asks_for_a_choice(client: Client) -> None:
    make.cluster(key="ota", name_en="Ota Ward")
    said = words(client.get("/clusters/compare/"))
    assert "Choose two to four clusters" in said
    assert "Ota Ward" in said
    assert "Choose at least two clusters." not in said


def test_one_is_too_few_and_the_fifth_is_left_out(client: Client) -> None:
    keys = [make.cluster(key=f"c{n}").key for n in range(5)]
    one = client.get(compare("c0", "nowhere"))
    assert "Choose at least two clusters." in words(one)
    assert "sides" not in one.context
    five = client.get(compare(*keys))
    assert [side.cluster.key for side in five.context["sides"]] == keys[:4]
    assert "Up to 4 clusters stand side by side" in words(five)


def test_figures_stand_beside_each_other_and_lead_to_their_records(client: Client) -> None:
    ota, suwa = make.cluster(key="ota"), make.cluster(key="suwa")
    at_work(ota)
    at_work(ota)
    make.company(cluster=suwa)
    old = timezone.now() - dt.timedelta(days=400)
    make.activity(company=ota.companies.first(), done_at=old)
    page = client.get(compare("ota", "suwa"))
    told = {row.label: row.cells for row in page.context["measures"]}
    assert {label: tuple(count for count, _url in cells) for label, cells in told.items()} == {
        "Companies tracked": (2, 1),
        "with an owner": (2, 0),
        "with plans to go abroad": (2, 0),
        "Cooperatives": (2, 0),
        "Active deals": (2, 0),
        "Contacts in the last 12 months": (2, 0),
        "Next steps planned": (2, 0),
        "Programmes of its own": (2, 0),
    }
    lists = [cells[0] for cells in told.values()]
    lists += [row.cells[0] for _capability, row in page.context["processes"]]
    assert len(lists) == 10
    for count, url in lists:
        found = client.get(url)
        assert len(found.context["rows"]) == count, url


def test_a_family_counts_its_processes_as_the_list_it_leads_to(client: Client) -> None:
    ota, suwa = make.cluster(key="ota"), make.cluster(key="suwa")
    family = make.capability(key="forming", name_en="Forming")
    press, forge = (make.capability(key=key, parent=family) for key in ("press", "forge"))
    for cluster, skills in ((ota, (family, press)), (ota, (press, forge)), (suwa, (forge,))):
        company = make.company(cluster=cluster)
        for skill in skills:
            make.company_capability(company, skill)
    page = client.get(compare("ota", "suwa"))
    told = {capability.key: row.cells for capability, row in page.context["processes"]}
    counts = {key: tuple(count for count, _url in cells) for key, cells in told.items()}
    assert counts == {"forming": (2, 1), "press": (2, 0), "forge": (1, 1)}
    for count, url in (cell for cells in told.values() for cell in cells):
        assert len(client.get(url).context["rows"]) == count, url
    alone = client.get("/clusters/suwa/").context["processes"]
    assert [(row.capability.key, row.companies) for row in alone] == [("forge", 1)]
    both = client.get("/clusters/ota/").context["processes"]
    assert {row.capability.key: row.companies for row in both} == {
        "forming": 2,
        "press": 2,
        "forge": 1,
    }


def test_changes_compare_only_under_one_threshold(client: Client) -> None:
    ota, suwa = make.cluster(key="ota"), make.cluster(key="suwa")
    for cluster, least, percent in ((ota, 4, -15), (suwa, 4, -9), (suwa, None, -20)):
        make.census(
            cluster,
            year=None,
            factories=None,
            min_employees=least,
            change_percent=percent,
            change_years=2,
        )
    rows = client.get(compare("ota", "suwa")).context["changes"]
    assert [
        (row.change.min_employees, [cell and cell.ratio for cell in row.cells]) for row in rows
    ] == [(4, [-0.15, -0.09]), (None, [None, -0.2])]


def test_census_counts_share_a_chart_only_under_one_threshold(client: Client) -> None:
    ota = make.cluster(key="ota", name_en="Ota")
    suwa = make.cluster(key="suwa", name_en="Suwa")
    for cluster, least, count in ((ota, 4, 4300), (suwa, 4, 900), (suwa, 1, 2100)):
        make.census(cluster, year=2008, min_employees=least, factories=count)
    charts = client.get(compare("ota", "suwa")).context["charts"]
    assert [(chart.id, [column.label for column in chart.columns[1:]]) for chart in charts] == [
        ("census-1", ["Suwa"]),
        ("census-4", ["Ota", "Suwa"]),
    ]


def test_the_queries_do_not_grow(client: Client) -> None:
    clusters = [make.cluster(key=key) for key in ("a", "b", "c", "d")]

    def queries(*keys: str) -> int:
        with counted() as asked:
            assert client.get(compare(*keys)).status_code == 200
        return len(asked)

    for cluster in clusters:
        at_work(cluster)
    one = queries("a", "b")
    for cluster in clusters:
        at_work(cluster)
        at_work(cluster)
    assert queries("a", "b", "c", "d") == one
