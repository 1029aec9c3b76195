"""What keys in the answers stand for, and the index of the API."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from crm.api.v1.base import PartnerView, described
from crm.api.v1.shapes import NamesSerializer, names
from crm.models import Stage
from prospects.models import Capability, Certificate, Cluster


class StageSerializer(serializers.Serializer[Any]):
    """A step of the pipeline."""

    key = serializers.CharField()
    name = NamesSerializer()
    position = serializers.IntegerField(help_text="Place in the pipeline, from 1.")


class ClusterSerializer(serializers.Serializer[Any]):
    """An industrial agglomeration."""

    key = serializers.CharField()
    name = NamesSerializer()
    prefecture = serializers.CharField(help_text="Japanese name.")
    municipality_codes = serializers.ListField(
        child=serializers.CharField(), help_text="JIS X 0402, five digits."
    )
    latitude = serializers.FloatField()
    longitude = serializers.FloatField()


class CapabilitySerializer(serializers.Serializer[Any]):
    """A process of the taxonomy, or a family of processes."""

    key = serializers.CharField()
    name = NamesSerializer()
    parent = serializers.CharField(  # type: ignore[assignment]  # DRF's fields have a `parent`
        allow_null=True, help_text="Key of the family."
    )
    jsic_codes = serializers.ListField(child=serializers.CharField())
    ksic_codes = serializers.ListField(child=serializers.CharField())


class CertificateSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    name = NamesSerializer()


def _results(name: str, each: type[serializers.Serializer[Any]]) -> Any:
    """The shape of a whole list without pages."""
    return type(f"{name}ListSerializer", (serializers.Serializer,), {"results": each(many=True)})


_SAMPLE_NAME = {"ja": "大田区", "ko": "오타구", "en": "Ota Ward"}


class ReferenceView(PartnerView):
    filter_backends = []

    def answer(self, results: list[dict[str, Any]]) -> Response:
        self.refuse_parameters()
        return Response({"results": results})


class StageList(ReferenceView):
    @described(
        operation="listStages",
        summary="Stages of the pipeline",
        description="All stages in their order.",
        answer=_results("Stage", StageSerializer),
        example={
            "results": [
                {
                    "key": "negotiation",
                    "name": {"ja": "交渉", "ko": "협상", "en": "Negotiation"},
                    "position": 5,
                }
            ]
        },
        tag="reference",
    )
    def get(self, request: Request) -> Response:
        return self.answer(
            [
                {"key": stage.key, "name": _name(stage), "position": stage.position}
                for stage in Stage.objects.all()
            ]
        )


class ClusterList(ReferenceView):
    @described(
        operation="listClusters",
        summary="Clusters",
        description="All industrial agglomerations.",
        answer=_results("Cluster", ClusterSerializer),
        example={
            "results": [
                {
                    "key": "ota-ward",
                    "name": _SAMPLE_NAME,
                    "prefecture": "東京都",
                    "municipality_codes": ["13111"],
                    "latitude": 35.56,
                    "longitude": 139.72,
                }
            ]
        },
        tag="reference",
    )
    def get(self, request: Request) -> Response:
        return self.answer(
            [
                {
                    "key": cluster.key,
                    "name": _name(cluster),
                    "prefecture": cluster.prefecture_ja,
                    "municipality_codes": cluster.municipality_codes,
                    "latitude": cluster.latitude,
                    "longitude": cluster.longitude,
                }
                for cluster in Cluster.objects.all()
            ]
        )


class CapabilityList(ReferenceView):
    @described(
        operation="listCapabilities",
        summary="Processes",
        description="The whole taxonomy of processes.",
        answer=_results("Capability", CapabilitySerializer),
        example={
            "results": [
                {
                    "key": "machining",
                    "name": {"ja": "切削加工", "ko": "절삭가공", "en": "Machining"},
                    "parent": None,
                    "jsic_codes": ["2452"],
                    "ksic_codes": ["25924"],
                }
            ]
        },
        tag="reference",
    )
    def get(self, request: Request) -> Response:
        return self.answer(
            [
                {
                    "key": capability.key,
                    "name": _name(capability),
                    "parent": capability.parent and capability.parent.key,
                    "jsic_codes": capability.jsic_codes,
                    "ksic_codes": capability.ksic_codes,
                }
                for capability in Capability.objects.select_related("parent")
            ]
        )


class CertificateList(ReferenceView):
    @described(
        operation="listCertificates",
        summary="Certificates",
        description="All certificates.",
        answer=_results("Certificate", CertificateSerializer),
        example={
            "results": [
                {"key": "iso-9001", "name": {"ja": "ISO 9001", "ko": "ISO 9001", "en": "ISO 9001"}}
            ]
        },
        tag="reference",
    )
    def get(self, request: Request) -> Response:
        return self.answer(
            [
                {"key": certificate.key, "name": _name(certificate)}
                for certificate in Certificate.objects.all()
            ]
        )


def _name(record: Stage | Cluster | Capability | Certificate) -> dict[str, str | None]:
    return names(record.name_ja, record.name_ko, record.name_en)


class AgencySerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = NamesSerializer()


class IndexSerializer(serializers.Serializer[Any]):
    """Who is asking, and where things are."""

    agency = AgencySerializer()
    links = serializers.DictField(child=serializers.URLField(), help_text="Name → address.")


LINKS = ("companies", "deals", "stages", "clusters", "capabilities", "certificates")


class Index(PartnerView):
    filter_backends = []

    @described(
        operation="getIndex",
        summary="Index",
        description="Which agency the token belongs to, and the lists.",
        answer=IndexSerializer,
        example={
            "agency": {
                "id": "019a2b3c-4d5e-7f60-8a1b-2c3d4e5f6070",
                "name": {"ja": None, "ko": "견본시청", "en": "Sample City"},
            },
            "links": {name: f"https://crm.example.org/api/v1/{name}" for name in LINKS},
        },
        tag="reference",
    )
    def get(self, request: Request) -> Response:
        self.refuse_parameters()
        agency = self.agency
        links = {
            name: request.build_absolute_uri(reverse(f"api-v1:{name}"))
            for name in (*LINKS, "schema", "docs")
        }
        return Response(
            {
                "agency": {
                    "id": agency.pk,
                    "name": names(agency.name_ja, agency.name_ko, agency.name_en),
                },
                "links": links,
            }
        )
