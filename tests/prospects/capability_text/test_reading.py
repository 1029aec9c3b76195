"""Free text → capabilities, materials, certificates and measures, with the words behind each."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prospects.capability_text import Kind, Reading, read

from .quality import measured, sentences, told
from .words import vocabulary

TEXTS = [each.text for each in sentences()]


def reading(text: str) -> Reading:
    return read(text, vocabulary())


def found(text: str) -> dict[str, set[str | float]]:
    by_kind: dict[str, set[str | float]] = {}
    for each in reading(text).findings:
        by_kind.setdefault(each.kind.value, set()).add(each.value)
    return by_kind


def test_a_sentence_is_read_with_the_words_that_led_to_each_finding() -> None:
    text = "自動車用アルミダイカスト部品の切削, ±0.01mm, IATF取得"
    told_by = [(f.kind.value, f.value, text[f.start : f.end]) for f in reading(text).findings]
    assert told_by == [
        ("material", "aluminium", "アルミ"),
        ("capability", "aluminium_die_casting", "アルミダイカスト"),
        ("capability", "machining", "切削"),
        ("tolerance", 10.0, "±0.01mm"),
        ("certificate", "iatf-16949", "IATF"),
    ]


def test_quality_on_sentences_not_looked_at_stays_what_the_docs_say() -> None:
    held = measured(each for each in sentences() if each.held)
    assert held.sentences >= 45
    assert (held.precision, held.recall) >= (0.95, 0.95)
    seen = measured(each for each in sentences() if not each.held)
    assert seen.sentences >= 45
    assert (seen.precision, seen.recall) >= (0.99, 0.99)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("pvd_coating", "PVD PVDコート 物理蒸着 물리증착 PVD코팅 TiNコーティング"),
        ("pvd_coating", "physical-vapour-deposition physical-vapor-deposition"),
        ("dlc_coating", "DLCコート DLC코팅 DLC-coating"),
        ("two_shot_moulding", "二色成形 2色成型 二重成形 異材質成形 이중사출 2색사출 2K사출"),
        ("two_shot_moulding", "two-shot-molding two-colour-injection-moulding 2K-moulding"),
        ("insert_moulding", "インサート成型 オーバーモールド 오버몰딩 over-molding"),
        ("hot_forging", "熱間鍛造 熱鍛 열간단조 hot-forging"),
        ("roll_forming", "ロールフォーミング 冷間ロール成形 롤포밍 roll-forming"),
        ("hydroforming", "ハイドロフォーミング バルジ加工 하이드로포밍 hydroforming"),
        ("metal_spinning", "ヘラ絞り スピニング加工 스피닝가공 metal-spinning"),
        ("pipe_bending", "パイプ曲げ 파이프벤딩 tube-bending"),
        ("waterjet_cutting", "ウォータージェット 워터젯 waterjet-cutting"),
        ("thermal_cutting", "プラズマ切断 ガス溶断 플라즈마절단 plasma-cutting"),
        ("wire_drawing", "伸線 冷間引抜き 냉간인발 wire-drawing"),
        ("aluminium_extrusion", "アルミ押出 알루미늄압출 aluminum-extrusion"),
        ("swaging", "スウェージング 스웨이징 rotary-swaging"),
        ("centrifugal_casting", "遠心鋳造 원심주조 centrifugal-casting"),
        ("metal_injection_moulding", "MIM 金属粉末射出成形 금속분말사출 metal-injection-molding"),
        ("hard_anodizing", "硬質アルマイト 경질아노다이징 hard-anodising hard-anodized"),
        ("vacuum_carburizing", "真空浸炭焼入れ 진공침탄 vacuum-carburising"),
        ("wire_edm", "ワイヤーカット放電加工 ワイヤEDM 와이어커팅 wire-cut-EDM"),
        ("gear_hobbing", "歯切加工 ホビング加工 호빙 gear-hobbing"),
        ("honing", "ホーニング 호닝 honing"),
        ("vacuum_forming", "真空成型 진공성형 vacuum-forming pressure-forming"),
        ("blow_moulding", "ブロー成型 블로우몰딩 blow-molding"),
        ("resin_casting", "真空注型 樹脂注型 우레탄주형 urethane-casting"),
        ("foam_moulding", "発泡成形 발포성형 foam-molding"),
        ("rotational_moulding", "回転成形 회전성형 rotomolding"),
        ("laser_welding", "レーザー溶接 YAG溶接 레이저용접 laser-welding"),
        ("laser_marking", "レーザー刻印 레이저마킹 laser-marking"),
        ("friction_stir_welding", "摩擦撹拌接合 마찰교반용접 friction-stir-welding"),
        ("adhesive_bonding", "接着接合 구조접착 adhesive-bonding"),
        ("potting", "ポッティング 樹脂封止 수지포팅 potting"),
        ("board_assembly", "SMT SMD実装 SMD실장 surface-mounting PCBA"),
        ("vehicle_electrics", "ワイヤハーネス 와이어하네스 wiring-harness"),
        ("photo_etching", "フォトエッチング 에칭가공 photo-etching"),
        ("electroforming", "電鋳 전기주조 electroforming"),
        ("part_printing", "パッド印刷 シルク印刷 실크인쇄 screen-printing"),
        ("precision_cleaning", "超音波洗浄 정밀세정 precision-cleaning"),
        ("subzero_treatment", "サブゼロ処理 심랭처리 sub-zero-treatment"),
        ("scraping", "キサゲ きさげ加工 스크레이핑 hand-scraping"),
        ("casting_patterns", "鋳造用木型 목형제작 foundry-pattern"),
    ],
)  # fmt: skip
def test_the_words_of_small_makers_are_read_in_three_languages(key: str, words: str) -> None:
    for word in words.split():
        assert reading(word.replace("-", " ")).keys(Kind.CAPABILITY) == (key,), word


@pytest.mark.parametrize(
    "text",
    [
        "スポッティングプレス機", "スピニングリール部品", "CVD装置用の部品", "PVD 장비 부품",
        "エッチング装置", "真空蒸着装置", "スパッタリングターゲット", "発注型番", "低スパッタ",
        "리포팅 시스템", "디자인 발주", "신선한 재료", "전주시 공장", "컨트롤 성형 조건",
        "2K display", "two-colour printing", "接着剤", "部品洗浄剤", "compressed air", "express",
    ],
)  # fmt: skip
def test_words_that_only_look_like_a_process_are_not_read(text: str) -> None:
    assert {*reading(text).keys(Kind.CAPABILITY)} - {"press"} == set()


def test_what_something_is_made_of_is_no_process() -> None:
    assert reading("アルミ押出材の切削加工").keys(Kind.CAPABILITY) == ("machining",)
    assert reading("알루미늄 압출재 절삭").keys(Kind.CAPABILITY) == ("machining",)


@pytest.mark.parametrize(
    ("text", "capabilities", "denied"),
    [
        ("めっきは外注", set(), {"plating"}),
        ("도금은 외주", set(), {"plating"}),
        ("no plating", set(), {"plating"}),
        ("溶接・塗装は協力会社、切削は社内", {"machining"}, {"welding", "painting"}),
        ("切削、めっきは外注", {"machining"}, {"plating"}),
        ("without painting or plating, machining only", {"machining"}, {"painting", "plating"}),
        ("めっき処理は行っておりません。研削加工", {"grinding"}, {"plating"}),
        ("열처리 및 도금 제외, 연삭 가능", {"grinding"}, {"heat_treatment", "plating"}),
    ],
)
def test_what_is_denied_is_not_claimed(text: str, capabilities: set[str], denied: set[str]) -> None:
    result = reading(text)
    assert {*result.keys(Kind.CAPABILITY)} == capabilities
    assert {each.value for each in result.denials} == denied


@pytest.mark.parametrize(
    "text",
    [
        "めっきはやっていません", "めっきはやってない", "めっきは扱っていません",
        "めっきは取り扱っておりません", "めっき設備がありません", "めっき事業からは撤退しました",
        "めっきは対応しかねます", "めっきは自社では行わず、外注", "めっきはしていない",
        "めっきは未実施",
        "めっき工程は持っていません", "めっきは自社に設備がなく外注しています",
        "도금은 하고 있지 않습니다", "도금은 취급 안 합니다", "도금은 어렵습니다", "도금 설비 없음",
        "도금 안 됨", "도금 사업은 중단했습니다", "도금은 사내에서 하지 않습니다",
        "we no longer do plating", "plating is not something we do", "plating is done by a partner",
        "plating is done outside", "plating discontinued in 2020", "we are unable to do plating",
        "plating: no", "plating not in-house", "everything apart from plating",
        "plating via a subcontractor",
    ],
)  # fmt: skip
def test_a_no_is_heard_however_it_is_said(text: str) -> None:
    result = reading(text)
    assert ([*result.keys(Kind.CAPABILITY)], [each.value for each in result.denials]) == (
        [],
        ["plating"],
    )


@pytest.mark.parametrize(
    ("text", "capabilities"),
    [
        ("めっきは自社で行っています", {"plating"}),
        ("めっきの外観検査なしでは出荷しません", {"plating"}),
        ("めっき no.3 ライン", {"plating"}),
        ("切削できない形状もレーザー加工で対応", {"machining", "laser_cutting"}),
        ("도금 두께 제한 없음", {"plating"}),
        ("절삭이 어려운 난삭재 가공", {"machining"}),
        ("프레스로 불가능한 형상도 절삭 가공", {"press", "machining"}),
        ("grinding outside diameters", {"grinding"}),
        ("no minimum order for plating", {"plating"}),
        ("Turning No. 3 line", {"turning"}),
    ],
)
def test_what_is_no_denial_is_claimed(text: str, capabilities: set[str]) -> None:
    result = reading(text)
    assert {*result.keys(Kind.CAPABILITY)} == capabilities
    assert result.denials == ()


@pytest.mark.parametrize(
    ("text", "capabilities", "denied"),
    [
        ("アルマイト以外のめっきは不可", {"anodizing"}, {"plating"}),
        ("プレス以外は外注", {"press"}, set()),
        ("溶接以外の加工は全て社内", set(), {"welding"}),
        ("めっきを除く表面処理に対応", {"surface_treatment"}, {"plating"}),
        ("도금 이외의 공정은 외주", {"plating"}, set()),
        ("절삭을 제외한 전 공정 외주", {"machining"}, set()),
        ("도금을 제외한 표면처리 가능", {"surface_treatment"}, {"plating"}),
        ("no plating other than zinc plating", {"zinc_plating"}, {"plating"}),
        ("no heat treatment except for nitriding", {"nitriding"}, {"heat_treatment"}),
        ("all machining except for grinding", {"machining"}, {"grinding"}),
    ],
)
def test_an_exception_is_the_opposite_of_the_rest(
    text: str, capabilities: set[str], denied: set[str]
) -> None:
    result = reading(text)
    assert {*result.keys(Kind.CAPABILITY)} == capabilities
    assert {each.value for each in result.denials} == denied


@pytest.mark.parametrize(
    ("text", "materials"),
    [
        ("ゴム成形（NBR、シリコン）", {"rubber", "NBR", "VMQ"}),
        ("실리콘 성형", {"VMQ"}),
        ("シリコンウエハの研削", {"Si"}),
        ("Ti·인코넬 절삭", {"titanium", "nickel_alloy"}),
    ],
)
def test_a_word_of_two_materials_goes_by_its_family(text: str, materials: set[str]) -> None:
    assert {*reading(text).keys(Kind.MATERIAL)} == materials


@pytest.mark.parametrize(
    ("text", "held", "denied"),
    [
        ("ISO9001・14001取得", {"iso-9001", "iso-14001"}, set()),
        ("ISO 9001 취득 예정", set(), {"iso-9001"}),
        ("EN 9100 certified, IATF 16949 in progress", {"jis-q-9100"}, {"iatf-16949"}),
        ("ISO/TS 16949、ＪＩＳ Ｑ ９１００", {"iatf-16949", "jis-q-9100"}, set()),
        (
            "ISO9001・14001・IATF16949を取得しておりません",
            set(),
            {"iso-9001", "iso-14001", "iatf-16949"},
        ),
        ("IATF16949を取得していないが、ISO9001は取得している", {"iso-9001"}, {"iatf-16949"}),
        ("IATF16949は取得できていません", set(), {"iatf-16949"}),
        ("IATF16949の認証取得に向けて準備を進めております", set(), {"iatf-16949"}),
        ("JIS Q 9100は2026年3月取得見込み", set(), {"jis-q-9100"}),
        ("ISO9001:2015（2015年取得）、ISO14001は来年度取得予定", {"iso-9001"}, {"iso-14001"}),
        ("ISO13485は保有しておらず、ISO9001のみ", {"iso-9001"}, {"iso-13485"}),
        ("ISO14001は期限切れ", set(), {"iso-14001"}),
        ("ISO9001取得済み、品質管理体制を準備", {"iso-9001"}, set()),
        ("ISO 9001 인증을 준비하고 있습니다", set(), {"iso-9001"}),
        ("IATF 16949 2027년 상반기까지 취득 예정", set(), {"iatf-16949"}),
        ("IATF 16949 인증은 보유하고 있지 않으며 ISO 9001 인증 보유", {"iso-9001"}, {"iatf-16949"}),
        ("ISO 14001 인증을 취득하지 못했습니다", set(), {"iso-14001"}),
        ("ISO 9001 인증 취득, 신규 설비 도입 계획", {"iso-9001"}, set()),
        ("Our ISO 13485 certificate expired in 2023", set(), {"iso-13485"}),
        ("ISO 9001 certified, not yet IATF 16949", {"iso-9001"}, {"iatf-16949"}),
        ("We are not ISO 14001 certified", set(), {"iso-14001"}),
        ("We do not have an ISO 9001 certificate", set(), {"iso-9001"}),
        ("ISO 9001 is held, ISO 14001 is expected in 2027", {"iso-9001"}, {"iso-14001"}),
        ("ISO 9001、IATF 16949は未取得", set(), {"iso-9001", "iatf-16949"}),
        ("ISO 9001:2015、IATF 16949は未取得", set(), {"iso-9001", "iatf-16949"}),
        ("ISO 9001は取得済み、IATFは未取得", {"iso-9001"}, {"iatf-16949"}),
        ("IATF 16949와 AS 9100은 아직 없음", set(), {"iatf-16949", "jis-q-9100"}),
        (
            "IATF 16949, AS 9100 모두 미취득, ISO 9001 보유",
            {"iso-9001"},
            {"iatf-16949", "jis-q-9100"},
        ),
        ("neither ISO 9001 nor IATF 16949", set(), {"iso-9001", "iatf-16949"}),
        ("ISO 14001; neither ISO 9001 nor IATF 16949", {"iso-14001"}, {"iso-9001", "iatf-16949"}),
        ("取得予定：ISO 9001、ISO 14001", set(), {"iso-9001", "iso-14001"}),
        ("ISO 9001、ISO 14001、IATF 16949（取得予定）", {"iso-9001", "iso-14001"}, {"iatf-16949"}),
        (
            "ISO 9001, ISO 14001, IATF 16949 (in progress)",
            {"iso-9001", "iso-14001"},
            {"iatf-16949"},
        ),
        ("ISO 9001 取得\nIATF 16949、ISO 14001 なし", {"iso-9001"}, {"iatf-16949", "iso-14001"}),
    ],
)
def test_certificates(text: str, held: set[str], denied: set[str]) -> None:
    result = reading(text)
    assert {*result.keys(Kind.CERTIFICATE)} == held
    assert {each.value for each in result.denials} == denied


@pytest.mark.parametrize(
    ("text", "micrometres"),
    [
        ("±0.01mm", 10), ("±10μm", 10), ("±10㎛", 10), ("公差 ±５ミクロン", 5),
        ("+/- 0.0005 inch", 12.7), ("tolerances to ±0.0005 in.", 12.7), ('±.001"', 25.4),
        ("tolerances to ±0.01 mm", 10), ("±0.05 in series production", 50),
        ("공차 ±0.02", 20), ("tolerance of 0.005 mm", 5),
        ("+0.02/-0.01mm", 15),
        ("1/1000mm", 1),
        ("精度±1~3μm", 1), ("100分の1ミリ", 10), ("プラスマイナス0.1mm", 100),
        ("5/1000mm", 5), ("5/1,000 mm", 5), ("公差5/1000", 5), ("±5/1000", 5),
        ("2/100mmの公差", 20), ("1/10000mm", 0.1), ("within 5/1000 mm", 5),
        ("5/1000の精度", 5), ("5〜10/1000mm", 5), ("1000分の5", 5), ("千分の五ミリ", 5),
        ("1000분의 5 mm", 5), ("정밀도 3/1000 이내", 3),
        ("精度10⁻³mm", 1), ("5×10⁻³ mm", 5), ("10^-6 m", 1), ("±5μm", 5), ("±2미크론", 2),
    ],
)  # fmt: skip
def test_tolerances_in_micrometres(text: str, micrometres: float) -> None:
    assert found(text).get("tolerance") == {micrometres}


@pytest.mark.parametrize(
    "text",
    [
        "±1℃", "±5%", "±0.5°", "膜厚5μm", "粗さRa0.2μm", "±3", "真円度±0.5μm",
        "ミクロン台", "サブミクロン", "数ミクロンの世界", "수 미크론", "10⁻³", "10-3mm", "5/1000",
        "不良率5/1000", "テーパ1/100mm", "直角度0.005/100mm", "±0.02/300", "縮尺1/100",
        "2024/10/100", "1500/1000mm", "勾配 5/1000mm",
    ],
)  # fmt: skip
def test_what_is_no_tolerance(text: str) -> None:
    assert "tolerance" not in found(text)


@pytest.mark.parametrize(
    ("text", "millimetres"),
    [
        ("up to 300 mm", 300), ("最大300mm", 300), ("최대 500×400mm", 500), ("φ5～φ120", 120),
        ("1,200 mm 이하", 1200), ("長さ2m", 2000), ("max. 30 cm", 300), ("～800mm角", 800),
        ("1000×800×600mm", 1000),
    ],
)  # fmt: skip
def test_sizes_in_millimetres(text: str, millimetres: float) -> None:
    assert found(text).get("size") == {millimetres}


@pytest.mark.parametrize(
    "text", ["板厚0.5〜6mm", "最大締力450t", "ストローク500mm", "M3〜M12", "12 m/min"]
)
def test_what_is_no_size(text: str) -> None:
    assert "size" not in found(text)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("月産5万個", 50_000), ("월 10만 개", 100_000), ("50,000 pcs/month", 50_000),
        ("年産120万個", 100_000), ("2 million pieces per year", 166_666), ("월간 5,000EA", 5_000),
        ("monthly capacity of 20k pieces", 20_000),
    ],
)  # fmt: skip
def test_volumes_a_month(text: str, pieces: float) -> None:
    assert found(text).get("volume") == {pieces}


def test_the_month_of_a_date_is_no_volume() -> None:
    assert found("2026年5月10日") == {}
    assert found("5월 3일 방문") == {}


@pytest.mark.parametrize(
    ("texts", "key"),
    [
        (("ダイカスト", "ﾀﾞｲｶｽﾄ", "だいかすと", "ダイ カスト", "ダイキャスト"), "die_casting"),
        (("다이캐스팅", "다이 캐스팅", "다이캐스팅을", "다이캐스트"), "die_casting"),
        (
            ("die casting", "die-casting", "Diecasting", "die castings", "DIE CASTING"),
            "die_casting",
        ),
        (
            ("射出成形", "射出成型", "プラ成形", "사출", "injection moulding", "injection molding"),
            "injection",
        ),
        (("めっき", "メッキ", "鍍金", "도금", "ﾒｯｷ"), "plating"),
    ],
)
def test_one_word_in_many_spellings(texts: tuple[str, ...], key: str) -> None:
    assert [reading(text).keys(Kind.CAPABILITY) for text in texts] == [(key,)] * len(texts)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("ダイカスト金型", ("die_casting_die",)),
        ("ダイカスト、金型", ("die_casting", "mould_die")),
        ("엑스프레스 배송", ()),
        ("expressed in milliseconds", ()),
        ("鋳造用の設備", ()),
    ],
)
def test_a_compound_is_what_its_last_word_says(text: str, keys: tuple[str, ...]) -> None:
    assert reading(text).keys(Kind.CAPABILITY) == keys


def test_numbers_belong_to_the_nearest_capability_of_the_sentence() -> None:
    result = reading("切削加工 ±0.01mm、最大300mm。射出成形（POM）月産5万個。ISO 9001")
    told_of = {
        each.capability: (
            each.materials,
            *(
                (best := each.best(kind)) and best.value
                for kind in (Kind.TOLERANCE, Kind.SIZE, Kind.VOLUME)
            ),
        )
        for each in result.profiles
    }
    assert told_of == {
        "machining": ((), 10.0, 300.0, None),
        "injection": (("POM",), None, None, 50_000),
    }


@given(st.sampled_from(TEXTS), st.sampled_from(["NFC", "NFKC", "NFD", "NFKD"]))
def test_the_normal_form_does_not_matter(text: str, form: str) -> None:
    assert told(reading(unicodedata.normalize(form, text))) == told(reading(text))  # type: ignore[arg-type]


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(TEXTS), max_size=3).map("".join)))
def test_the_words_given_are_of_the_text(text: str) -> None:
    result = reading(text)
    spans = [(each.start, each.end) for each in result.findings]
    spans += [(each.start, each.end) for each in result.denials]
    for start, end in spans:
        assert 0 <= start < end <= len(text)
        assert text[start:end].strip()
    assert all(0 < each.sure <= 1 for each in result.findings)


@given(
    st.sampled_from(TEXTS),
    st.sampled_from(
        [
            "当社は大阪にあります。",
            "Thank you.",
            "안녕하십니까.",
            "1965年創業。",
            "担当は田中です。",
        ]
    ),
    st.booleans(),
)
def test_unrelated_sentences_change_nothing(text: str, other: str, before: bool) -> None:
    both = f"{other}\n{text}" if before else f"{text}\n{other}"
    assert told(reading(both)) == told(reading(text))


@given(st.sampled_from(TEXTS), st.sampled_from(TEXTS))
def test_two_texts_say_what_each_says(one: str, other: str) -> None:
    keys = {Kind.CAPABILITY, Kind.MATERIAL, Kind.CERTIFICATE}
    assert {(f.kind, f.value) for f in reading(f"{one}\n{other}").findings if f.kind in keys} == {
        (f.kind, f.value) for text in (one, other) for f in reading(text).findings if f.kind in keys
    }


@pytest.mark.parametrize(
    ("text", "materials"),
    [
        ("PEEK and PPS moulding", {"PEEK", "PPS"}),
        ("PP·PPS 사출성형", {"PP", "PPS"}),
        ("ＰＰＳ", {"PPS"}),
        ("PPs and PCs", {"PP", "PC"}),
    ],
)
def test_an_abbreviation_is_not_the_plural_of_another(text: str, materials: set[str]) -> None:
    assert {*reading(text).keys(Kind.MATERIAL)} == materials
