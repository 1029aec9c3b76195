"""Which column of a file is which, from its headings and, for names, from what stands in it."""

from __future__ import annotations

import pytest

from prospects.intake.columns import by_script, guess, heading_row
from prospects.intake.companies import CompanyComparison

LAYOUT = CompanyComparison.layout


def guessed(*headings: str) -> list[str]:
    return guess(headings, LAYOUT.columns)


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (
            ["No.", "会社名", "フリガナ", "法人番号", "所在地", "TEL", "従業員数（人）",
             "資本金（万円）"],
            ["", "name_ja", "name_kana", "corporate_number", "address", "phone", "employees",
             "capital_jpy"],
        ),
        (
            ["기업명(일문)", "한글명", "법인 번호", "우편번호", "종업원 수", "홈페이지", "비고"],
            ["name_ja", "name_ko", "corporate_number", "postcode", "employees", "website", "note"],
        ),
        (
            ["Company Name", "Number of Employees", "Head office", "Year founded", "E-mail"],
            ["name_ja", "employees", "address", "founded_year", ""],
        ),
        (["会社名", "会社名カナ", "会社名（英語）"], ["name_ja", "name_kana", "name_en"]),
        (["商号又は名称※", "本社所在地（本店）"], ["name_ja", "address"]),
        (["会社名", "会社名"], ["name_ja", ""]),
        (["", " "], ["", ""]),
    ],
)  # fmt: skip
def test_headings_in_three_languages(headings: list[str], expected: list[str]) -> None:
    assert guessed(*headings) == expected


def test_the_labels_of_every_language_are_known() -> None:
    assert guessed("명칭(일본어)", "종업원 수") == ["name_ja", "employees"]
    assert guessed("name (Korean)", "founded") == ["name_ko", "founded_year"]


def test_titles_above_the_headings_are_passed_over() -> None:
    rows = [
        ["金属加工企業リスト"],
        ["2026年11月"],
        ["会社名", "住所", "電話"],
        ["見本", "大田区", ""],
    ]
    assert heading_row(rows, LAYOUT.columns) == 2
    assert heading_row([["見本工業", "大田区"]], LAYOUT.columns) == -1


def test_names_in_hangul_are_the_korean_ones() -> None:
    hangul = [["마쓰모토제작소"], ["후루야공업"]]
    assert by_script(["name_ja"], hangul, LAYOUT) == ["name_ko"]
    assert by_script(["name_ja"], [["松本製作所"]], LAYOUT) == ["name_ja"]
    assert by_script(["name_ja"], [["Matsumoto Seisakusho"]], LAYOUT) == ["name_en"]
    assert by_script(["name_ja", "name_ko"], [["마쓰", "마쓰"]], LAYOUT) == ["name_ja", "name_ko"]


def test_a_mapping_needs_a_name_unless_it_names_records_otherwise() -> None:
    assert [column.name for column in LAYOUT.missing(["phone"])] == ["name_ja"]
    assert LAYOUT.missing(["name_ko"]) == LAYOUT.missing(["corporate_number"]) == []
