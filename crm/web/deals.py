"""The pipeline as board and table, and the page of a deal. Its steps are in `deals_steps`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django import forms
from django.db.models import F, Prefetch, QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from crm import pipeline, rates, requirements
from crm.access import Action, allowed, require, visible
from crm.attention import with_attention
from crm.deal_filters import RANGES, DealFilter
from crm.deal_timeline import deal_timeline
from crm.figures import StageTotal, last_arrivals, stage_totals
from crm.models import Deal, DealInvestor, Stage
from crm.web.deals_forms import DealForm, OpenForm, deal_title
from crm.web.listing import listing, show_list
from crm.web.once import once
from crm.web.page import Request, done, invalid, page, show
from crm.web.picker import from_query
from matching.models import Match

SHOWN = 25


@dataclass(frozen=True)
class Column:
    """A stage on the board: its totals, and the cards that are shown of it."""

    stage: Stage
    place: int
    total: StageTotal
    cards: tuple[Deal, ...]

    @property
    def hidden(self) -> int:
        return self.total.deals - len(self.cards)


def shown(deals: QuerySet[Deal]) -> QuerySet[Deal]:
    """Deals with all that a card or a line shows, in a fixed number of queries."""
    investors = DealInvestor.objects.select_related("company").order_by("id")
    if "is_stale" not in deals.query.annotations:
        deals = with_attention(deals, timezone.now())
    return deals.select_related("stage", "owner", "firm", "need__firm").prefetch_related(
        Prefetch("deal_investors", queryset=investors)
    )


def board_context(request: Request, query: QueryDict) -> dict[str, Any]:
    """The board of the active deals that the filter finds."""
    deals = visible(request.user, Deal.objects.active())
    found = DealFilter(query, queryset=deals, request=request)
    stages = [*Stage.objects.all()]
    totals = stage_totals(found.qs, [stage.key for stage in stages])
    place_in_stage = Window(
        RowNumber(), partition_by=F("stage"), order_by=[F("stage_since").desc(), F("id").desc()]
    )
    cards: dict[str, list[Deal]] = {stage.key: [] for stage in stages}
    ranked = shown(found.qs).annotate(place=place_in_stage).filter(place__lte=SHOWN)
    for card in ranked.order_by("-stage_since", "-id"):
        card.can_edit = allowed(request.user, Action.EDIT_DEAL, card)  # type: ignore[attr-defined]
        cards[card.stage_id].append(card)
    columns = [
        Column(stage, place, total, tuple(cards[stage.key]))
        for place, (stage, total) in enumerate(zip(stages, totals, strict=True), 1)
    ]
    return {
        "filter": found,
        "columns": columns,
        "following": dict(zip((s.key for s in stages), stages[1:], strict=False)),
        "count": sum(total.deals for total in totals),
        "krw": sum(total.krw for total in totals),
        "rate_day": rates.latest_day(),
        "query": query.urlencode(),
        "can_open": allowed(request.user, Action.OPEN_DEAL),
        "now": timezone.now(),
    }


# The filters that stand on the page. The board shows active deals in all stages.
ON_BOARD = ("owner", "team", "cluster", "firm", "stale")
ON_TABLE = ("stage", "status", *ON_BOARD)


def _bar(form: forms.Form, main: Sequence[str]) -> dict[str, Any]:
    """The filters as the page lays them out, and how many behind the button are in use."""
    more = [name for name in form.fields if name not in ("q", *ON_TABLE)]
    return {
        "main": [form[name] for name in main],
        "more": [form[name] for name in more],
        "more_on": sum(name in form.changed_data for name in more),
        "pairs": {name for pair in RANGES for name in pair},
    }


@page(Action.VIEW)
def board(request: Request) -> HttpResponse:
    context = board_context(request, request.GET)
    context |= _bar(context["filter"].form, ON_BOARD)
    return show(request, "deals/board.html", context, partial="board")


def board_query(request: Request) -> QueryDict:
    """The filters of the board on which a card was dropped."""
    under = request.htmx.current_url if request.htmx else ""
    return QueryDict(urlsplit(under or "").query)


@page(Action.VIEW)
def table(request: Request) -> HttpResponse:
    """The same deals as lines, closed ones too."""
    deals = visible(request.user, Deal.objects.all())
    found = DealFilter(request.GET, queryset=deals, request=request)
    context = {
        **listing(request, found, shown(found.qs), export="deals"),
        "can_open": allowed(request.user, Action.OPEN_DEAL),
        "query": request.GET.urlencode(),
        "now": timezone.now(),
        **_bar(found.form, ON_TABLE),
    }
    return show_list(request, "deals/list.html", context)


# --- One deal -------------------------------------------------------------------------------------


@page(Action.VIEW)
def detail(request: Request, pk: UUID) -> HttpResponse:
    deal = find(request, pk)
    now = timezone.now()
    stages = [*Stage.objects.all()]
    facts = requirements.facts_of(deal, today=timezone.localdate())
    checks = requirements.checklist(facts, stages)
    rule = requirements.check_rule(facts)
    return show(
        request,
        "deals/detail.html",
        {
            "deal": deal,
            "can_edit": allowed(request.user, Action.EDIT_DEAL, deal),
            "can_assign": allowed(request.user, Action.ASSIGN),
            "can_share": allowed(request.user, Action.SHARE, deal),
            "investors": facts.investors,
            "rule": rule,
            "shares": rule.amounts if rule else [(part, None) for part in facts.investors],
            "steps": steps(deal, checks),
            "ahead": ahead(deal, checks),
            "amounts": amounts(deal),
            "rate_day": rates.latest_day(),
            "planned": deal.activities.planned().select_related("owner").order_by("planned_for"),
            "entries": deal_timeline(deal),
            "now": now,
        },
    )


def find(request: Request, pk: UUID) -> Deal:
    related = (
        "stage",
        "owner__team",
        "cooperative",
        "firm",
        "need__firm",
        "match__need",
        "match__company",
        "site",
        "zone",
    )
    deals = visible(request.user, Deal.objects.select_related(*related))
    return get_object_or_404(deals, pk=pk)


def editable(request: Request, pk: UUID) -> Deal:
    """The deal, for somebody who may change it."""
    deal = find(request, pk)
    require(request.user, Action.EDIT_DEAL, deal)
    return deal


@dataclass(frozen=True)
class Step:
    """A stage in the stepper: `state` is past, here or ahead."""

    stage: Stage
    place: int
    state: str
    lacking: int
    at: Any


def steps(deal: Deal, checks: Sequence[requirements.Checked]) -> list[Step]:
    """The way through the pipeline; what is lacking for a stage includes all stages before it."""
    arrivals = last_arrivals(deal)
    found, lacking = [], 0
    for place, check in enumerate(checks, 1):
        lacking += sum(not met for _item, met in check.items)
        if check.stage.pk == deal.stage_id:
            state = "here"
        else:
            state = "past" if check.stage.position < deal.stage.position else "ahead"
        at = arrivals.get(check.stage.pk) if state != "ahead" else None
        found.append(Step(check.stage, place, state, lacking, at))
    return found


@dataclass(frozen=True)
class Ahead:
    """The next stage with everything it requires, and whether the deal has it."""

    stage: Stage
    items: tuple[tuple[requirements.Requirement, bool], ...]

    @property
    def lacking(self) -> int:
        return sum(not met for _item, met in self.items)


def ahead(deal: Deal, checks: Sequence[requirements.Checked]) -> Ahead | None:
    """What the next stage requires: its own items, and what earlier stages left open."""
    later = [check for check in checks if check.stage.position > deal.stage.position]
    if not later:
        return None
    following = later[0]
    left = [
        (item, met)
        for check in checks
        if check.stage.position < following.stage.position
        for item, met in check.items
        if not met
    ]
    return Ahead(following.stage, (*left, *following.items))


@dataclass(frozen=True)
class Amount:
    """An amount of the deal, also in won at the rate of `day`."""

    label: str
    value: Any
    krw: Any
    day: Any


def amounts(deal: Deal) -> list[Amount]:
    told = (
        (_("expected amount"), deal.amount, None),
        (_("notified amount"), deal.notified_amount, deal.notified_on),
        (_("arrived amount"), deal.arrived_amount, deal.arrived_on),
    )
    found = []
    for label, value, day in told:
        at = rates.rate_day(day)
        krw = None if value is None else rates.krw_value(value, deal.currency, at)
        found.append(Amount(label, value, krw, at))
    return found


@page(Action.EDIT_DEAL)
def edit(request: Request, pk: UUID) -> HttpResponse:
    deal = editable(request, pk)
    form = DealForm(request.POST or None, instance=deal)
    context = {"form": form, "deal": deal, "url": url_of(deal)}
    if request.method != "POST":
        return show(request, "deals/form.html", context)
    if form.is_valid() and form.save_edit():
        return done(request, url_of(deal), _("Saved."))
    return invalid(request, "deals/form.html", context)


@page(Action.OPEN_DEAL)
@once
def create(request: Request) -> HttpResponse:
    """Open a deal; `?company=` names the first investor, `?match=` company and need."""
    match = _match(request)
    company = match.company if match else from_query(request, ("company",))
    if request.method == "POST":
        form = OpenForm(request.POST)
    else:
        title = deal_title(company, match.need.firm if match else None) if company else ""
        form = OpenForm(initial={"company": company, "title": title})
    context = {"form": form, "match": match}
    if request.method != "POST":
        return show(request, "deals/create.html", context)
    if not form.is_valid():
        return invalid(request, "deals/create.html", context)
    data = form.cleaned_data
    deal = pipeline.open_deal(
        title=data["title"],
        investors=[data["company"]],
        by=request.user,
        now=timezone.now(),
        match=match if match and match.company_id == data["company"].pk else None,
        currency=data["currency"],
        note=data["note"],
    )
    return done(request, url_of(deal), _("Deal opened."))


def _match(request: Request) -> Match | None:
    key = request.POST.get("match") or request.GET.get("match") or ""
    try:
        matches = Match.objects.select_related("company", "need__firm", "need__site")
        return matches.filter(pk=UUID(key)).first()
    except ValueError:
        return None


def url_of(deal: Deal) -> str:
    return reverse("web:deal_detail", args=[deal.pk])


urlpatterns = [
    path("deals/", board, name="deal_board"),
    path("deals/table/", table, name="deal_list"),
    path("deals/new/", create, name="deal_create"),
    path("deals/<uuid:pk>/", detail, name="deal_detail"),
    path("deals/<uuid:pk>/edit/", edit, name="deal_edit"),
]
