"""Builders for tests: one function a noun, each with what its model demands and nothing more.

Every other field goes by its name: `make.company(employees=12, name_kana="テスト")`. Names and keys
are numbered, so two calls never clash; a builder makes the rows it needs beneath.
"""

from __future__ import annotations

import datetime as dt
import itertools
import secrets
from typing import Any

from django.utils import timezone
from oauth2_provider.models import AccessToken, Application

from crm.models import (
    Activity,
    Agency,
    Campaign,
    CampaignInvitee,
    Coverage,
    Deal,
    DealInvestor,
    Export,
    Follow,
    Intake,
    IntakeRow,
    IntroductionPlan,
    MatchFeedback,
    Notification,
    PlanLimit,
    PlannedIntroduction,
    Referral,
    RegisterWatch,
    Share,
    Stage,
    StageChange,
    Target,
    Team,
    User,
)
from matching.models import (
    EvaluationReport,
    Firm,
    FirmTie,
    InvestmentRule,
    InvestmentZone,
    Match,
    MatchExclusion,
    Need,
    Package,
    Screening,
    Site,
    WeightProfile,
    Why,
)
from matching.scoring import PARTS
from prospects.models import (
    Capability,
    Certificate,
    Cluster,
    ClusterCensus,
    Company,
    CompanyCapability,
    CompanyCertificate,
    CompanyCustomer,
    CompanyFinancials,
    CompanyReadiness,
    Contact,
    Cooperative,
    CooperativeMembership,
    ExpansionIntent,
    GroupPlan,
    HostCountry,
    Material,
    OverseasBase,
    RegisterChange,
    RegisterLoad,
    ReportedMove,
    SupportProgramme,
)

PASSWORD = "open sesame 42"

STAGES = (
    ("identified", "발굴", "発掘", "Identified", 5),
    ("contacted", "접촉", "接触", "Contacted", 10),
    ("consulting", "상담", "相談", "Consulting", 20),
    ("site_visit", "방한·실사", "訪韓・実査", "Site visit", 35),
    ("negotiation", "협상", "交渉", "Negotiation", 50),
    ("mou_loi", "MOU·LOI", "MOU・LOI", "MOU/LOI", 70),
    ("notified", "신고", "届出", "Notified", 90),
    ("funds_arrived", "도착", "送金到着", "Funds arrived", 95),
    ("operating", "등록·가동", "登録・稼働", "Operating", 100),
)

_numbers = itertools.count(1)


def number() -> int:
    """The next number of this run."""
    return next(_numbers)


def corporate_number(serial: int | None = None) -> str:
    """A number with a correct check digit; the same serial (below 10¹²) gives the same number."""
    base = f"{number() if serial is None else serial:012d}"
    weighted = sum(int(d) * (1 if n % 2 else 2) for n, d in enumerate(reversed(base), 1))
    return f"{9 - weighted % 9}{base}"


# --- Ground: prospects ----------------------------------------------------------------------------


def cluster(**fields: Any) -> Cluster:
    n = number()
    return Cluster.objects.create(
        **{
            "key": f"cluster-{n}",
            "name_ko": f"집적지 {n}",
            "name_ja": f"集積地{n}",
            "name_en": f"Cluster {n}",
            "prefecture_ja": "東京都",
            "municipality_codes": [f"{10000 + n % 80000:05d}"],
            "latitude": 35.56,
            "longitude": 139.72,
            **fields,
        }
    )


def census(cluster: Cluster, **fields: Any) -> ClusterCensus:
    return ClusterCensus.objects.create(
        cluster=cluster,
        **{"year": 2010, "min_employees": 4, "factories": 4000, "source": "test census", **fields},
    )


def capability(**fields: Any) -> Capability:
    n = number()
    return Capability.objects.create(
        **{
            "key": f"process-{n}",
            "name_ko": f"공정 {n}",
            "name_ja": f"工程{n}",
            "name_en": f"Process {n}",
            "position": n % 30000,
            **fields,
        }
    )


def material(**fields: Any) -> Material:
    n = number()
    return Material.objects.create(**{"key": f"material-{n}", "name_en": f"Material {n}", **fields})


def certificate(**fields: Any) -> Certificate:
    n = number()
    return Certificate.objects.create(
        **{"key": f"certificate-{n}", "name_en": f"Certificate {n}", **fields}
    )


