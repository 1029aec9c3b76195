"""Keyset pages: the place in a list is the last row's sort values, never a row count.

A page costs the same at any depth, and rows that are inserted or deleted meanwhile shift nothing:
walking on from a page never repeats or skips a row whose sort values stayed the same. One
implementation serves the officers' lists and the partners' API.

    found = page(deals, order=("-amount", "-id"), size=50, cursor=request.GET.get("cursor"))
    found.rows, found.next, found.previous

Unknown values (NULL) come last in both directions unless a `Key` says otherwise. The primary key
is added as last sort key when it is missing, so the order is always total.
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import datetime as dt
import json
from collections.abc import Sequence
from typing import Any, Generic, Literal, TypeVar, cast

from django.core.exceptions import ValidationError
from django.db.models import (
    BooleanField,
    Expression,
    F,
    Field,
    ForeignKey,
    Func,
    GeneratedField,
    Model,
    Q,
    QuerySet,
    Value,
    prefetch_related_objects,
)
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext as _

ModelT = TypeVar("ModelT", bound=Model)
RowT = TypeVar("RowT")

COUNT_CAP = 1_000
_LONGEST_CURSOR = 2_000


class InvalidCursorError(Exception):
    """The text is no cursor of this list in this order."""

    def __init__(self) -> None:
        super().__init__(_("The page marker is not valid for this list. Start at the first page."))


@dataclasses.dataclass(frozen=True, slots=True)
class Key:
    """One sort key: a field, a path over to-one relations, or an annotation.

    `nulls` says where NULL sorts; None promises that the value is never NULL.
    """

    path: str
    descending: bool = False
    nulls: Literal["first", "last"] | None = None

    def __str__(self) -> str:
        return f"{'-' * self.descending}{self.path}"


@dataclasses.dataclass(frozen=True, slots=True)
class Page(Generic[RowT]):
    """Rows in list order, and the cursors of the neighbouring pages where there are such pages."""

    rows: list[RowT]
    next: str | None
    previous: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class CappedCount:
    """A count that stops at a cap: `number` rows, or more than that."""

    number: int
    more: bool

    def __str__(self) -> str:
        return f"{self.number:,}" + "+" * self.more


@dataclasses.dataclass(frozen=True, slots=True)
class _Cursor:
    """A place in the list: the side of it to read, with or without the row that stands on it."""

    forward: bool
    inclusive: bool
    values: tuple[Any, ...]


def page(
    queryset: QuerySet[ModelT, RowT],
    *,
    order: Sequence[str | Key],
    size: int,
    cursor: str | None = None,
) -> Page[RowT]:
    """Up to `size` rows at `cursor` (the first page without one), in at most two queries.

    The second query is sent only when the first sort key can be NULL and the page reaches over the
    border between known and unknown values. Sorting given by the queryset itself is replaced.
    Raises InvalidCursorError.
    """
    if size < 1:
        raise ValueError("size must be at least 1")
    keys = keys_of(queryset, order)
    place = _decode(cursor, keys, queryset) if cursor else None
    forward = place is None or place.forward
    aliases = {key.path: f"keyset_{i}" for i, key in enumerate(keys) if "__" in key.path}
    rows, further = _fetch(queryset, keys, place, aliases, size=size, forward=forward)
    if not rows:
        # Everything on this side is gone; the way back includes the row that the cursor names.
        if place is None:
            return Page([], None, None)
        back = _encode(dataclasses.replace(place, forward=not forward, inclusive=True), keys)
        return Page([], None, back) if forward else Page([], back, None)

    def cursor_at(row: RowT, *, forward: bool) -> str:
        values = tuple(_read(row, aliases.get(key.path, key.path)) for key in keys)
        return _encode(_Cursor(forward, False, values), keys)

    has_next, has_previous = (further, place is not None) if forward else (True, further)
    found = Page(
        rows,
        cursor_at(rows[-1], forward=True) if has_next else None,
        cursor_at(rows[0], forward=False) if has_previous else None,
    )
    for row in rows:
        if isinstance(row, dict):
            for alias in aliases.values():
                del row[alias]
    return found


def ordered(queryset: QuerySet[ModelT, RowT], order: Sequence[str | Key]) -> QuerySet[ModelT, RowT]:
    """All rows in the order in which pages would give them, for reading a list as a whole."""
    keys = keys_of(queryset, order)
    return queryset.order_by(*(_order_by(key, forward=True) for key in keys))


def capped_count(queryset: QuerySet[ModelT, Any], cap: int = COUNT_CAP) -> CappedCount:
    """Count rows up to `cap`: a list says "1,000+" instead of counting a table."""
    number = queryset.order_by().values("pk")[: cap + 1].count()
    return CappedCount(min(number, cap), number > cap)


def keys_of(queryset: QuerySet[ModelT, Any], order: Sequence[str | Key]) -> tuple[Key, ...]:
    """The full sort keys of an order written as for `order_by()`, the primary key last."""
    keys = [key if isinstance(key, Key) else _key(queryset, key) for key in order]
    pk = queryset.model._meta.pk.name
    if pk not in [key.path for key in keys]:
        keys.append(Key(pk, descending=bool(keys) and keys[-1].descending))
    return tuple(keys)


def _key(queryset: QuerySet[ModelT, Any], text: str) -> Key:
    path = text.removeprefix("-")
    pk = queryset.model._meta.pk.name
    path = pk if path == "pk" else path
    if path not in queryset.query.annotations and "__" not in path:
        field = cast("Field[Any, Any]", queryset.model._meta.get_field(path))
        path = field.attname  # a relation sorts by its key
    return Key(path, text.startswith("-"), "last" if _nullable(queryset, path) else None)


def _nullable(queryset: QuerySet[ModelT, Any], path: str) -> bool:
    """Whether a path can give NULL. An annotation may: nobody says that it does not."""
    if path in queryset.query.annotations:
        return True
    model: type[Model] = queryset.model
    for step in path.split("__"):
        field = model._meta.get_field(step)
        if isinstance(field, GeneratedField):
            field = cast("Field[Any, Any]", field.output_field)
        if getattr(field, "null", True):
            return True
        if isinstance(field, ForeignKey):
            model = field.related_model
    return False


# --- Queries --------------------------------------------------------------------------------------


def _fetch(
    queryset: QuerySet[ModelT, RowT],
    keys: tuple[Key, ...],
    place: _Cursor | None,
    aliases: dict[str, str],
    *,
    size: int,
    forward: bool,
) -> tuple[list[RowT], bool]:
    """The page's rows in list order, and whether there are more on the far side."""
    prefetches = queryset._prefetch_related_lookups  # type: ignore[attr-defined]  # noqa: SLF001
    queryset = queryset.prefetch_related(None)
    queryset = queryset.annotate(**{alias: F(path) for path, alias in aliases.items()})
    rows: list[RowT] = []
    for part in _parts(queryset, keys, place, forward=forward):
        rows.extend(part[: size + 1 - len(rows)])
        if len(rows) > size:
            break
    further = len(rows) > size
    rows = rows[:size]
    if not forward:
        rows.reverse()
    # Once for the page, not once a query, and not for the row that only tells of a next page.
    prefetch_related_objects(cast("list[Model]", rows), *prefetches)
    return rows, further


