"""Watched searches of the register: the list, one with its hits, watching and giving it up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from crm.access import Action, allowed, visible
from crm.models import RegisterHit, RegisterWatch
from crm.register_watching import dismiss, see_all, watch, watched_query, with_unseen
from crm.register_words import change_facts, change_said
from crm.templatetags.names import localname
from crm.web.listing import paged
from crm.web.once import once
from crm.web.page import Request, done, invalid, page, show
from crm.web.register_record import tracked_urls
from prospects.models import Cluster, RegisterEntry
from prospects.register import CREDIT, is_cooperative
from prospects.register_filters import AGES, KINDS, RegisterFilter


class WatchForm(forms.Form):
    """What the search is called, with the search itself as an address's query."""

    name = forms.CharField(label=gettext_lazy("name"), max_length=80)
    query = forms.CharField(widget=forms.HiddenInput, max_length=1000)

    def found(self) -> RegisterFilter:
        """The search, read as the register's page reads it."""
        data = QueryDict(self.cleaned_data["query"])
        return RegisterFilter(data, queryset=RegisterEntry.objects.all())


@page(Action.VIEW)
def watch_list(request: Request) -> HttpResponse:
    watches = [*with_unseen(visible(request.user, RegisterWatch.objects.all()))]
    words = search_words(*(each.query for each in watches))
    context = {"watches": [*zip(watches, words, strict=True)]}
    return show(request, "watches/list.html", context)


@page(Action.VIEW)
@once
def watch_create(request: Request) -> HttpResponse:
    """Watch the search of the register's page, whose query comes along."""
    query = watched_query(request.GET)
    name = " · ".join(search_words(query)[0])[:80]
    initial = {"query": request.GET.urlencode(), "name": name}
    form = WatchForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        found = form.found()
        query = watched_query(found.data or {})
        if not found.asks:
            form.add_error(None, _("Choose a name, a cluster or a place to watch."))
        else:
            try:
                made = watch(name=form.cleaned_data["name"], query=query, by=request.user)
            except ValidationError as error:
                form.add_error("name", error.messages[0])
            else:
                text = _("Watched. New hits come with the next daily file.")
                return done(request, _url(made), text)
    context = {"form": form, "words": search_words(query)[0]}
    answer = invalid if request.method == "POST" else show
    return answer(request, "watches/form.html", context)


@page(Action.VIEW)
def watch_detail(request: Request, pk: UUID) -> HttpResponse:
    """What a watched search found since it was made, newest first."""
    watched = _watch(request, pk)
    hits = watched.hits.open().select_related("change")
    context = paged(request, hits, order=("-id",))
    numbers = [hit.corporate_number for hit in context["rows"]]
    entries = RegisterEntry.objects.in_bulk(numbers)
    context |= {
        "watch": watched,
        "words": search_words(watched.query)[0],
        "search_url": f"{reverse('web:register_list')}?{urlencode(watched.query)}",
        "rows": [
            (hit, entries[hit.corporate_number], change_said(change_facts(hit.change)))
            for hit in context["rows"]
            if hit.corporate_number in entries
        ],
        "tracked": tracked_urls(request, numbers),
        "cooperatives": {key for key, entry in entries.items() if is_cooperative(entry)},
        "can_add": allowed(request.user, Action.ADD_COMPANY),
        "has_unseen": watched.hits.unseen().exists(),
        "credit": CREDIT,
    }
    return show(request, "watches/detail.html", context)


@page(Action.VIEW)
@require_POST
def watch_seen(request: Request, pk: UUID) -> HttpResponse:
    """Mark all hits seen."""
    watched = _watch(request, pk)
    count = see_all(watched, now=timezone.now())
    text = ngettext("%(count)d marked as seen.", "%(count)d marked as seen.", count)
    return done(request, _url(watched), text % {"count": count})


@page(Action.VIEW)
@require_POST
def watch_dismiss(request: Request, pk: UUID) -> HttpResponse:
    """Take the chosen hits off the list."""
    watched = _watch(request, pk)
    numbers = request.POST.getlist("number")
    chosen = RegisterHit.objects.filter(watch=watched, corporate_number__in=numbers)
    count = dismiss(chosen, now=timezone.now())
    text = ngettext("%(count)d dismissed.", "%(count)d dismissed.", count)
    return done(request, _url(watched), text % {"count": count})


@page(Action.VIEW)
@require_POST
def watch_delete(request: Request, pk: UUID) -> HttpResponse:
    """Give a watch up, with its hits."""
    watched = _watch(request, pk)
    watched.delete()
    text = _("%(name)s is no longer watched.") % {"name": watched.name}
    return done(request, reverse("web:watch_list"), text)


def search_words(*queries: Mapping[str, str]) -> list[list[str]]:
    """Each search as its chosen values, in the reader's language; one query for all."""
    keys = {query["cluster"] for query in queries if "cluster" in query}
    clusters = {each.key: localname(each) for each in Cluster.objects.filter(key__in=keys)}
    words: dict[str, dict[str, Any]] = {"cluster": clusters, "kind": dict(KINDS), "age": dict(AGES)}
    return [
        [str(words.get(name, {}).get(value, value)) for name, value in query.items()]
        for query in queries
    ]


def _watch(request: Request, pk: UUID) -> RegisterWatch:
    return get_object_or_404(visible(request.user, RegisterWatch.objects.all()), pk=pk)


def _url(watched: RegisterWatch) -> str:
    return reverse("web:watch_detail", args=[watched.pk])


urlpatterns = [
    path("watches/", watch_list, name="watch_list"),
    path("watches/new/", watch_create, name="watch_create"),
    path("watches/<uuid:pk>/", watch_detail, name="watch_detail"),
    path("watches/<uuid:pk>/seen/", watch_seen, name="watch_seen"),
    path("watches/<uuid:pk>/dismiss/", watch_dismiss, name="watch_dismiss"),
    path("watches/<uuid:pk>/delete/", watch_delete, name="watch_delete"),
]
