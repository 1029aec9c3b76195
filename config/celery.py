"""The Celery application. `celery -A config worker` and `celery -A config beat` find it here."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, celeryd_init, worker_init
from kombu import Connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.conf import settings

from config import embedded


class Application(Celery):
    """Celery that finds or starts the embedded broker before it connects to it."""

    def connection_for_read(self, url: str | None = None, **kwargs: Any) -> Connection:
        _hold_broker()
        connection: Connection = super().connection_for_read(url, **kwargs)
        return connection

    def connection_for_write(self, url: str | None = None, **kwargs: Any) -> Connection:
        _hold_broker()
        connection: Connection = super().connection_for_write(url, **kwargs)
        return connection


def _hold_broker() -> None:
    if settings.EMBEDDED_VALKEY:
        embedded.hold_valkey()


app = Application("dongban")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@celeryd_init.connect
@beat_init.connect
def _start_or_explain(**_: Any) -> None:
    """Fail with one readable line, before the worker's own start-up, if the broker cannot run."""
    try:
        _hold_broker()
    except embedded.EmbeddedError as error:
        raise SystemExit(f"dongban: {error}") from None


@worker_init.connect
def _read_rates(**_: Any) -> None:
    """Read exchange rates before the pool forks: else each child's first scoring waits for it."""
    from matching.finances import won_per_yen

    won_per_yen()
