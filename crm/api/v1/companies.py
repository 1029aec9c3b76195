"""Companies shared with an agency.

Shown is what a partner needs to receive a company: who and where it is, what it makes and wants.
Not shown: people and their numbers, customers, financial years, budget, notes, who covers it.
"""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from crm.api.v1.base import PartnerListView, PartnerView, described, not_shared
from crm.api.v1.filtering import PartnerCompanyFilter
from crm.api.v1.problems import MergedAway
from crm.api.v1.shapes import NamesSerializer, names
from prospects.models import (
    Company,
    CompanyCapability,
    CompanyCertificate,
    CooperativeMembership,
    ExpansionIntent,
    FormerCompany,
    OverseasBase,
)
from prospects.register.facts import CREDIT

Row = dict[str, Any]
_COLUMNS = (
    "id", "corporate_number", "registration", "name_ja", "name_kana", "name_ko", "name_en",
    "postcode", "prefecture", "city", "street", "municipality_code", "jsic_code", "founded_year",
    "employees", "capital_jpy", "website", "source", "as_of", "is_demo", "created_at",
    "updated_at",
)  # fmt: skip


def rows(companies: QuerySet[Company]) -> QuerySet[Company, Row]:
    """What a list shows of each company, in one query."""
    of = {"company": OuterRef("pk")}
    return cast(
        "QuerySet[Company, Row]",
        companies.values(
            *_COLUMNS,
            cluster_key=F("cluster__key"),
            intent_key=F("intent__id"),
            mode=F("intent__mode"),
            target_countries=F("intent__target_countries"),
            horizon_months=F("intent__horizon_months"),
            keeps_home_base=F("intent__keeps_home_base"),
            capability_keys=ArraySubquery(
                CompanyCapability.objects.filter(**of)
                .order_by("capability__position", "id")
                .values("capability__key")
            ),
            certificate_keys=ArraySubquery(
                CompanyCertificate.objects.filter(**of)
                .order_by("certificate_id")
                .values("certificate_id")
            ),
        ),
    )


def detailed(companies: QuerySet[Company, Row]) -> QuerySet[Company, Row]:
    """With what only the record's own address shows."""
    of = {"company": OuterRef("pk")}
    return companies.annotate(
        products_text=F("products"),
        capability_details=ArraySubquery(
            CompanyCapability.objects.filter(**of)
            .order_by("capability__position", "id")
            .values(
                json=JSONObject(
                    capability="capability__key",
                    materials="materials",
                    precision_um="precision_um",
                    size_max_mm="size_max_mm",
                    monthly_volume="monthly_volume",
                    equipment="equipment",
                )
            )
        ),
        bases=ArraySubquery(
            OverseasBase.objects.filter(**of)
            .order_by("country", "since_year", "id")
            .values(
                json=JSONObject(
                    country="country", city="city", kind="kind", since_year="since_year"
                )
            )
        ),
        cooperative_names=ArraySubquery(
            CooperativeMembership.objects.filter(**of)
            .order_by("id")
            .values(
                json=JSONObject(
                    ja="cooperative__name_ja", ko="cooperative__name_ko", en="cooperative__name_en"
                )
            )
        ),
    )


def summary(row: Row) -> Row:
    """A company in a list."""
    return {
        "id": row["id"],
        "corporate_number": row["corporate_number"],
        "registration": row["registration"],
        "name": {
            **names(row["name_ja"], row["name_ko"], row["name_en"]),
            "kana": row["name_kana"] or None,
        },
        "place": {
            "prefecture": row["prefecture"] or None,
            "city": row["city"] or None,
            "street": row["street"] or None,
            "postcode": row["postcode"] or None,
            "municipality_code": row["municipality_code"] or None,
        },
        "cluster": row["cluster_key"],
        "jsic_code": row["jsic_code"] or None,
        "founded_year": row["founded_year"],
        "employees": row["employees"],
        "capital_jpy": row["capital_jpy"],
        "website": row["website"] or None,
        "capabilities": row["capability_keys"],
        "certificates": row["certificate_keys"],
        "intent": row["intent_key"]
        and {
            "mode": row["mode"] or None,
            "target_countries": row["target_countries"],
            "horizon_months": row["horizon_months"],
            "keeps_home_base": row["keeps_home_base"],
        },
        "source": row["source"] or None,
        "as_of": row["as_of"],
        "is_demo": row["is_demo"],
        "created_at": row["created_at"],
        "updated_at": row["updated_at"],
    }


