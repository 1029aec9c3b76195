"""When a rejection is worth a second look."""

from __future__ import annotations

from typing import Any

import pytest

from matching.explaining import COUNTRY_CODE, MODE_CODE
from matching.models import Match
from matching.reasons import WORDS
from matching.rejections import RULES, answered


def reason(code: str, **params: Any) -> dict[str, Any]:
    return {"part": "x", "code": code, "params": params}


def test_every_kind_has_a_rule_and_watches_what_is_said() -> None:
    assert set(RULES) == set(Match.Rejection.values)
    codes = {code for rule in RULES.values() for code in rule.watched | rule.against}
    assert codes <= set(WORDS)
    assert {*MODE_CODE.values(), *COUNTRY_CODE.values()} <= set(WORDS)


MISSING = reason("certificates_missing", certificates=["iatf16949"])
HELD = reason("certificates_held", certificates=["iatf16949"])
COARSE, FINE = (
    reason("precision_held", have=8, asked=10),
    reason("precision_held", have=3, asked=10),
)
SMALL = reason("size_short", have=100, asked=300)
GROWS = reason("sales_grow", percent=3)


@pytest.mark.parametrize(
    ("kind", "then", "now", "found"),
    [
        ("certificate", [MISSING], [MISSING], []),
        ("certificate", [MISSING], [HELD], [HELD]),
        ("certificate", [MISSING], [], [MISSING]),  # the need no longer asks for it
        ("certificate", [], [HELD, SMALL], [HELD]),
        ("precision", [COARSE], [COARSE], []),  # the record already said so when it was rejected
        ("precision", [COARSE], [FINE], [FINE]),
        ("precision", [COARSE, SMALL], [FINE, SMALL], []),  # something still speaks against it
        ("price", [MISSING], [HELD], []),  # not what it was rejected for
        ("other", [MISSING], [HELD], []),
        ("finances", [], [GROWS], []),
        ("an older kind", [], [HELD], []),
    ],
)
def test_only_a_newer_fact_that_answers_the_objection_counts(
    kind: str, then: list[Any], now: list[Any], found: list[Any]
) -> None:
    assert answered(kind, then, now) == found
