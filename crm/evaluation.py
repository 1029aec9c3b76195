"""Trials of the matching: asking for one, and what the pipeline knows of past introductions."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import partial

from django.db import transaction

from crm.models import Deal, Stage, User
from matching import reports
from matching.models import EvaluationReport, WeightProfile

#: The stage at which an investment is notified to the authorities: the introduction bore fruit.
NOTIFIED = "notified"


@transaction.atomic
def start(
    *,
    worlds: Sequence[str],
    seed: int,
    replicas: int,
    by: User,
    profile: WeightProfile | None = None,
) -> EvaluationReport:
    """Have a trial made in the background. EvaluationRefusedError as `matching.reports.ask`."""
    from crm.tasks import evaluate_matching

    report = reports.ask(
        profile=profile, worlds=worlds, seed=seed, replicas=replicas, asked_by=str(by)
    )
    transaction.on_commit(partial(evaluate_matching.delay, str(report.pk)), robust=True)
    return report


def outcomes() -> dict[uuid.UUID, bool]:
    """By match, whether a deal from it was notified; False where all its deals are over without.

    Matches whose deals go on are left out. Two queries.
    """
    notified = Stage.objects.filter(key=NOTIFIED).values_list("position", flat=True).first()
    found: dict[uuid.UUID, bool] = {}
    going_on: set[uuid.UUID] = set()
    deals = Deal.objects.filter(match__isnull=False, is_demo=False)
    for match, status, position in deals.values_list("match_id", "status", "stage__position"):
        assert match is not None  # filtered  # noqa: S101
        if notified is not None and position >= notified:
            found[match] = True
        elif status in (Deal.Status.LOST, Deal.Status.ABANDONED):
            found.setdefault(match, False)
        else:
            going_on.add(match)
    return {match: well for match, well in found.items() if well or match not in going_on}
