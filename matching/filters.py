"""One FilterSet a noun: the list page, saved views, export and API all use it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from matching.matrix import within_group
from matching.models import Firm, Match, Need, Site, WeightProfile
from matching.models.match import MatchQuerySet
from matching.provinces import province_name
from prospects.filters import ALL, OTHER_PLACES, OrderedFilterSet, YesNoFilter
from prospects.finding import named_q
from prospects.models import Capability, Certificate, Cluster, Company
from prospects.number_fields import ExactNumberFilter
from prospects.readiness_filters import ready_q
from prospects.technologies import Grouping, technology_choices, technology_code

#: In an address: a rejection of which it is not known whose word it was.
NOT_RECORDED = "none"
#: What is offered as a least score.
SCORES = ("0.5", "0.6", "0.7", "0.8", "0.9")


def _firms(_request: Any) -> QuerySet[Firm]:
    return Firm.objects.order_by("name_ko", "name_en")


def business_groups() -> list[tuple[str, str]]:
    """The groups that firms belong to."""
    own = {"ja": "group_name_ja", "en": "group_name_en"}.get(get_language() or "", "group_name")
    rows = Firm.objects.exclude(group_name="").values_list("group_name")
    named = rows.annotate(said=Max(own)).values_list("group_name", "said").order_by("group_name")
    return [(name, said or name) for name, said in named]


def regions() -> list[tuple[str, str]]:
    """Where firms have plants."""
    known = Site.objects.order_by("region").values_list("region", flat=True).distinct()
    language = get_language() or "ko"
    return [(region, province_name(region, language)) for region in known]


def _technology(field: str) -> django_filters.ChoiceFilter:
    """By the root technology of the need's process; `field` leads to the capability."""
    return django_filters.ChoiceFilter(
        field_name=f"{field}__root_technology",
        method="of_technology",
        choices=technology_choices,
        empty_label=ALL,
        label=_("root technology"),
    )


def _under(field: str, capability: Capability) -> Q:
    """A capability and what is below it, to any depth."""
    return Q(**{f"{field}__in": Capability.objects.under(capability)})


