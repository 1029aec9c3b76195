"""Rows of a file beside what is stored: what is new, what would change, what cannot be.

`read` reads the cells of a row; a `Comparison` of its kind then says what each row would do. A
chunk of rows asks a fixed number of queries, whatever its size.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

from django.db import models

from .columns import Layout
from .problems import Unfit
from .values import check_readable, says_nothing, tidy

#: Keys of `changes` that are no column of the record but rows beside it begin with this.
BESIDE = "+"


class Status(StrEnum):
    """What a row would do."""

    CREATE = "create"
    UPDATE = "update"
    SAME = "same"  # all it says is stored already
    DUPLICATE = "duplicate"  # probably one that is there: people decide
    ERROR = "error"


@dataclass(slots=True)
class Row:
    """One row. `stored` are database columns, `links` rows of other tables, by table's key."""

    line: int
    cells: list[str]
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[dict[str, Any]] = field(default_factory=list)
    key: str = ""
    target: str = ""
    version: int | None = None
    status: Status = Status.CREATE
    stored: dict[str, Any] = field(default_factory=dict)
    links: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    changes: dict[str, list[Any]] = field(default_factory=dict)
    candidates: list[dict[str, Any]] = field(default_factory=list)
    picked: str = ""  # the candidate that somebody chose

    def refuse(self, column: str, code: str, **about: Any) -> None:
        """Note what is wrong; `column` is "" where it is the row as a whole."""
        self.problems.append({"column": column, "code": code, "about": about})


def read(row: Row, layout: Layout, mapping: Sequence[str], headings: Sequence[str]) -> None:
    """Fill `values` from the mapped cells; an empty cell says nothing and erases nothing."""
    row.values, row.problems = {}, []
    for index, name in enumerate(mapping):
        if not name or index >= len(row.cells):
            continue
        cell = tidy(row.cells[index])
        if says_nothing(cell):
            continue
        try:
            check_readable(cell)
            row.values[name] = layout[name].reader(headings[index])(cell)
        except Unfit as unfit:
            row.refuse(name, unfit.code, **unfit.about)


class Comparison:
    """Base of the kinds. A subclass says what a row means (`complete`) and whom it meets (`find`).

    `seen` are the keys of rows that came before: line by key.
    """

    model: ClassVar[type[models.Model]]
    layout: ClassVar[Layout]
    #: The columns that an update may change.
    changeable: ClassVar[frozenset[str]]

    def __init__(self, *, context: Mapping[str, Any] | None = None) -> None:
        self.context = context or {}
        self.seen: dict[str, int] = {}

    def compare(self, rows: Sequence[Row]) -> None:
        """Decide each row's status, with what it would store, change or collide with."""
        self.complete(rows)
        self.find([row for row in rows if not row.problems])
        for row in rows:
            self._refuse_empty_required(row)
            self._refuse_repeated(row)
        self._against_stored([row for row in rows if row.target and not row.problems])
        for row in rows:
            row.status = self._status(row)

    def complete(self, rows: Sequence[Row]) -> None:
        """Turn `values` into `stored` and `links`: look up what cells refer to, derive the rest."""
        raise NotImplementedError

    def find(self, rows: Sequence[Row]) -> None:
        """Set `key`, and `target` or `candidates` where the row is about one that is stored."""
        raise NotImplementedError

    def new_links(self, rows: Sequence[Row]) -> None:
        """Drop from `links` of rows with a target what is stored, and tell the rest as changes."""

    def is_same(self, name: str, known: Any, said: Any) -> bool:
        """Whether a cell says what is stored, be it in another spelling."""
        return bool(_plain(known) == said)

    def _refuse_empty_required(self, row: Row) -> None:
        """Only of rows that make a new record; those that meet a stored one may be short."""
        if row.problems or (row.target and not row.candidates):
            return
        for column in self.layout.columns:
            if column.required and column.name not in row.values:
                row.refuse(column.name, "required")
        one_of = self.layout.one_of
        if one_of and not any(row.values.get(name) for name in one_of):
            row.refuse(one_of[0], "required")

    def _refuse_repeated(self, row: Row) -> None:
        if row.problems:
            return
        key = f"={row.target}" if row.target and not row.candidates else row.key
        if key and self.seen.setdefault(key, row.line) != row.line:
            row.refuse("", "repeated", line=self.seen[key])
        row.key = key

    def _against_stored(self, rows: Sequence[Row]) -> None:
        keys = {uuid.UUID(row.target) for row in rows}
        columns = sorted({name for row in rows for name in row.stored} & self.changeable)
        found = {
            str(known["pk"]): known
            for known in self.model._default_manager.filter(pk__in=keys)
            .order_by()
            .values("pk", "version", *columns)
        }
        for row in rows:
            if (known := found.get(row.target)) is None:
                row.refuse("id", "unknown_key")
                continue
            row.version = known["version"]
            row.changes = {
                name: [_plain(known[name]), row.stored[name]]
                for name in columns
                if name in row.stored and not self.is_same(name, known[name], row.stored[name])
            }
        self.new_links([row for row in rows if not row.problems])

    def _status(self, row: Row) -> Status:
        if row.problems:
            return Status.ERROR
        if row.candidates:
            return Status.DUPLICATE
        if row.target:
            return Status.UPDATE if row.changes else Status.SAME
        return Status.CREATE


def keys_known(
    model: type[models.Model], field_name: str, values: Iterable[Any]
) -> dict[str, list[str]]:
    """Which records have one of the values in a field: keys by value, as texts. One query."""
    wanted = {value for value in values if value}
    found: dict[str, list[str]] = {}
    if wanted:
        rows = model._default_manager.filter(**{f"{field_name}__in": wanted}).order_by("pk")
        for value, pk in rows.values_list(field_name, "pk"):
            found.setdefault(str(value), []).append(str(pk))
    return found


def _plain(value: Any) -> Any:
    """A stored value in the form that JSON keeps it, for comparing with a cell's."""
    if value is None or isinstance(value, str | int | float | bool | list):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
