"""Supply and demand: every number of the page is what the list behind it holds."""

from __future__ import annotations

import datetime as dt
import re
from itertools import product
from typing import Any

import pytest
from django.db.models import QuerySet
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from crm.filters import CoveredCompanyFilter
from crm.web.matrix import Address, ShownCell, ShownColumn, ShownRow
from matching.filters import MatchFilter, NeedFilter
from matching.matrix import Demand, Meeting, Supply
from matching.models import Match, Need
from prospects.filters import OrderedFilterSet
from prospects.models import Capability, Company
from tests import make
from tests.crm.web.signed_in import client_of, counted, words

pytestmark = pytest.mark.django_db

ADDRESS = "/matching/matrix/"


@pytest.fixture
def client() -> Client:
    return client_of()


def process(root: str = "", **fields: object) -> Capability:
    return make.capability(root_technology=root, **fields)


@pytest.fixture
def world() -> None:
    """Two clusters and other places, three processes of which one is below another, two firms."""
    casting = process("주조")
    die = process("주조", parent=casting)
    mould, board, weld = process("금형"), process(), process("용접")
    profile = make.weight_profile()
    places = [make.cluster(), make.cluster(), None]
    sets = ((), (casting,), (die, casting), (mould, die), (board,))
    companies: list[Company] = []
    for place, skills in product(places, sets):
        company = make.company(cluster=place)
        for each in skills:
            make.company_capability(company, each)
        if len(companies) % 2:
            make.readiness(company, will=1, strength=1)
        companies.append(company)
    closed = make.company(registration="closed")
    make.company_capability(closed, casting)
    hanbit = make.firm(group_name="한빛")
    solo = make.firm()
    needs = [
        make.need(hanbit, capability=die, site=make.site(hanbit, region="경상북도")),
        make.need(hanbit, capability=casting, start_on=dt.date(2027, 3, 1), suppliers_wanted=2),
        make.need(solo, capability=board, site=make.site(solo, region="경기도")),
        make.need(solo, capability=weld),
        make.need(solo, capability=mould, status="withdrawn"),
    ]
    for number, (company, need) in enumerate(product([*companies, closed], needs)):
        if number % 3:
            rejected = number % 7 == 0
            make.match(
                company,
                need,
                profile=profile,
                score=0.4 + number / 200,
                status="rejected" if rejected else "suggested",
                rejected_because="x" if rejected else "",
            )


LISTS: dict[str, tuple[type[OrderedFilterSet], QuerySet[Any]]] = {
    reverse("web:need_list"): (NeedFilter, Need.objects.all()),
    reverse("web:match_list"): (MatchFilter, Match.objects.all()),
    reverse("web:company_list"): (CoveredCompanyFilter, Company.objects.all()),
}


def listed(address: str) -> int:
    """How many rows the list at the address holds: its page uses the same filter."""
    page, _mark, query = address.partition("?")
    filterset, rows = LISTS[page]
    found = filterset(QueryDict(query), queryset=rows.all())
    assert not found.errors, address
    return found.listed.count()


def agrees(supply: Supply, demand: Demand | None, at: Address) -> None:
    assert listed(at.companies) == supply.companies, at.companies
    assert listed(at.ready) == supply.ready, at.ready
    assert listed(at.pairs) == supply.pairs, at.pairs
    assert listed(at.kindred) == supply.kindred, at.kindred
    if demand is not None:
        assert listed(at.needs) == demand.needs, at.needs
        assert listed(at.unanswered) == demand.unanswered, at.unanswered


@pytest.mark.parametrize(
    "query",
    ["", "by=family", "ready=true&score=0.5", "group=한빛&region=경상북도", "by=family&score=0.6"],
)
@pytest.mark.usefixtures("world")
def test_every_number_is_what_its_list_holds(client: Client, query: str) -> None:
    page = client.get(f"{ADDRESS}?{query}").context
    columns: list[ShownColumn] = page["columns"]
    rows: list[ShownRow] = page["rows"]
    for column in columns:
        agrees(column.cell.supply, column.demand, column.cell.at)
    for row in rows:
        agrees(row.total.supply, None, row.total.at)
        assert listed(row.total.at.unlisted) == row.row.unlisted
        for cell in row.cells:
            agrees(cell.supply, None, cell.at)
    total: ShownCell = page["total"]
    agrees(total.supply, page["matrix"].demand, total.at)
    assert listed(total.at.unlisted) == page["matrix"].unlisted
    for name in ("pairs", "kindred"):
        cells = [getattr(cell.supply, name) for row in rows for cell in row.cells]
        whole = getattr(total.supply, name)
        assert whole == sum(cells) == sum(getattr(row.total.supply, name) for row in rows)
    assert total.supply.companies == sum(row.total.supply.companies for row in rows)
    assert total.supply.companies < sum(column.cell.supply.companies for column in columns)