def company(**fields: Any) -> Company:
    """A company with a registered name and a valid corporate number, and no cluster."""
    n = number()
    return Company.objects.create(
        **{
            "name_ja": f"株式会社試験{n}製作所",
            "name_kana": f"シケン{n}セイサクショ",
            "corporate_number": corporate_number(n),
            **fields,
        }
    )


def company_capability(
    company: Company, capability: Capability | None = None, **fields: Any
) -> CompanyCapability:
    return CompanyCapability.objects.create(
        company=company, capability=capability or make_capability(), **fields
    )


def company_certificate(
    company: Company, certificate: Certificate | None = None, **fields: Any
) -> CompanyCertificate:
    return CompanyCertificate.objects.create(
        company=company, certificate=certificate or make_certificate(), **fields
    )


def customer(company: Company, **fields: Any) -> CompanyCustomer:
    return CompanyCustomer.objects.create(
        company=company, **{"name": f"取引先{number()}", **fields}
    )


def financials(company: Company, **fields: Any) -> CompanyFinancials:
    return CompanyFinancials.objects.create(
        company=company, **{"fiscal_year": 2025, "sales_jpy": 480_000_000, **fields}
    )


def overseas_base(company: Company, **fields: Any) -> OverseasBase:
    return OverseasBase.objects.create(
        company=company, **{"country": "TH", "kind": OverseasBase.Kind.FACTORY, **fields}
    )


def intent(company: Company, **fields: Any) -> ExpansionIntent:
    return ExpansionIntent.objects.create(
        company=company,
        **{"target_countries": ["KR"], "mode": ExpansionIntent.Mode.ACCOMPANYING, **fields},
    )


def readiness(company: Company, **fields: Any) -> CompanyReadiness:
    """As if last worked out to be unknown, but for the levels given."""
    return CompanyReadiness.objects.create(
        company=company,
        **{"push": -1, "will": -1, "strength": -1, "as_of": timezone.localdate(), **fields},
    )


def contact(company: Company | None = None, **fields: Any) -> Contact:
    """A person, at a new company unless a company or `cooperative=` is given."""
    if company is None and "cooperative" not in fields:
        company = make_company()
    return Contact.objects.create(company=company, **{"name": f"試験 太郎{number()}", **fields})


def cooperative(**fields: Any) -> Cooperative:
    n = number()
    return Cooperative.objects.create(**{"name_ja": f"試験{n}協同組合", **fields})


def membership(
    cooperative: Cooperative, company: Company | None = None, **fields: Any
) -> CooperativeMembership:
    return CooperativeMembership.objects.create(
        cooperative=cooperative, company=company or make_company(), **fields
    )


def group_plan(cooperative: Cooperative, **fields: Any) -> GroupPlan:
    return GroupPlan.objects.create(
        cooperative=cooperative,
        **{
            "target_countries": ["ID"],
            "forms": [GroupPlan.Form.SHARED_PARK],
            "stage": GroupPlan.Stage.CONSIDERING,
            **fields,
        },
    )


def host_country(code: str = "VN", **fields: Any) -> HostCountry:
    return HostCountry.objects.create(code=code, **{"name_en": f"Country {code}", **fields})


def programme(**fields: Any) -> SupportProgramme:
    n = number()
    return SupportProgramme.objects.create(
        **{
            "key": f"programme-{n}",
            "name_ja": f"支援事業{n}",
            "provider_ja": "試験機関",
            "kind": SupportProgramme.Kind.DESK,
            **fields,
        }
    )


def reported_move(**fields: Any) -> ReportedMove:
    n = number()
    return ReportedMove.objects.create(
        **{
            "key": f"move-{n}",
            "kind": ReportedMove.Kind.GROUP,
            "subject_ko": f"단체 {n}",
            "subject_ja": f"団体{n}",
            "subject_en": f"Group {n}",
            "statement_ko": "진출을 검토한다.",
            "statement_ja": "進出を検討する。",
            "statement_en": "Considers a move.",
            "target_countries": ["ID"],
            "source": "test report",
            **fields,
        }
    )


