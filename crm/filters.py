"""How activities and campaigns are narrowed and sorted, and companies by who covers them.

Each FilterSet serves list page, saved view and export. See `prospects.filters` for what they have
in common, and `crm.deal_filters` for deals.
"""

from __future__ import annotations

import datetime as dt

import django_filters as filters
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from prospects.filters import (
    ALL,
    LONGEST_TEXT,
    CompanyFilter,
    OrderedFilterSet,
    YesNoFilter,
    named_choice,
    words,
)
from prospects.finding import named, named_q
from prospects.models import Cluster, Company

from .days import begins, ends
from .models import (
    Activity,
    Campaign,
    CampaignInvitee,
    IntroductionPlan,
    PlannedIntroduction,
    Team,
    User,
)

FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2199, 12, 31)


def date_bound(
    field: str, bound: str, *, label: object, help_text: str, method: str | None = None
) -> filters.DateFilter:
    """`bound` is gte or lte. With a method the days bound moments, whose range is smaller."""
    in_range = (MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)) if method else ()
    return filters.DateFilter(
        field_name=field,
        lookup_expr=bound,
        label=label,
        help_text=help_text,
        method=method,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=in_range,
    )


def owner_choice(field: str, *, label: object) -> filters.ModelChoiceFilter:
    return filters.ModelChoiceFilter(
        field_name=field,
        queryset=User.objects.all(),
        empty_label=ALL,
        label=label,
        help_text="An officer.",
    )


class ActivityFilter(OrderedFilterSet):
    """Activities by text, kind, people and time."""

    ORDERS = {
        "-at": ("-at", "-id"),
        "at": ("at", "id"),
        "-added": ("-id",),
        "added": ("id",),
    }

    q = filters.CharFilter(
        method="narrow_text",
        max_length=LONGEST_TEXT,
        label=_("Subject, outcome or company"),
        help_text="Words, each in the subject, the outcome or the company's name.",
    )
    kind = filters.ChoiceFilter(
        choices=Activity.Kind.choices,
        empty_label=ALL,
        label=_("kind"),
        help_text="What was done or is planned.",
    )
    status = filters.ChoiceFilter(
        choices=Activity.Status.choices,
        empty_label=ALL,
        label=_("status"),
        help_text="Planned, done or cancelled.",
    )
    owner = owner_choice("owner", label=_("owner"))
    team = named_choice(
        Team.objects.all(),
        key="id",
        field_name="owner__team",
        label=_("team"),
        help_text="The owner's team.",
    )
    cluster = named_choice(
        Cluster.objects.all(),
        key="key",
        field_name="company__cluster",
        label=_("cluster"),
        help_text="Key of the company's cluster.",
    )
    campaign = named_choice(
        Campaign.objects.all(), key="id", label=_("campaign"), help_text="A campaign."
    )
    day_from = date_bound(
        "at", "gte", label=_("from"), help_text="First day.", method="narrow_from"
    )
    day_to = date_bound("at", "lte", label=_("to"), help_text="Last day.", method="narrow_to")
    overdue = YesNoFilter(
        method="narrow_overdue",
        label=_("overdue"),
        help_text="Whether the activity is planned for a time that has passed.",
    )
    demo = YesNoFilter(
        field_name="is_demo", label=_("demo"), help_text="Whether the record is demo data."
    )

    class Meta:
        model = Activity
        fields: tuple[str, ...] = ()

    def narrow_text(
        self, queryset: QuerySet[Activity], name: str, value: str
    ) -> QuerySet[Activity]:
        def one(word: str) -> Q:
            return (
                Q(subject__icontains=word)
                | Q(outcome__icontains=word)
                | named_q(Company, word, path="company")
            )

        return queryset.filter(words(value, one))

    def narrow_from(
        self, queryset: QuerySet[Activity], name: str, value: dt.date
    ) -> QuerySet[Activity]:
        return queryset.filter(at__gte=begins(value))

    def narrow_to(
        self, queryset: QuerySet[Activity], name: str, value: dt.date
    ) -> QuerySet[Activity]:
        return queryset.filter(at__lt=ends(value))

    def narrow_overdue(
        self, queryset: QuerySet[Activity], name: str, value: bool
    ) -> QuerySet[Activity]:
        late = Q(status=Activity.Status.PLANNED, planned_for__lt=timezone.now())
        return queryset.filter(late if value else ~late)


class CoveredCompanyFilter(CompanyFilter):
    """Companies also by who keeps the contact with them."""

    owner = owner_choice("coverage__owner", label=_("owner"))
    team = named_choice(
        Team.objects.all(),
        key="id",
        field_name="coverage__owner__team",
        label=_("team"),
        help_text="The owner's team.",
    )
    covered = YesNoFilter(
        field_name="coverage",
        lookup_expr="isnull",
        exclude=True,
        label=_("has an owner"),
        help_text="Whether somebody keeps the contact with the company.",
    )


class CampaignFilter(OrderedFilterSet):
    """Campaigns by text, kind and owner."""

    ORDERS = {"-starts": ("-starts_on", "-id")}

    q = filters.CharFilter(
        method="narrow_text",
        max_length=LONGEST_TEXT,
        label=_("Name or place"),
        help_text="Text in one of the names or the place.",
    )
    kind = filters.ChoiceFilter(
        choices=Campaign.Kind.choices,
        empty_label=ALL,
        label=_("kind"),
        help_text="Seminar, delegation, exhibition or mailing.",
    )
    owner = filters.ModelChoiceFilter(
        queryset=User.objects.filter(is_active=True),
        empty_label=ALL,
        label=_("owner"),
        help_text="An officer.",
    )

    class Meta:
        model = Campaign
        fields: tuple[str, ...] = ()

    def narrow_text(
        self, queryset: QuerySet[Campaign], name: str, value: str
    ) -> QuerySet[Campaign]:
        return named(queryset, value)


class PlannedIntroductionFilter(OrderedFilterSet):
    """The introductions of a plan, by what was decided about them."""

    ORDERS = {"-value": ("-value", "id")}

    plan = filters.ModelChoiceFilter(
        queryset=IntroductionPlan.objects.all(),
        label=_("introduction plan"),
        help_text="A plan.",
    )
    state = filters.ChoiceFilter(
        choices=PlannedIntroduction.State.choices,
        empty_label=ALL,
        label=_("state"),
        help_text="Proposed, pinned or excluded.",
    )

    class Meta:
        model = PlannedIntroduction
        fields: tuple[str, ...] = ()


class InviteeFilter(OrderedFilterSet):
    """The companies that a campaign invited, by what they answered."""

    ORDERS = {"response": ("response", "id")}

    campaign = named_choice(
        Campaign.objects.all(), key="id", label=_("campaign"), help_text="A campaign."
    )
    response = filters.ChoiceFilter(
        choices=CampaignInvitee.Response.choices,
        empty_label=ALL,
        label=_("response"),
        help_text="What the company answered.",
    )

    class Meta:
        model = CampaignInvitee
        fields: tuple[str, ...] = ()
