"""Load the reference data that comes with the program."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from crm.reference import TABLES
from prospects.reference.loading import ReferenceFileError, load


class Command(BaseCommand):
    help = "Load clusters, taxonomy, stages, rules and other reference data; safe to run twice."
    requires_system_checks = ()  # data only: the screens need not be looked at

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="put the files' content over rows that were changed here",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            outcomes = load(TABLES, overwrite=options["overwrite"])
        except ReferenceFileError as error:
            raise CommandError(
                _("Nothing was loaded; these files are wrong:\n%(problems)s") % {"problems": error}
            ) from None
        for each in outcomes if options["verbosity"] else ():
            self.stdout.write(
                _("%(file)s: %(created)d created, %(updated)d updated, %(unchanged)d unchanged")
                % {
                    "file": each.path.name,
                    "created": each.created,
                    "updated": each.updated,
                    "unchanged": each.unchanged,
                }
            )
            if each.kept:
                self.stdout.write(
                    _("  changed here and kept (--overwrite replaces them): %(rows)s")
                    % {"rows": ", ".join(each.kept)}
                )
