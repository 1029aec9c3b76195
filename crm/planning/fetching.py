"""What a plan is solved over: the stored matches, the limits, and what people have decided."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from django.db.models import Q

from crm.days import begins, ends
from crm.models import Coverage, IntroductionPlan, PlannedIntroduction
from matching.assignment import SIDES, Limits, Pairs
from matching.features import Bools, Floats, Ints
from matching.models import Match, Need
from matching.scoring import PARTS
from matching.stability import Wishes
from prospects.models import Company

Status = Match.Status
State = PlannedIntroduction.State

#: What a firm looks at in a company, and a company in a need; the weights are the profile's.
FIRM_PARTS = ("capability", "precision", "capacity")
COMPANY_PARTS = ("customer", "intent", "location", "group")

MADE = (Status.INTRODUCED, Status.IN_TALKS, Status.CONVERTED)


@dataclass(frozen=True, slots=True)
class Choice:
    """The arrays of a plan, and whose index is whose.

    `stated` are the limits as people set them, `used` this quarter's introductions that took place
    already (`made` of them in all), `limits` what is left.
    """

    company_ids: list[uuid.UUID]
    need_ids: list[uuid.UUID]
    firm_ids: list[uuid.UUID]
    officer_ids: list[uuid.UUID]
    pairs: Pairs
    limits: Limits
    stated: Limits
    used: Limits
    wishes: Wishes
    pinned: Bools
    excluded: Bools
    made: int

    def keys(self, side: str) -> list[uuid.UUID]:
        keys: list[uuid.UUID] = getattr(self, f"{side}_ids")
        return keys


def choice_of(plan: IntroductionPlan) -> Choice:
    """All matches that may be introduced, whole, ordered by key; a fixed number of queries."""
    rows = {(row.company_id, row.need_id): row for row in plan.introductions.all()}
    candidates = Match.objects.filter(
        status__in=(Status.SUGGESTED, Status.SHORTLISTED),
        need__in=Need.objects.open(),
        company__in=Company.objects.active(),
    )
    kept = Q(priority__gte=plan.least_value) | Q(
        company__in=[company for company, _need in rows], need__in=[need for _company, need in rows]
    )
    parts = [f"{part}_part" for part in PARTS]
    weights = [f"profile__{part}" for part in PARTS]
    found = candidates.filter(kept).values_list(
        "company_id", "need_id", "priority", *parts, *weights
    )
    matches = {
        (row[0], row[1]): row[2:]
        for row in found
        if row[2] >= plan.least_value or (row[0], row[1]) in rows
    }
    # What is pinned stays although its match went; an approval says what cannot be carried out.
    for pair, row in rows.items():
        if row.state == State.PINNED and pair not in matches:
            matches[pair] = (row.value, *[None] * len(PARTS), *[1.0] * len(PARTS))
    keys = sorted(matches)
    return _arrays(plan, keys, [matches[pair] for pair in keys], rows)


Pair = tuple[uuid.UUID, uuid.UUID]


def _arrays(
    plan: IntroductionPlan,
    keys: list[Pair],
    facts: list[tuple[float | None, ...]],
    rows: dict[Pair, PlannedIntroduction],
) -> Choice:
    company_ids = sorted({company for company, _need in keys})
    need_ids = sorted({need for _company, need in keys})
    firm_of = dict(Need.objects.filter(pk__in=need_ids).values_list("pk", "firm_id"))
    officer_of = dict(
        Coverage.objects.filter(company__in=company_ids, owner__is_active=True).values_list(
            "company_id", "owner_id"
        )
    )
    firm_ids, officer_ids = sorted({*firm_of.values()}), sorted({*officer_of.values()})
    ids = {
        "company": company_ids,
        "need": need_ids,
        "firm": firm_ids,
        "officer": officer_ids,
    }
    at = {side: {key: index for index, key in enumerate(ids[side])} for side in SIDES}
    table = np.array(facts, dtype=np.float64).reshape(len(keys), 1 + 2 * len(PARTS))
    pairs = Pairs(
        company=_numbers(at["company"][company] for company, _need in keys),
        need=_numbers(at["need"][need] for _company, need in keys),
        value=table[:, 0],
        firm=_numbers(at["firm"][firm_of[need]] for need in need_ids),
        officer=_numbers(
            at["officer"][officer_of[key]] if key in officer_of else -1 for key in company_ids
        ),
    )
    used, made = _made(plan, at, rows)
    stated = _stated(plan, ids)
    states = [rows[pair].state if pair in rows else "" for pair in keys]
    return Choice(
        company_ids=company_ids,
        need_ids=need_ids,
        firm_ids=firm_ids,
        officer_ids=officer_ids,
        pairs=pairs,
        limits=Limits(**{side: np.maximum(stated.of(side) - used.of(side), 0) for side in SIDES}),
        stated=stated,
        used=used,
        wishes=Wishes(company=_wish(table, COMPANY_PARTS), need=_wish(table, FIRM_PARTS)),
        pinned=np.array([state == State.PINNED for state in states], dtype=bool),
        excluded=np.array([state == State.EXCLUDED for state in states], dtype=bool),
        made=made,
    )


def own_limits(plan: IntroductionPlan) -> dict[str, dict[uuid.UUID, int]]:
    """By side, whose limit is not the general figure."""
    own: dict[str, dict[uuid.UUID, int]] = {side: {} for side in SIDES}
    for row in plan.own_limits.all():
        if row.firm_id:
            own["firm"][row.firm_id] = row.most
        elif row.officer_id:
            own["officer"][row.officer_id] = row.most
    return own


def _stated(plan: IntroductionPlan, ids: dict[str, list[uuid.UUID]]) -> Limits:
    own = own_limits(plan)
    return Limits(
        **{
            side: _numbers(own[side].get(key, plan.general(side)) for key in ids[side])
            for side in SIDES
        }
    )


def _wish(table: Floats, names: Iterable[str]) -> Floats:
    """The weighted mean of a side's parts that are known; the match's value where none is."""
    places = [PARTS.index(name) for name in names]
    parts = table[:, [1 + place for place in places]]
    weights = table[:, [1 + len(PARTS) + place for place in places]]
    weights = np.where(np.isnan(parts), 0, weights)
    total = weights.sum(axis=1)
    mean = (np.nan_to_num(parts) * weights).sum(axis=1) / np.where(total > 0, total, 1)
    wish: Floats = np.where(total > 0, mean, table[:, 0])
    return wish


def _made(
    plan: IntroductionPlan,
    at: dict[str, dict[uuid.UUID, int]],
    rows: dict[Pair, PlannedIntroduction],
) -> tuple[Limits, int]:
    """This quarter's introductions that took place, by side; those of the plan's pins left out."""
    pins = {pair for pair, row in rows.items() if row.state == State.PINNED}
    used = {side: np.zeros(len(at[side]), dtype=np.int64) for side in SIDES}
    done = [each for each in made_in(plan) if each[:2] not in pins]
    for each in done:
        for side, key in zip(SIDES, each, strict=True):
            if key in at[side]:
                used[side][at[side][key]] += 1
    return Limits(**used), len(done)


def made_in(plan: IntroductionPlan) -> Iterator[tuple[uuid.UUID, ...]]:
    """The quarter's introductions that took place: company, need, firm and officer of each."""
    made = Match.objects.filter(
        status__in=MADE,
        status_at__gte=begins(plan.first_day),
        status_at__lt=ends(plan.last_day),
    )
    yield from made.values_list(
        "company_id", "need_id", "need__firm_id", "company__coverage__owner_id"
    )


def _numbers(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)
