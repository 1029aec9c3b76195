"""The watch list and the button that fills it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from crm.models import Follow
from tests import make
from tests.crm.web.signed_in import client_of, counted, words

pytestmark = pytest.mark.django_db


def test_nothing_followed_yet() -> None:
    assert "You follow nothing yet" in words(client_of().get("/follows/"))


@pytest.mark.parametrize("noun", ["company", "cooperative"])
def test_the_button_follows_and_unfollows(noun: str) -> None:
    user = make.user()
    client, record = client_of(user), getattr(make, noun)()
    page = "/companies/" if noun == "company" else "/cooperatives/"
    assert "Following" not in words(client.get(f"{page}{record.pk}/"))
    assert client.post(f"/follows/{noun}/{record.pk}/").status_code == 302
    assert "Following" in words(client.get(f"{page}{record.pk}/"))
    (row,) = client.get("/follows/").context["rows"]
    assert (row.user, row.company or row.cooperative) == (user, record)
    assert client.post(f"/follows/{noun}/{record.pk}/remove/").status_code == 302
    assert not Follow.objects.exists()


def test_nobody_sees_anothers_list_and_only_known_nouns_are_followed() -> None:
    make.follow(make.user(), company=make.company())
    client = client_of()
    assert client.get("/follows/").context["rows"] == []
    assert client.post(f"/follows/deal/{make.deal().pk}/").status_code == 404
    assert client.get(f"/follows/company/{make.company().pk}/").status_code == 405


def test_a_line_says_what_is_due() -> None:
    user, cooperative = make.user(), make.cooperative(name_ja="見本協同組合")
    make.group_plan(cooperative, target_countries=["ID"], decision_due=dt.date(2031, 3, 31))
    make.group_plan(cooperative, target_countries=["MX"], stage="dropped")
    make.follow(user, cooperative=cooperative)
    said = words(client_of(user).get("/follows/"))
    assert "見本協同組合 – Indonesia considering Mon, Mar 31, 2031 – –" in said


def test_the_queries_do_not_grow() -> None:
    user = make.user()
    client = client_of(user)

    def more() -> None:
        company = make.company(cluster=make.cluster())
        make.follow(user, company=company)
        cooperative = make.cooperative(cluster=make.cluster())
        make.group_plan(cooperative)
        make.activity(cooperative=cooperative, done_at=timezone.now())
        make.follow(user, cooperative=cooperative)

    def queries() -> int:
        with counted() as asked:
            assert client.get("/follows/").status_code == 200
        return len(asked)

    more()
    one = queries()
    more()
    more()
    assert queries() == one
