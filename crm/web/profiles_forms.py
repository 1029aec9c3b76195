"""The form of a new version of the weights: a number for each part, and why."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.web.picker import PickerField
from matching import profiles
from matching.models import WeightProfile
from matching.profiles import part_name
from matching.scoring import PARTS, Weights
from prospects.number_fields import NumberField, NumberText, in_digits

#: On the form weights are out of 100; the standard weights sum to 1.
MOST = 100
LEAST = profiles.LEAST * MOST

#: What each part asks, in a sentence.
ASKS: dict[str, str | Promise] = {
    "capability": gettext_lazy("Can it make this: process, materials, certificates?"),
    "precision": gettext_lazy("Does it hold the tolerance and the size that the need asks for?"),
    "customer": gettext_lazy(
        "Does it, or a customer of it, already deal with the firm or its group?"
    ),
    "intent": gettext_lazy("Does it mean to go abroad with somebody, to Korea, in time?"),
    "capacity": gettext_lazy("Has it the volume, the people and the money for another plant?"),
    "location": gettext_lazy("Is it in a cluster of this trade, near, with support for going?"),
    "group": gettext_lazy("Has its cooperative a plan, and do its members do the other steps?"),
}


class WeightField(NumberField):
    """0, or a number from 0.01 to 100, with errors that name the part and the rule."""

    def __init__(self, part: str) -> None:
        super().__init__(
            label=part_name(part),
            min_value=0,
            widget=NumberText(
                attrs={
                    "data-weight": part,
                    "aria-describedby": f"asks-{part}",
                }
            ),
        )
        self.part = part

    def clean(self, value: Any) -> float:
        try:
            number = float(in_digits(str("" if value is None else value)).replace(",", "."))
        except ValueError:
            number = math.nan
        if not 0 <= number <= MOST:  # not a number is in no order with any
            raise forms.ValidationError(
                _("%(part)s: a number from 0 to %(most)s is needed.")
                % {"part": capfirst(part_name(self.part)), "most": MOST},
                "invalid",
            )
        if 0 < number < LEAST:
            raise forms.ValidationError(capfirst(profiles.too_little(self.part, LEAST)), "little")
        return number


class RanksForm(forms.Form):
    """Which needs a preview looks at, and how far down their lists."""

    add = PickerField(
        label=gettext_lazy("Look at another need"),
        kinds=("need",),
        required=False,
        placeholder=gettext_lazy("Look at another need"),
    )
    places = forms.TypedChoiceField(
        label=gettext_lazy("Places"),
        choices=[(each, each) for each in (10, 20)],
        coerce=int,
        required=False,
        empty_value=None,
    )


class WeightsForm(forms.Form):
    """Seven weights of any scale: only what each is of their sum counts."""

    note = forms.CharField(
        label=gettext_lazy("note"),
        max_length=WeightProfile._meta.get_field("note").max_length,
        required=False,
        widget=forms.TextInput(
            attrs={"placeholder": gettext_lazy("Why these weights"), "autocomplete": "off"}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in PARTS:
            self.fields[part] = WeightField(part)
        self.order_fields([*PARTS, "note"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not any(cleaned.get(part, 1) for part in PARTS):
            raise forms.ValidationError(
                _("The weights sum to nothing: at least one must be above 0."), "nothing"
            )
        return cleaned

    def values(self) -> dict[str, float]:
        """By part, on the scale of the standard weights, which sum to 1."""
        return {part: self.cleaned_data[part] / MOST for part in PARTS}

    def weights(self) -> Weights:
        return Weights(**self.values())

    def rows(self) -> list[tuple[int, forms.BoundField, str | Promise]]:
        """Of each part its place, its field, and what it asks."""
        return [(place, self[part], ASKS[part]) for place, part in enumerate(PARTS, 1)]


def points(weights: Weights) -> dict[str, str]:
    """Weights as the form shows them: shares of 100, as short as they are exact."""
    total = sum(getattr(weights, part) for part in PARTS)
    return {part: f"{round(getattr(weights, part) / total * MOST, 2):g}" for part in PARTS}


def asked_for(query: Mapping[str, Any]) -> bool:
    """Whether an address carries weights."""
    return any(part in query for part in PARTS)
