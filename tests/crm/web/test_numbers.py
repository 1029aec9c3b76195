"""What people may type into the number fields of every form, and into its days."""

from __future__ import annotations

import importlib
import math
import pkgutil
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone, translation

import crm.web
from crm.models import Deal, DealInvestor, User
from crm.web.fields import MoneyField, PercentField
from prospects.day_fields import DayField
from prospects.filters import OrderedFilterSet
from prospects.models import Company
from prospects.number_fields import NumberAsTyped, NumberField, WholeNumberField
from tests import copies, make
from tests.crm.web.signed_in import IN_PANEL, client_of, words

HOSTILE = (
    "NaN",
    "-NaN",
    "sNaN",
    "Infinity",
    "-Infinity",
    "1e30",
    "1e400",
    "-1e30",
    "99999999999999999999",
    "0." + "1" * 30,
    "1" * 5000,
    "--1",
    "0x10",
    "Ⅳ",
    "1 000",
)
LARGEST = 10**19
NUMBERS = (forms.IntegerField, forms.DecimalField, forms.FloatField)


def forms_of_the_door() -> Iterator[Any]:
    """Every form class of the officers' door."""
    for module in pkgutil.iter_modules(crm.web.__path__):
        held = importlib.import_module(f"crm.web.{module.name}")
        for form in vars(held).values():
            if isinstance(form, type) and issubclass(form, forms.BaseForm):
                yield form


def number_fields() -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Every number field that a form of the officers' door declares, with its model's field.

    Not the hidden version.
    """
    for form in forms_of_the_door():
        model = getattr(getattr(form, "_meta", None), "model", None)
        columns = {column.name: column for column in model._meta.fields} if model else {}
        for name, field in getattr(form, "base_fields", {}).items():
            if isinstance(field, NUMBERS) and name != "version":
                found = (field, columns[name]) if name in columns else (field,)
                yield f"{form.__name__}.{name}", found


FIELDS = dict(number_fields())


def filter_fields() -> Iterator[tuple[str, forms.Field]]:
    """Every number field by which a list is narrowed."""
    for kind in subclasses(OrderedFilterSet):
        for name, field in kind().form.fields.items():
            if isinstance(field, NUMBERS):
                yield f"{kind.__name__}.{name}", field


def subclasses(kind: type[Any]) -> Iterator[type[Any]]:
    for each in kind.__subclasses__():
        yield each
        yield from subclasses(each)


def admin_fields(request: HttpRequest) -> Iterator[tuple[str, forms.Field]]:
    """Every number field of the product's own tables in the administration."""
    for model, held in admin.site._registry.items():
        if model._meta.app_label not in ("crm", "matching", "prospects"):
            continue
        shown = [held.get_form(request)]
        shown += [each.get_formset(request).form for each in held.get_inline_instances(request)]
        for form in shown:
            for name, field in form.base_fields.items():
                if isinstance(field, NUMBERS) and not field.widget.is_hidden:
                    yield f"{model.__name__}.{name}", field


def test_every_day_of_a_form_is_read_as_people_type_it() -> None:
    days = {
        f"{form.__name__}.{name}": field
        for form in forms_of_the_door()
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.DateField)
    }
    assert [name for name, field in days.items() if not isinstance(field, DayField)] == []
    assert len(days) > 20


