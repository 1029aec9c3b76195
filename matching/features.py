"""What scoring reads: companies, needs and reference facts as plain arrays.

Pure (numpy only). N companies, R capability rows, M needs, L requirement lines, K taxonomy nodes,
T materials, Q certificates, G Korean groups, C clusters. An unknown number is NaN, an unknown
index -1: nothing is guessed here, so that scoring can tell "no" from "not known".
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.setbacks import Setbacks

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Floats = NDArray[np.floating[Any]]  # float32 wherever it is large

# How far a company that lists one node answers a need for another.
CREDIT_FROM_CHILD = 0.9  # it lists a kind of what is asked
CREDIT_FROM_PARENT = 0.5  # it lists the family of what is asked, the variant is not stated
CREDIT_FROM_SIBLING = 0.3  # another variant of the same family
# The deeper two nodes lie, the less a further step between them tells apart.
FURTHER_UP, FURTHER_DOWN = 0.95, 0.8


# Stands for an array that is not given.
_NOT_GIVEN: Any = np.empty(0)


def _not_given() -> Any:
    return _NOT_GIVEN


class Mode(IntEnum):
    """How a company means to go abroad."""

    UNKNOWN = 0
    ALONE = 1
    GROUP = 2
    ACCOMPANYING = 3


class Age(IntEnum):
    """The columns of `Companies.age_months`: what the dates of evidence are kept for."""

    CERTIFICATES = 0
    CUSTOMERS = 1
    INTENT = 2
    FINANCES = 3
    GROUP = 4


class Tie(IntEnum):
    """What a customer of a company is to a Korean firm's group; the last axis of `indirect`."""

    SUPPLIES = 0
    BUYS = 1
    COMPETES = 2


class Country(IntEnum):
    """Where a company means to go: only elsewhere, undecided, or Korea among its targets."""

    UNKNOWN = 0
    ELSEWHERE = 1
    OPEN = 2
    KOREA = 3


def taxonomy_credit(parent: Ints) -> Floats:
    """(K, K): entry [have, asked] in [0, 1], 1 on the diagonal, for a tree of any depth.

    `parent` is (K,), the index of each node's parent or -1 at a root. The way from one node to
    another goes up to their nearest common ancestor and down again; its steps multiply, and each
    further step the same way takes less than the first. One step up and one down, to a sibling, is
    one turn. Nodes of different roots have nothing in common.
    ValueError on an index out of range or a cycle.
    """
    nodes = len(parent)
    if nodes and (parent.min() < -1 or parent.max() >= nodes):
        raise ValueError("taxonomy: a parent is not a node of the taxonomy")
    lines = _lines_of_ancestors(parent)
    depth = (lines >= 0).sum(axis=1)
    same = (lines[:, None, :] == lines[None, :, :]) & (lines[:, None, :] >= 0)
    common = np.cumprod(same, axis=2, dtype=np.int64).sum(axis=2)
    up, down = depth[:, None] - common, depth[None, :] - common
    turns = (up > 0) & (down > 0)
    credit = _steps(up - turns, CREDIT_FROM_CHILD, FURTHER_UP)
    credit = credit * _steps(down - turns, CREDIT_FROM_PARENT, FURTHER_DOWN)
    credit = np.where(turns, CREDIT_FROM_SIBLING * credit, credit)
    return np.where(common > 0, credit, 0).astype(np.float32)


def _steps(count: Ints, first: float, further: float) -> Floats:
    """What `count` steps the same way leave."""
    left: Floats = np.where(count > 0, first * np.power(further, np.maximum(count - 1, 0)), 1.0)
    return left


