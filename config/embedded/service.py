"""Find or start a server and hold it for the life of this process."""

import atexit
import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

import psutil

from config.embedded.place import EmbeddedError, Place, unwritable

GUARDIAN = Path(__file__).with_name("guardian.py")
START_SECONDS = 120
LOG_BYTES = 10_000_000


class Service:
    """One embedded server: its files, how to start it, and who uses it.

    A process that uses the server holds a shared lock on `<name>.users`; a guardian process
    stops the server when nobody holds one any more (see `guardian.py`). `<name>.start` makes
    starting one at a time.
    """

    name: ClassVar[str]
    stop_signal: ClassVar[signal.Signals]
    kill_signal: ClassVar[signal.Signals]

    def __init__(self, place: Place, *, durable: bool = True) -> None:
        self.place = place
        self.durable = durable
        self.data = place.folder / self.name
        self.log = place.folder / f"{self.name}.log"
        self.pid_file = place.folder / f"{self.name}.pid"
        self._users: int | None = None
        self._mutex = threading.Lock()
        os.register_at_fork(after_in_child=self._forget)

    def command(self) -> list[str]:
        """The server's command line; it stays in the foreground."""
        raise NotImplementedError

    def initialise(self) -> None:
        """Make the data folder if it is missing, and check that this server can use it."""
        raise NotImplementedError

    def ready(self) -> bool:
        """Whether the server answers on its socket."""
        raise NotImplementedError

    def started(self) -> None:
        """Do what is needed once after each start."""

    def hold(self) -> None:
        """Make sure that the server runs, and keep it running until this process ends.

        Costs nothing from the second call on. Raises EmbeddedError when the server cannot run.
        """
        with self._mutex:
            if self.held:
                return
            self.place.prepare()
            users = self._lock_file("users")
            try:
                fcntl.flock(users, fcntl.LOCK_SH)
                with self._starting():
                    self._ensure()
            except BaseException:
                os.close(users)
                raise
            self._users = users
            atexit.register(self.release)

    @property
    def held(self) -> bool:
        """Whether this process keeps the server running."""
        return self._users is not None

    def release(self) -> None:
        """Let go of the server. It stops if no other process uses it."""
        with self._mutex:
            if self._users is not None:
                os.close(self._users)
                self._users = None
                atexit.unregister(self.release)

    def wait_stopped(self, seconds: float = 60) -> bool:
        """Wait until the server has stopped or another process uses it; whether it stopped."""
        deadline = time.monotonic() + seconds
        seen_in_use = 0
        while self._guarded():
            # One look can be mistaken: the guardian and others look at the same locks.
            seen_in_use = seen_in_use + 1 if self._in_use() else 0
            if seen_in_use > 5 or time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        return True

    def pid(self) -> int | None:
        """Process id of the running server."""
        try:
            pid = int(self.pid_file.read_text(encoding="ascii"))
        except (FileNotFoundError, ValueError):
            return None
        return pid if self._is_ours(pid) else None

    def _forget(self) -> None:
        """In a forked child: drop the parent's hold. The child takes its own when it needs it."""
        self._mutex = threading.Lock()
        if self._users is not None:
            os.close(self._users)
            self._users = None
            atexit.unregister(self.release)

    def _ensure(self) -> None:
        if not self._guarded():
            self._stop_orphan()
            self.initialise()
            self._spawn()
            self._await_ready()
            self.started()
        elif not self.ready():
            self._await_ready()

    def _spawn(self) -> None:
        """Start the guardian, which starts the server. Returns at once."""
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.old"))
        account = self.place.account
        os.close(self._lock_file("guard"))
        arguments = (
            *(str(self._lock_path(kind)) for kind in ("users", "guard")),
            str(self.pid_file),
            str(self.log),
            f"{account.uid}:{account.gid}" if account else "-",
            self.stop_signal.name,
            self.kill_signal.name,
        )
        log = self._open_log()
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(GUARDIAN), *arguments, *self.command()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=log,
            start_new_session=True,
            check=False,
        )
        os.close(log)
        if done.returncode:
            raise EmbeddedError(f"{self.name} did not start: {self._last_words()}")

    def _open_log(self) -> int:
        try:
            return os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        except OSError as error:
            raise EmbeddedError(unwritable(self.log, error)) from None

    def _await_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self.ready():
            if not self._guarded():
                raise EmbeddedError(f"{self.name} did not start: {self._last_words()}")
            if time.monotonic() > deadline:
                raise EmbeddedError(
                    f"{self.name} is not ready after {START_SECONDS} seconds; see {self.log}."
                )
            time.sleep(0.02)

    def _last_words(self) -> str:
        """The server's own last line about its failure, with where to read the rest."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        telling = [line for line in lines[-20:] if "FATAL" in line or "PANIC" in line]
        last = (telling or [line for line in lines if line.strip()] or ["no reason given"])[-1]
        return f"{last.strip()} (see {self.log})"

    def _stop_orphan(self) -> None:
        """Stop a server whose guardian was killed, so that a guarded one can take its place."""
        pid = self.pid()
        if pid is None:
            self.pid_file.unlink(missing_ok=True)
            return
        process = psutil.Process(pid)
        process.send_signal(self.stop_signal)
        try:
            process.wait(60)
        except psutil.TimeoutExpired:
            raise EmbeddedError(
                f"an older {self.name} (process {pid}) does not stop. End it with "
                f"'kill -{self.kill_signal.name.removeprefix('SIG')} {pid}' and try again."
            ) from None

    def _is_ours(self, pid: int) -> bool:
        """Whether the process is a server on this data folder, and not a later user of its id."""
        try:
            process = psutil.Process(pid)
            return process.status() != psutil.STATUS_ZOMBIE and str(self.data) in " ".join(
                process.cmdline()
            )
        except psutil.Error:
            return False

    def _guarded(self) -> bool:
        return not self._can_lock("guard", fcntl.LOCK_SH)

    def _in_use(self) -> bool:
        """Whether a process uses the server. False while the guardian, alone, stops it."""
        return self._can_lock("users", fcntl.LOCK_SH) and not self._can_lock("users", fcntl.LOCK_EX)

    def _can_lock(self, kind: str, mode: int) -> bool:
        file = self._lock_file(kind)
        try:
            fcntl.flock(file, mode | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            os.close(file)
        return True

    @contextmanager
    def _starting(self) -> Iterator[None]:
        file = self._lock_file("start")
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        finally:
            os.close(file)

    def _lock_path(self, kind: str) -> Path:
        return self.place.folder / f"{self.name}.{kind}"

    def _lock_file(self, kind: str) -> int:
        path = self._lock_path(kind)
        try:
            file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise EmbeddedError(unwritable(path, error)) from None
        if self.place.account:
            os.fchown(file, self.place.account.uid, self.place.account.gid)
        return file
