"""Template tags: icons, names, numbers, dates, navigation."""

import datetime as dt
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from crm.demo import world
from crm.templatetags import (
    dates,
    icons,
    names,
    numbers,
    page,
    regions,
    sources,
    technologies,
)
from matching.models import Site
from prospects.models import Company

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
COMPANY = SimpleNamespace(name_ja="大洋精密", name_ko="다이요정밀", name_en="")
FOREIGN = SimpleNamespace(name_ja="東海メッキ", name_ko="", name_en="Tokai Plating")


@pytest.fixture(autouse=True)
def _korean() -> Iterator[None]:
    with translation.override("ko"), time_machine.travel(NOON, tick=False):
        yield


def render(source: str, **context: Any) -> str:
    return Template(source).render(Context(context))


# icons --------------------------------------------------------------------------------------------


def test_an_icon_is_drawn_inline_and_hidden() -> None:
    assert icons.icon("minus") == (
        '<svg class="icon" viewBox="0 0 24 24" width="16" height="16" aria-hidden="true">'
        '<path d="M5 12h14" /></svg>'
    )


def test_a_labelled_icon_is_spoken() -> None:
    assert icons.icon("minus", "<Less>") == (
        '<svg class="icon" viewBox="0 0 24 24" width="16" height="16" role="img" '
        'aria-label="&lt;Less&gt;"><path d="M5 12h14" /></svg>'
    )


@pytest.mark.parametrize("name", ["no-such-icon", "../LICENSE", ""])
def test_an_unknown_icon_is_an_error_that_names_it(name: str) -> None:
    with pytest.raises(icons.UnknownIconError, match=repr(name)):
        icons.icon(name)


# names --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "company", "foreign"),
    [
        ("ko", "다이요정밀", "東海メッキ"),
        ("ja", "大洋精密", "東海メッキ"),
        ("en", "大洋精密", "Tokai Plating"),
    ],
)
def test_localname_follows_the_language_and_falls_back(
    language: str, company: str, foreign: str
) -> None:
    with translation.override(language):
        assert names.localname(COMPANY) == company
        assert names.localname(FOREIGN) == foreign


def test_a_record_without_names_shows_itself_and_nothing_shows_nothing() -> None:
    assert names.localname("plain") == "plain"
    assert names.localname(SimpleNamespace(name="Seoul")) == "Seoul"
    assert names.localname(None) == ""


def test_a_name_carries_its_language() -> None:
    assert names.name(FOREIGN) == '<span lang="ja">東海メッキ</span>'
    assert names.second_name(FOREIGN) == '<span class="sub" lang="en">Tokai Plating</span>'
    assert names.second_name(COMPANY) == '<span class="sub" lang="ja">大洋精密</span>'
    assert names.second_name(SimpleNamespace(name_ja="大洋")) == ""
    assert names.name(SimpleNamespace(name_ja="<b>")) == '<span lang="ja">&lt;b&gt;</span>'


def test_a_text_of_a_record_stays_whole() -> None:
    long = "지원 내용 " * 60
    offer = SimpleNamespace(name_ko=long, text_ko=long, text_ja="", text_en="")
    assert long in names.name(offer, "text")
    assert "…" in names.name(offer)


# numbers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "amount", "currency", "text"),
    [
        ("ko", 1_234_567_890, "KRW", "₩12.3억"),
        ("ko", 123_400_000_000, "KRW", "₩1,234억"),
        ("ko", 99_950_000, "JPY", "¥9,995만"),
        ("ja", 400_000_000, "JPY", "¥4億"),
        ("en", -1_500_000, "USD", "−$1.5M"),
        ("en", 0, "KRW", "₩0"),
    ],
)
def test_money_is_short_in_the_readers_language(
    language: str, amount: int, currency: str, text: str
) -> None:
    with translation.override(language):
        assert numbers.compact_money(amount, currency) == text


def test_money_carries_the_full_figure() -> None:
    assert numbers.money(1_234_567_890, "KRW") == (
        '<data class="money" value="1234567890" title="₩1,234,567,890">₩12.3억</data>'
    )
    assert numbers.full_money(12.5, "USD") == "$12.50"
    assert numbers.money(None, "KRW") == '<span class="none">–</span>'


def test_plain_numbers() -> None:
    assert [numbers.number(1234567), numbers.number(-1.256, 2), numbers.number(None)] == [
        "1,234,567",
        "−1.26",
        "–",
    ]
    assert [numbers.percent(0.153), numbers.percent(0.153, 1)] == ["15%", "15.3%"]
    assert [numbers.change(-0.15), numbers.change(0.03), numbers.change(0)] == ["−15%", "+3%", "0%"]
    assert [numbers.capped(999), numbers.capped(1000), numbers.capped(None)] == [
        "999",
        "1,000+",
        "–",
    ]


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (5040, "", "5,040"),
        (2003, "year", "2003"),
        (-0.2, "±%", "−20%"),
        (0.153, "%", "15.3%"),
        ("발굴", "", "발굴"),
        (None, "", "–"),
    ],
)
def test_a_figure_reads_by_its_unit(value: Any, unit: str, text: str) -> None:
    assert str(numbers.figure(value, unit)) == text


