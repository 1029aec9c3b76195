"""Commands on needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from matching.models import Need
from prospects.doubts import doubts
from prospects.models import Certificate


def doubts_of(need: Need, *, today: dt.date) -> list[str]:
    """What is odd about a stored need, though it may be right: sentences for people."""
    said = doubts(
        need.capability,
        precision_um=need.precision_um,
        size_max_mm=need.size_max_mm,
        materials=need.materials,
    )
    if need.status == Need.Status.OPEN and need.start_on and need.start_on < today:
        said.append(_("Supply was to start on a day that has passed."))
    return said


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
