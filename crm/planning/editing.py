"""People's edits of a plan: pin, exclude, add, take back, change the limits, discard."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.models import Coverage, IntroductionPlan, PlanLimit, PlannedIntroduction, User
from crm.planning.solving import PlanError, held
from matching.models import Match, Need
from matching.rejected import why
from prospects.models import Company, StaleRecordError

State = PlannedIntroduction.State
Status = IntroductionPlan.Status
#: What `before` says of an introduction that was not in the plan.
NONE = "none"


@transaction.atomic
def pin(row: PlannedIntroduction, *, by: User, now: dt.datetime | None = None) -> None:
    """Keep a proposed introduction whatever the solver would rather do."""
    row = _held_row(row)
    if row.state == State.PROPOSED:
        _decide(row, State.PINNED, by=by, now=now)


@transaction.atomic
def unpin(row: PlannedIntroduction, *, by: User, now: dt.datetime | None = None) -> None:
    """Leave it to the solver again."""
    row = _held_row(row)
    if row.state == State.PINNED:
        _decide(row, State.PROPOSED, by=by, now=now)


@transaction.atomic
def exclude(
    row: PlannedIntroduction, *, reason: str, by: User, now: dt.datetime | None = None
) -> None:
    """Take it out of the plan, for a reason that others can read."""
    reason = reason.strip()
    if not reason:
        raise PlanError(_("Say why it is excluded."))
    longest = PlannedIntroduction._meta.get_field("reason").max_length
    if longest and len(reason) > longest:
        raise PlanError(_("The reason may have at most %(count)s characters.") % {"count": longest})
    row = _held_row(row)
    if row.state != State.EXCLUDED:
        _decide(row, State.EXCLUDED, by=by, now=now, reason=reason)


@transaction.atomic
def undo(row: PlannedIntroduction, *, by: User, now: dt.datetime | None = None) -> None:
    """Take the last decision about it back; one that was added by hand goes."""
    row = _held_row(row)
    if not row.before:
        raise PlanError(_("Nothing was decided about this introduction."))
    if row.before == NONE:
        _changed(row.plan)
        row.delete()
        return
    _decide(row, row.before, by=by, now=now, undone=True)


@transaction.atomic
def add(
    plan: IntroductionPlan,
    *,
    company: Company,
    need: Need,
    by: User,
    now: dt.datetime | None = None,
) -> PlannedIntroduction:
    """Put a pair into the plan and pin it. Raises PlanError where the two cannot be introduced."""
    plan = held(plan)
    match = Match.objects.filter(company=company, need=need).first()
    names = {"company": str(company), "need": str(need)}
    if need.status != Need.Status.OPEN:
        raise PlanError(_("The need “%(need)s” is not open.") % names)
    if company.registration != Company.Registration.OPEN:
        raise PlanError(_("%(company)s is closed in the register.") % names)
    if match is None:
        raise PlanError(
            _("There is no match between %(company)s and “%(need)s”: it was scored too low.")
            % names
        )
    if match.status == Match.Status.REJECTED:
        raise PlanError(_("The match was rejected: %(reason)s") % {"reason": why(match)})
    if match.status not in (Match.Status.SUGGESTED, Match.Status.SHORTLISTED):
        raise PlanError(_("The two have been introduced already."))
    row = plan.introductions.select_for_update().filter(company=company, need=need).first()
    if row is None:
        owner = Coverage.objects.filter(company=company).values_list("owner", flat=True).first()
        row = PlannedIntroduction(
            plan=plan,
            company=company,
            need=need,
            officer_id=owner,
            value=match.priority,
            state=State.PINNED,
            before=NONE,
            decided_by=by,
            decided_at=now or timezone.now(),
            is_demo=plan.is_demo,
        )
        row.save()
        _changed(plan)
    elif row.state != State.PINNED:
        row.plan = plan
        _decide(row, State.PINNED, by=by, now=now)
    return row


@transaction.atomic
def change_limits(plan: IntroductionPlan, *, version: int, **fields: Any) -> IntroductionPlan:
    """Other limits; the plan is to be solved again. ValidationError names field and rule."""
    plan = _held_as(plan, version)
    for name, value in fields.items():
        setattr(plan, name, value)
    plan.full_clean(exclude=["id"])
    plan.status = Status.OPEN
    plan.version += 1
    plan.save(update_fields=[*fields, "status", "version", "updated_at"])
    return plan


@transaction.atomic
def set_own_limits(
    plan: IntroductionPlan,
    *,
    version: int,
    firms: Mapping[UUID, int | None] | None = None,
    officers: Mapping[UUID, int | None] | None = None,
) -> IntroductionPlan:
    """What single firms and officers can take, by their keys; None: the general figure again.

    Who is not named keeps what they have. The plan is to be solved again, unless nothing changed.
    Raises StaleRecordError; ValidationError names field and rule.
    """
    plan = _held_as(plan, version)
    rows = plan.own_limits.select_for_update(of=("self",))
    own = {(row.firm_id, row.officer_id): row for row in rows}
    wanted: dict[tuple[UUID | None, UUID | None], int | None] = {
        (key, None): most for key, most in (firms or {}).items()
    }
    for key, most in (officers or {}).items():
        wanted[None, key] = most
    changed = False
    for (firm, officer), most in wanted.items():
        row = own.get((firm, officer))
        if most == (row.most if row else None):
            continue
        changed = True
        if most is None:
            plan.own_limits.filter(firm=firm, officer=officer).delete()
            continue
        if row is None:
            row = PlanLimit(plan=plan, firm_id=firm, officer_id=officer, is_demo=plan.is_demo)
        else:
            row.version += 1
        row.most = most
        row.full_clean(exclude=["id"])
        row.save()
    if changed:
        _changed(plan)
    return plan


@transaction.atomic
def discard(plan: IntroductionPlan) -> None:
    """Forget a plan that was not approved."""
    held(plan).delete()


def _held_as(plan: IntroductionPlan, version: int) -> IntroductionPlan:
    """The plan, locked, as somebody has read it."""
    plan = held(plan)
    if plan.version != version:
        raise StaleRecordError(plan)
    return plan


def _held_row(row: PlannedIntroduction) -> PlannedIntroduction:
    """The introduction as it stands, with its plan locked."""
    plan = held(row.plan)
    found = plan.introductions.select_for_update().filter(pk=row.pk).first()
    if found is None:
        raise PlanError(_("This introduction is not in the plan any more."))
    found.plan = plan
    return found


def _decide(
    row: PlannedIntroduction,
    to: str,
    *,
    by: User,
    now: dt.datetime | None,
    reason: str = "",
    undone: bool = False,
) -> None:
    row.before = "" if undone else row.state
    row.state, row.reason = to, reason
    row.decided_by, row.decided_at = by, now or timezone.now()
    row.version += 1
    row.save(
        update_fields=[
            "state",
            "reason",
            "before",
            "decided_by",
            "decided_at",
            "version",
            "updated_at",
        ]
    )
    _changed(row.plan)


def _changed(plan: IntroductionPlan) -> None:
    plan.status = Status.OPEN
    plan.failure = []
    plan.version += 1
    plan.save(update_fields=["status", "failure", "version", "updated_at"])
