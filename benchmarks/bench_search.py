"""Searching the register: p50 and p95 of each shape of query, beside a bare look at the index.

Printed as a table for docs/benchmarks.md. Beside the time on the clock stands what the process that
asks and the one of the database work for a query: other work on the machine moves that less. Names
are taken from the rows themselves, so every query has something to find. A register of
`SEARCH_ROWS` rows is made and loaded into a schema of its own, which goes when the run is over;
with `SEARCH_ROWS=0` the register at hand is searched as it is.
"""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, LiteralString, TypeVar

import django
from psycopg import sql

from benchmarks.register_files import write

T = TypeVar("T")
ROWS = 200_000
QUERIES = 100
LIMIT = 20
SEED = 11
SCHEMA: LiteralString = "bench_search"
COMMON = ["工業", "製作所", "日本", "サービス", "株式会社東京", "산업", "제작소", "ンス"]


def run() -> None:
    """Print a line for each shape of query. 200,000 rows; `SEARCH_ROWS=2200000` for all of it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.db import transaction

    rows = int(os.environ.get("SEARCH_ROWS", ROWS))
    with transaction.atomic():
        if rows:
            _load(rows)
        with _counted() as count:
            load = os.getloadavg()[0]
            print(f"Search of {count:,} register entries, milliseconds; load average {load:.1f}\n")
            print("| query | p50 | p95 | processor p50 | p95 | floor p50 | p95 |")
            print("|---|--:|--:|--:|--:|--:|--:|")
            for shape, queries in _shapes().items():
                _line(shape, queries)
            for shape, lists in _lists().items():
                _list_line(shape, lists)
        transaction.set_rollback(True)


def _load(rows: int) -> None:
    from django.db import connection

    from prospects.register import load_register

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables"
            " WHERE schemaname = 'public' AND tablename LIKE 'prospects\\_register%'"
        )
        names = [name for (name,) in cursor.fetchall()]
        cursor.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(SCHEMA)))
        for name in names:
            cursor.execute(
                sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING ALL)").format(
                    sql.Identifier(SCHEMA, name), sql.Identifier("public", name)
                )
            )
        cursor.execute(sql.SQL("SET LOCAL search_path = {}, public").format(sql.Identifier(SCHEMA)))
    with tempfile.TemporaryDirectory() as folder:
        load_register([write(Path(folder) / "register.csv", rows)])


@contextmanager
def _counted() -> Iterator[int]:
    from prospects.models import RegisterEntry

    yield RegisterEntry.objects.count()


def _shapes() -> dict[str, list[str]]:
    """Queries of each shape, made from names and readings of rows chosen by chance."""
    from prospects.hangul import kana_to_hangul
    from prospects.models import RegisterEntry

    pick = random.Random(SEED)
    some = RegisterEntry.objects.active().exclude(kana="").order_by("corporate_number")
    rows = pick.sample(
        list(some.values_list("pk", "normal_name", "kana")[:: max(some.count() // 5000, 1)]), 400
    )
    names = [name for _, name, _ in rows if len(name) > 3][:QUERIES]
    kana = [text for _, _, text in rows if len(text) > 4][:QUERIES]
    hangul = [kana_to_hangul(text) for text in kana]
    return {
        "kanji and other names, whole": names,
        "three characters of a name": [name[:3] for name in names],
        "two characters of a name": [name[at : at + 2] for at, name in _places(pick, names)],
        "kana, whole": kana,
        "kana, four letters": [text[:4] for text in kana],
        "Hangul as heard, whole": hangul,
        "Hangul, three syllables": [text[:3] for text in hangul],
        "common words": COMMON * 12,
        "corporate number": [number for number, _, _ in rows[:QUERIES]],
        "beginning of a number": [number[:7] for number, _, _ in rows[:QUERIES]],
        "near miss in Hangul": [_slipped(pick, text) for text in hangul if len(text) > 4],
    }


def _places(pick: random.Random, names: list[str]) -> Iterator[tuple[int, str]]:
    for name in names:
        yield pick.randrange(len(name) - 1), name


def _slipped(pick: random.Random, text: str) -> str:
    """One syllable of a text replaced by another one: what no spelling rule explains."""
    place = pick.randrange(1, len(text))
    return text[:place] + pick.choice("누머벼갸토뤼") + text[place + 1 :]


def _line(shape: str, queries: list[str]) -> None:
    from prospects.search import best_entries

    found = _percentiles(queries, lambda text: best_entries(text, limit=LIMIT))
    floor = _percentiles(queries, _bare)[:2]
    cells = " | ".join(f"{number:.1f}" for number in (*found, *floor))
    print(f"| {shape} | {cells} |", flush=True)


def _lists() -> dict[str, list[dict[str, str]]]:
    """First pages of the register's list: common words, with what may narrow them."""
    from prospects.models import RegisterEntry

    some = RegisterEntry.objects.active().exclude(city="").order_by("-corporate_number")
    seats = random.Random(SEED).sample([*some.values_list("municipality_code", "city")[:5000]], 12)
    return {
        "list of a common word": [{"q": word} for word in COMMON],
        "the same in a municipality, by code": [
            {"q": word, "place": code} for word in COMMON for code, _ in seats
        ],
        "the same in a municipality, by name": [
            {"q": word, "place": city} for word in COMMON for _, city in seats
        ],
        "the same of the last year": [{"q": word, "age": "year"} for word in COMMON],
        "the same, cooperatives": [{"q": word, "kind": "cooperatives"} for word in COMMON],
    }


