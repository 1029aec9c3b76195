"""A company's own fields in a merge: which belong together, and whose are suggested. Pure.

What belongs together is chosen together: the street of one company in the city of another would be
an address that nobody has.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from prospects.names import normal_form

#: Chosen together: block → its fields, as attribute names of `Company`.
BLOCKS: dict[str, tuple[str, ...]] = {
    "name_ja": ("name_ja",),
    "name_kana": ("name_kana",),
    "name_ko": ("name_ko",),
    "name_en": ("name_en",),
    "registration": ("corporate_number", "registration"),
    "seat": ("municipality_code", "prefecture", "city", "street", "postcode", "cluster_id"),
    "jsic_code": ("jsic_code",),
    "founded_year": ("founded_year",),
    "employees": ("employees",),
    "capital_jpy": ("capital_jpy",),
    "website": ("website",),
    "phone": ("phone",),
    "products": ("products",),
    "note": ("note",),
    "source": ("source", "as_of"),
}
#: Not chosen: they stay as the survivor has them.
SURVIVORS_OWN = ("id", "created_at", "updated_at", "version", "is_demo")
#: Texts that can also be taken from all, one below the other.
JOINABLE = ("products", "note")
ALL = "all"
_NAMES = ("name_ja", "name_kana", "name_ko", "name_en")

# What a field says when nothing is known.
_NOTHING = ("", None)
# Says something only together with the rest of its block.
_ALONE_NOTHING = {"registration"}


@dataclass(frozen=True, slots=True)
class Facts:
    """A company's fields by attribute name, with its key."""

    key: str
    values: Mapping[str, Any]

    def of(self, block: str) -> tuple[Any, ...]:
        return tuple(self.values[name] for name in BLOCKS[block])

    def filled(self, block: str) -> int:
        """How many fields of a block say something."""
        return sum(
            self.values[name] not in _NOTHING
            for name in BLOCKS[block]
            if name not in _ALONE_NOTHING
        )


def differ(block: str, companies: Sequence[Facts]) -> bool:
    """Whether the companies that say something say different things."""
    return len({each.of(block) for each in companies if each.filled(block)}) > 1


def suggested(block: str, companies: Sequence[Facts]) -> str:
    """Whose fields to take: the newest that say something, then the fullest, then the first's.

    `companies` has the survivor first. `ALL` for texts that each say something of their own.
    """
    telling = [each for each in companies if each.filled(block)]
    if not telling:
        return companies[0].key
    if block in JOINABLE:
        longest = max(telling, key=lambda each: len(each.of(block)[0]))
        contained = all(each.of(block)[0] in longest.of(block)[0] for each in telling)
        return longest.key if contained else ALL
    if block in _NAMES:
        return max(telling, key=lambda each: _name_worth(each, block, telling)).key
    if BLOCKS[block][0] in ("municipality_code", "corporate_number"):
        # An address in part is worth less than an older one in full.
        return max(telling, key=lambda each: (each.filled(block), _day(each))).key
    return max(telling, key=lambda each: (_day(each), each.filled(block))).key


def chosen(companies: Sequence[Facts], choices: Mapping[str, str]) -> dict[str, Any]:
    """The fields of the company that is left: of each block those of the chosen company.

    `choices`: block → key of a company, or `ALL`; a block without a choice goes by `suggested`.
    """
    by_key = {each.key: each for each in companies}
    fields: dict[str, Any] = {}
    for block, names in BLOCKS.items():
        choice = choices.get(block) or suggested(block, companies)
        if choice == ALL and block in JOINABLE:
            fields[block] = joined([each.of(block)[0] for each in companies])
            continue
        fields |= dict(zip(names, by_key[choice].of(block), strict=True))
    return fields


def joined(texts: Sequence[str]) -> str:
    """Texts one below the other, without those that another contains."""
    kept: list[str] = []
    for text in (each.strip() for each in texts):
        if text and not any(text in other for other in kept):
            kept = [other for other in kept if other not in text] + [text]
    return "\n".join(kept)


def _name_worth(each: Facts, block: str, telling: Sequence[Facts]) -> tuple[bool, int, dt.date]:
    """A registered company's name first; of two spellings of one name the longer, not the newer."""
    spellings = {normal_form(other.of(block)[0]) for other in telling}
    length = len(each.of(block)[0]) if len(spellings) == 1 else 0
    return bool(each.values["corporate_number"]), length, _day(each)


def _day(each: Facts) -> dt.date:
    return each.values["as_of"] or dt.date.min
