"""Supply and demand: clusters by technologies, each number opening the list it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse, QueryDict
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm.access import Action, visible
from crm.filters import CoveredCompanyFilter
from crm.templatetags.names import localname
from crm.web.matches import SCORES
from crm.web.page import Request, page, show
from matching.filters import MatchFilter, NeedFilter, business_groups, regions
from matching.matrix import Column, Demand, Matrix, Meeting, Row, Supply, matrix
from matching.models import Firm, Match, Need
from prospects.filters import ALL, NamedChoiceField
from prospects.models import Company
from prospects.technologies import OUTSIDE, OUTSIDE_LABEL, TECHNOLOGIES, Grouping

HEATS = 4
#: Registration and status that count; the lists are opened with the same.
OPEN_NEEDS = {"status": Need.Status.OPEN.value}
OPEN_COMPANIES = {"registration": Company.Registration.OPEN.value}
OPEN_MATCHES = {"current": "true"}
#: What a company is narrowed by so that it is ready: will and strength speak for it.
READY = {"will": "speaks", "strength": "speaks"}

COLUMNS = (
    (Grouping.TECHNOLOGY, _("Root technologies")),
    (Grouping.FAMILY, _("Families of processes")),
)

Parameters = Mapping[str, Any]


class MatrixForm(forms.Form):
    """What the matrix is narrowed by: demand by firm, group and region, supply by readiness."""

    firm = NamedChoiceField(
        queryset=Firm.objects.order_by("name_ko", "name_en"),
        required=False,
        empty_label=str(ALL),
        label=_("Korean firm"),
    )
    group = forms.ChoiceField(
        required=False,
        choices=lambda: [("", ALL), *business_groups()],
        label=_("business group"),
    )
    region = forms.ChoiceField(
        required=False, choices=lambda: [("", ALL), *regions()], label=_("region of the site")
    )
    ready = forms.ChoiceField(
        required=False, choices=(("", ALL), ("true", _("only ready ones"))), label=_("companies")
    )
    score = forms.ChoiceField(
        required=False,
        choices=[("", ALL), *((each, f"{each[2:]}0") for each in SCORES)],
        label=_("score from"),
    )

    by = forms.CharField(required=False, widget=forms.HiddenInput)

    def asked(self) -> dict[str, str]:
        """The valid values as an address holds them."""
        self.is_valid()
        known = {name: value for name, value in self.cleaned_data.items() if value and name != "by"}
        return {name: str(getattr(value, "pk", value)) for name, value in known.items()}


@dataclass(frozen=True)
class Lists:
    """The lists that the matrix counts, as parameters of their pages."""

    asked: Mapping[str, str]

    @property
    def needs(self) -> dict[str, Any]:
        wanted = {
            name: self.asked[name] for name in ("firm", "group", "region") & self.asked.keys()
        }
        return OPEN_NEEDS | wanted

    @property
    def companies(self) -> dict[str, Any]:
        return OPEN_COMPANIES | (READY if "ready" in self.asked else {})

    @property
    def matches(self) -> dict[str, Any]:
        return OPEN_MATCHES | dict(self.asked)

    def counted(self, request: Request, grouping: Grouping) -> Matrix:
        """The matrix of the rows that these lists show to who asks."""
        needs = NeedFilter(_data(self.needs), queryset=visible(request.user, Need.objects.all()))
        matches = MatchFilter(
            _data(self.matches), queryset=visible(request.user, Match.objects.all())
        )
        companies = CoveredCompanyFilter(
            _data(self.companies), queryset=visible(request.user, Company.objects.all())
        )
        return matrix(
            grouping, companies=companies.listed, needs=needs.listed, matches=matches.listed
        )


def _data(parameters: Parameters) -> QueryDict:
    return QueryDict(urlencode(parameters))


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
    """`heat` is 0 to `HEATS`, by the share of the fullest cell's pairs."""

    supply: Supply
    meeting: Meeting
    heat: int
    at: Address
    special: bool = False

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


def column_label(column: Column) -> str | Promise:
    """The technology or family in the reader's language."""
    if column.node is not None:
        return localname(column.node)
    return TECHNOLOGIES.get(column.key, OUTSIDE_LABEL)


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


def grouping_of(request: Request) -> Grouping:
    """What the columns are, by the address: root technologies unless it asks for families."""
    asked = request.GET.get("by", "")
    return Grouping.FAMILY if asked == Grouping.FAMILY.value else Grouping.TECHNOLOGY


@page(Action.VIEW)
def matrix_page(request: Request) -> HttpResponse:
    """The matrix; `?by=family` has families of processes as its columns."""
    grouping = grouping_of(request)
    form = MatrixForm(request.GET, initial={"by": request.GET.get("by", "")})
    asked = form.asked()
    table = Table(Lists(asked).counted(request, grouping), Lists(asked))
    context = {
        "form": form,
        "filtered": bool(asked),
        "grouping": grouping.value,
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
