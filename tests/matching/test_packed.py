"""Columns of a query as arrays."""

from __future__ import annotations

import datetime as dt
import uuid

import numpy as np
import pytest
from django.db.models import F, Func, TextField, Value
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from matching.keys import Keys, Numbered, packed
from matching.packed import Code, Day, Key, Number, Text, coded, read
from prospects.models import Company, CompanyCapability, CompanyCustomer
from tests import make

some_keys = st.lists(st.uuids() | st.integers(0, 1 << 128).map(lambda n: uuid.UUID(int=n >> 1)))
ENDS_IN_ZEROS = uuid.UUID(int=7 << 64)


@given(some_keys, some_keys)
@example([ENDS_IN_ZEROS, uuid.UUID(int=0)], [ENDS_IN_ZEROS])
def test_keys_are_sorted_and_found_where_they_stand(
    some: list[uuid.UUID], others: list[uuid.UUID]
) -> None:
    keys = Keys(some)
    assert [*keys] == sorted(some)
    assert keys[1:] == sorted(some)[1:]
    at = dict(reversed([(key, place) for place, key in enumerate(keys)]))
    assert keys.places([*some, *others]).tolist() == [at.get(key, -1) for key in [*some, *others]]


def test_numbers_of_keys() -> None:
    first, second, unknown = sorted(uuid.uuid4() for _ in range(3))
    numbered = Numbered({second: 7, first: 4})
    assert numbered.of(packed([second, unknown, first, second])).tolist() == [7, -1, 4, 7]
    assert Numbered({}).of(packed([first])).tolist() == [-1]


@pytest.mark.django_db
def test_columns_are_what_the_rows_hold() -> None:
    company = make.company()
    node, other = make.capability(), make.capability()
    materials = ["SUS304", "チタン"]
    day = dt.date(2026, 2, 28)
    make.company_capability(company, node, precision_um=2.5, materials=materials, as_of=day)
    make.company_capability(company, other)
    text = Func(F("materials"), Value("/"), function="array_to_string", output_field=TextField())
    nodes, owners, precision, volume, days, lists = read(
        CompanyCapability.objects.order_by("capability__position"),
        Key("capability"),
        Key("company"),
        Number("precision_um"),
        Number("monthly_volume"),
        Day("as_of"),
        Text(text),
    )
    order = np.argsort(nodes)
    assert Keys(nodes)[:] == sorted([node.pk, other.pk])
    assert_array_equal(owners, packed([company.pk, company.pk]))
    at = sorted([node.pk, other.pk]).index(node.pk)
    told = [np.nan, np.nan]
    told[at] = 2.5
    assert_array_equal(precision[order], told)
    assert_array_equal(volume, [np.nan, np.nan])
    assert days[order].tolist()[at] == day.toordinal()
    assert min(days.tolist()) == 0
    assert sorted(lists.tolist()) == ["", "SUS304/チタン"]


@pytest.mark.django_db
def test_short_texts_of_one_width_whatever_they_hold() -> None:
    make.company(jsic_code="2464")
    make.company(jsic_code="24")
    make.company(jsic_code="")
    make.company(jsic_code="Ａ")  # three bytes
    [codes] = read(Company.objects.all(), Code("jsic_code", 2))
    assert sorted(codes.tolist()) == [b"", b"24", b"24", "Ａ".encode()[:2]]
    [codes] = read(Company.objects.exclude(jsic_code="Ａ"), Code("jsic_code", 4))
    assert sorted(coded(codes, {"2464": 5, "24": 3}, -1).tolist()) == [-1, 3, 5]


@pytest.mark.django_db
def test_of_no_rows_the_columns_are_empty() -> None:
    columns = read(
        CompanyCustomer.objects.all(),
        Key("company"),
        Text("name"),
        Number("share_percent"),
        Code("trend", 10),
        Day("as_of"),
    )
    assert [len(column) for column in columns] == [0] * 5
    assert [*coded(columns[3], {"": 1}, 0)] == []
