"""What stands behind the parts of a match: which rows, from which source, of which day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from matching.models import Match
from matching.reasons import Names, joined, load_names
from prospects.country_names import country_name
from prospects.models import Company, GroupPlan

MOST = 6  # rows of one kind


@dataclass(frozen=True, slots=True)
class Evidence:
    """A row that scoring has read. `part`: the part of the score that it speaks to."""

    part: str
    text: str
    source: str
    as_of: dt.date | None


def evidence_of(match: Match) -> list[Evidence]:
    """The rows behind each part, in the order of the parts; a fixed number of queries."""
    company = match.company
    names = load_names()
    return [
        *_capabilities(company, names),
        *_customers(company),
        *_intent(company),
        *_finances(company),
        *_groups(company),
    ]


def _capabilities(company: Company, names: Names) -> Iterator[Evidence]:
    for row in company.company_capabilities.select_related("capability").order_by("pk")[:MOST]:
        said = [names.processes.get(row.capability.key, row.capability.key)]
        if row.materials:
            said.append(joined(names.materials.get(key, key) for key in row.materials))
        if row.precision_um:
            said.append(f"±{_number(row.precision_um)} µm")
        if row.size_max_mm:
            said.append(f"{_number(row.size_max_mm)} mm")
        if row.monthly_volume:
            volume = _number(row.monthly_volume)
            said.append(_("%(volume)s pieces a month") % {"volume": volume})
        yield Evidence("capability", " · ".join(said), row.source, row.as_of)
    for held in company.company_certificates.order_by("pk")[:MOST]:
        key = str(held.certificate_id)
        until = f" (~{held.valid_until:%Y-%m-%d})" if held.valid_until else ""
        text = names.certificates.get(key, key) + until
        yield Evidence("capability", text, held.source, held.as_of)


def _customers(company: Company) -> Iterator[Evidence]:
    for row in company.customers.order_by("-share_percent", "pk")[:MOST]:
        share = f" {row.share_percent}%" if row.share_percent is not None else ""
        yield Evidence("customer", f"{row.name}{share}", row.source, row.as_of)


def _intent(company: Company) -> Iterator[Evidence]:
    intent = getattr(company, "intent", None)
    if intent is not None:
        said = [str(intent.get_mode_display())] if intent.mode else []
        said += [country_name(code) for code in intent.target_countries]
        if intent.horizon_months is not None:
            said.append(_("in %(months)s months") % {"months": intent.horizon_months})
        yield Evidence("intent", " · ".join(said) or "–", intent.source, intent.as_of)


def _finances(company: Company) -> Iterator[Evidence]:
    if company.employees is not None:
        text = _("%(n)s employees") % {"n": _number(company.employees)}
        yield Evidence("capacity", text, company.source, company.as_of)
    for year in company.financials.order_by("-fiscal_year")[:2]:
        if year.sales_jpy is not None:
            text = _("Sales in %(year)s: ¥%(amount)s") % {
                "year": year.fiscal_year,
                "amount": _number(year.sales_jpy),
            }
            yield Evidence("capacity", text, year.source, year.as_of)


def _groups(company: Company) -> Iterator[Evidence]:
    members = company.memberships.values("cooperative")
    plans = GroupPlan.objects.filter(cooperative__in=members).exclude(stage__in=GroupPlan.ENDED)
    for plan in plans.select_related("cooperative").order_by("-pk")[:MOST]:
        text = f"{plan.cooperative} · {plan.get_stage_display()}"
        yield Evidence("group", text, plan.source, plan.as_of)


def _number(value: Any) -> str:
    whole = int(value) if float(value).is_integer() else value
    return number_format(whole, use_l10n=True, force_grouping=True)
