"""Commands on cooperatives."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from prospects.models import Cooperative


@transaction.atomic
def create_cooperative(**fields: Any) -> Cooperative:
    """Store a new cooperative.

    Raises ValidationError naming field and rule; nothing is written then.
    """
    cooperative = Cooperative(**fields)
    cooperative.full_clean(exclude=["id"])
    cooperative.save()
    return cooperative