def register_load(**fields: Any) -> RegisterLoad:
    """A load of a file that held nothing."""
    counts = ("read", "new", "changed", "unchanged", "stale", "rejected")
    now = timezone.now()
    return RegisterLoad.objects.create(
        **{
            "file_name": "diff.csv",
            "sha256": "0" * 64,
            "encoding": "utf-8",
            "started_at": now,
            "finished_at": now,
            **{f"rows_{count}": 0 for count in counts},
            **fields,
        }
    )


def register_change(number: str, **fields: Any) -> RegisterChange:
    """The closing of a corporate number, found by a load of its own unless `load=` is given."""
    if "load" not in fields:
        fields["load"] = register_load()
    return RegisterChange.objects.create(
        corporate_number=number,
        **{
            "kind": RegisterChange.Kind.CLOSED,
            "changed_on": dt.date(2026, 8, 19),
            "published_on": dt.date(2026, 8, 21),
            "name": "株式会社架空",
            "close_cause": "01",
            **fields,
        },
    )


# --- Middle: matching -----------------------------------------------------------------------------


def firm(**fields: Any) -> Firm:
    n = number()
    return Firm.objects.create(**{"name_ko": f"시험전자 {n}", "name_en": f"Firm {n}", **fields})


def firm_tie(firm: Firm | None = None, **fields: Any) -> FirmTie:
    return FirmTie.objects.create(
        firm=firm or make_firm(), **{"name": f"取引先{number()}", "kind": "supplies", **fields}
    )


def zone(**fields: Any) -> InvestmentZone:
    n = number()
    return InvestmentZone.objects.create(
        **{
            "key": f"zone-{n}",
            "name_ko": f"외국인투자지역 {n}",
            "kind": InvestmentZone.Kind.COMPLEX,
            "valid_from": dt.date(2020, 1, 1),
            **fields,
        }
    )


def rule(**fields: Any) -> InvestmentRule:
    n = number()
    return InvestmentRule.objects.create(
        **{
            "key": f"rule-{n}",
            "name_ko": f"규정 {n}",
            "value": 100_000_000,
            "unit": InvestmentRule.Unit.KRW,
            "valid_from": dt.date(2020, 1, 1),
            **fields,
        }
    )


def site(firm: Firm | None = None, **fields: Any) -> Site:
    n = number()
    return Site.objects.create(
        firm=firm or make_firm(),
        **{"name_ko": f"사업장 {n}", "region": "경상북도", "city": "구미시", **fields},
    )


def need(firm: Firm | None = None, **fields: Any) -> Need:
    n = number()
    fields.setdefault("capability", None)
    fields["capability"] = fields["capability"] or capability()
    return Need.objects.create(firm=firm or make_firm(), **{"name_ko": f"수요 {n}", **fields})


def weight_profile(**fields: Any) -> WeightProfile:
    return WeightProfile.objects.create(
        **{"revision": number(), **dict.fromkeys(PARTS, 0.2), **fields}
    )


def match(company: Company | None = None, need: Need | None = None, **fields: Any) -> Match:
    """A match with its own weight profile unless `profile=` is given."""
    fields.setdefault("profile", None)
    fields["profile"] = fields["profile"] or weight_profile()
    return Match.objects.create(
        company=company or make_company(),
        need=need or make_need(),
        **{"score": 0.8, "confidence": 0.6, "scored_at": timezone.now(), **fields},
    )


def match_feedback(match: Match, **fields: Any) -> MatchFeedback:
    """What the firm said after an introduction, today."""
    given = {"answer": "interested", "said_on": timezone.localdate(), **fields}
    given.setdefault("recorded_by", None)
    given["recorded_by"] = given["recorded_by"] or user()
    return MatchFeedback.objects.create(match=match, **given)


def screening(need: Need, **fields: Any) -> Screening:
    counts = dict.fromkeys(Why.values, 0)
    return Screening.objects.create(
        need=need, **{"able": 0, "passing": 0, "scored_at": timezone.now(), **counts, **fields}
    )


def exclusion(need: Need, company: Company | None = None, **fields: Any) -> MatchExclusion:
    return MatchExclusion.objects.create(
        need=need,
        company=company or make_company(),
        **{
            "score": 0.7,
            "confidence": 0.5,
            "priority": 0.55,
            "reasons": [Why.CERTIFICATE_LACKING],
            "scored_at": timezone.now(),
            **fields,
        },
    )


