"""What can be exported: for each noun its list's filter, and the columns of its file.

Beside the lists there are tables that are no rows of one noun: `MatrixTable`.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import EmptyResultSet
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.access import Viewer, visible
from crm.deal_filters import DealFilter
from crm.filters import (
    ActivityFilter,
    CampaignFilter,
    CoveredCompanyFilter,
    InviteeFilter,
    PlannedIntroductionFilter,
)
from crm.keyset import ordered
from crm.models import Activity, Campaign, CampaignInvitee, Deal, PlannedIntroduction
from matching.filters import MatchFilter, NeedFilter
from matching.firm_filters import FirmFilter
from matching.firms import with_counts
from matching.models import Firm, Match, Need
from prospects.filters import CooperativeFilter, OrderedFilterSet
from prospects.models import Company, Cooperative, RegisterEntry, SupportProgramme
from prospects.programme_filters import ProgrammeFilter
from prospects.register_filters import RegisterFilter
from prospects.spreadsheets import Column

from . import companies, deals, needs, plans
from .fields import BETWEEN, Field
from .matrix import MatrixTable

#: Rows that the database hands over at a time.
CHUNK = 2_000


@dataclasses.dataclass(frozen=True, slots=True)
class Noun:
    """A list that can be had as a file. `title` is what the list is called.

    `credited`: the register's data may be in it. `within` names a filter that must be given: the
    list stands on the page of another record. `prepared` adds what the list may be sorted by.
    """

    key: str
    title: Any
    model: type[Model]
    filterset: type[OrderedFilterSet]
    fields: tuple[Field, ...]
    credited: bool = False
    within: str = ""
    prepared: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None

    @property
    def models(self) -> tuple[type[Model], ...]:
        """Whose rows are read."""
        return (self.model,)

    def found(self, query: QueryDict, viewer: Viewer) -> OrderedFilterSet:
        """The list's filter with what `viewer` may see of the noun."""
        rows = visible(viewer, self.model._default_manager.all())
        return self.filterset(query, queryset=self.prepared(rows) if self.prepared else rows)

    def selected(self, found: OrderedFilterSet) -> QuerySet[Any, Any]:
        """The one query of the file: all rows in the list's order, a value for each column."""
        rows = ordered(found.listed.prefetch_related(None), found.order)
        return rows.values_list(*(field.expression() for field in self.fields))

    def count(self, found: OrderedFilterSet) -> int:
        """How many rows the file would have."""
        return found.listed.order_by().count()

    def columns(self, _found: OrderedFilterSet) -> list[Column]:
        """The headings in the reader's language."""
        return [Column(field.header, field.kind, field.width) for field in self.fields]

    def rows(self, found: OrderedFilterSet) -> Iterator[tuple[Any, ...]]:
        """All rows as cells, `CHUNK` of them in memory: they are read by a server-side cursor."""
        read = [field.shown() if field.shown else None for field in self.fields]
        for row in self.selected(found).iterator(chunk_size=CHUNK):
            yield tuple(
                value if value is None or shown is None else shown(value)
                for value, shown in zip(row, read, strict=True)
            )


NOUNS: dict[str, Noun] = {
    noun.key: noun
    for noun in (
        Noun(
            "companies",
            gettext_lazy("Companies"),
            Company,
            CoveredCompanyFilter,
            companies.COMPANY,
            credited=True,
        ),
        Noun(
            "cooperatives",
            gettext_lazy("Cooperatives"),
            Cooperative,
            CooperativeFilter,
            companies.COOPERATIVE,
            credited=True,
        ),
        Noun(
            "register",
            gettext_lazy("Register entries"),
            RegisterEntry,
            RegisterFilter,
            companies.REGISTER,
            credited=True,
        ),
        Noun(
            "programmes",
            gettext_lazy("Support programmes"),
            SupportProgramme,
            ProgrammeFilter,
            companies.PROGRAMME,
            prepared=companies.with_use_count,
        ),
        Noun(
            "firms",
            gettext_lazy("Korean firms"),
            Firm,
            FirmFilter,
            needs.FIRM,
            prepared=with_counts,
        ),
        Noun("needs", gettext_lazy("Needs"), Need, NeedFilter, needs.NEED),
        Noun(
            "matches",
            gettext_lazy("Matches"),
            Match,
            MatchFilter,
            needs.MATCH,
            credited=True,
        ),
        Noun("deals", gettext_lazy("Deals"), Deal, DealFilter, deals.DEAL, credited=True),
        Noun(
            "activities",
            gettext_lazy("Activities"),
            Activity,
            ActivityFilter,
            deals.ACTIVITY,
            credited=True,
        ),
        Noun("campaigns", gettext_lazy("Campaigns"), Campaign, CampaignFilter, deals.CAMPAIGN),
        Noun(
            "invitees",
            gettext_lazy("Invitees"),
            CampaignInvitee,
            InviteeFilter,
            deals.INVITEE,
            credited=True,
            within="campaign",
        ),
        Noun(
            "introductions",
            gettext_lazy("Planned introductions"),
            PlannedIntroduction,
            PlannedIntroductionFilter,
            plans.PLANNED,
            credited=True,
            within="plan",
        ),
    )
}


Exportable = Noun | MatrixTable
#: The lists and the tables, by the key of their address.
EXPORTABLE: dict[str, Exportable] = {**NOUNS, MatrixTable.key: MatrixTable()}


def is_asked(noun: Exportable, found: Any) -> bool:
    """Whether the filter is valid and says what it must: half a filter would export too much."""
    if not found.form.is_valid():
        return False
    if isinstance(found, RegisterFilter):
        return found.asks
    within = noun.within if isinstance(noun, Noun) else ""
    return not within or bool(found.form.cleaned_data.get(within))


def described(found: Any) -> list[tuple[str, str]]:
    """The filters in use, in words: label and value. Call when `is_asked`."""
    form: forms.Form = found.form
    said = []
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name)
        if value not in (None, "", [], False) or (value is False and form.data.get(name)):
            label = str(capfirst(str(field.label or name)))
            said.append((label, _value_in_words(field, value)))
    return said


def _value_in_words(field: forms.Field, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, slice):  # a range of days
        days = (moment.date().isoformat() if moment else "" for moment in (value.start, value.stop))
        return " – ".join(days).strip()
    if isinstance(value, Model):
        return str(getattr(field, "label_from_instance", str)(value))
    labels = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    if isinstance(value, list):
        return BETWEEN.join(labels.get(str(each), str(each)) for each in value)
    return labels.get(str(value), str(value))


def reach(noun: Exportable, viewer: Viewer) -> str:
    """A fingerprint of what `viewer` may see of the noun: it changes when the rule does."""
    texts = [_asked(visible(viewer, model._default_manager.all())) for model in noun.models]
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def _asked(rows: QuerySet[Any]) -> str:
    try:
        return str(rows.query)
    except EmptyResultSet:
        return ""
