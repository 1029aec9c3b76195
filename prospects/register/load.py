"""Load register files: COPY into a staging table, then set by set into the register.

What is the newest state of a number is a total order over rows, so the order of files, of rows in
a file and of loads does not matter:

1. a row that says it is the latest state beats one that says it is history (`latest` 0). A daily
   file lists the whole corrected history of a number under one update date, and exactly one of
   these rows is the latest; an empty flag, as in deletions, counts as latest;
2. the later update date;
3. the higher sequence number: it counts the states of a number within a file in their order;
4. the later change date;
5. the greater text of all thirty columns: for rows that differ although nothing says which is
   newer, any fixed choice will do.

A correction (`correct` 1) needs no rule of its own: it is a later publication.

One command is one transaction: the register is as it was until the last file is in, and whoever
reads it meanwhile sees it so. Only a load that is large beside what is there makes readers wait,
because it builds the search indexes anew; into an empty register it does so from its beginning, for
the rows go straight in. Loads wait for each other (docs/adr/0013).
"""

from __future__ import annotations

import gc
import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Literal
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from psycopg import sql

from prospects.models import RegisterEntry, RegisterLoad

from . import statements
from .changes import changes_recorded
from .preparing import KnownNumbers, Prepared, prepared_blocks, split_lines
from .reading import BLOCK_BYTES, RegisterFileError, is_compressed, read_bodies
from .rejects import RejectsFile

#: Chosen once, at random; the advisory lock that loads take.
LOAD_LOCK = 5_139_264_087
#: Undecodable lines that are still single damaged rows, whatever the size of the file; beyond
#: that, and beyond one row in a hundred, the file as a whole is in another encoding.
UNDECODABLE_ROWS = 100
#: Building the search indexes anew costs a tenth a row of what adding to them costs.
REBUILD_FROM = 20_000
REBUILD_SHARE = 1 / 8
#: Measured on the published files, for a guess of how many rows a file has.
BYTES_PER_ROW = {True: 40, False: 200}  # compressed, plain

Stage = Literal["waiting", "reading", "merging", "indexing", "done"]


@dataclass(frozen=True)
class Progress:
    """How far the load of one file is: rows read so far, and seconds since it began."""

    path: Path
    stage: Stage
    rows: int
    seconds: float


@dataclass(frozen=True)
class LoadResult:
    """What one file did. `read` is the sum of the five counts after it."""

    path: Path
    encoding: str
    read: int
    new: int
    changed: int
    unchanged: int
    stale: int
    rejected: int
    seconds: float
    rejects: Path | None  # the file with the rejected rows of the whole command, if any


Report = Callable[[Progress], None]


def load_register(
    paths: Sequence[Path], *, rejects: Path | None = None, report: Report = lambda _: None
) -> tuple[LoadResult, ...]:
    """Load files of the corporate-number register, all or none; one result a file.

    `rejects` is where rows that cannot be read are written (default: a dated file in the media
    folder); it is made only if there are any. Raises RegisterFileError, having changed nothing,
    when a file is missing, damaged, or no register file.
    """
    for path in paths:
        _check_readable(path)
    with RejectsFile(rejects) as rejected, transaction.atomic(), connection.cursor() as cursor:
        _wait_for_turn(cursor, paths[0], report)
        cursor.execute(statements.SESSION)
        indexes = _SearchIndexes(cursor, rebuild=_is_bulk(paths))
        results = [_load_file(cursor, path, indexes, rejected, report) for path in paths]
        if indexes.dropped:
            report(Progress(paths[-1], "indexing", results[-1].read, results[-1].seconds))
            indexes.build()
        cursor.execute(statements.IS_MUCH, [sum(result.new + result.changed for result in results)])
        if cursor.fetchone() == (True,):
            cursor.execute(statements.ANALYZE_REGISTER)
        rejected.keep()
    return tuple(results)


def _check_readable(path: Path) -> None:
    """Fail on the last of twenty files before the first one is read."""
    try:
        with path.open("rb"):
            pass
    except OSError:
        for _ in read_bodies(path):
            return


def _wait_for_turn(cursor: Any, path: Path, report: Report) -> None:
    cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOAD_LOCK])
    if cursor.fetchone() != (True,):
        report(Progress(path, "waiting", 0, 0.0))
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOAD_LOCK])


def _is_bulk(paths: Sequence[Path]) -> bool:
    """Whether the files hold many rows beside what the register has, by their sizes."""
    rows = sum(path.stat().st_size / BYTES_PER_ROW[is_compressed(path)] for path in paths)
    return rows >= REBUILD_FROM and rows > RegisterEntry.objects.count() * REBUILD_SHARE


def _load_file(
    cursor: Any, path: Path, indexes: _SearchIndexes, rejects: RejectsFile, report: Report
) -> LoadResult:
    started_at, start = timezone.now(), time.perf_counter()

    def tell(stage: Stage) -> None:
        report(Progress(path, stage, reading.rows, time.perf_counter() - start))

    reading = _Reading(path, rejects, tell)
    rejected_before = rejects.count
    load: UUID | None = None
    if _is_empty(cursor):
        new, changed, unchanged = _fill(cursor, reading, indexes), 0, 0
    else:
        cursor.execute(statements.CREATE_STAGING)
        _copy(
            cursor,
            statements.COPY_STAGING,
            (part for block in reading for part in (block.text, block.more)),
        )
        tell("merging")
        with changes_recorded(cursor) as load:
            new, changed, unchanged = _merge(cursor, indexes)
        cursor.execute(statements.DROP_STAGING)
    good = reading.rows - (rejects.count - rejected_before)
    result = LoadResult(
        path=path,
        encoding=reading.encoding,
        read=reading.rows,
        new=new,
        changed=changed,
        unchanged=unchanged,
        stale=good - new - changed - unchanged,
        rejected=reading.rows - good,
        seconds=time.perf_counter() - start,
        rejects=rejects.path if rejects.count else None,
    )
    _record(result, started_at, load)
    tell("done")
    return result


