"""The tables that scoring reads over and over, made once from the inputs. Pure.

N companies, R capability rows, M needs, L requirement lines, K nodes (see `matching.features`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.alone import (
    Sums,
    capacity_sums,
    filled,
    group_sums,
    intent_sums,
    location_sums,
)
from matching.features import (
    CREDIT_FROM_PARENT,
    Bools,
    Companies,
    Floats,
    Inputs,
    Ints,
    Needs,
)
from matching.ties import tie_table

# Evidence of this age counts half as much as new one for the confidence; it never counts for less
# than `OLDEST`, as an old fact is still a fact. The score does not know of ages.
HALF_LIFE_MONTHS = 48.0
OLDEST = 0.4

Words = NDArray[np.unsignedinteger[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """`inputs` with what follows from them.

    row_*: (R,); line_*: (L,). *_log_um, *_log_mm: 0 where row_has_*, line_asks_* are 0. row_room:
    the largest part in mm, inf where none is stated. *_words: flags packed into words;
    row_family_words is None where no row states a family only.
    line_share: of its need's weight; line_exact_share: of the weight of those lines that ask for a
    tolerance or a size. company_rows: (N + 1,) where each company's rows begin. groups: the needs
    by the nodes of their lines, as (nodes, needs). lacked_words: (N, words) certificates that are
    known to be lacking. fresh: (`Age`, N). tie_value: (G + 1, N) of `ties.tie_table`.
    """

    inputs: Inputs
    credit: Floats
    row_company: Ints
    row_node: Ints
    row_strength: Floats
    row_inferred: Bools
    row_log_um: Floats
    row_log_mm: Floats
    row_has_um: Floats
    row_has_mm: Floats
    row_room: Floats
    row_volume: Floats
    row_words: Words
    row_family_words: Words | None
    row_fresh: Floats
    company_rows: Ints
    lists: Bools
    line_node: Ints
    line_share: Floats
    line_exact_share: Floats
    line_is_main: Bools
    line_asked: Floats
    line_log_um: Floats
    line_log_mm: Floats
    line_asks_um: Floats
    line_asks_mm: Floats
    line_size_mm: Floats
    line_words: Words
    line_materials: Floats
    first_line: Ints
    line_count: Ints
    asks_exact: Bools
    main_node: Ints
    groups: list[tuple[Ints, Ints]]
    lacked_words: Words
    asked_words: Words
    asked_certificates: Floats
    fresh: Floats
    horizon: Floats
    horizon_said: Floats
    intent: Sums
    capacity: Sums
    location: Sums
    group: Sums
    company_points: Floats
    company_located: Floats
    need_points: Floats
    need_located: Floats
    tie_value: Floats
    cluster_table: Floats
    cover_table: Floats
    in_chain: Bools


def prepare(inputs: Inputs) -> Prepared:
    """Everything that does not depend on the pair."""
    main = main_lines(inputs)
    return Prepared(
        inputs=inputs,
        credit=inputs.reference.credit.astype(np.float32),
        **_rows(inputs.companies),
        **_lines(inputs.needs, main),
        **_needs(inputs, main),
        **_companies(inputs.companies),
        cluster_table=_cluster_table(inputs),
        cover_table=_edged(inputs.reference.cover),
    )


def _rows(companies: Companies) -> dict[str, Any]:
    """What each row says, `row_*`, and where the rows of each company are."""
    with np.errstate(divide="ignore"):
        log_um, has_um = filled(np.log2(companies.row_precision_um))
        log_mm, has_mm = filled(np.log2(companies.row_size_mm))
    size = companies.row_size_mm
    families = companies.row_families
    listed = companies.row_company[~companies.row_inferred]
    return {
        "row_company": companies.row_company,
        "row_node": companies.row_node,
        "row_strength": companies.row_strength.astype(np.float32),
        "row_inferred": companies.row_inferred,
        "row_log_um": log_um,
        "row_log_mm": log_mm,
        "row_has_um": has_um,
        "row_has_mm": has_mm,
        "row_room": np.where(np.isnan(size), np.inf, size).astype(np.float32),
        "row_volume": companies.row_monthly_volume,
        "row_words": _words(companies.row_materials),
        "row_family_words": (
            _words(families & ~companies.row_materials) if families.any() else None
        ),
        "row_fresh": _fresh(companies.row_age_months),
        "company_rows": np.searchsorted(companies.row_company, np.arange(len(companies) + 1)),
        "lists": np.bincount(listed, minlength=len(companies)).astype(np.bool_),
    }


def _lines(needs: Needs, main: Bools) -> dict[str, Any]:
    """What each line asks for, `line_*`, and what it weighs in its need."""
    weight, need = needs.line_weight, needs.line_need
    log_um, asks_um = filled(np.log2(needs.line_precision_um))
    log_mm, asks_mm = filled(np.log2(needs.line_size_mm))
    total = np.bincount(need, weight, minlength=len(needs))
    exact = np.where((asks_um != 0) | (asks_mm != 0), weight, 0)
    exact_total = np.bincount(need, exact, minlength=len(needs))
    return {
        "line_node": needs.line_node,
        "line_share": (weight / total[need]).astype(np.float32),
        "line_exact_share": (exact / np.maximum(exact_total, 1e-30)[need]).astype(np.float32),
        "line_is_main": main,
        "line_asked": np.where(needs.line_materials.any(axis=1), 2, 1).astype(np.float32),
        "line_log_um": log_um,
        "line_log_mm": log_mm,
        "line_asks_um": asks_um,
        "line_asks_mm": asks_mm,
        "line_size_mm": needs.line_size_mm,
        "line_words": _words(needs.line_materials),
        "line_materials": needs.line_materials.sum(axis=1).astype(np.float32),
        "asks_exact": exact_total > 0,
    }


def _needs(inputs: Inputs, main: Bools) -> dict[str, Any]:
    """Where the lines of each need are, and what it asks for as a whole."""
    needs = inputs.needs
    count = np.bincount(needs.line_need, minlength=len(needs))
    first = np.cumsum(count) - count
    node = _main_node(inputs, main)
    return {
        "first_line": first,
        "line_count": count,
        "main_node": node,
        "groups": _groups(inputs, first, count),
        "asked_words": _words(needs.certificates),
        "asked_certificates": needs.certificates.sum(axis=1).astype(np.float32),
        "need_points": _points(needs.latitude, needs.longitude),
        "need_located": _located(needs.latitude, needs.longitude),
        "in_chain": np.append(inputs.reference.in_chain, np.False_)[node],
    }


def _companies(companies: Companies) -> dict[str, Any]:
    """What each company brings whatever the need, and the sums over parts that hang on it alone."""
    horizon, horizon_said = filled(companies.horizon_months)
    lacking = ~companies.certificates & companies.certificates_known[:, None]
    return {
        "lacked_words": _words(lacking),
        "fresh": np.ascontiguousarray(_fresh(companies.age_months).T),
        "horizon": horizon,
        "horizon_said": horizon_said,
        "intent": intent_sums(companies),
        "capacity": capacity_sums(companies),
        "location": location_sums(companies),
        "group": group_sums(companies),
        "company_points": _points(companies.latitude, companies.longitude),
        "company_located": _located(companies.latitude, companies.longitude),
        "tie_value": np.ascontiguousarray(tie_table(companies).T),
    }


def _cluster_table(inputs: Inputs) -> Floats:
    """(M, C + 1) the share of each need's lines that a cluster is known for.

    NaN for a cluster of no stated speciality; the last column is for companies outside of all.
    """
    needs, reference = inputs.needs, inputs.reference
    nodes, place = np.unique(needs.line_node, return_inverse=True)
    asked = np.zeros((len(needs), len(nodes)), dtype=np.float32)
    np.add.at(asked, (needs.line_need, place), needs.line_weight)
    total = asked.sum(axis=1, keepdims=True)
    table = np.full((len(needs), len(reference.specialities) + 1), np.float32(np.nan))
    # Known for a family is known for its members, and for a member, for the family.
    kin = (reference.credit[:, nodes] >= np.float32(CREDIT_FROM_PARENT)).astype(np.float32)
    known = reference.specialities.astype(np.float32) @ kin > 0
    table[:, :-1] = asked @ known.T.astype(np.float32)
    table /= np.where(total > 0, total, 1)
    table[:, :-1][:, ~reference.specialities.any(axis=1)] = np.nan
    return np.clip(table, 0, 1).astype(np.float32)


def _edged(table: Floats) -> Floats:
    """One row and one column of NaN more, for what an index of -1 reads."""
    edged = np.full((table.shape[0] + 1, table.shape[1] + 1), np.float32(np.nan))
    edged[:-1, :-1] = table
    return edged


def main_lines(inputs: Inputs) -> Bools:
    """(L,) which line is its need's heaviest, the first of equals."""
    needs = inputs.needs
    order = np.lexsort((np.arange(len(needs.line_need)), -needs.line_weight, needs.line_need))
    _, first = np.unique(needs.line_need[order], return_index=True)
    main = np.zeros(len(needs.line_need), dtype=np.bool_)
    main[order[first]] = True
    return main


