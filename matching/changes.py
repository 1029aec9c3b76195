"""What a scoring changed in the lists of needs, found by comparing before and after.

Around what stores matches, in its transaction: `noted` looks who stands where, `storing` notes
whose priority it changes, and `noted` compares. Kept is each pair's last change, and shown for two
weeks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import connection
from django.utils import timezone

from matching.models import Match, MatchChange, Need
from matching.reasons import Names, load_names, sentences_of
from matching.scoring import PARTS

PLACES = 50  # of a list; changes further down are not worth a word
SEEN = 200  # how far down a list is noted before, to tell a move from an arrival
LEAST_MOVE = 0.005  # of a priority: half a point; a month's ageing is less
LEAST_POINTS = 0.5
SHOWN = dt.timedelta(days=14)
GONE = 10  # names of those who left
KEPT = dt.timedelta(days=60)

Kind = MatchChange.Kind


def _standing(which: str) -> str:
    return f"""(
        SELECT need_id, company_id, row_number() OVER (ORDER BY priority DESC, id) AS place {{more}}
        FROM {{rows}} WHERE need_id = wanted.need_id AND status <> 'rejected' AND {which}
        ORDER BY priority DESC, id LIMIT {SEEN}
    )"""  # noqa: S608  # of our own


#: Who stands where in the lists of `needs`, out of `rows`; `more`: further columns of them. Of a
#: need whose list is being written anew, those who were written first.
STANDING = f"""
    SELECT listed.*
    FROM {{needs}} AS wanted
    LEFT JOIN matching_screening AS screening
        ON screening.need_id = wanted.need_id AND NOT screening.is_whole
    CROSS JOIN LATERAL (
        {_standing("screening.need_id IS NULL")}
        UNION ALL
        {_standing("company_id = ANY (screening.listed)")}
    ) AS listed
"""  # noqa: S608
EVERY = "matching_match"
_BEFORE = f"""
    CREATE TEMPORARY TABLE before AS
    {STANDING.format(needs="(SELECT unnest(%s::uuid[]) AS need_id)", rows=EVERY, more="")}
"""
# Filled while matches are stored: what they were, where that differs.
NOTHING_MOVED = f"""
    CREATE TEMPORARY TABLE moved (
        need_id uuid, company_id uuid, is_new boolean, reweighed boolean, rise float8,
        {", ".join(f"{part}_was float8" for part in PARTS)}, reasons jsonb
    )
"""
#: To be put behind the statement that stores matches as `stored`, RETURNING `RETURNED`.
RETURNED = f"""
    new.need_id, new.company_id, old.id IS NULL AS is_new, old.profile_id <> new.profile_id
    AS reweighed, old.priority AS before, new.priority AS after,
    {", ".join(f"old.{part}_part AS {part}_was" for part in PARTS)}, old.reasons
"""
MOVED = f"""
    INSERT INTO moved
    SELECT need_id, company_id, is_new, reweighed, after - before,
        {", ".join(f"{part}_was" for part in PARTS)}, reasons
    FROM stored WHERE is_new OR abs(after - before) >= {LEAST_MOVE}
"""  # noqa: S608
# Only what moved or is gone is looked up; without `OFFSET 0`, all there is would be joined.
_COMPARED = f"""
    SELECT need_id, company_id, before.place, after.place, moved.is_new, moved.reweighed,
        moved.rise, {", ".join(f"moved.{part}_was, match.{part}_part" for part in PARTS)},
        moved.reasons, match.reasons
    FROM moved
    JOIN after USING (need_id, company_id)
    LEFT JOIN before USING (need_id, company_id)
    CROSS JOIN LATERAL (
        SELECT {", ".join(f"{part}_part" for part in PARTS)}, reasons
        FROM matching_match AS match
        WHERE match.company_id = moved.company_id AND match.need_id = moved.need_id
        OFFSET 0
    ) AS match
    WHERE least(before.place, after.place) <= {PLACES} AND (
        (moved.is_new AND after.place <= {PLACES})
        OR (before.place <> after.place AND sign(moved.rise) = sign(before.place - after.place))
    )
    UNION ALL
    SELECT need_id, company_id, before.place, NULL, NULL, NULL,
        NULL, {", ".join("NULL, NULL" for _ in PARTS)},
        NULL, NULL
    FROM before
    LEFT JOIN after USING (need_id, company_id)
    JOIN prospects_company AS company ON company.id = company_id
    JOIN matching_need AS need ON need.id = need_id
    WHERE before.place <= {PLACES} AND after.place IS NULL AND NOT EXISTS (
        SELECT FROM matching_match AS match
        WHERE match.company_id = before.company_id AND match.need_id = before.need_id
        OFFSET 0
    )
