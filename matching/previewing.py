"""Previews of other weights over what is stored: which needs, which companies, read when.

What is stored of a match bounds what other weights make of it (`matching.bounds`). So facts are
read, and parts made by the engine, only of those companies that can come among the first of a list;
they are ranked exactly. Where a list is full, other weights can let in whom it does not hold: then
everybody in question is read, which takes less than to look through all that is stored. What is
read stays in the cache for some minutes, need by need: while somebody moves a weight the facts
stand still, and only who comes newly into question is read.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from django.core.cache import cache
from django.db.models import Count, F
from django.utils import timezone

from matching.bounds import can_be_first
from matching.features import Ints
from matching.fetching import Fetched, fetch
from matching.models import Match, Need, Screening
from matching.previews import (
    DEPTH,
    Candidates,
    Change,
    Summary,
    candidates_of,
    compared,
    joined,
    summed,
)
from matching.scoring import Weights
from matching.shortlist import PER_NEED
from matching.stored_parts import StoredParts, keys_of, weighed_otherwise
from prospects.models import Company

KEPT = dt.timedelta(minutes=10)
SHOWN = 4  # needs that are looked at when nobody has chosen any
SAMPLE = 40  # needs that the summary goes over
#: A stored match may not be in question any more: its place is made up for by those behind it.
_DEEPER = DEPTH + 10
_FORM = "preview-3"  # goes up when what is cached changes its form


@dataclass(frozen=True, slots=True)
class Read:
    """What is read of a need's list.

    candidates: the companies that were read and can be in the list, `ids` their keys in the same,
    rising, order. looked: all keys that were read; None where that is everybody in question.
    in_question: how many companies can be in the list. at: when the first of them were read, out of
    `companies` active ones.
    """

    candidates: Candidates
    ids: tuple[uuid.UUID, ...]
    looked: frozenset[uuid.UUID] | None
    in_question: int
    companies: int
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class NeedChange:
    """What other weights change in the list of one need, and the companies of its rows.

    exact_to: places beyond this one are only known to be beyond it.
    """

    need: uuid.UUID
    change: Change
    companies: tuple[uuid.UUID, ...]
    in_question: int
    exact_to: int
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
    found = read(needs, (before, after), now=now, fresh=fresh)
    told = []
    for need in needs:
        if need in found:
            each = found[need]
            change = compared(each.candidates, before, after, places=places)
            companies = tuple(each.ids[row.at] for row in change.rows)
            exact_to = DEPTH if each.looked is not None else max(DEPTH, each.in_question)
            told.append(NeedChange(need, change, companies, each.in_question, exact_to, each.at))
    return told


def sampled(
    before: Weights, after: Weights, *, places: int, now: dt.datetime, only_kept: bool = False
) -> Sampled | None:
    """The summary over all open needs, or over `SAMPLE` of them spread evenly; None without any.

    `only_kept`: None as well where nothing of some of them is read yet.
    """
    keys = [*Need.objects.open().order_by("pk").values_list("pk", flat=True)]
    step = max(1.0, len(keys) / SAMPLE)
    chosen = [keys[int(place * step)] for place in range(min(SAMPLE, len(keys)))]
    if only_kept and len(_kept(chosen, now)) < len(chosen):
        return None
    found = read(chosen, (before, after), now=now)
    if not found:
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
    needs: Collection[uuid.UUID],
    weights: Sequence[Weights],
    *,
    now: dt.datetime,
    fresh: bool = False,
) -> dict[uuid.UUID, Read]:
    """Of these needs, as far as they are open, all candidates that can come among the first
    `DEPTH` under some of the weights; `fresh`: none from the cache."""
    kept = {} if fresh else _kept(needs, now)
    whole = _unscored([each for each in needs if each not in kept])
    made = _read(whole, None, now) if whole else {}
    partly = [
        each
        for each in needs
        if each not in whole and (each not in kept or kept[each].looked is not None)
    ]
    made |= _read_first(partly, kept, weights, now) if partly else {}
    if made:
        cache.set_many(
            {_name(need, now): each for need, each in made.items()}, KEPT.total_seconds()
        )
    both = kept | made
    return {need: both[need] for need in needs if need in both}


def read_whole(needs: Collection[uuid.UUID], *, now: dt.datetime) -> dict[uuid.UUID, Read]:
    """Of these needs everybody who can be in the list, whatever the weights; nothing is kept."""
    return _read(needs, None, now)


def forget(needs: Collection[uuid.UUID], *, now: dt.datetime) -> None:
    """Have what is kept of these needs read anew."""
    cache.delete_many([_name(need, now) for need in needs])


def _unscored(needs: Sequence[uuid.UUID]) -> list[uuid.UUID]:
    """Those that no run has scored yet, so that everybody has to be read."""
    scored = {*Screening.objects.filter(need__in=needs).values_list("need_id", flat=True)}
    return [need for need in needs if need not in scored]


def _read_first(
    needs: Sequence[uuid.UUID],
    kept: dict[uuid.UUID, Read],
    weights: Sequence[Weights],
    now: dt.datetime,
) -> dict[uuid.UUID, Read]:
    """What has to be read beyond what is kept; only the needs for which that is something."""
    total = _in_question(needs)
    full = [need for need in needs if total[need][0] >= PER_NEED]
    # A list that is full may lack a pair that comes first now, whose company's list was full too.
    otherwise = weighed_otherwise(full, weights) if full else frozenset()
    made = _read(otherwise, None, now) if otherwise else {}
    rest = [need for need in needs if need not in otherwise]
    if not rest:
        return made
    parts = StoredParts(rest, weights, most=_DEEPER)
    wanted = {}
    for need in rest:
        stored, companies = parts.of(need)
        rows = [can_be_first(stored, each, _DEEPER) for each in weights]
        first = {*keys_of(companies[np.unique(np.concatenate(rows))])}
        looked = kept[need].looked if need in kept else None
        wanted[need] = first - (looked or frozenset())
    missing = [need for need in wanted if wanted[need] or need not in kept]
    keys = {key for need in missing for key in wanted[need]}
    found = _read(missing, keys, now, taken_up=parts.taken_up()) if missing else {}
    for need, each in found.items():
        both = _together(kept[need], each) if need in kept else each
        made[need] = replace(both, in_question=max(total[need][1], len(both.ids)))
    return made


def _in_question(needs: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[int, int]]:
    """How many companies do the work and meet the musts, and how many of them nobody rejected."""
    rejected = Match.objects.filter(need__in=needs).rejected().order_by().values("need")
    out = dict(rejected.annotate(number=Count("pk")).values_list("need", "number"))
    found = Screening.objects.filter(need__in=needs).values_list("need_id", "passing")
    return {need: (passing, passing - out.get(need, 0)) for need, passing in found}


def _together(one: Read, other: Read) -> Read:
    """What was read of a need at two times; who is in both as it was read first."""
    known = {*one.ids}
    rows = np.array([at for at, key in enumerate(other.ids) if key not in known], dtype=np.int64)
    ids = [*one.ids, *(other.ids[at] for at in rows.tolist())]
    order = np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)
    return replace(
        one,
        candidates=joined(one.candidates, other.candidates.take(rows)).take(order),
        ids=tuple(ids[at] for at in order.tolist()),
        looked=(one.looked or frozenset()) | (other.looked or frozenset()),
    )


def _kept(needs: Collection[uuid.UUID], now: dt.datetime) -> dict[uuid.UUID, Read]:
    names = {_name(need, now): need for need in needs}
    found: dict[str, Read] = cache.get_many(names)
    return {names[name]: each for name, each in found.items()}


def _name(need: uuid.UUID, now: dt.datetime) -> str:
    """What a need's candidates are called in the cache; horizons count from the day."""
    return f"{_FORM}:{timezone.localdate(now)}:{need}"


