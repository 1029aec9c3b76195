"""The five parts of a score. The constants below are the choices that docs/matching.md explains.

Pure. `capability` answers for all pairs at once, (M, N); the others for given pairs, as (P,)
indexes `c` of companies and `m` of needs. Each returns the part's value in [0, 1], NaN where
nothing is known, and how much of it could be checked in [0, 1].
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from matching.features import CREDIT_FROM_PARENT, Bools, Companies, Floats, Ints, Needs, Reference
from matching.masks import Must

# Capability: what falling wholly short of one check takes from a process that fits.
MATERIAL_LOSS = 0.5
PRECISION_LOSS = 0.6
SIZE_LOSS = 0.6
CERTIFICATE_LOSS = 0.4
# Four times too coarse is three IT grades (ISO 286-1: five grades are a factor of ten).
PRECISION_OCTAVES = 2.0
SIZE_OCTAVES = 1.0  # room for half the size asked is no room
CERTIFICATE_SHARE = 0.2  # of what there is to check, where certificates are asked

# Customer: what the tie alone is worth, and what is added as the share of sales reaches FULL_SHARE.
TIE_GROUP = (0.7, 0.3)
TIE_IN_KOREA = (0.6, 0.2)
TIE_ABROAD = (0.35, 0.25)
FULL_SHARE = 0.3

# Intent: the value of each answer, by `Mode` and by `Country`, and the checks' weights.
MODE_VALUE = np.array([np.nan, 0.5, 0.8, 1.0], dtype=np.float32)
COUNTRY_VALUE = np.array([np.nan, 0.3, 0.6, 1.0], dtype=np.float32)
HOME_BASE_LEFT = 0.4  # Japanese support is given on condition that the home base stays
LATE_MONTHS = 24.0  # this long after the start of supply is too late
MODE_WEIGHT, COUNTRY_WEIGHT, TIMING_WEIGHT, HOME_WEIGHT = 0.35, 0.30, 0.25, 0.10

# Capacity. Below four employees, the census threshold, nobody can be spared; of fifty a team can.
EMPLOYEES_NONE, EMPLOYEES_FULL = 4.0, 50.0
VOLUME_WEIGHT, EMPLOYEES_WEIGHT = 0.6, 0.4

# Location. Fukuoka-Busan is about 200 km, Sapporo-Seoul about 1,400 km.
NEAR_KM, FAR_KM = 200.0, 1400.0
EARTH_KM = 6371.0
CLUSTER_WEIGHT, DISTANCE_WEIGHT, PROGRAMME_WEIGHT = 0.5, 0.3, 0.2

_SCALE = 1 << 22  # fits are compared in steps of 2^-22, so that equal fits are equal
_NAN = np.float32(np.nan)


def capability(companies: Companies, needs: Needs, credit: Floats) -> tuple[Floats, Floats]:
    """(M, N) how far each company can make what each need asks, and how much was checked.

    A requirement line takes the company's best row (`row_fit`), the need the weighted mean of its
    lines, less for certificates known to be lacking. More rows can only help. A company that lists
    nothing gets 0 with nothing checked: nobody is introduced on nothing.
    """
    lines = len(needs.line_need)
    fit = np.zeros((lines, len(companies)), dtype=np.float32)
    checked = np.zeros_like(fit)
    checked[:, companies.row_company[~companies.row_inferred]] = 1  # what it does not list
    for group in _by_node(needs):
        rows = np.flatnonzero(credit[:, needs.line_node[group[0]]][companies.row_node])
        if not len(rows):
            continue
        rank = row_fit(companies, needs, credit, rows, group[:, None])
        owner = companies.row_company[rows]
        starts = np.flatnonzero(np.diff(owner, prepend=-1))
        best = np.maximum.reduceat(rank, starts, axis=1)
        at = np.ix_(group, owner[starts])
        fit[at] = (best >> 3) / np.float32(_SCALE)
        checked[at] = (best & 7) / _asked(needs, group)[:, None].astype(np.float32)
    value, known = _mean_of_lines(needs, fit), _mean_of_lines(needs, checked)
    _certificates(companies, needs, value, known)
    return value, known


def row_fit(companies: Companies, needs: Needs, credit: Floats, rows: Ints, lines: Ints) -> Ints:
    """How far capability rows answer requirement lines; broadcasts `rows` against `lines`.

    Taxonomy credit x strength, less what precision, size and material fall short, each only where
    the line asks and the row states it. The number orders by fit and then by what could be
    checked: fit x 2^22 in the upper bits, the count of checks in the lower three.
    """
    value = credit[companies.row_node[rows], needs.line_node[lines]]
    value = value * companies.row_strength[rows]
    stated = np.where(companies.row_inferred[rows], 0, 1)
    for loss, check in (
        (PRECISION_LOSS, precision_fit(companies, needs, rows, lines)),
        (SIZE_LOSS, size_fit(companies, needs, rows, lines)),
        (MATERIAL_LOSS, material_fit(companies, needs, rows, lines)),
    ):
        seen = ~np.isnan(check)
        value = value * np.where(seen, 1 - np.float32(loss) * (1 - check), np.float32(1))
        stated = stated + seen
    rank: Ints = ((value * _SCALE).astype(np.int64) << 3) | stated
    return rank


def precision_fit(companies: Companies, needs: Needs, rows: Ints, lines: Ints) -> Floats:
    """1 where the tolerance is held, falling to 0 at four times too coarse; NaN: no telling."""
    octaves = np.log2(companies.row_precision_um)[rows] - np.log2(needs.line_precision_um)[lines]
    return _clip(np.float32(1) - octaves / np.float32(PRECISION_OCTAVES))


def size_fit(companies: Companies, needs: Needs, rows: Ints, lines: Ints) -> Floats:
    """1 where the part can be held, falling to 0 at half its size; NaN: no telling."""
    octaves = np.log2(needs.line_size_mm)[lines] - np.log2(companies.row_size_mm)[rows]
    return _clip(np.float32(1) - octaves / np.float32(SIZE_OCTAVES))


def material_fit(companies: Companies, needs: Needs, rows: Ints, lines: Ints) -> Floats:
    """The share of the materials asked that the row states; NaN: none asked or none stated."""
    have, ask = companies.row_materials, needs.line_materials
    shape = np.broadcast_shapes(rows.shape, lines.shape)
    both = np.zeros(shape, dtype=np.float32)
    for material in range(have.shape[1]):
        both += have[rows, material] & ask[lines, material]
    states, asks = np.asarray(have.any(axis=1)), np.asarray(ask.any(axis=1))
    told = states[rows] & asks[lines]
    asked = ask.sum(axis=1, dtype=np.float32)[lines]
    share: Floats = np.divide(both, asked, out=np.full(shape, _NAN), where=told)
    return share


def _by_node(needs: Needs) -> list[Ints]:
    """The lines, grouped by the node they ask for."""
    order = np.argsort(needs.line_node, kind="stable")
    cuts = np.flatnonzero(np.diff(needs.line_node[order])) + 1
    return np.split(order, cuts) if len(order) else []


def _asked(needs: Needs, lines: Ints) -> Ints:
    """(lines,) the number of checks that lines ask for: the process and what is stated with it."""
    asked: Ints = (
        1
        + ~np.isnan(needs.line_precision_um[lines])
        + ~np.isnan(needs.line_size_mm[lines])
        + needs.line_materials[lines].any(axis=1)
    )
    return asked


def _mean_of_lines(needs: Needs, by_line: Floats) -> Floats:
    """(L, N) → (M, N), by the lines' weights; 0 for a need without lines."""
    lines = len(needs.line_need)
    total = np.bincount(needs.line_need, needs.line_weight, minlength=len(needs))
    share = (needs.line_weight / total[needs.line_need]).astype(np.float32)
    at = (needs.line_need, np.arange(lines))
    mean = sparse.csr_array((share, at), shape=(len(needs), lines)) @ by_line
    return _clip(mean)


