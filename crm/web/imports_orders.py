"""What people order of an import: other cells, decisions, writing, undoing, discarding."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.access import Action
from crm.intake import running
from crm.intake.running import IntakeError
from crm.models import Intake, IntakeRow
from crm.web.imports_forms import ENCODINGS
from crm.web.imports_one import (
    about_intake,
    give_order,
    intake_or_404,
    intake_url,
    require_run,
    tabs_of,
)
from crm.web.imports_rows import lines_of
from crm.web.page import Request, done, go, page, show

State = Intake.State


@page(Action.IMPORT)
@require_POST
def intake_reopen(request: Request, pk: UUID) -> HttpResponse:
    """Read a text file in another encoding."""
    intake = intake_or_404(request, pk)
    require_run(request, intake)
    encoding = request.POST.get("encoding", "")
    known = encoding if encoding in dict(ENCODINGS) else ""
    return give_order(request, intake, lambda: running.reopen(intake, encoding=known))


@page(Action.IMPORT)
@require_POST
def intake_row(request: Request, pk: UUID, line: int) -> HttpResponse:
    """Correct cells of a row, or decide what becomes of it."""
    intake = intake_or_404(request, pk)
    require_run(request, intake)
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
        **about_intake(request, intake),
        "line": lines_of(intake, [row])[0],
        "tabs": tabs_of(intake),
        "shown": request.GET.get("show", ""),
        "writes": intake.count("making") + intake.count("changing"),
        "is_answer": True,
    }
    return show(request, "imports/line_answer.html", context)


@page(Action.IMPORT)
@require_POST
def intake_decide(request: Request, pk: UUID) -> HttpResponse:
    """Decide about all rows that are possibly there already."""
    intake = intake_or_404(request, pk)
    require_run(request, intake)
    choice = request.POST.get("choice", "")
    choice = choice if choice in IntakeRow.Choice.values else ""
    back = f"{intake_url(intake)}?show=duplicate"
    return give_order(request, intake, lambda: running.decide_all(intake, choice=choice), to=back)


@page(Action.IMPORT)
@require_POST
def intake_write(request: Request, pk: UUID) -> HttpResponse:
    intake = intake_or_404(request, pk)
    require_run(request, intake)
    return give_order(request, intake, lambda: running.order_writing(intake))


@page(Action.IMPORT)
def intake_undo(request: Request, pk: UUID) -> HttpResponse:
    """Say what an undo does; by POST do it."""
    intake = intake_or_404(request, pk)
    require_run(request, intake)
    if request.method == "POST":
        return give_order(request, intake, lambda: running.order_undo(intake))
    if intake.state != State.DONE:
        return go(request, intake_url(intake))
    return show(request, "imports/undo.html", about_intake(request, intake))


@page(Action.IMPORT)
@require_POST
def intake_go_on(request: Request, pk: UUID) -> HttpResponse:
    """Start work again whose worker died."""
    intake = intake_or_404(request, pk)
    require_run(request, intake)
    return give_order(request, intake, lambda: running.go_on(intake))


@page(Action.IMPORT)
@require_POST
def intake_discard(request: Request, pk: UUID) -> HttpResponse:
    intake = intake_or_404(request, pk)
    require_run(request, intake)
    try:
        running.discard(intake)
    except IntakeError as error:
        messages.error(request, str(error))
        return go(request, intake_url(intake))
    return done(request, reverse("web:intake_list"), _("The import was discarded."))
