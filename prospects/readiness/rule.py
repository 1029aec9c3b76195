"""How ready a company is to go abroad: push, will and strength, each with its evidence. Pure.

Facts in, parts out; docs/readiness.md gives the reason of every threshold. A part never comes
without what it rests on, nor without what is not known; the three are not added to one number.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any

from .facts import Cited, Customer, Facts, Year


class Level(IntEnum):
    """How much speaks for a part. `UNKNOWN`: nothing that could speak for or against is known."""

    UNKNOWN = -1
    NONE = 0
    SOME = 1
    STRONG = 2


class Part(StrEnum):
    PUSH = "push"
    WILL = "will"
    STRENGTH = "strength"


#: Which aspect of its part a piece of evidence speaks to.
ASPECTS = {
    "customer_moved": "customers",
    "customer_lost": "customers",
    "customer_shrinking": "customers",
    "customer_steady": "customers",
    "customer_growing": "customers",
    "sales_lost": "sales",
    "sales_held": "sales",
    "cluster_change": "census",
    "intent": "intent",
    "intent_empty": "intent",
    "site_visit": "inspections",
    "delegation": "inspections",
    "visit": "inspections",
    "programme": "programmes",
    "group_plan": "group",
    "skills": "skills",
    "certificate": "certificates",
    "certificate_expired": "certificates",
    "profit_steady": "finances",
    "profit": "finances",
    "loss": "finances",
    "base_abroad": "abroad",
}
#: Points from which a part is strong. An aspect counts by its strongest evidence: two points where
#: that is strong, one where it is not.
STRONG_FROM = {Part.PUSH: 2, Part.WILL: 2, Part.STRENGTH: 3}

#: A fact older than this is old: no longer strong, and all old ones together count one point.
OLD_DAYS = 3 * 365
MOST_FOR_OLD = 1
#: Sales are compared with those of up to so many years before.
SALES_YEARS = 4
SALES_SOME, SALES_STRONG = 0.05, 0.20
#: Share of sales from which a customer that leaves is a strong push.
LARGE_SHARE = 0.20
#: Decline of a cluster's factories that counts; it never counts as strong.
CLUSTER_DECLINE = 0.10
NEAR_MONTHS = 24
#: Tolerance (± µm) that few workshops hold.
FINE_UM = 10.0
MANY_PROCESSES = 3
#: Certificates of one trade, which its buyers insist on.
TRADE_CERTIFICATES = frozenset({"iatf-16949", "jis-q-9100", "iso-13485"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact for a part (some, strong) or against it (none); `code` and `values` make its words.

    `old` says that the fact is, so that it counts for less.
    """

    code: str
    level: Level
    cited: Cited
    values: dict[str, Any] = field(default_factory=dict)
    old: bool = False

    @property
    def aspect(self) -> str:
        return ASPECTS[self.code]


