"""How often a company is found by what a Korean speaker writes after hearing its name.

Real rows of the register that carry a reading, from the published files, are spelled in several
ways by `benchmarks.spellings`, which shares no rule with the search. A spelling counts as found
where one of the first hits is that company, or one whose reading is the very same: no ear can tell
those apart. Names written in Latin letters are left out, for people type those as they are written.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django
from psycopg import sql

from benchmarks import spellings

FILES = Path(__file__).resolve().parents[2] / "shared" / "data" / "nta"
ROWS = 500
SEED = 20261122
SCHEMA = "bench_quality"
FIRST = 5

Speller = Callable[[str, str], str]
SPELLERS: dict[str, Speller] = {
    "by the standard table": lambda kana, _name: spellings.standard(kana),
    "letter by letter": lambda kana, _name: spellings.as_spelled(kana),
    "trade word read in Korean": spellings.half_read,
}


def run() -> None:
    """Print the shares; `QUALITY_ROWS` chooses how many companies are looked for."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.db import transaction

    with transaction.atomic():
        _load_register()
        rows = companies()
        count = int(os.environ.get("QUALITY_ROWS", ROWS))
        print(f"Search by ear: share found of up to {count} of {len(rows):,} companies")
        print(f"\n| spelling | companies | first | first {FIRST} | itself among them |")
        print("|---|--:|--:|--:|--:|")
        for slips in (False, True):
            for label, speller in SPELLERS.items():
                chosen = [row for row in rows if speller(row.kana, _bare(row.name))][:count]
                _line(f"{label}{', with slips' * slips}", speller, chosen, slips=slips)
        transaction.set_rollback(True)


def _load_register() -> None:
    """All published files into register tables of their own, which go when the run is over."""
    from django.db import connection

    from prospects.register import load_register

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables"
            " WHERE schemaname = 'public' AND tablename LIKE 'prospects\\_register%'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        cursor.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(SCHEMA)))
        for table in tables:
            cursor.execute(
                sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING ALL)").format(
                    sql.Identifier(SCHEMA, table), sql.Identifier("public", table)
                )
            )
        cursor.execute(sql.SQL("SET LOCAL search_path = {}, public").format(sql.Identifier(SCHEMA)))
    load_register(sorted(FILES.glob("*.csv*")))


def companies() -> list[Any]:
    """Companies at work with a reading, each reading once, in an order of chance, ever the same."""
    from prospects.figures import COMPANY_KINDS
    from prospects.models import RegisterEntry

    rows = RegisterEntry.objects.active().of_kinds(COMPANY_KINDS).exclude(kana="")
    by_reading = {row.kana: row for row in rows.order_by("-corporate_number")}
    found = [row for row in by_reading.values() if not re.search("[A-Za-zＡ-Ｚａ-ｚ]", row.name)]
    found.sort(key=lambda row: row.corporate_number)
    random.Random(SEED).shuffle(found)
    return found


def _line(label: str, speller: Speller, rows: list[Any], *, slips: bool) -> None:
    pick = random.Random(SEED)
    first = among = itself = 0
    for row in rows:
        text = speller(row.kana, _bare(row.name))
        hits = [*_found(spellings.noisy(text, pick) if slips else text)]
        same = [hit.kana == row.kana for hit in hits]
        first += same[:1] == [True]
        among += any(same)
        itself += row.corporate_number in {hit.corporate_number for hit in hits}
    shares = " | ".join(f"{found / len(rows):.1%}" for found in (first, among, itself))
    print(f"| {label} | {len(rows)} | {shares} |", flush=True)


def _bare(name: str) -> str:
    return re.sub("株式会社|有限会社|合同会社|合資会社|合名会社", "", name)


def _found(text: str) -> Iterator[Any]:
    from prospects.search import best_entries

    yield from (hit.entry for hit in best_entries(text, limit=FIRST))


if __name__ == "__main__":
    run()
