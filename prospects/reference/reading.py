"""Reference files: small CSV tables beside the code, checked cell by cell against their model.

A column is named like the model's field. A list is written `a;b`, yes/no as `yes` or `no`, another
record by its key, an empty cell as nothing. Every row has a source and the day it describes.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

PROVENANCE = ("source", "as_of")
_YES_NO = {"yes": True, "no": False}


@dataclass(frozen=True)
class Table:
    """One file and the model it fills. `key` names the fields that tell its rows apart.

    `patterns`: a regular expression that every value of a column's list or cell matches.
    `lists_of`: for a column of plain keys, the model that must have them.
    """

    path: Path
    model: type[models.Model]
    key: tuple[str, ...] = ("key",)
    patterns: Mapping[str, str] = field(default_factory=dict)
    lists_of: Mapping[str, type[models.Model]] = field(default_factory=dict)

    @property
    def keeps_provenance(self) -> bool:
        """Whether the model stores source and date; otherwise they stay in the file."""
        return any(each.name == "source" for each in self.model._meta.fields)


@dataclass(frozen=True)
class Problem:
    """Why a file is refused; `line` counts from 1, the header's line."""

    path: Path
    line: int
    reason: str

    def __str__(self) -> str:
        return _("%(file)s, line %(line)d: %(reason)s") % {
            "file": self.path.name,
            "line": self.line,
            "reason": self.reason,
        }


@dataclass(frozen=True)
class Beside:
    """Stands for a record of the same file, until that is stored."""

    key: str


@dataclass
class Row:
    """A row as read: `values` by field, `many` by many-to-many field."""

    line: int
    values: dict[str, Any] = field(default_factory=dict)
    many: dict[str, set[Any]] = field(default_factory=dict)

    def beside(self) -> list[Beside]:
        """The rows of the same file that this one refers to."""
        return [value for value in self.values.values() if isinstance(value, Beside)]


