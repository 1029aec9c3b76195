"""How companies and cooperatives are narrowed and sorted.

One FilterSet a noun serves list page, saved view, export and API.

Labels are for people, in their language; `help_text` is for the API's documentation, in English.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, TypeVar

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ModelChoiceField

from .finding import named
from .models import (
    Capability,
    Certificate,
    Cluster,
    Company,
    CompanyCapability,
    CompanyCertificate,
    Cooperative,
    CooperativeMembership,
    ExpansionIntent,
    GroupPlan,
    HostCountry,
    ProgrammeUse,
    SupportProgramme,
)
from .number_fields import WholeNumberFilter
from .prefectures import PREFECTURES
from .readiness_filters import READINESS, readiness_filter
from .technologies import technology_choices, technology_code

ModelT = TypeVar("ModelT", bound=models.Model)
LARGEST_INTEGER = 2_147_483_647
LONGEST_TEXT = 100
ALL = _("all")
#: Companies outside the known clusters, `null` in an address.
OTHER_PLACES = _("other places")


class OrderedFilterSet(filters.FilterSet):
    """A FilterSet that knows the orders its list may have; `sort` in the data chooses one.

    `ORDERS` maps the name of an order to sort keys as for `order_by()`; the first one is the
    default. Keyset pages need them, so they are no filter over the queryset.
    """

    ORDERS: ClassVar[Mapping[str, tuple[str, ...]]]
    #: Filters that a page keeps behind a button until they are in use.
    MORE: ClassVar[tuple[str, ...]] = ()

    @property
    def more_used(self) -> list[forms.BoundField]:
        """Those of `MORE` that are in use: they stand on the page, where they can be taken away."""
        form = self.form
        return [form[name] for name in self.MORE if name in form.changed_data]

    @property
    def more_unused(self) -> list[forms.BoundField]:
        form = self.form
        return [form[name] for name in self.MORE if name not in form.changed_data]

    @property
    def order(self) -> tuple[str, ...]:
        """The sort keys asked for, the default ones for a name that is unknown."""
        default = next(iter(self.ORDERS.values()))
        return self.ORDERS.get((self.data or {}).get("sort", ""), default)

    @property
    def listed(self) -> models.QuerySet[Any]:
        """The rows of its list page and export: what the filters leave, unless a noun says more."""
        found: models.QuerySet[Any] = self.qs
        return found


class YesNoWidget(forms.Select):
    """All, yes or no, with the values `true` and `false`."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, (("", ALL), ("true", _("yes")), ("false", _("no"))))


class YesNoField(forms.Field):
    """`true` or `false`; anything else is an error, where Django's own field is silent."""

    widget = YesNoWidget
    default_error_messages = {"invalid": _("Give true or false.")}

    def to_python(self, value: Any) -> bool | None:
        if value in self.empty_values:
            return None
        values = {"true": True, "1": True, "false": False, "0": False}
        if (text := str(value).lower()) not in values:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return values[text]


class YesNoFilter(filters.BooleanFilter):
    field_class = YesNoField


class NamedChoiceField(ModelChoiceField):
    """Records by their name in the reader's language."""

    def label_from_instance(self, obj: models.Model) -> str:
        return getattr(obj, f"name_{get_language()}", "") or str(obj)


class NamedChoiceFilter(filters.ModelChoiceFilter):
    field_class = NamedChoiceField


def named_choice(
    queryset: models.QuerySet[ModelT], *, key: str, label: Any, help_text: str, **extra: Any
) -> NamedChoiceFilter:
    """A filter by one record, named in the data by its field `key`."""
    return NamedChoiceFilter(
        queryset=queryset,
        to_field_name=key,
        empty_label=ALL,
        label=label,
        help_text=help_text,
        **extra,
    )


def number_bound(
    field: str,
    bound: str,
    *,
    label: Any,
    help_text: str,
    largest: int = LARGEST_INTEGER,
    method: str | None = None,
) -> WholeNumberFilter:
    """`bound` is gte or lte."""
    return WholeNumberFilter(
        field_name=field,
        lookup_expr=bound,
        label=label,
        help_text=help_text,
        method=method,
        min_value=0,
        max_value=largest,
    )


