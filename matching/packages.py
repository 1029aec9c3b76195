"""Sets of companies that together do every step of what a firm wants.

Pure: arrays in, compositions out. Steps are needs in the order of making (mould, injection,
plating); a company fits a step by a number from 0 (does not do it) to 1. Solved by CP-SAT
(ADR 17): a set with a price for each company is a covering problem, and those are no flow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from matching.features import Bools, Floats, Ints

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

# Points of a composition. A step that is done counts more than all else together could take away;
# then enough volume; then how well the lead of each step fits, less a price for each company more.
COVERED: Final = 5_000
ENOUGH: Final = 1_500
FIT: Final = 1_000
COMPANY: Final = 150  # each company more is one more to bring to Korea
OUTSIDER: Final = 200  # from one cooperative where possible: they know each other
ABILITY_UNKNOWN: Final = 100
#: More companies than this are not brought together.
MOST: Final = 6


@dataclass(frozen=True, slots=True)
class Candidates:
    """M companies, S steps, G cooperatives.

    `fit` (M, S), 0 where the step is not done; `volume` (M, S) pieces a month, NaN not known;
    `required` (S,) pieces a month, NaN where none is asked; `able` (M,): 1 can invest the least
    amount, 0 not known, -1 cannot (never chosen); `member` (G, M). `budget` (M,): what each is
    known to put in, 0 where nothing is; together it must reach `together`, in the same unit.
    """

    fit: Floats
    volume: Floats
    required: Floats
    able: Ints
    member: Bools
    budget: Floats | None = None
    together: float = 0.0


class Lacking(StrEnum):
    """What a composition does not have, or what is not known of it."""

    STEP = "step"  # nobody does the step
    VOLUME = "volume"  # the known volumes are not enough
    VOLUME_UNKNOWN = "volume_unknown"  # not enough is known, and of somebody nothing
    ABILITY_UNKNOWN = "ability_unknown"  # whether the company can invest the least amount


@dataclass(frozen=True, slots=True)
class Lack:
    """`at` is the step, or the company for ABILITY_UNKNOWN; `have` the volume that is known."""

    what: Lacking
    at: int
    have: float = 0.0


@dataclass(frozen=True, slots=True)
class Composition:
    """A set of companies. `steps`: who does each, the lead first. `group` -1: of no cooperative.

    `score` is the mean fit of the leads, 0 for a step that nobody does. `is_best` False: time ran
    out, it is the best found so far.
    """

    companies: tuple[int, ...]
    steps: tuple[tuple[int, ...], ...]
    group: int
    outsiders: tuple[int, ...]
    score: float
    points: int
    lacks: tuple[Lack, ...]
    is_best: bool


def compose(
    candidates: Candidates, *, count: int = 4, most: int = MOST, seconds: float = 4.0
) -> tuple[Composition, ...]:
    """The best composition, then the best of those that are really others, up to `count`.

    Another one shares at most half of its companies with each one before. Empty when nobody who
    can invest does any step, or no set has the amount to be reached together. `seconds` are for
    all of them.
    """
    found: list[Composition] = []
    if not candidates.fit.size:
        return ()
    model = _Model(candidates, most)
    for _place in range(count):
        one = model.best(seconds / count)
        if one is None or not one.companies:
            break
        found.append(one)
        model.others_than(one)
    return tuple(found)


def points_of(candidates: Candidates, companies: tuple[int, ...], group: int) -> int:
    """The points of any set of companies, as the solver counts them; `group` has two of them."""
    chosen = list(companies)
    fit, volume = _fits(candidates)[chosen], _volumes(candidates)[chosen]
    lead, asked = fit.max(axis=0, initial=0), _asked(candidates)
    points = int(lead.sum()) + COVERED * int((lead > 0).sum())
    points += ENOUGH * int(((volume.sum(axis=0) >= asked) & (asked > 0)).sum())
    points -= COMPANY * len(chosen)
    points -= ABILITY_UNKNOWN * int((candidates.able[chosen] == 0).sum())
    return points - OUTSIDER * len(_outsiders(candidates, companies, group))


class _Model:
    # The solver is slow to load, with a library of its own for tables, and seldom asked: each
    # start of the application would wait for it.

    def __init__(self, candidates: Candidates, most: int) -> None:
        from ortools.sat.python import cp_model

        self.linear = cp_model.LinearExpr
        self.candidates = candidates
        self.model = cp_model.CpModel()
        self.takes = [self._yes_no(f"company {at}") for at in range(len(candidates.fit))]
        self.groups = [self._yes_no(f"group {at}") for at in range(len(candidates.member))]
        self._limit(most)
        worth = [*self._worth_of_steps(), *self._price_of_companies()]
        self.model.maximize(sum(worth))

    def _yes_no(self, name: str) -> cp_model.IntVar:
        return self.model.new_bool_var(name)

    def _limit(self, most: int) -> None:
        """At most so many companies, with the amount together, of one cooperative or of none."""
        of, model = self.candidates, self.model
        model.add_at_most_one(self.groups)
        model.add(self.linear.sum(self.takes) <= most)
        if of.budget is not None and of.together > 0:
            known = np.floor(of.budget).astype(np.int64).tolist()
            have = self.linear.weighted_sum(self.takes, known)
            model.add(have >= int(np.ceil(of.together)))
        for group, own in zip(self.groups, of.member, strict=True):
            # One member alone does not make it that cooperative's package.
            members = [self.takes[at] for at in np.flatnonzero(own).tolist()]
            model.add(self.linear.sum(members) >= 2).only_enforce_if(group)

    def _worth_of_steps(self) -> Iterator[cp_model.LinearExprT]:
        """What each step's lead is worth, and its volume where it is enough."""
        of, model = self.candidates, self.model
        fit, volume, asked = _fits(of), _volumes(of), _asked(of)
        for step in range(fit.shape[1]):
            leads = []
            for doer in np.flatnonzero(fit[:, step]).tolist():
                leads.append(self._yes_no(f"lead {doer} {step}"))
                model.add_implication(leads[-1], self.takes[doer])
                yield leads[-1] * (COVERED + int(fit[doer, step]))
            model.add_at_most_one(leads)
            if asked[step] > 0:
                enough = self._yes_no(f"enough {step}")
                have = self.linear.weighted_sum(self.takes, volume[:, step].tolist())
                model.add(have >= int(asked[step])).only_enforce_if(enough)
                yield ENOUGH * enough

    def _price_of_companies(self) -> Iterator[cp_model.LinearExprT]:
        """What each company costs, more from outside the cooperative; who cannot is not taken."""
        of, fit = self.candidates, _fits(self.candidates)
        for at, take in enumerate(self.takes):
            if of.able[at] < 0 or not fit[at].any():
                self.model.add(take == 0)
                continue
            inside = [group for group, own in zip(self.groups, of.member, strict=True) if own[at]]
            outsider = self._yes_no(f"outsider {at}")
            self.model.add(outsider + sum(inside) >= take)
            price = COMPANY + (ABILITY_UNKNOWN if of.able[at] == 0 else 0)
            yield -price * take
            yield -OUTSIDER * outsider

    def best(self, seconds: float) -> Composition | None:
        from ortools.sat.python import cp_model

        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1  # one worker gives the same answer each time
        solver.parameters.random_seed = 1
        solver.parameters.max_time_in_seconds = seconds
        status = solver.solve(self.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        chosen = tuple(at for at, take in enumerate(self.takes) if solver.value(take))
        group = next((at for at, each in enumerate(self.groups) if solver.value(each)), -1)
        return told(self.candidates, chosen, group, is_best=status == cp_model.OPTIMAL)

    def others_than(self, one: Composition) -> None:
        """From now on at least half of this one's companies must be missing."""
        takes = [self.takes[at] for at in one.companies]
        self.model.add(sum(takes) <= len(takes) // 2)


def told(
    candidates: Candidates, companies: tuple[int, ...], group: int = -1, *, is_best: bool = True
) -> Composition:
    """Any set of companies as a composition: who does which step, and what it lacks."""
    fit = _fits(candidates)
    steps = tuple(
        tuple(sorted((at for at in companies if fit[at, step]), key=lambda at: -fit[at, step]))
        for step in range(fit.shape[1])
    )
    lacks = [lack for step, own in enumerate(steps) for lack in _lacks(candidates, step, own)]
    lacks += [Lack(Lacking.ABILITY_UNKNOWN, at) for at in companies if candidates.able[at] == 0]
    leads = [fit[own[0], step] / FIT if own else 0.0 for step, own in enumerate(steps)]
    return Composition(
        companies=companies,
        steps=steps,
        group=group,
        outsiders=_outsiders(candidates, companies, group) if group >= 0 else (),
        score=float(np.mean(leads)) if leads else 0.0,
        points=points_of(candidates, companies, group),
        lacks=tuple(lacks),
        is_best=is_best,
    )


def _lacks(candidates: Candidates, step: int, own: tuple[int, ...]) -> list[Lack]:
    if not own:
        return [Lack(Lacking.STEP, step)]
    asked = int(_asked(candidates)[step])
    stated = candidates.volume[list(own), step]
    have = float(np.nansum(stated))
    if not asked or have >= asked:
        return []
    unknown = bool(np.isnan(stated).any())
    return [Lack(Lacking.VOLUME_UNKNOWN if unknown else Lacking.VOLUME, step, have)]


def _outsiders(candidates: Candidates, companies: tuple[int, ...], group: int) -> tuple[int, ...]:
    if group < 0:
        return companies
    return tuple(at for at in companies if not candidates.member[group, at])


def _fits(candidates: Candidates) -> Ints:
    return np.rint(candidates.fit * FIT).astype(np.int64)


def _volumes(candidates: Candidates) -> Ints:
    """What is known, 0 where nothing is; only of steps that the company does."""
    known = np.nan_to_num(candidates.volume).astype(np.int64)
    counted: Ints = np.where(_fits(candidates) > 0, known, 0)
    return counted


def _asked(candidates: Candidates) -> Ints:
    return np.ceil(np.nan_to_num(candidates.required)).astype(np.int64)
