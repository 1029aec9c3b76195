"""Readiness as it is kept for lists: the marked companies, and the levels written for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.db import connection

from prospects.models import ReadinessMark

from .rule import Readiness

_LOCK = 0x7265616479  # any number that no other advisory lock uses: "ready"

_TAKE = """
    DELETE FROM prospects_readinessmark WHERE id IN (
        SELECT id FROM prospects_readinessmark ORDER BY id LIMIT %s
    ) RETURNING company_id
"""
# Companies that were deleted meanwhile drop out of the join.
_KEEP = """
    INSERT INTO prospects_companyreadiness (company_id, push, will, strength, as_of)
    SELECT found.*, %s FROM unnest(%s::uuid[], %s::int2[], %s::int2[], %s::int2[])
        AS found (company_id, push, will, strength)
    JOIN prospects_company AS company ON company.id = found.company_id
    ORDER BY company.id FOR KEY SHARE OF company
    ON CONFLICT (company_id) DO UPDATE SET push = EXCLUDED.push, will = EXCLUDED.will,
        strength = EXCLUDED.strength, as_of = EXCLUDED.as_of
"""


def any_marked() -> bool:
    """Whether facts changed that are not worked into what is kept; one quick query."""
    return ReadinessMark.objects.exists()


def wait_for_turn() -> None:
    """Let one transaction at a time read facts and keep levels, so that older ones never win."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def take_marked(most: int) -> set[UUID]:
    """The companies of the oldest marks, which go; what is read after this is at least as new."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [most])
        return {key for (key,) in cursor.fetchall()}


def keep(found: Mapping[UUID, Readiness], *, as_of: dt.date) -> None:
    """Write the levels of companies as of a day, over what was kept before."""
    keys = [*found]
    levels = [[int(each.level) for each in found[key].parts] for key in keys]
    columns = [[row[part] for row in levels] for part in range(3)]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [as_of, keys, *columns])