def _parts(
    queryset: QuerySet[ModelT, RowT],
    keys: tuple[Key, ...],
    place: _Cursor | None,
    *,
    forward: bool,
) -> list[QuerySet[ModelT, RowT]]:
    """The list as one query, or as two when the first key can be NULL: known values and NULLs.

    Apart, each is a plain range of an index on the keys; together, NULLS LAST would ask for an
    index made in just that direction, and the comparison with a cursor for an OR.
    """
    first, rest = keys[0], keys[1:]
    if first.nulls is None:
        return [_part(queryset, keys, place, place.values if place else (), forward=forward)]
    known = queryset.filter(**{f"{first.path}__isnull": False})
    unknown = queryset.filter(**{f"{first.path}__isnull": True})
    solid = (dataclasses.replace(first, nulls=None), *rest)
    here = place.values if place else ()
    in_unknown = place is not None and place.values[0] is None
    in_known = place is not None and not in_unknown
    parts = [
        (_part(known, solid, place if in_known else None, here, forward=forward), in_known),
        (
            _part(unknown, rest, place if in_unknown else None, here[1:], forward=forward),
            in_unknown,
        ),
    ]
    if (first.nulls == "first") is forward:
        parts.reverse()
    # A place in the second part leaves nothing of the first to read.
    return [query for query, _ in parts[1 if parts[1][1] else 0 :]]


def _part(
    queryset: QuerySet[ModelT, RowT],
    keys: tuple[Key, ...],
    place: _Cursor | None,
    values: tuple[Any, ...],
    *,
    forward: bool,
) -> QuerySet[ModelT, RowT]:
    if place is not None:
        queryset = queryset.filter(
            _beyond(queryset, keys, values, forward=forward, inclusive=place.inclusive)
        )
    return queryset.order_by(*(_order_by(key, forward=forward) for key in keys))


def _order_by(key: Key, *, forward: bool) -> OrderBy:
    first = {"first": forward, "last": not forward}.get(key.nulls or "")
    return OrderBy(
        F(key.path),
        descending=key.descending is forward,
        nulls_first=True if first else None,
        nulls_last=True if first is False else None,
    )


