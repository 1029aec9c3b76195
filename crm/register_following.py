"""What follows from a change of the register: who tracks the number is told, closings are flagged.

The register is loaded on the ground floor, which knows nobody to tell. It leaves `RegisterChange`
rows; `follow_register` handles those that nobody has handled yet, so it may run at any time and as
often as one likes (`crm.tasks.follow_register` runs every few minutes).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from crm.models import Coverage, Deal, Follow, Notification, User
from crm.notifications import News, notify_all
from crm.register_watching import find_hits
from crm.register_words import change_facts, names_of_numbers
from matching.tasks import companies_changed
from prospects.models import Company, Cooperative, RegisterChange
from prospects.models.registered import Registered
from prospects.register.load import LOAD_LOCK

Kind = RegisterChange.Kind
#: What a change makes of a record's registration; the others leave it.
REGISTRATIONS = {
    Kind.CLOSED: Registered.Registration.CLOSED,
    Kind.STRUCK: Registered.Registration.CLOSED,
    Kind.DELETED: Registered.Registration.CLOSED,
    Kind.MERGED: Registered.Registration.MERGED,
    Kind.RESTORED: Registered.Registration.OPEN,
}
#: Nobody has to do anything about these; the timeline tells them.
SILENT = (Kind.REZONED, Kind.NEW)


@dataclass(frozen=True)
class Followed:
    """What one run did: changes looked at, those of tracked records, registrations changed."""

    changes: int
    tracked: int
    flagged: int


@transaction.atomic
def follow_register(*, now: dt.datetime) -> Followed:
    """Handle every change that was not handled yet; the number of queries is fixed.

    A record's registration follows the register: nobody types it. Names and addresses are left as
    they are; the record's page shows them beside the registered ones (`crm.register_review`). While
    a load runs there is nothing to do; the next run finds what it wrote.
    """
    if not _alone():
        return Followed(0, 0, 0)
    waiting = RegisterChange.objects.unfollowed()
    numbers = waiting.values("corporate_number")
    companies = {
        str(each.corporate_number): each
        for each in Company.objects.filter(corporate_number__in=numbers)
    }
    cooperatives = {
        str(each.corporate_number): each
        for each in Cooperative.objects.filter(corporate_number__in=numbers)
    }
    known = [*companies, *cooperatives]
    changes = [*waiting.filter(corporate_number__in=known).order_by("changed_on", "id")]
    flagged = _flag(companies, changes)
    groups = _flag(cooperatives, changes)
    _tell(companies, cooperatives, changes)
    find_hits(waiting)
    count = waiting.update(followed_at=now)
    companies_changed(flagged)
    return Followed(count, len(changes), len(flagged) + len(groups))


def _alone() -> bool:
    """Whether no load and no other run is under way, up to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOAD_LOCK])
        return bool(cursor.fetchone() == (True,))


def _flag(
    records: Mapping[str, Company] | Mapping[str, Cooperative], changes: Iterable[RegisterChange]
) -> list[UUID]:
    """Bring the registration of the records up to date; the keys of those that changed."""
    wanted: dict[str, Registered.Registration] = {}  # the last change of a number decides
    for change in changes:
        if state := REGISTRATIONS.get(Kind(change.kind)):
            wanted[change.corporate_number] = state
    flagged: list[UUID] = []
    for state in {*wanted.values()}:
        stale = [
            records[number]
            for number, each in wanted.items()
            if each == state and number in records and records[number].registration != state
        ]
        if stale:
            rows = type(stale[0])._default_manager.filter(pk__in=[each.pk for each in stale])
            rows.update(registration=state, version=F("version") + 1, updated_at=Now())
        flagged += [each.pk for each in stale]
    return flagged


def _tell(
    companies: Mapping[str, Company],
    cooperatives: Mapping[str, Cooperative],
    changes: Iterable[RegisterChange],
) -> None:
    told = [each for each in changes if each.kind not in SILENT]
    if not told:
        return
    names = names_of_numbers({each.successor_number for each in told})
    to = _recipients([*companies.values()], [*cooperatives.values()])
    notify_all(
        News(
            kind=Notification.Kind.REGISTER,
            recipients=to[record.pk],
            about=record,
            facts=change_facts(change, successor=names.get(change.successor_number, "")),
            once=f"register:{change.pk}",
        )
        for records in (companies, cooperatives)
        for change in told
        if (record := records.get(change.corporate_number))
    )


def _recipients(
    companies: Collection[Company], cooperatives: Collection[Cooperative]
) -> dict[UUID, set[UUID]]:
    """Whom the news of each record is for: owner, followers, and the owners of its active deals.

    Where there is none of them, the managers are told.
    """
    found: dict[UUID, set[UUID]] = {each.pk: set() for each in (*companies, *cooperatives)}
    active = Deal.objects.active().filter(owner__is_active=True)
    follows = Follow.objects.filter(user__is_active=True)
    pairs = [
        *Coverage.objects.filter(company__in=companies, owner__is_active=True).values_list(
            "company", "owner"
        ),
        *active.filter(investors__in=companies).values_list("investors", "owner"),
        *active.filter(cooperative__in=cooperatives).values_list("cooperative", "owner"),
        *follows.filter(company__in=companies).values_list("company", "user"),
        *follows.filter(cooperative__in=cooperatives).values_list("cooperative", "user"),
    ]
    for record, owner in pairs:
        found[record].add(owner)
    if not all(found.values()):
        lead = User.objects.filter(role=User.Role.MANAGER, is_active=True)
        managers = {*lead.values_list("pk", flat=True)}
        found = {record: people or managers for record, people in found.items()}
    return found
