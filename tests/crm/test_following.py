"""Following records, and reminders: of decisions that come near, of silence; each once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from crm.demo.world import SEOUL
from crm.following import follow, is_followed, remind, unfollow
from crm.models import Follow, Notification, User
from crm.notifications import told
from prospects.models import Company
from tests import make
from tests.crm.web.signed_in import counted

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 20, 7, 10, tzinfo=SEOUL)
TODAY = NOW.date()


def ago(days: int) -> dt.datetime:
    return NOW - dt.timedelta(days=days)


def watching(record: object, *, days: int = 0, user: User | None = None) -> User:
    """Somebody who follows the record since so many days ago."""
    user = user or make.user()
    row = follow(record, by=user)  # type: ignore[arg-type]
    Follow.objects.filter(pk=row.pk).update(created_at=ago(days))
    return user


def reminders() -> list[tuple[User, str, object, dict[str, object]]]:
    rows = Notification.objects.order_by("pk").select_related("recipient")
    return [(n.recipient, n.kind, n.company or n.cooperative, n.facts) for n in rows]


def test_following_twice_is_once_and_unfollowing_ends_it() -> None:
    company, user = make.company(), make.user()
    assert follow(company, by=user) == follow(company, by=user)
    assert is_followed(company, by=user)
    assert not is_followed(company, by=make.user())
    unfollow(company, by=user)
    assert not is_followed(company, by=user)


def test_a_line_is_of_one_record() -> None:
    company, cooperative, user = make.company(), make.cooperative(), make.user()
    for fields in ({}, {"company": company, "cooperative": cooperative}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Follow.objects.create(user=user, **fields)


@pytest.mark.parametrize(("ahead", "times"), [(15, 0), (14, 1), (4, 1), (3, 1), (0, 1), (-1, 0)])
def test_a_decision_is_announced_before_its_day(ahead: int, times: int) -> None:
    cooperative = make.cooperative()
    due = TODAY + dt.timedelta(days=ahead)
    make.group_plan(cooperative, target_countries=["VN"], decision_due=due)
    user = watching(cooperative)
    remind(now=NOW)
    remind(now=NOW)
    facts = {"due": due.isoformat(), "countries": ["VN"]}
    assert reminders() == [(user, "decision", cooperative, facts)] * times


def test_a_decision_is_announced_again_when_it_is_close_or_was_moved() -> None:
    cooperative = make.cooperative()
    plan = make.group_plan(cooperative, decision_due=TODAY + dt.timedelta(days=14))
    watching(cooperative)
    for day in range(16):
        remind(now=NOW + dt.timedelta(days=day))
    assert len(reminders()) == 2
    plan.decision_due = TODAY + dt.timedelta(days=40)
    plan.save()
    remind(now=NOW + dt.timedelta(days=30))
    assert len(reminders()) == 3


def test_no_word_of_plans_that_are_over_or_to_people_who_left() -> None:
    dropped, gone = make.cooperative(), make.cooperative()
    make.group_plan(dropped, decision_due=TODAY, stage="dropped")
    make.group_plan(gone, decision_due=TODAY)
    watching(dropped)
    watching(gone, user=make.user(is_active=False))
    make.group_plan(make.cooperative(), decision_due=TODAY)
    remind(now=NOW)
    assert reminders() == []


def test_silence_is_told_once_and_again_after_the_next_contact() -> None:
    company = make.company()
    user = watching(company, days=300)
    make.activity(company=company, done_at=ago(61))
    make.activity(company=company, done_at=ago(200))
    remind(now=NOW)
    remind(now=NOW + dt.timedelta(days=1))
    first = {"since": ago(61).date().isoformat(), "contact": True}
    assert reminders() == [(user, "silence", company, first)]
    make.activity(company=company, done_at=NOW)
    remind(now=NOW + dt.timedelta(days=59))
    assert len(reminders()) == 1
    remind(now=NOW + dt.timedelta(days=61))
    assert len(reminders()) == 2


def test_without_a_contact_the_day_of_following_counts() -> None:
    cooperative = make.cooperative()
    user = watching(cooperative, days=61)
    watching(make.company(), days=59)
    remind(now=NOW)
    facts = {"since": ago(61).date().isoformat(), "contact": False}
    assert reminders() == [(user, "silence", cooperative, facts)]


def test_a_step_planned_ahead_a_contact_of_the_groups_deal_or_a_closed_company_is_no_silence() -> (
    None
):
    planned, closed = make.company(), make.company(registration=Company.Registration.CLOSED)
    group = make.cooperative()
    for record in (planned, closed, group):
        watching(record, days=100)
    make.activity(company=planned, planned_for=NOW + dt.timedelta(days=1))
    make.activity(company=planned, planned_for=ago(3))
    make.activity(deal=make.deal(cooperative=group), done_at=ago(5))
    remind(now=NOW)
    assert reminders() == []


def test_reminders_have_words() -> None:
    cooperative = make.cooperative(name_ja="", name_ko="", name_en="Screw cooperative")
    user = make.user()
    decision = make.notification(
        user,
        cooperative=cooperative,
        kind="decision",
        facts={"due": "2026-12-01", "countries": ["VN"]},
    )
    silence = make.notification(
        user,
        cooperative=cooperative,
        kind="silence",
        facts={"since": "2026-09-01", "contact": True},
    )
    assert "Screw cooperative" in told(decision).title
    assert "Screw cooperative" in told(silence).title


def test_the_task_asks_no_more_for_more_followed_records() -> None:
    def queries() -> int:
        with counted() as asked:
            remind(now=NOW)
        return len(asked)

    watching(make.company())
    one = queries()
    watching(make.company())
    watching(make.cooperative())
    assert queries() == one