def _lines_of_ancestors(parent: Ints) -> Ints:
    """(K, depth) each node's line from its root down to itself, filled up with -1."""
    lines: list[list[int]] = []
    for node in range(len(parent)):
        line, ancestor = [node], int(parent[node])
        while ancestor >= 0:
            if len(line) > len(parent):
                raise ValueError(f"taxonomy: node {node} is its own ancestor")
            line.append(ancestor)
            ancestor = int(parent[ancestor])
        lines.append(line[::-1])
    table = np.full((len(parent), max(map(len, lines), default=0)), -1, dtype=np.int64)
    for node, line in enumerate(lines):
        table[node, : len(line)] = line
    return table


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What holds for every pair.

    credit: (K, K) from `taxonomy_credit`. specialities: (C, K), which processes a cluster is
    known for; a cluster without any has an all-false row, which counts as unknown. in_chain: (K,)
    which nodes are steps of a chain; cover: (H, K) for each group of fellow members, the share of
    the other steps of the node's chain that they do.
    """

    credit: Floats
    specialities: Bools
    in_chain: Bools = field(default_factory=_not_given)
    cover: Floats = field(default_factory=_not_given)

    def __post_init__(self) -> None:
        nodes = len(self.credit)
        _fill(self, "in_chain", np.False_, (nodes,))
        _fill(self, "cover", np.float32(np.nan), (0, nodes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Companies:
    """N companies with R capability rows; rows are sorted by `row_company`.

    key: (N,) unique, orders ties, so that the order of the arrays never matters.
    row_*: (R,) one listed capability: its node, strength in (0, 1], the finest tolerance held in
    micrometres, the largest part in millimetres, the pieces it can make a month, materials (R, T;
    all false = not stated; a family is stated with each member, see `matching.materials`), and
    whether it was only inferred from the industry code.
    certificates: (N, Q) in force, with certificates_known (N,): false where nothing is recorded;
    certificate_months: (N, Q) until each ends, inf where no end is known.
    tie: (N, G) share of sales with a group in [0, 1], 0 when the share is not known, -1 no tie.
    customer_in_korea, customer_abroad: (N,) the same scale, for customers with a base in Korea /
    that moved abroad. customers_known: (N,) false where no customer is recorded.
    mode, country: (N,) `Mode`, `Country`. horizon_months: (N,). home_base_kept: (N,) 1, 0, NaN.
    employees: (N,). latitude, longitude: (N,) degrees.
    cluster: (N,) index or -1. programme: (N,) 1 or 0: a support programme covers its place.

    What may be left out, and is unknown then: indirect: (N, G, `Tie`) the same scale as `tie`, by
    what a customer is to the group. growth: (N,) of sales a year; margin: (N,) operating profit of
    sales; means: (N,) what it could invest, as a multiple of the least foreign investment. plan:
    (N,) how far its cooperative's plan has come in [0, 1]; fellows: (N,) index of its group of
    fellow members or -1. age_months: (N, `Age`) of the evidence, row_age_months: (R,); NaN counts
    as new. row_families: (R, T) materials of which a row states only the family.
    """

    key: Ints
    row_company: Ints
    row_node: Ints
    row_strength: Floats
    row_precision_um: Floats
    row_size_mm: Floats
    row_monthly_volume: Floats
    row_materials: Bools
    row_inferred: Bools
    certificates: Bools
    certificates_known: Bools
    certificate_months: Floats
    tie: Floats
    customer_in_korea: Floats
    customer_abroad: Floats
    customers_known: Bools
    mode: Ints
    country: Ints
    horizon_months: Floats
    home_base_kept: Floats
    employees: Floats
    latitude: Floats
    longitude: Floats
    cluster: Ints
    programme: Floats
    indirect: Floats = field(default_factory=_not_given)
    growth: Floats = field(default_factory=_not_given)
    margin: Floats = field(default_factory=_not_given)
    means: Floats = field(default_factory=_not_given)
    plan: Floats = field(default_factory=_not_given)
    fellows: Ints = field(default_factory=_not_given)
    age_months: Floats = field(default_factory=_not_given)
    row_age_months: Floats = field(default_factory=_not_given)
    row_families: Bools = field(default_factory=_not_given)

    def __post_init__(self) -> None:
        count = len(self.key)
        for name in ("growth", "margin", "means", "plan"):
            _fill(self, name, np.float32(np.nan), (count,))
        _fill(self, "indirect", np.float32(-1), (count, self.tie.shape[1], len(Tie)))
        _fill(self, "fellows", np.int64(-1), (count,))
        _fill(self, "age_months", np.float32(np.nan), (count, len(Age)))
        _fill(self, "row_age_months", np.float32(np.nan), (len(self.row_company),))
        _fill(self, "row_families", np.False_, self.row_materials.shape)
        _same_length(self, "row_", len(self.row_company))
        if len(self.row_company) and np.any(np.diff(self.row_company) < 0):
            raise ValueError("companies: capability rows are not sorted by company")

    def __len__(self) -> int:
        return len(self.key)

    def take(self, first: int, last: int) -> Companies:
        """The companies [first, last) with their rows, as views."""
        rows = slice(*np.searchsorted(self.row_company, (first, last)))
        parts = {
            f.name: getattr(self, f.name)[rows if f.name.startswith("row_") else slice(first, last)]
            for f in fields(self)
        }
        return Companies(**(parts | {"row_company": parts["row_company"] - first}))

    def some(self, at: Ints) -> Companies:
        """The companies at these places, which rise, with their rows."""
        begins, ends = np.searchsorted(self.row_company, (at, at + 1))
        rows = ranges(begins, ends)
        parts = {
            f.name: getattr(self, f.name)[rows if f.name.startswith("row_") else at]
            for f in fields(self)
        }
        owners = np.repeat(np.arange(len(at)), ends - begins)
        return Companies(**(parts | {"row_company": owners}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """M needs with L requirement lines.

    key: (M,) unique, orders ties. line_*: (L,) sorted by `line_need`: the need a line belongs to,
    its node, its weight (> 0), tolerance asked in micrometres and part size in millimetres (NaN:
    not asked), materials (L, T; all false: any). certificates: (M, Q) required. musts: (M, 3)
    what it insists on, by `masks.Must`. group: (M,) index of the Korean group or -1.
    start_months: (M,) months until supply starts. monthly_volume: (M,)
    pieces wanted of each supplier. latitude, longitude: (M,) of the site; NaN: no site named.
    """

    key: Ints
    line_need: Ints
    line_node: Ints
    line_weight: Floats
    line_precision_um: Floats
    line_size_mm: Floats
    line_materials: Bools
    certificates: Bools
    musts: Bools
    group: Ints
    start_months: Floats
    monthly_volume: Floats
    latitude: Floats
    longitude: Floats

    def __post_init__(self) -> None:
        _same_length(self, "line_", len(self.line_need))
        if len(self.line_need) and np.any(np.diff(self.line_need) < 0):
            raise ValueError("needs: requirement lines are not sorted by need")
        if np.any(~(self.line_weight > 0)) or np.any(np.isinf(self.line_weight)):
            raise ValueError("needs: every requirement weight must be a positive number")

    def __len__(self) -> int:
        return len(self.key)


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that scoring reads. ValueError where the tables do not belong together.

    `setbacks` lowers what is left of the priority of some companies with some groups.
    """

    companies: Companies
    needs: Needs
    reference: Reference
    setbacks: Setbacks = field(default_factory=Setbacks)

    def __post_init__(self) -> None:
        companies, needs, reference = self.companies, self.needs, self.reference
        nodes = len(reference.credit)
        for name, index, end in (
            ("row_company", companies.row_company, len(companies)),
            ("row_node", companies.row_node, nodes),
            ("line_need", needs.line_need, len(needs)),
            ("line_node", needs.line_node, nodes),
            ("cluster", companies.cluster + 1, len(reference.specialities) + 1),
            ("fellows", companies.fellows + 1, len(reference.cover) + 1),
            ("group", needs.group + 1, companies.tie.shape[1] + 1),
            ("setbacks", self.setbacks.company, len(companies)),
        ):
            if len(index) and not 0 <= index.min() <= index.max() < end:
                raise ValueError(f"{name}: an index is out of range")
        for name, one, other in (
            ("materials", companies.row_materials, needs.line_materials),
            ("families", companies.row_families, needs.line_materials),
            ("certificates", companies.certificates, needs.certificates),
            ("certificate_months", companies.certificate_months, needs.certificates),
        ):
            if one.shape[1] != other.shape[1]:
                raise ValueError(f"{name}: companies and needs have different columns")

    def take(self, first: int, last: int) -> Inputs:
        """The same with the companies [first, last) only."""
        companies, setbacks = self.companies.take(first, last), self.setbacks.take(first, last)
        return Inputs(companies, self.needs, self.reference, setbacks)

    def some(self, at: Ints) -> Inputs:
        """The same with the companies at these places only, which rise."""
        companies, setbacks = self.companies.some(at), self.setbacks.some(at)
        return Inputs(companies, self.needs, self.reference, setbacks)


def _fill(table: object, name: str, blank: np.generic, shape: tuple[int, ...]) -> None:
    """Fill an array that was not given: its facts are not known."""
    if getattr(table, name) is _NOT_GIVEN:
        object.__setattr__(table, name, np.full(shape, blank))


def _same_length(table: Companies | Needs, prefix: str, rows: int) -> None:
    """ValueError unless all `prefix` arrays have `rows` entries and the others one per key."""
    for each in fields(table):
        length = len(getattr(table, each.name))
        wanted = rows if each.name.startswith(prefix) else len(table.key)
        if length != wanted:
            raise ValueError(
                f"{type(table).__name__.lower()}: {each.name} has {length} entries, not {wanted}"
            )


def ranges(starts: Ints, ends: Ints) -> Ints:
    """The numbers of all ranges [start, end), one after the other."""
    lengths = ends - starts
    shift = starts - np.r_[0, np.cumsum(lengths)[:-1]] if len(starts) else starts
    numbers: Ints = np.arange(lengths.sum()) + np.repeat(shift, lengths)
    return numbers
