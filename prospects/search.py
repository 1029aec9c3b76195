"""Finding entries of the corporate-number register, page by page."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, Value

from prospects.models import RegisterEntry
from prospects.names import parse_corporate_number, query_words

COUNT_LIMIT = 1000
_CURSOR = re.compile(r"([0-2])-([1-9][0-9]{12})", re.ASCII)


class BadCursorError(ValueError):
    """`after` is not what a page gave as `next`."""


@dataclass(frozen=True)
class RegisterPage:
    """Some entries, in order; `next` continues after them and is empty on the last page.

    `count` stops at COUNT_LIMIT; `is_more` says that there are more than that.
    """

    entries: tuple[RegisterEntry, ...]
    next: str
    count: int
    is_more: bool


def find_entry(number: str) -> RegisterEntry | None:
    """The entry of a corporate number as people type it; None if it is none or is not known."""
    try:
        digits = parse_corporate_number(number)
    except ValueError:
        return None
    return RegisterEntry.objects.filter(corporate_number=digits).first()


def search_register(
    words: str = "",
    *,
    municipality_codes: Collection[str] = (),
    prefecture_code: str = "",
    kinds: Collection[str] = (),
    active_only: bool = True,
    after: str = "",
    size: int = 50,
) -> RegisterPage:
    """Entries by name words or by corporate number, narrowed by seat, kind and being active.

    With name words the order is relevance (the very name, names that begin so, the rest), then
    corporate number; without, corporate number alone. A corporate number finds its entry whatever
    the other conditions say. Raises BadCursorError for an `after` that no page gave.
    """
    if entry := find_entry(words):
        return RegisterPage((entry,), next="", count=1, is_more=False)
    found = RegisterEntry.objects.named(words)
    if municipality_codes:
        found = found.in_municipalities(municipality_codes)
    if prefecture_code:
        found = found.in_prefecture(prefecture_code)
    if kinds:
        found = found.of_kinds(kinds)
    if active_only:
        found = found.active()
    count = found.order_by()[: COUNT_LIMIT + 1].count()
    if query_words(words):
        ordered = found.by_relevance(words)
    else:
        ordered = found.annotate(rank=Value(0)).order_by("corporate_number")
    if after:
        ordered = ordered.filter(_after(after))
    entries = tuple(ordered[: size + 1])
    return RegisterPage(
        entries=entries[:size],
        next=_cursor(entries[size - 1]) if len(entries) > size else "",
        count=min(count, COUNT_LIMIT),
        is_more=count > COUNT_LIMIT,
    )


def _cursor(entry: RegisterEntry) -> str:
    rank: int = getattr(entry, "rank")  # noqa: B009  an annotation, unknown to the model
    return f"{rank}-{entry.corporate_number}"


def _after(cursor: str) -> Q:
    match = _CURSOR.fullmatch(cursor)
    if match is None:
        raise BadCursorError(f"not a place in the list: {cursor!r}")
    rank, number = int(match[1]), match[2]
    return Q(rank__gt=rank) | Q(rank=rank, corporate_number__gt=number)
