"""The supervisor behind `make run`: services, database, web, worker and beat, one terminal.

`python -m config.run`. HOST and PORT choose the address. Ctrl-C or SIGTERM stops everything.
"""

import errno
import http
import os
import selectors
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from types import FrameType
from typing import NoReturn

import psutil

from config import embedded, prepare
from config.children import Child, say
from crm.demo import DEMO_PASSWORD

STOP_SECONDS = 15
READY_SECONDS = 120
RESTART_SECONDS = 1.0


class Stop(Exception):  # noqa: N818
    """Leave the main loop. `reason` is set when something went wrong."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason)
        self.reason = reason


class Supervisor:
    """Starts the processes, keeps them running, prints what they say, stops them together."""

    def __init__(self, *, host: str, port: int) -> None:
        self.host = host
        self.port = port
        self.selector = selectors.DefaultSelector()
        self.children = self._children()
        self.restarts: dict[float, Child] = {}
        self.stopping = False
        self.ready = False

    def run(self) -> int:
        """Run until told to stop; the exit status."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        reason = ""
        try:
            self._start_services()
            self._prepare()
            # The web server first and alone: who waits, waits for it.
            web, *others = self.children
            web.start(self.selector)
            self._await_web()
            self.ready = True
            for child in others:
                child.start(self.selector)
            self._welcome()
            while True:
                self._turn(1.0)
        except Stop as stop:
            reason = stop.reason
        except embedded.EmbeddedError as error:
            reason = str(error)
        finally:
            self._stop()
        if reason:
            print(f"dongban: {reason}", file=sys.stderr)
        return 1 if reason else 0

    def _children(self) -> list[Child]:
        python = sys.executable
        environ = os.environ | {
            "HOST": self.host,
            "PORT": str(self.port),
            "PYTHONUNBUFFERED": "1",
            # Celery warns at length about running as root, which is how containers run it.
            "PYTHONWARNINGS": "ignore:You're running the worker with superuser",
        }
        celery = [python, "-m", "celery", "--quiet", "-A", "config"]
        worker = ("worker", "--loglevel=warning", "--concurrency=2")
        lone = ("--without-gossip", "--without-mingle", "--without-heartbeat")
        return [
            Child(
                "web", [python, "-m", "gunicorn", "-c", "python:config.web", "config.wsgi"], environ
            ),
            Child("worker", [*celery, *worker, *lone], environ),
            Child("beat", [*celery, "beat", "--loglevel=warning", "--pidfile="], environ),
        ]

    def _start_services(self) -> None:
        if not os.environ.get("DATABASE_URL"):
            embedded.hold_postgres()
        if not os.environ.get("REDIS_URL"):
            embedded.hold_valkey()

    def _prepare(self) -> None:
        """Migrate and load data, in a process of its own so that the supervisor stays small."""
        if not os.environ.get("DATABASE_URL") and prepare.prepared():
            return
        step = Child("prepare", [sys.executable, "-m", "config.prepare"], dict(os.environ))
        step.start(self.selector)
        try:
            while (status := step.died()) is None:
                self._turn(0.2)
            self._turn(0)
        except Stop:
            step.kill()
            raise
        if status:
            raise Stop("the database could not be prepared; the lines above say why.")

    def _await_web(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while not self._answers():
            self._turn(0.1)
            if time.monotonic() > deadline:
                raise Stop(f"the web server does not answer after {READY_SECONDS} seconds.")

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(  # noqa: S310
                f"{self._address()}/healthz", timeout=5
            ) as response:
                return bool(response.status == 200)
        except urllib.error.HTTPError as error:
            if error.code == http.HTTPStatus.SERVICE_UNAVAILABLE:
                return False
            raise Stop(
                f"the web server answers with an error ({error.code}); the lines above say why."
            ) from None
        except (urllib.error.URLError, OSError):
            return False

    def _address(self) -> str:
        everywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104
        host = everywhere.get(self.host, self.host)
        return f"http://{host}:{self.port}"

    def _welcome(self) -> None:
        if names := prepare.demo_sign_ins():
            say(f"sign in as {', '.join(names)}; the password is {DEMO_PASSWORD}")
        if not os.environ.get("DATABASE_URL") and embedded.folder() != embedded.var():
            say(f"this folder is closed to other accounts, so the data is in {embedded.folder()}")
        say(f"ready at {self._address()}/  (Ctrl-C stops it)")

    def _turn(self, seconds: float) -> None:
        """Wait for output for at most `seconds`; look after the children. Raises Stop."""
        for key, _ in self.selector.select(seconds):
            key.data.read(self.selector)
        if self.stopping:
            raise Stop
        now = time.monotonic()
        for child in self.children:
            if (status := child.died()) is not None:
                self._mourn(child, status, now)
        for due in [due for due in self.restarts if due <= now]:
            self.restarts.pop(due).start(self.selector)

    def _mourn(self, child: Child, status: int, now: float) -> None:
        how = f"was ended by {signal.Signals(-status).name}" if status < 0 else f"ended ({status})"
        if not self.ready and child.name == "web":
            raise Stop(f"the web server {how} before it was ready; the lines above say why.")
        if child.hopeless:
            raise Stop(f"the {child.name} process {how} again and again; the lines above say why.")
        say(f"the {child.name} process {how}; starting it again")
        self.restarts[now + RESTART_SECONDS] = child

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self.stopping:
            for child in self.children:
                child.kill()
        self.stopping = True

    def _stop(self) -> None:
        self.stopping = True
        running = [child for child in self.children if child.process is not None]
        if running:
            say("stopping")
        for child in running:
            child.ask_to_stop()
        deadline = time.monotonic() + STOP_SECONDS
        while time.monotonic() < deadline and any(
            child.died() is None and child.process is not None for child in running
        ):
            for key, _ in self.selector.select(0.1):
                key.data.read(self.selector)
        for child in running:
            child.kill()
        embedded.release(wait=True)


def require_free(host: str, port: int) -> None:
    """Exit with a readable line if another process listens on the address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            _exit(f"port {port} may be used by root only. Choose another: PORT=8000 make run")
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                _exit(f"cannot listen on {host}, port {port}: {error.strerror}.")
            _exit(
                f"port {port} on {host} is taken{_owner(port)}. Stop that program, or choose "
                f"another port: PORT={port + 1} make run"
            )


def _owner(port: int) -> str:
    """Who listens on the port, as far as this account may know."""
    try:
        for connection in psutil.net_connections("tcp"):
            if (
                connection.status == psutil.CONN_LISTEN
                and connection.laddr
                and connection.laddr.port == port
                and connection.pid
            ):
                return f" by {psutil.Process(connection.pid).name()} (process {connection.pid})"
    except psutil.Error:
        pass
    return ""


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    host = os.environ.get("HOST") or "127.0.0.1"
    port_text = os.environ.get("PORT") or "8000"
    if not port_text.isdigit() or not 0 < int(port_text) < 65536:
        _exit(f"PORT must be a number from 1 to 65535, not '{port_text}'.")
    require_free(host, int(port_text))
    return Supervisor(host=host, port=int(port_text)).run()


def _exit(message: str) -> NoReturn:
    raise SystemExit(f"dongban: {message}")


if __name__ == "__main__":
    sys.exit(main())
