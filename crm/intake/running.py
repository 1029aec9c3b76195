"""An import from state to state: what people may order, and the work behind it.

Each piece of work is one transaction that holds the import's row; whoever finds the row free while
the state says "working" knows that the worker died, that nothing was written, and may start it
again. Progress is kept in the cache, as others cannot see into the transaction.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.intake import files
from crm.intake.checking import check, count, recheck
from crm.intake.kinds import kind_of
from crm.intake.undoing import undo
from crm.intake.writing import write
from crm.models import Intake, IntakeRow, User
from prospects.intake.columns import by_script, guess, heading_row
from prospects.intake.problems import IntakeFileError
from prospects.intake.unpack import unpack
from prospects.intake.values import fold
from prospects.models import Cooperative

State = Intake.State
SAMPLE_ROWS = 30
#: A worker takes up what is queued at once; one that has not after so long is not coming.
_PATIENCE = dt.timedelta(seconds=20)
_PROGRESS_SECONDS = 3600
#: An import that nobody wrote is forgotten after so many days.
DRAFT_DAYS = 30


class IntakeError(Exception):
    """An order that the import's state does not allow; the text is for people."""


@dataclass(frozen=True)
class Progress:
    """How far work is; `total` 0 while that is not known. `stopped`: nobody is working on it."""

    done: int
    total: int
    stopped: bool


# --- Orders ---------------------------------------------------------------------------------------


@transaction.atomic
def receive(
    *, kind: str, upload: UploadedFile[Any], by: User, cooperative: Cooperative | None = None
) -> Intake:
    """Keep an uploaded file and have it opened."""
    intake = Intake.objects.create(
        kind=kind,
        owner=by,
        cooperative=cooperative,
        file_name=(upload.name or "")[-255:],
        is_demo=by.is_demo,
    )
    files.keep(intake, upload.chunks())
    _queue(intake, State.OPENING)
    return intake


@transaction.atomic
def reopen(intake: Intake, *, encoding: str) -> None:
    """Open the file again, in another encoding than the guessed one."""
    intake = _held(intake, State.COLUMNS, State.READY, State.REFUSED)
    intake.encoding = encoding
    intake.save(update_fields=["encoding"])
    _queue(intake, State.OPENING)


@transaction.atomic
def map_columns(
    intake: Intake,
    *,
    sheet: int,
    heading_row: int,
    headings: Sequence[str],
    mapping: Sequence[str],
    options: Mapping[str, bool] | None = None,
) -> None:
    """Say which column of the file is which, and have the rows checked.

    `options` are what was ticked beside the columns (`crm.intake.kinds.Option`).
    """
    intake = _held(intake, State.COLUMNS, State.READY)
    intake.sheet, intake.heading_row = sheet, heading_row
    intake.headings, intake.mapping = [*headings], [*mapping]
    intake.headings_key = headings_key(headings)
    intake.options = {**(options or {})}
    intake.save(
        update_fields=["sheet", "heading_row", "headings", "mapping", "headings_key", "options"]
    )
    _queue(intake, State.CHECKING)


@transaction.atomic
def correct(intake: Intake, *, line: int, cells: dict[int, str]) -> None:
    """Put other texts into cells of a row, by column index, and compare the row anew."""
    intake = _held(intake, State.READY)
    row = intake.rows.select_for_update().get(line=line)
    widest = max(cells, default=-1)
    row.cells += [""] * (widest + 1 - len(row.cells))
    for index, text in cells.items():
        row.cells[index] = text.replace("\0", "")
    row.choice = ""
    row.save(update_fields=["cells", "choice"])
    recheck(intake, [line])


