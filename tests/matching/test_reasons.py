"""Reasons in three languages."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
import orjson
import pytest
from django.utils import translation

from benchmarks.bench_scoring import CERTIFICATES, CLUSTERS, GROUPS, MATERIALS, NODES, world
from matching.explaining import Labels, explain
from matching.models import Match
from matching.reasons import WORDS, Names, Sentence, load_names, sentences
from matching.scoring import Weights, score_pairs
from matching.setbacks import Setbacks
from prospects.models import Material
from tests import make

NAMES = Names(
    {"plating": "도금"},
    {"iso9001": "ISO 9001"},
    {"ota": "오타구"},
    {"aluminium": "알루미늄 합금"},
    {},
)


@translation.override("en")
def test_every_code_has_words_and_every_words_a_code() -> None:
    inputs = world(300, 30)
    first, group = np.zeros(1, dtype=np.int64), inputs.needs.group[:1]
    inputs = replace(inputs, setbacks=Setbacks(first, group, np.array([0.8], dtype=np.float32)))
    need, company = np.indices((30, 300)).reshape(2, -1)
    labels = Labels(
        nodes=[f"node {i}" for i in range(NODES)],
        materials=[f"material {i}" for i in range(MATERIALS)],
        certificates=[f"certificate {i}" for i in range(CERTIFICATES)],
        clusters=[f"cluster {i}" for i in range(CLUSTERS)],
        groups=[f"group {i}" for i in range(GROUPS)],
    )
    matches = score_pairs(inputs, Weights(), company, need)
    reasons = [r for told in explain(inputs, matches, labels) for r in told]
    assert {reason.code for reason in reasons} == set(WORDS)
    shown = sentences(Match(reasons=json.loads(orjson.dumps(reasons))), NAMES)
    assert len(shown) == len(reasons)
    assert [s.part for s in shown] == [r.part for r in reasons]
    assert not any("%(" in s.text for s in shown)


@pytest.mark.parametrize("language", ["ko", "ja"])
def test_every_reason_is_translated_with_its_parameters(language: str) -> None:
    for _, text in WORDS.values():
        with translation.override("en"):
            english = str(text)
        with translation.override(language):
            translated = str(text)
        assert translated != english
        assert set(re.findall(r"%\(\w+\)s", translated)) == set(re.findall(r"%\(\w+\)s", english))


def told(*reasons: tuple[str, str, dict[str, object]]) -> list[Sentence]:
    match = Match(
        reasons=[{"part": part, "code": code, "params": params} for part, code, params in reasons]
    )
    return sentences(match, NAMES)


def test_reasons_in_korean() -> None:
    with translation.override("ko"):
        assert told(
            ("capability", "process_kin", {"asked": "plating", "listed": "gone"}),
            ("capability", "precision_short", {"asked": 10.0, "have": 12.5}),
            ("capability", "materials_short", {"materials": ["aluminium", "두랄루민"]}),
            ("capability", "certificates_missing", {"certificates": ["iso9001", "x"]}),
            ("customer", "supplies_group", {"group": "한빛그룹", "share": 15.0}),
            ("customer", "customer_abroad", {"share": None}),
            ("capacity", "volume_enough", {"asked": 20000.0, "have": 45000.0}),
            ("capacity", "loses", {"percent": -4.2}),
            ("location", "cluster_of_trade", {"cluster": "ota"}),
        ) == [
            Sentence("capability", "note", "유사 공정 보유: gone (요구 공정: 도금)"),
            Sentence("capability", "against", "공차 ±12.5 µm까지만 대응 (요구: ±10 µm)"),
            Sentence("capability", "against", "취급 소재에 기재 없음: 알루미늄 합금, 두랄루민"),
            Sentence("capability", "against", "인증 미보유: ISO 9001, x"),
            Sentence("customer", "for", "한빛그룹에 이미 납품 중 (매출의 15%)"),
            Sentence("customer", "for", "거래처가 해외로 이전"),
            Sentence("capacity", "for", "월 45,000개 생산 가능 (요구: 월 20,000개)"),
            Sentence("capacity", "against", "영업적자 (영업이익률 −4.2%)"),
            Sentence("location", "for", "해당 공정 특화 집적지 소재: 오타구"),
        ]


def test_a_code_of_an_older_scoring_is_left_out() -> None:
    assert told(("capability", "no_longer_said", {})) == []


@pytest.mark.django_db
def test_names_are_those_of_the_readers_language() -> None:
    make.capability(key="plating", name_ko="도금", name_ja="めっき", name_en="Plating")
    make.capability(key="welding", name_ko="", name_ja="溶接", name_en="")
    Material.objects.create(key="steel", name_ko="강재", name_ja="鋼材", name_en="Steel")
    told: list[tuple[str, dict[str, object]]] = [
        ("process_same", {"asked": key}) for key in ("plating", "welding")
    ]
    told.append(("materials_worked", {"materials": ["steel", "SUS304"]}))
    match = make.match(
        reasons=[{"part": "capability", "code": code, "params": params} for code, params in told]
    )
    with translation.override("en"):
        assert [s.text for s in sentences(match, load_names())] == [
            "Masters the process asked for: Plating",
            "Masters the process asked for: 溶接",
            "Works the materials asked for: Steel, SUS304",
        ]
    with translation.override("ja"):
        assert [s.text for s in sentences(match, load_names())] == [
            "要求工程を保有：めっき",
            "要求工程を保有：溶接",
            "要求材料に対応：鋼材、SUS304",
        ]


@pytest.mark.django_db
def test_groups_are_called_what_the_reader_calls_them() -> None:
    make.firm(group_name="한빛그룹", group_name_ja="ハンビッグループ")
    make.firm(group_name="한빛그룹")
    make.firm(group_name="", name_ko="새벽중공업", name_ja="セビョク重工業", name_en="")
    reasons = [
        {"part": "customer", "code": "supplies_group", "params": {"group": group, "share": None}}
        for group in ("한빛그룹", "새벽중공업", "사라진그룹")
    ]
    match = make.match(reasons=reasons)
    with translation.override("ja"):
        said = [sentence.text for sentence in sentences(match, load_names())]
    groups = ("ハンビッグループ", "セビョク重工業", "사라진그룹")
    with translation.override("ja"):
        known = str(WORDS["supplies_group"][1])
    assert said == [known % {"group": group} for group in groups]
