"""Where a site is: one cell with the address, or a column for each of its parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from matching.provinces import province_of, split_address
from prospects.intake import values
from prospects.intake.columns import Column
from prospects.intake.comparing import Row
from prospects.intake.headings import HEADINGS
from prospects.intake.problems import Unfit


def _region(cell: str) -> str:
    if found := province_of(cell):
        return found
    raise Unfit("region", value=cell[:40])


ADDRESS = Column(
    "address",
    _("address"),
    values.text(300),
    HEADINGS["site.address"],
    sample="경북 구미시 3공단2로 100",
)
REGION = Column("region", _("region"), _region, HEADINGS["site.region"])
CITY = Column("city", _("city"), values.text(60), HEADINGS["site.city"])
STREET = Column("street", _("street"), values.text(300), HEADINGS["street"])
PLACE_COLUMNS = (ADDRESS, REGION, CITY, STREET)


def place_of(row: Row) -> dict[str, str]:
    """Region, city and street of a row, cut from its address where no column says them.

    An address whose province cannot be told is refused, in the cell where it stands.
    """
    said: Mapping[str, Any] = row.values
    place = {name: said[name] for name in ("region", "city", "street") if name in said}
    if address := said.get("address"):
        found = split_address(address)
        if found.region and place.get("region", found.region) != found.region:
            row.refuse("address", "other_region", region=place["region"], found=found.region)
            return {}
        if not found.region and "region" not in place:
            row.refuse("address", "no_region", value=address[:40])
            return {}
        for name, part in zip(("region", "city", "street"), found, strict=True):
            if part:
                place.setdefault(name, part)
    elif place.get("city") and "region" not in place:
        found = split_address(place["city"])
        if found.region:
            place |= {"region": found.region, "city": found.city or place["city"]}
    return place
