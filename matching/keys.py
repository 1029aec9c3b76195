"""Many records named at once: in queries that are asked ten times over for the same thousands, and
in arrays."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import overload

import numpy as np
from django.db import connection, transaction
from django.db.models import UUIDField
from django.db.models.expressions import RawSQL
from numpy.typing import NDArray

from matching.features import Ints

#: A UUID in an array, as its bytes: their order is that of PostgreSQL.
KEY = np.dtype("S16")
Packed = NDArray[np.bytes_]

# A file of one column as PostgreSQL copies it ("File Formats" under COPY in its manual): how many
# fields a row has, the length of each, and what it holds.
_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_ROW = np.dtype([("fields", ">i2"), ("bytes", ">i4"), ("key", KEY)])
_END = b"\xff\xff"


class Keys(Sequence[uuid.UUID]):
    """Sorted keys; a `UUID` is made of one when it is asked for."""

    def __init__(self, some: Iterable[uuid.UUID] | Packed = ()) -> None:
        # Most come in order, which a stable sort finds out in one pass.
        self.packed = np.sort(some if isinstance(some, np.ndarray) else packed(some), kind="stable")

    def __len__(self) -> int:
        return len(self.packed)

    @overload
    def __getitem__(self, index: int) -> uuid.UUID: ...
    @overload
    def __getitem__(self, index: slice) -> list[uuid.UUID]: ...
    def __getitem__(self, index: int | slice) -> uuid.UUID | list[uuid.UUID]:
        if isinstance(index, slice):
            return [_key(each) for each in self.packed[index]]
        return _key(self.packed[index])

    def places(self, some: Iterable[uuid.UUID] | Packed) -> Ints:
        """(n,) where each of some keys stands; -1 for one that is not here."""
        wanted = some if isinstance(some, np.ndarray) else packed(some)
        if not len(self):
            return np.full(len(wanted), -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(self.packed, wanted), len(self) - 1)
        return np.where(self.packed[at] == wanted, at, -1)


class Numbered:
    """What each of some keys is numbered."""

    def __init__(self, numbers: Mapping[uuid.UUID, int]) -> None:
        self._keys = Keys(numbers)
        self._numbers = np.array([*(numbers[key] for key in self._keys), -1], dtype=np.int64)

    def of(self, some: Packed) -> Ints:
        """(n,) the numbers of keys; -1 for one that has none."""
        return self._numbers[self._keys.places(some)]


def packed(some: Iterable[uuid.UUID]) -> Packed:
    """(n,) the keys as an array holds them."""
    return np.array([key.bytes for key in some], dtype=KEY)


def _key(stored: bytes) -> uuid.UUID:
    """numpy drops zeros at the end."""
    return uuid.UUID(bytes=bytes(stored).ljust(KEY.itemsize, b"\0"))


def keys(some: Iterable[uuid.UUID]) -> RawSQL:
    """For `…__in`: one parameter, written once, whatever the number."""
    written = f"{{{','.join(map(str, some))}}}"
    return RawSQL("SELECT unnest(%s::uuid[])", [written], output_field=UUIDField())


@contextmanager
def held(some: Keys) -> Iterator[RawSQL]:
    """These keys, for `…__in` in the body: in a table whose size the planner knows.

    Not to be nested.
    """
    rows = np.empty(len(some), dtype=_ROW)
    rows["fields"], rows["bytes"], rows["key"] = 1, KEY.itemsize, some.packed
    # In one transaction, which leaves no table behind where the body fails.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE held_keys (id uuid)")
        with cursor.copy("COPY held_keys FROM STDIN (FORMAT binary)") as copy:
            copy.write(_HEADER + rows.tobytes() + _END)
        cursor.execute("ANALYZE held_keys")
        yield RawSQL("SELECT id FROM held_keys", [], output_field=UUIDField())
        cursor.execute("DROP TABLE held_keys")
