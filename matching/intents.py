"""What companies and their cooperatives say about going abroad, as the arrays of scoring."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
from django.db.models import Case, IntegerField, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

from matching.columns import DAYS_A_MONTH, Ages, indexes, numbers
from matching.features import Age, Country, Floats, Mode
from matching.fellows import Members
from matching.keys import Keys, Numbered
from matching.packed import Code, Day, Key, Number, coded, read
from matching.parts import NO_PLAN
from prospects.models import ExpansionIntent, GroupPlan

HOST = "KR"

MODES: dict[str, int] = {
    ExpansionIntent.Mode.ALONE: Mode.ALONE,
    ExpansionIntent.Mode.GROUP: Mode.GROUP,
    ExpansionIntent.Mode.ACCOMPANYING: Mode.ACCOMPANYING,
}
# How far a group's plan has come: what is decided weighs most.
STAGE_VALUE: dict[str, float] = {
    GroupPlan.Stage.CONSIDERING: 0.5,
    GroupPlan.Stage.INSPECTING: 0.7,
    GroupPlan.Stage.DECIDED: 1.0,
    GroupPlan.Stage.MOVING: 1.0,
}
ENDED = (GroupPlan.Stage.DROPPED, GroupPlan.Stage.SETTLED)


def fetch_intents(
    chosen: RawSQL, ids: Keys, members: Members, ages: Ages
) -> tuple[dict[str, Any], Floats]:
    """What each company says about going abroad, else what its cooperative plans; and the (N,) yen
    that it means to invest.

    A horizon counts from the day it was stated, where that day is known.
    """
    mode = np.zeros(len(ids), dtype=np.int64)
    country = np.zeros(len(ids), dtype=np.int64)
    horizon, home = (np.full(len(ids), np.nan, dtype=np.float32) for _ in range(2))
    budget = np.full(len(ids), np.nan)
    # Of a cooperative's plans the newest counts, of a company's cooperatives the last it entered.
    plans = [*{plan.cooperative_id: plan for plan in _going_on()}.values()]
    plan = Numbered({each.cooperative_id: at for at, each in enumerate(plans)}).of(
        members.cooperative
    )
    company, plan = members.company[plan >= 0], plan[plan >= 0]
    ages.tell(Age.INTENT, company, _days(each.as_of for each in plans)[plan], instead=True)
    mode[company] = Mode.GROUP
    country[company] = indexes(_country(each.target_countries) for each in plans)[plan]
    home[company] = numbers(each.keeps_home_base for each in plans)[plan]

    companies, how, going, months, kept, yen, day = read(
        ExpansionIntent.objects.filter(company__in=chosen),
        Key("company"),
        Code("mode", 15),
        Number(_GOING),
        Number("horizon_months"),
        Number(Cast("keeps_home_base", IntegerField())),
        Number("budget_jpy"),
        Day("as_of"),
    )
    at = ids.places(companies)
    there = np.flatnonzero(at >= 0)
    at, day, own = at[there], day[there], coded(how, MODES, Mode.UNKNOWN)[there]
    ages.tell(Age.INTENT, at, day, instead=True)
    mode[at] = own
    open_to = np.where(own != Mode.UNKNOWN, Country.OPEN, Country.UNKNOWN)
    country[at] = np.where(going[there] > 0, going[there], open_to)
    passed = np.where(day > 0, ages.month.toordinal() - day, 0)
    horizon[at] = np.maximum(months[there] - np.maximum(passed, 0) / DAYS_A_MONTH, 0)
    home[at] = kept[there]
    budget[at] = yen[there]
    return {
        "mode": mode,
        "country": country,
        "horizon_months": horizon,
        "home_base_kept": home,
    }, budget


_GOING = Case(
    When(target_countries__contains=[HOST], then=int(Country.KOREA)),
    When(target_countries__len__gt=0, then=int(Country.ELSEWHERE)),
    default=0,
    output_field=IntegerField(),
)


def _country(targets: list[str]) -> Country:
    """Where a group goes whose plan names these countries."""
    if HOST in targets:
        return Country.KOREA
    return Country.ELSEWHERE if targets else Country.OPEN


def fetch_plans(members: Members, ages: Ages, count: int) -> dict[str, Any]:
    """(N,) how far the plan of its cooperative has come; NaN for no member of any.

    Of several plans the one that has come furthest counts, of one cooperative and of all.
    """
    best: dict[Any, tuple[float, dt.date | None]] = {}
    for plan in _going_on():
        if STAGE_VALUE[plan.stage] > best.get(plan.cooperative_id, (0.0, None))[0]:
            best[plan.cooperative_id] = (STAGE_VALUE[plan.stage], plan.as_of)
    row = Numbered({key: at for at, key in enumerate(best)}).of(members.cooperative)
    worth = np.array([*(stage for stage, _ in best.values()), NO_PLAN], dtype=np.float32)[row]
    day = np.append(_days(as_of for _, as_of in best.values()), 0)[row]
    # The furthest first, of equals the first entered: the first of each company is what counts.
    order = np.lexsort((-worth, members.company))
    company, first = np.unique(members.company[order], return_index=True)
    chosen = order[first]
    value = np.full(count, np.nan, dtype=np.float32)
    value[company] = worth[chosen]
    ages.tell(Age.GROUP, company, day[chosen], instead=True)
    return {"plan": value}


def _going_on() -> Any:
    return GroupPlan.objects.exclude(stage__in=ENDED).order_by("pk")


def _days(some: Any) -> Any:
    """(n,) days as `date.toordinal` counts them, 0 for none."""
    return indexes(day.toordinal() if day else 0 for day in some)
