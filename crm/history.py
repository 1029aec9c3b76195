"""What the history tables say, in words: which field went from what to what, and by whom.

Rows are `pghistory.models.Events`: `pgh_obj_model` and `pgh_label` (insert, update, delete) say
what happened to which noun, `pgh_data` holds the columns, `pgh_diff` the changed ones as pairs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext
from pghistory.models import Events

from crm.models import User
from crm.templatetags.countries import countries
from crm.templatetags.names import localname
from crm.templatetags.numbers import number
from matching.models import Firm, InvestmentZone, Need, Site
from prospects.models import Capability, Cluster, Company, Cooperative

Names = Mapping[str, Mapping[str, str]]

# Kept by the machinery; nobody edits them.
_SILENT = {"id", "version", "created_at", "updated_at", "is_demo"}
_NAMED: dict[str, type[models.Model]] = {
    "capability_id": Capability,
    "cluster_id": Cluster,
    "company_id": Company,
    "cooperative_id": Cooperative,
    "firm_id": Firm,
    "need_id": Need,
    "owner_id": User,
    "site_id": Site,
    "zone_id": InvestmentZone,
}
_LONGEST = 80


def events_of(
    record: models.Model, nouns: Iterable[type[models.Model]]
) -> models.QuerySet[Any, Any]:
    """The history of a record and of its rows of other nouns, newest first."""
    tables = [apps.get_model(noun._meta.app_label, f"{noun.__name__}Event") for noun in nouns]
    events: Any = Events.objects.across(*tables)  # type: ignore[no-untyped-call]
    found: models.QuerySet[Any, Any] = events.references(record)
    return found.order_by("-pgh_created_at", "-pgh_id")


def by_moment(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """Rows in groups, each one thing that somebody did: a transaction's now() stands still."""
    for _key, group in groupby(rows, key=attrgetter("pgh_created_at", "pgh_context_id")):
        yield [*group]


def is_of(row: Any, noun: type[models.Model] | models.Model) -> bool:
    """Whether the row is about this noun, and not about a row that belongs to it."""
    return bool(row.pgh_obj_model == noun._meta.label)


def who(row: Any, names: Names) -> str:
    """Who did it; `""` where nobody was signed in."""
    return names["owner_id"].get(_user_key(row), "")


def changes(row: Any, names: Names, *, silent: Collection[str] = ()) -> list[str]:
    """A line for each changed column that is not `silent`, as "Employees: 10 → 12"."""
    model = apps.get_model(row.pgh_obj_model)
    lines = []
    for column, (old, new) in (row.pgh_diff or {}).items():
        field = next((each for each in model._meta.fields if each.column == column), None)
        if field is None or column in _SILENT or column in silent:
            continue
        label = capfirst(str(field.verbose_name))
        lines.append(f"{label}: {_said(field, old, names)} → {_said(field, new, names)}")
    return lines


def names_behind(rows: Iterable[Any], record: models.Model) -> Names:
    """The names behind the keys in a page of a record's history, one query a noun that occurs."""
    wanted: dict[str, set[str]] = {column: set() for column in _NAMED}
    for row in rows:
        wanted["owner_id"].add(_user_key(row))
        # Of the record itself only what changed is told; of its parts also what they are about.
        values = {} if is_of(row, record) else dict(row.pgh_data or {})
        for column in _NAMED:
            pair = (row.pgh_diff or {}).get(column) or [values.get(column)]
            wanted[column].update(str(v) for v in pair if v and str(v) != str(record.pk))
    return {column: _text_by_key(_NAMED[column], keys) for column, keys in wanted.items()}


def _said(field: Any, value: Any, names: Names) -> str:
    if value in (None, "", []):
        return "–"
    if field.column in names:
        return names[field.column].get(str(value), "–")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    match value:
        case bool():
            text = gettext("yes") if value else gettext("no")
        case list() if field.name == "target_countries":
            text = countries(value)
        case list():
            text = ", ".join(map(str, value))
        case int() | float() if not field.name.endswith("year"):
            text = number(value, 2)
        case _:
            text = str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _user_key(row: Any) -> str:
    return str((row.pgh_context or {}).get("user") or "")


def _text_by_key(model: type[models.Model], keys: Iterable[str]) -> dict[str, str]:
    uuids = [UUID(key) for key in keys if key]
    if not uuids:
        return {}
    rows = model._default_manager.filter(pk__in=uuids)
    return {str(row.pk): localname(row) for row in rows}
