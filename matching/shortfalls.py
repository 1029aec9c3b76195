"""What each must of a need keeps out, alone and together with others, as of now.

`exclusions` tells what the last run counted; here the companies that do the work are held against
the musts once more, so that it can be told which of them decides: for which companies a condition
is the only one they fail, and what each of the nearest lacks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from django.db.models import Count
from django.utils import timezone

from matching.columns import DAYS_A_MONTH, indexes, month_of
from matching.features import Bools, Floats, Inputs, Ints, taxonomy_credit
from matching.fetching import Fetched, fetch
from matching.masks import SPEAKS, START_TOLERANCE, WHY, Flags, Must
from matching.models import Need, Why
from matching.prepared import prepare
from matching.scoring import FLOOR, held_against_musts
from matching.shortlist import PER_EXCLUDED, PER_NEED, active_profile, weights_of
from prospects.models import Capability, Company, CompanyCapability

MOST_TOGETHER = 5
MOST_NEAR = 5


@dataclass(frozen=True, slots=True, order=True)
class Condition:
    """One thing that a need insists on: a certificate by its key, the part size, or the start."""

    must: str
    certificate: str = ""


@dataclass(frozen=True, slots=True)
class KeptOut:
    """What some conditions keep out.

    failing: companies that fail all of them, and maybe more; alone: that fail these and no other;
    without: that would meet the musts if the need did not insist on these. ending: of those
    failing, the ones that hold all the certificates now, until before supply starts.
    """

    conditions: tuple[Condition, ...]
    failing: int
    alone: int
    without: int
    ending: int = 0


@dataclass(frozen=True, slots=True)
class Lack:
    """How a company fails a condition. until: when its certificate ends; have, asked: the part
    size in mm, or the months until it can move and until it has to."""

    condition: Condition
    why: Why
    until: dt.date | None = None
    have: float | None = None
    asked: float | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """A company that only the musts keep from the list, with the place it would take there."""

    company: Company
    score: float
    place: int
    lacks: tuple[Lack, ...]


@dataclass(frozen=True, slots=True)
class Shortfall:
    """able: companies that do the work; passing: of those, the ones that meet the musts.

    single: each condition that somebody fails, who lets most in without it first. together: the
    sets of two and more that companies fail, the smallest first; `more_together` further ones.
    nearest: the best that would be listed.
    """

    able: int
    passing: int
    single: tuple[KeptOut, ...]
    together: tuple[KeptOut, ...]
    more_together: int
    nearest: tuple[Near, ...]

    @property
    def failing(self) -> int:
        return self.able - self.passing

    @property
    def easiest(self) -> KeptOut | None:
        """The fewest conditions to give up so that more companies come into question."""
        one = [each for each in self.single if each.alone]
        return one[0] if one else next(iter(self.together), None)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A process near the one asked for, which does not count as doing the work."""

    capability: Capability
    companies: int


def shortfall(need: Need, *, now: dt.datetime | None = None) -> Shortfall | None:
    """Who does the work of an open need and what its musts take away; None for one not open.

    A fixed number of queries; the companies that do the work are read.
    """
    now = now or timezone.now()
    facts = fetch(today=timezone.localdate(now), need_ids=[need.pk], narrow=True)
    if not facts.need_ids:
        return None
    p = prepare(facts.inputs)
    company = np.arange(len(facts.company_ids))
    pairs = (company, np.zeros_like(company))
    found, why = held_against_musts(p, weights_of(active_profile()), *pairs)
    able = found.parts[0] >= np.float32(FLOOR)
    conditions, fails, ending = _failed(facts, why)
    fails &= able
    out = np.flatnonzero(fails.any(axis=0))
    passing = int(able.sum()) - len(out)
    single, together = _counted(conditions, fails[:, out], ending[:, out], passing)
    best = out[np.lexsort((out, -found.confidence[out], -found.priority[out]))]
    near = _nearest(need, facts, found.priority, best)
    companies = Company.objects.in_bulk([facts.company_ids[at] for at, _ in near])
    return Shortfall(
        able=int(able.sum()),
        passing=passing,
        single=single,
        together=together[:MOST_TOGETHER],
        more_together=len(together[MOST_TOGETHER:]),
        nearest=tuple(
            Near(
                companies[facts.company_ids[at]],
                float(found.score[at]),
                place,
                tuple(_lacks(facts, conditions, fails[:, at], at, now)),
            )
            for at, place in near
            if facts.company_ids[at] in companies
        ),
    )


def _failed(facts: Fetched, why: Flags) -> tuple[list[Condition], Bools, Bools]:
    """The conditions of the one need, which companies fail each, and of those whose certificate
    only ends too early: (conditions, N) both."""
    companies, needs = facts.inputs.companies, facts.inputs.needs
    conditions, fails = [], []
    ending: list[Bools] = []
    asked = needs.certificates[0] & needs.musts[0, Must.CERTIFICATES]
    start = np.nan_to_num(needs.start_months, nan=0)[0]
    for which in np.flatnonzero(asked).tolist():
        conditions.append(Condition(Need.Must.CERTIFICATES, facts.labels.certificates[which]))
        held = companies.certificates[:, which]
        ending.append(held & (companies.certificate_months[:, which] < start))
        fails.append(companies.certificates_known & (~held | ending[-1]))
    for must, reason in ((Need.Must.SIZE, Why.SIZE_SHORT), (Need.Must.START, Why.START_LATE)):
        conditions.append(Condition(must))
        fails.append((why >> WHY.index(reason) & 1).astype(np.bool_))
        ending.append(np.zeros(len(companies), dtype=np.bool_))
    return conditions, np.stack(fails), np.stack(ending)


