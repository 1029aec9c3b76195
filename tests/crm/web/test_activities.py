"""Logging a contact: two fields, done and next, plain or in the panel; the list."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm.models import Activity
from tests import make
from tests.crm.web.signed_in import IN_PANEL, client_of, words

pytestmark = pytest.mark.django_db

URL = "/activities/new/"


def data(**fields: str) -> dict[str, str]:
    """The form as a browser sends it."""
    return {
        "subject": "First call",
        "kind": "call",
        "state": "done",
        "when": "2025-11-20T14:30",
        **fields,
    }


def test_the_form_takes_the_company_of_the_page_along() -> None:
    company = make.company(name_en="Yamato Works")
    form = client_of().get(f"{URL}?company={company.pk}").context["form"]
    assert form.initial["about"] == company
    assert form.fields["subject"].widget.attrs["autofocus"] is True
    assert {name for name, field in form.fields.items() if field.required} == {
        "about",
        "subject",
        "kind",
        "state",
        "when",
    }


def test_two_fields_log_a_contact() -> None:
    user, company = make.user(), make.company()
    client = client_of(user)
    answer = client.post(URL, data(about=f"company:{company.pk}"))
    assert answer.status_code == 302
    activity = Activity.objects.get()
    assert (activity.company, activity.subject, activity.status, activity.owner) == (
        company,
        "First call",
        "done",
        user,
    )
    assert timezone.localtime(activity.done_at).isoformat() == "2025-11-20T14:30:00+09:00"
    client.post(f"/activities/{activity.pk}/withdraw/")
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"when": "0001-01-01T00:00"}, "Check the year."),
        ({"when": "9999-12-31T23:59", "state": "planned"}, "Check the year."),
        ({"next_in": "on", "next_on": "9999-12-31"}, "Check the year."),
    ],
)
def test_a_slip_in_the_year_is_refused(fields: dict[str, str], said: str) -> None:
    answer = client_of().post(URL, data(about=f"company:{make.company().pk}", **fields))
    assert answer.status_code == 422
    assert [*answer.context["form"].errors.values()] == [[said]]
    assert not Activity.objects.exists()


def test_what_was_done_cannot_lie_ahead() -> None:
    client, company = client_of(), make.company()
    tomorrow = (timezone.localtime() + dt.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    about = f"company:{company.pk}"
    answer = client.post(URL, data(about=about, when=tomorrow))
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "when": ["What was done cannot lie ahead. Plan it instead."]
    }
    assert client.post(URL, data(about=about, when=tomorrow, state="planned")).status_code == 302
    planned = Activity.objects.get()
    answer = client.post(
        f"/activities/{planned.pk}/complete/", {"done_at": tomorrow, "version": "1"}
    )
    assert answer.status_code == 422
    client.post(f"/activities/{planned.pk}/undo/?to=0001-01-01")
    planned.refresh_from_db()
    assert (planned.status, planned.version) == ("planned", 1)


def test_the_panel_posts_and_goes_to_the_page_below() -> None:
    company = make.company()
    headers = {**IN_PANEL, "HX-Current-URL": f"http://testserver/companies/{company.pk}/"}
    answer = client_of().post(URL, data(about=f"company:{company.pk}"), headers=headers)
    assert answer.status_code == 200
    assert answer["HX-Redirect"] == f"/companies/{company.pk}/"


def test_done_and_next() -> None:
    deal = make.deal(make.company())
    client_of().post(
        URL, data(about=f"deal:{deal.pk}", next_in="7", next_subject="Visit", next_kind="visit")
    )
    step = Activity.objects.get(status="planned")
    assert (step.subject, step.kind, step.deal) == ("Visit", "visit", deal)
    due = timezone.localdate() + dt.timedelta(days=7)
    assert timezone.localtime(step.planned_for).date() == due
    assert step.previous_activity.subject == "First call"


def test_next_on_a_day_of_ones_own() -> None:
    company, day = make.company(), timezone.localdate() + dt.timedelta(days=40)
    sent = data(about=f"company:{company.pk}", next_in="on", next_on=day.isoformat())
    client_of().post(URL, sent)
    step = Activity.objects.get(status="planned")
    assert timezone.localtime(step.planned_for).date() == day
    assert step.subject == "Follow up"


def test_a_plan_is_not_done() -> None:
    company = make.company()
    client_of().post(URL, data(about=f"company:{company.pk}", state="planned"))
    activity = Activity.objects.get()
    assert (activity.status, activity.done_at) == ("planned", None)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, {"about"}),
        ({"about": "company:nonsense"}, {"about"}),
        ({"about_text": "Nobody"}, {"about"}),
        ({"about_text": "Yamato", "subject": ""}, {"subject"}),
        ({"about_text": "Yamato", "when": ""}, {"when"}),
        ({"about_text": "Yamato", "next_subject": "Visit"}, {"next_in"}),
        ({"about_text": "Yamato", "next_in": "on"}, {"next_on"}),
        ({"about_text": "Yamato", "next_in": "on", "next_on": "2020-01-01"}, {"next_on"}),
    ],
)
def test_what_is_wrong_comes_back_with_what_was_typed(
    fields: dict[str, str], wrong: set[str]
) -> None:
    make.company(name_en="Yamato Works")
    answer = client_of().post(URL, data(outcome="Kept words", **fields), headers=IN_PANEL)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == wrong
    assert "Kept words" in answer.content.decode()
    assert "<html" not in answer.content.decode()
    assert not Activity.objects.exists()


def test_without_scripts_the_typed_name_is_looked_up() -> None:
    first, second = make.company(name_en="Yamato Works"), make.company(name_en="Yamato Forge")
    client = client_of()
    several = client.post(URL, data(about_text="yamato"))
    assert several.status_code == 422
    assert several.content.decode().count('type="radio" name="about"') == 2
    client.post(URL, data(about_text="yamato", about=f"company:{second.pk}"))
    client.post(URL, data(about_text="yamato works"))
    assert {a.company for a in Activity.objects.all()} == {first, second}


def test_the_picker_offers_matches_and_recent_ones() -> None:
    user = make.user()
    company = make.company(name_ja="株式会社大和", name_en="Yamato Works")
    contact = make.contact(company, name="大和 太郎")
    deal = make.deal(company, title="Yamato plant")
    make.activity(company=make.company(name_en="Aoba"), owner=user, done_at=timezone.now())
    client = client_of(user)
    found = client.get("/pick/?kinds=company,contact,deal&q=yamato").content.decode()
    assert [ref in found for ref in (f"company:{company.pk}", f"deal:{deal.pk}")] == [True, True]
    assert f"contact:{contact.pk}" in client.get("/pick/?kinds=contact&q=大和").content.decode()
    recent = client.get("/pick/?kinds=company,deal").content.decode()
    assert ("Aoba" in recent, "Yamato" in recent) == (True, False)


def test_complete_with_outcome_on_an_old_version_is_refused() -> None:
    user = make.user()
    activity = make.activity(company=make.company(), owner=user)
    client = client_of(user)
    url = f"/activities/{activity.pk}/complete/"
    client.post(f"/activities/{activity.pk}/postpone/", {"days": "2"})
    sent = {"done_at": "2025-11-20T14:30", "outcome": "Fine", "version": "1"}
    answer = client.post(url, sent, headers=IN_PANEL)
    assert answer.status_code == 422
    assert "Somebody else changed" in answer.content.decode()
    client.post(url, sent | {"version": "2"})
    assert Activity.objects.get().outcome == "Fine"


def test_edit_writes_what_was_changed() -> None:
    user = make.user()
    activity = make.activity(company=make.company(), owner=user, done_at=timezone.now())
    answer = client_of(user).post(
        f"/activities/{activity.pk}/edit/",
        {
            "subject": "Second call",
            "kind": "visit",
            "done_at": "2025-11-20T14:30",
            "outcome": "Fine",
            "owner": str(user.pk),
            "version": "1",
        },
    )
    assert answer.status_code == 302
    stored = Activity.objects.get()
    assert (stored.subject, stored.kind, stored.outcome, stored.version) == (
        "Second call",
        "visit",
        "Fine",
        2,
    )


def test_the_page_of_an_activity_tells_what_led_to_it() -> None:
    step = make.activity(company=make.company(name_en="Aoba"), subject="Visit")
    make.activity(company=step.company, subject="Call", done_at=timezone.now(), next_activity=step)
    said = words(client_of().get(f"/activities/{step.pk}/"))
    assert all(word in said for word in ("Visit", "Aoba", "Call"))


def test_the_list_filters_and_stays_at_its_queries() -> None:
    client = client_of()
    assert "No contact yet" in words(client.get("/activities/"))
    make.activity(company=make.company(), subject="Call them", done_at=timezone.now())
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get("/activities/")
        counts.append(len(queries))
        make.activity(deal=make.deal(make.company()), campaign=make.campaign())
        make.activity(need=make.need(), cooperative=make.cooperative())
    assert counts[0] == counts[1]
    assert "Call them" in words(client.get("/activities/?status=done"))
    assert "No activity fits" in words(client.get("/activities/?status=cancelled"))
    part = client.get("/activities/?status=done", headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in part, "Call them" in part) == (False, True)
