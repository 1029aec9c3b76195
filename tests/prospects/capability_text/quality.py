"""How well the reader does on sentences whose whole results were written down beforehand."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from prospects.capability_text import Kind, Reading, read

from .words import vocabulary

SENTENCES = Path(__file__).with_name("sentences.tsv")
KEYS = {
    "capabilities": Kind.CAPABILITY,
    "materials": Kind.MATERIAL,
    "certificates": Kind.CERTIFICATE,
}
NUMBERS = {"tolerance_um": Kind.TOLERANCE, "size_mm": Kind.SIZE, "monthly_volume": Kind.VOLUME}


@dataclass(frozen=True)
class Sentence:
    """A text with all that it says; `held` ones were not looked at while the reader was made."""

    text: str
    held: bool
    expected: frozenset[tuple[str, str]]


def sentences() -> list[Sentence]:
    """All sentences of the file."""
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        return [
            Sentence(
                row["text"],
                row["set"] == "held",
                frozenset(
                    (column, value.strip())
                    for column in (*KEYS, *NUMBERS)
                    for value in row[column].split(";")
                    if value.strip()
                ),
            )
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def told(reading: Reading) -> frozenset[tuple[str, str]]:
    """A reading as the file writes it: keys, and the best number of each kind."""
    found = {(column, key) for column, kind in KEYS.items() for key in reading.keys(kind)}
    for column, kind in NUMBERS.items():
        values = [float(each.value) for each in reading.of(kind)]
        if values:
            best = min(values) if kind is Kind.TOLERANCE else max(values)
            found.add((column, f"{best:.10g}"))
    return frozenset(found)


@dataclass(frozen=True)
class Quality:
    """Of what was expected and what was found, in sentences and in single facts."""

    sentences: int
    whole: int
    expected: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else 1.0


def measured(chosen: Iterable[Sentence]) -> Quality:
    """The reader's quality on some sentences."""
    pairs = [(each.expected, told(read(each.text, vocabulary()))) for each in chosen]
    return Quality(
        len(pairs),
        sum(expected == found for expected, found in pairs),
        sum(len(expected) for expected, _ in pairs),
        sum(len(found) for _, found in pairs),
        sum(len(expected & found) for expected, found in pairs),
    )
