"""What people may type into the number fields of every form."""

from __future__ import annotations

import importlib
import math
import pkgutil
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

import crm.web
from crm.models import Deal, DealInvestor
from prospects.models import Company
from tests import copies, make
from tests.crm.web.signed_in import IN_PANEL, client_of

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


def number_fields() -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Every number field that a form of the officers' door declares, with its model's field.

    Not the hidden version.
    """
    for module in pkgutil.iter_modules(crm.web.__path__):
        held = importlib.import_module(f"crm.web.{module.name}")
        for form in vars(held).values():
            if not (isinstance(form, type) and issubclass(form, forms.BaseForm)):
                continue
            model = getattr(getattr(form, "_meta", None), "model", None)
            columns = {column.name: column for column in model._meta.fields} if model else {}
            for name, field in getattr(form, "base_fields", {}).items():
                if isinstance(field, NUMBERS) and name != "version":
                    found = (field, columns[name]) if name in columns else (field,)
                    yield f"{form.__name__}.{name}", found


FIELDS = dict(number_fields())


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
    "NaN": "Enter an amount in digits, such as 350000000.",
    "Infinity": "Enter an amount in digits, such as 350000000.",
    "1e30": "This amount is too large.",
    "-5": "An amount must be above zero.",
    "0": "An amount must be above zero.",
    "1." + "1" * 30: "Enter a whole amount, without decimals.",
    "much": "Enter an amount in digits, such as 350000000.",
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
        "3e3": "Enter a whole number.",
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
