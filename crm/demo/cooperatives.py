"""Twelve cooperatives with their members; two are on the move."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from crm.demo import names
from crm.demo.companies import DemoCompany
from crm.demo.world import SOURCE, World, some
from prospects.models import Contact, Cooperative, CooperativeMembership, GroupPlan

# Cluster, invented stem (kanji, kana, hangul, Latin), what they do (ja, ko, en), kind.
_COOPERATIVES = (
    ("hamamatsu", "灯津 アカリツ 아카리쓰 Akaritsu", "輸送機器部品 수송기기부품 Transport-Parts", "c"),
    ("higashiosaka", "風津 カゼツ 가제쓰 Kazetsu", "精密ねじ 정밀나사 Precision-Fasteners", "c"),
    ("ota-city-gunma", "蓮津 ハスツ 하스쓰 Hasutsu", "金型 금형 Mould-Makers", "a"),
    ("ota-ward", "碧津 アオツ 아오쓰 Aotsu", "切削加工 절삭가공 Machining", "c"),
    ("katsushika", "琴津 コトツ 고토쓰 Kototsu", "樹脂金属 수지금속 Plastics-and-Metal", "c"),
    ("kawaguchi", "霞津 カスミツ 가스미쓰 Kasumitsu", "鋳物 주물 Foundry", "c"),
    ("amagasaki", "鷹津 タカツ 다카쓰 Takatsu", "鍛造 단조 Forging", "c"),
    ("suwa-okaya", "星津 ホシツ 호시쓰 Hoshitsu", "精密機器 정밀기기 Precision-Instruments", "a"),
    ("tsubame-sanjo", "錦津 ニシキツ 니시키쓰 Nishikitsu", "金属加工 금속가공 Metalworking", "c"),
    ("sumida", "楓津 カエデツ 가에데쓰 Kaedetsu", "プレス加工 프레스 Stamping", "c"),
    ("sakai", "榊津 サカキツ 사카키쓰 Sakakitsu", "工具 공구 Tool-Makers", "a"),
    ("higashiosaka", "翠津 ミドリツ 미도리쓰 Midoritsu", "表面処理 표면처리 Surface-Treatment", "c"),
)  # fmt: skip
_Form, _Stage = GroupPlan.Form, GroupPlan.Stage
# By position above: countries, forms, stage, home base kept, days until the decision, note.
# By position: the site in view, square metres, lots.
_LAND: dict[int, tuple[str, int | None, int | None]] = {
    0: ("구미 부품소재 전용공단", 33_000, 10),
    4: ("베트남 북부 산업단지", 20_000, 5),
    7: ("창원 임대 공장", 4_600, 3),
}
_PLANS: dict[int, tuple[list[str], list[str], str, bool | None, int | None, str]] = {
    0: (["KR"], [_Form.SHARED_PARK, _Form.SUBDIVIDED_LAND], _Stage.MOVING, True, None,
        "구미 부품소재 전용공단에 선발 4개사가 입주 절차 진행 중. 조합이 부지를 일괄 확보해 분양 예정."),
    2: (["MX", "KR"], [_Form.MEMBERS_COOPERATE], _Stage.INSPECTING, True, 75,
        "멕시코와 한국을 함께 시찰. 금형 설계는 일본에 남기고 수정·보수 거점을 해외에 두는 안."),
    3: (["VN"], [_Form.RENTAL_FACTORY], _Stage.CONSIDERING, True, 140,
        "임대 공장 조건을 비교 중. 한국 임대 공장 자료 요청."),
    4: (["VN"], [_Form.SHARED_PARK], _Stage.MOVING, True, None,
        "베트남 북부 산업단지에 1차 5개사 이전 중. 잔여 회원사는 한국 대안을 검토할 여지 있음."),
    5: (["ID", "KR"], [_Form.SHARED_PARK], _Stage.CONSIDERING, None, 200,
        "주물 업종 특성상 환경 인허가가 관건."),
    7: (["KR"], [_Form.RENTAL_FACTORY], _Stage.DECIDED, True, None,
        "한국 진출을 총회에서 의결. 입지 선정 단계."),
}  # fmt: skip


@dataclass
class DemoCooperative:
    """A cooperative with its members, and its plan if it has one."""

    cooperative: Cooperative
    members: list[DemoCompany] = field(default_factory=list)
    plan: GroupPlan | None = None
    contact: Contact | None = None


def make_cooperatives(world: World, companies: list[DemoCompany]) -> list[DemoCooperative]:
    """The cooperatives; a company is a member of one at most."""
    chance = world.chance("cooperatives")
    free = list(companies)
    made, memberships = [], []
    for index, (cluster, stem, trade, kind) in enumerate(_COOPERATIVES):
        begun = world.office_hours(world.ago(chance.randint(735, 780)), chance)
        group = DemoCooperative(
            _cooperative(world, begun, stem=stem, trade=trade, association=kind == "a")
        )
        able = [each for each in free if each.place.cluster == cluster]
        group.members = some(chance, able, 7, 14)
        group.cooperative.cluster = group.members[0].company.cluster
        for number, each in enumerate(group.members):
            free.remove(each)
            memberships.append(
                CooperativeMembership(
                    cooperative=group.cooperative,
                    company=each.company,
                    role=("理事長", "副理事長", "理事")[number] if number < 3 else "",
                    since=dt.date(chance.randint(1995, 2020), 4, 1),
                )
            )
        if index in _PLANS:
            group.plan = _plan(world, group.cooperative, index)
        group.contact = _contact(world, group.cooperative, stem.split()[3].lower())
        made.append(group)
    Cooperative.objects.bulk_create(each.cooperative for each in made)
    CooperativeMembership.objects.bulk_create(memberships)
    GroupPlan.objects.bulk_create(each.plan for each in made if each.plan)
    Contact.objects.bulk_create(each.contact for each in made if each.contact)
    return made


def _cooperative(
    world: World, begun: dt.datetime, *, stem: str, trade: str, association: bool
) -> Cooperative:
    chance = world.chance("cooperatives")
    ja, _kana, ko, en = stem.split()
    trade_ja, trade_ko, trade_en = (word.replace("-", " ") for word in trade.split())
    return Cooperative(
        id=world.key(begun),
        created_at=begun,
        kind=Cooperative.Kind.ASSOCIATION if association else Cooperative.Kind.COOPERATIVE,
        name_ja=f"{ja}{trade_ja}" + ("工業会" if association else "事業協同組合"),
        name_ko=f"{ko} {trade_ko} " + ("공업회" if association else "사업협동조합"),
        name_en=f"{en} {trade_en} " + ("Association" if association else "Cooperative"),
        founded_year=chance.randint(1958, 2004),
        website=f"https://{en.lower()}.example",
        note="회원사 다수가 같은 대기업에 납품하며 공동 수주와 공동 구매를 운영.",
        source=SOURCE,
        as_of=begun.date(),
        is_demo=True,
    )


def _plan(world: World, cooperative: Cooperative, index: int) -> GroupPlan:
    countries, forms, stage, keeps, due, note = _PLANS[index]
    site, land, lots = _LAND.get(index, ("", None, None))
    begun = world.office_hours(world.ago(60 + 30 * index), world.chance("cooperatives"))
    return GroupPlan(
        id=world.key(begun),
        created_at=begun,
        cooperative=cooperative,
        target_countries=countries,
        forms=forms,
        site=site,
        land_m2=land,
        lots=lots,
        stage=stage,
        keeps_home_base=keeps,
        decision_due=None if due is None else world.today + dt.timedelta(days=due),
        note=note,
        source=SOURCE,
        as_of=begun.date(),
        is_demo=True,
    )


def _contact(world: World, cooperative: Cooperative, host: str) -> Contact:
    chance = world.chance("cooperatives")
    person = names.person(chance)
    begun = cooperative.created_at
    return Contact(
        id=world.key(begun),
        created_at=begun,
        cooperative=cooperative,
        name=person.ja,
        name_kana=person.kana,
        name_ko=person.ko,
        title="事務局長",
        email=f"office@{host}.example",
        phone=f"000-{chance.randint(0, 9999):04d}-{chance.randint(0, 9999):04d}",
        is_primary=True,
        is_demo=True,
    )
