"""Builders of the middle floor: who in Korea wants them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from matching.listing import AWAITED
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
from prospects.models import Company
from tests.make.numbers import number
from tests.make.prospects import capability
from tests.make.prospects import company as make_company


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


def need(firm: Firm | None = None, *, just_saved: bool = False, **fields: Any) -> Need:
    """Saved a while ago, so that nobody waits for its list, unless `just_saved`."""
    n = number()
    fields.setdefault("capability", None)
    fields["capability"] = fields["capability"] or capability()
    made = Need.objects.create(firm=firm or make_firm(), **{"name_ko": f"수요 {n}", **fields})
    if not just_saved:
        made.updated_at -= 2 * AWAITED
        Need.objects.filter(pk=made.pk).update(updated_at=made.updated_at)
    return made


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


# Some builders have parameters named like other builders.
make_firm, make_need = firm, need
