"""Finding register entries."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from prospects.models import RegisterEntry
from prospects.register import load_register
from prospects.search import MOST, best_entries, corporate_number, search_register

from .register_files import deletion, number, row, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(tmp_path: Path) -> None:
    rows = [
        row(1, name="株式会社濵田製作所", kana="ハマダセイサクショ"),
        row(2, name="㈲浜田鐵工所", kind="302", kana=""),
        row(3, name="新浜田精密株式会社", name_en="Shin Hamada Precision Co., Ltd."),
        row(4, name="浜田工業協同組合", kind="399", prefecture_code="27", city_code="227"),
        row(5, name="株式会社浜田", process="21", close_date="2024-01-01", close_cause="01"),
        row(6, name="ﾊﾏﾀﾞ電子", kana=""),
        row(7, name="一橋精工", kana="イチハシセイコウ"),
        deletion(8),
    ]
    load_register([write(tmp_path / "x.csv", rows)])


def found(words: str = "", **options: object) -> list[int]:
    """In the order of their numbers, which is not that of the rows."""
    entries = search_register(words, **options)  # type: ignore[arg-type]
    order = {number(index): index for index in range(1, 9)}
    return [order[entry.corporate_number] for entry in entries]


def in_number_order(*indexes: int) -> list[int]:
    return sorted(indexes, key=number)


@pytest.mark.parametrize(
    ("words", "indexes"),
    [
        ("浜田", {1, 2, 3, 4}),
        ("濱田", {1, 2, 3, 4}),
        ("㈱浜田製作所", {1}),
        ("浜田製作所(株)", {1}),
        ("濵田　製作", {1}),
        ("製作 浜田 株式会社", {1}),
        ("鉄工", {2}),
        ("協同組合", {4}),
        ("ハマダ", {1, 6}),
        ("はまだ", {1, 6}),
        ("ﾊﾏﾀﾞ", {1, 6}),
        ("hamada", {1, 3, 6}),
        ("ＨＡＭＡＤＡ precision", {3}),
        ("一", {7}),
        ("新", {3}),
        ("密", set()),
        ("100%", set()),
        ("浜_", {1, 2, 4}),
    ],
)
def test_names_however_they_are_spelt(register: None, words: str, indexes: set[int]) -> None:
    assert set(found(words)) == indexes


def test_the_very_name_first_then_beginnings_then_the_rest(register: None) -> None:
    assert found("浜田", active_only=False) == in_number_order(1, 2, 3, 4, 5)
    hits = best_entries("浜田", active_only=False)
    places = {number(index): index for index in range(1, 9)}
    # The very name; makers that begin so, the shorter name first; who only has it inside.
    assert [places[hit.entry.pk] for hit in hits] == [5, 2, 1, 4, 3]


def test_conditions_narrow(register: None) -> None:
    everything = found(active_only=False)
    assert everything == in_number_order(1, 2, 3, 4, 5, 6, 7, 8)
    assert found() == in_number_order(1, 2, 3, 4, 6, 7)
    assert found("株式会社") == found()
    assert found("浜田", kinds=["302", "399"]) == in_number_order(2, 4)
    assert found("浜田", municipality_codes=["27227"]) == [4]
    assert found(municipality_codes=["27227", "22138"]) == found()
    assert found(place="27") == [4]
    assert found("浜田", kinds=["302"], place="27") == []


def test_a_number_finds_its_entry_whatever_else_is_asked(register: None) -> None:
    assert found(number(5), kinds=["302"]) == [5]
    spaced = f"{number(2)[0]}-{number(2)[1:5]}-{number(2)[5:9]}-{number(2)[9:]}"
    assert found(spaced) == [2]
    assert [corporate_number(text) for text in (spaced, number(9), "浜田")] == [
        number(2),
        number(9),
        "",
    ]
    assert found(number(9)) == []


def test_the_beginning_of_a_number_narrows(register: None) -> None:
    assert found(number(1)[:12], active_only=False) == [1]
    assert found(number(1)[:12], kinds=["302"]) == []
    assert found(number(5)[:12]) == []


# --- The best entries, and why --------------------------------------------------------------------

NAMES = (
    ("株式会社松本製作所", "マツモトセイサクショ"),
    ("㈲松本製作所", ""),
    ("松本商事株式会社", "マツモトショウジ"),
    ("マツモト電機", "マツモトデンキ"),
    ("フルヤ工業株式会社", "フルヤコウギョウ"),
    ("株式会社髙橋鉄工所", "タカハシテッコウショ"),
    ("渡邊精密有限会社", "ワタナベセイミツ"),
    ("濵田プラスチック工業", "ハマダプラスチックコウギョウ"),
    ("日本精密株式会社", "ニホンセイミツ"),
    ("株式会社東松本製作所", "ヒガシマツモトセイサクショ"),
)


@pytest.fixture
def named(tmp_path: Path) -> None:
    rows = [row(index, name=name, kana=kana) for index, (name, kana) in enumerate(NAMES)]
    rows.append(row(50, name="カナメ", kana="カナメ", name_en="Kaname Precision Works, Ltd."))
    load_register([write(tmp_path / "x.csv", rows)])


def best(words: str, **options: object) -> list[tuple[str, str, str]]:
    hits = best_entries(words, **options)  # type: ignore[arg-type]
    return [(hit.entry.name, str(hit.why), hit.text) for hit in hits]


SAID = "마쓰모토세이사쿠쇼"


@pytest.mark.parametrize(
    "words", ["마쓰모토제작소", "마츠모토 제작소", "마쯔모토제작소", "마쓰모토 제작소 주식회사"]
)
def test_a_name_as_heard_with_its_trade_word_in_korean(named: None, words: str) -> None:
    assert best(words) == [
        ("株式会社松本製作所", "heard", SAID),
        ("㈲松本製作所", "read_as", "松本"),
        ("株式会社東松本製作所", "heard", "히가시마쓰모토세이사쿠쇼"),
    ]


@pytest.mark.parametrize(
    "words", ["마쓰모토세이사쿠쇼", "마츠모토 세사쿠쇼", "matsumoto seisakusho"]
)
def test_a_name_as_heard_all_of_it(named: None, words: str) -> None:
    first, second, *_ = best(words)
    assert first == ("株式会社松本製作所", "heard", SAID)
    assert second == ("㈲松本製作所", "read_as", "松本製作所")


@pytest.mark.parametrize("words", ["松本製作所", "㈱松本製作所", "松本　製作所（株）"])
def test_the_very_name_first_wherever_its_legal_form_stands(named: None, words: str) -> None:
    *same, rest = best(words)
    assert sorted(same) == [
        ("㈲松本製作所", "same_name", ""),
        ("株式会社松本製作所", "same_name", ""),
    ]
    assert rest == ("株式会社東松本製作所", "name_has", "")


def test_makers_come_before_others_that_begin_so(named: None) -> None:
    assert best("마쓰모토") == [
        ("株式会社松本製作所", "heard", SAID),
        ("マツモト電機", "heard", "마쓰모토덴키"),
        ("㈲松本製作所", "read_as", "松本"),
        ("松本商事株式会社", "heard", "마쓰모토쇼지"),
        ("株式会社東松本製作所", "heard", "히가시마쓰모토세이사쿠쇼"),
    ]


@pytest.mark.parametrize(
    ("words", "hit"),
    [
        ("푸르야공업", ("フルヤ工業株式会社", "heard", "후루야코교")),
        ("フルヤ工業", ("フルヤ工業株式会社", "same_name", "")),
        ("후로야공업", ("フルヤ工業株式会社", "close", "후루야코교")),
        ("후루야공엄", ("フルヤ工業株式会社", "close", "후루야코교")),
        ("후루야공 업", ("フルヤ工業株式会社", "heard", "후루야코교")),
        ("후루냐공압", ("フルヤ工業株式会社", "close", "후루야코교")),
        ("다카하시철공소", ("株式会社髙橋鉄工所", "heard", "다카하시텟코쇼")),
        ("高橋鐵工所", ("株式会社髙橋鉄工所", "same_name", "")),
        ("渡辺", ("渡邊精密有限会社", "name_begins", "")),
        ("渡邉", ("渡邊精密有限会社", "name_begins", "")),
        ("와타나베정밀", ("渡邊精密有限会社", "heard", "와타나베세이미쓰")),
        ("濱田", ("濵田プラスチック工業", "name_begins", "")),
        ("하마다플라스틱공업", ("濵田プラスチック工業", "heard", "하마다푸라스칫쿠코교")),
        ("일본정밀", ("日本精密株式会社", "same_name", "")),
        ("ﾜﾀﾅﾍﾞ", ("渡邊精密有限会社", "reading", "ワタナベセイミツ")),
        ("わたなべせいみつ", ("渡邊精密有限会社", "reading", "ワタナベセイミツ")),
        ("Takahashi", ("株式会社髙橋鉄工所", "heard", "다카하시텟코쇼")),
        ("Takahasi", ("株式会社髙橋鉄工所", "heard", "다카하시텟코쇼")),
        ("kaname precision", ("カナメ", "english", "Kaname Precision Works, Ltd.")),
    ],
)
def test_each_shape_finds_its_name(named: None, words: str, hit: tuple[str, str, str]) -> None:
    assert best(words)[0] == hit


def test_what_finds_nothing(named: None) -> None:
    assert best("") == best("株式会社") == best("없는이름이다") == best("％＿") == []


def test_numbers_and_conditions(named: None) -> None:
    first, sixth = number(0), number(5)
    assert best(first) == [("株式会社松本製作所", "number", first)]
    assert best(sixth[:12]) == [("株式会社髙橋鉄工所", "number", sixth[:12])]
    assert best("松本", limit=1) == best("松本")[:1]
    assert best("松本", kinds=["302"]) == best("松本", place="沖縄県") == []


SHAPES = {
    "kanji": "丈見本製作所",
    "two characters": "丈見",
    "one character": "丈",
    "kana": "ミホンショウ",
    "hangul": "미혼쇼텐카",
    "hangul with a trade word": "미혼쇼텐카공업",
    "romaji": "mihonsyouten",
    "english": "precision works",
    "close": "미혼쇼텡가",
    "number": "8700110005901",
    "beginning of a number": "870011",
}


@pytest.mark.usefixtures("long_register")
def test_every_shape_is_answered_from_an_index(tmp_path: Path) -> None:
    sounds = "アイウエオカキクケコサシスセソタチツテトナニヌネノ"
    rows = [
        row(
            index,
            name=f"{chr(0x4E00 + index)}見本製作所",
            kana="".join(sounds[index // 25**place % 25] for place in range(4)),
        )
        for index in range(20_900)
    ]
    load_register([write(tmp_path / "x.csv", rows)])
    for shape, words in SHAPES.items():
        with CaptureQueriesContext(connection) as asked:
            best_entries(words)
        # What the planner knows of the table is asked of its own tables.
        statements = [
            query["sql"]
            for query in asked
            if "registerentry" in query["sql"] and "pg_stats" not in query["sql"]
        ]
        assert statements, shape
        for statement in statements:
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL enable_seqscan = off")  # as `by_index` does
                cursor.execute(f"EXPLAIN {statement}")
                plan = "\n".join(line for (line,) in cursor.fetchall())
            assert "Seq Scan on prospects_registerentry" not in plan, (shape, plan)
            by_key = "number" in shape or "corporate_number IN" in statement.replace('"', "")
            assert by_key or "registerentry_bigrams" in plan, (shape, plan)


@pytest.mark.usefixtures("long_register")
def test_two_characters_are_answered_from_the_index(tmp_path: Path) -> None:
    rows = [row(index, name=f"{chr(0x4E00 + index)}見本", kana="") for index in range(20_900)]
    load_register([write(tmp_path / "x.csv", rows)])
    word = "丈見"
    plan = json.loads(RegisterEntry.objects.named(word).order_by().explain(format="json"))[0][
        "Plan"
    ]
    assert plan["Node Type"] == "Bitmap Heap Scan"
    [scan] = plan["Plans"]
    assert (scan["Node Type"], scan["Index Name"]) == ("Bitmap Index Scan", "registerentry_bigrams")
    assert search_register(word).count() == 1


@pytest.mark.usefixtures("long_register")
def test_a_page_of_a_municipality_is_read_from_its_index(tmp_path: Path) -> None:
    rows = [row(index, city_code=f"{100 + index % 200}") for index in range(20_900)]
    load_register([write(tmp_path / "x.csv", rows)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE prospects_registerentry")
    entries = RegisterEntry.objects.in_municipalities(["22138"]).order_by("corporate_number")
    assert "registerentry_municipality" in entries[:50].explain()


@pytest.mark.usefixtures("long_register")
@pytest.mark.parametrize(
    "conditions",
    [
        {"municipality_codes": ["22138"]},
        {"place": "浜松市第七"},
        {"also": models.Q(assignment_date__gte=dt.date(2024, 1, 1))},
    ],
    ids=["cluster", "place", "age"],
)
def test_a_common_word_with_a_condition_reads_no_more_than_both(
    tmp_path: Path, conditions: dict[str, Any]
) -> None:
    rows = [
        row(
            index,
            name=f"{chr(0x4E00 + index)}見本工業",
            city_code="138" if index % 200 == 7 else f"{200 + index % 200}",
            city=f"浜松市第{'七' if index % 200 == 7 else '百'}区",
            assignment_date="2024-02-01" if index % 200 == 7 else "2015-10-05",
        )
        for index in range(8_000)
    ]
    load_register([write(tmp_path / "x.csv", rows)])
    with CaptureQueriesContext(connection) as asked:
        hits = best_entries("見本", limit=MOST, **conditions)
    assert {hit.entry.pk for hit in hits} == {number(index) for index in range(7, 8_000, 200)}
    questions = [query["sql"] for query in asked if "bigrams" in query["sql"]]
    for question in questions:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")  # as `by_index` does
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {question}")
            [[[explained]]] = cursor.fetchall()
        assert sum(_rows_read(explained["Plan"])) < 500


def _rows_read(plan: dict[str, Any]) -> Iterator[float]:
    """Rows of the register that a plan took from its table."""
    if plan.get("Relation Name") == "prospects_registerentry":
        yield plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)
    for child in plan.get("Plans", ()):
        yield from _rows_read(child)
