"""What happened with a deal, newest first: contacts, moves, and edits from the history tables."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext

from crm import history
from crm.models import Activity, Deal, DealInvestor, StageChange
from crm.templatetags.names import localname
from crm.timeline import Entry, contact_entry

MOST = 100
_EDITS = 60
# Said by the entry itself, or by the move that the same write made.
_SILENT = {"deal_id", "match_id", "stage_since"}
_MOVING = {"stage_id", "probability"}


def deal_timeline(deal: Deal) -> tuple[Entry, ...]:
    """The newest entries; a fixed number of queries whatever there is to tell."""
    told = [*_contacts(deal), *_moves(deal), *_edits(deal)]
    return tuple(sorted(told, key=attrgetter("at"), reverse=True)[:MOST])


def _contacts(deal: Deal) -> list[Entry]:
    rows = deal.activities.exclude(status=Activity.Status.PLANNED).select_related("owner")
    newest = rows.filter(at__isnull=False).order_by("-at", "-id")[:MOST]
    return [contact_entry(row) for row in newest]


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
    rows = [*history.events_of(deal, (Deal, DealInvestor))[:_EDITS]]
    names = history.names_behind(rows, deal)
    for group in history.by_moment(rows):
        lines = [line for row in group for line in _lines(row, names)]
        if lines:
            at, by = group[0].pgh_created_at, history.who(group[0], names)
            yield Entry(at, "pencil", gettext("Facts changed"), by, tuple(lines))


def _lines(row: Any, names: history.Names) -> Iterator[str]:
    """One line a changed field; an investor's coming and going is one line."""
    silent = _SILENT | (_MOVING if "stage_id" in (row.pgh_diff or {}) else set())
    if history.is_of(row, DealInvestor):
        company = names["company_id"].get(str(row.pgh_data.get("company_id")), "")
        if row.pgh_label == "insert":
            yield gettext("Investor added: %s") % company
        elif row.pgh_label == "delete":
            yield gettext("Investor removed: %s") % company
        else:
            for change in history.changes(row, names, silent=silent):
                yield f"{company} · {change}"
    elif row.pgh_label == "update":
        yield from history.changes(row, names, silent=silent)
