"""A database full of fictional companies, for measurements of lists and pages.

Rows go in by COPY and without history, a hundred thousand companies in some seconds. The caller
holds a transaction and rolls it back, so the database at hand is left as it is.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pgtrigger
from psycopg import sql

_FRONT = ("浜松", "東海", "大和", "三栄", "共立", "日進", "旭", "富士", "新光", "アルファ", "葵")
_MIDDLE = ("精密", "金属", "樹脂", "電機", "プレス", "鋳造", "熱処理", "鍍金", "金型", "ばね")
_BACK = ("工業", "製作所", "産業", "テック", "鉄工所", "技研")
_KANA = ("ハママツ", "トウカイ", "ヤマト", "サンエイ", "キョウリツ", "ニッシン", "アサヒ", "フジ")
_PLACES = (("静岡県", "浜松市", "22138"), ("東京都", "大田区", "13111"),
           ("大阪府", "東大阪市", "27227"), ("群馬県", "太田市", "10205"))  # fmt: skip
_COUNTRIES = ("KR", "VN", "TH", "ID", "CN", "MX")
_DAY = dt.timedelta(days=1)


@dataclasses.dataclass(frozen=True, slots=True)
class World:
    """What was made: an agency that sees every company, its access token, an officer."""

    companies: Sequence[uuid.UUID]
    agency: Any
    token: str
    officer: Any


def keys(count: int, *, kind: int) -> list[uuid.UUID]:
    """Ascending keys in the form of UUIDv7, told apart by `kind` (below 4096)."""
    start = int(dt.datetime(2026, 1, 1, tzinfo=dt.UTC).timestamp() * 1000)
    return [
        uuid.UUID(int=(start + n) << 80 | 0x7000 + kind << 64 | 0b10 << 62 | n)
        for n in range(count)
    ]


def fill(companies: int, *, seed: int = 7, bare: bool = False) -> World:
    """Companies with two processes each, half of them with plans, certificates and an activity.

    Every company is shared with one agency. Must run inside a transaction. `bare`: without what
    scoring does not read (readiness, activities, shares).
    """
    from django.db import connection, transaction

    if not connection.in_atomic_block:
        raise RuntimeError("Call fill() inside a transaction, and roll it back.")
    pick = random.Random(seed)
    ids = keys(companies, kind=1)
    with transaction.atomic(), pgtrigger.ignore():
        clusters, capabilities, certificates, officer = _beneath()
        agency, token = _agency()
        now = dt.datetime.now(dt.UTC)
        copy_rows("prospects_company", _company_rows(ids, clusters, pick, now))
        copy_rows(
            "prospects_companycapability",
            (
                {"company_id": pk, "capability_id": capability, "materials": ["SUS304"],
                 "equipment": "", "source": ""}
                for pk in ids
                for capability in pick.sample(capabilities, 2)
            ),
        )  # fmt: skip
        copy_rows(
            "prospects_companycertificate",
            (
                {"company_id": pk, "certificate_id": pick.choice(certificates), "source": ""}
                for pk in ids[::2]
            ),
        )
        copy_rows("prospects_expansionintent", _intent_rows(ids[::2], pick, now))
        if not bare:
            _work(ids, agency, officer, pick, now)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        # The readiness made up is taken as it is. Deleted rows would stay in the way until the end.
        cursor.execute("TRUNCATE prospects_readinessmark")
        cursor.execute(
            "ANALYZE prospects_company, prospects_companycapability, prospects_companycertificate, "
            "prospects_expansionintent, prospects_companyreadiness, prospects_readinessmark, "
            "crm_activity, crm_share"
        )
    return World(ids, agency, token, officer)


def stand(ids: Sequence[uuid.UUID], pick: random.Random) -> None:
    """What else scoring reads: of every second company two customers out of a thousand and two
    fiscal years, of every fourth the membership in one of 200 cooperatives, a tenth of which
    plans to go."""
    from django.db import connection
    from django.utils import timezone

    now = timezone.now()
    entry = {"updated_at": now, "version": 1, "is_demo": False, "source": "", "note": ""}
    names = [f"{pick.choice(_FRONT)}{pick.choice(_MIDDLE)}自動車{n}" for n in range(1000)]
    groups = keys(200, kind=5)
    chosen = ids[::2]
    with pgtrigger.ignore():
        copy_rows(
            "prospects_cooperative",
            (
                {**entry, "id": pk, "name_ja": f"協同組合{n}", "name_ko": "", "name_en": "",
                 "name_kana": "", "kind": "cooperative", "website": "", "city": "", "street": "",
                 "municipality_code": "", "postcode": "", "prefecture": "東京都",
                 "registration": "open"}
                for n, pk in enumerate(groups)
            ),
        )  # fmt: skip
        copy_rows(
            "prospects_groupplan",
            (
                {**entry, "id": key, "cooperative_id": pk, "target_countries": ["KR"],
                 "forms": [], "stage": pick.choice(("considering", "inspecting", "decided")),
                 "site": ""}
                for key, pk in zip(keys(20, kind=6), groups[::10], strict=True)
            ),
        )  # fmt: skip
        copy_rows(
            "prospects_cooperativemembership",
            (
                {"company_id": pk, "cooperative_id": pick.choice(groups), "role": ""}
                for pk in chosen
            ),
        )
        copy_rows(
            "prospects_companycustomer",
            (
                {"company_id": pk, "name": name, "share_percent": pick.randrange(1, 50),
                 "trend": "steady", "moved_to": pick.choice(("", "KR", "VN")), "source": "",
                 "as_of": now.date() - pick.randrange(900) * _DAY}
                for pk in chosen
                for name in pick.sample(names, 2)
            ),
        )  # fmt: skip
        copy_rows(
            "prospects_companyfinancials",
            (
                {"company_id": pk, "fiscal_year": year, "sales_jpy": pick.randrange(1, 900) * 10**7,
                 "operating_profit_jpy": pick.randrange(-9, 90) * 10**6, "source": ""}
                for pk in chosen
                for year in (2023, 2025)
            ),
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "ANALYZE prospects_cooperative, prospects_cooperativemembership, "
            "prospects_companycustomer, prospects_companyfinancials, prospects_groupplan"
        )


def _work(
    ids: Sequence[uuid.UUID], agency: Any, officer: Any, pick: random.Random, now: dt.datetime
) -> None:
    """Readiness, activities and shares."""
    companies = len(ids)
    copy_rows(
        "prospects_companyreadiness",
        (
            {"company_id": pk, "as_of": now.date(), "push": pick.randrange(-1, 3),
             "will": pick.randrange(-1, 3), "strength": pick.randrange(-1, 3)}
            for pk in ids
        ),
    )  # fmt: skip
    copy_rows("crm_activity", _activity_rows(ids[::2], officer.pk, pick, now))
    copy_rows(
        "crm_share",
        (
            {"id": key, "company_id": pk, "agency_id": agency.pk, "updated_at": now,
             "version": 1, "is_demo": False}
            for key, pk in zip(keys(companies, kind=4), ids, strict=True)
        ),
    )  # fmt: skip


def _beneath() -> tuple[list[Any], list[Any], list[str], Any]:
    """Keys of new clusters, capabilities and certificates, and an officer."""
    from crm.models import User
    from prospects.models import Capability, Certificate, Cluster

    clusters = [
        Cluster.objects.create(
            key=f"bench-{n}",
            name_ja=f"集積地{n}",
            prefecture_ja="東京都",
            municipality_codes=[f"{99000 + n}"],
            latitude=35,
            longitude=139,
        ).pk
        for n in range(11)
    ]
    capabilities = [
        Capability.objects.create(key=f"bench-{n}", name_ja=f"工程{n}", position=n).pk
        for n in range(31)
    ]
    certificates = [
        Certificate.objects.create(key=f"bench-{n}", name_en=f"Certificate {n}").pk
        for n in range(4)
    ]
    officer = User.objects.create_user("bench-officer", name="측정", role=User.Role.MANAGER)
    return clusters, capabilities, certificates, officer


def _agency() -> tuple[Any, str]:
    from django.utils import timezone
    from oauth2_provider.models import AccessToken, Application

    from crm.models import Agency

    application = Application.objects.create(
        name="bench",
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
    )
    agency = Agency.objects.create(
        name_ko="측정기관", kind=Agency.Kind.OTHER, application=application
    )
    token = uuid.uuid4().hex
    AccessToken.objects.create(
        application=application, token=token, scope="read", expires=timezone.now() + _DAY
    )
    return agency, token


def _company_rows(
    ids: Sequence[uuid.UUID], clusters: list[Any], pick: random.Random, now: dt.datetime
) -> Iterator[dict[str, Any]]:
    from prospects.names import check_digit

    for n, pk in enumerate(ids):
        base = f"{900_000_000_000 + n * 7:012d}"
        prefecture, city, code = pick.choice(_PLACES)
        name = pick.choice(_FRONT) + pick.choice(_MIDDLE) + pick.choice(_BACK)
        yield {
            "id": pk,
            "updated_at": now,
            "version": 1,
            "is_demo": False,
            "name_ja": f"株式会社{name}{n}",
            "name_ko": "",
            "name_en": "",
            "name_kana": pick.choice(_KANA),
            "corporate_number": check_digit(base) + base,
            "registration": "open",
            "cluster_id": pick.choice(clusters),
            "municipality_code": code,
            "prefecture": prefecture,
            "city": city,
            "street": f"中央{pick.randrange(1, 9)}丁目{pick.randrange(1, 40)}番",
            "postcode": f"{pick.randrange(1_000_000, 9_999_999)}",
            "jsic_code": f"{pick.randrange(2400, 2900)}",
            "founded_year": pick.randrange(1930, 2015),
            "employees": pick.randrange(4, 300) if pick.random() < 0.8 else None,
            "capital_jpy": pick.randrange(1, 100) * 1_000_000,
            "website": "",
            "phone": "",
            "products": "",
            "note": "",
            "source": "",
        }


def _intent_rows(
    ids: Iterable[uuid.UUID], pick: random.Random, now: dt.datetime
) -> Iterator[dict[str, Any]]:
    chosen = [*ids]
    for key, pk in zip(keys(len(chosen), kind=2), chosen, strict=True):
        yield {
            "id": key,
            "updated_at": now,
            "version": 1,
            "is_demo": False,
            "company_id": pk,
            "target_countries": pick.sample(_COUNTRIES, 2),
            "mode": pick.choice(("alone", "group", "accompanying")),
            "horizon_months": pick.randrange(6, 48),
            "keeps_home_base": True,
            "note": "",
            "source": "",
        }


def _activity_rows(
    ids: Iterable[uuid.UUID], owner: Any, pick: random.Random, now: dt.datetime
) -> Iterator[dict[str, Any]]:
    chosen = [*ids]
    for key, pk in zip(keys(len(chosen), kind=3), chosen, strict=True):
        yield {
            "id": key,
            "updated_at": now,
            "version": 1,
            "is_demo": False,
            "kind": "call",
            "status": "done",
            "subject": "현황 통화",
            "outcome": "",
            "company_id": pk,
            "owner_id": owner,
            "done_at": now - pick.randrange(1, 700) * _DAY,
        }


def copy_rows(table: str, rows: Iterable[dict[str, Any]]) -> None:
    """COPY dictionaries, all with the same keys, into a table."""
    from django.db import connection

    rows = iter(rows)
    first = next(rows)
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, first))
    )
    connection.ensure_connection()
    with connection.connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write_row([*first.values()])
        for row in rows:
            copy.write_row([*row.values()])
