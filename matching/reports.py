"""Trials of the engine as commands: ask for one, make it; the figures are of `matching.trials`."""

from __future__ import annotations

import datetime as dt
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import transaction
from django.db.models import F, Func, JSONField, Q, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from matching import past, trials
from matching.models import EvaluationReport, WeightProfile
from matching.scoring import PARTS, Weights
from matching.shortlist import active_profile
from matching.worlds import KINDS

#: Work that gave no sign for so long is over: its worker is gone.
SILENCE = dt.timedelta(minutes=5)
MOST_REPLICAS = 50
#: Kept in English and said in the reader's language.
BROKEN = gettext_noop("The trial could not be finished. Try again.")
STOPPED = gettext_noop("The work stopped before it was done. Run it again.")

log = structlog.get_logger(__name__)


class EvaluationRefusedError(Exception):
    """The trial cannot be made as asked; the text is for people."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What a finished trial found of the engine, over all its worlds together.

    ndcg: mean, low and high of NDCG@10. precision, recall, shown: in [0, 1], of the first ten
    places, of the first fifty, and of the companies that some list shows; None where they have no
    meaning. needs: how many lists were judged. past_auc: on past introductions, where there were
    enough.
    """

    report: EvaluationReport
    ndcg: tuple[float, float, float] | None
    precision: float | None
    recall: float | None
    shown: float | None
    needs: int
    past_auc: float | None


#: The section over all worlds comes first (`matching.trials.run`).
_ENGINE = f'$.sections[0].rows[*] ? (@.way == "{trials.ENGINE}")'


def tried(made: QuerySet[EvaluationReport], most: int) -> list[Tried]:
    """The newest `most` of these trials that are finished; one query, without their tables."""
    ready = made.filter(state=EvaluationReport.State.READY)
    rows = ready.select_related("profile").defer("results").order_by("-id")
    return [_tried(each) for each in _with_engine(rows)[:most]]


def tried_last(made: QuerySet[EvaluationReport]) -> dict[uuid.UUID, Tried]:
    """Of each profile among these trials the newest that is finished, by the profile's key."""
    ready = made.filter(state=EvaluationReport.State.READY)
    rows = ready.select_related("profile").defer("results").order_by("profile_id", "-id")
    return {each.profile_id: _tried(each) for each in _with_engine(rows.distinct("profile_id"))}


def _with_engine(made: QuerySet[EvaluationReport]) -> QuerySet[EvaluationReport]:
    return made.annotate(
        engine=Func(
            F("results"),
            Value(_ENGINE),
            function="jsonb_path_query_first",
            template="%(function)s(%(expressions)s::jsonpath)",
            output_field=JSONField(),
        ),
        judged=F("results__sections__0__needs"),
        past=F("results__past"),
    )


def _tried(report: EvaluationReport) -> Tried:
    engine: dict[str, Any] = getattr(report, "engine", None) or {}
    past_: dict[str, Any] = getattr(report, "past", None) or {}
    ndcg = engine.get("ndcg") or {}
    return Tried(
        report=report,
        ndcg=None if ndcg.get("mean") is None else (ndcg["mean"], ndcg["low"], ndcg["high"]),
        precision=(engine.get("precision") or {}).get("mean"),
        recall=(engine.get("recall") or {}).get("mean"),
        shown=engine.get("companies_covered"),
        needs=int(getattr(report, "judged", None) or 0),
        past_auc=past_["auc"][0] if past_.get("auc") else None,
    )


def ask(
    *,
    profile: WeightProfile | None = None,
    worlds: Sequence[str] = tuple(KINDS),
    seed: int = 1,
    replicas: int = trials.REPLICAS,
    asked_by: str = "",
    now: dt.datetime | None = None,
) -> EvaluationReport:
    """A report that waits to be made, with the weights of `profile` or those in use.

    EvaluationRefusedError if there is nothing to try, or one is being made already.
    """
    now = now or timezone.now()
    _check(worlds, replicas)
    in_use = active_profile()
    with transaction.atomic():
        WeightProfile.objects.select_for_update().get(pk=in_use.pk)  # one asks at a time
        _end_silent(now)
        if EvaluationReport.objects.working().exists():
            raise EvaluationRefusedError(_("A trial is running already; wait for it to end."))
        return EvaluationReport.objects.create(
            profile=profile or in_use,
            seed=seed,
            worlds=[kind for kind in KINDS if kind in worlds],
            replicas=replicas,
            total=replicas * len({*worlds}),
            asked_by=asked_by[:150],
            worked_at=now,
        )


