"""`python -m benchmarks [name…]`: run every `bench_*.run()`, or those that are named."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys

import django
from django.core.management import call_command

import benchmarks


def main() -> None:
    found = [
        m.name for m in pkgutil.iter_modules(benchmarks.__path__) if m.name.startswith("bench_")
    ]
    wanted = [f"bench_{name.removeprefix('bench_')}" for name in sys.argv[1:]] or sorted(found)
    if unknown := sorted({*wanted} - {*found}):
        raise SystemExit(f"There is no benchmarks/{unknown[0]}.py; there is: {', '.join(found)}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    call_command("migrate", verbosity=0)  # a clone that was only set up has empty services
    for name in wanted:
        importlib.import_module(f"benchmarks.{name}").run()


if __name__ == "__main__":
    main()
