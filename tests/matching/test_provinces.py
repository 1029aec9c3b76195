"""Korean addresses as lists have them, cut into province, city and the rest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.provinces import PROVINCES, province_name, province_of, split_address

STREETS = ("3공단2로 100", "테헤란로 152, 3층 (역삼동)", "산단로 1", "공단동 174-2번지", "문막읍 1")
PLACES = [(full, city) for full, (_others, cities) in PROVINCES.items() for city in cities or [""]]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("경북 구미시 3공단2로 100", ("경상북도", "구미시", "3공단2로 100")),
        ("경상북도 구미시 3공단2로 100", ("경상북도", "구미시", "3공단2로 100")),
        ("경북 구미 3공단2로 100", ("경상북도", "구미시", "3공단2로 100")),
        ("구미시 3공단2로 100", ("경상북도", "구미시", "3공단2로 100")),
        ("경북구미시3공단2로100", ("경상북도", "구미시", "3공단2로100")),
        ("서울특별시 강남구 테헤란로 152", ("서울특별시", "강남구", "테헤란로 152")),
        ("서울특별시강남구테헤란로 152", ("서울특별시", "강남구", "테헤란로 152")),
        ("서울시 중구 세종대로 110", ("서울특별시", "중구", "세종대로 110")),
        ("서울 구로구 디지털로 1", ("서울특별시", "구로구", "디지털로 1")),
        ("우)06236 서울 강남구 테헤란로 1", ("서울특별시", "강남구", "테헤란로 1")),
        ("세종특별자치시 한누리대로 2130", ("세종특별자치시", "", "한누리대로 2130")),
        ("세종시 조치원읍 군청로 93", ("세종특별자치시", "", "조치원읍 군청로 93")),
        ("경기도 수원시 영통구 삼성로 129", ("경기도", "수원시 영통구", "삼성로 129")),
        ("경남 창원시 구산면 1", ("경상남도", "창원시", "구산면 1")),
        ("경북 포항 남구 철강로 1", ("경상북도", "포항시 남구", "철강로 1")),
        ("부산 강서구 녹산산단382로 14", ("부산광역시", "강서구", "녹산산단382로 14")),
        ("부산진구 부전로 1", ("부산광역시", "부산진구", "부전로 1")),
        ("대구 달성군 논공읍 1", ("대구광역시", "달성군", "논공읍 1")),
        ("대구 군위군 군위읍 1", ("대구광역시", "군위군", "군위읍 1")),
        ("강원특별자치도 원주시 문막읍 1", ("강원특별자치도", "원주시", "문막읍 1")),
        ("강원도 춘천시 퇴계로 1", ("강원특별자치도", "춘천시", "퇴계로 1")),
        ("강원 고성군 간성읍 1", ("강원특별자치도", "고성군", "간성읍 1")),
        ("경남 고성군 회화면 1", ("경상남도", "고성군", "회화면 1")),
        ("전북특별자치도 익산시 왕궁면 1", ("전북특별자치도", "익산시", "왕궁면 1")),
        ("전라북도 군산시 산단로 1", ("전북특별자치도", "군산시", "산단로 1")),
        ("제주시 첨단로 242", ("제주특별자치도", "제주시", "첨단로 242")),
        ("광주 광산구 하남산단로 1", ("광주광역시", "광산구", "하남산단로 1")),
        ("광주시 북구 첨단로 1", ("광주광역시", "북구", "첨단로 1")),
        ("광주시 오포읍 1", ("경기도", "광주시", "오포읍 1")),
        ("경기 광주시 초월읍 1", ("경기도", "광주시", "초월읍 1")),
        ("(39270) 경북 구미시 1공단로 1", ("경상북도", "구미시", "1공단로 1")),
        ("대한민국 인천 연수구 송도과학로 1", ("인천광역시", "연수구", "송도과학로 1")),
        ("서울", ("서울특별시", "", "")),
        # Two provinces have a county of this name; what is not Korean stays whole.
        ("고성군 1", ("", "", "고성군 1")),
        ("東京都大田区蒲田1", ("", "", "東京都大田区蒲田1")),
        ("", ("", "", "")),
    ],
)
def test_addresses(address: str, expected: tuple[str, str, str]) -> None:
    assert tuple(split_address(address)) == expected


@given(
    place=st.sampled_from(PLACES),
    spelling=st.integers(0, 3),
    street=st.sampled_from(STREETS),
    before=st.sampled_from(("", "(12345) ", "12345 ", "대한민국 ")),
)
def test_every_city_is_found_under_every_name_of_its_province(
    place: tuple[str, str], spelling: int, street: str, before: str
) -> None:
    full, city = place
    names = [full, *(name for name in PROVINCES[full][0] if "가" <= name[0] <= "힣")]
    name = names[spelling % len(names)]
    if full == "광주광역시" and name != full:
        return  # without a district this may be the city in Gyeonggi
    address = f"{before}{name} {city} {street}"
    assert tuple(split_address(address)) == (full, city, street)


@given(st.text(alphabet="가나구군시도로동읍면서울부산경북강남 0123456789-,", max_size=40))
def test_nothing_of_an_address_is_lost_and_its_parts_split_alike(address: str) -> None:
    place = split_address(address)
    again = split_address(" ".join(filter(None, place)))
    assert again == place
    kept = "".join(place).replace(" ", "").replace(",", "")
    if not place.region:
        assert kept == address.replace(" ", "").replace(",", "")
    else:
        assert place.street.replace(" ", "").replace(",", "") in address.replace(" ", "").replace(
            ",", ""
        )


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("경북", "경상북도"),
        ("Gyeongsangbuk-do", "경상북도"),
        ("seoul", "서울특별시"),
        ("慶尚北道", "경상북도"),
        ("전라북도", "전북특별자치도"),
        ("Sejong-si", "세종특별자치시"),
        ("東京都", ""),
        ("", ""),
    ],
)
def test_provinces_by_any_name(word: str, expected: str) -> None:
    assert province_of(word) == expected


def test_there_are_seventeen() -> None:
    assert len(PROVINCES) == 17
    assert (
        sum(len(cities) for _others, cities in PROVINCES.values()) == 75 + 2 + 82
    )  # the two cities of Jeju beside the 75


def test_each_province_has_a_name_in_three_languages_that_is_read_again() -> None:
    for full in PROVINCES:
        said = {language: province_name(full, language) for language in ("ko", "ja", "en")}
        assert said["ko"] == full
        assert len({*said.values()}) == 3
    assert province_name("경상북도", "en") == "Gyeongsangbuk-do"
    assert province_name("경상북도", "ja") == "慶尚北道"
    assert province_name("somewhere", "en") == "somewhere"
