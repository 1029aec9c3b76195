"""Many records named at once, in queries that are asked ten times over for the same thousands."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import QuerySet, TextField, UUIDField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast


def keys(some: Iterable[uuid.UUID | str]) -> RawSQL:
    """For `…__in`: one parameter, written once, whatever the number."""
    written = f"{{{','.join(map(str, some))}}}"
    return RawSQL("SELECT unnest(%s::uuid[])", [written], output_field=UUIDField())


@contextmanager
def held(records: QuerySet[Any]) -> Iterator[RawSQL]:
    """The keys of these records, for `…__in` in the body: in a table whose size the planner knows.

    Not to be nested.
    """
    statement, parameters = records.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        # Whatever failed in the body before has left its table behind.
        cursor.execute("DROP TABLE IF EXISTS pg_temp.held_keys")
        cursor.execute(f"CREATE TEMPORARY TABLE held_keys (id) AS {statement}", parameters)
        cursor.execute("ANALYZE held_keys")
        yield RawSQL("SELECT id FROM held_keys", [], output_field=UUIDField())
        cursor.execute("DROP TABLE held_keys")


def text(name: str) -> Cast:
    """A key as text: to look it up costs a tenth of what a `UUID` does."""
    return Cast(name, TextField())
