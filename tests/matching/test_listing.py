"""A changed need's list comes at once, and what follows comes to what one scoring would store."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import shortlist
from matching.listing import (
    GLANCE,
    LYING,
    PATIENCE,
    comes_now,
    finish,
    is_awaited,
    list_first,
    rehearse,
    tend,
)
from matching.models import Match, MatchChange, MatchExclusion, Need, Screening
from matching.shortlist import rescore
from prospects.models import Company
from tests import make

NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)
BEFORE = NOW - dt.timedelta(hours=1)
LATER = NOW + dt.timedelta(hours=1)
STILL_LATER = NOW + dt.timedelta(hours=2)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _short_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shortlist, "PER_NEED", 2)


def able(need: Need, volume: int, **facts: Any) -> Company:
    company = make.company(employees=20, **facts)
    make.company_capability(company, need.capability, monthly_volume=volume)
    return company


def world(count: int = 5) -> tuple[Need, list[Company]]:
    """A need and companies of which each makes more than the one before; all are scored."""
    need = make.need(monthly_volume=100_000)
    companies = [able(need, 1000 * (place + 1)) for place in range(count)]
    rescore(now=NOW)
    return need, companies


def shown(need: Need) -> list[Company]:
    return [match.company for match in Match.objects.of_need(need.pk).ranked()]


def volume(company: Company, pieces: int) -> None:
    company.company_capabilities.update(monthly_volume=pieces)


def test_only_the_new_list_is_shown_until_all_is_written() -> None:
    need, companies = world(60)  # more than any list holds
    volume(companies[0], 70_000)
    volume(companies[59], 1)

    listed_at = list_first([need.pk], now=LATER)

    assert listed_at == LATER
    # The best two, and who stood among the first fifty, where all of these stand now.
    assert shown(need) == [companies[0], *reversed(companies[10:59]), companies[59]]
    assert {match.scored_at for match in Match.objects.of_need(need.pk)} == {LATER}
    assert Match.objects.filter(need=need).count() == 60
    assert not Screening.objects.get().is_whole

    finish([need.pk], listed_at)

    assert shown(need) == [companies[0], *reversed(companies[1:59]), companies[59]]
    assert Screening.objects.get().is_whole


def test_what_changed_is_told_with_the_list_and_not_again() -> None:
    need, companies = world()
    volume(companies[0], 70_000)
    gone = companies[3]
    gone.company_capabilities.all().delete()
    expected = [
        (companies[0], MatchChange.Kind.UP, 5, 1),
        (gone, MatchChange.Kind.LEFT, 2, None),
    ]
    listed_at = list_first([need.pk], now=LATER)
    for _ in range(2):
        told = MatchChange.objects.select_related("company").order_by("place_after")
        assert [(c.company, c.kind, c.place_before, c.place_after) for c in told] == expected
        assert {c.at for c in told} == {LATER}
        finish([need.pk], listed_at)


def test_a_list_that_has_been_made_anew_meanwhile_is_finished_by_the_later_one() -> None:
    need, _ = world()
    first = list_first([need.pk], now=LATER)
    second = list_first([need.pk], now=STILL_LATER)
    finish([need.pk], first)
    assert not Screening.objects.get().is_whole
    finish([need.pk], second)
    assert Screening.objects.get().is_whole
    before = [*Match.objects.order_by("pk").values_list("pk", "scored_at")]
    finish([need.pk], second)
    assert [*Match.objects.order_by("pk").values_list("pk", "scored_at")] == before


def test_a_company_that_changes_in_between_is_shown_and_a_closed_one_is_not() -> None:
    need, companies = world()
    Company.objects.filter(pk=companies[4].pk).update(registration=Company.Registration.CLOSED)
    list_first([need.pk], now=LATER)
    assert shown(need) == [*reversed(companies[:4])]
    newcomer = able(need, 6000)
    rescore(company_ids=[newcomer.pk], now=STILL_LATER)
    assert shown(need) == [newcomer, *reversed(companies[:4])]


def test_a_closed_need_loses_its_suggestions_and_keeps_what_was_decided() -> None:
    need, companies = world()
    Match.objects.filter(company=companies[2]).update(status=Match.Status.SHORTLISTED)
    Need.objects.update(status=Need.Status.MET)
    finish([need.pk], list_first([need.pk], now=LATER))
    assert shown(need) == [companies[2]]


def test_what_a_worker_left_of_a_list_is_finished_by_another() -> None:
    need, _ = world()
    list_first([need.pk], now=LATER)
    tend(LATER + LYING)
    assert not Screening.objects.get().is_whole
    tend(LATER + LYING + dt.timedelta(seconds=1))
    assert Screening.objects.get().is_whole
    assert min(Match.objects.values_list("scored_at", flat=True)) > LATER


def test_a_rehearsal_reads_what_a_list_needs_and_stores_nothing() -> None:
    rehearse()  # no need, nothing to do
    world()
    before = stored()
    with CaptureQueriesContext(connection) as queries:
        rehearse()
    assert stored() == before
    read = " ".join(query["sql"] for query in queries)
    for table in ("companycapability", "expansionintent", "companyfinancials", "companycustomer"):
        assert f'FROM "prospects_{table}"' in read


def test_a_need_that_is_gone_is_no_error() -> None:
    need, _ = world()
    Need.objects.all().delete()
    finish([need.pk], list_first([need.pk], now=LATER))
    assert not Match.objects.exists()


def test_whoever_asks_for_an_awaited_list_gets_it_the_moment_it_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    need = make.need(just_saved=True)
    looks: list[float] = []

    def pause(seconds: float) -> None:  # meanwhile another process works
        looks.append(seconds)
        if len(looks) == 3:
            list_first([need.pk])

    monkeypatch.setattr("matching.listing.time.sleep", pause)
    assert comes_now(need)
    assert looks == [GLANCE] * 3


def test_a_list_that_does_not_come_soon_is_not_stood_still_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    need = make.need(just_saved=True)
    Need.objects.update(updated_at=timezone.now() - PATIENCE)
    need.refresh_from_db()
    monkeypatch.setattr("matching.listing.time.sleep", pytest.fail)
    assert (is_awaited(need), comes_now(need)) == (True, False)


def stored() -> dict[str, Any]:
    parts = [field.name for field in Match._meta.fields if field.name.endswith("_part")]
    names = ("company", "need", "status", "score", "confidence", "priority", "reasons", *parts)
    return {
        "matches": {tuple(map(repr, row)) for row in Match.objects.values_list(*names)},
        "out": {*MatchExclusion.objects.values_list("company", "need", "priority")},
        "screened": {*Screening.objects.values_list("need", "able", "passing", "is_whole")},
    }


facts = st.tuples(st.integers(1, 20_000), st.booleans(), st.sampled_from(("", "", "shortlisted")))


@settings(max_examples=8)
@given(st.lists(facts, max_size=7), st.lists(st.integers(1, 20_000), max_size=7))
def test_both_steps_store_what_one_scoring_would(
    companies: list[tuple[int, bool, str]], volumes: list[int]
) -> None:
    found = []
    with transaction.atomic():
        needs = [make.need(monthly_volume=5000, musts=["certificates"]) for _ in range(2)]
        certificate = make.certificate()
        needs[0].certificates.add(certificate)
        made = []
        for pieces, holds, status in companies:
            made.append(able(needs[0], pieces))
            make.company_capability(made[-1], needs[1].capability, monthly_volume=pieces)
            if holds:
                make.company_certificate(made[-1], certificate)
            if status:
                make.match(made[-1], need=needs[0], status=status, scored_at=BEFORE)
        rescore(now=NOW)
        for company, pieces in zip(made, volumes, strict=False):
            volume(company, pieces)
        for in_steps in (True, False):
            with transaction.atomic():
                if in_steps:
                    finish([needs[0].pk], list_first([needs[0].pk], now=LATER))
                else:
                    rescore(need_ids=[needs[0].pk], now=LATER)
                found.append(stored())
                transaction.set_rollback(True)
        transaction.set_rollback(True)
    assert found[0] == found[1]
