"""Imports: what people see of them, from upload to result. One address follows an import.

What they order on these pages is `imports_orders`.
"""

from __future__ import annotations

import io
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.text import capfirst, get_valid_filename
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from crm.access import Action, visible
from crm.intake import files, running
from crm.intake.kinds import KINDS, kind_of
from crm.intake.leaving import write_left_out, write_template
from crm.intake.wording import failure_text
from crm.models import Intake
from crm.web.imports_forms import ENCODINGS, ColumnsForm, UploadForm, kinds_for
from crm.web.imports_one import (
    TABS,
    about_intake,
    give_order,
    intake_or_404,
    intake_url,
    require_run,
    tabs_of,
)
from crm.web.imports_orders import (
    intake_decide,
    intake_discard,
    intake_go_on,
    intake_reopen,
    intake_row,
    intake_undo,
    intake_write,
)
from crm.web.imports_rows import lines_of
from crm.web.listing import paged, show_list
from crm.web.once import once
from crm.web.page import Request, go, invalid, page, show
from prospects.models import Cooperative

State = Intake.State
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

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
    intake = intake_or_404(request, pk)
    if intake.is_working:
        return _working(request, intake)
    if request.htmx.target == "intake-work":
        return HttpResponseClientRedirect(intake_url(intake))
    if intake.state == State.COLUMNS:
        return HttpResponseRedirect(reverse("web:intake_columns", args=[pk]))
    if intake.state == State.REFUSED:
        context = {**about_intake(request, intake), "encodings": ENCODINGS}
        return show(request, "imports/refused.html", context)
    if intake.state == State.READY:
        return _preview(request, intake)
    return _result(request, intake)


def _working(request: Request, intake: Intake) -> HttpResponse:
    context = {**about_intake(request, intake), "progress": running.progress_of(intake)}
    return show(request, "imports/working.html", context, partial="work")


def _preview(request: Request, intake: Intake) -> HttpResponse:
    tabs = tabs_of(intake)
    first = next((tab["key"] for tab in tabs if tab["count"]), "create")
    shown = request.GET.get("show", "")
    shown = shown if shown in TABS else first
    rows = intake.rows.filter(status=shown)
    listed = paged(request, rows, order=("line",))
    context = {
        **about_intake(request, intake),
        **listed,
        "tabs": tabs,
        "shown": shown,
        "lines": lines_of(intake, listed["rows"]),
        "writes": intake.count("making") + intake.count("changing"),
    }
    return show(request, "imports/preview.html", context)


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
        **about_intake(request, intake),
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
    intake = intake_or_404(request, pk)
    if intake.state not in (State.COLUMNS, State.READY):
        return go(request, intake_url(intake))
    if request.method == "POST":
        require_run(request, intake)
    if not files.has_rows(intake):
        context = {**about_intake(request, intake), "failure": failure_text(files.GONE)}
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
        kind=kind_of(intake),
        headings=headings,
        mapping=mapping,
        samples=rows[at + 1 :],
        options=intake.options,
    )
    context = {
        **about_intake(request, intake),
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
    return give_order(
        request,
        intake,
        lambda: running.map_columns(
            intake,
            sheet=sheet,
            heading_row=at,
            headings=headings,
            mapping=form.mapping,
            options=form.options,
        ),
    )


@page(Action.IMPORT)
def intake_left_out(request: Request, pk: UUID) -> HttpResponse:
    """The rows that were left out, as a workbook to correct and send in again."""
    intake = intake_or_404(request, pk)
    out = io.BytesIO()
    write_left_out(intake, out)
    stem = intake.file_name.rsplit(".", 1)[0]
    return _file(out, _("%s - left out") % stem + ".xlsx")


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
