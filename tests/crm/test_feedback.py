"""What firms say after an introduction: what it writes, who is told, what taking it back gives."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import translation

from crm import feedback
from crm.models import Coverage, MatchFeedback, Notification
from crm.notifications import told
from crm.timeline import timeline_of
from matching import decisions
from matching.decisions import DecisionRefusedError
from matching.models import Match
from tests import make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
NEXT_YEAR = TODAY + dt.timedelta(days=300)


def introduced(**fields: Any) -> Match:
    match = make.match(make.company(name_en="Yamato"), make.need(firm=make.firm(name_en="Hanbit")))
    user = make.user()
    decisions.shortlist(match, by=user, now=NOW)
    decisions.introduce(match, by=user, now=NOW)
    return match


def say(match: Match, answer: str, **said: Any) -> MatchFeedback:
    return feedback.record(
        match, **{"answer": answer, "by": make.user(), "now": NOW, "said_on": TODAY, **said}
    )


@pytest.mark.parametrize(
    ("answer", "more", "status", "moved"),
    [
        ("interested", {}, ("introduced", "", ""), ""),
        ("visit", {}, ("in_talks", "", ""), "introduced"),
        ("quote", {"side": "company"}, ("in_talks", "", ""), "introduced"),
        (
            "later",
            {"look_again_on": NEXT_YEAR, "kind": "price"},
            ("rejected", "timing", "firm"),
            "introduced",
        ),
        ("no", {"kind": "price"}, ("rejected", "price", "firm"), "introduced"),
        ("no", {"kind": "ties", "side": "company"}, ("rejected", "ties", "company"), "introduced"),
    ],
)
def test_the_match_follows_what_was_said_and_goes_back(
    answer: str, more: dict[str, Any], status: tuple[str, str, str], moved: str
) -> None:
    match = introduced()
    said = say(match, answer, words=" 30% above ", said_by="구매팀 김 과장", **more)
    stored = Match.objects.get()
    assert (stored.status, stored.rejected_kind, stored.rejected_by) == status
    assert (said.moved_from, said.words, said.said_on) == (moved, "30% above", TODAY)
    if moved and answer in ("later", "no"):
        assert (stored.rejected_because, said.kind) == ("30% above", status[1])
    feedback.take_back(said, by=make.user(), now=NOW)
    assert Match.objects.get().status == "introduced"
    assert not MatchFeedback.objects.exists()


@pytest.mark.parametrize(
    ("answer", "more", "says"),
    [
        ("no", {}, "Say why the match is rejected."),
        ("no", {"kind": "other"}, "Say in your words why the match is rejected."),
        ("later", {}, "Say on which day to look again."),
        ("quote", {"said_on": NEXT_YEAR}, "What was said cannot lie ahead."),
    ],
)
def test_an_answer_that_lacks_something_writes_nothing(
    answer: str, more: dict[str, Any], says: str
) -> None:
    match = introduced()
    with translation.override("en"), pytest.raises(DecisionRefusedError, match=f"^{says}$"):
        say(match, answer, **more)
    assert (Match.objects.get().status, MatchFeedback.objects.count()) == ("introduced", 0)


@pytest.mark.parametrize("status", ["suggested", "shortlisted", "rejected"])
def test_there_is_no_feedback_without_an_introduction(status: str) -> None:
    kind = "price" if status == "rejected" else ""
    match = make.match(status=status, rejected_kind=kind)
    with pytest.raises(DecisionRefusedError):
        say(match, "interested")


def test_who_keeps_the_company_and_who_leads_the_deal_are_told_once() -> None:
    match = introduced()
    keeper, lead, me = make.user(), make.user(), make.user()
    Coverage.objects.create(company=match.company, owner=keeper)
    make.deal(match=match, owner=lead)
    make.deal(match=match, owner=me)
    said = say(match, "no", kind="price", words="30% above", by=me)
    news = Notification.objects.order_by("pk")
    assert {row.recipient_id for row in news} == {keeper.pk, lead.pk}
    assert {row.url for row in news} == {f"/matches/{match.pk}/"}
    with translation.override("en"):
        words = told(news[0])
    assert (words.title, words.tone) == ("Hanbit on Yamato: No", "bad")
    assert words.text.endswith("Price too high · 30% above")
    feedback.take_back(said, by=me, now=NOW)
    assert not Notification.objects.exists()


def test_only_the_newest_entry_is_taken_back() -> None:
    match = introduced()
    first, second = say(match, "interested"), say(match, "visit")
    with pytest.raises(DecisionRefusedError):
        feedback.take_back(first, by=make.user(), now=NOW)
    decisions.convert(match, by=make.user(), now=NOW)
    with pytest.raises(DecisionRefusedError):
        feedback.take_back(second, by=make.user(), now=NOW)
    assert MatchFeedback.objects.count() == 2


def test_it_stands_in_the_company_s_time_line() -> None:
    match = introduced()
    said = say(match, "quote", said_by="Kim")
    with translation.override("en"):
        [entry] = [each for each in timeline_of(match.company).entries if each.match]
    assert (entry.title, entry.match, entry.who, entry.at) == (
        "Hanbit on Yamato: Wants a quotation",
        match.pk,
        str(said.recorded_by),
        said.created_at,
    )
