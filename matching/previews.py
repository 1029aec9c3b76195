"""What other weights change in the lists of needs. Pure.

The parts of a pair do not depend on the weights. So they are worked out once for every company that
can be in a need's list, by the engine itself, and each set of weights then orders all of them: the
places are those that a run with these weights would give, not those of a stored list. Where only
those are given that can come first (`matching.bounds`), the first `DEPTH` places are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import pairwise

import numpy as np

from matching.answers import of_pairs
from matching.features import Floats, Inputs, Ints
from matching.lists import ordered, ranks
from matching.prepared import prepare
from matching.ranking import best_matches
from matching.scoring import Weights, blend, parts_of, stepped

DEPTH = 50  # how far down two lists are held against each other: as far as they are stored
FEWEST = 5  # of fewer companies a correlation says nothing


@dataclass(frozen=True, slots=True)
class Candidates:
    """The P companies that can be in a need's list, in the order of their keys.

    company: (P,) indexes into the inputs. value, seen, known: (7, P) as a `matching.parts.Part`.
    left: (P,) what rejections by the need's group leave of the priority.
    """

    company: Ints
    value: Floats
    seen: Floats
    known: Floats
    left: Floats

    def __len__(self) -> int:
        return len(self.company)

    def take(self, rows: Ints) -> Candidates:
        """Those at `rows`."""
        value, seen, known = (each[:, rows] for each in (self.value, self.seen, self.known))
        return Candidates(self.company[rows], value, seen, known, self.left[rows])


@dataclass(frozen=True, slots=True)
class Ranking:
    """All candidates of a need under some weights, (P,) each. place: from 1, none twice."""

    place: Ints
    score: Floats
    confidence: Floats


@dataclass(frozen=True, slots=True)
class Row:
    """A company in the first places of either list; `at` is its index among the candidates."""

    at: int
    was: int
    now: int
    score_was: float
    score_now: float
    confidence_was: float
    confidence_now: float
    entered: bool
    left: bool

    @property
    def up(self) -> int:
        """Places won; negative for places lost."""
        return self.was - self.now

    @property
    def down(self) -> int:
        """Places lost."""
        return self.now - self.was


@dataclass(frozen=True, slots=True)
class Change:
    """One need's list under two sets of weights.

    rows: who stands in the first `places` under the second, in order, then who stood there under
    the first only. replaced: places that another company holds. correlation: Kendall's tau over
    the companies in the first fifty of either; None for fewer than five.
    """

    candidates: int
    places: int
    rows: tuple[Row, ...]
    entered: int
    moved: int
    replaced: int
    correlation: float | None


@dataclass(frozen=True, slots=True)
class Summary:
    """Changes over several needs, in numbers; `most`: the places in the input of the needs whose
    lists change, the most first. correlation: the mean over those needs that have one."""

    needs: int
    changed: int
    places: int
    replaced: int
    entered: int
    correlation: float | None
    most: tuple[int, ...]


def candidates_of(inputs: Inputs, *, keep: tuple[Ints, Ints] | None = None) -> list[Candidates]:
    """Of each need everybody who can be in its list, whatever the weights.

    `keep`: (company, need) indexes of pairs that are listed in any case.
    """
    most = max(1, len(inputs.companies))
    found = best_matches(inputs, Weights(), per_need=most, per_company=0, keep=keep)
    order = np.lexsort((inputs.companies.key[found.company], found.need))
    company, need = found.company[order], found.need[order]
    prepared = prepare(inputs)
    made = parts_of(prepared, of_pairs(prepared, company, need), company, need)
    value, seen, known = (
        np.stack([np.broadcast_to(part[which], company.shape) for part in made])
        for which in range(3)
    )
    left = inputs.setbacks.left(company, inputs.needs.group[need])
    blank = np.ones(company.shape, dtype=np.float32)
    everybody = Candidates(company, value, seen, known, blank if left is None else left)
    ends = np.searchsorted(need, np.arange(len(inputs.needs) + 1))
    return [everybody.take(np.arange(begin, end)) for begin, end in pairwise(ends.tolist())]


def joined(one: Candidates, other: Candidates) -> Candidates:
    """The candidates of both, one after the other."""
    return Candidates(
        *(
            np.concatenate([getattr(each, f.name) for each in (one, other)], axis=-1)
            for f in fields(one)
        )
    )


def ranked(candidates: Candidates, weights: Weights) -> Ranking:
    """The candidates in the order that the engine gives them with these weights."""
    parts = list(zip(candidates.value, candidates.seen, candidates.known, strict=True))
    score, confidence, _, priority = blend(parts, weights)
    everybody = np.arange(len(candidates))
    priority = stepped(priority * candidates.left)
    order = ordered(np.zeros_like(everybody), ranks(priority, confidence), everybody)
    place = np.empty_like(everybody)
    place[order] = everybody + 1
    return Ranking(place, score, confidence)


def compared(candidates: Candidates, before: Weights, after: Weights, *, places: int) -> Change:
    """What `after` changes in the first `places` of a list that was made with `before`."""
    was, now = ranked(candidates, before), ranked(candidates, after)
    first_was, first_now = was.place <= places, now.place <= places
    here = np.flatnonzero(first_now)
    gone = np.flatnonzero(first_was & ~first_now)
    shown = np.r_[here[np.argsort(now.place[here])], gone[np.argsort(now.place[gone])]]
    rows = tuple(
        Row(
            at=at,
            was=int(was.place[at]),
            now=int(now.place[at]),
            score_was=float(was.score[at]),
            score_now=float(now.score[at]),
            confidence_was=float(was.confidence[at]),
            confidence_now=float(now.confidence[at]),
            entered=not first_was[at],
            left=not first_now[at],
        )
        for at in shown.tolist()
    )
    return Change(
        candidates=len(candidates),
        places=min(places, len(candidates)),
        rows=rows,
        entered=int((first_now & ~first_was).sum()),
        moved=int((first_now & first_was & (was.place != now.place)).sum()),
        # Each of the first places is held by one company: by another one where that one moved.
        replaced=int((first_now & (was.place != now.place)).sum()),
        correlation=_correlation(was.place, now.place),
    )


def _correlation(was: Ints, now: Ints) -> float | None:
    """Kendall's tau over the first `DEPTH` of either."""
    near = (was <= DEPTH) | (now <= DEPTH)
    if near.sum() < FEWEST:
        return None
    # Here, as loading it takes the better part of a second, which each start would.
    from scipy.stats import kendalltau

    return float(kendalltau(was[near], now[near]).statistic)


def summed(changes: Sequence[Change]) -> Summary:
    """What the changes of several needs come to."""
    known = [each.correlation for each in changes if each.correlation is not None]
    most = sorted(
        (at for at, each in enumerate(changes) if each.replaced),
        key=lambda at: (-changes[at].entered, -changes[at].replaced, at),
    )
    return Summary(
        needs=len(changes),
        changed=len(most),
        places=sum(each.places for each in changes),
        replaced=sum(each.replaced for each in changes),
        entered=sum(each.entered for each in changes),
        correlation=sum(known) / len(known) if known else None,
        most=tuple(most),
    )
