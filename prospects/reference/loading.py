"""From reference files to the database: all of them or none, and twice is as good as once."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from prospects.models import save_versioned
from prospects.models.record import Record
from prospects.reference.reading import Beside, Problem, Row, Table, column, read


class ReferenceFileError(Exception):
    """Wrong files: nothing was loaded. `problems` has every one that was found."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass
class Outcome:
    """What a file did: counts of rows, and the keys of the rows of ours that were left alone."""

    path: Path
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)


def load(tables: Iterable[Table], *, overwrite: bool = False) -> list[Outcome]:
    """Load the files in the order given, which is that of their references to each other.

    A row that somebody changed here stays: it differs from the file and is newer than it (`as_of`),
    or its model stores no date. `overwrite` puts the file's words back. Rows that are in no file
    stay. Raises ReferenceFileError, having written nothing.
    """
    problems: list[Problem] = []
    outcomes: list[Outcome] = []
    broken: set[type[models.Model]] = set()
    with transaction.atomic(), pghistory.context(command="load_reference"):
        for table in tables:
            if broken & _needed(table):
                continue  # its references would only repeat what is wrong above
            rows, found = read(table)
            if not found:
                outcome, found = _apply(table, rows, overwrite=overwrite)
                outcomes.append(outcome)
            if found:
                problems += found
                broken.add(table.model)
        if problems:
            raise ReferenceFileError(problems)
    return outcomes


def _needed(table: Table) -> set[type[models.Model]]:
    related = {
        each.related_model for each in table.model._meta.get_fields() if not each.auto_created
    }
    return {model for model in related if isinstance(model, type)} | {*table.lists_of.values()}


def _apply(table: Table, rows: list[Row], *, overwrite: bool) -> tuple[Outcome, list[Problem]]:
    outcome, problems = Outcome(table.path), list[Problem]()
    columns = [column(table.model, name).attname for name in table.key]
    many = [each.name for each in table.model._meta.many_to_many]
    stored = table.model._default_manager.prefetch_related(*many)
    existing = {tuple(getattr(each, name) for name in columns): each for each in stored}
    beside = {key[0]: each for key, each in existing.items()}
    known = [existing.get(tuple(_plain(row.values[name]) for name in table.key)) for row in rows]
    new = [row for row, record in zip(rows, known, strict=True) if record is None]
    # New rows first, as stored ones may come to refer to them.
    refers = any([*row.beside()] for row in rows)
    problems += _create_all(table, new, beside, take_in=refers)
    outcome.created = len(new)
    for row, record in zip(rows, known, strict=True):
        if record is None or any(each.key not in beside for each in row.beside()):
            continue  # stored above, or it refers to a row that was refused
        try:
            _settle(row, beside)
            if not (changed := _changed(record, row)):
                outcome.unchanged += 1
            elif not overwrite and _is_ours(table, record, row):
                outcome.kept.append(str(record))
            else:
                _update(record, row, changed)
                outcome.updated += 1
        except ValidationError as error:
            problems += [Problem(table.path, row.line, reason) for reason in _reasons(error)]
    return outcome, problems


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value


def _create_all(
    table: Table, rows: list[Row], beside: dict[Any, models.Model], *, take_in: bool
) -> list[Problem]:
    """Store new rows, those first that others refer to; `beside` takes them in by key."""
    problems: list[Problem] = []
    while rows:
        wave = [row for row in rows if all(each.key in beside for each in row.beside())]
        if not wave:  # they need rows that were refused
            break
        for row in wave:
            _settle(row, beside)
        found = _create(table, wave)
        problems += found
        if not found and take_in:
            name = table.key[0]
            keys = [row.values[name] for row in wave]
            stored = table.model._default_manager.filter(**{f"{name}__in": keys})
            beside.update((getattr(each, name), each) for each in stored)
        done = {row.line for row in wave}
        rows = [row for row in rows if row.line not in done]
    return problems


def _settle(row: Row, beside: dict[Any, models.Model]) -> None:
    for name, value in row.values.items():
        if isinstance(value, Beside):
            row.values[name] = beside[value.key]


def _create(table: Table, rows: list[Row]) -> list[Problem]:
    """Insert all at once; when the database refuses that, one by one, to tell the lines."""
    references = {each.name for each in table.model._meta.fields if each.is_relation}
    problems: list[Problem] = []
    records = [table.model(**row.values) for row in rows]
    for row, record in zip(rows, records, strict=True):
        try:
            record.clean_fields(exclude=references)  # those were looked up when the file was read
            record.clean()
        except ValidationError as error:
            problems += [Problem(table.path, row.line, reason) for reason in _reasons(error)]
    if problems:
        return problems
    if not table.model._meta.many_to_many:
        with suppress(IntegrityError), transaction.atomic():
            table.model._default_manager.bulk_create(records)
            return []
    for row in rows:
        try:
            _create_one(table, row)
        except ValidationError as error:
            problems += [Problem(table.path, row.line, reason) for reason in _reasons(error)]
    return problems


def _create_one(table: Table, row: Row) -> None:
    record = table.model(**row.values)
    record.full_clean()
    record.save(force_insert=True)
    for name, keys in row.many.items():
        getattr(record, name).set(keys)


def _changed(record: models.Model, row: Row) -> set[str]:
    """The names of the fields in which the stored record differs from the row."""
    changed = {
        name
        for name, value in row.values.items()
        if getattr(record, column(type(record), name).attname) != _plain(value)
    }
    for name, keys in row.many.items():
        if {each.pk for each in getattr(record, name).all()} != keys:
            changed.add(name)
    return changed


def _is_ours(table: Table, record: Any, row: Row) -> bool:
    if not table.keeps_provenance:
        return True
    return record.as_of is not None and record.as_of > row.values["as_of"]


def _update(record: models.Model, row: Row, changed: set[str]) -> None:
    fields = sorted(changed - {*row.many})
    for name in fields:
        setattr(record, name, row.values[name])
    record.full_clean()
    if isinstance(record, Record):
        save_versioned(record, fields=fields)
    elif fields:
        record.save(update_fields=fields)
    for name in changed & {*row.many}:
        getattr(record, name).set(row.many[name])


def _reasons(error: ValidationError) -> list[str]:
    if not hasattr(error, "error_dict"):
        return error.messages
    return [
        message if name == "__all__" else f"{name}: {message}"
        for name, messages in error.message_dict.items()
        for message in messages
    ]
