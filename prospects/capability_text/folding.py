"""Text in one form, with the way back to the letters that were typed."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_HIRAGANA, _KATAKANA_SHIFT = range(0x3041, 0x3097), 0x60
_VOICED = "\uff9e\uff9f"  # the half-width marks of が and ぱ stand after their letter
_JAMO = range(0x1160, 0x1200)  # vowels and ends of a Korean syllable written in parts
_DROPPED = frozenset("-‐‑ー\u00ad\u200b")  # written or left out within one word


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` as typed; `normal`, its normal form in small letters, and where each of those stands
    (`starts`, `ends`); `letters`, that without spaces and hyphens and with kana in one form, and
    `places`, the index in `normal` of each of those."""

    text: str
    normal: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    letters: str
    places: tuple[int, ...]

    def typed(self, first: int, last: int) -> tuple[int, int]:
        """Where `normal[first:last]` stands in the text."""
        return self.starts[first], self.ends[last - 1]

    def has_gap(self, index: int) -> bool:
        """Whether something was left out before a letter, or nothing is there."""
        if index <= 0 or index >= len(self.letters):
            return True
        return self.places[index] - self.places[index - 1] > 1


def fold(text: str) -> Folded:
    """Normal form (width, case, composed letters) and the letters that words are compared by."""
    normal: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        for letter in unicodedata.normalize("NFKC", text[start:end]).lower():
            normal.append(letter)
            starts.append(start)
            ends.append(end)
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(normal):
        if letter in _DROPPED or (letter.isspace() and letter != "\n"):
            continue
        letters.append(_katakana(letter))
        places.append(place)
    joined = "".join(normal)
    return Folded(text, joined, tuple(starts), tuple(ends), "".join(letters), tuple(places))


def letters_of(word: str) -> str:
    """The letters by which a word is looked up."""
    return fold(word).letters


def _katakana(letter: str) -> str:
    return chr(ord(letter) + _KATAKANA_SHIFT) if ord(letter) in _HIRAGANA else letter


def _clusters(text: str) -> list[tuple[int, int]]:
    """Each letter with the marks and parts that belong to it."""
    found: list[tuple[int, int]] = []
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or not _continues(text[index]):
            found.append((start, index))
            start = index
    return found if text else []


def _continues(letter: str) -> bool:
    return bool(unicodedata.combining(letter)) or letter in _VOICED or ord(letter) in _JAMO
