"""The pages of the register's list: the best hits in rank, each with why, then the rest by number.

A common word is in tens of thousands of names. Only the best of them are ranked; whoever goes on
comes to all others in the order of corporate numbers, none twice, at the same cost on every page.
"""

from __future__ import annotations

import re
from typing import Any

from crm.keyset import COUNT_CAP, CappedCount, InvalidCursorError, capped_count
from crm.keyset import page as keyset_page
from crm.web.listing import SIZE, address_at, export_url, listing
from crm.web.page import Request
from crm.web.search import why_in_words
from prospects.asking import by_index
from prospects.ranking import Why
from prospects.register_filters import RegisterFilter
from prospects.search import reasons

#: Cursors beside those of the rest: a place among the best, and the beginning of the rest.
_BEST = re.compile(r"best-(\d{1,4})", re.ASCII)
_REST = "rest"


def register_pages(request: Request, found: RegisterFilter) -> dict[str, Any]:
    """The context of the list: what `listing` gives, and with words `whys` by corporate number.

    `best` is how many are ranked where there is a rest, else 0; `is_rest` whether this page is of
    it. Raises InvalidCursorError.
    """
    if not found.ranks:
        return listing(request, found, export="register")
    with by_index():
        others = capped_count(found.rest)
    has_rest = others.number > 0
    number = len(found.best) + others.number
    cursor = request.GET.get("cursor", "")
    start = _place_among_best(cursor, len(found.best), has_rest=has_rest)
    shown = _rest(found, cursor) if start is None else _best(found, start, has_rest=has_rest)
    return {
        "filter": found,
        **shown,
        "next": address_at(request, shown["next"]),
        "previous": address_at(request, shown["previous"]),
        "count": CappedCount(min(number, COUNT_CAP), others.more or number > COUNT_CAP),
        "best": len(found.best) if has_rest else 0,
        "is_rest": start is None,
        "cap": COUNT_CAP,
        "export_url": export_url(request, "register", {}),
    }


def _place_among_best(cursor: str, best: int, *, has_rest: bool) -> int | None:
    """Where among the best a page begins; None for a page of the rest."""
    if not cursor:
        return 0 if best or not has_rest else None
    if place := _BEST.fullmatch(cursor):
        if int(place[1]) >= best:
            raise InvalidCursorError
        return int(place[1])
    return None


def _best(found: RegisterFilter, start: int, *, has_rest: bool) -> dict[str, Any]:
    end = start + SIZE
    hits = found.best[start:end]
    after = f"best-{end}" if end < len(found.best) else _REST * has_rest
    return {
        "rows": [hit.entry for hit in hits],
        "whys": {hit.entry.pk: why_in_words(hit.why, hit.text) for hit in hits},
        "next": after,
        "previous": f"best-{max(start - SIZE, 0)}" if start else "",
    }


def _rest(found: RegisterFilter, cursor: str) -> dict[str, Any]:
    place = None if cursor in ("", _REST) else cursor
    shown = keyset_page(found.rest, order=("corporate_number",), size=SIZE, cursor=place)
    whys = reasons(found.words, shown.rows)
    last = (len(found.best) - 1) // SIZE * SIZE
    return {
        "rows": shown.rows,
        "whys": {
            row.pk: why_in_words(hit.why, hit.text)
            if (hit := whys.get(row.pk))
            else why_in_words(Why.NAME_HAS, "")
            for row in shown.rows
        },
        "next": shown.next,
        "previous": shown.previous or (f"best-{last}" if found.best else ""),
    }