class NeedFilter(OrderedFilterSet):
    """Needs by text, firm, process, place, time and how far their matches have come."""

    ORDERS = {"-added": ("-id",)}
    MORE = ("technology", "group", "region", "answered")

    q = django_filters.CharFilter(method="containing", label=_("Title or description"))
    status = django_filters.MultipleChoiceFilter(choices=Need.Status.choices, label=_("status"))
    firm = django_filters.ModelChoiceFilter(queryset=_firms, label=_("Korean firm"))
    capability = django_filters.ModelChoiceFilter(
        queryset=Capability.objects.all(), method="under", label=_("capability")
    )
    certificate = django_filters.ModelChoiceFilter(
        queryset=Certificate.objects.all(), field_name="certificates", label=_("certificate")
    )
    technology = _technology("capability")
    group = django_filters.ChoiceFilter(
        field_name="firm__group_name",
        choices=business_groups,
        empty_label=ALL,
        label=_("business group"),
    )
    region = django_filters.ChoiceFilter(
        field_name="site__region", choices=regions, empty_label=ALL, label=_("region of the site")
    )
    answered = YesNoFilter(method="with_matches", label=_("has a match"))
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
            "technology",
            "group",
            "region",
            "answered",
            "start",
            "localises_import",
            "decided",
        )

    def containing(self, needs: QuerySet[Need], _name: str, text: str) -> QuerySet[Need]:
        return needs.filter(
            named_q(Need, text) | named_q(Firm, text, path="firm") | Q(description__icontains=text)
        )

    def of_technology(self, needs: QuerySet[Need], name: str, choice: str) -> QuerySet[Need]:
        return needs.filter(**{name: technology_code(choice)})

    def with_matches(self, needs: QuerySet[Need], _name: str, answered: bool) -> QuerySet[Need]:
        standing: MatchQuerySet = Match.objects.filter(need=OuterRef("pk"))
        found = Exists(standing.standing())
        return needs.filter(found if answered else ~found)

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
    MORE = (
        "technology",
        "group",
        "region",
        "held",
        "ready",
        "current",
        "rejected_by",
        "rejected_in",
        "again",
    )
    #: What asks for rejected ones, which are left out otherwise.
    REJECTED = ("rejected_kind", "rejected_by", "rejected_in", "again")

    status = django_filters.MultipleChoiceFilter(choices=Match.Status.choices, label=_("status"))
    need = django_filters.ModelChoiceFilter(
        queryset=Need.objects.all(), method="of_need", label=_("need")
    )
    company = django_filters.ModelChoiceFilter(queryset=Company.objects.all(), label=_("company"))
    firm = django_filters.ModelChoiceFilter(
        queryset=_firms, field_name="need__firm", label=_("Korean firm")
    )
    cluster = django_filters.ModelChoiceFilter(
        queryset=Cluster.objects.all(),
        field_name="company__cluster",
        null_label=OTHER_PLACES,
        label=_("cluster"),
    )
    technology = _technology("need__capability")
    group = django_filters.ChoiceFilter(
        field_name="need__firm__group_name",
        choices=business_groups,
        empty_label=ALL,
        label=_("business group"),
    )
    region = django_filters.ChoiceFilter(
        field_name="need__site__region",
        choices=regions,
        empty_label=ALL,
        label=_("region of the site"),
    )
    held = django_filters.ChoiceFilter(
        method="holding",
        choices=(
            ("technology", _("the root technology asked for")),
            ("family", _("the family asked for")),
            ("other_technology", _("another root technology only")),
            ("other_family", _("another family only")),
        ),
        empty_label=ALL,
        label=_("company lists"),
    )
    ready = YesNoFilter(method="with_ready", label=_("company is ready"))
    current = YesNoFilter(method="with_both_open", label=_("need and company still open"))
    capability = django_filters.ModelChoiceFilter(
        queryset=Capability.objects.all(), method="under", label=_("capability")
    )
    score = ExactNumberFilter(
        field_name="score", lookup_expr="gte", min_value=0, max_value=1, label=_("score from")
    )
    confidence = ExactNumberFilter(
        field_name="confidence",
        lookup_expr="gte",
        min_value=0,
        max_value=1,
        label=_("confidence from"),
    )
    profile = django_filters.ModelChoiceFilter(
        queryset=WeightProfile.objects.all(), label=_("weight profile")
    )
    rejected_kind = django_filters.MultipleChoiceFilter(
        method="for_reasons", choices=Match.Rejection.choices, label=_("reason of the rejection")
    )
    rejected_by = django_filters.ChoiceFilter(
        method="in_words_of",
        choices=(*Match.Side.choices, (NOT_RECORDED, _("not recorded"))),
        empty_label=ALL,
        label=_("whose rejection"),
    )
    rejected_in = django_filters.DateFilter(
        method="in_month",
        input_formats=("%Y-%m", "%Y-%m-%d"),
        widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
        label=_("month of the rejection"),
    )
    again = YesNoFilter(method="to_look_again", label=_("to look at again"))

    class Meta:
        model = Match
        fields = (
            "status",
            "rejected_kind",
            "rejected_by",
            "rejected_in",
            "again",
            "need",
            "company",
            "firm",
            "cluster",
            "capability",
            "technology",
            "group",
            "region",
            "held",
            "ready",
            "current",
            "score",
            "confidence",
            "profile",
        )

    def of_need(self, matches: MatchQuerySet, _name: str, need: Need) -> QuerySet[Match]:
        """Its list, without what is about to be written anew."""
        return matches.of_need(need.pk)

    def of_technology(self, matches: QuerySet[Match], name: str, choice: str) -> QuerySet[Match]:
        return matches.filter(**{name: technology_code(choice)})

    def holding(self, matches: QuerySet[Match], _name: str, choice: str) -> QuerySet[Match]:
        """Whether the company lists a process of what the need asks for, in the wider sense."""
        other, grouping = choice.startswith("other_"), Grouping(choice.removeprefix("other_"))
        found = within_group(matches, grouping)
        return found.filter(held=not other)

    def with_ready(self, matches: QuerySet[Match], _name: str, ready: bool) -> QuerySet[Match]:
        able = ready_q("company__")
        return matches.filter(able) if ready else matches.exclude(able)

    def with_both_open(self, matches: QuerySet[Match], _name: str, yes: bool) -> QuerySet[Match]:
        both = Q(need__status=Need.Status.OPEN, company__registration=Company.Registration.OPEN)
        return matches.filter(both) if yes else matches.exclude(both)

    def under(
        self, matches: QuerySet[Match], _name: str, capability: Capability
    ) -> QuerySet[Match]:
        return matches.filter(_under("need__capability", capability))

    def for_reasons(self, matches: MatchQuerySet, _name: str, kinds: list[str]) -> QuerySet[Match]:
        """Rejected for one of the kinds. What was rejected before there were kinds is "another"."""
        if not kinds:
            return matches
        wanted = [*kinds, *([""] if Match.Rejection.OTHER in kinds else [])]
        return matches.rejected().filter(rejected_kind__in=wanted)

    def in_words_of(self, matches: MatchQuerySet, name: str, side: str) -> QuerySet[Match]:
        return matches.rejected().filter(**{name: "" if side == NOT_RECORDED else side})

    def in_month(self, matches: QuerySet[Match], _name: str, day: dt.date) -> QuerySet[Match]:
        """Rejected in the month of a day."""
        return matches.filter(
            status=Match.Status.REJECTED, status_at__year=day.year, status_at__month=day.month
        )

    def to_look_again(self, matches: MatchQuerySet, _name: str, again: bool) -> QuerySet[Match]:
        due = matches.to_look_again(timezone.localdate())
        return due if again else matches.exclude(pk__in=due.values("pk"))

    @property
    def listed(self) -> QuerySet[Any]:
        """Rejected ones only when asked for."""
        found: MatchQuerySet = self.qs
        asked = self.data and any(self.data.get(name) for name in ("status", *self.REJECTED))
        return found if asked else found.standing()
