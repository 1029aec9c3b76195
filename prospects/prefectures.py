"""The 47 prefectures of Japan (JIS X 0401) in Japanese, Korean and English. Pure: no Django."""

from __future__ import annotations

from typing import NamedTuple


class Prefecture(NamedTuple):
    """`code` is JIS X 0401, two digits; `ja` is the name that addresses carry."""

    code: str
    ja: str
    ko: str
    en: str


_LINES = """
    01 北海道 홋카이도 Hokkaido
    02 青森県 아오모리현 Aomori
    03 岩手県 이와테현 Iwate
    04 宮城県 미야기현 Miyagi
    05 秋田県 아키타현 Akita
    06 山形県 야마가타현 Yamagata
    07 福島県 후쿠시마현 Fukushima
    08 茨城県 이바라키현 Ibaraki
    09 栃木県 도치기현 Tochigi
    10 群馬県 군마현 Gunma
    11 埼玉県 사이타마현 Saitama
    12 千葉県 지바현 Chiba
    13 東京都 도쿄도 Tokyo
    14 神奈川県 가나가와현 Kanagawa
    15 新潟県 니가타현 Niigata
    16 富山県 도야마현 Toyama
    17 石川県 이시카와현 Ishikawa
    18 福井県 후쿠이현 Fukui
    19 山梨県 야마나시현 Yamanashi
    20 長野県 나가노현 Nagano
    21 岐阜県 기후현 Gifu
    22 静岡県 시즈오카현 Shizuoka
    23 愛知県 아이치현 Aichi
    24 三重県 미에현 Mie
    25 滋賀県 시가현 Shiga
    26 京都府 교토부 Kyoto
    27 大阪府 오사카부 Osaka
    28 兵庫県 효고현 Hyogo
    29 奈良県 나라현 Nara
    30 和歌山県 와카야마현 Wakayama
    31 鳥取県 돗토리현 Tottori
    32 島根県 시마네현 Shimane
    33 岡山県 오카야마현 Okayama
    34 広島県 히로시마현 Hiroshima
    35 山口県 야마구치현 Yamaguchi
    36 徳島県 도쿠시마현 Tokushima
    37 香川県 가가와현 Kagawa
    38 愛媛県 에히메현 Ehime
    39 高知県 고치현 Kochi
    40 福岡県 후쿠오카현 Fukuoka
    41 佐賀県 사가현 Saga
    42 長崎県 나가사키현 Nagasaki
    43 熊本県 구마모토현 Kumamoto
    44 大分県 오이타현 Oita
    45 宮崎県 미야자키현 Miyazaki
    46 鹿児島県 가고시마현 Kagoshima
    47 沖縄県 오키나와현 Okinawa
"""

PREFECTURES = tuple(Prefecture(*line.split()) for line in _LINES.strip().splitlines())
