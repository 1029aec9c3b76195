"""Previews of other weights over what is stored: which needs, which companies, read when.

What is read stays in the cache for some minutes, need by need: while somebody moves a weight the
facts stand still, and only the order is worked out again.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from django.core.cache import cache
from django.db.models import F
from django.utils import timezone

from matching.features import Ints
from matching.fetching import Fetched, fetch
from matching.models import Match, Need
from matching.previews import Candidates, Change, Summary, candidates_of, compared, summed
from matching.scoring import Weights
from prospects.models import Company

KEPT = dt.timedelta(minutes=10)
SHOWN = 4  # needs that are looked at when nobody has chosen any
SAMPLE = 40  # needs that the summary goes over
_FORM = "preview-2"  # goes up when what is cached changes its form


@dataclass(frozen=True, slots=True)
class Read:
    """A need's candidates: `ids` are their companies', in the same order. `at`: when it was read,
    out of `companies` active ones."""

    candidates: Candidates
    ids: tuple[uuid.UUID, ...]
    companies: int
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class NeedChange:
    """What other weights change in the list of one need, and the companies of its rows."""

    need: uuid.UUID
    change: Change
    companies: tuple[uuid.UUID, ...]
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Sampled:
    """The summary over the sample; `of` open needs, `companies` active ones; `needs` as `most`."""

    summary: Summary
    needs: tuple[uuid.UUID, ...]
    of: int
    companies: int
    at: dt.datetime


def usual_needs(count: int = SHOWN) -> list[uuid.UUID]:
    """The open needs for which most companies are in question."""
    rows = Need.objects.open().order_by(F("screening__passing").desc(nulls_last=True), "pk")
    return [*rows.values_list("pk", flat=True)[:count]]


def changes(
    needs: Sequence[uuid.UUID],
    before: Weights,
    after: Weights,
    *,
    places: int,
    now: dt.datetime,
    fresh: bool = False,
) -> list[NeedChange]:
    """The changes of these needs in their order; a need that is not open is left out."""
    found = read(needs, now=now, fresh=fresh)
    told = []
    for need in needs:
        if need in found:
            each = found[need]
            change = compared(each.candidates, before, after, places=places)
            companies = tuple(each.ids[row.at] for row in change.rows)
            told.append(NeedChange(need, change, companies, each.at))
    return told


def sampled(
    before: Weights, after: Weights, *, places: int, now: dt.datetime, only_kept: bool = False
) -> Sampled | None:
    """The summary over all open needs, or over `SAMPLE` of them spread evenly; None without any.

    `only_kept`: None as well where some of them would have to be read first.
    """
    keys = [*Need.objects.open().order_by("pk").values_list("pk", flat=True)]
    step = max(1.0, len(keys) / SAMPLE)
    chosen = [keys[int(place * step)] for place in range(min(SAMPLE, len(keys)))]
    found = _kept(chosen, now) if only_kept else read(chosen, now=now)
    if not found or (only_kept and len(found) < len(chosen)):
        return None
    told = [compared(each.candidates, before, after, places=places) for each in found.values()]
    summary = summed(told)
    order = [*found]
    return Sampled(
        summary,
        tuple(order[at] for at in summary.most),
        len(keys),
        max(each.companies for each in found.values()),
        min(each.at for each in found.values()),
    )


def read(
    needs: Collection[uuid.UUID], *, now: dt.datetime, fresh: bool = False
) -> dict[uuid.UUID, Read]:
    """The candidates of these needs, as far as they are open; `fresh`: none from the cache."""
    kept = {} if fresh else _kept(needs, now)
    missing = [need for need in needs if need not in kept]
    made = _read(missing, now) if missing else {}
    if made:
        cache.set_many(
            {_name(need, now): each for need, each in made.items()}, KEPT.total_seconds()
        )
    both = kept | made
    return {need: both[need] for need in needs if need in both}


def _kept(needs: Collection[uuid.UUID], now: dt.datetime) -> dict[uuid.UUID, Read]:
    names = {_name(need, now): need for need in needs}
    found: dict[str, Read] = cache.get_many(names)
    return {names[name]: each for name, each in found.items()}


def _name(need: uuid.UUID, now: dt.datetime) -> str:
    """What a need's candidates are called in the cache; horizons count from the day."""
    return f"{_FORM}:{timezone.localdate(now)}:{need}"


def _read(needs: Collection[uuid.UUID], now: dt.datetime) -> dict[uuid.UUID, Read]:
    facts = fetch(today=timezone.localdate(now), need_ids=needs, narrow=True)
    companies = Company.objects.active().count()
    listed, rejected = _decided(facts)
    found = {}
    for place, each in enumerate(candidates_of(facts.inputs, keep=listed)):
        # Whom people rejected is in no list.
        stays = np.flatnonzero(~np.isin(each.company, rejected[0][rejected[1] == place]))
        candidates = each.take(stays)
        ids = tuple(facts.company_ids[index] for index in candidates.company.tolist())
        found[facts.need_ids[place]] = Read(candidates, ids, companies, now)
    return found


def _decided(facts: Fetched) -> tuple[tuple[Ints, Ints], tuple[Ints, Ints]]:
    """The pairs that people took up, which stay listed, and those that they rejected; each as
    (company, need) indexes."""
    company_at = {pk: index for index, pk in enumerate(facts.company_ids)}
    need_at = {pk: index for index, pk in enumerate(facts.need_ids)}
    decided = Match.objects.filter(need__in=facts.need_ids).exclude(status=Match.Status.SUGGESTED)
    pairs: dict[bool, list[tuple[int, int]]] = {True: [], False: []}
    for company, need, status in decided.values_list("company_id", "need_id", "status"):
        if company in company_at and need in need_at:
            pair = (company_at[company], need_at[need])
            pairs[status == Match.Status.REJECTED].append(pair)

    def columns(rows: list[tuple[int, int]]) -> tuple[Ints, Ints]:
        table = np.array(rows, dtype=np.int64).reshape(-1, 2)
        return table[:, 0], table[:, 1]

    return columns(pairs[False]), columns(pairs[True])
