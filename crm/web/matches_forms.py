"""Forms of decisions about matches."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.web.activities_forms import NextStepForm
from crm.web.fields import Day, dates_within_reach
from matching.models import Match
from matching.rejections import RULES, needs_words
from prospects.day_fields import DayField

SOONEST = dt.timedelta(days=1)


class RejectForm(forms.Form):
    """Why not, whose word that is, and when to look again."""

    kind = forms.ChoiceField(
        label=_("reason"), choices=Match.Rejection.choices, widget=forms.RadioSelect
    )
    side = forms.ChoiceField(
        label=_("Whose word is it?"), choices=Match.Side.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("In your words"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    look_again_on = DayField(
        label=_("Look again on"),
        widget=Day,
        required=False,
        help_text=_("From that day on it is listed under “To look at again”."),
    )

    def __init__(self, data: Any = None, *, match: Match) -> None:
        met = match.status in (Match.Status.INTRODUCED, Match.Status.IN_TALKS)
        side = Match.Side.FIRM if met else Match.Side.AGENCY
        super().__init__(data, initial={"side": side})
        dates_within_reach(self)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        kind = data.get("kind", "")
        if kind and needs_words(kind) and not data.get("words") and "words" not in self.errors:
            self.add_error("words", _("Say in your words why the match is rejected."))
        day = data.get("look_again_on")
        if kind and RULES[kind].dated and not day and "look_again_on" not in self.errors:
            self.add_error("look_again_on", _("Say on which day to look again."))
        if day and day < timezone.localdate() + SOONEST:
            self.add_error("look_again_on", _("The day to look again has to be in the future."))
        return data


class IntroduceForm(NextStepForm):
    """The introduction, the deal that it may open, and the next step."""

    open_deal = forms.BooleanField(label=_("Open a deal from this match"), required=False)
    deal_title = forms.CharField(label=_("Title of the deal"), max_length=200, required=False)

    def __init__(self, *args: Any, can_open: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not can_open:
            del self.fields["open_deal"], self.fields["deal_title"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("open_deal") and not data.get("deal_title"):
            self.add_error("deal_title", _("Give the deal a title."))
        return data

    def title(self) -> str:
        """The deal's title; empty when none is to be opened."""
        data = self.cleaned_data
        return data["deal_title"] if data.get("open_deal") else ""
