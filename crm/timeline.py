"""What happened with a company or a cooperative, newest first: contacts, moves of deals, edits.

Three sources are merged by time: activities, stage changes and the history tables, in which one
transaction is one entry. A page of it needs a fixed number of queries.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pghistory.models import Events

from crm.models import Activity, Coverage, Deal, StageChange, User
from crm.templatetags.countries import countries
from crm.templatetags.names import localname
from crm.templatetags.numbers import number
from prospects.models import (
    Capability,
    Cluster,
    Company,
    CompanyCapability,
    Contact,
    Cooperative,
    CooperativeMembership,
    ExpansionIntent,
    GroupPlan,
)

PICTURES: dict[str, str] = {
    Activity.Kind.CALL: "phone",
    Activity.Kind.EMAIL: "mail",
    Activity.Kind.MEETING: "users",
    Activity.Kind.VISIT: "map-pin",
    Activity.Kind.SEMINAR: "presentation",
    Activity.Kind.DELEGATION: "plane",
    Activity.Kind.EXHIBITION: "store",
    Activity.Kind.TODO: "square-check",
}

PAGE = 30
_at = attrgetter("at")
# Kept by the machinery, or said by the entry itself.
_SILENT = {"id", "version", "created_at", "updated_at", "is_demo", "company_id", "cooperative_id"}
_NAMED: dict[str, type[models.Model]] = {
    "capability_id": Capability,
    "cluster_id": Cluster,
    "company_id": Company,
    "cooperative_id": Cooperative,
    "owner_id": User,
}


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `lines` say more; `activity` and `deal` are set where it is one."""

    at: dt.datetime
    picture: str
    title: str
    who: str = ""
    lines: tuple[str, ...] = ()
    state: str = ""
    activity: Activity | None = None
    deal: Deal | None = None

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass(frozen=True)
class Timeline:
    """A page of entries; `before` is the moment to ask the next page with, None at the end."""

    entries: tuple[Entry, ...]
    before: dt.datetime | None


def timeline_of(
    record: Company | Cooperative,
    *,
    before: dt.datetime | None = None,
    size: int = PAGE,
    edits: bool = True,
) -> Timeline:
    """The page of what happened before a moment; without `edits` only contacts and deals."""
    sources = [_contacts(record, before, size), _moves(record, before, size)]
    if edits:
        sources.append(_edits(record, before, size * 4))
    # A source that has more to tell is complete only down to its last moment.
    floor = max((source.floor for source in sources if source.floor), default=None)
    told = sorted((e for source in sources for e in source.entries), key=_at, reverse=True)
    entries = [entry for entry in told if floor is None or entry.at > floor] or told
    if not entries:
        return Timeline((), None)
    # Nor is a page cut between two entries of one moment: the next one asks for what is before.
    page = [entry for entry in entries if entry.at >= entries[:size][-1].at]
    more = floor is not None or len(page) < len(entries)
    return Timeline(tuple(page), page[-1].at if more else None)


@dataclass(frozen=True)
class _Source:
    """What one table tells, and the moment from which on it is complete if it has more."""

    entries: Sequence[Entry]
    floor: dt.datetime | None


def _source(entries: Sequence[Entry], size: int) -> _Source:
    return _Source(entries, entries[-1].at if len(entries) > size else None)


def planned_for(record: Company | Cooperative) -> Sequence[Activity]:
    """What is planned, overdue first."""
    planned = record.activities.planned().select_related("owner", "deal")
    return [*planned.order_by("planned_for", "id")[:8]]


def _contacts(record: Company | Cooperative, before: dt.datetime | None, size: int) -> _Source:
    rows = record.activities.exclude(status=Activity.Status.PLANNED).filter(at__isnull=False)
    if before:
        rows = rows.filter(at__lt=before)
    found = [*rows.select_related("owner", "deal").order_by("-at", "-id")[: size + 1]]
    return _source([_contact(row) for row in found], size)


def _contact(row: Activity) -> Entry:
    cancelled = row.status == Activity.Status.CANCELLED
    return Entry(
        at=row.done_at or row.planned_for or row.created_at,
        picture="circle-x" if cancelled else PICTURES[row.kind],
        title=row.subject,
        who=str(row.owner),
        lines=tuple(filter(None, (row.outcome,))),
        state="cancelled" if cancelled else "",
        activity=row,
        deal=row.deal,
    )


def _moves(record: Company | Cooperative, before: dt.datetime | None, size: int) -> _Source:
    field = "investors" if isinstance(record, Company) else "cooperative"
    deals = Deal.objects.filter(**{field: record})
    rows = StageChange.objects.filter(deal__in=deals.values("pk"))
    if before:
        rows = rows.filter(at__lt=before)
    related = ("deal", "from_stage", "to_stage", "by")
    found = [*rows.select_related(*related).order_by("-at", "-id")[: size + 1]]
    return _source([_move(row) for row in found], size)


def _move(row: StageChange) -> Entry:
    to = localname(row.to_stage)
    step = f"{localname(row.from_stage)} → {to}" if row.from_stage else to
    return Entry(
        at=row.at,
        picture="move-right" if row.from_stage else "folder-plus",
        title=gettext("Deal moved: %s") % step if row.from_stage else gettext("Deal opened"),
        who=str(row.by or ""),
        lines=tuple(filter(None, (row.deal.title, row.note))),
        deal=row.deal,
    )


# --- Edits, from the history tables ---------------------------------------------------------------

