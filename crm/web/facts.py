"""Facts of a record that are rows of their own: one way to add, change and remove them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from crm.web.companies_forms import FactForm
from crm.web.page import Request, done, invalid, say_doubts, show


@dataclass(frozen=True)
class Fact:
    """A kind of row: its form, the tab that lists it, its titles, and whether matches hang on it.

    `of` is the row's field that names the record it belongs to. `doubts` says what is odd about a
    row that was saved.
    """

    model: type[models.Model]
    form: type[FactForm]
    tab: str
    add: Any
    change: Any
    scored: bool = True
    of: str = "company"
    doubts: Callable[[Any], list[str]] | None = None

    def row(self, record: models.Model, key: str) -> Any:
        """The row of this record; 404 where it has none of that key."""
        try:
            pk = self.model._meta.pk.to_python(key)
        except ValidationError as error:
            raise Http404 from error
        return get_object_or_404(self.model._default_manager, pk=pk, **{self.of: record})


def of_kind(table: Mapping[str, Fact], kind: str) -> Fact:
    """The kind that an address names, or 404."""
    if kind not in table:
        raise Http404
    return table[kind]


def edit(
    request: Request, fact: Fact, record: models.Model, key: str | None, *, back: str
) -> HttpResponse:
    """The form of a row, new without `key`; 422 with what is wrong, or back to the record."""
    row = fact.row(record, key) if key else fact.model(**{fact.of: record})
    form = fact.form(request.POST if request.method == "POST" else None, instance=row)
    context = {
        "form": form,
        "record": record,
        "title": fact.change if key else fact.add,
        "remove_url": f"{request.path}remove/" if key else "",
        "back": back,
    }
    if request.method != "POST":
        return show(request, "companies/fact_form.html", context)
    if form.is_valid() and form.save_fact():
        if fact.doubts:
            say_doubts(request, fact.doubts(form.instance))
        return done(request, back, _("Saved."))
    return invalid(request, "companies/fact_form.html", context)


def remove(request: Request, fact: Fact, row: models.Model, *, back: str) -> HttpResponse:
    """Take a row away."""
    row.delete()
    return done(request, back, _("Removed."))
