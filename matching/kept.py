"""Kept packages: keeping one, and what it has and lacks as of now.

A package is kept under the first of its needs. Its steps stand in the order that was asked for,
with their volumes; each of its members names the process that it does.
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

from matching.composing import ability, budgets, least_on, volumes_of
from matching.models import Match, Package, PackageMember, PackageStep
from matching.packages import Candidates, Lacking, told
from matching.steps import Place, Wanted, places_of
from prospects.models import Capability, Company, CooperativeMembership


@transaction.atomic
def keep(
    *,
    steps: Sequence[Wanted],
    done_by: Sequence[tuple[Capability, Company]],
    name: str,
    by: str = "",
    cooperative_id: uuid.UUID | None = None,
    language: str = "ko",
) -> Package:
    """Keep a composed package under the first of its needs. ValidationError names the rule."""
    if not steps or not done_by:
        raise ValidationError(_("A package needs at least one company."))
    if len({step.need.firm_id for step in steps}) > 1:
        raise ValidationError(_("The needs of a package belong to one firm."))
    first = next((step for step in steps if not step.added), steps[0]).need
    package = Package(
        need=first,
        cooperative_id=cooperative_id,
        kept_by=by[:150],
        is_demo=first.is_demo,
        **{f"name_{language}": name},
    )
    package.full_clean(exclude=["id"])
    package.save()
    PackageStep.objects.bulk_create(
        PackageStep(
            package=package,
            place=place,
            capability=step.capability,
            need=None if step.added else step.need,
            volume=step.volume,
        )
        for place, step in enumerate(steps, 1)
    )
    PackageMember.objects.bulk_create(
        PackageMember(package=package, company=company, capability=capability)
        for company, capability in dict.fromkeys((who, what) for what, who in done_by)
    )
    return package


@dataclass(frozen=True)
class Doer:
    """A member at its step. `volume` pieces a month and `budget_krw` as far as they are known;
    `match` is its match with the need that the step is for, if it has one."""

    company: Company
    volume: int | None
    budget_krw: Decimal | None
    match: Match | None


@dataclass(frozen=True)
class KeptStep:
    """A step, who does it, and whether that is enough."""

    step: PackageStep
    doers: tuple[Doer, ...]
    missing: bool
    known_volume: int | None  # where the volume asked is not reached, or not known to be
    volume_unknown: bool

    @property
    def is_enough(self) -> bool:
        return not self.missing and self.known_volume is None

    @property
    def asked_now(self) -> int | None:
        """What the step's need asks for today, where that is not what it was kept with."""
        need = self.step.need
        return need.monthly_volume if need and need.monthly_volume != self.step.volume else None


@dataclass(frozen=True)
class Kept:
    """A kept package as of now. `others` are members whose process is no step of it; `unable` those
    whose budget is known to be below `least`, what each must put in (KRW)."""

    package: Package
    steps: tuple[KeptStep, ...]
    others: tuple[Doer, ...]
    companies: tuple[Company, ...]
    outsiders: tuple[Company, ...]
    ability_unknown: tuple[Company, ...]
    unable: tuple[Company, ...]
    least: Decimal | None
    budget_krw: Decimal
    places: tuple[Place, ...]

    @property
    def lacks_nothing(self) -> bool:
        """Every step is done in the volume asked for, and each company can invest."""
        return not (self.ability_unknown or self.unable) and all(
            each.is_enough for each in self.steps
        )


def look_at(package: Package, *, today: dt.date, krw_per_jpy: Decimal) -> Kept:
    """What the package has and lacks by the facts of `today`; a fixed number of queries."""
    steps = [*package.steps.select_related("capability__parent", "need__site__zone")]
    members = [*package.package_members.select_related("company", "capability")]
    companies = [*dict.fromkeys(each.company for each in members)]
    at = {company.pk: index for index, company in enumerate(companies)}
    keys = [*at]
    wanted = [
        Wanted(step.need or package.need, step.capability, step.volume, added=step.need is None)
        for step in steps
    ]
    does = np.zeros((len(keys), len(steps)))
    for each in members:
        for index, step in enumerate(steps):
            if each.capability_id == step.capability_id:
                does[at[each.company_id], index] = 1.0
    krw, least = budgets(keys, krw_per_jpy), least_on(today)
    volume = volumes_of(keys, wanted)
    able = ability(keys, krw, least)
    own = _own_members(package, at)
    one = told(
        Candidates(
            fit=does,
            volume=volume,
            required=np.array([step.volume or np.nan for step in steps], dtype=np.float64),
            able=np.array(able, dtype=np.int64),
            member=own,
        ),
        tuple(range(len(keys))),
        group=len(own) - 1,
    )
    matches = _matches(keys, wanted)
    lacks = {lack.at: lack for lack in one.lacks if lack.what != Lacking.ABILITY_UNKNOWN}

    def doer(index: int, step: int | None = None) -> Doer:
        known = np.nan if step is None else volume[index, step]
        need = package.need_id if step is None else wanted[step].need.pk
        return Doer(
            company=companies[index],
            volume=None if np.isnan(known) else int(known),
            budget_krw=krw.get(keys[index]),
            match=matches.get((keys[index], need)),
        )

    def named(places: Iterable[int]) -> tuple[Company, ...]:
        return tuple(companies[place] for place in places)

    told_steps = []
    for index, step in enumerate(steps):
        lack = lacks.get(index)
        missing = lack is not None and lack.what == Lacking.STEP
        told_steps.append(
            KeptStep(
                step=step,
                doers=tuple(doer(who, index) for who in one.steps[index]),
                missing=missing,
                known_volume=int(lack.have) if lack and not missing else None,
                volume_unknown=lack is not None and lack.what == Lacking.VOLUME_UNKNOWN,
            )
        )
    return Kept(
        package=package,
        steps=tuple(told_steps),
        others=tuple(doer(who) for who in np.flatnonzero(~does.any(axis=1)).tolist()),
        companies=tuple(companies),
        outsiders=named(one.outsiders),
        ability_unknown=named(place for place, can in enumerate(able) if can == 0),
        unable=named(place for place, can in enumerate(able) if can < 0),
        least=least,
        budget_krw=sum((krw.get(key, Decimal(0)) for key in keys), Decimal(0)),
        places=places_of([package.need, *(step.need for step in steps if step.need)]),
    )


def _own_members(package: Package, at: dict[uuid.UUID, int]) -> np.ndarray[tuple[int, int]]:
    """Which companies belong to the package's cooperative; (0, M) for a package of none."""
    own = np.zeros((1 if package.cooperative_id else 0, len(at)), dtype=bool)
    if package.cooperative_id:
        rows = CooperativeMembership.objects.filter(
            cooperative=package.cooperative_id, company__in=at
        )
        own[0, [at[key] for key in rows.values_list("company_id", flat=True)]] = True
    return own


def _matches(
    keys: Sequence[uuid.UUID], wanted: Sequence[Wanted]
) -> dict[tuple[uuid.UUID, uuid.UUID], Match]:
    needs = {step.need.pk for step in wanted}
    rows = Match.objects.filter(company__in=keys, need__in=needs).select_related(
        "company", "need__firm"
    )
    return {(each.company_id, each.need_id): each for each in rows}
