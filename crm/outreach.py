"""Contacts: who keeps them, what was done, what comes next, and the last two in one step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext

from crm.models import Activity, Campaign, CampaignInvitee, Coverage, Deal, User
from matching.models import Need
from prospects.models import Company, Contact, Cooperative, StaleRecordError, save_versioned


class OutreachError(Exception):
    """A command that the rules refuse; the text is for people."""


@dataclass(frozen=True)
class About:
    """What an activity is about. A deal or contact names its company where none is given."""

    company: Company | None = None
    cooperative: Cooperative | None = None
    deal: Deal | None = None
    need: Need | None = None
    campaign: Campaign | None = None
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True)
class NextStep:
    """What to plan when something is done."""

    subject: str
    planned_for: dt.datetime
    kind: str = Activity.Kind.CALL


@transaction.atomic
def log(
    *,
    about: About,
    subject: str,
    by: User,
    done_at: dt.datetime,
    kind: str = Activity.Kind.CALL,
    outcome: str = "",
    colleagues: Iterable[User] = (),
    then: NextStep | None = None,
) -> Activity:
    """Store a contact that was made and, with `then`, plan the next one."""
    activity = _create(
        about,
        by=by,
        kind=kind,
        subject=subject,
        outcome=outcome,
        status=Activity.Status.DONE,
        done_at=done_at,
        colleagues=colleagues,
    )
    if then:
        _follow(activity, then, by=by)
    return activity


@transaction.atomic
def plan(
    *,
    about: About,
    subject: str,
    by: User,
    planned_for: dt.datetime,
    kind: str = Activity.Kind.CALL,
    colleagues: Iterable[User] = (),
) -> Activity:
    """Plan a contact."""
    return _create(
        about,
        by=by,
        kind=kind,
        subject=subject,
        status=Activity.Status.PLANNED,
        planned_for=planned_for,
        colleagues=colleagues,
    )


@transaction.atomic
def complete(
    activity: Activity,
    *,
    by: User,
    done_at: dt.datetime,
    outcome: str = "",
    then: NextStep | None = None,
) -> Activity | None:
    """Mark a planned activity done; plan the next step. Returns that step.

    Raises OutreachError when it is not planned (any more), StaleRecordError on a lost race.
    """
    _require_planned(activity)
    activity.status = Activity.Status.DONE
    activity.done_at = done_at
    activity.outcome = outcome
    save_versioned(activity, fields=["status", "done_at", "outcome"])
    return _follow(activity, then, by=by) if then else None


@transaction.atomic
def cancel(activity: Activity) -> None:
    """Call a planned activity off."""
    _require_planned(activity)
    activity.status = Activity.Status.CANCELLED
    save_versioned(activity, fields=["status"])


@transaction.atomic
def postpone(activity: Activity, *, to: dt.datetime) -> None:
    """Move a planned activity to another time."""
    _require_planned(activity)
    activity.planned_for = to
    save_versioned(activity, fields=["planned_for"])


@transaction.atomic
def undo(activity: Activity) -> None:
    """Make a done or cancelled activity planned again; a next step still untouched goes with it.

    An activity that was logged as done, never planned, cannot be planned again: OutreachError.
    """
    if activity.status == Activity.Status.PLANNED:
        return
    if activity.planned_for is None:
        raise OutreachError(gettext("It was logged as done and was never planned."))
    follow_up = activity.next_activity
    activity.status = Activity.Status.PLANNED
    activity.done_at = None
    activity.next_activity = None
    save_versioned(activity, fields=["status", "done_at", "next_activity"])
    if follow_up and follow_up.status == Activity.Status.PLANNED and follow_up.version == 1:
        follow_up.delete()


@transaction.atomic
def withdraw(activity: Activity) -> None:
    """Take back an activity that was just entered, with the next step planned along with it.

    Raises OutreachError when the activity or its next step has been worked on since, also by
    somebody whose edit is under way: both rows are held while they are looked at.
    """
    rows = Activity.objects.select_for_update(of=("self",)).order_by("id")
    keys = [key for key in (activity.pk, activity.next_activity_id) if key]
    held = {row.pk: row for row in rows.filter(pk__in=keys)}
    now = held.get(activity.pk)
    step = held.get(now.next_activity_id) if now and now.next_activity_id else None
    # Planning a next step writes the activity once more.
    untouched = now is not None and now.version == (2 if now.next_activity_id else 1)
    if now is None or not untouched or (now.next_activity_id and not _is_fresh(step)):
        raise OutreachError(gettext("It has been worked on since and stays."))
    now.delete()
    if step:
        step.delete()


@transaction.atomic
def invite(campaign: Campaign, *, companies: Iterable[Company]) -> int:
    """Invite companies to a campaign; returns how many were not invited before."""
    before = set(campaign.invitees.values_list("company", flat=True))
    rows = [
        CampaignInvitee(campaign=campaign, company=company)
        for company in companies
        if company.pk not in before
    ]
    CampaignInvitee.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def answer(invitee: CampaignInvitee, *, response: str, result: str) -> None:
    """Note what an invited company answered, and what came of it.

    Raises StaleRecordError when somebody noted something else since `invitee` was read.
    """
    was = {"response": invitee.response, "result": invitee.result}
    rows = CampaignInvitee.objects.filter(pk=invitee.pk, **was)
    if not rows.update(response=response, result=result):
        raise StaleRecordError(invitee)
    invitee.response, invitee.result = response, result


@transaction.atomic
def cover(company: Company, *, owner: User | None) -> None:
    """Let an officer keep the contact with a company, or nobody."""
    coverage = Coverage.objects.select_for_update(of=("self",)).filter(company=company).first()
    if owner is None:
        if coverage:
            coverage.delete()
    elif coverage is None:
        Coverage.objects.create(company=company, owner=owner, is_demo=company.is_demo)
    elif coverage.owner_id != owner.pk:
        coverage.owner = owner
        save_versioned(coverage, fields=["owner"])


def with_last_contact(companies: models.QuerySet[Company]) -> models.QuerySet[Any]:
    """Annotate `last_contact_at`: when anybody last did something with the company, or null."""
    made = Activity.objects.done().filter(company=models.OuterRef("pk")).order_by("-at")
    return companies.annotate(last_contact_at=models.Subquery(made.values("done_at")[:1]))


def silent_since(companies: models.QuerySet[Company], since: dt.datetime) -> models.QuerySet[Any]:
    """Companies without a contact since then, the longest silent first, never contacted first."""
    silent = models.Q(last_contact_at__isnull=True) | models.Q(last_contact_at__lt=since)
    return (
        with_last_contact(companies)
        .filter(silent)
        .order_by(models.F("last_contact_at").asc(nulls_first=True), "id")
    )


def _require_planned(activity: Activity) -> None:
    if activity.status != Activity.Status.PLANNED:
        raise OutreachError(
            gettext("This activity is %(status)s, no longer planned.")
            % {"status": activity.get_status_display()}
        )


def _is_fresh(step: Activity | None) -> bool:
    """Whether a next step is as it was planned."""
    return step is not None and step.version == 1 and step.status == Activity.Status.PLANNED


def _follow(activity: Activity, then: NextStep, *, by: User) -> Activity:
    about = About(
        company=activity.company,
        cooperative=activity.cooperative,
        deal=activity.deal,
        need=activity.need,
        contacts=tuple(activity.contacts.all()),
    )
    step = plan(
        about=about, subject=then.subject, by=by, planned_for=then.planned_for, kind=then.kind
    )
    activity.next_activity = step
    save_versioned(activity, fields=["next_activity"])
    return step


def _create(
    about: About,
    *,
    by: User,
    kind: str,
    subject: str,
    status: str,
    outcome: str = "",
    planned_for: dt.datetime | None = None,
    done_at: dt.datetime | None = None,
    colleagues: Iterable[User] = (),
) -> Activity:
    company, cooperative = about.company, about.cooperative
    if company is None and cooperative is None:
        company, cooperative = _body_of(about)
    subjects = (company, cooperative, about.deal, about.need, about.campaign)
    if not any(subjects):
        raise OutreachError(gettext("Say which company, cooperative or deal it is about."))
    activity = Activity.objects.create(
        company=company,
        cooperative=cooperative,
        deal=about.deal,
        need=about.need,
        campaign=about.campaign,
        owner=by,
        kind=kind,
        subject=subject,
        status=status,
        outcome=outcome,
        planned_for=planned_for,
        done_at=done_at,
        is_demo=any(body.is_demo for body in subjects if body),
    )
    activity.contacts.add(*about.contacts)
    activity.colleagues.add(*colleagues)
    return activity


def _body_of(about: About) -> tuple[Company | None, Cooperative | None]:
    """The company or cooperative behind a contact or a deal with one investor."""
    if about.contacts:
        return about.contacts[0].company, about.contacts[0].cooperative
    if about.deal:
        investors = list(about.deal.investors.all()[:2])
        return (investors[0] if len(investors) == 1 else None), about.deal.cooperative
    return None, None
