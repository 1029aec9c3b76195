"""What firms and companies said after an introduction: noting it, and taking it back."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm import feedback
from crm.access import Action, visible
from crm.models import MatchFeedback
from crm.templatetags.names import localname
from crm.web.feedback_forms import FeedbackForm
from crm.web.once import once
from crm.web.page import Request, before, done, failed, invalid, page, show, under
from matching.decisions import DecisionRefusedError
from matching.models import Match

MOST = 8


@page(Action.DECIDE_MATCH)
@once
def add(request: Request, pk: UUID) -> HttpResponse:
    """Note what one side said; a “no” rejects the match in the same step."""
    matches = visible(request.user, Match.objects.select_related("company", "need__firm"))
    match = get_object_or_404(matches, pk=pk)
    form = FeedbackForm(request.POST or None)
    url = under(request, reverse("web:match_detail", args=[pk]))
    context = {"form": form, "match": match, "next": url}
    if request.method != "POST":
        return show(request, "feedback/form.html", context)
    if not form.is_valid():
        return invalid(request, "feedback/form.html", context)
    try:
        with transaction.atomic():
            said = feedback.record(match, **form.cleaned_data, by=request.user, now=timezone.now())
    except DecisionRefusedError as error:
        form.add_error(None, str(error))
        return invalid(request, "feedback/form.html", context)
    text = _("Noted: %(company)s, %(answer)s") % {
        "company": localname(match.company),
        "answer": said.get_answer_display(),
    }
    return done(request, url, text, undo=reverse("web:feedback_undo", args=[said.pk]))


@page(Action.DECIDE_MATCH)
@require_POST
def undo(request: Request, pk: UUID) -> HttpResponse:
    """Take the newest entry of a match back, with what it did to the match."""
    rows = visible(request.user, MatchFeedback.objects.select_related("match"))
    said = get_object_or_404(rows, pk=pk)
    url = before(request, reverse("web:match_detail", args=[said.match_id]))
    try:
        feedback.take_back(said, by=request.user, now=timezone.now())
    except DecisionRefusedError as error:
        return failed(request, url, str(error))
    return done(request, url, _("Taken back."))


urlpatterns = [
    path("matches/<uuid:pk>/feedback/", add, name="feedback_add"),
    path("feedback/<uuid:pk>/undo/", undo, name="feedback_undo"),
]
