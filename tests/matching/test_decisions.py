"""Which decision follows on which, and what it writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.utils import translation

from matching import decisions
from matching.decisions import NEXT, DecisionRefusedError
from matching.models import Match, Need
from prospects.models import Company
from tests import make

NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)

COMMANDS: dict[str, Callable[..., Match]] = {
    "suggested": decisions.reconsider,
    "shortlisted": decisions.shortlist,
    "introduced": decisions.introduce,
    "in_talks": decisions.start_talks,
    "converted": decisions.convert,
    "rejected": partial(decisions.reject, kind="capacity", words=" no room in the plant "),
}


def test_every_status_has_a_command_and_a_row() -> None:
    assert set(COMMANDS) == set(NEXT) == set(Match.Status.values)


@pytest.mark.django_db
@pytest.mark.parametrize("to", COMMANDS)
@pytest.mark.parametrize("status", NEXT)
def test_a_decision_is_written_or_refused(status: str, to: str) -> None:
    old = "old" if status == "rejected" else ""
    match, user = make.match(status=status, rejected_because=old), make.user()
    written: tuple[str, dt.datetime | None, int]
    decide = partial(COMMANDS[to], match, by=user, now=NOW)
    if to in NEXT[status]:
        assert decide() is match
        written = ("no room in the plant" if to == "rejected" else "", NOW, 2)
    else:
        with pytest.raises(DecisionRefusedError):
            decide()
        to, written = status, (old, None, 1)
    stored = Match.objects.get()
    assert stored.status == to
    assert (stored.rejected_because, stored.status_at, stored.version) == written


@pytest.mark.django_db
@pytest.mark.parametrize("closed", ["need", "company"])
@pytest.mark.parametrize(
    ("status", "to"), [("suggested", "shortlisted"), ("shortlisted", "introduced")]
)
def test_what_was_closed_meanwhile_is_not_brought_together(
    status: str, to: str, closed: str
) -> None:
    match, user = make.match(status=status), make.user()
    if closed == "need":
        said = f"The need “{match.need}” is not open."
        Need.objects.update(status=Need.Status.WITHDRAWN)
    else:
        said = f"{match.company} is closed in the register."
        Company.objects.update(registration=Company.Registration.CLOSED)
    seen = Match.objects.get()
    assert decisions.possible(seen) == tuple(each for each in NEXT[status] if each != to)
    with translation.override("en"), pytest.raises(DecisionRefusedError, match=said):
        COMMANDS[to](match, by=user, now=NOW)
    assert Match.objects.get().status == status
    assert COMMANDS["rejected"](seen, by=user, now=NOW).status == "rejected"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"kind": ""}, "Say why the match is rejected."),
        ({"kind": "mood"}, "Say why the match is rejected."),
        ({"kind": "other", "words": " \n"}, "Say in your words why the match is rejected."),
        ({"kind": "price", "words": "x" * 301}, "The reason may have at most 300 characters."),
        ({"kind": "timing"}, "Say on which day to look again."),
        (
            {"kind": "price", "look_again_on": NOW.date()},
            "The day to look again has to be in the future.",
        ),
    ],
)
def test_a_rejection_needs_a_reason_that_fits(given: dict[str, Any], says: str) -> None:
    match, user = make.match(), make.user()
    with translation.override("en"), pytest.raises(DecisionRefusedError, match=f"^{says}$"):
        decisions.reject(match, **given, by=user, now=NOW)
    assert Match.objects.get().status == "suggested"


@pytest.mark.django_db
def test_a_rejection_keeps_whose_word_it_is_and_what_was_known() -> None:
    known = [{"part": "capability", "code": "certificates_missing", "params": {}}]
    match, user = make.match(status="introduced", reasons=known), make.user()
    day = NOW.date() + dt.timedelta(days=90)
    given: dict[str, Any] = {"kind": "certificate", "side": "firm", "look_again_on": day}
    decisions.reject(match, **given, by=user, now=NOW)
    stored = Match.objects.get()
    assert (stored.rejected_kind, stored.rejected_by, stored.look_again_on) == (
        "certificate",
        "firm",
        day,
    )
    assert (stored.rejected_because, stored.reasons_then, stored.answered_at) == ("", known, None)


@pytest.mark.django_db
def test_taking_a_rejection_back_gives_the_status_before_it() -> None:
    profile, user = make.weight_profile(), make.user()
    for steps, status in ((0, "suggested"), (1, "shortlisted"), (2, "introduced")):
        match = make.match(profile=profile)
        for step in (decisions.shortlist, decisions.introduce)[:steps]:
            step(match, by=user, now=NOW)
        decisions.reject(match, kind="price", words="far", by=user, now=NOW)
        decisions.take_back(match, by=user, now=NOW)
        stored = Match.objects.get(pk=match.pk)
        left = (stored.rejected_kind, stored.rejected_by, stored.rejected_because)
        assert (stored.status, left, stored.reasons_then) == (status, ("", "", ""), None)
        with pytest.raises(DecisionRefusedError):
            decisions.take_back(match, by=user, now=NOW)


@pytest.mark.django_db
def test_a_second_look_that_changes_nothing_lets_it_rest() -> None:
    match, user = make.match(reasons=[]), make.user()
    decisions.reject(match, kind="capacity", by=user, now=NOW)
    newer = [{"part": "capacity", "code": "volume_enough", "params": {}}]
    Match.objects.update(answered_at=NOW, look_again_on=NOW.date(), reasons=newer)
    day = NOW.date() + dt.timedelta(days=30)
    decisions.stay_rejected(match, look_again_on=day, by=user, now=NOW)
    stored = Match.objects.get()
    assert (stored.status, stored.rejected_kind) == ("rejected", "capacity")
    assert (stored.look_again_on, stored.answered_at, stored.reasons_then) == (day, None, newer)


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "scored_again"), [("price", True), ("precision", False)])
def test_what_holds_for_the_group_has_the_company_scored_again(
    kind: str, scored_again: bool, django_capture_on_commit_callbacks: Any
) -> None:
    match, user = make.match(), make.user()
    for decide in (partial(decisions.reject, kind=kind), decisions.take_back):
        with django_capture_on_commit_callbacks() as callbacks:
            decide(match, by=user, now=NOW)
        assert bool(callbacks) == scored_again


@pytest.mark.django_db
def test_a_refusal_says_what_stands_in_the_way() -> None:
    match, user = make.match(), make.user()
    words = {
        "en": "The match is “suggested”; it cannot become “converted” from there.",
        "ko": "현재 상태(추천 후보)에서는 '투자 건 전환' 상태로 바꿀 수 없습니다.",
    }
    for language, says in words.items():
        with translation.override(language), pytest.raises(DecisionRefusedError) as refused:
            decisions.convert(match, by=user)
        assert str(refused.value) == says


@pytest.mark.django_db
def test_the_status_that_counts_is_the_stored_one() -> None:
    match, user = make.match(), make.user()
    stale = Match.objects.get()
    decisions.shortlist(match, by=user, now=NOW)
    with pytest.raises(DecisionRefusedError):
        decisions.shortlist(stale, by=user, now=NOW)
    decisions.introduce(stale, by=user, now=NOW)  # allowed: it is shortlisted by now
    assert (Match.objects.get().status, Match.objects.get().version) == ("introduced", 3)


@pytest.mark.django_db
def test_history_names_who_decided() -> None:
    match, user = make.match(), make.user()
    decisions.shortlist(match, by=user, now=NOW)
    events: Any = Match.pgh_event_models  # type: ignore[attr-defined]
    event = next(iter(events.values())).objects.select_related("pgh_context").get()
    assert (event.status, event.pgh_context.metadata["user"]) == ("shortlisted", str(user.pk))


def test_what_may_follow_is_offered_in_order() -> None:
    open_pair = Match(company=Company(), need=Need(), status="shortlisted")
    assert decisions.possible(open_pair) == (
        "introduced",
        "suggested",
        "rejected",
    )


@pytest.mark.django_db
def test_several_are_shortlisted_at_once_and_decided_ones_left_alone() -> None:
    profile = make.weight_profile()
    new = make.match(profile=profile)
    made = make.match(profile=profile, status=Match.Status.INTRODUCED)
    by = make.user()
    assert decisions.shortlist_all([new, made], by=by, now=NOW) == 1
    for match in (new, made):
        match.refresh_from_db()
    assert (new.status, new.status_at, new.version) == (Match.Status.SHORTLISTED, NOW, 2)
    assert (made.status, made.version) == (Match.Status.INTRODUCED, 1)
