"""Introduction plans: the list, a plan that is edited and solved again, its approval."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from crm.access import Action, allowed, visible
from crm.models import IntroductionPlan, PlannedIntroduction, User
from crm.planning import approving, editing, limiting, solving
from crm.planning.solving import PlanError
from crm.planning.unserved import unserved
from crm.templatetags.names import localname
from crm.web import plans_report
from crm.web.forms import STALE
from crm.web.likely import ANYWAY
from crm.web.listing import paged, show_list
from crm.web.once import once
from crm.web.page import Request, at, back_to, before, done, failed, go, invalid, page, show, under
from crm.web.plans_forms import AddForm, ExcludeForm, LimitsForm, NewPlanForm, OwnLimitsForm
from matching.models import Match, Need
from prospects.models import StaleRecordError
from prospects.register.facts import CREDIT

Status = IntroductionPlan.Status
State = PlannedIntroduction.State
SIZE = 50

#: What a button of an introduction does; excluding asks for a reason first.
EDITS: dict[str, Callable[..., None]] = {
    "pin": editing.pin,
    "unpin": editing.unpin,
    "undo": editing.undo,
}
TABS = ("all", "mine", "pinned", "new", "excluded")
#: The tabs of an approved plan: what came of its introductions, in the order of the way they go.
OUTCOMES = (
    Match.Status.SUGGESTED,
    Match.Status.SHORTLISTED,
    Match.Status.INTRODUCED,
    Match.Status.IN_TALKS,
    Match.Status.CONVERTED,
    Match.Status.REJECTED,
)


def plan_url(plan: IntroductionPlan) -> str:
    return reverse("web:plan_detail", args=[plan.pk])


@page(Action.VIEW)
def plan_list(request: Request) -> HttpResponse:
    """The plans, the latest quarter first."""
    plans = visible(request.user, IntroductionPlan.objects.all())
    taken = ~Q(introductions__state=State.EXCLUDED)
    rows = plans.select_related("owner", "approved_by").annotate(
        planned=Count("introductions", filter=taken)
    )
    context = {
        **paged(request, rows, order=("-year", "-quarter", "-id"), counted=plans),
        "can_run": allowed(request.user, Action.RUN_PLAN),
    }
    return show_list(request, "plans/list.html", context)


@page(Action.RUN_PLAN)
@once
def plan_create(request: Request) -> HttpResponse:
    """A quarter and its limits; the plan is solved at once. Asks once where the quarter has one."""
    form = NewPlanForm(request.POST or None)
    if request.method != "POST":
        return show(request, "plans/form.html", {"form": form})
    if not form.is_valid():
        return invalid(request, "plans/form.html", {"form": form})
    others = visible(request.user, IntroductionPlan.objects.filter(**form.quarter()))
    if ANYWAY not in request.POST and (known := [*others.select_related("owner")]):
        return invalid(request, "plans/form.html", {"form": form, "known": known})
    plan = solving.create(by=request.user, **form.quarter(), **form.limits())
    return go(request, plan_url(plan))


@page(Action.VIEW)
def plan_detail(request: Request, pk: UUID) -> HttpResponse:
    """Patience while it is solved; then the introductions, and what speaks for them."""
    plan = _plan(request, pk)
    if plan.status == Status.SOLVING:
        context = {**_about(request, plan), "stopped": solving.is_stopped(plan)}
        return show(request, "plans/working.html", context, partial="work")
    if request.htmx.target == "plan-work":
        return HttpResponseClientRedirect(plan_url(plan))
    rows = plan.introductions.with_outcome().select_related(
        "company__cluster", "need__firm", "need__capability", "officer", "decided_by", "activity"
    )
    tabs = _tabs(plan, request.user)
    tab = request.GET.get("show", "")
    tab = tab if tab in tabs else "all"
    listed = paged(
        request, rows.filter(_of(plan, tab, request.user)), order=("-value", "id"), size=SIZE
    )
    context = {
        **_about(request, plan),
        **listed,
        "tabs": [(key, _tab_label(plan, key), count) for key, count in tabs.items()],
        "tab": tab,
        "is_first": _is_first(plan),
        "converted": tabs.get(Match.Status.CONVERTED, 0),
        "ways": plans_report.ways(plan),
        "binding": plans_report.binding(plan),
        "overfull": plans_report.overfull(plan),
        "blocked": plans_report.blocked(plan),
        "blocked_by": plans_report.blocked_by(plan),
        "open_needs": Need.objects.open().count(),
        "unserved": unserved(plan) if plan.can_change else None,
        "own_limits": plan.own_limits.count(),
        "matches": _matches(listed["rows"]),
    }
    return show(request, "plans/detail.html", context)


@page(Action.VIEW)
def plan_sheet(request: Request, pk: UUID) -> HttpResponse:
    """All introductions on one page, by officer, as it is handed round on paper."""
    plan = _plan(request, pk)
    rows = plan.introductions.taken().select_related(
        "company__cluster", "need__firm", "officer", "activity__owner"
    )
    parts: dict[User | None, list[PlannedIntroduction]] = {}
    for row in rows.order_by("-value", "id"):
        parts.setdefault(row.activity.owner if row.activity else row.officer, []).append(row)
    for own in parts.values():
        own.sort(key=_when)
    context = {
        "plan": plan,
        "parts": sorted(parts.items(), key=lambda part: (part[0] is None, str(part[0]))),
        "count": sum(map(len, parts.values())),
        "credit": CREDIT,
    }
    return show(request, "plans/sheet.html", context)


def _when(row: PlannedIntroduction) -> float:
    """When its activity is planned; what has none keeps its place by value."""
    planned_for = row.activity.planned_for if row.activity else None
    return planned_for.timestamp() if planned_for else 0.0


def _of(plan: IntroductionPlan, tab: str, reader: User) -> Q:
    """Which introductions a tab shows. In an approved plan mine are those I have to carry out."""
    if tab == "mine":
        owner = {"activity__owner" if plan.status == Status.APPROVED else "officer": reader}
        return ~Q(state=State.EXCLUDED) & Q(**owner)
    if tab == "excluded":
        return Q(state=State.EXCLUDED)
    if tab == "pinned":
        return Q(state=State.PINNED)
    if tab == "new" and plan.queued_at:
        return ~Q(state=State.EXCLUDED) & Q(created_at__gte=plan.queued_at)
    if tab in OUTCOMES:
        return ~Q(state=State.EXCLUDED) & Q(outcome=tab)
    return ~Q(state=State.EXCLUDED)


def _tabs(plan: IntroductionPlan, reader: User) -> dict[str, int]:
    """How many introductions each tab holds. Of an approved plan it counts what came of them."""
    is_approved = plan.status == Status.APPROVED
    keys = [*TABS, *OUTCOMES] if is_approved else [*TABS]
    counts: dict[str, int] = plan.introductions.with_outcome().aggregate(
        **{key: Count("pk", filter=_of(plan, key, reader)) for key in keys}
    )
    if _is_first(plan) or is_approved:
        counts.pop("new")
    # That nothing has become a deal yet is news too.
    optional = {"mine", *OUTCOMES} - {Match.Status.CONVERTED}
    if is_approved:
        optional |= {"pinned", "excluded"}
    for key in optional & {key for key, count in counts.items() if not count}:
        counts.pop(key)
    return {key: counts[key] for key in ("all", "mine", *OUTCOMES, *TABS) if key in counts}


def _is_first(plan: IntroductionPlan) -> bool:
    """Whether it was solved once: then all introductions are new, which says nothing."""
    report = plan.report
    introductions = report.get("ways", {}).get("plan", {}).get("introductions")
    return bool(report.get("added") == introductions and not report.get("removed"))


def _tab_label(plan: IntroductionPlan, key: str) -> str:
    if key in OUTCOMES:
        return str(Match.Status(key).label)
    if key == "excluded" and plan.status == Status.APPROVED:
        return _("Excluded from the plan")  # beside those whose match was rejected since
    labels = {
        "all": _("Introductions"),
        "mine": pgettext("work", "Mine"),
        "pinned": _("Pinned"),
        "new": _("New since the last solution"),
        "excluded": _("Excluded"),
    }
    return labels[key]


def _matches(rows: list[PlannedIntroduction]) -> dict[UUID, Match]:
    """Of each introduction, its match: what there is to open, and what has come of it."""
    found = Match.objects.filter(
        company__in=[row.company_id for row in rows], need__in=[row.need_id for row in rows]
    ).only("company_id", "need_id", "status")
    by_pair = {(match.company_id, match.need_id): match for match in found}
    return {
        row.pk: by_pair[row.company_id, row.need_id]
        for row in rows
        if (row.company_id, row.need_id) in by_pair
    }


def _about(request: Request, plan: IntroductionPlan) -> dict[str, Any]:
    may = allowed(request.user, Action.RUN_PLAN)
    return {
        "plan": plan,
        "can_run": may,
        "can_edit": may and plan.can_change,
        "can_export": allowed(request.user, Action.EXPORT),
    }


@page(Action.RUN_PLAN)
def plan_limits(request: Request, pk: UUID) -> HttpResponse:
    """Other limits; the plan is solved with them at once."""
    plan = _plan(request, pk)
    form = LimitsForm(request.POST or None, instance=plan)
    context = {"form": form, "plan": plan}
    if request.method != "POST":
        return show(request, "plans/form.html", context)
    if not form.is_valid():
        return invalid(request, "plans/form.html", context)
    try:
        version = form.cleaned_data["version"] or plan.version
        solving.order(editing.change_limits(plan, version=version, **form.limits()))
    except (PlanError, StaleRecordError) as error:
        form.add_error(None, STALE if isinstance(error, StaleRecordError) else str(error))
        return invalid(request, "plans/form.html", context)
    return go(request, plan_url(plan))


@page(Action.RUN_PLAN)
def plan_own_limits(request: Request, pk: UUID) -> HttpResponse:
    """What single firms and officers can take; the plan is solved with it at once."""
    plan = _plan(request, pk)
    if not plan.can_change:
        return failed(request, plan_url(plan), _refused(plan))
    lines = limiting.lines_of(plan)
    form = OwnLimitsForm(lines, plan, request.POST or None)
    context = {"form": form, "plan": plan, "lines": lines}
    if request.method != "POST":
        return show(request, "plans/own_limits.html", context)
    if not form.is_valid():
        return invalid(request, "plans/own_limits.html", context)
    try:
        changed = editing.set_own_limits(
            plan,
            version=form.cleaned_data["version"],
            firms=form.wanted("firm"),
            officers=form.wanted("officer"),
        )
        if changed.status == Status.OPEN:
            solving.order(changed)
    except (PlanError, StaleRecordError) as error:
        form.add_error(None, STALE if isinstance(error, StaleRecordError) else str(error))
        return invalid(request, "plans/own_limits.html", context)
    return go(request, plan_url(plan))


@page(Action.RUN_PLAN)
@require_POST
def plan_solve(request: Request, pk: UUID) -> HttpResponse:
    """Solve it again around the edits, or go on where the worker died."""
    plan = _plan(request, pk)
    try:
        if plan.status == Status.SOLVING:
            solving.go_on(plan)
        else:
            solving.order(plan)
    except PlanError as error:
        return failed(request, plan_url(plan), str(error))
    return go(request, plan_url(plan))


@page(Action.RUN_PLAN)
@once
def plan_add(request: Request, pk: UUID) -> HttpResponse:
    """Put a pair into the plan by hand."""
    plan = _plan(request, pk)
    form = AddForm(request.POST or None)
    context = {"form": form, "plan": plan}
    if request.method != "POST":
        return show(request, "plans/add.html", context)
    if not form.is_valid():
        return invalid(request, "plans/add.html", context)
    try:
        row = editing.add(plan, by=request.user, now=timezone.now(), **form.cleaned_data)
    except PlanError as error:
        form.add_error(None, str(error))
        return invalid(request, "plans/add.html", context)
    text = _("Added and pinned: %(company)s") % {"company": localname(row.company)}
    return done(request, back_to(request, plan_url(plan)), text, undo=_row_url(row, "undo"))


@page(Action.RUN_PLAN)
def plan_approve(request: Request, pk: UUID) -> HttpResponse:
    """Say what approving does; by POST do it."""
    plan = _plan(request, pk)
    rows = plan.introductions.taken()
    context = {
        **_about(request, plan),
        "count": rows.count(),
        "officers": rows.exclude(officer=None).values("officer").distinct().count(),
        "unowned": rows.filter(officer=None).values("company").distinct().count(),
    }
    if request.method != "POST":
        return show(request, "plans/approve.html", context)
    read = request.POST.get("version", "")
    version = int(read) if read.isdecimal() else None
    try:
        planned = approving.approve(plan, by=request.user, now=timezone.now(), version=version)
    except PlanError as error:
        return invalid(request, "plans/approve.html", {**context, "refused": str(error)})
    text = _("Approved: %(count)s introductions are planned.") % {"count": planned}
    return done(request, plan_url(plan), text)


@page(Action.RUN_PLAN)
@require_POST
def plan_discard(request: Request, pk: UUID) -> HttpResponse:
    plan = _plan(request, pk)
    try:
        editing.discard(plan)
    except PlanError as error:
        return failed(request, plan_url(plan), str(error))
    return done(request, reverse("web:plan_list"), _("The plan was discarded."))


@page(Action.RUN_PLAN)
@require_POST
def plan_edit(request: Request, pk: UUID, row: UUID, edit: str) -> HttpResponse:
    """Pin, leave to the solver, or take the last decision back."""
    if edit not in EDITS:
        raise Http404
    plan = _plan(request, pk)
    found = _row(plan, row)
    back = at(request, before(request, plan_url(plan)), f"introduction-{row}")
    try:
        EDITS[edit](found, by=request.user, now=timezone.now())
    except PlanError as error:
        return failed(request, back, str(error))
    texts = {
        "pin": _("Pinned: %(company)s"),
        "unpin": _("Left to the solver: %(company)s"),
        "undo": _("Taken back: %(company)s"),
    }
    text = texts[edit] % {"company": localname(found.company)}
    return done(request, back, text, undo="" if edit == "undo" else _row_url(found, "undo"))


@page(Action.RUN_PLAN)
def plan_exclude(request: Request, pk: UUID, row: UUID) -> HttpResponse:
    """Take an introduction out of the plan, with a reason."""
    plan = _plan(request, pk)
    found = _row(plan, row)
    form = ExcludeForm(request.POST or None)
    back = under(request, plan_url(plan))
    context = {"form": form, "plan": plan, "row": found, "next": back}
    if request.method != "POST":
        return show(request, "plans/exclude.html", context)
    if not form.is_valid():
        return invalid(request, "plans/exclude.html", context)
    try:
        reason = form.cleaned_data["reason"]
        editing.exclude(found, reason=reason, by=request.user, now=timezone.now())
    except PlanError as error:
        form.add_error(None, str(error))
        return invalid(request, "plans/exclude.html", context)
    text = _("Excluded: %(company)s") % {"company": localname(found.company)}
    return done(request, back, text, undo=_row_url(found, "undo"))


def _refused(plan: IntroductionPlan) -> str:
    """Why a plan cannot be changed, as an order would say it."""
    try:
        with transaction.atomic():
            solving.held(plan)
    except PlanError as error:
        return str(error)
    return ""


def _plan(request: Request, pk: UUID) -> IntroductionPlan:
    plans = IntroductionPlan.objects.select_related("owner", "approved_by")
    return get_object_or_404(visible(request.user, plans), pk=pk)


def _row(plan: IntroductionPlan, pk: UUID) -> PlannedIntroduction:
    return get_object_or_404(plan.introductions.select_related("company", "need", "plan"), pk=pk)


def _row_url(row: PlannedIntroduction, edit: str) -> str:
    return reverse("web:plan_edit", args=[row.plan_id, row.pk, edit])


_ONE = "plans/<uuid:pk>/"
urlpatterns = [
    path("plans/", plan_list, name="plan_list"),
    path("plans/new/", plan_create, name="plan_create"),
    path(_ONE, plan_detail, name="plan_detail"),
    path(f"{_ONE}sheet/", plan_sheet, name="plan_sheet"),
    path(f"{_ONE}limits/", plan_limits, name="plan_limits"),
    path(f"{_ONE}limits/own/", plan_own_limits, name="plan_own_limits"),
    path(f"{_ONE}solve/", plan_solve, name="plan_solve"),
    path(f"{_ONE}add/", plan_add, name="plan_add"),
    path(f"{_ONE}approve/", plan_approve, name="plan_approve"),
    path(f"{_ONE}discard/", plan_discard, name="plan_discard"),
    path(f"{_ONE}<uuid:row>/exclude/", plan_exclude, name="plan_exclude"),
    path(f"{_ONE}<uuid:row>/<slug:edit>/", plan_edit, name="plan_edit"),
]
