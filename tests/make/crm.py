"""Builders of the top floor: what officers, managers and partners do."""

from __future__ import annotations

import datetime as dt
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
from matching.models import Match, Need
from prospects.models import Company
from tests.make.numbers import number
from tests.make.prospects import company as make_company

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
    known = Stage.objects.in_bulk()
    lacking = [
        Stage(
            key=key,
            position=position,
            name_ko=ko,
            name_ja=ja,
            name_en=en,
            probability=probability,
        )
        for position, (key, ko, ja, en, probability) in enumerate(STAGES, 1)
        if key not in known
    ]
    if not lacking:
        return known
    Stage.objects.bulk_create(lacking)
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


def match_feedback(match: Match, **fields: Any) -> MatchFeedback:
    """What the firm said after an introduction, today."""
    given = {"answer": "interested", "said_on": timezone.localdate(), **fields}
    given.setdefault("recorded_by", None)
    given["recorded_by"] = given["recorded_by"] or user()
    return MatchFeedback.objects.create(match=match, **given)


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
        fields["company"] = make_company()
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


# Some builders have parameters named like other builders.
make_stage = stage
