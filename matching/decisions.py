"""What people decide about a match: the commands, and which may follow on which status."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.models import Match

Status = Match.Status

# Nothing follows on a converted match: what comes then is the deal's.
NEXT: dict[str, tuple[str, ...]] = {
    Status.SUGGESTED: (Status.SHORTLISTED, Status.REJECTED),
    Status.SHORTLISTED: (Status.INTRODUCED, Status.SUGGESTED, Status.REJECTED),
    Status.INTRODUCED: (Status.IN_TALKS, Status.REJECTED),
    Status.IN_TALKS: (Status.CONVERTED, Status.REJECTED),
    Status.CONVERTED: (),
    Status.REJECTED: (Status.SUGGESTED,),
}


class DecisionRefusedError(Exception):
    """The decision does not follow on the match's status, or lacks its reason; nothing was written.

    The text is for people.
    """


def shortlist(match: Match, *, by: AbstractBaseUser, now: dt.datetime | None = None) -> Match:
    """Choose a suggested match for an introduction."""
    return _decide(match, Status.SHORTLISTED, by=by, now=now)


@transaction.atomic
def shortlist_all(matches: Iterable[Match], *, by: AbstractBaseUser, now: dt.datetime) -> int:
    """Choose those that are suggestions (still) for an introduction; how many. One query."""
    suggested = Match.objects.filter(
        pk__in=[match.pk for match in matches], status=Status.SUGGESTED
    )
    with pghistory.context(user=str(by.pk)):
        return suggested.update(
            status=Status.SHORTLISTED,
            status_at=now,
            version=models.F("version") + 1,
            updated_at=now,
        )


def introduce(match: Match, *, by: AbstractBaseUser, now: dt.datetime | None = None) -> Match:
    """The shortlisted company and the firm have been introduced to each other."""
    return _decide(match, Status.INTRODUCED, by=by, now=now)


def start_talks(match: Match, *, by: AbstractBaseUser, now: dt.datetime | None = None) -> Match:
    """The two introduced sides are talking."""
    return _decide(match, Status.IN_TALKS, by=by, now=now)


def convert(match: Match, *, by: AbstractBaseUser, now: dt.datetime | None = None) -> Match:
    """The talks have led to an investment or a contract."""
    return _decide(match, Status.CONVERTED, by=by, now=now)


def reject(
    match: Match, *, reason: str, by: AbstractBaseUser, now: dt.datetime | None = None
) -> Match:
    """The match will not be followed, for a reason that the next officer can read."""
    reason = reason.strip()
    if not reason:
        raise DecisionRefusedError(_("Say why the match is rejected."))
    longest = Match._meta.get_field("rejected_because").max_length
    if longest and len(reason) > longest:
        raise DecisionRefusedError(
            _("The reason may have at most %(count)s characters.") % {"count": longest}
        )
    return _decide(match, Status.REJECTED, by=by, now=now, reason=reason)


def reconsider(match: Match, *, by: AbstractBaseUser, now: dt.datetime | None = None) -> Match:
    """Take a shortlisting or a rejection back: the match is a suggestion again."""
    return _decide(match, Status.SUGGESTED, by=by, now=now)


def possible(match: Match) -> tuple[str, ...]:
    """The statuses that may follow, in the order in which to offer them."""
    return NEXT[match.status]


@transaction.atomic
def _decide(
    match: Match, to: str, *, by: AbstractBaseUser, now: dt.datetime | None, reason: str = ""
) -> Match:
    """Write the new status if it follows on the stored one; `match` gets what was written."""
    stored = Match.objects.select_for_update().only("status", "version").get(pk=match.pk)
    if to not in NEXT[stored.status]:
        raise DecisionRefusedError(
            _("The match is “%(now)s”; it cannot become “%(wanted)s” from there.")
            % {"now": Status(stored.status).label, "wanted": Status(to).label}
        )
    match.status = to
    match.status_at = now or timezone.now()
    match.rejected_because = reason
    match.version = stored.version + 1
    with pghistory.context(user=str(by.pk)):
        match.save(
            update_fields=["status", "status_at", "rejected_because", "version", "updated_at"]
        )
    return match
