"""Each part on cases small enough to know the answer."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from matching.features import Country, Mode, taxonomy_credit
from matching.parts import capability
from matching.scoring import Weights, score_pairs
from tests.matching.worlds import NAN, PARENT, companies, inputs, needs

CAPABILITY, CUSTOMER, INTENT, CAPACITY, LOCATION = range(5)


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
    grandchild = taxonomy_credit(np.array([-1, 0, 1]))
    assert_allclose([grandchild[2, 0], grandchild[0, 2]], [0.81, 0.25], rtol=1e-6)


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
            [0.5, 0],
            id="inferred from the industry",
        ),
        pytest.param(
            {"rows": ((0, 1),), "row_precision_um": [10.0]},
            {"line_precision_um": [10.0]},
            [1, 1],
            id="tolerance held",
        ),
        pytest.param(
            {"rows": ((0, 1),), "row_precision_um": [20.0]},
            {"line_precision_um": [10.0]},
            [0.7, 1],
            id="twice too coarse",
        ),
        pytest.param(
            {"rows": ((0, 1),), "row_precision_um": [40.0]},
            {"line_precision_um": [10.0]},
            [0.4, 1],
            id="four times too coarse",
        ),
        pytest.param(
            {"rows": ((0, 1),)}, {"line_precision_um": [10.0]}, [1, 0.5], id="tolerance unknown"
        ),
        pytest.param(
            {"rows": ((0, 1),), "row_size_mm": [100.0]},
            {"line_size_mm": [200.0]},
            [0.4, 1],
            id="room for half the size",
        ),
        pytest.param(
            {"rows": ((0, 1),), "row_materials": [[True, False, True]]},
            {"line_materials": [[True, True, False]]},
            [0.75, 1],
            id="one material of two",
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


def test_the_best_row_counts_and_of_equals_the_one_that_says_more() -> None:
    rows: dict[str, Any] = {
        "rows": ((0, 1), (0, 1), (0, 2)),
        "row_precision_um": [NAN, 10.0, 1.0],
    }
    assert part(CAPABILITY, rows, {"line_precision_um": [10.0]}) == [1, 1]


@pytest.mark.parametrize(
    ("company", "group", "expected"),
    [
        pytest.param({}, 0, [NAN, 0], id="no customer recorded"),
        pytest.param({"customers_known": [True]}, 0, [0, 1], id="no tie"),
        pytest.param({"tie": [[0.0, -1.0]]}, 0, [0.7, 1], id="sells to the group"),
        pytest.param({"tie": [[0.15, -1.0]]}, 0, [0.85, 1], id="15% of sales"),
        pytest.param({"tie": [[0.9, -1.0]]}, 0, [1, 1], id="depends on the group"),
        pytest.param({"tie": [[0.9, -1.0]]}, 1, [0, 1], id="sells to another group"),
        pytest.param({"tie": [[-1.0, 0.9]]}, -1, [0, 1], id="the firm is in no group"),
        pytest.param({"customer_in_korea": [0.3]}, 0, [0.8, 1], id="its customer is in Korea"),
        pytest.param({"customer_abroad": [0.0]}, 0, [0.35, 1], id="its customer went abroad"),
    ],
)
def test_customer(company: dict[str, Any], group: int, expected: list[float]) -> None:
    known = {"customers_known": [True]} | company if company else {}
    assert_allclose(part(CUSTOMER, known, {"group": [group]}), expected, atol=1e-6)


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
        pytest.param({"employees": [3.0]}, {}, [0, 1], id="below four employees"),
        pytest.param({"employees": [0.0]}, {}, [0, 1], id="no employees"),
        pytest.param({"employees": [200.0]}, {}, [1, 1], id="plenty"),
        pytest.param(
            {"rows": ((0, 1),), "row_monthly_volume": [250.0]},
            {"monthly_volume": [1000.0]},
            [0.25, 0.6],
            id="a quarter of the volume",
        ),
        pytest.param(
            {"rows": ((0, 1), (0, 3)), "row_monthly_volume": [500.0, 90000.0]},
            {"monthly_volume": [1000.0]},
            [0.5, 0.6],
            id="the volume of another trade does not count",
        ),
        pytest.param(
            {"employees": [50.0]}, {"monthly_volume": [0.0]}, [1, 1], id="no volume asked"
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


def test_capability_of_no_companies_is_empty() -> None:
    world = inputs(companies(0), needs(2, lines=((0, 1), (1, 3))))
    value, known = capability(world.companies, world.needs, world.reference.credit)
    assert_array_equal(value, np.empty((2, 0)))
    assert_array_equal(known, np.empty((2, 0)))
