"""Which stated materials answer which asked ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.materials import OTHER, Families

PARENTS = {
    "carbon steel": "steel",
    "s45c": "carbon steel",
    "sus304": "stainless",
    "stainless": "steel",
    "a5052": "aluminium",
    "a6061": "aluminium",
}
ASKED = ["aluminium", "a5052", "s45c", "steel", "sus 999"]


@pytest.mark.parametrize(
    ("stated", "full", "partly"),
    [
        pytest.param(["a5052"], {"a5052", "aluminium"}, set(), id="a member answers its family"),
        pytest.param(["aluminium"], {"aluminium"}, {"a5052"}, id="a family a member in part"),
        pytest.param(["a6061"], {"aluminium"}, set(), id="not another member"),
        pytest.param(["aluminium", "a5052"], {"a5052", "aluminium"}, set(), id="both: in full"),
        pytest.param(["steel"], {"steel"}, {"s45c"}, id="a family of families in part"),
        pytest.param(["sus304"], {"steel"}, set(), id="a member of a family of the family"),
        pytest.param(["sus 999"], {"sus 999"}, set(), id="not in the vocabulary: itself"),
        pytest.param(["rubber"], set(), set(), id="nobody asks for it, but it is stated"),
    ],
)
def test_families(stated: list[str], full: set[str], partly: set[str]) -> None:
    families = Families(PARENTS, ASKED)
    assert (families.full(stated), families.partly(stated)) == (full | {OTHER}, partly)


def test_nothing_stated_answers_nothing() -> None:
    assert (Families(PARENTS, ASKED).full([]), Families(PARENTS, ASKED).partly([])) == (
        set(),
        set(),
    )


def test_a_circle_of_families_ends() -> None:
    families = Families({"one": "other", "other": "one"}, ["one"])
    assert families.full(["other"]) == {"one", OTHER}


@given(st.sets(st.sampled_from([*PARENTS, *PARENTS.values(), "sus 999"])), st.sampled_from(ASKED))
def test_one_material_more_never_answers_less(stated: set[str], more: str) -> None:
    families = Families(PARENTS, ASKED)
    before, after = families.full(stated), families.full({*stated, more})
    assert before <= after
    assert before | families.partly(stated) <= after | families.partly({*stated, more})