def words(text: str, one: Callable[[str], Q]) -> Q:
    """Rows in which every word of the text is found, wherever `one` looks for it."""
    found = Q()
    for word in text.split():
        found &= one(word)
    return found


def _prefecture_name(ja: str, ko: str, en: str) -> str:
    return {"ja": ja, "ko": ko}.get(get_language() or "", en)


_lazy_prefecture_name = lazy(_prefecture_name, str)


class CompanyFilter(OrderedFilterSet):
    """Companies by text, place, ability, size, plans, readiness and registration."""

    ORDERS = {
        "-added": ("-id",),
        "added": ("id",),
        "name": ("name_ja", "id"),
        "-name": ("-name_ja", "-id"),
        "employees": ("employees", "id"),
        "-employees": ("-employees", "-id"),
        "push": ("readiness__push", "id"),
        "-push": ("-readiness__push", "-id"),
        "will": ("readiness__will", "id"),
        "-will": ("-readiness__will", "-id"),
        "strength": ("readiness__strength", "id"),
        "-strength": ("-readiness__strength", "-id"),
    }

    q = filters.CharFilter(
        method="narrow_text",
        max_length=LONGEST_TEXT,
        label=_("Name or corporate number"),
        help_text="Words, each in one of the names (any language, kana, Hangul as heard); or a "
        "corporate number or its beginning, four digits at least.",
    )
    cluster = named_choice(
        Cluster.objects.all(),
        key="key",
        label=_("cluster"),
        help_text="Key of a cluster.",
        null_label=OTHER_PLACES,
    )
    prefecture = filters.ChoiceFilter(
        choices=[(p.ja, _lazy_prefecture_name(p.ja, p.ko, p.en)) for p in PREFECTURES],
        empty_label=ALL,
        label=_("prefecture"),
        help_text="Prefecture by its Japanese name.",
    )
    capability = named_choice(
        Capability.objects.all(),
        key="key",
        method="narrow_capability",
        label=_("capability"),
        help_text="Key of a process of the taxonomy; a node includes what is below it.",
    )
    technology = filters.ChoiceFilter(
        choices=technology_choices,
        empty_label=ALL,
        method="narrow_technology",
        label=_("root technology"),
        help_text="Code of a root technology of which the company lists a process; `none` for "
        "processes of no root technology.",
    )
    skilled = YesNoFilter(
        method="narrow_skilled",
        label=_("capabilities on record"),
        help_text="Whether any process is on record for the company.",
    )
    certificate = named_choice(
        Certificate.objects.all(),
        key="key",
        method="narrow_certificate",
        label=_("certificate"),
        help_text="Key of a certificate that the company holds.",
    )
    employees_min = number_bound(
        "employees",
        "gte",
        label=_("employees from"),
        help_text="Least number of employees; companies of unknown size are left out.",
    )
    employees_max = number_bound(
        "employees",
        "lte",
        label=_("employees to"),
        help_text="Greatest number of employees; companies of unknown size are left out.",
    )
    mode = filters.ChoiceFilter(
        field_name="intent__mode",
        choices=ExpansionIntent.Mode.choices,
        empty_label=ALL,
        label=_("way of going abroad"),
        help_text="How the company wants to go abroad.",
    )
    country = named_choice(
        HostCountry.objects.all(),
        key="code",
        method="narrow_country",
        label=_("target country"),
        help_text="A country that the company has in view, ISO 3166-1 alpha-2.",
    )
    intent = YesNoFilter(
        field_name="intent",
        lookup_expr="isnull",
        exclude=True,
        label=_("with plans to go abroad"),
        help_text="Whether anything is known of its plans to go abroad.",
    )
    cooperative = YesNoFilter(
        method="narrow_cooperative",
        label=_("in a cooperative"),
        help_text="Whether the company belongs to a cooperative or association.",
    )
    programme = named_choice(
        SupportProgramme.objects.all(),
        key="key",
        method="narrow_programme",
        label=_("uses the programme"),
        help_text="Key of a support programme that the company uses.",
    )
    push = readiness_filter("push", label=_("Push to leave"), about="its market at home is going")
    will = readiness_filter("will", label=_("Will to go"), about="it means to go abroad")
    strength = readiness_filter("strength", label=_("Strength"), about="it could")
    registration = filters.ChoiceFilter(
        choices=Company.Registration.choices,
        empty_label=ALL,
        label=_("registration"),
        help_text="State of the company's registration.",
    )
    demo = YesNoFilter(
        field_name="is_demo", label=_("demo"), help_text="Whether the record is demo data."
    )

    class Meta:
        model = Company
        fields: tuple[str, ...] = ()

    def narrow_text(
        self, queryset: models.QuerySet[Company], name: str, value: str
    ) -> models.QuerySet[Company]:
        return named(queryset, value)

    def narrow_capability(
        self, queryset: models.QuerySet[Company], name: str, value: Capability
    ) -> models.QuerySet[Company]:
        held = CompanyCapability.objects.filter(
            company=OuterRef("pk"), capability__in=Capability.objects.under(value)
        )
        return queryset.filter(Exists(held))

    def narrow_technology(
        self, queryset: models.QuerySet[Company], name: str, value: str
    ) -> models.QuerySet[Company]:
        held = CompanyCapability.objects.filter(
            company=OuterRef("pk"), capability__root_technology=technology_code(value)
        )
        return queryset.filter(Exists(held))

    def narrow_skilled(
        self, queryset: models.QuerySet[Company], name: str, value: bool
    ) -> models.QuerySet[Company]:
        any_held = Exists(CompanyCapability.objects.filter(company=OuterRef("pk")))
        return queryset.filter(any_held if value else ~any_held)

    def narrow_certificate(
        self, queryset: models.QuerySet[Company], name: str, value: Certificate
    ) -> models.QuerySet[Company]:
        held = CompanyCertificate.objects.filter(company=OuterRef("pk"), certificate=value)
        return queryset.filter(Exists(held))

    def narrow_country(
        self, queryset: models.QuerySet[Company], name: str, value: HostCountry
    ) -> models.QuerySet[Company]:
        return queryset.filter(intent__target_countries__contains=[value.pk])

    def narrow_programme(
        self, queryset: models.QuerySet[Company], name: str, value: SupportProgramme
    ) -> models.QuerySet[Company]:
        used = ProgrammeUse.objects.filter(company=OuterRef("pk"), programme=value)
        return queryset.filter(Exists(used))

    def narrow_readiness(
        self, queryset: models.QuerySet[Company], name: str, value: str
    ) -> models.QuerySet[Company]:
        return queryset.filter(**{f"readiness__{name}__in": READINESS[value]})

    def narrow_cooperative(
        self, queryset: models.QuerySet[Company], name: str, value: bool
    ) -> models.QuerySet[Company]:
        member = Exists(CooperativeMembership.objects.filter(company=OuterRef("pk")))
        return queryset.filter(member if value else ~member)


