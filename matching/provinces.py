"""The 17 provinces and metropolitan cities of Korea, and Korean addresses cut into parts. Pure.

Names are those in force in 2026: Gangwon (2023) and Jeonbuk (2024) are special self-governing
provinces, Gunwi belongs to Daegu (2023). Former and short names are read, the full one is stored.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple


class KoreanPlace(NamedTuple):
    """A place in Korea: 시·도, 시·군·구, and the rest; unknown parts are empty."""

    region: str
    city: str
    street: str


# Full name = other names in Korean, English and Japanese = cities and counties (시·군). Districts
# (구) are read by their ending.
_TEXT = """
서울특별시 = 서울시 서울 Seoul ソウル =
부산광역시 = 부산시 부산 Busan 釜山 = 기장군
대구광역시 = 대구시 대구 Daegu 大邱 = 달성군 군위군
인천광역시 = 인천시 인천 Incheon 仁川 = 강화군 옹진군
광주광역시 = 광주시 광주 Gwangju 光州 =
대전광역시 = 대전시 대전 Daejeon 大田 =
울산광역시 = 울산시 울산 Ulsan 蔚山 = 울주군
세종특별자치시 = 세종시 세종 Sejong 世宗 =
경기도 = 경기 Gyeonggi 京畿 京畿道 = 수원시 성남시 의정부시 안양시 부천시 광명시 평택시 동두천시
    안산시 고양시 과천시 구리시 남양주시 오산시 시흥시 군포시 의왕시 하남시 용인시 파주시 이천시
    안성시 김포시 화성시 광주시 양주시 포천시 여주시 연천군 가평군 양평군
강원특별자치도 = 강원도 강원 Gangwon 江原 江原道 = 춘천시 원주시 강릉시 동해시 태백시 속초시 삼척시
    홍천군 횡성군 영월군 평창군 정선군 철원군 화천군 양구군 인제군 고성군 양양군
충청북도 = 충북 충북도 Chungbuk Chungcheongbuk 忠北 忠清北道 = 청주시 충주시 제천시 보은군 옥천군
    영동군 증평군 진천군 괴산군 음성군 단양군
충청남도 = 충남 충남도 Chungnam Chungcheongnam 忠南 忠清南道 = 천안시 공주시 보령시 아산시 서산시
    논산시 계룡시 당진시 금산군 부여군 서천군 청양군 홍성군 예산군 태안군
전북특별자치도 = 전라북도 전북 전북도 Jeonbuk Jeollabuk 全北 全羅北道 = 전주시 군산시 익산시 정읍시
    남원시 김제시 완주군 진안군 무주군 장수군 임실군 순창군 고창군 부안군
전라남도 = 전남 전남도 Jeonnam Jeollanam 全南 全羅南道 = 목포시 여수시 순천시 나주시 광양시 담양군
    곡성군 구례군 고흥군 보성군 화순군 장흥군 강진군 해남군 영암군 무안군 함평군 영광군 장성군
    완도군 진도군 신안군
경상북도 = 경북 경북도 Gyeongbuk Gyeongsangbuk 慶北 慶尚北道 = 포항시 경주시 김천시 안동시 구미시
    영주시 영천시 상주시 문경시 경산시 의성군 청송군 영양군 영덕군 청도군 고령군 성주군 칠곡군
    예천군 봉화군 울진군 울릉군
경상남도 = 경남 경남도 Gyeongnam Gyeongsangnam 慶南 慶尚南道 = 창원시 진주시 통영시 사천시 김해시
    밀양시 거제시 양산시 의령군 함안군 창녕군 고성군 남해군 하동군 산청군 함양군 거창군 합천군
제주특별자치도 = 제주도 제주 Jeju 済州 済州道 = 제주시 서귀포시
"""


def _provinces() -> dict[str, tuple[list[str], list[str]]]:
    """Full name → its other names, its cities and counties."""
    lines = re.sub(r"\n {4}", " ", _TEXT.strip()).splitlines()
    parts = (line.split("=") for line in lines)
    return {full.strip(): (other.split(), cities.split()) for full, other, cities in parts}


PROVINCES = _provinces()
_SPELLINGS = sorted(
    ((word, full) for full, (others, _) in PROVINCES.items() for word in (full, *others)),
    key=lambda pair: -len(pair[0]),
)
_BY_WORD = {word.lower(): full for word, full in _SPELLINGS}
_CITIES = [(city, full) for full, (_, cities) in PROVINCES.items() for city in cities]
#: The districts of Gwangju the metropolis: the city in Gyeonggi has none.
_GWANGJU = re.compile(r"\s*(?:동구|서구|남구|북구|광산구)")
_BEFORE = re.compile(
    r"^\s*(?:(?:우|〒|우편번호)?\s*[:)]?\s*[(\[]?\s*(?:우\s*[:)]?\s*)?[0-9]{5}\s*[)\]]?|대한민국|한국)[\s,]*"
)
_DISTRICT = re.compile(r"[\s,]*([가-힣]{1,4}?구)(?!(?:로|길|동|읍|면|리)(?![가-힣]))")
_OTHER_CITY = re.compile(r"[\s,]*([가-힣]{1,5}?[시군구])(?=[\s,]|$)")
#: The districts of cities in provinces: no governments of their own, but part of every address.
_DISTRICTS = {
    city: re.compile(rf"[\s,]*({names.strip().replace(' ', '구|')}구)")
    for city, names in (
        line.split(":")
        for line in """
