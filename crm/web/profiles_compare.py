"""Two versions of the weights side by side, or one and a draft: what changes in rank, live."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.access import Action, allowed, visible
from crm.web.page import Request, page, show
from crm.web.profiles_forms import RanksForm, WeightsForm, asked_for
from matching import previewing
from matching.models import Need, WeightProfile
from matching.previews import Row
from matching.profiles import part_name
from matching.scoring import PARTS, Weights
from matching.shortlist import active_profile, weights_of
from prospects.models import Company

MOST_NEEDS = 8
MOST_CHANGED = 5


@dataclass(frozen=True)
class Side:
    """A version, or a draft, which has none."""

    name: str
    weights: Weights
    profile: WeightProfile | None = None

    @property
    def shares(self) -> list[float]:
        return [float(share) for share in self.weights.shares()]


@dataclass(frozen=True)
class Ranks:
    """What changes in a need's list, with its companies."""

    need: Need
    told: previewing.NeedChange
    rows: list[tuple[Row, Company | None]]


@page(Action.VIEW)
def profile_compare(request: Request) -> HttpResponse:
    """`before` and `after` name versions; weights in the address stand for a draft instead of
    `after`. For htmx the ranks alone, or the summary alone."""
    versions = [*visible(request.user, WeightProfile.objects.all())]
    before = _side(_named(request, "before", versions) or active_profile())
    draft = WeightsForm(request.GET) if asked_for(request.GET) else None
    context: dict[str, Any] = {
        "versions": versions,
        "before": before,
        "draft": draft,
        "parts": [part_name(part) for part in PARTS],
        "can_edit": allowed(request.user, Action.EDIT_WEIGHTS),
    }
    if draft is not None and not draft.is_valid():
        return _answer(
            request, {**context, **asked(request.GET), "problems": _problems(draft)}, status=422
        )
    after = _after(request, draft, versions, before)
    if after is not None:
        context |= {
            "after": after,
            "weights": [
                (part_name(part), was, now, now - was)
                for part, was, now in zip(PARTS, before.shares, after.shares, strict=True)
            ],
            **_ranks(request, before, after),
        }
    return _answer(request, context)


def _answer(request: Request, context: dict[str, Any], status: int = 200) -> HttpResponse:
    target = request.htmx.target if request.htmx else ""
    part = {"preview": "ranks", "preview-sample": "sample"}.get(target or "")
    name = f"profiles/{part}.html" if part else "profiles/compare.html"
    return show(request, name, context, status=status)


def asked(query: QueryDict) -> dict[str, Any]:
    """What was chosen to look at, so that a refused draft does not lose it."""
    return {
        "asked_needs": query.getlist("need")[-MOST_NEEDS:],
        "asked_places": query.get("places", ""),
    }


def _named(request: Request, which: str, versions: list[WeightProfile]) -> WeightProfile | None:
    wanted = request.GET.get(which, "")
    return next((each for each in versions if str(each.revision) == wanted), None)


def _side(profile: WeightProfile) -> Side:
    name = _("Version %(revision)s") % {"revision": profile.revision}
    return Side(name, weights_of(profile), profile)


def _after(
    request: Request, draft: WeightsForm | None, versions: list[WeightProfile], before: Side
) -> Side | None:
    """The draft, the version asked for, or the newest other one; None where there is no other."""
    if draft is not None:
        return Side(_("Draft"), draft.weights())
    other = _named(request, "after", versions)
    if other is None:
        other = next((each for each in versions if each != before.profile), None)
    return _side(other) if other else None


def _problems(draft: WeightsForm) -> list[str]:
    return [str(each) for errors in draft.errors.values() for each in errors]


# --- Ranks -------------------------------------------------------------------------------------


def _ranks(request: Request, before: Side, after: Side) -> dict[str, Any]:
    form = RanksForm(request.GET)
    form.is_valid()  # what is wrong in it stands beside its field; the rest is shown
    places: int = form.cleaned_data.get("places") or 10
    now = timezone.now()
    sides = (before.weights, after.weights)
    if request.htmx and request.htmx.target == "preview-sample":
        return {"places": places, **_sample(request, sides, places, lazy=False)}
    chosen = _chosen(request, form)
    fresh = "fresh" in request.GET
    told = previewing.changes([*chosen], *sides, places=places, now=now, fresh=fresh)
    companies = visible(request.user, Company.objects.select_related("cluster")).in_bulk(
        {pk for each in told for pk in each.companies}
    )
    ranks = [
        Ranks(
            chosen[each.need],
            each,
            [
                (row, companies.get(pk))
                for row, pk in zip(each.change.rows, each.companies, strict=True)
            ],
        )
        for each in told
    ]
    lazy = not request.GET.get("sample")
    return {
        "ranks_form": RanksForm(initial={"places": places}) if form.is_valid() else form,
        "places": places,
        "chosen": [*chosen.values()],
        "ranks": ranks,
        "not_open": [need for need in chosen.values() if need.pk not in {r.need.pk for r in ranks}],
        "read_at": min((each.at for each in told), default=None),
        **_sample(request, sides, places, lazy=lazy),
    }


def _chosen(request: Request, form: RanksForm) -> dict[UUID, Need]:
    """The needs to look at: those of the address, and the one that was added."""
    keys = []
    for text in request.GET.getlist("need"):
        try:
            keys.append(UUID(text))
        except ValueError:
            continue
    added = form.cleaned_data.get("add")
    if isinstance(added, Need):
        keys.append(added.pk)
    keys = [*dict.fromkeys(keys)][-MOST_NEEDS:] or previewing.usual_needs()
    needs = visible(request.user, Need.objects.select_related("firm", "capability")).in_bulk(keys)
    return {key: needs[key] for key in keys if key in needs}


def _sample(
    request: Request, sides: tuple[Weights, Weights], places: int, *, lazy: bool
) -> dict[str, Any]:
    """The summary; where its facts are not read yet and that may wait, nothing."""
    found = previewing.sampled(*sides, places=places, now=timezone.now(), only_kept=lazy)
    needs = visible(request.user, Need.objects.select_related("firm")).in_bulk(
        found.needs[:MOST_CHANGED] if found else ()
    )
    return {
        "sample": found,
        "sample_waits": lazy and found is None,
        "most_changed": [needs[key] for key in (found.needs if found else ()) if key in needs],
    }
