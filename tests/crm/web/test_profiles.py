"""The pages of the weights: versions, a new one, what it would change, putting it in use."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from crm.models import User
from crm.templatetags.numbers import percent, signed
from crm.web.profiles_forms import points
from matching.models import Match, Need, WeightProfile
from matching.scoring import PARTS, Weights
from matching.shortlist import active_profile, rescore
from prospects.models import Company
from tests import make
from tests.crm.web.signed_in import client_of, counted, words

pytestmark = pytest.mark.django_db

LIST, NEW, COMPARE = (f"/matching/profiles/{each}" for each in ("", "new/", "compare/"))
LIVE = {"HX-Request": "true", "HX-Target": "preview"}
SAMPLE = {"HX-Request": "true", "HX-Target": "preview-sample"}
EVEN = dict.fromkeys(PARTS, "10")
STANDARD = points(Weights())


@pytest.fixture
def client() -> Client:
    return client_of(role=User.Role.MANAGER)


def lists(needs: int = 1) -> tuple[list[Need], list[Company]]:
    """Needs, and three companies that do the work: large, willing, and neither."""
    process = make.capability()
    companies = [make.company(employees=count) for count in (60, 5, 5)]
    for each in companies:
        make.company_capability(each, process)
    make.intent(companies[1], mode="accompanying", target_countries=["KR"])
    make.intent(companies[0], mode="alone", target_countries=["VN"])
    return [make.need(capability=process) for _ in range(needs)], companies


# --- Versions ---------------------------------------------------------------------------------


def test_versions_say_what_they_weigh_and_who_made_them(client: Client) -> None:
    first = active_profile()
    made = make.weight_profile(note="more capacity", made_by="김부장")
    make.match(profile=first)
    said = words(client.get(LIST))
    for text in ("Version 1", "in use", f"Version {made.revision}", "more capacity", "김부장"):
        assert text in said
    address = f"{LIST}{made.revision}/"
    said = words(client.get(address))
    assert "beside version 1, which is in use" in said
    assert "none names this version" in said
    assert "Use this version" in said
    assert "Remove" in said


def test_an_officer_reads_but_does_not_edit() -> None:
    active_profile()
    made = make.weight_profile()
    officer = client_of()
    for address in (LIST, f"{LIST}{made.revision}/", COMPARE):
        answer = officer.get(address)
        assert answer.status_code == 200
        assert "/use/" not in answer.content.decode()
        assert NEW not in answer.content.decode()
    assert LIST in officer.get("/matches/").content.decode()
    for address in (NEW, f"{LIST}{made.revision}/use/"):
        assert (officer.get(address).status_code, officer.post(address).status_code) == (403, 403)


def test_a_match_and_a_need_name_their_version(client: Client) -> None:
    (need,), _companies = lists()
    rescore()
    match = Match.objects.filter(need=need).first()
    assert match is not None
    for address in (f"/matches/{match.pk}/", f"/needs/{need.pk}/"):
        assert f'href="{LIST}1/"' in client.get(address).content.decode()
    other = make.match()
    found = client.get("/matches/", {"profile": str(match.profile_id)}).context["rows"]
    assert len(found) == 3
    assert other.pk not in {line["match"].pk for line in found}


def test_queries_do_not_grow_with_the_versions(client: Client) -> None:
    active_profile()
    client.get(LIST)
    with counted() as few:
        client.get(LIST)
    for _ in range(2):
        make.match(profile=make.weight_profile())
    with counted() as more:
        client.get(LIST)
    assert len(few) == len(more)


# --- A new version ----------------------------------------------------------------------------


def test_the_form_begins_with_what_is_in_use(client: Client) -> None:
    active_profile()
    answer = client.get(NEW)
    assert f'value="{STANDARD["capability"]}"' in answer.content.decode()
    assert "Nothing changes before a version is saved" in words(answer)
    other = make.weight_profile(**dict.fromkeys(PARTS, 0.0) | {"group": 4.0})
    form = client.get(NEW, {"from": other.revision}).context["form"]
    assert form.initial == dict.fromkeys(PARTS, "0") | {"group": "100"}
    assert client.get(NEW, {"from": "standard"}).context["form"].initial == STANDARD


def test_a_version_is_saved_and_is_not_in_use(client: Client) -> None:
    first = active_profile()
    answer = client.post(NEW, {**EVEN, "capacity": "40,5", "note": "larger plants"})
    made = WeightProfile.objects.get(is_active=False)
    assert answer.headers["Location"] == f"{LIST}{made.revision}/"
    assert (made.capability, made.capacity, made.note) == (0.1, 0.405, "larger plants")
    assert client.post(NEW, {**EVEN, "group": "0.01"}).status_code == 302
    assert (active_profile(), made.made_by != "") == (first, True)
    assert "is saved. It is not in use yet." in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"intent": "-1"}, "Expansion intent: a number from 0 to 100 is needed."),
        ({"group": "much"}, "Group fit: a number from 0 to 100 is needed."),
        ({"capacity": ""}, "Capacity: a number from 0 to 100 is needed."),
        ({"location": "nan"}, "Location: a number from 0 to 100 is needed."),
        ({"precision": "1e400"}, "Precision and size: a number from 0 to 100 is needed."),
        (dict.fromkeys(PARTS, "0"), "The weights sum to nothing: at least one must be above 0."),
        (
            {"capacity": "1e-320"},
            "Capacity: less than 0.01 weighs nothing. Write 0, or at least 0.01.",
        ),
        ({"intent": "0.009"}, "Expansion intent: less than 0.01 weighs nothing."),
    ],
)
def test_what_cannot_weigh_is_named_and_nothing_is_lost(
    client: Client, wrong: dict[str, str], said: str
) -> None:
    active_profile()
    answer = client.post(NEW, {**EVEN, "note": "keep me", **wrong})
    assert answer.status_code == 422
    assert said in words(answer)
    text = answer.content.decode()
    assert 'value="keep me"' in text
    assert all(f'value="{value}"' in text for value in wrong.values() if value)
    assert WeightProfile.objects.count() == 1
    live = client.get(COMPARE, {**EVEN, **wrong}, headers=LIVE)
    assert (live.status_code, said in live.content.decode()) == (422, True)


def test_a_twin_is_refused_by_its_number(client: Client) -> None:
    active_profile()
    form = client.get(NEW).context["form"]
    answer = client.post(NEW, form.initial)
    assert answer.status_code == 422
    assert "Version 1 has these weights already." in words(answer)


def test_back_from_the_preview_what_was_typed_stands(client: Client) -> None:
    active_profile()
    answer = client.get(NEW, {**EVEN, "capacity": "55", "note": "try"})
    assert 'value="55"' in answer.content.decode()
    assert client.get(NEW, {**EVEN, "capacity": "x"}).status_code == 422


# --- What would change ------------------------------------------------------------------------


def ranks(answer: Any) -> list[tuple[int, int]]:
    return [(row.was, row.now) for each in answer.context["ranks"] for row, _ in each.rows]


def test_the_preview_shows_the_lists_as_runs_would_make_them(client: Client) -> None:
    (need,), _companies = lists()
    first = active_profile()
    stored = dict.fromkeys(PARTS, 0.0) | {"capacity": 1.0, "capability": 0.01}
    draft = {part: str(weight * 100) for part, weight in stored.items()}
    answer = client.get(COMPARE, draft, headers=LIVE)
    assert "<main" not in answer.content.decode()
    (told,) = answer.context["ranks"]
    shown = [company.pk for _row, company in told.rows]
    for profile, place in ((first, "was"), (make.weight_profile(**stored), "now")):
        rescore(profile=profile)
        run = [*Match.objects.filter(need=need).ranked().values_list("company", flat=True)]
        places = [getattr(row, place) for row, _company in told.rows]
        assert [key for _place, key in sorted(zip(places, shown, strict=True))] == run


def test_whom_people_rejected_is_not_placed(client: Client) -> None:
    _needs, companies = lists()
    rescore()
    Match.objects.filter(company=companies[1]).update(status="rejected", rejected_because="no")
    (told,) = client.get(COMPARE, EVEN, headers=LIVE).context["ranks"]
    assert {company for _row, company in told.rows} == {companies[0], companies[2]}


def test_the_summary_follows_once_the_facts_are_read(client: Client) -> None:
    needs, _companies = lists(needs=6)
    active_profile()
    answer = client.get(COMPARE, EVEN, headers=LIVE)
    assert (len(answer.context["ranks"]), answer.context["sample_waits"]) == (4, True)
    answer = client.get(COMPARE, EVEN, headers=SAMPLE)
    sample = answer.context["sample"]
    assert (sample.summary.needs, sample.of, sample.companies) == (len(needs), len(needs), 3)
    assert "all 6 open needs · 3 companies" in " ".join(answer.content.decode().split())
    assert client.get(COMPARE, EVEN, headers=LIVE).context["sample"].summary == sample.summary


def test_facts_stand_still_until_they_are_read_again(client: Client) -> None:
    _needs, companies = lists()
    active_profile()
    assert len(ranks(client.get(COMPARE, EVEN, headers=LIVE))) == 3
    make.company_capability(make.company(), companies[0].capabilities.get())
    assert len(ranks(client.get(COMPARE, EVEN, headers=LIVE))) == 3
    assert len(ranks(client.get(COMPARE, {**EVEN, "fresh": "1"}, headers=LIVE))) == 4


def test_a_refused_draft_keeps_the_chosen_needs(client: Client) -> None:
    (need,), _companies = lists()
    active_profile()
    wrong: dict[str, Any] = {**EVEN, "intent": "-1", "need": [str(need.pk)], "places": "20"}
    for answer in (client.get(COMPARE, wrong, headers=LIVE), client.post(NEW, wrong)):
        assert answer.status_code == 422
        text = answer.content.decode()
        assert f'<input type="hidden" name="need" value="{need.pk}">' in text
        assert '<input type="hidden" name="places" value="20">' in text


def test_other_needs_are_chosen_and_closed_ones_are_said(client: Client) -> None:
    needs, _companies = lists(needs=2)
    active_profile()
    closed = make.need(name_ko="끝난 수요", status=Need.Status.WITHDRAWN)
    query: dict[str, Any] = {
        **EVEN,
        "need": [str(needs[1].pk), "nonsense"],
        "add": f"need:{closed.pk}",
        "places": "20",
    }
    answer = client.get(COMPARE, query, headers=LIVE)
    assert [each.need for each in answer.context["ranks"]] == [needs[1]]
    assert "끝난 수요 is not open, so it has no list." in answer.content.decode()
    assert answer.context["places"] == 20


def test_two_versions_stand_side_by_side(client: Client) -> None:
    lists()
    active_profile()
    assert "There is one version so far" in words(client.get(COMPARE))
    other = make.weight_profile()
    answer = client.get(COMPARE, {"before": "1", "after": str(other.revision)})
    said = words(answer)
    assert f"Version 1 Version {other.revision} Difference (points)" in said
    share = float(Weights().shares()[0])
    assert f"{percent(share, 1)} 14.3% {signed(100 / 7 - 100 * share, 1)}" in said
    assert ranks(answer)
    # Without scripts a draft is compared on the same page.
    draft = client.get(COMPARE, EVEN)
    assert "Draft" in words(draft)
    assert f"{NEW}?capability=10" in draft.content.decode()


def test_queries_do_not_grow_with_needs_and_companies(client: Client) -> None:
    active_profile()
    needs, companies = lists(needs=2)
    # From the largest to the most willing: some list changes before and after.
    largest = make.weight_profile(**dict.fromkeys(PARTS, 0.0) | {"capacity": 1.0})
    willing = dict.fromkeys(PARTS, "0") | {"intent": "1"}
    query: dict[str, Any] = {**willing, "before": str(largest.revision), "fresh": "1"}
    client.get(COMPARE, query, headers=LIVE)
    with counted() as few:
        client.get(COMPARE, {**query, "need": [str(needs[0].pk)]}, headers=LIVE)
    for _ in range(3):
        make.company_capability(make.company(), companies[0].capabilities.get())
    with counted() as more:
        client.get(COMPARE, {**query, "need": [str(each.pk) for each in needs]}, headers=LIVE)
    assert len(few) == len(more)


def test_without_open_needs_it_says_so(client: Client) -> None:
    active_profile()
    assert "No open need to look at" in client.get(COMPARE, EVEN, headers=LIVE).content.decode()


# --- Putting one in use -----------------------------------------------------------------------


def test_a_version_is_put_in_use_said_and_taken_back(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    lists()
    first = active_profile()
    rescore(now=timezone.now() - dt.timedelta(hours=1))
    other = make.weight_profile()
    address = f"{LIST}{other.revision}/use/"
    assert "All companies are scored again" in words(client.get(address))
    with django_capture_on_commit_callbacks() as waiting:
        answer = client.post(address)
    assert answer.headers["Location"] == f"{LIST}{other.revision}/"
    text = client.get("/matches/").content.decode()
    assert f"Scored with version 1 of the weights; version {other.revision} is being" in text
    assert f"{LIST}1/use/" in text, "the message carries the way back"
    for work in waiting:
        work()
    assert {match.profile for match in Match.objects.all()} == {other}
    assert "is being applied" not in client.get("/matches/").content.decode()
    client.post(f"{LIST}1/use/")
    assert active_profile() == first
    client.post(f"{LIST}1/use/")
    assert "is in use already" in client.get(LIST).content.decode()


def test_a_version_goes_when_nothing_names_it(client: Client) -> None:
    active_profile()
    named, free = make.weight_profile(), make.weight_profile()
    make.match(profile=named)
    client.post(f"{LIST}{named.revision}/remove/")
    assert "1 match names this version, so it stays." in client.get(LIST).content.decode()
    client.post(f"{LIST}{free.revision}/remove/")
    assert {*WeightProfile.objects.values_list("revision", flat=True)} == {1, named.revision}
