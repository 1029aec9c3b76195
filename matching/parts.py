"""The seven parts of a score. The constants below are the choices that docs/matching.md explains.

Pure. Each function answers for pairs of companies `c` and needs `m`, indexes that broadcast against
each other, and returns arrays that broadcast to the pairs' shape: the part's value in [0, 1], NaN
where nothing is known; how much of it could be checked in [0, 1], NaN where the need asks nothing
of it; and the same with older evidence counting less.
"""

from __future__ import annotations

import numpy as np

from matching.answers import Answer
from matching.features import Age, Bools, Floats, Ints
from matching.masks import Must
from matching.prepared import Prepared

Part = tuple[Floats, Floats, Floats]

# Capability: what lacking all certificates takes, where they are asked and no must.
CERTIFICATE_LOSS = np.float32(0.4)
CERTIFICATE_SHARE = np.float32(0.2)  # of what there is to check, where certificates are asked

# Intent: the value of each answer, by `Mode` and by `Country`, and the checks' weights.
MODE_VALUE = np.array([np.nan, 0.5, 0.8, 1.0], dtype=np.float32)
COUNTRY_VALUE = np.array([np.nan, 0.3, 0.6, 1.0], dtype=np.float32)
HOME_BASE_LEFT = 0.4  # Japanese support is given on condition that the home base stays
LATE_MONTHS = 24.0  # this long after the start of supply is too late
MODE_WEIGHT, COUNTRY_WEIGHT, TIMING_WEIGHT, HOME_WEIGHT = 0.35, 0.30, 0.25, 0.10

# Capacity. Below four employees, the census threshold, nobody can be spared; of fifty a team can.
EMPLOYEES_NONE, EMPLOYEES_FULL = 4.0, 50.0
GROWTH_NONE, GROWTH_FULL = -0.10, 0.05  # of sales a year
MARGIN_NONE, MARGIN_FULL = -0.05, 0.03  # operating profit of sales
VOLUME_WEIGHT, EMPLOYEES_WEIGHT, MEANS_WEIGHT = 0.40, 0.20, 0.20
GROWTH_WEIGHT, MARGIN_WEIGHT = 0.12, 0.08

# Location. Fukuoka-Busan is about 200 km, Sapporo-Seoul about 1,400 km.
NEAR_KM, FAR_KM = 200.0, 1400.0
EARTH_KM = 6371.0
CLUSTER_WEIGHT, DISTANCE_WEIGHT, PROGRAMME_WEIGHT = 0.5, 0.3, 0.2

# Group: how far its cooperative's plan has come, and whether the fellows cover the other steps.
PLAN_WEIGHT, FELLOWS_WEIGHT = 0.6, 0.4
NO_PLAN = 0.3  # what being in a group is worth that has no plan on record

_NAN, _ZERO, _ONE = np.float32(np.nan), np.float32(0), np.float32(1)
_LITTLE = np.float32(1e-6)


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
        lacking = np.float32(0)
        for word in range(p.held_words.shape[1]):
            missing = p.asked_words[m, word] & ~p.held_words[c, word]
            lacking = lacking + np.bitwise_count(missing)
        lost = lacking / np.where(asked > 0, asked, _ONE) * recorded * CERTIFICATE_LOSS
        value = value * np.where(soft, _ONE - lost, _ONE).astype(np.float32)
    share = np.where(asked > 0, CERTIFICATE_SHARE, _ZERO)
    return (
        value,
        (_ONE - share) * seen + share * recorded,
        (_ONE - share) * known + share * (recorded * p.fresh[c, Age.CERTIFICATES]),
    )


def precision(p: Prepared, answer: Answer, c: Ints, m: Ints) -> Part:
    """Tolerance and part size against what is asked; not asked by every need."""
    return answer.precise, answer.precise_seen, answer.precise_known


def customer(p: Prepared, answer: Answer, c: Ints, m: Ints) -> Part:
    """The strongest tie between its customers and the firm's group, Korea, or going abroad."""
    seen = p.inputs.companies.customers_known[c].astype(np.float32)
    value = crossed(p.tie_value, p.inputs.needs.group[m], c)
    return value, seen, seen * p.fresh[c, Age.CUSTOMERS]


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
    companies, needs = p.inputs.companies, p.inputs.needs
    kept = companies.home_base_kept[c]
    return _mean(
        (MODE_WEIGHT, MODE_VALUE[companies.mode[c]], None),
        (COUNTRY_WEIGHT, COUNTRY_VALUE[companies.country[c]], None),
        (HOME_WEIGHT, np.where(kept == 0, np.float32(HOME_BASE_LEFT), kept), None),
        (TIMING_WEIGHT, timing_fit(p, c, m), ~np.isnan(needs.start_months[m])),
        fresh=p.fresh[c, Age.INTENT],
    )


def timing_fit(p: Prepared, c: Ints, m: Ints) -> Floats:
    """1 when the company means to move by the start of supply, falling to 0 two years after."""
    late = p.inputs.companies.horizon_months[c] - p.inputs.needs.start_months[m]
    return _clip(_ONE - late / np.float32(LATE_MONTHS))


