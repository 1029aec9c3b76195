"""The merge of a whole run beside a COPY of the rows that it writes.

The world of `bench_matching_changes`, whose stored matches are made up, so that every one of them
changes and more are added: as on the first run, or with other weights. The floor is a COPY of the
very rows that stand in the lists then, in PostgreSQL's own text form, into an empty table with the
same columns, indexes and checks. Then the same run merged once more, with nothing that differs.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from pathlib import Path

import django

from benchmarks.bench_matching_changes import fill

COMPANIES = 10_000  # 100,000 take some ten minutes
NEEDS = 1_000

_EQUAL = """
    CREATE TABLE bench_equal (LIKE matching_match INCLUDING ALL);
    ALTER TABLE bench_equal
        ADD FOREIGN KEY (company_id) REFERENCES prospects_company,
        ADD FOREIGN KEY (need_id) REFERENCES matching_need,
        ADD FOREIGN KEY (profile_id) REFERENCES matching_weightprofile
"""
_COLUMNS = """
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = 'matching_match'::regclass AND attnum > 0
        AND NOT attisdropped AND attgenerated = ''
"""


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _copied(path: Path) -> float:
    """Seconds to COPY what is stored now into the equal empty table, from a file."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_EQUAL)
        cursor.execute(_COLUMNS)
        [columns] = cursor.fetchone()
        statement = f"COPY matching_match ({columns}) TO STDOUT"
        with path.open("wb") as file, cursor.copy(statement) as copy:
            file.writelines(copy)

        def load() -> None:
            statement = f"COPY bench_equal ({columns}) FROM STDIN"
            with path.open("rb") as file, cursor.copy(statement) as copy:
                while data := file.read(1 << 16):
                    copy.write(data)

        return _seconds(load)


def measure() -> None:
    """A run of everything: its chunks, its merge, the floor, and the merge of nothing new."""
    import tempfile

    from matching import merging, runs, staging
    from matching.models import Match

    run = runs.start(enqueue=False)
    chunks = [*run.chunks.select_related("run__profile")]

    def score() -> None:
        for chunk in chunks:
            staging.stage(chunk, staging.score(chunk))

    print(f"  {len(chunks)} chunks scored and staged {_seconds(score):8.1f} s", flush=True)
    began = time.perf_counter()
    merged = merging.merge(run)
    span = time.perf_counter() - began
    print(
        f"  merged {span:8.1f} s: {merged.written:,} in lists, {merged.added:,} new, "
        f"{merged.changed:,} changed, {merged.removed:,} gone",
        flush=True,
    )
    again = _seconds(lambda: merging.merge(run))
    print(f"  merged once more {again:8.1f} s: nothing differs", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        floor = _copied(Path(folder) / "matches")
    print(
        f"  COPY of {Match.objects.count():,} rows {floor:8.1f} s: {span / floor:.1f}×", flush=True
    )


def run() -> None:
    """Print how long each takes; `MERGE_COMPANIES` chooses another number."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.db import transaction

    logging.disable(logging.INFO)
    with transaction.atomic():
        fill(int(os.environ.get("MERGE_COMPANIES", COMPANIES)), NEEDS)
        measure()
        transaction.set_rollback(True)


if __name__ == "__main__":
    run()
