"""manage.py evaluate_matching: try the engine against simpler ways and print the tables."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError

from crm.evaluation import outcomes
from matching import report_tables, reports
from matching.models import EvaluationReport
from matching.trials import REPLICAS
from matching.worlds import KINDS

NOTHING = "–"


class Command(BaseCommand):
    help = (
        "Try the engine, the engine without each of its parts, and simpler ways of proposing on "
        "made-up worlds and on past introductions; print the tables and store the report."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--worlds", nargs="+", default=[*KINDS], metavar="KIND", help=", ".join(KINDS)
        )
        parser.add_argument("--seed", type=int, default=1, help="the same seed, the same figures")
        parser.add_argument(
            "--replicas", type=int, default=REPLICAS, help=f"worlds of each kind ({REPLICAS})"
        )
        parser.add_argument(
            "--markdown", action="store_true", help="print the tables of docs/matching.md only"
        )
        parser.add_argument("--out", type=Path, metavar="FILE", help="write the figures as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["seed"] < 0:
            raise CommandError("--seed: a number of 0 or more.")
        try:
            report = reports.ask(
                worlds=options["worlds"], seed=options["seed"], replicas=options["replicas"]
            )
        except reports.EvaluationRefusedError as error:
            raise CommandError(str(error)) from None
        reports.make(report.pk, outcomes=outcomes(), progress=self._progress)
        report = EvaluationReport.objects.select_related("profile").get(pk=report.pk)
        results: dict[str, Any] = report.results or {}
        if options["markdown"]:
            self.stdout.write(report_tables.tables(results))
        else:
            self._print_all(report, results)
        if out := options["out"]:
            try:
                out.write_bytes(orjson.dumps(results, option=orjson.OPT_INDENT_2))
            except OSError as error:
                raise CommandError(f"--out: {error}") from None

    def _progress(self, done: int, total: int) -> None:
        """One line that grows on a terminal, and nothing in a log file."""
        if self.stdout.isatty():
            self.stdout.write(f"\r{done} of {total} worlds", ending="\n" if done == total else "")
            self.stdout.flush()

    def _print_all(self, report: EvaluationReport, results: dict[str, Any]) -> None:
        for section in results["sections"]:
            self._print(section, results)
        self._print_past(results["past"])
        self.stdout.write(
            f"\nProfile {report.profile}, seed {report.seed}, {report.replicas} worlds of each "
            f"kind, {report.seconds} s. Report {report.pk}"
        )

    def _print(self, section: dict[str, Any], results: dict[str, Any]) -> None:
        k, places = results["k"], results["places"]
        self.stdout.write(
            f"\n{section['kind']}: {section['worlds']} worlds, {section['needs']} needs, "
            f"{section['rate']:.2%} of all pairs would invest\n"
            f"{'':20}{f'NDCG@{k}':>22}{'engine ahead by':>24}{f'P@{k}':>7}{f'R@{places}':>7}"
            f"{'listed':>8}{'Gini':>6}{'blocking':>9}"
        )
        for row in section["rows"]:
            self.stdout.write(
                f"{row['way']:20}{_interval(row['ndcg']):>22}{_interval(row['ahead']):>24}"
                f"{_share(row['precision']):>7}{_share(row['recall']):>7}"
                f"{row['companies_covered']:8.1%}{row['gini']:6.2f}"
                f"{row['blocking']['mean']:9.1f}"
            )
        bands = ", ".join(
            f"{band['low']:.1f}: {band['happened']:.1%} of {band['count']:,}"
            for band in section["bands"]
        )
        self.stdout.write(
            f"invested, by score: {bands}\nECE {_number(section['calibration_error'])}, "
            f"AUC {_number(section['auc'])}; by confidence: "
            + ", ".join(
                f"{each['low']:.2f}: {_number(each['auc'])} of {each['count']:,}"
                for each in section["sureness"]
            )
        )

    def _print_past(self, past: dict[str, Any]) -> None:
        counts = (
            f"\nPast introductions: {past['introduced']}, of which {past['decided']} are decided"
        )
        if not past["enough"]:
            self.stdout.write(
                f"{counts}: too few to test on. At least {past['least']} decided ones are needed "
                "in the later half, some of each outcome."
            )
            return
        mean, low, high = past["auc"]
        self.stdout.write(
            f"{counts}. From {past['split_on']} on ({past['tested']}): AUC {mean:.3f} "
            f"[{low:.3f}, {high:.3f}], ECE {_number(past['error'])}, after learning from the "
            f"earlier half {_number(past['error_learned'])}"
        )


def _number(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.3f}"


def _share(interval: dict[str, Any]) -> str:
    return NOTHING if interval["mean"] is None else f"{interval['mean']:.1%}"


def _interval(interval: dict[str, Any] | None) -> str:
    if interval is None or interval["mean"] is None:
        return NOTHING
    return f"{interval['mean']:.3f} [{interval['low']:.3f}, {interval['high']:.3f}]"
