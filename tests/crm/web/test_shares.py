import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from crm.access import visible
from crm.models import Share, User
from crm.sharing import SharingError, share
from prospects.models import Company
from tests import make

pytestmark = pytest.mark.django_db


def signed_in(role: str) -> tuple[Client, User]:
    user = make.user(role=role)
    client = Client()
    client.force_login(user)
    return client, user


def test_a_manager_shares_a_company_and_stops() -> None:
    client, manager = signed_in(User.Role.MANAGER)
    company, agency = make.company(), make.agency()
    url = reverse("web:share_company", args=[company.pk])

    until = timezone.localdate() + dt.timedelta(days=30)
    answer = client.post(url, {"agency": agency.pk, "until": until.isoformat()})

    assert (answer.status_code, answer["Location"]) == (
        302,
        reverse("web:company_detail", args=[company.pk]),
    )
    shared = Share.objects.get()
    assert (shared.agency, shared.company, shared.deal, shared.until, shared.shared_by) == (
        agency,
        company,
        None,
        until,
        manager,
    )
    assert list(visible(agency, Company.objects.all())) == [company]

    client.post(reverse("web:share_stop", args=[shared.pk]))
    assert list(visible(agency, Company.objects.all())) == []


def test_a_manager_shares_a_deal_again_with_another_end() -> None:
    client, _manager = signed_in(User.Role.MANAGER)
    deal, agency = make.deal(make.company()), make.agency()
    url = reverse("web:share_deal", args=[deal.pk])
    client.post(url, {"agency": agency.pk, "until": "2099-01-31"})
    client.post(url, {"agency": agency.pk, "until": ""})
    assert list(Share.objects.values_list("deal", "until")) == [(deal.pk, None)]
    assert client.get(url).status_code == 200


def test_a_day_in_the_past_is_refused_and_said() -> None:
    client, _manager = signed_in(User.Role.MANAGER)
    company, agency = make.company(), make.agency()
    answer = client.post(
        reverse("web:share_company", args=[company.pk]),
        {"agency": agency.pk, "until": "2020-01-31"},
    )
    assert answer.status_code == 422
    assert "마지막 날은 과거일 수 없습니다." in answer.content.decode()
    assert not Share.objects.exists()


def test_an_inactive_agency_gets_nothing() -> None:
    agency = make.agency(is_active=False)
    with pytest.raises(SharingError):
        share(make.company(), agency=agency, by=make.user(), today=dt.date(2026, 1, 1))
    assert not Share.objects.exists()


@pytest.mark.parametrize("role", [User.Role.OFFICER, User.Role.ANALYST])
def test_others_do_not_share(role: str) -> None:
    client, _user = signed_in(role)
    company = make.company()
    shared = make.share(make.agency(), company)
    assert client.get(reverse("web:share_company", args=[company.pk])).status_code == 403
    assert client.post(reverse("web:share_stop", args=[shared.pk])).status_code == 403
    assert Share.objects.count() == 1
