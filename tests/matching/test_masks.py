"""What a need insists on, case by case."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from matching.masks import WHY, Must
from matching.prepared import prepare
from matching.ranking import best_lists
from matching.scoring import Weights, held_against_musts
from tests.matching.worlds import NAN, companies, inputs, needs

DOES: dict[str, Any] = {"rows": ((0, 1),)}
HOLDS: dict[str, Any] = DOES | {"certificates": [[True, False]], "certificates_known": [True]}
BOTH: dict[str, Any] = HOLDS | {"certificates": [[True, True]]}


def musts(*which: Must) -> list[list[bool]]:
    return [[must in which for must in Must]]


def reasons(company: dict[str, Any], need: dict[str, Any]) -> list[str]:
    p = prepare(inputs(companies(**company), needs(**need)))
    _, (why,) = held_against_musts(p, Weights(), np.array([0]), np.array([0]))
    return [key for bit, key in enumerate(WHY) if why >> bit & 1]


@pytest.mark.parametrize(
    ("company", "asked", "start", "expected"),
    [
        pytest.param(DOES, [True, True], 12.0, [], id="none on record"),
        pytest.param(HOLDS, [True, False], 12.0, [], id="held"),
        pytest.param(HOLDS, [True, True], 12.0, ["certificate_lacking"], id="one lacking"),
        pytest.param(
            BOTH | {"certificate_months": [[11.0, 13.0]]},
            [True, True],
            12.0,
            ["certificate_ends"],
            id="one ends before supply starts",
        ),
        pytest.param(
            BOTH | {"certificate_months": [[11.0, 13.0]]}, [True, True], NAN, [], id="no start"
        ),
        pytest.param(
            HOLDS | {"certificate_months": [[1.0, 0.0]]},
            [True, True],
            12.0,
            ["certificate_lacking", "certificate_ends"],
            id="one lacking, one ending",
        ),
    ],
)
def test_certificates(
    company: dict[str, Any], asked: list[bool], start: float, expected: list[str]
) -> None:
    need = {"certificates": [asked], "start_months": [start]}
    assert reasons(company, need | {"musts": musts(Must.CERTIFICATES)}) == expected
    assert reasons(company, need) == []  # asked for, but no must


@pytest.mark.parametrize(
    ("company", "expected"),
    [
        pytest.param({"rows": ((0, 1),)}, [], id="no size stated"),
        pytest.param({"rows": ((0, 1),), "row_size_mm": [200.0]}, [], id="large enough"),
        pytest.param({"rows": ((0, 1),), "row_size_mm": [199.0]}, ["size_short"], id="too small"),
        pytest.param(
            {"rows": ((0, 0), (0, 1)), "row_size_mm": [NAN, 100.0]}, [], id="another row is silent"
        ),
        pytest.param(
            {"rows": ((0, 1), (0, 2)), "row_size_mm": [100.0, 900.0]},
            ["size_short"],
            id="the size of a sibling does not count",
        ),
        pytest.param({"rows": ()}, [], id="nothing listed"),
    ],
)
def test_size(company: dict[str, Any], expected: list[str]) -> None:
    need = {"line_size_mm": [200.0]}
    assert reasons(company, need | {"musts": musts(Must.SIZE)}) == expected
    assert reasons(company, need) == []
    assert reasons(company, {"musts": musts(Must.SIZE)}) == []  # no size is asked


@pytest.mark.parametrize(
    ("horizon", "start", "expected"),
    [(18.0, 12.0, []), (18.5, 12.0, ["start_late"]), (NAN, 12.0, []), (99.0, NAN, [])],
)
def test_start(horizon: float, start: float, expected: list[str]) -> None:
    company, need = DOES | {"horizon_months": [horizon]}, {"start_months": [start]}
    assert reasons(company, need | {"musts": musts(Must.START)}) == expected
    assert reasons(company, need) == []


def test_a_must_takes_no_second_toll_on_the_score() -> None:
    world = inputs(
        companies(2, rows=((0, 1), (1, 1)), certificates=[[True, False]] * 2,
                  certificates_known=[True, True]),
        needs(2, lines=((0, 1), (1, 1)), certificates=[[True, True]] * 2,
              musts=[*musts(Must.CERTIFICATES), *musts()]),
    )  # fmt: skip
    found = best_lists(world, Weights(), per_need=5, per_company=5, per_excluded=1)
    assert found.matches.need.tolist() == [1, 1]
    assert found.matches.parts[0].tolist() == pytest.approx([0.8, 0.8])
    assert found.excluded.need.tolist() == [0]  # the better of two; of equals, the first key
    assert found.excluded.company.tolist() == [0]
    assert found.excluded.parts[0].tolist() == [1]
    assert (found.able.tolist(), found.passing.tolist()) == ([2, 2], [0, 2])


def test_what_people_decided_comes_out_whatever_the_musts() -> None:
    world = inputs(
        companies(**HOLDS), needs(certificates=[[True, True]], musts=musts(Must.CERTIFICATES))
    )
    keep = (np.array([0]), np.array([0]))
    found = best_lists(world, Weights(), per_need=1, per_company=1, per_excluded=1, keep=keep)
    assert found.matches.company.tolist() == [0]
    assert len(found.excluded) == 0
    assert found.passing.tolist() == [0]
