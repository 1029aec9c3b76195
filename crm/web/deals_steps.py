"""What can be done to a deal: move, take back, close, reopen, give away, change its investors."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm import pipeline, requirements
from crm.access import Action, require
from crm.models import Deal, DealInvestor, Stage, StageChange
from crm.templatetags.names import localname
from crm.web.deals import board_context, board_query, editable, find, url_of
from crm.web.deals_forms import (
    AddInvestorForm,
    AssignForm,
    CloseForm,
    InvestorForm,
    MoveForm,
)
from crm.web.once import once
from crm.web.page import Request, before, done, go, invalid, page, show, toast, under
from prospects.models import StaleRecordError

REFUSED = (pipeline.PipelineError, StaleRecordError)


@page(Action.EDIT_DEAL)
def move(request: Request, pk: UUID) -> HttpResponse:
    """Move a deal to the stage `to`.

    A dropped card posts `to` and `version`; what the stage lacks comes back as a form (422) whose
    fields fill it in and move the deal in one step. Without `to`, the stages to choose from.
    """
    deal = editable(request, pk)
    key = request.POST.get("to") or request.GET.get("to")
    if not key:
        context = {"deal": deal, "stages": Stage.objects.all(), "next": _under(request, deal)}
        return show(request, "deals/stages.html", context)
    stage = get_object_or_404(Stage, pk=key)
    if request.method != "POST":
        form = _move_form(deal, stage, initial={"version": deal.version})
        return _ask(request, deal, stage, form, status=200)
    form = _move_form(deal, stage, data=request.POST)
    if not form.is_valid():
        # A dropped card brings no answers: that is a question, not a mistake.
        if "csrfmiddlewaretoken" not in request.POST:
            form = _move_form(deal, stage, initial={"version": request.POST.get("version")})
        return _ask(request, deal, stage, form, status=422)
    deal.version = form.cleaned_data["version"]
    try:
        change = pipeline.supply_and_advance(
            deal,
            supplied=form.supplied(),
            to=stage,
            by=request.user,
            now=timezone.now(),
            note=form.cleaned_data["note"],
        )
    except REFUSED as error:
        form.add_error(None, str(error))
        return _ask(request, deal, stage, form, status=422)
    return _moved(request, deal, change)


def _move_form(deal: Deal, stage: Stage, **options: object) -> MoveForm:
    forward = stage.position > deal.stage.position
    today = timezone.localdate()
    lacking = requirements.missing(deal, stage, today=today) if forward else ()
    investors = deal.deal_investors.select_related("company").order_by("id")
    return MoveForm(deal=deal, to=stage, lacking=lacking, investors=investors, **options)


def _ask(
    request: Request, deal: Deal, stage: Stage, form: MoveForm, *, status: int
) -> HttpResponse:
    """What the stage lacks, with the fields that fill it in."""
    context = {
        "deal": deal,
        "stage": stage,
        "form": form,
        "back": stage.position < deal.stage.position,
        "next": _under(request, deal),
    }
    if request.htmx:
        # The board puts this into the modal by itself, whatever was asked for.
        layout = {"layout": "layouts/dialog.html"}
        return render(request, "deals/move.html", context | layout, status=status)
    return show(request, "deals/move.html", context, status=status)


def _under(request: Request, deal: Deal) -> str:
    """The page to come back to: the board or list under the dialog, else the deal's page."""
    return under(request, url_of(deal))


def _moved(request: Request, deal: Deal, change: StageChange) -> HttpResponse:
    text = _("%(deal)s is now in %(stage)s.") % {
        "deal": deal.title,
        "stage": localname(change.to_stage),
    }
    undo = reverse("web:deal_undo", args=[change.pk])
    if not (request.htmx and request.htmx.target == "board"):
        return done(request, _under(request, deal), text, undo=undo)
    context = board_context(request, board_query(request))
    response = render(request, "deals/board.html#board", context)
    return toast(response, text, undo=undo)


@page(Action.EDIT_DEAL)
@require_POST
def undo_move(request: Request, pk: int) -> HttpResponse:
    """Take a move back."""
    change = get_object_or_404(
        StageChange.objects.select_related("deal__owner", "from_stage"), pk=pk
    )
    require(request.user, Action.EDIT_DEAL, change.deal)
    return _run(request, change.deal, lambda: pipeline.undo_move(change), _("Taken back."))


@page(Action.EDIT_DEAL)
def close(request: Request, pk: UUID) -> HttpResponse:
    """Put a deal aside: dormant, lost (to a country) or abandoned."""
    deal = editable(request, pk)
    form = CloseForm(request.POST or None, initial={"version": deal.version})
    context = {"form": form, "deal": deal}
    if request.method != "POST":
        return show(request, "deals/close.html", context)
    if not form.is_valid():
        return invalid(request, "deals/close.html", context)
    data = form.cleaned_data
    deal.version = data["version"]
    lost_to = data["lost_to"].pk if data["lost_to"] else ""
    try:
        pipeline.close(deal, status=data["status"], because=data["because"], lost_to=lost_to)
    except REFUSED as error:
        form.add_error(None, str(error))
        return invalid(request, "deals/close.html", context)
    undo = reverse("web:deal_reopen", args=[deal.pk])
    return done(request, url_of(deal), _("Deal closed."), undo=undo)


