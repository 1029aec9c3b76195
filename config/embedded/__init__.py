"""A real PostgreSQL 18 and a real Valkey that start by themselves (docs/adr/0001).

Used when `DATABASE_URL` / `REDIS_URL` are not set. Whoever needs a server calls `hold_postgres()`
or `hold_valkey()`; it then runs for as long as some process holds it.
"""

import os
from functools import cache
from pathlib import Path

from config.embedded.place import EmbeddedError, locate, var
from config.embedded.postgres import Postgres
from config.embedded.service import Service
from config.embedded.valkey import Valkey

__all__ = [
    "EmbeddedError",
    "hold_postgres",
    "hold_valkey",
    "postgres_sockets",
    "release",
    "valkey_socket",
    "var",
]


def postgres_sockets() -> Path:
    """The folder of PostgreSQL's socket: the HOST of a connection."""
    return locate(var()).sockets


def valkey_socket() -> Path:
    """The path of Valkey's socket."""
    return locate(var()).sockets / "valkey.sock"


def hold_postgres() -> None:
    """Find or start PostgreSQL and keep it until this process ends. Raises EmbeddedError."""
    _services(var())["postgresql"].hold()


def hold_valkey() -> None:
    """Find or start Valkey and keep it until this process ends. Raises EmbeddedError."""
    _services(var())["valkey"].hold()


def release(*, wait: bool = False) -> None:
    """Let go of both servers; with `wait`, return when they have stopped or others use them."""
    services = _services(var()).values()
    for service in services:
        service.release()
    for service in services if wait else ():
        service.wait_stopped()


@cache
def _services(folder: Path) -> dict[str, Service]:
    place = locate(folder)
    durable = os.environ.get("DONGBAN_DURABLE", "yes") != "no"
    return {
        Postgres.name: Postgres(place, durable=durable),
        Valkey.name: Valkey(place, durable=durable),
    }
