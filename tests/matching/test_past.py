"""Past introductions: what counts, and what is said when there are too few."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from matching import decisions
from matching.models import Match
from matching.past import LEAST_TESTED, Introduction, introductions, time_split
from tests import make

DAY = dt.date(2025, 1, 6)


def history(count: int, *, seed: int = 1) -> list[Introduction]:
    """Introductions of which those with a higher score go well more often."""
    rng = np.random.default_rng(seed)
    score = rng.random(count)
    return [
        Introduction(DAY + dt.timedelta(days=at), float(each), bool(rng.random() < each))
        for at, each in enumerate(score)
    ]


@pytest.mark.django_db
def test_what_was_said_then_and_what_came_of_it() -> None:
    by = make.user()
    well, badly, still, never, open_deal = (
        make.match(make.company(), score=score) for score in (0.9, 0.4, 0.5, 0.6, 0.7)
    )
    fiction = make.match(make.company(is_demo=True), score=0.8)
    for match in (well, badly, still, open_deal, fiction):
        decisions.shortlist(match, by=by)
        decisions.introduce(match, by=by)
    # What the engine says later is not what was said then.
    Match.objects.update(score=0.1)
    decisions.start_talks(well, by=by)
    decisions.reject(badly, kind="other", words="The tolerance was not held.", by=by)
    decisions.reject(never, kind="other", words="Nobody asked them.", by=by)
    found = introductions({open_deal.pk: False, badly.pk: True})
    assert sorted((each.score, each.went_well) for each in found if each.score != 0.5) == [
        (0.4, False),
        (0.7, False),
        (0.9, True),
    ]
    assert [each.went_well for each in found if each.score == 0.5] == [None]


def test_too_few_are_counted_and_give_no_figure() -> None:
    few = [*history(2 * LEAST_TESTED - 2), Introduction(DAY, 0.5, None)]
    past = time_split(few, seed=1)
    assert (past.introduced, past.decided, past.tested, past.enough) == (59, 58, 29, False)
    assert (past.auc, past.error, past.bands) == (None, None, ())


def test_successes_alone_teach_nothing() -> None:
    only = [Introduction(DAY, 0.5, True)] * 100
    assert not time_split(only, seed=1).enough
    assert time_split([], seed=1).introduced == 0


def test_the_later_half_is_tested() -> None:
    past = time_split(history(200), seed=2)
    assert (past.decided, past.tested, past.enough) == (200, 100, True)
    assert past.split_on == (DAY + dt.timedelta(days=100)).isoformat()
    assert past == time_split(history(200), seed=2)
    assert past.auc is not None
    mean, low, high = past.auc
    assert 0.5 < low < mean < high <= 1
    assert sum(band.count for band in past.bands) == 100


def test_the_earlier_half_teaches_what_a_score_is_worth() -> None:
    # Scores between 0.5 and 1 of which one in ten goes well: far off as chances.
    rng = np.random.default_rng(4)
    made = [
        Introduction(DAY + dt.timedelta(days=at), 0.5 + float(rng.random()) / 2, at % 10 == 0)
        for at in range(400)
    ]
    past = time_split(made, seed=1)
    assert past.error is not None
    assert past.error_learned is not None
    assert past.error > 0.5
    assert past.error_learned < 0.1
