"""The preview of other weights: how long until its first read is there, and each draft after it.

The world of `bench_matching_changes`, scored by a whole run first, as previews choose by what is
stored whose facts they read. Beside it the same with the facts of everybody in question.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import time
import uuid
from collections.abc import Callable
from functools import partial

import django

from benchmarks.bench_matching_changes import fill
from matching.scoring import Weights

COMPANIES = 30_000  # 100,000 take some minutes more, for the run before
NEEDS = 1_000
SMALL = Weights(intent=0.14)
LARGE = Weights(capability=0.05, customer=0.4)


def score_all() -> None:
    from matching import runs

    run = runs.start(enqueue=False)
    runs.work_on(run.pk)
    run.refresh_from_db()
    print(f"a whole run: {run.state}, {run.written:,} matches written", flush=True)


def _timed(name: str, work: Callable[[], str]) -> None:
    began = time.perf_counter()
    told = work()
    print(f"  {name:<46}{time.perf_counter() - began:7.2f} s   {told}", flush=True)


def measure() -> None:
    """The shown needs, and the sample of the summary."""
    from django.utils import timezone

    from matching import previewing
    from matching.models import Need

    now = timezone.now()
    keys = [*Need.objects.open().order_by("pk").values_list("pk", flat=True)]
    sample = [keys[place * len(keys) // previewing.SAMPLE] for place in range(previewing.SAMPLE)]
    for name, needs in (("shown needs", previewing.usual_needs()), ("summary", sample)):
        print(f"{name}: {len(needs)}")
        previewing.forget(needs, now=now)
        for what, draft in (
            ("the form is opened", Weights()),
            ("then a draft, a small step", SMALL),
            ("the same draft again", SMALL),
            ("then quite another draft", LARGE),
        ):
            _timed(what, partial(_drafted, needs, draft, now))
        previewing.forget(needs, now=now)
        _timed("a first draft, quite another", partial(_drafted, needs, LARGE, now))
        previewing.forget(needs, now=now)
        _timed("the facts of everybody in question", partial(_whole, needs, now))


def _drafted(needs: list[uuid.UUID], draft: Weights, now: dt.datetime) -> str:
    from matching import previewing

    told = previewing.read(needs, (Weights(), draft), now=now)
    looked = {key for each in told.values() for key in each.looked or ()}
    in_question = sum(each.in_question for each in told.values())
    return f"{len(looked):,} companies read for {in_question:,} pairs"


def _whole(needs: list[uuid.UUID], now: dt.datetime) -> str:
    from matching import previewing

    told = previewing.read_whole(needs, now=now)
    companies = {key for each in told.values() for key in each.ids}
    return f"{len(companies):,} companies read for {sum(len(e.ids) for e in told.values()):,} pairs"


def run() -> None:
    """Print how long each takes; `PREVIEW_COMPANIES` chooses another number."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.db import transaction

    logging.disable(logging.INFO)
    with transaction.atomic():
        fill(int(os.environ.get("PREVIEW_COMPANIES", COMPANIES)), NEEDS)
        score_all()
        measure()
        transaction.set_rollback(True)


if __name__ == "__main__":
    run()
