"""The demo set: it is what it says, keeps the pipeline's rules, and goes without a trace."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import pairwise
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import check_password
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import CommandError, call_command
from django.db import connection, models, transaction
from django.test import Client
from django.utils import translation
from oauth2_provider.models import Application
from pghistory.models import Event
from pytest_django import DjangoDbBlocker, Settings

from crm.days import begins
from crm.deal_timeline import deal_timeline
from crm.demo import DEMO_CLIENT_SECRET, DEMO_PASSWORD, DEMO_SIGN_INS
from crm.demo.agencies import CLIENT_IDS
from crm.demo.dropping import TiedError, drop_demo
from crm.demo.loading import DemoError, load_demo
from crm.demo.materials import MADE_OF
from crm.demo.products import MAKINGS
from crm.demo.world import SEOUL, World
from crm.models import (
    Activity,
    Agency,
    Campaign,
    Coverage,
    Deal,
    IntroductionPlan,
    Notification,
    Referral,
    Share,
    Stage,
    StageChange,
    Team,
    User,
)
from crm.readiness import renew
from crm.reference import TABLES
from crm.requirements import missing
from matching.models import Firm, Match, Need, ScoringChunk, ScoringRun
from prospects.models import (
    Capability,
    Company,
    CompanyCapability,
    Contact,
    Cooperative,
    CooperativeMembership,
    GroupPlan,
    save_versioned,
)
from prospects.reference.loading import load
from tests import make

TODAY = dt.date(2026, 11, 25)  # a Wednesday
NOW = World(TODAY).now

Contents = dict[str, list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def before(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Contents]:
    """The contents before the set was loaded; with it, the module has the set in its database."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(TABLES)
        make.deal(make.company(), owner=make.user(), stage=Stage.objects.get(key="contacted"))
        renew(today=TODAY)
        contents = whole()
        assert load_demo(today=TODAY, password=DEMO_PASSWORD, secret=DEMO_CLIENT_SECRET)
        check_references()
        yield contents
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _loaded(before: Contents, db: None) -> None:
    pass


def stored_models() -> list[type[models.Model]]:
    return [
        each
        for each in apps.get_models(include_auto_created=True)
        if each._meta.managed and not each._meta.proxy
    ]


def whole() -> Contents:
    """Every column of every row of every table, history included."""
    return {
        each._meta.label: [*each._base_manager.order_by("pk").values_list()]
        for each in stored_models()
    }


def repeatable() -> dict[str, Counter[str]]:
    """What a second load has to give again: all but counted keys, hashes and times of writing."""
    left_out = {"updated_at", "password", "client_secret", "created", "updated", "application"}
    contents: dict[str, Counter[str]] = {}
    for each in stored_models():
        if issubclass(each, Event):
            names = ["pgh_label", "pgh_created_at"]
        elif each is Match:
            names = ["company", "need", "score", "confidence", "status", "rejected_because"]
        elif each is ScoringRun:
            names = ["started_at", "state", "companies", "needs", "written", "added"]
        elif each is ScoringChunk:
            names = ["number", "first", "last", "companies", "state"]
        else:
            names = [
                field.name
                for field in each._meta.fields
                if field.name not in left_out
                and not isinstance(field, models.AutoField)
                and field.related_model not in (Match, Application)
            ]
        contents[each._meta.label] = Counter(map(repr, each._base_manager.values_list(*names)))
    return contents


def check_references() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def run(command: str, *arguments: str, **options: Any) -> list[str]:
    out = StringIO()
    with translation.override("en"):
        call_command(command, *arguments, stdout=out, **options)
    return out.getvalue().splitlines()


def test_as_many_of_each_noun_as_promised() -> None:
    officers = User.objects.filter(is_demo=True, role=User.Role.OFFICER)
    moving = GroupPlan.objects.filter(is_demo=True, stage=GroupPlan.Stage.MOVING)
    nouns = (Team, Company, Cooperative, Firm, Need, Deal, Activity, Campaign, Agency)
    assert [each._base_manager.filter(is_demo=True).count() for each in nouns] == [
        3, 400, 12, 25, 120, 150, 3000, 6, 4,
    ]  # fmt: skip
    assert (officers.count(), moving.count()) == (10, 2)
    assert Company.objects.filter(is_demo=True, cluster=None).count() == 0
    stages = Deal.objects.filter(is_demo=True).values_list("stage_id", flat=True)
    assert {*stages} == {*Stage.objects.values_list("key", flat=True)}
    assert {*Deal.objects.values_list("status", flat=True)} == {*Deal.Status.values}


