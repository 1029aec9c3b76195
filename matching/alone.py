"""What the parts of a score know of a company whatever the need: made once, not for each pair.

Pure. The constants are choices that docs/matching.md explains.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.features import Companies, Floats

# Intent: the value of each answer, by `Mode` and by `Country`, and the checks' weights.
MODE_VALUE = np.array([np.nan, 0.5, 0.8, 1.0], dtype=np.float32)
COUNTRY_VALUE = np.array([np.nan, 0.3, 0.6, 1.0], dtype=np.float32)
HOME_BASE_LEFT = 0.4  # Japanese support is given on condition that the home base stays
MODE_WEIGHT, COUNTRY_WEIGHT, HOME_WEIGHT = 0.35, 0.30, 0.10

# Capacity. Below four employees, the census threshold, nobody can be spared; of fifty a team can.
EMPLOYEES_NONE, EMPLOYEES_FULL = 4.0, 50.0
GROWTH_NONE, GROWTH_FULL = -0.10, 0.05  # of sales a year
MARGIN_NONE, MARGIN_FULL = -0.05, 0.03  # operating profit of sales
EMPLOYEES_WEIGHT, MEANS_WEIGHT, GROWTH_WEIGHT, MARGIN_WEIGHT = 0.20, 0.20, 0.12, 0.08

PROGRAMME_WEIGHT = 0.2  # of location
PLAN_WEIGHT = 0.6  # of group: how far its cooperative's plan has come

_ZERO, _ONE = np.float32(0), np.float32(1)


@dataclass(frozen=True, slots=True)
class Sums:
    """Of the checks of one part that hang on the company alone: total: (N,) weight x value of
    those that are known; known: (N,) their weight; asked: the weight of all."""

    total: Floats
    known: Floats
    asked: np.float32


def intent_sums(companies: Companies) -> Sums:
    """How it means to go, where, and whether it keeps its home base."""
    kept = companies.home_base_kept
    return _sums(
        (MODE_WEIGHT, MODE_VALUE[companies.mode]),
        (COUNTRY_WEIGHT, COUNTRY_VALUE[companies.country]),
        (HOME_WEIGHT, np.where(kept == 0, np.float32(HOME_BASE_LEFT), kept)),
    )


def capacity_sums(companies: Companies) -> Sums:
    """Its people and its finances."""
    with np.errstate(divide="ignore"):
        people = np.log(companies.employees / np.float32(EMPLOYEES_NONE))
    full = np.float32(np.log(EMPLOYEES_FULL / EMPLOYEES_NONE))
    return _sums(
        (EMPLOYEES_WEIGHT, _clip(people / full)),
        (MEANS_WEIGHT, _clip(companies.means)),
        (GROWTH_WEIGHT, _between(companies.growth, GROWTH_NONE, GROWTH_FULL)),
        (MARGIN_WEIGHT, _between(companies.margin, MARGIN_NONE, MARGIN_FULL)),
    )


def location_sums(companies: Companies) -> Sums:
    """A programme helps it to go."""
    return _sums((PROGRAMME_WEIGHT, companies.programme))


def group_sums(companies: Companies) -> Sums:
    """Its cooperative has a plan to go."""
    return _sums((PLAN_WEIGHT, companies.plan))


def filled(value: Floats) -> tuple[Floats, Floats]:
    """Values with 0 for NaN, and 1 where there is one, else 0.

    For small arrays: choosing among many entries costs ten times as much as reckoning with them.
    """
    there = ~np.isnan(value)
    return np.where(there, value, _ZERO), there.astype(np.float32)


def _sums(*checks: tuple[float, Floats]) -> Sums:
    """Of (weight, value with NaN for unknown)."""
    total: Floats = np.zeros(1, dtype=np.float32)
    known, asked = total, np.float32(0)
    for weight, value in checks:
        known_value, told = filled(value)
        there = np.float32(weight) * told
        total, known = total + there * known_value, known + there
        asked += np.float32(weight)
    return Sums(total, known, asked)


def _between(value: Floats, none: float, full: float) -> Floats:
    """0 at `none`, 1 at `full`."""
    return _clip((value - np.float32(none)) / np.float32(full - none))


def _clip(value: Floats) -> Floats:
    clipped: Floats = np.clip(value, _ZERO, _ONE)
    return clipped
