"""What was added to the survivor after a merge and yet belongs to a record that goes back.

- a deal opened from a match: its investor is the match's company;
- a contact made with a person: it is that person's company's, if all who took part are of one;
- a next step that was planned on an activity;
- what was done about a deal in which only one of the companies invests.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from crm.merging import rows
from crm.models import Activity, DealInvestor, Merge

Back = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Follower:
    """A row that goes along, from the survivor to one of the companies that come back."""

    model: type[models.Model]
    key: str
    old: str
    new: str


def let_go(found: Iterable[Follower]) -> None:
    """Move them, with one query a model."""
    moves: dict[type[models.Model], list[tuple[str, str, str]]] = defaultdict(list)
    for each in found:
        moves[each.model].append((each.key, each.old, each.new))
    for model, together in moves.items():
        rows.repoint(model, "company_id", together)


def followers(merge: Merge, back: Back) -> list[Follower]:
    """`back`: relation → key of each row that goes back → the company (or record) it goes to."""
    survivor = str(merge.survivor_id)
    investors = _investors(merge, back)
    activities = _activities(merge, back, {**back.get("crm.DealInvestor.company", {}), **investors})
    return [
        *(Follower(DealInvestor, key, survivor, to) for key, to in investors.items()),
        *(Follower(Activity, key, survivor, to) for key, to in activities.items()),
    ]


def _investors(merge: Merge, back: Back) -> dict[str, str]:
    """Parts in deals that were opened since from a match that goes back."""
    matches = back.get("matching.Match.company", {})
    parts = DealInvestor.objects.filter(
        company=merge.survivor_id, deal__created_at__gt=merge.at, deal__match__in=[*matches]
    )
    return {str(pk): matches[str(match)] for pk, match in parts.values_list("pk", "deal__match")}


def _activities(merge: Merge, back: Back, investors: Mapping[str, str]) -> dict[str, str]:
    """Activities since, in the order in which they were entered, so that chains are followed."""
    people = back.get("prospects.Contact.company", {})
    owner = dict(back.get("crm.Activity.company", {}))
    new = Activity.objects.filter(company=merge.survivor_id, created_at__gt=merge.at)
    rows_of: Any = (
        new.select_related("previous_activity").prefetch_related("contacts").order_by("pk")
    )
    invested = _owners_of_deals(merge, investors)
    found: dict[str, str] = {}
    for activity in rows_of:
        previous = getattr(activity, "previous_activity", None)
        with_whom = {people.get(str(each.pk)) for each in activity.contacts.all()}
        to = None
        if len(with_whom) == 1:
            to = next(iter(with_whom))
        elif not with_whom:
            to = owner.get(str(previous.pk)) if previous else None
            to = to or invested.get(str(activity.deal_id))
        if to:
            owner[str(activity.pk)] = found[str(activity.pk)] = to
    return found


def _owners_of_deals(merge: Merge, investors: Mapping[str, str]) -> dict[str, str]:
    """Deal → the one company among those merged that will be its investor."""
    parts = DealInvestor.objects.filter(company=merge.survivor_id).values_list("pk", "deal_id")
    # Where the survivor had a part of its own, what was done since is as much its own.
    shared = {
        str(row["deal_id"])
        for step in merge.changes["steps"]
        if step["relation"] == "crm.DealInvestor.company"
        for row, _stays in step["dropped"]
    }
    return {
        str(deal): investors[str(pk)]
        for pk, deal in parts
        if str(pk) in investors and str(deal) not in shared
    }
