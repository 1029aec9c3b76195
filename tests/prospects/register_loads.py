"""Loading register files in a test, and what came of it."""

from __future__ import annotations

from pathlib import Path

from django.db import connection

from prospects.models import RegisterEntry
from prospects.register import LoadResult, load_register


def checksum() -> str:
    """Of every column of every row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT md5(string_agg(r::text, '|' ORDER BY corporate_number))"
            " FROM prospects_registerentry AS r"
        )
        [digest] = cursor.fetchone()
    return str(digest)


def counts(result: LoadResult) -> dict[str, int]:
    """The counts that are not zero."""
    names = ("read", "new", "changed", "unchanged", "stale", "rejected")
    return {name: value for name in names if (value := getattr(result, name))}


def load(*paths: Path) -> list[dict[str, int]]:
    return [counts(result) for result in load_register(paths)]


def names() -> dict[str, str]:
    return dict(RegisterEntry.objects.values_list("corporate_number", "name"))
