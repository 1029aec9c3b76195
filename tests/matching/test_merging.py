"""The merge of whole runs: many chunks, some at a time, and who may do without row checks."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from matching import merging, runs, shortlist
from matching.models import Match, MatchChange, ScoringRun
from matching.shortlist import rescore
from tests import make
from tests.matching.test_runs import LATER, NOW, State, staged, stored, whole, world


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks, steps and lists so short that a few records fill several."""
    monkeypatch.setattr(runs, "AT_ONCE", 1)
    monkeypatch.setattr(runs, "CHUNK", 1)
    monkeypatch.setattr(merging, "AT_A_TIME", 2)
    for length in ("PER_NEED", "PER_COMPANY", "PER_EXCLUDED"):
        monkeypatch.setattr(shortlist, length, 2)


def merged_with(monkeypatch: pytest.MonkeyPatch, now: dt.datetime, **names: Any) -> ScoringRun:
    for name, value in names.items():
        monkeypatch.setattr(merging, name, value)
    return whole(now)


@pytest.mark.django_db
@pytest.mark.parametrize("at_a_time", [1, 2, 10])
def test_however_many_chunks_at_a_time_the_matches_are_the_same(
    monkeypatch: pytest.MonkeyPatch, at_a_time: int
) -> None:
    companies, needs = world()
    rescore(now=NOW)
    Match.objects.update(score=0.5, confidence=0.5)
    for company in companies[:2]:
        company.company_capabilities.all().delete()
    decided = Match.objects.filter(company=companies[4], need=needs[0])
    decided.update(status="introduced", score=0.1)
    with transaction.atomic():
        rescore(now=LATER)
        expected = stored()
        transaction.set_rollback(True)

    run = merged_with(monkeypatch, LATER, AT_A_TIME=at_a_time)

    assert stored() == expected
    assert (run.state, run.written, staged()) == (State.DONE, len(expected["matches"]), 0)


@pytest.mark.django_db
def test_what_is_there_keeps_its_key_and_only_what_differs_is_written() -> None:
    companies, needs = world()
    whole()
    keys = {(m.company_id, m.need_id): m.pk for m in Match.objects.all()}
    moved = companies[4].company_capabilities.get(capability=needs[0].capability)
    moved.monthly_volume = 20_000
    moved.save()

    run = whole(LATER)

    after = {(m.company_id, m.need_id): m for m in Match.objects.all()}
    assert {pair: match.pk for pair, match in after.items()} == keys
    written = {pair for pair, match in after.items() if match.scored_at == LATER}
    assert written == {(companies[4].pk, needs[0].pk)}
    assert (run.added, run.removed) == (0, 0)


@pytest.mark.django_db
def test_a_company_that_was_closed_loses_its_suggestions_wherever_its_key_lies() -> None:
    companies, _needs = world()
    whole()
    for place in (0, 2, 4):  # before the first chunk, between two, after the last
        companies[place].registration = "closed"
        companies[place].save()
    whole(LATER)
    assert {*Match.objects.values_list("company_id", flat=True)} == {
        companies[1].pk,
        companies[3].pk,
    }


@pytest.mark.django_db
def test_lists_tell_of_new_matches_and_of_those_that_moved_at_the_top() -> None:
    companies, needs = world(3)
    whole()
    assert not MatchChange.objects.exists()  # who is in a first list has not come into it
    late = make.company(employees=20)
    make.company_capability(late, needs[0].capability, monthly_volume=50_000)
    whole(LATER)
    assert [*MatchChange.objects.values_list("company", "need", "kind")] == [
        (late.pk, needs[0].pk, "entered")
    ]

    Match.objects.filter(company=companies[0], need=needs[0]).update(score=1, confidence=1)
    MatchChange.objects.all().delete()
    whole(LATER + dt.timedelta(hours=1))
    told = MatchChange.objects.get()
    assert (told.company, told.need, told.kind) == (companies[0], needs[0], "down")
    assert (told.place_before, told.place_after) == (1, 4)


@pytest.mark.django_db
@pytest.mark.parametrize("may", [True, False])
def test_a_role_that_may_not_leave_out_checks_merges_the_same(
    monkeypatch: pytest.MonkeyPatch, may: bool
) -> None:
    """And afterwards triggers are at work again in either case."""
    if not may:
        for name in ("_BULK", "_ROW_BY_ROW"):
            statement = getattr(merging, name).replace(merging._MAY, "false")
            monkeypatch.setattr(merging, name, statement)
    world()
    run = whole()
    assert (run.state, run.added) == (State.DONE, Match.objects.count())
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('session_replication_role')")
        assert cursor.fetchone() == ("origin",)
        cursor.execute("SELECT current_setting('enable_hashjoin')")
        assert cursor.fetchone() == ("on",)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing refers to what is not there


@pytest.mark.django_db
def test_a_merge_that_dies_in_the_middle_leaves_the_matches_and_can_be_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    companies, _needs = world()
    whole()
    before = stored()
    told = MatchChange.objects.count()
    companies[0].company_capabilities.all().delete()
    merge_some, tried = merging._merge_parts, []

    def dies(*rest: Any) -> None:
        tried.append(rest)
        if len(tried) == 3:
            raise DatabaseError("the machine is out of disk")
        merge_some(*rest)

    monkeypatch.setattr(merging, "_merge_parts", dies)
    run = whole(LATER)
    assert (run.state, run.problem, len(tried)) == (State.FAILED, runs.BROKEN, 3)
    assert stored() == before
    assert MatchChange.objects.count() == told
    assert staged() > 0

    monkeypatch.setattr(merging, "_merge_parts", merge_some)
    ScoringRun.objects.filter(pk=run.pk).update(state=State.RUNNING, problem="")
    runs.work_on(run.pk)
    run.refresh_from_db()
    assert (run.state, staged()) == (State.DONE, 0)
    assert not Match.objects.filter(company=companies[0]).exists()


@pytest.mark.django_db(transaction=True)
def test_nobody_sees_half_a_merge(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another connection looks at the matches before, between and after the steps."""
    import psycopg

    companies, _needs = world()
    whole()
    companies[0].company_capabilities.all().delete()
    companies[4].company_capabilities.all().delete()
    settings = connection.get_connection_params()
    other = psycopg.connect(
        **{name: settings[name] for name in ("host", "port", "user", "dbname") if name in settings},
        autocommit=True,
    )
    seen: list[set[Any]] = []
    merge_some = merging._merge_parts

    def look() -> None:
        rows = other.execute("SELECT company_id, need_id, scored_at FROM matching_match").fetchall()
        seen.append({*rows})

    def between(*rest: Any) -> None:
        merge_some(*rest)
        look()

    look()
    monkeypatch.setattr(merging, "_merge_parts", between)
    whole(LATER)
    look()
    other.close()
    assert len(seen) == 5
    assert seen[0] == seen[1] == seen[2] == seen[3]
    assert {company for company, *_ in seen[4]} == {c.pk for c in companies[1:4]}