def _check(worlds: Sequence[str], replicas: int) -> None:
    """Raise EvaluationRefusedError for worlds that there are not, too few or too many."""
    if unknown := sorted({*worlds} - {*KINDS}):
        raise EvaluationRefusedError(
            _("There is no kind of world “%(unknown)s”; there is: %(known)s.")
            % {"unknown": unknown[0], "known": ", ".join(KINDS)}
        )
    if not worlds:
        raise EvaluationRefusedError(_("Choose at least one kind of world."))
    if not 1 <= replicas <= MOST_REPLICAS:
        raise EvaluationRefusedError(
            _("Of each kind 1 to %(most)d worlds can be tried.") % {"most": MOST_REPLICAS}
        )


def make(
    key: uuid.UUID,
    *,
    outcomes: Mapping[uuid.UUID, bool] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Make a report that waits, or whose worker is gone. Safe to call twice.

    `outcomes`: what came of introduced matches, as far as deals say. What fails is said in the
    report, and raised.
    """
    rows = EvaluationReport.objects.filter(pk=key)
    if not _begun(rows):
        return
    report = rows.select_related("profile").get()

    def told(done: int, total: int) -> None:
        rows.update(done=done, total=total, worked_at=timezone.now())
        if progress:
            progress(done, total)

    start = time.monotonic()
    try:
        results = evaluate(report, outcomes=outcomes or {}, progress=told)
    except Exception:
        log.exception("evaluation failed", report=str(key))
        _end(rows, EvaluationReport.State.FAILED, problem=BROKEN)
        raise
    seconds = round(time.monotonic() - start, 1)
    _end(rows, EvaluationReport.State.READY, problem="", results=results, seconds=seconds)


def _begun(rows: QuerySet[EvaluationReport]) -> bool:
    """Take a report that waits, or whose worker is gone; whether there was one to take."""
    now = timezone.now()
    free = Q(state=EvaluationReport.State.WAITING) | Q(
        state=EvaluationReport.State.RUNNING, worked_at__lt=now - SILENCE
    )
    taken = rows.filter(free).update(state=EvaluationReport.State.RUNNING, done=0, worked_at=now)
    return taken > 0


def _end(rows: QuerySet[EvaluationReport], state: str, **told: Any) -> None:
    rows.update(state=state, finished_at=timezone.now(), **told)


def evaluate(
    report: EvaluationReport,
    *,
    outcomes: Mapping[uuid.UUID, bool],
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """The figures of a report as JSON holds them: the weights, sections of worlds, and the past."""
    weights = Weights(**{part: getattr(report.profile, part) for part in PARTS})
    sections = trials.run(
        kinds=[KINDS[key] for key in report.worlds],
        weights=weights,
        seed=report.seed,
        replicas=report.replicas,
        progress=progress,
    )
    told = past.time_split(past.introductions(outcomes), seed=report.seed)
    return {
        "k": trials.K,
        "places": trials.PLACES,
        "weights": {part: getattr(weights, part) for part in PARTS},
        "sections": trials.as_json(sections),
        "past": past.as_json(told),
    }


def is_stopped(report: EvaluationReport, now: dt.datetime) -> bool:
    """Whether a report that is being made has not given a sign for too long."""
    return report.is_working and (report.worked_at or report.created_at) < now - SILENCE


def _end_silent(now: dt.datetime) -> None:
    EvaluationReport.objects.working().filter(worked_at__lt=now - SILENCE).update(
        state=EvaluationReport.State.FAILED,
        problem=STOPPED,
        finished_at=now,
    )
