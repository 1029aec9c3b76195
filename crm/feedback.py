"""What firms and companies say after an introduction: noted, acted upon, told, taken back."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.feedback_words import facts_of
from crm.models import Coverage, Deal, MatchFeedback, Notification, User
from crm.notifications import notify
from matching import decisions
from matching.decisions import DecisionRefusedError
from matching.models import Match

Answer = MatchFeedback.Answer
Status = Match.Status

# Whoever was not introduced has nothing to say about it yet.
OPEN = (Status.INTRODUCED, Status.IN_TALKS, Status.CONVERTED)
# Who asks for this has begun to talk.
TALKS = (Answer.VISIT, Answer.QUOTE)
REFUSALS = (Answer.LATER, Answer.NO)


@transaction.atomic
def record(
    match: Match,
    *,
    answer: str,
    by: User,
    now: dt.datetime,
    said_on: dt.date,
    side: str = MatchFeedback.Side.FIRM,
    kind: str = "",
    words: str = "",
    said_by: str = "",
    look_again_on: dt.date | None = None,
) -> MatchFeedback:
    """Note what one side says of an introduction; the match follows it in the same step.

    A sample, a visit or a quotation asked for: the two are in talks. “No” rejects the match for
    the `kind` of reason, “not now” until `look_again_on`, both as that side's word. The company's
    owner and those of its deals are told. Raises DecisionRefusedError, having written nothing.
    """
    if match.status not in OPEN:
        raise DecisionRefusedError(_("Feedback follows an introduction; record that first."))
    if said_on > timezone.localdate(now):
        raise DecisionRefusedError(_("What was said cannot lie ahead."))
    before = match.status
    if answer in REFUSALS:
        kind = Match.Rejection.TIMING if answer == Answer.LATER else kind
        decisions.reject(
            match,
            kind=kind,
            words=words,
            side=side,
            look_again_on=look_again_on,
            by=by,
            now=now,
        )
    elif answer in TALKS and match.status == Status.INTRODUCED:
        decisions.start_talks(match, by=by, now=now)
    with pghistory.context(user=str(by.pk)):
        said = MatchFeedback.objects.create(
            match=match,
            side=MatchFeedback.Side(side),
            answer=Answer(answer),
            kind=kind if answer in REFUSALS else "",
            words=words.strip(),
            said_by=said_by.strip(),
            said_on=said_on,
            moved_from=before if match.status != before else "",
            recorded_by=by,
            is_demo=match.is_demo,
        )
    _tell(said, by=by)
    return said


@transaction.atomic
def take_back(feedback: MatchFeedback, *, by: User, now: dt.datetime) -> None:
    """Undo an entry: it goes, and the match is again what it was before it.

    DecisionRefusedError if something was noted or decided after it.
    """
    match = Match.objects.select_for_update().get(pk=feedback.match_id)
    if match.feedback.order_by("-id").first() != feedback:
        raise DecisionRefusedError(_("Something else was noted after it."))
    if feedback.moved_from and feedback.refuses:
        decisions.take_back(match, by=by, now=now)
    elif feedback.moved_from:
        decisions.back_from_talks(match, by=by, now=now)
    with pghistory.context(user=str(by.pk)):
        Notification.objects.filter(once=_once(feedback)).delete()
        feedback.delete()


def _tell(feedback: MatchFeedback, *, by: User) -> None:
    match = feedback.match
    notify(
        _concerned(match) - {by.pk},
        kind=Notification.Kind.FEEDBACK,
        about=match.company,
        url=f"/matches/{match.pk}/",
        facts=facts_of(feedback),
        once=_once(feedback),
    )


def _concerned(match: Match) -> set[UUID]:
    """Who keeps the company, and who leads a deal that came from the match."""
    owners = Coverage.objects.filter(company=match.company_id).values_list("owner_id", flat=True)
    leads = Deal.objects.filter(match=match).values_list("owner_id", flat=True)
    return {*owners, *leads}


def _once(feedback: MatchFeedback) -> str:
    return f"feedback:{feedback.pk}"
