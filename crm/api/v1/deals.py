"""Deals shared with an agency.

Shown is where the project stands and what it brings. Not shown: the firm's need, the officer, the
probability, the reasons and notes, and of the investors only their names; a company's record
needs a share of its own.
"""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from crm.access import visible
from crm.api.v1.base import PartnerListView, PartnerView, described, not_shared
from crm.api.v1.filtering import PartnerDealFilter
from crm.api.v1.shapes import MoneySerializer, NamesSerializer, money, names
from crm.models import Agency, Deal, DealInvestor
from prospects.models import Company
from prospects.register.facts import CREDIT

Row = dict[str, Any]
_DATES = (
    "expected_on", "site_visit_on", "mou_on", "notified_on", "arrived_on", "registered_on",
    "operating_on",
)  # fmt: skip
_COLUMNS = (
    "id", "title", "stage_id", "stage_since", "status", "lost_to", "currency", "amount",
    "notified_amount", "arrived_amount", "jobs", "firm_id", "zone_id", "site_id",
    "cooperative_id", "is_demo", "created_at", "updated_at", *_DATES,
)  # fmt: skip
_NAMED = ("firm", "zone", "site", "cooperative")


def rows(deals: QuerySet[Deal], agency: Agency) -> QuerySet[Deal, Row]:
    """What the agency may see of each deal, in one query."""
    linked = {
        f"{relation}_{language}": F(f"{relation}__name_{language}")
        for relation in _NAMED
        for language in ("ja", "ko", "en")
    }
    company = visible(agency, Company.objects.filter(pk=OuterRef("company")))
    investors = (
        DealInvestor.objects.filter(deal=OuterRef("pk"))
        .order_by("id")
        .values(
            json=JSONObject(
                id="company_id",
                ja="company__name_ja",
                ko="company__name_ko",
                en="company__name_en",
                is_shared=Exists(company),
            )
        )
    )
    return cast(
        "QuerySet[Deal, Row]",
        deals.values(
            *_COLUMNS,
            **linked,
            zone_key=F("zone__key"),
            site_region=F("site__region"),
            site_city=F("site__city"),
            investor_rows=ArraySubquery(investors),
        ),
    )


def record(row: Row) -> Row:
    """A deal, in a list and at its own address."""
    currency = row["currency"]
    return {
        "id": row["id"],
        "title": row["title"],
        "stage": row["stage_id"],
        "stage_since": row["stage_since"],
        "status": row["status"],
        "lost_to": row["lost_to"] or None,
        "expected_amount": money(row["amount"], currency),
        "notified_amount": money(row["notified_amount"], currency),
        "arrived_amount": money(row["arrived_amount"], currency),
        "jobs": row["jobs"],
        **{day: row[day] for day in _DATES},
        "firm": row["firm_id"] and {"id": row["firm_id"], "name": _names(row, "firm")},
        "site": row["site_id"]
        and {
            "name": _names(row, "site"),
            "region": row["site_region"],
            "city": row["site_city"] or None,
        },
        "zone": row["zone_id"] and {"key": row["zone_key"], "name": _names(row, "zone")},
        "cooperative": row["cooperative_id"] and _names(row, "cooperative"),
        "investors": [
            {
                "id": each["id"],
                "name": names(each["ja"], each["ko"], each["en"]),
                "is_shared": each["is_shared"],
            }
            for each in row["investor_rows"]
        ],
        "is_demo": row["is_demo"],
        "created_at": row["created_at"],
        "updated_at": row["updated_at"],
    }


def _names(row: Row, relation: str) -> dict[str, str | None]:
    return names(*(row[f"{relation}_{language}"] for language in ("ja", "ko", "en")))


# --- Shapes, for the API's description ------------------------------------------------------------


class FirmSerializer(serializers.Serializer[Any]):
    """The Korean firm that the investment accompanies."""

    id = serializers.UUIDField()
    name = NamesSerializer()


class SiteSerializer(serializers.Serializer[Any]):
    name = NamesSerializer()
    region = serializers.CharField()
    city = serializers.CharField(allow_null=True)


class ZoneSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    name = NamesSerializer()


class InvestorSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = NamesSerializer()
    is_shared = serializers.BooleanField(
        help_text="True if the company itself is shared: `/companies/{id}` then answers."
    )


