"""How far spellings by ear are apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prospects.distance import distance_to_beginning, jamo_distance

hangul = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), max_size=8)


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ("마쓰모토", "마쓰모토", 0),
        ("마쓰모토", "마츠모토", 0.25),
        ("마쓰모토", "마쓰모타", 1),
        ("후루야", "푸르야", 0.5),
        ("제작소", "재작소", 0.25),
        ("마쓰", "마쓰이", 1),
        ("", "가", 2),
    ],
)
def test_letters_between_spellings(one: str, other: str, distance: float) -> None:
    assert jamo_distance(one, other) == jamo_distance(other, one) == distance


@given(hangul, hangul)
def test_a_beginning_is_never_farther_than_the_whole_of_that_length(one: str, rest: str) -> None:
    assert distance_to_beginning(one, one + rest) == 0
    assert jamo_distance(one, one + rest) >= 0
