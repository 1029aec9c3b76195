"""Loading the corporate-number register against a bare COPY of the same columns, in one run.

The load is all of `load_register`: reading, decoding and checking the file, normal forms and what
else searches need, the newest state of each number, the search indexes, statistics, the record of
the load, and the commit. Its floor is a COPY of the very rows and columns that it stored, in the
text form that PostgreSQL itself writes, into a table with the same primary key and nothing else,
committed too. A second floor copies the thirty published columns only. Beside the clock stand the
seconds of processors: on a busy machine they say more, and how much of the load runs at once.

Everything happens in a schema of its own that is dropped afterwards.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, LiteralString, Self

import django
import psutil

ROWS = 200_000
TIMES = 2
BLOCK = 1 << 20
SCHEMA: LiteralString = "bench_register"
TABLES = ("prospects_registerentry", "prospects_registerload")


@dataclass
class Steps:
    """Seconds of each step of a load: what it sent to the database, and what went before."""

    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    rows: int = 0
    started: float = 0.0

    def report(self, progress: Any) -> None:
        """The first step is the COPY, which Django does not see as a query."""
        if progress.stage == "merging" and "copy" not in self.seconds:
            self.seconds["copy"] = time.perf_counter() - self.started - sum(self.seconds.values())

    def __call__(self, execute: Any, statement: Any, params: Any, many: bool, context: Any) -> Any:
        start = time.perf_counter()
        try:
            return execute(statement, params, many, context)
        finally:
            text = statement if isinstance(statement, str) else statement.as_string()
            self.seconds[_step(text)] += time.perf_counter() - start


def _step(statement: str) -> str:
    words = statement.split()
    if words[:2] == ["CREATE", "INDEX"]:
        return "index " + words[2].strip('"').removeprefix("prospects_")
    return {"ANALYZE": "statistics", "DELETE": "other states", "UPDATE": "other states"}.get(
        words[0], "the rest"
    )


def measure(rows: int, *, times: int = TIMES) -> None:
    """Print the seconds and ratios for a file of `rows` rows, the quickest of some runs of each."""
    from django.db import connection

    with tempfile.TemporaryDirectory() as folder, _tables(connection) as cursor:
        path = Path(folder) / "register.csv"
        maker = (sys.executable, "-m", "benchmarks.register_files", str(rows), str(path))
        subprocess.run(maker, check=True, stdout=subprocess.DEVNULL)
        print(f"Register load, {rows:,} rows, {path.stat().st_size / 1e6:,.0f} MB")
        load, all_columns, published = [], [], []
        for _ in range(times):
            load.append(_load(cursor, path))
            dumps = _dump(cursor, Path(folder))
            all_columns.append(_copy(cursor, dumps[0]))
            published.append(_copy(cursor, dumps[1]))
        floors = [
            ("bare COPY of all stored columns", dumps[0], min(all_columns)),
            ("bare COPY of the published columns", dumps[1], min(published)),
        ]
        _print(min(load, key=lambda run: run.time), floors)


@dataclass(frozen=True, order=True)
class Time:
    """Seconds on the clock, and of processors: this process, its children, the database's."""

    seconds: float
    cpu: float

    @classmethod
    def now(cls) -> Self:
        from django.db import connection

        own = os.times()
        server = psutil.Process(connection.connection.info.backend_pid).cpu_times()
        return cls(time.perf_counter(), sum(own[:4]) + server.user + server.system)

    def since(self) -> Time:
        now = Time.now()
        return Time(now.seconds - self.seconds, now.cpu - self.cpu)


@dataclass(frozen=True)
class Run:
    """One load: how long it took, its steps, and the most memory that it took, in bytes."""

    time: Time
    steps: Steps
    memory: int
    server_memory: int


@dataclass(frozen=True)
class Dump:
    """Rows as PostgreSQL writes them, and the table that takes them."""

    path: Path
    table: str
    columns: tuple[str, ...]


