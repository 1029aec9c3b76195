"""Packages out of the stored matches: what is composed from, and what comes of it.

The steps that are asked for are those of `matching.steps`. `matching.kept` keeps a package, and
looks at it again.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from django.db.models import QuerySet

from matching.features import Bools, Floats, taxonomy_credit
from matching.masks import SPEAKS
from matching.models import InvestmentRule, Match, Need
from matching.packages import Candidates, Composition, Lacking, compose
from matching.steps import Added, Place, Wanted, places_of, steps_of
from prospects.models import (
    Company,
    CompanyCapability,
    Cooperative,
    CooperativeMembership,
    ExpansionIntent,
)
from prospects.taxonomy import taxonomy

#: Of each need so many of the best are looked at, and everybody of the cooperative in question.
BEST = 25
#: An added step has no match: that a company has the process is all that is known, and counts as a
#: good match does, not as a perfect one.
PROCESS_ONLY = 0.7
#: The rule that each investor of a joint investment has to meet.
LEAST = "minimum_each_joint_investor"


@dataclass(frozen=True)
class Step:
    """A step of an alternative, and who does it, the lead first."""

    wanted: Wanted
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
    who fit and whose budget is known to be below it. `places` are where the needs' sites stand,
    `elsewhere` the needs that were left out because they are for another place than required.
    """

    steps: tuple[Wanted, ...]
    alternatives: tuple[Alternative, ...]
    least: Decimal | None
    unable: tuple[Company, ...]
    looked_at: int
    places: tuple[Place, ...]
    elsewhere: tuple[Need, ...]


@dataclass(frozen=True)
class Terms:
    """What every package must keep to.

    `krw_per_jpy` turns budgets into won. `cooperative`: members only. `place`: the needs of one
    site or complex only, and `together` won must be known to be there in all.
    """

    today: dt.date
    krw_per_jpy: Decimal
    cooperative: Cooperative | None = None
    place: Place | None = None
    together: Decimal = Decimal(0)


def compose_for(
    needs: Sequence[Need],
    terms: Terms,
    *,
    added: Sequence[Added] = (),
    order: Mapping[uuid.UUID, int] | None = None,
) -> Composed:
    """Alternatives for the steps, from matches that nobody rejected; a fixed number of queries."""
    here = [need for need in needs if terms.place is None or terms.place.has(need)]
    steps = steps_of(here, added, order)
    fits = _fits(steps, terms.cooperative)
    companies = {each.pk: each for each in Company.objects.filter(pk__in=fits)}
    keys = sorted(companies)
    krw = budgets(keys, terms.krw_per_jpy)
    least = least_on(terms.today)
    able = ability(keys, krw, least)
    groups, member = _groups(keys)
    candidates = Candidates(
        fit=_as_table(fits, keys, steps),
        volume=volumes_of(keys, steps),
        required=np.array([step.volume or np.nan for step in steps], dtype=np.float64),
        able=np.array(able, dtype=np.int64),
        member=member,
        budget=np.array([float(krw.get(pk, 0)) for pk in keys], dtype=np.float64),
        together=float(terms.together),
    )
    asked = [companies[pk] for pk in keys]
    return Composed(
        steps=steps,
        alternatives=tuple(
            _alternative(one, steps, asked, groups, krw) for one in compose(candidates)
        ),
        least=least,
        unable=tuple(each for each, can in zip(asked, able, strict=True) if can < 0),
        looked_at=len(keys),
        places=places_of(needs),
        elsewhere=tuple(need for need in needs if need not in here),
    )


def least_on(day: dt.date) -> Decimal | None:
    """What each investor of a joint investment must put in (KRW); None where no rule is on file."""
    rule = InvestmentRule.objects.on(day).filter(key=LEAST).first()
    return rule.value if rule else None


def ability(
    keys: Sequence[uuid.UUID], krw: Mapping[uuid.UUID, Decimal], least: Decimal | None
) -> list[int]:
    """Of each company: 1 can invest the least amount, 0 not known, -1 cannot."""
    if least is None:
        return [0] * len(keys)
    return [0 if pk not in krw else 1 if krw[pk] >= least else -1 for pk in keys]


def budgets(keys: Sequence[uuid.UUID], krw_per_jpy: Decimal) -> dict[uuid.UUID, Decimal]:
    """What companies have stated to invest, in won; those who have stated nothing are not in it."""
    rows = ExpansionIntent.objects.filter(company__in=keys, budget_jpy__isnull=False)
    return {
        company: Decimal(budget or 0) * krw_per_jpy
        for company, budget in rows.values_list("company_id", "budget_jpy")
    }


#: Of each company how well it does which steps, by their keys.
Fits = dict[uuid.UUID, dict[uuid.UUID, float]]