class DealSerializer(serializers.Serializer[Any]):
    """An investment project. Null means not known or not yet."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    stage = serializers.CharField(help_text="Key of `/stages`.")
    stage_since = serializers.DateTimeField()
    status = serializers.ChoiceField(Deal.Status.choices)
    lost_to = serializers.CharField(
        allow_null=True, help_text="Country that a lost deal went to, ISO 3166-1 alpha-2."
    )
    expected_amount = MoneySerializer(allow_null=True)
    notified_amount = MoneySerializer(allow_null=True)
    arrived_amount = MoneySerializer(allow_null=True)
    jobs = serializers.IntegerField(allow_null=True)
    expected_on = serializers.DateField(allow_null=True, help_text="Expected notification.")
    site_visit_on = serializers.DateField(allow_null=True)
    mou_on = serializers.DateField(allow_null=True, help_text="MOU or LOI signed.")
    notified_on = serializers.DateField(allow_null=True)
    arrived_on = serializers.DateField(allow_null=True, help_text="Funds arrived.")
    registered_on = serializers.DateField(allow_null=True)
    operating_on = serializers.DateField(allow_null=True)
    firm = FirmSerializer(allow_null=True)
    site = SiteSerializer(allow_null=True)
    zone = ZoneSerializer(allow_null=True)
    cooperative = NamesSerializer(allow_null=True)
    investors = InvestorSerializer(many=True)
    is_demo = serializers.BooleanField(help_text="True for fictional demo data.")
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class DealRecordSerializer(DealSerializer):
    """A deal at its own address. Null means not known or not yet."""

    credit = serializers.CharField(help_text="Credit that the register's licence asks to show.")


EXAMPLE: Row = {
    "id": "019a2b3c-4d5e-7f60-8a1b-2c3d4e5f6072",
    "title": "구미 정밀부품 공장",
    "stage": "negotiation",
    "stage_since": "2026-10-14T05:00:00+00:00",
    "status": "active",
    "lost_to": None,
    "expected_amount": {"amount": "1500000000", "currency": "KRW"},
    "notified_amount": None,
    "arrived_amount": None,
    "jobs": 30,
    "expected_on": "2027-03-31",
    "site_visit_on": "2026-09-03",
    "mou_on": None,
    "notified_on": None,
    "arrived_on": None,
    "registered_on": None,
    "operating_on": None,
    "firm": {
        "id": "019a2b3c-4d5e-7f60-8a1b-2c3d4e5f6073",
        "name": {"ja": None, "ko": "견본전자", "en": "Sample Electronics"},
    },
    "site": None,
    "zone": {"key": "gumi", "name": {"ja": None, "ko": "구미 단지", "en": None}},
    "cooperative": None,
    "investors": [
        {
            "id": "019a2b3c-4d5e-7f60-8a1b-2c3d4e5f6071",
            "name": {"ja": "株式会社見本精密", "ko": "견본정밀", "en": None},
            "is_shared": True,
        }
    ],
    "is_demo": True,
    "created_at": "2026-06-01T01:00:00+00:00",
    "updated_at": "2026-10-14T05:00:00+00:00",
}


# --- Endpoints ------------------------------------------------------------------------------------


class DealList(PartnerListView):
    queryset = Deal.objects.all()
    filterset_class = PartnerDealFilter

    @described(
        operation="listDeals",
        summary="Deals shared with you",
        description="All parameters narrow the list together; without any it is everything that "
        "is shared with the agency today.",
        answer=DealSerializer(many=True),
        example=EXAMPLE,
        tag="deals",
    )
    def get(self, request: Request) -> Response:
        found = rows(self.filter_queryset(self.get_queryset()), self.agency)
        return self.answer(found, record)


class DealDetail(PartnerView):
    queryset = Deal.objects.all()
    filter_backends = []

    @described(
        operation="getDeal",
        summary="One deal",
        description="A deal that is not shared answers like one that does not exist.",
        answer=DealRecordSerializer,
        example={**EXAMPLE, "credit": CREDIT},
        tag="deals",
        missing=True,
    )
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002  # the address's name
        self.refuse_parameters()
        row = rows(self.get_queryset().filter(pk=id), self.agency).first()
        if row is None:
            raise not_shared()
        return Response({**record(row), "credit": CREDIT})
