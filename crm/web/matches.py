"""Matches: the best over all needs, one with its reasons, and what people decide about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.access import Action, allowed, visible
from crm.feedback import OPEN
from crm.introductions import introduce as introduce_match
from crm.models import Deal
from crm.templatetags.matches import LABELS
from crm.templatetags.names import localname
from crm.web.deals_forms import deal_title
from crm.web.listing import paged, say_all, show_list
from crm.web.matches_forms import IntroduceForm, RejectForm
from crm.web.once import once
from crm.web.page import Request, at, back_to, before, done, go, invalid, page, show, under
from matching import decisions
from matching.changes import told
from matching.evidence import evidence_of
from matching.filters import SCORES, MatchFilter
from matching.models import Match
from matching.profiles import being_applied
from matching.reasons import Sentence, load_names, sentences
from matching.rejected import answers, is_due
from matching.whatif import outlook

SIZE = 25

SIMPLE: dict[str, Callable[..., Match]] = {
    "shortlist": decisions.shortlist,
    "talks": decisions.start_talks,
    "convert": decisions.convert,
    "reconsider": decisions.reconsider,
    "stay": decisions.stay_rejected,
    "undo": decisions.take_back,
}


def shown(matches: QuerySet[Match]) -> QuerySet[Match]:
    """Matches with both sides and the deals opened from them."""
    return matches.select_related(
        "company__cluster", "need__firm", "need__capability", "profile"
    ).prefetch_related(Prefetch("deals", queryset=Deal.objects.order_by("-id")))


def with_words(request: Request, matches: list[Match]) -> list[dict[str, Any]]:
    """Each match with its reasons in words and what may follow on its status."""
    if not matches:
        return []
    names = load_names()
    changed, moved = answers(matches, names), told(matches, names)
    may, today = allowed(request.user, Action.DECIDE_MATCH), timezone.localdate()
    return [
        {
            "match": match,
            "reasons": _spread(sentences(match, names)),
            "change": moved.get(match.pk),
            "answers": changed.get(match.pk),
            "again": is_due(match, today),
            "can_note": may and match.status in OPEN,
            "possible": decisions.possible(match) if may else (),
            "deal": next(iter(match.deals.all()), None),
        }
        for match in matches
    ]


def _spread(reasons: Sequence[Sentence]) -> list[Sentence]:
    """The first reason of every part before the second of any: the first few tell the most."""
    seen: Counter[str] = Counter()
    ranked = []
    for reason in reasons:
        ranked.append((seen[reason.part], reason))
        seen[reason.part] += 1
    return [reason for _rank, reason in sorted(ranked, key=itemgetter(0))]


@page(Action.VIEW)
def listing(request: Request) -> HttpResponse:
    """The best matches over all needs; rejected ones only when asked for."""
    matches = visible(request.user, Match.objects.all())
    found = MatchFilter(request.GET, queryset=matches, request=request)
    say_all(found.form)
    rows = shown(found.listed)
    context = paged(request, rows, order=found.order, size=SIZE, export="matches")
    context |= {
        "filter": found,
        "scores": SCORES,
        "rows": with_words(request, context["rows"]),
        "applying": being_applied(),
    }
    return show_list(request, "matches/list.html", context)


@page(Action.VIEW)
def detail(request: Request, pk: UUID) -> HttpResponse:
    """One match: its parts, every reason in words with what stands behind it, what one fact more
    would change, and what can be done."""
    match = _find(request, pk)
    is_listed = match.status != Match.Status.REJECTED
    context = {
        "line": with_words(request, [match])[0],
        "outlook": outlook(match, today=timezone.localdate()) if is_listed else None,
        "feedback": match.feedback.select_related("recorded_by"),
        "evidence": [(LABELS[row.part], row) for row in evidence_of(match)],
    }
    return show(request, "matches/detail.html", context)


def _find(request: Request, pk: UUID) -> Match:
    return get_object_or_404(shown(visible(request.user, Match.objects.all())), pk=pk)


@page(Action.DECIDE_MATCH)
@require_POST
def decide(request: Request, pk: UUID, decision: str) -> HttpResponse:
    """Shortlist, start talks, convert, or take a decision back, or leave it after a second look."""
    if decision not in SIMPLE:
        raise Http404
    match = _find(request, pk)
    url = at(request, back_to(request, before(request)), f"match-{pk}")
    try:
        SIMPLE[decision](match, by=request.user, now=timezone.now())
    except decisions.DecisionRefusedError as error:
        messages.error(request, str(error))
        return go(request, url)
    text = _("%(company)s: %(status)s") % {
        "company": localname(match.company),
        "status": match.get_status_display(),
    }
    undo = reverse("web:match_decide", args=[pk, "reconsider"]) if decision == "shortlist" else ""
    return done(request, url, text, undo=undo)


@page(Action.DECIDE_MATCH)
def reject(request: Request, pk: UUID) -> HttpResponse:
    """Say no, with a reason that the next officer can read."""
    match = _find(request, pk)
    form = RejectForm(request.POST or None, match=match)
    url = _under(request, match)
    context = {"form": form, "match": match, "next": url}
    if request.method != "POST":
        return show(request, "matches/reject.html", context)
    if not form.is_valid():
        return invalid(request, "matches/reject.html", context)
    try:
        decisions.reject(match, **form.cleaned_data, by=request.user, now=timezone.now())
    except decisions.DecisionRefusedError as error:
        form.add_error(None, str(error))
        return invalid(request, "matches/reject.html", context)
    text = _("Rejected: %(company)s") % {"company": localname(match.company)}
    undo = reverse("web:match_decide", args=[pk, "undo"])
    return done(request, url, text, undo=undo)


@page(Action.DECIDE_MATCH)
@once
def introduce(request: Request, pk: UUID) -> HttpResponse:
    """Record the introduction; offer to open the deal and to plan the next step with it."""
    match = _find(request, pk)
    can_open = allowed(request.user, Action.OPEN_DEAL)
    initial = {
        "deal_title": deal_title(match.company, match.need.firm),
        "open_deal": can_open,
        "next_in": "7",
        "next_subject": _("Ask what %(firm)s and the company think of each other")
        % {"firm": localname(match.need.firm)},
    }
    form = IntroduceForm(request.POST or None, initial=initial, can_open=can_open)
    url = _under(request, match)
    context = {"form": form, "match": match, "next": url}
    if request.method != "POST":
        return show(request, "matches/introduce.html", context)
    if not form.is_valid():
        return invalid(request, "matches/introduce.html", context)
    try:
        deal = introduce_match(
            match,
            by=request.user,
            now=timezone.now(),
            deal_title=form.title(),
            then=form.next_step(),
        )
    except decisions.DecisionRefusedError as error:
        form.add_error(None, str(error))
        return invalid(request, "matches/introduce.html", context)
    if deal:
        deal_url = reverse("web:deal_detail", args=[deal.pk])
        return done(request, deal_url, _("Introduced, and the deal is open."))
    text = _("Introduced: %(company)s") % {"company": localname(match.company)}
    return done(request, url, text)


def _under(request: Request, match: Match) -> str:
    return under(request, reverse("web:need_detail", args=[match.need_id]))


urlpatterns = [
    path("matches/", listing, name="match_list"),
    path("matches/<uuid:pk>/", detail, name="match_detail"),
    path("matches/<uuid:pk>/reject/", reject, name="match_reject"),
    path("matches/<uuid:pk>/introduce/", introduce, name="match_introduce"),
    path("matches/<uuid:pk>/<str:decision>/", decide, name="match_decide"),
]
