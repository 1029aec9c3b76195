"""Support programmes: the list, the page of each, and which prospects use them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from crm.models import User
from prospects.models import ProgrammeUse
from tests import make
from tests.crm.web.signed_in import IN_PANEL, client_of, counted, words

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 4, 1)


@pytest.fixture
def client() -> Client:
    return client_of()


def test_none_yet(client: Client) -> None:
    assert "No programmes yet" in words(client.get("/programmes/"))


def test_the_list_says_who_offers_what_to_whom(client: Client) -> None:
    ota = make.cluster(key="ota", name_en="Ota Ward")
    own = make.programme(
        key="trade", name_en="Trade practice", provider_en="Ota Ward office", needs_home_base=True
    )
    own.clusters.add(ota)
    make.programme(key="loan", name_en="Loans", kind="loan", needs_home_base=None)
    ProgrammeUse.objects.create(programme=own, company=make.company())
    page = client.get("/programmes/?sort=-uses")
    assert [(row.key, row.use_count) for row in page.context["rows"]] == [("trade", 1), ("loan", 0)]
    said = words(page)
    assert "Trade practice Advice desk Ota Ward office" in said
    assert "Ota Ward home base must stay 1" in said
    assert "all of Japan not known –" in said


def test_the_list_narrows(client: Client) -> None:
    ota, suwa = make.cluster(key="ota"), make.cluster(key="suwa")
    make.programme(key="a", kind="loan", needs_home_base=True).clusters.add(ota)
    make.programme(key="b", kind="tour", needs_home_base=False).clusters.add(suwa)
    make.programme(key="c", kind="tour", offer_en="Grinding fair", needs_home_base=None)
    for query, keys in (
        ("cluster=ota", ["a", "c"]),
        ("kind=tour", ["b", "c"]),
        ("home_base=true", ["a"]),
        ("q=grinding", ["c"]),
        ("q=nothing", []),
    ):
        rows = client.get(f"/programmes/?{query}").context["rows"]
        assert [row.key for row in rows] == keys, query


def test_a_page_lists_the_prospects_that_use_it(client: Client) -> None:
    programme = make.programme(key="loan", name_en="Loans", needs_home_base=True)
    company = make.company(cluster=make.cluster())
    use = ProgrammeUse.objects.create(
        programme=programme, company=company, since=DAY, source="Interview", as_of=DAY
    )
    make.company()
    page = client.get("/programmes/loan/")
    assert page.context["rows"] == [use]
    assert "The plant in Japan has to stay." in words(page)
    assert "Interview" in words(page)
    assert client.get("/companies/?programme=loan").context["rows"] == [company]
    assert client.get("/programmes/none/").status_code == 404


def test_only_those_who_keep_reference_data_are_offered_to_edit() -> None:
    programme = make.programme(key="loan")
    address = f"/admin/prospects/supportprogramme/{programme.pk}/change/"
    analyst = make.user(role=User.Role.ANALYST, is_staff=True)
    assert address in client_of(analyst).get("/programmes/loan/").content.decode()
    assert address not in client_of().get("/programmes/loan/").content.decode()


def test_a_use_is_noted_and_taken_away_on_the_companys_page(client: Client) -> None:
    company, programme = make.company(), make.programme(name_en="Loans")
    address = f"/companies/{company.pk}/facts/programme/"
    told = {"programme": programme.pk, "since": DAY, "source": "Interview", "as_of": DAY}
    assert client.get(address, headers=IN_PANEL).status_code == 200
    assert client.post(address, told).status_code == 302
    use = ProgrammeUse.objects.get()
    assert (use.company, use.programme, use.since, use.source) == (
        company,
        programme,
        DAY,
        "Interview",
    )
    again = client.post(address, told)
    assert again.status_code == 422
    assert "This is listed already." in words(again)
    assert "Loans" in words(client.get(f"/companies/{company.pk}/?tab=business"))
    client.post(f"{address}{use.pk}/remove/")
    assert not ProgrammeUse.objects.exists()


def test_the_queries_do_not_grow(client: Client) -> None:
    loan = make.programme(key="loan")

    def more() -> None:
        company = make.company(cluster=make.cluster())
        make.coverage(company, make.user())
        ProgrammeUse.objects.create(programme=loan, company=company)
        make.programme().clusters.add(make.cluster())

    def queries() -> int:
        with counted() as asked:
            assert client.get("/programmes/").status_code == 200
            assert client.get("/programmes/loan/").status_code == 200
        return len(asked)

    more()
    one = queries()
    more()
    more()
    assert queries() == one
