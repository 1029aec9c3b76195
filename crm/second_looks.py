"""Telling officers that a match they rejected is worth a second look.

Either the day has come on which they wanted to look again, or newer facts answer the objection.
`remind` runs each morning and may run again: a match is told once for each day that was set, and
once each time that its objection is answered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone, translation

from crm.feedback_words import names_of
from crm.models import Coverage, Notification, User
from crm.notifications import News, notify_all
from matching.models import Match, Need
from matching.rejected import answers
from prospects.models import Company

#: What happened longer ago is told no more, so that mornings without a worker cause no flood.
LATEST_DAYS = 30


def remind(*, now: dt.datetime) -> None:
    """Tell whoever rejected it, or the company's owner if that is not known or they have left.

    Only of what can still be taken up: the need is open, and so is the company. A match whose day
    has come is not told of its answers as well. Five queries, twelve more where there are answers.
    """
    today = timezone.localtime(now).date()
    since = today - dt.timedelta(days=LATEST_DAYS)
    open_ones = (
        Match.objects.rejected()
        .filter(need__status=Need.Status.OPEN, company__registration=Company.Registration.OPEN)
        .select_related("company", "need__firm")
        .order_by("pk")
    )
    due = [*open_ones.filter(look_again_on__range=(since, today))]
    answered = [
        *open_ones.filter(answered_at__range=(now - dt.timedelta(days=LATEST_DAYS), now)).exclude(
            pk__in=[match.pk for match in due]
        )
    ]
    told_to = _recipients([*due, *answered])
    news = [_day_has_come(each, told_to[each.pk]) for each in due if each.pk in told_to]
    changed = _changes_in_words(answered)
    news += [
        _is_answered(each, told_to[each.pk], changed[each.pk])
        for each in answered
        if each.pk in told_to and each.pk in changed
    ]
    notify_all(news)


def _changes_in_words(matches: Collection[Match]) -> dict[UUID, dict[str, str]]:
    """What has changed since each rejection, in every language."""
    found: dict[UUID, dict[str, str]] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for match, changes in answers(matches).items():
                said = " · ".join(dict.fromkeys(each.text for each in changes))
                found.setdefault(match, {})[language] = said
    return found


def _day_has_come(match: Match, recipient: UUID) -> News:
    return _news(match, recipient, once=f"again:{match.pk}:{match.look_again_on}")


def _is_answered(match: Match, recipient: UUID, changed: Mapping[str, str]) -> News:
    once = f"answered:{match.pk}:{match.answered_at:%Y-%m-%dT%H:%M:%S}"
    return _news(match, recipient, once=once, changed=changed)


def _news(match: Match, recipient: UUID, *, once: str, **more: Any) -> News:
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
            **more,
        },
        once=once,
    )


def _recipients(matches: Collection[Match]) -> dict[UUID, UUID]:
    """Who is to be told of each match."""
    setters = _who_rejected(matches)
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


def _who_rejected(matches: Collection[Match]) -> dict[UUID, UUID]:
    """By match, who last rejected it or set the day to look again, as the history says."""
    history = Match.pgh_event_models["update"]  # type: ignore[attr-defined]  # by pghistory
    rows = (
        history.objects.filter(
            pgh_obj__in=[match.pk for match in matches], status=Match.Status.REJECTED
        )
        .order_by("pgh_obj", "-pgh_id")
        .distinct("pgh_obj")
        .values_list("pgh_obj", KeyTextTransform("user", F("pgh_context__metadata")))
    )
    return {match: UUID(user) for match, user in rows if user}