def capacity(p: Prepared, answer: Answer, c: Ints, m: Ints) -> Part:
    """Its monthly volume against what is asked of one, its people, and its finances."""
    companies = p.inputs.companies
    with np.errstate(divide="ignore"):
        people = np.log(companies.employees[c] / np.float32(EMPLOYEES_NONE))
    asked = p.inputs.needs.monthly_volume[m]
    asked = np.where(asked > 0, asked, _NAN)
    return _mean(
        (
            EMPLOYEES_WEIGHT,
            _clip(people / np.float32(np.log(EMPLOYEES_FULL / EMPLOYEES_NONE))),
            None,
        ),
        (MEANS_WEIGHT, _clip(companies.means[c]), None),
        (GROWTH_WEIGHT, _between(companies.growth[c], GROWTH_NONE, GROWTH_FULL), None),
        (MARGIN_WEIGHT, _between(companies.margin[c], MARGIN_NONE, MARGIN_FULL), None),
        (VOLUME_WEIGHT, _clip(answer.volume / asked), ~np.isnan(asked)),
        fresh=p.fresh[c, Age.FINANCES],
    )


def location(p: Prepared, answer: Answer, c: Ints, m: Ints) -> Part:
    """Its cluster is known for the process; near enough to travel; a programme helps it to go.

    The plant would be new, in Korea: the distance is that of the people and parts that keep going
    between it and the home base, and counts for little. What a place does give is neighbours of
    the same trade to come along with, and its own support for going.
    """
    near = (np.float32(FAR_KM) - distance_km(p, c, m)) / np.float32(FAR_KM - NEAR_KM)
    return _mean(
        (PROGRAMME_WEIGHT, p.inputs.companies.programme[c], None),
        (CLUSTER_WEIGHT, cluster_fit(p, c, m), None),
        (DISTANCE_WEIGHT, _clip(near), ~np.isnan(p.inputs.needs.latitude[m])),
    )


def cluster_fit(p: Prepared, c: Ints, m: Ints) -> Floats:
    """The share of the need's lines among the cluster's specialities; NaN outside of clusters."""
    if m.ndim > 1 and (p.line_count[m] == 1).all():
        m = m[:1]  # the needs of a block ask for the same node
    found: Floats = p.cluster_table[m, p.inputs.companies.cluster[c]]
    return found


def distance_km(p: Prepared, c: Ints, m: Ints) -> Floats:
    """Great-circle distance between the company and the need's site; NaN when one is unknown."""
    here, there = p.company_points, p.need_points
    cosine = here[0, c] * there[0, m] + here[1, c] * there[1, m] + here[2, c] * there[2, m]
    angle: Floats = np.arccos(np.minimum(np.maximum(cosine, -_ONE), _ONE))
    return angle * np.float32(EARTH_KM)


def group(p: Prepared, answer: Answer, c: Ints, m: Ints) -> Part:
    """Its cooperative has a plan to go; its fellow members cover the other steps of the chain."""
    fellows = fellows_fit(p, c, m)
    return _mean(
        (PLAN_WEIGHT, p.inputs.companies.plan[c], None),
        (FELLOWS_WEIGHT, fellows, p.in_chain[m[:1]] if len(fellows) == 1 else p.in_chain[m]),
        fresh=p.fresh[c, Age.GROUP],
    )


def fellows_fit(p: Prepared, c: Ints, m: Ints) -> Floats:
    """The share of the chain's other steps that the fellow members do; NaN without a group."""
    node = p.main_node[m]
    if node.ndim > 1 and (node == node[0]).all():
        node = node[:1]  # a block's needs mostly share it
    found: Floats = p.cover_table[p.inputs.companies.fellows[c], node]
    return found


def _mean(*checks: tuple[float, Floats, Bools | None], fresh: Floats | None = None) -> Part:
    """Weighted mean over the checks that are known, and the weight known of what is asked.

    A check is (weight, value with NaN for unknown, where it is asked; None: always). Those that
    hang on the company alone come first: they are the smaller arrays.
    """
    total: Floats = np.zeros(1, dtype=np.float32)
    known = asked = total
    for weight, value, where in checks:
        number = np.float32(weight)
        told = value if where is None or where.all() else np.where(where, value, _NAN)
        part = np.fmax(told, _ZERO)
        part *= number
        total = total + part
        known = known + np.where(np.isnan(told), _ZERO, number)
        asked = asked + (number if where is None else number * where)
    share = known / asked
    with np.errstate(invalid="ignore"):
        mean = total / known  # NaN where nothing is known
    return mean, share, share if fresh is None else share * fresh


def _between(value: Floats, none: float, full: float) -> Floats:
    """0 at `none`, 1 at `full`."""
    return _clip((value - np.float32(none)) / np.float32(full - none))


def _clip(value: Floats) -> Floats:
    clipped: Floats = np.maximum(value, _ZERO)
    if clipped.ndim:
        np.minimum(clipped, _ONE, out=clipped)
        return clipped
    return np.minimum(clipped, _ONE)
