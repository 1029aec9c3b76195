"""Columns of a query as arrays, without a Python object for each value.

Scoring reads columns of a hundred thousand rows and computes with whole columns. PostgreSQL sends
each as the bytes of its values, one after the other and of one width, which numpy takes as they
are: a tenth of the time that rows of objects need. All columns of one query have the same order.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Aggregate, BinaryField, Model, QuerySet

from matching.features import Ints


class _Packed(Aggregate):
    """The bytes of all values; `stored` is their form, what is NULL included."""

    output_field = BinaryField()
    stored: np.dtype[Any]

    def array(self, told: Any) -> Any:
        """(n,) of what the database answered."""
        return np.frombuffer(told or b"", self.stored)


class Key(_Packed):
    """(n,) UUIDs as `keys.KEY`; all zeros for none."""

    template = (
        "string_agg(uuid_send(coalesce(%(expressions)s,"
        " '00000000-0000-0000-0000-000000000000')), '')"
    )
    stored = np.dtype("S16")


class Number(_Packed):
    """(n,) float64 of any number, NaN for none."""

    template = "string_agg(float8send(coalesce((%(expressions)s)::float8, 'NaN')), '')"
    stored = np.dtype(">f8")

    def array(self, told: Any) -> Any:
        return super().array(told).astype(np.float64)


class Day(_Packed):
    """(n,) int64 of dates as `date.toordinal` counts them, 0 for none."""

    template = "string_agg(int4send(coalesce((%(expressions)s) - date '0001-01-01' + 1, 0)), '')"
    stored = np.dtype(">i4")

    def array(self, told: Any) -> Any:
        return super().array(told).astype(np.int64)


class Code(_Packed):
    """(n,) short ASCII texts as bytes, cut at `width`; empty for none."""

    template = (
        "string_agg(substr(textsend(coalesce(%(expressions)s, ''))"
        " || decode(repeat('00', %(width)s), 'hex'), 1, %(width)s), '')"
    )

    def __init__(self, expression: Any, width: int) -> None:
        super().__init__(expression, width=width)
        self.stored = np.dtype(f"S{width}")


class Text(ArrayAgg):
    """(n,) texts of any length, as objects."""

    def array(self, told: Any) -> Any:
        return np.array(told or [], dtype=object)


def read(rows: QuerySet[Model], *columns: Key | Number | Day | Code | Text) -> list[Any]:
    """The columns of the rows, in one order that is no particular one: one query."""
    # Names that no field has: an aggregate could be taken for a field that has its name.
    named = {f"_{place}": column for place, column in enumerate(columns)}
    told = rows.order_by().aggregate(**named)
    return [column.array(told[name]) for name, column in named.items()]


def coded(values: Any, numbers: Mapping[str, int], other: int) -> Ints:
    """(n,) the numbers of short texts (n,) from a `Code`; `other` for one that has none."""
    some, place = np.unique(values, return_inverse=True)
    found = [numbers.get(each.decode(), other) for each in some.tolist()]
    return np.array(found, dtype=np.int64)[place]
