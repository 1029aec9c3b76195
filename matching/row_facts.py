"""The capability rows of companies as the arrays of scoring: a hundred thousand at a time."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from matching.columns import Ages, Places, flags, indexes, material_key, numbers
from matching.features import Ints, ranges
from matching.keys import keys, text
from prospects.models import CompanyCapability

# Of a process that only the industry code speaks for: enough to be in question for its variants too
# (half of it is still above `masks.SPEAKS`), and less than stating the process.
INFERRED_STRENGTH = 0.72


@dataclass(frozen=True, slots=True)
class Speaking:
    """What has to be read where only some needs are asked about: the rows of these nodes, as no
    other row counts of companies that have one, and all rows of these other companies."""

    nodes: Sequence[uuid.UUID]
    others: Collection[str]

    def of(self, rows: QuerySet[CompanyCapability]) -> list[QuerySet[CompanyCapability]]:
        """Two queries, as each has an index that one for both would not use."""
        speak = rows.filter(capability__in=self.nodes)
        if not self.others:
            return [speak]
        rest = rows.filter(company__in=keys(self.others)).exclude(capability__in=self.nodes)
        return [speak, rest]


def fetch_rows(
    chosen: RawSQL,
    at: Mapping[str, int],
    codes: Sequence[str],
    places: Places,
    ages: Ages,
    *,
    speaking: Speaking | None = None,
) -> dict[str, Any]:
    """The `row_…` arrays of `features.Companies`, sorted by company and node.

    What the industry code says (`codes`, by company) is added unless a row of the company answers
    it: a list of trades is seldom whole, and the code is of the main one.
    """
    every = CompanyCapability.objects.order_by()
    asked = [every.filter(company__in=chosen)] if speaking is None else speaking.of(every)
    fields = (
        text("company_id"),
        text("capability_id"),
        "precision_um",
        "size_max_mm",
        "monthly_volume",
        "materials",
        "as_of",
    )
    listed = [row for rows in asked for row in rows.values_list(*fields)]
    owners, nodes, precision, size, volume, materials, days = _columns(listed, 7)
    owner = indexes(at.get(company, -1) for company in owners)
    node = indexes(places.nodes.get(key, -1) for key in nodes)
    # What was entered since the companies, or the taxonomy, were read is left for the next time.
    known = np.flatnonzero((owner >= 0) & (node >= 0))
    inferred_owner, inferred_node = _inferred(owner[known], node[known], codes, places)
    told = [materials[row] for row in known.tolist()]
    guessed = len(inferred_owner)
    owner = np.concatenate([owner[known], inferred_owner])
    node = np.concatenate([node[known], inferred_node])
    order = np.lexsort((node, owner))
    inferred = np.arange(len(owner)) >= len(known)

    def column(values: Sequence[float | None]) -> Any:
        blank = np.full(guessed, np.nan, dtype=np.float32)
        return np.concatenate([numbers(values)[known], blank])[order]

    day = np.concatenate([_ordinals(days)[known], np.zeros(guessed, dtype=np.int64)])
    size_mm = column(size)
    return {
        "row_company": owner[order],
        "row_node": node[order],
        "row_strength": np.where(inferred, np.float32(INFERRED_STRENGTH), np.float32(1))[order],
        "row_precision_um": column(precision),
        "row_size_mm": np.where(size_mm == 0, np.float32(np.nan), size_mm),
        "row_monthly_volume": column(volume),
        "row_inferred": inferred[order],
        "row_age_months": ages.months_of(owner, day)[order],
        **_materials([*told, *([()] * guessed)], places, order),
    }


def _columns(rows: Any, count: int) -> list[tuple[Any, ...]]:
    """The columns of rows, also of none."""
    return [*zip(*rows, strict=True)] or [()] * count


def _inferred(owner: Ints, node: Ints, codes: Sequence[str], places: Places) -> tuple[Ints, Ints]:
    """The (company, node) pairs of industry codes that no row of the company answers."""
    pairs = [
        (company, each)
        for company, code in enumerate(codes)
        if code in places.industries
        for each in places.industries[code]
    ]
    if not pairs:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    company, asked = np.array(pairs, dtype=np.int64).T
    order = np.argsort(owner, kind="stable")
    starts, ends = np.searchsorted(owner[order], (company, company + 1))
    rows = order[ranges(starts, ends)]
    pair = np.repeat(np.arange(len(company)), ends - starts)
    answered = np.zeros(len(company), dtype=np.bool_)
    answered[pair[places.answers[node[rows], asked[pair]]]] = True
    return company[~answered], asked[~answered]


def _ordinals(days: Sequence[dt.date | None]) -> Ints:
    """(n,) the days as `date.toordinal` counts them; 0 for none."""
    return indexes(day.toordinal() if day else 0 for day in days)


def _materials(stated: Sequence[Sequence[str]], places: Places, order: Ints) -> dict[str, Any]:
    """Materials and families of each row; the few different lists are read once each."""
    codes: dict[tuple[str, ...], int] = {}
    code = indexes(codes.setdefault(tuple(names), len(codes)) for names in stated)[order]
    lists = [[*map(material_key, names)] for names in codes]
    return {
        f"row_{name}": flags([*map(reads, lists)], places.materials)[code]
        for name, reads in (
            ("materials", places.families.full),
            ("families", places.families.partly),
        )
    }
