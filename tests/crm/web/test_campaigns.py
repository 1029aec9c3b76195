"""Campaigns: list, page, invitations, answers."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.models import Campaign, User
from tests import make
from tests.crm.web.signed_in import IN_PANEL, client_of, words

pytestmark = pytest.mark.django_db


def test_none_yet() -> None:
    assert "No campaign yet" in words(client_of().get("/campaigns/"))
    assert "Nobody is invited yet" in words(client_of().get(f"/campaigns/{make.campaign().pk}/"))


def test_the_list_counts_answers() -> None:
    campaign = make.campaign(name_en="Seminar in Hamamatsu")
    for response in ("invited", "accepted", "attended", "attended", "declined"):
        make.invitee(campaign, response=response)
    client = client_of()
    (row,) = client.get("/campaigns/").context["rows"]
    assert (row.invited, row.accepted, row.attended, row.declined) == (5, 1, 2, 1)
    assert "Hamamatsu" in words(client.get("/campaigns/?q=hama&kind=seminar"))
    assert "No campaign fits" in words(client.get("/campaigns/?kind=mailing"))


def test_add_and_edit() -> None:
    user = make.user()
    client = client_of(user)
    sent = {"name_ko": "구미 사절단", "kind": "delegation", "starts_on": "2026-12-01"}
    client.post("/campaigns/new/", sent)
    campaign = Campaign.objects.get()
    assert (campaign.owner, campaign.kind) == (user, "delegation")
    wrong = client.post(
        f"/campaigns/{campaign.pk}/edit/",
        sent | {"ends_on": "2026-11-01", "version": "1"},
        headers=IN_PANEL,
    )
    assert wrong.status_code == 422
    client.post(f"/campaigns/{campaign.pk}/edit/", sent | {"result": "Good", "version": "1"})
    assert Campaign.objects.get().result == "Good"


def test_invite_one_or_a_whole_cluster() -> None:
    campaign, cluster = make.campaign(), make.cluster()
    one = make.company()
    two, three = make.company(cluster=cluster), make.company(cluster=cluster)
    make.company(cluster=cluster, registration="closed")
    client = client_of(campaign.owner)
    url = f"/campaigns/{campaign.pk}/invite/"
    assert client.post(url, {}, headers=IN_PANEL).status_code == 422
    client.post(url, {"company": f"company:{one.pk}"})
    client.post(url, {"cluster": str(cluster.pk)})
    assert {i.company for i in campaign.invitees.select_related("company")} == {one, two, three}


def test_answers_change_and_keep_the_result() -> None:
    campaign = make.campaign()
    invitee = make.invitee(campaign, result="Wants a visit")
    client = client_of(campaign.owner)
    url = f"/campaigns/{campaign.pk}/invitees/{invitee.pk}/"
    client.post(url, {"response": "attended"})
    invitee.refresh_from_db()
    assert (invitee.response, invitee.result) == ("attended", "Wants a visit")
    client.post(url, {"response": "attended", "result": ""})
    invitee.refresh_from_db()
    assert invitee.result == ""
    assert client.post(url, {"response": "maybe"}, headers=IN_PANEL).status_code == 422
    client.post(f"{url}remove/")
    assert not campaign.invitees.exists()


def test_two_officers_note_answers_and_none_is_lost() -> None:
    campaign = make.campaign()
    invitee = make.invitee(campaign)
    client = client_of(campaign.owner)
    url = f"/campaigns/{campaign.pk}/invitees/{invitee.pk}/"
    seen = client.get(url).context["form"].initial["seen"]
    client.post(url, {"response": "accepted", "was": "invited"})
    late = {"response": "declined", "result": "No", "seen": seen}
    answer = client.post(url, late, headers=IN_PANEL)
    assert answer.status_code == 422
    assert "Somebody else saved this record" in answer.content.decode()
    switched = client.post(url, {"response": "declined", "was": "invited"}, follow=True)
    assert "Somebody else changed this record" in switched.content.decode()
    invitee.refresh_from_db()
    assert (invitee.response, invitee.result) == ("accepted", "")


def test_another_teams_officer_and_analysts_only_look() -> None:
    campaign = make.campaign()
    invitee = make.invitee(campaign)
    for client in (client_of(), client_of(role=User.Role.ANALYST)):
        assert client.get(f"/campaigns/{campaign.pk}/").status_code == 200
        for path in (
            "edit/",
            "invite/",
            f"invitees/{invitee.pk}/",
            f"invitees/{invitee.pk}/remove/",
        ):
            assert client.post(f"/campaigns/{campaign.pk}/{path}").status_code == 403


def test_queries_do_not_grow_with_the_rows() -> None:
    campaign = make.campaign()
    client = client_of(campaign.owner)
    urls = ("/campaigns/", f"/campaigns/{campaign.pk}/")
    make.invitee(campaign, make.company(cluster=make.cluster()))
    make.activity(campaign=campaign, company=make.company())
    counts = []
    for _ in range(2):
        for url in urls:
            client.get(url)
        with CaptureQueriesContext(connection) as queries:
            for url in urls:
                client.get(url)
        counts.append(len(queries))
        for _row in range(2):
            make.campaign()
            make.invitee(campaign, make.company(cluster=make.cluster()))
            make.activity(campaign=campaign, company=make.company())
    assert counts[0] == counts[1]
