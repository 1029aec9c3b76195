"""Which encoding and which separator a text table is in. Pure: no Django.

A whole file is looked at, not its first page: one name in the last row may decide. Japanese and
Korean Windows encodings overlap almost wholly, so where both explain the bytes, the rarer reading
loses: CP932 bytes read as CP949 give Hangul outside the 2,350 syllables in common use (KS X 1001),
CP949 bytes read as CP932 give half-width katakana.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

from .problems import IntakeFileError

ENCODINGS = ("utf-8", "cp932", "cp949", "utf-16")
SEPARATORS = (",", "\t", ";", "|")
_BLOCK = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: The 2,350 syllables of KS X 1001.
_COMMON = frozenset(
    bytes((row, cell)).decode("cp949") for row in range(0xB0, 0xC9) for cell in range(0xA1, 0xFF)
)
#: The share of lines that may hold damaged characters before the whole file counts as unreadable.
_DAMAGED_SHARE = 0.02


def encoding_of(path: Path) -> str:
    """The encoding of a text file; raises IntakeFileError("not_text") when none explains it."""
    with path.open("rb") as file:
        start = file.read(1 << 12)
    for bom, name in _BOMS:
        if start.startswith(bom):
            return name
    if b"\0" in start:
        raise IntakeFileError("not_text")
    failures: dict[str, int] = {}
    strangeness = {"cp932": 0, "cp949": 0}
    lines = 0
    for line in _odd_lines(path):
        lines += 1
        for name in ("utf-8", "cp932", "cp949"):
            try:
                text = line.decode(name)
            except UnicodeDecodeError:
                failures[name] = failures.get(name, 0) + 1
            else:
                if name in strangeness:
                    strangeness[name] += _strange(text, name)
    if not failures.get("utf-8"):
        return "utf-8"
    best = min(
        ("utf-8", "cp932", "cp949"),
        key=lambda name: (failures.get(name, 0), strangeness.get(name, 0)),
    )
    if failures.get(best, 0) > max(3, lines * _DAMAGED_SHARE):
        raise IntakeFileError("not_text")
    return best


def _odd_lines(path: Path) -> Iterator[bytes]:
    """The lines with bytes beyond ASCII, each cut to a length that no cell's row reaches."""
    with path.open("rb") as file:
        for line in iter(lambda: file.readline(_BLOCK), b""):
            if not line.isascii():
                yield line.rstrip(b"\r\n")


def _strange(text: str, encoding: str) -> int:
    """How many characters speak against the encoding."""
    if encoding == "cp932":
        return sum("\uff61" <= letter <= "\uff9f" for letter in text)
    return 2 * sum("\uac00" <= letter <= "\ud7a3" and letter not in _COMMON for letter in text)


def separator_of(sample: str) -> str:
    """The separator that cuts the first rows into the most, and the most even, columns."""

    def evenness(separator: str) -> tuple[int, int]:
        rows = [row for row in csv.reader(io.StringIO(sample), delimiter=separator) if row]
        widths = [len(row) for row in rows[:20]]
        usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
        return (usual > 1) * widths.count(usual), usual

    return max(SEPARATORS, key=lambda each: (evenness(each), -SEPARATORS.index(each)))
