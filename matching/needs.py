"""Commands on needs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from matching.models import Need
from prospects.models import Certificate


@transaction.atomic
def create_need(*, certificates: Iterable[Certificate] = (), **fields: Any) -> Need:
    """Store what a firm wants; the need of a fictional firm is fictional.

    Raises ValidationError naming field and rule; nothing is written then.
    """
    need = Need(**fields)
    need.is_demo = need.firm.is_demo
    need.full_clean(exclude=["id"])
    need.save()
    need.certificates.set(certificates)
    return need
