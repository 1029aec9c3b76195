"""The stored matches: fetch, score, store.

Whoever runs it, and however often: people's decisions stay, a run that dies leaves what was there,
and of two runs at once the one that read the facts later wins, row by row.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

import numpy as np
from django.db import models, transaction
from django.db.models import Max, OuterRef, Q, Subquery
from django.utils import timezone

from matching import changes
from matching.features import Floats, Ints
from matching.fetching import Fetched, fetch
from matching.keys import Keys, keys
from matching.models import Match, Need, ScoringRun, ScoringTouch, WeightProfile
from matching.packed import Key, Number, read
from matching.ranking import Bars, Found, best_lists
from matching.rejected import note_answers
from matching.scoring import PARTS, Weights
from matching.storing import (
    LEAST_CHANGE,
    are_current,
    lock,
    remove,
    store,
    store_excluded,
    store_screenings,
)
from prospects.models import Company

PER_NEED = 50
PER_COMPANY = 50
PER_EXCLUDED = 50


@dataclass(frozen=True, slots=True)
class Rescored:
    """What a run did: what it read, the matches it wrote and the suggestions it removed."""

    companies: int
    needs: int
    written: int
    removed: int
    added: int = field(default=0, compare=False)  # of those written, what was not there before
    changed: int = field(default=0, compare=False)  # and what had another priority


def rescore(
    *,
    need_ids: Collection[uuid.UUID] | None = None,
    company_ids: Collection[uuid.UUID] | None = None,
    profile: WeightProfile | None = None,
    now: dt.datetime | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Rescored:
    """Score the named needs, or companies, or everything, and store the best matches.

    Of a need the best 50 companies are stored, of a company its best 50 needs, and of a need
    the best 50 companies that only its musts keep from the list. Matches that people
    have decided about get new scores and keep their status whatever their place; suggestions that
    fell out of both lists are removed unless something refers to them. A run for some companies
    also enters them in the lists of needs, and the other way round; the entries that this pushes
    beyond the list's end go with the next whole run. `progress` gets (companies done, of all).

    ValueError if the profile's weights cannot weigh.
    """
    now = now or timezone.now()
    profile = profile or active_profile()
    weights = weights_of(profile)
    scope = _scope(need_ids, company_ids)
    facts = fetch(
        today=timezone.localdate(now),
        company_ids=company_ids,
        need_ids=need_ids,
        narrow=(need_ids is None) != (company_ids is None),
    )
    bars = bars_of(facts, scope, by_need=company_ids is not None, by_company=need_ids is not None)
    found = best_lists(
        facts.inputs,
        weights,
        per_need=PER_NEED if company_ids is None else 0,
        per_company=PER_COMPANY if need_ids is None else 0,
        per_excluded=PER_EXCLUDED,
        keep=decided(facts, scope),
        bars=bars,
        progress=progress and (lambda done: progress(done, len(facts.company_ids))),
    )
    with transaction.atomic():
        lock()
        lists = facts.need_ids if company_ids is None else _lists_of(facts, found, scope, bars)
        with changes.noted(lists, now):
            stored = store(facts, found.matches, profile, now)
            if company_ids is not None:
                are_current(company_ids)
            removed = remove(scope, now)
            if company_ids is None:
                store_screenings(facts, found, now)
        note_answers(scope, now=now)
        store_excluded(facts, found, scope, now)
        tell_run(need_ids=need_ids, company_ids=company_ids, now=now)
    return Rescored(
        len(facts.company_ids),
        len(facts.need_ids),
        stored.written,
        removed,
        stored.added,
        stored.changed,
    )


def _lists_of(facts: Fetched, found: Found, scope: Q, bars: Bars) -> list[uuid.UUID]:
    """The needs at the top of whose lists a company of the scope stands, or will stand.

    `bars.need` is where the top of a list ends without them.
    """
    bar = dict(zip(facts.need_ids, (bars.need - LEAST_CHANGE).tolist(), strict=True))
    pairs = zip(found.matches.need.tolist(), found.matches.priority.tolist(), strict=True)
    reached = {facts.need_ids[need]: priority for need, priority in sorted(pairs)}
    stored = Match.objects.filter(scope, need__in=facts.need_ids)
    return sorted(
        {need for need, priority in reached.items() if priority >= bar[need]}
        | {
            need
            for need, priority in stored.values_list("need_id", "priority")
            if priority >= bar[need]
        }
    )


def tell_run(
    *,
    need_ids: Collection[uuid.UUID] | None = None,
    company_ids: Collection[uuid.UUID] | None = None,
    now: dt.datetime,
) -> None:
    """Tell the whole run that is on its way what it may have read too early."""
    if (need_ids is None) == (company_ids is None):
        return  # everything, or single pairs
    run = ScoringRun.objects.running().first()
    if run is None:
        return
    ScoringTouch.objects.bulk_create(
        [ScoringTouch(run=run, need_key=key, at=now) for key in need_ids or ()]
        + [ScoringTouch(run=run, company_key=key, at=now) for key in company_ids or ()]
    )


def weights_of(profile: WeightProfile) -> Weights:
    """The profile's weights; ValueError if they cannot weigh."""
    return Weights(**{part: getattr(profile, part) for part in PARTS})


