"""Stages, and the command that loads all reference data."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from crm.management.commands import load_reference
from crm.models import Stage
from crm.reference import TABLES
from crm.requirements import REQUIREMENTS, required_for
from prospects.models import Cluster
from prospects.reference.reading import Table

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> list[str]:
    out = StringIO()
    with translation.override("en"):
        call_command("load_reference", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_the_command_says_what_each_file_did() -> None:
    assert run() == [
        "host_countries.csv: 11 created, 0 updated, 0 unchanged",
        "host_offers.csv: 7 created, 0 updated, 0 unchanged",
        "clusters.csv: 11 created, 0 updated, 0 unchanged",
        "cluster_census.csv: 5 created, 0 updated, 0 unchanged",
        "materials.csv: 124 created, 0 updated, 0 unchanged",
        "capability_families.csv: 6 created, 0 updated, 0 unchanged",
        "capabilities.csv: 31 created, 0 updated, 0 unchanged",
        "capability_variants.csv: 228 created, 0 updated, 0 unchanged",
        "certificates.csv: 14 created, 0 updated, 0 unchanged",
        "support_programmes.csv: 7 created, 0 updated, 0 unchanged",
        "reported_moves.csv: 5 created, 0 updated, 0 unchanged",
        "investment_rules.csv: 3 created, 0 updated, 0 unchanged",
        "investment_zones.csv: 7 created, 0 updated, 0 unchanged",
        "weight_profiles.csv: 1 created, 0 updated, 0 unchanged",
        "stages.csv: 9 created, 0 updated, 0 unchanged",
    ]
    assert [line.split(": ")[1] for line in run()] == [
        f"0 created, 0 updated, {n} unchanged"
        for n in (11, 7, 11, 5, 124, 6, 31, 228, 14, 7, 5, 3, 7, 1, 9)
    ]


def test_the_nine_stages_require_what_the_pipeline_knows() -> None:
    run()
    stages = [*Stage.objects.order_by("position")]
    assert [(stage.key, stage.name_ko, stage.probability) for stage in stages] == [
        ("identified", "발굴", 5),
        ("contacted", "접촉", 10),
        ("consulting", "상담", 20),
        ("site_visit", "방한·실사", 35),
        ("negotiation", "협상", 50),
        ("mou_loi", "MOU·LOI", 70),
        ("notified", "신고", 90),
        ("funds_arrived", "도착", 95),
        ("operating", "등록·가동", 100),
    ]
    assert {item.key for item in required_for(stages[-1])} == {*REQUIREMENTS}


def test_a_stage_changed_here_is_kept_and_named() -> None:
    run()
    Stage.objects.filter(key="contacted").update(probability=15)
    assert run()[-1] == "  changed here and kept (--overwrite replaces them): 접촉"
    run("--overwrite")
    assert Stage.objects.get(key="contacted").probability == 10


def test_a_wrong_file_stops_everything(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    wrong = tmp_path / "stages.csv"
    wrong.write_text(
        "key,position,name_en,probability,stale_after_days,requires,source,as_of\n"
        "first,1,First,5,30,a_miracle,test,2026-01-01\n",
        encoding="utf-8",
    )
    last = Table(wrong, Stage, patterns=TABLES[-1].patterns)
    monkeypatch.setattr(load_reference, "TABLES", (*TABLES[:-1], last))
    with pytest.raises(CommandError) as caught:
        run()
    assert str(caught.value) == (
        "Nothing was loaded; these files are wrong:\n"
        "stages.csv, line 2: requires: “a_miracle” has the wrong form"
    )
    assert not Cluster.objects.exists()
