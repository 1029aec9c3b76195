"""What is on record around a company: accounts, cooperative, the dealings of its customers, dates.

Written from the truth like the rest of `records`. Where the truth is silent, so that a record can
only mislead, that is meant: agencies write such things down too. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from matching.features import Age, Bools, Floats, Ints, Tie
from matching.worlds.kinds import Kind
from matching.worlds.makers import HOURS, Makers
from matching.worlds.truth import LEAST_MILLIONS, Truth
from matching.worlds.words import FAMILIES, TRADES

# From the tool to the finished part, by family: mould, forming or casting, machining, surface.
CHAINS = ((5, 0, 3, 2), (5, 1, 3, 2), (5, 4, 2))
KNOWN_LINK = 0.3  # how close two large firms are before somebody writes it down
PLAN_STAGES = ((0.9, 1.0), (0.5, 0.7), (0.1, 0.5))  # a group's mean drive → how far its plan is
NO_PLAN = 0.3


def accounts(more: np.random.Generator, kind: Kind, makers: Makers, told: Bools) -> dict[str, Any]:
    """Growth, margin and means as accounts show them: those who are idle have shrunk, those who
    make at a low cost earn, and what could be invested is guessed from sales and capital."""
    count = len(makers.main)
    idle = makers.free_hours / (HOURS * np.maximum(1, makers.employees * 0.7))
    growth = 0.2 * (0.33 - idle) + more.normal(scale=0.04, size=count)
    margin = 0.03 - 0.12 * np.log(makers.cost_level) + more.normal(scale=0.02, size=count)
    guessed = makers.millions / LEAST_MILLIONS * more.lognormal(0, 0.5, count)
    return {
        "growth": np.where(told, growth, np.nan),
        "margin": np.where(told, margin, np.nan),
        "means": np.where(told | (more.random(count) < kind.stated / 2), guessed, np.nan),
    }


def cooperatives(
    more: np.random.Generator, makers: Makers, rows: tuple[Ints, Ints], first_trade: int
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Columns of companies (fellows, plan) and of the reference (in_chain, cover).

    Four of five memberships are on record; a plan follows the members' mean drive, with a delay.
    """
    member = (makers.association >= 0) & (more.random(len(makers.main)) < 0.8)
    names, fellows = np.unique(makers.association[member], return_inverse=True)
    group = np.full(len(makers.main), -1)
    group[member] = fellows
    size = np.bincount(fellows, minlength=len(names))
    mean = np.bincount(fellows, makers.drive[member], minlength=len(names)) / np.maximum(1, size)
    heard = mean + more.normal(scale=0.3, size=len(names))
    stage = np.select(
        [heard > least for least, _ in PLAN_STAGES], [at for _, at in PLAN_STAGES], NO_PLAN
    )
    plan = np.where(member, stage[np.maximum(group, 0)] if len(names) else np.nan, np.nan)
    in_chain, cover = _chains(group, rows, len(names), first_trade)
    return {"fellows": group, "plan": plan}, {"in_chain": in_chain, "cover": cover}


def _chains(
    group: Ints, rows: tuple[Ints, Ints], groups: int, first_trade: int
) -> tuple[Bools, Floats]:
    """(nodes,) what is a step of a chain; (groups, nodes) the share of its other steps they do."""
    family = np.array([*range(len(FAMILIES)), *(trade.family for trade in TRADES)])
    company, node = rows
    done = np.zeros((groups, len(FAMILIES)), dtype=bool)
    inside = group[company] >= 0
    done[group[company][inside], family[node][inside]] = True
    share = np.full((groups, len(FAMILIES)), np.nan, dtype=np.float32)
    for chain in CHAINS:
        for step in chain:
            others = [each for each in chain if each != step]
            share[:, step] = np.fmax(share[:, step], done[:, others].mean(axis=1))
    in_chain = np.isin(family, [step for chain in CHAINS for step in chain])
    return in_chain, share[:, family].astype(np.float32)


def indirect_ties(more: np.random.Generator, truth: Truth, sold: Floats) -> Floats:
    """(N, G, ties) the share of sales to customers that deal with a group: who supplies it and who
    buys from it is as people say, and who competes with it says nothing about trust."""
    links = truth.makers.links
    kinds = np.zeros((*links.shape, len(Tie)), dtype=bool)
    close = links > KNOWN_LINK
    supplies = more.random(links.shape) < 0.6
    kinds[..., Tie.SUPPLIES] = close & supplies
    kinds[..., Tie.BUYS] = close & ~supplies
    kinds[..., Tie.COMPETES] = ~close & (more.random(links.shape) < 0.08)
    best = np.full((len(sold), links.shape[1], len(Tie)), -1.0)
    for customer in range(links.shape[0]):
        found = np.where(kinds[customer][None], sold[:, customer, None, None], -1.0)
        np.maximum(best, found, out=best)
    return best


def ages(more: np.random.Generator, kind: Kind, count: int, told: Mapping[Age, Floats]) -> Floats:
    """(N, ages) months since each kind of evidence was written down; `told` are known already."""
    months = 12 * more.exponential(kind.age_years, (count, len(Age)))
    for column, known in told.items():
        months[:, column] = known
    return months
