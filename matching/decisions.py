"""What people decide about a match: the commands, and which may follow on which status."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.models import Match, Need
from matching.rejections import RULES, needs_words
from matching.tasks import company_changed
from prospects.models import Company

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

# What only a company and a need that are both open can come to.
_TOGETHER = (Status.SHORTLISTED, Status.INTRODUCED)


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
    match: Match,
    *,
    kind: str,
    words: str = "",
    side: str = Match.Side.AGENCY,
    look_again_on: dt.date | None = None,
    by: AbstractBaseUser,
    now: dt.datetime | None = None,
) -> Match:
    """The match will not be followed: why, and whose word that is.

    `matching.rejections` says what follows from the kind. A company that is turned down for what
    holds for the group's other needs as well is scored again.
    """
    now = now or timezone.now()
    words = words.strip()
    _check_reason(kind, words, look_again_on, now)
    return _decide(
        match,
        Status.REJECTED,
        by=by,
        now=now,
        rejected_kind=kind,
        rejected_by=Match.Side(side),
        rejected_because=words,
        look_again_on=look_again_on,
        reasons_then=match.reasons,
    )


def _check_reason(kind: str, words: str, look_again_on: dt.date | None, now: dt.datetime) -> None:
    rule = RULES.get(kind)
    if rule is None:
        raise DecisionRefusedError(_("Say why the match is rejected."))
    if needs_words(kind) and not words:
        raise DecisionRefusedError(_("Say in your words why the match is rejected."))
    longest = Match._meta.get_field("rejected_because").max_length
    if longest and len(words) > longest:
        raise DecisionRefusedError(
            _("The reason may have at most %(count)s characters.") % {"count": longest}
        )
    if look_again_on is None and rule.dated:
        raise DecisionRefusedError(_("Say on which day to look again."))
    if look_again_on is not None and look_again_on <= timezone.localdate(now):
        raise DecisionRefusedError(_("The day to look again has to be in the future."))


@transaction.atomic
def stay_rejected(
    match: Match,
    *,
    look_again_on: dt.date | None = None,
    by: AbstractBaseUser,
    now: dt.datetime | None = None,
) -> Match:
    """Somebody has looked again, and it stays rejected: it rests until something else changes."""
    now = now or timezone.now()
    stored = Match.objects.select_for_update().only("status", "version", "reasons").get(pk=match.pk)
    if stored.status != Status.REJECTED:
        raise DecisionRefusedError(_("The match is not rejected."))
    if look_again_on is not None and look_again_on <= timezone.localdate(now):
        raise DecisionRefusedError(_("The day to look again has to be in the future."))
    values = {
        "look_again_on": look_again_on,
        "answered_at": None,
        "reasons_then": stored.reasons,
        "version": stored.version + 1,
    }
    return _write(match, values, by=by)


def reconsider(match: Match, *, by: AbstractBaseUser, now: dt.datetime | None = None) -> Match:
    """Take a shortlisting or a rejection back: the match is a suggestion again."""
    return _decide(match, Status.SUGGESTED, by=by, now=now)


@transaction.atomic
def take_back(match: Match, *, by: AbstractBaseUser, now: dt.datetime | None = None) -> Match:
    """Undo a rejection: the match is again what it was before it."""
    stored = Match.objects.select_for_update().only("status").get(pk=match.pk)
    if stored.status != Status.REJECTED:
        raise DecisionRefusedError(_("The match is not rejected."))
    history = Match.pgh_event_models["update"]  # type: ignore[attr-defined]  # by pghistory
    before = (
        history.objects.filter(pgh_obj=match.pk)
        .exclude(status=Status.REJECTED)
        .order_by("-pgh_id")
        .first()
    )
    status, at = (before.status, before.pgh_created_at) if before else (Status.SUGGESTED, now)
    return _decide(match, status, by=by, now=at, undoing=True)


def back_from_talks(match: Match, *, by: AbstractBaseUser, now: dt.datetime | None = None) -> Match:
    """Undo the beginning of talks that were none: the two are introduced, as before."""
    if match.status != Status.IN_TALKS:
        raise DecisionRefusedError(_("The match has moved on meanwhile."))
    return _decide(match, Status.INTRODUCED, by=by, now=now, undoing=True)


def possible(match: Match) -> tuple[str, ...]:
    """The statuses that may follow, in the order in which to offer them."""
    following = NEXT[match.status]
    if _closed(match):
        return tuple(status for status in following if status not in _TOGETHER)
    return following


def _closed(match: Match) -> str:
    """Why the two cannot be brought together any more, in words; nothing where they can."""
    names = {"company": str(match.company), "need": str(match.need)}
    if match.need.status != Need.Status.OPEN:
        return _("The need “%(need)s” is not open.") % names
    if match.company.registration != Company.Registration.OPEN:
        return _("%(company)s is closed in the register.") % names
    return ""


# What a rejection leaves behind; every other decision wipes it.
_NO_REJECTION: dict[str, Any] = {
    "rejected_kind": "",
    "rejected_by": "",
    "rejected_because": "",
    "look_again_on": None,
    "reasons_then": None,
    "answered_at": None,
}


@transaction.atomic
def _decide(
    match: Match,
    to: str,
    *,
    by: AbstractBaseUser,
    now: dt.datetime | None,
    undoing: bool = False,
    **rejection: Any,
) -> Match:
    """Write the new status if it follows on the stored one; `match` gets what was written."""
    rows = Match.objects.select_for_update(of=("self",)).select_related("company", "need")
    stored = rows.get(pk=match.pk)
    if to not in NEXT[stored.status] and not undoing:
        raise DecisionRefusedError(
            _("The match is “%(now)s”; it cannot become “%(wanted)s” from there.")
            % {"now": Status(stored.status).label, "wanted": Status(to).label}
        )
    if to in _TOGETHER and not undoing and (why := _closed(stored)):
        raise DecisionRefusedError(why)
    if any(RULES[kind].carries for kind in _kinds(stored.rejected_kind, rejection)):
        company_changed(match.company_id)
    values = {
        "status": to,
        "status_at": now or timezone.now(),
        **_NO_REJECTION,
        **rejection,
        "version": stored.version + 1,
    }
    return _write(match, values, by=by)


def _kinds(before: str, rejection: Mapping[str, Any]) -> list[str]:
    """The kinds of rejection that come or go."""
    return [kind for kind in (before, rejection.get("rejected_kind", "")) if kind]


def _write(match: Match, values: Mapping[str, Any], *, by: AbstractBaseUser) -> Match:
    for name, value in values.items():
        setattr(match, name, value)
    with pghistory.context(user=str(by.pk)):
        match.save(update_fields=[*values, "updated_at"])
    return match
