"""Rows of an import as the preview and the result show them; a fixed number of queries a page."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext

from crm.intake.kinds import Kind, kind_of
from crm.intake.wording import kept_text, label_of, problem_text, reason_text
from crm.models import Intake, IntakeRow
from crm.templatetags.names import localname
from crm.templatetags.numbers import number
from crm.web.imports_forms import letter
from prospects.models import (
    Capability,
    Certificate,
    Cluster,
    Company,
    Contact,
    Cooperative,
    FormerCompany,
)

_SUMMARY_CELLS = 4
_LONGEST = 120


@dataclass
class Cell:
    """A cell that can be corrected: its place, what stands in it, what is wrong with it."""

    index: int
    letter: str
    label: str
    text: str
    messages: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Change:
    """What a row would change in a field."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Candidate:
    """A stored record that a row possibly is."""

    key: str
    name: str
    url: str
    note: str
    reason: str
    is_chosen: bool


@dataclass(frozen=True)
class Line:
    """One row on the page."""

    row: IntakeRow
    summary: str
    cells: Sequence[Cell]
    messages: Sequence[str]
    changes: Sequence[Change]
    candidates: Sequence[Candidate]
    name: str
    url: str
    kept: str
    moved: str  # what became of a company that the row is about and that is no longer one


def lines_of(intake: Intake, rows: Sequence[IntakeRow]) -> list[Line]:
    """The rows with the names behind their keys."""
    kind = kind_of(intake)
    names = _names(kind, rows)
    return [_line(intake, kind, row, names) for row in rows]


class _Names:
    """Records by key: those that rows are about, and those that changes refer to."""

    def __init__(self) -> None:
        self.records: dict[str, models.Model] = {}
        self.words: dict[str, str] = {}
        #: Companies that were merged into another, by their former keys.
        self.former: dict[str, FormerCompany] = {}


def _names(kind: Kind, rows: Iterable[IntakeRow]) -> _Names:
    found = _Names()
    keys: set[str] = set()
    referred: dict[type[models.Model], set[Any]] = {}
    for row in rows:
        keys |= {str(key) for key in (row.target, row.record) if key}
        keys |= {each["id"] for each in row.candidates}
        for name, pair in row.changes.items():
            model = _model_of(kind, name)
            for value in pair:
                if model and value:
                    referred.setdefault(model, set()).update(
                        value if isinstance(value, list) else [value]
                    )
    records = kind.model._default_manager.in_bulk([uuid.UUID(key) for key in keys])
    found.records = {str(key): record for key, record in records.items()}
    if kind.model is Company and (lost := keys - found.records.keys()):
        former = FormerCompany.objects.select_related("successor").in_bulk([*map(uuid.UUID, lost)])
        found.former = {str(key): each for key, each in former.items()}
    for model, values in referred.items():
        for record in model._default_manager.filter(pk__in=values):
            found.words[str(record.pk)] = localname(record)
    return found


def _model_of(kind: Kind, name: str) -> type[models.Model] | None:
    """What a changed column refers to."""
    fixed: dict[str, type[models.Model]] = {
        "+capabilities": Capability,
        "+certificates": Certificate,
        "+contacts": Contact,
        "+membership": Cooperative,
        "cluster_id": Cluster,
    }
    if name in fixed:
        return fixed[name]
    if name.endswith("_id"):
        related = kind.model._meta.get_field(name.removesuffix("_id")).related_model
        return related if isinstance(related, type) else None
    return None


def _line(intake: Intake, kind: Kind, row: IntakeRow, names: _Names) -> Line:
    key = str(row.record or row.target or "")
    shown = names.records.get(key)
    former = None if row.candidates else names.former.get(key)
    successors = {str(each.successor_id): str(each.successor) for each in names.former.values()}
    return Line(
        row=row,
        summary=_summary(intake, row, without=str(shown) if shown else ""),
        cells=_cells(intake, kind, row),
        messages=[problem_text(each) for each in row.problems if not _is_cell(intake, each)],
        changes=[
            Change(
                label_of(name, kind.layout),
                _said(kind, name, old, names),
                _said(kind, name, new, names),
            )
            for name, (old, new) in row.changes.items()
        ],
        candidates=[_candidate(kind, row, each, names) for each in row.candidates],
        name=str(shown or former or ""),
        url=_address(kind, shown, former) if not row.candidates else "",
        kept="; ".join(kept_text(each, kind.layout, successors) for each in row.kept or ()),
        moved=_moved(former) if former and not row.kept else "",
    )


def _address(kind: Kind, record: models.Model | None, former: FormerCompany | None) -> str:
    if former:
        return kind.address(former.successor)
    return kind.address(record) if record else ""


def _moved(former: FormerCompany) -> str:
    return gettext("Merged into %(name)s: the link leads there.") % {"name": former.successor}


def _is_cell(intake: Intake, problem: Mapping[str, Any]) -> bool:
    return problem["column"] in intake.mapping and bool(problem["column"])


def _cells(intake: Intake, kind: Kind, row: IntakeRow) -> list[Cell]:
    """The bad cells of a row, each once, in the order of the file."""
    found: dict[int, Cell] = {}
    for problem in row.problems:
        if not _is_cell(intake, problem):
            continue
        index = intake.mapping.index(problem["column"])
        cell = found.get(index)
        if cell is None:
            text = row.cells[index] if index < len(row.cells) else ""
            label = label_of(problem["column"], kind.layout)
            cell = found[index] = Cell(index, letter(index), label, text)
        cell.messages.append(problem_text(problem))
    return [found[index] for index in sorted(found)]


def _summary(intake: Intake, row: IntakeRow, *, without: str = "") -> str:
    """The first things that a row says, as it says them."""
    cells = [
        row.cells[index].strip()
        for index, name in enumerate(intake.mapping)
        if name and index < len(row.cells)
    ]
    without = "" if row.candidates or row.problems else without
    said = [cell[:60] for cell in cells if cell and cell != without]
    return " · ".join(said[:_SUMMARY_CELLS])


def _candidate(kind: Kind, row: IntakeRow, each: Mapping[str, Any], names: _Names) -> Candidate:
    former = names.former.get(each["id"])
    record = former.successor if former else names.records.get(each["id"])
    note = [getattr(record, name, "") or "" for name in ("prefecture", "city", "corporate_number")]
    return Candidate(
        key=str(former.successor_id) if former else each["id"],
        name=str(record) if record else gettext("removed meanwhile"),
        url=kind.address(record) if record else "",
        note=" ".join(filter(None, ("".join(note[:2]), note[2]))),
        reason=gettext("merged into this one") if former else reason_text(each),
        is_chosen=row.choice == IntakeRow.Choice.UPDATE and str(row.target) == each["id"],
    )


def _said(kind: Kind, name: str, value: Any, names: _Names) -> str:
    """A stored value as people read it; "–" for nothing."""
    if value in (None, "", []):
        return "–"
    if isinstance(value, list):
        return ", ".join(names.words.get(str(each), str(each)) for each in value)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if str(value) in names.words:
        return names.words[str(value)]
    if isinstance(value, int | float) and not name.endswith("year"):
        return str(number(value, 2))
    choices = {} if name.startswith("+") else _choices(kind, name)
    text = str(choices.get(value, value))
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _choices(kind: Kind, name: str) -> dict[Any, Any]:
    column = kind.model._meta.get_field(name.removesuffix("_id"))
    return dict(getattr(column, "flatchoices", None) or ())
