"""Notifications: the list behind the bell, opening one, marking them seen."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from crm.access import Action, visible
from crm.models import Notification
from crm.notifications import mark_seen, told
from crm.web.listing import paged
from crm.web.page import Request, done, page, show

ADDRESSES = {
    "company": "web:company_detail",
    "cooperative": "web:cooperative_detail",
    "deal": "web:deal_detail",
}


@page(Action.VIEW)
def notification_list(request: Request) -> HttpResponse:
    """What `request.user` was told, newest first; with `?unseen=1` only what is new."""
    only_unseen = request.GET.get("unseen") == "1"
    mine = visible(request.user, Notification.objects.all())
    rows = mine.filter(seen_at=None) if only_unseen else mine
    rows = rows.select_related("company", "cooperative", "deal")
    shown = paged(request, rows, order=("-id",))
    context: dict[str, Any] = {
        **shown,
        "lines": [(row, told(row)) for row in shown["rows"]],
        "only_unseen": only_unseen,
        "has_unseen": mine.filter(seen_at=None).exists(),
    }
    return show(request, "notifications/list.html", context)


@page(Action.VIEW)
def notification_open(request: Request, pk: UUID) -> HttpResponse:
    """Mark one seen and go to what it is about."""
    row = get_object_or_404(visible(request.user, Notification.objects.all()), pk=pk)
    mark_seen(Notification.objects.filter(pk=row.pk), now=timezone.now())
    return HttpResponseRedirect(_address(row))


@page(Action.VIEW)
@require_POST
def notification_seen(request: Request, pk: UUID) -> HttpResponse:
    """Mark one seen without leaving the list."""
    row = get_object_or_404(visible(request.user, Notification.objects.all()), pk=pk)
    mark_seen(Notification.objects.filter(pk=row.pk), now=timezone.now())
    return done(request, reverse("web:notification_list"), _("Marked as seen."))


@page(Action.VIEW)
@require_POST
def notification_seen_all(request: Request) -> HttpResponse:
    """Mark everything seen."""
    count = mark_seen(visible(request.user, Notification.objects.all()), now=timezone.now())
    text = ngettext("%(count)d marked as seen.", "%(count)d marked as seen.", count)
    return done(request, reverse("web:notification_list"), text % {"count": count})


def _address(row: Notification) -> str:
    if row.url:
        return row.url
    for field, view in ADDRESSES.items():
        if key := getattr(row, f"{field}_id"):
            return reverse(view, args=[key])
    return reverse("web:notification_list")


urlpatterns = [
    path("notifications/", notification_list, name="notification_list"),
    path("notifications/seen/", notification_seen_all, name="notification_seen_all"),
    path("notifications/<uuid:pk>/", notification_open, name="notification_open"),
    path("notifications/<uuid:pk>/seen/", notification_seen, name="notification_seen"),
]
