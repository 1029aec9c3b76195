"""What the demo's Korean firms want to source."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from dataclasses import dataclass

from crm.demo.firms import DemoFirm
from crm.demo.materials import MADE_OF
from crm.demo.products import MAKINGS, Making, Words, variant_of
from crm.demo.world import HISTORY_DAYS, SOURCE, World, some
from matching.models import Need
from prospects.models import Capability, Certificate

NEEDS = 120
_PURPOSES: tuple[Words, ...] = (
    ("국산화", "韓国内生産化", "for supply from Korea"),
    ("양산 공급사 발굴", "量産サプライヤー開拓", "suppliers for series production"),
    ("이원화 공급사 발굴", "二社購買先の開拓", "a second source"),
    ("신규 라인용 조달", "新ライン向け調達", "for a new line"),
    ("합작 파트너 발굴", "合弁パートナー探索", "a joint-venture partner"),
)
_WHY = (
    "현재 일본에서 전량 수입 중이며 납기가 길어 국내 생산 거점을 원함.",
    "신공장 증설에 맞춰 인근 입주가 가능한 공급사를 우선 검토.",
    "기존 국내 공급사의 정밀도 한계로 기술 보유 기업과 장기 계약 희망.",
    "공동 개발 후 독점 공급 계약까지 검토 가능.",
    "1차 물량은 시범 공급, 품질 승인 후 물량을 단계적으로 확대.",
    "단지 내 임대 공장과 공동 물류 제공 가능.",
)
# Certificates that a business usually asks for.
_ASKED = {
    "Motor": ("iatf-16949",),
    "Mobility": ("iatf-16949",),
    "Commercial Vehicles": ("iatf-16949",),
    "Aerospace": ("jis-q-9100",),
    "Medical": ("iso-13485",),
}


@dataclass
class DemoNeed:
    """A need with what is asked for in words."""

    need: Need
    process: str
    thing: Words
    firm: DemoFirm


def make_needs(world: World, firms: list[DemoFirm]) -> list[DemoNeed]:
    """A hundred and twenty needs: each thing made is wanted by one firm or two that buy it."""
    chance = world.chance("needs")
    capabilities = Capability.objects.in_bulk(field_name="key")
    buyers: dict[str, list[DemoFirm]] = defaultdict(list)
    for firm in firms:
        for process in firm.business.buys:
            buyers[process].append(firm)
    wanted = [(process, thing) for process, each in MAKINGS.items() for thing in each.things]
    wanted = [pair for pair in wanted if buyers[pair[0]]]
    wanted += chance.sample(wanted, NEEDS - len(wanted))
    chance.shuffle(wanted)
    needs = []
    for index, (process, thing) in enumerate(wanted):
        firm = chance.choice(buyers[process])
        # A third were there at the beginning.
        later = 1.5 * index / NEEDS - 0.5
        age = HISTORY_DAYS * (1 - later) + 3 if later > 0 else HISTORY_DAYS + 5 - 40 * later
        begun = world.office_hours(world.ago(age), chance)
        needs.append(DemoNeed(_need(world, begun, firm, process, thing), process, thing, firm))
        # Half of the firms name the variant, the others the process.
        wanted_as = variant_of(process, thing) if index % 2 else process
        needs[-1].need.capability = capabilities[wanted_as]
    Need.objects.bulk_create(each.need for each in needs)
    _ask_for_certificates(world, needs)
    return needs


def _need(world: World, begun: dt.datetime, firm: DemoFirm, process: str, thing: Words) -> Need:
    chance = world.chance("needs")
    making = MAKINGS[process]
    purpose = chance.choice(_PURPOSES)
    age = (world.today - begun.date()).days
    status = Need.Status.OPEN
    if age > 300 and chance.random() < 0.3:
        status = chance.choice([Need.Status.MET, Need.Status.WITHDRAWN])
    start = world.today + dt.timedelta(days=30 * chance.randint(2, 24))
    return Need(
        id=world.key(begun),
        created_at=begun,
        firm=firm.firm,
        site=chance.choice(firm.sites) if chance.random() < 0.85 else None,
        status=status,
        name_ko=f"{thing[0]} {purpose[0]}",
        name_ja=f"{thing[1]}の{purpose[1]}",
        name_en=f"{thing[2]}: {purpose[2]}",
        materials=_materials(chance, making, thing),
        precision_um=chance.choice(making.precision) if making.precision else None,
        size_max_mm=chance.choice(making.size) if making.size else None,
        monthly_volume=chance.choice(making.volume) if making.volume else None,
        start_on=start.replace(day=1) if status == Need.Status.OPEN else None,
        localises_import=purpose[0] == "국산화" or chance.random() < 0.25,
        suppliers_wanted=chance.choices((1, 2, 3), (6, 3, 1))[0],
        description=" ".join(some(chance, _WHY, 1, 2)),
        source=SOURCE,
        as_of=begun.date(),
        is_demo=True,
    )


def _materials(chance: random.Random, making: Making, thing: Words) -> list[str]:
    """One or two that the thing is made of."""
    drawn = some(chance, making.materials, 1, 2) if making.materials else []
    return [*MADE_OF.get(thing[2], drawn)][: len(drawn)]


def _ask_for_certificates(world: World, needs: list[DemoNeed]) -> None:
    chance = world.chance("needs")
    certificates = Certificate.objects.in_bulk()
    through = Need.certificates.through
    links = []
    for each in needs:
        keys = list(_ASKED.get(each.firm.business.en, ()))
        if chance.random() < 0.6:
            keys.append("iso-9001")
        if chance.random() < 0.15:
            keys.append("iso-14001")
        links += [
            through(need_id=each.need.pk, certificate_id=certificates[key].pk) for key in keys
        ]
    through.objects.bulk_create(links)
