import sys

from django.conf import settings
from django.utils.module_loading import import_string

from config.celery import app


def test_every_scheduled_task_exists() -> None:
    app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert scheduled - set(app.tasks) == set()


def test_a_worker_keeps_its_connections_from_task_to_task() -> None:
    fixup = import_string("celery.fixups.django.DjangoWorkerFixup")
    assert fixup(app).db_reuse_max == sys.maxsize