def _certificates(companies: Companies, needs: Needs, value: Floats, known: Floats) -> None:
    """Lower `value` and settle `known`, (M, N), where a need requires certificates.

    A need that insists on them leaves out who lacks them (`matching.masks`): no second loss.
    """
    asking = np.flatnonzero(needs.certificates.any(axis=1))
    if not len(asking):
        return
    ask = needs.certificates[asking].astype(np.float32)
    lacking = 1 - ask @ companies.certificates.T.astype(np.float32) / ask.sum(axis=1)[:, None]
    seen = companies.certificates_known.astype(np.float32)
    insists = needs.musts[asking, Must.CERTIFICATES, None]
    lacking *= np.where(insists, np.float32(0), seen * np.float32(CERTIFICATE_LOSS))
    value[asking] *= 1 - lacking
    share = np.float32(CERTIFICATE_SHARE)
    known[asking] = (1 - share) * known[asking] + share * seen


def customer(companies: Companies, needs: Needs, c: Ints, m: Ints) -> tuple[Floats, Floats]:
    """The strongest of: sells to the firm's group; a customer is in Korea; one went elsewhere."""
    general = np.maximum(
        tie_value(companies.customer_in_korea, TIE_IN_KOREA),
        tie_value(companies.customer_abroad, TIE_ABROAD),
    )
    value = general[c]
    if companies.tie.shape[1]:
        group = needs.group[m]
        direct = tie_value(companies.tie[c, group], TIE_GROUP)
        value = np.where(group >= 0, np.maximum(value, direct), value)
    known = companies.customers_known[c]
    return np.where(known, value, _NAN), known.astype(np.float32)


