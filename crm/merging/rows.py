"""Whole rows as JSON, as the database itself writes and reads them; each call is one query.

What is read by `to_jsonb` and written by `jsonb_populate_recordset` comes back as it was, whatever
columns a model has. Columns that the database generates are left to it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, models

Row = Mapping[str, Any]
Model = type[models.Model]


def key_of(model: Model) -> str:
    """The column of the primary key."""
    return _column(_pk(model))


def columns(model: Model) -> list[str]:
    """The columns that are stored as they are given."""
    return [_column(field) for field in model._meta.concrete_fields if not field.generated]


def read(model: Model, column: str, values: Collection[Any]) -> list[Row]:
    """The rows with one of the values in a column, in the order of their keys."""
    if not values:
        return []
    found = _fetch(
        "SELECT to_jsonb(t) FROM {table} AS t "
        "WHERE t.{column} = ANY(%s::{type}[]) ORDER BY t.{key}",
        [[str(value) for value in values]],
        table=model._meta.db_table,
        column=column,
        key=key_of(model),
        type=_type(model, column),
    )
    return [json.loads(row) for (row,) in found]


def referring(model: Model, column: str, values: Collection[Any]) -> list[tuple[str, str]]:
    """The rows with one of the values in a column, only as (key, value), in order."""
    if not values:
        return []
    found = _fetch(
        "SELECT t.{key}, t.{column} FROM {table} AS t "
        "WHERE t.{column} = ANY(%s::{type}[]) ORDER BY 1",
        [[str(value) for value in values]],
        table=model._meta.db_table,
        column=column,
        key=key_of(model),
        type=_type(model, column),
    )
    return [(str(key), str(value)) for key, value in found]


def values_of(model: Model, column: str, keys: Collection[str]) -> dict[str, str]:
    """Key → what a column holds, of the rows that there are."""
    if not keys:
        return {}
    found = _fetch(
        "SELECT t.{key}, t.{column} FROM {table} AS t WHERE t.{key} = ANY(%s::{type}[])",
        [[*keys]],
        table=model._meta.db_table,
        column=column,
        key=key_of(model),
        type=_type(model, key_of(model)),
    )
    return {str(key): str(value) for key, value in found}


def existing(model: Model, keys: Collection[str]) -> set[str]:
    """Which of the keys there are."""
    return {key for key, _same in referring(model, key_of(model), keys)}


def delete(model: Model, keys: Collection[Any]) -> None:
    """Delete rows by their keys; the database refuses where something still refers to one."""
    if keys:
        _run(
            "DELETE FROM {table} WHERE {key} = ANY(%s::{type}[])",
            [[str(key) for key in keys]],
            table=model._meta.db_table,
            key=key_of(model),
            type=_type(model, key_of(model)),
        )


def insert(model: Model, rows: Sequence[Row]) -> set[str]:
    """Put whole rows back; returns the keys of those that found their place free.

    A column that came to the model since a row was read gets the model's default.
    """
    if not rows:
        return set()
    known = [{**_defaults(model), **row} for row in rows]
    found = _fetch(
        "INSERT INTO {table} ({columns}) SELECT {columns} "
        "FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb) "
        "ON CONFLICT DO NOTHING RETURNING {key}",
        [json.dumps(known, default=str)],
        table=model._meta.db_table,
        columns=columns(model),
        key=key_of(model),
    )
    return {str(key) for (key,) in found}


def overwrite(model: Model, rows: Sequence[Row]) -> None:
    """Write whole rows over those with their keys."""
    if not rows:
        return
    _run(
        "UPDATE {table} AS t SET ({columns}) = (SELECT {columns} "
        "FROM jsonb_populate_record(NULL::{table}, r.row)) "
        "FROM jsonb_array_elements(%s::jsonb) AS r(row) "
        "WHERE t.{key} = (r.row ->> %s)::{type}",
        [json.dumps(rows, default=str), key_of(model)],
        table=model._meta.db_table,
        columns=columns(model),
        key=key_of(model),
        type=_type(model, key_of(model)),
    )


def repoint(model: Model, column: str, moves: Iterable[tuple[str, str, str]]) -> set[str]:
    """Let rows refer to another: (key, from, to) each; returns the keys of those that did so.

    A row that does not refer to `from` (any more) is left alone.
    """
    asked = [{"key": key, "old": old, "new": new} for key, old, new in moves]
    if not asked:
        return set()
    found = _fetch(
        "UPDATE {table} AS t SET {column} = m.new "
        "FROM jsonb_to_recordset(%s::jsonb) AS m(key {key_type}, old {type}, new {type}) "
        "WHERE t.{key} = m.key AND t.{column} = m.old RETURNING t.{key}",
        [json.dumps(asked)],
        table=model._meta.db_table,
        column=column,
        key=key_of(model),
        key_type=_type(model, key_of(model)),
        type=_type(model, column),
    )
    return {str(key) for (key,) in found}


def check_references() -> None:
    """Have the database check now what it would check at the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _pk(model: Model) -> models.Field[Any, Any]:
    return model._meta.pk


def _column(field: models.Field[Any, Any]) -> str:
    return str(field.column)


def _type(model: Model, column: str) -> str:
    """The column's type in the database; of a counted key the plain number."""
    field = next(each for each in model._meta.concrete_fields if each.column == column)
    if isinstance(field, models.ForeignKey):
        return str(field.db_type(connection))
    return str(field.rel_db_type(connection))


def _defaults(model: Model) -> dict[str, Any]:
    return {
        str(field.column): field.get_prep_value(field.get_default())
        for field in model._meta.concrete_fields
        if not field.generated and field.has_default()
    }


def _quote(name: str) -> str:
    return connection.ops.quote_name(name)


def _sql(template: str, names: Mapping[str, str | list[str]]) -> str:
    """The template with names of tables and columns quoted; types are the database's own words."""
    types = {"type", "key_type"}
    return template.format(
        **{
            key: ", ".join(map(_quote, name))
            if isinstance(name, list)
            else (name if key in types else _quote(name))
            for key, name in names.items()
        }
    )


def _fetch(template: str, params: list[Any], **names: str | list[str]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_sql(template, names), params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _run(template: str, params: list[Any], **names: str | list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_sql(template, names), params)
