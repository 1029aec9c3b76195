"""Form fields and widgets that several sections share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.templatetags.countries import country
from crm.templatetags.names import localname
from crm.templatetags.regions import region
from prospects.models import HostCountry
from prospects.names import parse_corporate_number
from prospects.number_fields import ExactNumberField


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


def dates_within_reach(form: forms.BaseForm) -> None:
    """Let every day and time of a form be `within_reach`."""
    for field in form.fields.values():
        temporal = isinstance(field, forms.DateField | forms.DateTimeField)
        if temporal and within_reach not in field.validators:
            field.validators.append(within_reach)


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


class CapabilityChoice(NamedChoice):
    """The taxonomy as a list, each process further in than what it belongs to."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.depths: dict[Any, int] = {}

    def label_from_instance(self, obj: Any) -> str:
        # The list is in the order of the tree, so whoever stands above was there before.
        depth = self.depths[obj.pk] = self.depths.get(obj.parent_id, -1) + 1
        return "\u2003" * depth + localname(obj)


class _ByFirm(forms.models.ModelChoiceIterator):  # type: ignore[type-arg]
    """Plants below the names of their firms; those of `own_firm` first."""

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        own = cast("SiteChoice", self.field).own_firm
        firms: dict[str, list[Any]] = {}
        for site in self.queryset:
            firms.setdefault(localname(site.firm), []).append(site)
        for name, sites in sorted(
            firms.items(), key=lambda each: (each[1][0].firm_id != own, each[0])
        ):
            yield name, [self.choice(site) for site in sites]


class SiteChoice(NamedChoice):
    """A choice of plants, each with its region, by firm. Takes plants with their firms."""

    iterator = _ByFirm

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.own_firm: Any = None

    def label_from_instance(self, obj: Any) -> str:
        return f"{localname(obj)} ({region(obj.region)})"


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


class MunicipalityCodeField(forms.RegexField):
    """A municipality of Japan by its code, JIS X 0402."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs = {
            "label": _("municipality code"),
            "required": False,
            "help_text": _("Five digits. The cluster follows from it."),
            "error_messages": {"invalid": _("Five digits are needed.")},
            **kwargs,
        }
        super().__init__(r"^[0-9]{5}$", **kwargs)


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


class _Exact(ExactNumberField):
    """A decimal that says one thing that is wrong, the decimals first."""

    def validate(self, value: Decimal | None) -> None:
        super().validate(value)  # type: ignore[arg-type]  # nothing is a value where none is needed
        if value is None:
            return
        exponent = value.as_tuple().exponent  # a number: NaN and infinity are refused above
        if isinstance(exponent, int) and -exponent > (self.decimal_places or 0):
            raise ValidationError(
                self.error_messages["max_decimal_places"], code="max_decimal_places"
            )

    def run_validators(self, value: Decimal | None) -> None:
        try:
            super().run_validators(value)
        except ValidationError as error:
            first = error.error_list[0]
            if first.code in self.error_messages:
                # Without the validator's figures: a "%" in the words would be taken for a place
                # to put them.
                first = ValidationError(self.error_messages[first.code], code=first.code)
            raise first from None


class MoneyField(_Exact):
    """A whole amount above zero, with up to 18 digits."""

    inputmode = "numeric"

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Enter an amount in digits, such as 350,000,000."),
        "max_digits": _("This amount is too large."),
        "max_whole_digits": _("This amount is too large."),
        "max_decimal_places": _("Enter a whole amount, without decimals."),
        "min_value": _("An amount must be above zero."),
    }

    def __init__(self, *, label: Any) -> None:
        super().__init__(
            label=label,
            required=False,
            max_digits=18,
            decimal_places=0,
            min_value=Decimal(1),
        )


class PercentField(_Exact):
    """A percentage from 0 to 100, with up to `decimal_places` decimals."""

    default_error_messages: ClassVar[dict[str, Any]] = dict.fromkeys(
        ("invalid", "max_digits", "max_whole_digits", "min_value", "max_value"),
        _("Enter a percentage from 0 to 100."),
    ) | {"max_decimal_places": _("Enter fewer decimals.")}

    def __init__(self, *, label: Any, decimal_places: int = 2) -> None:
        super().__init__(
            label=label,
            required=False,
            max_digits=3 + decimal_places,
            decimal_places=decimal_places,
            min_value=Decimal(0),
            max_value=Decimal(100),
        )

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.strip().removesuffix("%").removesuffix("％")
        return super().to_python(value)
