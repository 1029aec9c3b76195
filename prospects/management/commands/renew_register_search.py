"""`manage.py renew_register_search`: after a change of the rules of names or sounds."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from prospects.register import renew_search_columns


class Command(BaseCommand):
    help = "Work out anew the columns by which the register is searched."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = renew_search_columns(report=lambda seen: self.stderr.write(f"{seen:,} entries"))
        self.stdout.write(f"{changed:,} entries changed")
