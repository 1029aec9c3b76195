"""How Korean firms are narrowed and sorted."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from matching.filters import regions
from matching.models import Firm, Need, Site
from prospects.filters import ALL, LONGEST_TEXT, OrderedFilterSet, YesNoFilter
from prospects.finding import named_q


class FirmFilter(OrderedFilterSet):
    """Firms by name or group, by where they have plants, and by whether they look for somebody."""

    ORDERS = {"name": ("name_ko", "id"), "-name": ("-name_ko", "-id"), "-added": ("-id",)}

    q = django_filters.CharFilter(
        method="containing", label=_("Name or group"), max_length=LONGEST_TEXT
    )
    region = django_filters.ChoiceFilter(
        method="with_plant_in", choices=regions, empty_label=ALL, label=_("region")
    )
    looking = YesNoFilter(method="with_open_needs", label=_("has open needs"))

    class Meta:
        model = Firm
        fields = ("q", "region", "looking")

    def containing(self, firms: QuerySet[Firm], _name: str, text: str) -> QuerySet[Firm]:
        return firms.filter(named_q(Firm, text))

    def with_plant_in(self, firms: QuerySet[Firm], _name: str, region: str) -> QuerySet[Firm]:
        sites = Site.objects.filter(firm=OuterRef("pk"), region=region)
        return firms.filter(Exists(sites))

    def with_open_needs(self, firms: QuerySet[Firm], _name: str, wanted: Any) -> QuerySet[Firm]:
        needs = Need.objects.open().filter(firm=OuterRef("pk"))
        return firms.filter(Exists(needs) if wanted else ~Exists(needs))
