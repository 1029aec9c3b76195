"""What the pipeline says of introductions, and the command."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from crm.evaluation import outcomes
from crm.models import Deal
from matching.models import EvaluationReport
from matching.scoring import PARTS
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_trials")]


def test_a_notified_deal_is_a_success_and_one_that_is_over_a_failure() -> None:
    stages = make.stages()
    notified, lost, open_still, mixed = (make.match(make.company()) for _ in range(4))
    make.deal(
        match=notified, stage=stages["notified"], status=Deal.Status.LOST, closed_because="Price"
    )
    make.deal(
        match=lost, stage=stages["contacted"], status=Deal.Status.LOST, closed_because="Price"
    )
    make.deal(match=open_still, stage=stages["contacted"])
    make.deal(
        match=mixed, stage=stages["contacted"], status=Deal.Status.LOST, closed_because="Price"
    )
    make.deal(match=mixed, stage=stages["contacted"])
    make.deal(match=make.match(make.company()), stage=stages["notified"], is_demo=True)
    assert outcomes() == {notified.pk: True, lost.pk: False}


def run(*arguments: str, **options: Any) -> str:
    said = StringIO()
    call_command("evaluate_matching", *arguments, stdout=said, **options)
    return said.getvalue()


def test_the_command_prints_the_tables_stores_the_report_and_writes_the_file(
    tmp_path: Path,
) -> None:
    out = tmp_path / "figures.json"
    said = run("--worlds", "usual", "--replicas", "1", "--seed", "2", "--out", str(out))
    report = EvaluationReport.objects.get()
    assert (report.state, report.seed, report.worlds) == ("ready", 2, ["usual"])
    assert json.loads(out.read_text()) == report.results
    assert "usual: 1 worlds, 5 needs" in said
    assert "Past introductions: 0, of which 0 are decided: too few to test on." in said
    assert f"Report {report.pk}" in said
    for way in ("ceiling", "engine", "codes", "words", "lot", "without_capability"):
        assert f"\n{way} " in said


def test_the_tables_of_the_documentation() -> None:
    said = run("--worlds", "usual", "sparse", "--replicas", "1", "--seed", "2", "--markdown")
    ways, worlds, parts = said.rstrip().split("\n\n")
    report = EvaluationReport.objects.get()
    whole = {row["way"]: row for row in (report.results or {})["sections"][0]["rows"]}
    engine, lot = whole["engine"], whole["lot"]
    assert ways.splitlines()[1:3] == [
        "|---|--:|--:|--:|--:|--:|--:|--:|",
        (
            f"| **the engine** | {told(engine['ndcg'])} | | {engine['precision']['mean']:.1%} "
            f"| {engine['recall']['mean']:.1%} | {engine['companies_covered']:.1%} "
            f"| {engine['gini']:.2f} | {engine['blocking']['mean']:.1f} |"
        ),
    ]
    assert f"| by lot | {told(lot['ndcg'])} | {told(lot['ahead'])} |" in ways
    assert [line.split(" | ")[0] for line in worlds.splitlines()] == [
        "| NDCG@10 by world",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
        "| usual records",
        "| few records",
    ]
    assert [line.split(" | ")[0] for line in parts.splitlines()[2:]] == [f"| {p}" for p in PARTS]
    # The head of each table is that of docs/matching.md, so that what is printed can stand there.
    page = (settings.BASE_DIR / "docs" / "matching.md").read_text()
    for table in (ways, worlds, parts):
        assert "\n".join(table.splitlines()[:2]) in page


def told(interval: dict[str, float]) -> str:
    mean, low, high = (f"{interval[key]:.3f}" for key in ("mean", "low", "high"))
    return f"{mean} [{low}, {high}]".replace("-", "−")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--worlds", "flat"), "flat"),
        (("--replicas", "0"), "50"),
        (("--seed", "-1"), "--seed"),
    ],
)
def test_bad_arguments_are_refused(arguments: tuple[str, ...], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        run(*arguments)
    assert not EvaluationReport.objects.exists()


def test_a_file_that_cannot_be_written_is_said() -> None:
    with pytest.raises(CommandError, match="--out"):
        run("--worlds", "usual", "--replicas", "1", "--out", "/nowhere/figures.json")
