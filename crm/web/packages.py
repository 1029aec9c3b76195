"""Packages: companies that together cover the steps of a firm's needs; composing and keeping."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.access import Action, allowed, visible
from crm.rates import convert
from crm.templatetags.names import localname
from crm.web.once import once
from crm.web.packages_kept import kept_rows, package_url
from crm.web.packages_steps import STEPS, StepsForm, key_of, threshold
from crm.web.page import Request, done, failed, invalid, page, show
from matching import composing, kept
from matching.models import Need, Package
from matching.steps import chain_of, in_order, steps_of
from prospects.chains import CHAINS
from prospects.models import Company, Cooperative


def packages_of(need: Need) -> QuerySet[Package]:
    """The packages that a need is a step of, as `kept_rows`."""
    return kept_rows(Q(need=need) | Q(steps__need=need))


@page(Action.VIEW)
def package_compose(request: Request) -> HttpResponse:
    """Alternatives for one need, or for several of one firm, with further steps inside them."""
    needs = _asked(request, request.GET)
    if not needs:
        return failed(request, reverse("web:need_list"), _("Choose a need first."))
    if len({need.firm_id for need in needs}) > 1:
        text = _("The needs of a package belong to one firm.")
        return failed(request, _url(needs[0]), text)
    needs = in_order(needs)
    form = StepsForm(request.GET, needs)
    chosen = {need.pk for need in needs}
    cooperative = _cooperative(request, request.GET.get("cooperative", ""))
    context: dict[str, Any] = {
        "form": form,
        "firm": needs[0].firm,
        "needs": needs,
        "others": [need for need in chain_of(needs[0]) if need.pk not in chosen],
        "cooperative": cooperative,
        "chains": [(key, name) for key, (name, _steps) in CHAINS.items()],
        "can_keep": allowed(request.user, Action.DECIDE_MATCH),
        "is_full": len(form.usual()) >= STEPS,
    }
    if not form.is_valid():
        return invalid(request, "packages/compose.html", context)
    place = form.where()
    least = threshold(place.zone)[0] if place and place.zone else None
    terms = composing.Terms(
        today=timezone.localdate(),
        krw_per_jpy=convert(Decimal(1), "JPY", "KRW"),
        cooperative=cooperative,
        place=place,
        together=least or Decimal(0),
    )
    composed = composing.compose_for(needs, terms, added=form.wanted(), order=form.order())
    zones = [each.zone for each in composed.places if each.zone and place in (None, each)]
    context |= {
        "composed": composed,
        "place": place,
        "together": least,
        "zones": [(zone, *threshold(zone)) for zone in zones],
    }
    return show(request, "packages/compose.html", context)


@page(Action.DECIDE_MATCH)
@require_POST
@once
def package_keep(request: Request) -> HttpResponse:
    """Keep an alternative. `query` is the address it was composed at; `done_by` names who does
    which process, as `capability:company`."""
    query = QueryDict(request.POST.get("query", ""))
    needs = in_order(_asked(request, query))
    told = [each.split(":") for each in request.POST.getlist("done_by")]
    pairs = [(key_of(each[0]), key_of(each[1])) for each in told if len(each) == 2]
    found = visible(request.user, Company.objects.filter(pk__in=[who for _what, who in pairs]))
    companies = {company.pk: company for company in found}
    form = StepsForm(query, needs)
    if not needs or not form.is_valid():
        return failed(request, reverse("web:need_list"), _("Choose a need first."))
    place = form.where()
    here = [need for need in needs if place is None or place.has(need)]
    steps = steps_of(here, form.wanted(), form.order())
    processes = {step.capability.pk: step.capability for step in steps}
    done_by = [
        (processes[what], companies[who])
        for what, who in pairs
        if what in processes and who in companies
    ]
    cooperative = _cooperative(request, request.POST.get("cooperative", ""))
    firm = needs[0].firm
    who = cooperative or (done_by[0][1] if done_by else firm)
    try:
        package = kept.keep(
            steps=steps,
            done_by=done_by,
            name=f"{localname(who)} · {localname(firm)}",
            by=str(request.user),
            cooperative_id=cooperative.pk if cooperative else None,
            language=(get_language() or "ko")[:2],
        )
    except ValidationError as error:
        return failed(request, _url(needs[0]), " ".join(error.messages))
    undo = reverse("web:package_remove", args=[package.pk])
    return done(request, package_url(package), _("The package is kept."), undo=undo)


def _asked(request: Request, query: QueryDict) -> list[Need]:
    """The needs of an address, without those that it drops; one always stays."""
    needs = _needs(request, query.getlist("need"))
    return [need for need in needs if str(need.pk) not in query.getlist("drop")] or needs[:1]


def _needs(request: Request, keys: list[str]) -> list[Need]:
    found = [key for text in dict.fromkeys(keys) if (key := key_of(text))][:STEPS]
    needs = Need.objects.select_related("firm", "capability__parent", "site__zone")
    return [*visible(request.user, needs.filter(pk__in=found)).order_by("pk")]


def _cooperative(request: Request, text: str) -> Cooperative | None:
    key = key_of(text)
    if key is None:
        return None
    return visible(request.user, Cooperative.objects.filter(pk=key)).first()


def _url(need: Need) -> str:
    return reverse("web:need_detail", args=[need.pk])


def context_of(request: Request, need: Need) -> dict[str, Any]:
    """What the section on a need's page needs."""
    return {"packages": visible(request.user, packages_of(need))}


urlpatterns = [
    path("packages/compose/", package_compose, name="package_compose"),
    path("packages/keep/", package_keep, name="package_keep"),
]
