"""Exports as commands: ask for one, make its file, cancel, make again, throw old files away.

A file is made by whoever holds the export's lock in the database: a worker that dies lets go of it,
so a task that is delivered twice does the work once, and one that was lost can be taken up.
"""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from collections.abc import Iterable, Iterator
from functools import partial
from typing import IO, Any
from uuid import UUID

import structlog
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from crm.access import Action, allowed
from crm.models import Export, User
from prospects.locks import alone
from prospects.register import CREDIT
from prospects.spreadsheets import WRITERS, Sheet

from .nouns import EXPORTABLE, Exportable, described, is_asked, reach

#: Files of up to so many rows are made while the reader waits.
AT_ONCE = 5_000
KEPT = dt.timedelta(days=7)
#: Work that gave no sign for so long is over: its worker is gone and so is its task.
SILENCE = dt.timedelta(minutes=30)
FOLDER = "exports"

_SIGN_SECONDS = 1.0
_BETWEEN_LOOKS = 1_000  # rows
log = structlog.get_logger(__name__)


class ExportRefusedError(Exception):
    """The list cannot be exported as asked; the text says why."""


class _Stopped(Exception):  # noqa: N818  # no error: somebody cancelled
    pass


def asked(noun: Exportable, query: QueryDict, viewer: User) -> Any:
    """What `viewer` may export of the noun as `query` narrows it. Raises ExportRefusedError."""
    if not allowed(viewer, Action.EXPORT):
        raise ExportRefusedError(_("Your role does not include this."))
    found: Any = noun.found(query, viewer)
    if not is_asked(noun, found):
        problems = [
            f"{found.form.fields[name].label}: {' '.join(errors)}"
            for name, errors in found.form.errors.items()
        ]
        raise ExportRefusedError(" ".join(problems) or _("Narrow the list first."))
    return found


def ask(
    *, noun: Exportable, query: QueryDict, file_format: str, by: User, now: dt.datetime
) -> Export:
    """Order an export in the language at hand. Raises ExportRefusedError.

    A small one is made before this returns, a large one in the background after the commit.
    """
    found = asked(noun, query, by)
    with transaction.atomic():
        export = Export.objects.create(
            owner=by,
            noun=noun.key,
            format=Export.Format(file_format).value,
            query=_kept(query).urlencode(),
            filters=described(found),
            language=(translation.get_language() or "ko")[:2],
            total=noun.count(found),
            worked_at=now,
            is_demo=by.is_demo,
        )
        if export.total > AT_ONCE:
            _enqueue(export)
    if export.total <= AT_ONCE:
        make(export.pk)
        export.refresh_from_db()
    return export


def again(export: Export, *, now: dt.datetime) -> None:
    """Make a file that failed, was cancelled or is gone, with today's rows. Safe to call twice."""
    with transaction.atomic():
        ended = Export.objects.filter(pk=export.pk, state__in=Export.AGAIN)
        if ended.update(
            state=Export.State.WAITING, rows=0, problem="", worked_at=now, finished_at=None
        ):
            _enqueue(export)


def cancel(export: Export, *, now: dt.datetime) -> bool:
    """Stop one that waits or is being made; False where it was over already."""
    working = Export.objects.filter(pk=export.pk, state__in=Export.WORKING)
    return bool(working.update(state=Export.State.CANCELLED, finished_at=now))


def make(key: UUID) -> None:
    """Make the file of an export that waits, or whose worker is gone. Safe to call twice."""
    with alone(int.from_bytes(key.bytes[-8:], signed=True)) as is_mine:
        if not is_mine:
            return
        export = Export.objects.select_related("owner").filter(pk=key).first()
        started = Export.objects.filter(pk=key, state__in=Export.WORKING)
        if export is None or not started.update(
            state=Export.State.RUNNING, rows=0, worked_at=timezone.now()
        ):
            return
        with translation.override(export.language):
            _make(export)


