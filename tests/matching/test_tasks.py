"""The background tasks and the command."""

from __future__ import annotations

import io
import uuid

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from config.celery import app
from matching import tasks
from matching.models import Match, Screening
from tests import make

pytestmark = pytest.mark.django_db


def test_a_changed_need_or_company_is_scored_after_the_commit(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    needs = [make.need(), make.need()]
    company = make.company()
    for need in needs:
        make.company_capability(company, need.capability)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.need_changed(needs[0].pk)
        assert not Match.objects.exists()
    assert {(m.company, m.need) for m in Match.objects.all()} == {(company, needs[0])}
    assert Screening.objects.get().is_whole  # the second task has run too
    with django_capture_on_commit_callbacks(execute=True):
        tasks.company_changed(company.pk)
    assert {(m.company, m.need) for m in Match.objects.all()} == {(company, n) for n in needs}


def test_what_was_deleted_meanwhile_is_no_error() -> None:
    tasks.rescore_need.delay(str(uuid.uuid4()))
    tasks.rescore_company.delay(str(uuid.uuid4()))
    assert not Match.objects.exists()


def test_everything_is_scored_each_night(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    nightly = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {"matching.tasks.rescore_all", "matching.tasks.tend_runs"} <= nightly
    assert "matching.tasks.rescore_all" in app.tasks
    need = make.need()
    make.company_capability(make.company(), need.capability)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.rescore_all.delay()
    assert Match.objects.count() == 1


def command(*arguments: str) -> str:
    out = io.StringIO()
    call_command("score_matches", *arguments, stdout=out)
    return out.getvalue().rpartition(",")[0]


def test_the_command_scores_all_or_what_is_named() -> None:
    need, company = make.need(), make.company()
    make.company_capability(company, need.capability)
    make.company_capability(make.company(), need.capability)
    one = command("--need", str(need.pk), "--company", str(company.pk))
    assert one == "1 companies × 1 needs: 1 matches stored, 0 removed"
    assert command() == "2 companies × 1 needs: 2 matches stored, 0 removed"


def test_the_command_says_what_it_does_not_know() -> None:
    unknown = uuid.uuid4()
    with pytest.raises(CommandError, match=f"^There is no need {unknown}.$"):
        command("--need", str(unknown))
    with pytest.raises(CommandError, match="invalid UUID value: 'x'"):
        command("--company", "x")