def test_a_plan_of_the_next_quarter_waits_for_its_approval() -> None:
    plan = IntroductionPlan.objects.get(is_demo=True, status="solved")
    assert (plan.year, plan.quarter) == (2027, 1)
    states = Counter(plan.introductions.values_list("state", flat=True))
    assert states == {
        "proposed": plan.report["ways"]["plan"]["introductions"] - 3,
        "pinned": 3,
        "excluded": 1,
    }
    assert plan.own_limits.count() == 2
    assert (plan.report["ways"]["plan"]["over"], plan.report["is_best"]) == (0, True)


def test_the_plan_of_the_last_quarter_was_approved_and_mostly_carried_out() -> None:
    plan = IntroductionPlan.objects.get(is_demo=True, status="approved")
    assert (plan.year, plan.quarter) == (2026, 3)
    assert plan.approved_at is not None
    assert plan.created_at < plan.approved_at < begins(plan.first_day)
    rows = [*plan.introductions.select_related("activity__deal__match", "company", "need")]
    chosen = plan.report["ways"]["plan"]
    assert (chosen["introductions"], chosen["over"], plan.report["is_best"]) == (len(rows), 0, True)
    matches = {
        (match.company_id, match.need_id): match
        for match in Match.objects.filter(company__in=[row.company_id for row in rows])
    }
    came: Counter[tuple[str, bool, str]] = Counter()
    for row in rows:
        match, activity = matches[row.company_id, row.need_id], row.activity
        assert activity is not None
        assert (activity.is_demo, activity.owner_id, activity.created_at, row.not_taken) == (
            True, row.officer_id, plan.approved_at, "",
        )  # fmt: skip
        assert max(row.company.created_at, row.need.created_at) < plan.created_at
        assert Coverage.objects.get(company=row.company_id).owner_id == row.officer_id
        if activity.deal:
            assert activity.deal.match == match
            assert activity.done_at == activity.deal.created_at > plan.approved_at
        came[activity.status, activity.deal is not None, match.status] += 1
    assert {*came} == {
        ("done", True, "introduced"),
        ("done", True, "in_talks"),
        ("done", True, "converted"),
        ("done", False, "introduced"),
        ("done", False, "rejected"),
        ("planned", False, "shortlisted"),
    }
    told = Notification.objects.filter(once=f"plan:{plan.pk}")
    assert {*told.values_list("created_at", flat=True)} == {plan.approved_at}
    assert not told.filter(seen_at=None).exists()


def test_what_was_turned_down_for_a_whole_group_counts_at_once() -> None:
    lowered = Match.objects.filter(setback__lt=1)
    assert lowered.filter(status="suggested").exists()
    for match in lowered:
        assert "turned_down" in [reason["code"] for reason in match.reasons]


def test_the_first_edit_of_a_row_says_what_stood_there() -> None:
    deal = Deal.objects.filter(is_demo=True, jobs__isnull=False).order_by("id")[0]
    had = deal.jobs
    with transaction.atomic():
        deal.jobs = 12_345
        save_versioned(deal, fields=["jobs"])
        with translation.override("en"):
            told = [line for entry in deal_timeline(deal) for line in entry.lines]
        transaction.set_rollback(True)
    assert f"Jobs: {had} → 12,345" in told


def test_every_row_is_flagged(before: Contents) -> None:
    for each in stored_models():
        if any(field.name == "is_demo" for field in each._meta.fields):
            unflagged = each._base_manager.filter(is_demo=False).count()
            assert unflagged == len(before[each._meta.label]), each._meta.label


def test_no_company_can_be_taken_for_a_real_one() -> None:
    companies = Company.objects.filter(is_demo=True)
    assert not companies.exclude(corporate_number=None).exists()
    assert not companies.exclude(website__endswith=".example").exists()
    assert not companies.exclude(phone__startswith="000-").exists()
    assert not companies.exclude(street__startswith="架空町").exists()
    assert not Contact.objects.filter(is_demo=True).exclude(email__endswith=".example").exists()
    names = [*companies.values_list("name_ja", flat=True)]
    assert len(names) == len({*names})


def test_every_company_has_its_names_in_all_languages() -> None:
    companies = Company.objects.filter(is_demo=True)
    for field in ("name_ja", "name_ko", "name_en", "name_kana"):
        assert not companies.filter(**{field: ""}).exists()


def test_every_deal_has_what_its_stage_requires() -> None:
    for deal in Deal.objects.filter(is_demo=True).select_related("stage"):
        assert missing(deal, deal.stage, today=TODAY) == (), deal


