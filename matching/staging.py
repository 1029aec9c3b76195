"""A whole run in chunks: what each found is staged, and merged when all are there.

A chunk holds all needs against some companies: what it finds for its companies is final, of a
need's list it gives its own best. Merging takes the best of these with window functions, in one
transaction, so that whatever dies before leaves the matches as they were.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection, models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from matching import changes, shortlist
from matching.features import Bools, Ints
from matching.fetching import Fetched, fetch
from matching.lists import listed, ranks
from matching.masks import WHY
from matching.models import (
    Match,
    MatchExclusion,
    Need,
    ScoringChunk,
    ScoringRun,
    Screening,
    StagedExclusion,
    StagedMatch,
    StagedScreening,
)
from matching.prepared import prepare
from matching.ranking import Found, best_lists
from matching.rejected import note_answers
from matching.scoring import FLOOR, Matches, Weights, held_against_musts
from matching.storing import COLUMNS, Stored, lock, remove_suggestions, rows_of, upsert

STAGING = (StagedMatch, StagedExclusion, StagedScreening)


@dataclass(frozen=True, slots=True)
class Scored:
    """What a chunk found: its companies and needs, and the rows to stage."""

    facts: Fetched
    found: Found
    stays: Bools
    ranked: Bools


def score(chunk: ScoringChunk) -> Scored:
    """The chunk's companies against all open needs, as of the day that the run began."""
    run = chunk.run
    keys = (chunk.first, chunk.last)
    facts = fetch(today=timezone.localdate(run.started_at), keys=keys)
    weights = shortlist.weights_of(run.profile)
    kept = shortlist.decided(facts, Q(company__gte=chunk.first, company__lte=chunk.last))
    found = best_lists(
        facts.inputs,
        weights,
        per_need=shortlist.PER_NEED,
        per_company=shortlist.PER_COMPANY,
        per_excluded=shortlist.PER_EXCLUDED,
        keep=kept,
    )
    stays, ranked = _flags(facts, found.matches, weights, kept)
    return Scored(facts, found, stays, ranked)


def _flags(
    facts: Fetched, matches: Matches, weights: Weights, kept: tuple[Ints, Ints]
) -> tuple[Bools, Bools]:
    """Of each pair whether it is in its company's list or kept, and whether it may be in its
    need's: what was decided about is kept even where a must or the floor bars it from lists."""
    count = len(facts.company_ids)
    pair = matches.need * count + matches.company
    is_kept = np.isin(pair, kept[1] * count + kept[0])
    ranked = ~is_kept
    if is_kept.any():
        again, why = held_against_musts(
            prepare(facts.inputs), weights, matches.company[is_kept], matches.need[is_kept]
        )
        ranked[is_kept] = (why == 0) & (again.parts[0] >= np.float32(FLOOR))
    stays = is_kept.copy()
    places = np.flatnonzero(ranked)
    among = matches.take(places)
    stays[places] |= listed(
        among.company,
        ranks(among.priority, among.confidence),
        among.need,
        facts.inputs.needs.key,
        shortlist.PER_COMPANY,
    )
    return stays, ranked


# --- Staging ----------------------------------------------------------------------------------


def stage(chunk: ScoringChunk, scored: Scored) -> None:
    """Write what the chunk found beside the matches. Its earlier attempts are forgotten."""
    if chunk.attempts > 1:
        forget([chunk.pk])
    _copy(StagedMatch, _match_rows(chunk, scored))
    _copy(StagedExclusion, _exclusion_rows(chunk, scored))
    _copy(StagedScreening, _screening_rows(chunk, scored))


def _match_rows(chunk: ScoringChunk, scored: Scored) -> Iterator[tuple[Any, ...]]:
    matches = scored.found.matches
    priority = matches.priority.tolist()
    rank = ranks(matches.priority, matches.confidence).tolist()
    stays, ranked = scored.stays.tolist(), scored.ranked.tolist()
    for place, (company, need, values) in enumerate(rows_of(scored.facts, matches)):
        told = (priority[place], rank[place], stays[place], ranked[place])
        yield (chunk.pk, company, need, *told, *values)


def _exclusion_rows(chunk: ScoringChunk, scored: Scored) -> Iterator[tuple[Any, ...]]:
    out, facts = scored.found.excluded, scored.facts
    rank = ranks(out.priority, out.confidence).tolist()
    for place, why in enumerate(scored.found.why.tolist()):
        yield (
            chunk.pk,
            facts.company_ids[out.company[place]],
            facts.need_ids[out.need[place]],
            float(out.priority[place]),
            rank[place],
            float(out.score[place]),
            float(out.confidence[place]),
            [key for bit, key in enumerate(WHY) if why >> bit & 1],
        )


def _screening_rows(chunk: ScoringChunk, scored: Scored) -> Iterator[tuple[Any, ...]]:
    found = scored.found
    for place, need in enumerate(scored.facts.need_ids):
        counts = (found.able[place], found.passing[place], *found.counts[:, place])
        if any(counts):
            yield (chunk.pk, need, *map(int, counts))


