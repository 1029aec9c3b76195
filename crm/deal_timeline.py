"""What happened with a deal, newest first: contacts, moves, and edits from the history tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext
from pghistory.models import Events

from crm.models import Activity, Deal, DealInvestor, StageChange, User
from crm.templatetags.names import localname
from crm.templatetags.numbers import number
from crm.timeline import PICTURES, Entry
from matching.models import Firm, InvestmentZone, Need, Site
from prospects.models import Company, Cooperative

MOST = 100
_EDITS = 60
_MOVING = {"stage_id", "probability"}
_SILENT = {
    "id",
    "version",
    "created_at",
    "updated_at",
    "is_demo",
    "deal_id",
    "match_id",
    "stage_since",
}
_NAMED: dict[str, type[models.Model]] = {
    "company_id": Company,
    "cooperative_id": Cooperative,
    "firm_id": Firm,
    "need_id": Need,
    "owner_id": User,
    "site_id": Site,
    "zone_id": InvestmentZone,
}


def deal_timeline(deal: Deal) -> tuple[Entry, ...]:
    """The newest entries; a fixed number of queries whatever there is to tell."""
    told = [*_contacts(deal), *_moves(deal), *_edits(deal)]
    return tuple(sorted(told, key=attrgetter("at"), reverse=True)[:MOST])


def _contacts(deal: Deal) -> Iterator[Entry]:
    rows = deal.activities.exclude(status=Activity.Status.PLANNED).select_related("owner")
    for row in rows.filter(at__isnull=False).order_by("-at", "-id")[:MOST]:
        cancelled = row.status == Activity.Status.CANCELLED
        yield Entry(
            at=row.done_at or row.planned_for or row.created_at,
            picture="circle-x" if cancelled else PICTURES[row.kind],
            title=row.subject,
            who=str(row.owner),
            lines=(row.outcome,) if row.outcome else (),
            state="cancelled" if cancelled else "",
            activity=row,
        )


def _moves(deal: Deal) -> Iterator[Entry]:
    rows = StageChange.objects.filter(deal=deal).select_related("from_stage", "to_stage", "by")
    for row in rows.order_by("-at", "-id")[:MOST]:
        if row.from_stage is None:
            title, picture = gettext("Deal opened"), "folder-plus"
        else:
            back = row.from_stage.position > row.to_stage.position
            picture = "move-left" if back else "move-right"
            title = f"{localname(row.from_stage)} → {localname(row.to_stage)}"
        lines = (row.note,) if row.note else ()
        yield Entry(row.at, picture, title, who=str(row.by or ""), lines=lines)


def _edits(deal: Deal) -> Iterator[Entry]:
    tables = [apps.get_model("crm", f"{noun.__name__}Event") for noun in (Deal, DealInvestor)]
    events = Events.objects.across(*tables).references(deal)  # type: ignore[no-untyped-call]
    rows = [*events.order_by("-pgh_created_at", "-pgh_id")[:_EDITS]]
    names = _names(rows)
    # now() stands still inside a transaction, so one moment is one thing that somebody did.
    for at, group in groupby(rows, key=attrgetter("pgh_created_at")):
        one = [*group]
        lines = [line for row in one for line in _lines(row, names)]
        if lines:
            who = names["user"].get(_by(one[0]), "")
            yield Entry(at, "pencil", gettext("Facts changed"), who, tuple(lines))


def _by(row: Any) -> str:
    return str((row.pgh_context or {}).get("user") or "")


def _lines(row: Any, names: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """One line a changed field; an investor's coming and going is one line."""
    if row.pgh_obj_model == DealInvestor._meta.label:
        company = names["company_id"].get(str(row.pgh_data.get("company_id")), "")
        if row.pgh_label == "insert":
            yield gettext("Investor added: %s") % company
        elif row.pgh_label == "delete":
            yield gettext("Investor removed: %s") % company
        else:
            for change in _changes(row, DealInvestor, names):
                yield f"{company} · {change}"
    elif row.pgh_label == "update":
        yield from _changes(row, Deal, names)


def _changes(
    row: Any, model: type[models.Model], names: Mapping[str, Mapping[str, str]]
) -> Iterator[str]:
    diff: Mapping[str, Sequence[Any]] = row.pgh_diff or {}
    silent = _SILENT | (_MOVING if "stage_id" in diff else set())
    for column, (old, new) in diff.items():
        if column in silent:
            continue
        field = next((f for f in model._meta.fields if f.column == column), None)
        if field is not None:
            label = capfirst(str(field.verbose_name))
            yield f"{label}: {_said(field, old, names)} → {_said(field, new, names)}"


def _said(field: Any, value: Any, names: Mapping[str, Mapping[str, str]]) -> str:
    if value in (None, ""):
        return "–"
    if field.column in names:
        return names[field.column].get(str(value), "–")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.DecimalField | models.IntegerField):
        return number(float(value), field.decimal_places if hasattr(field, "decimal_places") else 0)
    text = str(value)
    return text if len(text) <= 80 else f"{text[:79]}…"


def _names(rows: Sequence[Any]) -> dict[str, dict[str, str]]:
    """The names behind the keys in the history, one query a noun that occurs."""
    wanted: dict[str, set[str]] = {column: set() for column in _NAMED}
    for row in rows:
        wanted["owner_id"].add(_by(row))
        for column in _NAMED:
            wanted[column].update(str(v) for v in (row.pgh_diff or {}).get(column, ()) if v)
        if company := (row.pgh_data or {}).get("company_id"):
            wanted["company_id"].add(str(company))
    names = {column: _text_by_key(_NAMED[column], keys) for column, keys in wanted.items()}
    return {**names, "user": names["owner_id"]}


def _text_by_key(model: type[models.Model], keys: set[str]) -> dict[str, str]:
    uuids = [UUID(key) for key in keys if key]
    if not uuids:
        return {}
    rows: models.QuerySet[Any] = models.QuerySet(model).filter(pk__in=uuids)
    return {str(row.pk): localname(row) for row in rows}


def last_arrivals(deal: Deal) -> dict[str, dt.datetime]:
    """When the deal last came to each stage that it has been in."""
    rows = StageChange.objects.filter(deal=deal).order_by().values_list("to_stage")
    return dict(rows.annotate(models.Max("at")))