def test_every_deal_had_it_when_it_moved() -> None:
    """Contacts, site visit and signatures come before or with the stage that asks for them."""
    deals = Deal.objects.filter(is_demo=True).prefetch_related("stage_changes", "investors")
    for deal in deals:
        steps = [*deal.stage_changes.all()]
        at = {step.to_stage_id: step.at for step in steps}
        assert (steps[0].from_stage_id, steps[0].at) == (None, deal.created_at)
        assert (steps[-1].to_stage_id, steps[-1].at) == (deal.stage_id, deal.stage_since)
        assert all(a.to_stage_id == b.from_stage_id and a.at < b.at for a, b in pairwise(steps))
        assert steps[-1].at < NOW
        assert all(each.created_at < deal.created_at for each in deal.investors.all())
        if "consulting" in at:
            made = Activity.objects.done().filter(deal=deal, done_at__lt=at["consulting"])
            assert made.exists()
        for stage, field in (
            ("mou_loi", "mou_on"),
            ("notified", "notified_on"),
            ("funds_arrived", "arrived_on"),
            ("operating", "operating_on"),
        ):
            if stage in at:
                assert getattr(deal, field) == at[stage].astimezone(SEOUL).date()


def test_two_years_lie_behind_and_this_week_is_alive() -> None:
    first = StageChange.objects.filter(deal__is_demo=True).earliest("at").at
    assert 540 < (NOW - first).days < 760
    earliest = Activity.objects.filter(is_demo=True).earliest("at").at
    assert earliest is not None
    assert 700 < (NOW - earliest).days < 785
    done = Activity.objects.filter(is_demo=True).done()
    assert not done.filter(done_at__gte=NOW).exists()
    assert not Activity.objects.filter(is_demo=True, created_at__gt=NOW).exists()
    tomorrow = NOW.replace(hour=0) + dt.timedelta(days=1)
    for officer in User.objects.filter(is_demo=True, role=User.Role.OFFICER):
        planned = Activity.objects.planned().filter(owner=officer)
        assert planned.filter(planned_for__range=(NOW, tomorrow)).count() >= 3, officer
    sign_in = Activity.objects.filter(owner__username="officer")
    assert sign_in.overdue(NOW).count() >= 2
    assert Deal.objects.filter(owner__username="officer").count() >= 8


def test_activities_keep_office_hours() -> None:
    for at in Activity.objects.filter(is_demo=True).values_list("at", flat=True):
        assert at is not None
        here = at.astimezone(SEOUL)
        assert here.weekday() < 5, here
        assert dt.time(8, 45) <= here.time() <= dt.time(18), here


def test_the_sign_ins() -> None:
    users = [authenticate(username=name, password=DEMO_PASSWORD) for name in DEMO_SIGN_INS]
    roles = [user.role for user in users if isinstance(user, User)]
    assert roles == ["officer", "manager", "analyst", "administrator"]


def test_agencies_sign_in_and_see_shares() -> None:
    assert Application.objects.filter(client_id__in=CLIENT_IDS).count() == 4
    for agency in Agency.objects.filter(is_demo=True).select_related("application"):
        assert agency.application is not None
        assert check_password(DEMO_CLIENT_SECRET, agency.application.client_secret)
        assert agency.shares.exclude(deal=None).exists()
        assert agency.shares.exclude(company=None).exists()
        assert {*agency.referrals.values_list("status", flat=True)} == {*Referral.Status.values}


def test_needs_have_ranked_companies() -> None:
    assert Match.objects.filter(is_demo=True).count() > 1200
    assert {*Match.objects.values_list("status", flat=True)} == {*Match.Status.values}


def test_needs_ask_for_what_the_thing_is_made_of() -> None:
    things = {thing[2]: making for making in MAKINGS.values() for thing in making.things}
    for name, materials in MADE_OF.items():
        assert {*materials} <= {*things[name].materials}, name
    for need in Need.objects.all():
        own = MADE_OF.get(need.name_en.split(":")[0])
        assert own is None or {*need.materials} <= {*own}


def test_the_last_step_of_a_chain_is_done_by_some_and_in_some_cooperative() -> None:
    node = Capability.objects.get(key="assembly")
    rows = CompanyCapability.objects.filter(capability__in=Capability.objects.under(node))
    companies = {row.company_id for row in rows}
    assert 15 <= len(companies) <= 60
    members = CooperativeMembership.objects.filter(company__in=companies)
    assert members.values("cooperative").distinct().count() >= 3


def test_a_second_load_changes_nothing() -> None:
    contents = whole()
    assert run("load_demo") == ["The demo set is already loaded; nothing was changed."]
    assert whole() == contents


