"""The company list page against the same rows read with psycopg and dumped with orjson, in one run.

A hundred thousand companies, half of them with plans and a contact. A page goes through everything
a request goes through (middleware, session, filters, the capped count, the whole template), but no
socket. Its floor is the very queries for its fifty rows, run by psycopg alone, the rows dumped by
orjson with the column names.
"""

from __future__ import annotations

import logging
import os
import re
import time
from collections.abc import Callable
from html import unescape
from typing import Any

import django
import orjson

from benchmarks import data
from benchmarks.timing import median

COMPANIES = 100_000
ROWS = 50
TIMES = 20

PAGES = (
    ("newest", ""),
    ("by number of employees", "?sort=-employees"),
    ("by name", "?sort=name"),
    ("of one cluster", "?cluster=bench-3"),
    ("of one process", "?capability=bench-3"),
    ("text in a name", "?q=精密"),
    ("push strong, will some or strong", "?push=strong&will=speaks"),
    ("by strength", "?sort=-strength"),
)
#: A name as somebody types it, without a place yet.
TYPED = "/companies/likely/?name_ja=浜松精密工業"


def measure(world: data.World, *, times: int = TIMES) -> None:
    """Print a line for each kind of page."""
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(world.officer)
    print(f"Company list, {ROWS} rows of {len(world.companies):,} (milliseconds, median)")
    print(f"{'':<34}{'page':>8}{'floor':>8}{'ratio':>8}{'queries':>9}{'bytes':>10}")
    for name, query in PAGES:
        _line(client, name, f"/companies/{query}", times)
    first = client.get("/companies/").content.decode()
    [following] = re.findall(r'href="([^"]*[?&]cursor=[^"]+)"', first)
    _line(client, "the page after", f"/companies/{unescape(following)}", times)
    _line(client, "duplicates of a name being typed", TYPED, times, rows=None)
    _line(client, "one company's record", f"/companies/{world.companies[0]}/", times, rows=None)


def _line(client: Any, name: str, address: str, times: int, *, rows: int | None = ROWS) -> None:
    answer, queries = _captured(lambda: client.get(address))
    assert answer.status_code == 200, answer.content
    if rows is not None:
        assert answer.content.count(b'<th scope="row"') == rows, name
    page = median(lambda: client.get(address), times)
    size = len(answer.content)
    if rows is None:
        print(f"{name:<34}{page:>8.1f}{'':>8}{'':>8}{len(queries):>9}{size:>10,}")
        return
    statements = [sql for sql in queries if _reads_rows(sql)]
    assert len(statements) == 3, "which companies, what is known of them, and their processes"
    floor = median(lambda: _floor(statements), times)
    print(f"{name:<34}{page:>8.1f}{floor:>8.1f}{page / floor:>7.1f}x{len(queries):>9}{size:>10,}")


def _reads_rows(sql: str) -> bool:
    """Whether a query fetches what the lines show, rather than the user, a choice or the count."""
    page = 'FROM "prospects_company"' in sql and f"LIMIT {ROWS + 1}" in sql
    known = 'FROM "prospects_company"' in sql and '"prospects_company"."id" IN' in sql
    skills = 'FROM "prospects_companycapability"' in sql and '"company_id" IN' in sql
    return page or known or skills


def _captured(work: Callable[[], Any]) -> tuple[Any, list[str]]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    work()  # what is read once and kept, is kept now
    with CaptureQueriesContext(connection) as queries:
        answer = work()
    return answer, [query["sql"] for query in queries.captured_queries]


def _floor(statements: list[str]) -> bytes:
    from django.db import connection

    dumped = b""
    with connection.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            names = [column.name for column in cursor.description]
            rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
            dumped += orjson.dumps(rows, default=str)
    return dumped


def run() -> None:
    """Print the comparison for 100,000 companies; `PAGE_COMPANIES` chooses another number."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.db import transaction

    logging.disable(logging.INFO)
    with transaction.atomic():
        start = time.perf_counter()
        world = data.fill(int(os.environ.get("PAGE_COMPANIES", COMPANIES)))
        print(f"filled in {time.perf_counter() - start:.0f} s")
        measure(world)
        transaction.set_rollback(True)


if __name__ == "__main__":
    run()
