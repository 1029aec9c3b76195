"""Settings, URLs, Celery and WSGI entry points, embedded services, the supervisor."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
