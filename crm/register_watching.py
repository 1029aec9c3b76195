"""Watched searches of the register: new hits come from what a load changed.

A hit is an entry that matches and was newly registered, restored, renamed, or moved from another
municipality. Who is tracked already is none. What a bulk file brings for the first time is no
news (`prospects.register.changes`) and so no hit either.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.urls import reverse

from crm.models import Notification, RegisterHit, RegisterWatch, User
from crm.notifications import News, notify_all
from prospects.models import Company, Cooperative, RegisterChange, RegisterEntry
from prospects.register_filters import RegisterFilter

Kind = RegisterChange.Kind
#: The fields of the filter that a watch keeps; a month that a figure led to is none.
KEPT = ("q", "cluster", "place", "kind", "age")


def watched_query(data: Mapping[str, Any]) -> dict[str, str]:
    """What of a filter's data a watch keeps."""
    return {name: str(data[name]).strip() for name in KEPT if str(data.get(name) or "").strip()}


def entries_of(watch: RegisterWatch) -> models.QuerySet[RegisterEntry]:
    """What the watched search finds now."""
    found: models.QuerySet[RegisterEntry]
    found = RegisterFilter(watch.query, queryset=RegisterEntry.objects.all()).qs
    return found


@transaction.atomic
def watch(*, name: str, query: Mapping[str, str], by: User) -> RegisterWatch:
    """Watch a search from now on. Raises ValidationError naming field and rule."""
    made = RegisterWatch(owner=by, name=name, query=dict(query))
    made.full_clean(exclude=["id"])
    made.save()
    return made


def find_hits(changes: models.QuerySet[RegisterChange]) -> int:
    """Add what the changes bring to each watch and tell its owner; how many hits were added.

    Three queries a watch that finds something, and one for any other.
    """
    news = changes.filter(kind__in=[Kind.NEW, Kind.RESTORED, Kind.RENAMED, Kind.MOVED]).exclude(
        kind=Kind.MOVED, municipality_before=F("municipality_code")
    )
    newest = news.order_by("-id").values_list("pk", flat=True).first()
    if newest is None:
        return 0
    total = 0
    for each in RegisterWatch.objects.filter(owner__is_active=True):
        found = entries_of(each).filter(corporate_number__in=news.values("corporate_number"))
        total += _add(each, news, found, once=f"watch:{each.pk}:{newest}")
    return total


def _add(
    watch: RegisterWatch,
    news: models.QuerySet[RegisterChange],
    found: models.QuerySet[RegisterEntry],
    *,
    once: str,
) -> int:
    numbers = {*found.order_by().values_list("corporate_number", flat=True)}
    if not numbers:
        return 0
    for noun in (Company, Cooperative):
        known = noun._default_manager.filter(corporate_number__in=numbers)
        numbers -= {*known.values_list("corporate_number", flat=True)}
    known_hits = watch.hits.filter(corporate_number__in=numbers)
    numbers -= {*known_hits.values_list("corporate_number", flat=True)}
    brought = news.filter(corporate_number__in=numbers).order_by("changed_on", "id")
    latest = {each.corporate_number: each for each in brought}
    RegisterHit.objects.bulk_create(
        [
            RegisterHit(watch=watch, corporate_number=number, change=latest[number])
            for number in sorted(latest)
        ],
        ignore_conflicts=True,
    )
    if latest:
        facts = {"name": watch.name, "hits": len(latest)}
        url = reverse("web:watch_detail", args=[watch.pk])
        owner = [watch.owner_id]
        notify_all([News(Notification.Kind.WATCH, owner, url=url, facts=facts, once=once)])
    return len(latest)


def see_all(watch: RegisterWatch, *, now: dt.datetime) -> int:
    """Mark the hits of a watch seen; how many were not yet."""
    return watch.hits.filter(seen_at=None).update(seen_at=now)


def dismiss(hits: models.QuerySet[RegisterHit], *, now: dt.datetime) -> int:
    """Take hits off the list for good."""
    return hits.filter(dismissed_at=None).update(dismissed_at=now, seen_at=now)


def see_tracked(numbers: Collection[str], *, by: User, now: dt.datetime) -> None:
    """Whoever makes entries prospects has seen them, whichever watch of theirs had found them."""
    hits = RegisterHit.objects.filter(watch__owner=by, corporate_number__in=numbers, seen_at=None)
    hits.update(seen_at=now)


def with_unseen(watches: models.QuerySet[RegisterWatch]) -> models.QuerySet[Any]:
    """Annotated with `unseen` and `open_hits`."""
    open_ = models.Q(hits__isnull=False, hits__dismissed_at=None)
    return watches.annotate(
        open_hits=models.Count("hits", filter=open_),
        unseen=models.Count("hits", filter=open_ & models.Q(hits__seen_at=None)),
    )
