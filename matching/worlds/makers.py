"""What companies really are and what firms really want: nothing of it is on record as such.

Craft carries over between trades by what they have in common (not by a taxonomy); trust runs
through customers and neighbours; an owner's will hangs on the neighbours' will. Pure.
N companies, M needs, K trades, T materials, Q certificates, G Korean groups.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from matching.features import Bools, Floats, Ints
from matching.worlds.kinds import Kind
from matching.worlds.words import FAMILIES, MATERIALS, PLANTS, TOWNS, TRADES

GROUPS = 10
CUSTOMERS = 40  # large Japanese firms that companies sell to
CERTIFICATES = 4
CRAFTS = 8  # dimensions of know-how
HOURS = 170.0  # of a machine a month


@dataclass(frozen=True, slots=True)
class Makers:
    """What companies really are. (N,) unless said otherwise.

    practice (N, K): years times hands, by trade. skill (N, K) in [0, 1). spread_um (N, K).
    materials (N, T), certificates (N, Q) bools. trade_with (N, G): share of sales, real.
    customers (N, CUSTOMERS): share of sales; links (CUSTOMERS, G): how close those are to the
    groups. association: index of its cooperative, -1 none.
    drive: how much the owner wants to go. ready_months: when the move could be made.
    trust (N, G). seen: how well the agency's officers know it.
    """

    practice: Floats
    skill: Floats
    spread_um: Floats
    main: Ints
    town: Ints
    latitude: Floats
    longitude: Floats
    employees: Floats
    room_mm: Floats
    free_hours: Floats
    millions: Floats
    cost_level: Floats
    materials: Bools
    certificates: Bools
    customers: Floats
    links: Floats
    trade_with: Floats
    association: Ints
    drive: Floats
    ready_months: Floats
    keeps_base: Bools
    trust: Floats
    seen: Floats


@dataclass(frozen=True, slots=True)
class Wants:
    """What firms really need, (M,), beside what they write down (`stated_um`).

    threshold: share of good parts below which they stop. patience_months, leniency: hidden.
    """

    trade: Ints
    group: Ints
    plant: Ints
    tolerance_um: Floats
    stated_um: Floats
    size_mm: Floats
    material: Ints
    volume: Floats
    start_months: Floats
    patience_months: Floats
    threshold: Floats
    leniency: Floats
    ceiling: Floats
    certificates: Bools
    insists: Bools


# --- Companies --------------------------------------------------------------------------------


def crafts_of(rng: np.random.Generator) -> Floats:
    """(K, CRAFTS) unit vectors of know-how. One trade in six has little to do with its family."""
    centre = rng.normal(size=(len(FAMILIES), CRAFTS))
    family = np.array([trade.family for trade in TRADES])
    strayed = rng.random(len(TRADES)) < 1 / 6
    near = np.where(strayed, rng.integers(0, len(FAMILIES), len(TRADES)), family)
    crafts = centre[near] + rng.normal(scale=0.8, size=(len(TRADES), CRAFTS))
    unit: Floats = crafts / np.linalg.norm(crafts, axis=1, keepdims=True)
    return unit


def towns_of(rng: np.random.Generator) -> Floats:
    """(towns, K) each town's shares of trades: a few families make most of it."""
    family = np.array([trade.family for trade in TRADES])
    leaning = rng.dirichlet(np.full(len(FAMILIES), 0.6), len(TOWNS))[:, family]
    shares = leaning * rng.dirichlet(np.full(len(TRADES), 2.0), len(TOWNS)) + 1e-4
    towns: Floats = shares / shares.sum(axis=1, keepdims=True)
    return towns


def makers_of(
    rng: np.random.Generator, kind: Kind, crafts: Floats, known_for: Floats, in_korea: Bools
) -> Makers:
    count, trades = kind.companies, len(TRADES)
    town = rng.integers(0, len(TOWNS), count)
    place = np.array(TOWNS)[town]
    main = np.array([rng.choice(trades, p=known_for[at]) for at in town])
    employees = np.clip(np.round(rng.lognormal(2.5, 1.0, count)), 1, 290)
    practice = _practice(rng, crafts, main, employees)
    alike = np.maximum(crafts @ crafts.T, 0) ** 4
    skill = 1 - np.exp(-(practice @ alike) / 60)
    usual = np.array([trade.spread_um for trade in TRADES])
    age = rng.gamma(3, 5, (count, 1))  # of the machines, years
    own = rng.lognormal(0, 0.35, (count, trades))
    spread = usual * own * (1 + 0.03 * age) * np.exp(1.2 * (0.5 - skill))
    busy = rng.beta(4, 2, count)
    customers = _sales(rng, count, CUSTOMERS, 1.6)
    trade_with = _sales(rng, count, GROUPS, 0.12) * 0.6
    association = _associations(rng, town, main)
    own_drive = 1.2 * (0.7 - busy) + rng.normal(scale=1.0, size=count)
    own_drive += 3 * (customers @ in_korea) + 0.25 * np.log(employees / 12)
    drive = _shared(own_drive, association, kind.together)
    links = rng.random((CUSTOMERS, GROUPS)) ** 6  # how close a Japanese firm is to a Korean group
    near = 2 * np.sqrt(trade_with * 3) + 2 * (customers @ links)
    trust = _shared(near, association, 0.35) + rng.normal(scale=0.15, size=near.shape)
    well_known = 0.5 * np.log(employees / 12) + 1.5 * (place[:, 2] - 0.6)
    return Makers(
        practice=practice,
        skill=skill,
        spread_um=spread,
        main=main,
        town=town,
        latitude=place[:, 0],
        longitude=place[:, 1],
        employees=employees,
        room_mm=rng.lognormal(np.log(260), 0.6, count),
        free_hours=HOURS * np.maximum(1, employees * 0.7) * (1 - busy),
        millions=rng.lognormal(np.log(18), 0.9, count) * employees**0.85,
        cost_level=rng.lognormal(0, 0.22, count) * (1 + 0.004 * age[:, 0]),
        materials=_materials(rng, main, count),
        certificates=rng.random((count, CERTIFICATES))
        < expit(0.9 * np.log(employees / 25))[:, None] * np.array([1.0, 0.35, 0.15, 0.4]),
        customers=customers,
        links=links,
        trade_with=trade_with,
        association=association,
        drive=drive,
        ready_months=np.clip(rng.gamma(3, 6, count) * np.exp(-0.3 * drive), 1, 90),
        keeps_base=rng.random(count) < 0.8,
        trust=trust,
        seen=well_known + rng.normal(scale=0.5, size=count),
    )