def test_a_score_is_a_bar_and_points() -> None:
    assert numbers.score(0.824) == (
        '<span class="score"><svg class="score-bar" viewBox="0 0 100 6" preserveAspectRatio="none" '
        'aria-hidden="true"><rect class="score-track" width="100" height="6"/>'
        '<rect class="score-fill" width="82" height="6"/></svg>'
        '<span class="score-value">82</span></span>'
    )
    assert numbers.score(None) == '<span class="none">–</span>'


@pytest.mark.parametrize(
    ("value", "text"),
    [(-2, "−2.00"), (0.994, "+0.99"), (0, "0.00"), (1234.5, "+1,234.50"), (None, "–")],
)
def test_a_signed_number_keeps_its_places(value: float | None, text: str) -> None:
    assert numbers.signed(value, 2) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (0.5, 3, "0.5–3"),
        (5, 1500, "5–1,500"),
        (None, 300, "≤ 300"),
        (0.25, None, "≥ 0.25"),
        (8, 8, "8"),
        (None, None, '<span class="none">–</span>'),
    ],
)
def test_a_range_may_be_open_at_one_end(low: float | None, high: float | None, text: str) -> None:
    assert numbers.between(low, high) == text


# dates --------------------------------------------------------------------------------------------


def day(date: dt.date) -> str:
    return str(dates.day(date)).split(">")[1].split("<")[0]


@pytest.mark.parametrize(
    ("date", "text"),
    [
        (dt.date(2026, 11, 22), "오늘"),
        (dt.date(2026, 11, 21), "어제"),
        (dt.date(2026, 11, 23), "내일"),
        (dt.date(2026, 11, 12), "11월 12일 (목)"),
        (dt.date(2025, 11, 12), "2025년 11월 12일 (수)"),
        # 21:30 in London is the next morning in Seoul
        (dt.datetime(2026, 11, 11, 21, 30, tzinfo=dt.UTC), "11월 12일 (목)"),
    ],
)
def test_a_day_has_its_weekday_or_a_word(date: dt.date, text: str) -> None:
    assert day(date) == text


def test_a_day_says_its_date_to_machines() -> None:
    assert dates.day(dt.date(2026, 11, 21), words=False) == (
        '<time class="day" datetime="2026-11-21" title="2026년 11월 21일 (토)">'
        "11월 21일 (토)</time>"
    )
    assert dates.day(None) == '<span class="none">–</span>'


def test_a_moment_is_in_the_readers_time_zone() -> None:
    assert dates.moment(dt.datetime(2026, 11, 22, 5, 30, tzinfo=dt.UTC)) == (
        '<time class="day" datetime="2026-11-22T05:30+00:00" '
        'title="2026년 11월 22일 (일)">오늘 14:30</time>'
    )


def test_ago_counts_days() -> None:
    with translation.override("en"):
        assert [
            dates.ago(dt.date(2026, 11, 22)),
            dates.ago(dt.date(2026, 11, 21)),
            dates.ago(dt.date(2026, 11, 2)),
            dates.ago(None),
        ] == ["Today", "1 day ago", "20 days ago", "–"]


# page ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "html"),
    [
        ("", '<th scope="col" class="num"><a class="sort" href="?sort=size">Size</a></th>'),
        (
            "q=a&after=9&sort=size",
            (
                '<th scope="col" class="num" aria-sort="ascending">'
                '<a class="sort" href="?q=a&amp;sort=-size">Size{up}</a></th>'
            ),
        ),
        (
            "sort=-size",
            (
                '<th scope="col" class="num" aria-sort="descending">'
                '<a class="sort" href="?sort=size">Size{down}</a></th>'
            ),
        ),
    ],
)
def test_a_sortable_heading_turns_round_and_keeps_the_filters(query: str, html: str) -> None:
    request = RequestFactory().get(f"/companies?{query}")
    expected = html.format(up=icons.icon("arrow-up"), down=icons.icon("arrow-down"))
    assert page.sort_th(Context({"request": request}), "size", "Size", "num") == expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("김서연", "서연"),
        ("田中健一", "健一"),
        ("남궁민", "궁민"),
        ("Mina Park", "MP"),
        ("mina.park@example.org", "MP"),
        ("kim", "K"),
        ("  ", "?"),
    ],
)
def test_initials(name: str, text: str) -> None:
    assert page.initials(name) == text


def test_an_avatar_keeps_its_colour_and_hides_from_screen_readers() -> None:
    assert page.avatar("김서연") == page.avatar("김서연")
    assert page.avatar("") == ""
    assert str(page.avatar("<b>")).endswith('title="&lt;b&gt;" aria-hidden="true">&lt;</span>')


@pytest.mark.parametrize(("url_name", "current"), [("account_login", True), ("mfa_index", False)])
def test_a_section_is_the_first_word_of_the_url_name(url_name: str, current: bool) -> None:
    request = RequestFactory().get("/")
    request.resolver_match = SimpleNamespace(url_name=url_name)  # type: ignore[assignment]
    html = page.nav_item(Context({"request": request}), "account_logout", "sun", "Leave", "x")
    mark = ' aria-current="page"' if current else ""
    assert html == (
        f'<li><a class="nav-item" href="/accounts/logout/"{mark} data-go="x">'
        f"{icons.icon('sun')}<span>Leave</span></a></li>"
    )


