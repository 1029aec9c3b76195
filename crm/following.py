"""Following a company or a cooperative, and what its followers are reminded of.

`remind` runs each morning and may run again: each reminder names its event, so it is told once.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils import timezone

from crm.models import Activity, Follow, Notification, User
from crm.notifications import notify
from prospects.models import Company, Cooperative, GroupPlan

#: Days before a group's decision on which its followers are reminded.
BEFORE_DECISION = (14, 3)
#: Days without a contact after which followers are told that nothing happened.
SILENT_DAYS = 60


def follow(record: Company | Cooperative, *, by: User) -> Follow:
    """Put a record on somebody's watch list; twice is once."""
    followed, _new = Follow.objects.get_or_create(user=by, **_of(record))
    return followed


def unfollow(record: Company | Cooperative, *, by: User) -> None:
    """Take it off again."""
    Follow.objects.filter(user=by, **_of(record)).delete()


def is_followed(record: Company | Cooperative, *, by: User) -> bool:
    return Follow.objects.filter(user=by, **_of(record)).exists()


def _of(record: Company | Cooperative) -> dict[str, Any]:
    return {str(record._meta.model_name): record}


def with_contact(follows: models.QuerySet[Follow]) -> models.QuerySet[Any]:
    """Annotate `last_contact`, `touched_at` (that, or when it was followed), `next_at`, the first
    step planned, and `planned_until`, the last one.

    A cooperative's contacts are its own and those of its deals.
    """
    of = (
        Activity.objects.filter(company=OuterRef("company")),
        Activity.objects.filter(cooperative=OuterRef("cooperative")),
        Activity.objects.filter(deal__cooperative=OuterRef("cooperative")),
    )
    # Each by its own index; PostgreSQL's greatest and least skip nulls.
    last = [Subquery(each.done().order_by("-done_at").values("done_at")[:1]) for each in of]
    ahead = [
        Subquery(each.planned().order_by("planned_for").values("planned_for")[:1]) for each in of
    ]
    until = [
        Subquery(each.planned().order_by("-planned_for").values("planned_for")[:1]) for each in of
    ]
    return follows.annotate(
        last_contact=Greatest(*last), next_at=Least(*ahead), planned_until=Greatest(*until)
    ).annotate(touched_at=Coalesce("last_contact", "created_at"))


def remind(*, now: dt.datetime) -> None:
    """Tell followers of decisions that come near, and of records with which nothing happens."""
    _remind_of_decisions(timezone.localtime(now).date())
    _remind_of_silence(now)


def _remind_of_decisions(today: dt.date) -> None:
    last = today + dt.timedelta(days=max(BEFORE_DECISION))
    plans = (
        GroupPlan.objects.exclude(stage__in=GroupPlan.ENDED)
        .filter(decision_due__range=(today, last), cooperative__follows__isnull=False)
        .filter(cooperative__registration=Cooperative.Registration.OPEN)
        .select_related("cooperative")
        .distinct()
    )
    followers = _followers(plan.cooperative_id for plan in plans)
    for plan in plans:
        due = plan.decision_due
        if due is None:
            continue
        step = min(days for days in BEFORE_DECISION if (due - today).days <= days)
        notify(
            followers[plan.cooperative_id],
            kind=Notification.Kind.DECISION,
            about=plan.cooperative,
            facts={"due": due.isoformat(), "countries": plan.target_countries},
            once=f"decision:{plan.pk}:{due}:{step}",
        )


def _followers(cooperatives: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    found: defaultdict[UUID, list[UUID]] = defaultdict(list)
    rows = Follow.objects.filter(cooperative__in={*cooperatives}, user__is_active=True)
    for cooperative, user in rows.values_list("cooperative", "user"):
        found[cooperative].append(user)
    return found


def _remind_of_silence(now: dt.datetime) -> None:
    """Once for each stretch of silence. What is planned ahead, or closed, is not silent."""
    follows = (
        with_contact(Follow.objects.filter(user__is_active=True))
        .filter(touched_at__lt=now - dt.timedelta(days=SILENT_DAYS))
        .filter(Q(planned_until=None) | Q(planned_until__lt=now))
        .filter(Q(company=None) | Q(company__registration=Company.Registration.OPEN))
        .filter(Q(cooperative=None) | Q(cooperative__registration=Cooperative.Registration.OPEN))
        .select_related("company", "cooperative")
    )
    for each in follows:
        record = each.company or each.cooperative
        since = timezone.localtime(each.touched_at).date()
        notify(
            [each.user_id],
            kind=Notification.Kind.SILENCE,
            about=record,
            facts={"since": since.isoformat(), "contact": each.last_contact is not None},
            once=f"silence:{record.pk}:{since}",
        )
