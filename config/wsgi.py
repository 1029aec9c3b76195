"""WSGI entry point: `gunicorn config.wsgi`."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.template.loader import get_template
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

# Load every page, endpoint and template now: a mistake in one stops the start instead of a visitor,
# and the first request is as fast as the others.
get_resolver().url_patterns  # noqa: B018
templates = settings.BASE_DIR / "crm" / "templates"
for template in templates.rglob("*.html"):
    get_template(template.relative_to(templates).as_posix())