@transaction.atomic
def decide(intake: Intake, *, line: int, choice: str, picked: str = "") -> None:
    """What to do with one row: "" goes back to undecided, or to what the check found."""
    intake = _held(intake, State.READY)
    row = intake.rows.select_for_update().get(line=line)
    if picked and picked != str(row.target):
        recheck(intake, [line], picked=picked)  # anew: a possible one may have been merged by now
        row.refresh_from_db()
        if picked not in {each["id"] for each in row.candidates} | {str(row.target)}:
            raise IntakeError(_("This company is not among the possible ones."))
    if choice != IntakeRow.Choice.SKIP and row.status != IntakeRow.Status.DUPLICATE:
        choice = ""
    row.choice = choice
    row.save(update_fields=["choice"])
    count(intake)


@transaction.atomic
def decide_all(intake: Intake, *, choice: str) -> int:
    """What to do with all rows that are possibly there already; how many they are."""
    intake = _held(intake, State.READY)
    decided = intake.rows.filter(status=IntakeRow.Status.DUPLICATE).update(choice=choice)
    count(intake)
    return decided


@transaction.atomic
def order_writing(intake: Intake) -> None:
    """Write the import. Rows with errors, undecided or left out ones stay behind."""
    intake = _held(intake, State.READY)
    if not intake.count("making") + intake.count("changing"):
        raise IntakeError(_("No row would be written."))
    _queue(intake, State.WRITING)


@transaction.atomic
def order_undo(intake: Intake) -> None:
    """Take the whole import back."""
    _queue(_held(intake, State.DONE), State.UNDOING)


@transaction.atomic
def go_on(intake: Intake) -> None:
    """Start work again whose worker died; whatever it had done is undone already."""
    _queue(_held(intake, *Intake.WORKING), intake.state)


@transaction.atomic
def discard(intake: Intake) -> None:
    """Forget an import that was not written, with its rows and its file."""
    intake = _held(intake, State.REFUSED, State.COLUMNS, State.READY, *Intake.WORKING[:2])
    transaction.on_commit(partial(files.forget, intake), robust=True)
    intake.rows.all().delete()
    intake.delete()


def discard_old(*, now: dt.datetime) -> int:
    """Forget imports that nobody wrote for a month; how many."""
    old = Intake.objects.filter(
        state__in=Intake.OPEN, updated_at__lt=now - dt.timedelta(days=DRAFT_DAYS)
    ).exclude(state__in=(State.WRITING, State.UNDOING))
    found = [*old]
    for intake in found:
        files.forget(intake)
        intake.delete()
    return len(found)


def _held(intake: Intake, *states: str) -> Intake:
    """The import, locked, if it is in one of the states. Raises IntakeError otherwise."""
    held = Intake.objects.select_for_update(skip_locked=True).filter(pk=intake.pk).first()
    if held is None or held.state not in states:
        raise IntakeError(_("The import has moved on meanwhile. Look at it again."))
    return held


def _queue(intake: Intake, state: str) -> None:
    from crm.tasks import work_on_intake

    intake.state = State(state)
    intake.failure = None
    intake.queued_at = timezone.now()
    intake.save(update_fields=["state", "failure", "queued_at", "updated_at"])
    cache.delete(_progress_key(intake.pk))
    transaction.on_commit(partial(work_on_intake.delay, str(intake.pk)))


# --- Work -----------------------------------------------------------------------------------------


def work_on(key: uuid.UUID) -> None:
    """Do what the import's state says; nothing where somebody else is at it, or it is done."""
    with transaction.atomic():
        intake = Intake.objects.select_for_update(skip_locked=True).filter(pk=key).first()
        if intake is None or not intake.is_working:
            return
        work, then, otherwise = _WORK[State(intake.state)]
        try:
            with transaction.atomic():
                work(intake, report=partial(_report, key))
        except IntakeFileError as error:
            intake = Intake.objects.get(pk=key)
            intake.failure = {"code": error.code, "about": error.about}
            then = otherwise
        except IntegrityError:
            intake = Intake.objects.get(pk=key)
            intake.failure = {"code": "collided", "about": {}}
            then = otherwise
        intake.state = then
        intake.save(update_fields=["state", "failure", "updated_at"])
    if then in (State.DONE, State.UNDONE):
        files.forget(intake)
    cache.delete(_progress_key(key))


