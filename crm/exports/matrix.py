"""The matrix of demand and supply as a file: the page's table, a line for each figure of a place.

Narrowed to one figure in the spreadsheet program, it is a plain table of places and technologies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Model
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.access import Viewer
from crm.matrix_filter import MatrixFilter, column_label
from crm.templatetags.names import localname
from matching.matrix import Demand, Meeting, Supply
from matching.models import Match, Need
from prospects.filters import OTHER_PLACES
from prospects.models import Company
from prospects.register import CREDIT
from prospects.spreadsheets import Column, Kind

Line = tuple[Any, ...]

#: What a file says of Korean demand, in the order of the page.
DEMAND: tuple[tuple[Promise | str, Callable[[Demand], Any]], ...] = (
    (gettext_lazy("open needs"), lambda demand: demand.needs),
    (gettext_lazy("Korean firms"), lambda demand: demand.firms),
    (gettext_lazy("suppliers wanted"), lambda demand: demand.suppliers),
    (gettext_lazy("earliest start"), lambda demand: demand.starts),
    (gettext_lazy("Needs without a match"), lambda demand: demand.unanswered),
)

#: What a file says of a place. Scores are of 100, as on the page.
SUPPLY: tuple[tuple[Promise | str, Callable[[Supply], Any]], ...] = (
    (gettext_lazy("pairs"), lambda supply: supply.pairs),
    (gettext_lazy("best score"), lambda supply: _of_hundred(supply.best)),
    (gettext_lazy("matches of kindred processes"), lambda supply: supply.kindred),
    (gettext_lazy("companies"), lambda supply: supply.companies),
    (gettext_lazy("Ready of these"), lambda supply: supply.ready),
)

MEETINGS = {
    Meeting.MET: gettext_lazy("Needs and companies, with pairs"),
    Meeting.APART: gettext_lazy("Needs and companies, no match"),
    Meeting.UNMET: gettext_lazy("Needs, and nobody lists it"),
    Meeting.IDLE: gettext_lazy("Companies, and no need"),
}


@dataclass(frozen=True, slots=True)
class MatrixTable:
    """The matrix as something that can be exported, as `crm.exports.nouns.Noun` is a list."""

    key: ClassVar[str] = "matrix"
    title: ClassVar[Any] = gettext_lazy("Demand and supply")
    credited: ClassVar[bool] = True
    models: ClassVar[tuple[type[Model], ...]] = (Company, Need, Match)

    def found(self, query: QueryDict, viewer: Viewer) -> MatrixFilter:
        return MatrixFilter(query, viewer)

    def count(self, found: MatrixFilter) -> int:
        return sum(1 for _line in self.rows(found))

    def columns(self, found: MatrixFilter) -> list[Column]:
        """Place and figure, the technologies as on the page, their total, and whose data it is."""
        labels = [str(column_label(column)) for column in found.matrix.columns]
        return [
            Column(_("Cluster"), width=22),
            Column(_("Figure"), width=26),
            *(Column(label, Kind.COUNT) for label in [*labels, _("All")]),
            Column(_("Source"), width=40),
        ]

    def rows(self, found: MatrixFilter) -> Iterator[Line]:
        """Demand, the places with the most companies first, and all places together."""
        matrix = found.matrix
        if not matrix.columns:
            return
        demands = [*(column.demand for column in matrix.columns), matrix.demand]
        for label, figure in DEMAND:
            yield (_("Korean demand"), _said(label), *(figure(each) for each in demands), "")
        for row in matrix.rows:
            place = localname(row.cluster) if row.cluster else _said(OTHER_PLACES)
            yield from _figures(place, (*row.cells, row.total), row.unlisted)
            pairs = zip(matrix.columns, row.cells, strict=True)
            met = [_word(supply.meeting(column.demand)) for column, supply in pairs]
            yield (place, _("How they meet"), *met, "", CREDIT)
            if row.cluster:
                stated = [_("yes") if each.key in row.special else "" for each in matrix.columns]
                yield (place, _("Stated speciality of the cluster"), *stated, "", "")
        totals = (*(column.supply for column in matrix.columns), matrix.supply)
        yield from _figures(_("All places"), totals, matrix.unlisted)


def _figures(place: str, cells: tuple[Supply, ...], unlisted: int) -> Iterator[Line]:
    """A place's numbers; the last of `cells` is its total."""
    for label, figure in SUPPLY:
        yield (place, _said(label), *(figure(each) for each in cells), CREDIT)
    label = _("Companies without capabilities")
    yield (place, label, *(None for _each in cells[1:]), unlisted, CREDIT)


def _of_hundred(score: float | None) -> int | None:
    return None if score is None else round(score * 100)


def _word(meeting: Meeting) -> str:
    return str(MEETINGS.get(meeting, ""))


def _said(label: Promise | str) -> str:
    return str(capfirst(str(label)))
