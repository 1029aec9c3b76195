"""The seven parts of a score. The constants below are the choices that docs/matching.md explains.

Pure. Each function answers for pairs of companies `c` and needs `m`, indexes that broadcast against
each other, and returns arrays that broadcast to the pairs' shape: the part's value in [0, 1], NaN
where nothing is known; how much of it could be checked in [0, 1], NaN where the need asks nothing
of it; and the same with older evidence counting less.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from matching.alone import Sums, filled
from matching.answers import Answer
from matching.features import Age, Bools, Floats, Ints
from matching.masks import Must
from matching.prepared import Prepared

Part = tuple[Floats, Floats, Floats]
Check = tuple[float, Floats, Floats, Bools | None]

# Capability: what lacking all certificates takes, where they are asked and no must.
CERTIFICATE_LOSS = np.float32(0.4)
CERTIFICATE_SHARE = np.float32(0.2)  # of what there is to check, where certificates are asked

# The checks of these parts that hang on the company alone are in `matching.alone`.
LATE_MONTHS = 24.0  # this long after the start of supply is too late
TIMING_WEIGHT = 0.25  # of intent
VOLUME_WEIGHT = 0.40  # of capacity

# Location. Fukuoka-Busan is about 200 km, Sapporo-Seoul about 1,400 km.
NEAR_KM, FAR_KM = 200.0, 1400.0
EARTH_KM = 6371.0
CLUSTER_WEIGHT, DISTANCE_WEIGHT = 0.5, 0.3

# Group: whether the fellows cover the other steps of the chain.
FELLOWS_WEIGHT = 0.4
NO_PLAN = 0.3  # what being in a group is worth that has no plan on record

_NAN, _ZERO, _ONE = np.float32(np.nan), np.float32(0), np.float32(1)


def capability(p: Prepared, answer: Answer, c: Ints, m: Ints) -> Part:
    """The process with its materials, less for certificates known to be lacking.

    A need that insists on them leaves out who lacks them (`matching.masks`): no second loss.
    """
    value, seen, known = answer.fit, answer.seen, answer.known
    asked = p.asked_certificates[m]
    if not asked.any():
        return value, seen, known
    companies, needs = p.inputs.companies, p.inputs.needs
    recorded = companies.certificates_known[c].astype(np.float32)
    soft = (asked > 0) & ~needs.musts[m, Must.CERTIFICATES]
    if soft.any():
        loss = np.where(soft, CERTIFICATE_LOSS / np.maximum(asked, _ONE), _ZERO)
        left: Floats = np.ones(1, dtype=np.float32)
        for word in range(p.lacked_words.shape[1]):
            lacking = np.bitwise_count(p.asked_words[m, word] & p.lacked_words[c, word])
            left = left - loss * lacking
        value = value * left
    share = np.where(asked > 0, CERTIFICATE_SHARE, _ZERO)
    return (
        value,
        (_ONE - share) * seen + share * recorded,
        (_ONE - share) * known + share * (recorded * p.fresh[Age.CERTIFICATES][c]),
    )


def precision(p: Prepared, answer: Answer, c: Ints, m: Ints) -> Part:
    """Tolerance and part size against what is asked; not asked by every need."""
    return answer.precise, answer.precise_seen, answer.precise_known


def customer(p: Prepared, answer: Answer, c: Ints, m: Ints) -> Part:
    """The strongest tie between its customers and the firm's group, Korea, or going abroad."""
    seen = p.inputs.companies.customers_known[c].astype(np.float32)
    value = crossed(p.tie_value, p.inputs.needs.group[m], c)
    return value, seen, seen * p.fresh[Age.CUSTOMERS][c]


def crossed(table: Floats, row: Ints, column: Ints) -> Floats:
    """The entries of a table at rows and columns that broadcast against each other."""
    if row.ndim == 2 and row.shape[1] == 1 and column.ndim == 2 and len(column) == 1:
        found = np.empty((len(row), column.shape[1]), dtype=table.dtype)
        for place, which in enumerate(row[:, 0].tolist()):  # a row of the table stays in the cache
            np.take(table[which], column[0], out=found[place], mode="clip")
        return found
    crossing: Floats = table[row, column]
    return crossing


def intent(p: Prepared, answer: Answer, c: Ints, m: Ints) -> Part:
    """How it means to go, where, when (against the start of supply), and keeping its home base."""
    asked = ~np.isnan(p.inputs.needs.start_months[m])
    return _mean(
        *(p.intent, c),
        (TIMING_WEIGHT, *timing_fit(p, c, m), asked),
        fresh=p.fresh[Age.INTENT][c],
    )


