"""Versions of the weights: made, used, taken back, and removed only while nothing names them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from matching import profiles
from matching.models import Match, WeightProfile
from matching.profiles import ProfileError, WeightsError
from matching.scoring import PARTS, Weights
from matching.shortlist import active_profile, rescore
from tests import make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 23, 3, 0, tzinfo=dt.UTC)
STANDARD = {part: float(getattr(Weights(), part)) for part in PARTS}


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def test_a_new_version_is_the_next_one_and_not_in_use() -> None:
    first = active_profile()
    by = make.user(name="김부장")
    made = profiles.add(weights=STANDARD | {"capacity": 0.3}, note=" more capacity ", by=by)
    made.refresh_from_db()
    assert (made.revision, made.is_active, made.note, made.made_by, made.capacity) == (
        first.revision + 1,
        False,
        "more capacity",
        "김부장",
        0.3,
    )
    assert active_profile() == first


@pytest.mark.parametrize(
    ("wrong", "part", "said"),
    [
        ({"intent": -0.1}, "intent", "expansion intent: a number of 0 or more is needed."),
        ({"group": float("nan")}, "group", "group fit: a number of 0 or more is needed."),
        ({"capacity": float("inf")}, "capacity", "capacity: a number of 0 or more is needed."),
        (
            {"customer": 1e-320},
            "customer",
            "customer tie: less than 0.0001 weighs nothing. Write 0, or at least 0.0001.",
        ),
        (
            dict.fromkeys(PARTS, 0.0),
            None,
            "The weights sum to nothing: at least one must be above 0.",
        ),
    ],
)
def test_weights_that_cannot_weigh_are_refused_by_name(
    wrong: dict[str, float], part: str | None, said: str
) -> None:
    with pytest.raises(WeightsError) as caught:
        profiles.add(weights=STANDARD | wrong, note="", by=make.user())
    assert (str(caught.value), caught.value.part) == (said, part)
    assert not WeightProfile.objects.exists()


@given(st.tuples(*[st.floats(0, 1)] * len(PARTS)))
def test_what_is_taken_weighs_and_what_weighs_nothing_is_refused(typed: tuple[float, ...]) -> None:
    weights = dict(zip(PARTS, typed, strict=True))
    if not any(typed) or any(0 < weight < profiles.LEAST for weight in typed):
        with pytest.raises(WeightsError):
            profiles.checked(weights)
        return
    shares = profiles.checked(weights).shares().tolist()
    assert sum(shares) == pytest.approx(1, abs=1e-6)
    # The least still counts beside six others of the most that a form takes.
    assert [share > 1e-5 for share in shares] == [weight > 0 for weight in typed]


def test_the_same_weights_in_other_numbers_are_no_new_version() -> None:
    first = active_profile()
    twice = {part: weight * 2 for part, weight in STANDARD.items()}
    with pytest.raises(ProfileError, match=f"Version {first.revision} has these weights already"):
        profiles.add(weights=twice, note="", by=make.user())


def test_using_a_version_scores_everything_with_it_and_can_be_taken_back(
    django_capture_on_commit_callbacks: Any,
) -> None:
    taxonomy = make.capability()
    match = (make.company(), make.need(capability=taxonomy))
    make.company_capability(match[0], taxonomy)
    first, by = active_profile(), make.user(name="박부장")
    rescore(now=NOW - dt.timedelta(days=1))
    made = profiles.add(weights=STANDARD | {"capacity": 0.3}, note="", by=by)
    assert profiles.being_applied() is None
    with django_capture_on_commit_callbacks() as waiting:
        assert profiles.use(made, by=by, now=NOW) == first
    made.refresh_from_db()
    assert (active_profile(), made.used_since, made.used_by) == (made, NOW, "박부장")
    applying = profiles.being_applied()
    assert applying is not None
    assert (applying.scored_with, applying.in_use, applying.revisions) == (
        (first,),
        made,
        str(first.revision),
    )
    assert (applying.run.profile, applying.run.asked_by) == (made, "박부장")
    for work in waiting:
        work()
    assert (Match.objects.get().profile, profiles.being_applied()) == (made, None)
    with django_capture_on_commit_callbacks(execute=True):
        assert profiles.use(first, by=by, now=NOW) == made
    assert Match.objects.get().profile == first


def test_what_is_in_use_is_not_used_again() -> None:
    with pytest.raises(ProfileError, match="is in use already"):
        profiles.use(active_profile(), by=make.user(), now=NOW)


def test_a_version_that_was_removed_meanwhile_is_not_used() -> None:
    gone = make.weight_profile()
    WeightProfile.objects.filter(pk=gone.pk).delete()
    with pytest.raises(ProfileError, match="removed meanwhile"):
        profiles.use(gone, by=make.user(), now=NOW)


def test_only_what_nothing_names_is_removed() -> None:
    used, named, tried, free = active_profile(), *(make.weight_profile() for _ in range(3))
    make.match(profile=named)
    make.evaluation_report(profile=tried)
    for each, said in (
        (used, "in use cannot be removed"),
        (named, "1 match names this version"),
        (tried, "Still in use: evaluation reports"),
    ):
        with pytest.raises(ProfileError, match=said):
            profiles.remove(each)
    profiles.remove(free)
    assert {*WeightProfile.objects.all()} == {used, named, tried}


def test_matches_of_a_version_are_counted_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profiles, "COUNTED", 2)
    many, none = make.weight_profile(), make.weight_profile()
    for _ in range(4):
        make.match(profile=many)
    found = profiles.with_counts(WeightProfile.objects.all())
    counts = {each.revision: getattr(each, "match_count") for each in found}  # noqa: B009
    assert counts == {many.revision: 3, none.revision: 0}
