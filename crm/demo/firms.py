"""Korean large firms with their sites: invented groups on real towns' ground."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from crm.demo.names import LARGE_FIRMS
from crm.demo.world import SOURCE, World, some
from matching.models import Firm, FirmTie, InvestmentZone, Site

# Group, its Latin and katakana spelling; then its firms: what they are called and do.
_GROUPS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("해밀온", "Haemilon", "ヘミロン", ("electronics", "display", "semicon", "medical")),
    ("가람솔", "Garamsol", "ガラムソル", ("heavy", "shipbuilding", "plant", "energy")),
    ("미르벨", "Mirbel", "ミルベル", ("cars", "mobility", "truck", "electronics")),
    ("나린혜", "Narinhye", "ナリンヘ", ("battery", "materials", "chemical")),
    ("다솔한", "Dasolhan", "ダソルハン", ("steel", "materials", "machinery")),
    ("아라온새", "Araonsae", "アラオンセ", ("aerospace", "machinery", "robot")),
    ("너울찬", "Neoulchan", "ノウルチャン", ("semicon", "equipment")),
    ("세온빛", "Seonbit", "セオンビッ", ("mobility", "energy")),
)


@dataclass(frozen=True)
class Business:
    """What a firm does: its names' endings, KSIC code, and the processes it buys from."""

    ko: str
    ja: str
    en: str
    ksic: str
    buys: tuple[str, ...]


BUSINESSES: dict[str, Business] = {
    "electronics": Business("전자", "電子", "Electronics", "", (
        "press", "injection", "plating", "pcb", "mould_die", "film_paper", "sensor", "die_casting")),
    "display": Business("디스플레이", "ディスプレイ", "Display", "", (
        "film_paper", "press", "semicon_equip_parts", "sheet_metal", "machining", "pcb")),
    "semicon": Business("반도체", "半導体", "Semiconductor", "26111", (
        "semicon_equip_parts", "machining", "valves", "rubber", "sensor", "robot", "plating")),
    "medical": Business("메디컬", "メディカル", "Medical", "", (
        "machining", "injection", "sheet_metal", "additive", "springs")),
    "heavy": Business("중공업", "重工業", "Heavy Industries", "", (
        "casting_iron", "forging", "steel_casting", "gears", "welding", "machining", "painting")),
    "shipbuilding": Business("조선해양", "造船海洋", "Shipbuilding", "31111", (
        "valves", "forging", "steel_casting", "welding", "hot_dip", "painting")),
    "plant": Business("플랜트", "プラント", "Plant", "", (
        "valves", "welding", "steel_casting", "hot_dip", "casting_iron", "engineering_design")),
    "energy": Business("에너지", "エネルギー", "Energy", "", (
        "valves", "welding", "casting_iron", "gears", "hot_dip", "sensor")),
    "cars": Business("자동차", "自動車", "Motor", "30121", (
        "auto_parts", "press", "mould_die", "die_casting", "injection", "fasteners", "gears",
        "painting", "heat_treatment")),
    "mobility": Business("모빌리티", "モビリティ", "Mobility", "30399", (
        "auto_parts", "die_casting", "gears", "sensor", "pcb", "springs", "heat_treatment",
        "powder_metal", "rubber")),
    "truck": Business("상용차", "商用車", "Commercial Vehicles", "30121", (
        "forging", "press", "casting_iron", "auto_parts", "fasteners", "springs")),
    "battery": Business("배터리", "バッテリー", "Battery", "28202", (
        "press", "welding", "mould_die", "film_paper", "rubber", "springs", "plating", "painting",
        "industrial_sw")),
    "materials": Business("첨단소재", "先端素材", "Advanced Materials", "", (
        "powder_metal", "film_paper", "cutting_tools", "rubber", "heat_treatment")),
    "chemical": Business("케미칼", "ケミカル", "Chemical", "", (
        "valves", "rubber", "injection", "welding")),
    "steel": Business("제강", "製鋼", "Steel", "24112", (
        "forging", "heat_treatment", "bearings", "casting_iron", "cutting_tools")),
    "machinery": Business("기계", "機械", "Machinery", "", (
        "casting_iron", "gears", "bearings", "machining", "cutting_tools", "sheet_metal",
        "industrial_sw")),
    "aerospace": Business("항공우주", "航空宇宙", "Aerospace", "", (
        "machining", "forging", "fasteners", "additive", "heat_treatment", "engineering_design")),
    "robot": Business("로보틱스", "ロボティクス", "Robotics", "29280", (
        "gears", "bearings", "robot", "sensor", "machining", "engineering_design")),
    "equipment": Business("장비", "装置", "Equipment", "29271", (
        "semicon_equip_parts", "sheet_metal", "machining", "robot", "valves", "bearings")),
}  # fmt: skip

