"""Second looks at rejected matches: whoever rejected is told, once, with the way there."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest
from django.db.models import Q
from django.utils import translation

from crm.demo.world import SEOUL
from crm.feedback_words import Told
from crm.models import Notification, User
from crm.notifications import told
from crm.second_looks import LATEST_DAYS, remind
from crm.tasks import remind_of_second_looks
from matching import decisions
from matching.models import Match, Need
from matching.rejected import note_answers
from tests import make
from tests.crm.web.signed_in import client_of, counted

pytestmark = pytest.mark.django_db

REJECTED = dt.datetime(2024, 9, 2, 10, tzinfo=SEOUL)
DUE = dt.date(2026, 11, 20)
MORNING = dt.datetime(2026, 11, 20, 7, 20, tzinfo=SEOUL)


def rejected(by: User, *, on: dt.date = DUE, need: Need | None = None) -> Match:
    match = make.match(make.company(name_en="Yamato"), need)
    return decisions.reject(
        match, kind="timing", words="after the move", look_again_on=on, by=by, now=REJECTED
    )


def recipients() -> list[UUID]:
    return [*Notification.objects.order_by("pk").values_list("recipient", flat=True)]


def test_who_set_the_day_is_told_once_and_led_to_the_match() -> None:
    officer = make.user()
    need = make.need(make.firm(name_en="Hanbit"), name_en="Valve bodies")
    match = rejected(officer, need=need)
    remind(now=MORNING - dt.timedelta(days=1))
    assert recipients() == []
    remind(now=MORNING)
    remind(now=MORNING + dt.timedelta(days=1))
    row = Notification.objects.get()
    assert (row.recipient, row.kind, row.company, row.url, row.facts) == (
        officer,
        "second_look",
        match.company,
        f"/matches/{match.pk}/",
        {
            "firm": {
                "name_ko": need.firm.name_ko,
                "name_ja": need.firm.name_ja,
                "name_en": "Hanbit",
            },
            "need": {"name_ko": need.name_ko, "name_ja": need.name_ja, "name_en": "Valve bodies"},
            "kind": "timing",
            "words": "after the move",
            "rejected_on": "2024-09-02",
        },
    )
    with translation.override("en"):
        assert told(row) == Told(
            "Look again: Yamato for Hanbit",
            "Valve bodies · Not now: later · after the move · rejected on Mon, Sep 2, 2024",
            "calendar-clock",
            "warn",
        )
    answer = client_of(officer).get(f"/notifications/{row.pk}/")
    assert answer.headers["Location"] == f"/matches/{match.pk}/"


def test_who_puts_the_day_off_is_told_on_the_new_day() -> None:
    first, second = make.user(), make.user()
    match = rejected(first)
    remind(now=MORNING)
    later = DUE + dt.timedelta(days=5)
    decisions.stay_rejected(match, look_again_on=later, by=second, now=MORNING)
    remind(now=MORNING)
    assert recipients() == [first.pk]
    remind(now=MORNING + dt.timedelta(days=5))
    assert recipients() == [first.pk, second.pk]


def test_the_owner_of_the_company_is_told_where_nobody_else_can_be() -> None:
    owner = make.user()
    gone, unknown = rejected(make.user(is_active=False)), rejected(make.user())
    make.coverage(gone.company, owner)
    make.coverage(unknown.company, owner)
    Match.pgh_event_models["update"].objects.filter(pgh_obj=unknown.pk).delete()  # type: ignore[attr-defined]
    nobody = rejected(make.user(is_active=False))
    make.coverage(nobody.company, make.user(is_active=False))
    rejected(make.user(is_active=False))
    remind(now=MORNING)
    assert recipients() == [owner.pk, owner.pk]


def test_nothing_is_told_of_what_cannot_be_taken_up_or_is_not_rejected_any_more() -> None:
    officer = make.user()
    rejected(officer, need=make.need(status="met"))
    closed = rejected(officer)
    closed.company.registration = "closed"
    closed.company.save()
    decisions.reconsider(rejected(officer), by=officer, now=MORNING)
    decisions.stay_rejected(rejected(officer), by=officer, now=MORNING)
    rejected(officer, on=DUE - dt.timedelta(days=LATEST_DAYS + 1))
    remind(now=MORNING)
    assert recipients() == []


HELD = {"part": "precision", "code": "precision_held", "params": {"have": 5, "asked": 5}}
SHORT = {"part": "precision", "code": "precision_short", "params": {"have": 20, "asked": 5}}


def answered(by: User, *, at: dt.datetime = MORNING - dt.timedelta(hours=9)) -> Match:
    """A match rejected for its precision, which a new fact has answered."""
    need = make.need(make.firm(name_en="Hanbit"), name_en="Valve bodies")
    match = make.match(make.company(name_en="Yamato"), need, reasons=[SHORT])
    decisions.reject(match, kind="precision", words="too coarse", by=by, now=REJECTED)
    Match.objects.filter(pk=match.pk).update(reasons=[HELD])
    note_answers(Q(pk=match.pk), now=at)
    return match


def test_who_rejected_is_told_once_of_what_newer_facts_answer() -> None:
    officer = make.user()
    match = answered(officer)
    remind(now=MORNING)
    remind(now=MORNING + dt.timedelta(days=1))
    row = Notification.objects.get()
    assert (row.recipient, row.kind, row.company, row.url) == (
        officer,
        "second_look",
        match.company,
        f"/matches/{match.pk}/",
    )
    with translation.override("en"):
        assert told(row) == Told(
            "Newer facts answer a rejection: Yamato for Hanbit",
            "now: Holds ±5 µm (asked: ±5 µm) · Valve bodies · Precision or part size not enough"
            " · too coarse · rejected on Mon, Sep 2, 2024",
            "refresh-cw",
            "warn",
        )
    with translation.override("ko"):
        assert told(row).text.startswith("현재: 공차 ±5 µm")


def test_what_is_answered_anew_after_it_stayed_rejected_is_told_again() -> None:
    officer = make.user()
    match = answered(officer)
    remind(now=MORNING)
    decisions.stay_rejected(match, by=officer, now=MORNING)
    remind(now=MORNING + dt.timedelta(days=1))
    assert len(recipients()) == 1
    finer = {**HELD, "params": {"have": 2, "asked": 5}}
    Match.objects.filter(pk=match.pk).update(reasons=[finer])
    note_answers(Q(pk=match.pk), now=MORNING + dt.timedelta(hours=5))
    remind(now=MORNING + dt.timedelta(days=1))
    assert recipients() == [officer.pk, officer.pk]


def test_answers_are_not_told_late_nor_beside_the_day_that_has_come() -> None:
    officer = make.user()
    answered(officer, at=MORNING - dt.timedelta(days=LATEST_DAYS + 1))
    both = answered(officer)
    Match.objects.filter(pk=both.pk).update(look_again_on=DUE)
    closed = answered(officer)
    closed.need.status = Need.Status.MET
    closed.need.save()
    remind(now=MORNING)
    assert [*Notification.objects.values_list("once", flat=True)] == [f"again:{both.pk}:{DUE}"]


def test_the_queries_for_answers_do_not_grow() -> None:
    officer = make.user()

    def queries() -> int:
        with counted() as asked:
            remind(now=MORNING)
        return len(asked)

    answered(officer)
    one = queries()
    answered(officer)
    answered(make.user())
    assert queries() == one
    assert len(recipients()) == 3


def test_the_queries_do_not_grow() -> None:
    officer = make.user()

    def queries() -> int:
        with counted() as asked:
            remind(now=MORNING)
        return len(asked)

    rejected(officer)
    one = queries()
    rejected(officer)
    rejected(make.user())
    assert queries() == one
    remind_of_second_looks()
    assert len(recipients()) == 3
