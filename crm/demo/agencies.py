"""Four partner agencies with their applications, what they may see, and what they sent in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.hashers import make_password
from oauth2_provider.models import Application

from crm.demo import names
from crm.demo.companies import DemoCompany
from crm.demo.deals import DemoDeal
from crm.demo.people import People
from crm.demo.world import World, some
from crm.models import Agency, Deal, Referral, Share

# Key of the application, kind, names. None of these bodies exists.
_AGENCIES = (
    ("demo-province", Agency.Kind.LOCAL_GOVERNMENT, "해오름도 투자유치과", "ヘオルム道 投資誘致課",
     "Haeoreum Province, Investment Division"),
    ("demo-zone", Agency.Kind.FREE_ECONOMIC_ZONE, "온누리만경제자유구역청",
     "オンヌリ湾経済自由区域庁", "Onnuri Bay Free Economic Zone Authority"),
    ("demo-ministry", Agency.Kind.MINISTRY, "미래소재산업부 투자정책과", "未来素材産業部 投資政策課",
     "Ministry of Future Materials, Investment Policy Division"),
    ("demo-bank", Agency.Kind.BANK, "나린은행 외국인투자센터", "ナリン銀行 外国人投資センター",
     "Narin Bank, Foreign Investment Centre"),
)  # fmt: skip
CLIENT_IDS = tuple(key for key, *_ in _AGENCIES)
_MESSAGES = (
    "관내 행사에서 만난 업체로 한국 입지에 관심을 보임.",
    "주거래처 소개로 문의가 들어와 전달드립니다.",
    "외환 상담 중 국내 투자 가능성을 확인.",
    "전년도 상담 이력이 있으며 재검토 의사를 밝힘.",
)


def make_agencies(
    world: World,
    people: People,
    companies: list[DemoCompany],
    deals: list[DemoDeal],
    *,
    secret: str,
) -> None:
    """The agencies; each sees some active deals with their investors, until a day or without end."""
    chance = world.chance("agencies")
    hashed = make_password(secret)
    shares: list[Share] = []
    for key, kind, ko, ja, en in _AGENCIES:
        begun = world.office_hours(world.ago(chance.randint(300, 600)), chance)
        application = Application.objects.create(
            client_id=key,
            client_secret=hashed,
            client_type=Application.CLIENT_CONFIDENTIAL,
            authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
            name=en,
        )
        agency = Agency(
            id=world.key(begun),
            created_at=begun,
            kind=kind,
            name_ko=ko,
            name_ja=ja,
            name_en=en,
            application=application,
            email=f"{key}@agency.example",
            is_demo=True,
        )
        agency.save(force_insert=True)
        running = [each for each in deals if each.deal.status == Deal.Status.ACTIVE]
        seen: set[object] = set()  # a company of two deals is shared once
        for each in some(chance, running, 9, 14):
            made = _shares(world, agency, each, chance.choice(people.managers).pk)
            shares += [share for share in made if share.company_id not in seen]
            seen |= {share.company_id for share in made} - {None}
        _refer(world, agency, companies)
    Share.objects.bulk_create(shares)


def _shares(world: World, agency: Agency, each: DemoDeal, manager: object) -> list[Share]:
    chance = world.chance("agencies")
    at = max(each.deal.created_at, agency.created_at)
    until = world.today + dt.timedelta(days=chance.randint(30, 400))
    common: dict[str, Any] = {
        "agency": agency,
        "created_at": at,
        "until": until if chance.random() < 0.6 else None,
        "shared_by_id": manager,
        "is_demo": True,
    }
    shares = [Share(id=world.key(at), deal=each.deal, **common)]
    shares += [Share(id=world.key(at), company=own.company, **common) for own in each.investors]
    return shares


def _refer(world: World, agency: Agency, companies: list[DemoCompany]) -> None:
    """Three leads: one taken up as a company of ours, one turned down, one waiting."""
    chance = world.chance("agencies")
    taken = chance.choice(
        [each for each in companies if each.company.created_at > agency.created_at]
    )
    for status, back in (
        (Referral.Status.ACCEPTED, None),
        (Referral.Status.DECLINED, chance.randint(40, 200)),
        (Referral.Status.RECEIVED, chance.randint(1, 9)),
    ):
        name = names.company_name(next(names.stems(chance)), "", chance)
        at = (
            taken.company.created_at
            if back is None
            else world.office_hours(world.ago(back), chance)
        )
        Referral(
            id=world.key(at),
            created_at=at,
            agency=agency,
            company_name=taken.company.name_ja if back is None else name.ja,
            company=taken.company if back is None else None,
            message=chance.choice(_MESSAGES),
            status=status,
            is_demo=True,
        ).save(force_insert=True)
