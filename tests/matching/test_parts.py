"""Each part on cases small enough to know the answer."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from matching.features import Country, Mode, taxonomy_credit
from matching.ranking import best_lists
from matching.scoring import PARTS, PRIOR, Weights, score_pairs
from matching.ties import NO_TIE
from tests.matching.worlds import NAN, PARENT, companies, inputs, needs

CAPABILITY, PRECISION, CUSTOMER, INTENT, CAPACITY, LOCATION, GROUP = range(len(PARTS))


def part(which: int, company: dict[str, Any], need: dict[str, Any], **known: Any) -> list[float]:
    """[value, known] of one part of the pair of one company and one need."""
    world = inputs(companies(**company), needs(**need), **known)
    pair = score_pairs(world, Weights(), np.array([0]), np.array([0]))
    return [float(pair.parts[which, 0]), float(pair.known[which, 0])]


def test_credit_goes_up_down_and_across_the_taxonomy() -> None:
    credit = taxonomy_credit(PARENT)
    expected = [
        [1.0, 0.5, 0.5, 0.0],
        [0.9, 1.0, 0.3, 0.0],
        [0.9, 0.3, 1.0, 0.0],
        [0.0, 0.0, 0.0, 1.0],
    ]
    assert_allclose(credit, np.array(expected), rtol=1e-6)
    # root 0 ─ 1 ─ 3 ─ 5, root ─ 2 ─ 4: up .9 and .95 a step more, down .5 and .8, across .3
    deep = taxonomy_credit(np.array([-1, 0, 0, 1, 2, 3]))
    assert_allclose([deep[3, 0], deep[5, 0]], [0.855, 0.81225], rtol=1e-6)
    assert_allclose([deep[0, 3], deep[0, 5]], [0.4, 0.32], rtol=1e-6)
    assert_allclose([deep[3, 2], deep[2, 3]], [0.27, 0.15], rtol=1e-6)  # uncle, nephew
    assert_allclose([deep[3, 4], deep[5, 4]], [0.135, 0.12825], rtol=1e-5)  # cousins


def line_up(parent: np.ndarray, node: int) -> list[int]:
    """The node and what it is below of."""
    return [node, *line_up(parent, int(parent[node]))] if node >= 0 else []


@given(st.lists(st.integers(-1, 7), min_size=1, max_size=8))
def test_credit_never_grows_with_the_distance(line: list[int]) -> None:
    parent = np.array([min(above, node - 1) for node, above in enumerate(line)])
    credit = taxonomy_credit(parent)
    assert_array_equal(np.diag(credit), 1)
    below = np.array(
        [
            [node in line_up(parent, each) for each in range(len(parent))]
            for node in range(len(parent))
        ]
    )
    for node, above in enumerate(parent):
        if above >= 0:
            up, down = below[:, above], below[node]
            assert np.all(credit[node, up] <= credit[above, up])  # listed one step further down
            assert np.all(credit[above, down] <= credit[node, down])  # listed one step further up
    assert np.all((credit >= 0) & (credit <= 1))


@pytest.mark.parametrize(
    ("parent", "says"), [([1, 0], "its own ancestor"), ([5], "not a node of the taxonomy")]
)
def test_a_broken_taxonomy_is_refused(parent: list[int], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        taxonomy_credit(np.array(parent))


@pytest.mark.parametrize(
    ("company", "need", "expected"),
    [
        pytest.param({"rows": ((0, 1),)}, {}, [1, 1], id="the process itself"),
        pytest.param({"rows": ((0, 2),)}, {}, [0.3, 1], id="a sibling"),
        pytest.param({"rows": ((0, 0),)}, {}, [0.5, 1], id="the family only"),
        pytest.param({"rows": ((0, 3),)}, {}, [0, 1], id="another trade: known not to fit"),
        pytest.param({}, {}, [0, 0], id="nothing listed"),
        pytest.param(
            {"rows": ((0, 1),), "row_strength": [0.5], "row_inferred": [True]},
            {},
            [0.5, 1],
            id="inferred from the industry",
        ),
        pytest.param(
            {"rows": ((0, 1),), "row_materials": [[True, False, True]]},
            {"line_materials": [[True, True, False]]},
            [0.75, 1],
            id="one material of two",
        ),
        pytest.param(
            {
                "rows": ((0, 1),),
                "row_materials": [[True, False, False]],
                "row_families": [[True, True, False]],
            },
            {"line_materials": [[True, True, False]]},
            [0.875, 1],
            id="one material of two, and the family of the other",
        ),
        pytest.param(
            {"rows": ((0, 1),), "certificates": [[True, False]], "certificates_known": [True]},
            {"certificates": [[True, True]]},
            [0.8, 1],
            id="one certificate of two",
        ),
        pytest.param(
            {"rows": ((0, 1),)},
            {"certificates": [[True, True]]},
            [1, 0.8],
            id="certificates unknown",
        ),
        pytest.param(
            {"rows": ((0, 1),)},
            {"lines": ((0, 1), (0, 3)), "line_weight": [3.0, 1.0]},
            [0.75, 1],
            id="the heavier of two lines",
        ),
        pytest.param({"rows": ((0, 1),)}, {"lines": ()}, [0, 0], id="a need that asks nothing"),
    ],
)
def test_capability(company: dict[str, Any], need: dict[str, Any], expected: list[float]) -> None:
    assert_allclose(part(CAPABILITY, company, need), expected, atol=1e-6)


MADE: dict[str, Any] = {"rows": ((0, 1),)}


@pytest.mark.parametrize(
    ("company", "need", "expected"),
    [
        pytest.param(MADE, {}, [NAN, 0], id="nothing asked"),
        pytest.param(MADE, {"line_precision_um": [10.0]}, [NAN, 0], id="tolerance unknown"),
        pytest.param(
            MADE | {"row_precision_um": [10.0]}, {"line_precision_um": [10.0]}, [1, 1], id="held"
        ),
        pytest.param(
            MADE | {"row_precision_um": [20.0]},
            {"line_precision_um": [10.0]},
            [0.5, 1],
            id="twice too coarse",
        ),
        pytest.param(
            MADE | {"row_precision_um": [40.0]},
            {"line_precision_um": [10.0]},
            [0, 1],
            id="four times too coarse",
        ),
        pytest.param(
            MADE | {"row_size_mm": [150.0]},
            {"line_size_mm": [200.0]},
            [0.585, 1],
            id="room for three quarters of the size",
        ),
        pytest.param(
            MADE | {"row_precision_um": [10.0], "row_size_mm": [100.0]},
            {"line_precision_um": [10.0], "line_size_mm": [200.0]},
            [0.6, 1],
            id="held, but half the size",
        ),
        pytest.param(
            MADE | {"row_precision_um": [10.0]},
            {"line_precision_um": [10.0], "line_size_mm": [200.0]},
            [1, 0.6],
            id="held, size unknown",
        ),
        pytest.param(
            {"rows": ((0, 2),), "row_precision_um": [1.0]},
            {"line_precision_um": [10.0]},
            [NAN, 0],
            id="the tolerance of a sibling does not count",
        ),
        pytest.param(
            {"rows": ((0, 1), (0, 1)), "row_precision_um": [NAN, 10.0]},
            {"line_precision_um": [10.0]},
            [1, 1],
            id="the best row counts",
        ),
        pytest.param(
            MADE | {"row_precision_um": [10.0], "row_age_months": [48.0]},
            {"line_precision_um": [10.0]},
            [1, 0.5],
            id="known four years ago",
        ),
        pytest.param(
            {"rows": ((0, 1), (0, 3)), "row_precision_um": [20.0, 10.0]},
            {
                "lines": ((0, 1), (0, 3)),
                "line_weight": [3.0, 1.0],
                "line_precision_um": [10.0, 10.0],
            },
            [0.625, 1],
            id="the heavier of two lines",
        ),
    ],
)
def test_precision(company: dict[str, Any], need: dict[str, Any], expected: list[float]) -> None:
    assert_allclose(part(PRECISION, company, need), expected, atol=1e-3)


def test_a_precision_not_asked_takes_nothing_from_the_confidence() -> None:
    world = inputs(companies(2, rows=((0, 1), (1, 1))), needs(2, lines=((0, 1), (1, 1)),
                   line_size_mm=[NAN, 50.0]))  # fmt: skip
    pair = score_pairs(world, Weights(), np.array([0, 0]), np.array([0, 1]))
    assert_allclose(pair.confidence, [0.22 / 0.82, 0.22], atol=1e-5)


@pytest.mark.parametrize(
    ("company", "group", "expected"),
    [
        pytest.param({}, 0, [NAN, 0], id="no customer recorded"),
        pytest.param({"customers_known": [True]}, 0, [NO_TIE, 1], id="no tie"),
        pytest.param({"tie": [[0.0, -1.0]]}, 0, [0.8, 1], id="sells to the group"),
        pytest.param({"tie": [[0.15, -1.0]]}, 0, [0.9, 1], id="15% of sales"),
        pytest.param({"tie": [[0.9, -1.0]]}, 0, [1, 1], id="depends on the group"),
        pytest.param({"tie": [[0.9, -1.0]]}, 1, [NO_TIE, 1], id="sells to another group"),
        pytest.param({"tie": [[-1.0, 0.9]]}, -1, [NO_TIE, 1], id="the firm is in no group"),
        pytest.param({"indirect": [[[0.3, -1, -1], [-1] * 3]]}, 0, [0.88, 1], id="sells to it"),
        pytest.param({"indirect": [[[-1, 0.0, -1], [-1] * 3]]}, 0, [0.67, 1], id="buys from it"),
        pytest.param({"indirect": [[[-1, -1, 0.3], [-1] * 3]]}, 0, [0.65, 1], id="competes"),
        pytest.param({"indirect": [[[0.3, -1, -1], [-1] * 3]]}, 1, [NO_TIE, 1], id="with another"),
        pytest.param({"customer_in_korea": [0.3]}, 0, [0.9, 1], id="its customer is in Korea"),
        pytest.param({"customer_abroad": [0.0]}, 0, [0.6, 1], id="its customer went abroad"),
    ],
)
def test_customer(company: dict[str, Any], group: int, expected: list[float]) -> None:
    known = {"customers_known": [True]} | company if company else {}
    assert_allclose(part(CUSTOMER, known, {"group": [group]}), expected, atol=1e-6)


def test_customers_without_a_tie_are_as_good_as_customers_unknown() -> None:
    known: dict[str, Any] = {
        "mode": [Mode.ACCOMPANYING],
        "country": [Country.KOREA],
        "horizon_months": [0.0],
        "home_base_kept": [1.0],
    }
    only = Weights(**dict.fromkeys(PARTS, 0.0) | {"customer": 2.0, "intent": 3.0})

    def priority(**more: Any) -> float:
        asked = needs(start_months=[12.0], group=[0])
        world = inputs(companies(rows=((0, 1),), **known, **more), asked)
        return float(score_pairs(world, only, np.array([0]), np.array([0])).priority[0])

    assert NO_TIE == PRIOR
    unknown = priority()
    assert priority(customers_known=[True]) == pytest.approx(unknown, abs=1e-5)
    # Every tie is worth more than none, and to a competitor the least of all.
    ties = ({"indirect": [[[-1, -1, 0.0], [-1] * 3]]}, {"customer_abroad": [0.0]})
    tied = [priority(customers_known=[True], **tie) for tie in ties]
    assert unknown + 0.001 < tied[0] < tied[1]


@pytest.mark.parametrize(
    ("company", "need", "expected"),
    [
        pytest.param({}, {}, [NAN, 0], id="no word of going"),
        pytest.param({"mode": [Mode.ACCOMPANYING]}, {}, [1, 0.35 / 0.75], id="accompanying"),
        pytest.param({"mode": [Mode.GROUP]}, {}, [0.8, 0.35 / 0.75], id="in a group"),
        pytest.param({"country": [Country.ELSEWHERE]}, {}, [0.3, 0.3 / 0.75], id="elsewhere"),
        pytest.param(
            {
                "mode": [Mode.ALONE],
                "country": [Country.KOREA],
                "horizon_months": [24.0],
                "home_base_kept": [0.0],
            },
            {"start_months": [12.0]},
            [0.35 * 0.5 + 0.3 * 1 + 0.25 * 0.5 + 0.1 * 0.4, 1],
            id="everything said",
        ),
        pytest.param(
            {"horizon_months": [6.0]}, {"start_months": [12.0]}, [1, 0.25], id="in good time"
        ),
    ],
)
def test_intent(company: dict[str, Any], need: dict[str, Any], expected: list[float]) -> None:
    assert_allclose(part(INTENT, company, need), expected, atol=1e-6)


@pytest.mark.parametrize(
    ("company", "need", "expected"),
    [
        pytest.param({}, {}, [NAN, 0], id="nothing known"),
        pytest.param({"employees": [3.0]}, {}, [0, 1 / 3], id="below four employees"),
        pytest.param({"employees": [0.0]}, {}, [0, 1 / 3], id="no employees"),
        pytest.param({"employees": [200.0]}, {}, [1, 1 / 3], id="plenty"),
        pytest.param({"means": [0.25]}, {}, [0.25, 1 / 3], id="a quarter of the least investment"),
        pytest.param({"means": [9.0]}, {}, [1, 1 / 3], id="means enough"),
        pytest.param({"growth": [-0.025]}, {}, [0.5, 0.2], id="sales shrink a little"),
        pytest.param({"margin": [0.06]}, {}, [1, 0.08 / 0.6], id="it earns"),
        pytest.param(
            {"rows": ((0, 1),), "row_monthly_volume": [250.0]},
            {"monthly_volume": [1000.0]},
            [0.25, 0.4],
            id="a quarter of the volume",
        ),
        pytest.param(
            {"rows": ((0, 1), (0, 3)), "row_monthly_volume": [500.0, 90000.0]},
            {"monthly_volume": [1000.0]},
            [0.5, 0.4],
            id="the volume of another trade does not count",
        ),
        pytest.param(
            {"employees": [50.0]}, {"monthly_volume": [0.0]}, [1, 1 / 3], id="no volume asked"
        ),
    ],
)
def test_capacity(company: dict[str, Any], need: dict[str, Any], expected: list[float]) -> None:
    assert_allclose(part(CAPACITY, company, need), expected, atol=1e-6)


FUKUOKA: dict[str, Any] = {"latitude": [33.59], "longitude": [130.40]}
BUSAN: dict[str, Any] = {"latitude": [35.18], "longitude": [129.08]}
TOKYO: dict[str, Any] = {"latitude": [35.68], "longitude": [139.69]}


@pytest.mark.parametrize(
    ("company", "need", "expected"),
    [
        pytest.param({}, {}, [NAN, 0], id="place unknown"),
        pytest.param({"programme": [1.0]}, {}, [1, 0.2 / 0.7], id="a programme helps"),
        pytest.param({"cluster": [0]}, {}, [1, 0.5 / 0.7], id="a cluster of the trade"),
        pytest.param({"cluster": [1]}, {}, [NAN, 0], id="a cluster of no stated speciality"),
        pytest.param(FUKUOKA, BUSAN, [0.988, 0.3], id="across the strait"),
        pytest.param(TOKYO, BUSAN, [0.3646, 0.3], id="from Tokyo"),
        pytest.param(TOKYO, {}, [NAN, 0], id="no site named"),
    ],
)
def test_location(company: dict[str, Any], need: dict[str, Any], expected: list[float]) -> None:
    specialities = np.array([[False, True, False, False], [False] * 4])
    found = part(LOCATION, company, need, specialities=specialities)
    assert_allclose(found, expected, atol=1e-3)


@pytest.mark.parametrize(
    ("company", "node", "expected"),
    [
        pytest.param({}, 1, [NAN, 0], id="no membership known"),
        pytest.param({"plan": [0.3]}, 1, [0.3, 0.6], id="no plan"),
        pytest.param({"plan": [1.0], "fellows": [0]}, 1, [0.8, 1], id="decided, half the steps"),
        pytest.param({"plan": [1.0], "fellows": [0]}, 3, [1, 1], id="a step of no chain"),
    ],
)
def test_group(company: dict[str, Any], node: int, expected: list[float]) -> None:
    cover = np.full((2, 4), 0.5, dtype=np.float32)
    found = part(GROUP, company, {"lines": ((0, node),)}, cover=cover)
    assert_allclose(found, expected, atol=1e-6)


def test_tables_that_do_not_belong_together_are_refused() -> None:
    with pytest.raises(ValueError, match="row_node: an index is out of range"):
        inputs(companies(rows=((0, 9),)), needs())
    with pytest.raises(ValueError, match="certificates: companies and needs have different"):
        inputs(companies(), needs(certificates=np.zeros((1, 5), dtype=bool)))
    with pytest.raises(ValueError, match="employees has 2 entries, not 1"):
        companies(employees=[1.0, 2.0])
    with pytest.raises(ValueError, match="capability rows are not sorted by company"):
        companies(2, rows=((1, 0), (0, 0)))
    with pytest.raises(ValueError, match="every requirement weight must be a positive number"):
        needs(line_weight=[0.0])


def test_no_companies_give_no_lists() -> None:
    world = inputs(companies(0), needs(2, lines=((0, 1), (1, 3))))
    found = best_lists(world, Weights(), per_need=5, per_company=5, per_excluded=5)
    assert (len(found.matches), len(found.excluded)) == (0, 0)
    assert_array_equal(found.able, [0, 0])
