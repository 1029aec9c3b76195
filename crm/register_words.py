"""Register changes in words, with an icon and a tone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from crm.templatetags.dates import day_text
from prospects.models import RegisterChange, RegisterEntry

Kind = RegisterChange.Kind
PICTURES: dict[str, str] = {
    Kind.NEW: "circle-plus",
    Kind.RENAMED: "pencil",
    Kind.MOVED: "truck",
    Kind.REZONED: "map",
    Kind.CLOSED: "archive-x",
    Kind.MERGED: "git-merge",
    Kind.RESTORED: "archive-restore",
    Kind.ABSORBED: "git-merge",
    Kind.STRUCK: "archive-x",
    Kind.DELETED: "archive-x",
}
TONES: dict[str, str] = {
    Kind.CLOSED: "bad",
    Kind.MERGED: "warn",
    Kind.STRUCK: "bad",
    Kind.DELETED: "bad",
    Kind.RESTORED: "good",
}


@dataclass(frozen=True)
class ChangeSaid:
    """A change of the register in the active language."""

    title: str
    text: str
    picture: str
    tone: str


def change_facts(change: RegisterChange, *, successor: str = "") -> dict[str, Any]:
    """What the words of a change need, as plain JSON; `successor` is the successor's name."""
    before, after = {
        Kind.RENAMED: (change.name_before, change.name),
        Kind.MOVED: (change.address_before, change.address),
        Kind.REZONED: (change.address_before, change.address),
    }.get(Kind(change.kind), ("", ""))
    facts = {
        "change": change.kind,
        "on": change.changed_on.isoformat(),
        "before": before,
        "after": after,
        "cause": change.close_cause,
        "successor": change.successor_number,
        "successor_name": successor,
        "details": change.details,
    }
    return {key: value for key, value in facts.items() if value}


def names_of_numbers(numbers: Collection[str]) -> dict[str, str]:
    """Corporate number → name in the register; no query where there is nothing to ask."""
    known = {*numbers} - {""}
    rows = RegisterEntry.objects.filter(corporate_number__in=known)
    return dict(rows.values_list("corporate_number", "name")) if known else {}


def change_said(facts: Mapping[str, Any]) -> ChangeSaid:
    """The facts of `change_facts` in words: what happened; when, from what to what, and why."""
    kind = Kind(facts["change"])
    parts = [day_text(dt.date.fromisoformat(facts["on"]))]
    if facts.get("after"):
        before = facts.get("before")
        parts.append(f"{before} → {facts['after']}" if before else facts["after"])
    if cause := facts.get("cause"):
        parts.append(str(RegisterEntry.CloseCause(cause).label))
    if successor := facts.get("successor_name") or facts.get("successor"):
        parts.append(_("successor: %(name)s") % {"name": successor})
    if facts.get("details") and kind == Kind.ABSORBED:
        parts.append(facts["details"])
    return ChangeSaid(_title(kind), " · ".join(parts), PICTURES[kind], TONES.get(kind, ""))


def _title(kind: Kind) -> str:
    return {
        Kind.NEW: _("Newly registered"),
        Kind.RENAMED: _("Registered name changed"),
        Kind.MOVED: _("Registered seat moved"),
        Kind.REZONED: _("Address renamed by a reform of municipalities"),
        Kind.CLOSED: _("Registration closed"),
        Kind.MERGED: _("Merged into another company"),
        Kind.RESTORED: _("Registration restored"),
        Kind.ABSORBED: _("Absorbed another company"),
        Kind.STRUCK: _("Trade name struck"),
        Kind.DELETED: _("Corporate number deleted"),
    }[kind]
