"""What the register is searched by, worked out anew after a change of its rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, transaction

from prospects.models import RegisterEntry

from .load import LOAD_LOCK
from .rows import search_columns

_AT_ONCE = 50_000


def renew_search_columns(*, report: Callable[[int], None] = lambda _: None) -> int:
    """Bring `normal_name`, `heard` and `bigrams` of all entries up to date; how many changed.

    One transaction; `report` hears how many entries were looked at.
    """
    changed = seen = 0
    after = ""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOAD_LOCK])
        cursor.execute(_CREATE)
        while rows := _after(after):
            columns = list(zip(*rows, strict=True))
            forms = zip(columns[0], *search_columns(*columns[1:]), strict=True)
            with cursor.copy("COPY renewed FROM STDIN") as copy:
                for row in forms:
                    copy.write_row(row)
            cursor.execute(_UPDATE)
            changed += cursor.rowcount
            cursor.execute("TRUNCATE renewed")
            after = rows[-1][0]
            seen += len(rows)
            report(seen)
        cursor.execute("DROP TABLE renewed")
    return changed


def _after(number: str) -> Sequence[Any]:
    entries = RegisterEntry.objects.filter(corporate_number__gt=number).order_by("pk")
    return list(entries.values_list("pk", "name", "kana", "name_en")[:_AT_ONCE])


_CREATE = """
    CREATE TEMPORARY TABLE renewed
    (corporate_number text, normal_name text, heard text, bigrams int[])
"""
_UPDATE = """
    UPDATE prospects_registerentry AS r
    SET normal_name = n.normal_name, heard = n.heard, bigrams = n.bigrams
    FROM renewed AS n
    WHERE n.corporate_number = r.corporate_number
    AND (n.normal_name, n.heard, n.bigrams)
        IS DISTINCT FROM (r.normal_name, r.heard, r.bigrams)
"""
