"""What the indexes of bigrams are asked: conditions on a `bigrams` field or alias."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import reduce
from itertools import islice
from operator import and_, or_
from typing import ClassVar

from django.db import connection, models, transaction

from prospects.queries import Meaning
from prospects.trade_words import MAKER

#: Ways to be close that are looked into: with another trade word, and all in all.
_MOST_LOOSE, _MOST_CLOSE = 4, 24
#: Bigrams that a question asks for: so many of two million names narrow to some tens.
_ENOUGH = 4
_KEPT_SECONDS = 3600.0


@contextmanager
def by_index() -> Iterator[None]:
    """Questions inside are answered from the index, by this process alone.

    Of a pair of characters too rare for its statistics the planner expects thousands of rows, and
    reads a table of millions from its beginning until it has enough of them: seconds, for a rare
    pair. The index takes milliseconds for a rare pair and some tens of them for the most common.
    """
    is_inside = connection.in_atomic_block
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(_BY_INDEX)
        yield
        if is_inside:  # else the settings end with the transaction
            cursor.execute(_AS_BEFORE)


_BY_INDEX = "SET LOCAL enable_seqscan = off; SET LOCAL max_parallel_workers_per_gather = 0"
_AS_BEFORE = (
    "SET LOCAL enable_seqscan TO DEFAULT; SET LOCAL max_parallel_workers_per_gather TO DEFAULT"
)


def rarest(pairs: Iterable[int], most: int = _ENOUGH) -> list[int]:
    """The few of some bigrams that narrow about as far as all of them.

    The index walks the list of the rarest one and looks into each other list at every step, so
    what the tenth common pair still leaves out costs more than to read it.
    """
    some = list(dict.fromkeys(pairs))
    if len(some) <= most:
        return some
    shares = _shares()
    return sorted(some, key=lambda pair: shares.get(pair, 0.0))[:most]


def _shares() -> dict[int, float]:
    """The share of entries that have a bigram, of the most common ones, as the planner knows it."""
    now = time.monotonic()
    if not _Known.shares or now - _Known.read_at > _KEPT_SECONDS:
        with connection.cursor() as cursor:
            cursor.execute(_SHARES)
            pairs, shares = cursor.fetchone() or ((), ())
        _Known.shares, _Known.read_at = dict(zip(pairs, shares, strict=False)), now
    return _Known.shares


class _Known:
    """What this process has read of the planner's statistics, and when."""

    shares: ClassVar[dict[int, float]] = {}
    read_at: ClassVar[float] = 0.0


_SHARES = """
    SELECT most_common_elems::text::int[], most_common_elem_freqs FROM pg_stats
    WHERE tablename = 'prospects_registerentry' AND attname = 'bigrams' AND schemaname = (
        SELECT relnamespace::regnamespace::text FROM pg_class
        WHERE oid = 'prospects_registerentry'::regclass
    )
"""


def any_of(conditions: Iterable[models.Q]) -> models.Q:
    """Any of one or more conditions."""
    return reduce(or_, conditions)


def all_of(conditions: Iterable[models.Q]) -> models.Q:
    """All of one or more conditions."""
    return reduce(and_, conditions)


def holding(
    meaning: Meaning, *, begins: bool = False, ends: bool = False, maker: bool = False
) -> models.Q:
    """Entries whose index has all bigrams of a meaning."""
    pairs = [MAKER] if maker else []
    for place, segment in enumerate(meaning):
        is_first, is_last = place == 0, place == len(meaning) - 1
        pairs += segment.bigrams(begins=begins and is_first, ends=ends and is_last)
    return models.Q(bigrams__contains=rarest(pairs))


def opening(meaning: Meaning, *, ends: bool = False, maker: bool = False) -> models.Q:
    """Entries of the register that begin with a meaning, or are all of it; of makers only."""
    first, *rest = meaning
    start, *pairs = first.opening(ends=ends and not rest, maker=maker)
    for place, segment in enumerate(rest, 2):
        pairs += segment.bigrams(ends=ends and place == len(meaning))
    return models.Q(bigrams__contains=[start, *rarest(pairs)])


def nearly(meanings: Iterable[Meaning], loose: Iterable[Meaning]) -> list[models.Q]:
    """The ways to be close that are worth asking for, the narrowest first.

    `loose` are meanings with a trade word that is not quite spelt so.
    """
    by_kind = sorted(meanings, key=lambda meaning: all(part.is_heard for part in meaning))
    loose = [*islice(loose, _MOST_LOOSE)]
    found = [holding(meaning, begins=True) for meaning in loose]
    found += [condition for meaning in (*by_kind, *loose) for condition in close_to(meaning)]
    return found[:_MOST_CLOSE]


def close_to(meaning: Meaning) -> Iterator[models.Q]:
    """Entries with all bigrams of a meaning but those of one syllable that is heard."""
    for place, segment in enumerate(meaning):
        if not segment.is_heard:
            continue
        others = [pair for other in meaning if other is not segment for pair in other.bigrams()]
        begins, ends = place == 0, not others
        pairs = segment.bigrams(begins=begins, ends=ends)
        for syllable in range(len(segment.text)):
            touched = {syllable, syllable + 1} if begins else {syllable - 1, syllable}
            kept = [pair for index, pair in enumerate(pairs) if index not in touched] + others
            if len(kept) > 1:
                yield models.Q(bigrams__contains=rarest(kept))
