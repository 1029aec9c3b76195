"""The simpler ways of proposing, counted by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from matching.baselines import by_code, by_lot, by_words, pairs_of


def test_a_code_answers_wholly_by_its_group_half_and_unknown_not_at_all() -> None:
    table = {"24321": frozenset({"2353"})}
    value = by_code(["24321", "99999"], ["2353", "2399", "2451", ""], table)
    assert value.tolist() == [[1, 0.5, 0, 0], [0, 0, 0, 0]]


def test_words_are_pairs_of_characters() -> None:
    assert pairs_of("めっき、Al 5軸・X") == ["めっ", "っき", "al", "5軸", "x"]
    assert pairs_of("") == []


def test_bm25_counted_by_hand() -> None:
    # Two texts of two and one pairs; "めっ" is in one of them, once.
    value = by_words(["めっ"], ["めっき", "金型"])
    rarity = math.log(1 + (2 - 1 + 0.5) / (1 + 0.5))
    length = 1 - 0.75 + 0.75 * 2 / 1.5
    assert value.tolist() == [[pytest.approx(rarity * 2.2 / (1 + 1.2 * length)), 0]]


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    texts = ["部品 研削", "部品 鍛造", "部品 鋳造", "部品 研磨"]
    value = by_words(["部品 鍛造"], texts)[0]
    assert value.argmax() == 1
    assert value[0] == pytest.approx(value[2])


@pytest.mark.parametrize("texts", [[], ["", ""]])
def test_no_words_find_nothing(texts: list[str]) -> None:
    assert by_words(["研削", ""], texts).tolist() == [[0.0] * len(texts)] * 2


def test_lots_come_again_with_their_seed() -> None:
    assert np.array_equal(by_lot(2, 3, seed=1), by_lot(2, 3, seed=1))
    assert not np.array_equal(by_lot(2, 3, seed=1), by_lot(2, 3, seed=2))