@contextmanager
def _tables(connection: Any) -> Iterator[Any]:
    """The register's own tables, empty, with all indexes; and the two floors'. A cursor on them."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE; CREATE SCHEMA {SCHEMA}")
        try:
            for table in TABLES:
                cursor.execute(f"CREATE TABLE {SCHEMA}.{table} (LIKE public.{table} INCLUDING ALL)")
            cursor.execute(f"SET search_path = {SCHEMA}, public")
            for table, columns in _floors().items():
                like = f"SELECT {', '.join(columns)} FROM {TABLES[0]}"  # noqa: S608
                cursor.execute(f"CREATE TABLE {table} AS {like}")
                cursor.execute(f"ALTER TABLE {table} ADD PRIMARY KEY (corporate_number)")
            yield cursor
        finally:
            cursor.execute(f"RESET search_path; DROP SCHEMA {SCHEMA} CASCADE")


def _floors() -> dict[str, tuple[str, ...]]:
    from prospects.register.layout import FIELDS
    from prospects.register.rows import COPIED

    return {"floor_all": COPIED, "floor_published": FIELDS}


def _load(cursor: Any, path: Path) -> Run:
    from django.db import connection

    from prospects.register import load_register

    cursor.execute(f"TRUNCATE {', '.join(TABLES)}")
    cursor.execute("CHECKPOINT")
    start = Time.now()
    steps = Steps(started=start.seconds)
    with _peak_memory(connection.connection.info.backend_pid) as peak:
        with connection.execute_wrapper(steps):
            [result] = load_register([path], report=steps.report)
        taken = start.since()
    assert result.read == result.new + result.stale, result
    steps.rows = result.read
    return Run(taken, steps, peak["own"], peak["server"])


@contextmanager
def _peak_memory(server: int) -> Iterator[dict[str, int]]:
    """The most that this process with its children takes within the block, and that `server` does.

    Proportional set sizes: what processes share counts once.
    """
    peak = {"own": 0, "server": 0}
    ended = threading.Event()

    def watch() -> None:
        me, backend = psutil.Process(), psutil.Process(server)
        while not ended.wait(1):
            own = _memory(me) + sum(_memory(child) for child in me.children())
            peak["own"] = max(peak["own"], own)
            peak["server"] = max(peak["server"], _memory(backend))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        ended.set()
        thread.join()


def _memory(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except psutil.Error:
        return 0


def _dump(cursor: Any, folder: Path) -> list[Dump]:
    """What the load has stored, as files for COPY."""
    dumps = []
    for table, columns in _floors().items():
        path = folder / table
        stored = f"SELECT {', '.join(columns)} FROM {TABLES[0]}"  # noqa: S608
        with (
            path.open("wb") as file,
            cursor.copy(f"COPY ({stored}) TO STDOUT") as copy,
        ):
            for data in copy:
                file.write(data)
        dumps.append(Dump(path, table, columns))
    return dumps


def _copy(cursor: Any, dump: Dump) -> Time:
    cursor.execute(f"TRUNCATE {dump.table}")
    cursor.execute("CHECKPOINT")
    start = Time.now()
    statement = f"COPY {dump.table} ({', '.join(dump.columns)}) FROM STDIN"
    with cursor.copy(statement) as copy, dump.path.open("rb") as file:
        while data := file.read(BLOCK):
            copy.write(data)
    return start.since()


def _print(load: Run, floors: list[tuple[str, Dump, Time]]) -> None:
    rows, loaded = load.steps.rows, load.time
    print(f"{'':<44}{'seconds':>9}{'us/row':>9}{'ratio':>8}{'CPU s':>9}{'ratio':>8}")

    def line(name: str, seconds: float, more: str = "") -> None:
        print(f"{name:<44}{seconds:>9.2f}{seconds / rows * 1e6:>9.2f}{more}")

    line("load_register", loaded.seconds, f"{'':8}{loaded.cpu:>9.2f}")
    for name, dump, taken in floors:
        ratio, cpu_ratio = loaded.seconds / taken.seconds, loaded.cpu / taken.cpu
        more = f"{ratio:>7.1f}x{taken.cpu:>9.2f}{cpu_ratio:>7.1f}x"
        line(f"{name}, {dump.path.stat().st_size / 1e6:,.0f} MB", taken.seconds, more)
    print("of the load:")
    for name, seconds in load.steps.seconds.items():
        line(f"  {name}", seconds)
    line("  outside the database and commit", loaded.seconds - sum(load.steps.seconds.values()))
    print(
        f"peak memory: {load.memory / 1e6:,.0f} MB with all its processes, "
        f"database process {load.server_memory / 1e6:,.0f} MB"
    )


def run() -> None:
    """Print the comparison for 200,000 rows; `REGISTER_ROWS` chooses another size."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    rows = int(os.environ.get("REGISTER_ROWS", ROWS))
    measure(rows, times=TIMES if rows <= ROWS else 1)
