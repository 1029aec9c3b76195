"""Matches: the list, one with its reasons, and the decisions."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
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
    assert "No capacity to spare until 2028 the Japanese company" in said


def test_a_rejected_match_has_no_place_in_a_list() -> None:
    match = make.match()
    url = f"/matches/{match.pk}/"
    client = client_of()
    assert "Place in the list" in words(client.get(url))
    client.post(f"{url}reject/", {"kind": "price", "side": "firm"})
    page = words(client.get(url))
    assert "Price too high" in page
    assert "Place in the list" not in page


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


def test_introducing_as_offered_plans_the_next_step_in_a_week() -> None:
    make.stages()
    match = a_match(status="shortlisted")
    client, url = client_of(), f"/matches/{match.pk}/introduce/"
    form = client.get(url).context["form"]
    names = ("open_deal", "deal_title", "next_in", "next_subject", "next_kind")
    client.post(url, {name: form[name].value() for name in names} | {"open_deal": "on"})
    step = Activity.objects.get()
    assert (step.deal, step.company, step.need) == (Deal.objects.get(), match.company, match.need)
    assert step.subject == form["next_subject"].value() != "Follow up"
    assert step.planned_for is not None
    assert timezone.localdate(step.planned_for) == timezone.localdate() + dt.timedelta(days=7)


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


def a_rejection(kind: str, side: str = "agency", months: int = 0, **fields: object) -> Match:
    """Rejected about so many months ago, on the first of a month."""
    today = timezone.localdate()
    day = today.replace(day=1) - dt.timedelta(days=30 * months)
    at = dt.datetime(day.year, day.month, 1, 12, tzinfo=dt.UTC)
    return a_match(
        status="rejected",
        rejected_kind=kind,
        rejected_by=side,
        rejected_because="" if kind else "from before",
        status_at=at,
        **fields,
    )


def listed(client: Client, url: str) -> int:
    return int(client.get(url).context["count"].number)


def test_reasons_of_rejections_are_counted_and_lead_to_their_records() -> None:
    client = client_of()
    assert "Nothing is rejected" in words(client.get("/matches/rejections/"))
    match = a_rejection("price", "firm")
    for kind, side, months in (("price", "agency", 2), ("ties", "company", 0), ("", "", 1)):
        a_rejection(kind, side, months, look_again_on=timezone.localdate())
    a_match()
    page = client.get("/matches/rejections/").context
    assert [(each.label, each.value) for each in page["figures"]] == [
        ("Rejected", 4),
        ("To look at again", 3),
        ("Turned down by officers", 1),
        ("Turned down by Korean firms", 1),
        ("Turned down by Japanese companies", 1),
        ("Turned down by whom is not recorded", 1),
    ]
    for figure in page["figures"]:
        assert listed(client, figure.url) == figure.value, figure
    assert page["reasons"].rows == (
        ("Price too high", 1, 1, 0, 0),
        ("Already supplied, or tied to a competitor", 0, 0, 1, 0),
        ("Another reason", 0, 0, 0, 1),
    )
    sums = [sum(row[1:]) for row in page["months"].rows]
    assert (len(sums), sum(sums)) == (12, 4)
    for chart in (page["reasons"], page["months"]):
        for row in chart.cells:
            for value, _unit, url in row[1:]:
                assert listed(client, url) == value, url
    for line in page["firms"]:
        assert listed(client, line.url) == line.rejected
        assert listed(client, line.most_url) == line.most.count
    assert match.need.firm in [line.firm for line in page["firms"]]


def test_the_rarest_reasons_stand_together() -> None:
    kinds = [*Match.Rejection.values][:9]
    for place, kind in enumerate(kinds):
        for _ in range(len(kinds) - place):
            a_rejection(kind)
    client = client_of()
    chart = client.get("/matches/rejections/").context["months"]
    heads = [str(column.label) for column in chart.columns[1:]]
    assert heads == [*(Match.Rejection(kind).label for kind in kinds[:6]), "rarer reasons"]
    assert chart.rows[-1][1:] == (9, 8, 7, 6, 5, 4, 6)
    assert listed(client, chart.urls[-1][-1]) == 6


def test_a_reason_is_chosen_in_the_filter_and_stands_on_each_line() -> None:
    client = client_of()
    a_rejection("price")
    a_rejection("ties")
    a_match()
    page = client.get("/matches/", {"rejected_kind": ["price", "ties"], "again": "false"})
    assert len(page.context["rows"]) == 2
    text = page.content.decode()
    assert 'value="price" checked' in text
    assert 'value="ties" checked' in text
    assert 'href="/matches/?status=rejected&amp;rejected_kind=ties"' in text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"rejected_kind": "weather"}, "weather"),
        ({"rejected_by": "nobody"}, "nobody"),
        ({"rejected_in": "spring"}, "spring"),
        ({"again": "perhaps"}, "perhaps"),
    ],
)
def test_what_is_wrong_in_the_address_narrows_nothing(query: dict[str, str], said: str) -> None:
    a_rejection("price")
    page = client_of().get("/matches/", query)
    assert page.status_code == 200
    assert [*query] == [*page.context["filter"].errors]
