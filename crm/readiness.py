"""The readiness of companies with what officers know of it: who came, or went, to look."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from crm.models import Activity, DealInvestor
from crm.templatetags.names import localname
from prospects.models import Company
from prospects.readiness import Cited, Inspection, Level, Part, Readiness, keeping, stored

ORDER = (Level.STRONG, Level.SOME, Level.NONE, Level.UNKNOWN)
KINDS = (Activity.Kind.DELEGATION, Activity.Kind.VISIT)
#: So many companies are worked out in one transaction: others wait for no more than that.
BATCH = 2_000


def readiness_of(companies: Collection[UUID], *, today: dt.date) -> dict[UUID, Readiness]:
    """Each company's readiness, in a number of queries that does not depend on how many."""
    return stored.readiness_of(
        companies, today=today, name=localname, inspections=inspections(companies, today=today)
    )


def inspections(companies: Collection[UUID], *, today: dt.date) -> dict[UUID, list[Inspection]]:
    """The newest delegation, visit and site visit of each company; two queries."""
    found: defaultdict[UUID, list[Inspection]] = defaultdict(list)
    activities = Activity.objects.done().filter(company__in=[*companies], kind__in=KINDS)
    newest = activities.order_by("company", "kind", "-done_at").distinct("company", "kind")
    for key, company, kind, subject, at in newest.values_list(
        "pk", "company", "kind", "subject", "done_at"
    ):
        cited = Cited("", timezone.localtime(at).date(), ("activity", str(key)))
        found[company].append(Inspection(kind, subject, cited))
    visits = DealInvestor.objects.filter(
        company__in=[*companies], deal__site_visit_on__lte=today
    ).order_by("company", "-deal__site_visit_on")
    for deal, company, title, day in visits.distinct("company").values_list(
        "deal", "company", "deal__title", "deal__site_visit_on"
    ):
        cited = Cited("", day, ("deal", str(deal)))
        found[company].insert(0, Inspection("site_visit", title, cited))
    return dict(found)


def renew(*, today: dt.date) -> int:
    """Work out again, and keep, what lists show of companies whose facts changed; how many.

    Safe to run twice and at once: a company whose facts change meanwhile is marked again.
    """
    count = 0
    while True:
        with transaction.atomic():
            keeping.wait_for_turn()
            marked = keeping.take_marked(BATCH)
            if not marked:
                return count
            keeping.keep(readiness_of(marked, today=today), as_of=today)
        count += len(marked)


def renew_all(*, today: dt.date, progress: Callable[[int], None] | None = None) -> int:
    """The same for every company: each night facts grow old and certificates end."""
    count, last = 0, None
    while True:
        companies = Company.objects.order_by("pk").values_list("pk", flat=True)
        with transaction.atomic():
            keeping.wait_for_turn()
            keys = [*(companies.filter(pk__gt=last) if last else companies)[:BATCH]]
            if not keys:
                return count
            keeping.keep(readiness_of(keys, today=today), as_of=today)
        count, last = count + len(keys), keys[-1]
        if progress:
            progress(count)


@dataclass(frozen=True)
class Spread:
    """How many of a group's members stand on each level of a part."""

    part: Part
    counts: dict[Level, int]


def spread(found: Collection[Readiness]) -> tuple[Spread, ...]:
    """The levels of all members, part by part."""
    rows = [each.parts for each in found]
    return tuple(
        Spread(part, {level: sum(row[at].level is level for row in rows) for level in ORDER})
        for at, part in enumerate(Part)
    )
