"""Supply and demand: clusters by technologies, each number opening the list it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.functional import Promise

from crm.access import Action
from crm.matrix_filter import COLUMNS, READY, Lists, MatrixFilter, column_label
from crm.web.listing import export_url
from crm.web.page import Request, page, show
from matching.matrix import Column, Demand, Matrix, Meeting, Row, Supply
from prospects.technologies import OUTSIDE, TECHNOLOGIES, Grouping

HEATS = 4
Parameters = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Address:
    """Where the numbers of one cell, row, column or of the whole are listed.

    Holds what narrows each list; an address is written only for a number that is shown.
    """

    grouping: Grouping
    of_needs: Parameters
    of_companies: Parameters
    of_listed: Parameters
    of_matches: Parameters

    @property
    def needs(self) -> str:
        return _url("need_list", self.of_needs)

    @property
    def unanswered(self) -> str:
        return _url("need_list", {**self.of_needs, "answered": "false"})

    @property
    def companies(self) -> str:
        return _url("company_list", self.of_listed)

    @property
    def ready(self) -> str:
        return _url("company_list", {**self.of_listed, **READY})

    @property
    def unlisted(self) -> str:
        return _url("company_list", {**self.of_companies, "skilled": "false"})

    @property
    def pairs(self) -> str:
        return _url("match_list", {**self.of_matches, "held": self.grouping.value})

    @property
    def kindred(self) -> str:
        return _url("match_list", {**self.of_matches, "held": f"other_{self.grouping.value}"})


@dataclass(frozen=True, slots=True)
class ShownCell:
    """`heat` is 0 to `HEATS`, by the share of the fullest cell's pairs.

    `label` names its column where there is no heading above it; a total of a row has none.
    """

    supply: Supply
    meeting: Meeting
    heat: int
    at: Address
    special: bool = False
    label: str | Promise = ""

    @property
    def best(self) -> int | None:
        """The best score of 100."""
        return None if self.supply.best is None else round(self.supply.best * 100)


@dataclass(frozen=True, slots=True)
class ShownColumn:
    label: str | Promise
    demand: Demand
    cell: ShownCell


@dataclass(frozen=True, slots=True)
class ShownRow:
    row: Row
    cells: tuple[ShownCell, ...]
    total: ShownCell


@dataclass(frozen=True)
class Table:
    """A matrix with the words and addresses that a page shows."""

    found: Matrix
    lists: Lists

    @property
    def columns(self) -> list[ShownColumn]:
        return [
            ShownColumn(
                column_label(each),
                each.demand,
                ShownCell(
                    each.supply,
                    each.supply.meeting(each.demand),
                    0,
                    self.at(column=each),
                    label=column_label(each),
                ),
            )
            for each in self.found.columns
        ]

    @property
    def rows(self) -> list[ShownRow]:
        return [ShownRow(row, self._cells(row), self._total(row)) for row in self.found.rows]

    @property
    def total(self) -> ShownCell:
        supply = self.found.supply
        return ShownCell(supply, supply.meeting(self.found.demand), 0, self.at())

    def _cells(self, row: Row) -> tuple[ShownCell, ...]:
        most = self.found.most_pairs
        return tuple(
            ShownCell(
                supply,
                supply.meeting(column.demand),
                -(-HEATS * supply.pairs // most) if most else 0,
                self.at(row, column),
                column.key in row.special,
                column_label(column),
            )
            for column, supply in zip(self.found.columns, row.cells, strict=True)
        )

    def _total(self, row: Row) -> ShownCell:
        return ShownCell(row.total, row.total.meeting(self.found.demand), 0, self.at(row))

    def at(self, row: Row | None = None, column: Column | None = None) -> Address:
        """The lists behind the numbers at a row and a column, or at all of them."""
        lists, grouping = self.lists, self.found.grouping
        of_need, of_company = _narrowed(column)
        place: dict[str, Any] = {}
        key: dict[str, Any] = {}
        if row is not None:
            place["cluster"] = row.cluster.pk if row.cluster else "null"
            key["cluster"] = row.cluster.key if row.cluster else "null"
        companies = lists.companies | key
        return Address(
            grouping,
            of_needs=lists.needs | of_need,
            of_companies=companies,
            of_listed=companies | (of_company or {"skilled": "true"}),
            of_matches=lists.matches | place | of_need,
        )


def _narrowed(column: Column | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """What narrows the needs (and their matches) and the companies to a column."""
    if column is None:
        return {}, {}
    if column.node is not None:
        return {"capability": column.node.pk}, {"capability": column.node.key}
    same = {"technology": column.key or OUTSIDE}
    return same, same


def _url(name: str, parameters: Parameters) -> str:
    return f"{_page(name)}?{urlencode(parameters)}"


@cache
def _page(name: str) -> str:
    return reverse(f"web:{name}")


def _switched(asked: Mapping[str, str], grouping: Grouping) -> str:
    """The same matrix with other columns."""
    by = {} if grouping is Grouping.TECHNOLOGY else {"by": grouping.value}
    return f"{reverse('web:matrix')}?{urlencode({**asked, **by})}"


@page(Action.VIEW)
def matrix_page(request: Request) -> HttpResponse:
    """The matrix; `?by=family` has families of processes as its columns."""
    found = MatrixFilter(request.GET, request.user)
    asked, grouping = found.lists.asked, found.form.grouping
    table = Table(found.matrix, found.lists)
    context = {
        "form": found.form,
        "filtered": bool(asked),
        "grouping": grouping.value,
        "export_url": export_url(request, "matrix", {}),
        "switch": [(label, _switched(asked, each), each is grouping) for each, label in COLUMNS],
        "matrix": table.found,
        "columns": table.columns,
        "rows": table.rows,
        "total": table.total,
        "clusters": sum(
            row.cluster is not None and bool(row.companies) for row in table.found.rows
        ),
        "unmet": [
            each for each in table.columns if each.demand.needs and not each.cell.supply.companies
        ],
        "idle": [each for each in table.columns if each.cell.meeting is Meeting.IDLE],
        "empty": [TECHNOLOGIES[key] for key in table.found.empty if key in TECHNOLOGIES],
    }
    return show(request, "matrix/page.html", context, inside="layouts/results.html")


urlpatterns = [path("matching/matrix/", matrix_page, name="matrix")]
