"""What changed in the lists of needs since the last scoring, and that nothing does for nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone, translation

from matching import changes, runs
from matching.models import Match, MatchChange, Need
from matching.shortlist import rescore
from prospects.models import Company
from tests import make

pytestmark = pytest.mark.django_db

Kind = MatchChange.Kind


def at(*, days: int = 0, hours: int = 0) -> dt.datetime:
    """Moments before now, of one month."""
    return timezone.now() - dt.timedelta(days=5) + dt.timedelta(days=days, hours=hours)


def world(companies: int = 4) -> tuple[list[Company], Need]:
    """A need and companies of which each makes more than the one before."""
    need = make.need(monthly_volume=10_000, precision_um=10)
    able = [make.company(employees=20) for _ in range(companies)]
    for place, company in enumerate(able):
        make.company_capability(company, need.capability, monthly_volume=1000 * (place + 1))
    return able, need


def said() -> list[tuple[Any, ...]]:
    return [
        (c.company, c.kind, c.place_before, c.place_after, c.part)
        for c in MatchChange.objects.order_by("kind", "company").select_related("company")
    ]


def test_the_first_list_of_a_need_is_no_change() -> None:
    world()
    rescore(now=at())
    assert said() == []


def test_without_new_facts_nothing_changes_whatever_the_day() -> None:
    companies, need = world()
    need.start_on = dt.date(2027, 8, 15)
    need.save()
    make.intent(companies[0], horizon_months=12, as_of=dt.date(2026, 1, 10))
    make.company_certificate(companies[1], make.certificate(), valid_until=dt.date(2027, 9, 1))
    names = [f.attname for f in Match._meta.concrete_fields if f.attname != "scored_at"]
    rescore(now=dt.datetime(2026, 11, 2, 3, tzinfo=dt.UTC))
    first = [*Match.objects.order_by("pk").values(*names)]
    for day in (3, 17, 29):
        rescore(now=dt.datetime(2026, 11, day, 3, tzinfo=dt.UTC))
        assert [*Match.objects.order_by("pk").values(*names)] == first
    assert said() == []


def test_a_new_fact_moves_its_company_and_says_so() -> None:
    companies, need = world()
    rescore(now=at())
    companies[0].company_capabilities.update(precision_um=5)
    newcomer = make.company(employees=20)
    make.company_capability(newcomer, need.capability, monthly_volume=100)

    rescore(company_ids=[companies[0].pk, newcomer.pk], now=at(hours=1))

    assert said() == [
        (newcomer, Kind.ENTERED, None, 5, ""),
        (companies[0], Kind.UP, 4, 1, "precision"),
    ]
    moved = MatchChange.objects.get(kind=Kind.UP)
    assert moved.reason == {
        "part": "precision",
        "code": "precision_held",
        "params": {"asked": 10.0, "have": 5.0},
    }
    match = Match.objects.get(company=companies[0])
    with translation.override("en"):
        [told] = changes.told([match]).values()
    assert told.change == moved
    assert "5" in told.reason
    # Another scoring that finds nothing new leaves what is told as it is.
    rescore(now=at(hours=2))
    assert MatchChange.objects.get(kind=Kind.UP).at == moved.at
    assert changes.told([match], now=timezone.now() + dt.timedelta(days=30)) == {}


def test_who_leaves_is_named_and_who_is_only_pushed_is_not() -> None:
    companies, need = world()
    rescore(now=at())
    companies[3].company_capabilities.all().delete()  # the first of the list
    rescore(need_ids=[need.pk], now=at(hours=1))
    assert said() == [(companies[3], Kind.LEFT, 1, None, "")]
    assert [change.company for change in changes.gone(need)] == [companies[3]]
    assert changes.told(Match.objects.all()) == {}


def test_worse_facts_and_new_weights_move_too() -> None:
    companies, _need = world()
    rescore(now=at())
    companies[3].company_capabilities.update(monthly_volume=10)
    rescore(company_ids=[companies[3].pk], now=at(hours=1))
    [[company, kind, before, after, part]] = said()
    assert (company, kind, before, after, part) == (companies[3], Kind.DOWN, 1, 4, "capacity")
    points = MatchChange.objects.get().points
    assert points is not None
    assert points < 0

    MatchChange.objects.all().delete()
    # By precision alone all are the same: the order is that of their keys.
    odd = {"capability": 0.5, "capacity": 0, "precision": 0.5, "customer": 0, "intent": 0}
    weights = make.weight_profile(is_active=False, location=0, group=0, **odd)
    rescore(profile=weights, now=at(hours=2))
    assert {part for *_, part in said() if part} == {MatchChange.WEIGHTS}


def test_a_run_in_chunks_tells_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "AT_ONCE", 2)
    monkeypatch.setattr(runs, "CHUNK", 2)
    companies, need = world()
    rescore(now=at())
    companies[0].company_capabilities.update(precision_um=5)
    companies[2].company_capabilities.all().delete()
    late = make.company(employees=20)
    make.company_capability(late, need.capability, monthly_volume=100)
    run = runs.start(now=at(hours=1), enqueue=False)
    runs.work_on(run.pk)
    run.refresh_from_db()
    assert (run.added, run.changed, run.removed) == (1, 1, 1)
    assert said() == [
        (late, Kind.ENTERED, None, 4, ""),
        (companies[2], Kind.LEFT, 2, None, ""),
        (companies[0], Kind.UP, 4, 1, "precision"),
    ]


def test_old_changes_are_forgotten() -> None:
    need = make.need()
    for days in (1, 100):
        MatchChange.objects.create(
            need=need, company=make.company(), kind=Kind.UP, at=at(days=-days)
        )
    runs.start(enqueue=False)
    assert MatchChange.objects.count() == 1
