"""How the national register is narrowed and sorted: one FilterSet for list page and export."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

import django_filters as filters
from django import forms
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .figures import COMPANY_KINDS
from .filters import LONGEST_TEXT, OrderedFilterSet, named_choice
from .models import Cluster, RegisterChange, RegisterEntry
from .models.register import RegisterEntryQuerySet, seated_in
from .ranking import EntryHit
from .search import MOST, best_entries, can_rank, search_register
from .signal import KNOWN_FROM

KINDS = (
    ("companies", _("companies")),
    ("cooperatives", _("cooperatives and other bodies")),
)
KINDS_MEANT: dict[str, Collection[str]] = {
    "companies": COMPANY_KINDS,
    "cooperatives": (RegisterEntry.Kind.OTHER_REGISTERED,),
}

#: How long ago the number was assigned; nothing older than the numbers themselves can be told.
AGES = (
    ("month", _("in the last month")),
    ("quarter", _("in the last 3 months")),
    ("year", _("in the last year")),
    ("years", _("in the last 3 years")),
)
AGES_MEANT = {
    "month": dt.timedelta(days=31),
    "quarter": dt.timedelta(days=92),
    "year": dt.timedelta(days=366),
    "years": dt.timedelta(days=3 * 366),
}


class MonthField(forms.DateField):
    """A month as `2025-01`; its value is the first day."""

    widget = forms.DateInput(format="%Y-%m", attrs={"type": "month"})
    input_formats = ("%Y-%m",)
    default_error_messages = {"invalid": _("Give a month as 2025-01.")}


class MonthFilter(filters.Filter):
    field_class = MonthField


class _Checked(filters.Filter):
    """A box that is checked or not."""

    field_class = forms.BooleanField


class RegisterFilter(OrderedFilterSet):
    """Register entries by name, reading or number, by place and kind; active ones unless `closed`.

    The search reads all of it at once, so the filters narrow nothing one by one. Where words were
    given, the `best` come first, in rank, then the `rest` by corporate number: nothing sorts all
    that a common word finds. Without words there are no best ones.
    """

    ORDERS = {"rank": ("place", "corporate_number"), "number": ("corporate_number",)}

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
    age = filters.ChoiceFilter(choices=AGES, empty_label=_("any age"), label=_("Age"))
    opened = MonthFilter(field_name="assignment_date", label=_("Number assigned in"))
    ended = MonthFilter(field_name="close_date", label=_("Closed in"))
    came = MonthFilter(field_name="change_date", label=_("Moved in during"))
    went = MonthFilter(field_name="change_date", label=_("Moved out during"))
    closed = _Checked(label=_("with closed ones"))

    class Meta:
        model = RegisterEntry
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["cluster"].extra["empty_label"] = _("all of Japan")
        # Figures lead here with a month; nobody looks for one by hand.
        for name in ("opened", "ended", "came", "went"):
            if not (self.data or {}).get(name):
                self.filters[name].extra["widget"] = forms.HiddenInput

    @property
    def asks(self) -> bool:
        """Whether the data is valid and narrows the register: nobody lists all of it."""
        if not self.form.is_valid():
            return False
        return any(self.form.cleaned_data.get(name) for name in ("q", "cluster", "place"))

    @property
    def ranks(self) -> bool:
        """Whether there are words to rank by."""
        return self.asks and can_rank(self.words)

    @property
    def order(self) -> tuple[str, ...]:
        return self.ORDERS["rank" if self.ranks else "number"]

    @cached_property
    def best(self) -> tuple[EntryHit, ...]:
        """The best of what was found and what sounds close to it, each with why it is there."""
        if not self.ranks or self.queryset.query.is_empty():
            return ()
        return best_entries(self.words, limit=MOST, **self._conditions)

    @property
    def rest(self) -> RegisterEntryQuerySet:
        """What was found beside the best, by corporate number."""
        rest: RegisterEntryQuerySet = self.qs.exclude(pk__in=[hit.entry.pk for hit in self.best])
        return rest

    @property
    def listed(self) -> models.QuerySet[RegisterEntry]:
        """All of the list, the best in rank before the rest, as one query."""
        found: RegisterEntryQuerySet = self.qs
        if not self.ranks:
            return found
        numbers = [hit.entry.pk for hit in self.best]
        return (RegisterEntry.objects.filter(pk__in=numbers) | found).in_rank(numbers)

    @property
    def words(self) -> str:
        """What was typed."""
        words: str = self.form.cleaned_data["q"]
        return words

    def filter_queryset(
        self, queryset: models.QuerySet[RegisterEntry]
    ) -> models.QuerySet[RegisterEntry]:
        """What `search_register` finds, or nothing where nothing is asked."""
        # The search starts from all entries: they are public, so a viewer sees all or none.
        if not self.asks or queryset.query.is_empty():
            return queryset.none()
        return search_register(self.words, **self._conditions)

    @cached_property
    def _conditions(self) -> dict[str, Any]:
        """What narrows beside the words, as the searches take it."""
        data = self.form.cleaned_data
        also = seated_in(data["place"]) if data["place"] else models.Q()
        if data["age"]:
            since = timezone.localdate() - AGES_MEANT[data["age"]]
            also &= models.Q(assignment_date__gte=max(since, KNOWN_FROM))
        for name, field in (("opened", "assignment_date"), ("ended", "close_date")):
            if data[name]:
                also &= models.Q(**_within(field, data[name]))
        codes = data["cluster"].municipality_codes if data["cluster"] else ()
        moved = bool(codes and (data["came"] or data["went"]))
        for name in ("came", "went"):
            if codes and data[name]:
                moves = RegisterChange.objects.over_border(codes, into=name == "came")
                moves = moves.filter(**_within("changed_on", data[name]))
                also &= models.Q(pk__in=moves.values("corporate_number"))
        return {
            # Who moved over the border may be elsewhere by now.
            "municipality_codes": () if moved else codes,
            "kinds": KINDS_MEANT.get(data["kind"], ()),
            "active_only": not data["closed"] and not data["ended"] and not moved,
            "also": also,
        }


def _within(field: str, month: dt.date) -> dict[str, dt.date]:
    """The condition that a day is in the month that begins so."""
    after = (month + dt.timedelta(days=32)).replace(day=1)
    return {f"{field}__gte": month, f"{field}__lt": after}