@dataclass(frozen=True, slots=True)
class Assessment:
    """A part with what it rests on, strongest first, and the codes of what is not known."""

    part: Part
    level: Level
    evidence: tuple[Evidence, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Readiness:
    """The three parts, in their order."""

    push: Assessment
    will: Assessment
    strength: Assessment

    @property
    def parts(self) -> tuple[Assessment, ...]:
        return self.push, self.will, self.strength


def assess(facts: Facts, today: dt.date) -> Readiness:
    """The rule: what the facts say about each part on a day."""
    return Readiness(
        _part(Part.PUSH, _push(facts), _push_unknown(facts), today),
        _part(Part.WILL, _will(facts), _will_unknown(facts), today),
        _part(Part.STRENGTH, _strength(facts, today), _strength_unknown(facts), today),
    )


def _part(
    part: Part, found: Iterable[Evidence], unknown: Iterable[str], today: dt.date
) -> Assessment:
    evidence = tuple(sorted((_aged(each, today) for each in found), key=lambda e: -e.level))
    fresh = _by_aspect(each for each in evidence if not each.old)
    old = _by_aspect(each for each in evidence if each.old and not fresh.get(each.aspect))
    points = sum(fresh.values()) + min(sum(old.values()), MOST_FOR_OLD)
    if not evidence:
        level = Level.UNKNOWN
    elif points >= STRONG_FROM[part]:
        level = Level.STRONG
    else:
        level = Level.SOME if points else Level.NONE
    return Assessment(part, level, evidence, tuple(unknown))


def _by_aspect(evidence: Iterable[Evidence]) -> dict[str, int]:
    """The points of each aspect, which are those of its strongest evidence."""
    aspects: dict[str, int] = {}
    for each in evidence:
        aspects[each.aspect] = max(aspects.get(each.aspect, 0), each.level)
    return aspects


def _aged(each: Evidence, today: dt.date) -> Evidence:
    """Evidence of an old fact says so, and is no longer strong."""
    as_of = each.cited.as_of
    if as_of is None or (today - as_of).days <= OLD_DAYS:
        return each
    level = min(each.level, Level.SOME)
    return Evidence(each.code, level, each.cited, each.values, old=True)


# --- Push: its market at home is going ------------------------------------------------------------


def _push(facts: Facts) -> Iterator[Evidence]:
    for each in facts.customers:
        yield from _customer(each)
    if (sales := _sales(facts.years)) is not None:
        yield sales
    if facts.decline:
        ratio = facts.decline.ratio
        level = Level.SOME if -ratio >= CLUSTER_DECLINE else Level.NONE
        values = {
            "cluster": facts.decline.cluster,
            "ratio": ratio,
            "years": facts.decline.years,
        }
        yield Evidence("cluster_change", level, facts.decline.cited, values)


def _customer(each: Customer) -> Iterator[Evidence]:
    values = {"customer": each.name, "share": each.share, "country": each.moved_to}
    leaving = each.trend == "lost" or bool(each.moved_to)
    if leaving:
        large = each.share is not None and each.share >= LARGE_SHARE
        code = "customer_moved" if each.moved_to else "customer_lost"
        yield Evidence(code, Level.STRONG if large else Level.SOME, each.cited, values)
    elif each.trend == "shrinking":
        yield Evidence("customer_shrinking", Level.SOME, each.cited, values)
    elif each.trend in ("steady", "growing"):
        yield Evidence(f"customer_{each.trend}", Level.NONE, each.cited, values)


def _sales(years: Sequence[Year]) -> Evidence | None:
    known = sorted((y for y in years if y.sales), key=lambda y: y.year)
    if len(known) < 2:
        return None
    last = known[-1]
    first = next(year for year in known if last.year - year.year <= SALES_YEARS)
    if first is last:
        return None
    change = (last.sales or 0) / (first.sales or 1) - 1
    level = Level.NONE
    if -change >= SALES_SOME:
        level = Level.STRONG if -change >= SALES_STRONG else Level.SOME
    values = {"change": change, "from": first.year, "to": last.year}
    return Evidence("sales_lost" if level else "sales_held", level, last.cited, values)


def _push_unknown(facts: Facts) -> Iterator[str]:
    if not any(each.trend or each.moved_to for each in facts.customers):
        yield "customers"
    if _sales(facts.years) is None:
        yield "sales"
    if facts.decline is None:
        yield "census"


# --- Will: what it says and does about going abroad -----------------------------------------------


def _will(facts: Facts) -> Iterator[Evidence]:
    if intent := facts.intent:
        near = intent.horizon_months is not None and intent.horizon_months <= NEAR_MONTHS
        firm = near or intent.budget is not None
        said = bool(intent.countries or intent.mode or firm)
        level = Level.STRONG if firm else Level.SOME if said else Level.NONE
        values = {
            "countries": intent.countries,
            "mode": intent.mode,
            "months": intent.horizon_months,
            "budget": intent.budget,
            "home_base": intent.keeps_home_base,
        }
        yield Evidence("intent" if said else "intent_empty", level, intent.cited, values)
    for visit in facts.inspections:
        level = Level.SOME if visit.kind == "visit" else Level.STRONG
        yield Evidence(visit.kind, level, visit.cited, {"subject": visit.subject})
    for use in facts.uses:
        level = Level.STRONG if use.kind == "loan" else Level.SOME
        yield Evidence("programme", level, use.cited, {"programme": use.programme})
    for group in facts.groups:
        level = Level.STRONG if group.stage in ("decided", "moving") else Level.SOME
        values = {
            "cooperative": group.cooperative,
            "countries": group.countries,
            "stage": group.stage,
        }
        yield Evidence("group_plan", level, group.cited, values)


def _will_unknown(facts: Facts) -> Iterator[str]:
    if facts.intent is None:
        yield "intent"
    elif facts.intent.keeps_home_base is None:
        yield "home_base"
    if not facts.inspections:
        yield "inspections"
    if not facts.uses:
        yield "programmes"


# --- Strength: could it do it ---------------------------------------------------------------------


def _strength(facts: Facts, today: dt.date) -> Iterator[Evidence]:
    if facts.skills:
        fine = min(
            (s for s in facts.skills if s.precision_um is not None),
            key=lambda s: s.precision_um or 0.0,
            default=None,
        )
        precise = fine is not None and (fine.precision_um or 0.0) <= FINE_UM
        strong = precise or len(facts.skills) >= MANY_PROCESSES
        values: dict[str, Any] = {
            "processes": tuple(s.process for s in facts.skills),
            "precision": fine.precision_um if fine else None,
        }
        cited = fine.cited if fine and precise else facts.skills[0].cited
        yield Evidence("skills", Level.STRONG if strong else Level.SOME, cited, values)
    for held in facts.certificates:
        values = {"certificate": held.name, "until": held.valid_until}
        if held.valid_until and held.valid_until < today:
            yield Evidence("certificate_expired", Level.NONE, held.cited, values)
        else:
            level = Level.STRONG if held.key in TRADE_CERTIFICATES else Level.SOME
            yield Evidence("certificate", level, held.cited, values)
    if (profit := _profit(facts.years)) is not None:
        yield profit
    for base in facts.bases:
        values = {"country": base.country, "kind": base.kind, "since": base.since_year}
        yield Evidence("base_abroad", Level.SOME, base.cited, values)


def _profit(years: Sequence[Year]) -> Evidence | None:
    known = sorted((y for y in years if y.profit is not None), key=lambda y: -y.year)[:3]
    if not known:
        return None
    last = known[0]
    gains = sum((year.profit or 0) > 0 for year in known)
    values = {"year": last.year, "years": len(known), "profit": last.profit}
    if (last.profit or 0) <= 0:
        return Evidence("loss", Level.NONE, last.cited, values)
    steady = len(known) == 3 and gains == 3
    code = "profit_steady" if steady else "profit"
    return Evidence(code, Level.STRONG if steady else Level.SOME, last.cited, values)


def _strength_unknown(facts: Facts) -> Iterator[str]:
    if not facts.skills:
        yield "skills"
    elif all(skill.precision_um is None for skill in facts.skills):
        yield "precision"
    if not facts.certificates:
        yield "certificates"
    if _profit(facts.years) is None:
        yield "finances"
