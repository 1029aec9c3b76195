"""The columns of company lists, and companies beside those that are tracked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from prospects.duplicates import Duplicate, candidate, likely_duplicates
from prospects.likeness import Reason
from prospects.models import (
    Company,
    CompanyCapability,
    FormerCompany,
    RegisterEntry,
)
from prospects.names import normal_form

from . import dates, values
from .columns import Column, Layout, list_of
from .comparing import BESIDE, Comparison, Row, keys_known
from .headings import HEADINGS
from .places import Places, prefecture_of
from .problems import Unfit
from .processes import capability_words, known_process

YEN = values.whole(0, 10**15)


def _prefecture(cell: str) -> str:
    if found := prefecture_of(cell):
        return found
    raise Unfit("prefecture", value=cell[:40])


# The order is that of the template file.
NAME_COLUMNS = (
    Column(
        "name_ja",
        _("name (Japanese)"),
        values.text(200),
        HEADINGS["name_ja"],
        sample="株式会社見本製作所",
    ),
    Column(
        "name_kana",
        _("reading (kana)"),
        values.kana(300),
        HEADINGS["name_kana"],
        sample="ミホンセイサクショ",
    ),
    Column(
        "name_ko",
        _("name (Korean)"),
        values.text(200),
        HEADINGS["name_ko"],
        sample="미혼제작소",
    ),
    Column(
        "name_en",
        _("name (English)"),
        values.text(200),
        HEADINGS["name_en"],
        sample="Mihon Seisakusho Co., Ltd.",
    ),
    Column(
        "corporate_number",
        _("corporate number"),
        values.corporate_number,
        HEADINGS["corporate_number"],
        sample="9000000000001",
    ),
)
REST_COLUMNS = (
    Column(
        "postcode",
        _("postcode"),
        values.postcode,
        HEADINGS["postcode"],
        sample="144-0052",
    ),
    Column(
        "address",
        _("address"),
        values.text(380),
        HEADINGS["address"],
        sample="東京都大田区蒲田5-13-14",
    ),
    Column(
        "prefecture",
        _("prefecture"),
        _prefecture,
        HEADINGS["prefecture"],
        sample="",
    ),
    Column(
        "city",
        _("city"),
        values.text(60),
        HEADINGS["city"],
    ),
    Column(
        "street",
        _("street"),
        values.text(300),
        HEADINGS["street"],
    ),
    Column(
        "municipality_code",
        _("municipality code"),
        values.municipality,
        HEADINGS["municipality_code"],
    ),
    Column(
        "phone",
        _("phone"),
        values.phone,
        HEADINGS["phone"],
        sample="03-1234-5678",
    ),
    Column(
        "website",
        _("website"),
        values.website,
        HEADINGS["website"],
        sample="https://www.example.com",
    ),
    Column(
        "employees",
        _("employees"),
        values.employees(),
        HEADINGS["employees"],
        sample="48",
    ),
    Column(
        "capital_jpy",
        _("capital (JPY)"),
        YEN,
        HEADINGS["capital_jpy"],
        sample="3,000万円",
        scaled=lambda scale: values.whole(0, 10**15, scale=scale),
    ),
    Column(
        "founded_year",
        _("founded"),
        dates.year,
        HEADINGS["founded_year"],
        sample="昭和60年",
    ),
    Column(
        "jsic_code",
        _("JSIC code"),
        values.code(r"^[A-T]?([0-9]{2,4})", "jsic"),
        HEADINGS["jsic_code"],
        sample="2451",
    ),
    Column(
        "capabilities",
        _("capabilities"),
        list_of(values.text(100)),
        HEADINGS["capabilities"],
    ),
    Column(
        "products",
        _("products and strengths"),
        values.long_text,
        HEADINGS["products"],
        sample="精密切削部品",
    ),
    Column(
        "note",
        _("note"),
        values.long_text,
        HEADINGS["note"],
    ),
    Column(
        "source",
        _("source"),
        values.text(300),
        HEADINGS["source"],
    ),
    Column(
        "as_of",
        _("as of"),
        dates.day,
        HEADINGS["as_of"],
    ),
    Column(
        "id",
        _("Dongban key"),
        values.uuid_text,
        HEADINGS["id"],
    ),
)

_STORED = (
    "corporate_number", "name_ja", "name_kana", "name_ko", "name_en", "postcode", "prefecture",
    "city", "street", "municipality_code", "phone", "website", "employees", "capital_jpy",
    "founded_year", "jsic_code", "products", "note", "source", "as_of",
)  # fmt: skip
_LONGEST = {"city": 60, "street": 300}
_PLACE = ("prefecture", "city", "street", "municipality_code", "postcode")
_NAMES = ("name_ja", "name_ko", "name_en")


class CompanyComparison(Comparison):
    """Companies: met by corporate number, then by key, then by normal name and municipality."""

    model: ClassVar[type[Model]] = Company
    layout = Layout(
        (*NAME_COLUMNS, *REST_COLUMNS), one_of=_NAMES, instead=("id", "corporate_number")
    )
    changeable = frozenset((*_STORED, "cluster_id"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.places = Places()

    @cached_property
    def capabilities(self) -> dict[str, str]:
        return capability_words()

    # --- What a row means -------------------------------------------------------------------------

    def complete(self, rows: Sequence[Row]) -> None:
        for row in rows:
            row.stored = {name: row.values[name] for name in _STORED if name in row.values}
            self._place(row)
            self._set_cluster(row)
            self._link_capabilities(row)

    def _set_cluster(self, row: Row) -> None:
        if cluster := self.places.cluster(row.stored.get("municipality_code", "")):
            row.stored["cluster_id"] = cluster

    def _place(self, row: Row) -> None:
        stored = row.stored
        if address := row.values.get("address"):
            place = self.places.split(address)
            for name, part in zip(("prefecture", "city", "street"), place, strict=True):
                if part:
                    stored.setdefault(name, part)
            for name in ("city", "street"):
                limit = _LONGEST[name]
                if len(stored.get(name, "")) > limit:
                    row.refuse("address", "too_long", longest=limit, length=len(stored[name]))
        city = stored.get("city", "")
        if city and not stored.get("prefecture"):
            inside = self.places.split(city)
            if inside.prefecture:
                stored["prefecture"], stored["city"] = inside.prefecture, inside.city or city
        if "municipality_code" not in stored and stored.get("city"):
            code = self.places.code(stored.get("prefecture", ""), stored["city"])
            if code:
                stored["municipality_code"] = code

    def _link_capabilities(self, row: Row) -> None:
        links = []
        for word in row.values.get("capabilities", ()):
            if key := known_process(word, self.capabilities):
                links.append({"capability_id": key})
            else:
                row.refuse("capabilities", "capability", value=word[:40])
        if links:
            row.links = {"capabilities": links}

    def _registered(self, rows: Sequence[Row]) -> dict[str, dict[str, Any]]:
        """What the register knows of the numbers that rows name, by number. One query."""
        numbers = {row.values.get("corporate_number", "") for row in rows} - {""}
        fields = ("corporate_number", "name", "kana", "prefecture", "city", "street", "postcode")
        entries = RegisterEntry.objects.filter(pk__in=numbers).exclude(process="99").order_by()
        found = entries.values(*fields, "municipality_code")
        return {each["corporate_number"]: each for each in found}

    def _fill_from_register(self, rows: Sequence[Row]) -> None:
        """A new company with a number but without a seat or a reading gets the registered ones."""
        registered = self._registered(rows)
        for row in rows:
            entry = registered.get(row.values.get("corporate_number", ""))
            if entry is None:
                continue
            if entry["kana"]:
                row.stored.setdefault("name_kana", entry["kana"][:300])
            if not any(name in row.stored for name in _PLACE):
                row.stored |= {name: entry[name] for name in _PLACE if entry[name]}
                self._set_cluster(row)

    # --- Whom it meets ----------------------------------------------------------------------------

    def find(self, rows: Sequence[Row]) -> None:
        numbers = keys_known(
            Company, "corporate_number", (row.values.get("corporate_number") for row in rows)
        )
        keys = keys_known(Company, "pk", (row.values.get("id") for row in rows))
        merged = _merged_away({row.values.get("id", "") for row in rows} - keys.keys())
        for row in rows:
            number, key = row.values.get("corporate_number", ""), row.values.get("id", "")
            by_number, by_key = numbers.get(number, [""])[0], keys.get(key, [""])[0]
            if key and (into := merged.get(key)):
                row.refuse("id", "merged_key", name=into)
            elif key and not by_key:
                row.refuse("id", "unknown_key")
            elif by_number and by_key and by_number != by_key:
                row.refuse("corporate_number", "number_of_another")
            row.target = by_number or by_key
            row.key = f"n:{number}" if number else self._name_key(row)
        new = [row for row in rows if not row.target and not row.problems]
        self._fill_from_register(new)
        self._find_likely(new)

    def is_same(self, name: str, known: Any, said: Any) -> bool:
        """A name with another legal form, width or kanji variant is no news; nor are hyphens."""
        if super().is_same(name, known, said):
            return True
        if not known or not said:
            return False
        if name.startswith("name_"):
            return normal_form(str(known)) == normal_form(str(said))
        if name == "phone":
            return _only_digits(known) == _only_digits(said)
        return name == "website" and str(known).rstrip("/") == str(said).rstrip("/")

    def _name_key(self, row: Row) -> str:
        name = next((row.stored[name] for name in _NAMES if row.stored.get(name)), "")
        place = row.stored.get("municipality_code") or row.stored.get("city", "")
        return f"c:{values.fold(name)}:{place}"

    def _find_likely(self, rows: Sequence[Row]) -> None:
        """One that surely is the same is the target; what is only likely is for people to say."""
        by_line: dict[Any, list[Duplicate]] = {}
        for found in likely_duplicates([candidate(row.line, row.stored) for row in rows]):
            by_line.setdefault(found.candidate.key, []).append(found)
        for row in rows:
            found_here = by_line.get(row.line, [])
            sure = [each for each in found_here if self._is_sure(each)]
            if len(sure) == 1:
                row.target = str(sure[0].company.pk)
                continue
            row.candidates = [
                {
                    "id": str(each.company.pk),
                    "reason": each.reason.value,
                    "other_number": each.other_number,
                }
                for each in found_here[:5]
            ]
            row.candidates.sort(key=lambda each: each["id"] != row.picked)
            if row.candidates:  # what an update of the picked or likeliest one would change
                row.target = row.candidates[0]["id"]

    def _is_sure(self, found: Duplicate) -> bool:
        return found.reason is Reason.NAME_AND_PLACE and not found.other_number

    def new_links(self, rows: Sequence[Row]) -> None:
        linked = [row for row in rows if row.links.get("capabilities")]
        known = {
            (str(company), str(capability))
            for company, capability in CompanyCapability.objects.filter(
                company__in=[row.target for row in linked]
            ).values_list("company", "capability")
        }
        for row in linked:
            new = [
                each
                for each in row.links["capabilities"]
                if (row.target, each["capability_id"]) not in known
            ]
            row.links["capabilities"] = new
            if new:
                keys = [each["capability_id"] for each in new]
                row.changes[f"{BESIDE}capabilities"] = [None, keys]


def _only_digits(text: Any) -> str:
    return "".join(letter for letter in str(text) if letter.isdigit())


def _merged_away(keys: set[str]) -> dict[str, str]:
    """The name of the successor, by the key of a company that was merged into it."""
    former = FormerCompany.objects.select_related("successor").in_bulk([*(keys - {""})])
    return {str(key): str(each.successor) for key, each in former.items()}
