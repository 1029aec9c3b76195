"""The embedded servers: found, shared, restarted, stopped, and honest about what is wrong."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg
import pytest
import valkey

from config.embedded import place
from config.embedded.place import EmbeddedError, locate
from config.embedded.postgres import Postgres
from config.embedded.valkey import Valkey

PROJECT = Path(__file__).resolve().parents[2]
ROOT = os.geteuid() == 0

# Holds PostgreSQL until its standard input ends.
HOLDER = """
import sys
from config import embedded
embedded.hold_postgres()
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def data_folder() -> Iterator[Path]:
    """A data folder that the servers' account can reach, without servers afterwards."""
    path = Path(tempfile.mkdtemp(prefix="dongban-embedded-", dir="/tmp"))
    path.chmod(0o711)
    yield path
    assert postgres(path).wait_stopped()
    shutil.rmtree(path)


@pytest.fixture
def folder() -> Iterator[Path]:
    with data_folder() as path:
        yield path


def postgres(path: Path) -> Postgres:
    return Postgres(locate(path), durable=False)


def holder(path: Path) -> subprocess.Popen[str]:
    """Another process that holds PostgreSQL in `path`."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER],
        cwd=PROJECT,
        env=os.environ | {"DONGBAN_VAR": str(path), "DONGBAN_DURABLE": "no"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def end(process: subprocess.Popen[str]) -> None:
    process.communicate()
    assert process.returncode == 0


def query(server: Postgres, statement: str) -> object:
    address = f"host={server.place.sockets} user=dongban dbname=dongban"
    with psycopg.connect(address) as connection:
        row = connection.execute(statement).fetchone()
        return row[0] if row else None


def test_processes_share_one_server_and_the_last_one_out_stops_it(folder: Path) -> None:
    with ThreadPoolExecutor() as pool:
        first, second = pool.map(holder, [folder, folder])
    server = postgres(folder)
    pid = server.pid()
    assert pid is not None

    end(first)
    time.sleep(1)
    assert server.pid() == pid

    end(second)
    assert server.wait_stopped()
    assert (server.pid(), psutil.pid_exists(pid)) == (None, False)


def test_server_stops_after_kill_9_of_its_last_user_and_keeps_the_data(folder: Path) -> None:
    server = postgres(folder)
    user = holder(folder)
    with psycopg.connect(
        f"host={server.place.sockets} user=dongban dbname=dongban", autocommit=True
    ) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")

    user.kill()
    user.communicate()
    assert server.wait_stopped()

    server.hold()
    assert query(server, "SELECT answer FROM kept") == 42
    server.release()


def test_server_that_lost_its_guardian_is_replaced_by_a_guarded_one(folder: Path) -> None:
    server = postgres(folder)
    user = holder(folder)
    lonely = server.pid()
    assert lonely is not None
    psutil.Process(lonely).parent().kill()  # type: ignore[union-attr]
    user.kill()
    user.communicate()
    assert server.wait_stopped(1)

    server.hold()

    assert server.pid() not in {None, lonely}
    assert not psutil.pid_exists(lonely)
    server.release()


def test_pid_file_left_by_a_crash_of_the_machine_is_no_obstacle(folder: Path) -> None:
    server = postgres(folder)
    server.hold()
    server.release()
    assert server.wait_stopped()
    # After a restart of the machine its number may belong to any program; here, to this test.
    left = server.data / "postmaster.pid"
    left.write_text(f"{os.getpid()}\n{server.data}\n1700000000\n5432\n/x\n\n 1 2\nready   \n")
    shutil.chown(left, server.data.owner())

    server.hold()

    assert server.pid() not in {None, os.getpid()}
    server.release()


def test_half_made_data_folder_is_made_again(folder: Path) -> None:
    unfinished = folder / "postgresql.new"
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("18\n")
    server = postgres(folder)

    server.hold()

    assert (query(server, "SELECT 1"), unfinished.exists()) == (1, False)
    server.release()


def test_locale_knows_japanese_and_korean_letters_whatever_lang_says(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "C")
    monkeypatch.setenv("LC_ALL", "C")
    server = postgres(folder)
    server.hold()

    with psycopg.connect(
        f"host={server.place.sockets} user=dongban dbname=dongban", autocommit=True
    ) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
    found = query(
        server,
        "SELECT array[datlocprovider::text, datlocale, pg_encoding_to_char(encoding), "
        "(cardinality(show_trgm('浜松製作所')))::text, (cardinality(show_trgm('동반투자')))::text] "
        "FROM pg_database WHERE datname = 'dongban'",
    )

    assert found == ["b", "C.UTF-8", "UTF8", "6", "5"]
    server.release()


def test_path_too_long_for_a_socket(folder: Path) -> None:
    deep = folder / ("d" * 60) / ("e" * 60)
    server = postgres(deep)

    server.hold()

    assert server.place.sockets.parent == Path("/tmp")
    assert query(server, "SELECT 1") == 1
    server.release()
    assert server.wait_stopped()
    shutil.rmtree(server.place.sockets)


def test_data_of_another_major_version_is_refused_with_what_to_do(folder: Path) -> None:
    server = postgres(folder)
    server.data.mkdir()
    (server.data / "PG_VERSION").write_text("17\n")

    with pytest.raises(EmbeddedError) as refusal:
        server.hold()

    assert str(refusal.value) == (
        f"{server.data} was made by PostgreSQL 17, but PostgreSQL 18 is installed. Dump it with "
        "pg_dump 17, move the folder away, run 'make run' and load the dump; or just move the "
        "folder away to start with an empty database."
    )


def test_server_that_cannot_start_says_why_in_its_own_words(folder: Path) -> None:
    server = postgres(folder)
    server.hold()
    server.release()
    assert server.wait_stopped()
    (server.data / "postgresql.conf").write_text("shared_buffers = enormous\n")

    with pytest.raises(
        EmbeddedError, match=r"did not start: .* FATAL: .*contains errors \(see .*\.log\)$"
    ):
        Postgres(locate(folder), durable=False).hold()


def test_valkey_keeps_queued_work_over_a_restart(folder: Path) -> None:
    server = Valkey(locate(folder))
    server.hold()
    valkey.Valkey(unix_socket_path=str(server.socket)).rpush("queue", "task")
    server.release()
    assert server.wait_stopped()

    server.hold()

    client = valkey.Valkey(unix_socket_path=str(server.socket))
    assert client.lrange("queue", 0, -1) == [b"task"]
    server.release()
    assert server.wait_stopped()


def test_read_only_folder_is_named_with_what_to_do(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o555)
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from config.embedded.place import EmbeddedError, Place\n"
        "if os.geteuid() == 0:\n"
        "    os.setresuid(65534, 65534, 65534)\n"
        "var = Path(sys.argv[1]) / 'var'\n"
        "try:\n"
        "    Place(var, var / 'run', None).prepare()\n"
        "except EmbeddedError as error:\n"
        "    print(error)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", script, str(closed)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )

    name = pwd.getpwuid(65534 if ROOT else os.geteuid()).pw_name
    owner = pwd.getpwuid(os.geteuid()).pw_name
    assert done.stdout == (
        f"cannot write to {closed}/var (Permission denied). The folder {closed} belongs to "
        f"{owner}: make it writable for {name}, or choose another data folder with "
        "DONGBAN_VAR=/some/folder.\n"
    ), done.stderr


@pytest.mark.skipif(not ROOT, reason="only root runs the servers under another account")
def test_root_runs_the_servers_under_an_unprivileged_account(folder: Path) -> None:
    server = postgres(folder)
    server.hold()

    pid = server.pid()
    assert pid is not None
    assert psutil.Process(pid).uids().real == server.data.stat().st_uid != 0
    server.release()


@pytest.mark.skipif(not ROOT, reason="only root runs the servers under another account")
def test_root_in_a_private_folder_keeps_the_data_where_the_account_can_go(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    private = folder / "private"
    private.mkdir(mode=0o700)
    monkeypatch.setattr(place, "SHARED_STATE", folder / "state")
    locate.cache_clear()

    server = postgres(private / "var")
    assert server.place.folder.parent == folder / "state"
    server.hold()

    assert query(server, "SELECT 1") == 1
    assert private.stat().st_mode & 0o777 == 0o700
    server.release()
    assert server.wait_stopped()
    locate.cache_clear()


@pytest.mark.skipif(not ROOT, reason="only root runs the servers under another account")
def test_programs_in_a_private_folder_are_copied_to_an_open_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    private = folder / "private" / "site-packages"
    (private / "server" / "bin").mkdir(parents=True)
    program = private / "server" / "bin" / "serve"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o700)
    (folder / "private").chmod(0o700)
    monkeypatch.setattr(place, "SHARED_STATE", folder / "state")

    found = place.programs(locate(folder), private, parts=("server",), version="1")

    assert found == folder / "state" / "server-1"
    assert (found / "server" / "bin" / "serve").stat().st_mode & 0o777 == 0o755
    assert program.stat().st_mode & 0o777 == 0o700


def test_forked_child_does_not_keep_the_server_running(folder: Path) -> None:
    server = postgres(folder)
    server.hold()
    child = os.fork()
    if child == 0:
        time.sleep(30)
        os._exit(0)

    server.release()
    stopped = server.wait_stopped(15)

    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert stopped
