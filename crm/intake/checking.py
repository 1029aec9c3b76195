"""Rows of a file into the database, each with what it would do.

Read in chunks and brought in by COPY, so memory does not grow with the file; the number of queries
is fixed for a chunk. One transaction: either all rows are there or none.
"""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import orjson
from django.db import connection, models, transaction
from django.db.models import Count

from crm.intake.files import rows_of
from crm.intake.kinds import comparison_of, kind_of
from crm.models import Intake, IntakeRow
from crm.models.intake import CHANGING, LEFT_OUT, MAKING
from prospects.intake.comparing import Comparison, Row, read
from prospects.intake.problems import IntakeFileError
from prospects.intake.unpack import MAX_ROWS

#: Large enough that the companies at hand, read once a chunk, cost little; small enough for memory.
CHUNK = 20_000
_COPIED = (
    "intake_id", "line", "cells", "key", "status", "choice", "problems", "candidates", "stored",
    "links", "changes", "target", "target_version",
)  # fmt: skip
_COPY = f"COPY crm_intakerow ({', '.join(_COPIED)}) FROM STDIN"

Report = Callable[[int, int], None]


@transaction.atomic
def check(intake: Intake, *, report: Report) -> None:
    """Read the import's sheet anew, compare every row, and count what they would do.

    Raises IntakeFileError where the sheet has no row under its headings, or too many.
    """
    IntakeRow.objects.filter(intake=intake).delete()
    comparison = comparison_of(intake)
    expected = int(intake.contents["sheets"][intake.sheet]["rows"])
    done = 0
    for chunk in _chunks(_data_rows(intake), CHUNK):
        if done + len(chunk) > MAX_ROWS:
            raise IntakeFileError("too_many_rows", most=MAX_ROWS)
        _compare(intake, comparison, chunk)
        _copy(intake, chunk)
        done += len(chunk)
        report(done, expected)
    if not done:
        raise IntakeFileError("no_rows")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE crm_intakerow")
    count(intake)


@transaction.atomic
def recheck(intake: Intake, lines: Iterable[int], *, picked: str = "") -> None:
    """Compare rows anew after a cell was corrected, or with the company that somebody picked.

    Rows that were refused for repeating one of them are compared too.
    """
    wanted = {*lines}
    rows = [*intake.rows.filter(line__in=wanted)]
    old_keys = {row.key for row in rows} - {""}
    again = intake.rows.filter(key__in=old_keys).exclude(line__in=wanted).order_by("line")[:200]
    fresh = [_as_row(row, picked) for row in rows]
    comparison = comparison_of(intake)
    layout = kind_of(intake).layout
    for row in fresh:
        read(row, layout, intake.mapping, intake.headings)
    others = [_as_row(row, "") for row in again]
    for row in others:
        read(row, layout, intake.mapping, intake.headings)
    both = sorted([*fresh, *others], key=lambda row: row.line)
    _compare_with_file(intake, comparison, both)
    stored = {row.line: row for row in (*rows, *again)}
    for row in both:
        _write_back(stored[row.line], row, keep_choice=row.line not in wanted)
    count(intake)


def count(intake: Intake) -> None:
    """Keep how many rows do what; the page shows these numbers without counting."""
    rows = IntakeRow.objects.filter(intake=intake).order_by()
    by_status = dict(rows.values_list("status").annotate(n=Count("pk")))
    sums = rows.aggregate(
        making=Count("pk", filter=MAKING),
        changing=Count("pk", filter=CHANGING),
        leaving=Count("pk", filter=LEFT_OUT),
    )
    intake.counts = {**by_status, **sums, "rows": sum(by_status.values())}
    intake.save(update_fields=["counts", "updated_at"])


def _data_rows(intake: Intake) -> Iterator[Row]:
    for index, (line, cells) in enumerate(rows_of(intake)):
        if index > intake.heading_row:
            yield Row(line, cells)


def _compare(intake: Intake, comparison: Comparison, rows: Sequence[Row]) -> None:
    layout = comparison.layout
    for row in rows:
        read(row, layout, intake.mapping, intake.headings)
    comparison.compare(rows)


def _compare_with_file(intake: Intake, comparison: Comparison, rows: Sequence[Row]) -> None:
    """Compare some rows of a file whose other rows are in the database already."""
    comparison.compare(rows)
    keys = {row.key for row in rows if row.key}
    lines = [row.line for row in rows]
    first = (
        intake.rows.filter(key__in=keys)
        .exclude(line__in=lines)
        .exclude(status=IntakeRow.Status.ERROR)
        .order_by()
        .values("key")
        .annotate(line=models.Min("line"))
    )
    known = {each["key"]: each["line"] for each in first}
    for row in rows:
        line = known.get(row.key)
        if line and not row.problems:
            row.refuse("", "repeated", line=line)
            row.status = type(row.status).ERROR


def _chunks(rows: Iterator[Row], size: int) -> Iterator[list[Row]]:
    while chunk := [*itertools.islice(rows, size)]:
        yield chunk


def _copy(intake: Intake, rows: Sequence[Row]) -> None:
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for row in rows:
            copy.write_row(_copied(intake, row))


def _copied(intake: Intake, row: Row) -> tuple[Any, ...]:
    return (
        intake.pk,
        row.line,
        row.cells,
        row.key,
        row.status.value,
        "",
        _json(row.problems),
        _json(row.candidates),
        _json(row.stored),
        _json(row.links),
        _json(row.changes),
        row.target or None,
        row.version,
    )


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _as_row(row: IntakeRow, picked: str) -> Row:
    return Row(row.line, [*row.cells], picked=picked)


def _write_back(stored: IntakeRow, row: Row, *, keep_choice: bool) -> None:
    stored.cells = row.cells
    stored.key = row.key
    stored.status = row.status.value
    stored.choice = stored.choice if keep_choice and stored.status == "duplicate" else ""
    stored.problems = row.problems
    stored.candidates = row.candidates
    stored.stored = row.stored
    stored.links = row.links
    stored.changes = row.changes
    stored.target = uuid.UUID(row.target) if row.target else None
    stored.target_version = row.version
    stored.save()
