"""What the columns of a kind are called, and which column of a file is which.

Headings are known in Japanese, Korean and English: the labels of the interface in all three, and
the words that such lists really use. What people mapped once is remembered elsewhere
(`crm.intake.running`); this is the guess for a list never seen before.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import translation

from .values import Reader, choice, fold, scale_of, several

#: At least this share of a heading must be a known word for a guess by part of it.
_PART_SHARE = 0.6
_HEADING_ROWS = 20


@dataclass(frozen=True)
class Column:
    """One thing that a row may say.

    `read` reads a filled cell; `scaled` makes the reader for a heading that gives a unit of
    numbers (万円), `headed` for any heading.
    `headings` are further names that lists use; `sample` stands in the template file. A `required`
    column must be filled in every row that makes a new record.
    """

    name: str
    label: Any
    read: Reader
    headings: tuple[str, ...] = ()
    sample: str = ""
    required: bool = False
    scaled: Callable[[int], Reader] | None = None
    headed: Callable[[str], Reader] | None = None

    def reader(self, heading: str) -> Reader:
        """The reader for a column of a file with this heading."""
        if self.headed is not None:
            return self.headed(heading)
        if self.scaled is None:
            return self.read
        scale = scale_of(heading)
        return self.scaled(scale) if scale > 1 else self.read


@dataclass(frozen=True)
class Layout:
    """The columns of a kind. Of `one_of`, one at least is mapped and, in a new row, filled.

    A file that names records by one of `instead` may lack what only new ones need.
    """

    columns: tuple[Column, ...]
    one_of: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> Column:
        return self._by_name[name]

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    @property
    def _by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    def missing(self, mapping: Iterable[str]) -> list[Column]:
        """The columns that a mapping lacks although no row can do without them."""
        mapped = {*mapping}
        if not mapped.isdisjoint(self.instead):
            return []
        absent = [c for c in self.columns if c.required and c.name not in mapped]
        if self.one_of and mapped.isdisjoint(self.one_of):
            absent.append(self[self.one_of[0]])
        return absent


def guess(headings: Sequence[str], columns: Sequence[Column]) -> list[str]:
    """For each heading the name of its column, or "". No column is given twice.

    Whole headings first, from left to right; then the longest known word that is most of a heading.
    """
    known = _known(tuple(columns))
    found = [""] * len(headings)
    for key in (fold, _folded_without_brackets):
        for index, heading in enumerate(headings):
            name = known.get(key(heading), "")
            if name and not found[index] and name not in found:
                found[index] = name
    for index, heading in enumerate(headings):
        form = _folded_without_brackets(heading)
        parts = [word for word in known if word in form and len(word) >= _PART_SHARE * len(form)]
        for word in sorted(parts, key=len, reverse=True):
            if form and not found[index] and known[word] not in found:
                found[index] = known[word]
    return found


def heading_row(rows: Sequence[Sequence[str]], columns: Sequence[Column]) -> int:
    """The index of the row that holds the headings: the one with the most known words.

    Titles and notes stand above the headings of many lists. -1 when no row knows a column.
    """
    scores = [sum(map(bool, guess(row, columns))) for row in rows[:_HEADING_ROWS]]
    best = max(scores, default=0)
    return scores.index(best) if best else -1


def by_script(names: Sequence[str], samples: Sequence[Sequence[str]], layout: Layout) -> list[str]:
    """A guess corrected by what the cells hold: a column of names in Hangul is the Korean one."""
    found = [*names]
    for index, name in enumerate(names):
        base, _dot, language = name.rpartition("_")
        if language not in ("ja", "ko", "en") or f"{base}_ja" not in layout:
            continue
        cells = [row[index] for row in samples if index < len(row) and row[index].strip()]
        script = f"{base}_{_script(cells)}"
        if cells and script != name and script in layout and script not in found:
            found[index] = script
    return found


def _script(cells: Sequence[str]) -> str:
    """The language that most of the cells are written in."""
    hangul = sum(bool(re.search("[가-힣]", cell)) for cell in cells)
    japanese = sum(bool(re.search("[ぁ-ヿ一-鿿々]", cell)) for cell in cells)
    if 2 * hangul > len(cells):
        return "ko"
    return "ja" if 2 * japanese >= len(cells) else "en"


def labels_of(label: Any) -> list[str]:
    """A translated text in all working languages."""
    return [*by_language(lambda: str(label)).values()]


def by_language(said: Callable[[], str]) -> dict[str, str]:
    """What is said in each working language."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = said()
    return found


@cache
def _known(columns: tuple[Column, ...]) -> dict[str, str]:
    """Folded heading → column; what stands first wins."""
    known: dict[str, str] = {}
    for words in (_own_words, _labels):
        for column in columns:
            for word in words(column):
                known.setdefault(fold(word), column.name)
    known.pop("", None)
    return known


def _own_words(column: Column) -> tuple[str, ...]:
    return (column.name, *column.headings)


def _labels(column: Column) -> list[str]:
    return labels_of(column.label)


_BRACKETS = re.compile(r"[(\[{【〔（［].*?[)\]}】〕）］]|[※*＊]")


def _folded_without_brackets(heading: str) -> str:
    return fold(_BRACKETS.sub("", unicodedata.normalize("NFKC", heading)))


# --- Readers that know the choices of a model -----------------------------------------------------


def choices(options: type[models.TextChoices], **also: Sequence[str]) -> Reader:
    """One of a model's choices, by key, by label in any language, or by another word (`also`)."""

    @cache
    def reader() -> Reader:
        spellings: dict[str, str] = {}
        for value, label in options.choices:
            for word in (str(value), *labels_of(label), *also.get(str(value), ())):
                spellings.setdefault(fold(word), str(value))
        return choice(spellings, show=by_language(lambda: " · ".join(map(str, options.labels))))

    def read(cell: str) -> Any:
        return reader()(cell)

    return read


def list_of(reader: Reader) -> Reader:
    """Several values in one cell."""
    return several(reader)