def tie_value(share: Floats, worth: tuple[float, float]) -> Floats:
    """What a tie is worth: `share` -1 is no tie (0), 0 a tie whose share of sales is unknown."""
    full = _clip(share / np.float32(FULL_SHARE))
    value: Floats = np.where(
        share >= 0, np.float32(worth[0]) + np.float32(worth[1]) * full, np.float32(0)
    )
    return value


def intent(companies: Companies, needs: Needs, c: Ints, m: Ints) -> tuple[Floats, Floats]:
    """How it means to go, where, when (against the start of supply), and keeping its home base."""
    kept = companies.home_base_kept
    home: Floats = np.where(kept == 0, np.float32(HOME_BASE_LEFT), kept)
    return _mean(
        (MODE_WEIGHT, MODE_VALUE[companies.mode][c], None),
        (COUNTRY_WEIGHT, COUNTRY_VALUE[companies.country][c], None),
        (TIMING_WEIGHT, timing_fit(companies, needs, c, m), ~np.isnan(needs.start_months)[m]),
        (HOME_WEIGHT, home[c], None),
    )


def timing_fit(companies: Companies, needs: Needs, c: Ints, m: Ints) -> Floats:
    """1 when the company means to move by the start of supply, falling to 0 two years after."""
    late = companies.horizon_months[c] - needs.start_months[m]
    return _clip(1 - late / np.float32(LATE_MONTHS))


def capacity(
    companies: Companies, needs: Needs, volume: Floats, at: tuple[Ints, Ints]
) -> tuple[Floats, Floats]:
    """Its monthly volume (from `volume_by_node`) against what is asked of one, and its people."""
    c, m = at
    with np.errstate(divide="ignore"):
        people = np.log(companies.employees / np.float32(EMPLOYEES_NONE))
    staffed = _clip(people / np.float32(np.log(EMPLOYEES_FULL / EMPLOYEES_NONE)))
    wanted: Floats = np.where(needs.monthly_volume > 0, needs.monthly_volume, _NAN)
    asked = wanted[m]
    enough = _clip(volume[main_node(needs)[m], c] / asked)
    return _mean(
        (VOLUME_WEIGHT, enough, ~np.isnan(asked)),
        (EMPLOYEES_WEIGHT, staffed[c], None),
    )


def volume_by_node(companies: Companies, needs: Needs, credit: Floats) -> Floats:
    """(K + 1, N) the pieces a month each company states for a node or its kin; NaN: not stated.

    Filled only for the nodes that needs ask for first (`main_node`); the last row is all NaN.
    """
    volume = np.full((len(credit) + 1, len(companies)), _NAN)
    stated = ~np.isnan(companies.row_monthly_volume)
    for node in np.unique(main_node(needs)):
        if node < 0:
            continue
        rows = np.flatnonzero((credit[:, node] > 0)[companies.row_node] & stated)
        if len(rows):
            owner = companies.row_company[rows]
            starts = np.flatnonzero(np.diff(owner, prepend=-1))
            best = np.maximum.reduceat(companies.row_monthly_volume[rows], starts)
            volume[node, owner[starts]] = best
    return volume


