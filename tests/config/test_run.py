"""The supervisor: one command starts everything, one signal leaves nothing behind."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from config.embedded.place import locate
from config.embedded.postgres import Postgres
from config.embedded.valkey import Valkey
from tests import schema
from tests.config.test_embedded import data_folder, folder

__all__ = ["folder"]

PROJECT = Path(__file__).resolve().parents[2]


class Run:
    """`python -m config.run` on a data folder and a port of its own."""

    def __init__(self, var: Path, port: int) -> None:
        self.port = port
        self.var = var
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "config.run"],
            cwd=PROJECT,
            # Not the settings of the tests: they would lead to this run's own servers.
            env=os.environ
            | {"DJANGO_SETTINGS_MODULE": "config.settings"}
            | {"DONGBAN_VAR": str(var), "PORT": str(port), "HOST": "127.0.0.1"}
            | {"DONGBAN_DEMO": "no", "DONGBAN_DURABLE": "no"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        self.lines.extend(line.rstrip("\n") for line in self.process.stdout)

    def said(self, pattern: str, seconds: float = 120) -> str:
        """The first line with the pattern, waiting for it."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for line in list(self.lines):
                if re.search(pattern, line):
                    return line
            time.sleep(0.05)
        raise AssertionError(f"{pattern!r} was not said:\n" + "\n".join(self.lines))

    def everything(self) -> list[psutil.Process]:
        """Supervisor, children, servers and their guardians."""
        place = locate(self.var)
        found = psutil.Process(self.process.pid).children(recursive=True)
        for pid in (Postgres(place).pid(), Valkey(place).pid()):
            assert pid is not None
            server = psutil.Process(pid)
            found += [server, *server.children(), *filter(None, [server.parent()])]
        return [psutil.Process(self.process.pid), *found]

    def healthy(self) -> bool:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz") as response:
            return bool(response.status == 200)


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def home(django_db_setup: None) -> Iterator[Path]:
    """A data folder whose database has all tables, so that migrating it takes no time."""
    with data_folder() as folder:
        schema.copy_to(Postgres(locate(folder), durable=False))
        yield folder


@pytest.fixture
def prepared(home: Path) -> Iterator[Path]:
    """The same folder for each test that starts everything: the first loads the reference data."""
    yield home
    place = locate(home)
    assert Postgres(place).wait_stopped()
    assert Valkey(place).wait_stopped()


def test_starts_heals_and_stops_without_leaving_a_process(prepared: Path, free_port: int) -> None:
    run = Run(prepared, free_port)
    assert run.said("ready at") == (
        f"dongban | ready at http://127.0.0.1:{free_port}/  (Ctrl-C stops it)"
    )
    assert run.healthy()

    beat = next(p for p in run.everything() if "beat" in p.cmdline())
    beat.kill()
    run.said("the beat process was ended by SIGKILL; starting it again")
    time.sleep(2)
    started = run.everything()
    names = {word for p in started for word in p.cmdline() if word in {"worker", "beat"}}
    assert names == {"worker", "beat"}

    run.process.send_signal(signal.SIGTERM)

    assert run.process.wait(40) == 0
    gone, alive = psutil.wait_procs(started, timeout=2)
    assert (len(gone), alive) == (len(started), [])


def test_kill_9_takes_the_children_and_the_servers_along(prepared: Path, free_port: int) -> None:
    run = Run(prepared, free_port)
    run.said("ready at")
    started = run.everything()

    run.process.kill()

    gone, alive = psutil.wait_procs(started, timeout=40)
    assert (len(gone), alive) == (len(started), [])


def test_taken_port_is_one_line_that_says_what_to_do(folder: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        run = Run(folder, port)

        assert run.process.wait(30) == 1
    time.sleep(0.2)
    taken = f"taken by {psutil.Process().name()} (process {os.getpid()})"
    remedy = f"Stop that program, or choose another port: PORT={port + 1} make run"
    assert run.lines == [f"dongban: port {port} on 127.0.0.1 is {taken}. {remedy}"]


@pytest.mark.parametrize("value", ["web", "0", "70000"])
def test_port_that_is_none(value: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "config.run"],
        cwd=PROJECT,
        env=os.environ | {"PORT": value},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        f"dongban: PORT must be a number from 1 to 65535, not '{value}'.\n",
    )
