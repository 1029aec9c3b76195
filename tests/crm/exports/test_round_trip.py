"""A list that was exported comes back through the import: nothing is lost, nothing has changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils import translation

from crm.exports.making import ask
from crm.exports.nouns import NOUNS
from crm.intake import running
from crm.models import Intake
from tests import make
from tests.crm.exports.test_nouns import full_company
from tests.crm.intake.conftest import take_columns

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_media")]
NOW = dt.datetime(2026, 11, 22, 6, 0, tzinfo=dt.UTC)


@pytest.fixture
def back(
    django_capture_on_commit_callbacks: Any,
) -> Callable[[str, str], Intake]:
    """The companies out as a file in a language, and in again up to the preview."""

    def give(language: str, file_format: str) -> Intake:
        user = make.user(role="analyst")
        with translation.override(language):
            export = ask(
                noun=NOUNS["companies"],
                query=QueryDict(""),
                file_format=file_format,
                by=user,
                now=NOW,
            )
        with default_storage.open(str(export.file)) as file:
            upload: Any = SimpleUploadedFile(f"list.{file_format}", file.read())
        with django_capture_on_commit_callbacks(execute=True):
            intake = running.receive(kind=Intake.Kind.COMPANIES, upload=upload, by=user)
        intake.refresh_from_db()
        assert (intake.state, intake.failure) == (Intake.State.COLUMNS, None)
        with django_capture_on_commit_callbacks(execute=True):
            take_columns(intake)
        intake.refresh_from_db()
        return intake

    return give


@pytest.mark.parametrize("language", ["ko", "ja", "en"])
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_companies_come_back_as_they_went(
    language: str, file_format: str, back: Callable[[str, str], Intake]
) -> None:
    company = full_company()
    intake = back(language, file_format)
    names = [field.name for field in NOUNS["companies"].fields]
    assert {name: found for name, found in zip(names, intake.mapping, strict=True) if found} == {
        name: name
        for name in (
            "corporate_number",
            "name_ja",
            "name_kana",
            "name_ko",
            "name_en",
            "postcode",
            "prefecture",
            "city",
            "street",
            "municipality_code",
            "phone",
            "website",
            "employees",
            "capital_jpy",
            "founded_year",
            "jsic_code",
            "capabilities",
            "products",
            "note",
            "source",
            "as_of",
            "id",
        )
    }
    [row] = intake.rows.all()
    assert (row.problems, row.changes, row.status) == ([], {}, "same")
    assert row.target == company.pk
