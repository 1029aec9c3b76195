"""Packages: companies that together cover the steps of a firm's needs; composing and keeping."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.access import Action, allowed, visible
from crm.rates import convert
from crm.templatetags.names import localname
from crm.web.page import Request, done, failed, page, show
from matching import composing
from matching.models import InvestmentZone, Need, Package, PackageMember
from prospects.models import Company, Cooperative

#: More needs than this are no chain that anybody could follow.
STEPS = 6


def packages_of(need: Need) -> QuerySet[Package]:
    """The packages that a need is a step of, with their members in the order of the steps."""
    members = PackageMember.objects.select_related("company", "capability").order_by(
        "capability__position", "pk"
    )
    step = Q(need__firm=need.firm_id, package_members__capability=need.capability_id)
    return (
        Package.objects.filter(Q(need=need) | step)
        .select_related("cooperative", "need__capability")
        .prefetch_related(Prefetch("package_members", queryset=members))
        .distinct()
    )


@page(Action.VIEW)
def package_compose(request: Request) -> HttpResponse:
    """Alternatives for one need, or for several of one firm as the steps of a chain."""
    needs = _needs(request, request.GET.getlist("need"))
    if not needs:
        return failed(request, reverse("web:need_list"), _("Choose a need first."))
    if len({need.firm_id for need in needs}) > 1:
        text = _("The needs of a package belong to one firm.")
        return failed(request, _url(needs[0]), text)
    cooperative = _cooperative(request, request.GET.get("cooperative", ""))
    today = timezone.localdate()
    composed = composing.compose_for(
        needs, today=today, krw_per_jpy=convert(Decimal(1), "JPY", "KRW"), cooperative=cooperative
    )
    chosen = {need.pk for need in needs}
    context = {
        "firm": needs[0].firm,
        "needs": composing.in_order(needs),
        "choices": [(need, need.pk in chosen) for need in composing.chain_of(needs[0])],
        "cooperative": cooperative,
        "composed": composed,
        "zones": [(zone, *_threshold(zone)) for zone in composed.zones],
        "can_keep": allowed(request.user, Action.DECIDE_MATCH),
        "most": STEPS,
    }
    return show(request, "packages/compose.html", context)


def _threshold(zone: InvestmentZone) -> tuple[Decimal | None, str]:
    """The zone's least amount in won; none where none is on file."""
    if zone.minimum_amount is None:
        return None, ""
    return convert(zone.minimum_amount, zone.minimum_currency, "KRW"), zone.minimum_currency


@page(Action.DECIDE_MATCH)
@require_POST
def package_keep(request: Request) -> HttpResponse:
    """Keep an alternative; `done_by` names who does which need, as `need:company`."""
    told = [each.split(":") for each in request.POST.getlist("done_by")]
    pairs = [(each[0], each[1]) for each in told if len(each) == 2]
    needs = {str(each.pk): each for each in _needs(request, [need for need, _company in pairs])}
    keys = [key for _need, company in pairs if (key := _key(company))]
    seen = visible(request.user, Company.objects.filter(pk__in=keys))
    companies = {str(each.pk): each for each in seen}
    done_by = [
        (needs[need], companies[company])
        for need, company in pairs
        if need in needs and company in companies
    ]
    cooperative = _cooperative(request, request.POST.get("cooperative", ""))
    if not done_by:
        text = _("A package needs at least one company.")
        return failed(request, reverse("web:need_list"), text)
    firm = done_by[0][0].firm
    who = cooperative or done_by[0][1]
    try:
        package = composing.keep(
            needs=[*needs.values()],
            done_by=done_by,
            name=f"{localname(who)} · {localname(firm)}",
            cooperative=cooperative,
            language=(get_language() or "ko")[:2],
        )
    except ValidationError as error:
        return failed(request, _url(done_by[0][0]), " ".join(error.messages))
    undo = reverse("web:package_remove", args=[package.pk])
    return done(request, f"{_url(package.need)}#packages", _("The package is kept."), undo=undo)


@page(Action.DECIDE_MATCH)
@require_POST
def package_remove(request: Request, pk: UUID) -> HttpResponse:
    packages = visible(request.user, Package.objects.select_related("need"))
    package = get_object_or_404(packages, pk=pk)
    url = _url(package.need)
    package.delete()
    return done(request, url, _("The package was removed."))


def _needs(request: Request, keys: list[str]) -> list[Need]:
    found = [key for text in dict.fromkeys(keys) if (key := _key(text))][:STEPS]
    needs = Need.objects.select_related("firm", "capability__parent", "site__zone")
    return [*visible(request.user, needs.filter(pk__in=found)).order_by("pk")]


def _cooperative(request: Request, text: str) -> Cooperative | None:
    key = _key(text)
    if key is None:
        return None
    return visible(request.user, Cooperative.objects.filter(pk=key)).first()


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _url(need: Need) -> str:
    return reverse("web:need_detail", args=[need.pk])


def context_of(request: Request, need: Need) -> dict[str, Any]:
    """What the section on a need's page needs."""
    return {
        "packages": visible(request.user, packages_of(need)),
        "can_keep": allowed(request.user, Action.DECIDE_MATCH),
    }


urlpatterns = [
    path("packages/compose/", package_compose, name="package_compose"),
    path("packages/keep/", package_keep, name="package_keep"),
    path("packages/<uuid:pk>/remove/", package_remove, name="package_remove"),
]