def evaluation_report(profile: WeightProfile | None = None, **fields: Any) -> EvaluationReport:
    return EvaluationReport.objects.create(
        profile=profile or WeightProfile.objects.first() or weight_profile(),
        **{"worlds": ["usual"], "replicas": 1, "total": 1, **fields},
    )


def package(need: Need | None = None, **fields: Any) -> Package:
    return Package.objects.create(
        need=need or make_need(), **{"name_ko": f"묶음 {number()}", **fields}
    )


# --- Top: crm -------------------------------------------------------------------------------------


def team(**fields: Any) -> Team:
    n = number()
    return Team.objects.create(**{"name_ko": f"{n}팀", "name_en": f"Team {n}", **fields})


def user(*, role: str = User.Role.OFFICER, **fields: Any) -> User:
    """Somebody who can sign in with `PASSWORD`."""
    n = number()
    username = fields.pop("username", f"user{n}")
    email = fields.pop("email", f"{username}@example.org")
    fields.setdefault("name", f"담당자 {n}")
    return User.objects.create_user(username, email, PASSWORD, role=role, **fields)


def coverage(company: Company, owner: User) -> Coverage:
    return Coverage.objects.create(company=company, owner=owner)


def stages() -> dict[str, Stage]:
    """The nine stages by key, made once; stages that are there already are left alone."""
    for position, (key, ko, ja, en, probability) in enumerate(STAGES, 1):
        Stage.objects.get_or_create(
            key=key,
            defaults={
                "position": position,
                "name_ko": ko,
                "name_ja": ja,
                "name_en": en,
                "probability": probability,
            },
        )
    return Stage.objects.in_bulk()


def stage(key: str = "identified") -> Stage:
    """One of the nine stages, by key."""
    return stages()[key]


def deal(
    *investors: Company, stage: Stage | str = "identified", owner: User | None = None, **fields: Any
) -> Deal:
    """A deal of the given companies, its first stage change written; `stage` may be a key."""
    if isinstance(stage, str):
        stage = make_stage(stage)
    deal = Deal.objects.create(
        owner=owner or user(),
        stage=stage,
        **{"title": f"투자 {number()}", "stage_since": timezone.now(), **fields},
    )
    StageChange.objects.create(deal=deal, to_stage=stage, at=deal.stage_since, by=deal.owner)
    for company in investors:
        investor(deal, company)
    return deal


def investor(deal: Deal, company: Company | None = None, **fields: Any) -> DealInvestor:
    return DealInvestor.objects.create(deal=deal, company=company or make_company(), **fields)


def activity(*, owner: User | None = None, **fields: Any) -> Activity:
    """A call planned for tomorrow; `done_at=` makes it a done one."""
    if "done_at" in fields:
        fields.setdefault("status", Activity.Status.DONE)
    elif fields.get("status") == Activity.Status.DONE:
        fields["done_at"] = timezone.now()
    if fields.get("status", Activity.Status.PLANNED) == Activity.Status.PLANNED:
        fields.setdefault("planned_for", timezone.now() + dt.timedelta(days=1))
    return Activity.objects.create(
        owner=owner or user(), **{"subject": f"연락 {number()}", **fields}
    )


def campaign(*, owner: User | None = None, **fields: Any) -> Campaign:
    return Campaign.objects.create(
        owner=owner or user(),
        **{
            "name_ko": f"설명회 {number()}",
            "kind": Campaign.Kind.SEMINAR,
            "starts_on": timezone.localdate(),
            **fields,
        },
    )


def invitee(campaign: Campaign, company: Company | None = None, **fields: Any) -> CampaignInvitee:
    return CampaignInvitee.objects.create(
        campaign=campaign, company=company or make_company(), **fields
    )


def target(**fields: Any) -> Target:
    """A target of a new team unless `team=` or `user=` is given."""
    if "team" not in fields and "user" not in fields:
        fields["team"] = team()
    return Target.objects.create(
        **{"year": 2026, "quarter": 4, "metric": Target.Metric.CONTACTS, "value": 100, **fields}
    )


def application(**fields: Any) -> Application:
    """An OAuth2 application for client credentials; its secret is `PASSWORD`."""
    return Application.objects.create(
        **{
            "name": f"application {number()}",
            "client_type": Application.CLIENT_CONFIDENTIAL,
            "authorization_grant_type": Application.GRANT_CLIENT_CREDENTIALS,
            "client_secret": PASSWORD,
            **fields,
        }
    )


