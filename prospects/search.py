"""Finding entries of the corporate-number register.

    search_register(words, …)   all entries that hold the words: a queryset to count and export
    best_entries(words, …)      the best some and why, out of millions within some milliseconds
    reasons(words, rows)        why each of some rows that `search_register` gave is there

`best_entries` never sorts all that fits. It asks the index of bigrams for one kind of hit after the
other, each up to a limit: the very name, then names that begin so, makers first, then the rest; and
close ones, if that is little. What comes is checked and ranked here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from django.db import models

from prospects.asking import all_of, any_of, by_index, holding, nearly, opening
from prospects.candidates import Part, candidates
from prospects.models import RegisterEntry
from prospects.models.register import RegisterEntryQuerySet
from prospects.names import parse_corporate_number
from prospects.queries import Query, Segment, parse, parse_loosely, stem_of, stems_of
from prospects.ranking import EntryHit, Fit, Judge, Why

# Fewer digits are more likely a part of a name than the beginning of a number.
_LEAST_DIGITS = 4
#: Rows that one question to the index may give, and so the most that are ranked.
MOST = 120
_MOST_LENIENT = 400
#: Entries with a word anywhere that makers are picked from.
_AMONG = 800
#: Names in kanji that a sound is looked up by, and rows they are learnt from.
_MOST_STEMS, _LEARNT_FROM = 6, 200
#: With fewer hits than this, close ones are looked for.
FEW = 5
#: The condition that leaves nothing out.
EVERY = models.Q()


def search_register(
    words: str = "",
    *,
    municipality_codes: Collection[str] = (),
    place: str = "",
    kinds: Collection[str] = (),
    active_only: bool = True,
    also: models.Q = EVERY,
) -> RegisterEntryQuerySet:
    """Entries by name words or by corporate number, narrowed by seat, kind and being active.

    In the order of corporate numbers. A whole corporate number finds its entry whatever the other
    conditions say; the beginning of one narrows. `also` is any further condition.
    """
    if number := corporate_number(words):
        found: RegisterEntryQuerySet = RegisterEntry.objects.all()
        return found.filter(corporate_number=number).order_by("corporate_number")
    found = _narrowed(municipality_codes, place, kinds, active_only, also)
    if beginning := number_beginning(words):
        found = found.filter(corporate_number__startswith=beginning)
    else:
        found = found.meaning(parse(words))
    return found.order_by("corporate_number")


def best_entries(
    words: str,
    *,
    limit: int = 20,
    municipality_codes: Collection[str] = (),
    place: str = "",
    kinds: Collection[str] = (),
    active_only: bool = True,
    also: models.Q = EVERY,
) -> tuple[EntryHit, ...]:
    """The best entries for what somebody typed, best first, each with why it is there.

    First the number, the very name, names that begin so; then those that contain it; then close
    ones. Within each, makers and known clusters come first, then what sounds closer. Nothing typed
    finds nothing. `limit` is at most `MOST`; narrowed as by `search_register`.
    """
    if number := corporate_number(words):
        rows = RegisterEntry.objects.filter(pk=number)
        return tuple(EntryHit(row, Why.NUMBER, number) for row in rows)
    entries = _narrowed(municipality_codes, place, kinds, active_only, also).defer("bigrams")
    if beginning := number_beginning(words):
        rows = entries.filter(pk__startswith=beginning).order_by("pk")[:limit]
        return tuple(EntryHit(row, Why.NUMBER, beginning) for row in rows)
    query = parse(words)
    return _Finding(query, entries, limit).hits() if query else ()


def can_rank(words: str) -> bool:
    """Whether there is something to rank by: a number, or more than legal forms and signs."""
    return bool(number_beginning(words) or corporate_number(words) or parse(words))


def reasons(words: str, rows: Iterable[RegisterEntry]) -> dict[str, EntryHit]:
    """Why each of some rows is among what `search_register` finds, by corporate number."""
    rows = list(rows)
    if digits := corporate_number(words) or number_beginning(words):
        return {row.pk: EntryHit(row, Why.NUMBER, digits) for row in rows}
    judge = Judge(parse(words))
    judge.look_at(rows)
    return {number: EntryHit(row, judged.why, judged.text) for number, row, judged in judge.all()}


def corporate_number(text: str) -> str:
    """The thirteen digits of a corporate number as people type it; `""` where it is none."""
    try:
        return parse_corporate_number(text)
    except ValueError:
        return ""


def number_beginning(words: str) -> str:
    """The digits of the beginning of a corporate number; `""` where it is none."""
    digits = words.replace(" ", "").replace("-", "")
    return digits if len(digits) >= _LEAST_DIGITS and digits.isascii() and digits.isdigit() else ""


def _narrowed(
    municipality_codes: Collection[str],
    place: str,
    kinds: Collection[str],
    active_only: bool,
    also: models.Q,
) -> RegisterEntryQuerySet:
    found: RegisterEntryQuerySet = RegisterEntry.objects.filter(also)
    if municipality_codes:
        found = found.in_municipalities(municipality_codes)
    if place:
        found = found.in_place(place)
    if kinds:
        found = found.of_kinds(kinds)
    return found.active() if active_only else found


class _Finding:
    """One search: the questions to the index, and what they gave."""

    def __init__(self, query: Query, entries: RegisterEntryQuerySet, limit: int) -> None:
        self.query = query
        self.entries = entries
        self.limit = limit
        self.judge = Judge(query)

    def hits(self) -> tuple[EntryHit, ...]:
        """All that fits, where it is little; else the best kinds one after the other."""
        with by_index():
            self._ask_all()
        best = self.judge.best(self.limit)
        rows = RegisterEntry.objects.defer("bigrams").in_bulk([number for number, _ in best])
        return tuple(
            EntryHit(rows[number], judged.why, judged.text)
            for number, judged in best
            if number in rows
        )

    def _ask_all(self) -> None:
        self._ask_sure()
        if self.judge.count(Fit.SAME) < self.limit and self.query.is_heard:
            self._ask_names_of_that_sound()
        if self.judge.count() < min(FEW, self.limit) and self.query.is_heard:
            self._ask_close()

    def _ask(self, *parts: Part, most: int = MOST) -> list[int]:
        """Look at up to `most` entries in one question; how many each part gave.

        A part is not looked into when those before it gave enough.
        """
        found = candidates(self.entries, parts, most=most)
        self.judge.look_at(row for _, row in found)
        counts = Counter(part for part, _ in found)
        return [counts[part] for part in range(len(parts))]

    def _ask_sure(self) -> None:
        """What begins so, then what has it anywhere; of a common beginning the best kinds too."""
        meanings, words = self.query.meanings, self.query.words
        begins = Part(any_of(map(opening, meanings)), MOST)
        has = Part(all_of(any_of(map(holding, word)) for word in words), MOST, among=_AMONG)
        begun, inside = self._ask(begins, has)
        if begun < MOST:
            return
        same = Part(any_of(opening(meaning, ends=True) for meaning in meanings), MOST)
        makers = Part(any_of(opening(meaning, maker=True) for meaning in meanings), MOST)
        self._ask(same, makers, most=2 * MOST)
        if not inside and self.judge.count(Fit.BEGINS) < self.limit:
            self._ask(has)

    def _ask_names_of_that_sound(self) -> None:
        """Names without a reading, in the kanji that other rows of that sound are written in."""
        wanted = dict.fromkeys(stem for way in self.query.meanings for stem in stems_of(way))
        keys = {key for key, _ in wanted if len(key) > 1}
        if not keys:
            return
        heard = any_of(opening((Segment(key, True),)) for key in keys)
        known = RegisterEntry.objects.filter(heard).exclude(kana="").order_by()
        stems = _stems(known.values_list("normal_name", "heard")[:_LEARNT_FROM], keys)
        conditions = []
        for key, tail in wanted:
            for stem in stems.get(key, ())[:_MOST_STEMS]:
                self.judge.learn(stem, tail)
                conditions.append(opening((Segment(stem, False), *tail)))
        if conditions:
            self._ask(Part(any_of(conditions) & models.Q(kana=""), MOST))

    def _ask_close(self) -> None:
        """Names that differ from what is heard in one syllable or so, or in a letter of its end."""
        loose = parse_loosely(self.query)
        if conditions := nearly(self.query.meanings, loose):
            self.judge.be_lenient(loose)
            self._ask(Part(any_of(conditions), _MOST_LENIENT), most=_MOST_LENIENT)


def _stems(rows: Iterable[tuple[str, str]], keys: Collection[str]) -> dict[str, list[str]]:
    """Sound key → the names in kanji that rows with it are written in, the most frequent first."""
    counts: dict[str, dict[str, int]] = {key: {} for key in keys}
    for name, heard in rows:
        key = heard.partition(" ")[0]
        for stem_key, stems in counts.items():
            if key.startswith(stem_key) and (stem := stem_of(name, key, stem_key)):
                stems[stem] = stems.get(stem, 0) + 1
    return {
        key: sorted(stems, key=lambda stem: (-stems[stem], stem)) for key, stems in counts.items()
    }
