"""Campaigns: the list, one with its invitees and activities, invitations and answers."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from crm import outreach
from crm.access import Action, allowed, require, visible
from crm.filters import CampaignFilter
from crm.models import Campaign, CampaignInvitee
from crm.templatetags.names import localname
from crm.web.campaigns_forms import AnswerForm, CampaignForm, InviteForm
from crm.web.forms import STALE, digest
from crm.web.listing import listing, show_list
from crm.web.once import once
from crm.web.page import Request, done, go, invalid, page, show
from prospects.models import StaleRecordError

SHOWN = 50
Response = CampaignInvitee.Response


def counted(campaigns: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """Campaigns with how many were invited, accepted, attended and declined."""
    return campaigns.annotate(
        invited=Count("invitees"),
        **{
            name: Count("invitees", filter=Q(invitees__response=response))
            for name, response in (
                ("accepted", Response.ACCEPTED),
                ("attended", Response.ATTENDED),
                ("declined", Response.DECLINED),
            )
        },
    )


@page(Action.VIEW)
def campaign_list(request: Request) -> HttpResponse:
    campaigns = visible(request.user, Campaign.objects.all())
    found = CampaignFilter(request.GET, queryset=campaigns, request=request)
    rows = counted(found.qs).select_related("owner", "cluster")
    context = {
        **listing(request, found, rows, export="campaigns"),
        "today": timezone.localdate(),
        "can_run": allowed(request.user, Action.RUN_CAMPAIGN),
    }
    return show_list(request, "campaigns/list.html", context)


@page(Action.VIEW)
def detail(request: Request, pk: UUID) -> HttpResponse:
    """One campaign: whom it invited, what they answered, what was done."""
    campaigns = counted(visible(request.user, Campaign.objects.all()))
    campaign = get_object_or_404(campaigns.select_related("owner__team", "cluster"), pk=pk)
    invitees = campaign.invitees.select_related("company__cluster").order_by("response", "id")
    activities = campaign.activities.select_related(
        "owner", "company", "cooperative", "deal", "need"
    ).order_by("-at", "-id")
    context = {
        "campaign": campaign,
        "invitees": invitees,
        "responses": Response.choices,
        "activities": activities[:SHOWN],
        "can_run": allowed(request.user, Action.RUN_CAMPAIGN, campaign),
        "now": timezone.now(),
    }
    return show(request, "campaigns/detail.html", context)


@page(Action.RUN_CAMPAIGN)
@once
def create(request: Request) -> HttpResponse:
    form = CampaignForm(request.POST or None, instance=Campaign(owner=request.user))
    if request.method != "POST":
        return show(request, "campaigns/form.html", {"form": form})
    if not form.is_valid():
        return invalid(request, "campaigns/form.html", {"form": form})
    campaign = form.save()
    return done(request, url_of(campaign), _("Campaign added."))


@page(Action.RUN_CAMPAIGN)
def edit(request: Request, pk: UUID) -> HttpResponse:
    campaign = _runnable(request, pk)
    form = CampaignForm(request.POST or None, instance=campaign)
    context = {"form": form, "campaign": campaign}
    if request.method != "POST":
        return show(request, "campaigns/form.html", context)
    if form.is_valid() and form.save_edit():
        return done(request, url_of(campaign), _("Saved."))
    return invalid(request, "campaigns/form.html", context)


@page(Action.RUN_CAMPAIGN)
def invite(request: Request, pk: UUID) -> HttpResponse:
    """Invite a company, or every company tracked in a cluster."""
    campaign = _runnable(request, pk)
    form = InviteForm(request.POST or None)
    context = {"form": form, "campaign": campaign}
    if request.method != "POST":
        return show(request, "campaigns/invite.html", context)
    if not form.is_valid():
        return invalid(request, "campaigns/invite.html", context)
    companies = visible(request.user, form.companies())
    count = outreach.invite(campaign, companies=companies)
    text = ngettext("%(count)d company invited.", "%(count)d companies invited.", count)
    return done(request, url_of(campaign), text % {"count": count})


@page(Action.RUN_CAMPAIGN)
def answer(request: Request, pk: UUID, invitee: int) -> HttpResponse:
    """What an invited company answered and what came of it."""
    campaign = _runnable(request, pk)
    invited = get_object_or_404(campaign.invitees.select_related("company"), pk=invitee)
    stored = {"response": invited.response, "result": invited.result}
    # The list's own switch sends the response alone, and which it was; the result stays then.
    data = {**stored, **request.POST.dict()} if request.method == "POST" else None
    if data and data.get("was", invited.response) != invited.response:
        messages.error(request, str(StaleRecordError(invited)))
        return go(request, url_of(campaign))
    form = AnswerForm(data, initial={**stored, "seen": digest(invited)})
    context = {"form": form, "campaign": campaign, "invitee": invited}
    if request.method != "POST":
        return show(request, "campaigns/answer.html", context)
    if not form.is_valid():
        return invalid(request, "campaigns/answer.html", context)
    answered = {name: form.cleaned_data[name] for name in stored}
    try:
        if form.cleaned_data["seen"] not in ("", digest(invited)):
            raise StaleRecordError(invited)
        outreach.answer(invited, **answered)
    except StaleRecordError:
        form.add_error(None, STALE)
        return invalid(request, "campaigns/answer.html", context)
    text = _("%(company)s: %(status)s") % {
        "company": localname(invited.company),
        "status": invited.get_response_display(),
    }
    return done(request, url_of(campaign), text)


@page(Action.RUN_CAMPAIGN)
@require_POST
def uninvite(request: Request, pk: UUID, invitee: int) -> HttpResponse:
    """Take a company off the list."""
    campaign = _runnable(request, pk)
    invited = get_object_or_404(campaign.invitees.select_related("company"), pk=invitee)
    invited.delete()
    text = _("%(company)s is off the list.") % {"company": localname(invited.company)}
    return done(request, url_of(campaign), text)


def _runnable(request: Request, pk: UUID) -> Campaign:
    campaigns = visible(request.user, Campaign.objects.select_related("owner"))
    campaign = get_object_or_404(campaigns, pk=pk)
    require(request.user, Action.RUN_CAMPAIGN, campaign)
    return campaign


def url_of(campaign: Campaign) -> str:
    return reverse("web:campaign_detail", args=[campaign.pk])


urlpatterns = [
    path("campaigns/", campaign_list, name="campaign_list"),
    path("campaigns/new/", create, name="campaign_create"),
    path("campaigns/<uuid:pk>/", detail, name="campaign_detail"),
    path("campaigns/<uuid:pk>/edit/", edit, name="campaign_edit"),
    path("campaigns/<uuid:pk>/invite/", invite, name="campaign_invite"),
    path("campaigns/<uuid:pk>/invitees/<int:invitee>/", answer, name="campaign_answer"),
    path("campaigns/<uuid:pk>/invitees/<int:invitee>/remove/", uninvite, name="campaign_uninvite"),
]
