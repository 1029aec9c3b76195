"""A changed need's own list at once, and all else that follows from the change after it.

A need can enter the lists of ten thousand companies, and to write these takes seconds. Whoever has
just saved it looks at its list: the best of that, whom its musts leave out and the counts come
first, in one transaction. `finish` writes the rest, as `shortlist.rescore` would have, in steps
between which others can write. Until it has, the need's older matches are not shown
(`MatchQuerySet.of_need`), as they stand where older facts have put them.
"""

from __future__ import annotations

import datetime as dt
import time
import uuid
from collections import deque
from collections.abc import Collection, Iterable

import numpy as np
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from matching import changes, shortlist
from matching.asking import ask
from matching.contenders import first_lists, lists_with
from matching.fetching import fetch
from matching.models import Match, Need, Screening
from matching.rejected import note_answers
from matching.storing import lock, remove, rows_of, store, store_excluded, store_screenings
from prospects.locks import alone

STEP = 1000  # matches written between two chances for others
AWAITED = dt.timedelta(minutes=1)
LYING = dt.timedelta(minutes=5)  # for so long the rest of a list is another's business
# So long it is worth standing still for a list that has just been asked for.
PATIENCE = dt.timedelta(seconds=3)
AT_A_TIME = dt.timedelta(seconds=1)
_TENDING = 0x74656E64  # any number that no other advisory lock uses: "tend"
GLANCE = 0.02  # seconds between two looks; one costs a millisecond


def list_first(need_ids: Collection[uuid.UUID], *, now: dt.datetime | None = None) -> dt.datetime:
    """Store the best of these needs' lists as of now; the moment, which `finish` wants to know.

    Who stood at the top before is written too, wherever it has gone, so that what changed can be
    told. ValueError if the weights in use cannot weigh.
    """
    now = now or timezone.now()
    profile = shortlist.active_profile()
    former = _former(need_ids)
    asked = ask(today=timezone.localdate(now), need_ids=need_ids, narrow=True, also=former)
    scope = Q(need__in=list(need_ids))
    facts, found = first_lists(asked, shortlist.weights_of(profile), scope, former)
    with transaction.atomic():
        lock()
        with changes.noted(facts.need_ids, now):
            store(facts, found.matches, profile, now)
            remove(scope & Q(company__in=former), now)
            # Of a need that is closed, everything: nothing more will be found for it.
            if closed := {*need_ids}.difference(facts.need_ids):
                remove(Q(need__in=closed), now)
            store_screenings(facts, found, now, is_whole=False)
        note_answers(scope, now=now)
        store_excluded(facts, found, scope, now)
        shortlist.tell_run(need_ids=need_ids, now=now)
    return now


def rehearse() -> None:
    """Go through what a list needs and store nothing, so that a new process's first one does not
    wait for connections, imports and rules that are worked out once."""
    now = timezone.now()
    for need in Need.objects.open().order_by("-updated_at").values_list("pk", flat=True)[:1]:
        asked = ask(today=timezone.localdate(now), need_ids=[need], narrow=True)
        weights = shortlist.weights_of(shortlist.active_profile())
        facts, found = first_lists(asked, weights, Q(need=need), _former([need]))
        deque(rows_of(facts, found.matches), maxlen=0)


def finish(need_ids: Collection[uuid.UUID], listed_at: dt.datetime) -> None:
    """Write what `list_first` left, unless the needs have been listed or scored again since."""
    waiting = Screening.objects.filter(need__in=need_ids, scored_at=listed_at, is_whole=False)
    left = [*waiting.values_list("need_id", flat=True)]
    if not left:
        return
    now = timezone.now()
    profile = shortlist.active_profile()
    facts = fetch(today=timezone.localdate(now), need_ids=left, narrow=True)
    scope = Q(need__in=left)
    bars = shortlist.bars_of(facts, scope, by_need=False, by_company=True)
    found = lists_with(facts, shortlist.weights_of(profile), scope, bars)
    for first in range(0, len(found.matches), STEP):
        rows = np.arange(first, min(first + STEP, len(found.matches)))
        with transaction.atomic():
            lock()
            # The list itself has been compared with the one before it.
            with changes.noted((), now):
                store(facts, found.matches.take(rows), profile, now)
    with transaction.atomic():
        lock()
        note_answers(scope, now=now)
        remove(scope, now)
        store_excluded(facts, found, scope, now)
        store_screenings(facts, found, now)
        shortlist.tell_run(need_ids=left, now=now)


def tend(now: dt.datetime | None = None) -> None:
    """Finish the lists of which a worker that died has left the rest; one process at a time."""
    left = Screening.objects.filter(is_whole=False)
    lying = left.filter(scored_at__lt=(now or timezone.now()) - LYING).order_by("scored_at")
    with alone(_TENDING) as is_mine:
        for listed_at in [*lying.values_list("scored_at", flat=True).distinct()] if is_mine else ():
            finish([*left.filter(scored_at=listed_at).values_list("need_id", flat=True)], listed_at)


def is_awaited(need: Need, *, now: dt.datetime | None = None) -> bool:
    """Whether the list of an open need that has just been saved is still that of before.

    After a minute nobody should go on waiting: the work may have come to nothing.
    """
    age = (now or timezone.now()) - need.updated_at
    if need.status != Need.Status.OPEN or age > AWAITED:
        return False
    return not Screening.objects.filter(need=need, scored_at__gte=need.updated_at).exists()


def is_being_written(need: Need) -> bool:
    """Whether only the best of a need's list are stored yet."""
    return Screening.objects.filter(need=need, is_whole=False).exists()


def comes_soon(need: Need) -> bool:
    """Whether an awaited list was asked for so lately that nobody looks at the former meanwhile."""
    return timezone.now() < need.updated_at + PATIENCE


def comes_now(need: Need) -> bool:
    """Whether an awaited list comes in the next moment; waits for it, if it was asked for just now.

    Whoever asks again and again sees it sooner so, and costs less.
    """
    until = min(timezone.now() + AT_A_TIME, need.updated_at + PATIENCE)
    while awaited := is_awaited(need):
        if timezone.now() >= until:
            break
        time.sleep(GLANCE)
    return not awaited


def _former(need_ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """The companies that stand at the top of the stored lists."""
    lists = (Match.objects.of_need(need).standing().ranked() for need in need_ids)
    return {
        company
        for matches in lists
        for company in matches.values_list("company_id", flat=True)[: changes.PLACES]
    }