def record(row: Row) -> Row:
    """A company at its own address."""
    return {
        **summary(row),
        "products": row["products_text"] or None,
        "capability_details": [
            {**each, "equipment": each["equipment"] or None} for each in row["capability_details"]
        ],
        "overseas_bases": [{**each, "city": each["city"] or None} for each in row["bases"]],
        "cooperatives": [names(**each) for each in row["cooperative_names"]],
        "credit": CREDIT,
    }


# --- Shapes, for the API's description ------------------------------------------------------------


class CompanyNameSerializer(NamesSerializer):
    """Registered name with its reading, and the names in Korean and English."""

    kana = serializers.CharField(allow_null=True, help_text="Reading in katakana.")


class PlaceSerializer(serializers.Serializer[Any]):
    prefecture = serializers.CharField(allow_null=True)
    city = serializers.CharField(allow_null=True)
    street = serializers.CharField(allow_null=True)
    postcode = serializers.CharField(allow_null=True, help_text="Seven digits.")
    municipality_code = serializers.CharField(allow_null=True, help_text="JIS X 0402, five digits.")


class IntentSerializer(serializers.Serializer[Any]):
    """What the company says about going abroad."""

    mode = serializers.ChoiceField(ExpansionIntent.Mode.choices, allow_null=True)
    target_countries = serializers.ListField(
        child=serializers.CharField(), help_text="ISO 3166-1 alpha-2."
    )
    horizon_months = serializers.IntegerField(allow_null=True, help_text="Months from now.")
    keeps_home_base = serializers.BooleanField(allow_null=True)


class CompanySerializer(serializers.Serializer[Any]):
    """A company in a list. Null means not known."""

    id = serializers.UUIDField()
    corporate_number = serializers.RegexField(
        r"^[1-9][0-9]{12}$", allow_null=True, help_text="法人番号, thirteen digits."
    )
    registration = serializers.ChoiceField(Company.Registration.choices)
    name = CompanyNameSerializer()
    place = PlaceSerializer()
    cluster = serializers.CharField(allow_null=True, help_text="Key of `/clusters`.")
    jsic_code = serializers.CharField(
        allow_null=True, help_text="Japan Standard Industrial Classification."
    )
    founded_year = serializers.IntegerField(allow_null=True)
    employees = serializers.IntegerField(allow_null=True)
    capital_jpy = serializers.IntegerField(allow_null=True, help_text="Capital in yen.")
    website = serializers.CharField(allow_null=True)
    capabilities = serializers.ListField(
        child=serializers.CharField(), help_text="Keys of `/capabilities`."
    )
    certificates = serializers.ListField(
        child=serializers.CharField(), help_text="Keys of `/certificates`."
    )
    intent = IntentSerializer(allow_null=True)
    source = serializers.CharField(  # type: ignore[assignment]  # DRF's fields have a `source`
        allow_null=True, help_text="Where the facts come from."
    )
    as_of = serializers.DateField(allow_null=True, help_text="Day that the facts describe.")
    is_demo = serializers.BooleanField(help_text="True for fictional demo data.")
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class CapabilityDetailSerializer(serializers.Serializer[Any]):
    """What the company can do in a process."""

    capability = serializers.CharField(help_text="Key of `/capabilities`.")
    materials = serializers.ListField(child=serializers.CharField())
    precision_um = serializers.FloatField(allow_null=True, help_text="Tolerance, ± µm.")
    size_max_mm = serializers.FloatField(allow_null=True, help_text="Largest part, mm.")
    monthly_volume = serializers.IntegerField(allow_null=True, help_text="Pieces a month.")
    equipment = serializers.CharField(allow_null=True)


