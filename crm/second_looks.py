"""Telling officers that the day has come on which they wanted to look at a rejected match again.

`remind` runs each morning and may run again: a match is told once for each day that was set.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db.models import F
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone

from crm.feedback_words import names_of
from crm.models import Coverage, Notification, User
from crm.notifications import News, notify_all
from matching.models import Match, Need
from prospects.models import Company

#: A day that passed longer ago is told no more, so that mornings without a worker cause no flood.
LATEST_DAYS = 30


def remind(*, now: dt.datetime) -> None:
    """Tell whoever set the day, or the company's owner if that is not known or they have left.

    Only of what can still be taken up: the need is open, and so is the company. Four queries.
    """
    today = timezone.localtime(now).date()
    since = today - dt.timedelta(days=LATEST_DAYS)
    due = [
        *Match.objects.rejected()
        .filter(look_again_on__range=(since, today))
        .filter(need__status=Need.Status.OPEN, company__registration=Company.Registration.OPEN)
        .select_related("company", "need__firm")
        .order_by("pk")
    ]
    told_to = _recipients(due)
    notify_all(_news(match, told_to[match.pk]) for match in due if match.pk in told_to)


def _news(match: Match, recipient: UUID) -> News:
    rejected_at = match.status_at and timezone.localtime(match.status_at).date()
    return News(
        Notification.Kind.SECOND_LOOK,
        [recipient],
        about=match.company,
        url=f"/matches/{match.pk}/",
        facts={
            "firm": names_of(match.need.firm),
            "need": names_of(match.need),
            "kind": match.rejected_kind,
            "words": match.rejected_because,
            "rejected_on": rejected_at.isoformat() if rejected_at else "",
        },
        once=f"again:{match.pk}:{match.look_again_on}",
    )


def _recipients(matches: Collection[Match]) -> dict[UUID, UUID]:
    """Who is to be told of each match."""
    setters = _who_set_the_day(matches)
    owners = dict(
        Coverage.objects.filter(company__in={match.company_id for match in matches}).values_list(
            "company_id", "owner_id"
        )
    )
    here = {
        *User.objects.filter(
            pk__in={*setters.values(), *owners.values()}, is_active=True
        ).values_list("pk", flat=True)
    }
    found: dict[UUID, UUID] = {}
    for match in matches:
        candidates = (setters.get(match.pk), owners.get(match.company_id))
        recipient = next((each for each in candidates if each in here), None)
        if recipient is not None:
            found[match.pk] = recipient
    return found


def _who_set_the_day(matches: Collection[Match]) -> dict[UUID, UUID]:
    """By match, who last wrote it with the day that it has now, as the history says."""
    history = Match.pgh_event_models["update"]  # type: ignore[attr-defined]  # by pghistory
    rows = (
        history.objects.filter(
            pgh_obj__in=[match.pk for match in matches],
            status=Match.Status.REJECTED,
            look_again_on=F("pgh_obj__look_again_on"),
        )
        .order_by("pgh_obj", "-pgh_id")
        .distinct("pgh_obj")
        .values_list("pgh_obj", KeyTextTransform("user", F("pgh_context__metadata")))
    )
    return {match: UUID(user) for match, user in rows if user}