class CooperativeFilter(OrderedFilterSet):
    """Cooperatives by name, place and plan."""

    ORDERS = {
        "-added": ("-id",),
        "name": ("name_ja", "id"),
        "-name": ("-name_ja", "-id"),
    }

    q = filters.CharFilter(
        method="narrow_text",
        max_length=LONGEST_TEXT,
        label=_("Name"),
        help_text="Words, each in one of the names or the beginning of the corporate number.",
    )
    cluster = named_choice(
        Cluster.objects.all(), key="key", label=_("Cluster"), help_text="Key of a cluster."
    )
    country = named_choice(
        HostCountry.objects.all(),
        key="code",
        method="narrow_country",
        label=_("Plans for"),
        help_text="A country that an open group plan names, ISO 3166-1 alpha-2.",
    )
    registration = filters.ChoiceFilter(
        choices=Cooperative.Registration.choices,
        empty_label=ALL,
        label=_("registration"),
        help_text="State of the cooperative's registration.",
    )

    class Meta:
        model = Cooperative
        fields: tuple[str, ...] = ()

    def narrow_text(
        self, queryset: models.QuerySet[Cooperative], name: str, value: str
    ) -> models.QuerySet[Cooperative]:
        return named(queryset, value)

    def narrow_country(
        self, queryset: models.QuerySet[Cooperative], name: str, value: HostCountry
    ) -> models.QuerySet[Cooperative]:
        plans = GroupPlan.objects.filter(
            cooperative=OuterRef("pk"), target_countries__contains=[value.pk]
        )
        return queryset.filter(Exists(plans.exclude(stage__in=GroupPlan.ENDED)))