def _fits(steps: Sequence[Wanted], cooperative: Cooperative | None) -> Fits:
    """Of each company in question, how well it fits which steps.

    A need's own process: the priority of its match. An added one: how near a process of the company
    is to it in the taxonomy.
    """
    active = Company.objects.active()
    if cooperative is not None:
        active = active.filter(pk__in=cooperative.members.order_by().values("pk"))
    own = {step.need.pk for step in steps if not step.added}
    matches = Match.objects.standing().filter(need__in=own, company__in=active)
    rows = [*matches.ranked().values_list("company_id", "need_id", "priority")]
    best = _first_of_each((need, company) for company, need, _priority in rows)
    added = [step for step in steps if step.added]
    near = _near(added, active) if added else {}
    if added:
        # Who is in one group with somebody in question may do what is added, though others do it
        # better.
        together = CooperativeMembership.objects.filter(
            cooperative__memberships__company__in=best
        ).values_list("company_id", flat=True)
        able = [
            (-fit, company, step)
            for company, fit_of in near.items()
            for step, fit in fit_of.items()
        ]
        best |= {*together} & near.keys()
        best |= _first_of_each((step, company) for _fit, company, step in sorted(able))
    fits: Fits = {company: dict(fit_of) for company, fit_of in near.items() if company in best}
    for company, need, priority in rows:
        if company in best:
            fits.setdefault(company, {})[need] = priority
    return fits


def _as_table(fits: Fits, keys: Sequence[uuid.UUID], steps: Sequence[Wanted]) -> Floats:
    """(companies, steps) how well each fits each, 0 where it does not."""
    rows = [[fits[pk].get(step.key, 0.0) for step in steps] for pk in keys]
    return np.array(rows, dtype=np.float64).reshape(len(keys), len(steps))


def _first_of_each(pairs: Iterable[tuple[uuid.UUID, uuid.UUID]]) -> set[uuid.UUID]:
    """Of pairs of step and company, the companies of the first `BEST` of each step."""
    seen: dict[uuid.UUID, int] = {}
    found = set()
    for step, company in pairs:
        seen[step] = seen.get(step, 0) + 1
        if seen[step] <= BEST:
            found.add(company)
    return found


def _near(added: Sequence[Wanted], active: QuerySet[Company]) -> Fits:
    """Who does an added step, or something near it; not who was rejected for its need."""
    nodes = [*taxonomy().nodes.values()]
    at = {node.pk: index for index, node in enumerate(nodes)}
    parents = [at[node.parent_id] if node.parent_id else -1 for node in nodes]
    credit = taxonomy_credit(np.array(parents, dtype=np.int64))
    asked = {step.key: credit[:, at[step.capability.pk]] for step in added}
    speaks = {node.pk for node in nodes if any(of[at[node.pk]] >= SPEAKS for of in asked.values())}
    rejected = Match.objects.filter(need=added[0].need, status=Match.Status.REJECTED)
    held = CompanyCapability.objects.filter(capability__in=speaks, company__in=active).exclude(
        company__in=rejected.values("company")
    )
    near: Fits = {}
    for company, node in held.values_list("company_id", "capability_id"):
        for step, of in asked.items():
            if of[at[node]] >= SPEAKS:
                fit = PROCESS_ONLY * float(of[at[node]])
                own = near.setdefault(company, {})
                own[step] = max(fit, own.get(step, 0.0))
    return near


def volumes_of(keys: Sequence[uuid.UUID], steps: Sequence[Wanted]) -> Floats:
    """Pieces a month by company and step: the most that is stated for the process, its family or
    a kind of it."""
    at = {pk: index for index, pk in enumerate(keys)}
    volumes = np.full((len(keys), len(steps)), np.nan)
    rows = CompanyCapability.objects.filter(company__in=keys, monthly_volume__isnull=False)
    for company, node, parent, volume in rows.values_list(
        "company_id", "capability_id", "capability__parent_id", "monthly_volume"
    ):
        for index, step in enumerate(steps):
            near = {step.capability.pk, step.capability.parent_id} - {None}
            if node in near or parent == step.capability.pk:
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
    steps: Sequence[Wanted],
    companies: Sequence[Company],
    groups: Sequence[Cooperative],
    krw: dict[uuid.UUID, Decimal],
) -> Alternative:
    lacks = {lack.at: lack for lack in one.lacks if lack.what != Lacking.ABILITY_UNKNOWN}
    unknown = [lack.at for lack in one.lacks if lack.what == Lacking.ABILITY_UNKNOWN]

    def named(places: Iterable[int]) -> tuple[Company, ...]:
        return tuple(companies[at] for at in places)

    told = []
    for index, (wanted, own) in enumerate(zip(steps, one.steps, strict=True)):
        lack = lacks.get(index)
        missing = lack is not None and lack.what == Lacking.STEP
        told.append(
            Step(
                wanted=wanted,
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