def timing_fit(p: Prepared, c: Ints, m: Ints) -> tuple[Floats, Floats]:
    """1 when the company means to move by the start of supply, falling to 0 two years after; and
    1 where both are known, else 0."""
    start, asked = filled(p.inputs.needs.start_months[m])
    late = (p.horizon[c] - start) / np.float32(LATE_MONTHS)
    return _clip(_ONE - late), p.horizon_said[c] * asked


def capacity(p: Prepared, answer: Answer, c: Ints, m: Ints) -> Part:
    """Its monthly volume against what is asked of one, its people, and its finances."""
    asked = p.inputs.needs.monthly_volume[m]
    wanted = asked > 0
    volume, told = filled(answer.volume)
    return _mean(
        *(p.capacity, c),
        (VOLUME_WEIGHT, _clip(volume / np.where(wanted, asked, _ONE)), told * wanted, wanted),
        fresh=p.fresh[Age.FINANCES][c],
    )


def location(p: Prepared, answer: Answer, c: Ints, m: Ints) -> Part:
    """Its cluster is known for the process; near enough to travel; a programme helps it to go.

    The plant would be new, in Korea: the distance is that of the people and parts that keep going
    between it and the home base, and counts for little. What a place does give is neighbours of
    the same trade to come along with, and its own support for going.
    """
    near = (np.float32(FAR_KM) - _distance(p, c, m)) / np.float32(FAR_KM - NEAR_KM)
    sited = p.need_located[m]
    return _mean(
        *(p.location, c),
        _check(CLUSTER_WEIGHT, cluster_fit(p, c, m)),
        (DISTANCE_WEIGHT, _clip(near), p.company_located[c] * sited, sited > 0),
    )


def cluster_fit(p: Prepared, c: Ints, m: Ints) -> Floats:
    """The share of the need's lines among the cluster's specialities; NaN outside of clusters."""
    if m.ndim > 1 and (p.line_count[m] == 1).all():
        m = m[:1]  # the needs of a block ask for the same node
    found: Floats = p.cluster_table[m, p.inputs.companies.cluster[c]]
    return found


def distance_km(p: Prepared, c: Ints, m: Ints) -> Floats:
    """Great-circle distance between the company and the need's site; NaN when one is unknown."""
    known = p.company_located[c] * p.need_located[m] > 0
    return np.where(known, _distance(p, c, m), _NAN)


def _distance(p: Prepared, c: Ints, m: Ints) -> Floats:
    """The same, and anything where one is unknown."""
    here, there = p.company_points, p.need_points
    cosine = here[0, c] * there[0, m] + here[1, c] * there[1, m] + here[2, c] * there[2, m]
    angle: Floats = np.arccos(np.clip(cosine, -_ONE, _ONE))
    return angle * np.float32(EARTH_KM)


def group(p: Prepared, answer: Answer, c: Ints, m: Ints) -> Part:
    """Its cooperative has a plan to go; its fellow members cover the other steps of the chain."""
    fellows = fellows_fit(p, c, m)
    return _mean(
        *(p.group, c),
        _check(FELLOWS_WEIGHT, fellows, p.in_chain[m[:1]] if len(fellows) == 1 else p.in_chain[m]),
        fresh=p.fresh[Age.GROUP][c],
    )


def fellows_fit(p: Prepared, c: Ints, m: Ints) -> Floats:
    """The share of the chain's other steps that the fellow members do; NaN without a group."""
    node = p.main_node[m]
    if node.ndim > 1 and (node == node[0]).all():
        node = node[:1]  # a block's needs mostly share it
    found: Floats = p.cover_table[p.inputs.companies.fellows[c], node]
    return found


def _mean(alone: Sums, c: Ints, *checks: Check, fresh: Floats | None = None) -> Part:
    """Weighted mean over the checks that are known, and the weight known of what is asked.

    alone: the checks that hang on the company alone. A further check is (weight, its value, where
    it is known, where it is asked; None: always), the smaller arrays first.
    """
    total, known = alone.total[c], alone.known[c]
    asked: Any = alone.asked
    for weight, value, told, where in checks:
        number = np.float32(weight)
        there = number * told
        total = total + there * value
        known = known + there
        asked = asked + (number if where is None else number * where)
    share = known / asked
    with np.errstate(invalid="ignore"):
        mean = total / known  # NaN where nothing is known
    return mean, share, share if fresh is None else share * fresh


def _check(weight: float, value: Floats, where: Bools | None = None) -> Check:
    """A check of which NaN says that it is not known."""
    known, told = filled(value)
    return weight, known, told if where is None else told * where, where


def _clip(value: Floats) -> Floats:
    clipped: Floats = np.clip(value, _ZERO, _ONE)
    return clipped
