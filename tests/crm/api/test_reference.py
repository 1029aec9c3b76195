"""What keys in the answers stand for."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import make

from .conftest import Caller

pytestmark = pytest.mark.django_db


def test_stages_in_their_order(partner: Caller) -> None:
    make.stages()
    results = partner.get("stages").json()["results"]
    assert [stage["key"] for stage in results] == [stage[0] for stage in make.STAGES]
    assert results[3] == {
        "key": "site_visit",
        "name": {"ja": "訪韓・実査", "ko": "방한·실사", "en": "Site visit"},
        "position": 4,
    }


def test_clusters(partner: Caller) -> None:
    make.cluster(
        key="ota-ward",
        name_ko="오타구",
        name_ja="大田区",
        name_en="Ota Ward",
        municipality_codes=["13111"],
    )
    assert partner.get("clusters").json() == {
        "results": [
            {
                "key": "ota-ward",
                "name": {"ja": "大田区", "ko": "오타구", "en": "Ota Ward"},
                "prefecture": "東京都",
                "municipality_codes": ["13111"],
                "latitude": 35.56,
                "longitude": 139.72,
            }
        ]
    }


@pytest.mark.parametrize("children", [1, 3])
def test_capabilities_with_their_families(partner: Caller, children: int) -> None:
    family = make.capability(key="cutting", name_ko="절삭", name_ja="切削", name_en="", position=0)
    for n in range(children):
        make.capability(key=f"p{n}", parent=family, position=n + 1, ksic_codes=["25924"])
    with CaptureQueriesContext(connection) as queries:
        results = partner.get("capabilities").json()["results"]
    assert len(queries) == 2
    assert results[0] == {
        "key": "cutting",
        "name": {"ja": "切削", "ko": "절삭", "en": None},
        "parent": None,
        "jsic_codes": [],
        "ksic_codes": [],
    }
    assert [(r["key"], r["parent"], r["ksic_codes"]) for r in results[1:]] == [
        (f"p{n}", "cutting", ["25924"]) for n in range(children)
    ]


def test_certificates(partner: Caller) -> None:
    make.certificate(key="iso-9001", name_en="ISO 9001")
    assert partner.get("certificates").json() == {
        "results": [{"key": "iso-9001", "name": {"ja": None, "ko": None, "en": "ISO 9001"}}]
    }
