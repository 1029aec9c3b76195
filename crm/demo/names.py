"""Made-up names of companies and people in kanji, kana, hangul and Latin letters. Pure."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Name:
    """One name in all its spellings."""

    ja: str
    kana: str
    ko: str
    en: str


def _table(text: str) -> list[Name]:
    return [Name(*line.split()) for line in text.strip().splitlines()]


# Heads and tails of invented place-like names: kanji, kana, hangul, Latin.
_HEADS = _table("""
碧 アオ 아오 Ao
朝 アサ 아사 Asa
霞 カスミ 가스미 Kasumi
銀 ギン 긴 Gin
暁 アケ 아케 Ake
雲 クモ 구모 Kumo
琴 コト 고토 Koto
桜 サクラ 사쿠라 Sakura
星 ホシ 호시 Hoshi
月 ツキ 쓰키 Tsuki
虹 ニジ 니지 Niji
白 シラ 시라 Shira
雪 ユキ 유키 Yuki
光 ヒカリ 히카리 Hikari
翠 ミドリ 미도리 Midori
風 カゼ 가제 Kaze
鷹 タカ 다카 Taka
榊 サカキ 사카키 Sakaki
楓 カエデ 가에데 Kaede
蓮 ハス 하스 Hasu
瑞 ミズ 미즈 Mizu
錦 ニシキ 니시키 Nishiki
黎 レイ 레이 Rei
曙 アケボノ 아케보노 Akebono
鏡 カガミ 가가미 Kagami
灯 アカリ 아카리 Akari
""")
_TAILS = _table("""
峰 ミネ 미네 mine
瀬 セ 세 se
凪 ナギ 나기 nagi
灘 ナダ 나다 nada
嶺 ネ 네 ne
杜 モリ 모리 mori
洲 ス 스 su
渚 ナギサ 나기사 nagisa
丘 オカ 오카 oka
泉 イズミ 이즈미 izumi
窪 クボ 쿠보 kubo
迫 サコ 사코 sako
槻 ツキ 쓰키 tsuki
楯 タテ 다테 tate
隈 クマ 쿠마 kuma
汐 シオ 시오 shio
""")
_SURNAMES = _table("""
秋原 アキハラ 아키하라 Akihara
石渡 イシワタ 이시와타 Ishiwata
井筒 イヅツ 이즈쓰 Izutsu
浦上 ウラカミ 우라카미 Urakami
江波 エナミ 에나미 Enami
小笹 オザサ 오자사 Ozasa
柏井 カシイ 가시이 Kashii
北条 ホウジョウ 호조 Hojo
久瀬 クゼ 구제 Kuze
沢渡 サワタリ 사와타리 Sawatari
篠目 シノメ 시노메 Shinome
瀬名 セナ 세나 Sena
高城 タカギ 다카기 Takagi
千早 チハヤ 지하야 Chihaya
綱島 ツナシマ 쓰나시마 Tsunashima
名取 ナトリ 나토리 Natori
蓮見 ハスミ 하스미 Hasumi
深津 フカツ 후카쓰 Fukatsu
真壁 マカベ 마카베 Makabe
水無 ミナシ 미나시 Minashi
門馬 モンマ 몬마 Monma
矢吹 ヤブキ 야부키 Yabuki
由良 ユラ 유라 Yura
若狭 ワカサ 와카사 Wakasa
""")
_GIVEN = _table("""
和彦 カズヒコ 가즈히코 Kazuhiko
健一 ケンイチ 겐이치 Kenichi
正樹 マサキ 마사키 Masaki
浩二 コウジ 고지 Koji
直人 ナオト 나오토 Naoto
隆 タカシ 다카시 Takashi
誠 マコト 마코토 Makoto
修平 シュウヘイ 슈헤이 Shuhei
達也 タツヤ 다쓰야 Tatsuya
拓海 タクミ 다쿠미 Takumi
英明 ヒデアキ 히데아키 Hideaki
由美子 ユミコ 유미코 Yumiko
恵 メグミ 메구미 Megumi
直美 ナオミ 나오미 Naomi
沙織 サオリ 사오리 Saori
美咲 ミサキ 미사키 Misaki
香織 カオリ 가오리 Kaori
千尋 チヒロ 지히로 Chihiro
""")
# What a company calls itself, by its main process; the first entry of all is for any.
_TRADES = {
    "": (
        Name("製作所", "セイサクショ", "제작소", "Seisakusho"),
        Name("工業", "コウギョウ", "공업", "Kogyo"),
        Name("精工", "セイコウ", "정공", "Seiko"),
        Name("技研", "ギケン", "기연", "Giken"),
        Name("産業", "サンギョウ", "산업", "Sangyo"),
    ),
    "mould_die": (Name("金型", "カナガタ", "금형", "Kanagata"),),
    "casting_iron": (Name("鋳造", "チュウゾウ", "주조", "Chuzo"),),
    "steel_casting": (Name("鋳鋼", "チュウコウ", "주강", "Chuko"),),
    "die_casting": (Name("ダイカスト", "ダイカスト", "다이캐스팅", "Die Casting"),),
    "forging": (Name("鍛工", "タンコウ", "단공", "Tanko"),),
    "press": (Name("プレス工業", "プレスコウギョウ", "프레스공업", "Press Kogyo"),),
    "sheet_metal": (Name("板金", "バンキン", "판금", "Bankin"),),
    "springs": (Name("発条", "ハツジョウ", "발조", "Hatsujo"),),
    "fasteners": (Name("鋲螺", "ビョウラ", "볼트", "Byora"),),
    "plating": (Name("鍍金", "トキン", "도금", "Tokin"),),
    "heat_treatment": (Name("熱処理", "ネツショリ", "열처리", "Netsushori"),),
    "injection": (
        Name("化成", "カセイ", "화성", "Kasei"),
        Name("樹脂", "ジュシ", "수지", "Jushi"),
    ),
    "rubber": (Name("護謨", "ゴム", "고무", "Gomu"),),
    "machining": (Name("精密", "セイミツ", "정밀", "Seimitsu"),),
    "gears": (Name("歯車", "ハグルマ", "기어", "Haguruma"),),
    "valves": (Name("バルブ", "バルブ", "밸브", "Valve"),),
    "pcb": (Name("電子", "デンシ", "전자", "Denshi"),),
    "sensor": (Name("計器", "ケイキ", "계기", "Keiki"),),
    "semicon_equip_parts": (Name("機工", "キコウ", "기공", "Kiko"),),
}
# Stems that the register knows as names of real bodies.
_TAKEN = {"雲峰", "雪峰", "瑞泉", "光泉", "銀嶺"}


def stems(chance: random.Random) -> Iterator[Name]:
    """All invented stems, each once: 碧峰 / アオミネ / 아오미네 / Aomine."""
    pairs = [(head, tail) for head in _HEADS for tail in _TAILS if head.kana != tail.kana]
    chance.shuffle(pairs)
    for head, tail in pairs:
        stem = Name(head.ja + tail.ja, head.kana + tail.kana, head.ko + tail.ko, head.en + tail.en)
        if stem.ja not in _TAKEN:
            yield stem


def company_name(stem: Name, process: str, chance: random.Random) -> Name:
    """The stem with a trade and a legal form, as registered; kana without the legal form."""
    trades = _TRADES[""] + _TRADES.get(process, ()) * 3
    trade = chance.choice(trades)
    body = f"{stem.ja}{trade.ja}"
    form = chance.choices(("株式会社{}", "{}株式会社", "有限会社{}"), (6, 2, 2))[0]
    legal = "Ltd." if form.startswith("有限") else "Co., Ltd."
    return Name(
        form.format(body),
        f"{stem.kana}{trade.kana}",
        f"{stem.ko}{trade.ko}",
        f"{stem.en} {trade.en} {legal}",
    )


def domain(name: Name) -> str:
    """A host name under the top level that is reserved for examples."""
    words = [word for word in name.en.lower().split() if word not in ("co.,", "ltd.")]
    return f"{'-'.join(words)}.example"


def person(chance: random.Random) -> Name:
    """A Japanese person, family name first."""
    family, given = chance.choice(_SURNAMES), chance.choice(_GIVEN)
    return Name(
        f"{family.ja} {given.ja}",
        f"{family.kana} {given.kana}",
        f"{family.ko} {given.ko}",
        f"{given.en} {family.en}",
    )


# Invented Japanese large firms: customers of the companies, partners and rivals of Korean firms.
LARGE_FIRMS = (
    "大凪自動車", "東汐電機", "北凪重工業", "瑞嶺エレクトロニクス", "翠洲精機", "曙灘モーターズ",
    "霞丘エンジン", "鷹嶺建機", "月洲光学", "虹瀬デバイス", "榊丘プラント", "楓迫メディカル",
    "灯凪空調", "黎洲ロボット", "錦灘造船", "琴渚ディスプレイ", "蓮杜医療機器", "鏡洲半導体装置",
)  # fmt: skip
