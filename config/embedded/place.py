"""Where the embedded servers keep their data, and as which account they run."""

import hashlib
import os
import pwd
import shutil
import stat
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp

PROJECT = Path(__file__).resolve().parents[2]

#: The longest socket path that every platform accepts is 103 bytes.
SOCKET_BYTES = 100
LONGEST_SOCKET_NAME = ".s.PGSQL.5432.lock"

#: Where sockets go when their path would be too long. The folder in it is private, see prepare().
SHORT = Path("/tmp")  # noqa: S108

#: Used when the project lies where the account cannot go, below a private home for example.
SHARED_STATE = Path("/var/lib/dongban")


class EmbeddedError(Exception):
    """An embedded server cannot run. The message says what is wrong and what to do."""


@dataclass(frozen=True)
class Account:
    """The unprivileged account that servers run as when the current user is root."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True)
class Place:
    """Folders and account of one set of embedded servers."""

    folder: Path
    sockets: Path
    account: Account | None

    def give(self, path: Path) -> None:
        """Hand a file or folder that root has made to the servers' account."""
        if self.account:
            os.chown(path, self.account.uid, self.account.gid)

    def prepare(self) -> None:
        """Make the folders. Raises EmbeddedError when they cannot be written."""
        for folder, mode in ((self.folder, 0o755), (self.sockets, 0o700)):
            try:
                self._make(folder, mode)
            except OSError as error:
                raise EmbeddedError(unwritable(folder, error)) from None
        owner = self.account.uid if self.account else os.geteuid()
        for folder in (self.folder, self.sockets):
            if not os.access(folder, os.W_OK):
                raise EmbeddedError(unwritable(folder, None))
        found = self.sockets.lstat()
        if found.st_uid != owner or not stat.S_ISDIR(found.st_mode):
            raise EmbeddedError(
                f"{self.sockets} belongs to another account, so the database sockets cannot be "
                f"put there. Run 'make run' as {_name(found.st_uid)}, or choose another data "
                "folder with DONGBAN_VAR."
            )

    def _make(self, folder: Path, mode: int) -> None:
        """Make a folder that is the servers' from the moment that another process can see it."""
        if folder.exists():
            return
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        made.chmod(mode)
        self.give(made)
        try:
            made.rename(folder)
        except OSError:  # somebody else has made it meanwhile, and there is something in it
            made.rmdir()

    def reaches(self, path: Path) -> bool:
        """Whether the servers' account may go to `path`, judged by permission bits."""
        return self.account is None or _reachable(path, self.account)


def unwritable(path: Path, error: OSError | None) -> str:
    """One line that says why `path` cannot be written and what to do."""
    reason = error.strerror if error else "permission denied"
    nearest = next(p for p in (path, *path.parents) if p.exists())
    owner = _name(nearest.stat().st_uid)
    return (
        f"cannot write to {path} ({reason}). The folder {nearest} belongs to {owner}: make it "
        f"writable for {_name(os.geteuid())}, or choose another data folder with "
        "DONGBAN_VAR=/some/folder."
    )


def var() -> Path:
    """The data folder: `DONGBAN_VAR`, or `var/` in the project."""
    return Path(os.environ.get("DONGBAN_VAR") or PROJECT / "var").absolute()


@cache
def locate(folder: Path) -> Place:
    """Decide where the servers of the data folder `folder` live. Makes nothing yet.

    Every process must come to the same answer, so it depends on the folder and its permissions
    only, not on the environment.
    """
    account = _account(folder) if os.geteuid() == 0 else None
    if account and not _reachable(folder / "postgresql", account):
        folder = SHARED_STATE / _short(folder)
    sockets = folder / "run"
    if len(os.fsencode(sockets / LONGEST_SOCKET_NAME)) > SOCKET_BYTES:
        sockets = SHORT / f"dongban-{_short(folder)}"
    return Place(folder=folder, sockets=sockets, account=account)


def package_folder(name: str) -> Path:
    """Folder of an installed package, found without running its code."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError(f"the package {name} is not installed. Run 'make setup'.")
    return Path(spec.submodule_search_locations[0])


def programs(place: Place, source: Path, *, parts: tuple[str, ...], version: str) -> Path:
    """A folder holding `parts` of `source` (a site-packages folder) that the account may read.

    That is `source` itself, save where root has installed the project in a place closed to
    others: then the parts are copied once to a folder that is open, and no permission of an
    existing folder is changed.
    """
    if place.account is None or all(_readable(source / part, place.account) for part in parts):
        return source
    copy = SHARED_STATE / f"{parts[0]}-{version}"
    for part in parts:
        if (copy / part).exists():
            continue
        unfinished = copy / f".{part}.{os.getpid()}"
        try:
            shutil.copytree(source / part, unfinished)
            _open_to_all(unfinished)
            for folder in (copy, SHARED_STATE):
                folder.chmod(0o755)
            unfinished.rename(copy / part)
        except OSError as error:
            raise EmbeddedError(unwritable(copy, error)) from None
    return copy


def _account(folder: Path) -> Account:
    """Who runs the servers for root: the owner of the data or the project, or a system account."""
    for path in (folder / "postgresql", folder, PROJECT):
        if path.exists() and path.stat().st_uid != 0:
            try:
                entry = pwd.getpwuid(path.stat().st_uid)
            except KeyError:
                continue
            return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise EmbeddedError(
        "PostgreSQL does not run as root and this machine has neither a 'postgres' nor a 'nobody' "
        "account. Make one with 'useradd --system postgres', or run as an ordinary user."
    )


def _reachable(path: Path, account: Account) -> bool:
    existing = [folder for folder in path.parents if folder.exists()]
    return all(_allows(folder, account, execute=True) for folder in existing)


def _readable(path: Path, account: Account) -> bool:
    return _reachable(path, account) and all(
        _allows(Path(folder) / name, account, execute=False)
        for folder, _, files in os.walk(path)
        for name in (".", *files[:1])
    )


def _allows(path: Path, account: Account, *, execute: bool) -> bool:
    found = path.stat()
    wanted = 1 if execute else 4
    if found.st_uid == account.uid:
        return bool(found.st_mode >> 6 & wanted)
    if found.st_gid == account.gid:
        return bool(found.st_mode >> 3 & wanted)
    return bool(found.st_mode & wanted)


def _open_to_all(top: Path) -> None:
    for path in (top, *top.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(0o755 if path.is_dir() or mode & stat.S_IXUSR else 0o644)


def _short(folder: Path) -> str:
    return hashlib.sha256(os.fsencode(folder)).hexdigest()[:10]


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"
