"""The files of an import: kept beside the other uploads while they are needed, no longer."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from crm.models import Intake
from prospects.intake.unpack import read_rows

#: The failure of an import whose upload is lost.
GONE = {"code": "file_gone", "about": {}}


def folder_of(intake: Intake) -> Path:
    """The import's own folder; its name tells nothing of the file."""
    return Path(settings.MEDIA_ROOT) / "imports" / str(intake.pk)


def original_of(intake: Intake) -> Path:
    return folder_of(intake) / "original"


def keep(intake: Intake, chunks: Iterator[bytes]) -> None:
    """Store an uploaded file."""
    folder = folder_of(intake)
    folder.mkdir(parents=True, exist_ok=True)
    with original_of(intake).open("wb") as out:
        for chunk in chunks:
            out.write(chunk)


def forget(intake: Intake) -> None:
    """Remove all files of an import; its rows are in the database."""
    shutil.rmtree(folder_of(intake), ignore_errors=True)


def rows_of(intake: Intake) -> Iterator[tuple[int, list[str]]]:
    """The rows of the chosen sheet with their line numbers, headings included."""
    sheet = intake.contents["sheets"][intake.sheet]
    return read_rows(folder_of(intake) / sheet["file"])


def has_rows(intake: Intake) -> bool:
    """Whether the rows of every sheet are there: a restored database may have lost its uploads."""
    sheets = intake.contents.get("sheets", ())
    return all((folder_of(intake) / str(sheet.get("file"))).is_file() for sheet in sheets)