def test_the_tags_load_in_a_template() -> None:
    assert render(
        "{% load names numbers dates %}{% name c %} {{ 0.5|percent }} {% day d words=False %}",
        c=COMPANY,
        d=dt.date(2026, 11, 22),
    ) == (
        '<span lang="ko">다이요정밀</span> 50% <time class="day" datetime="2026-11-22" '
        'title="2026년 11월 22일 (일)">11월 22일 (일)</time>'
    )


# very long names ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("大洋精密", "大洋精密"),
        ("大" * 36, "大" * 36),
        ("大" * 37, "大" * 35 + "…"),
        ("x" * 72, "x" * 72),
        ("x" * 73, "x" * 71 + "…"),
        ("x" + "大" * 36, "x" + "大" * 35 + "…"),
        ("", ""),
    ],
)
def test_a_very_long_text_is_cut_by_its_width(text: str, shown: str) -> None:
    assert names.cut_short(text) == shown


def test_a_cut_name_has_the_whole_as_its_title_and_a_heading_stays_whole() -> None:
    whole, cut = "다" * 200, "다" * 35 + "…"
    named = SimpleNamespace(name_ja="", name_ko=whole, name_en="")
    assert render("{% load names %}{% name each %}", each=named) == (
        f'<span lang="ko"><span title="{whole}">{cut}</span></span>'
    )
    assert render("{% load names %}{{ text|short }}", text=whole) == (
        f'<span title="{whole}">{cut}</span>'
    )
    assert render("{% load names %}{{ text|short }}", text="<b>") == "&lt;b&gt;"
    assert render("{% load names %}{{ text|heading }}", text=whole) == (
        f'<span class="long-name">{whole}</span>'
    )


@pytest.mark.parametrize(
    ("language", "shown"), [("ko", "미혼세이코"), ("ja", "ミホンセイコウ"), ("en", "Mihon Seiko")]
)
def test_below_a_registered_name_stands_how_the_reader_reads_it(language: str, shown: str) -> None:
    company = Company(
        name_ja="見本精工", name_kana="ミホンセイコウ", name_ko="미혼세이코", name_en="Mihon Seiko"
    )
    with translation.override(language):
        assert shown in names.read_as(company)
    with translation.override("ko"):
        assert names.read_as(Company(name_ja="見本精工")) == ""


def test_a_source_that_the_reference_data_repeats_is_said_in_the_readers_language() -> None:
    [stored, demo] = sources.SAID
    assert demo == world.SOURCE
    with translation.override("ja"):
        assert sources.cited(demo) == "デモデータ"
        assert sources.cited(stored) == "日本の中小企業の海外進出に関する韓国の報告書"
        assert sources.cited("명함") == "명함"


def test_figures_below_each_other_have_the_same_decimals() -> None:
    assert [numbers.fixed(85, 1), numbers.fixed(-0.7, 2), numbers.fixed(None)] == [
        "85.0",
        "−0.70",
        "–",
    ]


def test_a_page_without_an_entry_of_its_own_is_under_the_one_it_is_reached_from() -> None:
    def current(url_name: str, to: str) -> bool:
        request = SimpleNamespace(resolver_match=SimpleNamespace(url_name=url_name))
        return "aria-current" in page.nav_item(Context({"request": request}), to, "sun", "There")

    assert current("profile_list", "web:match_list")
    assert current("match_list", "web:match_list")
    assert not current("profile_list", "web:need_list")


def test_root_technologies_are_named_in_the_readers_language() -> None:
    with translation.override("ja"):
        assert [technologies.technology(code) for code in ("주조", "")] == ["鋳造", ""]


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("ko", ["부산광역시 강서구", "울산광역시", "경상북도 구미시"]),
        ("ja", ["釜山広域市江西区", "蔚山広域市", "慶尚北道亀尾市"]),
        ("en", ["Busan Gangseo-gu", "Ulsan", "Gyeongsangbuk-do Gumi"]),
    ],
)
def test_a_place_names_a_metropolis_once(language: str, shown: list[str]) -> None:
    sites = [
        Site(region="부산광역시", city="부산 강서구"),
        Site(region="울산광역시", city="울산시"),
        Site(region="경상북도", city="구미시"),
    ]
    with translation.override(language):
        assert [regions.place(site) for site in sites] == shown


@pytest.mark.parametrize(
    ("language", "shown"), [("ko", "가, 나"), ("ja", "가、나"), ("en", "가, 나")]
)
def test_names_of_a_list_have_the_comma_of_the_readers_language(language: str, shown: str) -> None:
    template = Template(
        "{% load names %}{% for each in all %}{{ each }}{{ forloop|comma }}{% endfor %}"
    )
    with translation.override(language):
        assert template.render(Context({"all": ["가", "나"]})) == shown
