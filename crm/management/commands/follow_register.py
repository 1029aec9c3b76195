"""`manage.py follow_register`: what the task does every few minutes, now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from crm.register_following import follow_register


class Command(BaseCommand):
    help = "Tell whoever tracks it what the latest loads of the register changed."

    def handle(self, *args: Any, **options: Any) -> None:
        done = follow_register(now=timezone.now())
        self.stdout.write(
            f"{done.changes:,} changes; {done.tracked:,} of tracked records; "
            f"{done.flagged:,} registrations changed"
        )
