"""Packages out of the stored matches: what is composed from, and keeping one.

A chain of steps is stated as several open needs of one firm, in the order of making (the mould
before the moulding before the plating); a package is kept under the first of them, and each
of its members names the process that it does.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from matching.features import Bools, Floats
from matching.models import InvestmentRule, InvestmentZone, Match, Need, Package, PackageMember
from matching.packages import Candidates, Composition, Lacking, compose
from prospects.chains import CHAINS
from prospects.models import (
    Company,
    CompanyCapability,
    Cooperative,
    CooperativeMembership,
    ExpansionIntent,
)

#: Of each need so many of the best are looked at, and everybody of the cooperative in question.
BEST = 25
#: The rule that each investor of a joint investment has to meet.
LEAST = "minimum_each_joint_investor"


@dataclass(frozen=True)
class Step:
    """A step of an alternative: the need, and who does it, the lead first."""

    need: Need
    companies: tuple[Company, ...]
    missing: bool
    known_volume: int | None  # where the volume asked is not reached, or not known to be
    volume_unknown: bool


@dataclass(frozen=True)
class Alternative:
    """A set of companies that could be offered together."""

    companies: tuple[Company, ...]
    steps: tuple[Step, ...]
    cooperative: Cooperative | None
    outsiders: tuple[Company, ...]
    score: float
    ability_unknown: tuple[Company, ...]
    budget_krw: Decimal
    is_best: bool

    @property
    def lacks_nothing(self) -> bool:
        return not self.ability_unknown and not any(
            step.missing or step.known_volume is not None for step in self.steps
        )


@dataclass(frozen=True)
class Composed:
    """The alternatives, and what they were composed from.

    `least` is what each investor must put in (KRW), None where no rule is on file; `unable` those
    who fit and whose budget is known to be below it. `zones` are where the needs' sites stand.
    """

    alternatives: tuple[Alternative, ...]
    least: Decimal | None
    unable: tuple[Company, ...]
    looked_at: int
    zones: tuple[InvestmentZone, ...]
    places: int


def chain_of(need: Need) -> list[Need]:
    """The open needs of the same firm, in the order of making, and the need itself."""
    others = Need.objects.filter(firm=need.firm_id).select_related(
        "capability__parent", "site__zone"
    )
    open_needs = [each for each in others if each.status == Need.Status.OPEN or each == need]
    return in_order(open_needs)


def in_order(needs: Iterable[Need]) -> list[Need]:
    """Needs as steps: the tool before the part before its finish, as `prospects.chains` has it."""
    place: dict[str, int] = {}
    for _name, steps in CHAINS.values():
        for index, families in enumerate(steps):
            for family in families:
                place[family] = max(place.get(family, 0), index)

    def key(need: Need) -> tuple[int, int, str]:
        capability = need.capability
        family = (capability.parent or capability).key
        return (place.get(family, len(place)), capability.position, str(need.pk))

    return sorted(needs, key=key)


def compose_for(
    needs: Sequence[Need],
    *,
    today: dt.date,
    krw_per_jpy: Decimal,
    cooperative: Cooperative | None = None,
) -> Composed:
    """Alternatives for the steps, from matches that nobody rejected; `cooperative`: members only.

    A fixed number of queries. Budgets are converted at `krw_per_jpy`.
    """
    steps = in_order(needs)
    fits = _fits(steps, cooperative)
    companies = {each.pk: each for each in Company.objects.filter(pk__in=fits)}
    keys = sorted(companies)
    budgets = dict(
        ExpansionIntent.objects.filter(company__in=keys, budget_jpy__isnull=False).values_list(
            "company_id", "budget_jpy"
        )
    )
    krw = {pk: Decimal(budget or 0) * krw_per_jpy for pk, budget in budgets.items()}
    rule = InvestmentRule.objects.on(today).filter(key=LEAST).first()
    least = rule.value if rule else None
    able = [0 if pk not in krw or least is None else 1 if krw[pk] >= least else -1 for pk in keys]
    groups, member = _groups(keys)
    candidates = Candidates(
        fit=np.array(
            [[fits[pk].get(step.pk, 0.0) for step in steps] for pk in keys], dtype=np.float64
        ).reshape(len(keys), len(steps)),
        volume=_volumes(keys, steps),
        required=np.array([step.monthly_volume or np.nan for step in steps], dtype=np.float64),
        able=np.array(able, dtype=np.int64),
        member=member,
    )
    found = compose(candidates)
    sites = {step.site_id: step.site for step in steps if step.site}
    return Composed(
        alternatives=tuple(
            _alternative(one, steps, [companies[pk] for pk in keys], groups, krw) for one in found
        ),
        least=least,
        unable=tuple(companies[pk] for pk, can in zip(keys, able, strict=True) if can < 0),
        looked_at=len(keys),
        zones=tuple({site.zone.pk: site.zone for site in sites.values() if site.zone}.values()),
        places=len(sites),
    )


def _fits(
    steps: Sequence[Need], cooperative: Cooperative | None
) -> dict[uuid.UUID, dict[uuid.UUID, float]]:
    """Of each company in question, how well it fits which steps (its match's priority)."""
    matches = Match.objects.standing().filter(need__in=steps, company__in=Company.objects.active())
    if cooperative is not None:
        matches = matches.filter(company__in=cooperative.members.all())
    seen: dict[uuid.UUID, int] = {}
    best: set[uuid.UUID] = set()
    rows = [*matches.ranked().values_list("company_id", "need_id", "priority")]
    for company, need, _priority in rows:
        seen[need] = seen.get(need, 0) + 1
        if seen[need] <= BEST:
            best.add(company)
    fits: dict[uuid.UUID, dict[uuid.UUID, float]] = {}
    for company, need, priority in rows:
        if company in best:
            fits.setdefault(company, {})[need] = priority
    return fits


def _volumes(keys: Sequence[uuid.UUID], steps: Sequence[Need]) -> Floats:
    """Pieces a month by company and step: the most that is stated for the process, its family or
    a kind of it."""
    at = {pk: index for index, pk in enumerate(keys)}
    volumes = np.full((len(keys), len(steps)), np.nan)
    rows = CompanyCapability.objects.filter(company__in=keys, monthly_volume__isnull=False)
    for company, node, parent, volume in rows.values_list(
        "company_id", "capability_id", "capability__parent_id", "monthly_volume"
    ):
        for index, step in enumerate(steps):
            near = {step.capability_id, step.capability.parent_id} - {None}
            if node in near or parent == step.capability_id:
                known = volumes[at[company], index]
                volumes[at[company], index] = volume if np.isnan(known) else max(known, volume)
    return volumes


def _groups(
    keys: Sequence[uuid.UUID],
) -> tuple[list[Cooperative], Bools]:
    """The cooperatives of which two or more are in question, and who is a member."""
    at = {pk: index for index, pk in enumerate(keys)}
    rows = CooperativeMembership.objects.filter(company__in=keys).select_related("cooperative")
    members: dict[Cooperative, list[int]] = {}
    for row in rows.order_by("cooperative_id", "company_id"):
        members.setdefault(row.cooperative, []).append(at[row.company_id])
    groups = [each for each, own in members.items() if len(own) > 1]
    member = np.zeros((len(groups), len(keys)), dtype=bool)
    for index, group in enumerate(groups):
        member[index, members[group]] = True
    return groups, member


def _alternative(
    one: Composition,
    steps: Sequence[Need],
    companies: Sequence[Company],
    groups: Sequence[Cooperative],
    krw: dict[uuid.UUID, Decimal],
) -> Alternative:
    lacks = {lack.at: lack for lack in one.lacks if lack.what != Lacking.ABILITY_UNKNOWN}
    unknown = [lack.at for lack in one.lacks if lack.what == Lacking.ABILITY_UNKNOWN]

    def named(places: Iterable[int]) -> tuple[Company, ...]:
        return tuple(companies[at] for at in places)

    told = []
    for index, (need, own) in enumerate(zip(steps, one.steps, strict=True)):
        lack = lacks.get(index)
        missing = lack is not None and lack.what == Lacking.STEP
        told.append(
            Step(
                need=need,
                companies=named(own),
                missing=missing,
                known_volume=int(lack.have) if lack and not missing else None,
                volume_unknown=lack is not None and lack.what == Lacking.VOLUME_UNKNOWN,
            )
        )
    chosen = named(one.companies)
    return Alternative(
        companies=chosen,
        steps=tuple(told),
        cooperative=groups[one.group] if one.group >= 0 else None,
        outsiders=named(one.outsiders),
        score=one.score,
        ability_unknown=named(unknown),
        budget_krw=sum((krw.get(each.pk, Decimal(0)) for each in chosen), Decimal(0)),
        is_best=one.is_best,
    )


@transaction.atomic
def keep(
    *,
    needs: Sequence[Need],
    done_by: Sequence[tuple[Need, Company]],
    name: str,
    cooperative: Cooperative | None = None,
    language: str = "ko",
) -> Package:
    """Keep a composed package under the first of its needs. ValidationError names the rule."""
    steps = in_order(needs)
    if not steps or not done_by:
        raise ValidationError(_("A package needs at least one company."))
    if len({need.firm_id for need in steps}) > 1:
        raise ValidationError(_("The needs of a package belong to one firm."))
    package = Package(
        need=steps[0],
        cooperative=cooperative,
        is_demo=steps[0].is_demo,
        **{f"name_{language}": name},
    )
    package.full_clean(exclude=["id"])
    package.save()
    seen = set()
    for need, company in done_by:
        if (company.pk, need.capability_id) not in seen:
            seen.add((company.pk, need.capability_id))
            PackageMember.objects.create(
                package=package, company=company, capability_id=need.capability_id
            )
    return package