def _list_line(shape: str, lists: list[dict[str, str]]) -> None:
    """A list has no floor: nothing bare ranks and counts."""
    from crm.keyset import capped_count
    from prospects.asking import by_index
    from prospects.models import RegisterEntry
    from prospects.register_filters import RegisterFilter

    def first_page(data: dict[str, str]) -> None:
        found = RegisterFilter(data, queryset=RegisterEntry.objects.all())
        with by_index():
            capped_count(found.rest)

    cells = " | ".join(f"{number:.1f}" for number in _percentiles(lists, first_page))
    print(f"| {shape} | {cells} | | |", flush=True)


def _bare(text: str) -> None:
    """One look at the index with psycopg: the bigrams of the first meaning, twenty rows."""
    from django.db import connection

    from prospects.queries import parse
    from prospects.search import corporate_number, number_beginning

    with connection.cursor() as cursor:
        if digits := corporate_number(text) or number_beginning(text):
            cursor.execute(
                "SELECT * FROM prospects_registerentry WHERE corporate_number LIKE %s LIMIT 20",
                [f"{digits}%"],
            )
        else:
            meaning = parse(text).meanings[0]
            pairs = [pair for segment in meaning for pair in segment.bigrams()]
            cursor.execute(
                "SELECT * FROM prospects_registerentry WHERE bigrams @> %s::int[] LIMIT 20", [pairs]
            )
        cursor.fetchall()


def _percentiles(queries: list[T], work: Callable[[T], Any]) -> tuple[float, ...]:
    """Median and 95th percentile on the clock, and of processor time, after one round that warms
    up; in milliseconds."""
    clock, processor = [], []
    for turn in range(2):
        for text in queries:
            worked, start = _worked(), time.perf_counter()
            work(text)
            if turn:
                clock.append((time.perf_counter() - start) * 1000)
                processor.append(_worked() - worked)
    return (*_middle_and_tail(clock), *_middle_and_tail(processor))


def _middle_and_tail(numbers: list[float]) -> tuple[float, float]:
    return statistics.median(numbers), statistics.quantiles(numbers, n=20)[-1]


def _worked() -> float:
    """Processor milliseconds of this process and of its database process; 0 where none says."""
    from django.db import connection

    numbers = ("self", connection.connection.info.backend_pid)
    try:
        times = [Path(f"/proc/{number}/schedstat").read_text().split()[0] for number in numbers]
    except OSError:  # not Linux, or a database elsewhere
        return 0.0
    return sum(map(int, times)) / 1e6


if __name__ == "__main__":
    run()
