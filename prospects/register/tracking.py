"""From an entry of the register to a prospect."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from prospects.companies import create_company
from prospects.cooperatives import create_cooperative
from prospects.duplicates import candidate, likely_duplicates
from prospects.models import Company, Cooperative, RegisterEntry

from .facts import registered_fields

#: One request's work, and as much as somebody can look through.
MOST_AT_ONCE = 200


def is_cooperative(entry: RegisterEntry) -> bool:
    """Whether the name says that it is a cooperative (組合) or a federation of them (連合会)."""
    named = entry.name.endswith(("組合", "連合会")) or entry.name.startswith("協同組合")
    return entry.kind == RegisterEntry.Kind.OTHER_REGISTERED and named


class TooManyError(ValueError):
    """More entries than are tracked at once."""

    def __init__(self) -> None:
        text = _("Choose at most %(most)d entries at once.") % {"most": MOST_AT_ONCE}
        super().__init__(text)


@dataclass(frozen=True)
class LeftOut:
    """An entry that was not tracked, and why."""

    entry: RegisterEntry
    reason: str


@dataclass(frozen=True)
class TrackedMany:
    """What became of many entries."""

    companies: tuple[Company, ...]
    cooperatives: tuple[Cooperative, ...]
    left_out: tuple[LeftOut, ...]


@transaction.atomic
def track_many(numbers: Collection[str]) -> TrackedMany:
    """Store many entries, in one transaction; those that cannot be are left out with the reason.

    An entry that is closed is left out: nobody is there to be won. Raises TooManyError.
    """
    if len({*numbers}) > MOST_AT_ONCE:
        raise TooManyError
    found = RegisterEntry.objects.filter(corporate_number__in=numbers)
    entries = [*found.order_by("corporate_number")]
    known = {
        number
        for noun in (Company, Cooperative)
        for number in noun._default_manager.filter(corporate_number__in=numbers).values_list(
            "corporate_number", flat=True
        )
    }
    likely = _likely([each for each in entries if each.is_active])
    companies: list[Company] = []
    cooperatives: list[Cooperative] = []
    left_out: list[LeftOut] = []
    for entry in entries:
        reason = _("Tracked already.") if entry.corporate_number in known else ""
        if not reason and not entry.is_active:
            reason = _("No longer open in the register.")
        if not reason and (same := likely.get(entry.corporate_number)):
            reason = _("Probably %(company)s, which is tracked: decide on it by itself.") % {
                "company": same
            }
        if not reason:
            try:
                record = track(entry)
            except ValidationError as error:
                reason = " ".join(error.messages)
            else:
                if isinstance(record, Cooperative):
                    cooperatives.append(record)
                else:
                    companies.append(record)
        if reason:
            left_out.append(LeftOut(entry, reason))
    return TrackedMany(tuple(companies), tuple(cooperatives), tuple(left_out))


def _likely(entries: Collection[RegisterEntry]) -> dict[str, Company]:
    """Corporate number → the tracked company, without a number so far, that it probably is."""
    asked = [candidate(each.corporate_number, {**registered_fields(each)}) for each in entries]
    found = [each for each in likely_duplicates(asked) if not each.other_number]
    return {str(each.candidate.key): each.company for each in found[::-1]}


def track(entry: RegisterEntry) -> Company | Cooperative:
    """Store an entry as a company, or a cooperative, with all that the register knows of it.

    Raises DeletedEntryError for a number without facts, and ValidationError where it is tracked
    already; nothing is written then.
    """
    create = create_cooperative if is_cooperative(entry) else create_company
    return create(**registered_fields(entry))
