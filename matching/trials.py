"""The engine and simpler ways tried on made-up worlds, in one table. Pure.

Each way of proposing makes a list for every need from what is on record; the lists are judged by
what the worlds know to be true. Worlds, lots and intervals all follow from one seed: the same seed
gives the same figures.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.special import expit

from matching import baselines
from matching.evaluation import (
    Band,
    Interval,
    auc,
    best_of,
    blocking,
    calibration_error,
    coverage,
    difference,
    exposure,
    gini,
    interval,
    lists_of,
    ndcg,
    precision,
    recall,
    reliability,
)
from matching.features import Bools, Floats, Ints
from matching.ranking import best_matches
from matching.scoring import PARTS, PRIOR, Matches, Weights, score_pairs
from matching.worlds import KINDS, Kind, Records, Truth, records_of, simulate
from matching.worlds.words import TRADES

K = 10  # places that an officer looks at
PLACES = 50  # of a whole list
FIRM_ROOM, COMPANY_ROOM = 3, 2  # introductions that either side takes up
REPLICAS = 8  # worlds of each kind
CONFIDENCE_BANDS = (0.0, 0.25, 0.5, 0.75, 1.0)

# The ways: "without_<part>" come on top.
ENGINE, SCORE_ALONE, WORDS, CODES, LOT = "engine", "score_alone", "words", "codes", "lot"
LEARNED, CEILING = "learned", "ceiling"
WAYS = (CEILING, LEARNED, ENGINE, SCORE_ALONE, WORDS, CODES, LOT)

CODE_TABLE = {
    trade.ksic: frozenset(other.jsic for other in TRADES if other.ksic == trade.ksic)
    for trade in TRADES
}


@dataclass(frozen=True, slots=True)
class Row:
    """One way of proposing. Intervals are over needs; `ahead` is the engine's NDCG less this
    way's, need by need; None for the engine itself."""

    way: str
    ndcg: Interval
    precision: Interval
    recall: Interval
    blocking: Interval
    needs_covered: float
    companies_covered: float
    gini: float
    ahead: Interval | None


