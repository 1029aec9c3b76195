"""Whose work the dashboard shows, and how far back; the same for the lists that it leads to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from crm.models import Target, Team, User
from crm.web.fields import NamedChoice
from prospects.models import Company


class ScopeForm(forms.Form):
    """Whose work, and how far back."""

    team = NamedChoice(
        label=gettext_lazy("team"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=gettext_lazy("all"),
    )
    owner = forms.ModelChoiceField(
        label=gettext_lazy("owner"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("all"),
    )
    weeks = forms.TypedChoiceField(
        label=gettext_lazy("Period"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=(
            ("", gettext_lazy("as usual")),
            ("13", gettext_lazy("3 months")),
            ("26", gettext_lazy("6 months")),
            ("52", gettext_lazy("12 months")),
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("NamedChoice", self.fields["team"]).queryset = Team.objects.all()
        owners = cast("forms.ModelChoiceField[User]", self.fields["owner"])
        owners.queryset = User.objects.filter(is_active=True)
        for field in self.fields.values():
            field.widget.attrs["data-autosubmit"] = True


@dataclass(frozen=True)
class Scope:
    """The officers whose work is shown; `query` is the same for links to lists."""

    owners: QuerySet[User]
    companies: QuerySet[Company]
    targets: QuerySet[Target]
    query: dict[str, str]
    weeks: int

    def url(self, name: str, **more: object) -> str:
        """A list's address with this scope and more filters."""
        told = {**self.query, **{key: str(value) for key, value in more.items()}}
        return f"{reverse(f'web:{name}')}?{urlencode(told)}"

    def done_url(self, first: dt.date, last: dt.date, **more: object) -> str:
        """Where the contacts made from one day to another are listed."""
        return self.url("activity_list", status="done", day_from=first, day_to=last, **more)


def scope_of(form: ScopeForm) -> Scope:
    data = form.cleaned_data if form.is_valid() else {}
    owner, team = data.get("owner"), data.get("team")
    owners, targets = User.objects.all(), Target.objects.filter(team__isnull=False)
    companies = Company.objects.active()
    query: dict[str, str] = {}
    if team:
        owners, targets = owners.filter(team=team), targets.filter(team=team)
        query["team"] = str(team.pk)
    if owner:
        owners, targets = owners.filter(pk=owner.pk), Target.objects.filter(user=owner)
        query["owner"] = str(owner.pk)
    if query:
        companies = companies.filter(coverage__owner__in=owners)
    return Scope(owners, companies, targets, query, data.get("weeks") or 0)
