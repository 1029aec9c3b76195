"""What is odd though it may be right, and what cannot be."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from prospects.doubts import doubts
from prospects.models import Capability, CompanyCapability
from tests import make

pytestmark = pytest.mark.django_db


def said(node: Capability, **asked: Any) -> list[str]:
    with translation.override("en"):
        return doubts(node, **{"precision_um": None, "size_max_mm": None, "materials": []} | asked)


def test_a_tolerance_or_size_out_of_the_usual_range_is_said_with_its_source() -> None:
    family = make.capability(
        name_en="Casting", precision_from_um=160, precision_to_um=650, range_source="JIS B 0403"
    )
    node = make.capability(
        parent=family, name_en="Die casting", size_to_mm=1000, range_source="A book"
    )
    assert said(node, precision_um=160.0, size_max_mm=1000.0) == []
    assert said(node, precision_um=5.0, size_max_mm=1500.0) == [
        "±5 µm is finer than is usual for Casting (from ±160 µm; JIS B 0403).",
        "1,500 mm is larger than is usual for Die casting (up to 1,000 mm; A book).",
    ]
    assert said(make.capability(), precision_um=0.001) == []  # nothing is stated of it


def test_a_material_nobody_knows_is_said() -> None:
    make.material(key="A5052")
    assert said(make.capability(), materials=["A5052", "unobtainium"]) == [
        "Not in the list of materials, so only the same spelling will match: unobtainium."
    ]


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"precision_um": 500, "size_max_mm": 1}, ["precision_um"]),
        ({"precision_um": 499, "size_max_mm": 1}, []),
        ({"precision_um": -1}, ["precision_um"]),
        ({"size_max_mm": 0}, ["size_max_mm"]),
        ({"monthly_volume": 0}, ["monthly_volume"]),
        ({"monthly_volume": 1}, []),
    ],
)
def test_what_contradicts_itself_is_refused_by_field(
    values: dict[str, float], fields: list[str]
) -> None:
    row = CompanyCapability(company=make.company(), capability=make.capability(), **values)
    found: list[str] = []
    try:
        row.full_clean()
    except ValidationError as error:
        found = [*error.message_dict]
    assert found == fields


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"precision_from_um": 20, "precision_to_um": 10}, ["precision_to_um"]),
        ({"size_from_mm": 20, "size_to_mm": 10}, ["size_to_mm"]),
        ({"size_from_mm": 10, "size_to_mm": 10}, []),
        ({"size_to_mm": 10, "range_source": ""}, ["range_source"]),
    ],
)
def test_a_range_that_ends_before_it_begins_is_refused(
    values: dict[str, Any], fields: list[str]
) -> None:
    node = make.capability()
    for name, value in ({"range_source": "A book"} | values).items():
        setattr(node, name, value)
    found: list[str] = []
    try:
        node.full_clean()
    except ValidationError as error:
        found = [*error.message_dict]
    assert found == fields
