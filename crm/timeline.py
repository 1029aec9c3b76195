"""What happened with a company or a cooperative, newest first: contacts, deals, register, edits.

Five sources are merged by time: activities, stage changes, feedback on introductions, what loads of
the register changed, and the history tables, in which one transaction is one entry. A page of it
needs a fixed number of queries.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm import history
from crm.feedback_words import facts_of, said_after_introduction
from crm.models import Activity, Coverage, Deal, MatchFeedback, StageChange
from crm.register_words import change_facts, change_said, names_of_numbers
from crm.templatetags.countries import countries
from crm.templatetags.names import localname
from prospects.models import (
    Company,
    CompanyCapability,
    Contact,
    Cooperative,
    CooperativeMembership,
    ExpansionIntent,
    GroupPlan,
    RegisterChange,
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


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `lines` say more; `activity` and `deal` are set where it is one.

    `register` is the corporate number where the register changed, `match` the key of the one that
    feedback is about.
    """

    at: dt.datetime
    picture: str
    title: str
    who: str = ""
    lines: tuple[str, ...] = ()
    state: str = ""
    activity: Activity | None = None
    deal: Deal | None = None
    register: str = ""
    match: UUID | None = None

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
    """The page of what happened before a moment; without `edits` only what others did."""
    sources = [
        _contacts(record, before, size),
        _moves(record, before, size),
        _registered(record, before, size),
        *([_said(record, before, size)] if isinstance(record, Company) else []),
    ]
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
    return _source([contact_entry(row) for row in found], size)


def contact_entry(row: Activity) -> Entry:
    """A contact that was made or called off."""
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


def _registered(record: Company | Cooperative, before: dt.datetime | None, size: int) -> _Source:
    if not record.corporate_number:
        return _Source([], None)
    rows = RegisterChange.objects.of_number(record.corporate_number)
    if before:
        rows = rows.filter(recorded_at__lt=before)
    found = [*rows.order_by("-recorded_at", "-id")[: size + 1]]
    names = names_of_numbers({row.successor_number for row in found})
    return _source([_change(row, names.get(row.successor_number, "")) for row in found], size)


def _change(row: RegisterChange, successor: str) -> Entry:
    """At the moment we learnt of it; the day of the change itself is in the words."""
    said = change_said(change_facts(row, successor=successor))
    return Entry(
        at=row.recorded_at,
        picture=said.picture,
        title=said.title,
        who=gettext("register"),
        lines=(said.text,),
        register=row.corporate_number,
    )


def _said(company: Company, before: dt.datetime | None, size: int) -> _Source:
    """Feedback on introductions of the company, at the moment it was noted."""
    rows = MatchFeedback.objects.filter(match__company=company)
    if before:
        rows = rows.filter(created_at__lt=before)
    related = ("match__need__firm", "recorded_by")
    found = [*rows.select_related(*related).order_by("-created_at", "-id")[: size + 1]]
    return _source([_feedback(row, company) for row in found], size)


def _feedback(row: MatchFeedback, company: Company) -> Entry:
    told = said_after_introduction(facts_of(row), localname(company))
    return Entry(
        at=row.created_at,
        picture=told.picture,
        title=told.title,
        who=str(row.recorded_by),
        lines=(told.text,),
        match=row.match_id,
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
    events = history.events_of(record, nouns)
    if before:
        events = events.filter(pgh_created_at__lt=before)
    rows = [*events[: size + 1]]
    names = history.names_behind(rows, record)
    entries = [_edit(record, group, names) for group in history.by_moment(rows)]
    return _Source(entries, entries[-1].at if len(rows) > size else None)


def _edit(record: Company | Cooperative, rows: Sequence[Any], names: history.Names) -> Entry:
    at, who = rows[0].pgh_created_at, history.who(rows[0], names)
    if merged := _merge(rows, record, names, at, who):
        return merged
    # Numbers of events run apart in each table: what the record itself says comes first.
    rows = sorted(rows, key=lambda row: not history.is_of(row, record))
    if any(history.is_of(row, record) and row.pgh_label == "insert" for row in rows):
        return Entry(at, "circle-plus", gettext("Added to the list"), who, _import(rows))
    lines = [*_import(rows), *(line for row in rows for line in _lines(row, record, names))]
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


def _import(rows: Sequence[Any]) -> tuple[str, ...]:
    """Which file brought it, or took it back again."""
    context = rows[0].pgh_context or {}
    if "intake" not in context:
        return ()
    told = gettext("Import undone: %s") if context.get("undone") else gettext("Import: %s")
    return (told % context.get("file", ""),)


def _merge(
    rows: Sequence[Any], record: models.Model, names: history.Names, at: dt.datetime, who: str
) -> Entry | None:
    """A merge, or its undoing: one entry, with the record's own fields that changed by it."""
    context = rows[0].pgh_context or {}
    told = {"merge": gettext("Merged with %s"), "unmerge": gettext("Merge undone: %s")}
    which = next((key for key in told if key in context), None)
    if which is None:
        return None
    changed = [row for row in rows if history.is_of(row, record) and row.pgh_label == "update"]
    lines = [line for row in changed for line in history.changes(row, names)]
    title = told[which] % context.get("absorbed", "")
    return Entry(at, "merge" if which == "merge" else "undo-2", title, who, tuple(lines))


def _lines(row: Any, record: models.Model, names: history.Names) -> list[str]:
    if row.pgh_label == "update":
        return history.changes(row, names, silent=("company_id", "cooperative_id"))
    said = _subject(row, record, names)
    return [said] if said else []


def _subject(row: Any, record: models.Model, names: history.Names) -> str:
    """What a row that came or went was about: a capability, a person, a cooperative."""
    data = row.pgh_data
    for column in ("capability_id", "owner_id", "cooperative_id", "company_id"):
        if data.get(column) and data[column] != str(record.pk):
            return names[column].get(str(data[column]), "")
    if data.get("target_countries"):
        return countries(data["target_countries"])
    return str(data.get("name") or "")