@page(Action.EDIT_DEAL)
@require_POST
def reopen(request: Request, pk: UUID) -> HttpResponse:
    """Make a closed deal active again."""
    deal = editable(request, pk)
    return _run(request, deal, lambda: pipeline.reopen(deal), _("The deal is active again."))


@page(Action.ASSIGN)
def assign(request: Request, pk: UUID) -> HttpResponse:
    """Give the deal to another officer."""
    deal = find(request, pk)
    require(request.user, Action.ASSIGN, deal)
    form = AssignForm(
        request.POST or None, initial={"owner": deal.owner_id, "version": deal.version}
    )
    context = {"form": form, "deal": deal}
    if request.method != "POST":
        return show(request, "deals/assign.html", context)
    if not form.is_valid():
        return invalid(request, "deals/assign.html", context)
    deal.version = form.cleaned_data["version"]
    try:
        pipeline.reassign(deal, owner=form.cleaned_data["owner"])
    except StaleRecordError as error:
        form.add_error(None, str(error))
        return invalid(request, "deals/assign.html", context)
    text = _("The deal belongs to %(owner)s now.") % {"owner": deal.owner}
    return done(request, url_of(deal), text)


# --- Investors ------------------------------------------------------------------------------------


@page(Action.EDIT_DEAL)
@once
def investor_add(request: Request, pk: UUID) -> HttpResponse:
    """Let a company join."""
    deal = editable(request, pk)
    form = AddInvestorForm(request.POST or None)
    context = {"form": form, "deal": deal, "investor": None}
    if request.method != "POST":
        return show(request, "deals/investor.html", context)
    if not form.is_valid():
        return invalid(request, "deals/investor.html", context)
    try:
        pipeline.add_investor(deal, **form.cleaned_data)
    except pipeline.PipelineError as error:
        form.add_error("company", str(error))
        return invalid(request, "deals/investor.html", context)
    except StaleRecordError as error:
        form.add_error(None, str(error))
        return invalid(request, "deals/investor.html", context)
    return done(request, url_of(deal), _("Investor added."))


@page(Action.EDIT_DEAL)
def investor_edit(request: Request, pk: UUID, investor: int) -> HttpResponse:
    """Set an investor's amount and voting share."""
    deal = editable(request, pk)
    part = _investor(deal, investor)
    form = InvestorForm(
        request.POST or None,
        initial={
            "amount": part.amount,
            "voting_percent": part.voting_percent,
            "version": deal.version,
        },
    )
    context = {"form": form, "deal": deal, "investor": part}
    if request.method != "POST":
        return show(request, "deals/investor.html", context)
    if not form.is_valid():
        return invalid(request, "deals/investor.html", context)
    data = form.cleaned_data
    deal.version = data["version"]
    try:
        pipeline.change_investor(part, amount=data["amount"], voting_percent=data["voting_percent"])
    except StaleRecordError as error:
        form.add_error(None, str(error))
        return invalid(request, "deals/investor.html", context)
    return done(request, url_of(deal), _("Saved."))


@page(Action.EDIT_DEAL)
@require_POST
def investor_remove(request: Request, pk: UUID, investor: int) -> HttpResponse:
    """Take a company out of the deal."""
    deal = editable(request, pk)
    part = _investor(deal, investor)
    part.deal.version = _version(request, deal)
    text = _("%(company)s is no longer an investor.") % {"company": localname(part.company)}
    return _run(request, deal, lambda: pipeline.remove_investor(part), text)


def _version(request: Request, deal: Deal) -> int:
    """The version of the deal that the page with the button showed."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else deal.version


def _investor(deal: Deal, pk: int) -> DealInvestor:
    return get_object_or_404(deal.deal_investors.select_related("company"), pk=pk)


def _run(request: Request, deal: Deal, command: Callable[[], object], text: str) -> HttpResponse:
    """Run one command and go back to where its button was."""
    try:
        command()
    except REFUSED as error:
        messages.error(request, str(error))
    else:
        messages.info(request, text)
    return go(request, before(request, url_of(deal)))


urlpatterns = [
    path("deals/<uuid:pk>/move/", move, name="deal_move"),
    path("deals/moves/<int:pk>/undo/", undo_move, name="deal_undo"),
    path("deals/<uuid:pk>/close/", close, name="deal_close"),
    path("deals/<uuid:pk>/reopen/", reopen, name="deal_reopen"),
    path("deals/<uuid:pk>/assign/", assign, name="deal_assign"),
    path("deals/<uuid:pk>/investors/add/", investor_add, name="deal_investor_add"),
    path("deals/<uuid:pk>/investors/<int:investor>/", investor_edit, name="deal_investor_edit"),
    path(
        "deals/<uuid:pk>/investors/<int:investor>/remove/",
        investor_remove,
        name="deal_investor_remove",
    ),
]
