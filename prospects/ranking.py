"""Why an entry fits a query, and which fits better. Pure: it is given rows, it asks for none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from prospects.distance import distance_to_beginning, jamo_distance
from prospects.hangul import kana_to_hangul
from prospects.names import fold_kana, normal_form
from prospects.queries import Meaning, Query, Segment, katakana, sounds_of, written_form
from prospects.trade_words import is_maker


class Why(StrEnum):
    """What a hit has in common with what was typed."""

    NUMBER = "number"
    SAME_NAME = "same_name"
    NAME_BEGINS = "name_begins"
    NAME_HAS = "name_has"
    READING = "reading"
    ENGLISH = "english"
    HEARD = "heard"
    READ_AS = "read_as"
    CLOSE = "close"


@dataclass(frozen=True)
class EntryHit:
    """A register entry, why it was found, and the text that says so: a reading, its Hangul, kanji.

    The text is empty where the name itself says it.
    """

    entry: Any
    why: Why
    text: str = ""


class Fit(IntEnum):
    """How much of a name a query is."""

    SAME = 0
    BEGINS = 1
    HAS = 2
    CLOSE = 3


class Candidate(NamedTuple):
    """What a row of the register must have to be judged; `is_near`: seated in a known cluster."""

    pk: str
    name: str
    kana: str
    name_en: str
    normal_name: str
    heard: str
    is_near: bool


#: Letters of a hundred that may be wrong in what is close.
_LENIENCE = 0.2
#: As far as a name stands from what was heard if its own reading is not known.
_UNHEARD = 2.0


@dataclass(frozen=True)
class Judged:
    """How well a row fits, and why."""

    fit: Fit
    distance: float
    why: Why
    text: str

    @property
    def strength(self) -> tuple[int, float]:
        """Less is stronger."""
        return self.fit, self.distance


_WHYS = {Fit.SAME: Why.SAME_NAME, Fit.BEGINS: Why.NAME_BEGINS, Fit.HAS: Why.NAME_HAS}


def _fit_text(text: str, part: str) -> Fit | None:
    if text == part:
        return Fit.SAME
    if text.startswith(part):
        return Fit.BEGINS
    return Fit.HAS if part in text else None


@dataclass(frozen=True)
class _Way:
    """A meaning with what it is compared by."""

    meaning: Meaning
    written: str  # the whole name in its normal form, where all of it is written
    keys: tuple[str, ...]  # sound keys of the whole, where all of it can be said
    said: tuple[str, ...]  # the same in Hangul
    learnt: str = ""  # the kanji that were learnt for what was heard


def _way(meaning: Meaning, learnt: str = "") -> _Way:
    written = written_form(meaning)
    keys = () if written else sounds_of(meaning)
    said = tuple(_hangul(way) for way in _sayings(meaning)) if keys else ()
    return _Way(meaning, written, keys, said, learnt)


def _sayings(meaning: Meaning) -> list[str]:
    sayings = [""]
    for segment in meaning:
        sayings = [before + sound for before in sayings for sound in segment.sounds]
    return sayings[:4]


@lru_cache(maxsize=4096)
def _hangul(sound: str) -> str:
    """Sounds in kana or Hangul, as one Hangul spelling."""
    return kana_to_hangul(sound)


class Judge:
    """Collects rows of the register for one query, each with its best reason, and ranks them."""

    def __init__(self, query: Query) -> None:
        self.found: dict[str, tuple[Any, Judged]] = {}
        self._seen: set[tuple[Any, str]] = set()  # by the ways that are known now
        self.is_lenient = False
        self._loose: list[_Way] = []
        self._query = query
        self._kana = fold_kana(katakana(query))
        self._form = normal_form(query.spelling)
        self._ways = [_way(meaning) for meaning in query.meanings]

    def count(self, worst: Fit = Fit.CLOSE) -> int:
        """How many rows fit so well or better."""
        return sum(judged.fit <= worst for _, judged in self.found.values())

    def be_lenient(self, loose: Iterable[Meaning]) -> None:
        """From now on, what is only close fits too, by these meanings as well."""
        self.is_lenient = True
        self._loose = [_way(meaning) for meaning in loose]
        self._seen.clear()

    def learn(self, stem: str, tail: Meaning) -> None:
        """From now on, names of this stem in kanji and this end are what was heard."""
        self._ways.append(_way((Segment(stem, False), *tail), learnt=stem))
        self._seen.clear()

    def look_at(self, rows: Iterable[Any]) -> None:
        """Keep those of the rows that fit, the best of those that are one record."""
        for row in rows:
            if (row.pk, row.name) in self._seen:
                continue
            self._seen.add((row.pk, row.name))
            if judged := self._judge(row):
                known = self.found.get(row.pk)
                if known is None or judged.strength < known[1].strength:
                    self.found[row.pk] = (row, judged)

    def all(self) -> Iterator[tuple[str, Any, Judged]]:
        """Each row that fits, in no order: its corporate number, itself, its judgement."""
        for number, (row, judged) in self.found.items():
            yield number, row, judged

    def best(self, limit: int) -> list[tuple[str, Judged]]:
        """Corporate numbers of the best so far, in order, each with its judgement."""
        rows = sorted(self.found.values(), key=lambda found: self._key(*found))
        return [(row.pk, judged) for row, judged in rows[:limit]]

    def _key(self, row: Any, judged: Judged) -> tuple[Any, ...]:
        interest = is_maker(row.normal_name) + row.is_near
        whole = judged.fit in (Fit.SAME, Fit.CLOSE)
        return (
            judged.fit,
            round(2 * judged.distance) if whole else 0,
            -interest,
            judged.distance,
            len(row.normal_name),
            row.pk,
        )

    def _judge(self, row: Any) -> Judged | None:
        typed = _fit_text(row.normal_name, self._form)
        if typed is not None:
            return Judged(typed, 0.0, _WHYS[typed], "")
        judged = [found for way in self._ways if (found := self._fit(row, way))]
        judged = judged or [found for found in [self._by_words(row)] if found]
        if not judged and self.is_lenient:
            ways = (*self._ways, *self._loose)
            judged = [found for way in ways if (found := self._close(row, way))]
        return min(judged, key=lambda one: one.strength) if judged else None

    def _fit(self, row: Any, way: _Way) -> Judged | None:
        if way.written:
            return self._fit_written(row, way)
        key = row.heard.partition(" ")[0]
        if way.keys:
            if key in way.keys:
                return self._heard(row, way, Fit.SAME)
            if key.startswith(way.keys):
                return self._heard(row, way, Fit.BEGINS)
        parts = self._fit_parts(row, way, key)
        return self._heard(row, way, parts) if parts else None

    def _fit_parts(self, row: Any, way: _Way, key: str) -> Fit | None:
        """Each part where it belongs: what is heard in the reading, what is written in the name."""
        first, *rest = way.meaning
        for segment in way.meaning:
            if segment.text not in (key if segment.is_heard else row.normal_name):
                return None
        begins = (key if first.is_heard else row.normal_name).startswith(first.text)
        return Fit.BEGINS if begins and rest else Fit.HAS

    def _fit_written(self, row: Any, way: _Way) -> Judged | None:
        fit = _fit_text(row.normal_name, way.written)
        if way.learnt:
            if fit is None or fit == Fit.HAS or row.kana:
                return None
            return Judged(fit, _UNHEARD, Why.READ_AS, way.learnt)
        if fit is not None:
            return Judged(fit, 0.0, _WHYS[fit], "")
        english = row.heard.rpartition(" ")[2] if row.name_en else ""
        fit = _fit_text(english, way.written)
        return Judged(fit, 0.0, Why.ENGLISH, row.name_en) if fit is not None else None

    def _by_words(self, row: Any) -> Judged | None:
        """Every word somewhere, in any order."""
        if len(self._query.words) < 2:
            return None
        key = row.heard
        for word in self._query.words:
            if not any(
                all(
                    part.text in (key if part.is_heard else f"{row.normal_name} {key}")
                    for part in meaning
                )
                for meaning in word
            ):
                return None
        heard = any(part.is_heard for word in self._query.words for part in word[0])
        text = _hangul(row.kana) if heard else ""
        return Judged(Fit.HAS, 0.0, Why.HEARD if heard else Why.NAME_HAS, text)

    def _heard(self, row: Any, way: _Way, fit: Fit) -> Judged:
        if self._kana and _fit_text(fold_kana(row.kana or row.name), self._kana) is not None:
            return Judged(fit, 0.0, Why.READING, row.kana)
        hangul = _hangul(row.kana or row.name)
        measure = jamo_distance if fit == Fit.SAME else distance_to_beginning
        distance = 0.0
        if fit < Fit.HAS and way.said:
            distance = min(measure(said, hangul) for said in way.said)
        return Judged(fit, distance, Why.HEARD, hangul)

    def _close(self, row: Any, way: _Way) -> Judged | None:
        if not row.kana or not way.said:
            return None
        hangul = _hangul(row.kana)
        distance, said = min(
            (min(jamo_distance(said, hangul), distance_to_beginning(said, hangul) + 0.5), said)
            for said in way.said
        )
        if distance > 1 + _LENIENCE * len(said):
            return None
        return Judged(Fit.CLOSE, distance, Why.CLOSE, hangul)
