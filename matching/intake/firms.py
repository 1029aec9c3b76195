"""Lists of Korean firms; an address in one is that of a site, names beside it are of partners."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from matching.firms import NAMES
from matching.models import Firm, Site
from prospects.intake import values
from prospects.intake.columns import Column, Layout
from prospects.intake.comparing import BESIDE, Row
from prospects.intake.headings import HEADINGS
from prospects.names import normal_form

from .named import SOURCE_COLUMNS, NamedComparison
from .places import ADDRESS, place_of
from .ties import COLUMNS as TIES
from .ties import add_ties, compare_ties, tell_ties

#: The site that an address without a site's name belongs to.
HEAD_OFFICE = {"name_ko": "본사", "name_ja": "本社", "name_en": "Head office"}


class FirmComparison(NamedComparison):
    """Korean firms, met by key or name. A row with an address adds a site, once for each name, and
    one with suppliers, customers or competitors adds those that are not known yet."""

    model: ClassVar[type[Model]] = Firm
    stored_names = (
        *NAMES,
        "group_name",
        "group_name_en",
        "group_name_ja",
        "ksic_code",
        "website",
        "note",
        "source",
        "as_of",
    )
    changeable = frozenset(stored_names)
    layout = Layout(
        (
            Column(
                "name_ko",
                _("name (Korean)"),
                values.text(200),
                HEADINGS["firm.name_ko"],
                sample="가상전자(주)",
            ),
            Column("name_en", _("name (English)"), values.text(200), HEADINGS["name_en"]),
            Column("name_ja", _("name (Japanese)"), values.text(200), HEADINGS["firm.name_ja"]),
            Column(
                "group_name",
                _("business group"),
                values.text(100),
                HEADINGS["firm.group"],
                sample="가상그룹",
            ),
            Column(
                "group_name_en",
                _("business group (English)"),
                values.text(100),
                HEADINGS["firm.group_en"],
            ),
            Column(
                "group_name_ja",
                _("business group (Japanese)"),
                values.text(100),
                HEADINGS["firm.group_ja"],
            ),
            Column(
                "ksic_code",
                _("KSIC code"),
                values.ksic,
                HEADINGS["firm.ksic"],
                sample="26410",
            ),
            Column("website", _("website"), values.website, HEADINGS["website"]),
            ADDRESS,
            Column("site", _("site at this address"), values.text(200), HEADINGS["site.name"]),
            *TIES,
            Column("note", _("note"), values.long_text, HEADINGS["note"]),
            *SOURCE_COLUMNS,
        ),
        one_of=NAMES,
        instead=("id",),
    )

    def complete(self, rows: Sequence[Row]) -> None:
        for row in rows:
            row.stored = {n: row.values[n] for n in self.stored_names if n in row.values}
            if "address" in row.values:
                self._add_site(row)
            elif "site" in row.values:
                row.refuse("site", "site_without_address")
            add_ties(row)

    def _add_site(self, row: Row) -> None:
        name = row.values.get("site")
        if place := place_of(row):
            site = {**({"name_ko": name} if name else HEAD_OFFICE), **place}
            row.links["sites"] = [site]
            row.changes[f"{BESIDE}sites"] = [None, site_text(site)]

    def find(self, rows: Sequence[Row]) -> None:
        super().find(rows)
        sites = [row for row in rows if row.links.get("sites")]
        known = _sites_of({row.target for row in sites if row.target})
        for row in sites:
            (site,) = row.links["sites"]
            if normal_form(site["name_ko"]) in known.get(row.target, ()):
                del row.links["sites"], row.changes[f"{BESIDE}sites"]
        compare_ties(rows)

    def new_links(self, rows: Sequence[Row]) -> None:
        for row in rows:
            if sites := row.links.get("sites"):
                row.changes[f"{BESIDE}sites"] = [None, site_text(sites[0])]
            tell_ties(row)


def site_text(site: dict[str, Any]) -> str:
    """A new site in one line, as the preview shows it."""
    place = " ".join(filter(None, (site.get(part) for part in ("region", "city", "street"))))
    return f"{site['name_ko']} ({place})"


def _sites_of(firms: set[str]) -> dict[str, set[str]]:
    """Firm → normal names of its sites. One query."""
    found: dict[str, set[str]] = {}
    sites: Any = Site.objects.filter(firm__in=[*map(UUID, firms)]).order_by()
    for firm, *names in sites.values_list("firm", *NAMES):
        found.setdefault(str(firm), set()).update(normal_form(name) for name in names if name)
    return found
