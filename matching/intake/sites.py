"""Lists of the sites of Korean firms."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from matching.firms import NAMES
from matching.models import Firm, InvestmentZone, Site
from prospects.intake import values
from prospects.intake.bodies import by_normal_name
from prospects.intake.columns import Column, Layout
from prospects.intake.comparing import Row
from prospects.intake.headings import HEADINGS
from prospects.names import normal_form

from .named import NamedComparison, find_firms
from .places import PLACE_COLUMNS, place_of


class SiteComparison(NamedComparison):
    """Sites, met by key, or by firm and name."""

    model: ClassVar[type[Model]] = Site
    owner = "firm_id"
    stored_names = (*NAMES, "latitude", "longitude")
    changeable = frozenset((*stored_names, "region", "city", "street", "zone_id"))
    layout = Layout(
        (
            Column(
                "firm",
                _("Korean firm"),
                values.text(200),
                HEADINGS["need.firm"],
                sample="가상전자(주)",
                required=True,
            ),
            Column(
                "name_ko",
                _("name (Korean)"),
                values.text(200),
                HEADINGS["site.name"],
                sample="구미공장",
            ),
            Column("name_ja", _("name (Japanese)"), values.text(200), HEADINGS["site.name_ja"]),
            Column("name_en", _("name (English)"), values.text(200), HEADINGS["site.name_en"]),
            *PLACE_COLUMNS,
            Column("zone", _("investment zone"), values.text(200), HEADINGS["site.zone"]),
            Column("latitude", _("latitude"), values.decimal(33, 39), HEADINGS["site.latitude"]),
            Column(
                "longitude", _("longitude"), values.decimal(124, 132), HEADINGS["site.longitude"]
            ),
            Column("id", _("Dongban key"), values.uuid_text, HEADINGS["id"]),
        ),
        one_of=NAMES,
        instead=("id",),
    )

    @cached_property
    def zones(self) -> dict[str, set[str]]:
        """Zones by key and name. One query."""
        return by_normal_name(InvestmentZone.objects.order_by().values_list("pk", "key", *NAMES))

    def complete(self, rows: Sequence[Row]) -> None:
        for row in rows:
            row.stored = {n: row.values[n] for n in self.stored_names if n in row.values}
            row.stored |= place_of(row)
            if zone := row.values.get("zone"):
                keys = self.zones.get(normal_form(zone), set())
                if len(keys) == 1:
                    row.stored["zone_id"] = next(iter(keys))
                else:
                    row.refuse("zone", "zone", value=zone[:40])
        find_firms(rows)

    def find(self, rows: Sequence[Row]) -> None:
        super().find(rows)
        for row in rows:
            if not row.target and not row.problems and "region" not in row.stored:
                row.refuse("address", "required")


def find_sites(rows: Sequence[Row]) -> None:
    """Set `site_id` of each row to the site of its firm that it names, or say why that cannot be.

    A site is known by its whole name, by its name without the firm's, or by its town where the
    firm has one site there. One query.
    """
    firms = {row.stored.get("firm_id", "") for row in rows} - {""}
    known: dict[tuple[str, str], set[str]] = {}
    sites = Site.objects.filter(firm__in=firms).select_related("firm").order_by()
    for site in sites:
        firm_names = [normal_form(name) for name in _names_of(site.firm)]
        words = {normal_form(name) for name in _names_of(site)}
        words |= {word.removeprefix(firm).strip() for word in words for firm in firm_names}
        words |= {normal_form(site.city), normal_form(site.city.removesuffix("시"))}
        for word in words - {""}:
            known.setdefault((str(site.firm_id), word), set()).add(str(site.pk))
    for row in rows:
        keys = known.get((str(row.stored.get("firm_id")), normal_form(row.values["site"])), set())
        if len(keys) == 1:
            row.stored["site_id"] = next(iter(keys))
        elif "firm_id" in row.stored:
            row.refuse("site", "several_sites" if keys else "no_site")


def _names_of(record: Firm | Site) -> list[str]:
    return [name for name in (record.name_ko, record.name_ja, record.name_en) if name]
