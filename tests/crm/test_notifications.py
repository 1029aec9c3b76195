"""Telling people: once, only to them, in the reader's language."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone, translation

from crm.access import visible
from crm.feedback_words import Told
from crm.models import Notification
from crm.notifications import MOST_COUNTED, mark_seen, notify, told, unseen_count
from tests import make

pytestmark = pytest.mark.django_db
CLOSED = {"change": "closed", "on": "2025-01-22", "cause": "21"}


def test_each_is_told_once() -> None:
    company, first, second = make.company(), make.user(), make.user()
    for _ in range(2):
        notify([first, second.pk], kind="register", about=company, facts=CLOSED, once="change:1")
    notify([first], kind="register", about=company, facts=CLOSED)
    notify([first], kind="register", about=company, facts=CLOSED)
    rows = Notification.objects.order_by("id").values_list("recipient", "once", "company", "facts")
    assert sorted(rows[:2]) == sorted(
        (user.pk, "change:1", company.pk, CLOSED) for user in (first, second)
    )
    assert [*rows[2:]] == [(first.pk, "", company.pk, CLOSED)] * 2


def test_words_are_the_readers() -> None:
    company = make.company(name_ja="株式会社架空金型", name_ko="가공금형")
    row = make.notification(make.user(), company=company, facts=CLOSED)
    with translation.override("en"):
        assert told(row) == Told(
            "株式会社架空金型: Registration closed",
            "Wed, Jan 22, 2025 · closed by the registrar",
            "archive-x",
            "bad",
        )
    with translation.override("ko"):
        assert told(row).title == "가공금형: 등기기록 폐쇄"


def test_a_merger_names_the_successor_and_a_move_both_seats() -> None:
    merged = {"change": "merged", "on": "2025-01-22", "cause": "11", "successor_name": "株式会社乙"}
    moved = {"change": "moved", "on": "2025-01-22", "before": "東京都大田区", "after": "千葉県柏市"}
    with translation.override("en"):
        texts = [
            told(make.notification(make.user(), facts=facts)).text for facts in (merged, moved)
        ]
    assert texts == [
        "Wed, Jan 22, 2025 · merger · successor: 株式会社乙",
        "Wed, Jan 22, 2025 · 東京都大田区 → 千葉県柏市",
    ]


def test_the_count_is_capped_and_ends_with_seeing() -> None:
    user, now = make.user(), timezone.now()
    company = make.company()
    for _ in range(3):
        make.notification(user, company=company)
    make.notification(make.user(), company=company)
    assert unseen_count(user) == 3
    mine = visible(user, Notification.objects.all())
    assert (mark_seen(mine, now=now), mark_seen(mine, now=now + dt.timedelta(days=1))) == (3, 0)
    assert {*mine.values_list("seen_at", flat=True)} == {now}
    Notification.objects.bulk_create(
        Notification(recipient=user, kind="register", company=company) for _ in range(150)
    )
    assert unseen_count(user) == MOST_COUNTED + 1


def test_nobody_sees_anothers() -> None:
    row = make.notification(make.user())
    manager, agency = make.user(role="manager"), make.agency()
    for viewer in (manager, agency):
        assert not visible(viewer, Notification.objects.all()).exists()
    assert visible(row.recipient, Notification.objects.all()).get() == row