def main_node(needs: Needs) -> Ints:
    """(M,) the node of each need's heaviest line, the first of equals; -1 without lines."""
    node = np.full(len(needs), -1, dtype=np.int64)
    order = np.lexsort((np.arange(len(needs.line_need)), -needs.line_weight, needs.line_need))
    owner, first = np.unique(needs.line_need[order], return_index=True)
    node[owner] = needs.line_node[order[first]]
    return node


def location(
    companies: Companies, needs: Needs, reference: Reference, at: tuple[Ints, Ints]
) -> tuple[Floats, Floats]:
    """Its cluster is known for the process; near enough to travel; a programme helps it to go.

    The plant would be new, in Korea: the distance is that of the people and parts that keep going
    between it and the home base, and counts for little. What a place does give is neighbours of
    the same trade to come along with, and its own support for going.
    """
    c, m = at
    near = (np.float32(FAR_KM) - distance_km(companies, needs, c, m)) / np.float32(FAR_KM - NEAR_KM)
    return _mean(
        (CLUSTER_WEIGHT, cluster_fit(companies, needs, reference, c, m), None),
        (DISTANCE_WEIGHT, _clip(near), ~np.isnan(needs.latitude)[m]),
        (PROGRAMME_WEIGHT, companies.programme[c], None),
    )


def cluster_fit(
    companies: Companies, needs: Needs, reference: Reference, c: Ints, m: Ints
) -> Floats:
    """The share of the need's lines among the cluster's specialities; NaN outside of clusters."""
    asked = np.zeros((len(needs), len(reference.credit)), dtype=np.float32)
    np.add.at(asked, (needs.line_need, needs.line_node), needs.line_weight)
    total = asked.sum(axis=1, keepdims=True)
    # One column more, for companies outside of clusters: their index -1 reads it.
    table = np.full((len(needs), len(reference.specialities) + 1), _NAN)
    # Known for a family is known for its members, and for a member, for the family.
    kin = (reference.credit >= CREDIT_FROM_PARENT).astype(np.float32)
    known = reference.specialities.astype(np.float32) @ kin > 0
    table[:, :-1] = asked @ known.T.astype(np.float32)
    table /= np.where(total > 0, total, 1)
    table[:, :-1][:, ~reference.specialities.any(axis=1)] = _NAN
    return _clip(table)[m, companies.cluster[c]]


def distance_km(companies: Companies, needs: Needs, c: Ints, m: Ints) -> Floats:
    """Great-circle distance between the company and the need's site; NaN when one is unknown."""
    here, there = (
        _unit(companies.latitude, companies.longitude),
        _unit(needs.latitude, needs.longitude),
    )
    cosine = np.einsum("ij,ij->i", here[c], there[m])
    angle: Floats = np.arccos(np.clip(cosine, np.float32(-1), np.float32(1)))
    return angle * np.float32(EARTH_KM)


def _unit(latitude: Floats, longitude: Floats) -> Floats:
    """(n, 3) points on the unit sphere, from degrees."""
    lat, lon = np.radians(latitude), np.radians(longitude)
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def _mean(*checks: tuple[float, Floats, Bools | None]) -> tuple[Floats, Floats]:
    """Weighted mean over the checks that are known, and the weight known of what is asked.

    A check is (weight, value with NaN for unknown, where it is asked; None: always).
    """
    total: Floats = np.zeros(len(checks[0][1]), dtype=np.float32)
    known, asked = total, total
    for weight, value, where in checks:
        seen = ~np.isnan(value) if where is None else ~np.isnan(value) & where
        total = total + np.where(seen, np.float32(weight) * value, np.float32(0))
        known = known + np.float32(weight) * seen
        asked = asked + np.float32(weight) * (True if where is None else where)
    mean = np.divide(total, known, out=np.full(len(total), _NAN), where=known > 0)
    share = np.divide(known, asked, out=np.zeros_like(known), where=asked > 0)
    return _clip(mean), _clip(share)


def _clip(value: Floats) -> Floats:
    clipped: Floats = np.clip(value, np.float32(0), np.float32(1))
    return clipped
