"""Finding companies, contacts, cooperatives, firms, deals and campaigns by any of their names.

    named(Company.objects.all(), "마쓰모토")     a queryset, for lists, filters and exports
    named_q(Company, "마쓰모토")                the same as a condition on related rows: company__in
    best_records(companies, "마쓰모토")          the best few, each with why

A noun that can be found has an index made with `name_index`; what is asked is the same as of the
register (`prospects.search`), in the same words and with the same reasons.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any, Generic, TypeVar, cast

from django.db import models

from prospects.asking import all_of, any_of, holding, nearly
from prospects.models.searched import SearchBigrams
from prospects.names import normal_form
from prospects.queries import Query, parse, parse_loosely
from prospects.ranking import Judge, Why
from prospects.search import corporate_number, number_beginning
from prospects.sounds import is_heard, sound_key

ModelT = TypeVar("ModelT", bound=models.Model)

_MOST = 60


@dataclass(frozen=True)
class RecordHit(Generic[ModelT]):
    """A record, why it was found, and the text that says so; empty where its name does."""

    record: ModelT
    why: Why
    text: str = ""


@cache
def names_of(noun: type[models.Model]) -> tuple[str, ...]:
    """The fields that a noun is found by: those of its index of names."""
    for index in noun._meta.indexes:
        for expression in index.expressions:
            if isinstance(expression, SearchBigrams):
                fields: list[Any] = expression.source_expressions
                return tuple(field.name for field in fields)
    raise LookupError(f"{noun.__name__} has no index of names")


def named(
    rows: models.QuerySet[ModelT], text: str, *, number: bool = True
) -> models.QuerySet[ModelT]:
    """Rows of which every word of the text is found in some name, however it is spelt.

    A corporate number, or its beginning, finds those who have it. A text of nothing but legal
    forms and signs narrows nothing.
    """
    if number and (digits := _number(rows.model, text)):
        return rows.filter(corporate_number__startswith=digits)
    query = parse(text)
    return _indexed(rows).filter(_contains(query)) if query else rows


def named_q(noun: type[models.Model], text: str, *, path: str = "pk") -> models.Q:
    """The condition that `path` is a record of that name: `company`, say, or the row's own key."""
    return models.Q(**{f"{path}__in": named(noun._default_manager.all(), text).values("pk")})


def best_records(
    rows: models.QuerySet[ModelT], text: str, *, limit: int
) -> tuple[RecordHit[ModelT], ...]:
    """The best of some rows for what somebody typed, best first: see `best_entries`."""
    if digits := _number(rows.model, text):
        having = rows.filter(corporate_number__startswith=digits).order_by("corporate_number")
        return tuple(RecordHit(row, Why.NUMBER, digits) for row in having[:limit])
    query = parse(text)
    return _Finding(rows, query, limit).hits() if query else ()


def _number(noun: type[models.Model], text: str) -> str:
    if all(field.name != "corporate_number" for field in noun._meta.fields):
        return ""
    return corporate_number(text) or number_beginning(text)


def _indexed(rows: models.QuerySet[ModelT]) -> models.QuerySet[ModelT]:
    return cast("models.QuerySet[ModelT]", rows.alias(bigrams=SearchBigrams(*names_of(rows.model))))


def _contains(query: Query) -> models.Q:
    return all_of(any_of(map(holding, word)) for word in query.words)


class _Finding(Generic[ModelT]):
    """One search among the rows of one noun."""

    def __init__(self, rows: models.QuerySet[ModelT], query: Query, limit: int) -> None:
        self.rows = rows
        self.query = query
        self.limit = limit
        self.judge = Judge(query)
        self.records: dict[Any, ModelT] = {}

    def hits(self) -> tuple[RecordHit[ModelT], ...]:
        """All that fits, where it is little; else what begins so first; close ones for nothing."""
        meanings = self.query.meanings
        if not self._ask(_contains(self.query)):
            self._ask(any_of(holding(meaning, begins=True) for meaning in meanings))
            self._ask(any_of(holding(meaning, begins=True, ends=True) for meaning in meanings))
        if not self.judge.count() and self.query.is_heard:
            self._ask_close()
        best = self.judge.best(self.limit)
        return tuple(RecordHit(self.records[pk], judged.why, judged.text) for pk, judged in best)

    def _ask(self, condition: models.Q) -> bool:
        found = list(_indexed(self.rows).filter(condition).order_by()[:_MOST])
        for record in found:
            self.records[record.pk] = record
            self.judge.look_at(_as_rows(record))
        return len(found) < _MOST

    def _ask_close(self) -> None:
        loose = parse_loosely(self.query)
        if conditions := nearly(self.query.meanings, loose):
            self.judge.be_lenient(loose)
            self._ask(any_of(conditions))


def _as_rows(record: models.Model) -> Iterator[Any]:
    """The names of a record, each as a row that can be judged."""
    fields = names_of(type(record))
    kana = getattr(record, "name_kana", "") if "name_kana" in fields else ""
    for field in fields:
        name = getattr(record, field)
        if not name or field == "name_kana":
            continue
        is_first = field in ("name", "name_ja")
        reading = kana if is_first else (name if is_heard(name) else "")
        yield SimpleNamespace(
            pk=record.pk,
            name=name,
            kana=reading,
            name_en="",
            normal_name=normal_form(name),
            heard=sound_key(reading or name),
            is_near=False,
        )
    if kana and not any(getattr(record, field, "") for field in ("name", "name_ja")):
        yield SimpleNamespace(
            pk=record.pk,
            name=kana,
            kana=kana,
            name_en="",
            normal_name=normal_form(kana),
            heard=sound_key(kana),
            is_near=False,
        )
