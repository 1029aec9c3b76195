"""A hundred thousand companies as Excel and CSV, against COPY TO of the same query, in one run.

The floor is PostgreSQL writing the very rows and columns as CSV to a client that throws them away:
no labels in the reader's language, no typed cells, nothing kept from running as a formula. Memory
is the highest resident size while the file is made, less the one before.
"""

from __future__ import annotations

import dataclasses
import gc
import logging
import os
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django

from benchmarks import data

COMPANIES = 100_000
PARTS = (0.1, 1.0)


@dataclasses.dataclass(slots=True)
class Cost:
    """Seconds, and bytes of memory above what was in use before (0 where Linux does not say)."""

    seconds: float = 0.0
    memory: int = 0


def measure(world: data.World) -> None:
    """Print a line for a tenth of the companies and one for all, in each format."""
    from django.utils import translation

    from crm.exports.nouns import NOUNS

    print(f"Export of companies, {len(NOUNS['companies'].fields)} columns (seconds, MB)")
    heads = ("rows", "format", "seconds", "floor", "ratio", "file", "memory", "queries")
    print("".join(f"{head:>9}" for head in heads))
    with translation.override("ko"):
        for part in PARTS:
            last = world.companies[int(len(world.companies) * part) - 1]
            for file_format in ("csv", "xlsx"):
                _line(world.officer, last, file_format)


def _line(officer: Any, last: uuid.UUID, file_format: str) -> None:
    from django.db import connection
    from django.http import QueryDict
    from django.test.utils import CaptureQueriesContext

    from crm.exports.nouns import NOUNS
    from prospects.spreadsheets import WRITERS, Column, Sheet

    noun = NOUNS["companies"]
    some = noun.found(QueryDict(""), officer).listed.filter(pk__lte=last)
    found = noun.filterset(QueryDict(""), queryset=some)
    columns = [Column(field.header, field.kind, field.width) for field in noun.fields]
    floor = _floor(noun.selected(found))
    with tempfile.TemporaryFile() as out, CaptureQueriesContext(connection) as queries:
        with _measured() as cost:
            sheet = Sheet(title="bench", columns=columns)
            count = WRITERS[file_format](out, sheet, noun.rows(found))
        size = out.seek(0, os.SEEK_END)
    print(
        f"{count:>9,}{file_format:>9}{cost.seconds:>9.1f}{floor:>9.1f}"
        f"{cost.seconds / floor:>8.1f}x{size / 1e6:>9.1f}{cost.memory / 1e6:>9.1f}"
        f"{len(queries):>9}"
    )


def _floor(rows: Any) -> float:
    """Seconds of COPY TO for the same query."""
    from django.db import connection

    statement, params = rows.query.sql_with_params()
    start = time.perf_counter()
    with (
        connection.connection.cursor() as cursor,
        cursor.copy(f"COPY ({statement}) TO STDOUT (FORMAT csv)", params) as copy,
    ):
        for _block in copy:
            pass
    return time.perf_counter() - start


@contextmanager
def _measured() -> Iterator[Cost]:
    """Linux keeps the highest resident size of a process; writing 5 starts it anew."""
    cost = Cost()
    status, clear = Path("/proc/self/status"), Path("/proc/self/clear_refs")
    gc.collect()
    if clear.exists():
        clear.write_text("5", encoding="ascii")
    before, start = _peak(status), time.perf_counter()
    yield cost
    cost.seconds = time.perf_counter() - start
    cost.memory = _peak(status) - before


def _peak(status: Path) -> int:
    """Bytes."""
    if not status.exists():
        return 0
    lines = status.read_text(encoding="ascii").splitlines()
    [line] = [line for line in lines if line.startswith("VmHWM:")]
    return int(line.split()[1]) * 1024


def run() -> None:
    """Print the comparison for 100,000 companies; `EXPORT_COMPANIES` chooses another number."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.db import transaction

    logging.disable(logging.INFO)
    with transaction.atomic():
        measure(data.fill(int(os.environ.get("EXPORT_COMPANIES", COMPANIES))))
        transaction.set_rollback(True)


if __name__ == "__main__":
    run()
