"""Lists of what Korean firms want to source."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import ClassVar

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from matching.firms import NAMES
from matching.models import Need
from prospects.intake import dates, measures, values
from prospects.intake.columns import Column, Layout, choices, list_of
from prospects.intake.comparing import BESIDE, Row
from prospects.intake.headings import HEADINGS
from prospects.intake.processes import capability_words, known_process
from prospects.models import Certificate, Material
from prospects.models.measure import leaves_nothing

from .named import SOURCE_COLUMNS, NamedComparison, find_firms
from .sites import find_sites


class NeedComparison(NamedComparison):
    """Needs, met by key, or by firm and title."""

    model: ClassVar[type[Model]] = Need
    owner = "firm_id"
    stored_names = (
        *NAMES, "status", "materials", "precision_um", "size_max_mm", "monthly_volume",
        "start_on", "localises_import", "suppliers_wanted", "description", "source", "as_of",
    )  # fmt: skip
    changeable = frozenset((*stored_names, "capability_id", "site_id"))
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
            Column("site", _("site"), values.text(200), HEADINGS["need.site"]),
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
                "materials",
                _("materials"),
                list_of(values.text(40)),
                HEADINGS["need.materials"],
                sample="SUS304, 알루미늄",
            ),
            Column(
                "precision_um",
                _("tolerance needed (± µm)"),
                measures.tolerance(""),
                HEADINGS["need.precision"],
                sample="±0.01mm",
                headed=measures.tolerance,
            ),
            Column(
                "size_max_mm",
                _("largest part (mm)"),
                measures.size(""),
                HEADINGS["need.size"],
                sample="300×200×100mm",
                headed=measures.size,
            ),
            Column(
                "monthly_volume",
                _("volume (pieces a month)"),
                measures.volume(""),
                HEADINGS["need.volume"],
                sample="2,000개/월",
                headed=measures.volume,
            ),
            Column(
                "certificates",
                _("certificates required"),
                values.text(300),
                HEADINGS["need.certificates"],
                sample="ISO 9001, IATF 16949",
            ),
            Column(
                "start_on", _("start"), dates.first_day, HEADINGS["need.start"], sample="2027-04-01"
            ),
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
            *SOURCE_COLUMNS,
        ),
        one_of=NAMES,
        instead=("id",),
    )

    def complete(self, rows: Sequence[Row]) -> None:
        for row in rows:
            row.stored = {n: row.values[n] for n in self.stored_names if n in row.values}
        find_firms(rows)
        processes = capability_words()
        certificates = certificate_words()
        materials = material_words()
        for row in rows:
            if named := row.stored.get("materials"):
                keys = [materials.get(values.fold(word), word) for word in named]
                row.stored["materials"] = [*dict.fromkeys(keys)]
            if word := row.values.get("capability"):
                if key := known_process(word, processes):
                    row.stored["capability_id"] = key
                else:
                    row.refuse("capability", "capability", value=word[:40])
            if leaves_nothing(row.stored.get("precision_um"), row.stored.get("size_max_mm")):
                row.refuse("precision_um", "tolerance_too_wide")
            keys, unknown = read_certificates(row.values.get("certificates", ""), certificates)
            for word in unknown:
                row.refuse("certificates", "certificate", value=word[:40])
            if keys:
                row.links = {"certificates": [{"certificate_id": key} for key in keys]}

    def find(self, rows: Sequence[Row]) -> None:
        super().find(rows)
        find_sites([row for row in rows if "site" in row.values])

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


def material_words() -> dict[str, str]:
    """Folded name, synonym or key of each material of the vocabulary → its key. One query."""
    words: dict[str, str] = {}
    for each in Material.objects.order_by("position", "key"):
        for word in (each.key, each.name_ja, each.name_ko, each.name_en, *each.synonyms):
            words.setdefault(values.fold(word), each.key)
    words.pop("", None)
    return words


_BRACKETS = re.compile(r"[(（].*?[)）]")
#: What people write behind a certificate: its edition, and that it is held.
_BEHIND = re.compile(
    r"(?<=[0-9]):(?:19|20)[0-9]{2}\b|(?:認証)?取得.*$|認証$|(?:인증)?\s*(?:취득|보유).*$|인증$"
)
#: How people write that no certificate is asked for; what `values` takes as empty is so already.
_NONE = frozenset(
    values.fold(said)
    for said in (
        "認証なし",
        "特になし",
        "無",
        "不要",
        "인증 없음",
        "해당 없음",
        "불필요",
        "무",
        "none",
    )
)


def certificate_words() -> dict[str, str]:
    """Folded name or key of each certificate, or of one of its parts → its key. One query.

    `JIS Q 9100 / AS9100 (aerospace)` is known by both numbers, `IATF 16949` by `16949` too.
    """
    words: dict[str, str] = {}
    for each in Certificate.objects.all():
        names = [each.key, each.name_ja, each.name_ko, each.name_en]
        bare = [_BRACKETS.sub("", name) for name in names]
        parts = [part for name in bare for part in re.split(r"[／·]| / ", name)]
        for word in (*names, *bare, *parts):
            words.setdefault(values.fold(word), each.key)
            if found := re.search(r"[0-9]{4,}$", values.fold(word)):
                words.setdefault(found[0], each.key)
    words.pop("", None)
    return words


def read_certificates(cell: str, known: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """The keys of the certificates that a cell names, and the words that name none.

    A slash may be part of a name (`ISO/IEC 17025`, `AS/JIS Q 9100`) or stand between two.
    """
    if values.fold(cell) in _NONE:
        return [], []
    keys: list[str] = []
    unknown: list[str] = []
    for piece in re.split(r"[,;|\n、，；・]+|\s및\s|及び", cell):
        for word in [piece] if _certificate(piece, known) else re.split(r"[/／·&+]", piece):
            if key := _certificate(word, known):
                keys.append(key)
            elif word.strip() and values.fold(word) not in ("as", "jis", "en"):  # AS/JIS Q 9100
                unknown.append(word.strip())
    return [*dict.fromkeys(keys)], unknown


def _certificate(word: str, known: Mapping[str, str]) -> str:
    bare = _BRACKETS.sub("", _BEHIND.sub("", word.strip()))
    return known.get(values.fold(word)) or known.get(values.fold(bare), "")
