"""The Celery application. `celery -A config worker` and `celery -A config beat` find it here."""

import gc
import os
import sys
from contextlib import suppress
from typing import Any

from celery import Celery
from celery.signals import (
    beat_init,
    celeryd_init,
    task_postrun,
    task_prerun,
    worker_init,
    worker_process_init,
)
from kombu import Connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.conf import settings
from django.db import DatabaseError, close_old_connections

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
# Before and after each task Celery would close the pool of connections too, and the next task would
# wait for a new server process that has read nothing yet: half as long again for a need's list.
app.conf["CELERY_DB_REUSE_MAX"] = sys.maxsize


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


@worker_process_init.connect
def _get_ready(**_: Any) -> None:
    """Let the first task be as quick as the others: half a second of it is spent here.

    The collector then passes over what is there: to look through it all takes 0.2 s, in the midst
    of a task that somebody waits for.
    """
    from matching.listing import rehearse

    with suppress(DatabaseError):  # not migrated, or away: the first task will say so
        rehearse()
    gc.freeze()


@task_prerun.connect
@task_postrun.connect
def _give_back(**_: Any) -> None:
    """Give connections back to the pool, which drops those that have broken, as requests do."""
    if not app.conf.task_always_eager:  # else within the transaction of whoever called
        close_old_connections()
