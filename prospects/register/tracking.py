"""From an entry of the register to a prospect."""

from __future__ import annotations

from django.db import transaction

from prospects.companies import cluster_of, create_company
from prospects.models import Company, Cooperative, RegisterEntry

from .facts import company_fields


def is_cooperative(entry: RegisterEntry) -> bool:
    """Whether the name says that it is a cooperative (組合) or a federation of them (連合会)."""
    named = entry.name.endswith(("組合", "連合会")) or entry.name.startswith("協同組合")
    return entry.kind == RegisterEntry.Kind.OTHER_REGISTERED and named


def track(entry: RegisterEntry) -> Company | Cooperative:
    """Store an entry as a company, or a cooperative, with all that the register knows of it.

    Raises DeletedEntryError for a number without facts, and ValidationError where it is tracked
    already; nothing is written then.
    """
    if is_cooperative(entry):
        return _create_cooperative(entry)
    return create_company(**company_fields(entry))


@transaction.atomic
def _create_cooperative(entry: RegisterEntry) -> Cooperative:
    facts = company_fields(entry)
    cooperative = Cooperative(
        corporate_number=facts["corporate_number"],
        name_ja=facts["name_ja"],
        name_en=facts["name_en"],
        cluster=cluster_of(facts["municipality_code"]),
        source=facts["source"],
        as_of=facts["as_of"],
    )
    cooperative.full_clean(exclude=["id"])
    cooperative.save()
    return cooperative