class _RowBeyond(Func):
    """`(a, b) > (x, y)`: PostgreSQL walks an index on (a, b) straight to this place."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, *expressions: Any, operator: str = ">") -> None:
        super().__init__(*expressions)
        self.operator = operator

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **context: Any) -> tuple[str, Any]:
        parts = [compiler.compile(source) for source in self.get_source_expressions()]
        half = len(parts) // 2
        left, right = (", ".join(sql for sql, _ in side) for side in (parts[:half], parts[half:]))
        return f"({left}) {self.operator} ({right})", [p for _, params in parts for p in params]


def _beyond(
    queryset: QuerySet[ModelT, Any],
    keys: tuple[Key, ...],
    values: tuple[Any, ...],
    *,
    forward: bool,
    inclusive: bool,
) -> Q | Expression:
    """The condition for rows behind (or, going back, before) the place."""
    if all(key.nulls is None and key.descending == keys[0].descending for key in keys):
        operator = ("<" if keys[0].descending is forward else ">") + "=" * inclusive
        fields = [_field(queryset, key) for key in keys]
        given = [Value(v, output_field=f) for v, f in zip(values, fields, strict=True)]
        return _RowBeyond(*(F(key.path) for key in keys), *given, operator=operator)
    key, value = keys[0], values[0]
    if len(keys) == 1:
        operator = ("lt" if key.descending is forward else "gt") + "e" * inclusive
        return Q(**{f"{key.path}__{operator}": value})
    further = Q(_beyond(queryset, keys[1:], values[1:], forward=forward, inclusive=inclusive))
    nulls_ahead = key.nulls == ("last" if forward else "first")
    if value is None:
        here = Q(**{f"{key.path}__isnull": True}) & further
        return here if nulls_ahead else here | Q(**{f"{key.path}__isnull": False})
    operator = "lt" if key.descending is forward else "gt"
    ahead = Q(**{f"{key.path}__{operator}": value})
    if nulls_ahead:
        ahead |= Q(**{f"{key.path}__isnull": True})
    if key.nulls is None:
        # Says the same once more in a form that an index on the first key can use.
        return Q(**{f"{key.path}__{operator}e": value}) & (
            ahead | (Q(**{key.path: value}) & further)
        )
    return ahead | (Q(**{key.path: value}) & further)


def _field(queryset: QuerySet[ModelT, Any], key: Key) -> Field[Any, Any]:
    """The field that stores or computes a key's values: it knows how to read them from text."""
    resolved = F(key.path).resolve_expression(queryset.query.chain())
    field: Field[Any, Any] = resolved.output_field
    if isinstance(field, GeneratedField):
        field = cast("Field[Any, Any]", field.output_field)
    return field.target_field if isinstance(field, ForeignKey) else field


# --- Cursors --------------------------------------------------------------------------------------

_SIDES = {(True, False): ">", (False, False): "<", (True, True): ">=", (False, True): "<="}


def _read(row: Any, name: str) -> Any:
    return row[name] if isinstance(row, dict) else getattr(row, name)


def _encode(cursor: _Cursor, keys: tuple[Key, ...]) -> str:
    values = [value if value is None else _to_text(value) for value in cursor.values]
    payload = [_SIDES[cursor.forward, cursor.inclusive], ",".join(map(str, keys)), *values]
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _to_text(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _decode(text: str, keys: tuple[Key, ...], queryset: QuerySet[ModelT, Any]) -> _Cursor:
    """Read a cursor of this order; what a client may have changed in it is checked, not trusted."""
    if len(text) > _LONGEST_CURSOR:
        raise InvalidCursorError
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        side, order, *values = json.loads(raw)
    except (binascii.Error, ValueError, TypeError, RecursionError) as error:
        raise InvalidCursorError from error
    sides = {mark: how for how, mark in _SIDES.items()}
    if order != ",".join(map(str, keys)) or len(values) != len(keys) or str(side) not in sides:
        raise InvalidCursorError
    forward, inclusive = sides[side]
    checked = tuple(_check(v, key, queryset) for v, key in zip(values, keys, strict=True))
    return _Cursor(forward, inclusive, checked)


def _check(value: Any, key: Key, queryset: QuerySet[ModelT, Any]) -> Any:
    if value is None and key.nulls is not None:
        return None
    if not isinstance(value, str) or "\0" in value:
        raise InvalidCursorError
    field = _field(queryset, key)
    try:
        value.encode()  # refuses half of a surrogate pair, which the database would refuse later
        read = field.to_python(value)
        # The validators know a column's range: a number too large for it is an error in SQL.
        field.run_validators(read)
    except (ValidationError, ValueError, OverflowError) as error:
        raise InvalidCursorError from error
    if read is None or (isinstance(read, dt.datetime) and read.tzinfo is None):
        raise InvalidCursorError
    return read
