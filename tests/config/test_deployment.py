"""Docker's files name things that exist, and production refuses to start half-configured."""

import json
import os
import re
import secrets
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

PROJECT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
DOCKERFILE = (PROJECT / "Dockerfile").read_text()
COMPOSE_TEXT = (PROJECT / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(COMPOSE_TEXT)
OURS = ("migrate", "web", "worker", "beat")

PRODUCTION = {
    "DONGBAN_ENV": "production",
    "SECRET_KEY": "k" * 64,
    "ALLOWED_HOSTS": "crm.example.org",
    "DATABASE_URL": "postgres://dongban:secret@postgres:5432/dongban",
    "REDIS_URL": "redis://:secret@valkey:6379",
}

# Prints every name that the code asks the environment for while it is imported.
RECORDER = """
import json, os
asked = set()
class Recording(type(os.environ)):
    def __getitem__(self, key):
        asked.add(key)
        return super().__getitem__(key)
    def __contains__(self, key):
        asked.add(key)
        return super().__contains__(key)
os.environ.__class__ = Recording
import config.settings, config.web, config.health_probe
config.health_probe.main()
print(json.dumps(sorted(asked)))
"""


def run(arguments: list[str], **environ: str) -> subprocess.CompletedProcess[str]:
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name in {"PATH", "HOME", "LANG", "DONGBAN_VAR"}
    }
    return subprocess.run(
        arguments, cwd=PROJECT, env=inherited | environ, capture_output=True, text=True, check=False
    )


@cache
def variables_read() -> set[str]:
    """The names that the settings and Gunicorn's configuration read, in either form."""
    names: set[str] = set()
    for environ in (PRODUCTION, {}):
        done = run([sys.executable, "-c", RECORDER], **environ)
        assert done.returncode == 0, done.stderr
        names.update(json.loads(done.stdout))
    return names


def test_compose_has_every_process_of_the_application() -> None:
    assert set(COMPOSE["services"]) == {"postgres", "valkey", *OURS}
    assert set(COMPOSE["volumes"]) == {"postgres", "valkey", "media", "beat"}
    mounted = {
        volume.split(":")[0]
        for service in COMPOSE["services"].values()
        for volume in service["volumes"]
    }
    assert mounted == set(COMPOSE["volumes"])


@pytest.mark.parametrize("service", OURS)
def test_compose_sets_only_variables_that_the_settings_read(service: str) -> None:
    given = set(COMPOSE["services"][service]["environment"])

    assert given - variables_read() == set()


def test_dockerfile_sets_only_variables_that_are_read() -> None:
    blocks = re.findall(r"^ENV ((?:.*\\\n)*.*)$", DOCKERFILE, re.MULTILINE)
    given = {part.split("=")[0] for block in blocks for part in block.replace("\\\n", " ").split()}
    pythons_own = {"PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}

    assert given - pythons_own - variables_read() == set()


def test_compose_demands_each_secret_and_gives_none_a_default() -> None:
    used = re.findall(r"\$\{(\w+)(:?[-?])?", COMPOSE_TEXT)
    secret = {name for name, _ in used if re.search(r"SECRET|PASSWORD|HOSTS", name)}

    assert secret == {"SECRET_KEY", "POSTGRES_PASSWORD", "VALKEY_PASSWORD", "ALLOWED_HOSTS"}
    assert {how for name, how in used if name in secret} == {":?"}


@pytest.mark.parametrize("service", OURS)
def test_every_command_exists(service: str) -> None:
    for words in commands(COMPOSE["services"][service]):
        check_command(words)


def test_dockerfile_commands_and_copied_paths_exist() -> None:
    for line in re.findall(r"^\s*(?:HEALTHCHECK .*\n\s+)?CMD (\[.*\])$", DOCKERFILE, re.MULTILINE):
        check_command(json.loads(line))
    for line in re.findall(r"python manage\.py .*", DOCKERFILE):
        check_command(shlex.split(line))
    allowed = [
        line[1:].rstrip("/")
        for line in (PROJECT / ".dockerignore").read_text().splitlines()
        if line.startswith("!")
    ]
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    named = {word for line in copied for word in line.split() if word != "."}
    assert named <= set(allowed)
    assert [path for path in allowed if not (PROJECT / path).exists()] == []


def test_containers_do_not_run_as_root() -> None:
    last_stage = DOCKERFILE.split("\nFROM ")[-1]

    assert re.findall(r"^USER (\w+)$", last_stage, re.MULTILINE) == ["dongban"]
    assert [name for name in OURS if "user" in COMPOSE["services"][name]] == []


def test_web_worker_and_servers_are_watched() -> None:
    watched = {
        name: "healthcheck" in service and not service["healthcheck"].get("disable")
        for name, service in COMPOSE["services"].items()
    }
    # The web service has the image's own check.
    assert "HEALTHCHECK" in DOCKERFILE
    assert watched == {
        "postgres": True,
        "valkey": True,
        "migrate": False,
        "web": False,
        "worker": True,
        "beat": False,
    }


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS"])
def test_production_names_the_variable_it_lacks(name: str) -> None:
    environ = {key: value for key, value in PRODUCTION.items() if key != name}

    done = run([sys.executable, "manage.py", "migrate"], **environ)

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith(f"dongban: {name} is not set. Production needs it")
    assert done.stderr.count("\n") == 1


def test_production_passes_djangos_deployment_check() -> None:
    done = run(
        [
            sys.executable,
            "manage.py",
            "check",
            "--deploy",
            "--fail-level=WARNING",
            "--tag=security",
        ],
        **PRODUCTION | {"SECRET_KEY": secrets.token_urlsafe(48)},
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_gunicorn_accepts_its_configuration(tmp_path: Path) -> None:
    done = run(
        [str(BIN / "gunicorn"), "--check-config", "-c", "python:config.web", "config.wsgi"],
        **PRODUCTION | {"STATIC_ROOT": str(tmp_path)},
    )

    assert (done.returncode, done.stderr) == (0, "")


def commands(service: dict[str, Any]) -> list[list[str]]:
    """The commands of a service: its own and its health check's, shell lines taken apart."""
    kind, *check = service.get("healthcheck", {}).get("test", ["CMD"])
    lists = [service.get("command", []), ["sh", "-c", *check] if kind == "CMD-SHELL" else check]
    found = []
    for words in filter(None, lists):
        lines = words[-1].split("&&") if words[:2] == ["sh", "-c"] else [shlex.join(words)]
        found += [shlex.split(line) for line in lines]
    return found


def check_command(words: list[str]) -> None:
    if words[:2] == ["python", "manage.py"]:
        assert words[2] in get_commands()
    elif words[0] == "python":
        assert (PROJECT / words[1]).is_file()
    else:
        assert (BIN / words[0]).is_file(), words
    if words[0] == "celery":
        done = run([str(BIN / "celery"), "-A", "config", words[3], "--help"], **PRODUCTION)
        assert done.returncode == 0, done.stderr
        flags = {word.split("=")[0] for word in words[4:] if word.startswith("--")}
        assert {flag for flag in flags if flag not in done.stdout} == set()