class OverseasBaseSerializer(serializers.Serializer[Any]):
    country = serializers.CharField(help_text="ISO 3166-1 alpha-2.")
    city = serializers.CharField(allow_null=True)
    kind = serializers.ChoiceField(OverseasBase.Kind.choices)
    since_year = serializers.IntegerField(allow_null=True)


class CompanyRecordSerializer(CompanySerializer):
    """A company at its own address. Null means not known."""

    products = serializers.CharField(allow_null=True, help_text="Products and strengths.")
    capability_details = CapabilityDetailSerializer(many=True)
    overseas_bases = OverseasBaseSerializer(many=True)
    cooperatives = NamesSerializer(many=True, help_text="Cooperatives it belongs to.")
    credit = serializers.CharField(help_text="Credit that the register's licence asks to show.")


EXAMPLE: Row = {
    "id": "019a2b3c-4d5e-7f60-8a1b-2c3d4e5f6071",
    "corporate_number": "9000000000000",
    "registration": "open",
    "name": {"ja": "株式会社見本精密", "ko": "견본정밀", "en": None, "kana": "ミホンセイミツ"},
    "place": {
        "prefecture": "東京都",
        "city": "大田区",
        "street": "見本町一丁目1番1号",
        "postcode": "1440000",
        "municipality_code": "13111",
    },
    "cluster": "ota-ward",
    "jsic_code": "2452",
    "founded_year": 1974,
    "employees": 24,
    "capital_jpy": 10000000,
    "website": None,
    "capabilities": ["machining"],
    "certificates": ["iso-9001"],
    "intent": {
        "mode": "accompanying",
        "target_countries": ["KR"],
        "horizon_months": 18,
        "keeps_home_base": True,
    },
    "source": None,
    "as_of": None,
    "is_demo": True,
    "created_at": "2026-11-02T01:23:45.678901+00:00",
    "updated_at": "2026-11-20T08:00:00.000000+00:00",
}
RECORD_EXAMPLE: Row = {
    **EXAMPLE,
    "products": "정밀 절삭 부품",
    "capability_details": [
        {
            "capability": "machining",
            "materials": ["SUS304"],
            "precision_um": 5.0,
            "size_max_mm": 300.0,
            "monthly_volume": 20000,
            "equipment": None,
        }
    ],
    "overseas_bases": [
        {"country": "TH", "city": None, "kind": "factory", "since_year": 2011},
    ],
    "cooperatives": [{"ja": "見本協同組合", "ko": None, "en": None}],
    "credit": CREDIT,
}


# --- Endpoints ------------------------------------------------------------------------------------


class CompanyList(PartnerListView):
    queryset = Company.objects.all()
    filterset_class = PartnerCompanyFilter

    @described(
        operation="listCompanies",
        summary="Companies shared with you",
        description="All parameters narrow the list together; without any it is everything that "
        "is shared with the agency today.",
        answer=CompanySerializer(many=True),
        example=EXAMPLE,
        tag="companies",
    )
    def get(self, request: Request) -> Response:
        found = rows(self.filter_queryset(self.get_queryset()))
        return self.answer(found, summary)


class CompanyDetail(PartnerView):
    queryset = Company.objects.all()
    filter_backends = []

    @described(
        operation="getCompany",
        summary="One company",
        description="A company that is not shared answers like one that does not exist.",
        answer=CompanyRecordSerializer,
        example=RECORD_EXAMPLE,
        tag="companies",
        missing=True,
        merged=True,
    )
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002  # the address's name
        self.refuse_parameters()
        row = detailed(rows(self.get_queryset().filter(pk=id))).first()
        if row is None:
            raise self.elsewhere(id)
        return Response(record(row))

    def elsewhere(self, key: UUID) -> Exception:
        """410 for a company that was merged into one that the agency may read, else 404."""
        former = FormerCompany.objects.filter(pk=key, successor__in=self.get_queryset()).first()
        if former is None:
            return not_shared()
        address = reverse("api-v1:company", args=[former.successor_id])
        return MergedAway(str(former.successor_id), address)
