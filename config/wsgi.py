"""WSGI entry point: `gunicorn config.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

# Load every page and endpoint now: a mistake in one stops the start instead of a visitor, and
# the first request is as fast as the others.
get_resolver().url_patterns  # noqa: B018
