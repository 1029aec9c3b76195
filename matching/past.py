"""Past introductions as a test of the score: what it said then against what came of it.

The score is the one that was stored when the two sides were introduced, so it knows nothing of
what happened later. The earlier half of the introductions, by date, is for learning, the later half
for testing. Fictional introductions of the demo are no evidence and are never counted.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from scipy.special import expit

from matching.evaluation import ROUNDS, Band, auc, calibration_error, reliability
from matching.features import Bools, Floats
from matching.models import Match

LEAST_TESTED = 30  # decided introductions in the later half, of which
LEAST_OF_EACH = 8  # at least so many went well, and so many did not

Status = Match.Status
WENT_WELL = (Status.IN_TALKS, Status.CONVERTED)


@dataclass(frozen=True, slots=True)
class Introduction:
    """What was said when two sides were introduced; `went_well` is None while it is open."""

    on: dt.date
    score: float
    went_well: bool | None


@dataclass(frozen=True, slots=True)
class Past:
    """What past introductions say. Figures only where `enough` were decided, else None.

    introduced, decided, tested, went_well: counts; of the decided, `tested` lie on or after
    `split_on`. auc with its interval; `error` of the score as a chance, and `error_learned` after
    the earlier half has taught what a score is worth.
    """

    introduced: int
    decided: int
    tested: int
    went_well: int
    least: int
    enough: bool
    split_on: str | None = None
    auc: tuple[float, float, float] | None = None
    error: float | None = None
    error_learned: float | None = None
    bands: tuple[Band, ...] = ()


def introductions(outcomes: Mapping[uuid.UUID, bool] | None = None) -> list[Introduction]:
    """All introductions of real companies for real needs, by date: one query.

    `outcomes`: by match, what is known from elsewhere (its deals); it settles what the match's own
    status leaves open.
    """
    known = outcomes or {}
    history = Match.pgh_event_models["update"]  # type: ignore[attr-defined]  # by pghistory
    events = (
        history.objects.filter(company__is_demo=False, need__is_demo=False)
        .order_by("pgh_id")
        .values_list("pgh_obj_id", "status", "score", "pgh_created_at")
    )
    first: dict[uuid.UUID, tuple[dt.datetime, float]] = {}
    last: dict[uuid.UUID, str] = {}
    for match, status, score, at in events:
        last[match] = status
        if status == Status.INTRODUCED:
            first.setdefault(match, (at, score))
    found = [
        Introduction(at.date(), score, _outcome(last[match], known.get(match)))
        for match, (at, score) in first.items()
    ]
    return sorted(found, key=lambda each: each.on)


def _outcome(status: str, known: bool | None) -> bool | None:
    if status in WENT_WELL:
        return True
    return False if status == Status.REJECTED else known


def time_split(made: Sequence[Introduction], *, seed: int) -> Past:
    """Learn on the earlier half of what was decided, test on the later half."""
    decided = [each for each in made if each.went_well is not None]
    half = len(decided) // 2
    came = np.array([bool(each.went_well) for each in decided], dtype=np.bool_)
    tested = came[half:]
    well = int(tested.sum())
    counted = Past(
        introduced=len(made),
        decided=len(decided),
        tested=len(tested),
        went_well=int(came.sum()),
        least=LEAST_TESTED,
        enough=len(tested) >= LEAST_TESTED and min(well, len(tested) - well) >= LEAST_OF_EACH,
    )
    if not counted.enough:
        return counted
    score = np.array([each.score for each in decided])
    later = score[half:]
    bands = reliability(later, tested)
    learned = _taught(score[:half], came[:half], later)
    return replace(
        counted,
        split_on=decided[half].on.isoformat(),
        auc=_auc_interval(later, tested, seed),
        error=calibration_error(bands),
        error_learned=calibration_error(reliability(learned, tested)),
        bands=bands,
    )


def as_json(past: Past) -> dict[str, Any]:
    return asdict(past)


def _auc_interval(score: Floats, came: Bools, seed: int) -> tuple[float, float, float]:
    """The share of right orders, and where it lies with 95% confidence (bootstrap)."""
    drawn = np.random.default_rng(seed).integers(0, len(score), (ROUNDS, len(score)))
    low, high = np.nanquantile([auc(score[at], came[at]) for at in drawn], [0.025, 0.975])
    return auc(score, came), float(low), float(high)


def _taught(score: Floats, came: Bools, later: Floats) -> Floats:
    """The chance that each later score stands for, by a logistic curve through the earlier ones."""

    def loss(curve: Floats) -> float:
        rated = curve[0] + curve[1] * score
        return float(np.logaddexp(0, rated).sum() - rated @ came + 0.05 * curve @ curve)

    from scipy.optimize import minimize  # here, as it is slow to load and seldom asked

    curve = minimize(loss, np.zeros(2), method="BFGS").x
    chance: Floats = expit(curve[0] + curve[1] * later)
    return chance