def _main_node(inputs: Inputs, main: Bools) -> Ints:
    """(M,) the node of each need's main line; -1 without lines."""
    node = np.full(len(inputs.needs), -1, dtype=np.int64)
    node[inputs.needs.line_need[main]] = inputs.needs.line_node[main]
    return node


def _groups(inputs: Inputs, first: Ints, count: Ints) -> list[tuple[Ints, Ints]]:
    """The needs that ask for the same nodes in the same order, together; without lines, none."""
    nodes = inputs.needs.line_node
    together: dict[tuple[int, ...], list[int]] = {}
    for need, (start, lines) in enumerate(zip(first.tolist(), count.tolist(), strict=True)):
        if lines:
            together.setdefault(tuple(nodes[start : start + lines].tolist()), []).append(need)
    return [(np.array(key), np.array(group)) for key, group in together.items()]


def _words(flags: Bools) -> Words:
    """(n, columns) flags → (n, words), of 64 bits or the fewest that hold one row."""
    size = next((size for size in (1, 2, 4) if flags.shape[1] <= 8 * size), 8)
    words = max(1, -(-flags.shape[1] // (8 * size)))
    packed = np.zeros((len(flags), words * size), dtype=np.uint8)
    packed[:, : -(-flags.shape[1] // 8)] = np.packbits(flags, axis=1, bitorder="little")
    return packed.view(f"u{size}").reshape(len(flags), words)


def _fresh(months: Floats) -> Floats:
    """What evidence of an age counts for: 1 when new or undated, half of it each half-life."""
    aged = np.exp2(-np.clip(months, 0, None) / np.float32(HALF_LIFE_MONTHS))
    fresh: Floats = np.where(np.isnan(months), 1, np.maximum(aged, OLDEST)).astype(np.float32)
    return fresh


def _points(latitude: Floats, longitude: Floats) -> Floats:
    """(3, n) points on the unit sphere, from degrees; 0 where they are not known."""
    lat, lon = np.radians(latitude), np.radians(longitude)
    points: Floats = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    return np.nan_to_num(points, nan=0).astype(np.float32)


def _located(latitude: Floats, longitude: Floats) -> Floats:
    """(n,) 1 where the place is known, else 0."""
    return (~np.isnan(latitude + longitude)).astype(np.float32)
