"""Who can stand in the list of a changed need, before all is read of everybody.

What a company's customers and its fellow members add to a score is little, and takes half of the
time to read. So everybody is scored first as if both were as good as can be. All is read only of
those who come out at the top then, as nobody else can reach the last of these. A score only gains
by a better fact, and by one more (docs/matching.md), which the tests hold it to.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import replace

import numpy as np
from django.db.models import Q

from matching import shortlist
from matching.asking import Asked
from matching.bounds import SLACK
from matching.features import Floats, Ints
from matching.fetching import Fetched, fetch_asked, with_cover, with_customers
from matching.models import Match
from matching.ranking import Bars, Found, best_lists
from matching.scoring import Matches, Weights

# Of how many of each need customers are read, and of how many of these, what fellow members cover:
# 130 to 460 could reach a list with the best customers, 70 with the best fellows.
CONTENDERS, LAST = 500, 100


def first_lists(
    asked: Asked, weights: Weights, scope: Q, former: Collection[uuid.UUID]
) -> tuple[Fetched, Found]:
    """The lists of the needs asked for, with those of the scope that are kept whatever they reach:
    the pairs that people decided about, and those of the `former` companies."""
    decided = Match.objects.filter(scope).decided().values_list("company_id", flat=True)
    kept = {*former, *decided}
    hoped = fetch_asked(asked, customers=False, cover=False)
    size, last = CONTENDERS, LAST
    while True:
        hopes = _lists(hoped, weights, size, size)
        facts = with_customers(asked, hoped.some(_with(kept, hoped, hopes)))
        further = _lists(facts, weights, last, last)
        facts = with_cover(asked, facts, _with(kept, facts, further))
        found = _lists(facts, weights, shortlist.PER_NEED, shortlist.PER_EXCLUDED)
        if _nobody_else(hopes, found, size) and _nobody_else(further, found, last):
            break
        size, last = 4 * size, 4 * last
    found = lists_with(facts, weights, scope, _bars(facts, former))
    # Whom the musts leave out does not hang on what was hoped: these counts are of everybody.
    return facts, replace(found, able=hopes.able, passing=hopes.passing, counts=hopes.counts)


def lists_with(facts: Fetched, weights: Weights, scope: Q, bars: Bars) -> Found:
    """The needs' lists and what else `bars` let in, with what people decided about."""
    return best_lists(
        facts.inputs,
        weights,
        per_need=shortlist.PER_NEED,
        per_company=0,
        per_excluded=shortlist.PER_EXCLUDED,
        keep=shortlist.decided(facts, scope),
        bars=bars,
    )


def _lists(facts: Fetched, weights: Weights, per_need: int, per_excluded: int) -> Found:
    return best_lists(
        facts.inputs, weights, per_need=per_need, per_company=0, per_excluded=per_excluded
    )


def _with(kept: Collection[uuid.UUID], facts: Fetched, lists: Found) -> Ints:
    """(n,) the places of those kept, and of who is in a list, or named as left out of one."""
    places = np.union1d(lists.matches.company, lists.excluded.company)
    places = np.union1d(places, facts.company_ids.places(kept))
    return places[places >= 0]


def _nobody_else(hopes: Found, found: Found, size: int) -> bool:
    """Whether nobody beyond the first `size` in hope can be in the lists that were found."""
    needs = len(found.able)
    bar = _last(found.matches, needs, shortlist.PER_NEED)
    bar_out = np.maximum(bar, _last(found.excluded, needs, shortlist.PER_EXCLUDED))
    return bool(
        np.all(_beyond(hopes.matches, needs, size) < bar)
        and np.all(_beyond(hopes.excluded, needs, size) < bar_out)
    )


def _last(listed: Matches, needs: int, most: int) -> Floats:
    """(M,) the priority of the last of each list of `most`; less than any where it has room."""
    last = np.full(needs, np.inf)
    np.minimum.at(last, listed.need, listed.priority)
    last[np.bincount(listed.need, minlength=needs) < most] = -1
    return last


def _beyond(hopes: Matches, needs: int, size: int) -> Floats:
    """(M,) what those behind the first `size` can reach; less than anything where there is nobody
    behind them."""
    last = _last(hopes, needs, size)
    return np.where(last < 0, -2, last + SLACK)


def _bars(facts: Fetched, former: Iterable[uuid.UUID]) -> Bars:
    """The former are kept whatever they reach now; the list of nobody else is asked."""
    company = np.full(len(facts.company_ids), np.inf, dtype=np.float32)
    at = facts.company_ids.places(former)
    company[at[at >= 0]] = -np.inf
    return Bars(company=company, need=np.full(len(facts.need_ids), np.inf, dtype=np.float32))