def _counted(
    conditions: list[Condition], fails: Bools, ending: Bools, passing: int
) -> tuple[tuple[KeptOut, ...], tuple[KeptOut, ...]]:
    """What each condition keeps out, and each set of two and more that somebody fails."""

    def kept_out(wanted: Bools) -> KeptOut:
        all_of_them, others = fails[wanted].all(axis=0), fails[~wanted].any(axis=0)
        return KeptOut(
            tuple(one for one, is_wanted in zip(conditions, wanted, strict=True) if is_wanted),
            failing=int(all_of_them.sum()),
            alone=int((all_of_them & ~others).sum()),
            without=passing + int((~others).sum()),
            ending=int(ending[wanted].all(axis=0).sum()),
        )

    each_alone = np.eye(len(conditions), dtype=np.bool_)
    single = [kept_out(wanted) for wanted in each_alone[fails.any(axis=1)]]
    sets = np.unique(fails, axis=1).T
    together = [kept_out(wanted) for wanted in sets if wanted.sum() > 1]
    single.sort(key=lambda each: (-each.alone, -each.failing, each.conditions))
    together.sort(key=lambda each: (len(each.conditions), -each.without, each.conditions))
    return tuple(single), tuple(together)


def _nearest(need: Need, facts: Fetched, priority: Floats, best: Ints) -> list[tuple[int, int]]:
    """Those that would be listed, as (company, place); whom people decided about are listed."""
    listed = need.matches.order_by()
    ranked = np.array(listed.values_list("priority", flat=True), dtype=np.float64)
    decided = {*listed.decided().values_list("company_id", flat=True)}
    near: list[tuple[int, int]] = []
    for at in best.tolist():
        place = 1 + int((ranked > priority[at]).sum())
        if place > PER_NEED or len(near) == PER_EXCLUDED:
            break
        if facts.company_ids[at] not in decided:
            near.append((at, place))
    return near


def _lacks(
    facts: Fetched, conditions: list[Condition], fails: Bools, at: int, now: dt.datetime
) -> Iterator[Lack]:
    """How company `at` falls short."""
    companies, needs = facts.inputs.companies, facts.inputs.needs
    for which in np.flatnonzero(fails).tolist():
        condition = conditions[which]
        if condition.must == Need.Must.SIZE:
            asked = float(needs.line_size_mm[0])
            yield Lack(condition, Why.SIZE_SHORT, have=_room(facts.inputs, at), asked=asked)
        elif condition.must == Need.Must.START:
            latest = float(needs.start_months[0]) + START_TOLERANCE
            able = float(companies.horizon_months[at])
            yield Lack(condition, Why.START_LATE, have=able, asked=latest)
        else:
            column = facts.labels.certificates.index(condition.certificate)
            if not companies.certificates[at, column]:
                yield Lack(condition, Why.CERTIFICATE_LACKING)
            else:
                months = float(companies.certificate_months[at, column])
                days = dt.timedelta(days=round(months * DAYS_A_MONTH))
                until = month_of(timezone.localdate(now)) + days
                yield Lack(condition, Why.CERTIFICATE_ENDS, until=until)


def _room(inputs: Inputs, at: int) -> float | None:
    """The largest part that a row states which speaks for what is asked."""
    companies = inputs.companies
    rows = slice(*np.searchsorted(companies.row_company, (at, at + 1)))
    credit = inputs.reference.credit[companies.row_node[rows], inputs.needs.line_node[0]]
    speaks = credit * companies.row_strength[rows] >= SPEAKS
    stated = companies.row_size_mm[rows][speaks]
    stated = stated[~np.isnan(stated)]
    return float(stated.max()) if len(stated) else None


def neighbours(need: Need) -> list[Neighbour]:
    """The processes near what is asked for that companies list, though it is not that work: those
    of the same family; two queries."""
    taxonomy = list(Capability.objects.order_by("position", "key"))
    at = {node.pk: place for place, node in enumerate(taxonomy)}
    credit = taxonomy_credit(
        indexes(at[node.parent_id] if node.parent_id else -1 for node in taxonomy)
    )
    worth = credit[:, at[need.capability_id]]
    near = {node.pk: node for node in taxonomy if 0 < worth[at[node.pk]] < SPEAKS}
    rows = (
        CompanyCapability.objects.filter(
            capability__in=list(near), company__registration=Company.Registration.OPEN
        )
        .order_by()
        .values("capability")
        .annotate(companies=Count("company", distinct=True))
        .values_list("capability", "companies")
    )
    found = [Neighbour(near[key], count) for key, count in rows]
    found.sort(
        key=lambda each: (-worth[at[each.capability.pk]], -each.companies, each.capability.key)
    )
    return found[:MOST_NEAR]
