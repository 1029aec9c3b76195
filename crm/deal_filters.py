"""How deals are narrowed and sorted: one FilterSet for board, table, saved view and export.

The partners' API offers those of its parameters that it documents. See `prospects.filters` for what
FilterSets have in common.
"""

from __future__ import annotations

import datetime as dt

import django_filters as filters
from django import forms
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.models import Firm
from prospects.filters import (
    ALL,
    LONGEST_TEXT,
    OrderedFilterSet,
    YesNoFilter,
    named_choice,
    number_bound,
    words,
)
from prospects.finding import named_q
from prospects.models import Cluster, Company

from .attention import with_attention
from .days import begins, ends
from .filters import date_bound, owner_choice
from .models import Currency, Deal, DealInvestor, Stage, StageChange, Team
from .models.deal import DealQuerySet

LARGEST_AMOUNT = 10**18 - 1
LONGEST_DAYS = 36_500
RANGES = (
    ("amount_min", "amount_max"),
    ("expected_from", "expected_to"),
    ("notified_from", "notified_to"),
    ("arrived_from", "arrived_to"),
    ("opened_from", "opened_to"),
    ("days_min", "days_max"),
    ("reached_from", "reached_to"),
)


class Then(models.TextChoices):
    """What became of a deal after it came to a stage."""

    FURTHER = "further", _("went further")
    ENDED = "ended", _("ended there")


OUTCOMES = {Then.FURTHER: "went_further", Then.ENDED: "ended"}


def _deal_word(word: str) -> Q:
    investors = DealInvestor.objects.filter(named_q(Company, word, path="company"))
    return (
        named_q(Deal, word) | named_q(Firm, word, path="firm") | Q(pk__in=investors.values("deal"))
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
    expected_from = date_bound(
        "expected_on", "gte", label=_("expected from"), help_text="First day of notification."
    )
    expected_to = date_bound(
        "expected_on", "lte", label=_("expected to"), help_text="Last day of notification."
    )
    notified_from = date_bound(
        "notified_on", "gte", label=_("notified from"), help_text="First day of the notification."
    )
    notified_to = date_bound(
        "notified_on", "lte", label=_("notified to"), help_text="Last day of the notification."
    )
    arrived_from = date_bound(
        "arrived_on", "gte", label=_("arrived from"), help_text="First day of the funds' arrival."
    )
    arrived_to = date_bound(
        "arrived_on", "lte", label=_("arrived to"), help_text="Last day of the funds' arrival."
    )
    opened_from = date_bound(
        "opened",
        "gte",
        label=_("opened from"),
        help_text="First day on which the deal may have been opened.",
        method="narrow_opened_from",
    )
    opened_to = date_bound(
        "opened",
        "lte",
        label=_("opened to"),
        help_text="Last day on which the deal may have been opened.",
        method="narrow_opened_to",
    )
    days_min = number_bound(
        "stage_since",
        "lte",
        largest=LONGEST_DAYS,
        label=_("days in stage from"),
        help_text="Least number of days in the present stage.",
        method="narrow_days_min",
    )
    days_max = number_bound(
        "stage_since",
        "gte",
        largest=LONGEST_DAYS,
        label=_("days in stage to"),
        help_text="Greatest number of days in the present stage.",
        method="narrow_days_max",
    )
    reached = named_choice(
        Stage.objects.all(),
        key="key",
        method="narrow_reached",
        label=_("came to stage"),
        help_text="Key of a stage that the deal came to, whether it is still there or not.",
    )
    reached_from = date_bound(
        "reached",
        "gte",
        label=_("came there from"),
        help_text="First day of coming to the stage `reached`, which must be given too.",
        method="with_reached",
    )
    reached_to = date_bound(
        "reached",
        "lte",
        label=_("came there to"),
        help_text="Last day of coming to the stage `reached`, which must be given too.",
        method="with_reached",
    )
    then = filters.ChoiceFilter(
        choices=Then.choices,
        empty_label=ALL,
        label=_("and then"),
        help_text="What became of the deal after it came to `reached`, which must be given too.",
        method="with_reached",
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

        class RangesForm(form):  # type: ignore[valid-type, misc]
            def clean(self) -> None:
                """Bounds that no deal can meet, or that mean nothing alone, are mistakes."""
                super().clean()
                for name in ("amount_min", "amount_max"):
                    if self.cleaned_data.get(name) is not None and not self.data.get("currency"):
                        self.add_error(name, _("Choose the currency of the amount."))
                for name in ("reached_from", "reached_to", "then"):
                    if self.cleaned_data.get(name) and not self.data.get("reached"):
                        self.add_error(name, _("Choose the stage that the deal came to."))
                for least, most in RANGES:
                    low, high = self.cleaned_data.get(least), self.cleaned_data.get(most)
                    if low is not None and high is not None and low > high:
                        self.add_error(most, _("The end of a range lies before its beginning."))

        return RangesForm

    def narrow_text(self, queryset: QuerySet[Deal], name: str, value: str) -> QuerySet[Deal]:
        return queryset.filter(words(value, _deal_word))

    def narrow_cluster(self, queryset: QuerySet[Deal], name: str, value: Cluster) -> QuerySet[Deal]:
        investors = DealInvestor.objects.filter(deal=OuterRef("pk"), company__cluster=value)
        return queryset.filter(Exists(investors))

    def narrow_stale(self, queryset: QuerySet[Deal], name: str, value: bool) -> QuerySet[Deal]:
        if "is_stale" not in queryset.query.annotations:
            queryset = with_attention(queryset, timezone.now())
        return queryset.filter(Q(is_stale=value))

    def narrow_opened_from(self, queryset: DealQuerySet, name: str, value: dt.date) -> DealQuerySet:
        return queryset.opened(since=begins(value))

    def narrow_opened_to(self, queryset: DealQuerySet, name: str, value: dt.date) -> DealQuerySet:
        return queryset.opened(before=ends(value))

    def narrow_days_min(self, queryset: DealQuerySet, name: str, value: int) -> DealQuerySet:
        latest = timezone.localdate() - dt.timedelta(days=int(value))
        return queryset.filter(stage_since__lt=ends(latest))

    def narrow_days_max(self, queryset: DealQuerySet, name: str, value: int) -> DealQuerySet:
        earliest = timezone.localdate() - dt.timedelta(days=int(value))
        return queryset.filter(stage_since__gte=begins(earliest))

    def narrow_reached(self, queryset: DealQuerySet, name: str, value: Stage) -> DealQuerySet:
        """One and the same coming to the stage has to fit the days and what came of it."""
        data = self.form.cleaned_data
        arrivals = StageChange.objects.filter(deal=OuterRef("pk"), to_stage=value)
        if since := data.get("reached_from"):
            arrivals = arrivals.filter(at__gte=begins(since))
        if until := data.get("reached_to"):
            arrivals = arrivals.filter(at__lt=ends(until))
        if then := data.get("then"):
            arrivals = arrivals.with_outcome().filter(**{OUTCOMES[then]: True})
        return queryset.filter(Exists(arrivals))

    def with_reached(self, queryset: DealQuerySet, name: str, value: object) -> DealQuerySet:
        """Read by `narrow_reached`: these bounds are about its stage and mean nothing alone."""
        return queryset
