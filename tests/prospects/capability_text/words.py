"""The vocabulary straight from the reference files: the reader needs no database."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from prospects import reference
from prospects.capability_text import Entry, Kind, Vocabulary
from prospects.capability_words import BESIDE, FOR_USE

HERE = Path(reference.__file__).parent
FILES = (
    (Kind.CAPABILITY, ("capability_families", "capabilities", "capability_variants")),
    (Kind.MATERIAL, ("materials",)),
    (Kind.CERTIFICATE, ("certificates",)),
)


@cache
def vocabulary() -> Vocabulary:
    """Every word of the reference files."""
    entries = []
    for kind, names in FILES:
        rows = {row["key"]: row for name in names for row in _rows(name)}
        for key, row in rows.items():
            line = [key]
            while parent := rows[line[0]].get("parent"):
                line.insert(0, parent)
            named = (row["name_ja"], row["name_ko"], row["name_en"])
            words = (key, *named) if kind is Kind.MATERIAL else named
            entries.append(
                Entry(
                    kind,
                    key,
                    (*words, *row["synonyms"].split(";")),
                    line=tuple(line),
                    for_use=key in FOR_USE,
                    beside=BESIDE.get(key, ()) if kind is Kind.MATERIAL else (),
                )
            )
    return Vocabulary(entries)


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]
