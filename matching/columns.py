"""Stored values as the columns that scoring reads: unknown is NaN, or -1 for an index. Pure."""

from __future__ import annotations

import datetime as dt
import unicodedata
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching.features import Age, Bools, Floats, Ints
from matching.materials import Families

DAYS_A_MONTH = 30.4375


def numbers(values: Iterable[float | None]) -> Floats:
    """(n,) float32, None as NaN."""
    return np.array([np.nan if v is None else v for v in values], dtype=np.float32)


def indexes(values: Iterable[int]) -> Ints:
    """(n,) int64."""
    return np.array([*values], dtype=np.int64)


def flags(rows: Sequence[Iterable[str]], columns: Mapping[str, int]) -> Bools:
    """(n, columns): which of the known names each row has; other names are left out."""
    table = np.zeros((len(rows), len(columns)), dtype=np.bool_)
    for place, row in enumerate(rows):
        for name in row:
            if (column := columns.get(name)) is not None:
                table[place, column] = True
    return table


def material_name(name: str) -> str:
    """A material as people read it: as it was typed, but for its width and spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).split())


def material_key(name: str) -> str:
    """The form in which two spellings of a material are equal."""
    return material_name(name).casefold()


def month_of(today: dt.date) -> dt.date:
    """The day from which ages and times ahead count: a mere new day moves no list, a month does."""
    return today.replace(day=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where each key stands in the arrays. `industries`: JSIC code → nodes of the taxonomy.

    answers: (K, K), whether a row of one node speaks for another. latitude, longitude: (C + 1,)
    degrees of the clusters; the last, which the index -1 reads, is that of no cluster.
    groups: how many there are. group_of_name, ties_of_name: the normal name of a party → its group,
    -1 for one that nobody asks for, and what it is to which groups, as (group, `Tie`).
    """

    nodes: Mapping[uuid.UUID, int]
    industries: Mapping[str, Sequence[int]]
    answers: Bools
    materials: Mapping[str, int]
    families: Families
    certificates: Mapping[str, int]
    clusters: Mapping[uuid.UUID, int]
    latitude: Floats
    longitude: Floats
    groups: int
    group_of_firm: Mapping[uuid.UUID, int]
    group_of_name: Mapping[str, int]
    ties_of_name: Mapping[str, Sequence[tuple[int, int]]]


class Ages:
    """How old what is known of each company is, in months, by `Age`; NaN: nothing is known.

    Days are ordinals as of `date.toordinal`, 0 for none.
    """

    def __init__(self, today: dt.date, entered: Ints, known: Floats | None = None) -> None:
        """`entered`: (N,) the day from which evidence without a date counts, by company; `known`:
        (N, ages) what has been told before."""
        self.today = today
        self.month = month_of(today)
        self._entered = entered
        blank = np.full((len(entered), len(Age)), np.nan, dtype=np.float32)
        self._table = blank if known is None else known.copy()

    def months_of(self, companies: Ints, days: Ints) -> Floats:
        """(n,) months that evidence of these companies (n,) and days (n,) is old."""
        passed = self.month.toordinal() - np.where(days > 0, days, self._entered[companies])
        months: Floats = (np.maximum(passed, 0) / DAYS_A_MONTH).astype(np.float32)
        return months

    def tell(self, kind: Age, companies: Ints, days: Ints, *, instead: bool = False) -> None:
        """Evidence about companies (n,) of days (n,): the newest counts, or what is told here, the
        last for each company, `instead` of what was told before."""
        months = self.months_of(companies, days)
        if instead:
            self._table[companies, kind] = months
        else:
            np.fmin.at(self._table[:, kind], companies, months)

    def table(self) -> Floats:
        """(N, ages)."""
        return self._table
