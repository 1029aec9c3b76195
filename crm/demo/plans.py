"""An introduction plan of the coming quarter, solved and edited, that waits for its approval."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import OuterRef, Subquery

from crm.demo.people import People
from crm.demo.world import World
from crm.models import Coverage, IntroductionPlan, PlanLimit, PlannedIntroduction
from crm.planning.fetching import Choice, choice_of
from crm.planning.reporting import report_of
from matching.assignment import Assignment, assign
from matching.models import Firm

State = PlannedIntroduction.State
#: How many of the best are pinned.
PINNED = 3


def make_plans(world: World, people: People) -> None:
    """One plan: a firm and an officer with limits of their own, some introductions pinned, one
    excluded."""
    chance = world.chance("plans")
    owner = people.managers[0]
    at = world.office_hours(world.ago(3), chance)
    quarter = world.today.year * 4 + (world.today.month - 1) // 3 + 1
    plan = IntroductionPlan.objects.create(
        id=world.key(at),
        created_at=at,
        year=quarter // 4,
        quarter=quarter % 4 + 1,
        note="다음 분기 소개 계획 초안",
        status=IntroductionPlan.Status.SOLVED,
        solved_at=at,
        owner=owner,
        is_demo=True,
    )
    firm = chance.choice([*Firm.objects.filter(is_demo=True, needs__status="open").order_by("pk")])
    officer = chance.choice(people.officers)
    for who, most in (({"firm": firm}, 2), ({"officer": officer}, 4)):
        PlanLimit.objects.create(
            id=world.key(at), created_at=at, plan=plan, most=most, is_demo=True, **who
        )
    _report, best = solved(plan, choice_of(plan))
    excluded, pinned = best[PINNED], best[:PINNED]
    rows = [
        planned_row(world, plan, pair, state=State.PINNED, before=State.PROPOSED, decided_by=owner)
        for pair in pinned
    ]
    reason = "주 거래처가 이 대기업의 경쟁사"
    decided = {"before": State.PROPOSED, "decided_by": owner, "reason": reason}
    rows.append(planned_row(world, plan, excluded, state=State.EXCLUDED, **decided))
    PlannedIntroduction.objects.bulk_create(rows)
    plan.report, chosen = solved(plan, choice_of(plan))
    plan.save(update_fields=["report"])
    others = [planned_row(world, plan, pair) for pair in chosen if pair not in pinned]
    PlannedIntroduction.objects.bulk_create(others)
    # Those who keep the companies make the introductions.
    keeper = Coverage.objects.filter(company=OuterRef("company")).values("owner")[:1]
    plan.introductions.update(officer=Subquery(keeper))


Pair = tuple[uuid.UUID, uuid.UUID, float]


def solved(plan: IntroductionPlan, choice: Choice) -> tuple[dict[str, Any], list[Pair]]:
    """The report, and the chosen pairs of company and need with their value, the best first."""
    found: Assignment = assign(
        choice.pairs, choice.limits, pinned=choice.pinned, excluded=choice.excluded
    )
    columns = (choice.pairs.company, choice.pairs.need, choice.pairs.value)
    chosen = [
        (choice.company_ids[company], choice.need_ids[need], float(value))
        for company, need, value in zip(*(each[found.chosen] for each in columns), strict=True)
    ]
    chosen.sort(key=lambda pair: (-pair[2], pair[0], pair[1]))
    return report_of(choice, found) | {"added": len(chosen), "removed": 0}, chosen


def planned_row(
    world: World, plan: IntroductionPlan, pair: Pair, **fields: Any
) -> PlannedIntroduction:
    """One of the plan's rows, not yet stored."""
    company, need, value = pair
    if "decided_by" in fields:
        fields["decided_at"] = plan.created_at
    return PlannedIntroduction(
        id=world.key(plan.created_at),
        created_at=plan.created_at,
        plan=plan,
        company_id=company,
        need_id=need,
        value=value,
        is_demo=True,
        **fields,
    )
