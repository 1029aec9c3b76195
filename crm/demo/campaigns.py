"""Six campaigns, past and to come, with whom they invite."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from crm.demo.companies import DemoCompany
from crm.demo.people import People
from crm.demo.world import World, next_workday, some
from crm.models import Activity, Campaign, CampaignInvitee


@dataclass(frozen=True)
class _Plan:
    kind: str
    day: int  # from today
    length: int
    cluster: str
    invited: int
    ko: str
    ja: str
    en: str
    place: str
    goal: str
    result: str


_Kind = Campaign.Kind
_PLANS = (
    _Plan(_Kind.SEMINAR, -520, 1, "hamamatsu", 42, "하마마쓰 한국 투자환경 설명회",
          "浜松 韓国投資環境セミナー", "Investment seminar in Hamamatsu", "하마마쓰시",
          "수송기기 부품사 30개사 참석, 개별 상담 15건", "27개사 참석, 개별 상담 14건, 방한 희망 3개사."),
    _Plan(_Kind.EXHIBITION, -390, 3, "higashiosaka", 38, "오사카 기계요소 전시회 상담관",
          "大阪 機械要素展 相談ブース", "Booth at a machine-parts exhibition in Osaka", "오사카",
          "부스 상담 60건, 유망 기업 20개사 발굴", "부스 상담 71건, 후속 연락 대상 24개사."),
    _Plan(_Kind.DELEGATION, -240, 3, "ota-ward", 18, "구미·창원 투자사절단",
          "亀尾・昌原 投資ミッション", "Delegation to Gumi and Changwon", "구미·창원",
          "12개사 방한, 대기업 구매 상담 20건", "11개사 방한, 상담 19건, 2개사 후속 실사 확정."),
    _Plan(_Kind.MAILING, -75, 1, "suwa-okaya", 26, "정밀기기 기업 대상 수요 안내 발송",
          "精密機器企業向け調達ニーズ案内", "Mailing on needs for precision firms", "",
          "회신율 15%", "26개사 발송, 7개사 회신."),
    _Plan(_Kind.SEMINAR, 18, 1, "higashiosaka", 45, "히가시오사카 동반투자 설명회",
          "東大阪 同伴投資セミナー", "Seminar on accompanying investment in Higashiosaka",
          "히가시오사카시", "35개사 참석, 한국 대기업 3개사 구매팀 동행", ""),
    _Plan(_Kind.DELEGATION, 46, 4, "ota-city-gunma", 16, "금형·자동차부품 방한 사절단",
          "金型・自動車部品 訪韓ミッション", "Delegation of mould and car-part makers to Korea",
          "화성·평택·아산", "10개사 방한, 입지 후보 4곳 실사", ""),
)  # fmt: skip
_RESULTS = (
    "개별 상담 후 회사소개서 교환", "대기업 구매팀과 기술 상담", "방한 의사 확인", "추가 자료 요청",
    "당장은 계획 없음, 반기 후 재연락", "조합 차원 검토로 연결",
)  # fmt: skip


def make_campaigns(world: World, people: People, companies: list[DemoCompany]) -> list[Activity]:
    """The campaigns, their invitees, and an activity for each company that came."""
    chance = world.chance("campaigns")
    campaigns, invitees, activities = [], [], []
    for plan in _PLANS:
        starts = next_workday(world.today + dt.timedelta(days=plan.day))
        begun = world.office_hours(min(starts - dt.timedelta(days=70), world.ago(3)), chance)
        local = [each for each in companies if each.place.cluster == plan.cluster]
        campaign = Campaign(
            id=world.key(begun),
            created_at=begun,
            kind=plan.kind,
            name_ko=f"{starts.year} {plan.ko}",
            name_ja=f"{starts.year} {plan.ja}",
            name_en=f"{plan.en}, {starts.year}",
            place=plan.place,
            starts_on=starts,
            ends_on=starts + dt.timedelta(days=plan.length - 1) if plan.length > 1 else None,
            cluster=local[0].company.cluster,
            owner=chance.choice(people.officers),
            goal=plan.goal,
            result=plan.result,
            is_demo=True,
        )
        campaigns.append(campaign)
        known = [each for each in local if each.company.created_at.date() < starts]
        others = [each for each in companies if each not in local]
        known += [each for each in others if each.company.created_at.date() < starts][:12]
        for each in some(chance, known, plan.invited, plan.invited):
            invitee = _invitee(world, campaign, each, past=plan.day < 0)
            invitees.append(invitee)
            if invitee.response == CampaignInvitee.Response.ATTENDED:
                activities.append(_activity(world, campaign, each, invitee))
    Campaign.objects.bulk_create(campaigns)
    CampaignInvitee.objects.bulk_create(invitees)
    Activity.objects.bulk_create(activities)
    return activities


def _invitee(world: World, campaign: Campaign, each: DemoCompany, *, past: bool) -> CampaignInvitee:
    chance = world.chance("campaigns")
    response = CampaignInvitee.Response
    weights = (2, 0, 3, 6) if past else (6, 4, 1, 0)
    answer = chance.choices(
        (response.INVITED, response.ACCEPTED, response.DECLINED, response.ATTENDED), weights
    )[0]
    return CampaignInvitee(
        campaign=campaign,
        company=each.company,
        response=answer,
        result=chance.choice(_RESULTS) if answer == response.ATTENDED else "",
    )


def _activity(
    world: World, campaign: Campaign, each: DemoCompany, invitee: CampaignInvitee
) -> Activity:
    chance = world.chance("campaigns")
    at = world.office_hours(campaign.starts_on, chance)
    return Activity(
        id=world.key(at),
        created_at=at,
        owner=campaign.owner,
        kind=Activity.Kind.EMAIL if campaign.kind == _Kind.MAILING else campaign.kind,
        subject=campaign.name_ko,
        company=each.company,
        campaign=campaign,
        status=Activity.Status.DONE,
        done_at=at,
        outcome=invitee.result,
        is_demo=True,
    )
