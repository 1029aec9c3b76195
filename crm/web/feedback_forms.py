"""The form of what a side said after an introduction."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.feedback import REFUSALS
from crm.models import MatchFeedback
from crm.web.fields import Day, dates_within_reach
from matching.models import Match
from matching.rejections import needs_words
from prospects.day_fields import DayField

Answer = MatchFeedback.Answer
# "Not now" is an answer of its own here.
REASONS = [("", "–"), *(c for c in Match.Rejection.choices if c[0] != Match.Rejection.TIMING)]


class FeedbackForm(forms.Form):
    """What was said, by whom and when; why, if it is no; until when, if it is later."""

    side = forms.ChoiceField(
        label=_("Whose word is it?"), choices=MatchFeedback.Side.choices, widget=forms.RadioSelect
    )
    answer = forms.ChoiceField(label=_("answer"), choices=Answer.choices, widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label=_("Reason of a “no”"),
        choices=REASONS,
        required=False,
        help_text=_("A “no” rejects the match for this reason."),
    )
    look_again_on = DayField(
        label=_("Look again on"),
        widget=Day,
        required=False,
        help_text=_(
            "Needed for “not now”: from that day on it is listed under “To look at again”."
        ),
    )
    words = forms.CharField(
        label=_("In their words"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    said_by = forms.CharField(
        label=_("Who said it"),
        max_length=100,
        required=False,
        help_text=_("Name and post, such as a buyer of the purchasing team."),
    )
    said_on = DayField(label=_("day"), widget=Day)

    def __init__(self, data: Any = None) -> None:
        initial = {"side": MatchFeedback.Side.FIRM, "said_on": timezone.localdate()}
        super().__init__(data, initial=initial)
        dates_within_reach(self)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        answer, kind = data.get("answer", ""), data.get("kind", "")
        today = timezone.localdate()
        if answer == Answer.NO and not kind:
            self._refuse("kind", _("Say why they say no."))
        if answer == Answer.NO and kind and needs_words(kind) and not data.get("words"):
            self._refuse("words", _("Say in their words why not."))
        day = data.get("look_again_on")
        if answer == Answer.LATER and not day:
            self._refuse("look_again_on", _("Say on which day to look again."))
        if answer in REFUSALS and day and day < today + dt.timedelta(days=1):
            self._refuse("look_again_on", _("The day to look again has to be in the future."))
        if (said_on := data.get("said_on")) and said_on > today:
            self._refuse("said_on", _("What was said cannot lie ahead."))
        return data

    def _refuse(self, field: str, text: Any) -> None:
        if field not in self.errors:
            self.add_error(field, text)
