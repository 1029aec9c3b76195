"""What the matrix of demand and supply is narrowed by, and the lists that it then counts.

One filter serves the page and the file, as a FilterSet does for a list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm.access import Viewer, visible
from crm.filters import CoveredCompanyFilter
from crm.templatetags.names import localname
from matching.filters import SCORES, MatchFilter, NeedFilter, business_groups, regions
from matching.matrix import Column, Matrix, matrix
from matching.models import Firm, Match, Need
from prospects.filters import ALL, NamedChoiceField
from prospects.models import Company
from prospects.technologies import OUTSIDE_LABEL, TECHNOLOGIES, Grouping

#: Registration and status that count; the lists are opened with the same.
OPEN_NEEDS = {"status": Need.Status.OPEN.value}
OPEN_COMPANIES = {"registration": Company.Registration.OPEN.value}
OPEN_MATCHES = {"current": "true"}
#: What a company is narrowed by so that it is ready: will and strength speak for it.
READY = {"will": "speaks", "strength": "speaks"}

#: What the columns may be. The first is what an address means that names none.
COLUMNS = (
    (Grouping.TECHNOLOGY, _("Root technologies")),
    (Grouping.FAMILY, _("Families of processes")),
)


class MatrixForm(forms.Form):
    """Demand by firm, group and region, supply by readiness; `by` is what the columns are."""

    firm = NamedChoiceField(
        queryset=Firm.objects.order_by("name_ko", "name_en"),
        required=False,
        empty_label=ALL,
        label=_("Korean firm"),
    )
    group = forms.ChoiceField(
        required=False,
        choices=lambda: [("", ALL), *business_groups()],
        label=_("business group"),
    )
    region = forms.ChoiceField(
        required=False, choices=lambda: [("", ALL), *regions()], label=_("region of the site")
    )
    ready = forms.ChoiceField(
        required=False, choices=(("", ALL), ("true", _("only ready ones"))), label=_("companies")
    )
    score = forms.ChoiceField(
        required=False,
        choices=[("", ALL), *((each, f"{each[2:]}0") for each in SCORES)],
        label=_("score from"),
    )
    by = forms.ChoiceField(
        required=False,
        choices=[(grouping.value, label) for grouping, label in COLUMNS],
        label=_("Columns"),
        widget=forms.HiddenInput,
    )

    def asked(self) -> dict[str, str]:
        """The valid values as an address holds them, without what the columns are."""
        self.is_valid()
        known = {name: value for name, value in self.cleaned_data.items() if value and name != "by"}
        return {name: str(getattr(value, "pk", value)) for name, value in known.items()}

    @property
    def grouping(self) -> Grouping:
        """What the columns are: root technologies unless the address asks for families."""
        self.is_valid()
        return Grouping(self.cleaned_data.get("by") or Grouping.TECHNOLOGY)


@dataclass(frozen=True)
class Lists:
    """The lists that the matrix counts, as parameters of their pages."""

    asked: Mapping[str, str]

    @property
    def needs(self) -> dict[str, Any]:
        wanted = {
            name: self.asked[name] for name in ("firm", "group", "region") & self.asked.keys()
        }
        return OPEN_NEEDS | wanted

    @property
    def companies(self) -> dict[str, Any]:
        return OPEN_COMPANIES | (READY if "ready" in self.asked else {})

    @property
    def matches(self) -> dict[str, Any]:
        return OPEN_MATCHES | dict(self.asked)

    def counted(self, viewer: Viewer, grouping: Grouping) -> Matrix:
        """The matrix of the rows that these lists show to `viewer`."""
        needs = NeedFilter(_data(self.needs), queryset=visible(viewer, Need.objects.all()))
        matches = MatchFilter(_data(self.matches), queryset=visible(viewer, Match.objects.all()))
        companies = CoveredCompanyFilter(
            _data(self.companies), queryset=visible(viewer, Company.objects.all())
        )
        return matrix(
            grouping, companies=companies.listed, needs=needs.listed, matches=matches.listed
        )


@dataclass(frozen=True)
class MatrixFilter:
    """The matrix as an address narrows it, for `viewer`. What is invalid narrows nothing."""

    data: QueryDict
    viewer: Viewer

    @cached_property
    def form(self) -> MatrixForm:
        return MatrixForm(self.data, initial={"by": self.data.get("by", "")})

    @cached_property
    def lists(self) -> Lists:
        return Lists(self.form.asked())

    @cached_property
    def matrix(self) -> Matrix:
        return self.lists.counted(self.viewer, self.form.grouping)


def column_label(column: Column) -> str | Promise:
    """The technology or family in the reader's language."""
    if column.node is not None:
        return localname(column.node)
    return TECHNOLOGIES.get(column.key, OUTSIDE_LABEL)


def _data(parameters: Mapping[str, Any]) -> QueryDict:
    return QueryDict(urlencode(parameters))
