"""What other values of a few constants of matching would change, on made-up worlds.

Every world is made once and proposed on with each choice, so a choice is compared need by need with
the constants in use. Choose on one range of seeds, confirm on another that played no part:

    python -m benchmarks.bench_matching_choices [first seed] [worlds of each kind]
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any
from unittest.mock import patch

import numpy as np

from matching import answers, scoring, ties
from matching.evaluation import Interval, best_of, difference
from matching.features import Ints
from matching.scoring import Weights
from matching.trials import PLACES, Judged, by_score, engine_lists, judged
from matching.worlds import KINDS, Records, records_of, simulate

FIRST_SEED, WORLDS = 930_000, 20
PRIORS = (0.4, 0.5, 0.55, 0.6, 0.65, 0.7)
SEEN = (0.0, 0.25, 0.5, 0.75, 1.0)
IN_USE = "in use"

Constants = Mapping[tuple[ModuleType, str], Any]
Way = Callable[[Records], Ints]


@dataclass(slots=True)
class Kept:
    """What a choice did in all worlds so far, by kind."""

    found: defaultdict[str, list[Judged]] = field(default_factory=lambda: defaultdict(list))

    def every(self, measure: str, kind: str | None = None) -> np.ndarray:
        """The measure of each need, in the order of the worlds."""
        kinds = [kind] if kind else [*self.found]
        return np.concatenate([getattr(each, measure) for k in kinds for each in self.found[k]])

    def mean(self, value: Callable[[Judged], float]) -> float:
        return float(np.mean([value(each) for kind in self.found.values() for each in kind]))


def prior(value: float) -> Constants:
    """Drawing towards `value`; having no tie counts as much as nothing known of customers."""
    return {(scoring, "PRIOR"): value, (ties, "NO_TIE"): value}


def seen(value: float) -> Constants:
    """How far a process counts as checked that the industry code alone speaks for."""
    return {(answers, "INFERRED_SEEN"): np.float32(value)}


def choices() -> dict[str, Way]:
    """Every choice by what it is called, the constants in use first."""
    found: dict[str, Way] = {IN_USE: _engine({}), "score alone": _score_alone}
    found["prior 0.4, code 0"] = _engine({**prior(0.4), **seen(0)})  # until 23 November 2026
    for value in PRIORS:
        if value != scoring.PRIOR:
            found[f"prior {value}"] = _engine(prior(value))
    for value in SEEN:
        if value != answers.INFERRED_SEEN:
            found[f"code {value}"] = _engine(seen(value))
    return found


def _engine(constants: Constants) -> Way:
    def lists(records: Records) -> Ints:
        with _with(constants):
            return engine_lists(records, Weights())

    return lists


def _score_alone(records: Records) -> Ints:
    shape = len(records.inputs.needs), len(records.inputs.companies)
    return best_of(by_score(records, Weights(), shape), places=PLACES, seed=1)


@contextmanager
def _with(constants: Constants) -> Iterator[None]:
    with ExitStack() as stack:
        for (module, name), value in constants.items():
            stack.enter_context(patch.object(module, name, value))
        yield


def tried(first: int, worlds: int) -> dict[str, Kept]:
    """Every choice on `worlds` worlds of each kind, of the seeds from `first` on."""
    ways = choices()
    kept = {name: Kept() for name in ways}
    for kind in KINDS.values():
        for seed in range(first, first + worlds):
            truth = simulate(kind, seed)
            records = records_of(truth, seed)
            for name, way in ways.items():
                kept[name].found[kind.key].append(judged(way(records), truth))
    return kept


def _print(kept: Mapping[str, Kept], kinds: Sequence[str]) -> None:
    used = kept[IN_USE]
    print("\n| choice | NDCG@10 | less in use | P@10 | R@50 | shown | Gini | blocking |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for name, found in kept.items():
        cells = (
            f"{np.nanmean(found.every('ndcg')):.4f}",
            _told(difference(found.every("ndcg"), used.every("ndcg"), seed=1)),
            f"{np.nanmean(found.every('precision')):.2%}",
            f"{np.nanmean(found.every('recall')):.2%}",
            f"{found.mean(lambda each: each.coverage[1]):.2%}",
            f"{found.mean(lambda each: each.gini):.3f}",
            f"{np.nanmean(found.every('blocking')):.2f}",
        )
        print(f"| {name} | {' | '.join(cells)} |")
    for measure, called in (("ndcg", "NDCG@10"), ("recall", "recall@50")):
        print(f"\n| {called} less in use | {' | '.join(kinds)} |")
        print(f"|---|{'--:|' * len(kinds)}")
        for name, found in kept.items():
            told = (
                _told(difference(found.every(measure, kind), used.every(measure, kind), seed=1))
                for kind in kinds
            )
            print(f"| {name} | {' | '.join(told)} |")


def _told(found: Interval) -> str:
    return f"{found.mean:+.4f} [{found.low:+.4f}, {found.high:+.4f}]"


def run() -> None:
    given = [int(each) for each in sys.argv[1:3] if each.isdigit()]
    first, worlds = [*given, *(FIRST_SEED, WORLDS)[len(given) :]]
    print(f"Worlds {first} to {first + worlds - 1} of each of {len(KINDS)} kinds")
    _print(tried(first, worlds), [*KINDS])


if __name__ == "__main__":
    run()
