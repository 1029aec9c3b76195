"""Exports: a list as a file, the files made so far, and for administrators who took what."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.storage import default_storage
from django.db.models import F, Func, Value
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from crm.access import Action, allowed, require, visible
from crm.exports.making import AT_ONCE, KEPT, ExportRefusedError, ask, asked, cancel
from crm.exports.making import again as make_again
from crm.exports.nouns import EXPORTABLE, Exportable, described, reach
from crm.models import Export
from crm.templatetags.numbers import number
from crm.web.listing import paged, show_list
from crm.web.page import Request, done, go, invalid, page, show, toast

# Where each list or table stands; the invitees' is a campaign's page.
LISTS = {
    "companies": "web:company_list",
    "cooperatives": "web:cooperative_list",
    "register": "web:register_list",
    "programmes": "web:programme_list",
    "needs": "web:need_list",
    "matches": "web:match_list",
    "matrix": "web:matrix",
    "deals": "web:deal_list",
    "activities": "web:activity_list",
    "campaigns": "web:campaign_list",
}


class ExportForm(forms.Form):
    """What kind of file."""

    format = forms.ChoiceField(
        label=gettext_lazy("File"),
        choices=Export.Format.choices,
        initial=Export.Format.EXCEL,
        widget=forms.RadioSelect,
    )


@page(Action.EXPORT)
def export_list(request: Request) -> HttpResponse:
    """The reader's own files, newest first; with `?all=1` an administrator sees everybody's."""
    everybody = request.GET.get("all") == "1"
    if everybody:
        require(request.user, Action.ADMINISTER)
    exports = Export.objects.all() if everybody else visible(request.user, Export.objects.all())
    context = paged(request, exports.select_related("owner"), order=("-id",))
    context |= {
        "rows": [_line(each) for each in context["rows"]],
        "everybody": everybody,
        "can_see_all": allowed(request.user, Action.ADMINISTER),
        "is_working": any(each.is_working for each in context["rows"]),
        "days": KEPT.days,
    }
    return show_list(request, "exports/list.html", context)


def _line(export: Export) -> dict[str, Any]:
    """An export as the list shows it: what it is called, and where its list stands."""
    noun = EXPORTABLE.get(export.noun)
    listed = LISTS.get(export.noun)
    return {
        "export": export,
        "title": noun.title if noun else export.noun,
        "url": f"{reverse(listed)}?{export.query}" if listed else "",
    }


@page(Action.EXPORT)
def export_create(request: Request, noun: str) -> HttpResponse:
    """How many rows, as which file; a small one comes at once, a large one is made meanwhile."""
    if noun not in EXPORTABLE:
        raise Http404
    wanted = EXPORTABLE[noun]
    form = ExportForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "noun": wanted, "address": request.get_full_path()}
    try:
        found = asked(wanted, request.GET, request.user)
        context |= {"count": wanted.count(found), "filters": described(found)}
        context["is_large"] = context["count"] > AT_ONCE
        if request.method != "POST":
            return show(request, "exports/create.html", context)
        if form.is_valid():
            return _ordered(request, wanted, form.cleaned_data["format"])
    except ExportRefusedError as error:
        context["refused"] = str(error)
    return invalid(request, "exports/create.html", context)


def _ordered(request: Request, noun: Exportable, file_format: str) -> HttpResponse:
    export = ask(
        noun=noun, query=request.GET, file_format=file_format, by=request.user, now=timezone.now()
    )
    if export.state != Export.State.READY:
        text = _("The file is being made. You can go on working and fetch it here.")
        return done(request, reverse("web:export_list"), export.problem or text)
    answer = go(request, reverse("web:export_download", args=[export.pk]))
    if not request.htmx:
        return answer
    said = ngettext("%(count)s row exported.", "%(count)s rows exported.", export.rows)
    toast(answer, said % {"count": number(export.rows)})
    return trigger_client_event(answer, "dialog-close")


@page(Action.EXPORT)
def export_download(request: Request, pk: UUID) -> HttpResponseBase:
    """The file, to its owner, while it is kept and they may still see what is in it."""
    export = _own(request, pk)
    is_kept = export.expires_at is not None and export.expires_at > timezone.now()
    if export.state != Export.State.READY or not is_kept:
        raise Http404
    noun = EXPORTABLE[export.noun]
    if reach(noun, request.user) != export.reach:
        text = _("What you may see has changed since. Make the export again from its list.")
        messages.error(request, text)
        return go(request, reverse("web:export_list"))
    Export.objects.filter(pk=pk).update(
        downloads=Func(F("downloads"), Value(timezone.now()), function="array_append")
    )
    day = timezone.localtime(export.finished_at).date()
    name = f"{noun.title} {day.isoformat()}.{export.format}"
    return FileResponse(
        default_storage.open(str(export.file)),
        as_attachment=True,
        filename=name,
        content_type=CONTENT_TYPES[export.format],
    )


CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@page(Action.EXPORT)
@require_POST
def export_cancel(request: Request, pk: UUID) -> HttpResponse:
    """Stop making a file."""
    stopped = cancel(_own(request, pk), now=timezone.now())
    text = _("Export cancelled.") if stopped else _("It was over already.")
    return done(request, reverse("web:export_list"), text)


@page(Action.EXPORT)
@require_POST
def export_again(request: Request, pk: UUID) -> HttpResponse:
    """Make a file again that failed, was cancelled or is gone."""
    make_again(_own(request, pk), now=timezone.now())
    return done(request, reverse("web:export_list"), _("The file is being made again."))


def _own(request: Request, pk: UUID) -> Export:
    return get_object_or_404(visible(request.user, Export.objects.all()), pk=pk)


urlpatterns = [
    path("exports/", export_list, name="export_list"),
    path("exports/new/<slug:noun>/", export_create, name="export_create"),
    path("exports/<uuid:pk>/file/", export_download, name="export_download"),
    path("exports/<uuid:pk>/cancel/", export_cancel, name="export_cancel"),
    path("exports/<uuid:pk>/again/", export_again, name="export_again"),
]
