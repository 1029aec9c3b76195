"""Companies that are one and the same: the list of likely ones, merging them, and undoing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from crm import merging
from crm.access import Action, allowed, visible
from crm.merging.fields import ALL, BLOCKS, JOINABLE
from crm.merging.merge import MOST, MergeRefusedError
from crm.merging.relations import CHOSEN
from crm.models import Activity, Deal, Distinction, Merge
from crm.timeline import timeline_of
from crm.web.duplicates_compare import compared, told
from crm.web.duplicates_undone import told_of_undo
from crm.web.listing import paged
from crm.web.page import Request, done, go, invalid, moment_in, page, show
from crm.web.picker import PickerField
from crm.web.successors import company_or_404
from prospects.duplicates import REASONS
from prospects.models import Company, StaleRecordError

SIZE = 20

STALE = gettext_lazy(
    "One of the companies was saved by somebody else meanwhile. Look at what is shown now, then "
    "merge."
)


def with_figures(companies: QuerySet[Company]) -> QuerySet[Company]:
    """Companies with what helps to decide which record stays: `deal_count`, `activity_count`."""
    deals = Deal.objects.filter(investors=OuterRef("pk")).order_by().values("investors")
    made = Activity.objects.filter(company=OuterRef("pk")).order_by().values("company")
    return companies.select_related("cluster", "coverage__owner").annotate(
        deal_count=Coalesce(Subquery(deals.annotate(n=Count("pk")).values("n")), 0),
        activity_count=Coalesce(Subquery(made.annotate(n=Count("pk")).values("n")), 0),
    )


# --- Likely duplicates ----------------------------------------------------------------------------


@page(Action.MERGE)
def duplicate_list(request: Request) -> HttpResponse:
    """Groups of companies that are probably one, the surest first."""
    other_numbers = request.GET.get("numbers") == "all"
    companies = visible(request.user, Company.objects.all())
    groups = merging.duplicate_groups(companies, other_numbers=other_numbers)
    at = _number(request.GET.get("from", ""))
    shown = groups[at : at + SIZE]
    known = with_figures(companies).in_bulk([key for group in shown for key in group.keys])
    context = {
        "groups": [
            {
                "companies": [known[key] for key in group.keys if key in known],
                "reasons": [REASONS[reason] for reason in group.reasons],
                "other_number": group.other_number,
            }
            for group in shown
        ],
        "count": len(groups),
        "other_numbers": other_numbers,
        "next": _from(at + SIZE, other_numbers) if at + SIZE < len(groups) else "",
        "previous": _from(max(at - SIZE, 0), other_numbers) if at else "",
        "tab": "likely",
    }
    return show(request, "duplicates/list.html", context)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def _from(at: int, other_numbers: bool) -> str:
    return f"from={at}{'&numbers=all' if other_numbers else ''}"


@page(Action.MERGE)
@require_POST
def duplicate_decide(request: Request) -> HttpResponse:
    """What to do with the companies that are ticked: compare them, or keep them apart."""
    keys = _keys(request.POST.getlist("company"))
    if request.POST.get("decision") != "apart":
        return go(request, compare_url(keys))
    companies = [*visible(request.user, Company.objects.filter(pk__in=keys))]
    try:
        distinction = merging.keep_apart(companies, by=request.user)
    except MergeRefusedError as refused:
        return done(request, reverse("web:duplicate_list"), str(refused))
    return done(
        request,
        reverse("web:duplicate_list"),
        _("Kept apart. They are not shown as duplicates any more."),
        undo=reverse("web:duplicate_together", args=[distinction.pk]),
    )


@page(Action.MERGE)
def duplicate_apart(request: Request) -> HttpResponse:
    """Companies that somebody said to be different."""
    rows = Distinction.objects.select_related("by").prefetch_related("companies__company")
    context = {**paged(request, rows, order=("-at", "-id")), "tab": "apart"}
    return show(request, "duplicates/apart.html", context)


@page(Action.MERGE)
@require_POST
def duplicate_together(request: Request, pk: UUID) -> HttpResponse:
    """Take back that companies are different."""
    distinction = Distinction.objects.filter(pk=pk).first()
    if distinction:
        merging.take_back(distinction)
    return done(
        request,
        reverse("web:duplicate_list"),
        _("Taken back. They are shown as possible duplicates again."),
    )


# --- Merging --------------------------------------------------------------------------------------


class PickForm(forms.Form):
    """The other record of a company."""

    other = PickerField(kinds=("company",), label=gettext_lazy("Which company is the same?"))


@page(Action.MERGE)
def duplicate_pick(request: Request, pk: UUID) -> HttpResponse:
    """Choose what to merge a company with."""
    company = company_or_404(request, pk)
    form = PickForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "company": company}
    if request.method != "POST":
        return show(request, "duplicates/pick.html", context)
    if form.is_valid():
        other = form.cleaned_data["other"]
        if other.pk != company.pk:
            return go(request, compare_url([company.pk, other.pk]))
        form.add_error("other", _("This is the company itself."))
    return invalid(request, "duplicates/pick.html", context)


def compare_url(keys: Sequence[UUID]) -> str:
    """The address at which companies are compared, the survivor first."""
    return f"{reverse('web:duplicate_merge')}?{'&'.join(f'company={key}' for key in keys)}"


@page(Action.MERGE)
def duplicate_merge(request: Request) -> HttpResponse:
    """Companies side by side: whose values to take, and what becomes of the rest."""
    sent = request.POST if request.method == "POST" else request.GET
    keys = _keys(sent.getlist("company"))
    found = with_figures(visible(request.user, Company.objects.all())).in_bulk(keys)
    companies = [found[key] for key in keys if key in found]
    if len(companies) < 2 or len(companies) > MOST:
        text = _("Choose two or more different companies.") if len(companies) < 2 else _most()
        return done(request, reverse("web:duplicate_list"), text)
    survivor = _survivor(companies, sent.get("survivor", ""))
    ordered = [survivor, *(each for each in companies if each is not survivor)]
    choices = _choices(sent, companies)
    problems: list[str] = []
    if request.method == "POST":
        _as_shown(companies, request.POST)
        try:
            merge = merging.merge(survivor, ordered[1:], by=request.user, choices=choices)
        except StaleRecordError:
            problems = [str(STALE)]
        except MergeRefusedError as refused:
            problems = [str(refused)]
        except ValidationError as wrong:
            problems = wrong.messages
        else:
            text = ngettext("%(n)s company merged.", "%(n)s companies merged.", len(merge.absorbed))
            return done(
                request,
                reverse("web:company_detail", args=[survivor.pk]),
                text % {"n": len(merge.absorbed)},
                undo=reverse("web:duplicate_undo", args=[merge.pk]),
            )
        fresh = with_figures(Company.objects.all()).in_bulk(keys)
        ordered = [fresh[each.pk] for each in ordered if each.pk in fresh]
        companies = [fresh[each.pk] for each in companies if each.pk in fresh]
    context = _comparison(ordered, companies, choices) | {"problems": problems}
    if problems:
        return invalid(request, "duplicates/merge.html", context)
    return show(request, "duplicates/merge.html", context)


def _comparison(
    ordered: Sequence[Company], companies: Sequence[Company], choices: Mapping[str, str]
) -> dict[str, Any]:
    """What the page shows; columns stay in the order asked for, the survivor is marked."""
    survivor = ordered[0]
    rows = compared(ordered, choices)
    place = {str(each.pk): at for at, each in enumerate(companies)}
    for row in rows:
        row.options.sort(key=lambda option: place.get(option.key, MOST))
    preferred = {name: [choices[name]] for name in CHOSEN if choices.get(name)}
    plan = merging.plan_merge(survivor.pk, [each.pk for each in ordered[1:]], preferred=preferred)
    return {
        "companies": companies,
        "survivor": survivor,
        "differing": [row for row in rows if row.differs],
        "agreed": [row for row in rows if not row.differs and row.chosen],
        "told": told(plan),
    }


def _survivor(companies: Sequence[Company], asked: str) -> Company:
    """The one asked for, else the one with most work on it, else the oldest record."""
    for each in companies:
        if str(each.pk) == asked:
            return each
    work = {each.pk: (each.deal_count, each.activity_count) for each in companies}  # type: ignore[attr-defined]
    return max(companies, key=lambda each: (*work[each.pk], -each.created_at.timestamp()))


def _choices(sent: Mapping[str, str], companies: Sequence[Company]) -> dict[str, str]:
    """The choices of the form, without what is none."""
    keys = {str(each.pk) for each in companies}
    found = {}
    for name in (*BLOCKS, *CHOSEN):
        choice = sent.get(f"of-{name}", "")
        if choice in keys or (choice == ALL and name in JOINABLE):
            found[name] = choice
    return found


def _as_shown(companies: Sequence[Company], sent: Mapping[str, str]) -> None:
    """Give each company the version that the form showed."""
    for each in companies:
        each.version = _number(sent.get(f"version-{each.pk}", ""))


def _keys(texts: Sequence[str]) -> list[UUID]:
    keys: dict[UUID, None] = {}
    for text in texts:
        try:
            keys[UUID(text)] = None
        except ValueError:
            continue
    return [*keys]


def _most() -> str:
    return _("Choose at most %(count)s companies.") % {"count": MOST}


# --- What was merged ------------------------------------------------------------------------------


@page(Action.MERGE)
def duplicate_merges(request: Request) -> HttpResponse:
    """Merges, the newest first, each with a way back."""
    rows = Merge.objects.select_related("survivor", "by", "undone_by").defer("changes")
    context = {**paged(request, rows, order=("-at", "-id")), "tab": "merges"}
    return show(request, "duplicates/merges.html", context)


@page(Action.VIEW)
def duplicate_merged(request: Request, pk: UUID) -> HttpResponse:
    """One merge: what became one, and the history of each record that went."""
    merge = get_object_or_404(Merge.objects.select_related("survivor", "by", "undone_by"), pk=pk)
    company_or_404(request, merge.survivor_id)
    before = moment_in(request.GET.get("before", ""))
    absorbed = [
        {
            "name": name,
            "timeline": timeline_of(Company(pk=key, name_ja=name), before=before),
        }
        for key, name in zip(merge.absorbed, merge.absorbed_names, strict=True)
    ]
    context = {
        "merge": merge,
        "absorbed": absorbed,
        "can_undo": allowed(request.user, Action.MERGE) and not merge.undone_at,
    }
    return show(request, "duplicates/merged.html", context)


@page(Action.VIEW)
def former_company(request: Request, pk: UUID) -> HttpResponse:
    """From a company that was merged away to its newest merge that stands."""
    merge = Merge.objects.standing().of_absorbed(pk).defer("changes").first()
    if merge is None:
        raise Http404
    return go(request, reverse("web:duplicate_merged", args=[merge.pk]))


@page(Action.MERGE)
def duplicate_undo(request: Request, pk: UUID) -> HttpResponse:
    """Take a merge back; what that cannot put right is said first."""
    merge = get_object_or_404(Merge.objects.select_related("survivor", "by"), pk=pk)
    back = reverse("web:duplicate_merged", args=[merge.pk])
    try:
        plan = merging.plan_undo(merge)
    except MergeRefusedError as refused:
        return done(request, back, str(refused))
    what = told_of_undo(plan)
    context = {"merge": merge, "told": what, "problem": ""}
    seen = "version" in request.POST
    if request.method != "POST" or (what.asks and not seen):
        return show(request, "duplicates/undo.html", context)
    version = _number(request.POST["version"]) if seen else merge.survivor.version
    restore = [block for block in BLOCKS if request.POST.get(f"edit-{block}") == "restore"]
    try:
        merging.undo(merge, by=request.user, restore=restore, version=version)
    except StaleRecordError:
        context["problem"] = _("Somebody changed the company meanwhile. Look again, then undo.")
        return invalid(request, "duplicates/undo.html", context)
    except MergeRefusedError as refused:
        return done(request, back, str(refused))
    return done(
        request,
        reverse("web:company_detail", args=[merge.survivor_id]),
        _("Undone: %(names)s has a record of its own again.")
        % {"names": ", ".join(merge.absorbed_names)},
    )


urlpatterns = [
    path("duplicates/", duplicate_list, name="duplicate_list"),
    path("duplicates/decide/", duplicate_decide, name="duplicate_decide"),
    path("duplicates/apart/", duplicate_apart, name="duplicate_apart"),
    path("duplicates/merges/", duplicate_merges, name="duplicate_merges"),
    path("distinctions/<uuid:pk>/undo/", duplicate_together, name="duplicate_together"),
    path("companies/<uuid:pk>/merged/", former_company, name="former_company"),
    path("companies/<uuid:pk>/merge/", duplicate_pick, name="duplicate_pick"),
    path("merges/new/", duplicate_merge, name="duplicate_merge"),
    path("merges/<uuid:pk>/", duplicate_merged, name="duplicate_merged"),
    path("merges/<uuid:pk>/undo/", duplicate_undo, name="duplicate_undo"),
]
