"""Merging companies, and undoing it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from crm.merging import MergeRefusedError, merge, plan_undo, undo
from crm.merging.fields import ALL
from crm.merging.relations import relations_to
from crm.models import Activity, Coverage, Deal, DealInvestor, Merge, Share, User
from matching.models import Match
from prospects.models import Company, Contact, FormerCompany, StaleRecordError
from tests import make
from tests.crm.merging.worlds import GIVERS, NOW, World, contents, full

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def by() -> User:
    return make.user(role=User.Role.ANALYST)


def fresh(company: Company) -> Company:
    return Company.objects.get(pk=company.pk)


# --- Undoing puts everything back -----------------------------------------------------------------

things = st.tuples(
    st.integers(0, 2), st.sampled_from([*GIVERS]), st.integers(0, 1), st.integers(0, 6)
)


@given(st.lists(things, min_size=8, max_size=40), st.integers(0, 2), st.booleans())
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # to shrink it would merge for minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_merge_then_undo_restores_every_row_of_every_table(
    given_things: list[tuple[int, str, int, int]], survivor: int, both: bool
) -> None:
    with transaction.atomic():
        world = World()
        companies = [make.company(as_of=NOW.date() if n else None, note=f"n{n}") for n in range(3)]
        for at, kind, which, n in given_things:
            world.give(fresh(companies[at]), kind, which, n)
        first = fresh(companies[survivor])
        others = [fresh(each) for each in companies if each != first][: 1 + both]
        before = contents()
        done = merge(first, others, by=world.user)
        assert contents() != before
        assert not Company.objects.filter(pk__in=done.absorbed).exists()
        undo(done, by=world.user)
        after = contents()
        assert {k: v for k, v in after.items() if v != before[k]} == {}
        transaction.set_rollback(True)


def test_everything_at_once_comes_back() -> None:
    world = World()
    companies = [make.company(cluster=make.cluster()) for _ in range(3)]
    full(world, companies)
    for relation in relations_to(Company):
        rows = relation.model._base_manager.filter(**{f"{relation.field.name}__in": companies})
        assert rows.exists(), f"say in worlds.py how a company gets a {relation.name}"
    before = contents()
    done = merge(fresh(companies[0]), [fresh(each) for each in companies[1:]], by=world.user)
    undo(done, by=world.user)
    assert contents() == before


@pytest.mark.parametrize("what", ["merge", "undo", "plan"])
def test_the_queries_do_not_depend_on_the_number_of_rows(what: str) -> None:
    counts = []
    for size in (2, 6):
        world = World(size)
        companies = [make.company(), make.company()]
        full(world, companies)
        first, other = map(fresh, companies)
        with CaptureQueriesContext(connection) as merging:
            done = merge(first, [other], by=world.user)
        with CaptureQueriesContext(connection) as planning:
            plan_undo(done)
        with CaptureQueriesContext(connection) as undoing:
            undo(done, by=world.user)
        counts.append({"merge": merging, "plan": planning, "undo": undoing}[what])
    few, many = (len(each) for each in counts)
    assert few == many
    assert many < 150


# --- What merging does ----------------------------------------------------------------------------


def joined(by: User, survivor: Company, *others: Company, **choices: str) -> Company:
    merge(fresh(survivor), [fresh(each) for each in others], by=by, choices=choices)
    return fresh(survivor)


def test_the_chosen_fields_win_and_the_rest_is_suggested(by: User) -> None:
    a = make.company(name_ko="가", employees=10, note="전화가 편함", as_of=dt.date(2026, 1, 1))
    b = make.company(
        name_ko="나", employees=12, note="오전에만", as_of=dt.date(2026, 5, 1), phone="03"
    )
    c = make.company(name_ko="", employees=None, postcode="1440000", city="大田区")
    left = joined(by, a, b, c, name_ko=str(a.pk), note=ALL)
    assert (left.name_ko, left.employees, left.phone) == ("가", 12, "03")
    assert (left.note, left.city, left.postcode) == ("전화가 편함\n오전에만", "大田区", "1440000")
    assert (left.corporate_number, left.as_of, left.version) == (b.corporate_number, b.as_of, 2)


def test_what_is_in_both_is_joined_and_the_rest_moved(by: User) -> None:
    a, b = make.company(), make.company()
    shared, own = make.capability(), make.capability()
    make.company_capability(a, shared, precision_um=5, as_of=dt.date(2025, 1, 1))
    make.company_capability(b, shared, materials=["SUS304"], as_of=dt.date(2026, 1, 1))
    make.company_capability(b, own)
    make.financials(a, fiscal_year=2024, sales_jpy=100)
    make.financials(b, fiscal_year=2024, sales_jpy=None, operating_profit_jpy=7)
    make.financials(b, fiscal_year=2025)
    joined(by, a, b)
    skills = a.company_capabilities.order_by("pk").values_list(
        "capability", "precision_um", "materials"
    )
    assert [*skills] == [(shared.pk, 5.0, ["SUS304"]), (own.pk, None, [])]
    years = a.financials.values_list("fiscal_year", "sales_jpy", "operating_profit_jpy")
    assert [*years] == [(2025, 480_000_000, None), (2024, 100, 7)]


def test_one_person_in_both_becomes_one_with_all_activities(by: User) -> None:
    a, b = make.company(), make.company()
    one = make.contact(a, name="試験 太郎", email="t@example.org")
    same = make.contact(b, name="試験太郎", phone="03-1")
    other = make.contact(b, name="試験 花子")
    both, alone = make.activity(company=b), make.activity(company=b)
    both.contacts.add(one, same)
    alone.contacts.add(same, other)
    joined(by, a, b)
    people = Contact.objects.filter(company=a).order_by("pk")
    assert [*people.values_list("name", "email", "phone")] == [
        ("試験 太郎", "t@example.org", "03-1"),
        ("試験 花子", "", ""),
    ]
    assert [*both.contacts.all()] == [one]
    assert {*alone.contacts.all()} == {one, other}


def test_the_decided_match_stays_with_its_deal(by: User) -> None:
    a, b, need = make.company(), make.company(), make.need()
    decided = make.match(a, need, status=Match.Status.SHORTLISTED, score=0.2)
    suggested = make.match(b, need, score=0.9)
    deal = make.deal(b, match=suggested)
    joined(by, b, a)
    assert [*Match.objects.all()] == [decided]
    assert (Match.objects.get().company, Deal.objects.get(pk=deal.pk).match) == (b, decided)


def test_both_invest_in_one_deal_and_the_sum_stays(by: User) -> None:
    a, b = make.company(), make.company()
    deal = make.deal()
    make.investor(deal, a, amount=300, voting_percent="20.50")
    make.investor(deal, b, amount=200, voting_percent="10.25")
    joined(by, a, b)
    part = DealInvestor.objects.get()
    assert (part.company, str(part.amount), str(part.voting_percent)) == (a, "500", "30.75")


def test_an_agency_keeps_reading_the_longest_it_might(by: User) -> None:
    a, b, agency = make.company(), make.company(), make.agency()
    make.share(agency, a, until=dt.date(2027, 1, 1))
    make.share(agency, b)
    joined(by, a, b)
    assert [*Share.objects.values_list("company", "until")] == [(a.pk, None)]


def test_the_owner_is_chosen(by: User) -> None:
    a, b = make.company(), make.company()
    one, other = make.user(), make.user()
    make.coverage(a, one)
    make.coverage(b, other)
    joined(by, a, b, **{"crm.Coverage.company": str(a.pk)})
    assert [*Coverage.objects.values_list("company", "owner")] == [(a.pk, one.pk)]


def test_a_merge_of_what_was_saved_meanwhile_is_refused(by: User) -> None:
    a, b = fresh(make.company()), fresh(make.company())
    Company.objects.filter(pk=b.pk).update(version=2)
    with pytest.raises(StaleRecordError):
        merge(a, [b], by=by)
    assert Company.objects.count() == 2


def test_what_is_not_two_to_six_companies_of_one_kind_is_refused(by: User) -> None:
    a, demo = fresh(make.company()), fresh(make.company(is_demo=True))
    many = [fresh(make.company()) for _ in range(6)]
    for others, text in (
        ([], "two or more"),
        ([a], "two or more"),
        (many, "at most 6"),
        ([demo], "demo company and a real one"),
    ):
        with pytest.raises(MergeRefusedError, match=text):
            merge(a, others, by=by)
    assert not Merge.objects.exists()


def test_a_former_company_leads_on_after_a_second_merge(by: User) -> None:
    a, b, c = make.company(), make.company(), make.company()
    first = merge(fresh(b), [fresh(a)], by=by)
    joined(by, c, b)
    assert {*FormerCompany.objects.values_list("id", "successor")} == {(a.pk, c.pk), (b.pk, c.pk)}
    with pytest.raises(MergeRefusedError, match="undo the later merge first"):
        undo(first, by=by)
    undo(Merge.objects.get(absorbed=[b.pk]), by=by)
    undo(first, by=by)
    assert {*Company.objects.all()} == {a, b, c}


# --- Undoing it days later ------------------------------------------------------------------------


def test_an_edit_since_stays_unless_asked_otherwise(by: User) -> None:
    for restore, phone in (((), "new"), (("phone",), "old")):
        a = make.company(phone="old", employees=1)
        b = make.company(phone="b", employees=2, as_of=dt.date(2026, 1, 1))
        done = merge(fresh(a), [fresh(b)], by=by)
        Company.objects.filter(pk=a.pk).update(phone="new")
        assert [each.block for each in plan_undo(done).edits] == ["phone"]
        undo(done, by=by, restore=restore)
        assert (fresh(a).phone, fresh(a).employees, fresh(b).phone) == (phone, 1, "b")


def test_what_was_added_stays_unless_it_belongs_to_what_goes_back(by: User) -> None:
    a, b = make.company(), make.company()
    person, match = make.contact(b), make.match(b)
    old = make.activity(company=b)
    done = merge(fresh(a), [fresh(b)], by=by)
    stays = make.activity(company=a)
    with_person = make.activity(company=a)
    with_person.contacts.add(person)
    step = make.activity(company=a)
    Activity.objects.filter(pk=old.pk).update(next_activity=step)
    deal = make.deal(a, match=match)
    about_deal = make.activity(company=a, deal=deal)
    plan = plan_undo(done)
    assert plan.stays == {"crm.Activity.company": 1}
    assert len(plan.follow) == 4
    undo(done, by=by)
    assert [*a.activities.all()] == [stays]
    assert {*b.activities.all()} == {old, with_person, step, about_deal}
    assert [each.company for each in deal.deal_investors.all()] == [b]


def test_what_was_deleted_or_moved_on_since_is_left(by: User) -> None:
    a, b, elsewhere = make.company(), make.company(), make.company()
    deleted, moved, kept = make.contact(b), make.contact(b), make.contact(b)
    shared = make.need()
    make.match(a, shared)
    make.match(b, shared)
    done = merge(fresh(a), [fresh(b)], by=by)
    deleted.delete()
    Contact.objects.filter(pk=moved.pk).update(company=elsewhere)
    shared.delete()
    plan = plan_undo(done)
    assert (plan.left, plan.back) == (
        {"prospects.Contact.company": 2},
        {"prospects.Contact.company": 1},
    )
    undo(done, by=by)
    assert [*b.contacts.all()] == [kept]
    assert not Match.objects.exists()


def test_a_number_that_another_company_has_now_is_left_out(by: User) -> None:
    a, b = make.company(as_of=dt.date(2026, 1, 1)), make.company()
    done = merge(fresh(a), [fresh(b)], by=by)
    make.company(corporate_number=b.corporate_number)
    assert plan_undo(done).taken == (b.corporate_number,)
    undo(done, by=by)
    assert (fresh(b).name_ja, fresh(b).corporate_number) == (b.name_ja, None)


def test_a_merge_is_undone_once_and_as_it_was_shown(by: User) -> None:
    a, b = make.company(), make.company()
    done = merge(fresh(a), [fresh(b)], by=by)
    with pytest.raises(StaleRecordError):
        undo(done, by=by, version=1)
    undone = undo(done, by=by, version=fresh(a).version)
    assert (undone.undone_by, undone.undone_at is not None) == (by, True)
    with pytest.raises(MergeRefusedError, match="undone already"):
        undo(done, by=by)
