"""How deals and activities are narrowed and sorted, and companies by who covers them.

Each FilterSet serves list page, saved view and export; the partners' API leaves out what it does
not show. See `prospects.filters` for what they have in common.
"""

from __future__ import annotations

import datetime as dt

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.models import Firm
from prospects.filters import (
    ALL,
    LONGEST_TEXT,
    CompanyFilter,
    OrderedFilterSet,
    YesNoFilter,
    named_choice,
    number_bound,
    words,
)
from prospects.models import Cluster

from .attention import with_attention
from .models import Activity, Campaign, Currency, Deal, DealInvestor, Stage, Team, User

LARGEST_AMOUNT = 10**18 - 1


def _date(
    field: str, bound: str, *, label: object, help_text: str, method: str | None = None
) -> filters.DateFilter:
    """`bound` is gte or lte."""
    return filters.DateFilter(
        field_name=field,
        lookup_expr=bound,
        label=label,
        help_text=help_text,
        method=method,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def _midnight(day: dt.date) -> dt.datetime:
    """When the day begins in the office's time zone."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _owner(field: str, *, label: object) -> filters.ModelChoiceFilter:
    return filters.ModelChoiceFilter(
        field_name=field,
        queryset=User.objects.all(),
        empty_label=ALL,
        label=label,
        help_text="An officer.",
    )


def _deal_word(word: str) -> Q:
    investors = DealInvestor.objects.filter(deal=OuterRef("pk")).filter(
        Q(company__name_ja__icontains=word)
        | Q(company__name_ko__icontains=word)
        | Q(company__name_en__icontains=word)
    )
    return (
        Q(title__icontains=word)
        | Q(firm__name_ko__icontains=word)
        | Q(firm__name_ja__icontains=word)
        | Q(firm__name_en__icontains=word)
        | Q(Exists(investors))
    )


class DealFilter(OrderedFilterSet):
    """Deals by text, stage, people, place, money and time."""

    ORDERS = {
        "-added": ("-id",),
        "added": ("id",),
        "title": ("title", "id"),
        "-title": ("-title", "-id"),
        "stage": ("stage__position", "stage_since", "id"),
        "-stage": ("-stage__position", "-stage_since", "-id"),
        # Amounts of two currencies do not compare, so each currency stands together.
        "amount": ("currency", "amount", "id"),
        "-amount": ("currency", "-amount", "-id"),
        "expected": ("expected_on", "id"),
        "-expected": ("-expected_on", "-id"),
        "moved": ("stage_since", "id"),
        "-moved": ("-stage_since", "-id"),
    }

    q = filters.CharFilter(
        method="narrow_text",
        max_length=LONGEST_TEXT,
        label=_("Title, investor or firm"),
        help_text="Words, each in the title or the name of an investor or the Korean firm.",
    )
    stage = named_choice(
        Stage.objects.all(), key="key", label=_("stage"), help_text="Key of a pipeline stage."
    )
    status = filters.ChoiceFilter(
        choices=Deal.Status.choices,
        empty_label=ALL,
        label=_("status"),
        help_text="Beside the stage: is the deal moving, resting or over?",
    )
    owner = _owner("owner", label=_("owner"))
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
        method="narrow_cluster",
        label=_("cluster"),
        help_text="Key of a cluster that an investor comes from.",
    )
    firm = named_choice(
        Firm.objects.all(),
        key="id",
        label=_("accompanied firm"),
        help_text="The Korean firm that the investment accompanies.",
    )
    currency = filters.ChoiceFilter(
        choices=Currency.choices,
        empty_label=ALL,
        label=_("currency"),
        help_text="Currency of the deal's amounts.",
    )
    amount_min = number_bound(
        "amount",
        "gte",
        largest=LARGEST_AMOUNT,
        label=_("amount from"),
        help_text="Least expected amount, in `currency`, which must be given too.",
    )
    amount_max = number_bound(
        "amount",
        "lte",
        largest=LARGEST_AMOUNT,
        label=_("amount to"),
        help_text="Greatest expected amount, in `currency`, which must be given too.",
    )
    expected_from = _date(
        "expected_on", "gte", label=_("expected from"), help_text="First day of notification."
    )
    expected_to = _date(
        "expected_on", "lte", label=_("expected to"), help_text="Last day of notification."
    )
    stale = YesNoFilter(
        method="narrow_stale",
        label=_("stale"),
        help_text="Whether the deal has rested longer than its stage allows.",
    )
    demo = YesNoFilter(
        field_name="is_demo", label=_("demo"), help_text="Whether the record is demo data."
    )

    class Meta:
        model = Deal
        fields: tuple[str, ...] = ()

    def get_form_class(self) -> type[forms.Form]:
        form: type[forms.Form] = super().get_form_class()  # type: ignore[no-untyped-call]

        class AmountForm(form):  # type: ignore[valid-type, misc]
            def clean(self) -> None:
                """An amount without its currency would compare won with yen."""
                super().clean()
                for name in ("amount_min", "amount_max"):
                    if self.cleaned_data.get(name) is not None and not self.data.get("currency"):
                        self.add_error(name, _("Choose the currency of the amount."))

        return AmountForm

    def narrow_text(self, queryset: QuerySet[Deal], name: str, value: str) -> QuerySet[Deal]:
        return queryset.filter(words(value, _deal_word))

    def narrow_cluster(self, queryset: QuerySet[Deal], name: str, value: Cluster) -> QuerySet[Deal]:
        investors = DealInvestor.objects.filter(deal=OuterRef("pk"), company__cluster=value)
        return queryset.filter(Exists(investors))

    def narrow_stale(self, queryset: QuerySet[Deal], name: str, value: bool) -> QuerySet[Deal]:
        if "is_stale" not in queryset.query.annotations:
            queryset = with_attention(queryset, timezone.now())
        return queryset.filter(Q(is_stale=value))


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
    owner = _owner("owner", label=_("owner"))
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
    day_from = _date("at", "gte", label=_("from"), help_text="First day.", method="narrow_from")
    day_to = _date("at", "lte", label=_("to"), help_text="Last day.", method="narrow_to")
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
                | Q(company__name_ja__icontains=word)
                | Q(company__name_ko__icontains=word)
                | Q(company__name_en__icontains=word)
            )

        return queryset.filter(words(value, one))

    def narrow_from(
        self, queryset: QuerySet[Activity], name: str, value: dt.date
    ) -> QuerySet[Activity]:
        return queryset.filter(at__gte=_midnight(value))

    def narrow_to(
        self, queryset: QuerySet[Activity], name: str, value: dt.date
    ) -> QuerySet[Activity]:
        return queryset.filter(at__lt=_midnight(value + dt.timedelta(days=1)))

    def narrow_overdue(
        self, queryset: QuerySet[Activity], name: str, value: bool
    ) -> QuerySet[Activity]:
        late = Q(status=Activity.Status.PLANNED, planned_for__lt=timezone.now())
        return queryset.filter(late if value else ~late)


class CoveredCompanyFilter(CompanyFilter):
    """Companies also by who keeps the contact with them."""

    owner = _owner("coverage__owner", label=_("owner"))
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