def tidy(*, now: dt.datetime) -> int:
    """Throw away files whose time is over; end work that stopped. Returns the number of files."""
    old = Export.objects.filter(state=Export.State.READY, expires_at__lte=now)
    gone = 0
    for export in old.iterator():
        default_storage.delete(str(export.file))
        gone += old.filter(pk=export.pk).update(state=Export.State.EXPIRED, file="")
    for export in Export.objects.working().filter(worked_at__lt=now - SILENCE):
        with translation.override(export.language):
            _end(export, _("The work stopped before it was done. Make the export again."))
    return gone + _sweep(now)


def _kept(query: QueryDict) -> QueryDict:
    kept = query.copy()
    for name in ("cursor", "csrfmiddlewaretoken"):
        kept.pop(name, None)
    return kept


# --- Making ---------------------------------------------------------------------------------------


def _make(export: Export) -> None:
    noun = EXPORTABLE[export.noun]
    try:
        found = asked(noun, QueryDict(export.query), export.owner)
        seen = reach(noun, export.owner)
        with tempfile.NamedTemporaryFile(suffix=f".{export.format}") as made:
            rows = _reported(export, noun.rows(found))
            number = WRITERS[export.format](made, _sheet(export, noun, found), rows)
            made.flush()
            _keep(export, made, rows=number, seen=seen)
    except _Stopped:
        return
    except ExportRefusedError as error:
        _end(export, str(error))
    except Exception:
        log.exception("export failed", export=str(export.pk), noun=export.noun)
        _end(export, _("The file could not be made. Try again."))


def _sheet(export: Export, noun: Exportable, found: Any) -> Sheet:
    made = timezone.localtime()
    notes = [
        (_("List"), str(noun.title)),
        (_("Made"), f"{made:%Y-%m-%d %H:%M} ({made.tzname()})"),
        (_("Made by"), str(export.owner)),
        *((label, text) for label, text in export.filters),
    ]
    if not export.filters:
        notes.append((_("Filter"), _("none: the whole list")))
    if noun.credited:
        notes.append((_("Source of register data"), CREDIT))
    return Sheet(
        title=str(noun.title),
        columns=noun.columns(found),
        notes_title=_("About this file"),
        notes=notes,
        count_label=_("Rows"),
        zone=timezone.get_default_timezone(),
    )


def _reported(export: Export, rows: Iterable[Any]) -> Iterator[Any]:
    """The rows, while the export says how far it is; stops when somebody cancelled it."""
    told = time.monotonic()
    for number, row in enumerate(rows, 1):
        if number % _BETWEEN_LOOKS == 0 and time.monotonic() - told > _SIGN_SECONDS:
            told = time.monotonic()
            if not _running(export).update(rows=number, worked_at=timezone.now()):
                raise _Stopped
        yield row


def _keep(export: Export, made: IO[bytes], *, rows: int, seen: str) -> None:
    now = timezone.now()
    made.seek(0, 2)
    size = made.tell()
    made.seek(0)
    name = f"{FOLDER}/{export.pk}.{export.format}"
    default_storage.delete(name)
    name = default_storage.save(name, File(made))
    if not _running(export).update(
        state=Export.State.READY,
        rows=rows,
        size=size,
        file=name,
        reach=seen,
        worked_at=now,
        finished_at=now,
        expires_at=now + KEPT,
    ):
        default_storage.delete(name)


def _end(export: Export, problem: str) -> None:
    Export.objects.working().filter(pk=export.pk).update(
        state=Export.State.FAILED, problem=problem[:300], finished_at=timezone.now()
    )


def _running(export: Export) -> Any:
    return Export.objects.filter(pk=export.pk, state=Export.State.RUNNING)


def _enqueue(export: Export) -> None:
    from crm.tasks import make_export

    transaction.on_commit(partial(make_export.delay, str(export.pk)), robust=True)


def _sweep(now: dt.datetime) -> int:
    """Remove files that no export names any more: their rows went, or a worker died over them."""
    if not default_storage.exists(FOLDER):
        return 0
    _folders, names = default_storage.listdir(FOLDER)
    known = {*Export.objects.exclude(file="").values_list("file", flat=True)}
    gone = 0
    for name in (f"{FOLDER}/{each}" for each in names):
        if name not in known and default_storage.get_modified_time(name) < now - SILENCE:
            default_storage.delete(name)
            gone += 1
    return gone
