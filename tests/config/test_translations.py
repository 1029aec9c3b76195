"""Which strings are found for translation."""

from __future__ import annotations

from config.translations import collect


def test_a_string_handed_to_a_template_tag_is_found() -> None:
    found = collect()
    assert found.get("Not known") is not None  # {% icon "circle-help" _("Not known") %}
    assert found.get("Introduce") is not None  # {% translate "Introduce" %}
