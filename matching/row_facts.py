"""The capability rows of companies as the arrays of scoring: a hundred thousand at a time."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import F, Func, QuerySet, TextField, Value

from matching.columns import Ages, Places, flags, material_key
from matching.features import Floats, Ints, ranges
from matching.keys import Keys, Numbered, Packed, keys
from matching.packed import Day, Key, Number, Text, read
from prospects.models import CompanyCapability

# Of a process that only the industry code speaks for: enough to be in question for its variants too
# (half of it is still above `masks.SPEAKS`), and less than stating the process.
INFERRED_STRENGTH = 0.72
_BETWEEN = "\x1f"  # materials, in one text


@dataclass(frozen=True, slots=True)
class Speaking:
    """What has to be read where only some needs are asked about: the rows of these nodes, as no
    other row counts of companies that have one, and all rows of these other companies.

    able: the nodes of which a row brings its company into question; the others only answer for it.
    """

    nodes: Sequence[uuid.UUID]
    able: Sequence[uuid.UUID]
    others: Keys

    def rows(self) -> list[QuerySet[CompanyCapability]]:
        """Two queries, as each has an index that one for both would not use."""
        rows = CompanyCapability.objects.all()
        speak = rows.filter(capability__in=self.nodes)
        if not self.others:
            return [speak]
        rest = rows.filter(company__in=keys(self.others)).exclude(capability__in=self.nodes)
        return [speak, rest]


@dataclass(frozen=True, slots=True)
class Rows:
    """R rows as they are stored, in no order: company and node by key, µm, mm, pieces a month,
    materials in one text, and the day as `date.toordinal` counts."""

    company: Packed
    node: Packed
    precision: Floats
    size: Floats
    volume: Floats
    materials: Any
    day: Ints


def in_question(speaking: Speaking, rows: Rows) -> Keys:
    """Whom these rows, of all that speak, bring into question, and the others that were named."""
    able = Keys(speaking.able).places(rows.node) >= 0
    return Keys(np.union1d(rows.company[able], speaking.others.packed))


def read_rows(asked: Sequence[QuerySet[CompanyCapability]]) -> Rows:
    """The rows of all queries, each of which is asked once."""
    materials = Func(
        F("materials"), Value(_BETWEEN), function="array_to_string", output_field=TextField()
    )
    numbers = (Number("precision_um"), Number("size_max_mm"), Number("monthly_volume"))
    told = [
        read(rows, Key("company"), Key("capability"), *numbers, Text(materials), Day("as_of"))
        for rows in asked
    ]
    return Rows(*(np.concatenate(columns) for columns in zip(*told, strict=True)))


def row_arrays(rows: Rows, ids: Keys, codes: Packed, places: Places, ages: Ages) -> dict[str, Any]:
    """The `row_…` arrays of `features.Companies`, sorted by company and node.

    What the industry code says (`codes`, by company) is added unless a row of the company answers
    it: a list of trades is seldom whole, and the code is of the main one.
    """
    owner, node = ids.places(rows.company), Numbered(places.nodes).of(rows.node)
    # What was entered since the companies, or the taxonomy, were read is left for the next time.
    known = np.flatnonzero((owner >= 0) & (node >= 0))
    inferred_owner, inferred_node = _inferred(owner[known], node[known], codes, places)
    guessed = len(inferred_owner)
    told = [*rows.materials[known], *([""] * guessed)]
    owner = np.concatenate([owner[known], inferred_owner])
    node = np.concatenate([node[known], inferred_node])
    order = np.lexsort((node, owner))
    inferred = np.arange(len(owner)) >= len(known)

    def column(values: Any) -> Any:
        blank = np.full(guessed, np.nan, dtype=np.float32)
        return np.concatenate([values[known].astype(np.float32), blank])[order]

    day = np.concatenate([rows.day[known], np.zeros(guessed, dtype=np.int64)])
    size_mm = column(rows.size)
    return {
        "row_company": owner[order],
        "row_node": node[order],
        "row_strength": np.where(inferred, np.float32(INFERRED_STRENGTH), np.float32(1))[order],
        "row_precision_um": column(rows.precision),
        "row_size_mm": np.where(size_mm == 0, np.float32(np.nan), size_mm),
        "row_monthly_volume": column(rows.volume),
        "row_inferred": inferred[order],
        "row_age_months": ages.months_of(owner, day)[order],
        **_materials(told, places, order),
    }


def _inferred(owner: Ints, node: Ints, codes: Packed, places: Places) -> tuple[Ints, Ints]:
    """The (company, node) pairs of industry codes that no row of the company answers."""
    some, place = np.unique(codes, return_inverse=True)
    nodes = [places.industries.get(code.decode(), ()) for code in some.tolist()]
    count = np.array([*map(len, nodes)], dtype=np.int64)
    first = np.cumsum(count) - count
    company = np.repeat(np.arange(len(codes)), count[place])
    flat = np.array([each for some in nodes for each in some], dtype=np.int64)
    asked = flat[ranges(first[place], (first + count)[place])]
    order = np.argsort(owner, kind="stable")
    starts, ends = np.searchsorted(owner[order], (company, company + 1))
    rows = order[ranges(starts, ends)]
    pair = np.repeat(np.arange(len(company)), ends - starts)
    answered = np.zeros(len(company), dtype=np.bool_)
    answered[pair[places.answers[node[rows], asked[pair]]]] = True
    return company[~answered], asked[~answered]


def _materials(stated: Sequence[str], places: Places, order: Ints) -> dict[str, Any]:
    """Materials and families of each row; the few different lists are read once each."""
    codes: dict[str, int] = {}
    code = np.array([codes.setdefault(names, len(codes)) for names in stated], dtype=np.int64)
    lists = [[material_key(name) for name in names.split(_BETWEEN) if name] for names in codes]
    return {
        f"row_{name}": flags([*map(reads, lists)], places.materials)[code[order]]
        for name, reads in (
            ("materials", places.families.full),
            ("families", places.families.partly),
        )
    }
