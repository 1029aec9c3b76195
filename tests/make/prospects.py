"""Builders of the ground floor: who might invest."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

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
from tests.make.numbers import corporate_number, number


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


# Some builders have parameters named like other builders.
make_company, make_capability, make_certificate = company, capability, certificate
