"""Companies side by side for a need: who may stand there, what the rows say, what is marked."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.utils import timezone

from crm import merging
from crm.models import User
from matching.models import Need
from prospects.models import Company
from tests import make
from tests.crm.web.signed_in import client_of, counted, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return client_of()


def compare(need: Need, *companies: Company | str | uuid.UUID, more: str = "") -> str:
    keys = (each.pk if isinstance(each, Company) else each for each in companies)
    return f"/needs/{need.pk}/compare/?" + "&".join(f"company={key}" for key in keys) + more


def fitting(need: Need, **fields: object) -> Company:
    """A listed company about which everything is known."""
    company = make.company(cluster=make.cluster(), employees=48, capital_jpy=30_000_000)
    make.match(company, need, **fields)
    make.coverage(company, make.user())
    make.intent(company, horizon_months=12, budget_jpy=50_000_000, keeps_home_base=True)
    make.company_capability(company, need.capability, precision_um=5, materials=["SUS304"])
    make.company_certificate(company)
    make.customer(company, share_percent=20)
    make.financials(company, operating_profit_jpy=12_000_000)
    make.group_plan(make.membership(make.cooperative(), company).cooperative)
    make.activity(company=company, done_at=timezone.now())
    make.activity(company=company, planned_for=timezone.now())
    make.match(company)
    return company


def said(page: object) -> dict[str, list[list[str]]]:
    """Each row's label → for each company, its lines as plain words."""
    return {
        row.label: [[str(line.text) for line in cell.lines] for cell in row.cells]
        for section in page.context["sections"]  # type: ignore[attr-defined]
        for row in section.rows
    }


def test_nobody_and_one_are_told_what_to_do(client: Client) -> None:
    need = make.need()
    one = make.company()
    assert "Choose two to four companies" in words(client.get(compare(need)))
    page = client.get(compare(need, one, one))
    assert "One more company, and they can be compared" in words(page)
    assert page.context["choose_url"] == f"/needs/{need.pk}/?compare={one.pk}"
    again = client.get(page.context["choose_url"])
    assert [*again.context["picked"]] == [one]


def test_a_fifth_is_left_out_and_so_is_what_is_not_there(client: Client) -> None:
    need = make.need()
    five = [make.company(name_en=f"Company {n}") for n in range(5)]
    page = client.get(compare(need, *five, "nobody", uuid.uuid4()))
    assert [side["company"] for side in page.context["sides"]] == five[:4]
    told = words(page)
    assert "Up to 4 companies stand side by side. Left out of this comparison: Company 4" in told
    assert "2 companies of this address are not there, or are not yours to see." in told
    assert client.get(f"/needs/{uuid.uuid4()}/compare/").status_code == 404


def test_a_merged_company_leads_to_its_successor(client: Client) -> None:
    need = make.need()
    stays, goes, other = (make.company() for _ in range(3))
    old = goes.pk
    merging.merge(stays, [goes], by=make.user(role=User.Role.ANALYST))
    page = client.get(compare(need, old, other))
    assert [side["company"] for side in page.context["sides"]] == [stays, other]
    assert page.context["missing"] == 0


def test_unknown_is_not_known_and_the_best_is_marked_only_where_it_says_something(
    client: Client,
) -> None:
    need = make.need(precision_um=10)
    rich = fitting(need, score=0.9, confidence=0.8, intent_part=0.7, capacity_part=0.5)
    even = fitting(need, score=0.7, confidence=0.8, intent_part=0.9, capacity_part=0.5)
    bare = make.company()
    page = client.get(compare(need, rich, even, bare))
    rows = {row.label: row for section in page.context["sections"] for row in section.rows}
    best = {label: [cell.best for cell in row.cells] for label, row in rows.items()}
    assert best["Place in the list"] == [True, False, False]
    assert best["Score"] == [True, False, False]
    assert best["Confidence"] == [False] * 3  # two of three are as sure: the third stands out
    assert best["Expansion intent"] == [False, True, False]
    assert best["Capacity"] == [False] * 3
    told = said(page)
    assert told["Place in the list"] == [["1"], ["2"], ["not in the list"]]
    assert told["Tolerance"] == [["±5 µm"], ["±5 µm"], []]
    assert told["Employees"] == [["48"], ["48"], []]
    assert told["Mode"][0] == ["Accompanying a large firm"]
    assert told["Owner"][2] == ["Nobody"]
    assert told["Last contact"][2] == ["No contact yet"]
    assert "not known" in words(page)


def test_only_differences_folds_what_is_the_same(client: Client) -> None:
    need = make.need()
    one, other = make.company(employees=20), make.company(employees=30)
    whole = client.get(compare(need, one, other))
    assert "Employees" in said(whole)
    assert whole.context["equal"] > 5
    page = client.get(compare(need, one, other, more="&only=differences"))
    assert [*said(page)] == ["Employees"]
    assert "rows are the same for all and are left out." in words(page)
    equal = client.get(compare(need, make.company(), make.company(), more="&only=differences"))
    assert "Nothing differs in what is known." in words(equal)


def test_certificates_that_are_asked_for_are_marked(client: Client) -> None:
    asked, other = make.certificate(name_en="IATF"), make.certificate(name_en="ISO")
    need = make.need()
    need.certificates.add(asked)
    holder, lacking, silent = (make.company() for _ in range(3))
    for company, certificate in ((holder, asked), (holder, other), (lacking, other)):
        make.company_certificate(company, certificate)
    page = client.get(compare(need, holder, lacking, silent))
    row = next(
        row
        for section in page.context["sections"]
        for row in section.rows
        if row.label == "Certificates"
    )
    assert [
        [(line.tone, line.says or str(line.text)) for line in cell.lines] for cell in row.cells
    ] == [
        [("for", "asked for and held"), ("", "ISO")],
        [("against", "asked for and not held"), ("", "ISO")],
        [],
    ]


def test_what_follows_on_a_match_can_be_decided_here(client: Client) -> None:
    need = make.need()
    one, other = make.match(need=need), make.match(need=need, status="shortlisted")
    out = make.exclusion(need, reasons=["size_short"]).company
    url = compare(need, one.company, other.company, out)
    page = client.get(url)
    assert f"/matches/{one.pk}/shortlist/" in page.content.decode()
    assert f"/matches/{other.pk}/introduce/" in page.content.decode()
    answer = client.post(
        f"/matches/{one.pk}/shortlist/", headers={"referer": f"http://testserver{url}"}
    )
    assert answer["Location"] == f"{url}#match-{one.pk}"


def test_the_needs_page_offers_everybody_for_comparison(client: Client) -> None:
    need = make.need()
    make.screening(need, able=2, passing=1, size_short=1)
    match = make.match(need=need)
    out = make.exclusion(need, reasons=["size_short"])
    page = client.get(f"/needs/{need.pk}/?compare={match.company_id}&compare=nonsense")
    boxes = page.content.decode().count('form="compare"')
    assert boxes == 2
    assert [each.pk for each in page.context["picked"]] == [match.company_id]
    assert str(out.company_id) in page.content.decode()


def test_the_queries_do_not_grow(client: Client) -> None:
    need = make.need(site=make.site())
    need.certificates.add(make.certificate())
    four = [fitting(need) for _ in range(4)]

    def queries(*companies: Company) -> int:
        with counted() as asked:
            assert client.get(compare(need, *companies)).status_code == 200
        return len(asked)

    queries(*four)
    two = queries(*four[:2])
    for company in four:
        make.customer(company)
        make.company_capability(company)
        make.membership(make.cooperative(), company)
        make.match(company)
    assert queries(*four) == two
