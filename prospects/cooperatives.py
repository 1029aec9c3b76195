"""Commands on cooperatives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from prospects.companies import cluster_of
from prospects.models import Cooperative, save_versioned


@transaction.atomic
def create_cooperative(**fields: Any) -> Cooperative:
    """Store a new cooperative; its cluster follows from the municipality unless it is given.

    Raises ValidationError naming field and rule; nothing is written then.
    """
    cooperative = Cooperative(**fields)
    if cooperative.cluster is None:
        cooperative.cluster = cluster_of(cooperative.municipality_code)
    cooperative.full_clean(exclude=["id"])
    cooperative.save()
    return cooperative


@transaction.atomic
def change_cooperative(cooperative: Cooperative, *, fields: Mapping[str, Any]) -> Cooperative:
    """Write the given fields of a cooperative that nobody changed since it was read.

    Its cluster stays: that is where its members are, whatever its seat. Raises ValidationError
    naming field and rule, or StaleRecordError; nothing is written then.
    """
    for name, value in fields.items():
        setattr(cooperative, name, value)
    cooperative.full_clean(exclude=["id"])
    save_versioned(cooperative, fields=fields)
    return cooperative
