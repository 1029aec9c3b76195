"""Exports from order to expiry: the file as a whole, twice-run work, cancelling, starting again."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connections
from django.http import QueryDict
from django.utils import timezone
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks
from python_calamine import CalamineWorkbook

from crm.exports import making
from crm.exports.nouns import NOUNS, Noun
from crm.models import Export, User
from crm.tasks import make_export, tidy_exports
from prospects.register import CREDIT
from prospects.spreadsheets import WRITERS
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_media", "english")]

NOW = dt.datetime(2026, 11, 22, 6, 0, tzinfo=dt.UTC)
State = Export.State


def ask(query: str = "", file_format: str = "xlsx", by: User | None = None) -> Export:
    return making.ask(
        noun=NOUNS["companies"],
        query=QueryDict(query),
        file_format=file_format,
        by=by or make.user(),
        now=NOW,
    )


def content(export: Export) -> bytes:
    with default_storage.open(str(export.file)) as file:
        read: bytes = file.read()
    return read


def sheets(export: Export) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content(export)))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def files() -> list[str]:
    return default_storage.listdir("exports")[1] if default_storage.exists("exports") else []


@pytest.fixture
def _large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "AT_ONCE", -1)


def test_a_small_one_is_there_at_once() -> None:
    make.company(name_ja="甲", corporate_number=make.corporate_number(1), employees=30)
    make.company(name_ja="乙", employees=5)
    user = make.user(name="Mina")
    export = ask("employees_min=10&cursor=x", by=user)
    assert (export.state, export.total, export.rows) == (State.READY, 1, 1)
    assert (export.query, export.filters) == ("employees_min=10", [["Employees from", "10"]])
    assert export.size == len(content(export))
    data, info = sheets(export).values()
    assert len(data) == 2
    assert data[0][:2] == ["Corporate number", "Name (Japanese)"]
    assert data[1][:2] == [make.corporate_number(1), "甲"]
    assert data[0][-1] == "Dongban key"
    said = dict(info)
    assert said.pop("Made").endswith("(KST)")
    assert said == {
        "List": "Companies",
        "Made by": "Mina",
        "Employees from": "10",
        "Source of register data": CREDIT,
        "Rows": "1",
    }


def test_csv_as_bytes() -> None:
    make.company(name_ja="=HYPERLINK(1)", corporate_number=make.corporate_number(1))
    text = content(ask(file_format="csv"))
    assert text.startswith(b"\xef\xbb\xbfCorporate number,Name (Japanese),")
    assert text.endswith(b"\r\n")
    assert text.count(b"\r\n") == text.count(b"\n") == 2
    number = make.corporate_number(1)
    assert f'\r\n"=""{number}""",\'=HYPERLINK(1),' in text.decode("utf-8-sig")


def test_an_empty_list_is_a_file_with_its_headings() -> None:
    export = ask()
    assert (export.state, export.rows) == (State.READY, 0)
    [heading] = sheets(export)["Companies"]
    assert heading[0] == "Corporate number"


@pytest.mark.usefixtures("_large")
def test_a_large_one_is_made_after_the_commit(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    make.company()
    with django_capture_on_commit_callbacks() as callbacks:
        export = ask()
    assert (export.state, export.rows, files()) == (State.WAITING, 0, [])
    for callback in callbacks:
        callback()
    export.refresh_from_db()
    assert (export.state, export.rows, files()) == (State.READY, 1, [f"{export.pk}.xlsx"])
    assert export.expires_at is not None
    assert export.expires_at - timezone.now() > dt.timedelta(days=6, hours=23)


@pytest.mark.usefixtures("_large")
def test_a_task_that_comes_twice_does_its_work_once() -> None:
    make.company()
    export = ask()
    make_export(str(export.pk))
    export.refresh_from_db()
    made = (export.finished_at, content(export))
    make_export(str(export.pk))
    export.refresh_from_db()
    assert (export.finished_at, content(export)) == made
    assert files() == [f"{export.pk}.xlsx"]


@pytest.mark.usefixtures("_large")
def test_who_takes_up_the_work_of_a_dead_worker_begins_anew() -> None:
    make.company()
    export = ask()
    Export.objects.filter(pk=export.pk).update(state=State.RUNNING, rows=77)
    make_export(str(export.pk))
    export.refresh_from_db()
    assert (export.state, export.rows) == (State.READY, 1)


@pytest.mark.usefixtures("_large")
def test_two_workers_never_make_one_file() -> None:
    export = ask()
    number = int.from_bytes(export.pk.bytes[-8:], signed=True)
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [number])
        make_export(str(export.pk))
        export.refresh_from_db()
        assert export.state == State.WAITING
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [number])
    finally:
        other.close()
    make_export(str(export.pk))
    export.refresh_from_db()
    assert export.state == State.READY