def column(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    """The model's own column of that name, which must be there."""
    return next(each for each in model._meta.fields if each.name == name)


def natural_key(model: type[models.Model]) -> str:
    """The field by which files name a record of `model`."""
    names = {each.name for each in model._meta.fields}
    return "key" if "key" in names else "code"


def read(table: Table) -> tuple[list[Row], list[Problem]]:
    """All rows of the file with all its problems; the rows are usable only without any."""
    try:
        with table.path.open(encoding="utf-8-sig", newline="") as file:
            return _Reader(table).rows(csv.reader(file, strict=True))
    except FileNotFoundError:
        return [], [Problem(table.path, 1, _("The file is missing."))]
    except UnicodeDecodeError:
        return [], [Problem(table.path, 1, _("The file is not UTF-8 text."))]


class _Reader:
    def __init__(self, table: Table) -> None:
        self.table = table
        self.problems: list[Problem] = []
        self.known: dict[type[models.Model], dict[str, Any]] = {}
        self.own: set[str] = set()  # the keys of the file's rows

    def rows(self, reader: Any) -> tuple[list[Row], list[Problem]]:
        try:
            header: list[str] = next(reader, [])
            if not self._header_is_right(header):
                return [], self.problems
            cells = [*self._cells(reader, header)]
        except csv.Error as error:
            self._refuse(reader.line_num, str(error))
            return [], self.problems
        key = natural_key(self.table.model)
        self.own = {each[key] for _line, each in cells if key in each}
        rows = [row for line, each in cells if (row := self._row(line, each))]
        self._look_for_doubles(rows)
        self._look_for_circles(rows)
        return rows, sorted(self.problems, key=lambda each: each.line)

    def _refuse(self, line: int, reason: str) -> None:
        self.problems.append(Problem(self.table.path, line, reason))

    def _header_is_right(self, header: list[str]) -> bool:
        own = [*self.table.model._meta.fields, *self.table.model._meta.many_to_many]
        fields = {each.name for each in own} | {*PROVENANCE}
        for name in header:
            if name not in fields:
                self._refuse(1, _("unknown column “%(name)s”") % {"name": name})
            elif header.count(name) > 1:
                self._refuse(1, _("column “%(name)s” stands twice") % {"name": name})
        for name in {*self.table.key, *PROVENANCE} - {*header}:
            self._refuse(1, _("column “%(name)s” is missing") % {"name": name})
        return not self.problems

    def _cells(self, reader: Any, header: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
        last = 1
        for cells in reader:
            line, last = last + 1, reader.line_num
            if not cells:
                continue
            if len(cells) != len(header):
                self._refuse(
                    line,
                    _("%(found)d cells, but %(wanted)d columns")
                    % {"found": len(cells), "wanted": len(header)},
                )
                continue
            yield line, dict(zip(header, (cell.strip() for cell in cells), strict=True))

    def _row(self, line: int, cells: dict[str, str]) -> Row | None:
        row, before = Row(line), len(self.problems)
        for name in PROVENANCE:
            if not cells[name]:
                self._refuse(line, _("%(name)s: must not be empty") % {"name": name})
        for name, cell in cells.items():
            try:
                self._cell(row, name, cell)
            except ValidationError as error:
                for message in error.messages:
                    self._refuse(line, f"{name}: {message}")
        return row if len(self.problems) == before else None

    def _cell(self, row: Row, name: str, cell: str) -> None:
        if name in PROVENANCE and not self.table.keeps_provenance:
            if name == "as_of":
                models.DateField().clean(cell, None)
            return
        for each in self.table.model._meta.many_to_many:
            if each.name == name:
                row.many[name] = {self._record(each.related_model, key).pk for key in _parts(cell)}
                return
        own = column(self.table.model, name)
        if isinstance(own, models.ForeignKey) and own.related_model is self.table.model:
            in_file = cell in self.own
            found = Beside(cell) if in_file else self._record(own.related_model, cell or None)
            row.values[name] = found
        elif isinstance(own, models.ForeignKey):
            row.values[name] = self._record(own.related_model, cell) if cell else None
        else:
            row.values[name] = self._plain(name, own, cell)

    def _plain(self, name: str, own: models.Field[Any, Any], cell: str) -> Any:
        listed = isinstance(own, ArrayField)
        for part in _parts(cell) if listed else [cell] * bool(cell):
            if (pattern := self.table.patterns.get(name)) and not re.fullmatch(pattern, part):
                raise ValidationError(_("“%(text)s” has the wrong form") % {"text": part})
            if model := self.table.lists_of.get(name):
                self._record(model, part)
        if isinstance(own, ArrayField):
            base: models.Field[Any, Any] = own.base_field
            return [base.clean(part, None) for part in _parts(cell)]
        if isinstance(own, models.BooleanField):
            if cell not in _YES_NO and not (own.null and not cell):
                raise ValidationError(_("must be yes or no"))
            return _YES_NO.get(cell)
        if not cell and own.null:
            return None
        return own.clean(cell, None)

    def _record(self, model: Any, key: str | None) -> Any:
        """The record named `key`; found among all of its model, fetched once."""
        if key is None:
            return None
        if model not in self.known:
            name = natural_key(model)
            self.known[model] = {getattr(each, name): each for each in model._default_manager.all()}
        try:
            return self.known[model][key]
        except KeyError:
            raise ValidationError(
                _("there is no %(noun)s “%(key)s”") % {"noun": model._meta.verbose_name, "key": key}
            ) from None

    def _look_for_circles(self, rows: list[Row]) -> None:
        """Refuse rows whose line of references within the file comes back to them."""
        name = natural_key(self.table.model)
        by_key = {row.values.get(name): row for row in rows}
        for row in rows:
            line, at = [row], row
            while (ahead := at.beside()) and (following := by_key.get(ahead[0].key)):
                at = following
                line.append(at)
                if at is row:
                    keys = " → ".join(str(each.values[name]) for each in line)
                    reason = _("The line of parents would come back to its beginning: %(line)s")
                    self._refuse(row.line, f"parent: {reason % {'line': keys}}")
                if at in line[:-1]:
                    break

    def _look_for_doubles(self, rows: list[Row]) -> None:
        seen: dict[tuple[Any, ...], int] = {}
        for row in rows:
            key = tuple(row.values.get(name) for name in self.table.key)
            if key in seen:
                self._refuse(
                    row.line, _("the same row stands in line %(line)d") % {"line": seen[key]}
                )
            seen.setdefault(key, row.line)


def _parts(cell: str) -> list[str]:
    return [part for each in cell.split(";") if (part := each.strip())]
