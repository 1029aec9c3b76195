"""Every screen of the officers' door by name, over the demo set, and a way in without a form."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db.models import Count
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext

from crm.models import Activity, Campaign, Deal, User
from matching.models import Firm, Match, MatchExclusion, Need, Package
from prospects.models import Company, Cooperative, RegisterEntry
from tests import copies, make
from tests.e2e import happened


def load(*, small: bool = False) -> None:
    """The demo set as of a Friday; `small`: only a manager and a company."""
    if small:
        make.user(role=User.Role.MANAGER, username="manager", team=make.team())
        make.company()
        return
    copies.put("demo", _load_demo)


def _load_demo() -> None:
    copies.reference()
    call_command("load_demo", verbosity=0, today=dt.date(2026, 11, 20))
    happened.happen(User.objects.get(username="manager"))


def enter(context: BrowserContext, server: str, user: User, *, language: str = "ko") -> None:
    """Sign `user` in, in this browser context."""
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies(
        [
            {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server},
            {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": server},
        ]
    )


def lists() -> list[str]:
    """Addresses that show many records, or what is to be done."""
    names = (
        "today",
        "dashboard",
        "company_list",
        "cooperative_list",
        "cluster_list",
        "cluster_compare",
        "programme_list",
        "follow_list",
        "register_list",
        "firm_list",
        "need_list",
        "match_list",
        "match_evaluation",
        "matrix",
        "run_list",
        "profile_list",
        "plan_list",
        "capability_list",
        "deal_board",
        "deal_list",
        "activity_list",
        "campaign_list",
        "export_list",
    )
    nothing = "?q=zzzzqqq"
    return [
        *(reverse(f"web:{name}") for name in names),
        reverse("web:company_list") + nothing,
        reverse("web:search") + "?q=精密",
        reverse("web:search") + nothing,
        *happened.lists(),
    ]


def records() -> list[str]:
    """Addresses of one record each, with its tabs; those with most to show."""
    company = _fullest(Company, "deals")
    cooperative = _fullest(Cooperative, "plans")
    need = _fullest(Need, "exclusions")
    deal = Deal.objects.filter(stage="negotiation", status=Deal.Status.ACTIVE)[0]
    one, group = (
        reverse("web:company_detail", args=[company]),
        reverse("web:cooperative_detail", args=[cooperative]),
    )
    return [
        one,
        *(f"{one}?tab={tab}" for tab in ("capabilities", "business", "readiness")),
        *(f"{one}?tab={tab}" for tab in ("contacts", "matches")),
        f"{one}?tab=deals",
        group,
        *(f"{group}?tab={tab}" for tab in ("timeline", "contacts", "deals")),
        reverse("web:cluster_detail", args=["ota-ward"]),
        reverse("web:cluster_compare") + "?cluster=ota-ward&cluster=higashiosaka",
        reverse("web:programme_detail", args=["jfc-overseas-loan"]),
        reverse("web:need_detail", args=[need]),
        f"{reverse('web:need_compare', args=[need])}?{_best_of(need)}",
        f"{reverse('web:package_compose')}?need={need}",
        reverse("web:package_detail", args=[_fullest(Package, "package_members")]),
        reverse("web:firm_detail", args=[_fullest(Firm, "needs")]),
        reverse("web:capability_detail", args=["machining"]),
        reverse("web:match_detail", args=[Match.objects.order_by("-score")[0].pk]),
        reverse("web:deal_detail", args=[deal.pk]),
        reverse("web:share_deal", args=[deal.pk]),
        reverse("web:activity_detail", args=[Activity.objects.filter(status="planned")[0].pk]),
        reverse("web:activity_detail", args=[Activity.objects.filter(status="done")[0].pk]),
        reverse("web:campaign_detail", args=[_fullest(Campaign, "invitees")]),
        *(
            reverse("web:register_detail", args=[entry.pk])
            for entry in RegisterEntry.objects.all()[:1]
        ),
        *happened.records(),
    ]


def forms() -> list[str]:
    """Addresses of forms, as pages of their own."""
    company = _fullest(Company, "deals")
    cooperative = _fullest(Cooperative, "plans")
    active = Deal.objects.filter(status=Deal.Status.ACTIVE)
    deal, early = active.filter(stage="negotiation")[0], active.filter(stage="identified")[0]
    planned = Activity.objects.filter(status=Activity.Status.PLANNED)[0]
    match = Match.objects.filter(status=Match.Status.SUGGESTED)[0]
    campaign = _fullest(Campaign, "invitees")
    facts = ("capability", "certificate", "customer", "financials", "base", "programme", "contact")
    return [
        reverse("web:company_create"),
        *(reverse(f"web:company_{form}", args=[company]) for form in ("edit", "intent", "assign")),
        *(reverse("web:company_fact_create", args=[company, kind]) for kind in facts),
        reverse("web:cooperative_create"),
        reverse("web:cooperative_edit", args=[cooperative]),
        reverse("web:company_read", args=[company]),
        reverse("web:need_create"),
        reverse("web:need_read_new"),
        reverse("web:need_edit", args=[match.need_id]),
        reverse("web:firm_create"),
        reverse("web:firm_edit", args=[Firm.objects.all()[0].pk]),
        reverse("web:package_edit", args=[_fullest(Package, "package_members")]),
        reverse("web:match_reject", args=[match.pk]),
        reverse("web:match_introduce", args=[match.pk]),
        reverse("web:deal_create"),
        *(
            reverse(f"web:deal_{form}", args=[deal.pk])
            for form in ("edit", "close", "assign", "investor_add")
        ),
        reverse("web:deal_move", args=[early.pk]) + "?to=notified",
        reverse("web:activity_create"),
        reverse("web:activity_create") + "?plan=1",
        reverse("web:activity_edit", args=[planned.pk]),
        reverse("web:activity_complete", args=[planned.pk]),
        reverse("web:campaign_create"),
        reverse("web:campaign_edit", args=[campaign]),
        reverse("web:campaign_invite", args=[campaign]),
        reverse("web:export_create", args=["companies"]) + "?q=精密",
        *happened.forms(),
    ]


def _best_of(need: Any) -> str:
    """Three listed companies of a need and one that is left out, as a comparison names them."""
    listed = Match.objects.filter(need_id=need).ranked().values_list("company", flat=True)[:3]
    out = MatchExclusion.objects.filter(need_id=need).values_list("company", flat=True)[:1]
    return "&".join(f"company={each}" for each in [*listed, *out])


def _fullest(model: type, related: str) -> object:
    """The key of the row with most of what `related` names."""
    rows = model._default_manager.annotate(many=Count(related))  # type: ignore[attr-defined]
    return rows.order_by("-many", "pk")[0].pk
