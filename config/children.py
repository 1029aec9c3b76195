"""The supervisor's child processes and their output."""

import ctypes
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import IO

PR_SET_PDEATHSIG = 1
QUICK_DEATH_SECONDS = 15
QUICK_DEATHS = 3


class Child:
    """A process that lives and dies with the supervisor; its lines come out with its name."""

    def __init__(self, name: str, command: Sequence[str], environ: dict[str, str]) -> None:
        self.name = name
        self.command = list(command)
        self.environ = environ
        self.process: subprocess.Popen[bytes] | None = None
        self._output: IO[bytes] | None = None
        self.started = 0.0
        self.quick_deaths = 0
        self._partial = b""

    def start(self, selector: selectors.BaseSelector) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches the supervisor alone."""
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=self.environ,
            start_new_session=True,
            # The supervisor has no threads, so code between fork and exec is safe.
            preexec_fn=_die_with(os.getpid()) if sys.platform == "linux" else None,  # noqa: PLW1509
        )
        self.started = time.monotonic()
        self._output = self.process.stdout
        if self._output is not None:
            os.set_blocking(self._output.fileno(), False)
            selector.register(self._output, selectors.EVENT_READ, self)

    def read(self, selector: selectors.BaseSelector) -> None:
        """Print what it has written, whole lines at a time."""
        if self._output is None or (data := self._output.read(65536)) is None:
            return
        *lines, self._partial = (self._partial + data).split(b"\n")
        if not data:
            selector.unregister(self._output)
            self._output.close()
            self._output = None
            lines, self._partial = [self._partial], b""
        for line in lines:
            if line.strip():
                say(line.decode(errors="replace").rstrip(), name=self.name)

    def died(self) -> int | None:
        """Its exit status if it has ended since it was last looked at."""
        if self.process is None or (status := self.process.poll()) is None:
            return None
        self.process = None
        quick = time.monotonic() - self.started < QUICK_DEATH_SECONDS
        self.quick_deaths = self.quick_deaths + 1 if quick else 0
        return status

    @property
    def hopeless(self) -> bool:
        """It died soon after its start too often to be worth another."""
        return self.quick_deaths >= QUICK_DEATHS

    def ask_to_stop(self) -> None:
        if self.process is not None:
            self.process.terminate()

    def kill(self) -> None:
        """End it and whatever it has started."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                return
            self.process.wait()


def say(line: str, *, name: str = "dongban") -> None:
    print(f"{name:<8}| {line}", flush=True)


def _die_with(supervisor: int) -> Callable[[], None]:
    """Linux only: have the kernel stop the child when its supervisor is gone, even by kill -9."""
    libc = ctypes.CDLL(None, use_errno=True)

    def prepare() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != supervisor:
            os._exit(1)

    return prepare
