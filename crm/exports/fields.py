"""What an exported column is, and the values that columns of several nouns share.

A column is one expression of the noun's query, so that any number of rows takes one query; what
SQL cannot say (a label in the reader's language, a country's name) is put on in Python.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Choices, F, Model, QuerySet, TextChoices, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, NullIf
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from crm.templatetags.countries import country
from crm.templatetags.names import ORDER
from prospects.spreadsheets import Kind

#: Between several values in one cell. The import of spreadsheets reads it so.
BETWEEN = "; "
Shown = Callable[[Any], Any]


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """A column: `name` as the import of spreadsheets calls the same thing.

    `value` is a path from the noun or makes an expression, `shown` makes the function from what
    the database gives to the cell. Both are called once a file, in the reader's language.
    """

    name: str
    label: Any
    kind: Kind = Kind.TEXT
    value: str | Callable[[], Combinable] = ""
    shown: Callable[[], Shown] | None = None
    width: int = 0

    @property
    def header(self) -> str:
        return str(capfirst(str(self.label)))

    def expression(self) -> Combinable:
        if callable(self.value):
            return self.value()
        return F(self.value or self.name)


def of(
    model: type[Model],
    name: str,
    kind: Kind = Kind.TEXT,
    *,
    value: str | Callable[[], Combinable] = "",
    shown: Callable[[], Shown] | None = None,
    width: int = 0,
) -> Field:
    """The column of a model's own field, under its label."""
    label = model._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    return Field(name, label, kind, value, shown, width)


def local_name(path: str = "", field: str = "name") -> Combinable:
    """A record's name in the reader's language, else the first that there is."""
    start = f"{path}__{field}" if path else field
    languages = ORDER.get((get_language() or "ko").split("-")[0], ORDER["ko"])
    text = TextField()  # names are short fields and long ones
    names = [
        NullIf(F(f"{start}_{language}"), Value(""), output_field=text) for language in languages
    ]
    return Coalesce(*names, Value(""), output_field=text)


def named(path: str) -> Callable[[], Combinable]:
    """For `Field.value`: the name of the record at `path`."""
    return partial(local_name, path)


def person(path: str) -> Callable[[], Combinable]:
    """For `Field.value`: a user's name, else what they sign in with."""
    return lambda: Coalesce(NullIf(F(f"{path}__name"), Value("")), F(f"{path}__username"))


def each(rows: Callable[[], QuerySet[Any, Any]]) -> Callable[[], Combinable]:
    """For `Field.value`: one text of each of the rows that belong to the record, as an array."""
    return lambda: ArraySubquery(rows())


# --- From the database's values to cells ----------------------------------------------------------


def words_of(choices: type[Choices]) -> Callable[[], Shown]:
    """Labels of choices."""
    return lambda: _words({value: str(label) for value, label in choices.choices})


def yes_no() -> Shown:
    return _words({True: str(_("yes")), False: str(_("no"))})


def joined() -> Shown:
    """Several texts in one cell."""
    return lambda texts: BETWEEN.join(text for text in texts or () if text)


def each_of(choices: type[TextChoices]) -> Callable[[], Shown]:
    """Labels of several choices in one cell."""

    def prepared() -> Shown:
        label = words_of(choices)()
        return lambda values: BETWEEN.join(str(label(value)) for value in values or ())

    return prepared


def country_name() -> Shown:
    return lru_cache(maxsize=None)(country)


def country_names() -> Shown:
    name = country_name()
    return lambda codes: BETWEEN.join(name(code) for code in codes or ())


def _words(words: Mapping[Any, str]) -> Shown:
    return lambda value: words.get(value, value)


# --- Columns that many nouns have -----------------------------------------------------------------


def demo(path: str = "is_demo") -> Field:
    """Fictional records say so in a file too."""
    return Field("is_demo", _("demo"), value=path, shown=yes_no, width=8)


def key() -> Field:
    """The record's own key: a list that comes back finds its records by it."""
    return Field("id", _("Dongban key"), value="pk", shown=lambda: str, width=38)


def sourced(model: type[Model]) -> tuple[Field, Field]:
    return of(model, "source", width=40), of(model, "as_of", Kind.DATE)


def names(model: type[Model], languages: Iterable[str] = ("ja", "ko", "en")) -> list[Field]:
    return [of(model, f"name_{language}", width=28) for language in languages]
