"""The parts of stored matches as arrays: by the hundred thousand, without a row of Python each."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Exists, OuterRef, Subquery
from numpy.typing import NDArray

from matching.bounds import SLACK, Stored, most_gained
from matching.features import Bools
from matching.models import Match, Need, WeightProfile
from matching.scoring import PARTS, Weights
from matching.shortlist import weights_of
from prospects.models import Company

_COPY = f"""
    COPY (
        SELECT match.need_id, match.company_id, profile.revision,
            (match.status <> '{Match.Status.SUGGESTED}')::int4,
            {", ".join(f"coalesce(match.{part}_part, 'NaN')::float4" for part in PARTS)},
            match.confidence::float4, match.setback::float4
        FROM matching_match AS match
        JOIN unnest(%s::uuid[], %s::float8[]) AS wanted (need_id, least)
            ON wanted.need_id = match.need_id AND match.priority >= wanted.least
        JOIN matching_weightprofile AS profile ON profile.id = match.profile_id
        JOIN prospects_company AS company ON company.id = match.company_id
        WHERE match.status <> %s AND company.registration = %s
        ORDER BY match.need_id, match.company_id
    ) TO STDOUT (FORMAT BINARY)
"""  # noqa: S608  # columns of our own
_HEAD, _TAIL = 19, 2  # bytes of a file of COPY before its first and after its last row


def _row() -> np.dtype[Any]:
    """A row of the file: the number of its columns, then of each its length and its bytes. No
    column is ever null, so all rows are of one length."""
    columns = [("need", "S16"), ("company", "S16"), ("version", ">i4"), ("taken", ">i4")]
    columns += [(part, ">f4") for part in (*PARTS, "confidence", "left")]
    fields: list[tuple[str, str]] = [("columns", ">i2")]
    for name, kind in columns:
        fields += [(f"{name}_length", ">i4"), (name, kind)]
    return np.dtype(fields)


_ROW = _row()


def keys_of(companies: NDArray[np.bytes_]) -> list[uuid.UUID]:
    """What `StoredParts.of` names, as keys."""
    whole = np.ascontiguousarray(companies).tobytes()  # its items would lose bytes of 0 at the end
    return [uuid.UUID(bytes=whole[at : at + 16]) for at in range(0, len(whole), 16)]


class StoredParts:
    """The standing matches of some needs with companies that are open, as far down as any can come
    among the best `most` under some of the weights."""

    def __init__(
        self, needs: Sequence[uuid.UUID], weights: Sequence[Weights], *, most: int
    ) -> None:
        self._asked = _asked(needs)
        versions = _versions()
        self._versions = np.array(sorted(versions), dtype=np.int64)
        olds = [weights_of(versions[each]) for each in self._versions.tolist()]
        self._shares = np.array([each.shares() for each in olds]).reshape(-1, len(PARTS))
        least = self._least(needs, weights, olds, most)
        with connection.cursor() as cursor:
            names = [[*least], [*least.values()], Match.Status.REJECTED, Company.Registration.OPEN]
            with cursor.copy(_COPY, names) as copy:
                told = b"".join(bytes(each) for each in copy)
        self._rows: NDArray[Any] = np.frombuffer(told[_HEAD:-_TAIL], dtype=_ROW)

    def _least(
        self,
        needs: Sequence[uuid.UUID],
        weights: Sequence[Weights],
        olds: Sequence[Weights],
        most: int,
    ) -> dict[uuid.UUID, float]:
        """What has to be stored of a pair to come first: the last of the best `most` loses no more
        than can be lost, and no other one gains more than can be gained."""
        best = Match.objects.standing().filter(
            need=OuterRef("pk"), company__registration=Company.Registration.OPEN
        )
        last = best.order_by("-priority", "id").values("priority")[most - 1 : most]
        rows = Need.objects.filter(pk__in=needs).annotate(last=Subquery(last))
        least = {}
        for key, priority in rows.values_list("pk", "last"):
            asked = self._asked[key]
            moved = max(
                (
                    most_gained(old.shares(), each, asked) + most_gained(each.shares(), old, asked)
                    for old in olds
                    for each in weights
                ),
                default=0,
            )
            least[key] = -1.0 if priority is None else priority - moved - 2 * float(SLACK)
        return least

    def of(self, need: uuid.UUID) -> tuple[Stored, NDArray[np.bytes_]]:
        """A need's pairs, and the 16 bytes of their companies' keys, which rise."""
        rows = self._rows[self._rows["need"] == need.bytes]
        stored = Stored(
            np.stack([rows[part] for part in PARTS]).astype(np.float32),
            rows["confidence"].astype(np.float32),
            rows["left"].astype(np.float32),
            np.searchsorted(self._versions, rows["version"]),
            self._shares,
            self._asked[need],
        )
        return stored, rows["company"]

    def taken_up(self) -> set[tuple[uuid.UUID, uuid.UUID]]:
        """The pairs (company, need) of these that people took up."""
        rows = self._rows[self._rows["taken"] == 1]
        return {*zip(keys_of(rows["company"]), keys_of(rows["need"]), strict=True)}


def weighed_otherwise(
    needs: Sequence[uuid.UUID], weights: Sequence[Weights]
) -> frozenset[uuid.UUID]:
    """The needs for which some of the weights can put a pair higher than those it was stored with;
    all of them where nothing is stored."""
    asked = _asked(needs)
    olds = [weights_of(each).shares() for each in _versions().values()]
    gains = [
        need
        for need in needs
        if not olds
        or max(most_gained(old, each, asked[need]) for old in olds for each in weights)
        > float(SLACK)
    ]
    return frozenset(gains)


def _versions() -> dict[int, WeightProfile]:
    """The versions of the weights that standing matches were stored with, by revision."""
    used = Exists(
        Match.objects.standing().filter(
            profile=OuterRef("pk"), company__registration=Company.Registration.OPEN
        )
    )
    return WeightProfile.objects.filter(used).in_bulk(field_name="revision")


def _asked(needs: Sequence[uuid.UUID]) -> dict[uuid.UUID, Bools]:
    """(7,) the parts that each need asks something of: of precision only if it states any."""
    found = {}
    rows = Need.objects.filter(pk__in=needs).values_list("pk", "precision_um", "size_max_mm")
    for key, precision, size in rows:
        found[key] = np.ones(len(PARTS), dtype=np.bool_)
        found[key][PARTS.index("precision")] = precision is not None or bool(size)
    return found
