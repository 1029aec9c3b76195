"""Whole runs: start one, work on its chunks, merge them, take up what was left lying.

A run is cut into chunks of companies that any number of workers take one by one (`ScoringChunk`);
what they find is staged, and merged in one transaction when the last is done (`matching.merging`).
Until then the matches stay as they are, however a run ends. Only one run is on its way at a time.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial

import structlog
from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from matching import changes, merging, shortlist, staging
from matching.models import Need, ScoringChunk, ScoringRun, WeightProfile
from prospects.models import Company

#: A run of no more companies is scored and stored in one go.
AT_ONCE = 5_000
#: Companies of a chunk otherwise: some seconds, as what people change meanwhile waits for its end.
CHUNK = 1_000
#: A worker that gave no sign for so long is gone, and its chunk is free.
LEASE = dt.timedelta(minutes=5)
SILENCE = dt.timedelta(minutes=2)  # after which a run is looked after
MOST_ATTEMPTS = 3
#: Runs are told of for so long; the newest stay in any case.
KEPT = dt.timedelta(days=90)
_MERGING = 0x6D657267696E67  # an advisory lock of its own: "merging"

#: Kept in English and said in the reader's language.
CRASHED = gettext_noop("A worker stopped three times while it scored the same companies.")
BROKEN = gettext_noop("Scoring failed. The technical log says why.")

_SPANS = """
    SELECT (array_agg(id ORDER BY id))[1], (array_agg(id ORDER BY id DESC))[1], count(*)
    FROM (
        SELECT id, (row_number() OVER (ORDER BY id) - 1) / %s AS part
        FROM prospects_company WHERE registration = 'open'
    ) AS numbered
    GROUP BY part ORDER BY part
"""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is. is_merging: all is scored, the lists are being put together; is_silent:
    nobody has given a sign for a while, and it will be taken up again."""

    done: int
    chunks: int
    companies: int
    is_merging: bool
    is_silent: bool


class RunRefusedError(Exception):
    """The run cannot be started or resumed; the text is for people."""


def start(
    *,
    profile: WeightProfile | None = None,
    by: AbstractBaseUser | None = None,
    now: dt.datetime | None = None,
    enqueue: bool = True,
) -> ScoringRun:
    """Have everything scored in the background, with `profile` or the one in use.

    A run on its way is given up for this one, as it may have read what has changed since. Without
    `enqueue` the caller works on it itself (`work_on`). ValueError if the weights cannot weigh.
    """
    now = now or timezone.now()
    profile = profile or shortlist.active_profile()
    shortlist.weights_of(profile)
    with transaction.atomic():
        _one_at_a_time()
        ScoringRun.objects.running().update(state=ScoringRun.State.SUPERSEDED, finished_at=now)
        ScoringRun.objects.filter(
            state__in=(ScoringRun.State.FAILED, ScoringRun.State.SUPERSEDED),
            created_at__lt=now - KEPT,
        ).delete()
        changes.forget_old(now)
        chunks = _cut()
        run = ScoringRun.objects.create(
            profile=profile,
            asked_by=str(by)[:150] if by else "",
            started_at=now,
            worked_at=now,
            companies=sum(chunk.companies for chunk in chunks),
            needs=Need.objects.open().count(),
        )
        for chunk in chunks:
            chunk.run = run
        ScoringChunk.objects.bulk_create(chunks)
        if enqueue:
            transaction.on_commit(partial(_enqueue, run.pk, len(chunks)), robust=True)
    return run


def resume(run: ScoringRun, *, now: dt.datetime | None = None) -> None:
    """Go on with a run that failed; what its chunks have found is not scored again.

    RunRefusedError if it has not failed or another one began since.
    """
    now = now or timezone.now()
    with transaction.atomic():
        _one_at_a_time()
        newest = ScoringRun.objects.order_by("-id").first()
        failed = ScoringRun.objects.filter(pk=run.pk, state=ScoringRun.State.FAILED)
        if newest is None or newest.pk != run.pk or not failed.exists():
            raise RunRefusedError(_("This run cannot be resumed. Start a new one."))
        failed.update(state=ScoringRun.State.RUNNING, problem="", worked_at=now, finished_at=None)
        left = run.chunks.exclude(state=ScoringChunk.State.DONE)
        left.update(state=ScoringChunk.State.WAITING, attempts=0, leased_until=None)
        transaction.on_commit(partial(_enqueue, run.pk, max(1, left.count())), robust=True)


