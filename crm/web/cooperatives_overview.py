"""What a cooperative's page shows first: plans, what its members cover, how ready they are."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone

from crm.access import visible
from crm.hosts import hosts_side_by_side
from crm.models import Deal
from crm.readiness import readiness_of, spread
from crm.web.companies import listed
from crm.web.packages_kept import kept_rows
from crm.web.page import Request
from crm.web.readiness import marks, spread_rows
from matching.chains import firm_chains
from prospects.chains import chains_of
from prospects.models import Cooperative, GroupPlan

FIRMS = 4


def overview(request: Request, cooperative: Cooperative) -> dict[str, Any]:
    today = timezone.localdate()
    companies = visible(request.user, cooperative.members.all())
    members = [*listed(companies).order_by("name_ja")]
    roles = {row.company_id: row for row in cooperative.memberships.all()}
    found = readiness_of([company.pk for company in members], today=today)
    forms = dict(GroupPlan.Form.choices)
    plans = [*cooperative.plans.order_by("-id")]
    aims = [
        code
        for plan in plans
        if plan.stage not in GroupPlan.ENDED
        for code in plan.target_countries
    ]
    deals = visible(request.user, Deal.objects.all())
    return {
        "plans": [(plan, [forms.get(form, form) for form in plan.forms]) for plan in plans],
        "members": [
            (company, roles.get(company.pk), marks(found[company.pk])) for company in members
        ],
        "spread": spread_rows(spread([*found.values()])) if members else [],
        "chains": chains_of(companies),
        "firms": firm_chains(companies, most=FIRMS),
        "hosts": hosts_side_by_side(aims, deals=deals, today=today) if aims else (),
        "own_deals": deals.filter(cooperative=cooperative)
        .select_related("stage", "firm", "owner")
        .order_by("-id"),
        "packages": visible(request.user, kept_rows(Q(cooperative=cooperative))),
        "today": today,
    }
