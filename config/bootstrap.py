"""Make `.venv`, the front-end packages and the compiled translations: `make setup`.

Runs on the machine's own Python with nothing installed, so it uses the standard library only and,
as far as the version check, syntax that an old Python can read. Each step leaves a stamp that
names what it was made from; a second run does nothing and needs no network.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "dongban: Python 3.11 or newer is needed, this is %d.%d. "
        "Name another with: make PYTHON=python3.12 run" % sys.version_info[:2]
    )

import hashlib
import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import NoReturn

PROJECT = Path(__file__).resolve().parents[1]
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = PROJECT / "requirements-dev.lock"
NPM_LOCK = PROJECT / "package-lock.json"
NODE_MODULES = PROJECT / "node_modules"

NETWORK = (
    "temporary failure in name resolution",
    "could not resolve",
    "name or service not known",
    "failed to establish a new connection",
    "connection refused",
    "network is unreachable",
    "error sending request",
    "dns error",
    "timed out",
    "enotfound",
    "econnrefused",
    "eai_again",
    "etimedout",
)
COMPILER = ("unable to execute 'gcc'", "unable to execute 'cc'", "no matching distribution")


def main() -> None:
    """Do the steps that are due, naming each. Exits with one readable line when one fails."""
    # An exit, unlike a bare SIGTERM, takes the running pip or npm along.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        packages()
        front_end()
        translations()
    except KeyboardInterrupt:
        sys.exit(130)
    except PermissionError as error:
        stop(
            f"cannot write to {error.filename} (permission denied). Make the project folder "
            "writable for this account, or clone it to a place that is."
        )
    except OSError as error:
        stop(f"{error.strerror}: {error.filename or PROJECT}. Free some space or choose a place.")


def packages() -> None:
    """Make `.venv` and install what `requirements-dev.lock` names, checked by hash."""
    stamp = VENV / ".dongban-stamp"
    wanted = fingerprint(LOCK, extra=f"{sys.version_info[:2]} {VENV}")
    if is_current(stamp, wanted) and PYTHON.exists():
        return
    uv = shutil.which("uv")
    if not PYTHON.exists() or not works(PYTHON):
        say("making .venv")
        shutil.rmtree(VENV, ignore_errors=True)
        make_venv(uv)
    say("installing the Python packages (a few minutes the first time)")
    if uv:
        command = [uv, "pip", "sync", "--python", str(PYTHON), "--require-hashes", str(LOCK)]
    else:
        pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input"]
        install = [
            "install",
            "--quiet",
            "--no-deps",
            "--require-hashes",
            "--only-binary=:all:",
            "--no-compile",
        ]
        command = [*pip, *install, "-r", str(LOCK)]
    run(command, what="install the Python packages")
    stamp.write_text(wanted, encoding="ascii")


def make_venv(uv: "str | None") -> None:
    if uv:
        run([uv, "venv", "--quiet", "--python", sys.executable, str(VENV)], what="make .venv")
        return
    VENV.mkdir()
    VENV.rmdir()
    done = subprocess.run(
        [sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        if "ensurepip" in done.stdout + done.stderr or "No module named venv" in done.stderr:
            version = f"{sys.version_info[0]}.{sys.version_info[1]}"
            stop(
                "this Python cannot make virtual environments. On Debian or Ubuntu: "
                f"'apt-get install python{version}-venv'; elsewhere install uv and try again."
            )
        stop(f"cannot make .venv: {last_line(done.stderr or done.stdout)}")


def front_end() -> None:
    """Fetch what `package-lock.json` names, with the machine's npm or the one in `.venv`."""
    if not NPM_LOCK.exists():
        return
    stamp = NODE_MODULES / ".dongban-stamp"
    wanted = fingerprint(NPM_LOCK)
    if is_current(stamp, wanted):
        return
    say("fetching the front-end packages")
    own = VENV / "bin" / "npm"
    npm = shutil.which("npm") or (str(own) if own.exists() else None)
    if npm is None:
        stop("npm is missing. It comes with the Python packages: remove .venv and try again.")
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    environ = os.environ | {"PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}
    run([npm, "ci", *options], what="fetch the front-end packages", environ=environ)
    stamp.write_text(wanted, encoding="ascii")


def translations() -> None:
    """Compile `locale/`. Needs no gettext on the machine."""
    run([str(PYTHON), "-m", "config.translations", "compile"], what="compile the translations")


def run(command: "list[str]", *, what: str, environ: "dict[str, str] | None" = None) -> None:
    """Run a command quietly; when it fails, say why in words."""
    done = subprocess.run(
        command, cwd=PROJECT, env=environ, capture_output=True, text=True, check=False
    )
    if not done.returncode:
        return
    output = done.stderr + done.stdout
    lowered = output.lower()
    if "certificate" in lowered and ("self-signed" in lowered or "verify failed" in lowered):
        stop(
            f"cannot {what}: this machine does not trust the certificate of the package index or "
            "of a proxy before it. Name the authority's file in NODE_EXTRA_CA_CERTS and PIP_CERT."
        )
    if any(sign in lowered for sign in NETWORK):
        stop(f"cannot {what}: no network, or the package index does not answer. Try again online.")
    if "no space left" in lowered or "enospc" in lowered:
        stop(f"cannot {what}: the disk is full.")
    if "permission denied" in lowered or "eacces" in lowered or "read-only file" in lowered:
        stop(f"cannot {what}: {PROJECT} is not writable for this account.")
    if any(sign in lowered for sign in COMPILER):
        stop(
            f"cannot {what}: there is no ready-made package for this machine "
            f"({last_line(done.stderr)}). Python 3.11 to 3.13 on Linux x86-64 or ARM64 has all."
        )
    stop(f"cannot {what}: {last_line(done.stderr or done.stdout)}")


def works(python: Path) -> bool:
    """Whether `.venv` is whole: a clone that was moved has one that is not."""
    done = subprocess.run([str(python), "-c", "import sys"], capture_output=True, check=False)
    return done.returncode == 0


def fingerprint(file: Path, *, extra: str = "") -> str:
    return hashlib.sha256(file.read_bytes() + extra.encode()).hexdigest()


def is_current(stamp: Path, wanted: str) -> bool:
    return stamp.exists() and stamp.read_text(encoding="ascii") == wanted


def last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    lines = [line for line in lines if "complete log of this run" not in line]
    telling = [line for line in lines if "error" in line.lower()]
    return (telling or lines or ["no reason given"])[-1]


def say(line: str) -> None:
    print(f"setup   | {line}", flush=True)


def stop(message: str) -> NoReturn:
    sys.exit(f"dongban: {message}")


if __name__ == "__main__":
    main()
