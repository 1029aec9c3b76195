"""What a comparison is made of: sections of rows, a cell for each company, lines in a cell.

A cell without lines is unknown, and is shown so: never as zero, and never as the worst.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString
from django.utils.text import capfirst

from crm.templatetags.matches import TONES
from matching.reasons import Sentence


@dataclass(frozen=True, slots=True)
class Line:
    """One statement. tone: of `matching.reasons`; says: the tone in words, else the usual ones."""

    text: str | SafeString
    sub: str | SafeString = ""
    url: str = ""
    tone: str = ""
    says: str = ""

    @property
    def picture(self) -> str:
        return TONES.get(self.tone, "circle-dot")


@dataclass(frozen=True, slots=True)
class Cell:
    """What one company says to a row. value: what a bar shows and the best is found by."""

    lines: tuple[Line, ...] = ()
    value: float | None = None
    best: bool = False

    @property
    def said(self) -> tuple[object, ...]:
        """What two equal cells have in common."""
        lines = tuple((str(line.text), str(line.sub), line.tone) for line in self.lines)
        return (lines, None if self.value is None else round(self.value, 2))


@dataclass(frozen=True, slots=True)
class Row:
    """A question and each company's answer. asked: what the need asks; bar: values are drawn."""

    label: str
    cells: tuple[Cell, ...]
    asked: str = ""
    bar: bool = False

    @property
    def differs(self) -> bool:
        return len({cell.said for cell in self.cells}) > 1


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a heading."""

    title: str
    rows: tuple[Row, ...]

    def differing(self) -> Section:
        """Only the rows in which the companies differ."""
        return replace(self, rows=tuple(row for row in self.rows if row.differs))


def row(label: str, cells: Iterable[Cell], *, asked: str = "", bar: bool = False) -> Row:
    return Row(str(capfirst(label)), tuple(cells), asked, bar)


def text(*lines: str | SafeString | None) -> Cell:
    """Plain lines, without those that are empty."""
    return Cell(tuple(Line(line) for line in lines if line))


def reason(sentence: Sentence) -> Line:
    return Line(sentence.text, tone=sentence.tone)


def best_of(cells: Sequence[Cell], *, least: bool = False, digits: int = 2) -> list[Cell]:
    """The cells, the best marked: only where they differ as shown, and at most half are best."""
    sign = -1 if least else 1
    known = [sign * round(cell.value, digits) for cell in cells if cell.value is not None]
    top = max(known, default=0)
    if known.count(top) * 2 > len(known) or len(known) < 2:
        return [*cells]  # the others stand out, not these
    return [
        replace(cell, best=cell.value is not None and sign * round(cell.value, digits) == top)
        for cell in cells
    ]
