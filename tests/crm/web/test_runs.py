"""The page of scoring runs: empty, at work, failed, and its buttons."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from crm.models import User
from matching import runs
from matching.models import Match, ScoringRun
from tests import make
from tests.crm.web.signed_in import client_of, counted, words

pytestmark = pytest.mark.django_db

PAGE, START, RESUME = "/matching/runs/", "/matching/runs/start/", "/matching/runs/resume/"
AT_WORK = {"HX-Request": "true", "HX-Target": "scoring-work"}


@pytest.fixture
def client() -> Client:
    return client_of(role=User.Role.MANAGER)


def test_without_a_run_it_says_what_one_does(client: Client) -> None:
    assert "No run yet" in words(client.get(PAGE))


def test_everything_is_scored_at_the_press_of_a_button(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    need = make.need()
    make.company_capability(make.company(), need.capability)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(START)
    assert answer.headers["Location"] == PAGE
    assert Match.objects.count() == 1
    said = words(client.get(PAGE))
    assert "done" in said
    assert "1 × 1" in said
    assert ScoringRun.objects.get().asked_by in said


def test_the_run_on_its_way_is_polled_and_not_started_twice(client: Client) -> None:
    for _ in range(3):
        make.company()
    run = runs.start(enqueue=False)
    answer = client.get(PAGE)
    assert 'hx-trigger="every 2s"' in answer.content.decode()
    assert "Scoring 3 companies against 0 needs" in words(answer)
    assert "Score everything now" not in words(answer)
    client.post(START)
    assert ScoringRun.objects.get() == run
    part = client.get(PAGE, headers=AT_WORK)
    assert "0 / 1" in part.content.decode()
    assert "<main" not in part.content.decode()

    ScoringRun.objects.update(worked_at=timezone.now() - dt.timedelta(hours=1))
    assert "Nobody is working on it at the moment." in words(client.get(PAGE))
    run.chunks.update(state="done")
    assert "the lists are being put together" in words(client.get(PAGE))
    ScoringRun.objects.update(state="done")
    assert client.get(PAGE, headers=AT_WORK).headers["HX-Refresh"] == "true"


def test_a_failed_run_says_why_and_is_resumed(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    run = runs.start(enqueue=False)
    ScoringRun.objects.update(state="failed", problem=runs.CRASHED)
    said = words(client.get(PAGE))
    assert runs.CRASHED in said
    assert "Resume" in said
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(RESUME).headers["Location"] == PAGE
    run.refresh_from_db()
    assert run.state == "done"
    # There is nothing to resume any more.
    said = words(client.post(RESUME, follow=True))
    run.refresh_from_db()
    assert run.state == "done"


def test_the_number_of_queries_does_not_grow(client: Client) -> None:
    profile = make.weight_profile()

    def asked() -> int:
        with counted() as queries:
            client.get(PAGE)
        return len(queries)

    runs.start(profile=profile, enqueue=False)
    asked()
    one = asked()
    for _ in range(2):
        runs.start(profile=profile, enqueue=False)
    assert asked() == one
