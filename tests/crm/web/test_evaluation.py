"""The page of trials: empty, at work, with figures, and asking for a new one."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from crm.models import User
from matching import reports
from matching.models import EvaluationReport
from tests import make
from tests.crm.web.signed_in import client_of, counted, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_trials")]

PAGE, NEW = "/matching/evaluation/", "/matching/evaluation/new/"
AT_WORK = {"HX-Request": "true", "HX-Target": "evaluation-work"}
State = EvaluationReport.State


@pytest.fixture
def client() -> Client:
    return client_of(role=User.Role.ANALYST)


def made(**fields: Any) -> EvaluationReport:
    report = reports.ask(**{"worlds": ["usual", "sparse"], "replicas": 1, **fields})
    reports.make(report.pk)
    report.refresh_from_db()
    return report


def test_without_a_trial_it_says_what_one_shows(client: Client) -> None:
    said = words(client.get(PAGE))
    assert "No trial yet" in said
    assert "It takes about a minute." in said


def test_the_latest_report_stands_whole_with_its_chart(client: Client) -> None:
    report = made()
    answer = client.get(PAGE)
    said = words(answer)
    for text in (
        "Dongban's lists",
        "Industry codes (JSIC–KSIC)",
        "Keywords (BM25)",
        "By lot",
        "Capability fit",
        "Share of proposals that led to an investment, by score",
        "Too few to test on: 0 introductions are on record",
        f"manage.py evaluate_matching --seed {report.seed} --replicas 1 --worlds usual sparse",
    ):
        assert text in said
    sections = (report.results or {})["sections"]
    bands = sections[0]["bands"]
    assert [row[1] for row in answer.context["chart"].rows] == [band["count"] for band in bands]
    assert answer.context["section"]["kind"] == "all"


def test_each_kind_of_world_has_its_tables(client: Client) -> None:
    report = made()
    address = f"{PAGE}{report.pk}/"
    assert client.get(address, {"world": "sparse"}).context["section"]["kind"] == "sparse"
    # Any other word shows the first.
    assert client.get(address, {"world": "nowhere"}).context["section"]["kind"] == "all"


def test_while_a_trial_runs_its_progress_is_polled(client: Client) -> None:
    report = make.evaluation_report(state=State.RUNNING, done=2, total=5, worked_at=timezone.now())
    answer = client.get(PAGE)
    assert 'hx-trigger="every 2s"' in answer.content.decode()
    assert "Run a trial" not in words(answer)
    part = client.get(PAGE, headers=AT_WORK)
    assert "2 / 5" in part.content.decode()
    assert "<main" not in part.content.decode()
    EvaluationReport.objects.filter(pk=report.pk).update(state=State.FAILED, problem="Broken.")
    assert client.get(PAGE, headers=AT_WORK).headers["HX-Refresh"] == "true"
    assert "Broken." in words(client.get(PAGE))
    assert "Broken." in words(client.get(f"{PAGE}{report.pk}/"))


def test_work_that_fell_silent_is_said_and_can_be_run_again(client: Client) -> None:
    report = make.evaluation_report(
        state=State.RUNNING, worked_at=timezone.now() - dt.timedelta(hours=1)
    )
    said = words(client.get(PAGE))
    assert "The work stopped before it was done." in said
    assert "Run a trial" in said
    assert "The work stopped before it was done." in words(client.get(f"{PAGE}{report.pk}/"))


def test_a_trial_is_asked_for_and_made(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    form = {"worlds": ["usual"], "replicas": "1", "seed": "5"}
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(NEW, form)
    assert answer.headers["Location"] == PAGE
    report = EvaluationReport.objects.get()
    assert (report.state, report.seed, report.worlds) == (State.READY, 5, ["usual"])
    assert report.asked_by


def test_a_wrong_form_says_what_is_wrong_and_keeps_what_was_typed(client: Client) -> None:
    answer = client.post(NEW, {"replicas": "99", "seed": "-3"})
    assert answer.status_code == 422
    form = answer.context["form"]
    assert {*form.errors} == {"worlds", "replicas", "seed"}
    assert 'value="99"' in answer.content.decode()


def test_a_second_trial_has_to_wait(client: Client) -> None:
    make.evaluation_report(state=State.WAITING, worked_at=timezone.now())
    answer = client.post(NEW, {"worlds": ["usual"], "replicas": "1", "seed": "1"})
    assert answer.status_code == 422
    assert "A trial is running already" in words(answer)


def test_only_who_may_sees_the_way_there(client: Client) -> None:
    assert PAGE in client.get("/matches/").content.decode()
    assert PAGE not in client_of().get("/matches/").content.decode()
    assert client_of().get(PAGE).status_code == 403


def test_queries_do_not_grow_with_the_reports(client: Client) -> None:
    made()
    with counted() as few:
        client.get(PAGE)
    for seed in range(2):
        make.evaluation_report(seed=seed, state=State.FAILED)
    with counted() as more:
        client.get(PAGE)
    assert len(few) == len(more)


def test_a_version_is_chosen_for_a_trial(client: Client) -> None:
    other = make.weight_profile()
    form = client.get(NEW, {"version": str(other.revision)}).context["form"]
    assert form["version"].value() == str(other.revision)
    client.post(NEW, {"worlds": ["usual"], "replicas": 1, "seed": 2, "version": other.revision})
    assert EvaluationReport.objects.get().profile == other
    wrong = client.post(
        NEW, {"worlds": ["usual"], "replicas": 1, "seed": 2, "version": "99999"}, headers={}
    )
    assert (wrong.status_code, [*wrong.context["form"].errors]) == (422, ["version"])