def agency(**fields: Any) -> Agency:
    """A partner with its API application."""
    n = number()
    if "application" not in fields:
        fields["application"] = application()
    return Agency.objects.create(
        **{
            "name_ko": f"시험시청 {n}",
            "name_en": f"City {n}",
            "kind": Agency.Kind.LOCAL_GOVERNMENT,
            **fields,
        }
    )


def token(application: Application, *, scope: str = "read", **fields: Any) -> str:
    """An access token of an application, good for an hour unless `expires=` says otherwise."""
    text = secrets.token_urlsafe(24)
    AccessToken.objects.create(
        application=application,
        token=text,
        scope=scope,
        **{"expires": timezone.now() + dt.timedelta(hours=1), **fields},
    )
    return text


def share(agency: Agency, record: Company | Deal, **fields: Any) -> Share:
    """What the agency may read: one company or one deal."""
    field = "company" if isinstance(record, Company) else "deal"
    return Share.objects.create(agency=agency, **{field: record, **fields})


def referral(agency: Agency, **fields: Any) -> Referral:
    return Referral.objects.create(
        agency=agency, **{"company_name": f"株式会社紹介{number()}", **fields}
    )


def follow(user: User, **fields: Any) -> Follow:
    """`user` follows a company or a cooperative, given by its name."""
    return Follow.objects.create(user=user, **fields)


def notification(recipient: User, **fields: Any) -> Notification:
    """News of a register change, unseen, about a new company unless the subject is given."""
    if not {"company", "cooperative", "deal", "url"} & fields.keys():
        fields["company"] = company()
    return Notification.objects.create(
        recipient=recipient,
        **{
            "kind": Notification.Kind.REGISTER,
            "facts": {"change": "closed", "on": "2026-08-19", "cause": "01"},
            **fields,
        },
    )


def register_watch(owner: User, **fields: Any) -> RegisterWatch:
    """A watch for plating shops (メッキ) of any place, unless `query=` says otherwise."""
    return RegisterWatch.objects.create(
        owner=owner, **{"name": f"감시 {number()}", "query": {"q": "メッキ"}, **fields}
    )


def introduction_plan(owner: User | None = None, **fields: Any) -> IntroductionPlan:
    """A plan for the first quarter of 2027 that nobody has solved."""
    return IntroductionPlan.objects.create(
        owner=owner or user(role=User.Role.MANAGER), **{"year": 2027, "quarter": 1, **fields}
    )


def planned_introduction(
    plan: IntroductionPlan, company: Company, need: Need, **fields: Any
) -> PlannedIntroduction:
    return PlannedIntroduction.objects.create(
        plan=plan, company=company, need=need, **{"value": 0.6, **fields}
    )


def plan_limit(plan: IntroductionPlan, *, most: int, **who: Any) -> PlanLimit:
    """`who` is `firm=` or `officer=`."""
    return PlanLimit.objects.create(plan=plan, most=most, **who)


# Some builders have parameters named like other builders.
make_company, make_firm, make_need, make_stage = company, firm, need, stage
make_capability, make_certificate = capability, certificate


def intake(*, owner: User | None = None, **fields: Any) -> Intake:
    """An import that is ready to be written; it has no rows and no file."""
    return Intake.objects.create(
        owner=owner or user(role=User.Role.ANALYST),
        **{
            "kind": Intake.Kind.COMPANIES,
            "state": Intake.State.READY,
            "file_name": "list.csv",
            "headings": ["会社名"],
            "mapping": ["name_ja"],
            "contents": {"sheets": [{"name": "", "rows": 1, "merged": 0}], "encoding": "utf-8"},
            **fields,
        },
    )


def intake_row(intake: Intake, **fields: Any) -> IntakeRow:
    n = number()
    return IntakeRow.objects.create(
        intake=intake,
        **{
            "line": n,
            "cells": [f"取込{n}"],
            "status": IntakeRow.Status.CREATE,
            "stored": {"name_ja": f"取込{n}"},
            **fields,
        },
    )


def export(owner: User | None = None, **fields: Any) -> Export:
    return Export.objects.create(
        owner=owner or user(),
        **{"noun": "companies", "format": Export.Format.EXCEL, "language": "en", **fields},
    )
