"""One FilterSet a noun: the list page, saved views, export and API all use it."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from matching.models import Firm, Match, Need
from matching.models.match import MatchQuerySet
from prospects.filters import OrderedFilterSet
from prospects.finding import named_q
from prospects.models import Capability, Certificate, Cluster, Company


def _firms(_request: Any) -> QuerySet[Firm]:
    return Firm.objects.order_by("name_ko", "name_en")


def _under(field: str, capability: Capability) -> Q:
    """A capability and what is below it, to any depth."""
    return Q(**{f"{field}__in": Capability.objects.under(capability)})


class NeedFilter(OrderedFilterSet):
    """Needs by text, firm, process, place, time and how far their matches have come."""

    ORDERS = {"-added": ("-id",)}

    q = django_filters.CharFilter(method="containing", label=_("Title or description"))
    status = django_filters.MultipleChoiceFilter(choices=Need.Status.choices, label=_("status"))
    firm = django_filters.ModelChoiceFilter(queryset=_firms, label=_("Korean firm"))
    capability = django_filters.ModelChoiceFilter(
        queryset=Capability.objects.all(), method="under", label=_("capability")
    )
    certificate = django_filters.ModelChoiceFilter(
        queryset=Certificate.objects.all(), field_name="certificates", label=_("certificate")
    )
    region = django_filters.CharFilter(field_name="site__region", label=_("region"))
    start = django_filters.DateFromToRangeFilter(field_name="start_on", label=_("start"))
    localises_import = django_filters.BooleanFilter(label=_("localises an import from Japan"))
    decided = django_filters.BooleanFilter(
        method="with_decisions", label=_("someone is shortlisted or further")
    )

    class Meta:
        model = Need
        fields = (
            "q",
            "status",
            "firm",
            "capability",
            "certificate",
            "region",
            "start",
            "localises_import",
            "decided",
        )

    def containing(self, needs: QuerySet[Need], _name: str, text: str) -> QuerySet[Need]:
        return needs.filter(
            named_q(Need, text) | named_q(Firm, text, path="firm") | Q(description__icontains=text)
        )

    def under(self, needs: QuerySet[Need], _name: str, capability: Capability) -> QuerySet[Need]:
        return needs.filter(_under("capability", capability))

    def with_decisions(self, needs: QuerySet[Need], _name: str, decided: bool) -> QuerySet[Need]:
        chosen = Match.objects.exclude(
            status__in=(Match.Status.SUGGESTED, Match.Status.REJECTED)
        ).values("need")
        return needs.filter(pk__in=chosen) if decided else needs.exclude(pk__in=chosen)


class MatchFilter(OrderedFilterSet):
    """Matches by their two sides, by status, and by how good and how sure they are."""

    ORDERS = {"-priority": ("-priority", "id")}

    status = django_filters.MultipleChoiceFilter(choices=Match.Status.choices, label=_("status"))
    need = django_filters.ModelChoiceFilter(queryset=Need.objects.all(), label=_("need"))
    company = django_filters.ModelChoiceFilter(queryset=Company.objects.all(), label=_("company"))
    firm = django_filters.ModelChoiceFilter(
        queryset=_firms, field_name="need__firm", label=_("Korean firm")
    )
    cluster = django_filters.ModelChoiceFilter(
        queryset=Cluster.objects.all(), field_name="company__cluster", label=_("cluster")
    )
    capability = django_filters.ModelChoiceFilter(
        queryset=Capability.objects.all(), method="under", label=_("capability")
    )
    score = django_filters.NumberFilter(
        field_name="score", lookup_expr="gte", min_value=0, max_value=1, label=_("score from")
    )
    confidence = django_filters.NumberFilter(
        field_name="confidence",
        lookup_expr="gte",
        min_value=0,
        max_value=1,
        label=_("confidence from"),
    )

    class Meta:
        model = Match
        fields = (
            "status",
            "need",
            "company",
            "firm",
            "cluster",
            "capability",
            "score",
            "confidence",
        )

    def under(
        self, matches: QuerySet[Match], _name: str, capability: Capability
    ) -> QuerySet[Match]:
        return matches.filter(_under("need__capability", capability))

    @property
    def listed(self) -> QuerySet[Any]:
        """Rejected ones only when asked for."""
        found: MatchQuerySet = self.qs
        return found if self.data and self.data.get("status") else found.standing()
