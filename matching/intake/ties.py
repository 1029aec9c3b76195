"""Whom Korean firms deal with, as lists of firms say it: a column for each relation, with names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from matching.models import Firm, FirmTie
from prospects.intake import values
from prospects.intake.columns import Column
from prospects.intake.comparing import BESIDE, Row
from prospects.intake.headings import HEADINGS
from prospects.names import normal_form

#: Which relation a column tells of.
KINDS: dict[str, FirmTie.Kind] = {
    "suppliers": FirmTie.Kind.SUPPLIES,
    "buyers": FirmTie.Kind.BUYS,
    "competitors": FirmTie.Kind.COMPETES,
}
_LABELS = {
    "suppliers": (_("suppliers of the firm"), "하나정밀; 두리소재"),
    "buyers": (_("customers of the firm"), ""),
    "competitors": (_("competitors of the firm"), ""),
}
COLUMNS = tuple(
    Column(name, label, values.names(200), HEADINGS[f"firm.{name}"], sample=sample)
    for name, (label, sample) in _LABELS.items()
)
_OF_THE_FIRM = ("name_ko", "name_ja", "name_en", "group_name", "group_name_ja", "group_name_en")
_SOURCE = ("source", "as_of")


def add_ties(row: Row) -> None:
    """The ties that a row says, as rows beside the firm, with the row's source."""
    source = {name: row.values[name] for name in _SOURCE if name in row.values}
    ties = [
        {"kind": kind.value, "name": name, **source}
        for column, kind in KINDS.items()
        for name in row.values.get(column, ())
    ]
    if ties:
        row.links["ties"] = ties
        tell_ties(row)


def tell_ties(row: Row) -> None:
    """Say in the row's changes which ties are new, by relation."""
    for column, kind in KINDS.items():
        names = [tie["name"] for tie in row.links.get("ties", ()) if tie["kind"] == kind]
        if names:
            row.changes[f"{BESIDE}{column}"] = [None, names]


def compare_ties(rows: Sequence[Row]) -> None:
    """Drop the ties that are stored; refuse a firm that deals with itself. Two queries."""
    said = [row for row in rows if row.links.get("ties")]
    targets = {UUID(row.target) for row in said if row.target}
    own, known = _own_names(targets), _known(targets)
    for row in said:
        itself = _forms(row.stored.get(name) for name in _OF_THE_FIRM) | own.get(row.target, set())
        new = []
        for tie in row.links.pop("ties"):
            form = normal_form(tie["name"])
            column = next(name for name, kind in KINDS.items() if kind == tie["kind"])
            row.changes.pop(f"{BESIDE}{column}", None)
            if form in itself:
                row.refuse(column, "tie_to_itself", value=tie["name"])
            elif (tie["kind"], form) not in known.get(row.target, ()):
                new.append(tie)
        if new:
            row.links["ties"] = new
            tell_ties(row)


def _own_names(firms: Collection[UUID]) -> dict[str, set[str]]:
    """Firm → normal names of itself and its group."""
    rows = Firm.objects.filter(pk__in=firms).order_by().values_list("pk", *_OF_THE_FIRM)
    return {str(firm): _forms(names) for firm, *names in rows}


def _known(firms: Collection[UUID]) -> dict[str, set[tuple[str, str]]]:
    """Firm → relation and normal name of each tie."""
    found: dict[str, set[tuple[str, str]]] = {}
    ties = FirmTie.objects.filter(firm__in=firms).order_by()
    for firm, kind, name in ties.values_list("firm", "kind", "name"):
        found.setdefault(str(firm), set()).add((kind, normal_form(name)))
    return found


def _forms(names: Iterable[Any]) -> set[str]:
    return {normal_form(name) for name in names if name}
