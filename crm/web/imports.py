"""Imports: upload, columns, preview, progress, result, undo. One address follows an import."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.text import capfirst, get_valid_filename
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from crm.access import Action, allowed, require, visible
from crm.intake import files, running
from crm.intake.kinds import KINDS, kind_of
from crm.intake.leaving import write_left_out, write_template
from crm.intake.running import IntakeError
from crm.intake.wording import failure_text
from crm.models import Intake, IntakeRow
from crm.web.imports_forms import ENCODINGS, ColumnsForm, UploadForm, kinds_for
from crm.web.imports_rows import lines_of
from crm.web.listing import paged, show_list
from crm.web.once import once
from crm.web.page import Request, done, go, invalid, page, show
from prospects.models import Cooperative

State = Intake.State
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: The tabs of the preview: what stops a row stands first.
TABS = {
    "error": gettext_lazy("With errors"),
    "duplicate": gettext_lazy("Possibly there already"),
    "create": pgettext_lazy("rows of a list", "New"),
    "update": pgettext_lazy("rows of a list", "Changes"),
    "same": gettext_lazy("Nothing new"),
}


def intake_url(intake: Intake) -> str:
    return reverse("web:intake_detail", args=[intake.pk])


# --- List and upload ------------------------------------------------------------------------------


@page(Action.IMPORT)
def intake_list(request: Request) -> HttpResponse:
    intakes = visible(request.user, Intake.objects.select_related("owner", "cooperative"))
    context = {**paged(request, intakes, order=("-id",)), "kinds": kinds_for(request.user)}
    return show_list(request, "imports/list.html", context)


@page(Action.IMPORT)
@once
def intake_create(request: Request) -> HttpResponse:
    if request.method != "POST":
        initial = {"kind": request.GET.get("kind", "")}
        if group := request.GET.get("cooperative", ""):
            initial = {"kind": Intake.Kind.MEMBERS, "cooperative": group}
        form = UploadForm(initial=initial, user=request.user)
        return show(
            request, "imports/upload.html", {"form": form, "kinds": kinds_for(request.user)}
        )
    form = UploadForm(request.POST, request.FILES, user=request.user)
    if not form.is_valid():
        context = {"form": form, "kinds": kinds_for(request.user)}
        return invalid(request, "imports/upload.html", context)
    data = form.cleaned_data
    cooperative: Cooperative | None = data.get("cooperative")
    intake = running.receive(
        kind=data["kind"],
        upload=data["file"],
        by=request.user,
        cooperative=cooperative if data["kind"] == Intake.Kind.MEMBERS else None,
    )
    return go(request, intake_url(intake))


@page(Action.IMPORT)
def intake_template(request: Request, kind: str) -> HttpResponse:
    """An empty list with the headings of a kind."""
    if kind not in KINDS:
        raise Http404
    out = io.BytesIO()
    write_template(kind, out)
    return _file(out, f"{capfirst(str(Intake.Kind(kind).label))}.xlsx")


def _file(out: io.BytesIO, name: str) -> HttpResponse:
    response = HttpResponse(out.getvalue(), content_type=_XLSX)
    response.headers["Content-Disposition"] = _attachment(name)
    return response


def _attachment(name: str) -> str:
    from django.utils.http import content_disposition_header

    return content_disposition_header(as_attachment=True, filename=get_valid_filename(name)) or ""


# --- One import -----------------------------------------------------------------------------------


@page(Action.IMPORT)
def intake_detail(request: Request, pk: UUID) -> HttpResponse:
    """Whatever the import needs now: patience, columns, a look at the rows, or its result."""
    intake = _intake(request, pk)
    if intake.is_working:
        return _working(request, intake)
    if request.htmx.target == "intake-work":
        return HttpResponseClientRedirect(intake_url(intake))
    if intake.state == State.COLUMNS:
        return HttpResponseRedirect(reverse("web:intake_columns", args=[pk]))
    if intake.state == State.REFUSED:
        context = {**_about(request, intake), "encodings": ENCODINGS}
        return show(request, "imports/refused.html", context)
    if intake.state == State.READY:
        return _preview(request, intake)
    return _result(request, intake)


def _about(request: Request, intake: Intake) -> dict[str, Any]:
    return {
        "intake": intake,
        "kind": kind_of(intake),
        "failure": failure_text(intake.failure),
        "may_run": _may_run(request, intake),
    }


def _may_run(request: Request, intake: Intake) -> bool:
    return allowed(request.user, Action.IMPORT, intake) and allowed(
        request.user, kind_of(intake).action
    )


def _working(request: Request, intake: Intake) -> HttpResponse:
    context = {**_about(request, intake), "progress": running.progress_of(intake)}
    return show(request, "imports/working.html", context, partial="work")


def _preview(request: Request, intake: Intake) -> HttpResponse:
    tabs = _tabs(intake)
    first = next((tab["key"] for tab in tabs if tab["count"]), "create")
    shown = request.GET.get("show", "")
    shown = shown if shown in TABS else first
    rows = intake.rows.filter(status=shown)
    listed = paged(request, rows, order=("line",))
    context = {
        **_about(request, intake),
        **listed,
        "tabs": tabs,
        "shown": shown,
        "lines": lines_of(intake, listed["rows"]),
        "writes": intake.count("making") + intake.count("changing"),
    }
    return show(request, "imports/preview.html", context)


def _tabs(intake: Intake) -> list[dict[str, Any]]:
    return [{"key": key, "label": label, "count": intake.count(key)} for key, label in TABS.items()]


def _result(request: Request, intake: Intake) -> HttpResponse:
    """What became of the rows: written, left out or, after an undo, kept."""
    written = intake.rows.filter(record__isnull=False)
    parts = {
        "made": written.filter(before__isnull=True),
        "changed": written.filter(before__isnull=False),
        "left": intake.rows.left_out(),
        "kept": intake.rows.filter(kept__isnull=False),
    }
    counts = {
        "made": intake.outcome.get("made", 0),
        "changed": intake.outcome.get("changed", 0),
        "left": intake.count("leaving"),
        "kept": intake.outcome.get("kept", 0),
    }
    fallback = "kept" if counts["kept"] else next((key for key in counts if counts[key]), "made")
    shown = request.GET.get("show", "")
    shown = shown if shown in parts else fallback
    listed = paged(request, parts[shown], order=("line",))
    context = {
        **_about(request, intake),
        **listed,
        "counts": counts,
        "shown": shown,
        "lines": lines_of(intake, listed["rows"]),
    }
    return show(request, "imports/result.html", context)


# --- Columns --------------------------------------------------------------------------------------


@page(Action.IMPORT)
def intake_columns(request: Request, pk: UUID) -> HttpResponse:
    """Choose sheet, headings and columns. By GET the page draws another choice of the first two."""
    intake = _intake(request, pk)
    if intake.state not in (State.COLUMNS, State.READY):
        return go(request, intake_url(intake))
    if request.method == "POST":
        _require_run(request, intake)
    if not files.has_rows(intake):
        context = {**_about(request, intake), "failure": failure_text(files.GONE)}
        return show(request, "imports/refused.html", context)
    asked = request.POST if request.method == "POST" else request.GET
    sheets = intake.contents["sheets"]
    sheet = _number(asked.get("sheet"), intake.sheet, most=len(sheets) - 1)
    numbered = running.first_rows(intake, sheet)
    rows = [cells for _line, cells in numbered]
    at = _number(asked.get("headings"), -2, least=-1, most=len(rows) - 1)
    if at == -2:
        at = intake.heading_row if sheet == intake.sheet else running.likely_headings(intake, rows)
    same = (sheet, at) == (intake.sheet, intake.heading_row)
    suggested = running.suggest(intake, rows, at)
    headings, mapping = (intake.headings, intake.mapping) if same else suggested
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        layout=kind_of(intake).layout,
        headings=headings,
        mapping=mapping,
        samples=rows[at + 1 :],
    )
    context = {
        **_about(request, intake),
        "form": form,
        "lines": form.lines(),
        "sheets": sheets,
        "sheet": sheet,
        "merged": sheets[sheet]["merged"],
        "headings_at": at,
        "candidates": [
            (place, line, " · ".join(filter(None, cells))[:60])
            for place, (line, cells) in enumerate(numbered[:15])
        ],
        "encodings": ENCODINGS,
    }
    if request.method != "POST":
        return show(request, "imports/columns.html", context)
    if not form.is_valid():
        return invalid(request, "imports/columns.html", context)
    return _order(
        request,
        intake,
        lambda: running.map_columns(
            intake, sheet=sheet, heading_row=at, headings=headings, mapping=form.mapping
        ),
    )


@page(Action.IMPORT)
@require_POST
def intake_reopen(request: Request, pk: UUID) -> HttpResponse:
    """Read a text file in another encoding."""
    intake = _intake(request, pk)
    _require_run(request, intake)
    encoding = request.POST.get("encoding", "")
    known = encoding if encoding in dict(ENCODINGS) else ""
    return _order(request, intake, lambda: running.reopen(intake, encoding=known))


# --- Rows -----------------------------------------------------------------------------------------


@page(Action.IMPORT)
@require_POST
def intake_row(request: Request, pk: UUID, line: int) -> HttpResponse:
    """Correct cells of a row, or decide what becomes of it."""
    intake = _intake(request, pk)
    _require_run(request, intake)
    row = get_object_or_404(intake.rows, line=line)
    cells = {
        int(index): str(text)[:32_767]
        for name, text in request.POST.items()
        if (index := name.removeprefix("cell-")) != name
        and index.isdecimal()
        and int(index) < len(intake.mapping)
    }
    try:
        if cells:
            running.correct(intake, line=row.line, cells=cells)
        else:
            choice = request.POST.get("choice", "")
            choice = choice if choice in IntakeRow.Choice.values else ""
            picked = request.POST.get("picked", "")
            running.decide(intake, line=row.line, choice=choice, picked=picked)
    except IntakeError as error:
        messages.error(request, str(error))
        return go(request, intake_url(intake))
    back = f"{intake_url(intake)}?{request.GET.urlencode()}#line-{line}"
    if not request.htmx:
        return HttpResponseRedirect(back)
    intake.refresh_from_db()
    row.refresh_from_db()
    context = {
        **_about(request, intake),
        "line": lines_of(intake, [row])[0],
        "tabs": _tabs(intake),
        "shown": request.GET.get("show", ""),
        "writes": intake.count("making") + intake.count("changing"),
        "is_answer": True,
    }
    return show(request, "imports/line_answer.html", context)


@page(Action.IMPORT)
@require_POST
def intake_decide(request: Request, pk: UUID) -> HttpResponse:
    """Decide about all rows that are possibly there already."""
    intake = _intake(request, pk)
    _require_run(request, intake)
    choice = request.POST.get("choice", "")
    choice = choice if choice in IntakeRow.Choice.values else ""
    back = f"{intake_url(intake)}?show=duplicate"
    return _order(request, intake, lambda: running.decide_all(intake, choice=choice), to=back)


# --- Write, undo, leave ---------------------------------------------------------------------------


@page(Action.IMPORT)
@require_POST
def intake_write(request: Request, pk: UUID) -> HttpResponse:
    intake = _intake(request, pk)
    _require_run(request, intake)
    return _order(request, intake, lambda: running.order_writing(intake))


@page(Action.IMPORT)
def intake_undo(request: Request, pk: UUID) -> HttpResponse:
    """Say what an undo does; by POST do it."""
    intake = _intake(request, pk)
    _require_run(request, intake)
    if request.method == "POST":
        return _order(request, intake, lambda: running.order_undo(intake))
    if intake.state != State.DONE:
        return go(request, intake_url(intake))
    return show(request, "imports/undo.html", _about(request, intake))


@page(Action.IMPORT)
@require_POST
def intake_go_on(request: Request, pk: UUID) -> HttpResponse:
    """Start work again whose worker died."""
    intake = _intake(request, pk)
    _require_run(request, intake)
    return _order(request, intake, lambda: running.go_on(intake))


@page(Action.IMPORT)
@require_POST
def intake_discard(request: Request, pk: UUID) -> HttpResponse:
    intake = _intake(request, pk)
    _require_run(request, intake)
    try:
        running.discard(intake)
    except IntakeError as error:
        messages.error(request, str(error))
        return go(request, intake_url(intake))
    return done(request, reverse("web:intake_list"), _("The import was discarded."))


@page(Action.IMPORT)
def intake_left_out(request: Request, pk: UUID) -> HttpResponse:
    """The rows that were left out, as a workbook to correct and send in again."""
    intake = _intake(request, pk)
    out = io.BytesIO()
    write_left_out(intake, out)
    stem = intake.file_name.rsplit(".", 1)[0]
    return _file(out, _("%s - left out") % stem + ".xlsx")


def _intake(request: Request, pk: UUID) -> Intake:
    intakes = Intake.objects.select_related("owner", "cooperative")
    return get_object_or_404(visible(request.user, intakes), pk=pk)


def _require_run(request: Request, intake: Intake) -> None:
    require(request.user, Action.IMPORT, intake)
    require(request.user, kind_of(intake).action)


def _order(request: Request, intake: Intake, order: Any, *, to: str = "") -> HttpResponse:
    """Give an order and go to the import, with the reason if it was refused."""
    try:
        order()
    except IntakeError as error:
        messages.error(request, str(error))
    return go(request, to or intake_url(intake))


def _number(text: str | None, fallback: int, *, least: int = 0, most: int) -> int:
    try:
        number = int(text or "")
    except ValueError:
        return fallback
    return number if least <= number <= most else fallback


_ONE = "imports/<uuid:pk>/"
urlpatterns = [
    path("imports/", intake_list, name="intake_list"),
    path("imports/new/", intake_create, name="intake_create"),
    path("imports/templates/<slug:kind>/", intake_template, name="intake_template"),
    path(_ONE, intake_detail, name="intake_detail"),
    path(f"{_ONE}columns/", intake_columns, name="intake_columns"),
    path(f"{_ONE}reopen/", intake_reopen, name="intake_reopen"),
    path(f"{_ONE}rows/<int:line>/", intake_row, name="intake_row"),
    path(f"{_ONE}decide/", intake_decide, name="intake_decide"),
    path(f"{_ONE}write/", intake_write, name="intake_write"),
    path(f"{_ONE}undo/", intake_undo, name="intake_undo"),
    path(f"{_ONE}go-on/", intake_go_on, name="intake_go_on"),
    path(f"{_ONE}discard/", intake_discard, name="intake_discard"),
    path(f"{_ONE}left-out/", intake_left_out, name="intake_left_out"),
]