@dataclass(frozen=True, slots=True)
class Sureness:
    """Pairs with a confidence in [low, high): how well the score tells success from failure."""

    low: float
    high: float
    count: int
    auc: float


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of world, or all together ("all"). rate: of investments among all pairs."""

    kind: str
    worlds: int
    needs: int
    companies: int
    rate: float
    rows: list[Row]
    bands: list[Band]
    calibration_error: float
    auc: float
    sureness: list[Sureness]


@dataclass(frozen=True, slots=True)
class Judged:
    """What one way did in one world: by need (M,), and of the whole. coverage: of needs and of
    companies, in the first `K` places."""

    ndcg: Floats
    precision: Floats
    recall: Floats
    blocking: Floats
    coverage: tuple[float, float]
    gini: float


@dataclass(frozen=True, slots=True)
class _World:
    trials: dict[str, Judged]
    score: Floats
    confidence: Floats
    happened: Bools
    needs: int
    companies: int
    investments: int


def run(
    *,
    kinds: Sequence[Kind] = tuple(KINDS.values()),
    weights: Weights | None = None,
    seed: int = 1,
    replicas: int = REPLICAS,
    progress: Callable[[int, int], None] | None = None,
) -> list[Section]:
    """Try every way on `replicas` worlds of each kind; a first section sums up several kinds.

    `progress` gets (worlds done, of all). ValueError if there is nothing to try.
    """
    if not kinds or replicas < 1:
        raise ValueError("at least one world is needed")
    weights = weights or Weights()
    sections, everything = [], []
    done, total = 0, len(kinds) * replicas
    for kind in kinds:
        learned = _learn(kind, weights, seed)
        worlds = []
        for replica in range(replicas):
            worlds.append(_world(kind, weights, learned, seed * 1000 + replica))
            done += 1
            if progress:
                progress(done, total)
        everything += worlds
        sections.append(_section(kind.key, worlds, seed))
    if len(kinds) > 1:
        sections.insert(0, _section("all", everything, seed))
    return sections


def as_json(sections: Sequence[Section]) -> list[dict[str, Any]]:
    """The sections as JSON holds them: four decimals, null for what has no meaning."""
    return [_plain(asdict(section)) for section in sections]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        return round(value, 4) if math.isfinite(value) else None
    return value


# --- One world --------------------------------------------------------------------------------


def _world(kind: Kind, weights: Weights, learned: Floats, seed: int) -> _World:
    truth = simulate(kind, seed)
    records = records_of(truth, seed)
    every = _every_pair(records, weights)
    lists = dict(_lists(records, truth, weights, (every, learned), seed))
    engine = lists[ENGINE]
    need, place = np.nonzero(engine >= 0)
    company = engine[need, place]
    at = (need * truth.chance.shape[1] + company).astype(np.int64)
    return _World(
        trials={way: judged(each, truth) for way, each in lists.items()},
        score=every.score[at],
        confidence=every.confidence[at],
        happened=truth.invested[need, company],
        needs=truth.chance.shape[0],
        companies=truth.chance.shape[1],
        investments=int(truth.invested.sum()),
    )


def _every_pair(records: Records, weights: Weights) -> Matches:
    """All pairs, need by need, as scoring sees them."""
    needs, companies = len(records.inputs.needs), len(records.inputs.companies)
    need, company = np.divmod(np.arange(needs * companies), companies)
    return score_pairs(records.inputs, weights, company, need)


def _lists(
    records: Records, truth: Truth, weights: Weights, found: tuple[Matches, Floats], seed: int
) -> Iterator[tuple[str, Ints]]:
    """Each way's lists (M, PLACES)."""
    every, learned = found
    shape = truth.chance.shape

    def ranked(value: Floats) -> Ints:
        return best_of(value, places=PLACES, seed=seed)

    yield ENGINE, engine_lists(records, weights)
    yield SCORE_ALONE, ranked(by_score(records, weights, shape))
    yield CEILING, ranked(truth.chance)
    yield LEARNED, ranked((_design(every) @ learned).reshape(shape))
    yield WORDS, ranked(baselines.by_words(records.need_text, records.company_text))
    yield CODES, ranked(baselines.by_code(records.ksic, records.jsic, CODE_TABLE))
    yield LOT, ranked(baselines.by_lot(*shape, seed=seed))
    for part in PARTS:
        if any(getattr(weights, other) for other in PARTS if other != part):
            yield f"without_{part}", engine_lists(records, replace(weights, **{part: 0.0}))


def engine_lists(records: Records, weights: Weights) -> Ints:
    """(M, PLACES) what the engine proposes."""
    found = best_matches(records.inputs, weights, per_need=PLACES, per_company=0)
    return lists_of(found.need, found.company, needs=len(records.inputs.needs), places=PLACES)


def by_score(records: Records, weights: Weights, shape: tuple[int, ...]) -> Floats:
    """What the engine would propose if it did not hold back on what it does not know."""
    found = best_matches(records.inputs, weights, per_need=shape[1], per_company=0)
    value = np.full(shape, -np.inf)
    value[found.need, found.company] = found.score
    return value


def judged(lists: Ints, truth: Truth) -> Judged:
    """What lists (M, places) are worth in a world."""
    needs, companies = truth.chance.shape
    given = np.zeros((needs, companies), dtype=np.bool_)
    first = lists[:, :FIRM_ROOM]
    need, place = np.nonzero(first >= 0)
    given[need, first[need, place]] = True
    blocks = blocking(
        given,
        truth.firm_value,
        truth.company_value,
        need_room=FIRM_ROOM,
        company_room=COMPANY_ROOM,
    )
    return Judged(
        ndcg=ndcg(lists, truth.gain, K),
        precision=precision(lists, truth.invested, K),
        recall=recall(lists, truth.invested, PLACES),
        blocking=blocks.sum(axis=1).astype(np.float64),
        coverage=coverage(lists, companies, K),
        gini=gini(exposure(lists, companies, K)),
    )


