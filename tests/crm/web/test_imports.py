"""The import wizard as people meet it: pages, forms, refusals, and who may do what."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from crm.models import Intake, User
from prospects.models import Company
from tests import make
from tests.crm.web.signed_in import counted, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_media")]
LIST = "会社名,法人番号,従業員数\n一号工業,,12名\n二号工業,123,四人\n"
IN_LINE = {"HX-Request": "true", "HX-Target": "line-3"}


class WorkingClient(Client):
    """A client whose requests are committed: the work that they order is done at once."""

    def request(self, **request: Any) -> Any:
        with TestCase.captureOnCommitCallbacks(execute=True):
            return super().request(**request)


def signed_in(user: User) -> Client:
    client = WorkingClient(headers={"accept-language": "en"})
    client.force_login(user)
    return client


@pytest.fixture
def analyst() -> User:
    return make.user(role=User.Role.ANALYST)


@pytest.fixture
def client(analyst: User) -> Client:
    return signed_in(analyst)


def upload(client: Client, text: str = LIST, *, kind: str = "companies", **fields: Any) -> Any:
    file = SimpleUploadedFile("list.csv", text.encode())
    return client.post(reverse("web:intake_create"), {"kind": kind, "file": file, **fields})


def address(intake: Intake, name: str = "detail", *args: Any) -> str:
    return reverse(f"web:intake_{name}", args=[intake.pk, *args])


def checked(client: Client, text: str = LIST) -> Intake:
    """An import whose columns were taken as guessed."""
    upload(client, text)
    intake = Intake.objects.get()
    columns = {f"column-{at}": name for at, name in enumerate(intake.mapping)}
    answer = client.post(address(intake, "columns"), {"sheet": 0, "headings": 0, **columns})
    assert answer.status_code == 302
    intake.refresh_from_db()
    return intake


def test_from_upload_to_undo(client: Client) -> None:
    answer = upload(client)
    intake = Intake.objects.get()
    assert (answer.status_code, answer.url) == (302, address(intake))
    assert client.get(address(intake)).headers["Location"] == address(intake, "columns")
    page = words(client.get(address(intake, "columns")))
    assert "C 従業員数 12名 四人" in page.replace(" · ", " ")

    nothing = {f"column-{at}": "" for at in range(3)}
    refused = client.post(address(intake, "columns"), {"sheet": 0, "headings": 0, **nothing})
    assert refused.status_code == 422
    assert "No column is “Name (Japanese)”. New rows cannot do without it." in words(refused)
    twice = {"column-0": "name_ja", "column-1": "name_ja", "column-2": ""}
    refused = client.post(address(intake, "columns"), {"sheet": 0, "headings": 0, **twice})
    assert "Column A is this one already." in words(refused)

    taken = {"column-0": "name_ja", "column-1": "corporate_number", "column-2": "employees"}
    client.post(address(intake, "columns"), {"sheet": 0, "headings": 0, **taken})
    preview = words(client.get(address(intake)))
    assert "With errors 1 Possibly there already 0 New 1 Changes 0 Nothing new 0" in preview
    assert "“四人” is not a number." in preview
    assert "Import 1 row" in preview

    fixed = client.post(address(intake, "row", 3), {"cell-1": "", "cell-2": "4"}, headers=IN_LINE)
    assert "二号工業 · 4 New" in words(fixed)
    assert 'hx-swap-oob="true"' in fixed.content.decode()
    client.post(address(intake, "write"))
    result = words(client.get(address(intake)))
    assert "Added 2 Changed 0 Left out 0" in result
    assert [*Company.objects.order_by("pk").values_list("name_ja", "employees")] == [
        ("一号工業", 12),
        ("二号工業", 4),
    ]
    assert "2 added records are removed" in words(client.get(address(intake, "undo")))
    client.post(address(intake, "undo"))
    assert "Undone: 2 records removed, 0 set back." in words(client.get(address(intake)))
    assert not Company.objects.exists()
    assert "list.csv" in words(client.get(reverse("web:intake_list")))


def test_without_scripts_a_correction_comes_back_to_its_row(client: Client) -> None:
    intake = checked(client)
    answer = client.post(f"{address(intake, 'row', 3)}?show=error", {"cell-2": "x"})
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        f"{address(intake)}?show=error#line-3",
    )
    assert intake.rows.get(line=3).cells == ["二号工業", "123", "x"]


def test_duplicates_are_decided_one_by_one_and_together(client: Client) -> None:
    known = make.company(name_ja="株式会社一号工業", city="堺市")
    intake = checked(client, "会社名,従業員数\n一号工業,12\n")
    page = words(client.get(address(intake)))
    assert "株式会社一号工業" in page
    assert "same name, the place of one is not known" in page
    client.post(address(intake, "row", 2), {"choice": "update", "picked": str(known.pk)})
    assert intake.rows.get().choice == "update"
    client.post(address(intake, "decide"), {"choice": "create"})
    assert intake.rows.get().choice == "create"
    client.post(address(intake, "decide"), {"choice": "nonsense"})
    assert intake.rows.get().choice == ""
    answer = client.post(address(intake, "write"), follow=True)
    assert "No row would be written." in answer.content.decode()


def test_left_out_rows_and_templates_are_workbooks(client: Client) -> None:
    intake = checked(client)
    answer = client.get(address(intake, "left_out"))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    assert [row[2:] for row in rows.to_python()] == [
        ["会社名", "法人番号", "従業員数"],
        ["二号工業", "123", "四人"],
    ]
    assert "list%20-%20left%20out" in answer.headers["Content-Disposition"] or (
        "list_-_left_out.xlsx" in answer.headers["Content-Disposition"]
    )
    template = client.get(reverse("web:intake_template", args=["companies"]))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(template.content)).get_sheet_by_index(0)
    headings, example = sheet.to_python()
    assert (headings[0], example[0]) == ("Name (Japanese) *", "株式会社見本製作所")
    assert client.get(reverse("web:intake_template", args=["nothing"])).status_code == 404


@pytest.mark.parametrize("kind", [*Intake.Kind.values])
def test_every_template_can_be_sent_in_as_it_is(client: Client, kind: str) -> None:
    """Its headings are known in the language it was made in, and its example is read."""
    template = client.get(reverse("web:intake_template", args=[kind]))
    file = SimpleUploadedFile("t.xlsx", template.content)
    client.post(reverse("web:intake_create"), {"kind": kind, "file": file})
    intake = Intake.objects.get()
    assert (intake.state, intake.failure) == (Intake.State.COLUMNS, None)
    assert all(intake.mapping), [*zip(intake.headings, intake.mapping, strict=True)]


def test_a_wrong_file_is_refused_in_words(client: Client) -> None:
    file = SimpleUploadedFile("photo.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0" + bytes(range(256)))
    client.post(reverse("web:intake_create"), {"kind": "companies", "file": file})
    intake = Intake.objects.get()
    page = words(client.get(address(intake)))
    assert "This is no spreadsheet. Excel workbooks (xlsx, xls) and CSV are read." in page
    client.post(address(intake, "discard"))
    assert not Intake.objects.exists()


def test_an_empty_upload_and_a_missing_kind_are_invalid(client: Client) -> None:
    answer = client.post(
        reverse("web:intake_create"), {"file": SimpleUploadedFile("list.csv", b"")}
    )
    assert answer.status_code == 422
    assert "The file is empty." in words(answer)


def test_another_encoding_is_read_on_demand(client: Client) -> None:
    upload(client)
    intake = Intake.objects.get()
    client.post(address(intake, "reopen"), {"encoding": "cp949"})
    intake.refresh_from_db()
    assert (intake.state, intake.encoding) == (Intake.State.COLUMNS, "cp949")
    client.post(address(intake, "reopen"), {"encoding": ""})
    intake.refresh_from_db()
    assert (intake.encoding, intake.headings[0]) == ("utf-8", "会社名")


def test_officers_bring_in_contacts_but_no_companies(client: Client) -> None:
    officer = signed_in(make.user(role=User.Role.OFFICER))
    page = words(officer.get(reverse("web:intake_create")))
    assert "Contact persons Activities" in page
    assert "Korean firms" not in page
    assert upload(officer).status_code == 422
    assert upload(officer, "氏名\nだれか\n", kind="contacts").status_code == 302


def test_only_the_owner_the_team_or_a_lead_goes_on_with_an_import(client: Client) -> None:
    intake = checked(client)
    other = signed_in(make.user(role=User.Role.ANALYST))
    assert "Import 1 row" not in words(other.get(address(intake)))
    for name in ("write", "decide", "discard", "reopen", "go_on", "undo"):
        assert other.post(address(intake, name)).status_code == 403
    assert other.post(address(intake, "row", 3), {"cell-2": "4"}).status_code == 403
    lead = signed_in(make.user(role=User.Role.MANAGER))
    assert lead.post(address(intake, "write")).status_code == 302
    assert Company.objects.count() == 1


def test_work_that_stopped_can_be_started_again(client: Client, analyst: User) -> None:
    long_ago = timezone.now() - dt.timedelta(minutes=5)
    intake = make.intake(owner=analyst, state=Intake.State.WRITING, queued_at=long_ago)
    make.intake_row(intake)
    page = client.get(address(intake))
    assert "Nothing of it was stored." in words(page)
    client.post(address(intake, "go_on"))
    intake.refresh_from_db()
    assert (intake.state, Company.objects.count()) == (Intake.State.DONE, 1)
    polled = client.get(address(intake), headers={"HX-Request": "true", "HX-Target": "intake-work"})
    assert polled.headers["HX-Redirect"] == address(intake)


@pytest.mark.parametrize("show", ["create", "duplicate", "error"])
def test_the_preview_asks_as_much_for_three_rows_as_for_one(
    client: Client, analyst: User, show: str
) -> None:
    found = []
    for rows in (1, 3):
        intake = make.intake(owner=analyst)
        for _n in range(rows):
            company = make.company()
            likely = [{"id": str(company.pk), "reason": "name", "other_number": False}]
            make.intake_row(
                intake,
                status=show,
                target=company.pk,
                changes={"employees": [None, 5]},
                candidates=likely if show == "duplicate" else [],
                problems=[{"column": "name_ja", "code": "required", "about": {}}],
            )
        with counted() as queries:
            assert client.get(f"{address(intake)}?show={show}").status_code == 200
        found.append(len(queries))
    assert found[0] == found[1]
