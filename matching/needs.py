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

CERTIFIED_DAYS = 3 * 365 + 1  # the cycle of a certification of a management system


def doubts_of(need: Need, *, today: dt.date) -> list[str]:
    """What is odd about a stored need, though it may be right: sentences for people."""
    said = doubts(
        need.capability,
        precision_um=need.precision_um,
        size_max_mm=need.size_max_mm,
        materials=need.materials,
    )
    if need.status == Need.Status.OPEN:
        if need.start_on and need.start_on < today:
            said.append(_("Supply was to start on a day that has passed."))
        said += _odd_musts(need, today)
    return said


def _odd_musts(need: Need, today: dt.date) -> list[str]:
    """Musts that ask for nothing, or for what hardly anybody can show."""
    said = []
    if Need.Must.SIZE in need.musts and not need.size_max_mm:
        said.append(
            _("The largest part is a must, but no size is stated. So it leaves nobody out.")
        )
    if Need.Must.START in need.musts and need.start_on is None:
        said.append(_("The start is a must, but no day is stated. So it leaves nobody out."))
    far = need.start_on and (need.start_on - today).days > CERTIFIED_DAYS
    if far and Need.Must.CERTIFICATES in need.musts and need.certificates.exists():
        said.append(
            _(
                "Supply starts more than three years from now, and certificates are usually issued "
                "for three (ISO/IEC 17021-1). Each that has an end on record ends before."
            )
        )
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
