"""Remove the demo set."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from crm.demo.dropping import TiedError, drop_demo
from crm.demo.loading import DemoError
from crm.models import User


class Command(BaseCommand):
    help = "Remove exactly the demo set, with its history."
    requires_system_checks = ()  # data only: the screens need not be looked at

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--hand-over-to",
            metavar="USERNAME",
            help="give what demo users own among the real rows to this user",
        )
        parser.add_argument(
            "--force",
            action="store_true",
            help="remove real rows that cannot be without the demo set, and empty other references",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        heir = None
        if name := options["hand_over_to"]:
            heir = User.objects.filter(username=name).first()
            if heir is None:
                raise CommandError(_("There is no user “%(name)s”.") % {"name": name})
        try:
            gone = drop_demo(hand_over_to=heir, force=options["force"])
        except TiedError as error:
            hint = _("--hand-over-to gives them to a user; --force removes them. Nothing changed.")
            raise CommandError(f"{error}\n{hint}") from None
        except DemoError as error:
            raise CommandError(str(error)) from None
        if not gone:
            self.stdout.write(_("There is no demo set."))
            return
        self.stdout.write(_("%(count)d rows removed.") % {"count": gone.total()})
        if options["verbosity"] > 1:
            for label, count in sorted(gone.items()):
                self.stdout.write(f"  {label}: {count}")
