"""Contacts made and planned: log one from anywhere, complete, move, cancel, take back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from crm import outreach
from crm.access import Action, allowed, require, visible
from crm.filters import ActivityFilter
from crm.models import Activity
from crm.templatetags.dates import day_text
from crm.web.activities_forms import (
    ABOUT_KINDS,
    ActivityForm,
    CompleteForm,
    LogForm,
    PostponeForm,
)
from crm.web.fields import within_reach
from crm.web.listing import listing, show_list
from crm.web.once import once
from crm.web.page import Request, back_to, before, done, go, invalid, moment_in, page, show, under
from crm.web.picker import from_query
from prospects.models import StaleRecordError

RELATED = ("company", "cooperative", "deal", "need", "campaign", "owner", "next_activity")


@page(Action.VIEW)
def activity_list(request: Request) -> HttpResponse:
    """What was done and what is planned, newest first."""
    activities = visible(request.user, Activity.objects.all())
    found = ActivityFilter(request.GET, queryset=activities, request=request)
    rows = found.qs.select_related("company", "cooperative", "deal", "need", "campaign", "owner")
    context = {**listing(request, found, rows, export="activities"), "now": timezone.now()}
    return show_list(request, "activities/list.html", context)


@page(Action.LOG_ACTIVITY)
@once
def create(request: Request) -> HttpResponse:
    """Log a contact or plan one (`?plan=1`); `?company=` and the like say with whom."""
    context = {"next": request.GET.get("next", "")}
    if request.method != "POST":
        initial: dict[str, Any] = {
            "about": from_query(request, ABOUT_KINDS),
            "subject": request.GET.get("subject", ""),
        }
        if request.GET.get("kind") in Activity.Kind.values:
            initial["kind"] = request.GET["kind"]
        if request.GET.get("plan"):
            initial["state"] = Activity.Status.PLANNED
            tomorrow = timezone.localtime() + dt.timedelta(days=1)
            initial["when"] = tomorrow.replace(hour=10, minute=0)
        return show(request, "activities/log.html", {**context, "form": LogForm(initial=initial)})
    form = LogForm(request.POST)
    if not form.is_valid():
        return invalid(request, "activities/log.html", {**context, "form": form})
    data = form.cleaned_data
    try:
        if form.planned:
            activity = outreach.plan(
                about=form.about_record(),
                subject=data["subject"],
                by=request.user,
                planned_for=data["when"],
                kind=data["kind"],
            )
        else:
            activity = outreach.log(
                about=form.about_record(),
                subject=data["subject"],
                by=request.user,
                done_at=data["when"],
                kind=data["kind"],
                outcome=data["outcome"],
                then=form.next_step(),
            )
    except outreach.OutreachError as error:
        form.add_error(None, str(error))
        return invalid(request, "activities/log.html", {**context, "form": form})
    return done(
        request,
        under(request, reverse("web:activity_list")),
        _said(activity),
        undo=reverse("web:activity_withdraw", args=[activity.pk]),
    )


def _said(activity: Activity) -> str:
    if activity.status == Activity.Status.PLANNED:
        return gettext("Planned: %(subject)s") % {"subject": activity.subject}
    if step := activity.next_activity:
        day = day_text(timezone.localtime(step.planned_for).date())
        return gettext("Logged. Next step on %(day)s.") % {"day": day}
    return gettext("Logged: %(subject)s") % {"subject": activity.subject}


@page(Action.VIEW)
def detail(request: Request, pk: UUID) -> HttpResponse:
    """One activity, read-only, with what can be done to it."""
    activity = get_object_or_404(
        visible(request.user, Activity.objects.select_related(*RELATED)), pk=pk
    )
    return show(
        request,
        "activities/detail.html",
        {
            "activity": activity,
            "contacts": activity.contacts.all(),
            "colleagues": activity.colleagues.all(),
            "previous": Activity.objects.filter(next_activity=activity).first(),
            "can_edit": allowed(request.user, Action.EDIT_ACTIVITY, activity),
            "now": timezone.now(),
        },
    )


@page(Action.EDIT_ACTIVITY)
def edit(request: Request, pk: UUID) -> HttpResponse:
    """Correct subject, kind, time, outcome or owner."""
    activity = _editable(request, pk)
    form = ActivityForm(request.POST or None, instance=activity)
    context = {"form": form, "activity": activity, "next": request.GET.get("next", "")}
    if request.method != "POST":
        return show(request, "activities/edit.html", context)
    if not form.is_valid() or not form.save_edit():
        return invalid(request, "activities/edit.html", context)
    return done(request, under(request, reverse("web:activity_list")), gettext("Saved."))


@page(Action.EDIT_ACTIVITY)
def complete(request: Request, pk: UUID) -> HttpResponse:
    """Done, and what comes next. With `quick` in the form, done now without further words."""
    activity = _editable(request, pk)
    url = under(request, reverse("web:today"))
    if request.method == "POST" and request.POST.get("quick"):
        return _command(
            request,
            lambda: outreach.complete(activity, by=request.user, done_at=timezone.now()),
            activity,
            gettext("Done: %(subject)s") % {"subject": activity.subject},
        )
    if request.method == "POST":
        form = CompleteForm(request.POST)
    else:
        form = CompleteForm(
            initial={
                "done_at": timezone.localtime(),
                "outcome": activity.outcome,
                "version": activity.version,
            }
        )
    context = {"form": form, "activity": activity, "next": request.GET.get("next", "")}
    if request.method != "POST":
        return show(request, "activities/complete.html", context)
    if not form.is_valid():
        return invalid(request, "activities/complete.html", context)
    data = form.cleaned_data
    activity.version = data["version"]
    try:
        outreach.complete(
            activity,
            by=request.user,
            done_at=data["done_at"],
            outcome=data["outcome"],
            then=form.next_step(),
        )
    except (outreach.OutreachError, StaleRecordError) as error:
        form.add_error(None, str(error))
        return invalid(request, "activities/complete.html", context)
    undo = reverse("web:activity_undo", args=[activity.pk])
    return done(request, url, _said(activity), undo=undo)


@page(Action.EDIT_ACTIVITY)
@require_POST
def cancel(request: Request, pk: UUID) -> HttpResponse:
    """Call a planned activity off."""
    activity = _editable(request, pk)
    text = gettext("Cancelled: %(subject)s") % {"subject": activity.subject}
    return _command(request, lambda: outreach.cancel(activity), activity, text)


@page(Action.EDIT_ACTIVITY)
@require_POST
def postpone(request: Request, pk: UUID) -> HttpResponse:
    """Move a planned activity: `days` from today, or `to` an exact time."""
    activity = _editable(request, pk)
    form = PostponeForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("This is not a time that can be planned."))
        return go(request, before(request))
    was, to = activity.planned_for, form.moment(activity.planned_for)
    text = gettext("Moved to %(day)s.") % {"day": day_text(timezone.localtime(to).date())}
    undo = reverse("web:activity_undo", args=[activity.pk])
    if was:
        undo += f"?{urlencode({'to': was.isoformat()})}"
    return _command(request, lambda: outreach.postpone(activity, to=to), activity, text, undo=undo)


@page(Action.EDIT_ACTIVITY)
@require_POST
def undo(request: Request, pk: UUID) -> HttpResponse:
    """Plan a done or cancelled activity again; with `?to=`, give it its former time back."""
    activity = _editable(request, pk)
    former = moment_in(request.GET.get("to", ""))
    try:
        if former:
            within_reach(former)
            outreach.postpone(activity, to=former)
        else:
            outreach.undo(activity)
    except ValidationError as error:
        messages.error(request, error.message)
    except (outreach.OutreachError, StaleRecordError) as error:
        messages.error(request, str(error))
    else:
        messages.info(request, gettext("Taken back."))
    return go(request, before(request))


@page(Action.EDIT_ACTIVITY)
@require_POST
def withdraw(request: Request, pk: UUID) -> HttpResponse:
    """Take back an activity that was just entered."""
    activity = _editable(request, pk)
    try:
        outreach.withdraw(activity)
    except outreach.OutreachError as error:
        messages.error(request, str(error))
    else:
        messages.info(request, gettext("Taken back."))
    return go(request, before(request))


def _command(
    request: Request,
    command: Callable[[], object],
    activity: Activity,
    text: str,
    *,
    undo: str = "",
) -> HttpResponse:
    """Run one command on a planned activity and go back to where its button was."""
    url = back_to(request, before(request))
    try:
        command()
    except (outreach.OutreachError, StaleRecordError) as error:
        messages.error(request, str(error))
        return go(request, url)
    return done(request, url, text, undo=undo or reverse("web:activity_undo", args=[activity.pk]))


def _editable(request: Request, pk: UUID) -> Activity:
    activity = get_object_or_404(
        visible(request.user, Activity.objects.select_related(*RELATED)), pk=pk
    )
    require(request.user, Action.EDIT_ACTIVITY, activity)
    return activity


urlpatterns = [
    path("activities/", activity_list, name="activity_list"),
    path("activities/new/", create, name="activity_create"),
    path("activities/<uuid:pk>/", detail, name="activity_detail"),
    path("activities/<uuid:pk>/edit/", edit, name="activity_edit"),
    path("activities/<uuid:pk>/complete/", complete, name="activity_complete"),
    path("activities/<uuid:pk>/cancel/", cancel, name="activity_cancel"),
    path("activities/<uuid:pk>/postpone/", postpone, name="activity_postpone"),
    path("activities/<uuid:pk>/undo/", undo, name="activity_undo"),
    path("activities/<uuid:pk>/withdraw/", withdraw, name="activity_withdraw"),
]
