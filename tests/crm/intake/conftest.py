"""Files of imports go to a folder of the test, and work is done at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from crm.intake import running
from crm.models import Intake, User
from tests import make

Send = Callable[..., Intake]
Run = Callable[[Callable[[], Any]], Any]


@pytest.fixture(autouse=True)
def folder(own_media: Path) -> Path:
    return own_media


@pytest.fixture
def run(django_capture_on_commit_callbacks: Any) -> Run:
    """Give an order and do the work that it queues."""

    def give(order: Callable[[], Any]) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return order()

    return give


@pytest.fixture
def send(run: Run, db: None) -> Send:
    """Send a list in, take the guessed columns, and have its rows checked."""

    def give(
        text: str,
        *,
        kind: str = Intake.Kind.COMPANIES,
        by: User | None = None,
        encoding: str = "utf-8",
        **fields: Any,
    ) -> Intake:
        upload: Any = SimpleUploadedFile("一覧.csv", text.encode(encoding))
        owner = by or make.user(role=User.Role.ANALYST)
        intake: Intake = run(lambda: running.receive(kind=kind, upload=upload, by=owner, **fields))
        intake.refresh_from_db()
        if intake.state != Intake.State.COLUMNS:
            return intake
        run(lambda: take_columns(intake))
        intake.refresh_from_db()
        return intake

    return give


def take_columns(intake: Intake) -> None:
    """Say yes to the columns as they were guessed."""
    running.map_columns(
        intake,
        sheet=intake.sheet,
        heading_row=intake.heading_row,
        headings=intake.headings,
        mapping=intake.mapping,
    )