def active_profile() -> WeightProfile:
    """The profile in use; if there is none, a new revision with the standard weights."""
    in_use = WeightProfile.objects.filter(is_active=True)
    if profile := in_use.first():
        return profile
    with transaction.atomic():
        lock()  # so that two first runs do not both make one
        if profile := in_use.first():
            return profile
        last = WeightProfile.objects.aggregate(last=Max("revision"))["last"]
        standard = Weights()
        return WeightProfile.objects.create(
            revision=(last or 0) + 1,
            is_active=True,
            **{part: getattr(standard, part) for part in PARTS},
        )


def _scope(need_ids: Collection[uuid.UUID] | None, company_ids: Collection[uuid.UUID] | None) -> Q:
    scope = Q()
    if need_ids is not None:
        scope &= Q(need__in=list(need_ids))
    if company_ids is not None:
        scope &= Q(company__in=list(company_ids))
    return scope


def decided(facts: Fetched, scope: Q) -> tuple[Ints, Ints]:
    """The pairs that people have decided about, as (company, need) indexes."""
    rows = Match.objects.filter(scope).decided()
    company, need = read(rows, Key("company"), Key("need"))
    company, need = facts.company_ids.places(company), facts.need_ids.places(need)
    there = (company >= 0) & (need >= 0)
    return company[there], need[there]


def bars_of(facts: Fetched, scope: Q, *, by_need: bool, by_company: bool) -> Bars:
    """What the lists of needs, or of companies, that are not being made anew ask for."""
    company = np.full(len(facts.company_ids), np.inf, dtype=np.float32)
    need = np.full(len(facts.need_ids), np.inf, dtype=np.float32)
    if by_company:
        company = _last_of_lists(Company, "company", facts.company_ids, PER_COMPANY, scope)
    if by_need:
        need = _last_of_lists(Need, "need", facts.need_ids, PER_NEED, scope)
    return Bars(company=company, need=need)


def _last_of_lists(
    model: type[models.Model], side: str, ids: Keys, length: int, scope: Q
) -> Floats:
    """The priority of the last of each full list, leaving out what is being scored; else -inf.

    Each list is read from its index, and no further than its length.
    """
    others = Match.objects.filter(**{side: OuterRef("pk")}).exclude(scope)
    last = others.order_by("-priority", "id").values("priority")[length - 1 : length]
    rows = model._default_manager.filter(pk__in=keys(ids)).order_by().annotate(last=Subquery(last))
    key, bar = read(rows.filter(last__isnull=False), Key("pk"), Number("last"))
    bars = np.full(len(ids), -np.inf, dtype=np.float32)
    bars[ids.places(key)] = bar
    return bars
