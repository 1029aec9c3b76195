"""Lists of Korean firms and of what they want to source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from matching.models import Firm, Need
from prospects.intake import dates, values
from prospects.intake.bodies import by_normal_name
from prospects.intake.columns import Column, Layout, choices, list_of
from prospects.intake.companies import capability_words, known_process
from prospects.intake.comparing import BESIDE, Comparison, Row, keys_known
from prospects.intake.headings import HEADINGS
from prospects.models import Certificate
from prospects.names import normal_form

_NAMES = ("name_ko", "name_ja", "name_en")
_SOURCE = (
    Column("source", _("source"), values.text(300), HEADINGS["source"]),
    Column("as_of", _("as of"), dates.day, HEADINGS["as_of"]),
    Column("id", _("Dongban key"), values.uuid_text, HEADINGS["id"]),
)


class _NamedComparison(Comparison):
    """Records met by key, then by a normal name (of one owner, where they have one)."""

    owner = ""  # the column of the owner's key
    stored_names: ClassVar[tuple[str, ...]]

    def find(self, rows: Sequence[Row]) -> None:
        keys = keys_known(self.model, "pk", (row.values.get("id") for row in rows))
        known = self._known()
        for row in rows:
            owner = str(row.stored.get(self.owner, ""))
            names = [normal_form(row.stored[name]) for name in _NAMES if row.stored.get(name)]
            if key := row.values.get("id", ""):
                if key not in keys:
                    row.refuse("id", "unknown_key")
                row.target = keys.get(key, [""])[0]
            else:
                found = [known[owner, name] for name in names if (owner, name) in known]
                row.target = found[0] if found else ""
                row.key = f"r:{owner}:{names[0] if names else ''}"

    def _known(self) -> dict[tuple[str, str], str]:
        """All records by owner and normal name: there are hundreds, not more. One query."""
        columns = ("pk", *_NAMES, *([self.owner] if self.owner else []))
        found: dict[tuple[str, str], str] = {}
        for pk, *rest in self.model._default_manager.order_by("-pk").values_list(*columns):
            owner = str(rest[3]) if self.owner else ""
            for name in rest[:3]:
                if name:
                    found[owner, normal_form(name)] = str(pk)
        return found

    def is_same(self, name: str, known: Any, said: Any) -> bool:
        if super().is_same(name, known, said):
            return True
        return name in _NAMES and bool(known) and normal_form(str(known)) == normal_form(str(said))


class FirmComparison(_NamedComparison):
    """Korean firms, met by key or name."""

    model: ClassVar[type[Model]] = Firm
    stored_names = (*_NAMES, "group_name", "ksic_code", "website", "note", "source", "as_of")
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
                "ksic_code",
                _("KSIC code"),
                values.code(r"^[A-U]?([0-9]{2,5})", "ksic"),
                HEADINGS["firm.ksic"],
                sample="26410",
            ),
            Column("website", _("website"), values.website, HEADINGS["website"]),
            Column("note", _("note"), values.long_text, HEADINGS["note"]),
            *_SOURCE,
        ),
        one_of=_NAMES,
        instead=("id",),
    )

    def complete(self, rows: Sequence[Row]) -> None:
        for row in rows:
            row.stored = {n: row.values[n] for n in self.stored_names if n in row.values}


class NeedComparison(_NamedComparison):
    """Needs, met by key, or by firm and title."""

    model: ClassVar[type[Model]] = Need
    owner = "firm_id"
    stored_names = (
        *_NAMES, "status", "materials", "precision_um", "size_max_mm", "monthly_volume",
        "start_on", "localises_import", "suppliers_wanted", "description", "source", "as_of",
    )  # fmt: skip
    changeable = frozenset((*stored_names, "capability_id"))
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
                HEADINGS["need.name_ko"],
                sample="로봇 관절용 정밀 절삭 부품",
            ),
            Column("name_ja", _("name (Japanese)"), values.text(200), HEADINGS["need.name_ja"]),
            Column("name_en", _("name (English)"), values.text(200), HEADINGS["need.name_en"]),
            Column(
                "capability",
                _("capability"),
                values.text(100),
                HEADINGS["need.capability"],
                sample="절삭 가공",
                required=True,
            ),
            Column(
                "materials", _("materials"), list_of(values.text(40)), HEADINGS["need.materials"]
            ),
            Column(
                "precision_um",
                _("tolerance needed (± µm)"),
                values.decimal(0.001, 1e6),
                HEADINGS["need.precision"],
            ),
            Column(
                "size_max_mm",
                _("largest part (mm)"),
                values.decimal(0, 1e6),
                HEADINGS["need.size"],
            ),
            Column(
                "monthly_volume",
                _("volume (pieces a month)"),
                values.employees(),
                HEADINGS["need.volume"],
                sample="2,000",
                scaled=lambda scale: values.whole(0, 2_147_483_647, scale=scale),
            ),
            Column(
                "certificates",
                _("certificates required"),
                list_of(values.text(100)),
                HEADINGS["need.certificates"],
                sample="ISO 9001",
            ),
            Column("start_on", _("start"), dates.day, HEADINGS["need.start"], sample="2027-04-01"),
            Column(
                "localises_import",
                _("localises an import from Japan"),
                values.yes_no,
                HEADINGS["need.localises"],
            ),
            Column(
                "suppliers_wanted",
                _("suppliers wanted"),
                values.whole(1, 32_767),
                HEADINGS["need.suppliers"],
            ),
            Column("description", _("description"), values.long_text, HEADINGS["need.description"]),
            Column(
                "status",
                _("status"),
                choices(Need.Status, open=("진행", "모집중", "募集中"), met=("충족",)),
                HEADINGS["need.status"],
            ),
            *_SOURCE,
        ),
        one_of=_NAMES,
        instead=("id",),
    )

    def complete(self, rows: Sequence[Row]) -> None:
        firms = by_normal_name(Firm.objects.order_by().values_list("pk", *_NAMES))
        processes = capability_words()
        certificates = _certificate_words()
        for row in rows:
            row.stored = {n: row.values[n] for n in self.stored_names if n in row.values}
            if name := row.values.get("firm"):
                keys = firms.get(normal_form(name), set())
                if len(keys) == 1:
                    row.stored["firm_id"] = next(iter(keys))
                else:
                    row.refuse("firm", "several_firms" if keys else "no_firm")
            if word := row.values.get("capability"):
                if key := known_process(word, processes):
                    row.stored["capability_id"] = key
                else:
                    row.refuse("capability", "capability", value=word[:40])
            links = []
            for word in row.values.get("certificates", ()):
                if certificate := certificates.get(values.fold(word)):
                    links.append({"certificate_id": certificate})
                else:
                    row.refuse("certificates", "certificate", value=word[:40])
            if links:
                row.links = {"certificates": links}

    def new_links(self, rows: Sequence[Row]) -> None:
        linked = [row for row in rows if row.links.get("certificates")]
        through = Need.certificates.through._default_manager
        known = {
            (str(need), certificate)
            for need, certificate in through.filter(
                need_id__in=[row.target for row in linked]
            ).values_list("need_id", "certificate_id")
        }
        for row in linked:
            row.links["certificates"] = [
                each
                for each in row.links["certificates"]
                if (row.target, each["certificate_id"]) not in known
            ]
            if new := row.links["certificates"]:
                row.changes[f"{BESIDE}certificates"] = [
                    None,
                    [each["certificate_id"] for each in new],
                ]


def _certificate_words() -> dict[str, str]:
    """Folded name or key of each certificate → its key. One query."""
    words: dict[str, str] = {}
    for each in Certificate.objects.all():
        for word in (each.key, each.name_ja, each.name_ko, each.name_en):
            words.setdefault(values.fold(word), each.key)
    words.pop("", None)
    return words
