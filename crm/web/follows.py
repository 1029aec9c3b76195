"""The watch list: following companies and cooperatives, and what is due with them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm import following
from crm.access import Action, visible
from crm.models import Follow
from crm.web.listing import paged
from crm.web.page import Request, before, done, page, show
from prospects.models import Company, Cooperative, GroupPlan

NOUNS: dict[str, type[Company | Cooperative]] = {"company": Company, "cooperative": Cooperative}


@page(Action.VIEW)
def follow_list(request: Request) -> HttpResponse:
    """What `request.user` follows, last added first."""
    plans = GroupPlan.objects.exclude(stage__in=GroupPlan.ENDED).order_by("decision_due", "-id")
    mine = following.with_contact(visible(request.user, Follow.objects.all()))
    rows = mine.select_related("company__cluster", "cooperative__cluster").prefetch_related(
        Prefetch("cooperative__plans", queryset=plans, to_attr="open_plans")
    )
    context = {
        **paged(request, rows, order=("-id",)),
        "today": timezone.localdate(),
        "now": timezone.now(),
        "silent_days": following.SILENT_DAYS,
    }
    return show(request, "follows/list.html", context)


@page(Action.VIEW)
@require_POST
def follow_add(request: Request, noun: str, pk: UUID) -> HttpResponse:
    """Follow a record."""
    record = _record(request, noun, pk)
    following.follow(record, by=request.user)
    return done(request, before(request, _url(record)), _("Added to your watch list."))


@page(Action.VIEW)
@require_POST
def follow_remove(request: Request, noun: str, pk: UUID) -> HttpResponse:
    """Follow a record no more; the message can take it back."""
    record = _record(request, noun, pk)
    following.unfollow(record, by=request.user)
    back = reverse("web:follow_add", args=[noun, pk])
    text = _("Taken off your watch list.")
    return done(request, before(request, _url(record)), text, undo=back)


def _record(request: Request, noun: str, pk: UUID) -> Company | Cooperative:
    if noun not in NOUNS:
        raise Http404
    rows: Any = NOUNS[noun].objects.all()
    found: Company | Cooperative = get_object_or_404(visible(request.user, rows), pk=pk)
    return found


def _url(record: Company | Cooperative) -> str:
    return reverse(f"web:{record._meta.model_name}_detail", args=[record.pk])


urlpatterns = [
    path("follows/", follow_list, name="follow_list"),
    path("follows/<slug:noun>/<uuid:pk>/", follow_add, name="follow_add"),
    path("follows/<slug:noun>/<uuid:pk>/remove/", follow_remove, name="follow_remove"),
]
