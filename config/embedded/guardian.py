"""Run one server for as long as some process uses it; then stop it.

Started by `config.embedded.service` as a detached script of its own (standard library only, so
that it is small and starts in milliseconds):

    guardian.py USERS_LOCK GUARD_LOCK PID_FILE LOG_FILE UID:GID|- STOP_SIGNAL KILL_SIGNAL COMMAND…

Every user of the server holds a shared lock on USERS_LOCK. The kernel drops such a lock when its
process ends, in whatever way it ends, so the guardian simply waits until it can have the lock
alone. It keeps GUARD_LOCK while it lives, which tells others that the server is looked after.
"""

import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

POLL_SECONDS = 0.2
STOP_SECONDS = 60


def main(arguments: list[str]) -> int:
    users_path, guard_path, pid_path, log_path, account, stop_name, kill_name = arguments[:7]
    command = arguments[7:]
    guard = os.open(guard_path, os.O_RDWR)
    if not _lock(guard):
        return 0
    if os.fork():
        return 0

    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    users = os.open(users_path, os.O_RDWR)
    with Path(log_path).open("ab") as log:
        server = _start(command, account, log.fileno())
    Path(pid_path).write_text(str(server.pid), encoding="ascii")
    os.dup2(os.open(os.devnull, os.O_RDWR), 2)

    while server.poll() is None and not stopping:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            stopping = True
        except BlockingIOError:
            time.sleep(POLL_SECONDS)
    if server.poll() is None:
        _stop(server, signal.Signals[stop_name], signal.Signals[kill_name])
    Path(pid_path).unlink()
    # In this order: who waits for `users` must find that nobody guards the server any more.
    os.close(guard)
    os.close(users)
    return 0


def _lock(file: int) -> bool:
    """Take the lock alone. Others look at it for a moment now and then, so try for a while."""
    for _ in range(50):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(POLL_SECONDS / 10)
        else:
            return True
    return False


def _start(command: list[str], account: str, log: int) -> subprocess.Popen[bytes]:
    """Start the server, as the unprivileged account if one is given, writing to the log file."""
    if account == "-":
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/")
    uid, gid = (int(part) for part in account.split(":"))
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        cwd="/",
        user=uid,
        group=gid,
        extra_groups=[],
    )


def _stop(server: subprocess.Popen[bytes], *signals: signal.Signals) -> None:
    """Send each signal in turn until the server has ended."""
    for number in signals:
        server.send_signal(number)
        try:
            server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        return


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
