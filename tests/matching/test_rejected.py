"""Rejections on record: what they take from later scores, when to look at them again."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import translation

from matching import decisions
from matching.models import Match, Need
from matching.reasons import load_names, sentences
from matching.rejected import answers, is_due, why
from matching.shortlist import rescore
from prospects.models import Company
from tests import make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)
TODAY = NOW.date()


def pair(need: Need, **fields: Any) -> Company:
    company = make.company()
    make.company_capability(company, need.capability, **fields)
    return company


def reject(company: Company, need: Need, kind: str, now: dt.datetime = NOW, **more: Any) -> Match:
    match = Match.objects.get(company=company, need=need)
    return decisions.reject(match, kind=kind, by=make.user(), now=now, **more)


def priorities() -> dict[Any, float]:
    return {m.need_id: m.priority for m in Match.objects.all()}


@pytest.mark.parametrize("whole", [True, False])
def test_a_group_that_turned_a_company_down_comes_later_for_it(whole: bool) -> None:
    casting = make.capability(key="casting")
    one, other = (make.firm(group_name="한빛그룹") for _ in range(2))
    rejected, second = (
        make.need(firm=one, capability=casting),
        make.need(firm=one, capability=casting),
    )
    of_group = make.need(firm=other, capability=casting)
    elsewhere = make.need(capability=casting)
    company = pair(rejected)
    rescore(now=NOW)
    before = priorities()
    reject(company, rejected, "price")
    rescore(now=NOW, company_ids=None if whole else [company.pk])
    after = priorities()
    assert after[elsewhere.pk] == before[elsewhere.pk]
    for need in (second, of_group):
        assert after[need.pk] == pytest.approx(0.8 * before[need.pk], abs=1e-5)
    with translation.override("en"):
        said = sentences(Match.objects.get(need=second), load_names())
    [text] = [each.text for each in said if each.part == "setback"]
    assert text == "한빛그룹 has turned it down for another need: counts 20% less for now"


def test_it_fades_and_ends_with_the_rejection() -> None:
    firm, casting = make.firm(), make.capability(key="casting")
    first, second = (
        make.need(firm=firm, capability=casting),
        make.need(firm=firm, capability=casting),
    )
    company = pair(first)
    rescore(now=NOW)
    match = reject(
        company, first, "ties", now=NOW - dt.timedelta(days=384)
    )  # a year before the 1st
    rescore(now=NOW)
    assert Match.objects.get(need=second).setback == pytest.approx(0.9, abs=0.001)
    decisions.take_back(match, by=make.user(), now=NOW)
    rescore(now=NOW)
    assert Match.objects.get(need=second).setback == 1


def test_what_was_about_one_need_only_lowers_nothing() -> None:
    firm, casting = make.firm(), make.capability(key="casting")
    first, second = (
        make.need(firm=firm, capability=casting),
        make.need(firm=firm, capability=casting),
    )
    company = pair(first)
    rescore(now=NOW)
    reject(company, first, "precision")
    rescore(now=NOW)
    assert Match.objects.get(need=second).setback == 1


def test_a_fact_that_has_changed_brings_a_rejection_back_to_look_at() -> None:
    need = make.need(precision_um=5)
    company = pair(need, precision_um=20)
    rescore(now=NOW)
    match = reject(company, need, "precision")
    rescore(now=NOW)
    assert not Match.objects.to_look_again(TODAY).exists()
    company.company_capabilities.update(precision_um=5)
    later = NOW + dt.timedelta(days=2)
    rescore(now=later, company_ids=[company.pk])
    match = Match.objects.to_look_again(TODAY).get()
    assert (match.status, match.answered_at, is_due(match, TODAY)) == ("rejected", later, True)
    with translation.override("en"):
        [told] = answers([match])[match.pk]
        assert (told.text, why(match)) == (
            "Holds ±5 µm (asked: ±5 µm)",
            "Precision or part size not enough",
        )
    # Somebody looks, and it stays rejected: it rests until something else changes.
    decisions.stay_rejected(match, by=make.user(), now=later)
    rescore(now=later + dt.timedelta(days=1))
    assert not Match.objects.to_look_again(TODAY).exists()


def test_what_changed_back_is_no_longer_to_be_looked_at() -> None:
    need = make.need(precision_um=5)
    company = pair(need, precision_um=20)
    rescore(now=NOW)
    reject(company, need, "precision")
    for um, due in ((5, True), (20, False)):
        company.company_capabilities.update(precision_um=um)
        rescore(now=NOW)
        assert Match.objects.to_look_again(TODAY).exists() == due


def test_the_day_to_look_again_comes() -> None:
    match, user = make.match(), make.user()
    day = TODAY + dt.timedelta(days=30)
    decisions.reject(match, kind="timing", look_again_on=day, by=user, now=NOW)
    for today, due in ((day - dt.timedelta(days=1), False), (day, True)):
        assert Match.objects.to_look_again(today).exists() == due == is_due(match, today)


@pytest.mark.parametrize(
    ("kind", "words", "said"),
    [
        ("price", "", "Price too high"),
        ("price", "30% above", "Price too high: 30% above"),
        ("other", "fire in the plant", "fire in the plant"),
        ("", "from before", "from before"),
    ],
)
def test_why_in_words(kind: str, words: str, said: str) -> None:
    with translation.override("en"):
        assert why(Match(rejected_kind=kind, rejected_because=words)) == said
