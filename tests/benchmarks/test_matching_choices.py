"""Trying other values of constants leaves those in use as they are."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import bench_matching_choices
from matching import answers, scoring, ties
from matching.trials import ENGINE, SCORE_ALONE, run
from matching.worlds import KINDS


@pytest.mark.usefixtures("small_trials")
def test_choices_are_compared_with_the_constants_in_use() -> None:
    before = scoring.PRIOR, ties.NO_TIE, answers.INFERRED_SEEN
    kept = bench_matching_choices.tried(3000, 2)
    assert before == (scoring.PRIOR, ties.NO_TIE, answers.INFERRED_SEEN)

    # What is in use does what the trials of seed 3 say of the engine.
    rows = {row.way: row for row in run(kinds=tuple(KINDS.values()), seed=3, replicas=2)[0].rows}
    used = kept[bench_matching_choices.IN_USE]
    assert np.nanmean(used.every("ndcg")) == pytest.approx(rows[ENGINE].ndcg.mean)
    assert np.nanmean(used.every("recall")) == pytest.approx(rows[ENGINE].recall.mean)
    assert used.mean(lambda each: each.gini) == pytest.approx(rows[ENGINE].gini)
    alone = kept["score alone"]
    assert np.nanmean(alone.every("recall")) == pytest.approx(rows[SCORE_ALONE].recall.mean)
    # Another value makes other lists.
    assert used.every("blocking").tolist() != kept["prior 0.7"].every("blocking").tolist()
