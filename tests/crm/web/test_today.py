"""Today: groups by day, quiet deals and companies, quick actions with undo."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm.models import Activity, User
from tests import make
from tests.crm.web.signed_in import client_of, words

pytestmark = pytest.mark.django_db


def noon(days: int = 0) -> dt.datetime:
    now = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    return now + dt.timedelta(days=days)


def test_an_empty_day_says_what_to_do() -> None:
    said = words(client_of().get("/"))
    assert "Nothing is planned this week" in said
    assert "Every deal has moved or been spoken about lately." in said
    assert "You have been in touch with every company you cover." in said


def test_planned_by_overdue_today_and_ahead() -> None:
    user, company = make.user(), make.company()
    for subject, day in (("Late", -1), ("Now", 0), ("Soon", 7), ("Far", 9)):
        make.activity(company=company, owner=user, subject=subject, planned_for=noon(day))
    make.activity(company=company, owner=make.user(), subject="Theirs", planned_for=noon())
    groups = client_of(user).get("/").context["groups"]
    assert [(g.key, [a.subject for a in g.activities]) for g in groups] == [
        ("overdue", ["Late"]),
        ("today", ["Now"]),
        ("ahead", ["Soon"]),
    ]


def test_quiet_deals_and_companies_are_mine() -> None:
    user = make.user()
    deal = make.deal(owner=user, stage_since=noon(-40))
    make.deal(owner=make.user(), stage_since=noon(-40))
    company, other = make.company(), make.company()
    make.coverage(company, user)
    make.coverage(other, make.user())
    context = client_of(user).get("/").context
    assert (context["stale"], context["silent"]) == ([deal], [company])


def test_only_managers_look_at_others() -> None:
    team = make.team()
    colleague = make.user(team=team)
    make.activity(company=make.company(), owner=colleague, subject="Theirs", planned_for=noon())
    manager = client_of(role=User.Role.MANAGER)
    assert "Theirs" not in words(manager.get("/"))
    assert "Theirs" in words(manager.get(f"/?of={team.pk}"))
    assert "Theirs" in words(manager.get("/?of=all"))
    assert "Theirs" not in words(client_of().get("/?of=all"))


def test_done_at_one_press_and_taken_back() -> None:
    user = make.user()
    activity = make.activity(company=make.company(), owner=user, planned_for=noon())
    client = client_of(user)
    client.post(f"/activities/{activity.pk}/complete/", {"quick": "1"})
    assert Activity.objects.get().status == "done"
    page = client.get("/").content.decode()
    assert f'action="/activities/{activity.pk}/undo/"' in page
    client.post(f"/activities/{activity.pk}/undo/")
    assert Activity.objects.get().status == "planned"


def test_postponed_by_days_and_taken_back() -> None:
    user = make.user()
    activity = make.activity(company=make.company(), owner=user, planned_for=noon(-3))
    client = client_of(user)
    client.post(f"/activities/{activity.pk}/postpone/", {"days": "3"})
    assert Activity.objects.get().planned_for == noon(3)
    undo = next(m.extra_tags for m in client.get("/").context["messages"]).removeprefix("undo:")
    client.post(undo)
    assert Activity.objects.get().planned_for == noon(-3)
    client.post(f"/activities/{activity.pk}/postpone/", {"days": "0"})
    assert Activity.objects.get().planned_for == noon()


def test_cancelled_and_taken_back() -> None:
    user = make.user()
    activity = make.activity(company=make.company(), owner=user, planned_for=noon())
    client = client_of(user)
    client.post(f"/activities/{activity.pk}/cancel/")
    assert Activity.objects.get().status == "cancelled"
    client.post(f"/activities/{activity.pk}/undo/")
    assert Activity.objects.get().status == "planned"


def test_somebody_elses_activity_is_theirs() -> None:
    activity = make.activity(company=make.company(), planned_for=noon())
    client = client_of()
    for path in ("complete", "cancel", "postpone", "undo", "withdraw"):
        assert client.post(f"/activities/{activity.pk}/{path}/", {"quick": "1"}).status_code == 403
    assert Activity.objects.get().status == "planned"


def test_queries_do_not_grow_with_the_rows() -> None:
    user = make.user()

    def add() -> None:
        company = make.company(cluster=make.cluster())
        make.coverage(company, user)
        make.deal(company, owner=user, stage_since=noon(-40), firm=make.firm())
        make.activity(
            company=company,
            deal=make.deal(company, owner=user),
            campaign=make.campaign(),
            owner=user,
            planned_for=noon(),
        )

    client = client_of(user)
    client.get("/")
    counts = []
    for rows in (1, 2):
        for _ in range(rows):
            add()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get("/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
