"""Noting what was said after an introduction, and where it is seen."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm.models import MatchFeedback
from matching.models import Match
from tests import make
from tests.crm.web.signed_in import IN_PANEL, client_of, words

pytestmark = pytest.mark.django_db


def introduced() -> Match:
    return make.match(status="introduced", status_at=timezone.now())


def form(**said: str) -> dict[str, str]:
    return {"side": "firm", "said_on": timezone.localdate().isoformat(), **said}


def test_it_is_offered_after_an_introduction_only() -> None:
    client = client_of()
    for status, offered in (("suggested", False), ("introduced", True), ("in_talks", True)):
        match = make.match(status=status)
        assert ("Note feedback" in words(client.get(f"/matches/{match.pk}/"))) == offered


def test_a_form_that_lacks_something_says_what_and_keeps_the_rest() -> None:
    match = introduced()
    client = client_of()
    tomorrow = (timezone.localdate() + dt.timedelta(days=1)).isoformat()
    for given, field in (
        ({}, "answer"),
        ({"answer": "no"}, "kind"),
        ({"answer": "no", "kind": "other"}, "words"),
        ({"answer": "later"}, "look_again_on"),
        ({"answer": "quote", "said_on": tomorrow}, "said_on"),
    ):
        answer = client.post(f"/matches/{match.pk}/feedback/", form(**given), headers=IN_PANEL)
        assert (answer.status_code, [*answer.context["form"].errors]) == (422, [field])
    assert not MatchFeedback.objects.exists()


def test_a_no_rejects_and_is_seen_on_all_pages_and_taken_back() -> None:
    match = introduced()
    client = client_of()
    given = form(answer="no", kind="price", words="30% above", said_by="Kim, purchasing")
    assert client.post(f"/matches/{match.pk}/feedback/", given).status_code == 302
    said = MatchFeedback.objects.get()
    assert Match.objects.get().status == "rejected"
    for url in (
        f"/matches/{match.pk}/",
        f"/needs/{match.need_id}/",
        f"/firms/{match.need.firm_id}/",
    ):
        text = words(client.get(url))
        assert "Kim, purchasing" in text
        assert "Price too high: 30% above" in text
    tab = words(client.get(f"/companies/{match.company_id}/?tab=matches"))
    assert "Rejected 1 Price too high 1 by the firm 1" in tab
    assert "Price too high" in words(client.get(f"/companies/{match.company_id}/"))
    client.post(f"/feedback/{said.pk}/undo/")
    assert (Match.objects.get().status, MatchFeedback.objects.count()) == ("suggested", 0)


def test_sent_twice_it_is_noted_once() -> None:
    match = introduced()
    client = client_of()
    given = form(answer="interested", once="6a1f8e0e-0000-4000-8000-000000000000")
    for _ in range(2):
        assert client.post(f"/matches/{match.pk}/feedback/", given).status_code == 302
    assert MatchFeedback.objects.count() == 1


def test_queries_of_a_need_and_a_firm_do_not_grow() -> None:
    client, user = client_of(), make.user()
    firm = make.firm()
    need, profile = make.need(firm=firm), make.weight_profile()
    counts: dict[str, list[int]] = {}
    for many in (1, 2):
        for _ in range(many):
            match = make.match(
                make.company(),
                need,
                profile=profile,
                status="rejected",
                rejected_kind="price",
                answered_at=timezone.now(),
                reasons_then=[],
            )
            MatchFeedback.objects.create(
                match=match,
                answer="no",
                kind="price",
                said_on=timezone.localdate(),
                recorded_by=user,
            )
        for url in (f"/needs/{need.pk}/", f"/firms/{firm.pk}/"):
            client.get(url)
            with CaptureQueriesContext(connection) as queries:
                client.get(url)
            counts.setdefault(url, []).append(len(queries))
    assert all(one == three for one, three in counts.values())
