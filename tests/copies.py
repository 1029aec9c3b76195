"""What takes long to load, made once a run: from then on its rows are copied back.

    copies.put("reference", lambda: call_command("load_reference", verbosity=0))

The first test that asks makes it and keeps every row under the run's own folder; later ones, in any
worker, get the rows by COPY, with the same keys. The loading itself has tests of its own.
"""

from __future__ import annotations

import fcntl
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from psycopg import sql

from config import embedded


def reference() -> None:
    """The reference data of all floors, as `manage.py load_reference` loads it."""
    put("reference", lambda: call_command("load_reference", verbosity=0))


#: Tables that migrating fills.
MIGRATED = ("auth_permission", "django_content_type", "django_migrations")
MANY = 5_000
_COLUMNS = """
    SELECT table_name, array_agg(column_name::text ORDER BY ordinal_position)
    FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND is_generated = 'NEVER'
    GROUP BY table_name ORDER BY table_name
"""


def put(name: str, make: Callable[[], Any]) -> None:
    """Fill the database with what `make` makes there, by making it or from the kept rows.

    Kept is only what was made in tables that had no rows; where others change, nothing is kept.
    """
    folder = embedded.var() / "copies" / name
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        whole = folder / "tables.json"
        if not whole.exists():
            before = _counts()
            make()
            after = _counts()
            if all(after[table] == count for table, count in before.items() if count):
                made = [table for table, count in after.items() if count and not before[table]]
                whole.write_text(json.dumps(_keep(folder, made)))
            return
    _put_back(folder, json.loads(whole.read_text()))


def empty(_case: Any = None) -> None:
    """Leave the database as migrations left it, after a test that committed.

    Django's own way truncates every table, with or without rows, and makes content types and
    permissions anew: ten times as long.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, count in _counts().items():
            if count and table not in MIGRATED:
                # Many deleted rows would long stay in the table's file, for later tests to skip.
                way = "TRUNCATE {} CASCADE" if count > MANY else "DELETE FROM {}"
                cursor.execute(sql.SQL(way).format(sql.Identifier(table)))


def _counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        each = sql.SQL(" UNION ALL ").join(
            sql.SQL("SELECT {}, count(*) FROM {}").format(sql.Literal(t), sql.Identifier(t))
            for t in tables
        )
        cursor.execute(each)
        return dict(cursor.fetchall())


def _keep(folder: Path, tables: list[str]) -> dict[str, list[str]]:
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS)
        columns = {table: names for table, names in cursor.fetchall() if table in tables}
        for table, names in columns.items():
            statement = sql.SQL("COPY {} ({}) TO STDOUT").format(*_named(table, names))
            with cursor.copy(statement) as rows, (folder / table).open("wb") as file:
                for block in rows:
                    file.write(block)
    return columns


def _put_back(folder: Path, columns: dict[str, list[str]]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        # Rows as they were, with the history they had: no trigger adds to it.
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, names in columns.items():
            statement = sql.SQL("COPY {} ({}) FROM STDIN").format(*_named(table, names))
            with cursor.copy(statement) as rows:
                rows.write((folder / table).read_bytes())
            for key in {"id", "pgh_id"}.intersection(names):  # history keeps both
                _count_on(cursor, table, key)
        cursor.execute("SET LOCAL session_replication_role = origin")


def _count_on(cursor: Any, table: str, key: str) -> None:
    """Let a table that numbers its rows go on after those copied."""
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [connection.ops.quote_name(table), key])
    if (sequence := cursor.fetchone()[0]) is not None:
        last = sql.SQL("SELECT setval(%s, coalesce(max({}), 1)) FROM {}")
        cursor.execute(last.format(sql.Identifier(key), sql.Identifier(table)), [sequence])


def _named(table: str, names: list[str]) -> tuple[sql.Composable, sql.Composable]:
    return sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, names))
