"""Rows of several companies that cannot stand side by side under one. Pure: rows in, decisions out.

A row is what the database calls it: column → JSON value (days and times as ISO text, keys as text).
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from prospects.names import normal_form

Row = Mapping[str, Any]
Changes = dict[str, Any]

_NOTHING: tuple[Any, ...] = ("", None, [])


@dataclass(frozen=True)
class Rule:
    """How rows of one table are joined.

    `groups` tells which rows are one: each list it gives becomes a single row. `best` orders them:
    the greatest stays. `fold(stays, goes)` gives what the one that stays takes over from another.
    """

    groups: Callable[[Sequence[Row]], list[list[Row]]]
    best: Callable[[Row], Any]
    fold: Callable[[Row, Row], Changes]


def one_per(
    *columns: str,
    best: Callable[[Row], Any] | None = None,
    fold: Callable[[Row, Row], Changes] | None = None,
    blanks: Iterable[str] = (),
    name: str = "",
) -> Rule:
    """One row for each value of the columns; without columns one for a company.

    By default the newest row stays, then the fullest, and takes over what it lacks of `blanks`.
    `name`: a column that is compared as a name, however it is spelt.
    """
    facts = tuple(blanks)

    def same(row: Row) -> Hashable:
        values = [row[column] for column in columns]
        return (*values, normal_form(row[name])) if name else tuple(values)

    return Rule(
        groups=lambda rows: _grouped(rows, same),
        best=best or (lambda row: newest_fullest(row, facts)),
        fold=fold or (lambda stays, goes: fill(stays, goes, facts)),
    )


def newest_fullest(row: Row, facts: Sequence[str]) -> tuple[str, int]:
    """The later day that the row describes, then how much it says."""
    return row.get("as_of") or "", sum(row[column] not in _NOTHING for column in facts)


def fill(stays: Row, goes: Row, columns: Iterable[str]) -> Changes:
    """What the row that stays lacks and the other has."""
    return {
        column: goes[column]
        for column in columns
        if stays[column] in _NOTHING and goes[column] not in _NOTHING
    }


# --- People ---------------------------------------------------------------------------------------

_PERSON = ("name_kana", "name_ko", "title", "email", "phone", "note")


def people() -> Rule:
    """One row for a person: the same name with the same e-mail address, or one without any.

    Two of a name with different addresses are two people.
    """
    return Rule(
        groups=_people,
        best=lambda row: (row["is_primary"], newest_fullest(row, _PERSON)),
        fold=lambda stays, goes: fill(stays, goes, _PERSON),
    )


def _people(rows: Sequence[Row]) -> list[list[Row]]:
    groups = []
    for namesakes in _grouped(
        rows, lambda row: "".join(unicodedata.normalize("NFKC", row["name"]).split()).lower()
    ):
        by_address = _grouped(namesakes, lambda row: row["email"].lower())
        without = [group for group in by_address if not group[0]["email"]]
        addressed = [group for group in by_address if group[0]["email"]]
        if len(addressed) == 1 and without:
            addressed = [addressed[0] + without[0]]
            without = []
        groups += addressed + without
    return groups


# --- Matches, investors, invitations, shares ------------------------------------------------------

# What people decided beats what the engine suggests; further on beats earlier.
_DECIDED = ("suggested", "rejected", "shortlisted", "introduced", "in_talks", "converted")


def matches() -> Rule:
    """One match for a need: the one that people brought furthest, then the later decision."""
    return one_per(
        "need_id",
        best=lambda row: (_DECIDED.index(row["status"]), row["status_at"] or "", row["score"]),
    )


# Somebody's word about an introduction beats the solver's.
_PLANNED = ("proposed", "excluded", "pinned")


def planned() -> Rule:
    """One introduction of a plan for a need: what somebody decided, then the one worth more."""
    return one_per(
        "plan_id",
        "need_id",
        best=lambda row: (_PLANNED.index(row["state"]), row["value"]),
        blanks=("officer_id", "activity_id"),
    )


def investors() -> Rule:
    """One part in a deal: amounts and voting shares are added, so that the deal's sums stay."""
    return one_per("deal_id", best=lambda row: row["amount"] or 0, fold=_added)


def _added(stays: Row, goes: Row) -> Changes:
    changes = fill(stays, goes, ("amount", "voting_percent"))
    if stays["amount"] and goes["amount"]:
        changes["amount"] = stays["amount"] + goes["amount"]
    if stays["voting_percent"] and goes["voting_percent"]:
        # More than all there is can only be one share that was written down twice.
        total = stays["voting_percent"] + goes["voting_percent"]
        changes["voting_percent"] = round(total, 2) if total <= 100 else stays["voting_percent"]
    return changes


_ANSWERS = ("invited", "declined", "accepted", "attended")


def invitations() -> Rule:
    """One invitation to a campaign: the answer that says most."""
    return one_per(
        "campaign_id", best=lambda row: _ANSWERS.index(row["response"]), blanks=("result",)
    )


def shares() -> Rule:
    """One share with an agency: the one that lasts longest; without end is longest of all."""
    return one_per("agency_id", "deal_id", best=lambda row: row["until"] or "9999")


# --- Groups ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Joined:
    """Rows that become one: `stays` with `changes`, and those that go."""

    stays: Row
    goes: tuple[Row, ...]
    changes: Changes


def joined(
    rule: Rule, rows: Sequence[Row], *, key: str, preferred: Callable[[Row], bool] | None = None
) -> list[Joined]:
    """The groups of more than one row, each as what stays and what goes.

    `key` is the column of the primary key; of equals the first row stays. A `preferred` row stays
    whatever the rule thinks of it.
    """
    found = []
    for group in rule.groups(rows):
        if len(group) < 2:
            continue
        stays = max(group, key=lambda row: (bool(preferred and preferred(row)), rule.best(row)))
        goes = tuple(row for row in group if row[key] != stays[key])
        changes: Changes = {}
        for other in goes:
            changes |= rule.fold({**stays, **changes}, other)
        found.append(Joined(stays, goes, changes))
    return found


def _grouped(rows: Iterable[Row], same: Callable[[Row], Hashable]) -> list[list[Row]]:
    groups: dict[Hashable, list[Row]] = defaultdict(list)
    for row in rows:
        groups[same(row)].append(row)
    return [*groups.values()]
