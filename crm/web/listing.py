"""Pages of a list: the addresses of the page before and the page after."""

from __future__ import annotations

from typing import Any

from django import forms

from crm.keyset import Page
from crm.web.page import Request
from prospects.filters import ALL, YesNoWidget


def neighbours(request: Request, rows: Page[Any]) -> dict[str, str]:
    """The query strings of the next and the previous page, for the pager; `""` for none."""
    return {"next": _at(request, rows.next), "previous": _at(request, rows.previous)}


def say_all(form: forms.Form) -> None:
    """Let a filter's empty choices read "all", as everywhere."""
    for field in form.fields.values():
        if isinstance(field, forms.ModelChoiceField):
            field.empty_label = str(ALL)
        elif isinstance(field, forms.NullBooleanField):
            field.widget = YesNoWidget(attrs=field.widget.attrs)


def _at(request: Request, cursor: str | None) -> str:
    if not cursor:
        return ""
    query = request.GET.copy()
    query["cursor"] = cursor
    return query.urlencode()
