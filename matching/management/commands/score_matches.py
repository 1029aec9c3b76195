"""manage.py score_matches: score needs against companies and store the best matches."""

from __future__ import annotations

import time
import uuid
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from matching import runs
from matching.models import Need
from matching.shortlist import Rescored, rescore
from prospects.models import Company


class Command(BaseCommand):
    help = "Score needs against companies and store the best matches, all or those named."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--need", action="append", type=uuid.UUID, metavar="ID", help="a need; may be repeated"
        )
        parser.add_argument(
            "--company",
            action="append",
            type=uuid.UUID,
            metavar="ID",
            help="a company; may be repeated",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for model, ids in ((Need, options["need"]), (Company, options["company"])):
            known = set(model.objects.filter(pk__in=ids or ()).values_list("pk", flat=True))
            if unknown := [str(pk) for pk in ids or () if pk not in known]:
                raise CommandError(f"There is no {model.__name__.lower()} {', '.join(unknown)}.")
        start = time.monotonic()
        progress = self._progress if options["verbosity"] else None
        try:
            if options["need"] or options["company"]:
                done = rescore(
                    need_ids=options["need"], company_ids=options["company"], progress=progress
                )
            else:
                done = self._everything(progress)
        except ValueError as error:  # the weights in use cannot weigh
            raise CommandError(str(error)) from None
        self.stdout.write(
            f"{done.companies:,} companies × {done.needs:,} needs: {done.written:,} matches"
            f" stored, {done.removed:,} removed, {time.monotonic() - start:.1f} s"
        )

    def _everything(self, progress: Callable[[int, int], None] | None) -> Rescored:
        """A whole run, here and now; workers that look after runs may help."""
        run = runs.start(enqueue=False)
        runs.work_on(run.pk, progress=progress)
        run.refresh_from_db()
        if run.state != run.State.DONE:
            raise CommandError(run.problem or f"The run was {run.get_state_display()}.")
        return Rescored(run.companies, run.needs, run.written or 0, run.removed or 0)

    def _progress(self, done: int, companies: int) -> None:
        """One line that grows on a terminal, and nothing in a log file."""
        if self.stdout.isatty():
            self.stdout.write(f"\r{done:,} of {companies:,} companies", ending="")
            if done == companies:
                self.stdout.write("\n", ending="")
            self.stdout.flush()