# --- What the parts could give at best ----------------------------------------------------------


def _design(every: Matches) -> Floats:
    """(P, columns) the parts, what is known of each, and a one."""
    known = every.known
    parts = np.where(np.isnan(every.parts), PRIOR, every.parts)
    return np.vstack([parts, known, np.ones((1, len(every)))]).T.astype(np.float64)


def _learn(kind: Kind, weights: Weights, seed: int) -> Floats:
    """A logistic regression of investments on the parts, in a world that is not tried on.

    It is no way to propose: no agency has 40,000 introductions to learn from. It says what a
    weighted sum of the same parts can reach.
    """
    truth = simulate(kind, seed * 1000 + 999)
    every = _every_pair(records_of(truth, seed * 1000 + 999), weights)
    columns, came = _design(every), truth.invested.ravel().astype(np.float64)

    def loss(weight: Floats) -> tuple[float, Floats]:
        rated = columns @ weight
        value = np.logaddexp(0, rated).sum() - came @ rated + 0.5 * weight @ weight
        return float(value), columns.T @ (expit(rated) - came) + weight

    from scipy.optimize import minimize  # here, as it is slow to load and seldom asked

    found = minimize(loss, np.zeros(columns.shape[1]), jac=True, method="L-BFGS-B")
    learned: Floats = found.x
    return learned


# --- Tables -----------------------------------------------------------------------------------


def _section(kind: str, worlds: Sequence[_World], seed: int) -> Section:
    score = np.concatenate([world.score for world in worlds])
    confidence = np.concatenate([world.confidence for world in worlds])
    happened = np.concatenate([world.happened for world in worlds])
    bands = reliability(score, happened)
    needs = sum(world.needs for world in worlds)
    pairs = sum(world.needs * world.companies for world in worlds)
    ways = [*WAYS, *(way for way in worlds[0].trials if way not in WAYS)]
    return Section(
        kind=kind,
        worlds=len(worlds),
        needs=needs,
        companies=sum(world.companies for world in worlds),
        rate=sum(world.investments for world in worlds) / pairs,
        rows=[_row(way, [world.trials for world in worlds], seed) for way in ways],
        bands=list(bands),
        calibration_error=calibration_error(bands),
        auc=auc(score, happened),
        sureness=_sureness(score, confidence, happened),
    )


def _row(way: str, trials: Sequence[dict[str, Judged]], seed: int) -> Row:
    mine = [each[way] for each in trials]
    engine = np.concatenate([each[ENGINE].ndcg for each in trials])
    gained = np.concatenate([each.ndcg for each in mine])
    return Row(
        way=way,
        ndcg=interval(gained, seed=seed),
        precision=interval(np.concatenate([each.precision for each in mine]), seed=seed),
        recall=interval(np.concatenate([each.recall for each in mine]), seed=seed),
        blocking=interval(np.concatenate([each.blocking for each in mine]), seed=seed),
        needs_covered=float(np.mean([each.coverage[0] for each in mine])),
        companies_covered=float(np.mean([each.coverage[1] for each in mine])),
        gini=float(np.mean([each.gini for each in mine])),
        ahead=None if way == ENGINE else difference(engine, gained, seed=seed),
    )


def _sureness(score: Floats, confidence: Floats, happened: Bools) -> list[Sureness]:
    found = []
    for low, high in pairwise(CONFIDENCE_BANDS):
        here = (confidence >= low) & ((confidence < high) | (high == 1.0))
        if here.any():
            count = int(here.sum())
            found.append(Sureness(low, high, count, auc(score[here], happened[here])))
    return found
