"""Form fields for numbers as people type and paste them; every form's numbers go through these.

`1,200`, `１，２００`, `1 200` and `3億2,000万` are how numbers are written in Korea and Japan. A
browser's own number field refuses them: these are text fields with the keyboard for digits.
"""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from .day_fields import DayField
from .intake.problems import Unfit
from .intake.values import bare_number

#: Below, a number is short enough to read without separators, and may be a year.
_LONG = 10_000


def in_digits(text: str) -> str:
    """The number that the text writes, in ASCII digits; the text itself if it writes none.

    Superscripts and the like (`10³`) are left alone: folded to digits they would be another number.
    """
    if any(unicodedata.category(each) == "No" for each in text):
        return text
    try:
        return format(bare_number(text), "f")
    except Unfit:
        return text


class NumberText(forms.TextInput):
    """A number in a text field: what is stored shows with separators, what was typed as typed."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, int | float | Decimal) and not -_LONG < value < _LONG:
            return f"{value:,}"
        return None if value is None or value == "" else str(value)


class NumberAsTyped(forms.IntegerField):
    """What the three kinds of number fields share; Django's are all made from the first."""

    widget = NumberText
    #: What a telephone's keyboard offers. Neither kind has a minus on every telephone.
    inputmode: ClassVar[str] = "decimal"

    def to_python(self, value: Any) -> Any:
        return super().to_python(in_digits(value) if isinstance(value, str) else value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        least: Any = self.min_value() if callable(self.min_value) else self.min_value
        if least is not None and least >= 0:
            attrs["inputmode"] = self.inputmode
        return attrs


class WholeNumberField(NumberAsTyped):
    """A whole number."""

    inputmode = "numeric"
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Enter a whole number in digits, such as 800 or 1,200."),
    }


class NumberField(NumberAsTyped, forms.FloatField):
    """A number with or without decimals."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Enter a number in digits, such as 0.5 or 1,200."),
    }


class ExactNumberField(NumberAsTyped, forms.DecimalField):
    """A number whose decimals are kept as they are typed."""

    default_error_messages = NumberField.default_error_messages


class WholeNumberFilter(django_filters.NumberFilter):
    field_class = WholeNumberField


class ExactNumberFilter(django_filters.NumberFilter):
    field_class = ExactNumberField


_FIELDS: tuple[tuple[type[models.Field[Any, Any]], type[NumberAsTyped]], ...] = (
    (models.IntegerField, WholeNumberField),  # the larger and smaller ones too
    (models.FloatField, NumberField),
    (models.DecimalField, ExactNumberField),
)


def formfield(column: models.Field[Any, Any], **options: Any) -> forms.Field | None:
    """A model form's field for a column: `Meta.formfield_callback` of every model form."""
    for kind, field in _FIELDS:
        if isinstance(column, kind):
            options.setdefault("form_class", field)
    if isinstance(column, models.DateField) and not isinstance(column, models.DateTimeField):
        options.setdefault("form_class", DayField)
    return column.formfield(**options)


#: For an admin's `formfield_overrides`; Django names a widget of its own for the first two.
ADMIN_FIELDS: dict[type[models.Field[Any, Any]], dict[str, Any]] = {
    column: {"form_class": field, "widget": NumberText}
    for column, field in ((models.BigIntegerField, WholeNumberField), *_FIELDS)
}
