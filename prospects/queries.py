"""What somebody may have meant by the name they typed. Pure: no Django.

A query is words; a word can be meant in several ways, each a row of segments that are *written* so
(a normal form) or *heard* so (a sound key):

    松本製作所          written 松本製作所
    マツモト            heard 마수모도 | written マツモト
    Matsumoto          written matsumoto | heard 마수모도
    마쓰모토제작소       heard 마수모도세사소 | heard 마수모도, written 製作所
    하마다 工業         heard 하마다, written 工業
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from itertools import islice, product

from prospects.distance import jamo_distance
from prospects.names import (
    START,
    normal_form,
    pack_opening,
    query_bigrams,
    query_spellings,
    to_katakana,
)
from prospects.romaji import romaji_to_kana
from prospects.sounds import is_heard, sound_key
from prospects.trade_words import TRADE_WORDS

#: More ways of meaning one query than this are not looked into.
MOST_MEANINGS = 12
_MOST_PEELED = 3
#: Letters that may be wrong in a trade word.
_SLIP = 1.0
_RUNS = re.compile(r"[\u3041-\u3096\u30a1-\u30fe가-힣]+|[^\u3041-\u3096\u30a1-\u30fe가-힣]+")
_HANGUL = re.compile("[가-힣]+")
_LATIN = re.compile(r"[a-z\u00c0-\u024f'’ .-]+", re.IGNORECASE)


@dataclass(frozen=True)
class Segment:
    """A part of a name: `text` is a normal form, or a sound key where it is heard.

    `sounds` are ways to say it, in kana or Hangul; none are known for what is written in kanji,
    but for trade words.
    """

    text: str
    is_heard: bool
    sounds: tuple[str, ...] = ()

    def bigrams(self, *, begins: bool = False, ends: bool = False) -> list[int]:
        """The bigrams of every name with this segment; with it at the beginning or the end."""
        return query_bigrams(self.text, begins=begins, ends=ends)

    def opening(self, *, ends: bool = False, maker: bool = False) -> list[int]:
        """What narrows to the names that begin with this segment in an index with openings."""
        start, *pairs = self.bigrams(begins=True, ends=ends)
        if len(self.text) > 1:
            return [pack_opening(self.text[:2], maker=maker), *pairs[1:]]
        return [pack_opening(START + self.text, maker=True) if maker else start, *pairs]


Meaning = tuple[Segment, ...]


@dataclass(frozen=True)
class Query:
    """The words of a query, each with its meanings; and the meanings of all of it in a row."""

    spelling: str
    words: tuple[tuple[Meaning, ...], ...]
    meanings: tuple[Meaning, ...] = field(init=False)

    def __post_init__(self) -> None:
        joined = [_joined(parts) for parts in islice(product(*self.words), 24)]
        if len(self.words) > 1 and _HANGUL.fullmatch(self.spelling):
            # A space inside a trade word, as in 공 업: read it without.
            joined = [*joined[: MOST_MEANINGS // 2], *_meanings(self.spelling), *joined]
        meanings = tuple(dict.fromkeys(joined))[:MOST_MEANINGS]
        object.__setattr__(self, "meanings", meanings if self.words else ())

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def is_heard(self) -> bool:
        """Whether any meaning of it is a sound."""
        return any(segment.is_heard for meaning in self.meanings for segment in meaning)


def parse(text: str) -> Query:
    """The query that somebody typed; false if it holds nothing but legal forms and signs."""
    spellings = query_spellings(text)
    return Query("".join(spellings), tuple(map(_meanings, spellings)))


def parse_loosely(query: Query) -> list[Meaning]:
    """Meanings with a trade word at the end that is not quite spelt so: 재작소 for 제작소."""
    found: list[Meaning] = []
    word = query.spelling
    if not _HANGUL.fullmatch(word):
        return []
    for length in range(2, min(_LONGEST, len(word) - 1) + 1):
        end, rest = word[-length:], word[:-length]
        for spelling, segments in _TRADE.items():
            if abs(len(spelling) - length) < 2 <= len(spelling):
                distance = jamo_distance(end, spelling)
                if 0 < distance <= _SLIP:
                    found += [
                        _joined(((Segment(sound_key(rest), True, (rest,)),), (segment,)))
                        for segment in segments
                    ]
    return list(dict.fromkeys(found))


def written_form(meaning: Meaning) -> str:
    """The normal form of a meaning that is all written, else `""`."""
    if any(segment.is_heard for segment in meaning):
        return ""
    return "".join(segment.text for segment in meaning)


def sounds_of(meaning: Meaning) -> tuple[str, ...]:
    """Sound keys of a whole meaning; none where nobody knows how a part of it is read."""
    if not all(segment.sounds for segment in meaning):
        return ()
    ways = islice(product(*(segment.sounds for segment in meaning)), MOST_MEANINGS)
    return tuple(dict.fromkeys(sound_key("".join(way)) for way in ways))


# --- Meanings of a word ---------------------------------------------------------------------------


@cache
def _meanings(word: str) -> tuple[Meaning, ...]:
    form = normal_form(word)
    if is_heard(word):
        key = sound_key(word)
        heard = Segment(key, True, (word,))
        found = [(heard,), *_with_trade_words(word)] if key else []
        if not re.search("[가-힣]", word):
            found.append((_written(form),))
        return tuple(found[:MOST_MEANINGS]) or ((_written(form),),)
    found = [(_written(form),)]
    if _LATIN.fullmatch(word) and (kana := romaji_to_kana(word)):
        found.append((Segment(sound_key(kana), True, (kana,)),))
    if len(runs := _RUNS.findall(word)) > 1 and any(map(is_heard, runs)):
        ways = product(*(_meanings(run) for run in runs))
        found += [_joined(way) for way in islice(ways, MOST_MEANINGS)]
    return tuple(dict.fromkeys(found))[:MOST_MEANINGS]


def _joined(parts: tuple[Meaning, ...]) -> Meaning:
    """Segments in a row, neighbours of one kind as one."""
    joined: list[Segment] = []
    for segment in (segment for part in parts for segment in part):
        if joined and joined[-1].is_heard == segment.is_heard:
            before = joined.pop()
            sounds = tuple(a + b for a, b in product(before.sounds, segment.sounds))
            text = sound_key(sounds[0]) if segment.is_heard else before.text + segment.text
            joined.append(Segment(text, segment.is_heard, sounds))
        else:
            joined.append(segment)
    return tuple(joined)


def _written(form: str) -> Segment:
    return Segment(form, False, _SOUNDS.get(form, ()))


def _trade_table() -> dict[str, tuple[Segment, ...]]:
    """Hangul spelling of a trade word → the words it may be."""
    table: dict[str, tuple[Segment, ...]] = {}
    for word in TRADE_WORDS:
        segment = Segment(normal_form(word.written), False, word.kana)
        for spelling in word.hangul:
            table[spelling] = (*table.get(spelling, ()), segment)
    return table


_TRADE = _trade_table()
_SOUNDS = {normal_form(word.written): word.kana for word in TRADE_WORDS}
_LONGEST = max(map(len, _TRADE))


def _with_trade_words(word: str) -> list[Meaning]:
    """The ways to read the end of a Hangul word, or its beginning, as trade words."""
    found: list[Meaning] = []
    tails: list[tuple[str, Meaning]] = [(word, ())]
    for _ in range(_MOST_PEELED):
        tails = [
            (rest[:-length], (segment, *tail))
            for rest, tail in tails
            for length in range(min(_LONGEST, len(rest)), 0, -1)
            for segment in _TRADE.get(rest[-length:], ())
        ]
        for rest, tail in tails:
            if key := sound_key(rest):
                found.append(_joined(((Segment(key, True, (rest,)),), tail)))
            elif not rest:
                found.append(tail)
    for length in range(min(_LONGEST, len(word) - 1), 1, -1):
        for segment in _TRADE.get(word[:length], ()):
            rest = word[length:]
            found.append(_joined(((segment,), (Segment(sound_key(rest), True, (rest,)),))))
    return list(dict.fromkeys(found))


# --- Names in kanji by their sound ----------------------------------------------------------------


def _endings() -> dict[str, tuple[tuple[str, str], ...]]:
    """Written trade word → its sound keys; by its last character."""
    table: dict[str, list[tuple[str, str]]] = {}
    for word in TRADE_WORDS:
        written = normal_form(word.written)
        for kana in word.kana:
            table.setdefault(written[-1], []).append((written, sound_key(kana)))
    return {last: tuple(dict.fromkeys(pairs)) for last, pairs in table.items()}


_ENDINGS = _endings()


def stem_of(name: str, key: str, stem_key: str) -> str:
    """The part of a name (normal form) that sounds like `stem_key`, by how its whole sounds.

    松本製作所 with the key of マツモトセイサクショ and that of マツモト gives 松本. `""` where the
    rest of the name is no known trade word.
    """
    if key == stem_key:
        return name
    for written, sound in _ENDINGS.get(name[-1:], ()):
        if len(name) > len(written) and name.endswith(written) and key.endswith(sound):
            stem = stem_of(name[: -len(written)], key[: -len(sound)], stem_key)
            if stem:
                return stem
    return ""


def stems_of(meaning: Meaning) -> list[tuple[str, Meaning]]:
    """Sound keys that may be a name in kanji, each with what is written after it.

    The heard beginning of a meaning; and the same without trade words at its end:
    마수모도세사구소 is also 마수모도 with 製作所.
    """
    first, *rest = meaning
    if not first.is_heard or any(segment.is_heard for segment in rest):
        return []
    found = [(first.text, tuple(rest))]
    for pairs in _ENDINGS.values():
        for written, sound in pairs:
            if len(first.text) > len(sound) + 1 and first.text.endswith(sound):
                tail = _joined(((Segment(written, False),), tuple(rest)))
                found.append((first.text[: -len(sound)], tail))
    return found


def katakana(query: Query) -> str:
    """The query in katakana where it is typed in kana, else `""`."""
    kana = to_katakana(query.spelling)
    return kana if kana and not re.search(r"[^\u30a1-\u30fe]", kana) else ""
