"""Work in the background. Each task takes keys, makes one call, and is safe to run twice."""

from __future__ import annotations

import uuid

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from crm import evaluation, following, readiness, register_following, second_looks
from crm.exports import making
from crm.intake import running
from crm.planning import solving
from matching import reports


@shared_task
def work_on_intake(intake_id: str) -> None:
    """Open, check, write or undo an import, as its state says."""
    running.work_on(uuid.UUID(intake_id))
    facts_changed()


@shared_task
def discard_old_intakes() -> None:
    """Forget the imports that nobody wrote; each night."""
    running.discard_old(now=timezone.now())


@shared_task
def remind_followers() -> None:
    """Remind of decisions that come near and of records with which nothing happens; mornings."""
    following.remind(now=timezone.now())


@shared_task
def remind_of_second_looks() -> None:
    """Tell officers of rejected matches whose day to look again has come; mornings."""
    second_looks.remind(now=timezone.now())


@shared_task
def follow_register() -> None:
    """Tell whoever tracks it what the latest loads of the register changed."""
    register_following.follow_register(now=timezone.now())
    facts_changed()


@shared_task
def make_export(export_id: str) -> None:
    """Make the file of an export."""
    making.make(uuid.UUID(export_id))


@shared_task
def tidy_exports() -> None:
    """Throw away exported files whose time is over; each hour."""
    making.tidy(now=timezone.now())


@shared_task
def renew_readiness() -> None:
    """Work out again how ready companies are whose facts changed; on change and each minute."""
    readiness.renew(today=timezone.localdate())


@shared_task
def renew_all_readiness() -> None:
    """Work out how ready all companies are; each night, as a new day makes facts older."""
    readiness.renew_all(today=timezone.localdate())


def facts_changed() -> None:
    """Have what lists show of readiness renewed once the transaction is committed.

    Which companies it is, the database has marked (`prospects.readiness.marks`).
    """
    transaction.on_commit(renew_readiness.delay, robust=True)


@shared_task
def solve_plan(plan_id: str) -> None:
    """Solve an introduction plan that waits for it."""
    solving.solve(uuid.UUID(plan_id))


@shared_task
def evaluate_matching(report_id: str) -> None:
    """Make the report of a trial of the engine."""
    reports.make(uuid.UUID(report_id), outcomes=evaluation.outcomes())
