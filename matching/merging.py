"""The merge of a whole run: the lists of its staged rows become the stored ones.

All in one transaction, so that whatever dies leaves the matches as they were, but chunk by chunk:
the rows of a thousand companies fit into memory, and what is written of them stands together in the
table and in the indexes that begin with the company. Where a need's list ends is looked for first,
before anybody has to wait. Only what is new or has changed is written.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from matching import changes, shortlist
from matching.masks import WHY
from matching.models import Match, MatchExclusion, ScoringChunk, ScoringRun, Screening
from matching.rejected import note_answers
from matching.scoring import PARTS
from matching.storing import COLUMNS, LEAST_CHANGE, lock, remove_suggestions

#: Chunks that are written together.
AT_A_TIME = 10
# For the sorting of a run's pairs, some hundred million bytes, and the rows of one chunk.
_MEMORY = """
    SELECT set_config('work_mem', '64MB', true), set_config('maintenance_work_mem', '64MB', true)
"""

# What is left out: of records that were scored on their own after the chunk had read them.
_FRESH = """
    staged.chunk_key IN (SELECT id FROM matching_scoringchunk WHERE run_id = %(run)s)
    AND NOT EXISTS (
        SELECT FROM matching_scoringtouch AS touch
        JOIN matching_scoringchunk AS chunk ON chunk.run_id = touch.run_id
        WHERE touch.run_id = %(run)s AND chunk.id = staged.chunk_key
        AND touch.need_key = staged.need_key AND touch.at >= chunk.read_at
    )
"""
_FRESH_COMPANY = """
    AND NOT EXISTS (
        SELECT FROM matching_scoringtouch AS touch
        JOIN matching_scoringchunk AS chunk ON chunk.run_id = touch.run_id
        WHERE touch.run_id = %(run)s AND chunk.id = staged.chunk_key
        AND touch.company_key = staged.company_key AND touch.at >= chunk.read_at
    )
"""
# As `matching.lists` orders.
_ORDER = "staged.rank, staged.company_key"

# The last of each full list; whoever comes after it is in its own company's list or in none.
_LAST = f"""
    CREATE TEMPORARY TABLE last AS
    SELECT need_key, company_key, rank, priority
    FROM (
        SELECT staged.need_key, staged.company_key, staged.rank, staged.priority,
            row_number() OVER (PARTITION BY staged.need_key ORDER BY {_ORDER}) AS place
        FROM matching_stagedmatch AS staged
        JOIN matching_need AS need ON need.id = staged.need_key AND need.status = 'open'
        JOIN prospects_company AS company
            ON company.id = staged.company_key AND company.registration = 'open'
        WHERE staged.ranked AND {_FRESH} {_FRESH_COMPANY}
    ) AS ranked
    WHERE place = %(per_need)s
"""  # noqa: S608  # of our own
# What rows refer to is held to the end, as each row's own checks would hold it.
_HELD = """
    SELECT
        (SELECT count(*) FROM (
            SELECT FROM prospects_company WHERE id > %(after)s AND id <= %(until)s FOR KEY SHARE
        ) AS companies),
        (SELECT count(*) FROM (SELECT FROM matching_need FOR KEY SHARE) AS needs),
        (SELECT count(*) FROM (
            SELECT FROM matching_weightprofile WHERE id = %(profile)s FOR KEY SHARE
        ) AS profiles)
"""
_STEP = """
    CREATE TEMPORARY TABLE step (
        staged_id bigint, company_key uuid, need_key uuid, priority float8, match_id uuid,
        differs boolean, is_demo boolean
    )
"""
# Of one chunk: its rows in lists, with the match that is stored of each; and, without a staged row,
# the suggestions of its companies that are in no list.
_NEXT_STEP = f"""
    INSERT INTO step
    SELECT staged.id, staged.company_key, staged.need_key, staged.priority, known.id,
        known.scored_at <= %(now)s AND (
            known.profile_id <> %(profile)s OR
            ({", ".join(f"known.{name}" for name in COLUMNS[1:])})
            IS DISTINCT FROM ({", ".join(f"staged.{name}" for name in COLUMNS[1:])})
        ),
        staged.is_demo
    FROM (
        SELECT staged.*, company.is_demo OR need.is_demo AS is_demo
        FROM matching_stagedmatch AS staged
        JOIN matching_need AS need ON need.id = staged.need_key AND need.status = 'open'
        JOIN prospects_company AS company
            ON company.id = staged.company_key AND company.registration = 'open'
        LEFT JOIN last ON last.need_key = staged.need_key
        WHERE staged.chunk_key = %(chunk)s AND (
            staged.stays OR staged.ranked AND (
                last.need_key IS NULL
                OR (staged.rank, staged.company_key) <= (last.rank, last.company_key)
            )
        ) AND {_FRESH} {_FRESH_COMPANY}
    ) AS staged
    FULL JOIN (
        SELECT * FROM matching_match WHERE company_id > %(after)s AND company_id <= %(until)s
    ) AS known ON known.company_id = staged.company_key AND known.need_id = staged.need_key
    WHERE staged.id IS NOT NULL OR known.scored_at < %(now)s AND known.status = 'suggested'
