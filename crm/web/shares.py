"""Sharing with partner agencies: who may read a company or a deal through the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from crm import sharing
from crm.access import Action, visible
from crm.models import Agency, Deal, Share
from crm.templatetags.names import localname
from crm.web.fields import Day, NamedChoice
from crm.web.page import Request, done, invalid, page, show
from crm.web.successors import company_or_404
from prospects.day_fields import DayField
from prospects.models import Company

ADDRESSES = {"company": "web:company_detail", "deal": "web:deal_detail"}


class ShareForm(forms.Form):
    """With whom, and until when."""

    agency = NamedChoice(
        Agency.objects.filter(is_active=True), label=gettext_lazy("agency"), empty_label=None
    )
    until = DayField(
        label=gettext_lazy("until"),
        required=False,
        widget=Day,
        help_text=gettext_lazy("The last day. Empty: until it is stopped here."),
    )


@page(Action.SHARE)
def share_list(request: Request, noun: str, pk: UUID) -> HttpResponse:
    """Who reads this record, and a form to let another agency read it."""
    address = ADDRESSES[noun]
    record: Company | Deal = (
        company_or_404(request, pk)
        if noun == "company"
        else get_object_or_404(visible(request.user, Deal.objects.all()), pk=pk)
    )
    form = ShareForm(request.POST or None)
    context: dict[str, Any] = {
        "noun": noun,
        "record": record,
        "form": form,
        "today": timezone.localdate(),
        "shares": Share.objects.filter(**{noun: record}).select_related("agency", "shared_by"),
    }
    if request.method != "POST":
        return show(request, "shares/list.html", context)
    if not form.is_valid():
        return invalid(request, "shares/list.html", context)
    agency = form.cleaned_data["agency"]
    try:
        sharing.share(
            record,
            agency=agency,
            by=request.user,
            today=timezone.localdate(),
            until=form.cleaned_data["until"],
        )
    except sharing.SharingError as error:
        form.add_error(None, str(error))
        return invalid(request, "shares/list.html", context)
    text = _("%(agency)s can read this through the API.") % {"agency": localname(agency)}
    return done(request, reverse(address, args=[pk]), text)


@page(Action.SHARE)
@require_POST
def share_stop(request: Request, pk: UUID) -> HttpResponse:
    """Stop a share."""
    shared = get_object_or_404(Share.objects.select_related("agency"), pk=pk)
    noun = "company" if shared.company_id else "deal"
    back = reverse(ADDRESSES[noun], args=[shared.company_id or shared.deal_id])
    sharing.stop(shared)
    text = _("%(agency)s can no longer read this.") % {"agency": localname(shared.agency)}
    return done(request, back, text)


urlpatterns = [
    path("companies/<uuid:pk>/shares/", share_list, {"noun": "company"}, name="share_company"),
    path("deals/<uuid:pk>/shares/", share_list, {"noun": "deal"}, name="share_deal"),
    path("shares/<uuid:pk>/stop/", share_stop, name="share_stop"),
]