@pytest.mark.usefixtures("world")
def test_a_cell_opens_the_lists_it_counts(client: Client) -> None:
    [row, *_others] = client.get(ADDRESS).context["rows"]
    cell = row.cells[0]
    assert (cell.supply.pairs, cell.supply.companies) == (4, 3)
    assert client.get(cell.at.pairs).context["count"].number == 4
    assert client.get(cell.at.companies).context["count"].number == 3


def test_a_narrowed_world_has_numbers_at_all(client: Client, world: None) -> None:
    page = client.get(ADDRESS).context
    assert page["total"].supply == Supply(
        companies=12, ready=6, pairs=12, best=page["total"].supply.best, kindred=23
    )


def test_firm_narrows_needs_and_pairs_not_companies(client: Client) -> None:
    casting = process("주조")
    company = make.company()
    make.company_capability(company, casting)
    mine, other = make.need(capability=casting), make.need(capability=casting)
    make.match(company, mine)
    make.match(company, other)
    found = client.get(ADDRESS, {"firm": str(mine.firm.pk)}).context["matrix"]
    assert (found.demand.needs, found.supply.companies, found.supply.pairs) == (1, 1, 1)


def test_what_is_wrong_in_the_address_is_left_out(client: Client) -> None:
    page = client.get(ADDRESS, {"firm": "x", "score": "2", "group": "none", "by": "moon"})
    assert page.status_code == 200
    assert page.context["grouping"] == "technology"
    assert not page.context["filtered"]


def test_both_lacks_are_named(client: Client) -> None:
    make.need(capability=process("용접"))
    make.company_capability(make.company(), process("금형"))
    page = client.get(ADDRESS)
    said = words(page)
    assert "Needs without supply no company lists the technology Welding 1 need" in said
    assert "Supply without a need no Korean firm asks for it Moulds and dies 1 company" in said
    assert [[cell.meeting for cell in row.cells] for row in page.context["rows"]] == [
        [Meeting.IDLE, Meeting.UNMET]
    ]


def test_nothing_yet(client: Client) -> None:
    assert "No need and no capability yet" in words(client.get(ADDRESS))
    assert "Nothing fits these filters" in words(client.get(ADDRESS, {"ready": "true"}))


def test_a_filter_draws_the_results_alone(client: Client) -> None:
    make.need(capability=process("용접"))
    page = client.get(ADDRESS, headers={"HX-Request": "true", "HX-Target": "results"})
    assert "<html" not in page.content.decode()
    assert 'class="table matrix"' in page.content.decode()


def test_the_table_as_it_is_narrowed_can_be_had_as_a_file(client: Client) -> None:
    make.need(make.firm(group_name="한빛"), capability=process("용접"))
    page = client.get(ADDRESS, {"group": "한빛", "by": "family"})
    address = "/exports/new/matrix/?group=%ED%95%9C%EB%B9%9B&by=family"
    assert page.context["export_url"] == address
    said = words(client.get(address))
    assert "Export: Demand and supply Rows 11 Business group 한빛 Columns Families" in said


def test_the_queries_of_the_page_do_not_grow(client: Client) -> None:
    def more() -> None:
        capability = process("주조")
        firm = make.firm(group_name=f"그룹 {make.number()}")
        company = make.company(cluster=make.cluster())
        make.company_capability(company, capability)
        site = make.site(firm, region=f"지역 {make.number()}")
        make.match(company, make.need(firm, capability=capability, site=site))

    def queries() -> int:
        with counted() as asked:
            assert client.get(ADDRESS).status_code == 200
        return len(asked)

    more()
    queries()
    one = queries()
    more()
    more()
    assert queries() == one


@pytest.mark.usefixtures("world")
def test_each_number_names_its_column_where_a_place_is_a_card(client: Client) -> None:
    page = client.get(ADDRESS)
    rows = re.findall(r"<tr>(.*?)</tr>", page.content.decode(), re.DOTALL)
    heads = [" ".join(each.split()) for each in re.findall(r'"col"[^>]*>(.*?)</th>', rows[0])]
    for row in rows[1:]:
        assert re.findall(r'data-label="(.*?)"', row) == heads[1:]
