"""A kept package: what it consists of, what it lacks by now, whom to introduce next."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from django import forms
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from crm.access import Action, allowed, visible
from crm.rates import convert
from crm.web.companies_forms import LaidOut, Rows
from crm.web.forms import RecordForm
from crm.web.packages_steps import threshold
from crm.web.page import Request, done, failed, invalid, page, show
from matching import decisions
from matching.kept import Kept, look_at
from matching.models import Match, Package


class PackageForm(LaidOut, RecordForm[Package]):
    """What people call a package, and what they note of it."""

    rows: ClassVar[Rows] = (("name_ko",), ("name_ja", "name_en"), ("note",))

    class Meta:
        model = Package
        fields = ("name_ko", "name_ja", "name_en", "note")
        widgets: ClassVar[dict[str, forms.Widget]] = {"note": forms.Textarea(attrs={"rows": 4})}


#: Where members stand that are still to be introduced.
_BEFORE = (Match.Status.SUGGESTED, Match.Status.SHORTLISTED)


@page(Action.VIEW)
def package_detail(request: Request, pk: UUID) -> HttpResponse:
    """A kept package with its steps, members and places, as the facts stand today."""
    package = _find(request, pk)
    kept = _looked_at(package)
    can_decide = allowed(request.user, Action.DECIDE_MATCH)
    zones = [place.zone for place in kept.places if place.zone]
    context = {
        "package": package,
        "kept": kept,
        "zones": [(zone, *threshold(zone)) for zone in zones],
        "to_shortlist": _matches_to(Match.Status.SHORTLISTED, kept) if can_decide else {},
        "to_introduce": _matches_to(Match.Status.INTRODUCED, kept) if can_decide else {},
        "again": _composed_at(kept),
        "can_edit": can_decide,
    }
    return show(request, "packages/detail.html", context)


def _matches_to(status: Match.Status, kept: Kept) -> dict[UUID, Match]:
    """The matches of members that may come to `status` now, by their keys."""
    doers = [doer for each in kept.steps for doer in each.doers] + [*kept.others]
    found = [doer.match for doer in doers if doer.match and doer.match.status in _BEFORE]
    return {each.pk: each for each in found if status in decisions.possible(each)}


def _composed_at(kept: Kept) -> str:
    """The query with which the same steps are composed again."""
    query = QueryDict(mutable=True)
    query["need"] = str(kept.package.need_id)
    for each in kept.steps:
        step = each.step
        if step.need_id and step.need_id != kept.package.need_id:
            query.appendlist("need", str(step.need_id))
        if step.need_id is None:
            query.appendlist("step", str(step.capability_id))
            if step.volume:
                query[f"volume-{step.capability_id}"] = str(step.volume)
        query[f"order-{step.need_id or step.capability_id}"] = str(step.place)
    if kept.package.cooperative_id:
        query["cooperative"] = str(kept.package.cooperative_id)
    return query.urlencode()


@page(Action.DECIDE_MATCH)
@require_POST
def package_shortlist(request: Request, pk: UUID) -> HttpResponse:
    """Shortlist every member that is suggested for the need of its step."""
    package = _find(request, pk)
    found = _matches_to(Match.Status.SHORTLISTED, _looked_at(package))
    count = decisions.shortlist_all(found.values(), by=request.user, now=timezone.now())
    if not count:
        return failed(request, package_url(package), _("Nobody of this package is to be chosen."))
    text = ngettext("%(n)s company shortlisted.", "%(n)s companies shortlisted.", count)
    return done(request, package_url(package), text % {"n": count})


@page(Action.DECIDE_MATCH)
def package_edit(request: Request, pk: UUID) -> HttpResponse:
    """Change its names and its note."""
    package = _find(request, pk)
    form = PackageForm(request.POST or None, instance=package)
    if request.method == "POST" and form.is_valid() and form.save_edit():
        return done(request, package_url(package), _("Saved."))
    context = {
        "form": form,
        "title": _("Edit the package"),
        "record": "",
        "back": package_url(package),
        "remove_url": reverse("web:package_remove", args=[package.pk]),
    }
    answer = invalid if form.is_bound else show
    return answer(request, "companies/fact_form.html", context)


@page(Action.DECIDE_MATCH)
@require_POST
def package_remove(request: Request, pk: UUID) -> HttpResponse:
    """Take a package away; its companies, needs and matches stay as they are."""
    package = _find(request, pk)
    url = reverse("web:need_detail", args=[package.need_id])
    package.delete()
    return done(request, url, _("The package was removed."))


def _looked_at(package: Package) -> Kept:
    rate = convert(Decimal(1), "JPY", "KRW")
    return look_at(package, today=timezone.localdate(), krw_per_jpy=rate)


def _find(request: Request, pk: UUID) -> Package:
    packages = Package.objects.select_related("cooperative", "need__firm", "need__site__zone")
    return get_object_or_404(visible(request.user, packages), pk=pk)


def kept_rows(which: Q) -> QuerySet[Package]:
    """Packages as lists of them show each: with its steps and how many companies; two queries."""
    companies = Count("package_members__company", distinct=True)
    return (
        Package.objects.filter(pk__in=Package.objects.filter(which).values("pk"))
        .annotate(company_count=companies)
        .prefetch_related("steps__capability")
    )


def package_url(package: Package) -> str:
    return reverse("web:package_detail", args=[package.pk])


_ONE = "packages/<uuid:pk>/"
urlpatterns = [
    path(_ONE, package_detail, name="package_detail"),
    path(f"{_ONE}shortlist/", package_shortlist, name="package_shortlist"),
    path(f"{_ONE}edit/", package_edit, name="package_edit"),
    path(f"{_ONE}remove/", package_remove, name="package_remove"),
]
