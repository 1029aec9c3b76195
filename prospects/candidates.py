"""Entries of the register that may be what somebody means: several bounded questions as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models

from prospects.models.register import RegisterEntryQuerySet
from prospects.ranking import Candidate
from prospects.trade_words import MAKER


@dataclass(frozen=True)
class Part:
    """Up to `most` entries of a condition; with `among`, of its first so many, makers first."""

    condition: models.Q
    most: int
    among: int = 0


def candidates(
    entries: RegisterEntryQuerySet, parts: Sequence[Part], *, most: int
) -> list[tuple[int, Candidate]]:
    """Up to `most` of the entries, each with the place of the part that gave it.

    PostgreSQL looks into a part only when those before it gave too few. An entry may come more
    than once. In no order: to have the first few in order, PostgreSQL walks the whole primary key.
    """
    queries: list[str] = []
    params: list[Any] = []
    for place, part in enumerate(parts):
        try:
            query, given = _found(entries, part)
        except EmptyResultSet:
            continue
        queries.append(
            _PART.format(place=place, found=query, order=_MAKERS_FIRST * bool(part.among))
        )
        params += [*given, part.most]
    if not queries:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_ALL.format(parts=" UNION ALL ".join(queries)), [*params, most])
        return [(place, Candidate(*row)) for place, *row in cursor.fetchall()]


def _found(entries: RegisterEntryQuerySet, part: Part) -> tuple[str, tuple[Any, ...]]:
    found = entries.filter(part.condition).order_by()
    if part.among:
        found = found.values(*_COLUMNS, "bigrams")[: part.among]
    else:
        found = found.values(*_COLUMNS)
    statement: tuple[str, tuple[Any, ...]] = found.query.sql_with_params()
    return statement


_COLUMNS = (
    "corporate_number", "name", "kana", "name_en", "normal_name", "heard", "municipality_code"
)  # fmt: skip
_PART = """
    (SELECT {place} AS part, corporate_number, name, kana, name_en, normal_name, heard,
        municipality_code
    FROM ({found}) AS found {order} LIMIT %s)
"""
_MAKERS_FIRST = f"ORDER BY {MAKER} = ANY(bigrams) DESC"
_ALL = """
    SELECT part, corporate_number, name, kana, name_en, normal_name, heard,
        municipality_code = ANY(ARRAY(SELECT unnest(municipality_codes) FROM prospects_cluster))
    FROM ({parts}) AS parts LIMIT %s
"""
