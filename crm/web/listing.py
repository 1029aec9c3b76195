"""Pages of a list: the addresses of the page before and the page after."""

from __future__ import annotations

from typing import Any

from crm.keyset import Page
from crm.web.page import Request


def neighbours(request: Request, rows: Page[Any]) -> dict[str, str]:
    """The query strings of the next and the previous page, for the pager; `""` for none."""
    return {"next": _at(request, rows.next), "previous": _at(request, rows.previous)}


def _at(request: Request, cursor: str | None) -> str:
    if not cursor:
        return ""
    query = request.GET.copy()
    query["cursor"] = cursor
    return query.urlencode()
