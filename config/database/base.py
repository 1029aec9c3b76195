"""PostgreSQL backend that finds or starts the embedded server before its first connection.

Doing it here, rather than in each entry point, means that whatever talks to the database
(a command, the web server, a Celery process, a script) has it, and whatever does not
(a type check, `manage.py help`) starts nothing.
"""

from collections.abc import Iterable
from typing import Any

from django.db.backends.postgresql import base, client

from config import embedded


class DatabaseClient(client.DatabaseClient):
    """`manage.py dbshell`."""

    def runshell(self, parameters: Iterable[str]) -> None:
        embedded.hold_postgres()
        super().runshell(parameters)


class DatabaseWrapper(base.DatabaseWrapper):
    client_class = DatabaseClient

    def get_connection_params(self) -> dict[str, Any]:
        embedded.hold_postgres()
        params: dict[str, Any] = super().get_connection_params()
        return params