"""  # noqa: S608


@contextmanager
def noted(need_ids: Sequence[Any], now: dt.datetime) -> Iterator[None]:
    """Keep what the body changes in the lists of these needs; must run in a transaction."""
    _look_before(need_ids)
    yield
    note(now)


def _look_before(need_ids: Sequence[Any]) -> None:
    """Note who stands where."""
    with connection.cursor() as cursor:
        cursor.execute(_BEFORE, [list(need_ids)])
        cursor.execute(NOTHING_MOVED)


def note(now: dt.datetime) -> None:
    """Keep what has changed since `before` was made, out of what `moved` holds."""
    needs = "(SELECT DISTINCT need_id FROM before)"
    after = STANDING.format(needs=needs, rows=EVERY, more="")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE before, moved")
        cursor.execute(f"WITH after AS ({after}) {_COMPARED}")
        found = [_change(row, now) for row in cursor.fetchall()]
        cursor.execute("DROP TABLE before, moved")
    fields = ["at", "kind", "place_before", "place_after", "part", "points", "reason"]
    MatchChange.objects.bulk_create(
        found,
        update_conflicts=True,
        unique_fields=["need", "company"],
        update_fields=fields,
        batch_size=1000,
    )


def forget_old(now: dt.datetime) -> None:
    """Drop what nobody is shown any more."""
    MatchChange.objects.filter(at__lt=now - KEPT).delete()


def _change(row: Sequence[Any], now: dt.datetime) -> MatchChange:
    need, company, before, after, is_new, reweighed, rise, *rest = row
    parts, (then, since) = rest[:-2], rest[-2:]
    change = MatchChange(
        need_id=need, company_id=company, at=now, place_before=before, place_after=after
    )
    if after is None:
        change.kind = Kind.LEFT
    elif is_new or before is None:
        change.kind = Kind.ENTERED
    else:
        change.kind = Kind.UP if after < before else Kind.DOWN
        if reweighed:
            change.part = MatchChange.WEIGHTS
        else:
            deltas = _deltas(parts)
            change.part, change.points, change.reason = _cause(
                deltas, _read(then), _read(since), upwards=rise > 0
            )
    return change


def _deltas(parts: Sequence[float | None]) -> dict[str, float]:
    """By how many points of 100 each part moved, where it was known before and after."""
    pairs = zip(PARTS, parts[::2], parts[1::2], strict=True)
    return {part: 100 * (b - a) for part, a, b in pairs if a is not None and b is not None}


def _cause(
    deltas: Mapping[str, float],
    then: Sequence[Mapping[str, Any]],
    since: Sequence[Mapping[str, Any]],
    *,
    upwards: bool,
) -> tuple[str, int | None, Mapping[str, Any] | None]:
    """The part that moved it most its way, by how much, and what is said of it now and was not."""
    fresh = [reason for reason in since if reason not in then]
    moved = {
        part: delta
        for part, delta in deltas.items()
        if abs(delta) >= LEAST_POINTS and (delta > 0) == upwards
    }
    if moved:
        part = max(moved, key=lambda each: abs(moved[each]))
        reason = next((each for each in fresh if each["part"] == part), None)
        return part, round(moved[part]), reason
    # Nothing is better or worse, but more or less of it is known.
    reason = fresh[0] if fresh else None
    return (str(reason["part"]) if reason else ""), None, reason


def _read(reasons: Any) -> list[dict[str, Any]]:
    """JSON as it comes from a plain cursor."""
    if isinstance(reasons, str | bytes):
        reasons = orjson.loads(reasons)
    return list(reasons or [])


# --- In words ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Told:
    """A change with the words for its reason, in the reader's language; "" if there are none."""

    change: MatchChange
    reason: str


def told(
    matches: Iterable[Match], names: Names | None = None, *, now: dt.datetime | None = None
) -> dict[Any, Told]:
    """Each match's key → its last change, where that is of the last two weeks."""
    shown = {(match.need_id, match.company_id): match.pk for match in matches}
    since = (now or timezone.now()) - SHOWN
    rows = MatchChange.objects.since(since).filter(
        need__in={need for need, _ in shown}, company__in={company for _, company in shown}
    )
    changes = [row for row in rows if (row.need_id, row.company_id) in shown]
    if names is None and any(row.reason for row in changes):
        names = load_names()
    return {
        shown[row.need_id, row.company_id]: Told(row, _words(row, names))
        for row in changes
        if row.kind != Kind.LEFT
    }


def gone(need: Need, *, now: dt.datetime | None = None) -> list[MatchChange]:
    """Who left the need's list in the last two weeks, the latest first; one query."""
    since = (now or timezone.now()) - SHOWN
    rows = MatchChange.objects.since(since).filter(need=need, kind=Kind.LEFT)
    return [*rows.select_related("company")[:GONE]]


def _words(change: MatchChange, names: Names | None) -> str:
    if not change.reason or names is None:
        return ""
    return next((sentence.text for sentence in sentences_of([change.reason], names)), "")