def tend(*, now: dt.datetime | None = None) -> None:
    """Take up the run on its way if nobody gave a sign for a while: workers gone, tasks lost."""
    now = now or timezone.now()
    run = ScoringRun.objects.running().filter(worked_at__lt=now - SILENCE).first()
    if run is None:
        return
    left = run.chunks.exclude(state=ScoringChunk.State.DONE)
    if _free(left, now).exists() or not left.exists():
        _enqueue(run.pk, max(1, left.count()))


def work_on(
    key: uuid.UUID,
    *,
    once: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Score chunks of the run, only one if `once`, and merge it if they are all done.

    Safe to call at any time and any number of times at once. What fails is tried again, in the
    end said in the run. `progress` gets the companies done, of all.
    """
    while (chunk := _claim(key, timezone.now())) is not None:
        done = _score_at_once(chunk, progress) if _alone(chunk) else _score(chunk)
        if progress:
            told = progress_of(chunk.run, timezone.now())
            progress(told.companies, chunk.run.companies)
        if once:
            if not done:
                _enqueue(key, 1)
            break
    _finish(key)


def progress_of(run: ScoringRun, now: dt.datetime) -> Progress:
    """How far the run is; one query."""
    chunks = [*run.chunks.values_list("state", "companies")]
    done = [count for state, count in chunks if state == ScoringChunk.State.DONE]
    is_merging = len(done) == len(chunks)
    return Progress(
        done=len(done),
        chunks=len(chunks),
        companies=sum(done),
        is_merging=is_merging,
        is_silent=not is_merging and run.worked_at < now - LEASE,
    )


# --- Chunks -----------------------------------------------------------------------------------


def _cut() -> list[ScoringChunk]:
    """The active companies in chunks by key; without any company one empty chunk."""
    with connection.cursor() as cursor:
        size = CHUNK if Company.objects.active().count() > AT_ONCE else AT_ONCE
        cursor.execute(_SPANS, [size])
        spans = cursor.fetchall() or [(uuid.UUID(int=0), uuid.UUID(int=0), 0)]
    return [
        ScoringChunk(number=number, first=first, last=last, companies=count)
        for number, (first, last, count) in enumerate(spans, 1)
    ]


def _free(chunks: QuerySet[ScoringChunk], now: dt.datetime) -> QuerySet[ScoringChunk]:
    """Those that nobody works on."""
    return chunks.filter(
        Q(state=ScoringChunk.State.WAITING)
        | Q(state=ScoringChunk.State.RUNNING, leased_until__lt=now)
    )


def _claim(key: uuid.UUID, now: dt.datetime) -> ScoringChunk | None:
    """Take the next free chunk of a run that is on its way, for the time of a lease."""
    with transaction.atomic():
        chunks = ScoringChunk.objects.filter(run=key, run__state=ScoringRun.State.RUNNING)
        free = _free(chunks, now).select_for_update(of=("self",), skip_locked=True)
        chunk = free.select_related("run__profile").order_by("attempts", "number").first()
        if chunk is None:
            return None
        if chunk.attempts >= MOST_ATTEMPTS:  # its workers died without a word
            _fail(key, CRASHED)
            return None
        chunk.state, chunk.attempts = ScoringChunk.State.RUNNING, chunk.attempts + 1
        chunk.read_at, chunk.leased_until = now, now + LEASE
        chunk.save(update_fields=["state", "attempts", "read_at", "leased_until"])
        ScoringRun.objects.filter(pk=key).update(worked_at=now)
    return chunk


def _score(chunk: ScoringChunk) -> bool:
    """Score a chunk and stage what it found, unless it was given to somebody else meanwhile."""
    try:
        scored = staging.score(chunk)
        with transaction.atomic():
            if _hold(chunk):
                staging.stage(chunk, scored)
                _put(chunk, state=ScoringChunk.State.DONE, leased_until=None)
    except Exception:
        log.exception("scoring a chunk failed", run=str(chunk.run_id), chunk=chunk.number)
        return _give_back(chunk)
    return True


def _score_at_once(chunk: ScoringChunk, progress: Callable[[int, int], None] | None) -> bool:
    """A run of one chunk needs no staging."""
    run = chunk.run
    try:
        with transaction.atomic():
            done = shortlist.rescore(profile=run.profile, now=run.started_at, progress=progress)
            if _hold(chunk):
                _put(chunk, state=ScoringChunk.State.DONE, leased_until=None)
                _end(
                    run.pk,
                    written=done.written,
                    added=done.added,
                    changed=done.changed,
                    removed=done.removed,
                )
            else:  # a newer run is on its way, or somebody else has the chunk
                transaction.set_rollback(True)
    except Exception:
        log.exception("scoring a chunk failed", run=str(chunk.run_id), chunk=chunk.number)
        return _give_back(chunk)
    return True


def _alone(chunk: ScoringChunk) -> bool:
    return not chunk.run.chunks.exclude(pk=chunk.pk).exists()


def _hold(chunk: ScoringChunk) -> bool:
    """Whether the chunk is still ours, and its run wanted; it stays ours to the end of the
    transaction."""
    mine = ScoringChunk.objects.filter(
        pk=chunk.pk,
        run__state=ScoringRun.State.RUNNING,
        state=ScoringChunk.State.RUNNING,
        attempts=chunk.attempts,
    )
    return bool(mine.select_for_update(of=("self",)))


def _put(chunk: ScoringChunk, **values: object) -> None:
    ScoringChunk.objects.filter(pk=chunk.pk).update(**values)
    ScoringRun.objects.filter(pk=chunk.run_id).update(worked_at=timezone.now())


def _give_back(chunk: ScoringChunk) -> bool:
    """The chunk may be tried again; after some attempts the run has failed, and says so."""
    with transaction.atomic():
        if _hold(chunk):
            _put(chunk, state=ScoringChunk.State.WAITING, leased_until=None)
            if chunk.attempts >= MOST_ATTEMPTS:
                _fail(chunk.run_id, BROKEN)
    return False


# --- The end ----------------------------------------------------------------------------------


def _finish(key: uuid.UUID) -> None:
    """Merge the run if all its chunks are done and nobody else is at it."""
    if ScoringChunk.objects.filter(run=key).exclude(state=ScoringChunk.State.DONE).exists():
        return
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_MERGING])
                [is_mine] = cursor.fetchone()
            run = ScoringRun.objects.running().filter(pk=key).first()
            if run is None or not is_mine:
                return
            merged = merging.merge(run)
            # From here on nobody can supersede it, so the staged rows are its own.
            if not ScoringRun.objects.running().select_for_update().filter(pk=key):
                transaction.set_rollback(True)
                return
            staging.clear()
            _end(key, **asdict(merged))
    except Exception:
        log.exception("merging a run failed", run=str(key))
        _fail(key, BROKEN)


def _end(key: uuid.UUID, **counts: int) -> None:
    now = timezone.now()
    ScoringRun.objects.filter(pk=key).update(
        state=ScoringRun.State.DONE, worked_at=now, finished_at=now, problem="", **counts
    )


def _fail(key: uuid.UUID, problem: str) -> None:
    ScoringRun.objects.running().filter(pk=key).update(
        state=ScoringRun.State.FAILED, problem=problem, finished_at=timezone.now()
    )


def _one_at_a_time() -> None:
    """One starts or resumes a run at a time, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_MERGING + 1])


def _enqueue(key: uuid.UUID, tasks: int) -> None:
    """A task for each chunk: every worker that is free takes one. Behind everything else, as a
    change that somebody has just saved should not wait for it."""
    from matching.tasks import score_chunk

    for _each in range(tasks):
        score_chunk.apply_async((str(key),), priority=9)
