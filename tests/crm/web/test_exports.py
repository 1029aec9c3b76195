"""Exports on screen: ordering, fetching, whose they are, and who took what."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from crm.exports import making, nouns
from crm.models import Export, User
from prospects.models import Company
from tests import make
from tests.crm.web.signed_in import client_of, counted, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_media", "english")]

LIST = "/exports/"
NEW = "/exports/new/companies/"
IN_MODAL = {"HX-Request": "true", "HX-Target": "modal-body"}


@pytest.fixture
def user() -> User:
    return make.user()


@pytest.fixture
def client(user: User) -> Client:
    return client_of(user)


def names(response: HttpResponseBase) -> list[object]:
    """The second column of a downloaded workbook: the companies' names."""
    data = b"".join(response)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    return [row[1] for row in rows[1:]]


def test_a_list_links_to_its_export_as_it_is_narrowed(client: Client) -> None:
    make.company(employees=20)
    page = client.get("/companies/", {"employees_min": "10", "sort": "name"})
    assert page.context["export_url"] == f"{NEW}?employees_min=10&sort=name"
    assert f'href="{NEW}?employees_min=10&amp;sort=name"' in page.content.decode()


def test_the_matches_of_a_need_are_exported_as_that(client: Client) -> None:
    match = make.match(make.company())
    page = client.get(f"/needs/{match.need_id}/", {"score": "0.1"})
    assert page.context["export_url"] == f"/exports/new/matches/?score=0.1&need={match.need_id}"


def test_it_says_how_many_rows_and_which(client: Client) -> None:
    make.company(employees=20)
    make.company(employees=5)
    said = words(client.get(NEW, {"employees_min": "10"}))
    assert "Rows 1 Employees from 10" in said
    assert "Filter none: the whole list" in words(client.get(NEW))


def test_a_plain_form_brings_the_file(client: Client, user: User) -> None:
    make.company(name_ja="甲", employees=20)
    make.company(name_ja="乙", employees=5)
    answer = client.post(f"{NEW}?employees_min=10", {"format": "xlsx"}, follow=True)
    assert names(answer) == ["甲"]
    export = Export.objects.get()
    day = timezone.localdate().isoformat()
    assert answer.headers["Content-Disposition"] == f'attachment; filename="Companies {day}.xlsx"'
    assert (export.owner, export.rows, len(export.downloads)) == (user, 1, 1)


def test_in_the_dialog_the_file_comes_and_the_dialog_closes(client: Client) -> None:
    make.company()
    answer = client.post(NEW, {"format": "csv"}, headers=IN_MODAL)
    export = Export.objects.get()
    assert answer.headers["HX-Redirect"] == f"/exports/{export.pk}/file/"
    assert "dialog-close" in answer.headers["HX-Trigger"]
    assert "1 row exported." in answer.headers["HX-Trigger"]


def test_a_large_one_is_fetched_later(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "AT_ONCE", 0)
    make.company()
    answer = client.post(NEW, {"format": "csv"}, follow=True)
    assert answer.redirect_chain == [(LIST, 302)]
    page = answer.content.decode()
    assert "The file is being made" in page
    assert 'hx-trigger="every 2s"' in page
    making.make(Export.objects.get().pk)
    part = client.get(LIST, headers={"HX-Request": "true", "HX-Target": "results"})
    assert "every 2s" not in part.content.decode()
    assert "Download" in part.content.decode()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (
            f"{NEW}?employees_min=many",
            "employees from: Enter a whole number in digits, such as 800 or 1,200.",
        ),
        ("/exports/new/register/", "Narrow the list first."),
        ("/exports/new/invitees/", "Narrow the list first."),
    ],
)
def test_a_filter_that_does_not_hold_is_refused(client: Client, address: str, said: str) -> None:
    for answer in (client.get(address), client.post(address, {"format": "csv"})):
        assert answer.status_code == 422
        assert said in words(answer)
    assert not Export.objects.exists()


def test_a_format_that_is_none_is_refused(client: Client) -> None:
    answer = client.post(NEW, {"format": "pdf"})
    assert answer.status_code == 422
    assert not Export.objects.exists()


def test_a_noun_that_is_none(client: Client) -> None:
    assert client.get("/exports/new/users/").status_code == 404


def _ready(owner: User) -> Export:
    client_of(owner).post(NEW, {"format": "csv"})
    return Export.objects.get(owner=owner)


def test_nobody_else_gets_a_file_nor_touches_it(client: Client) -> None:
    export = _ready(make.user())
    chief = client_of(role=User.Role.ADMINISTRATOR)
    for other in (client, chief):
        assert other.get(f"/exports/{export.pk}/file/").status_code == 404
        assert other.post(f"/exports/{export.pk}/cancel/").status_code == 404
        assert other.post(f"/exports/{export.pk}/again/").status_code == 404
        assert "No export yet" in words(other.get(LIST))


def test_a_file_that_is_gone(client: Client, user: User) -> None:
    export = _ready(user)
    Export.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert client.get(f"/exports/{export.pk}/file/").status_code == 404
    making.tidy(now=timezone.now())
    assert client.get(f"/exports/{export.pk}/file/").status_code == 404
    assert "Make again" in words(client.get(LIST))


def test_what_may_be_seen_is_asked_again_at_the_download(
    client: Client, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = _ready(user)

    def narrower(viewer: object, rows: object) -> object:
        return Company.objects.filter(is_demo=False)

    monkeypatch.setattr(nouns, "visible", narrower)
    answer = client.get(f"/exports/{export.pk}/file/", follow=True)
    assert answer.redirect_chain == [(LIST, 302)]
    assert "What you may see has changed since" in answer.content.decode()


def test_cancel_and_again(client: Client, user: User) -> None:
    export = make.export(user)
    answer = client.post(f"/exports/{export.pk}/cancel/", follow=True)
    assert "Export cancelled." in answer.content.decode()
    assert "Make again" in words(answer)
    client.post(f"/exports/{export.pk}/again/")
    export.refresh_from_db()
    assert export.state == Export.State.WAITING


def test_an_administrator_sees_who_took_what() -> None:
    officer = make.user(name="Seoyeon Kim")
    client_of(officer).post(f"{NEW}?q=%E7%B2%BE%E5%AF%86", {"format": "csv"})
    said = words(client_of(role=User.Role.ADMINISTRATOR).get(LIST, {"all": "1"}))
    assert "Companies CSV Name or corporate number: 精密" in said
    assert "Seoyeon Kim" in said
    assert "Download " not in said.split("Kept until")[1]
    assert client_of(officer).get(LIST, {"all": "1"}).status_code == 403


def test_the_queries_do_not_grow(client: Client, user: User) -> None:
    make.export(user)
    client.get(LIST)
    with counted() as one:
        client.get(LIST)
    make.export(user)
    make.export(user)
    with counted() as three:
        client.get(LIST)
    assert len(one) == len(three)
