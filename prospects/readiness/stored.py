"""The facts of companies as they are stored, in a number of queries that does not grow."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.db import models

from prospects.figures import latest_changes
from prospects.models import (
    Cluster,
    Company,
    CompanyCapability,
    CompanyCertificate,
    CompanyCustomer,
    CompanyFinancials,
    CooperativeMembership,
    ExpansionIntent,
    GroupPlan,
    OverseasBase,
    ProgrammeUse,
)

from .facts import (
    Base,
    Cited,
    Customer,
    Decline,
    Facts,
    Group,
    Held,
    Inspection,
    Intent,
    Skill,
    Use,
    Year,
)
from .rule import Readiness, assess

Name = Callable[[Any], str]
FactT = TypeVar("FactT")


def readiness_of(
    companies: Collection[UUID],
    *,
    today: dt.date,
    name: Name,
    inspections: Mapping[UUID, Sequence[Inspection]],
) -> dict[UUID, Readiness]:
    """Each company's readiness on a day; eleven queries, however many they are.

    `name` says what a record is called in the reader's language. `inspections` are by company; they
    are known a floor higher.
    """
    found = facts_of(companies, name=name, inspections=inspections)
    return {key: assess(facts, today) for key, facts in found.items()}


def facts_of(
    companies: Collection[UUID], *, name: Name, inspections: Mapping[UUID, Sequence[Inspection]]
) -> dict[UUID, Facts]:
    """What the rule asks to know of each company."""
    keys = [*companies]
    declines = _declines(keys, name)
    customers = _grouped(CompanyCustomer.objects.filter(company__in=keys), _customer)
    years = _grouped(CompanyFinancials.objects.filter(company__in=keys), _year)
    intents = _grouped(ExpansionIntent.objects.filter(company__in=keys), _intent)
    bases = _grouped(OverseasBase.objects.filter(company__in=keys), _base)
    uses = _grouped(
        ProgrammeUse.objects.filter(company__in=keys).select_related("programme"),
        lambda row: Use(name(row.programme), row.programme.kind, row.since, _use_cited(row)),
    )
    skills = _grouped(
        CompanyCapability.objects.filter(company__in=keys)
        .select_related("capability")
        .order_by("capability__position", "pk"),
        lambda row: Skill(name(row.capability), row.precision_um, _cited(row, "capability")),
    )
    certificates = _grouped(
        CompanyCertificate.objects.filter(company__in=keys).select_related("certificate"),
        lambda row: Held(
            row.certificate_id, name(row.certificate), row.valid_until, _cited(row, "certificate")
        ),
    )
    groups = _groups(keys, name)
    return {
        key: Facts(
            customers=customers[key],
            years=years[key],
            decline=declines.get(key),
            intent=next(iter(intents[key]), None),
            inspections=inspections.get(key, ()),
            uses=uses[key],
            groups=groups[key],
            skills=skills[key],
            certificates=certificates[key],
            bases=bases[key],
        )
        for key in keys
    }


def _grouped(
    rows: models.QuerySet[Any], fact: Callable[[Any], FactT]
) -> defaultdict[UUID, list[FactT]]:
    found: defaultdict[UUID, list[FactT]] = defaultdict(list)
    for row in rows:
        found[row.company_id].append(fact(row))
    return found


def _cited(row: Any, kind: str) -> Cited:
    return Cited(row.source, row.as_of, (kind, str(row.pk)))


def _use_cited(row: ProgrammeUse) -> Cited:
    return Cited(row.source, row.as_of or row.since, ("programme", row.programme.key))


def _customer(row: CompanyCustomer) -> Customer:
    share = None if row.share_percent is None else float(row.share_percent) / 100
    return Customer(row.name, share, row.trend, row.moved_to, _cited(row, "customer"))


def _year(row: CompanyFinancials) -> Year:
    cited = _cited(row, "financials")
    return Year(row.fiscal_year, row.sales_jpy, row.operating_profit_jpy, cited)


def _intent(row: ExpansionIntent) -> Intent:
    return Intent(
        tuple(row.target_countries),
        row.mode,
        row.horizon_months,
        row.budget_jpy,
        row.keeps_home_base,
        _cited(row, "intent"),
    )


def _base(row: OverseasBase) -> Base:
    return Base(row.country, row.kind, row.since_year, _cited(row, "base"))


def _declines(keys: Iterable[UUID], name: Name) -> dict[UUID, Decline]:
    placed = dict(
        Company.objects.filter(pk__in=[*keys], cluster__isnull=False).values_list("pk", "cluster")
    )
    clusters = Cluster.objects.in_bulk({*placed.values()})
    changes = latest_changes()
    found = {}
    for key, place in placed.items():
        if change := changes.get(place):
            cluster = clusters[place]
            cited = Cited(change.source, change.as_of, ("cluster", cluster.key))
            found[key] = Decline(name(cluster), change.ratio, change.years, cited)
    return found


def _groups(keys: Iterable[UUID], name: Name) -> defaultdict[UUID, list[Group]]:
    """The plans, not yet over, of the cooperatives that each company belongs to."""
    memberships = CooperativeMembership.objects.filter(company__in=[*keys])
    members: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for company, cooperative in memberships.values_list("company", "cooperative"):
        members[cooperative].append(company)
    ended = (GroupPlan.Stage.DROPPED, GroupPlan.Stage.SETTLED)
    plans = GroupPlan.objects.filter(cooperative__in=[*members]).exclude(stage__in=ended)
    found: defaultdict[UUID, list[Group]] = defaultdict(list)
    for plan in plans.select_related("cooperative").order_by("-id"):
        cited = Cited(plan.source, plan.as_of, ("cooperative", str(plan.cooperative_id)))
        group = Group(name(plan.cooperative), tuple(plan.target_countries), plan.stage, cited)
        for company in members[plan.cooperative_id]:
            found[company].append(group)
    return found
