"""Days as people type them into forms."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from prospects.day_fields import DayField


@pytest.mark.parametrize("typed", ["2027-04-01", "27.4.1", "2027. 4. 1.", "27-4-1", "令和9.4.1"])
@pytest.mark.parametrize("language", ["ko", "ja", "en"])
def test_a_day_is_read_alike_in_each_language(typed: str, language: str) -> None:
    with translation.override(language):
        assert DayField().clean(typed) == dt.date(2027, 4, 1)


@pytest.mark.parametrize("typed", ["04/05/27", "4/5/2027", "8.4.1", "soon"])
def test_what_may_be_another_day_is_refused_with_the_rule(typed: str) -> None:
    with translation.override("en"):
        with pytest.raises(ValidationError) as refused:
            DayField().clean(typed)
        assert refused.value.messages == [
            "Enter a day with its year first, such as 2027-04-01 or 27.4.1."
        ]


def test_no_day_is_no_day() -> None:
    assert DayField(required=False).clean(" ") is None
