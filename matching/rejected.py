"""What rejections on record mean for the next scoring, and which are worth a second look."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

import numpy as np
from django.db.models import Q
from django.utils import timezone

from matching.columns import DAYS_A_MONTH
from matching.keys import Keys
from matching.models import Match
from matching.reasons import Names, Sentence, load_names, sentences_of
from matching.rejections import RULES, answered
from matching.setbacks import Setbacks, left_after

CARRIED = tuple(kind for kind, rule in RULES.items() if rule.carries)
WATCHED = tuple(kind for kind, rule in RULES.items() if rule.watched)


def setbacks_of(
    company_ids: Keys,
    group_of_firm: Mapping[uuid.UUID, int],
    *,
    today: dt.date,
    only: Collection[uuid.UUID] | None = None,
) -> Setbacks:
    """What groups have turned down of these companies, as indexes: one query.

    `only`: the companies asked for, where that is not everybody.
    """
    rows = Match.objects.rejected().filter(rejected_kind__in=CARRIED, status_at__isnull=False)
    if only is not None:
        rows = rows.filter(company__in=list(only))
    told = list(rows.values_list("company_id", "need__firm_id", "status_at"))
    places = company_ids.places(company for company, _, _ in told).tolist()
    ages: dict[tuple[int, int], list[float]] = defaultdict(list)
    for place, (_, firm, moment) in zip(places, told, strict=True):
        if place >= 0 and firm in group_of_firm and moment is not None:
            days = (today - timezone.localdate(moment)).days
            ages[place, group_of_firm[firm]].append(days / DAYS_A_MONTH)
    left = {pair: left_after(months) for pair, months in sorted(ages.items())}
    pairs = [(pair, factor) for pair, factor in left.items() if factor < 1]
    return Setbacks(
        company=np.array([company for (company, _), _ in pairs], dtype=np.int64),
        group=np.array([group for (_, group), _ in pairs], dtype=np.int64),
        factor=np.array([factor for _, factor in pairs], dtype=np.float32),
    )


def note_answers(scope: Q, *, now: dt.datetime) -> int:
    """Mark the rejections of a scope that newer facts answer, and unmark the others.

    How many were marked. To be called when their reasons have been written anew.
    """
    rows = Match.objects.rejected().filter(scope, rejected_kind__in=WATCHED)
    changed = []
    for match in rows.only("rejected_kind", "reasons_then", "reasons", "answered_at"):
        speaks = bool(answered(match.rejected_kind, match.reasons_then or [], match.reasons))
        if match.reasons_then is not None and speaks != (match.answered_at is not None):
            match.answered_at = now if speaks else None
            changed.append(match)
    Match.objects.bulk_update(changed, ["answered_at"], batch_size=500)
    return sum(match.answered_at is not None for match in changed)


def why(match: Match) -> str:
    """Why a match was rejected, in words: the kind of reason, then what was written."""
    said = [match.get_rejected_kind_display(), match.rejected_because]
    if match.rejected_kind == Match.Rejection.OTHER and match.rejected_because:
        del said[0]
    return ": ".join(str(text) for text in said if text)


def is_due(match: Match, today: dt.date) -> bool:
    """Whether a rejected match is worth a second look, as `to_look_again` finds them."""
    if match.status != Match.Status.REJECTED:
        return False
    due = match.look_again_on is not None and match.look_again_on <= today
    return due or match.answered_at is not None


def answers(
    matches: Iterable[Match], names: Names | None = None
) -> dict[uuid.UUID, list[Sentence]]:
    """What has changed since each rejection, in words; three queries, none without a rejection."""
    told: dict[uuid.UUID, list[Sentence]] = {}
    for match in matches:
        if match.status == Match.Status.REJECTED and match.answered_at and match.reasons_then:
            names = names or load_names()
            changed = answered(match.rejected_kind, match.reasons_then, match.reasons)
            told[match.pk] = sentences_of(changed, names)
    return told
