"""The matrix as a file: the page's numbers, line by line, narrowed as the page is."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.http import QueryDict
from django.utils import translation
from python_calamine import CalamineWorkbook

from crm.exports import making
from crm.exports.matrix import MatrixTable
from crm.exports.nouns import EXPORTABLE, reach
from crm.models import Export, User
from prospects.register import CREDIT
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_media", "english")]

NOW = dt.datetime(2026, 11, 22, 6, 0, tzinfo=dt.UTC)


@pytest.fixture
def world() -> User:
    """A cluster known for casting with two casters, one of them ready; a weld that nobody does."""
    casting = make.capability(root_technology="주조", name_en="Casting")
    weld = make.capability(root_technology="용접", name_en="Welding")
    ota = make.cluster(name_ko="오타구", name_en="Ota Ward")
    first, second = make.company(cluster=ota), make.company(cluster=ota)
    for company in (first, second):
        make.company_capability(company, casting)
    make.readiness(first, will=1, strength=1)
    make.company(cluster=None)
    hanbit = make.firm(name_en="Hanbit", group_name="한빛")
    cast = make.need(hanbit, capability=casting, suppliers_wanted=2, start_on=dt.date(2027, 3, 1))
    make.need(make.firm(), capability=weld, suppliers_wanted=1)
    make.match(first, cast, score=0.824)
    make.match(second, cast, score=0.6)
    return make.user(name="Mina")


def table(query: str, viewer: User) -> list[list[Any]]:
    """Headings and lines of the file."""
    noun = MatrixTable()
    found = noun.found(QueryDict(query), viewer)
    lines = [list(line) for line in noun.rows(found)]
    assert noun.count(found) == len(lines)
    return [[column.header for column in noun.columns(found)], *lines]


def test_the_table_of_the_page(world: User) -> None:
    assert table("", world) == [
        ["Cluster", "Figure", "Casting", "Welding", "All", "Source"],
        ["Korean demand", "Open needs", 1, 1, 2, ""],
        ["Korean demand", "Korean firms", 1, 1, 2, ""],
        ["Korean demand", "Suppliers wanted", 2, 1, 3, ""],
        ["Korean demand", "Earliest start", dt.date(2027, 3, 1), None, dt.date(2027, 3, 1), ""],
        ["Korean demand", "Needs without a match", 0, 1, 1, ""],
        ["Ota Ward", "Pairs", 2, 0, 2, CREDIT],
        ["Ota Ward", "Best score", 82, None, 82, CREDIT],
        ["Ota Ward", "Matches of kindred processes", 0, 0, 0, CREDIT],
        ["Ota Ward", "Companies", 2, 0, 2, CREDIT],
        ["Ota Ward", "Ready of these", 1, 0, 1, CREDIT],
        ["Ota Ward", "Companies without capabilities", None, None, 0, CREDIT],
        [
            "Ota Ward",
            "How they meet",
            "Needs and companies, with pairs",
            "Needs, and nobody lists it",
            "",
            CREDIT,
        ],
        ["Ota Ward", "Stated speciality of the cluster", "", "", "", ""],
        ["Other places", "Pairs", 0, 0, 0, CREDIT],
        ["Other places", "Best score", None, None, None, CREDIT],
        ["Other places", "Matches of kindred processes", 0, 0, 0, CREDIT],
        ["Other places", "Companies", 0, 0, 0, CREDIT],
        ["Other places", "Ready of these", 0, 0, 0, CREDIT],
        ["Other places", "Companies without capabilities", None, None, 1, CREDIT],
        [
            "Other places",
            "How they meet",
            "Needs, and nobody lists it",
            "Needs, and nobody lists it",
            "",
            CREDIT,
        ],
        ["All places", "Pairs", 2, 0, 2, CREDIT],
        ["All places", "Best score", 82, None, 82, CREDIT],
        ["All places", "Matches of kindred processes", 0, 0, 0, CREDIT],
        ["All places", "Companies", 2, 0, 2, CREDIT],
        ["All places", "Ready of these", 1, 0, 1, CREDIT],
        ["All places", "Companies without capabilities", None, None, 1, CREDIT],
    ]


def test_narrowed_as_the_page(world: User) -> None:
    header, *lines = table("group=한빛&ready=true&score=0.7", world)
    assert header == ["Cluster", "Figure", "Casting", "All", "Source"]
    assert lines[:8] == [
        ["Korean demand", "Open needs", 1, 1, ""],
        ["Korean demand", "Korean firms", 1, 1, ""],
        ["Korean demand", "Suppliers wanted", 2, 2, ""],
        ["Korean demand", "Earliest start", dt.date(2027, 3, 1), dt.date(2027, 3, 1), ""],
        ["Korean demand", "Needs without a match", 0, 0, ""],
        ["Ota Ward", "Pairs", 1, 1, CREDIT],
        ["Ota Ward", "Best score", 82, 82, CREDIT],
        ["Ota Ward", "Matches of kindred processes", 0, 0, CREDIT],
    ]


def test_without_needs_and_companies_there_is_nothing_but_headings() -> None:
    assert table("", make.user()) == [["Cluster", "Figure", "All", "Source"]]


def ask(query: str, file_format: str, by: User) -> Export:
    return making.ask(
        noun=EXPORTABLE["matrix"], query=QueryDict(query), file_format=file_format, by=by, now=NOW
    )


def content(export: Export) -> bytes:
    with default_storage.open(str(export.file)) as file:
        read: bytes = file.read()
    return read


def test_as_a_workbook(world: User) -> None:
    export = ask("by=family&group=한빛", "xlsx", world)
    assert (export.state, export.rows) == (Export.State.READY, export.total)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content(export)))
    data, info = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    assert data[:3] == [
        ["Cluster", "Figure", "Casting", "All", "Source"],
        ["Korean demand", "Open needs", 1, 1, ""],
        ["Korean demand", "Korean firms", 1, 1, ""],
    ]
    assert data[6] == ["Ota Ward", "Pairs", 2, 2, CREDIT]
    said = {str(label): str(value) for label, value in info}
    assert said.pop("Made").endswith("(KST)")
    assert said == {
        "List": "Demand and supply",
        "Made by": "Mina",
        "Business group": "한빛",
        "Columns": "Families of processes",
        "Source of register data": CREDIT,
        "Rows": str(export.rows),
    }


def test_as_csv_in_korean(world: User) -> None:
    with translation.override("ko"):
        text = content(ask("", "csv", world)).decode("utf-8-sig")
    lines = text.split("\r\n")
    assert lines[0] == "집적지,항목,주조,용접,전체,출처"
    assert lines[4] == "한국 수요,가장 빠른 공급 개시일,2027-03-01,,2027-03-01,"
    assert lines[6] == f"오타구,매칭,2,0,2,{CREDIT}"


@pytest.mark.parametrize("query", ["firm=x", "score=2", "group=none", "by=moon"])
def test_half_a_filter_exports_nothing(query: str) -> None:
    with pytest.raises(making.ExportRefusedError, match=r"Select a valid choice|not a valid UUID"):
        ask(query, "csv", make.user())
    assert not Export.objects.exists()


def test_who_sees_less_reaches_less() -> None:
    gone = make.user(is_active=False)
    assert reach(MatrixTable(), gone) != reach(MatrixTable(), make.user())
