"""Municipalities of Japan by name, and addresses cut into their parts.

The names and codes are those of the register's rows; before a register is loaded, those of the
companies at hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection

from prospects.models import Cluster, Company
from prospects.names import modern_kanji
from prospects.prefectures import PREFECTURES

# One probe of the index for each code, as PostgreSQL does not skip through it by itself.
_NAMED = """
    WITH RECURSIVE codes (code) AS (
        (SELECT min(municipality_code) FROM prospects_registerentry WHERE municipality_code > '')
        UNION ALL
        SELECT (SELECT min(municipality_code) FROM prospects_registerentry
                WHERE municipality_code > codes.code)
        FROM codes WHERE codes.code IS NOT NULL
    )
    SELECT entry.prefecture, entry.city, codes.code FROM codes, LATERAL (
        SELECT prefecture, city FROM prospects_registerentry
        WHERE municipality_code = codes.code ORDER BY corporate_number LIMIT 1
    ) AS entry
    WHERE codes.code IS NOT NULL AND entry.city <> ''
"""
# 郡 with its town; a designated city with its ward; a city, ward, town or village.
_CITY = re.compile(
    r"[^0-9０-９]{1,8}?郡[^0-9０-９]{1,8}?[町村]|[^0-9０-９]{1,6}?市[^0-9０-９市]{1,5}?区|[^0-9０-９]{1,8}?[市区町村]"
)
_PREFECTURES = {word: one.ja for one in PREFECTURES for word in (one.ja, one.ko, one.en)} | {
    one.ja[:-1]: one.ja for one in PREFECTURES if one.ja != "北海道"
}


class Place(NamedTuple):
    """A seat in Japan; unknown parts are empty."""

    prefecture: str
    city: str
    street: str


class Places:
    """What is known of places, read once for an import: three queries at most."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], str] | None = None
        self._clusters: dict[str, str] | None = None

    def code(self, prefecture: str, city: str) -> str:
        """The municipality code (JIS X 0402, five digits), "" where the name is not known."""
        return self._known().get((prefecture, city), "")

    def cluster(self, municipality_code: str) -> str:
        """The key of the cluster that a municipality belongs to, or ""."""
        if self._clusters is None:
            rows = Cluster.objects.order_by("key").values_list("pk", "municipality_codes")
            self._clusters = {code: str(pk) for pk, codes in reversed(rows) for code in codes}
        return self._clusters.get(municipality_code, "")

    def split(self, address: str) -> Place:
        """An address in Japanese as prefecture, city and the rest.

        Korean Windows writes the old forms of kanji only (靜岡縣, 大田區): where today's make a
        known place, they are meant.
        """
        text = re.sub(r"^〒?\s*[0-9]{3}-?[0-9]{4}\s*", "", address).strip()
        place = self._cut(text)
        if self.code(place.prefecture, place.city):
            return place
        modern = self._cut(modern_kanji(text))
        if self.code(modern.prefecture, modern.city) or not place.prefecture:
            street = text[len(text) - len(modern.street) :]
            return Place(modern.prefecture, modern.city, street)
        return place

    def _cut(self, text: str) -> Place:
        prefecture = next((one.ja for one in PREFECTURES if text.startswith(one.ja)), "")
        rest = text.removeprefix(prefecture).strip()
        found = _CITY.match(rest)
        city = found[0] if found else ""
        if prefecture and (prefecture, city) not in self._known():
            # The names themselves decide where a name holds one of the words: 四日市市, 大町市.
            known = (name for name in self._cities(rest, prefecture))
            city = max(known, key=len, default=city)
        return Place(prefecture, city, rest.removeprefix(city).strip())

    def _cities(self, rest: str, prefecture: str) -> Iterable[str]:
        return (
            city
            for (within, city) in self._known()
            if within == prefecture and rest.startswith(city)
        )

    def _known(self) -> dict[tuple[str, str], str]:
        if self._codes is None:
            with connection.cursor() as cursor:
                cursor.execute(_NAMED)
                rows = cursor.fetchall()
            if not rows:
                named = Company.objects.exclude(municipality_code="").exclude(city="").order_by()
                rows = [*named.values_list("prefecture", "city", "municipality_code").distinct()]
            self._codes = {(prefecture, city): code for prefecture, city, code in rows}
        return self._codes


def prefecture_of(text: str) -> str:
    """The Japanese name of a prefecture named in Japanese, Korean or English; else ""."""
    return _PREFECTURES.get(text.strip(), "")
