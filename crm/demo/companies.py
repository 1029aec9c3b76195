"""Four hundred Japanese manufacturers that do not exist, with all that is known about them."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from crm.demo import names
from crm.demo.firms import DemoFirm
from crm.demo.places import PLACES, Place
from crm.demo.products import MAKINGS, Words, variant_of
from crm.demo.world import HISTORY_DAYS, SOURCE, World, rounded, some
from prospects.models import (
    Capability,
    Cluster,
    Company,
    CompanyCapability,
    CompanyCertificate,
    CompanyCustomer,
    CompanyFinancials,
    Contact,
    ExpansionIntent,
    OverseasBase,
    ProgrammeUse,
    SupportProgramme,
)

T = TypeVar("T")

# Large Japanese firms that the companies sell to. Invented, like everything here.
_TITLES = (
    "代表取締役社長",
    "専務取締役",
    "工場長",
    "営業部長",
    "海外事業担当",
    "技術部長",
    "総務課長",
)
_ABROAD = ("CN", "VN", "TH", "ID", "MX", "PH", "MY", "TW", "IN")
_BASES = {
    "CN": ("蘇州", "東莞", "大連"), "VN": ("ハノイ", "ホーチミン"), "TH": ("アユタヤ", "ラヨーン"),
    "ID": ("カラワン", "ブカシ"), "MX": ("ケレタロ", "アグアスカリエンテス"), "PH": ("カビテ",),
    "MY": ("ペナン",), "TW": ("台中", "新竹"), "IN": ("プネ",), "KR": ("구미", "화성"),
}  # fmt: skip
_STRENGTHS = (
    "시제품 대응이 빠르고 소량 다품종에 강함.",
    "전용 지그를 직접 설계해 공정 단축 실적 다수.",
    "전수검사 체계와 공정 이력 관리 시스템 보유.",
    "숙련 기능사 비율이 높고 난삭재 가공 경험 풍부.",
    "설계 단계부터 공동 참여해 원가 절감 제안 가능.",
    "야간 무인 가공 라인으로 단납기 대응.",
)
_INTENT_NOTES = (
    "주거래처의 해외 생산 확대에 따라 해외 거점을 검토 중.",
    "일본 내 수주 감소로 새로운 판로가 필요하다는 의견.",
    "후계자가 해외 진출에 적극적이며 한국 기업과의 협업에 관심.",
    "품질 유지를 위해 핵심 공정은 일본에 남기고 양산만 이전 희망.",
    "조합 차원의 공동 진출이면 참여 의사 있음.",
    "환율과 인건비를 비교하여 내년 상반기에 결정 예정.",
)


#: Who makes parts that are sold as units, and how many of them put these together.
ASSEMBLERS = frozenset(
    ("injection", "press", "sheet_metal", "machining", "auto_parts", "robot", "sensor", "valves")
)
ASSEMBLE = 0.15


@dataclass
class DemoCompany:
    """A company with what later parts need to know of it."""

    company: Company
    name: names.Name
    place: Place
    process: str
    thing: Words
    contacts: list[Contact] = field(default_factory=list)


def make_companies(world: World, firms: list[DemoFirm]) -> list[DemoCompany]:
    """The companies of all places, then their facts, each kind in one insert."""
    chance = world.chance("companies")
    clusters = Cluster.objects.in_bulk(field_name="key")
    capabilities = Capability.objects.in_bulk(field_name="key")
    seats = [place for place in PLACES for _ in range(place.companies)]
    chance.shuffle(seats)
    stems = islice(names.stems(chance), len(seats))
    companies: list[DemoCompany] = []
    for index, (place, stem) in enumerate(zip(seats, stems, strict=False)):
        # Half were there when the agency began with the product; some came in last week.
        later = 2 * index / len(seats) - 1
        age = HISTORY_DAYS * (1 - later) + 2 if later > 0 else HISTORY_DAYS + 5 - 20 * later
        begun = world.office_hours(world.ago(age), chance)
        process = chance.choices([*place.processes], [*place.processes.values()])[0]
        thing = chance.choice(MAKINGS[process].things)
        name = names.company_name(stem, process, chance)
        company = _company(world, begun, name, place=place, process=process, thing=thing)
        company.cluster = clusters[place.cluster]
        codes = capabilities[process].jsic_codes
        company.jsic_code = chance.choice(codes) if codes else ""
        companies.append(DemoCompany(company, name, place, process, thing))
    Company.objects.bulk_create(each.company for each in companies)
    _add_contacts(world, companies)
    _add_capabilities(world, companies, capabilities)
    _add_figures(world, companies)
    _add_customers(world, companies, firms)
    _add_intents(world, companies)
    _add_programmes(world, companies)
    return companies


def _company(
    world: World,
    begun: dt.datetime,
    name: names.Name,
    *,
    place: Place,
    process: str,
    thing: Words,
) -> Company:
    chance = world.chance("companies")
    code, city = chance.choice(place.municipalities)
    employees = min(290, max(4, round(chance.lognormvariate(3.1, 0.85))))
    making = MAKINGS[process]
    precise = f" 가공 정밀도 ±{min(making.precision):g}µm." if making.precision else ""
    return Company(
        id=world.key(begun),
        created_at=begun,
        name_ja=name.ja,
        name_kana=name.kana,
        name_ko=name.ko,
        name_en=name.en,
        municipality_code=code,
        prefecture=place.prefecture,
        city=city,
        street=f"架空町{chance.randint(1, 5)}丁目{chance.randint(1, 30)}番{chance.randint(1, 20)}号",
        founded_year=chance.randint(1935, 2012),
        employees=employees,
        capital_jpy=chance.choice((300, 500, 1000, 1000, 2000, 3000, 4800, 9000)) * 10_000,
        website=f"https://{names.domain(name)}",
        phone=f"000-{chance.randint(0, 9999):04d}-{chance.randint(0, 9999):04d}",
        products=f"{thing[0]} 전문.{precise} {chance.choice(_STRENGTHS)}",
        source=SOURCE,
        as_of=begun.date(),
        is_demo=True,
    )


def _add_contacts(world: World, companies: list[DemoCompany]) -> None:
    chance = world.chance("contacts")
    for each in companies:
        begun = each.company.created_at
        for index, title in enumerate(some(chance, _TITLES, 1, 3)):
            person = names.person(chance)
            given, family = person.en.lower().split()
            each.contacts.append(
                Contact(
                    id=world.key(begun),
                    created_at=begun,
                    company=each.company,
                    name=person.ja,
                    name_kana=person.kana,
                    name_ko=person.ko,
                    title=title,
                    email=f"{family}.{given}@{names.domain(each.name)}",
                    phone=f"000-{chance.randint(0, 9999):04d}-{chance.randint(0, 9999):04d}",
                    language=chance.choices(("ja", "ko", "en"), (90, 4, 6))[0],
                    is_primary=index == 0,
                    is_demo=True,
                )
            )
    Contact.objects.bulk_create(contact for each in companies for contact in each.contacts)


def _add_capabilities(
    world: World, companies: list[DemoCompany], capabilities: dict[str, Capability]
) -> None:
    chance, exact = world.chance("capabilities"), world.chance("variants")
    assembles = world.chance("assembly")
    rows, held = [], []
    for each in companies:
        others = [key for key in each.place.processes if key != each.process]
        for index, process in enumerate([each.process, *some(chance, others, 0, 2)]):
            making = MAKINGS[process]
            known = 0.9 if index == 0 else 0.5
            # Two of three are known more exactly than by their process.
            told = exact.random() < 0.67
            thing = each.thing if index == 0 else exact.choice(making.things)
            rows.append(
                CompanyCapability(
                    company=each.company,
                    capability=capabilities[variant_of(process, thing) if told else process],
                    materials=some(chance, making.materials, 1, 3) if making.materials else [],
                    precision_um=_known(chance, known, making.precision),
                    size_max_mm=_known(chance, known, making.size),
                    monthly_volume=_known(chance, known, making.volume),
                    equipment=", ".join(some(chance, making.machines, 1, 2)),
                    source=SOURCE,
                    as_of=each.company.as_of,
                )
            )
        if each.process in ASSEMBLERS and assembles.random() < ASSEMBLE:
            rows.append(_assembly(assembles, each, capabilities))
        keys = ["iso-9001"] * (chance.random() < 0.55) + ["iso-14001"] * (chance.random() < 0.3)
        if each.place.cluster in ("hamamatsu", "ota-city-gunma") and chance.random() < 0.5:
            keys.append("iatf-16949")
        if each.process in ("machining", "forging", "fasteners") and chance.random() < 0.15:
            keys.append("jis-q-9100")
        if each.process in ("machining", "injection") and chance.random() < 0.1:
            keys.append("iso-13485")
        held += [
            CompanyCertificate(
                company=each.company,
                certificate_id=key,
                valid_until=world.today + dt.timedelta(days=chance.randint(-60, 1000)),
                source=SOURCE,
                as_of=each.company.as_of,
            )
            for key in keys
        ]
    CompanyCapability.objects.bulk_create(rows)
    CompanyCertificate.objects.bulk_create(held)


def _known(chance: random.Random, likely: float, values: Sequence[T]) -> T | None:
    """One of the values, or nothing where it is not known."""
    return chance.choice(values) if values and chance.random() < likely else None


def _assembly(
    chance: random.Random, made: DemoCompany, capabilities: dict[str, Capability]
) -> CompanyCapability:
    """The last step of a chain, done beside the process itself."""
    return CompanyCapability(
        company=made.company,
        capability=capabilities[chance.choice(("assembly", "unit_assembly", "precision_assembly"))],
        monthly_volume=_known(chance, 0.7, (5_000, 20_000, 100_000, 300_000)),
        equipment=chance.choice(("조립 라인 2개", "자동 조립기 4대", "조립·검사 셀 6개")),
        source=SOURCE,
        as_of=made.company.as_of,
    )


def _add_figures(world: World, companies: list[DemoCompany]) -> None:
    chance = world.chance("figures")
    years: list[CompanyFinancials] = []
    bases: list[OverseasBase] = []
    last = world.today.year - 1
    for each in companies:
        employees = each.company.employees or 10
        sales = employees * chance.uniform(9, 24) * 1_000_000
        for year in range(last, last - chance.choice((0, 3, 3, 4)), -1):
            margin = chance.uniform(-0.04, 0.09)
            years.append(
                CompanyFinancials(
                    company=each.company,
                    fiscal_year=year,
                    sales_jpy=rounded(sales, 1_000_000),
                    operating_profit_jpy=round(sales * margin / 1_000_000) * 1_000_000,
                    source=SOURCE,
                    as_of=min(dt.date(year + 1, 6, 30), world.today),
                )
            )
            sales *= chance.uniform(0.98, 1.12)  # the year before: most have shrunk since
        if employees > 25 and chance.random() < 0.3:
            country = chance.choice((*_ABROAD, "CN", "VN", "TH"))
            bases.append(
                OverseasBase(
                    company=each.company,
                    country=country,
                    city=chance.choice(_BASES[country]),
                    kind=chance.choice(OverseasBase.Kind.values),
                    since_year=chance.randint(1996, last),
                    source=SOURCE,
                    as_of=each.company.as_of,
                )
            )
    CompanyFinancials.objects.bulk_create(years)
    OverseasBase.objects.bulk_create(bases)


def _add_customers(world: World, companies: list[DemoCompany], firms: list[DemoFirm]) -> None:
    """Large Japanese firms mostly; one company in six already sells to a Korean firm."""
    chance = world.chance("customers")
    rows = []
    for each in companies:
        sold = some(chance, names.LARGE_FIRMS, 0 if chance.random() < 0.1 else 1, 3)
        buyers = [firm for firm in firms if each.process in firm.business.buys]
        if buyers and chance.random() < 0.17:
            sold = [chance.choice(buyers).firm.name_ja, *sold[:2]]
        left = 90.0
        for name in sold:
            share = round(min(left, chance.uniform(6, 48)), 1)
            if share < 1:
                break  # the others have taken all that it sells
            left -= share
            trend = chance.choices(CompanyCustomer.Trend.values, (2, 4, 4, 1))[0]
            moved = trend in (CompanyCustomer.Trend.SHRINKING, CompanyCustomer.Trend.LOST)
            rows.append(
                CompanyCustomer(
                    company=each.company,
                    name=name,
                    share_percent=share,
                    trend=trend,
                    moved_to=chance.choice(_ABROAD) if moved and chance.random() < 0.6 else "",
                    source=SOURCE,
                    as_of=each.company.as_of,
                )
            )
    CompanyCustomer.objects.bulk_create(rows)


def _add_intents(world: World, companies: list[DemoCompany]) -> None:
    chance = world.chance("intents")
    mode = ExpansionIntent.Mode
    rows = []
    for each in companies:
        if chance.random() > 0.62:
            continue
        countries = some(chance, _ABROAD, 0, 2)
        if chance.random() < 0.5:
            countries.insert(0, "KR")
        budget = rounded((each.company.employees or 10) * chance.uniform(0.8, 6) * 1e6, 5_000_000)
        rows.append(
            ExpansionIntent(
                id=world.key(each.company.created_at),
                created_at=each.company.created_at,
                company=each.company,
                target_countries=countries,
                mode=chance.choices((mode.ALONE, mode.GROUP, mode.ACCOMPANYING, ""), (3, 3, 4, 2))[
                    0
                ],
                horizon_months=chance.choice((6, 12, 12, 18, 24, 36, None)),
                budget_jpy=budget if chance.random() < 0.55 else None,
                keeps_home_base=chance.choices((True, False, None), (7, 1, 3))[0],
                note=chance.choice(_INTENT_NOTES) if chance.random() < 0.7 else "",
                source=SOURCE,
                as_of=each.company.as_of,
                is_demo=True,
            )
        )
    ExpansionIntent.objects.bulk_create(rows)


def _add_programmes(world: World, companies: list[DemoCompany]) -> None:
    """Some use a support programme: a national one, or that of their own place."""
    chance = world.chance("programmes")
    programmes = SupportProgramme.objects.prefetch_related("clusters").order_by("key")
    rows = []
    for programme in programmes:
        places = {cluster.key for cluster in programme.clusters.all()}
        able = [each for each in companies if not places or each.place.cluster in places]
        for each in some(chance, able, 4, 12):
            since = world.ago(chance.randint(60, 900))
            rows.append(
                ProgrammeUse(
                    programme=programme,
                    company=each.company,
                    since=since,
                    source=SOURCE,
                    as_of=since,
                )
            )
    ProgrammeUse.objects.bulk_create(rows)
