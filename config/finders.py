"""Serve single files out of `node_modules` as static files, from an explicit list.

Everything a page loads comes from this machine. Naming each file keeps the rest of
`node_modules` (sources, tests, build tools) out of the static files.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core import checks
from django.core.files.storage import FileSystemStorage

#: Static name under `vendor/` → file under `node_modules/`.
VENDOR: dict[str, str] = {
    "echarts.min.js": "echarts/dist/echarts.min.js",
    "Sortable.min.js": "sortablejs/Sortable.min.js",
    "topojson-client.min.js": "topojson-client/dist/topojson-client.min.js",
    "world-atlas/countries-50m.json": "world-atlas/countries-50m.json",
}


class VendorFinder(BaseFinder):
    """Finds `vendor/<name>` for the names in `VENDOR`."""

    def __init__(self, app_names: Iterable[str] | None = None, *args: Any, **kwargs: Any) -> None:
        self.root = Path(settings.NODE_MODULES)
        self.storage = _RenamedStorage(location=self.root)
        super().__init__(*args, **kwargs)

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        missing = sorted(name for name, file in VENDOR.items() if not (self.root / file).is_file())
        if not missing:
            return []
        return [
            checks.Warning(
                f"Front-end files are missing: {', '.join(missing)}.",
                hint="Run 'make setup', which fetches the front-end packages.",
                id="config.W001",
            )
        ]

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        file = VENDOR.get(path.removeprefix("vendor/")) if path.startswith("vendor/") else None
        found = self.root / file if file else None
        if found is None or not found.is_file():
            return []
        return [str(found)] if find_all else str(found)

    def list(
        self, ignore_patterns: Iterable[str] | None
    ) -> Iterator[tuple[str, FileSystemStorage]]:
        for name, file in VENDOR.items():
            if (self.root / file).is_file():
                yield f"vendor/{name}", self.storage


class _RenamedStorage(FileSystemStorage):
    """Resolves `vendor/<name>` to the file that `VENDOR` names."""

    def path(self, name: str) -> str:
        return super().path(VENDOR[name.removeprefix("vendor/")])
