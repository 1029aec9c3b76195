"""Statements that make and change records from the rows of an import, for any model.

A row's JSON becomes a record inside the database (`jsonb_populate_record`), so a file of any size
is a handful of statements. Rows are `crm_intakerow AS r`; `%(intake)s` is the import's key.
"""

from __future__ import annotations

from typing import Any, cast

import orjson
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED
from psycopg import sql

#: The rows that become new records, and those that change one: as in `crm.models.intake`.
MAKING = sql.SQL(
    "(r.choice <> 'skip'"
    " AND (r.status = 'create' OR r.status = 'duplicate' AND r.choice = 'create'))"
)
CHANGING = sql.SQL(
    "(r.choice <> 'skip'"
    " AND (r.status = 'update' OR r.status = 'duplicate' AND r.choice = 'update'))"
)
#: Columns that the database fills or that change with every write.
_OWN = ("version", "updated_at")


def run(statement: str, **names: Any) -> int:
    """Execute a statement with identifiers and values filled in; the number of rows.

    `{making}` and `{changing}` narrow the rows `r` of the import.
    """
    params = {name: value for name, value in names.items() if not isinstance(value, sql.Composable)}
    parts = {name: value for name, value in names.items() if isinstance(value, sql.Composable)}
    parts |= {"making": MAKING, "changing": CHANGING}
    text = sql.SQL(cast("Any", statement)).format(**parts).as_string(connection.connection)
    with connection.cursor() as cursor:
        cursor.execute(text, params)
        return int(cursor.rowcount)


def table(model: type[models.Model]) -> sql.Identifier:
    return sql.Identifier(model._meta.db_table)


def writable(model: type[models.Model]) -> list[str]:
    """The columns that an insert has to give: those the database does not fill by itself."""
    return [
        str(field.column)
        for field in model._meta.concrete_fields
        if not field.primary_key and not field.generated and field.db_default is NOT_PROVIDED
    ]


def listed(columns: list[str], prefix: str = "") -> sql.Composed:
    """`a, b` or, with a prefix, `p.a, p.b`."""
    parts = [sql.Identifier(prefix, name) if prefix else sql.Identifier(name) for name in columns]
    return sql.SQL(", ").join(parts)


def defaults(model: type[models.Model]) -> str:
    """What Django would put into a new record where nothing is said, as JSON."""
    values: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.primary_key or field.generated or field.db_default is not NOT_PROVIDED:
            continue
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
            values[str(field.column)] = "now"
        else:
            values[str(field.column)] = field.get_default()
    return orjson.dumps(values, default=DjangoJSONEncoder().default).decode()


def changeable(model: type[models.Model]) -> list[str]:
    """The columns that an update may set."""
    return [name for name in writable(model) if name not in _OWN]


def unique_columns(model: type[models.Model]) -> list[str]:
    """The columns whose value one record alone may have."""
    return [
        str(field.column)
        for field in model._meta.concrete_fields
        if field.unique and not field.primary_key and not field.is_relation
    ]