def _practice(rng: np.random.Generator, crafts: Floats, main: Ints, employees: Floats) -> Floats:
    """(N, K) years times the root of hands in the main trade and in some that are close to it."""
    count, trades = len(main), len(crafts)
    years = rng.gamma(3, 9, (count, trades)) * np.sqrt(employees)[:, None]
    close = np.exp(3 * (crafts @ crafts.T))[main]
    close[np.arange(count), main] = 0
    more = rng.poisson(0.9, count)
    drawn = np.log(close + 1e-12) + rng.gumbel(size=close.shape)  # without putting back
    chosen = np.argsort(-drawn, axis=1).argsort(axis=1) < more[:, None]
    chosen[np.arange(count), main] = False
    practice = np.where(chosen, 0.4 * years, 0)
    practice[np.arange(count), main] = years[np.arange(count), main]
    return practice


def _sales(rng: np.random.Generator, count: int, others: int, mean: float) -> Floats:
    """(N, others) shares of sales to a few of them."""
    sells = rng.random((count, others)) < mean / others
    share: Floats = np.where(sells, rng.beta(1.5, 5, (count, others)), 0)
    share /= np.maximum(1, share.sum(axis=1, keepdims=True))
    return share


def _materials(rng: np.random.Generator, main: Ints, count: int) -> Bools:
    """(N, T) what a company has worked: what its trade mostly does, and some others."""
    # Which materials a trade mostly works is the same in every world.
    usual = np.random.default_rng(5).random((len(TRADES), len(MATERIALS))) < 0.25
    return (usual[main] & (rng.random((count, len(MATERIALS))) < 0.8)) | (
        rng.random((count, len(MATERIALS))) < 0.08
    )


def _associations(rng: np.random.Generator, town: Ints, main: Ints) -> Ints:
    """(N,) cooperatives of neighbours in the same family; two of five companies are in one."""
    family = np.array([trade.family for trade in TRADES])[main]
    association = town * len(FAMILIES) + family
    return np.where(rng.random(len(town)) < 0.4, association, -1)


def _shared(own: Floats, association: Ints, weight: float) -> Floats:
    """One's own, drawn by `weight` towards the mean of one's cooperative."""
    member = association >= 0
    place = np.where(member, association, 0)
    size = np.bincount(place[member], minlength=association.max() + 1)
    total = np.zeros((len(size), *own.shape[1:]))
    np.add.at(total, place[member], own[member])
    mean = total / np.maximum(1, size).reshape(-1, *(1,) * (own.ndim - 1))
    shared = own.copy()
    # The mean of many is tame: what is common to all is written large again.
    shared[member] = (1 - weight) * own[member] + weight * 2.0 * mean[place[member]]
    return shared


# --- Firms ------------------------------------------------------------------------------------


def wants_of(rng: np.random.Generator, kind: Kind) -> Wants:
    count = kind.needs
    trade = rng.integers(0, len(TRADES), count)
    usual = np.array([each.spread_um for each in TRADES])[trade]
    tolerance = usual * rng.uniform(1.6, 5.0, count)
    certificates = rng.random((count, CERTIFICATES)) < np.array([0.45, 0.25, 0.05, 0.15])
    seconds = np.array([each.seconds for each in TRADES])[trade]
    return Wants(
        trade=trade,
        group=rng.integers(0, GROUPS, count),
        plant=rng.integers(0, len(PLANTS), count),
        tolerance_um=tolerance,
        stated_um=tolerance * rng.uniform(0.45, 1.0, count),
        size_mm=rng.lognormal(np.log(110), 0.7, count),
        material=rng.integers(0, len(MATERIALS), count),
        volume=np.maximum(1, HOURS * 3600 * rng.lognormal(0.4, 0.8, count) / seconds),
        start_months=rng.uniform(3, 30, count),
        patience_months=rng.gamma(2, 4, count),
        threshold=rng.uniform(0.6, 0.92, count),
        leniency=rng.normal(size=count),
        ceiling=kind.ceiling * rng.lognormal(0, 0.12, count),
        certificates=certificates,
        insists=rng.random(count) < 0.5,
    )
