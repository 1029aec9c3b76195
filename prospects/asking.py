"""What the indexes of bigrams are asked: conditions on a `bigrams` field or alias."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import reduce
from itertools import islice
from operator import and_, or_

from django.db import connection, models, transaction

from prospects.queries import Meaning
from prospects.trade_words import MAKER

#: Ways to be close that are looked into: with another trade word, and all in all.
_MOST_LOOSE, _MOST_CLOSE = 4, 14


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
    return models.Q(bigrams__contains=pairs)


def opening(meaning: Meaning, *, ends: bool = False, maker: bool = False) -> models.Q:
    """Entries of the register that begin with a meaning, or are all of it; of makers only."""
    first, *rest = meaning
    pairs = first.opening(ends=ends and not rest, maker=maker)
    for place, segment in enumerate(rest, 2):
        pairs += segment.bigrams(ends=ends and place == len(meaning))
    return models.Q(bigrams__contains=pairs)


def nearly(meanings: Iterable[Meaning], loose: Iterable[Meaning]) -> list[models.Q]:
    """The ways to be close that are worth asking for, the narrowest first.

    `loose` are meanings with a trade word that is not quite spelt so.
    """
    by_kind = sorted(meanings, key=lambda meaning: all(part.is_heard for part in meaning))
    found = [holding(meaning, begins=True) for meaning in islice(loose, _MOST_LOOSE)]
    found += [condition for meaning in by_kind for condition in close_to(meaning)]
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
                yield models.Q(bigrams__contains=kept)
