"""Needs of Korean firms: the list, a need with its ranked companies, new and changed ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.access import Action, allowed, visible
from crm.models import MatchFeedback
from crm.templatetags.materials import material_names
from crm.web import needs_shortfall, packages
from crm.web.listing import listing, paged, say_all, show_list
from crm.web.matches import shown, with_words
from crm.web.needs_compare import picked
from crm.web.needs_forms import NeedForm
from crm.web.once import once
from crm.web.page import Request, done, failed, invalid, page, say_doubts, show
from crm.web.picker import from_query
from matching import changes
from matching.figures import by_need
from matching.filters import SCORES, MatchFilter, NeedFilter
from matching.firms import InUseError, remove_need
from matching.listing import comes_now, comes_soon, is_awaited, is_being_written
from matching.models import Match, Need
from matching.needs import doubts_of
from matching.rejection_figures import rejections_of
from matching.tasks import need_changed
from prospects.models import Certificate

MATCHES = 20
MOST_AGAIN = 5
MOST_SAID = 8
PARTS = ("ranked", "results", "left-out")  # of the page, by their ids
UNDRAWN = "no-list-yet"  # what asks for the list where none is drawn


@page(Action.VIEW)
def need_list(request: Request) -> HttpResponse:
    """Needs with how far their matches have come."""
    needs = visible(request.user, Need.objects.all())
    found = NeedFilter(request.GET, queryset=needs, request=request)
    say_all(found.form)
    rows = found.qs.select_related("firm", "capability", "site")
    context = listing(request, found, rows, export="needs")
    counts = by_need(context["rows"])
    context |= {
        "rows": [(need, counts[need.pk]) for need in context["rows"]],
        "can_edit": allowed(request.user, Action.EDIT_NEED),
        "can_import": allowed(request.user, Action.IMPORT_RECORDS),
    }
    return show_list(request, "needs/list.html", context)


@page(Action.VIEW)
def detail(request: Request, pk: UUID) -> HttpResponse:
    """A need and the companies that fit it, the best first.

    Nothing of its former list is drawn while a new one is about to come: to draw it would be a
    third of the work that the new one waits for.
    """
    related = ("firm", "capability", "site__zone")
    need = get_object_or_404(visible(request.user, Need.objects.select_related(*related)), pk=pk)
    awaited = is_awaited(need)
    if awaited and request.htmx.target == "ranked":
        awaited = not comes_now(need)
        if awaited and (request.htmx.trigger != UNDRAWN or comes_soon(need)):
            return HttpResponse(status=204)  # the page asks again
    certificates = [*need.certificates.all()]
    context = {
        "need": need,
        "certificates": certificates,
        "picked": picked(request),
        "can_edit": allowed(request.user, Action.EDIT_NEED),
        "awaited": awaited,
    }
    if awaited and comes_soon(need) and request.htmx.target not in PARTS:
        context["undrawn"] = UNDRAWN
    else:
        context |= _listed(request, need, certificates)
    match request.htmx.target:
        case "left-out":
            return show(request, "needs/left_out.html", context)
        case "results":
            return show(request, "needs/ranked.html", context, partial="results")
        case "ranked":
            return show(request, "needs/ranked.html", context)
    context |= _beside(request, need, certificates)
    return show(request, "needs/detail.html", context | packages.context_of(request, need))


def _listed(request: Request, need: Need, certificates: Sequence[Certificate]) -> dict[str, Any]:
    """The companies that fit, who is left out, and whom to look at again."""
    matches = visible(request.user, Match.objects.of_need(need.pk))
    found = MatchFilter(request.GET, queryset=matches, request=request)
    say_all(found.form)
    ranked = paged(
        request,
        shown(found.listed),
        order=found.order,
        size=MATCHES,
        export="matches",
        within={"need": need.pk},
    )
    context = {
        **ranked,
        # What the rest comes to is known when it is written.
        "counts": None if is_being_written(need) else by_need([need])[need.pk],
        "filter": found,
        "scores": SCORES,
        "rows": with_words(request, ranked["rows"]),
        "scored_with": ranked["rows"][0].profile if ranked["rows"] else None,
    }
    narrowed = request.htmx.target == "results"
    if not narrowed or not found.form.has_changed():
        whole = "weighed" in request.GET
        context |= needs_shortfall.context_of(request, need, certificates, whole=whole)
    if request.htmx.target == "left-out" or narrowed:
        return context
    due = Match.objects.filter(need=need).to_look_again(timezone.localdate()).ranked()
    again = shown(visible(request.user, due))
    return context | {
        "again": with_words(request, [*again[:MOST_AGAIN]]),
        "gone": changes.gone(need),
    }


def _beside(request: Request, need: Need, certificates: Sequence[Certificate]) -> dict[str, Any]:
    """What stands beside the list: the need itself, its deals, what was rejected and said."""
    matches = visible(request.user, Match.objects.filter(need=need))
    said = visible(request.user, MatchFeedback.objects.filter(match__need=need))
    musts = {must.value: must.label for must in Need.Must}
    if not certificates:
        del musts[Need.Must.CERTIFICATES]  # a must unless somebody says otherwise; asks nothing
    return {
        "musts": [musts[must] for must in musts if must in need.musts],
        "material_names": material_names(),
        "deals": need.deals.select_related("stage", "owner").order_by("-id"),
        "rejections": rejections_of(matches, today=timezone.localdate()),
        "feedback": said.select_related("match__company", "recorded_by")[:MOST_SAID],
    }


@page(Action.EDIT_NEED)
@once
@transaction.atomic
def create(request: Request) -> HttpResponse:
    """A new need; `?firm=` names whose."""
    firm = from_query(request, ("firm",))
    form = NeedForm(request.POST or None, initial={"firm": firm})
    if request.method != "POST":
        return show(request, "needs/form.html", {"form": form})
    if not form.is_valid():
        return invalid(request, "needs/form.html", {"form": form})
    need = form.save_new()
    need_changed(need.pk)
    say_doubts(request, doubts_of(need, today=timezone.localdate()))
    return done(request, url_of(need), _("Need added. Its matches are being looked for."))


@page(Action.EDIT_NEED)
@transaction.atomic
def edit(request: Request, pk: UUID) -> HttpResponse:
    """Change a need; its matches are scored again."""
    need = get_object_or_404(visible(request.user, Need.objects.select_related("firm")), pk=pk)
    form = NeedForm(request.POST or None, instance=need)
    context = {"form": form, "need": need}
    if request.method != "POST":
        return show(request, "needs/form.html", context)
    if form.is_valid() and form.save_edit():
        need_changed(need.pk)
        say_doubts(request, doubts_of(need, today=timezone.localdate()))
        return done(request, url_of(need), _("Saved."))
    return invalid(request, "needs/form.html", context)


@page(Action.EDIT_NEED)
@require_POST
def delete(request: Request, pk: UUID) -> HttpResponse:
    """Take a need away that nobody has worked with."""
    need = get_object_or_404(visible(request.user, Need.objects.select_related("firm")), pk=pk)
    try:
        remove_need(need)
    except InUseError as error:
        return failed(request, url_of(need), str(error))
    return done(request, reverse("web:need_list"), _("Removed."))


def url_of(need: Need) -> str:
    return reverse("web:need_detail", args=[need.pk])


urlpatterns = [
    path("needs/", need_list, name="need_list"),
    path("needs/new/", create, name="need_create"),
    path("needs/<uuid:pk>/", detail, name="need_detail"),
    path("needs/<uuid:pk>/edit/", edit, name="need_edit"),
    path("needs/<uuid:pk>/remove/", delete, name="need_delete"),
]
