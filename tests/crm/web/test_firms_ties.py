"""Whom a firm deals with, on its page."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from matching.models import FirmTie, Match
from matching.ties import NO_TIE
from tests import make
from tests.crm.web.signed_in import IN_PANEL, client_of, counted, words

pytestmark = pytest.mark.django_db


def test_a_partner_is_added_changed_and_removed_and_the_matches_follow(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    firm = make.firm(name_ko="한빛전자", group_name="한빛그룹")
    need = make.need(make.firm(group_name="한빛그룹"))  # another of its group
    company = make.company()
    make.company_capability(company, need.capability)
    make.customer(company, name="東海自動車")
    client = client_of()

    def customer_part() -> float | None:
        return Match.objects.get().customer_part

    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/firms/{firm.pk}/ties/new/", {"name": "東海自動車", "kind": "supplies"})
    tie = FirmTie.objects.get()
    assert (tie.firm, tie.name, tie.kind) == (firm, "東海自動車", "supplies")
    supplies = customer_part()
    url = f"/firms/{firm.pk}/ties/{tie.pk}/"
    seen = client.get(url).context["form"].initial["seen"]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, {"name": "東海自動車", "kind": "competes", "seen": seen})
    competes = customer_part()
    assert supplies is not None
    assert competes is not None
    assert supplies > competes > NO_TIE
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{url}remove/")
    assert not FirmTie.objects.exists()
    assert customer_part() == pytest.approx(NO_TIE)  # no evidence against it


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"name": "", "kind": "buys"}, "name"),
        ({"name": "한빛전자", "kind": "buys"}, "name"),
        ({"name": "東海自動車", "kind": "owns"}, "kind"),
        ({"name": "東海自動車", "kind": "supplies"}, "__all__"),
    ],
)
def test_a_wrong_partner_is_not_written(sent: dict[str, str], field: str) -> None:
    firm = make.firm(name_ko="한빛전자")
    make.firm_tie(firm, name="東海自動車", kind="supplies")
    answer = client_of().post(f"/firms/{firm.pk}/ties/new/", sent, headers=IN_PANEL)
    assert (answer.status_code, [*answer.context["form"].errors]) == (422, [field])
    assert FirmTie.objects.count() == 1


def test_the_page_lists_suppliers_customers_and_rivals_in_this_order() -> None:
    firm = make.firm()
    for name, kind in (("Rival", "competes"), ("Maker", "supplies"), ("Buyer", "buys")):
        make.firm_tie(firm, name=name, kind=kind)
    client = client_of()
    page = client.get(f"/firms/{firm.pk}/")
    assert [tie.name for tie in page.context["ties"]] == ["Maker", "Buyer", "Rival"]
    assert "Edit Maker" in words(page)
    with counted() as few:
        client.get(f"/firms/{firm.pk}/")
    make.firm_tie(firm)
    with counted() as many:
        client.get(f"/firms/{firm.pk}/")
    assert len(few) == len(many)


def test_a_firm_takes_its_partners_with_it() -> None:
    tie = make.firm_tie()
    client_of().post(f"/firms/{tie.firm_id}/remove/")
    assert not FirmTie.objects.exists()


def test_partners_of_another_firm_are_not_found() -> None:
    tie = make.firm_tie()
    assert client_of().get(f"/firms/{make.firm().pk}/ties/{tie.pk}/").status_code == 404
