"""A plan's report with names and addresses, for its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm.models import IntroductionPlan, PlannedIntroduction, User
from crm.templatetags.names import localname
from matching.models import Firm, Need
from prospects.models import Company

WAYS: dict[str, tuple[Promise, Promise]] = {
    "plan": (_("This plan"), _("the most value within all limits and edits")),
    "greedy": (_("Best pair first"), _("the best pair that still fits, and so on")),
    "in_turn": (_("One need after another"), _("each takes the best that is still free")),
    "stable": (
        _("Stable for both sides"),
        _("no two would rather have each other; limits of firms and officers left aside"),
    ),
    "lists": (_("Every need's own list"), _("the best of each list, whatever the others do")),
}

SIDES: dict[str, Promise] = {
    "company": _("company"),
    "need": _("need"),
    "firm": _("Korean firm"),
    "officer": _("officer"),
}

HELD: dict[str, Promise] = {
    "nothing": _("the whole is worth more without it"),
    "firm": _("the Korean firm's limit is reached"),
    "officer": _("the officer's limit is reached"),
    "both": _("the limits of firm and officer are reached"),
}

_MODELS: dict[str, Any] = {"company": Company, "need": Need, "firm": Firm, "officer": User}


@dataclass(frozen=True)
class Way:
    """One way of choosing, beside the others; `less` is by how much its value is below the plan's.

    `comparable`: it keeps all limits.
    """

    key: str
    name: Promise
    how: Promise
    told: dict[str, Any]
    less: float

    @property
    def comparable(self) -> bool:
        return not self.told["over"]


@dataclass(frozen=True)
class Place:
    """Whose limit it is: a record with its address."""

    side: Promise
    record: Any
    url: str
    told: dict[str, Any]


@dataclass(frozen=True)
class Blocked:
    """A pair in which both would rather have each other, and why the solver left it out.

    `row`: what somebody decided about the pair in this plan, also after it was solved.
    """

    company: Company
    need: Need
    held: Promise
    row: PlannedIntroduction | None


def ways(plan: IntroductionPlan) -> list[Way]:
    told = plan.report.get("ways", {})
    value = told["plan"]["value"] if told else 0
    return [
        Way(key, name, how, told[key], 1 - told[key]["value"] / value if value else 0)
        for key, (name, how) in WAYS.items()
        if key in told
    ]


def binding(plan: IntroductionPlan) -> list[Place]:
    """The limits that bind, with what one more would add."""
    return _places(plan.report.get("gains", []))


def overfull(plan: IntroductionPlan) -> list[Place]:
    """Where more is pinned than the limit allows."""
    return _places(plan.failure)


def blocked(plan: IntroductionPlan) -> list[Blocked]:
    told = plan.report.get("blocking", {}).get("pairs", [])
    companies = Company.objects.in_bulk([UUID(each["company"]) for each in told])
    needs = Need.objects.select_related("firm").in_bulk([UUID(each["need"]) for each in told])
    decided = plan.introductions.filter(company__in=companies, need__in=needs)
    rows = {(row.company_id, row.need_id): row for row in decided.select_related("decided_by")}
    pairs = [(UUID(each["company"]), UUID(each["need"]), HELD[each["held"]]) for each in told]
    return [
        Blocked(companies[company], needs[need], held, rows.get((company, need)))
        for company, need, held in pairs
        if company in companies and need in needs
    ]


def blocked_by(plan: IntroductionPlan) -> list[tuple[Promise, int]]:
    """How many of the blocking pairs each cause keeps out, the most first."""
    by = plan.report.get("blocking", {}).get("by", {})
    return [(HELD[key], by[key]) for key in sorted(by, key=lambda key: -by[key]) if by[key]]


def _places(told: list[dict[str, Any]]) -> list[Place]:
    found: dict[str, dict[UUID, Any]] = {}
    for side, model in _MODELS.items():
        keys = [UUID(each["id"]) for each in told if each["side"] == side]
        found[side] = model._default_manager.in_bulk(keys) if keys else {}
    return [
        Place(SIDES[each["side"]], record, _url(each["side"], record), each)
        for each in told
        if (record := found[each["side"]].get(UUID(each["id"])))
    ]


def _url(side: str, record: Any) -> str:
    if side == "company":
        return reverse("web:company_detail", args=[record.pk])
    if side == "need":
        return reverse("web:need_detail", args=[record.pk])
    if side == "firm":
        return f"{reverse('web:need_list')}?firm={record.pk}"
    return ""


def name_of(place: Place) -> str:
    return localname(place.record)