# Town, region, coordinates, and the materials-and-parts complex beside it.
_TOWNS: tuple[tuple[str, str, str, str, float, float, str], ...] = (
    ("구미시", "亀尾", "Gumi", "경상북도", 36.12, 128.34, "parts-gumi"),
    ("포항시", "浦項", "Pohang", "경상북도", 36.02, 129.34, "parts-pohang"),
    ("익산시", "益山", "Iksan", "전북특별자치도", 35.95, 126.96, "parts-iksan"),
    ("창원시", "昌原", "Changwon", "경상남도", 35.23, 128.68, "parts-busan-jinhae"),
    ("부산 강서구", "釜山江西", "Busan Gangseo", "부산광역시", 35.21, 128.98, "parts-busan-jinhae"),
    ("울산시", "蔚山", "Ulsan", "울산광역시", 35.54, 129.31, ""),
    ("화성시", "華城", "Hwaseong", "경기도", 37.20, 126.83, ""),
    ("평택시", "平沢", "Pyeongtaek", "경기도", 36.99, 127.11, ""),
    ("아산시", "牙山", "Asan", "충청남도", 36.79, 127.00, ""),
    ("청주시", "清州", "Cheongju", "충청북도", 36.64, 127.49, ""),
    ("광주 광산구", "光州光山", "Gwangju Gwangsan", "광주광역시", 35.14, 126.79, ""),
    ("사천시", "泗川", "Sacheon", "경상남도", 35.00, 128.06, ""),
)


@dataclass
class DemoFirm:
    """A firm, its business and its sites."""

    firm: Firm
    business: Business
    sites: list[Site] = field(default_factory=list)


def make_firms(world: World) -> list[DemoFirm]:
    """Twenty-five firms of eight groups with one to three sites each."""
    chance = world.chance("firms")
    zones = InvestmentZone.objects.in_bulk(field_name="key")
    firms: list[DemoFirm] = []
    for group_ko, group_en, group_ja, kinds in _GROUPS:
        for kind in kinds:
            business = BUSINESSES[kind]
            begun = world.office_hours(world.ago(chance.randint(780, 880)), chance)
            firm = Firm(
                id=world.key(begun),
                created_at=begun,
                name_ko=f"{group_ko}{business.ko}",
                name_ja=f"{group_ja}{business.ja}",
                name_en=f"{group_en} {business.en}",
                group_name=f"{group_ko}그룹",
                group_name_ja=f"{group_ja}グループ",
                group_name_en=f"{group_en} Group",
                ksic_code=business.ksic,
                website=f"https://{group_en.lower()}-{kind}.example",
                source=SOURCE,
                as_of=begun.date(),
                is_demo=True,
            )
            made = DemoFirm(firm, business)
            for town_ko, town_ja, town_en, region, latitude, longitude, zone in some(
                chance, _TOWNS, 1, 3
            ):
                made.sites.append(
                    Site(
                        id=world.key(begun),
                        created_at=begun,
                        firm=firm,
                        name_ko=f"{firm.name_ko} {town_ko} 공장",
                        name_ja=f"{firm.name_ja} {town_ja}工場",
                        name_en=f"{firm.name_en} {town_en} plant",
                        region=region,
                        city=town_ko,
                        latitude=latitude + chance.uniform(-0.05, 0.05),
                        longitude=longitude + chance.uniform(-0.05, 0.05),
                        zone=zones.get(zone),
                        is_demo=True,
                    )
                )
            firms.append(made)
    Firm.objects.bulk_create(each.firm for each in firms)
    Site.objects.bulk_create(site for each in firms for site in each.sites)
    _tie(world, firms)
    return firms


def _tie(world: World, firms: list[DemoFirm]) -> None:
    """Each firm deals with a few of the invented Japanese large firms, and rivals one or two."""
    chance = world.chance("ties")
    kinds = FirmTie.Kind
    FirmTie.objects.bulk_create(
        FirmTie(
            firm=each.firm,
            name=name,
            kind=kind,
            source=SOURCE,
            as_of=world.today - dt.timedelta(days=chance.randint(60, 900)),
        )
        for each in firms
        for name, kind in zip(
            some(chance, LARGE_FIRMS, 3, 3),
            (kinds.SUPPLIES, kinds.BUYS, kinds.COMPETES),
            strict=True,
        )
    )
