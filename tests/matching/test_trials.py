"""Trying ways of proposing on made-up worlds."""

from __future__ import annotations

import json

import pytest

from matching.scoring import PARTS, Weights
from matching.trials import CEILING, ENGINE, LOT, WAYS, Section, as_json, run
from matching.worlds import Kind

SMALL = (Kind(key="usual", companies=120, needs=10), Kind(key="sparse", companies=80, needs=8))


@pytest.fixture(scope="module")
def sections() -> list[Section]:
    return run(kinds=SMALL, seed=3, replicas=2)


def test_the_same_seed_gives_the_same_figures(sections: list[Section]) -> None:
    assert json.dumps(as_json(run(kinds=SMALL, seed=3, replicas=2))) == json.dumps(
        as_json(sections)
    )
    assert as_json(run(kinds=SMALL, seed=4, replicas=2)) != as_json(sections)


def test_every_way_and_the_engine_without_each_part_stands_in_the_table(
    sections: list[Section],
) -> None:
    ways = [*WAYS, *(f"without_{part}" for part in PARTS)]
    assert [[row.way for row in section.rows] for section in sections] == [ways] * 3
    assert [(s.kind, s.worlds, s.needs, s.companies) for s in sections] == [
        ("all", 4, 36, 400),
        ("usual", 2, 20, 240),
        ("sparse", 2, 16, 160),
    ]


def test_whoever_knows_the_truth_does_best_and_the_lot_worst(sections: list[Section]) -> None:
    rows = {row.way: row for row in sections[0].rows}
    assert max(rows, key=lambda way: rows[way].ndcg.mean) == CEILING
    assert min(rows, key=lambda way: rows[way].ndcg.mean) == LOT
    assert rows[ENGINE].ahead is None
    ahead = rows[LOT].ahead
    assert ahead is not None
    assert ahead.mean == pytest.approx(rows[ENGINE].ndcg.mean - rows[LOT].ndcg.mean)


def test_figures_are_shares(sections: list[Section]) -> None:
    for section in sections:
        for row in section.rows:
            shares = (row.ndcg.mean, row.precision.mean, row.recall.mean, row.gini)
            assert all(0 <= share <= 1 for share in shares)
            assert row.ndcg.low <= row.ndcg.mean <= row.ndcg.high
            assert 0 <= row.companies_covered <= 1
        assert sum(band.count for band in section.bands) == sum(
            band.count for band in section.sureness
        )


def test_json_holds_no_number_that_is_none(sections: list[Section]) -> None:
    text = json.dumps(as_json(sections), allow_nan=False)
    assert json.loads(text) == as_json(sections)


def test_progress_and_weights() -> None:
    told: list[tuple[int, int]] = []
    only = Weights(**dict.fromkeys(PARTS, 0.0) | {"capability": 1.0})
    [section] = run(
        kinds=SMALL[1:],
        weights=only,
        seed=1,
        replicas=2,
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(1, 2), (2, 2)]
    rows = {row.way: row for row in section.rows}
    # Without a part that weighs nothing all stays as it is.
    assert rows["without_location"].ndcg == rows[ENGINE].ndcg
    assert "without_capability" not in rows  # nothing would be left to go by


@pytest.mark.parametrize("wrong", [{"kinds": ()}, {"replicas": 0}])
def test_nothing_to_try_is_said(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="at least one world"):
        run(**{"kinds": SMALL, **wrong})  # type: ignore[arg-type]
