"""The versions of the weights: the list, one, a new one with its preview, two side by side."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.access import Action, allowed, visible
from crm.web.listing import paged, show_list
from crm.web.once import once
from crm.web.page import Request, done, failed, invalid, page, show
from crm.web.profiles_compare import asked, profile_compare
from crm.web.profiles_forms import ASKS, WeightsForm, asked_for, points
from matching import profiles, reports
from matching.models import EvaluationReport, WeightProfile
from matching.profiles import part_name
from matching.scoring import PARTS, Weights
from matching.shortlist import active_profile, weights_of

SIZE = 30
TRIALS = 3
TRIED = 5  # versions whose figures stand beside the form


def profile_url(profile: WeightProfile) -> str:
    return reverse("web:profile_detail", args=[profile.revision])


@page(Action.VIEW)
def profile_list(request: Request) -> HttpResponse:
    """All versions, the newest first."""
    versions = visible(request.user, WeightProfile.objects.all())
    context = paged(
        request,
        profiles.with_counts(versions),
        order=("-revision",),
        size=SIZE,
        counted=versions,
    )
    can_evaluate = allowed(request.user, Action.EVALUATE_MATCHING)
    keys = [each.pk for each in context["rows"]]
    made = _trials(request).filter(profile__in=keys)
    tried = reports.tried_last(made) if can_evaluate else {}
    context |= {
        "rows": [(each, _shares(each), tried.get(each.pk)) for each in context["rows"]],
        "tried": [*tried.values()],
        "can_evaluate": can_evaluate,
        "parts": [part_name(part) for part in PARTS],
        "applying": profiles.being_applied(),
        "counted": profiles.COUNTED,
        "can_edit": allowed(request.user, Action.EDIT_WEIGHTS),
    }
    return show_list(request, "profiles/list.html", context)


@page(Action.VIEW)
def profile_detail(request: Request, revision: int) -> HttpResponse:
    """One version: its weights beside those in use, who made it, what names it."""
    profile = _find(request, revision)
    in_use = active_profile()
    shares, now = _shares(profile), _shares(in_use)
    can_evaluate = allowed(request.user, Action.EVALUATE_MATCHING)
    trials = _trials(request).filter(profile=profile)
    context = {
        "profile": profile,
        "in_use": in_use,
        "shares": shares,
        "parts": [part_name(part) for part in PARTS],
        "weights": [
            (part_name(part), ASKS[part], share, share - other)
            for part, share, other in zip(PARTS, shares, now, strict=True)
        ],
        "counted": profiles.COUNTED,
        "applying": profiles.being_applied(),
        "tried": reports.tried(trials, TRIALS) if can_evaluate else [],
        **_working(request),
        "can_edit": allowed(request.user, Action.EDIT_WEIGHTS),
        "can_evaluate": can_evaluate,
    }
    return show(request, "profiles/detail.html", context)


@page(Action.EDIT_WEIGHTS)
@once
def profile_create(request: Request) -> HttpResponse:
    """A new version; `?from=` names the version, or the standard, to begin with."""
    in_use = active_profile()
    if request.method == "POST":
        form = WeightsForm(request.POST)
        if form.is_valid():
            try:
                made = profiles.add(
                    weights=form.values(), note=form.cleaned_data["note"], by=request.user
                )
            except profiles.ProfileError as error:
                form.add_error(None, str(error))
            else:
                text = _("Version %(revision)s is saved. It is not in use yet.")
                return done(request, profile_url(made), text % {"revision": made.revision})
        return invalid(request, "profiles/form.html", _about_form(request, form, in_use))
    if asked_for(request.GET):  # back from a preview: what was typed stands
        form = WeightsForm(request.GET)
        context = _about_form(request, form, in_use)
        if not form.is_valid():
            return invalid(request, "profiles/form.html", context)
        return show(request, "profiles/form.html", context)
    form = WeightsForm(initial=points(_begin_with(request, in_use)))
    return show(request, "profiles/form.html", _about_form(request, form, in_use))


@page(Action.EDIT_WEIGHTS)
def profile_use(request: Request, revision: int) -> HttpResponse:
    """Say what using this version does; by POST do it."""
    profile = _find(request, revision)
    if request.method != "POST":
        context = {"profile": profile, "in_use": active_profile()}
        return show(request, "profiles/use.html", context)
    try:
        former = profiles.use(profile, by=request.user, now=timezone.now())
    except profiles.ProfileError as error:
        return failed(request, profile_url(profile), str(error))
    text = _("Version %(revision)s is in use; all matches are being scored again with it.")
    undo = reverse("web:profile_use", args=[former.revision]) if former else ""
    return done(request, profile_url(profile), text % {"revision": revision}, undo=undo)


@page(Action.EDIT_WEIGHTS)
@require_POST
def profile_remove(request: Request, revision: int) -> HttpResponse:
    """Take a version away that nothing names."""
    profile = _find(request, revision)
    try:
        profiles.remove(profile)
    except profiles.ProfileError as error:
        return failed(request, profile_url(profile), str(error))
    text = _("Version %(revision)s was removed.") % {"revision": revision}
    return done(request, reverse("web:profile_list"), text)


def _trials(request: Request) -> QuerySet[EvaluationReport]:
    return visible(request.user, EvaluationReport.objects.all())


def _working(request: Request) -> dict[str, Any]:
    """The trial that is being made, if any."""
    working = _trials(request).filter(state__in=EvaluationReport.WORKING)
    found = working.select_related("profile").defer("results").first()
    stopped = found is not None and reports.is_stopped(found, timezone.now())
    return {"working": found, "is_stopped": stopped}


def _find(request: Request, revision: int) -> WeightProfile:
    versions = profiles.with_counts(visible(request.user, WeightProfile.objects.all()))
    return get_object_or_404(versions, revision=revision)


def _shares(profile: WeightProfile) -> list[float]:
    return [float(share) for share in weights_of(profile).shares()]


def _begin_with(request: Request, in_use: WeightProfile) -> Weights:
    """The weights that `?from=` names: a revision or "standard"; else those in use."""
    wanted = request.GET.get("from", "")
    if wanted == "standard":
        return Weights()
    if wanted.isdecimal() and len(wanted) < 9:
        found = visible(request.user, WeightProfile.objects.filter(revision=int(wanted))).first()
        return weights_of(found or in_use)
    return weights_of(in_use)


def _about_form(request: Request, form: forms.Form, in_use: WeightProfile) -> dict[str, Any]:
    """What stands around the form: shares of what was typed so far, and where to begin again."""
    shares: list[float] = []
    if isinstance(form, WeightsForm):
        if not form.is_bound:
            typed = {part: float(form.initial[part]) for part in PARTS}
            shares = [float(each) for each in Weights(**typed).shares()]
        elif form.is_valid():
            shares = [float(each) for each in form.weights().shares()]
    used = _shares(in_use)
    can_evaluate = allowed(request.user, Action.EVALUATE_MATCHING)
    tried = reports.tried_last(_trials(request)) if can_evaluate else {}
    newest = sorted(tried.values(), key=lambda each: -each.report.profile.revision)
    return {
        "form": form,
        "in_use": in_use,
        "shares": shares,
        "used": used,
        "parts": [part_name(part) for part in PARTS],
        "begin_used": points(weights_of(in_use)),
        "begin_standard": points(Weights()),
        "tried": newest[:TRIED],
        "can_evaluate": can_evaluate,
        **_working(request),
        **asked(request.POST if request.method == "POST" else request.GET),
    }


_ONE = "matching/profiles/<int:revision>/"
urlpatterns = [
    path("matching/profiles/", profile_list, name="profile_list"),
    path("matching/profiles/new/", profile_create, name="profile_create"),
    path("matching/profiles/compare/", profile_compare, name="profile_compare"),
    path(_ONE, profile_detail, name="profile_detail"),
    path(f"{_ONE}use/", profile_use, name="profile_use"),
    path(f"{_ONE}remove/", profile_remove, name="profile_remove"),
]