class _Reading:
    """The blocks of one file, once; the counts are those of the blocks so far.

    Raises RegisterFileError as soon as the file turns out not to be a register file.
    """

    def __init__(self, path: Path, rejects: RejectsFile, tell: Callable[[Stage], None]) -> None:
        self.path = path
        self.rejects = rejects
        self.tell = tell
        self.encoding = "utf-8"
        self.rows = 0

    def __iter__(self) -> Iterator[Prepared]:
        accepted = undecodable = 0
        with _no_garbage_collection(), closing(prepared_blocks(self.path)) as blocks:
            for block in blocks:
                self.rows += block.rows
                undecodable += block.undecodable
                accepted += len(block.numbers)
                self.rejects.write(block.rejects)
                if reason := _wrong(block, accepted, undecodable, self.rows):
                    raise RegisterFileError(block.file, reason)
                self.encoding = block.encoding
                yield block
                self.tell("reading")
        if not accepted:
            raise RegisterFileError(self.path, "holds no rows")


def _wrong(block: Prepared, accepted: int, undecodable: int, rows: int) -> str:
    """Why the file is no register file, if this block, or the counts with it, show it."""
    if block.header_wrong:
        return block.header_wrong
    if not accepted and block.rejects:
        first = block.rejects[0]
        return f"is not a register file: no row can be read (line {first.line}: {first.reason})"
    if undecodable > max(UNDECODABLE_ROWS, rows // 100):
        last = block.rejects[-1].line
        return f"too many rows are not {block.encoding.upper()}, the last in line {last}"
    return ""


def _copy(cursor: Any, statement: sql.Composed, parts: Iterable[bytes]) -> None:
    with cursor.copy(statement) as copy:
        for part in parts:
            if part:
                copy.write(part)


def _is_empty(cursor: Any) -> bool:
    cursor.execute(statements.IS_EMPTY)
    return bool(cursor.fetchone()[0])


def _fill(cursor: Any, reading: _Reading, indexes: _SearchIndexes) -> int:
    """Bring a file into the empty register; how many rows were new.

    One state of each number goes straight into the register. The others are set aside, and merged
    when all numbers are known.
    """
    known = KnownNumbers()
    if indexes.rebuild:
        indexes.drop()
    with TemporaryFile() as more:

        def first_states() -> Iterator[bytes]:
            for block in reading:
                text, again = block.text, known.add(block.numbers)
                if again.any():
                    text, repeated = split_lines(text, ~again)
                    more.write(repeated)
                more.write(block.more)
                yield text

        _copy(cursor, statements.COPY_REGISTER, first_states())
        reading.tell("merging")
        if more.tell():
            more.seek(0)
            cursor.execute(statements.CREATE_STAGING)
            _copy(cursor, statements.COPY_STAGING, iter(lambda: more.read(BLOCK_BYTES), b""))
            cursor.execute(statements.ANALYZE_STAGING)
            cursor.execute(statements.DELETE_SUPERSEDED)
            cursor.execute(statements.UPDATE)
            cursor.execute(statements.DROP_STAGING)
    return len(known)


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Millions of short-lived lists, none in a cycle: looking for cycles would take a quarter."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _merge(cursor: Any, indexes: _SearchIndexes) -> tuple[int, int, int]:
    """Bring the staged rows into the register; how many were new, changed and unchanged."""
    cursor.execute(statements.ANALYZE_STAGING)
    cursor.execute(statements.DELETE_SUPERSEDED)
    cursor.execute(statements.COUNTS)
    missing, known = cursor.fetchone()
    changed = unchanged = 0
    if known:
        cursor.execute(statements.UPDATE)
        changed = cursor.rowcount
        cursor.execute(statements.COUNT_IDENTICAL)
        unchanged = cursor.fetchone()[0] - changed
    if missing:
        if known:
            cursor.execute(statements.DELETE_KNOWN)
        if indexes.rebuild:
            indexes.drop()
        cursor.execute(statements.INSERT)
    return missing, changed, unchanged


class _SearchIndexes:
    """The register's indexes but the primary key: dropped and made again within a bulk load."""

    def __init__(self, cursor: Any, *, rebuild: bool) -> None:
        self.cursor = cursor
        self.rebuild = rebuild
        self.dropped: list[str] = []

    def drop(self) -> None:
        """From here to the end of the transaction, readers wait. Done once, however often asked."""
        if self.dropped:
            return
        self.cursor.execute(statements.SEARCH_INDEXES)
        for name, definition in self.cursor.fetchall():
            self.cursor.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
            self.dropped.append(definition)

    def build(self) -> None:
        for definition in self.dropped:
            self.cursor.execute(definition)


def _record(result: LoadResult, started_at: Any, load: UUID | None) -> None:
    """Note the load, under the key that its changes name where there can be any."""
    with result.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    RegisterLoad.objects.create(
        **({"id": load} if load else {}),
        file_name=result.path.name,
        sha256=digest,
        encoding=result.encoding,
        started_at=started_at,
        finished_at=timezone.now(),
        rows_read=result.read,
        rows_new=result.new,
        rows_changed=result.changed,
        rows_unchanged=result.unchanged,
        rows_stale=result.stale,
        rows_rejected=result.rejected,
    )
