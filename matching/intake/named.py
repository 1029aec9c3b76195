"""Records that lists name in any of three languages: firms, sites, needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from matching.firms import NAMES
from matching.models import Firm
from prospects.intake import dates, values
from prospects.intake.bodies import by_normal_name
from prospects.intake.columns import Column
from prospects.intake.comparing import Comparison, Row, keys_known
from prospects.intake.headings import HEADINGS
from prospects.names import normal_form

SOURCE_COLUMNS = (
    Column("source", _("source"), values.text(300), HEADINGS["source"]),
    Column("as_of", _("as of"), dates.day, HEADINGS["as_of"]),
    Column("id", _("Dongban key"), values.uuid_text, HEADINGS["id"]),
)


class NamedComparison(Comparison):
    """Records met by key, then by a normal name (of one owner, where they have one).

    A name that several bear is no name to go by: the row says so.
    """

    owner = ""  # the column of the owner's key
    stored_names: ClassVar[tuple[str, ...]]

    def find(self, rows: Sequence[Row]) -> None:
        keys = keys_known(self.model, "pk", (row.values.get("id") for row in rows))
        known = self._known()
        for row in rows:
            owner = str(row.stored.get(self.owner, ""))
            names = [normal_form(row.stored[name]) for name in NAMES if row.stored.get(name)]
            if key := row.values.get("id", ""):
                if key not in keys:
                    row.refuse("id", "unknown_key")
                row.target = keys.get(key, [""])[0]
            else:
                found = [known[owner, name] for name in names if (owner, name) in known]
                sure = [keys for keys in found if len(keys) == 1]
                if found and not sure:
                    row.refuse("", "several_of_name")
                row.target = sure[0][0] if sure else ""
                row.key = f"r:{owner}:{names[0] if names else ''}"

    def _known(self) -> dict[tuple[str, str], list[str]]:
        """All records by owner and normal name: there are hundreds, not more. One query."""
        columns = ("pk", *NAMES, *([self.owner] if self.owner else []))
        found: dict[tuple[str, str], list[str]] = {}
        for pk, *rest in self.model._default_manager.order_by("pk").values_list(*columns):
            owner = str(rest[3]) if self.owner else ""
            for name in {normal_form(name) for name in rest[:3] if name}:
                found.setdefault((owner, name), []).append(str(pk))
        return found

    def is_same(self, name: str, known: Any, said: Any) -> bool:
        if super().is_same(name, known, said):
            return True
        return name in NAMES and bool(known) and normal_form(str(known)) == normal_form(str(said))


def find_firms(rows: Sequence[Row]) -> None:
    """Set `firm_id` of each row by the name of its firm, or say why that cannot be. One query."""
    firms = by_normal_name(Firm.objects.order_by().values_list("pk", *NAMES))
    for row in rows:
        if name := row.values.get("firm"):
            keys = firms.get(normal_form(name), set())
            if len(keys) == 1:
                row.stored["firm_id"] = next(iter(keys))
            else:
                row.refuse("firm", "several_firms" if keys else "no_firm")
