"""Bring the database up to date: migrate, reference data, and the demo set if it is empty.

`python -m config.prepare`. On the embedded database a fingerprint remembers what it was prepared
with, so that `make run` skips the whole step (and the import of Django) when nothing has changed.
"""

import hashlib
import io
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import psycopg

from config import embedded
from config.embedded.place import PROJECT
from crm.demo import DEMO_SIGN_INS

APPS = ("prospects", "matching", "crm")


def prepared() -> bool:
    """Whether the embedded database is as this code last left it. Does not import Django."""
    try:
        record = json.loads(_record().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(record == _state())


def demo_sign_ins() -> list[str]:
    """The demo set's accounts that are there, in the order to show them."""
    with _connect() as connection:
        rows = connection.execute(
            "SELECT username FROM crm_user WHERE is_active AND is_demo AND username = ANY(%s) "
            "ORDER BY array_position(%s::text[], username::text)",
            [list(DEMO_SIGN_INS), list(DEMO_SIGN_INS)],
        ).fetchall()
    return [username for (username,) in rows]


def main() -> None:
    """Run the steps, naming each. Raises EmbeddedError or CommandError."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    _step("migrating", lambda: call_command("migrate", verbosity=0, interactive=False))
    _step("loading reference data", lambda: call_command("load_reference", stdout=io.StringIO()))
    if os.environ.get("DONGBAN_DEMO", "yes") != "no" and _empty():
        _step("loading the demo set", lambda: call_command("load_demo", stdout=io.StringIO()))
    if settings.EMBEDDED_POSTGRES:
        _record().write_text(json.dumps(_state()), encoding="utf-8")


def _step(what: str, do: Any) -> None:
    started = time.monotonic()
    print(f"{what} …", flush=True)
    do()
    print(f"{what}: {time.monotonic() - started:.1f} s", flush=True)


def _empty() -> bool:
    """Nobody works here yet: there is no account and no company."""
    from django.contrib.auth import get_user_model

    from prospects.models import Company

    return not get_user_model().objects.exists() and not Company.objects.exists()


def _record() -> Path:
    return embedded.folder() / "prepared.json"


def _state() -> dict[str, Any]:
    """What the preparation depends on: the code and data of the apps, and this very database."""
    with _connect() as connection:
        try:
            row = connection.execute(
                "SELECT (SELECT system_identifier::text FROM pg_control_system()), count(*), "
                "max(id) FROM django_migrations"
            ).fetchone()
        except psycopg.errors.UndefinedTable:
            row = None
    return {"database": list(row or ()), "code": _code()}


def _connect() -> psycopg.Connection[Any]:
    if address := os.environ.get("DATABASE_URL"):
        return psycopg.connect(address)
    return psycopg.connect(host=str(embedded.postgres_sockets()), user="dongban", dbname="dongban")


def _code() -> str:
    digest = hashlib.sha256((PROJECT / "requirements.lock").read_bytes())
    for app in APPS:
        for path in sorted((PROJECT / app).rglob("*")):
            relative = path.relative_to(PROJECT / app)
            if path.is_dir() or {"templates", "static", "__pycache__"} & set(relative.parts):
                continue
            digest.update(f"{app}/{relative.as_posix()}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _explained() -> str | None:
    """Run, and turn what a person can mend into one line."""
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError
    from django.db import OperationalError

    try:
        main()
    except (embedded.EmbeddedError, CommandError, ImproperlyConfigured) as error:
        return str(error)
    except OperationalError as error:
        return f"the database does not answer; look at DATABASE_URL: {error}".strip()
    return None


if __name__ == "__main__":
    sys.exit(_explained())
