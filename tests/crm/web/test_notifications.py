"""The bell and the page behind it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from crm.models import Notification
from tests import make
from tests.crm.web.signed_in import client_of, counted, words

pytestmark = pytest.mark.django_db
LIST = "/notifications/"


def test_an_empty_list_says_what_will_be_here() -> None:
    said = words(client_of().get(LIST))
    assert "No notification yet" in said
    assert "Mark all as seen" not in said


def test_the_bell_counts_what_is_not_seen() -> None:
    user = make.user()
    make.notification(user)
    make.notification(user, seen_at=timezone.now())
    page = client_of(user).get(LIST).content.decode()
    assert "Notifications, 1 not seen" in page
    assert "not seen</span>" not in client_of().get(LIST).content.decode()


def test_opening_one_marks_it_and_leads_to_the_record() -> None:
    user, company = make.user(), make.company()
    row = make.notification(user, company=company)
    answer = client_of(user).get(f"{LIST}{row.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/companies/{company.pk}/")
    row.refresh_from_db()
    assert row.seen_at is not None
    other = make.notification(user, url="/register/")
    assert client_of(user).get(f"{LIST}{other.pk}/")["Location"] == "/register/"


def test_only_ones_own() -> None:
    row = make.notification(make.user())
    client = client_of()
    assert client.get(f"{LIST}{row.pk}/").status_code == 404
    assert client.post(f"{LIST}{row.pk}/seen/").status_code == 404
    client.post(f"{LIST}seen/")
    row.refresh_from_db()
    assert row.seen_at is None


def test_one_or_all_are_marked_where_they_stand() -> None:
    user = make.user()
    first, *_ = [make.notification(user) for _ in range(3)]
    client = client_of(user)
    client.post(f"{LIST}{first.pk}/seen/")
    assert Notification.objects.unseen().count() == 2
    assert len(client.get(LIST, {"unseen": "1"}).context["lines"]) == 2
    client.post(f"{LIST}seen/")
    assert not Notification.objects.unseen().exists()
    assert "You have seen everything" in words(client.get(LIST, {"unseen": "1"}))


def test_queries_do_not_grow_with_rows() -> None:
    user = make.user()
    client = client_of(user)
    counts = []
    for many in (1, 2):
        for _ in range(many):
            make.notification(user)
        with counted() as queries:
            client.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]
