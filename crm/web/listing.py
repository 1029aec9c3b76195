"""What every list does the same way: a page of what a filter finds, its count, its neighbours.

    found = CampaignFilter(request.GET, queryset=visible(…), request=request)
    context = {**listing(request, found), "can_run": …}
    return show_list(request, "campaigns/list.html", context)

The template extends `layouts/list.html`. What all lists offer is added there and here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse

from crm.keyset import COUNT_CAP, Key, Page, capped_count
from crm.keyset import page as keyset_page
from crm.templatetags.names import localname
from crm.web.page import Request, show
from prospects.filters import ALL, OrderedFilterSet, YesNoWidget

SIZE = 50


def listing(
    request: Request,
    found: OrderedFilterSet,
    rows: QuerySet[Any, Any] | None = None,
    *,
    export: str = "",
) -> dict[str, Any]:
    """The context of a list: `filter`, and what `paged` gives, in the order the filter names.

    `rows` are what the filter found with what a line shows beside (`select_related` and the like);
    they are counted without that. `export` names the noun of `crm.exports` that the list is.
    """
    shown = found.listed if rows is None else rows
    page = paged(request, shown, order=found.order, counted=found.listed, export=export)
    return {"filter": found, **page}


def paged(
    request: Request,
    rows: QuerySet[Any, Any],
    *,
    order: Sequence[str | Key],
    size: int = SIZE,
    counted: QuerySet[Any, Any] | None = None,
    export: str = "",
    within: Mapping[str, object] | None = None,
) -> dict[str, Any]:
    """A page of `rows` at the address's cursor, `count` and `cap`, `next` and `previous`.

    `counted` gives the number where the rows carry more than their count needs. `export` names the
    noun of the file that the list can be had as, `within` what narrows it beside the address.
    An invalid cursor raises InvalidCursorError, which `crm.web.page` answers with the first page.
    """
    shown = keyset_page(rows, order=order, size=size, cursor=request.GET.get("cursor"))
    return {
        "rows": shown.rows,
        "count": capped_count(rows.prefetch_related(None) if counted is None else counted),
        "cap": COUNT_CAP,
        "export_url": export and export_url(request, export, within or {}),
        **_neighbours(request, shown),
    }


def show_list(request: Request, template: str, context: Mapping[str, Any]) -> HttpResponse:
    """The list's page, or for htmx the results alone."""
    return show(request, template, context, inside="layouts/results.html")


def export_url(request: Request, noun: str, within: Mapping[str, object]) -> str:
    """Where the list at hand, narrowed as it is, is exported."""
    query = request.GET.copy()
    query.pop("cursor", None)
    for name, value in within.items():
        query[name] = str(value)
    url = reverse("web:export_create", args=[noun])
    return f"{url}?{query.urlencode()}" if query else url


def say_all(form: forms.Form) -> None:
    """Let a filter's empty choices read "all", as everywhere, and records by the reader's names."""
    plain = forms.ModelChoiceField.label_from_instance
    for field in form.fields.values():
        if isinstance(field, forms.ModelChoiceField):
            field.empty_label = str(ALL)
            if type(field).label_from_instance is plain:
                field.label_from_instance = localname  # type: ignore[method-assign]
        elif isinstance(field, forms.NullBooleanField):
            field.widget = YesNoWidget(attrs=field.widget.attrs)


def _neighbours(request: Request, rows: Page[Any]) -> dict[str, str]:
    """The query strings of the next and the previous page, for the pager; `""` for none."""
    return {"next": address_at(request, rows.next), "previous": address_at(request, rows.previous)}


def address_at(request: Request, cursor: str | None) -> str:
    """The query string of the list at hand at a cursor; `""` without one."""
    if not cursor:
        return ""
    query = request.GET.copy()
    query["cursor"] = cursor
    return query.urlencode()