def test_dropping_leaves_what_was_before_and_loading_again_gives_the_same(
    before: Contents, settings: Settings
) -> None:
    """The second time in production, which needs forcing and makes passwords of its own."""
    first = repeatable()
    demo = Deal.objects.filter(is_demo=True)[0]
    demo.title = "바뀐 제목"  # history of a demo row goes with it
    demo.save()
    call_command("drop_demo", stdout=StringIO())
    check_references()
    assert whole() == before
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="This is a production installation"):
        run("load_demo", "--today", str(TODAY))
    assert whole() == before
    printed = run("load_demo", "--today", str(TODAY), force=True)
    assert repeatable() == first
    assert DEMO_PASSWORD not in " ".join(printed)
    password = printed[0].rsplit(" ", 1)[1]
    assert authenticate(username="officer", password=password) is not None


def test_sessions_of_demo_users_go(before: Contents) -> None:
    client = Client()
    client.force_login(User.objects.get(username="officer"))
    kept = SessionStore()
    kept["language"] = "ja"
    kept.create()
    drop_demo()
    assert [row[0] for row in whole()["sessions.Session"]] == [kept.session_key]


def test_what_people_noted_about_a_demo_company_goes_with_it(before: Contents) -> None:
    company = Company.objects.filter(is_demo=True)[0]
    make.contact(company)
    make.activity(company=company, owner=User.objects.filter(is_demo=False)[0])
    drop_demo()
    before_ours = {label: rows for label, rows in before.items() if "Event" not in label}
    assert {label: rows for label, rows in whole().items() if label in before_ours} == before_ours


def test_real_rows_that_refer_to_the_set_stop_it_and_are_listed() -> None:
    officer = User.objects.get(username="officer")
    company = make.company(name_ja="実在する会社")
    make.activity(company=company, owner=officer, subject="진짜 통화")
    Coverage.objects.create(company=company, owner=officer)
    contents = whole()
    with translation.override("en"), pytest.raises(TiedError) as caught:
        drop_demo()
    assert whole() == contents
    assert str(caught.value) == (
        "Rows that are not demo refer to the demo set:\n"
        "  activity → owner: 진짜 통화\n"
        "  coverage → owner: 実在する会社: 한서윤"
    )
    with pytest.raises(CommandError, match="--hand-over-to gives them to a user"):
        run("drop_demo")


def test_a_real_user_can_take_over() -> None:
    officer, heir = User.objects.get(username="officer"), make.user()
    company = make.company()
    activity = make.activity(company=company, owner=officer)
    run("drop_demo", hand_over_to=heir.username)
    activity.refresh_from_db()
    assert (activity.owner, User.objects.filter(is_demo=True).exists()) == (heir, False)


def test_force_removes_what_cannot_be_without_and_empties_the_rest() -> None:
    officer, other = User.objects.get(username="officer"), make.user()
    company = make.company()
    lost = make.activity(company=company, owner=officer)
    firm = Firm.objects.filter(is_demo=True)[0]
    deal = make.deal(company, owner=other, firm=firm, stage=Stage.objects.earliest("position"))
    group = Cooperative.objects.filter(is_demo=True)[0]
    kept = make.activity(company=company, cooperative=group, owner=other)
    run("drop_demo", force=True)
    check_references()
    deal.refresh_from_db()
    kept.refresh_from_db()
    assert not Activity.objects.filter(pk=lost.pk).exists()
    assert (deal.firm, kept.cooperative, kept.company) == (None, None, company)


def test_nobody_takes_over_who_is_demo_or_not_there() -> None:
    with pytest.raises(CommandError, match="There is no user “nobody”"):
        run("drop_demo", hand_over_to="nobody")
    with pytest.raises(CommandError, match="Only somebody who is not demo"):
        run("drop_demo", hand_over_to="manager")


def test_it_needs_reference_data_and_free_names() -> None:
    drop_demo()
    make.user(username="officer")
    with translation.override("en"), pytest.raises(DemoError, match="are taken: officer"):
        load_demo(today=TODAY, password=DEMO_PASSWORD, secret=DEMO_CLIENT_SECRET)


def test_shares_have_no_second_record() -> None:
    assert not Share.objects.filter(company__isnull=False, deal__isnull=False).exists()


def test_its_scoring_is_a_run_like_any_other() -> None:
    run = ScoringRun.objects.get()
    assert (run.state, run.started_at, run.is_demo, run.asked_by) == ("done", NOW, True, "")
    assert (run.companies, run.needs) == (
        Company.objects.active().count(),
        Need.objects.open().count(),
    )
    assert run.written == run.added
    assert run.seconds is not None
    assert 0 < run.seconds < 600