@pytest.mark.usefixtures("_large")
def test_it_says_how_far_it_is_and_stops_when_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "_BETWEEN_LOOKS", 1)
    monkeypatch.setattr(making, "_SIGN_SECONDS", -1.0)
    for _ in range(3):
        make.company()
    export = ask()
    seen: list[int] = []
    rows = Noun.rows

    def watched(*args: Any) -> Iterator[Any]:
        for row in rows(*args):
            export.refresh_from_db()
            seen.append(export.rows)
            if len(seen) == 3:
                assert making.cancel(export, now=NOW)
            yield row

    monkeypatch.setattr(Noun, "rows", watched)
    make_export(str(export.pk))
    export.refresh_from_db()
    assert seen == [0, 1, 2]
    assert (export.state, files()) == (State.CANCELLED, [])
    assert not making.cancel(export, now=NOW)


@pytest.mark.usefixtures("_large")
def test_one_that_waits_is_cancelled_and_made_again(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    make.company()
    export = ask()
    making.cancel(export, now=NOW)
    make_export(str(export.pk))
    export.refresh_from_db()
    assert export.state == State.CANCELLED
    with django_capture_on_commit_callbacks(execute=True):
        making.again(export, now=NOW)
        making.again(export, now=NOW)
    export.refresh_from_db()
    assert (export.state, export.rows, export.problem) == (State.READY, 1, "")


def _deactivate(export: Export) -> None:
    User.objects.filter(pk=export.owner_id).update(is_active=False)


def _lose_the_cluster(export: Export) -> None:
    Export.objects.filter(pk=export.pk).update(query="cluster=gone")


@pytest.mark.usefixtures("_large")
@pytest.mark.parametrize(
    ("meanwhile", "problem"),
    [
        (_deactivate, "Your role does not include this."),
        (
            _lose_the_cluster,
            "cluster: Select a valid choice. That choice is not one of the available choices.",
        ),
    ],
)
def test_access_and_filter_are_checked_again_when_it_is_made(
    meanwhile: Callable[[Export], None], problem: str
) -> None:
    export = ask()
    meanwhile(export)
    make_export(str(export.pk))
    export.refresh_from_db()
    assert (export.state, export.problem, files()) == (State.FAILED, problem, [])


def test_what_goes_wrong_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any) -> int:
        raise OSError("disk full")

    monkeypatch.setitem(WRITERS, "xlsx", broken)
    export = ask()
    assert (export.state, export.problem) == (
        State.FAILED,
        "The file could not be made. Try again.",
    )


def test_a_filter_that_does_not_hold_orders_nothing() -> None:
    with pytest.raises(making.ExportRefusedError, match="employees from: Enter a whole number"):
        ask("employees_min=many")
    assert not Export.objects.exists()


def test_old_files_go_and_their_record_stays() -> None:
    old, new = ask(), ask()
    Export.objects.filter(pk=old.pk).update(expires_at=timezone.now())
    tidy_exports()
    tidy_exports()
    old.refresh_from_db()
    assert (old.state, str(old.file), old.rows) == (State.EXPIRED, "", 0)
    assert files() == [f"{new.pk}.xlsx"]


def test_files_of_nobody_are_swept_when_they_are_old() -> None:
    export = ask()
    default_storage.save("exports/left.xlsx", io.BytesIO(b"x"))
    assert making.tidy(now=timezone.now()) == 0
    assert making.tidy(now=timezone.now() + dt.timedelta(hours=1)) == 1
    assert files() == [f"{export.pk}.xlsx"]


@pytest.mark.usefixtures("_large")
def test_work_that_fell_silent_is_ended() -> None:
    export = ask()
    making.tidy(now=NOW + dt.timedelta(minutes=29))
    export.refresh_from_db()
    assert export.state == State.WAITING
    making.tidy(now=NOW + dt.timedelta(minutes=31))
    export.refresh_from_db()
    assert export.state == State.FAILED
    assert export.problem == "The work stopped before it was done. Make the export again."
