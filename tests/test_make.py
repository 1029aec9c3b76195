"""Every builder stores a row that satisfies the database's constraints."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from django.utils import timezone
from oauth2_provider.models import AccessToken

from crm import reference as crm_reference
from crm.models import Activity, Deal
from prospects.models import Company
from tests import make

pytestmark = pytest.mark.django_db


def test_every_builder_stores_a_row() -> None:
    company, cooperative, firm = make.company(), make.cooperative(), make.firm()
    need, user, agency = make.need(firm), make.user(), make.agency()
    deal, campaign = make.deal(company, stage="mou_loi"), make.campaign()
    rows = [
        make.cluster(),
        make.census(make.cluster()),
        make.company_capability(company),
        make.company_certificate(company),
        make.customer(company),
        make.financials(company),
        make.overseas_base(company),
        make.intent(company),
        make.contact(company),
        make.contact(cooperative=cooperative),
        make.membership(cooperative),
        make.group_plan(cooperative),
        make.host_country(),
        make.programme(),
        make.reported_move(),
        make.zone(),
        make.rule(),
        make.site(firm),
        make.match(company, need),
        make.package(need),
        make.team(),
        make.coverage(company, user),
        make.activity(company=company),
        make.activity(company=company, status=Activity.Status.DONE),
        make.activity(deal=deal, done_at=timezone.now()),
        make.invitee(campaign),
        make.target(),
        make.share(agency, company),
        make.share(agency, deal),
        make.referral(agency),
    ]
    for row in rows:
        assert type(row)._base_manager.filter(pk=row.pk).exists()
    assert user.check_password(make.PASSWORD)
    assert [i.company for i in deal.deal_investors.select_related("company")] == [company]
    assert [c.to_stage_id for c in deal.stage_changes.all()] == ["mou_loi"]
    assert (Company.objects.count(), Deal.objects.count()) == (3, 1)
    assert agency.application is not None
    text = make.token(agency.application)
    assert AccessToken.objects.get().token == text


def test_the_stages_are_those_of_the_reference_file() -> None:
    file = Path(crm_reference.__file__).with_name("stages.csv")
    with file.open(encoding="utf-8", newline="") as lines:
        named = ("key", "name_ko", "name_ja", "name_en", "probability")
        rows = [tuple(row[name] for name in named) for row in csv.DictReader(lines)]
    assert rows == [(*names, str(probability)) for *names, probability in make.STAGES]