"""  # noqa: S608
# A role that may not do without the checks row by row pays for them.
_MAY = "has_parameter_privilege('session_replication_role', 'SET')"
_BULK = f"""
    SELECT set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
        CASE WHEN {_MAY} THEN set_config('session_replication_role', 'replica', true) END
"""
_ROW_BY_ROW = f"""
    SELECT set_config('enable_hashjoin', 'on', true), set_config('enable_mergejoin', 'on', true),
        CASE WHEN {_MAY} THEN set_config('session_replication_role', 'origin', true) END
"""
# Best first: so each need's rows enter the end of its part of the index, and all the end of theirs.
_UPDATE = f"""
    WITH stored AS (
        UPDATE matching_match AS stored SET
            profile_id = %(profile)s,
            {", ".join(f"{name} = staged.{name}" for name in COLUMNS[1:])},
            scored_at = %(now)s
        FROM (
            SELECT * FROM step WHERE differs ORDER BY priority DESC OFFSET 0
        ) AS step
        JOIN matching_stagedmatch AS staged ON staged.id = step.staged_id
        WHERE stored.id = step.match_id
        RETURNING abs(old.priority - new.priority) > {LEAST_CHANGE} AS changed
    )
    SELECT count(*) FILTER (WHERE changed) FROM stored
"""  # noqa: S608
_INSERT = f"""
    WITH stored AS (
        INSERT INTO matching_match (
            company_id, need_id, profile_id, {", ".join(COLUMNS[1:])}, scored_at,
            status, rejected_because, version, updated_at, is_demo
        )
        SELECT step.company_key, step.need_key, %(profile)s,
            {", ".join(f"staged.{name}" for name in COLUMNS[1:])}, %(now)s,
            'suggested', '', 1, %(now)s, step.is_demo
        FROM (
            SELECT * FROM step WHERE match_id IS NULL ORDER BY priority DESC OFFSET 0
        ) AS step
        JOIN matching_stagedmatch AS staged ON staged.id = step.staged_id
        RETURNING need_id, company_id
    ), noted AS (
        INSERT INTO moved (need_id, company_id, is_new) SELECT need_id, company_id, true FROM stored
    )
    SELECT count(*) FROM stored
"""  # noqa: S608
# What stood at the top of lists, as it was; of the rest it is never told what moved it.
_MORE = f"""
    , id, profile_id, priority, {", ".join(f"{part}_part AS {part}_was" for part in PARTS)}, reasons
"""
_OPEN = "(SELECT id AS need_id FROM matching_need WHERE status = 'open')"
_WAS = f"""
    CREATE TEMPORARY TABLE was AS
    {changes.STANDING.format(needs=_OPEN, rows=changes.EVERY, more=_MORE)}
"""
_BEFORE = """
    CREATE TEMPORARY TABLE before AS
    SELECT need_id, company_id, place FROM was
"""
_MOVED = f"""
    INSERT INTO moved
    SELECT was.need_id, was.company_id, false, was.profile_id <> match.profile_id,
        match.priority - was.priority, {", ".join(f"{part}_was" for part in PARTS)}, was.reasons
    FROM was JOIN matching_match AS match ON match.id = was.id
    WHERE abs(match.priority - was.priority) >= {changes.LEAST_MOVE}
"""  # noqa: S608
_EXCLUSIONS = f"""
    INSERT INTO matching_matchexclusion
        (need_id, company_id, score, confidence, priority, reasons, scored_at)
    SELECT need_key, company_key, score, confidence, priority, reasons, %(now)s
    FROM (
        SELECT staged.*, row_number() OVER (PARTITION BY staged.need_key ORDER BY {_ORDER}) AS place
        FROM matching_stagedexclusion AS staged
        JOIN matching_need AS need ON need.id = staged.need_key AND need.status = 'open'
        JOIN prospects_company AS company
            ON company.id = staged.company_key AND company.registration = 'open'
        LEFT JOIN last ON last.need_key = staged.need_key
        WHERE (last.priority IS NULL OR staged.priority >= last.priority)
            AND {_FRESH} {_FRESH_COMPANY}
    ) AS excluded
    WHERE place <= %(per_excluded)s
    ON CONFLICT DO NOTHING
