"""The partners' API against the same rows read with psycopg and dumped with orjson, in one run.

A hundred thousand companies are shared with one agency. A page goes through everything a request
goes through (middleware, token, limit, filters, JSON), but no socket. Its floor is the very query
that the page sends, run by psycopg alone, its rows dumped by orjson with the column names.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from typing import Any

import django
import orjson

from benchmarks import data
from benchmarks.timing import median

COMPANIES = 100_000
ROWS = 100
TIMES = 30


def measure(world: data.World, *, rows: int = ROWS, times: int = TIMES) -> None:
    """Print a line for each kind of page."""
    from django.test import Client

    client = Client(SERVER_NAME="localhost", headers={"Authorization": f"Bearer {world.token}"})
    print(f"API page of {rows} companies, {len(world.companies):,} shared (milliseconds, median)")
    print(f"{'':<34}{'API':>8}{'floor':>8}{'ratio':>8}{'queries':>9}{'bytes':>10}")
    for name, address in _addresses(client, world, rows):
        answer, queries = _captured(lambda address=address: client.get(address))  # type: ignore[misc]
        assert answer.status_code == 200, answer.content
        found = len(answer.json()["results"])
        assert found == rows, (name, found)
        statement = queries[-1]["sql"]
        api = median(lambda address=address: client.get(address), times)  # type: ignore[misc]
        floor = median(lambda statement=statement: _floor(statement), times)  # type: ignore[misc]
        print(
            f"{name:<34}{api:>8.1f}{floor:>8.1f}{api / floor:>7.1f}x{len(queries):>9}"
            f"{len(answer.content):>10,}"
        )


def _addresses(client: Any, world: data.World, rows: int) -> list[tuple[str, str]]:
    from crm.keyset import _Cursor, _encode, keys_of
    from prospects.models import Company

    middle = world.companies[len(world.companies) // 2]
    order = keys_of(Company.objects.all(), ("-id",))
    cursor = _encode(_Cursor(forward=True, inclusive=False, values=(middle,)), order)
    base = f"/api/v1/companies?limit={rows}"
    return [
        ("newest", base),
        ("in the middle of the list", f"{base}&cursor={cursor}"),
        ("by number of employees", f"{base}&sort=-employees"),
        ("of one cluster", f"{base}&cluster=bench-3"),
        ("of one process", f"{base}&capability=bench-3"),
        ("text in a name", f"{base}&q=精密"),
    ]


def _captured(work: Callable[[], Any]) -> tuple[Any, list[dict[str, str]]]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        answer = work()
    return answer, queries.captured_queries


def _floor(statement: str) -> bytes:
    from django.db import connection

    with connection.connection.cursor() as cursor:
        cursor.execute(statement)
        names = [column.name for column in cursor.description]
        return orjson.dumps(
            [dict(zip(names, row, strict=True)) for row in cursor.fetchall()], default=str
        )


def run() -> None:
    """Print the comparison for 100,000 companies; `API_COMPANIES` chooses another number."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.conf import settings
    from django.db import transaction

    settings.API_REQUESTS_PER_MINUTE = 10**9
    logging.disable(logging.INFO)
    with transaction.atomic():
        start = time.perf_counter()
        world = data.fill(int(os.environ.get("API_COMPANIES", COMPANIES)))
        print(f"filled in {time.perf_counter() - start:.0f} s")
        measure(world)
        transaction.set_rollback(True)


if __name__ == "__main__":
    run()
