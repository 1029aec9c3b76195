"""Whole runs of scoring: how far the one on its way is, what the last ones changed, a new one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from crm.access import Action, visible
from crm.web.listing import paged
from crm.web.page import Request, done, failed, page, show
from matching import runs
from matching.models import ScoringRun

WORK = "scoring-work"  # what the page asks for again while a run is on its way


@page(Action.RUN_SCORING)
def run_list(request: Request) -> HttpResponse:
    """The run on its way with its progress, and the earlier ones with what they changed."""
    known = visible(request.user, ScoringRun.objects.select_related("profile"))
    newest = known.first()
    running = newest if newest is not None and newest.is_running else None
    context: dict[str, Any] = {"running": running, "failed": None}
    if running is not None:
        context["progress"] = runs.progress_of(running, timezone.now())
    elif newest is not None and newest.state == ScoringRun.State.FAILED:
        context["failed"] = newest
    if request.htmx and request.htmx.target == WORK:
        if running is None:
            return HttpResponseClientRefresh()
        return show(request, "runs/list.html", context, partial="work")
    context |= paged(request, known, order=("-id",), size=20)
    return show(request, "runs/list.html", context)


@page(Action.RUN_SCORING)
@require_POST
def run_start(request: Request) -> HttpResponse:
    """Score everything with the weights in use."""
    home = reverse("web:run_list")
    if ScoringRun.objects.running().exists():
        return failed(request, home, _("A run is on its way already."))
    runs.start(by=request.user)
    return done(request, home, _("Scoring has begun. You may leave this page and come back to it."))


@page(Action.RUN_SCORING)
@require_POST
def run_resume(request: Request) -> HttpResponse:
    """Go on with the newest run, which failed."""
    home = reverse("web:run_list")
    newest = visible(request.user, ScoringRun.objects.all()).first()
    if newest is None:
        return failed(request, home, _("There is no run to resume."))
    try:
        runs.resume(newest)
    except runs.RunRefusedError as error:
        return failed(request, home, str(error))
    return done(request, home, _("The run goes on where it stopped."))


urlpatterns = [
    path("matching/runs/", run_list, name="run_list"),
    path("matching/runs/start/", run_start, name="run_start"),
    path("matching/runs/resume/", run_resume, name="run_resume"),
]
