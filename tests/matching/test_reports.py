"""Trials as records: asked for once, made once, the same again for the same seed."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from matching import reports
from matching.models import EvaluationReport
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_trials", "english")]
State = EvaluationReport.State


def made(**fields: object) -> EvaluationReport:
    report = reports.ask(worlds=["usual"], replicas=1, **fields)  # type: ignore[arg-type]
    reports.make(report.pk)
    report.refresh_from_db()
    return report


def test_a_report_holds_its_figures_and_how_it_was_made() -> None:
    told: list[tuple[int, int]] = []
    report = reports.ask(worlds=["sparse", "usual"], replicas=2, seed=7, asked_by="Kim")
    assert (report.state, report.total) == (State.WAITING, 4)
    reports.make(report.pk, progress=lambda done, total: told.append((done, total)))
    report.refresh_from_db()
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert (report.state, report.done, report.seed, report.worlds, report.asked_by) == (
        State.READY,
        4,
        7,
        ["usual", "sparse"],
        "Kim",
    )
    results = report.results or {}
    assert [section["kind"] for section in results["sections"]] == ["all", "usual", "sparse"]
    assert results["weights"]["capability"] == report.profile.capability
    assert results["past"]["enough"] is False
    assert report.finished_at is not None


def test_the_same_seed_gives_the_same_report() -> None:
    first, second = made(seed=3), made(seed=3)
    assert first.results == second.results
    assert made(seed=4).results != first.results


def test_a_report_is_made_once() -> None:
    report = made()
    before = report.finished_at
    reports.make(report.pk)
    report.refresh_from_db()
    assert report.finished_at == before


def test_one_trial_at_a_time() -> None:
    reports.ask(worlds=["usual"])
    with pytest.raises(reports.EvaluationRefusedError, match="running already"):
        reports.ask(worlds=["usual"])


def test_work_that_fell_silent_makes_room() -> None:
    now = timezone.now()
    silent = make.evaluation_report(state=State.RUNNING, worked_at=now - dt.timedelta(minutes=6))
    assert reports.is_stopped(silent, now)
    fresh = reports.ask(worlds=["usual"], now=now)
    silent.refresh_from_db()
    assert (silent.state, silent.problem) == (
        State.FAILED,
        "The work stopped before it was done. Run it again.",
    )
    assert not reports.is_stopped(fresh, now)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"worlds": ["flat"]}, "no kind of world “flat”"),
        ({"worlds": []}, "at least one kind"),
        ({"replicas": 0}, "1 to 50 worlds"),
        ({"replicas": 51}, "1 to 50 worlds"),
    ],
)
def test_what_cannot_be_tried_is_refused(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(reports.EvaluationRefusedError, match=said):
        reports.ask(**wrong)  # type: ignore[arg-type]
    assert not EvaluationReport.objects.exists()


def test_what_fails_is_said_in_the_report() -> None:
    report = reports.ask(worlds=["usual"], replicas=1)
    EvaluationReport.objects.filter(pk=report.pk).update(worlds=["gone"])
    with pytest.raises(KeyError):
        reports.make(report.pk)
    report.refresh_from_db()
    assert (report.state, report.problem) == (
        State.FAILED,
        "The trial could not be finished. Try again.",
    )


def test_a_report_that_is_not_there_is_left_alone() -> None:
    reports.make(uuid.uuid4())


def test_a_version_that_is_not_in_use_is_tried() -> None:
    other = make.weight_profile(capability=0.9)
    report = made(profile=other)
    assert (report.profile, (report.results or {})["weights"]["capability"]) == (other, 0.9)


def test_the_figures_of_versions_are_those_of_their_newest_trials() -> None:
    other = make.weight_profile(capability=0.9)
    made(seed=3)
    report = made(seed=4)
    older, newer = made(profile=other, seed=5), made(profile=other, seed=6)
    make.evaluation_report(other, state=State.FAILED)
    found = reports.tried_last(EvaluationReport.objects.all())
    assert {key: each.report for key, each in found.items()} == {
        report.profile_id: report,
        other.pk: newer,
    }
    both = EvaluationReport.objects.filter(profile=other)
    assert [each.report for each in reports.tried(both, 9)] == [newer, older]
    assert [each.report for each in reports.tried(both, 1)] == [newer]
    [section] = (report.results or {})["sections"]
    [engine] = [row for row in section["rows"] if row["way"] == "engine"]
    told = found[report.profile_id]
    assert told.ndcg == tuple(engine["ndcg"][each] for each in ("mean", "low", "high"))
    assert (told.precision, told.recall, told.shown, told.needs, told.past_auc) == (
        engine["precision"]["mean"],
        engine["recall"]["mean"],
        engine["companies_covered"],
        section["needs"],
        None,
    )


def test_over_several_kinds_of_worlds_the_figures_are_of_all_together() -> None:
    report = reports.ask(worlds=["usual", "sparse"], replicas=1)
    reports.make(report.pk)
    [told] = reports.tried(EvaluationReport.objects.all(), 1)
    assert told.needs == 10


def test_past_introductions_count_where_there_are_enough() -> None:
    past = {"enough": True, "auc": [0.7, 0.6, 0.8]}
    results = {"sections": [{"needs": 0, "rows": []}], "past": past}
    make.evaluation_report(state=State.READY, results=results)
    [told] = reports.tried(EvaluationReport.objects.all(), 1)
    assert (told.ndcg, told.precision, told.past_auc) == (None, None, 0.7)
