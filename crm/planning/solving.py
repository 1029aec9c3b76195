"""Solving a plan: in the background, around what people decided."""

from __future__ import annotations

import datetime as dt
import time
import uuid
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.models import IntroductionPlan, PlannedIntroduction, User
from crm.planning.fetching import Choice, choice_of
from crm.planning.reporting import report_of
from matching.assignment import Assignment, TooManyPinnedError, assign

State = PlannedIntroduction.State
Status = IntroductionPlan.Status

#: After so long the best found so far is given.
SECONDS = 20.0
#: A worker takes up what is queued at once; one that has not after so long is not coming.
_PATIENCE = dt.timedelta(seconds=20)


class PlanError(Exception):
    """An order that the plan's state, or a rule, does not allow; the text is for people."""


@transaction.atomic
def create(*, by: User, **fields: Any) -> IntroductionPlan:
    """A new plan, and have it solved. ValidationError names field and rule."""
    plan = IntroductionPlan(owner=by, is_demo=by.is_demo, **fields)
    plan.full_clean(exclude=["id"])
    plan.save()
    _queue(plan)
    return plan


@transaction.atomic
def order(plan: IntroductionPlan) -> None:
    """Have it solved again, around the edits."""
    _queue(held(plan))


@transaction.atomic
def go_on(plan: IntroductionPlan) -> None:
    """Start solving again whose worker died; nothing of it was stored."""
    found = IntroductionPlan.objects.select_for_update(skip_locked=True).filter(pk=plan.pk).first()
    if found is None or found.status != Status.SOLVING:
        raise PlanError(_("The plan has moved on meanwhile. Look at it again."))
    _queue(found)


def is_stopped(plan: IntroductionPlan) -> bool:
    """Whether it is to be solved and nobody is at it."""
    queued = plan.queued_at or plan.updated_at
    if timezone.now() - queued <= _PATIENCE:
        return False
    with transaction.atomic():
        free = IntroductionPlan.objects.select_for_update(skip_locked=True)
        return free.filter(pk=plan.pk, status=Status.SOLVING).exists()


def held(plan: IntroductionPlan) -> IntroductionPlan:
    """The plan as it stands, locked, if people may change it now. Raises PlanError otherwise."""
    if IntroductionPlan.objects.filter(pk=plan.pk, status=Status.SOLVING).exists():
        # The solver holds the lock all along: nobody should wait for that to be told so.
        raise PlanError(_("The plan is being solved. Wait until that is done."))
    found = IntroductionPlan.objects.select_for_update().filter(pk=plan.pk).first()
    if found is None:
        raise PlanError(_("The plan is not there any more."))
    if found.status == Status.APPROVED:
        raise PlanError(_("The plan is approved; it cannot be changed any more."))
    if found.status == Status.SOLVING:
        raise PlanError(_("The plan is being solved. Wait until that is done."))
    return found


def _queue(plan: IntroductionPlan) -> None:
    from crm.tasks import solve_plan

    plan.status = Status.SOLVING
    plan.queued_at = timezone.now()
    plan.version += 1
    plan.save(update_fields=["status", "queued_at", "version", "updated_at"])
    transaction.on_commit(partial(solve_plan.delay, str(plan.pk)))


def solve(key: uuid.UUID, *, seconds: float = SECONDS) -> None:
    """Solve a plan that waits for it; nothing where somebody else is at it, or it is done."""
    with transaction.atomic():
        plan = IntroductionPlan.objects.select_for_update(skip_locked=True).filter(pk=key).first()
        if plan is None or plan.status != Status.SOLVING:
            return
        choice = choice_of(plan)
        began = time.perf_counter()
        try:
            found = assign(
                choice.pairs,
                choice.limits,
                pinned=choice.pinned,
                excluded=choice.excluded,
                seconds=seconds,
            )
        except TooManyPinnedError as error:
            plan.failure = [
                {
                    "side": place.side,
                    "id": str(choice.keys(place.side)[place.index]),
                    "pinned": place.pinned,
                    "limit": place.limit,
                }
                for place in error.places
            ]
            plan.status = Status.OPEN
        else:
            changed = _store(plan, choice, found)
            took = time.perf_counter() - began
            plan.report = report_of(choice, found) | changed | {"seconds": round(took, 3)}
            plan.failure = []
            plan.status = Status.SOLVED
            plan.solved_at = timezone.now()
        plan.save(update_fields=["status", "report", "failure", "solved_at", "updated_at"])


def _store(plan: IntroductionPlan, choice: Choice, found: Assignment) -> dict[str, int]:
    """Write the proposals: those that stay keep their row; returns how many came and went."""
    officers = [choice.officer_ids[at] if at >= 0 else None for at in choice.pairs.officer]
    wanted = {
        (choice.company_ids[company], choice.need_ids[need]): (float(value), officers[company])
        for company, need, value, chosen in zip(
            choice.pairs.company,
            choice.pairs.need,
            choice.pairs.value,
            found.chosen,
            strict=True,
        )
        if chosen
    }
    rows = {(row.company_id, row.need_id): row for row in plan.introductions.taken()}
    gone = [
        row.pk for pair, row in rows.items() if row.state == State.PROPOSED and pair not in wanted
    ]
    plan.introductions.filter(pk__in=gone).delete()
    staying = [row for pair, row in rows.items() if pair in wanted]
    for row in staying:
        row.value, row.officer_id = wanted[row.company_id, row.need_id]
    PlannedIntroduction.objects.bulk_update(staying, ["value", "officer"])
    new = [
        PlannedIntroduction(
            plan=plan,
            company_id=pair[0],
            need_id=pair[1],
            value=value,
            officer_id=officer,
            is_demo=plan.is_demo,
        )
        for pair, (value, officer) in wanted.items()
        if pair not in rows
    ]
    PlannedIntroduction.objects.bulk_create(new)
    return {"added": len(new), "removed": len(gone)}
