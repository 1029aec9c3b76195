"""What host countries offer to a group that plans to move, Korea beside its rivals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from crm.models import Deal
from matching.models import InvestmentZone
from prospects.models import HostCountry, HostOffer, ReportedMove

KOREA = "KR"


@dataclass(frozen=True)
class Host:
    """A country: what sources say that it offers, who is reported to go there, what we lost to it.

    `zones` are Korea's zones and complexes in force.
    """

    country: HostCountry
    offers: tuple[HostOffer, ...]
    moves: tuple[ReportedMove, ...]
    zones: tuple[InvestmentZone, ...]
    lost: int

    @property
    def is_korea(self) -> bool:
        return self.country.pk == KOREA


def hosts_side_by_side(
    codes: Collection[str], *, deals: QuerySet[Deal], today: dt.date
) -> tuple[Host, ...]:
    """Korea and then the countries named, of those that the reference data has; five queries."""
    wanted = {KOREA, *codes}
    countries = {each.pk: each for each in HostCountry.objects.filter(pk__in=wanted)}
    offers: Sequence[HostOffer] = [*HostOffer.objects.filter(country__in=wanted)]
    moves: Sequence[ReportedMove] = [
        *ReportedMove.objects.filter(target_countries__overlap=[*wanted])
    ]
    zones = tuple(InvestmentZone.objects.on(today))
    lost = dict(
        deals.filter(lost_to__in=wanted).order_by().values_list("lost_to").annotate(Count("pk"))
    )
    order = [KOREA, *(code for code in dict.fromkeys(codes) if code != KOREA)]
    return tuple(
        Host(
            countries[code],
            tuple(offer for offer in offers if offer.country_id == code),
            tuple(move for move in moves if code in move.target_countries),
            zones if code == KOREA else (),
            lost.get(code, 0),
        )
        for code in order
        if code in countries
    )
