"""Where the demo set's history begins: how each row stood when it was made.

The set is written with the history's triggers at rest, as its rows are dated in the past. Without a
beginning the first edit of a row could not say what stood there before.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connection, models
from pghistory.core import InsertEvent
from pghistory.models import Event

_ADD = """
INSERT INTO {events} ({columns}, pgh_created_at, pgh_label, pgh_obj_id)
SELECT {columns}, {moment}, 'insert', id FROM {rows} AS made
WHERE NOT EXISTS (SELECT FROM {events} WHERE pgh_obj_id = made.id)
"""


def begin_history() -> None:
    """Add the insertion of every row that has no history, at the time it was made."""
    with connection.cursor() as cursor:
        for events in apps.get_models():
            if issubclass(events, Event) and _tells_of_insertion(events):
                cursor.execute(_statement(events))


def _tells_of_insertion(events: type[Any]) -> bool:
    return any(isinstance(each, InsertEvent) for each in events.pgh_trackers or ())


def _statement(events: type[Any]) -> str:
    quote = connection.ops.quote_name
    tracked: type[models.Model] = events.pgh_tracked_model
    kept = [f for f in events._meta.concrete_fields if not f.name.startswith("pgh_")]
    return _ADD.format(
        events=quote(events._meta.db_table),
        rows=quote(tracked._meta.db_table),
        columns=", ".join(quote(field.column) for field in kept),
        moment=_moment(tracked),
    )


def _moment(tracked: type[models.Model]) -> str:
    """When a row was made: its own time, or that of the record whose part it is."""
    quote = connection.ops.quote_name
    columns = {field.name for field in tracked._meta.concrete_fields}
    for name in ("created_at", "date_joined"):
        if name in columns:
            return name
    for field in tracked._meta.concrete_fields:
        whole = field.related_model
        if isinstance(whole, type) and any(f.name == "created_at" for f in whole._meta.fields):
            table = quote(whole._meta.db_table)
            key = quote(field.attname)
            # The names are those of our own tables.
            return f"(SELECT created_at FROM {table} AS whole WHERE whole.id = made.{key})"  # noqa: S608
    return "now()"
