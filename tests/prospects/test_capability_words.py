"""The reader's words are those that are stored now."""

from __future__ import annotations

import datetime as dt

import pytest

from prospects.capability_text import Kind, read
from prospects.capability_words import vocabulary
from prospects.models import Certificate

pytestmark = pytest.mark.django_db


def test_a_certificates_words_count_from_their_edit_on_the_same_day_too() -> None:
    held = Certificate.objects.create(
        key="own-9", name_en="Own 9", source="test", as_of=dt.date(2026, 11, 22)
    )
    assert read("五十鈴認定工場", vocabulary()).keys(Kind.CERTIFICATE) == ()
    held.synonyms = ["五十鈴認定"]
    held.save()
    assert read("五十鈴認定工場", vocabulary()).keys(Kind.CERTIFICATE) == ("own-9",)
