"""Loading register files in a test, and what came of it."""

from __future__ import annotations

from pathlib import Path

from django.db import connection

from prospects.models import RegisterChange, RegisterEntry, RegisterLoad
from prospects.register import LoadResult, load_register


def new_register() -> None:
    """Empty the register by giving its tables new files, which go when the test is taken back.

    Rows that a test takes back stay in the tables' files as dead ones: whoever reads such a table
    after a test with many rows is many times slower, until the server has cleaned up.
    """
    tables = [model._meta.db_table for model in (RegisterEntry, RegisterChange, RegisterLoad)]
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")  # what watches found refers to them


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
