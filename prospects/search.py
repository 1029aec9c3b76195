"""Finding entries of the corporate-number register; paging is the caller's business."""

from __future__ import annotations

from collections.abc import Collection

from prospects.models import RegisterEntry
from prospects.models.register import RegisterEntryQuerySet
from prospects.names import parse_corporate_number, query_words

# Fewer digits are more likely a part of a name than the beginning of a number.
_LEAST_DIGITS = 4


def search_register(
    words: str = "",
    *,
    municipality_codes: Collection[str] = (),
    place: str = "",
    kinds: Collection[str] = (),
    active_only: bool = True,
) -> RegisterEntryQuerySet:
    """Entries by name words or by corporate number, narrowed by seat, kind and being active.

    With name words the order is relevance (`rank`: the very name, names that begin so, the rest),
    then corporate number; without, corporate number alone, which walks its index. A whole corporate
    number finds its entry whatever the other conditions say; the beginning of one narrows.
    """
    found: RegisterEntryQuerySet = RegisterEntry.objects.all()
    if number := corporate_number(words):
        return found.filter(corporate_number=number).order_by("corporate_number")
    if municipality_codes:
        found = found.in_municipalities(municipality_codes)
    if place:
        found = found.in_place(place)
    if kinds:
        found = found.of_kinds(kinds)
    if active_only:
        found = found.active()
    if beginning := _beginning(words):
        return found.filter(corporate_number__startswith=beginning).order_by("corporate_number")
    found = found.named(words)
    return found.by_relevance(words) if query_words(words) else found.order_by("corporate_number")


def corporate_number(text: str) -> str:
    """The thirteen digits of a corporate number as people type it; `""` where it is none."""
    try:
        return parse_corporate_number(text)
    except ValueError:
        return ""


def _beginning(words: str) -> str:
    digits = words.replace(" ", "").replace("-", "")
    return digits if len(digits) >= _LEAST_DIGITS and digits.isascii() and digits.isdigit() else ""
