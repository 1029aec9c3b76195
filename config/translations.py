"""Collect, check and compile the interface's strings, in Python alone (no gettext programs).

    python -m config.translations compile   # .po → .mo, where the .po is newer
    python -m config.translations update    # new strings into the .po files, old ones out
    python -m config.translations check     # fails when a string has no translation

Sources are English; `locale/<language>/LC_MESSAGES/django.po` holds Korean and Japanese.
"""

import os
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PROJECT = Path(__file__).resolve().parents[1]
LOCALE = PROJECT / "locale"
LANGUAGES = ("ko", "ja")
FOLDERS = ("config", "crm", "matching", "prospects")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


def collect() -> Catalog:
    """Every translatable string of the Python files and templates, with where it stands."""
    catalog = Catalog(fuzzy=False)
    for path in _sources():
        content = path.read_text(encoding="utf-8")
        name = path.relative_to(PROJECT).as_posix()
        if path.suffix != ".py":
            content = _templatize(content, name)
        for line, ids, _, context in extract(
            "python", BytesIO(content.encode()), keywords=KEYWORDS
        ):
            catalog.add(ids, locations=[(name, line)], context=context)
    return catalog


def compile_all() -> None:
    """Write each `.mo` that is missing or older than its `.po`."""
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        unfinished = target.with_suffix(f".mo.{os.getpid()}")
        with unfinished.open("wb") as file:
            write_mo(file, _read(source))
        unfinished.replace(target)


def update() -> None:
    """Bring the `.po` files in line with the sources; nothing translated is guessed."""
    wanted = collect()
    for language in LANGUAGES:
        path = _po(language)
        old = _read(path)
        new = Catalog(locale=language, project="dongban", charset="utf-8", fuzzy=False)
        for message in wanted:
            if message.id:
                known = old.get(message.id, message.context)
                new.add(
                    message.id,
                    known.string if known else None,
                    flags=message.flags,
                    context=message.context,
                )
        with path.open("wb") as file:
            write_po(file, new, width=100, sort_output=True, omit_header=False)
    compile_all()


def problems() -> list[str]:
    """What is wrong with the translations, one line each; empty when all is well."""
    wanted = [message for message in collect() if message.id]
    found = []
    for language in LANGUAGES:
        catalog = _read(_po(language))
        for message in wanted:
            known = catalog.get(message.id, message.context)
            where = "{}:{}".format(*message.locations[0])
            text = _first(message.id)
            if known is None or not _all(known.string) or known.fuzzy:
                found.append(f"{where}: no {language} translation of {text!r}")
            elif unlike := _placeholders(message, known):
                found.append(f"{where}: {language} translation of {text!r} has other {unlike}")
    return found


def _placeholders(message: Message, known: Message) -> str:
    """The placeholders that the translation lacks or invents."""
    sources = {*PLACEHOLDER.findall(" ".join(_forms(message.id)))}
    translated = {*PLACEHOLDER.findall(" ".join(_forms(known.string)))}
    return ", ".join(sorted(sources ^ translated))


def _sources() -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((PROJECT / folder).rglob("*")):
            if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts:
                yield path


def _templatize(content: str, name: str) -> str:
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure()
    # The result is made for xgettext: Python calls among lines of filler.
    calls = re.compile(
        r"\b(?:n?p?n?gettext|_)\((?:[^()\"']|u?\"(?:\\.|[^\"\\])*\"|u?'(?:\\.|[^'\\])*')*\)"
    )
    text = templatize(content, origin=name)
    lines = []
    position = 0
    for match in calls.finditer(text):
        lines.append("\n" * text.count("\n", position, match.start()))
        lines.append(match.group().replace("\n", " ") + ";")
        lines.append("\n" * match.group().count("\n"))
        position = match.end()
    return "".join(lines)


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name)


def _po(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def _forms(value: str | list[str] | tuple[str, ...] | None) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def _first(value: str | list[str] | tuple[str, ...]) -> str:
    return _forms(value)[0]


def _all(value: str | list[str] | tuple[str, ...] | None) -> bool:
    return bool(value) and all(_forms(value))


def main(arguments: list[str]) -> int:
    match arguments:
        case ["compile"]:
            compile_all()
        case ["update"]:
            update()
        case ["check"]:
            if found := problems():
                print("\n".join(found))
                print(f"{len(found)} strings to translate: 'make messages' lists them in locale/.")
                return 1
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
