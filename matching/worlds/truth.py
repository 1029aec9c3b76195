"""What would happen if a company and a firm were brought together: a simulation with chance.

An introduction passes gates, each a small simulation of its own, and the first that it fails ends
it: they meet; sample parts hold the real tolerance; the machines give the pieces; the move is ready
in time; the price is below the firm's ceiling; the money for a plant is there; the owner goes. Pure
(numpy, scipy). N companies, M needs, K trades.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, ndtr

from matching.features import Bools, Floats, Ints
from matching.worlds.kinds import Kind
from matching.worlds.makers import (
    CUSTOMERS,
    Makers,
    Wants,
    crafts_of,
    makers_of,
    towns_of,
    wants_of,
)
from matching.worlds.words import TRADES

SAMPLE = 50  # parts made to show what one can do
LEAST_MILLIONS = 100.0  # KRW that each foreign investor puts in, by law

# How far an introduction came.
NOTHING, SAMPLES, DELIVERY, INVESTMENT = range(4)
GAIN = np.array([0.0, 1.0, 3.0, 7.0])  # what each is worth to the agency


@dataclass(frozen=True, slots=True)
class Truth:
    """A world. chance (M, N): of an investment. outcome (M, N): how far this once it came.

    firm_value, company_value (M, N): what the pair is worth to either side; -inf: not wanted.
    moved (CUSTOMERS,): went abroad; in_korea (CUSTOMERS,): came to Korea. known_for (towns, K):
    share of a town's makers in each trade.
    """

    kind: Kind
    makers: Makers
    wants: Wants
    chance: Floats
    outcome: Ints
    firm_value: Floats
    company_value: Floats
    moved: Bools
    in_korea: Bools
    known_for: Floats

    @property
    def gain(self) -> Floats:
        """(M, N) what each introduction brought."""
        gain: Floats = GAIN[self.outcome]
        return gain

    @property
    def invested(self) -> Bools:
        """(M, N) whether it led to an investment."""
        invested: Bools = self.outcome == INVESTMENT
        return invested


def simulate(kind: Kind, seed: int) -> Truth:
    """The world of this kind and seed; the same again for the same two."""
    rng = np.random.default_rng([seed, len(kind.key), *kind.key.encode()])
    crafts = crafts_of(rng)
    moved = rng.random(CUSTOMERS) < 0.35
    in_korea = moved & (rng.random(CUSTOMERS) < 0.3)
    known_for = towns_of(rng)
    makers = makers_of(rng, kind, crafts, known_for, in_korea)
    wants = wants_of(rng, kind)
    gates = _gates(rng, makers, wants)
    chance = np.prod(gates, axis=0)
    outcome = _outcome(rng, gates)
    return Truth(
        kind=kind,
        makers=makers,
        wants=wants,
        chance=chance,
        outcome=outcome,
        firm_value=_firm_value(gates),
        company_value=_company_value(makers, wants, gates),
        moved=moved,
        in_korea=in_korea,
        known_for=known_for,
    )


# --- An introduction --------------------------------------------------------------------------


def _gates(rng: np.random.Generator, makers: Makers, wants: Wants) -> Floats:
    """(7, M, N) the chance of passing: meet, samples, delivery, time, price, money, will."""
    pieces, good = _works(makers, wants)
    trust = makers.trust[:, wants.group].T
    drive = makers.drive[None, :]
    meet = expit(0.8 + 1.6 * trust + 0.7 * drive + 0.3 * wants.leniency[:, None])
    shown = rng.binomial(SAMPLE, good) / SAMPLE
    again = np.sqrt(good * (1 - good) / SAMPLE) + 0.02
    samples = ndtr((shown - wants.threshold[:, None]) / again) * _certified(makers, wants)
    grown = pieces * good * (1 + 0.5 * np.log1p(makers.millions / LEAST_MILLIONS))
    delivery = expit(2.5 * (np.log(grown / wants.volume[:, None]) + 1.0))
    late = makers.ready_months - (wants.start_months + wants.patience_months)[:, None]
    time = expit(-late / 4)
    made = makers.cost_level * (1 + 0.35 * (1 - _skill(makers, wants))) / np.maximum(good, 0.05)
    price = expit(9 * np.log(wants.ceiling[:, None] / made))
    money = np.broadcast_to(expit(3 * np.log(makers.millions / LEAST_MILLIONS)), made.shape)
    will = expit(1.3 * drive + 0.8 * trust + 0.6)
    return np.stack([meet, samples, delivery, time, price, money, will])


def _works(makers: Makers, wants: Wants) -> tuple[Floats, Floats]:
    """(M, N) pieces a month on the free machines, and the share of them within the tolerance."""
    skill = _skill(makers, wants)
    spread = makers.spread_um[:, wants.trade].T
    spread = spread * np.where(makers.materials[:, wants.material].T, 1.0, 1.6)
    # A part larger than the machines is made elsewhere, in two settings: coarser and slower.
    too_large = np.maximum(0, np.log(wants.size_mm[:, None] / makers.room_mm))
    spread = spread * (1 + 3 * too_large)
    good = 2 * ndtr(wants.tolerance_um[:, None] / spread) - 1
    seconds = np.array([trade.seconds for trade in TRADES])[wants.trade]
    each = seconds * (wants.size_mm / 100) ** 0.8
    pieces = makers.free_hours * 3600 * (0.25 + skill) / (each[:, None] * (1 + 2 * too_large))
    # Machines for a trade that one does not practise have to be bought first.
    has = np.maximum(skill, 0.02) ** 0.5
    return pieces * has, np.clip(good * (0.35 + 0.65 * has), 0, 1)


def _skill(makers: Makers, wants: Wants) -> Floats:
    skill: Floats = makers.skill[:, wants.trade].T
    return skill


def _certified(makers: Makers, wants: Wants) -> Floats:
    """(M, N) half of the firms insist on their certificates; the others wait for them, mostly."""
    lacking = wants.certificates.astype(float) @ (~makers.certificates).T
    return np.where(wants.insists[:, None], 0.12**lacking, 0.85**lacking)


def _outcome(rng: np.random.Generator, gates: Floats) -> Ints:
    """(M, N) how far each introduction comes, once."""
    passed = rng.random(gates.shape) < gates
    meet, samples, delivery, time, price, money, will = passed
    first = meet & samples
    second = first & delivery & time
    third = second & price & money & will
    outcome: Ints = first.astype(np.int64) + second + third
    return outcome


def _firm_value(gates: Floats) -> Floats:
    """(M, N) to the firm: the chance of good parts, enough, in time, at its price; -inf: none."""
    _meet, samples, delivery, time, price, money, _will = gates
    value = samples * delivery * time * price * money
    return np.where(value >= 0.1, value, -np.inf)


def _company_value(makers: Makers, wants: Wants, gates: Floats) -> Floats:
    """(M, N) to the owner: what can be earned there, with somebody one trusts; -inf: stays."""
    meet, _samples, delivery, _time, price, _money, will = gates
    value = meet * will * (0.5 + 0.5 * price) * (0.5 + 0.5 * delivery)
    return np.where(will * meet >= 0.2, value, -np.inf)
