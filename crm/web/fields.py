"""Form fields and widgets that several sections share."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.templatetags.countries import country
from crm.templatetags.names import localname
from prospects.models import HostCountry
from prospects.names import parse_corporate_number


class Day(forms.DateInput):
    """The browser's own field for a day."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class LocalMoment(forms.DateTimeInput):
    """The browser's own field for a day and a time."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


FIRST_YEAR, LAST_YEAR = 1950, 2100


def within_reach(when: dt.date) -> None:
    """Refuse a day or time that only a slip of the keys can mean; the database has a last one."""
    if not FIRST_YEAR <= when.year <= LAST_YEAR:
        raise ValidationError(_("Check the year."))


def has_been(when: dt.datetime) -> None:
    """Refuse what is after today for something that was done."""
    if timezone.localtime(when).date() > timezone.localdate():
        raise ValidationError(_("What was done cannot lie ahead. Plan it instead."))


class NamedChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of records by their name in the reader's language."""

    def __init__(self, *args: Any, empty_label: Any = "–", **options: Any) -> None:
        super().__init__(*args, empty_label=empty_label, **options)

    def label_from_instance(self, obj: models.Model) -> str:
        return localname(obj)


class SiteChoice(NamedChoice):
    """A choice of plants, each with its firm and region."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{localname(obj.firm)} · {localname(obj)} ({obj.region})"


def country_choices() -> list[tuple[str, str]]:
    """The host countries as choices, Korea first."""
    codes = HostCountry.objects.values_list("code", flat=True)
    return [(code, country(code)) for code in sorted(codes, key=lambda code: (code != "KR", code))]


def country_choices_or_none() -> list[tuple[str, str]]:
    return [("", "–"), *country_choices()]


class CountriesField(forms.MultipleChoiceField):
    """Some of the host countries, as codes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=country_choices, widget=forms.CheckboxSelectMultiple, **options)


class CorporateNumberField(forms.CharField):
    """A corporate number as people write it; None where it is empty."""

    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    default_error_messages: ClassVar[dict[str, Any]] = {
        "unique": _("This corporate number is here already."),
    }

    def __init__(self) -> None:
        super().__init__(label=_("Corporate number"), required=False, max_length=30)

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return parse_corporate_number(text)
        except ValueError:
            raise ValidationError(
                _("The corporate number must have 13 digits with a correct check digit.")
            ) from None


def money_field(label: Any) -> forms.DecimalField:
    """A whole amount above zero."""
    return forms.DecimalField(
        label=label,
        required=False,
        max_digits=18,
        decimal_places=0,
        min_value=Decimal(1),
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "step": 1}),
    )


def percent_field(label: Any) -> forms.DecimalField:
    """A percentage with up to two decimals."""
    return forms.DecimalField(
        label=label,
        required=False,
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01"}),
    )
