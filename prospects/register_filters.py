"""How the national register is narrowed and sorted: one FilterSet for list page and export."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import django_filters as filters
from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from .figures import COMPANY_KINDS
from .filters import LONGEST_TEXT, OrderedFilterSet, named_choice
from .models import Cluster, RegisterEntry
from .search import search_register

KINDS = (
    ("companies", _("companies")),
    ("cooperatives", _("cooperatives and other bodies")),
)
KINDS_MEANT: dict[str, Collection[str]] = {
    "companies": COMPANY_KINDS,
    "cooperatives": (RegisterEntry.Kind.OTHER_REGISTERED,),
}


class _Checked(filters.Filter):
    """A box that is checked or not."""

    field_class = forms.BooleanField


class RegisterFilter(OrderedFilterSet):
    """Register entries by name, reading or number, by place and kind; active ones unless `closed`.

    The search reads all of it at once, so the filters narrow nothing one by one. The order is
    relevance where words were given, then corporate number.
    """

    ORDERS = {"relevance": ("rank", "corporate_number"), "number": ("corporate_number",)}

    q = filters.CharFilter(max_length=LONGEST_TEXT, label=_("Name, reading or corporate number"))
    cluster = named_choice(
        Cluster.objects.all(), key="key", label=_("Cluster"), help_text="Key of a cluster."
    )
    place = filters.CharFilter(
        max_length=20,
        label=_("City or code"),
        widget=forms.TextInput(attrs={"placeholder": " "}),
    )
    kind = filters.ChoiceFilter(choices=KINDS, empty_label=_("every kind"), label=_("Kind"))
    closed = _Checked(label=_("with closed ones"))

    class Meta:
        model = RegisterEntry
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["cluster"].extra["empty_label"] = _("all of Japan")

    @property
    def asks(self) -> bool:
        """Whether the data is valid and narrows the register: nobody lists all of it."""
        if not self.form.is_valid():
            return False
        return any(self.form.cleaned_data.get(name) for name in ("q", "cluster", "place"))

    @property
    def order(self) -> tuple[str, ...]:
        ranked = "rank" in self.qs.query.annotations
        return self.ORDERS["relevance" if ranked else "number"]

    def filter_queryset(
        self, queryset: models.QuerySet[RegisterEntry]
    ) -> models.QuerySet[RegisterEntry]:
        """What `search_register` finds, or nothing where nothing is asked."""
        # The search starts from all entries: they are public, so a viewer sees all or none.
        if not self.asks or queryset.query.is_empty():
            return queryset.none()
        data = self.form.cleaned_data
        return search_register(
            data["q"],
            municipality_codes=data["cluster"].municipality_codes if data["cluster"] else (),
            place=data["place"],
            kinds=KINDS_MEANT.get(data["kind"], ()),
            active_only=not data["closed"],
        )