def _read(
    needs: Collection[uuid.UUID],
    companies: Collection[uuid.UUID] | None,
    now: dt.datetime,
    *,
    taken_up: set[tuple[uuid.UUID, uuid.UUID]] | None = None,
) -> dict[uuid.UUID, Read]:
    """The needs with these companies, or with everybody who is in question; `taken_up`: the pairs
    that people took up, where they are known."""
    facts = fetch(
        today=timezone.localdate(now),
        need_ids=needs,
        company_ids=companies,
        narrow=companies is None,
    )
    active = Company.objects.active().count()
    listed, rejected = _decided(facts, taken_up)
    looked = None if companies is None else frozenset(companies)
    found = {}
    for place, each in enumerate(candidates_of(facts.inputs, keep=listed)):
        # Whom people rejected is in no list.
        stays = np.flatnonzero(~np.isin(each.company, rejected[0][rejected[1] == place]))
        candidates = each.take(stays)
        ids = tuple(facts.company_ids[index] for index in candidates.company.tolist())
        found[facts.need_ids[place]] = Read(candidates, ids, looked, len(ids), active, now)
    return found


def _decided(
    facts: Fetched, taken_up: set[tuple[uuid.UUID, uuid.UUID]] | None
) -> tuple[tuple[Ints, Ints], tuple[Ints, Ints]]:
    """The pairs that people took up, which stay listed, and those that they rejected; each as
    (company, need) indexes."""
    company_at = {pk: index for index, pk in enumerate(facts.company_ids)}
    need_at = {pk: index for index, pk in enumerate(facts.need_ids)}
    matches = Match.objects.filter(need__in=facts.need_ids).order_by()
    if taken_up is None:  # reads the status of every match of the needs
        taken = matches.standing().decided()
        taken_up = {*taken.values_list("company_id", "need_id")}
    pairs: dict[bool, list[tuple[int, int]]] = {True: [], False: []}
    rejected = matches.rejected().values_list("company_id", "need_id")
    for is_rejected, found in ((False, taken_up), (True, {*rejected})):
        for company, need in found:
            if company in company_at and need in need_at:
                pairs[is_rejected].append((company_at[company], need_at[need]))

    def columns(rows: list[tuple[int, int]]) -> tuple[Ints, Ints]:
        table = np.array(rows, dtype=np.int64).reshape(-1, 2)
        return table[:, 0], table[:, 1]

    return columns(pairs[False]), columns(pairs[True])
