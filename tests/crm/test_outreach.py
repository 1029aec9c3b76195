"""Contacts: logged, planned, done and next, taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from crm import outreach
from crm.models import Activity, CampaignInvitee, Coverage
from crm.outreach import About, NextStep
from prospects.models import Company, StaleRecordError
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


NOW = dt.datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Asia/Seoul"))
LATER = NOW + dt.timedelta(days=3)


def test_log_and_plan_the_next_in_one() -> None:
    user, contact = make.user(), make.contact()
    activity = outreach.log(
        about=About(contacts=(contact,)),
        subject="First call",
        by=user,
        done_at=NOW,
        outcome="Interested",
        then=NextStep("Send the brochure", LATER, Activity.Kind.EMAIL),
    )
    step = activity.next_activity
    assert step is not None
    assert (activity.company, activity.status, activity.done_at, activity.outcome) == (
        contact.company,
        "done",
        NOW,
        "Interested",
    )
    assert (step.subject, step.kind, step.status, step.planned_for, step.company, step.owner) == (
        "Send the brochure",
        "email",
        "planned",
        LATER,
        contact.company,
        user,
    )
    assert [*step.contacts.all()] == [contact]


def test_a_deal_names_its_only_investor() -> None:
    company, user = make.company(is_demo=True), make.user()
    one = outreach.plan(
        about=About(deal=make.deal(company)), subject="Call", by=user, planned_for=NOW
    )
    assert (one.company, one.is_demo) == (company, True)
    many = make.deal(make.company(), make.company())
    two = outreach.plan(about=About(deal=many), subject="Call", by=user, planned_for=NOW)
    assert (two.company, two.deal) == (None, many)


def test_about_nothing_is_refused() -> None:
    with pytest.raises(outreach.OutreachError, match="which company"):
        outreach.log(about=About(), subject="Call", by=make.user(), done_at=NOW)
    assert not Activity.objects.exists()


def test_complete_with_a_next_step_and_undo_both() -> None:
    user = make.user()
    activity = make.activity(company=make.company(), owner=user, planned_for=NOW)
    step = outreach.complete(
        activity, by=user, done_at=LATER, outcome="Fine", then=NextStep("Visit", LATER)
    )
    assert step is not None
    stored = Activity.objects.get(pk=activity.pk)
    assert (stored.status, stored.done_at, stored.next_activity) == ("done", LATER, step)
    outreach.undo(stored)
    again = Activity.objects.get()
    assert (again.status, again.done_at, again.planned_for, again.next_activity) == (
        "planned",
        None,
        NOW,
        None,
    )


def test_undo_keeps_a_next_step_that_was_worked_on() -> None:
    user = make.user()
    activity = make.activity(company=make.company(), owner=user, planned_for=NOW)
    step = outreach.complete(activity, by=user, done_at=NOW, then=NextStep("Visit", LATER))
    assert step is not None
    outreach.postpone(step, to=LATER + dt.timedelta(days=1))
    outreach.undo(Activity.objects.get(pk=activity.pk))
    assert Activity.objects.filter(pk=step.pk).exists()


def test_what_was_logged_as_done_cannot_be_planned_again() -> None:
    activity = make.activity(company=make.company(), done_at=NOW)
    with pytest.raises(outreach.OutreachError, match="never planned"):
        outreach.undo(activity)


def test_only_what_is_planned_is_completed_cancelled_or_moved() -> None:
    activity = make.activity(company=make.company(), planned_for=NOW)
    outreach.cancel(activity)
    commands: list[Callable[[], object]] = [
        lambda: outreach.cancel(activity),
        lambda: outreach.postpone(activity, to=LATER),
        lambda: outreach.complete(activity, by=activity.owner, done_at=NOW),
    ]
    for command in commands:
        with pytest.raises(outreach.OutreachError, match="cancelled"):
            command()
    outreach.undo(activity)
    outreach.postpone(activity, to=LATER)
    assert Activity.objects.get().planned_for == LATER


def test_two_people_complete_one_activity_once() -> None:
    activity = make.activity(company=make.company(), planned_for=NOW)
    mine, theirs = Activity.objects.get(), Activity.objects.get()
    outreach.complete(theirs, by=activity.owner, done_at=NOW, outcome="Theirs")
    with pytest.raises(StaleRecordError):
        outreach.complete(mine, by=activity.owner, done_at=NOW, outcome="Mine")
    assert Activity.objects.get().outcome == "Theirs"


def test_withdraw_takes_a_fresh_entry_back_with_its_next_step() -> None:
    about = About(company=make.company())
    activity = outreach.log(
        about=about, subject="Call", by=make.user(), done_at=NOW, then=NextStep("Visit", LATER)
    )
    outreach.withdraw(Activity.objects.get(pk=activity.pk))
    assert not Activity.objects.exists()


def test_withdraw_leaves_what_was_worked_on() -> None:
    about, user = About(company=make.company()), make.user()
    planned = outreach.plan(about=about, subject="Call", by=user, planned_for=NOW)
    outreach.postpone(planned, to=LATER)
    logged = outreach.log(
        about=about, subject="Call", by=user, done_at=NOW, then=NextStep("Visit", LATER)
    )
    step = logged.next_activity
    assert step is not None
    outreach.complete(step, by=user, done_at=LATER)
    for activity in (planned, Activity.objects.get(pk=logged.pk)):
        with pytest.raises(outreach.OutreachError, match="worked on"):
            outreach.withdraw(activity)
    assert Activity.objects.count() == 3


def test_withdraw_looks_at_what_is_stored_not_at_what_was_read() -> None:
    about, user = About(company=make.company()), make.user()
    mine = outreach.plan(about=about, subject="Call", by=user, planned_for=NOW)
    outreach.postpone(Activity.objects.get(), to=LATER)
    with pytest.raises(outreach.OutreachError, match="worked on"):
        outreach.withdraw(mine)
    assert Activity.objects.get().planned_for == LATER
    Activity.objects.all().delete()
    with pytest.raises(outreach.OutreachError, match="worked on"):
        outreach.withdraw(mine)


def test_an_answer_is_not_noted_over_somebody_elses() -> None:
    invitee = make.invitee(make.campaign())
    late = CampaignInvitee.objects.get()
    outreach.answer(invitee, response="accepted", result="Two people")
    with pytest.raises(StaleRecordError):
        outreach.answer(late, response="declined", result="")
    stored = CampaignInvitee.objects.get()
    assert (stored.response, stored.result) == ("accepted", "Two people")


def test_silent_companies_longest_first() -> None:
    never, long, lately, planned = (make.company() for _ in range(4))
    make.activity(company=long, done_at=NOW - dt.timedelta(days=90))
    make.activity(company=lately, done_at=NOW - dt.timedelta(days=10))
    make.activity(company=lately, done_at=NOW - dt.timedelta(days=90))
    make.activity(company=planned, planned_for=LATER)
    found = outreach.silent_since(Company.objects.all(), NOW - dt.timedelta(days=60))
    assert [(c.pk, c.last_contact_at) for c in found] == [
        (never.pk, None),
        (planned.pk, None),
        (long.pk, NOW - dt.timedelta(days=90)),
    ]


def test_invite_once_and_note_the_answer() -> None:
    campaign = make.campaign()
    first, second = make.company(), make.company()
    assert outreach.invite(campaign, companies=[first]) == 1
    assert outreach.invite(campaign, companies=[first, second]) == 1
    invitee = campaign.invitees.get(company=first)
    outreach.answer(invitee, response="attended", result="Wants a visit")
    assert [
        (i.company, i.response, i.result)
        for i in CampaignInvitee.objects.select_related("company").order_by("id")
    ] == [(first, "attended", "Wants a visit"), (second, "invited", "")]


def test_one_officer_covers_a_company_or_nobody() -> None:
    company, first, second = make.company(), make.user(), make.user()
    outreach.cover(company, owner=first)
    outreach.cover(company, owner=second)
    outreach.cover(company, owner=second)
    coverage = Coverage.objects.get(company=company)
    assert (coverage.owner, coverage.version) == (second, 2)
    outreach.cover(company, owner=None)
    outreach.cover(company, owner=None)
    assert not Coverage.objects.exists()
