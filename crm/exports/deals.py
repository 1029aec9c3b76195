"""Columns of deals, activities and the companies that a campaign invited."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from crm.models import Activity, Campaign, CampaignInvitee, Deal, DealInvestor
from prospects.models import Company, Contact
from prospects.spreadsheets import Kind

from .companies import last_contact
from .fields import (
    Field,
    country_name,
    demo,
    each,
    joined,
    key,
    local_name,
    named,
    names,
    of,
    person,
    words_of,
)


def _investors() -> QuerySet[Any, Any]:
    parts = DealInvestor.objects.filter(deal=OuterRef("pk"))
    return parts.order_by("id").values_list(local_name("company"), flat=True)


def _next_step() -> Subquery:
    planned = Activity.objects.planned().filter(deal=OuterRef("pk"))
    return Subquery(planned.order_by("planned_for").values("planned_for")[:1])


DEAL = (
    of(Deal, "title", width=36),
    Field("investors", _("investors"), value=each(_investors), shown=joined, width=32),
    of(Deal, "stage", value=named("stage"), width=14),
    of(Deal, "stage_since", Kind.MOMENT),
    of(Deal, "status", shown=words_of(Deal.Status), width=10),
    of(Deal, "closed_because"),
    of(Deal, "lost_to", shown=country_name, width=14),
    of(Deal, "owner", value=person("owner"), width=14),
    Field("team", _("team"), value=named("owner__team"), width=14),
    of(Deal, "cooperative", value=named("cooperative")),
    of(Deal, "firm", value=named("firm")),
    of(Deal, "need", value=named("need")),
    of(Deal, "site", value=named("site")),
    of(Deal, "zone", value=named("zone")),
    of(Deal, "currency", width=8),
    of(Deal, "amount", Kind.COUNT, width=18),
    of(Deal, "notified_amount", Kind.COUNT, width=18),
    of(Deal, "arrived_amount", Kind.COUNT, width=18),
    of(Deal, "probability", Kind.COUNT),
    of(Deal, "jobs", Kind.COUNT),
    *(
        of(Deal, name, Kind.DATE)
        for name in (
            "expected_on",
            "site_visit_on",
            "mou_on",
            "notified_on",
            "arrived_on",
            "registered_on",
            "operating_on",
        )
    ),
    Field("last_contact", _("last contact"), Kind.MOMENT, lambda: last_contact("deal")),
    Field("next_step", _("next step"), Kind.MOMENT, _next_step),
    of(Deal, "note", width=40),
    demo(),
    key(),
)


def _contacts() -> QuerySet[Any, Any]:
    met = Contact.objects.filter(activities=OuterRef("pk"))
    return met.order_by("pk").values_list("name", flat=True)


ACTIVITY = (
    of(Activity, "kind", shown=words_of(Activity.Kind), width=12),
    of(Activity, "status", shown=words_of(Activity.Status), width=10),
    of(Activity, "subject", width=36),
    of(Activity, "company", value=named("company")),
    Field("corporate_number", _("corporate number"), Kind.CODE, "company__corporate_number"),
    of(Activity, "cooperative", value=named("cooperative")),
    Field("contacts", _("contacts"), value=each(_contacts), shown=joined),
    of(Activity, "deal", value="deal__title"),
    of(Activity, "need", value=named("need")),
    of(Activity, "campaign", value=named("campaign")),
    of(Activity, "owner", value=person("owner"), width=14),
    of(Activity, "planned_for", Kind.MOMENT),
    of(Activity, "done_at", Kind.MOMENT),
    of(Activity, "outcome", width=48),
    demo(),
    key(),
)


def _company(name: str, kind: Kind = Kind.TEXT, **how: Any) -> Field:
    return of(Company, name, kind, value=f"company__{name}", **how)


def _answers(response: str = "") -> Coalesce:
    """How many were invited, or gave one answer."""
    invitees = CampaignInvitee.objects.filter(campaign=OuterRef("pk")).order_by()
    if response:
        invitees = invitees.filter(response=response)
    return Coalesce(Subquery(invitees.values("campaign").annotate(n=Count("pk")).values("n")), 0)


def _answered(response: CampaignInvitee.Response) -> Field:
    return Field(response.value, response.label, Kind.COUNT, partial(_answers, response.value))


CAMPAIGN = (
    *names(Campaign),
    of(Campaign, "kind", shown=words_of(Campaign.Kind), width=12),
    of(Campaign, "place"),
    of(Campaign, "starts_on", Kind.DATE),
    of(Campaign, "ends_on", Kind.DATE),
    of(Campaign, "cluster", value=named("cluster"), width=16),
    of(Campaign, "owner", value=person("owner"), width=14),
    Field("invited", _("invited"), Kind.COUNT, _answers),
    _answered(CampaignInvitee.Response.ACCEPTED),
    _answered(CampaignInvitee.Response.ATTENDED),
    _answered(CampaignInvitee.Response.DECLINED),
    of(Campaign, "goal", width=40),
    of(Campaign, "result", width=40),
    demo(),
    key(),
)

INVITEE = (
    _company("corporate_number", Kind.CODE),
    _company("name_ja", width=28),
    _company("name_kana", width=28),
    _company("name_ko", width=28),
    _company("name_en", width=28),
    Field("cluster", _("cluster"), value=named("company__cluster"), width=16),
    _company("prefecture", width=10),
    _company("city", width=16),
    _company("phone", width=16),
    of(CampaignInvitee, "response", shown=words_of(CampaignInvitee.Response), width=12),
    of(CampaignInvitee, "result", width=40),
    Field("campaign", _("campaign"), value=named("campaign")),
    Field("starts_on", _("starts"), Kind.DATE, "campaign__starts_on"),
    _company("source", width=40),
    demo("company__is_demo"),
)
