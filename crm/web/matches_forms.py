"""Forms of decisions about matches."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.web.activities_forms import NextStepForm

OTHER = "other"
REASONS = (
    ("process", _("The process or quality does not fit")),
    ("capacity", _("Too little capacity")),
    ("intent", _("The company does not mean to go abroad")),
    ("firm", _("The Korean firm declined")),
    ("known", _("The two work together already")),
    (OTHER, _("Another reason")),
)


class RejectForm(forms.Form):
    """Why not: a usual reason, own words, or both."""

    usual = forms.ChoiceField(label=_("reason"), choices=REASONS, widget=forms.RadioSelect)
    words = forms.CharField(label=_("In your words"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("usual") == OTHER and not data.get("words"):
            self.add_error("words", _("Say why the match is rejected."))
        return data

    def reason(self) -> str:
        """The reason as it is stored, in the words of who rejects."""
        words: str = self.cleaned_data["words"]
        usual = self.cleaned_data["usual"]
        if usual == OTHER:
            return words
        label = str(dict(REASONS)[usual])
        return f"{label}: {words}" if words else label


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