def open_file(intake: Intake, *, report: Callable[[int, int], None]) -> None:
    """Unpack the file, choose its likeliest sheet, and guess headings and columns."""
    folder = files.folder_of(intake)
    contents = unpack(files.original_of(intake), folder, encoding=intake.encoding)
    intake.contents = contents.as_dict()
    intake.encoding = contents.encoding
    sheets = [
        [cells for _line, cells in first_rows(intake, index)]
        for index in range(len(contents.sheets))
    ]
    columns = kind_of(intake).layout.columns
    known = [
        max((sum(map(bool, guess(row, columns))) for row in rows), default=0) for rows in sheets
    ]
    intake.sheet = known.index(max(known))
    rows = sheets[intake.sheet]
    intake.heading_row = heading_row(rows, columns)
    intake.headings, intake.mapping = suggest(intake, rows, intake.heading_row)
    intake.counts = {}
    intake.rows.all().delete()
    intake.save()


_Work = tuple[Callable[..., None], str, str]
_WORK: dict[str, _Work] = {
    State.OPENING: (open_file, State.COLUMNS, State.REFUSED),
    State.CHECKING: (check, State.READY, State.COLUMNS),
    State.WRITING: (write, State.DONE, State.READY),
    State.UNDOING: (undo, State.UNDONE, State.DONE),
}


def first_rows(intake: Intake, sheet: int) -> list[tuple[int, list[str]]]:
    """The first rows of a sheet with their lines, for choosing the headings and for samples."""
    chosen = Intake(pk=intake.pk, contents=intake.contents, sheet=sheet)
    return [*itertools.islice(files.rows_of(chosen), SAMPLE_ROWS)]


def likely_headings(intake: Intake, rows: Sequence[Sequence[str]]) -> int:
    """The index of the row that probably holds the headings, -1 for none."""
    return heading_row(rows, kind_of(intake).layout.columns)


def suggest(
    intake: Intake, rows: Sequence[Sequence[str]], headings_at: int
) -> tuple[list[str], list[str]]:
    """The headings, and for each the column it probably is: as last time, or as guessed."""
    width = max(map(len, rows), default=0)
    heading = [*rows[headings_at]] if headings_at >= 0 else []
    headings = [" ".join(text.split())[:200] for text in heading] + [""] * (width - len(heading))
    layout = kind_of(intake).layout
    remembered = (
        Intake.objects.filter(kind=intake.kind, headings_key=headings_key(headings))
        .exclude(pk=intake.pk)
        .exclude(state__in=(State.OPENING, State.REFUSED))
        .order_by("-id")
        .values_list("mapping", flat=True)
        .first()
    )
    if headings_at >= 0 and remembered and len(remembered) == width:
        return headings, [name if name in layout else "" for name in remembered]
    return headings, by_script(guess(headings, layout.columns), rows[headings_at + 1 :], layout)


def headings_key(headings: Iterable[str]) -> str:
    """What tells one set of headings from another, however they are spaced."""
    return hashlib.sha256("\n".join(map(fold, headings)).encode()).hexdigest()


# --- Progress -------------------------------------------------------------------------------------


def progress_of(intake: Intake) -> Progress:
    """How far the work on an import is."""
    done, total = cache.get(_progress_key(intake.pk), (0, 0))
    queued = intake.queued_at or intake.updated_at
    stopped = timezone.now() - queued > _PATIENCE and _is_free(intake)
    return Progress(done, total, stopped)


def _is_free(intake: Intake) -> bool:
    with transaction.atomic():
        held = Intake.objects.select_for_update(skip_locked=True).filter(
            pk=intake.pk, state=intake.state
        )
        return held.exists()


def _report(key: uuid.UUID, done: int, total: int) -> None:
    cache.set(_progress_key(key), (done, total), _PROGRESS_SECONDS)


def _progress_key(key: Any) -> str:
    return f"intake:{key}"
