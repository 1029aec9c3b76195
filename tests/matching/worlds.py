"""Small worlds for scoring: everything unknown unless a test says it, or everything random."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st

from matching.features import Age, Companies, Inputs, Needs, Reference, Tie, taxonomy_credit
from matching.masks import Must

# casting (0) ─ die casting (1), iron casting (2); plating (3)
PARENT = np.array([-1, 0, 0, -1])
MATERIALS, CERTIFICATES, GROUPS, CLUSTERS, FELLOWS = 3, 2, 2, 2, 2
NAN = float("nan")


def companies(count: int = 1, *, rows: tuple[tuple[int, int], ...] = (), **known: Any) -> Companies:
    """`count` companies that list `rows` of (company, node), all else unknown but for `known`."""
    listed = len(rows)
    values: dict[str, Any] = {
        "key": np.arange(count),
        "row_company": np.array([company for company, _ in rows], dtype=np.int64),
        "row_node": np.array([node for _, node in rows], dtype=np.int64),
        "row_strength": np.ones(listed),
        "row_precision_um": np.full(listed, NAN),
        "row_size_mm": np.full(listed, NAN),
        "row_monthly_volume": np.full(listed, NAN),
        "row_materials": np.zeros((listed, MATERIALS), dtype=bool),
        "row_families": np.zeros((listed, MATERIALS), dtype=bool),
        "row_inferred": np.zeros(listed, dtype=bool),
        "certificates": np.zeros((count, CERTIFICATES), dtype=bool),
        "certificates_known": np.zeros(count, dtype=bool),
        "certificate_months": np.full((count, CERTIFICATES), np.inf),
        "tie": np.full((count, GROUPS), -1.0),
        "customer_in_korea": np.full(count, -1.0),
        "customer_abroad": np.full(count, -1.0),
        "customers_known": np.zeros(count, dtype=bool),
        "mode": np.zeros(count, dtype=np.int64),
        "country": np.zeros(count, dtype=np.int64),
        "horizon_months": np.full(count, NAN),
        "home_base_kept": np.full(count, NAN),
        "employees": np.full(count, NAN),
        "latitude": np.full(count, NAN),
        "longitude": np.full(count, NAN),
        "cluster": np.full(count, -1),
        "programme": np.full(count, NAN),
    }
    return Companies(**_typed(values | known))


def needs(count: int = 1, *, lines: tuple[tuple[int, int], ...] = ((0, 1),), **known: Any) -> Needs:
    """`count` needs that ask for `lines` of (need, node), and nothing else but for `known`."""
    asked = len(lines)
    values: dict[str, Any] = {
        "key": np.arange(count),
        "line_need": np.array([need for need, _ in lines], dtype=np.int64),
        "line_node": np.array([node for _, node in lines], dtype=np.int64),
        "line_weight": np.ones(asked),
        "line_precision_um": np.full(asked, NAN),
        "line_size_mm": np.full(asked, NAN),
        "line_materials": np.zeros((asked, MATERIALS), dtype=bool),
        "certificates": np.zeros((count, CERTIFICATES), dtype=bool),
        "musts": np.zeros((count, len(Must)), dtype=bool),
        "group": np.full(count, -1),
        "start_months": np.full(count, NAN),
        "monthly_volume": np.full(count, NAN),
        "latitude": np.full(count, NAN),
        "longitude": np.full(count, NAN),
    }
    return Needs(**_typed(values | known))


def inputs(some: Companies, wanted: Needs, **known: Any) -> Inputs:
    reference = Reference(
        credit=taxonomy_credit(PARENT),
        specialities=known.get("specialities", np.zeros((CLUSTERS, len(PARENT)), dtype=bool)),
        in_chain=np.array([True, True, True, False]),
        cover=known.get("cover", np.zeros((FELLOWS, len(PARENT)), dtype=np.float32)),
    )
    return Inputs(some, wanted, reference)


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    """The arrays as scoring gets them: float32 for numbers, int64 for indexes."""
    arrays = {name: np.asarray(value) for name, value in values.items()}
    return {
        name: array.astype(np.float32) if array.dtype.kind == "f" else array
        for name, array in arrays.items()
    }


@st.composite
def worlds(draw: st.DrawFn) -> Inputs:
    """Random worlds with gaps in every fact and with equal companies, so that there are ties."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    count, wanted = draw(st.integers(0, 12)), draw(st.integers(1, 6))
    listed, asked = draw(st.integers(0, 3 * count)), draw(st.integers(wanted, 2 * wanted))
    gaps = draw(st.sampled_from([0.0, 0.4, 1.0]))

    def some(size: int, choices: list[float]) -> np.ndarray:
        values = rng.choice(choices, size)
        values[rng.random(size) < gaps] = NAN
        return values

    nodes = len(PARENT)
    owners = np.sort(rng.integers(0, max(1, count), listed))
    line_need = np.sort(np.r_[np.arange(wanted), rng.integers(0, wanted, asked - wanted)])
    made = companies(
        count,
        key=rng.permutation(count),
        row_company=owners,
        row_node=rng.integers(0, nodes, listed),
        row_strength=rng.choice([0.5, 1.0], listed),
        row_precision_um=some(listed, [1.0, 10.0, 50.0]),
        row_size_mm=some(listed, [50.0, 300.0]),
        row_monthly_volume=some(listed, [100.0, 5000.0]),
        row_materials=rng.random((listed, MATERIALS)) < 0.4,
        row_families=rng.random((listed, MATERIALS)) < 0.2,
        row_inferred=rng.random(listed) < 0.2,
        certificates=rng.random((count, CERTIFICATES)) < 0.5,
        certificates_known=rng.random(count) >= gaps,
        certificate_months=rng.choice([np.inf, 3.0, 12.0], (count, CERTIFICATES)),
        tie=rng.choice([-1.0, 0.0, 0.2], (count, GROUPS)),
        customer_in_korea=rng.choice([-1.0, 0.1], count),
        customer_abroad=rng.choice([-1.0, 0.5], count),
        customers_known=rng.random(count) >= gaps,
        mode=rng.integers(0, 4, count),
        country=rng.integers(0, 4, count),
        horizon_months=some(count, [0.0, 12.0, 60.0]),
        home_base_kept=some(count, [0.0, 1.0]),
        employees=some(count, [0.0, 3.0, 20.0, 200.0]),
        latitude=some(count, [33.6, 35.5]),
        longitude=some(count, [130.4, 139.7]),
        cluster=rng.integers(-1, CLUSTERS, count),
        programme=some(count, [0.0, 1.0]),
        indirect=rng.choice([-1.0, 0.1], (count, GROUPS, len(Tie)), p=[0.8, 0.2]),
        growth=some(count, [-0.2, 0.0, 0.1]),
        margin=some(count, [-0.1, 0.0, 0.1]),
        means=some(count, [0.2, 2.0]),
        plan=some(count, [0.3, 1.0]),
        fellows=rng.integers(-1, FELLOWS, count),
        age_months=some(count * len(Age), [0.0, 60.0]).reshape(count, len(Age)),
        row_age_months=some(listed, [0.0, 30.0, 90.0]),
    )
    asking = needs(
        wanted,
        key=rng.permutation(wanted),
        line_need=line_need,
        line_node=rng.integers(0, nodes, asked),
        line_weight=rng.choice([1.0, 2.0], asked),
        line_precision_um=some(asked, [5.0, 20.0]),
        line_size_mm=some(asked, [100.0, 400.0]),
        line_materials=rng.random((asked, MATERIALS)) < 0.4,
        certificates=rng.random((wanted, CERTIFICATES)) < 0.4,
        musts=rng.random((wanted, len(Must))) < 0.4,
        group=rng.integers(-1, GROUPS, wanted),
        start_months=some(wanted, [0.0, 24.0]),
        monthly_volume=some(wanted, [1000.0]),
        latitude=some(wanted, [36.1]),
        longitude=some(wanted, [128.3]),
    )
    return inputs(
        made,
        asking,
        specialities=rng.random((CLUSTERS, nodes)) < 0.3,
        cover=rng.random((FELLOWS, nodes)).astype(np.float32),
    )
