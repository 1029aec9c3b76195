"""Japanese addresses cut into parts, by the names that are known."""

from __future__ import annotations

import pytest

from prospects.intake.places import Places
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("東京都大田区蒲田5-13-14", ("東京都", "大田区", "蒲田5-13-14")),
        ("〒144-0052 東京都大田区蒲田5", ("東京都", "大田区", "蒲田5")),
        # As a list in Korean Windows' encoding has to write it.
        ("東京都大田區蒲田5", ("東京都", "大田区", "蒲田5")),
        ("靜岡縣 濱松市 中央區 廣澤1", ("静岡県", "浜松市", "中央區 廣澤1")),
        # The official name keeps the old form.
        ("茨城県龍ケ崎市1", ("茨城県", "龍ケ崎市", "1")),
        ("どこか", ("", "", "どこか")),
        ("", ("", "", "")),
    ],
)
def test_addresses(address: str, expected: tuple[str, str, str]) -> None:
    named = (
        ("東京都", "大田区", "13111"),
        ("静岡県", "浜松市", "22130"),
        ("茨城県", "龍ケ崎市", "08208"),
    )
    for prefecture, city, code in named:
        make.company(prefecture=prefecture, city=city, municipality_code=code)
    assert tuple(Places().split(address)) == expected
