"""The words of processes, materials and certificates, and where they stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .findings import Kind
from .folding import Folded, letters_of

#: Words that hold a term and mean something else, or its opposite.
OTHERWISE = (
    "エクスプレス", "プレスリリース", "サプレス", "プレステージ", "エンプレス", "無めっき",
    "無塗装",
    "엑스프레스", "익스프레스", "프레스센터", "제주조선", "단조롭", "단조로", "무도금", "무도장",
    "press release", "設計図", "생산관리자", "도장을 찍",
    # machines for chip making, of which their part makers speak
    "PVD装置", "CVD装置", "エッチング装置", "PVD 장비", "CVD 장비", "PVD equipment",
    "蒸着装置", "スパッタリングターゲット",
    # what something is made of, or made with
    "押出材", "押出形材", "압출재", "洗浄剤",
    "スポッティング", "スピニングリール", "コントロール", "컨트롤",
)  # fmt: skip
#: Endings that say only that something is worked on.
_GENERIC = ("加工", "処理", "製造", "가공", "처리", "제조")
_BRITISH = (
    ("mould", "mold"), ("aluminium", "aluminum"), ("grey", "gray"), ("centre", "center"),
    ("fibre", "fiber"), ("colour", "color"), ("vapour", "vapor"), ("isation", "ization"),
    ("ising", "izing"), ("ised", "ized"),
)  # fmt: skip
#: Ways to write the same word that shops use side by side.
_ALIKE = (("成形", "成型"), ("攪拌", "撹拌"))
_BRACKETS = re.compile(r"[（(]([^（）()]*)[）)]")
_BESIDE = re.compile(r"[・·,、/／]")
LONG_ENOUGH = 2  # letters of a Japanese or Korean word
SHORT_LATIN = 3  # up to here a Latin word counts only in its own case
_DERIVED, _SHORT = 0.8, 0.7


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing with all its words. `line`: its key and those above it, from the top.

    `for_use`: that parts are *for* it is what it means, as with parts for cars. `beside`: words
    of another entry that mean this one where the text speaks of its family.
    """

    kind: Kind
    key: str
    words: tuple[str, ...]
    line: tuple[str, ...] = ()
    for_use: bool = False
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """An entry's word in folded letters [first, last)."""

    entry: Entry | None
    first: int
    last: int
    sure: float


@dataclass(frozen=True, slots=True)
class _Word:
    entry: Entry | None
    spelled: str
    sure: float