_STAGED: dict[type[models.Model], tuple[str, ...]] = {
    StagedMatch: (
        "chunk_key", "company_key", "need_key", "priority", "rank", "stays", "ranked", *COLUMNS[1:],
    ),
    StagedExclusion: (
        "chunk_key", "company_key", "need_key", "priority", "rank", "score", "confidence",
        "reasons",
    ),
    StagedScreening: ("chunk_key", "need_key", "able", "passing", *WHY),
}  # fmt: skip


def _copy(model: type[models.Model], rows: Iterator[tuple[Any, ...]]) -> None:
    statement = f"COPY {model._meta.db_table} ({', '.join(_STAGED[model])}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def forget(chunk_keys: list[uuid.UUID]) -> None:
    """Drop what these chunks staged."""
    for model in STAGING:
        model._default_manager.filter(chunk_key__in=chunk_keys).delete()


# --- Merging ----------------------------------------------------------------------------------

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

_CANDIDATES = f"""
    CREATE TEMPORARY TABLE candidates AS
    SELECT staged.id, staged.company_key, staged.need_key, staged.priority, staged.stays,
        CASE WHEN staged.ranked THEN row_number() OVER (
            PARTITION BY staged.need_key, staged.ranked ORDER BY {_ORDER}
        ) END AS place
    FROM matching_stagedmatch AS staged
    JOIN matching_need AS need ON need.id = staged.need_key AND need.status = 'open'
    JOIN prospects_company AS company
        ON company.id = staged.company_key AND company.registration = 'open'
    WHERE {_FRESH} {_FRESH_COMPANY}
"""  # noqa: S608  # of our own
_LISTED = """
    CREATE TEMPORARY TABLE listed AS
    SELECT id, company_key, need_key FROM candidates WHERE stays OR place <= %(most)s
"""
# Only what is new or has changed: a quiet night writes next to nothing.
_FOUND = f"""
    CREATE TEMPORARY TABLE found AS
    SELECT staged.company_key AS company_id, staged.need_key AS need_id,
        %(profile)s::uuid AS profile_id, {", ".join(f"staged.{name}" for name in COLUMNS[1:])}
    FROM listed
    JOIN matching_stagedmatch AS staged ON staged.id = listed.id
    LEFT JOIN matching_match AS known
        ON known.company_id = staged.company_key AND known.need_id = staged.need_key
    WHERE known.id IS NULL OR known.profile_id <> %(profile)s::uuid
        OR ({", ".join(f"known.{name}" for name in COLUMNS[1:])})
        IS DISTINCT FROM ({", ".join(f"staged.{name}" for name in COLUMNS[1:])})
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
        LEFT JOIN candidates AS last
            ON last.need_key = staged.need_key AND last.place = %(per_need)s
        WHERE (last.priority IS NULL OR staged.priority >= last.priority)
            AND {_FRESH} {_FRESH_COMPANY}
    ) AS excluded
    WHERE place <= %(most)s
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


def merge(run: ScoringRun) -> tuple[Stored, int]:
    """Make the lists of the staged rows the stored ones; what was stored and how many matches went.

    Must run in a transaction. What people decided keeps its status; what was scored on its own
    since the run began stays as it is.
    """
    lock()
    now = run.started_at
    names: dict[str, Any] = {"run": run.pk, "profile": run.profile_id, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES, names)
        cursor.execute(_LISTED, {"most": shortlist.PER_NEED})
        cursor.execute("ANALYZE candidates, listed")
        cursor.execute(_FOUND, names)
        cursor.execute("SELECT count(*) FROM listed")
        [written] = cursor.fetchone()
    there = "SELECT FROM listed WHERE company_key = company_id AND need_key = need_id"
    with changes.noted([*Need.objects.open().values_list("pk", flat=True)], now):
        stored = upsert(now)
        removed = remove_suggestions(
            Match.objects.filter(
                RawSQL(f"NOT EXISTS ({there})", [], output_field=models.BooleanField()),  # noqa: S611
                scored_at__lt=now,
            )
        )
        Screening.objects.filter(scored_at__lt=now).delete()
    note_answers(Q(), now=now)
    MatchExclusion.objects.filter(scored_at__lt=now).delete()
    with connection.cursor() as cursor:
        most = {"per_need": shortlist.PER_NEED, "most": shortlist.PER_EXCLUDED}
        cursor.execute(_EXCLUSIONS, names | most)
        cursor.execute(_SCREENINGS, names)
        cursor.execute("DROP TABLE candidates, listed")
    return Stored(written, stored.added, stored.changed), removed


def clear() -> None:
    """Empty the staging tables; the caller sees to it that no run is on its way."""
    tables = ", ".join(model._meta.db_table for model in STAGING)
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {tables}")
