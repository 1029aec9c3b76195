"""A form that makes a record, sent twice, makes one."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable

import pytest
from django.db import connections
from django.test import Client

from crm.models import Activity, Campaign, Deal, Submission, User
from matching.models import Firm, Need
from prospects.models import Company, Contact, Cooperative
from tests import copies, make
from tests.crm.web.signed_in import IN_PANEL, client_of

pytestmark = pytest.mark.django_db

Sent = dict[str, object]


def of_log() -> tuple[str, type, Sent]:
    about = f"company:{make.company().pk}"
    sent: Sent = {"about": about, "subject": "First call", "kind": "call", "state": "done"}
    return "/activities/new/", Activity, sent | {"when": "2020-01-01T10:00"}


def of_deal() -> tuple[str, type, Sent]:
    copies.reference()
    company = make.company()
    return (
        "/deals/new/",
        Deal,
        {"company": f"company:{company.pk}", "title": "A deal", "currency": "KRW"},
    )


def of_need() -> tuple[str, type, Sent]:
    sent = {"firm": f"firm:{make.firm().pk}", "capability": str(make.capability().pk)}
    return "/needs/new/", Need, sent | {"name_en": "Need", "status": "open", "suppliers_wanted": 1}


def of_contact() -> tuple[str, type, Sent]:
    sent: Sent = {"name": "佐藤", "language": "ja"}
    return f"/companies/{make.company().pk}/facts/contact/", Contact, sent


FORMS: dict[str, Callable[[], tuple[str, type, Sent]]] = {
    "log": of_log,
    "deal": of_deal,
    "need": of_need,
    "contact": of_contact,
    "company": lambda: ("/companies/new/", Company, {"name_ja": "大田精密"}),
    "cooperative": lambda: (
        "/cooperatives/new/",
        Cooperative,
        {"name_ja": "大田組合", "kind": "cooperative"},
    ),
    "firm": lambda: ("/firms/new/", Firm, {"name_ko": "한빛전자"}),
    "campaign": lambda: (
        "/campaigns/new/",
        Campaign,
        {"name_en": "Seminar", "kind": "seminar", "starts_on": "2020-01-01"},
    ),
}


def token(client: Client, url: str) -> str:
    found = re.search(r'name="once" value="([^"]+)"', client.get(url).content.decode())
    assert found
    return found[1]


@pytest.mark.parametrize("form", FORMS)
def test_sent_twice_makes_one_record_and_leads_to_it(form: str) -> None:
    url, model, sent = FORMS[form]()
    client = client_of()
    before = model._default_manager.count()  # type: ignore[attr-defined]
    sent |= {"once": token(client, url)}
    first, second = client.post(url, sent), client.post(url, sent)
    assert (first.status_code, second.status_code) == (302, 302)
    assert second["Location"] == first["Location"]
    assert model._default_manager.count() == before + 1  # type: ignore[attr-defined]
    assert "This was saved already." in client.get(first["Location"]).content.decode()


def test_in_a_dialog_too() -> None:
    client = client_of()
    sent = {"name_ja": "大田精密", "once": token(client, "/companies/new/")}
    first = client.post("/companies/new/", sent, headers=IN_PANEL)
    second = client.post("/companies/new/", sent, headers=IN_PANEL)
    assert second["HX-Redirect"] == first["HX-Redirect"]
    assert Company.objects.count() == 1


def test_changed_in_between_it_is_another_form() -> None:
    client = client_of()
    sent = {"name_ja": "大田精密", "once": token(client, "/companies/new/")}
    for name in ("大田精密", "大田精工"):
        client.post("/companies/new/", sent | {"name_ja": name})
    assert Company.objects.count() == 2


def test_a_form_that_was_refused_may_come_again() -> None:
    client = client_of()
    copies.reference()
    make.company(corporate_number="7000012050002")
    sent = {"name_ja": "大田精密", "corporate_number": "7000012050002"}
    sent |= {"once": token(client, "/companies/new/")}
    assert client.post("/companies/new/", sent).status_code == 422
    Company.objects.all().delete()
    assert client.post("/companies/new/", sent).status_code == 302


def test_equal_forms_of_two_people_or_two_openings_make_two() -> None:
    sent = {"name_ko": "한빛전자", "anyway": "1"}  # a second firm of one name is asked about
    for client in (client_of(), client_of()):
        client.post("/firms/new/", sent | {"once": "00000000"})
    for _ in range(2):
        opened = token(client, "/firms/new/")
        client.post("/firms/new/", sent | {"once": opened})
    assert Firm.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_at_the_same_moment_the_second_waits_for_the_first() -> None:
    user = make.user(role=User.Role.OFFICER)
    clients = [client_of(user), client_of(user)]
    sent = {"name_ja": "大田精密", "once": token(clients[0], "/companies/new/")}
    answers: list[str] = []
    ready = threading.Barrier(2)

    def send(client: Client) -> None:
        ready.wait()
        try:
            answers.append(client.post("/companies/new/", sent)["Location"])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    company = Company.objects.get()
    assert answers == [f"/companies/{company.pk}/"] * 2
    assert Submission.objects.count() == 1
