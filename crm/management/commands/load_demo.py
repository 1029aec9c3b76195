"""Load the demo set."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.demo import DEMO_CLIENT_SECRET, DEMO_PASSWORD, DEMO_SIGN_INS
from crm.demo.agencies import CLIENT_IDS
from crm.demo.loading import DemoError, load_demo


class Command(BaseCommand):
    help = "Load a fictional agency at work: companies, firms, needs, deals, activities."
    requires_system_checks = ()  # data only: the screens need not be looked at

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--today",
            type=dt.date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="the day that the set is about (default: today)",
        )
        parser.add_argument(
            "--force",
            action="store_true",
            help="load it in production too, with new passwords that are printed once",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        password, secret = DEMO_PASSWORD, DEMO_CLIENT_SECRET
        production = getattr(settings, "PRODUCTION", False)
        if production:
            if not options["force"]:
                raise CommandError(
                    _(
                        "This is a production installation: the demo set would mix invented "
                        "companies with real ones. --force loads it all the same."
                    )
                )
            password, secret = secrets.token_urlsafe(12), secrets.token_urlsafe(32)
        today = options["today"] or timezone.localdate()
        try:
            loaded = load_demo(today=today, password=password, secret=secret)
        except DemoError as error:
            raise CommandError(str(error)) from None
        if not loaded:
            self.stdout.write(_("The demo set is already loaded; nothing was changed."))
            return
        if options["verbosity"] or production:
            self.stdout.write(
                _("The demo set is loaded. Sign in as %(names)s with the password %(password)s")
                % {"names": ", ".join(DEMO_SIGN_INS), "password": password}
            )
            self.stdout.write(
                _("Agencies' applications %(ids)s have the secret %(secret)s")
                % {"ids": ", ".join(CLIENT_IDS), "secret": secret}
            )
