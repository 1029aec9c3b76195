"""What Korean towns are called in Japanese and English."""

from __future__ import annotations

import pytest

from matching.korean_towns import town_name
from matching.provinces import PROVINCES

TOWNS = [(full, town) for full, (_others, towns) in PROVINCES.items() for town in towns]


def test_every_city_and_county_has_a_name_of_its_own_in_its_province() -> None:
    for language, endings in (("ja", ("市", "郡")), ("en", ("",))):
        said = {place: town_name(*place, language) for place in TOWNS}
        assert [place for place, name in said.items() if name in ("", place[1])] == []
        assert all(name.endswith(endings) for name in said.values())
        assert len({(full, name) for (full, _town), name in said.items()}) == len(TOWNS)
    assert {town_name(*place, "ko") for place in TOWNS} == {town for _full, town in TOWNS}


@pytest.mark.parametrize(
    ("region", "city", "ja", "en"),
    [
        ("경상북도", "구미시", "亀尾市", "Gumi"),
        ("경상북도", "칠곡군", "漆谷郡", "Chilgok-gun"),
        ("경기도", "수원시 영통구", "水原市霊通区", "Suwon Yeongtong-gu"),
        ("경기도", "광주시", "広州市", "Gwangju"),
        ("광주광역시", "광주 광산구", "光州光山区", "Gwangju Gwangsan-gu"),
        ("강원특별자치도", "고성군", "高城郡", "Goseong-gun"),
        ("경상남도", "고성군", "固城郡", "Goseong-gun"),
        ("서울특별시", "종로구", "鍾路区", "Jongno-gu"),
        ("울산광역시", "울산시", "蔚山市", "Ulsan"),
        ("경기도", "새도시 영통구", "새도시 영통구", "새도시 영통구"),
        ("", "Osaka", "Osaka", "Osaka"),
        ("경기도", "", "", ""),
    ],
)
def test_a_town_in_the_readers_language(region: str, city: str, ja: str, en: str) -> None:
    assert (town_name(region, city, "ja"), town_name(region, city, "en")) == (ja, en)
    assert town_name(region, city, "ko") == city
