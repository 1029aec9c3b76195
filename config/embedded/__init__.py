"""A real PostgreSQL 18 and a real Valkey that start by themselves (docs/adr/0001).

Used when `DATABASE_URL` / `REDIS_URL` are not set. Whoever needs a server calls `hold_postgres()`
or `hold_valkey()`; it then runs for as long as some process holds it.
"""

import os
from functools import cache
from pathlib import Path

from config.embedded.place import EmbeddedError, locate, var
from config.embedded.postgres import Postgres
from config.embedded.valkey import Valkey

__all__ = [
    "EmbeddedError",
    "folder",
    "hold_postgres",
    "hold_valkey",
    "postgres_program",
    "postgres_sockets",
    "release",
    "valkey_socket",
    "var",
]


def folder() -> Path:
    """Where the servers' files are: the data folder, unless their account cannot go there."""
    return locate(var()).folder


def postgres_sockets() -> Path:
    """The folder of PostgreSQL's socket: the HOST of a connection."""
    return locate(var()).sockets


def postgres_program(name: str) -> Path:
    """The path of one of PostgreSQL's programs, such as pg_dump."""
    return _postgres(var()).program(name)


def valkey_socket() -> Path:
    """The path of Valkey's socket."""
    return locate(var()).sockets / "valkey.sock"


def hold_postgres() -> None:
    """Find or start PostgreSQL and keep it until this process ends. Raises EmbeddedError."""
    _postgres(var()).hold()


def hold_valkey() -> None:
    """Find or start Valkey and keep it until this process ends. Raises EmbeddedError."""
    _valkey(var()).hold()


def release(*, wait: bool = False) -> None:
    """Let go of both servers; with `wait`, return when they have stopped or others use them."""
    services = (_postgres(var()), _valkey(var()))
    for service in services:
        service.release()
    for service in services if wait else ():
        service.wait_stopped()


@cache
def _postgres(folder: Path) -> Postgres:
    return Postgres(locate(folder), durable=_durable())


@cache
def _valkey(folder: Path) -> Valkey:
    return Valkey(locate(folder), durable=_durable())


def _durable() -> bool:
    """Tests throw their data away and set `DONGBAN_DURABLE=no`, which is faster."""
    return os.environ.get("DONGBAN_DURABLE", "yes") != "no"
