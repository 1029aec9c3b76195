#!/usr/bin/env python
"""Django's command line. The embedded services start by themselves when a command needs them."""

import os
import sys

from config.embedded import EmbeddedError


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError as error:
        raise SystemExit(
            "Django is not installed for this Python. Run 'make setup', "
            "then use '.venv/bin/python manage.py …'."
        ) from error
    from django.core.exceptions import ImproperlyConfigured

    try:
        execute_from_command_line(sys.argv)
    except (EmbeddedError, ImproperlyConfigured) as error:
        raise SystemExit(f"dongban: {error}") from None


if __name__ == "__main__":
    main()
