"""Whole runs: in chunks, by several workers, taken up again, and what changes meanwhile."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from matching import decisions, runs, shortlist, staging
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
from matching.scoring import PARTS
from matching.shortlist import rescore
from prospects.models import Company
from tests import make

NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(hours=1)
State = ScoringRun.State


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks and lists so short that a few records fill several."""
    monkeypatch.setattr(runs, "AT_ONCE", 2)
    monkeypatch.setattr(runs, "CHUNK", 2)
    for length in ("PER_NEED", "PER_COMPANY", "PER_EXCLUDED"):
        monkeypatch.setattr(shortlist, length, 2)


def world(companies: int = 5, needs: int = 2) -> tuple[list[Company], list[Need]]:
    """Companies that all master what the needs ask for, each with more volume than the last."""
    wanted = [make.need(monthly_volume=10_000) for _ in range(needs)]
    able = []
    for place in range(companies):
        company = make.company(employees=20)
        for need in wanted:
            make.company_capability(company, need.capability, monthly_volume=1000 * (place + 1))
        able.append(company)
    return able, wanted


def whole(now: dt.datetime = NOW, **options: Any) -> ScoringRun:
    """A run that is worked on here."""
    run = runs.start(now=now, enqueue=False, **options)
    runs.work_on(run.pk)
    run.refresh_from_db()
    return run


WRITTEN = (
    "score",
    "confidence",
    "freshness",
    *(f"{part}_part" for part in PARTS),
    "setback",
    "reasons",
)


def stored() -> dict[str, Any]:
    """What the engine has written, but for when."""
    return {
        "matches": {
            (m.company_id, m.need_id): [getattr(m, name) for name in WRITTEN]
            for m in Match.objects.all()
        },
        "excluded": {
            (x.company_id, x.need_id): (x.priority, x.reasons) for x in MatchExclusion.objects.all()
        },
        "screened": {s.need_id: (s.able, s.passing) for s in Screening.objects.all()},
    }


def staged() -> int:
    return sum(m.objects.count() for m in (StagedMatch, StagedExclusion, StagedScreening))


def broken(monkeypatch: pytest.MonkeyPatch, number: int) -> Callable[[], None]:
    """Have the chunk of that number fail; the answer mends it."""
    score = staging.score

    def fails(chunk: ScoringChunk) -> staging.Scored:
        if chunk.number == number:
            raise RuntimeError("out of memory")
        return score(chunk)

    monkeypatch.setattr(staging, "score", fails)
    return lambda: monkeypatch.setattr(staging, "score", score)


@pytest.mark.django_db
def test_a_run_in_chunks_stores_what_one_in_one_go_stores(monkeypatch: pytest.MonkeyPatch) -> None:
    companies, needs = world()
    needs[0].certificates.add(wanted := make.certificate())
    make.company_certificate(companies[4], make.certificate())
    make.company_certificate(companies[2], wanted)
    cooperative = make.cooperative()
    for member in (companies[0], companies[4]):  # of the first chunk and of the last
        make.membership(cooperative, member)

    run = whole()

    assert (run.state, run.companies, run.needs, run.chunks.count()) == (State.DONE, 5, 2, 3)
    in_chunks = stored()
    assert run.written == len(in_chunks["matches"]) == run.added
    assert (run.changed, run.removed, staged()) == (0, 0, 0)
    assert len(in_chunks["excluded"]) == 1
    Match.objects.all().delete()
    rescore(now=LATER)
    assert stored() == in_chunks


@pytest.mark.django_db
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=7), st.integers(1, 3))
def test_whatever_the_chunks_the_lists_are_the_same(volumes: list[int], size: int) -> None:
    runs.AT_ONCE = runs.CHUNK = size
    with transaction.atomic():
        needs = [make.need(monthly_volume=3), make.need(monthly_volume=1), make.need()]
        for place, volume in enumerate(volumes):
            company = make.company()
            for need in needs[: 1 + place % 3]:
                make.company_capability(company, need.capability, monthly_volume=volume or None)
        first = Match.objects.create(
            company=Company.objects.order_by("pk")[0], need=needs[2], profile=make.weight_profile(),
            score=0.1, confidence=0.1, scored_at=NOW, status="shortlisted",
        )  # fmt: skip
        rescore(now=NOW)
        one_go = stored()
        Match.objects.exclude(pk=first.pk).delete()
        whole(LATER)
        assert stored() == one_go
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_second_run_writes_no_row(monkeypatch: pytest.MonkeyPatch) -> None:
    world()
    whole()
    first = {m.pk: m for m in Match.objects.all()}
    before = stored()
    run = whole(LATER)
    assert (run.written, run.added, run.changed, run.removed) == (len(first), 0, 0, 0)
    assert stored() == before
    assert {m.pk: m.scored_at for m in Match.objects.all()} == dict.fromkeys(first, NOW)


@pytest.mark.django_db
def test_no_company_and_no_need_is_no_error() -> None:
    run = whole()
    assert (run.state, run.companies, run.needs, run.written) == (State.DONE, 0, 0, 0)
    assert run.chunks.count() == 1
    make.need()
    assert whole(LATER).state == State.DONE
    assert Screening.objects.get().able == 0


