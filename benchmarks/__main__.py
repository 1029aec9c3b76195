"""`python -m benchmarks [name…]`: run every `bench_*.run()`, or those that are named."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import benchmarks


def main() -> None:
    found = [
        m.name for m in pkgutil.iter_modules(benchmarks.__path__) if m.name.startswith("bench_")
    ]
    wanted = [f"bench_{name.removeprefix('bench_')}" for name in sys.argv[1:]] or sorted(found)
    if unknown := sorted({*wanted} - {*found}):
        raise SystemExit(f"There is no benchmarks/{unknown[0]}.py; there is: {', '.join(found)}")
    for name in wanted:
        importlib.import_module(f"benchmarks.{name}").run()


if __name__ == "__main__":
    main()
