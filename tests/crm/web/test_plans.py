"""The screens of introduction plans."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from crm.models import Activity, Coverage, IntroductionPlan, PlannedIntroduction, User
from crm.planning import approving, solving
from matching.models import Match
from tests import make
from tests.crm.planning.test_planning import NOW, World, content
from tests.crm.web.signed_in import client_of, words

pytestmark = pytest.mark.django_db

Status = IntroductionPlan.Status


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def boss(world: World) -> Client:
    client = client_of(world.boss)
    client.cookies["django_language"] = "en"
    return client


def url(name: str, plan: IntroductionPlan, *more: object) -> str:
    return reverse(f"web:plan_{name}", args=[plan.pk, *more])


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def tabs_of(client: Client, plan: IntroductionPlan) -> dict[str, int]:
    tabs = client.get(url("detail", plan)).context["tabs"]
    return {key: count for key, _label, count in tabs}


def test_a_plan_is_made_by_a_form(boss: Client, django_capture_on_commit_callbacks: object) -> None:
    fields = {
        "when": "2000-1",
        "per_company": 0,
        "per_need": 1,
        "per_firm": 2,
        "per_officer": 2,
        "least_value": 50,
    }
    refused = boss.post(reverse("web:plan_create"), fields)
    assert refused.status_code == 422
    assert sorted(refused.context["form"].errors) == ["per_company", "when"]
    choice = refused.context["form"].fields["when"].choices[1][0]
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        answer = boss.post(reverse("web:plan_create"), {**fields, "when": choice, "per_company": 1})
    plan = IntroductionPlan.objects.get()
    assert answer.headers["Location"] == url("detail", plan)
    assert plan.status == Status.SOLVED
    assert plan.introductions.count() == 2


def test_a_second_plan_of_a_quarter_is_asked_about_once(boss: Client, world: World) -> None:
    new = reverse("web:plan_create")
    choice = boss.get(new).context["form"].fields["when"].choices[1][0]
    year, quarter = map(int, choice.split("-"))
    draft = world.plan(year=year, quarter=quarter, note="first try")
    world.plan(year=year, quarter=quarter % 4 + 1)
    fields = {"when": choice, "per_company": 1, "per_need": 1, "per_firm": 2, "per_officer": 2}
    asked = boss.post(new, {**fields, "least_value": 50})
    assert asked.status_code == 422
    assert asked.context["known"] == [draft]
    said = asked.content.decode()
    assert "This quarter has a plan already." in said
    assert url("detail", draft) in said
    assert "first try" in said
    assert IntroductionPlan.objects.count() == 2
    made = boss.post(new, {**fields, "least_value": 50, "anyway": "1"})
    assert made.status_code == 302
    assert IntroductionPlan.objects.filter(year=year, quarter=quarter).count() == 2


def test_the_page_shows_the_plan_and_what_speaks_for_it(boss: Client, world: World) -> None:
    plan = world.solve(world.plan(per_firm=1))
    page = text_of(boss, url("detail", plan))
    for said in ("What binds", "Hanbit", "limit of 1 reached", "+6", "Best pair first"):
        assert said in page
    assert "First" in page
    assert "Second" not in page


def test_what_keeps_blocking_pairs_out_is_counted_beside_the_few_that_are_named(
    boss: Client, world: World
) -> None:
    plan = world.solve(world.plan())
    report = plan.report
    report["blocking"] |= {"count": 614, "by": {"firm": 200, "nothing": 414}}
    plan.save(update_fields=["report"])
    answer = boss.get(url("detail", plan))
    assert [(str(cause), count) for cause, count in answer.context["blocked_by"]] == [
        ("the whole is worth more without it", 414),
        ("the Korean firm's limit is reached", 200),
    ]


def test_while_it_is_solved_the_page_asks_again(boss: Client, world: World) -> None:
    plan = world.plan(status=Status.SOLVING)
    page = text_of(boss, url("detail", plan))
    assert "Choosing the introductions" in page
    assert 'hx-trigger="every 1s"' in page
    IntroductionPlan.objects.update(status=Status.SOLVED, queued_at=NOW)
    polled = boss.get(url("detail", plan), headers={"HX-Request": "true", "HX-Target": "plan-work"})
    assert polled.headers["HX-Redirect"] == url("detail", plan)


def test_a_worker_that_died_is_told_and_started_again(boss: Client, world: World) -> None:
    plan = world.plan(status=Status.SOLVING, queued_at=NOW.replace(year=2020))
    assert "The work has stopped half-way" in text_of(boss, url("detail", plan))
    assert boss.post(url("solve", plan)).status_code == 302
    solving.solve(plan.pk)
    plan.refresh_from_db()
    assert plan.status == Status.SOLVED


def test_pin_exclude_and_take_back(boss: Client, world: World) -> None:
    plan = world.solve(world.plan())
    row = plan.introductions.get(company=world.first)
    page = f"{url('detail', plan)}?show=new"
    pinned = boss.post(
        url("edit", plan, row.pk, "pin"), headers={"referer": f"http://testserver{page}"}
    )
    assert pinned["Location"] == f"{page}#introduction-{row.pk}"  # nobody loses their place
    assert content(plan) == {("First", "b", "pinned"), ("Second", "a", "proposed")}
    asked = boss.post(url("exclude", plan, row.pk), {"reason": ""})
    assert asked.status_code == 422
    boss.post(url("exclude", plan, row.pk), {"reason": "rivals"})
    page = text_of(boss, url("detail", plan) + "?show=excluded")
    assert "rivals" in page
    assert "Changed since it was solved" in page
    boss.post(url("edit", plan, row.pk, "undo"))
    assert content(plan) == {("First", "b", "pinned"), ("Second", "a", "proposed")}
    assert boss.post(url("edit", plan, row.pk, "burn")).status_code == 404


def test_an_introduction_is_added_by_hand(boss: Client, world: World) -> None:
    plan = world.solve(world.plan())
    fields = {"company": f"company:{world.first.pk}", "need": f"need:{world.a.pk}"}
    assert boss.post(url("add", plan), fields).status_code == 302
    assert ("First", "a", "pinned") in content(plan)
    unfit = {"company": f"company:{world.second.pk}", "need": f"need:{world.b.pk}"}
    refused = boss.post(url("add", plan), unfit)
    assert refused.status_code == 422
    assert "it was scored too low" in refused.content.decode()


def test_a_blocking_pair_is_added_from_where_it_is_named(boss: Client, world: World) -> None:
    """It is what adding by hand does: pinned, to be solved again, and taken back at once."""
    plan = world.solve(world.plan())
    report = plan.report
    pair = {"company": str(world.first.pk), "need": str(world.a.pk), "held": "nothing"}
    report["blocking"] = {"count": 1, "by": {"nothing": 1}, "pairs": [pair]}
    plan.save(update_fields=["report"])
    button = "Add to the plan : First → Need a"
    assert button in words(boss.get(url("detail", plan)))
    fields = {
        "company": f"company:{world.first.pk}",
        "need": f"need:{world.a.pk}",
        "next": f"{url('detail', plan)}?show=pinned#blocked-title",
    }
    added = boss.post(url("add", plan), fields, follow=True)
    assert added.redirect_chain == [(fields["next"], 302)]
    assert content(plan) == {
        ("First", "a", "pinned"),
        ("First", "b", "proposed"),
        ("Second", "a", "proposed"),
    }
    shown = words(added)
    assert "Added and pinned: First" in added.content.decode()
    assert "Changed since it was solved" in shown
    assert button not in shown
    row = plan.introductions.get(company=world.first, need=world.a)
    boss.post(url("edit", plan, row.pk, "undo"))
    assert button in words(boss.get(url("detail", plan)))
    elsewhere = boss.post(url("add", plan), {**fields, "next": "https://example.com/"})
    assert elsewhere.headers["Location"] == url("detail", plan)


def test_a_blocking_pair_that_cannot_be_added_any_more_says_why(boss: Client, world: World) -> None:
    plan = world.solve(world.plan())
    Match.objects.filter(company=world.first, need=world.a).update(status=Match.Status.INTRODUCED)
    fields = {"company": f"company:{world.first.pk}", "need": f"need:{world.a.pk}"}
    refused = boss.post(url("add", plan), fields)
    assert refused.status_code == 422
    assert "The two have been introduced already." in words(refused)


def test_other_limits_are_solved_at_once_and_a_stale_form_is_refused(
    boss: Client, world: World
) -> None:
    plan = world.solve(world.plan())
    fields = {
        "per_company": 2,
        "per_need": 1,
        "per_firm": 2,
        "per_officer": 2,
        "least_value": 50,
        "version": plan.version,
    }
    assert boss.post(url("limits", plan), fields).status_code == 302
    plan.refresh_from_db()
    assert (plan.per_company, plan.status) == (2, Status.SOLVING)
    solving.solve(plan.pk)
    assert boss.post(url("limits", plan), fields).status_code == 422


def test_too_many_pins_are_shown_with_their_names(boss: Client, world: World) -> None:
    plan = world.plan()
    for need in (world.a, world.b):
        make.planned_introduction(plan, world.first, need, state="pinned")
    world.solve(plan)
    page = text_of(boss, url("detail", plan))
    assert "more is pinned than the limits allow" in page
    assert "2 pinned, room for 1" in page


def test_approval_says_what_it_does_and_does_it(boss: Client, world: World) -> None:
    plan = world.solve(world.plan())
    assert "2 introductions become work" in text_of(boss, url("approve", plan))
    assert boss.post(url("approve", plan)).status_code == 302
    assert Match.objects.filter(status="shortlisted").count() == 2
    assert Activity.objects.filter(owner=world.officer, status="planned").count() == 2
    page = text_of(boss, url("detail", plan))
    assert "Approved by Boss" in page
    assert "Solve again" not in page
    refused = boss.post(url("approve", plan))
    assert refused.status_code == 422
    assert "cannot be changed any more" in refused.content.decode()


def test_an_approved_plan_shows_what_came_of_each_introduction(boss: Client, world: World) -> None:
    plan = world.solve(world.plan())
    assert "What came of it" not in text_of(boss, url("detail", plan))
    approving.approve(plan, by=world.boss, now=NOW)
    Match.objects.filter(company=world.second).update(status=Match.Status.IN_TALKS)
    said = words(boss.get(url("detail", plan)))
    assert "What came of it Activity" in said
    assert Counter(re.findall("shortlisted|in talks", said.split("Activity", 1)[1])) == {
        "shortlisted": 1,
        "in talks": 1,
    }


def test_an_approved_plan_is_read_by_what_came_of_it(boss: Client, world: World) -> None:
    plan = world.solve(world.plan())
    assert tabs_of(boss, plan) == {"all": 2, "pinned": 0, "excluded": 0}
    approving.approve(plan, by=world.boss, now=NOW)
    assert tabs_of(boss, plan) == {"all": 2, "shortlisted": 2, "converted": 0}
    Match.objects.filter(company=world.second).update(status=Match.Status.CONVERTED)
    assert tabs_of(boss, plan) == {"all": 2, "shortlisted": 1, "converted": 1}
    listed = boss.get(url("detail", plan) + "?show=converted")
    assert [row.company for row in listed.context["rows"]] == [world.second]
    assert "Became deals 1 50% of the introductions" in words(listed)


def test_values_are_out_of_100_wherever_they_stand(boss: Client, world: World) -> None:
    plan = world.solve(world.plan(least_value=0.55))
    default = IntroductionPlan._meta.get_field("least_value").default
    new = boss.get(reverse("web:plan_create")).context["form"]
    assert new["least_value"].value() == round(default * 100)
    assert boss.get(url("limits", plan)).context["form"]["least_value"].value() == 55
    row = plan.introductions.get(company=world.first)
    PlannedIntroduction.objects.filter(pk=row.pk).update(value=0.874)
    assert '<td class="num" data-label="Value">87</td>' in text_of(boss, url("sheet", plan))
    total = plan.report["ways"]["plan"]["value"]
    said = words(boss.get(url("detail", plan)))
    assert f"Total value {total * 100:.0f} sum of the introductions' values" in said


def test_officers_see_a_plan_and_change_nothing(world: World) -> None:
    plan = world.solve(world.plan())
    officer = client_of(role=User.Role.OFFICER)
    page = text_of(officer, url("detail", plan))
    row = PlannedIntroduction.objects.first()
    assert row
    assert url("exclude", plan, row.pk) not in page
    for address in (url("approve", plan), url("solve", plan), url("edit", plan, row.pk, "pin")):
        assert officer.post(address).status_code == 403


def test_a_plan_is_discarded(boss: Client, world: World) -> None:
    plan = world.solve(world.plan())
    assert boss.post(url("discard", plan)).headers["Location"] == reverse("web:plan_list")
    assert not IntroductionPlan.objects.exists()


def test_nothing_to_introduce_is_said(boss: Client, world: World) -> None:
    plan = world.solve(world.plan(least_value=1.0))
    assert "Nothing can be introduced" in text_of(boss, url("detail", plan))
    assert "No introduction plan yet" not in text_of(boss, reverse("web:plan_list"))


def test_out_of_time_is_said(boss: Client, world: World) -> None:
    plan = world.plan()
    solving.order(plan)
    solving.solve(plan.pk, seconds=0)
    plan.refresh_from_db()
    worth, bound = (round(100 * plan.report[key]) for key in ("value", "bound"))
    said = words(boss.get(url("detail", plan)))
    assert f"Time ran out: this is the best plan found so far, worth {worth}." in said
    assert f"No plan can be worth more than {bound}." in said


def test_the_queries_do_not_depend_on_the_rows(boss: Client, world: World) -> None:
    """Nothing binds in either plan, and nothing blocks: only the rows differ."""
    wide = {"per_company": 9, "per_need": 9, "per_firm": 9, "per_officer": 9}
    Match.objects.exclude(company=world.first, need=world.a).delete()
    few_plan = world.solve(world.plan(**wide))
    for _each in range(2):
        make.coverage(make.match(make.company(), world.a).company, world.officer)
    plan = world.solve(world.plan(**wide))
    assert (few_plan.introductions.count(), plan.introductions.count()) == (1, 3)
    boss.get(url("detail", plan))
    counts = []
    for each in (few_plan, plan):
        with CaptureQueriesContext(connection) as counted:
            boss.get(url("detail", each))
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_limits_of_single_firms_and_officers_are_a_table(boss: Client, world: World) -> None:
    plan = world.solve(world.plan())
    page = text_of(boss, url("own_limits", plan))
    assert 'placeholder="2"' in page
    assert 'data-sum-of="firm">2<' in page
    firm, officer = f"firm-{world.firm.pk}", f"officer-{world.officer.pk}"
    wrong = {firm: "1000", officer: "-1", "version": plan.version}
    refused = boss.post(url("own_limits", plan), wrong)
    assert refused.status_code == 422
    assert refused.context["form"].errors == {
        firm: ["Ensure this value is less than or equal to 999."],
        officer: ["Ensure this value is greater than or equal to 0."],
    }
    assert ">Hanbit</a>: Ensure this value is less than" in refused.content.decode()
    right = {firm: "1", officer: "", "version": plan.version}
    assert boss.post(url("own_limits", plan), right).headers["Location"] == url("detail", plan)
    solving.solve(plan.pk)
    plan.refresh_from_db()
    assert content(plan) == {("First", "a", "proposed")}
    page = words(boss.get(url("detail", plan)))
    assert "1 own limit " in page
    assert "limit of 1 reached" in page
    assert boss.post(url("own_limits", plan), right).status_code == 422  # an old version


def test_an_approved_plan_has_no_limits_to_edit(boss: Client, world: World) -> None:
    plan = world.plan(status=Status.APPROVED, approved_at=NOW, approved_by=world.boss)
    assert boss.get(url("own_limits", plan)).headers["Location"] == url("detail", plan)


def test_an_officer_sees_their_own_part(world: World) -> None:
    plan = world.solve(world.plan())
    officer = client_of(world.officer)
    officer.cookies["django_language"] = "en"
    listed = officer.get(url("detail", plan) + "?show=mine")
    assert listed.context["tab"] == "mine"
    assert len(listed.context["rows"]) == 2
    other = client_of(role=User.Role.OFFICER)
    assert "mine" not in tabs_of(other, plan)


def test_a_sheet_for_printing_has_everything_by_officer(boss: Client, world: World) -> None:
    plan = world.solve(world.plan())
    Coverage.objects.filter(company=world.second).delete()
    world.solve(plan)
    parts = boss.get(url("sheet", plan)).context["parts"]
    told = [(officer, [str(row.need.name_ko) for row in rows]) for officer, rows in parts]
    assert told == [(world.officer, ["b"]), (None, ["a"])]
    approving.approve(plan, by=world.boss, now=NOW)
    page = boss.get(url("sheet", plan))
    assert [officer for officer, _rows in page.context["parts"]] == [world.boss, world.officer]
    assert "2 introductions, by officer\n" in page.content.decode()


def test_a_plan_leads_to_its_file(boss: Client, world: World) -> None:
    plan = world.solve(world.plan())
    address = f"{reverse('web:export_create', args=['introductions'])}?plan={plan.pk}"
    assert address in text_of(boss, url("detail", plan))
    assert boss.get(address).context["count"] == 2