수원시: 장안 권선 팔달 영통
성남시: 수정 중원 분당
안양시: 만안 동안
부천시: 원미 소사 오정
안산시: 상록 단원
고양시: 덕양 일산동 일산서
용인시: 처인 기흥 수지
화성시: 만세 효행 병점 동탄
청주시: 상당 서원 흥덕 청원
천안시: 동남 서북
전주시: 완산 덕진
포항시: 남 북
창원시: 의창 성산 마산합포 마산회원 진해
""".strip().splitlines()
    )
}


# What the provinces are called in Japanese and English; the English names are the official ones.
_ELSEWHERE = """
서울특별시 ソウル特別市 Seoul
부산광역시 釜山広域市 Busan
대구광역시 大邱広域市 Daegu
인천광역시 仁川広域市 Incheon
광주광역시 光州広域市 Gwangju
대전광역시 大田広域市 Daejeon
울산광역시 蔚山広域市 Ulsan
세종특별자치시 世宗特別自治市 Sejong
경기도 京畿道 Gyeonggi-do
강원특별자치도 江原特別自治道 Gangwon State
충청북도 忠清北道 Chungcheongbuk-do
충청남도 忠清南道 Chungcheongnam-do
전북특별자치도 全北特別自治道 Jeonbuk State
전라남도 全羅南道 Jeollanam-do
경상북도 慶尚北道 Gyeongsangbuk-do
경상남도 慶尚南道 Gyeongsangnam-do
제주특별자치도 済州特別自治道 Jeju
"""
_IN = {
    full: {"ja": ja, "en": en}
    for full, ja, en in (line.split(" ", 2) for line in _ELSEWHERE.strip().splitlines())
}


def province_name(region: str, language: str) -> str:
    """A province in a language (`ko`, `ja`, `en`); what is none of the 17 stays as it is."""
    return _IN.get(region, {}).get(language, region)


def province_of(text: str) -> str:
    """The full name of a province by any of its names, also `Gyeongsangbuk-do`; else ""."""
    word = unicodedata.normalize("NFKC", text).strip().lower()
    return _BY_WORD.get(word) or _BY_WORD.get(re.sub(r"[-\s](?:si|do)$", "", word), "")


def split_address(address: str) -> KoreanPlace:
    """A Korean address as region, city and the rest; nothing of it is lost.

    Without a province, the city says it where one alone has that name. A city with districts is
    stored with its district (`수원시 영통구`). Sejong has no cities. What is no Korean address is
    all rest.
    """
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", address)).strip()
    bare = text
    for _ in range(2):
        bare = _BEFORE.sub("", bare)
    region, rest = _province(bare)
    city, street = _city(region, rest)
    if city and not region:
        region = _only_province(city)
    if not region:
        return KoreanPlace("", "", text)
    return KoreanPlace(region, city, street.strip(" ,"))


def _province(text: str) -> tuple[str, str]:
    """The province that an address begins with, and what follows it."""
    for word, full in _SPELLINGS:
        if not text.startswith(word):
            continue
        rest = text[len(word) :]
        if full == "광주광역시" and word != full and not _GWANGJU.match(rest):
            return "", text  # perhaps the city in Gyeonggi
        if text.startswith(("제주시", "부산진구")):  # no province before a city of such a name
            return full, text
        if word == full or not re.match(r"[가-힣]", rest) or _city(full, rest)[0]:
            return full, rest.lstrip(" ,")
    return "", text


def _city(region: str, text: str) -> tuple[str, str]:
    """The city, county or district that a text begins with, and what follows it."""
    text = text.lstrip(" ,")
    for city in _known_cities(region):
        short = f"{city[:-1]} "  # 경북 구미 3공단2로; a province beside it leaves no doubt
        if text.startswith(city):
            rest = text.removeprefix(city)
        elif region and len(short) > 2 and text.startswith(short):
            rest = text.removeprefix(short)
        else:
            continue
        district = _DISTRICTS[city].match(rest) if city in _DISTRICTS else None
        if district:
            return f"{city} {district[1]}", rest[district.end() :]
        return city, rest
    if not region or region == "세종특별자치시":
        return "", text
    pattern = _DISTRICT if region.endswith(("특별시", "광역시")) else _OTHER_CITY
    found = pattern.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)


def _known_cities(region: str) -> list[str]:
    """The cities and counties of a province, or of all."""
    return [city for city, province in _CITIES if province == (region or province)]


def _only_province(city: str) -> str:
    """The one province that has a city of this name; "" where there are two (고성군)."""
    having = {province for name, province in _CITIES if name == city.partition(" ")[0]}
    return next(iter(having)) if len(having) == 1 else ""
