"""Commands on needs."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from matching.models import Need
from matching.needs import create_need, doubts_of
from tests import make

pytestmark = pytest.mark.django_db


def test_a_need_of_a_fictional_firm_is_fictional_and_keeps_its_certificates() -> None:
    firm, certificate = make.firm(is_demo=True), make.certificate()
    need = create_need(
        firm=firm,
        site=make.site(firm),
        name_ko="도금",
        capability=make.capability(),
        certificates=[certificate],
    )
    stored = Need.objects.get()
    assert (stored, stored.is_demo, [*stored.certificates.all()]) == (need, True, [certificate])


def test_another_firms_site_and_no_name_are_refused_and_nothing_is_written() -> None:
    with pytest.raises(ValidationError) as refused:
        create_need(firm=make.firm(), site=make.site(), capability=make.capability())
    assert set(refused.value.message_dict) == {"site", "__all__"}
    assert not Need.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"precision_um": 10_000.0, "size_max_mm": 15.0}, "precision_um"),
        ({"monthly_volume": 0}, "monthly_volume"),
        ({"monthly_volume": 2, "suppliers_wanted": 3}, "suppliers_wanted"),
    ],
)
def test_a_need_that_contradicts_itself_is_refused(wrong: dict[str, Any], field: str) -> None:
    firm, capability = make.firm(), make.capability()
    with pytest.raises(ValidationError) as refused:
        create_need(firm=firm, capability=capability, name_ko="수요", **wrong)
    assert [*refused.value.message_dict] == [field]
    assert not Need.objects.exists()


def test_what_is_odd_of_a_need_is_said() -> None:
    day = dt.date(2026, 11, 20)
    need = make.need(start_on=day - dt.timedelta(days=1), materials=["unobtainium"])
    with translation.override("en"):
        assert doubts_of(need, today=day) == [
            "Not in the list of materials, so only the same spelling will match: unobtainium.",
            "Supply was to start on a day that has passed.",
        ]
