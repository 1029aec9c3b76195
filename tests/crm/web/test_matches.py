"""Matches: the list, one with its reasons, and the decisions."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm.models import Activity, Deal, User
from matching.models import Match
from tests import make
from tests.crm.web.signed_in import IN_PANEL, client_of, words

pytestmark = pytest.mark.django_db

REASONS = [
    {"part": "customer", "code": "customers_unknown", "params": {}},
    {"part": "intent", "code": "looks_at_korea", "params": {}},
]


def a_match(**fields: object) -> Match:
    return make.match(
        make.company(name_en=f"Yamato {make.number()}"), make.need(), reasons=REASONS, **fields
    )


def test_none_yet() -> None:
    assert "No match yet" in words(client_of().get("/matches/"))


def test_the_best_first_and_rejected_only_when_asked_for() -> None:
    low, high = a_match(score=0.5), a_match(score=0.9)
    no = a_match(status="rejected", rejected_because="Too small")
    client = client_of()
    shown = [line["match"] for line in client.get("/matches/").context["rows"]]
    assert shown == [high, low]
    rejected = client.get("/matches/?status=rejected")
    assert [line["match"] for line in rejected.context["rows"]] == [no]
    assert "Too small" in words(rejected)
    assert "No match fits" in words(client.get("/matches/?score=0.95"))


def test_a_match_says_why_in_words() -> None:
    match = a_match(intent_part=0.75)
    said = words(client_of().get(f"/matches/{match.pk}/"))
    assert "Names Korea among its target countries" in said
    assert "expansion intent 75" in said


def test_decide_step_by_step_and_take_back() -> None:
    match = a_match()
    client = client_of()
    url = f"/matches/{match.pk}/"
    for decision, status in (
        ("shortlist", "shortlisted"),
        ("reconsider", "suggested"),
        ("talks", "suggested"),  # refused: it was not introduced
        ("shortlist", "shortlisted"),
    ):
        assert client.post(f"{url}{decision}/").status_code == 302
        assert Match.objects.get().status == status
    assert client.post(f"{url}nonsense/").status_code == 404
    assert client.get(f"{url}shortlist/").status_code == 405


def test_reject_with_a_reason() -> None:
    match = a_match(status="introduced")
    client = client_of()
    url = f"/matches/{match.pk}/reject/"
    assert client.get(url).context["form"].initial == {"side": "firm"}
    for given, field in (
        ({"side": "agency"}, "kind"),
        ({"kind": "other", "side": "agency"}, "words"),
        ({"kind": "timing", "side": "firm"}, "look_again_on"),
        ({"kind": "price", "side": "firm", "look_again_on": "2020-01-01"}, "look_again_on"),
    ):
        answer = client.post(url, given, headers=IN_PANEL)
        assert (answer.status_code, [*answer.context["form"].errors]) == (422, [field])
    client.post(url, {"kind": "capacity", "side": "company", "words": "until 2028"})
    stored = Match.objects.get()
    assert (stored.status, stored.rejected_kind, stored.rejected_by, stored.rejected_because) == (
        "rejected",
        "capacity",
        "company",
        "until 2028",
    )
    said = words(client.get(f"/matches/{match.pk}/"))
    assert "No capacity to spare: until 2028 the Japanese company" in said


def test_a_rejection_that_newer_facts_answer_says_so() -> None:
    then = [{"part": "capability", "code": "certificates_missing", "params": {"certificates": []}}]
    now = [{"part": "intent", "code": "looks_at_korea", "params": {}}]
    match = make.match(
        status="rejected",
        rejected_kind="abroad",
        rejected_by="company",
        reasons=now,
        reasons_then=then,
        answered_at=timezone.now(),
    )
    client = client_of()
    said = words(client.get(f"/matches/{match.pk}/"))
    assert "Since changed: Names Korea among its target countries" in said
    assert "Stays rejected" in said
    client.post(f"/matches/{match.pk}/stay/")
    assert "Stays rejected" not in words(client.get(f"/matches/{match.pk}/"))


def test_introduce_opens_the_deal_and_plans_the_next_step() -> None:
    make.stages()
    match = a_match(status="shortlisted")
    user = make.user()
    answer = client_of(user).post(
        f"/matches/{match.pk}/introduce/",
        {"open_deal": "on", "deal_title": "Yamato plant", "next_in": "3", "next_kind": "meeting"},
    )
    deal = Deal.objects.get()
    step = Activity.objects.get()
    assert answer["Location"] == f"/deals/{deal.pk}/"
    assert (deal.title, deal.match, deal.owner) == ("Yamato plant", match, user)
    assert (step.deal, step.company, step.need, step.kind, step.subject) == (
        deal,
        match.company,
        match.need,
        "meeting",
        "Follow up",
    )
    assert Match.objects.get().status == "introduced"


def test_introduce_alone_and_refused_from_a_suggestion() -> None:
    match, fresh = a_match(status="shortlisted"), a_match()
    client = client_of()
    client.post(f"/matches/{match.pk}/introduce/", {"deal_title": "Unused"})
    assert not Deal.objects.exists()
    refused = client.post(f"/matches/{fresh.pk}/introduce/", {"next_in": "3"}, headers=IN_PANEL)
    assert refused.status_code == 422
    assert not Activity.objects.exists()


def test_analysts_decide_but_open_no_deal() -> None:
    match = a_match(status="shortlisted")
    client = client_of(role=User.Role.ANALYST)
    form = client.get(f"/matches/{match.pk}/introduce/").context["form"]
    assert "open_deal" not in form.fields


def test_queries_do_not_grow_with_the_lines() -> None:
    client = client_of()
    a_match()
    client.get("/matches/")
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get("/matches/")
        counts.append(len(queries))
        for _match in range(2):
            make.deal(match=a_match())
    assert counts[0] == counts[1]


def test_reasons_of_rejections_are_counted_and_lead_to_their_records() -> None:
    client = client_of()
    assert "Nothing is rejected" in words(client.get("/matches/rejections/"))
    match = a_match(status="rejected", rejected_kind="price", status_at=timezone.now())
    a_match(status="rejected", rejected_kind="ties", status_at=timezone.now())
    page = client.get("/matches/rejections/")
    assert "Price too high 1" in words(page)
    urls = re.findall(r'href="(/matches/\?[^"]+)"', page.content.decode())
    month = timezone.localdate().replace(day=1).isoformat()
    lists = {url.replace("&amp;", "&"): 0 for url in urls}
    for url in lists:
        lists[url] = len(client.get(url).context["rows"])
    assert lists == {
        "/matches/?status=rejected&rejected_kind=price": 1,
        "/matches/?status=rejected&rejected_kind=ties": 1,
        f"/matches/?status=rejected&firm={match.need.firm_id}": 1,
        f"/matches/?status=rejected&rejected_in={month}": 2,
        **{url: 1 for url in lists if "firm=" in url},
    }
