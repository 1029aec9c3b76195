"""Forms of introduction plans."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.models import IntroductionPlan, PlannedIntroduction
from crm.models.plan import MOST_INTRODUCTIONS
from crm.planning.limiting import Line, Lines
from crm.templatetags.names import localname
from crm.web.forms import RecordForm
from crm.web.picker import PickerField
from prospects.number_fields import NumberText, WholeNumberField

#: This quarter and so many after it can be planned.
AHEAD = 4


class PointsField(WholeNumberField):
    """A score out of 100, as the screens show it; stored between 0 and 1."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=100, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return round(value * 100) if isinstance(value, float) else value

    def clean(self, value: Any) -> float | None:
        points = super().clean(value)
        return None if points is None else points / 100


class LimitsForm(RecordForm[IntroductionPlan]):
    """How much everybody can take."""

    least_value = PointsField(
        label=IntroductionPlan._meta.get_field("least_value").verbose_name,
        initial=IntroductionPlan._meta.get_field("least_value").default,
        help_text=_("0 to 100: the priority of a match. Weaker ones are not proposed."),
    )

    class Meta:
        model = IntroductionPlan
        fields = (*IntroductionPlan.LIMITS, "note")
        help_texts = {
            "per_officer": _("An officer introduces the companies that they keep."),
        }

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


class OwnLimitsForm(forms.Form):
    """A figure for each firm and officer; an empty one leaves them the general figure."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, lines: Lines, plan: IntroductionPlan, data: Any = None) -> None:
        super().__init__(data, initial={"version": plan.version})
        self.sides: dict[str, tuple[Line[Any], ...]] = {
            "firm": lines.firms,
            "officer": lines.officers,
        }
        for side, each in self._each():
            # The name stands beside the figure; an error says it again.
            self.fields[self._name(side, each)] = WholeNumberField(
                label=localname(each.who),
                required=False,
                min_value=0,
                max_value=MOST_INTRODUCTIONS,
                initial=each.own,
                widget=NumberText(
                    attrs={"placeholder": each.general, "class": "limit", "data-sum": side}
                ),
            )

    def rows(self, side: str) -> list[tuple[Line[Any], forms.BoundField]]:
        """Everybody of a side with their figure's field."""
        return [(each, self[self._name(side, each)]) for each in self.sides[side]]

    def firms(self) -> list[tuple[Line[Any], forms.BoundField]]:
        return self.rows("firm")

    def officers(self) -> list[tuple[Line[Any], forms.BoundField]]:
        return self.rows("officer")

    def wrong(self) -> list[tuple[forms.BoundField, str]]:
        """The fields that cannot be saved, with the rule."""
        return [
            (self[name], " ".join(str(error) for error in errors))
            for name, errors in self.errors.items()
            if name in self.fields
        ]

    def wanted(self, side: str) -> dict[UUID, int | None]:
        return {each.who.pk: self.cleaned_data[self._name(side, each)] for each in self.sides[side]}

    def _each(self) -> Iterator[tuple[str, Line[Any]]]:
        for side, lines in self.sides.items():
            for each in lines:
                yield side, each

    @staticmethod
    def _name(side: str, each: Line[Any]) -> str:
        return f"{side}-{each.who.pk}"


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