@pytest.mark.django_db
def test_a_chunk_that_fails_leaves_the_matches_and_can_be_resumed(
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    companies, _needs = world()
    whole()
    before = stored()
    companies[4].company_capabilities.all().delete()
    mend = broken(monkeypatch, 2)

    run = whole(LATER)

    assert (run.state, run.problem) == (State.FAILED, runs.BROKEN)
    attempts = run.chunks.order_by("number").values_list("state", "attempts")
    assert [*attempts] == [("done", 1), ("waiting", 3), ("done", 1)]
    assert stored() == before

    mend()
    with django_capture_on_commit_callbacks(execute=True):
        runs.resume(run, now=LATER)
    run.refresh_from_db()
    assert (run.state, run.problem, staged()) == (State.DONE, "", 0)
    assert [*run.chunks.order_by("number").values_list("attempts", flat=True)] == [1, 1, 1]
    assert not Match.objects.filter(company=companies[4]).exists()
    with pytest.raises(runs.RunRefusedError):
        runs.resume(run)


@pytest.mark.django_db
def test_a_chunk_whose_worker_died_is_taken_up_when_its_lease_ran_out(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    world()
    run = runs.start(now=timezone.now(), enqueue=False)
    dead = runs._claim(run.pk, timezone.now())  # and is never heard of again
    assert dead is not None
    runs.work_on(run.pk)
    run.refresh_from_db()
    assert run.state == State.RUNNING
    runs.tend()  # too early: somebody may be at work
    assert run.chunks.filter(state="running").count() == 1

    long_ago = timezone.now() - dt.timedelta(minutes=10)
    run.chunks.filter(pk=dead.pk).update(leased_until=long_ago)
    ScoringRun.objects.update(worked_at=long_ago)
    with django_capture_on_commit_callbacks(execute=True):
        runs.tend()
    run.refresh_from_db()
    assert run.state == State.DONE
    assert Match.objects.count() == run.written

    # The dead one wakes up: nobody waits for what it found.
    runs._score(dead)
    assert staged() == 0


@pytest.mark.django_db
def test_workers_that_die_three_times_on_a_chunk_fail_the_run() -> None:
    world()
    run = runs.start(now=NOW, enqueue=False)
    for _ in range(runs.MOST_ATTEMPTS):
        run.chunks.filter(number=1).update(leased_until=NOW)
        run.chunks.exclude(number=1).update(state="done")
        assert runs._claim(run.pk, timezone.now()) is not None
    run.chunks.filter(number=1).update(leased_until=NOW)
    runs.work_on(run.pk)
    run.refresh_from_db()
    assert (run.state, run.problem) == (State.FAILED, runs.CRASHED)


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_a_run() -> None:
    companies, needs = world(7)
    run = runs.start(now=NOW, enqueue=False)

    def work(_number: int) -> None:
        try:
            runs.work_on(run.pk)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, range(3)))
    runs.tend(now=timezone.now() + dt.timedelta(hours=1))  # if each saw the other still at work
    run.refresh_from_db()
    assert (run.state, staged()) == (State.DONE, 0)
    assert {*run.chunks.values_list("attempts", flat=True)} == {1}
    best = {(company.pk, need.pk) for company in companies for need in needs}
    assert {*Match.objects.values_list("company_id", "need_id")} == best


@pytest.mark.django_db
def test_a_newer_run_supersedes_one_on_its_way() -> None:
    world()
    first = runs.start(now=NOW, enqueue=False)
    chunk = runs._claim(first.pk, NOW)
    other = make.weight_profile(is_active=False)
    second = whole(LATER, profile=other)
    first.refresh_from_db()
    assert (first.state, second.state) == (State.SUPERSEDED, State.DONE)
    assert chunk is not None
    runs._score(chunk)
    runs.work_on(first.pk)
    assert staged() == 0
    assert {m.profile for m in Match.objects.select_related("profile")} == {other}


@pytest.mark.django_db
def test_weights_that_cannot_weigh_start_nothing() -> None:
    profile = make.weight_profile()
    profile.capability = float("nan")
    with pytest.raises(ValueError, match="the weight of capability must be"):
        runs.start(profile=profile)
    assert not ScoringRun.objects.exists()


@pytest.mark.django_db
def test_what_happens_during_a_run_is_kept() -> None:
    companies, needs = world(6)
    whole()
    match = Match.objects.get(company=companies[0], need=needs[0])
    run = runs.start(now=LATER, enqueue=False)
    runs.work_on(run.pk, once=True)  # the first chunk has been read

    decisions.reject(match, kind="other", words="too far", by=make.user(), now=LATER)
    Need.objects.filter(pk=needs[1].pk).update(status=Need.Status.MET)
    Company.objects.filter(pk=companies[5].pk).update(registration=Company.Registration.CLOSED)
    # This one has just said that it does the work no more, and was scored on its own.
    companies[1].company_capabilities.all().delete()
    rescore(company_ids=[companies[1].pk])
    late = make.company(employees=20)
    make.company_capability(late, needs[0].capability, monthly_volume=50_000)
    rescore(company_ids=[late.pk])

    runs.work_on(run.pk)
    run.refresh_from_db()
    assert run.state == State.DONE
    match.refresh_from_db()
    assert (match.status, match.rejected_because) == ("rejected", "too far")
    assert {*Match.objects.values_list("company_id", "need_id")} == {
        (company.pk, needs[0].pk) for company in [companies[0], *companies[2:5], late]
    }
    assert [*Screening.objects.values_list("need_id", flat=True)] == [needs[0].pk]


@pytest.mark.django_db
def test_a_task_for_each_chunk(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    world()
    user = make.user(name="김주무")
    with django_capture_on_commit_callbacks(execute=True) as asked:
        run = runs.start(by=user)
    assert len(asked) == 1
    run.refresh_from_db()
    assert (run.state, run.asked_by, runs.progress_of(run, NOW).companies) == (
        State.DONE,
        str(user),
        5,
    )
    runs.work_on(uuid.uuid4())  # nobody knows it: no error
