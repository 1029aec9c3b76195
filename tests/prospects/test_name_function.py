"""The database's search_bigrams is the same as Python's name_bigrams."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from prospects.name_function import name_bigrams

pytestmark = pytest.mark.django_db


def in_database(names: list[str]) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT search_bigrams(VARIADIC %s::text[])", [names])
        [[pairs]] = cursor.fetchall()
    return set(pairs)


@pytest.mark.parametrize(
    "name",
    [
        "株式会社濵田・製作所",
        "浜田製作所（株）",
        "㈲渡邊鐵工所 (東京)",
        "ﾊﾏﾏﾂ精密",
        "はままつ セイミツ",
        "ソリューション",
        "Café Noël Co., Ltd.",
        "ABC K.K.",
        "(주)한빛 제작소",
        "마쓰모토제작소",
        "엔지니어링 플라스틱",
        "ティヤ ディユ 디요 댜 テョ",
        "シェル ティー フィルム ウィング トゥール ヴァ",
        "キヨタ キョウリツ エイイチ オオウラ",
        "콰이 화인 위너 웨이 듀오 놔라 휴먼 쇼와",
        "マツモト技研2号",
        "글로벌 리소스",
        "굴ー라 굴・ら을ッラ",
        "×△",
        "株式会社",
        "㈱（",
        "株式会社㈱(",
        "",
    ],
)
def test_names_of_the_trade(name: str) -> None:
    assert in_database([name]) == name_bigrams([name])


_LETTERS = (
    "株式会社㈱（）有限濵田邊鉄鐵 　・ー－abzABéÖ.,&'0９"
    "ァィェォャュョッンハフシチティトウエイオアﾊﾞｶﾞはまつ"
    "한글쓰위와왜워의쇼튜흐을람값없"
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@example(["쓰ィェ", "スィェスィェ"])
@given(st.lists(st.text(_LETTERS, max_size=10), max_size=3))
def test_any_names(names: list[str]) -> None:
    assert in_database(names) == name_bigrams(names)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), max_size=6))
def test_any_hangul(name: str) -> None:
    assert in_database([name]) == name_bigrams([name])