class Vocabulary:
    """All words as one trie; a word of two entries belongs to the first."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self._words: dict[Kind | None, dict[str, _Word]] = {}
        for text in OTHERWISE:
            self._add(None, None, text, 1.0)
        for entry in self.entries:
            for word in entry.words:
                self._add(entry.kind, entry, word, 1.0)
        materials = {*self._words.get(Kind.MATERIAL, ())}
        for entry in self.entries:
            if entry.kind is Kind.CERTIFICATE:
                continue
            for word in entry.words:
                for part in _parts(word):
                    if entry.kind is Kind.CAPABILITY and letters_of(part) in materials:
                        continue  # 엔프라 is a material, 엔프라 가공 a process
                    self._add(entry.kind, entry, part, _DERIVED)
        self.beside = {letters_of(word): each for each in self.entries for word in each.beside}
        self._first: dict[str, list[tuple[str, _Word]]] = {}
        for words in self._words.values():
            for letters, meant in words.items():
                self._first.setdefault(letters[:2], []).append((letters, meant))

    def _add(self, kind: Kind | None, entry: Entry | None, word: str, sure: float) -> None:
        for spelled in _spellings(word):
            letters = letters_of(spelled)
            if len(letters) < LONG_ENOUGH or letters.isdigit():
                continue
            short = len(letters) <= (SHORT_LATIN + 1 if letters.isascii() else LONG_ENOUGH)
            certainty = min(sure, _SHORT) if short and kind is not Kind.MATERIAL else sure
            self._words.setdefault(kind, {}).setdefault(letters, _Word(entry, spelled, certainty))

    def matches(self, folded: Folded) -> list[Match]:
        """The words of the text: of two that overlap and mean the same kind of thing, the longer
        if it holds the other, else the later, as the last word of a compound says what it is."""
        found: dict[Kind | None, list[Match]] = {}
        for match in self._all(folded):
            found.setdefault(match.entry.kind if match.entry else None, []).append(match)
        otherwise = _apart(found.pop(None, []))
        kept = [
            match
            for matches in found.values()
            for match in _apart([m for m in matches if not _held(m, otherwise)])
        ]
        return sorted(kept, key=lambda each: (each.first, each.last))

    def _all(self, folded: Folded) -> Iterator[Match]:
        letters = folded.letters
        for first in range(len(letters) - 1):
            for word, meant in self._first.get(letters[first : first + 2], ()):
                if not letters.startswith(word, first):
                    continue
                end, last = first + len(word), _end(folded, first, word)
                if last and _in_its_case(folded, first, end, last, meant):
                    yield Match(meant.entry, first, last, meant.sure)


def _spellings(word: str) -> Iterator[str]:
    """The word and the other ways to write it."""
    yield word
    small = word.lower()
    if not small.isascii():
        for one, alike in _ALIKE:
            if one in word:
                yield word.replace(one, alike)
        return
    american = british = small
    for here, there in _BRITISH:
        american, british = american.replace(here, there), british.replace(there, here)
    spelled = dict.fromkeys((small, american, british))
    yield from spelled
    if small.endswith("s") and not small.endswith("ss") and len(small) > SHORT_LATIN + 1:
        yield from (each[:-1] for each in spelled)


def _parts(word: str) -> Iterator[str]:
    """A word without its brackets, what stands in them, and it without a generic ending."""
    bare = _BRACKETS.sub("", word).strip()
    if bare != word:
        yield bare
        for inner in _BRACKETS.findall(word):
            if not _BESIDE.search(inner) and (not inner.isascii() or inner.isupper()):
                yield inner
    for ending in _GENERIC:
        shorter = bare.removesuffix(ending).strip()
        if shorter != bare and len(letters_of(shorter)) > LONG_ENOUGH:
            yield shorter


def _end(folded: Folded, first: int, word: str) -> int:
    """Where the word ends, its plural too; 0 where it is only a part of a Latin word."""
    letters, last = folded.letters, first + len(word)
    if _joined(folded, first):
        return 0
    if word[-1].isascii() and word[-1].isalpha():
        for plural in ("", "s", "es"):
            if letters.startswith(plural, last) and not _joined(folded, last + len(plural)):
                return last + len(plural)
        return 0
    return 0 if word[-1].isdigit() and _joined(folded, last) else last


def _joined(folded: Folded, index: int) -> bool:
    """Whether the letters before and at the index are of one Latin word or number."""
    if folded.has_gap(index):
        return False
    before, after = folded.letters[index - 1], folded.letters[index]
    return all(each.isascii() and each.isalnum() for each in (before, after))


def _in_its_case(folded: Folded, first: int, end: int, last: int, word: _Word) -> bool:
    """[first, end) is the word, [end, last) what makes it plural.

    Short Latin words are abbreviations: PC is one, pc is not. PCs are several, PPS is no PP.
    """
    spelled = word.spelled
    if not spelled.isascii():
        return True
    if spelled.isupper() and _typed(folded, end, last).isupper():
        return False
    if len(spelled) > SHORT_LATIN or spelled.islower():
        return True
    typed = _typed(folded, first, end)
    return typed.isupper() if spelled.isupper() else typed[:1].isupper()


def _typed(folded: Folded, first: int, last: int) -> str:
    """The letters [first, last) as they were typed."""
    if first == last:
        return ""
    return folded.text[folded.starts[folded.places[first]] : folded.ends[folded.places[last - 1]]]


def _held(match: Match, others: Iterable[Match]) -> bool:
    return any(match.first < each.last and each.first < match.last for each in others)


def _apart(matches: list[Match]) -> list[Match]:
    """Matches that do not overlap: a variant before its family, the longer, the later."""
    exact = [match for match in matches if not _is_told_more_exactly(match, matches)]
    longest = [
        match
        for match in exact
        if not any(_holds(each, match) and _size(each) > _size(match) for each in exact)
    ]
    kept: list[Match] = []
    for match in sorted(longest, key=lambda each: (-each.last, each.first)):
        if not _held(match, kept):
            kept.append(match)
    return kept


def _holds(one: Match, other: Match) -> bool:
    return one.first <= other.first and other.last <= one.last


def _is_told_more_exactly(match: Match, others: Iterable[Match]) -> bool:
    """Whether it overlaps, without holding it, with something below it in the tree."""
    if match.entry is None:
        return False
    key = match.entry.key
    return any(
        each.entry is not None
        and key in each.entry.line[:-1]
        and each.first < match.last
        and match.first < each.last
        and not _holds(match, each)
        for each in others
    )


def _size(match: Match) -> int:
    return match.last - match.first
