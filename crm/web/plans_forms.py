"""Forms of introduction plans."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.models import IntroductionPlan, PlannedIntroduction
from crm.web.forms import RecordForm
from crm.web.picker import PickerField

#: This quarter and so many after it can be planned.
AHEAD = 4


class LimitsForm(RecordForm[IntroductionPlan]):
    """How much everybody can take."""

    class Meta:
        model = IntroductionPlan
        fields = (*IntroductionPlan.LIMITS, "note")
        help_texts = {
            "per_officer": _("An officer introduces the companies that they keep."),
            "least_value": _("0 to 1: the priority of a match. Weaker ones are not proposed."),
        }
        widgets = {"least_value": forms.NumberInput(attrs={"step": "0.05", "min": 0, "max": 1})}

    def limits(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class NewPlanForm(LimitsForm):
    """A quarter and its limits."""

    when = forms.ChoiceField(label=_("quarter"))

    field_order = ("when", *IntroductionPlan.LIMITS, "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ChoiceField", self.fields["when"])
        field.choices = quarters(timezone.localdate())
        # What has begun is late to be planned: the next one is suggested.
        field.initial = field.choices[1][0]

    def quarter(self) -> dict[str, int]:
        year, quarter = self.cleaned_data["when"].split("-")
        return {"year": int(year), "quarter": int(quarter)}


def quarters(today: dt.date) -> list[tuple[str, str]]:
    """The quarters that can be planned, from the one of `today`."""
    first = today.year * 4 + (today.month - 1) // 3
    found = []
    for number in range(first, first + AHEAD):
        plan = IntroductionPlan(year=number // 4, quarter=number % 4 + 1)
        found.append((f"{plan.year}-{plan.quarter}", str(plan)))
    return found


class AddForm(forms.Form):
    """A pair to put into the plan."""

    company = PickerField(label=_("company"), kinds=("company",), placeholder=_("Type a name"))
    need = PickerField(label=_("need"), kinds=("need",), placeholder=_("Type a name"))


class ExcludeForm(forms.Form):
    """Why an introduction is taken out of the plan."""

    reason = forms.CharField(
        label=_("reason"),
        max_length=PlannedIntroduction._meta.get_field("reason").max_length,
        widget=forms.TextInput(attrs={"autofocus": True}),
    )