_OF_COMPANY: tuple[type[models.Model], ...] = (
    Company,
    CompanyCapability,
    Contact,
    CooperativeMembership,
    Coverage,
    ExpansionIntent,
)
_OF_COOPERATIVE: tuple[type[models.Model], ...] = (
    Cooperative,
    Contact,
    CooperativeMembership,
    GroupPlan,
)
_NOUNS = {
    Company._meta.label: _("Facts"),
    CompanyCapability._meta.label: _("Capability"),
    Contact._meta.label: _("Contact person"),
    Cooperative._meta.label: _("Facts"),
    CooperativeMembership._meta.label: _("Membership"),
    Coverage._meta.label: _("Owner"),
    ExpansionIntent._meta.label: _("Expansion intent"),
    GroupPlan._meta.label: _("Group plan"),
}


def _edits(record: Company | Cooperative, before: dt.datetime | None, size: int) -> _Source:
    nouns = _OF_COMPANY if isinstance(record, Company) else _OF_COOPERATIVE
    events: Any = Events.objects
    events = events.across(*(_event_model(noun) for noun in nouns)).references(record)
    if before:
        events = events.filter(pgh_created_at__lt=before)
    rows = [*events.order_by("-pgh_created_at", "-pgh_id")[: size + 1]]
    names = _names(rows, record)
    # now() stands still inside a transaction, so one moment is one thing that somebody did.
    groups = groupby(rows, key=attrgetter("pgh_created_at", "pgh_context_id"))
    entries = [_edit(record, at, [*group], names) for (at, _context), group in groups]
    return _Source(entries, entries[-1].at if len(rows) > size else None)


def _event_model(noun: type[models.Model]) -> type[models.Model]:
    return apps.get_model(noun._meta.app_label, f"{noun.__name__}Event")


def _edit(
    record: Company | Cooperative,
    at: dt.datetime,
    rows: Sequence[Any],
    names: Mapping[str, Mapping[str, str]],
) -> Entry:
    who = names["user"].get(_user_key(rows[0]), "")
    made = next((row for row in rows if _is(row, record) and row.pgh_label == "insert"), None)
    if made:
        return Entry(at, "circle-plus", gettext("Added to the list"), who)
    lines: list[str] = []
    for row in rows:
        lines += _lines(row, record, names)
    kinds = {(row.pgh_obj_model, row.pgh_label) for row in rows}
    if len(kinds) > 1:
        return Entry(at, "pencil", gettext("Facts changed"), who, tuple(lines))
    noun = str(_NOUNS[rows[0].pgh_obj_model])
    title = {
        "insert": gettext("%s added"),
        "update": gettext("%s changed"),
        "delete": gettext("%s removed"),
    }[rows[0].pgh_label] % noun
    return Entry(at, "pencil", title, who, tuple(lines))


def _is(row: Any, record: models.Model) -> bool:
    return bool(row.pgh_obj_model == record._meta.label)


def _lines(row: Any, record: models.Model, names: Mapping[str, Mapping[str, str]]) -> list[str]:
    model = apps.get_model(row.pgh_obj_model)
    if row.pgh_label != "update":
        said = _subject(row, record, names)
        return [said] if said else []
    lines = []
    for column, (old, new) in (row.pgh_diff or {}).items():
        field = next((each for each in model._meta.fields if each.column == column), None)
        if field is None or column in _SILENT:
            continue
        label = capfirst(str(field.verbose_name))
        lines.append(f"{label}: {_said(field, old, names)} → {_said(field, new, names)}")
    return lines


def _subject(row: Any, record: models.Model, names: Mapping[str, Mapping[str, str]]) -> str:
    """What a row that came or went was about: a capability, a person, a cooperative."""
    data = row.pgh_data
    for column in ("capability_id", "owner_id", "cooperative_id", "company_id"):
        if data.get(column) and data[column] != str(record.pk):
            return names[column].get(str(data[column]), "")
    if data.get("target_countries"):
        return countries(data["target_countries"])
    return str(data.get("name") or "")


def _said(field: Any, value: Any, names: Mapping[str, Mapping[str, str]]) -> str:
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
    return text if len(text) <= 60 else f"{text[:59]}…"


def _user_key(row: Any) -> str:
    return str((row.pgh_context or {}).get("user") or "")


def _names(rows: Iterable[Any], record: models.Model) -> dict[str, dict[str, str]]:
    """The names behind the keys in a page of history, one query a noun that occurs."""
    wanted: dict[str, set[str]] = {"user": set(), **{column: set() for column in _NAMED}}
    for row in rows:
        wanted["user"].add(_user_key(row))
        values = dict(row.pgh_data or {})
        for column in _NAMED:
            pair = (row.pgh_diff or {}).get(column) or [values.get(column)]
            wanted[column].update(str(v) for v in pair if v and str(v) != str(record.pk))
    people = _text_by_key(User, {key for key in wanted["user"] | wanted["owner_id"] if key})
    names = {"user": people, "owner_id": people}
    for column, model in _NAMED.items():
        if column != "owner_id":
            names[column] = _text_by_key(model, wanted[column])
    return names


def _text_by_key(model: type[models.Model], keys: Iterable[str]) -> dict[str, str]:
    uuids = [UUID(key) for key in keys]
    if not uuids:
        return {}
    rows = model._default_manager.filter(pk__in=uuids)
    return {str(row.pk): localname(row) for row in rows}