@pytest.mark.filterwarnings("ignore:The default scheme")  # of the administration's web addresses
def test_no_form_forgets_that_people_write_separators(admin_user: User, rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = admin_user
    found = {name: fields[0] for name, fields in FIELDS.items()}
    found |= dict(filter_fields()) | dict(admin_fields(request))
    other = [name for name, field in found.items() if not isinstance(field, NumberAsTyped)]
    native = [
        name for name, field in found.items() if getattr(field.widget, "input_type", "") != "text"
    ]
    assert (other, native) == ([], [])
    assert {"CompanyFilter.employees_min", "Target.value"} <= set(found)


def outcome(field: forms.Field, text: str) -> Any:
    """What a field makes of a text: its value, or its messages."""
    try:
        return field.clean(text)
    except ValidationError as error:
        return error.messages


TYPED = {
    "1200": (
        "1,200",
        "１，２００",
        "１２００",
        "1 200",
        "1\u00a0200",
        " 1,200 ",
        "1、200",
        "1천2백",
    ),
    "1234567": ("1,234,567", "１２３４５６７", "1 234 567", "+1,234,567", "123万4,567"),
    "-5": ("−5", "△5", "－５"),
    "0.5": ("０．５", ".5"),
    "300000000": ("3억", "３億", "3億 0万"),
}


@pytest.mark.parametrize("name", FIELDS)
def test_a_number_is_the_same_however_it_is_typed(name: str) -> None:
    field = FIELDS[name][0]
    if name.startswith("WeightField"):
        pytest.skip("names its part in each message")
    for plain, ways in TYPED.items():
        assert {way: outcome(field, way) for way in ways} == dict.fromkeys(
            ways, outcome(field, plain)
        )


@pytest.mark.parametrize(
    "text",
    ["1,2", "1,20", "12,34,567", "1,2000", "0,125", "1,234 567", "12 34", "10³", "1,2個"],
)
def test_what_is_no_number_is_said_to_be_none(text: str) -> None:
    with translation.override("en"):
        said = [outcome(WholeNumberField(), text), outcome(NumberField(), text)]
    assert said == [
        ["Enter a whole number in digits, such as 800 or 1,200."],
        ["Enter a number in digits, such as 0.5 or 1,200."],
    ]


def test_a_stored_number_shows_with_separators_and_is_no_change() -> None:
    class Form(forms.Form):
        sales = WholeNumberField()
        year = WholeNumberField()
        size = NumberField()
        amount = MoneyField(label="amount")

    stored = {"sales": 12_000, "year": 2026, "size": 500.0, "amount": Decimal(350_000_000)}
    shown = {"sales": "12,000", "year": "2026", "size": "500", "amount": "350,000,000"}
    form = Form(initial=stored)
    assert {
        name: form[name].field.widget.format_value(form[name].value()) for name in shown
    } == shown
    assert not Form(shown, initial=stored).has_changed()


def test_a_percentage_may_carry_its_sign() -> None:
    assert PercentField(label="share").clean("12.5％") == Decimal("12.5")


@pytest.mark.parametrize("language", ["ko", "ja", "en"])
@pytest.mark.parametrize("text", ["101", "-1", "x", "1.234"])
def test_a_percentage_that_is_none_is_refused_in_words_with_a_percent_sign(
    language: str, text: str
) -> None:
    with translation.override(language):
        assert len(outcome(PercentField(label="share"), text)) == 1


@pytest.mark.parametrize("name", FIELDS)
def test_nothing_that_is_no_number_comes_through(name: str) -> None:
    for text in HOSTILE:
        value: Any = text
        try:
            for field in FIELDS[name]:
                told = () if isinstance(field, forms.Field) else (None,)
                value = field.clean(value, *told)
        except ValidationError:
            continue
        assert math.isfinite(value), text
        assert abs(value) <= LARGEST, text


# --- The words, and the database behind them ------------------------------------------------------

pytestmark = pytest.mark.django_db

AMOUNTS = {
    "NaN": "Enter an amount in digits, such as 350,000,000.",
    "Infinity": "Enter an amount in digits, such as 350,000,000.",
    "1e30": "This amount is too large.",
    "-5": "An amount must be above zero.",
    "0": "An amount must be above zero.",
    "1." + "1" * 30: "Enter a whole amount, without decimals.",
    "much": "Enter an amount in digits, such as 350,000,000.",
}


@pytest.fixture
def _stages() -> None:
    copies.reference()


@pytest.mark.parametrize("text", AMOUNTS)
@pytest.mark.usefixtures("_stages")
def test_an_amount_says_what_is_wrong_with_it(text: str) -> None:
    deal = make.deal(make.company(), title="A deal")
    client = client_of(deal.owner)
    sent = {"title": "A deal", "currency": "KRW", "probability": "5", "version": "1"}
    edit = client.post(f"/deals/{deal.pk}/edit/", sent | {"amount": text}, headers=IN_PANEL)
    assert edit.status_code == 422
    assert edit.context["form"].errors["amount"] == [AMOUNTS[text]]
    part = deal.deal_investors.get()
    url = f"/deals/{deal.pk}/investors/{part.pk}/"
    one = client.post(url, {"amount": text, "version": "1"}, headers=IN_PANEL)
    assert one.context["form"].errors["amount"] == [AMOUNTS[text]]
    assert Deal.objects.get().amount is None


@pytest.mark.parametrize("text", ["NaN", "-1", "101", "1e30"])
@pytest.mark.usefixtures("_stages")
def test_a_share_is_a_percentage(text: str) -> None:
    deal = make.deal(make.company())
    url = f"/deals/{deal.pk}/investors/{deal.deal_investors.get().pk}/"
    sent = {"voting_percent": text, "version": "1"}
    answer = client_of(deal.owner).post(url, sent, headers=IN_PANEL)
    said = answer.context["form"].errors["voting_percent"]
    assert said == ["Enter a percentage from 0 to 100."]


@pytest.mark.usefixtures("_stages")
@pytest.mark.parametrize("version", ["x", "9" * 30, "-1", ""])
def test_a_version_that_never_was_is_refused(version: str) -> None:
    deal = make.deal(make.company(), title="Before")
    sent = {"title": "After", "currency": "KRW", "probability": "5", "version": version}
    client_of(deal.owner).post(f"/deals/{deal.pk}/edit/", sent, headers=IN_PANEL)
    assert Deal.objects.get().title == ("After" if version == "" else "Before")


def year_message() -> str:
    return f"Enter a year from 578 to {timezone.localdate().year}."


@pytest.mark.parametrize("text", ["32767", "0", "577", "-1", "3e3"])
def test_a_company_was_founded_in_a_year_that_has_come(text: str) -> None:
    sent = {"name_ja": "大田精密", "founded_year": text}
    answer = client_of().post("/companies/new/", sent, headers=IN_PANEL)
    assert answer.status_code == 422
    said = answer.context["form"].errors["founded_year"]
    other = {
        "-1": "Ensure this value is greater than or equal to 0.",
        "3e3": "Enter a whole number in digits, such as 800 or 1,200.",
    }
    assert said == [other.get(text, year_message())]
    group = {"name_ja": "組合", "kind": "cooperative", "founded_year": text}
    assert client_of().post("/cooperatives/new/", group, headers=IN_PANEL).status_code == 422


def test_next_year_has_not_come_but_this_one_has() -> None:
    year = timezone.localdate().year
    client = client_of()
    sent = {"name_ja": "大田精密", "founded_year": str(year + 1)}
    assert client.post("/companies/new/", sent, headers=IN_PANEL).status_code == 422
    client.post("/companies/new/", sent | {"founded_year": str(year)})
    assert Company.objects.get().founded_year == year


@pytest.mark.parametrize("text", ["0", "-1", "100001"])
def test_a_measure_is_above_zero_and_within_reason(text: str) -> None:
    company, capability = make.company(), make.capability()
    url = f"/companies/{company.pk}/facts/capability/"
    sent = {"capability": str(capability.pk), "precision_um": text, "size_max_mm": text}
    answer = client_of().post(url, sent, headers=IN_PANEL)
    assert {"precision_um", "size_max_mm"} <= set(answer.context["form"].errors)


@pytest.mark.usefixtures("_stages")
def test_the_database_refuses_them_too() -> None:
    company = make.company()
    deal = make.deal(company)
    skill = make.company_capability(company)
    for rows, fields in (
        (Company.objects.all(), {"founded_year": 32767}),
        (Company.objects.all(), {"founded_year": 577}),
        (type(skill).objects.all(), {"size_max_mm": float("nan")}),
        (type(skill).objects.all(), {"precision_um": float("inf")}),
        (Deal.objects.filter(pk=deal.pk), {"amount": Decimal(-1)}),
        (DealInvestor.objects.all(), {"amount": Decimal(0)}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**fields)


def test_a_list_says_which_condition_it_cannot_read() -> None:
    make.company(employees=1500)
    client = client_of()
    few = client.get("/companies/?employees_min=１，２００&employees_max=1,400")
    assert few.context["count"].number == 0
    wrong = client.get("/companies/?employees_min=1,20")
    assert wrong.context["count"].number == 1
    said = "employees from: Enter a whole number in digits, such as 800 or 1,200."
    assert said.lower() in words(wrong).lower()
    assert "cannot be read" not in words(client.get("/companies/?employees_min=1,200"))