"""  # noqa: S608
_SCREENINGS = f"""
    INSERT INTO matching_screening (need_id, able, passing, {", ".join(WHY)}, scored_at)
    SELECT need.id, coalesce(sum(able), 0), coalesce(sum(passing), 0),
        {", ".join(f"coalesce(sum({name}), 0)" for name in WHY)}, %(now)s
    FROM matching_need AS need
    LEFT JOIN matching_stagedscreening AS staged ON staged.need_key = need.id AND {_FRESH}
    WHERE need.status = 'open'
    GROUP BY need.id
    ON CONFLICT DO NOTHING
"""  # noqa: S608


@dataclass(slots=True)
class Merged:
    """Matches in the lists; of those, new and changed ones; suggestions that are gone."""

    written: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0


def merge(run: ScoringRun) -> Merged:
    """Make the lists of the staged rows the stored ones.

    Must run in a transaction. What people decided keeps its status; what was scored on its own
    since the run began stays as it is.
    """
    now = run.started_at
    names: dict[str, Any] = {
        "run": run.pk,
        "profile": run.profile_id,
        "now": now,
        "per_need": shortlist.PER_NEED,
        "per_excluded": shortlist.PER_EXCLUDED,
    }
    merged = Merged()
    _execute(_MEMORY)
    _execute(_LAST, names)
    lock()
    # Checked row by row at once: what is put off is remembered for millions of rows.
    _execute("SET CONSTRAINTS ALL IMMEDIATE")
    _execute(_STEP)
    with _noted(now):
        for parts in _in_turn(run):
            _merge_parts(parts, names, merged)
    Screening.objects.filter(scored_at__lt=now).delete()
    note_answers(Q(), now=now)
    MatchExclusion.objects.filter(scored_at__lt=now).delete()
    _execute(_EXCLUSIONS, names)
    _execute(_SCREENINGS, names)
    _execute("DROP TABLE last, step")
    _execute("SET CONSTRAINTS ALL DEFERRED")
    return merged


@dataclass(frozen=True, slots=True)
class _Part:
    """A chunk, and the keys between which its companies and closed ones lie: those after the last
    of the chunk before, up to its own last."""

    chunk: ScoringChunk
    after: uuid.UUID
    until: uuid.UUID


def _in_turn(run: ScoringRun) -> Iterator[list[_Part]]:
    """The chunks, some at a time; each company is in one part, also one that is closed by now."""
    chunks = [*run.chunks.order_by("number")]
    after = [uuid.UUID(int=0), *(chunk.last for chunk in chunks[:-1])]
    until = [*after[1:], uuid.UUID(int=(1 << 128) - 1)]
    parts = [_Part(*each) for each in zip(chunks, after, until, strict=True)]
    for first in range(0, len(parts), AT_A_TIME):
        yield parts[first : first + AT_A_TIME]


def _merge_parts(parts: list[_Part], names: dict[str, Any], merged: Merged) -> None:
    """Write what differs of some chunks, and remove their companies' suggestions in no list."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD, names | {"after": parts[0].after, "until": parts[-1].until})
        cursor.execute("TRUNCATE step")
        for each in parts:  # one by one, as their matches are held in memory to be compared
            own = {"chunk": each.chunk.pk, "after": each.after, "until": each.until}
            cursor.execute(_NEXT_STEP, names | own)
        cursor.execute("ANALYZE step")
        cursor.execute("SELECT count(staged_id) FROM step")
        merged.written += cursor.fetchone()[0]
        with _in_bulk():
            cursor.execute(_UPDATE, names)
            merged.changed += cursor.fetchone()[0]
            cursor.execute(_INSERT, names)
            merged.added += cursor.fetchone()[0]
    gone = RawSQL("SELECT match_id FROM step WHERE staged_id IS NULL", [])
    merged.removed += remove_suggestions(
        Match.objects.filter(pk__in=gone, scored_at__lt=names["now"])
    )


@contextmanager
def _in_bulk() -> Iterator[None]:
    """Read in the order that is asked for, and leave out what rows refer to: it is held already."""
    _execute(_BULK)
    yield
    _execute(_ROW_BY_ROW)


@contextmanager
def _noted(now: dt.datetime) -> Iterator[None]:
    """As `changes.noted`, for all open needs, without a note for every match that is written: what
    stands at the top is looked at before and after, and only new matches are noted in between."""
    _execute(_WAS)
    _execute(_BEFORE)
    _execute(changes.NOTHING_MOVED)
    yield
    _execute("ANALYZE was")
    _execute(_MOVED)
    _execute("DROP TABLE was")
    changes.note(now)


def _execute(statement: str, names: dict[str, Any] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, names)
