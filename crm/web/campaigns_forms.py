"""Forms and filters of the campaigns section."""

from __future__ import annotations

from typing import Any, cast

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from crm.models import Campaign, CampaignInvitee, User
from crm.web.fields import Day, NamedChoice
from crm.web.forms import RecordForm
from crm.web.picker import PickerField
from prospects.filters import ALL, LONGEST_TEXT
from prospects.models import Cluster, Company


class CampaignFilter(django_filters.FilterSet):
    """Campaigns by text, kind and owner."""

    q = django_filters.CharFilter(
        method="containing", max_length=LONGEST_TEXT, label=_("Name or place")
    )
    kind = django_filters.ChoiceFilter(
        choices=Campaign.Kind.choices, empty_label=ALL, label=_("kind")
    )
    owner = django_filters.ModelChoiceFilter(
        queryset=User.objects.filter(is_active=True), empty_label=ALL, label=_("owner")
    )

    class Meta:
        model = Campaign
        fields = ("q", "kind", "owner")

    def containing(
        self, campaigns: QuerySet[Campaign], _name: str, text: str
    ) -> QuerySet[Campaign]:
        fields = ("name_ko", "name_ja", "name_en", "place")
        found = (Q(**{f"{field}__icontains": text}) for field in fields)
        return campaigns.filter(Q(*found, _connector=Q.OR))


class CampaignForm(RecordForm[Campaign]):
    """A seminar, delegation, exhibition or mailing."""

    cluster = NamedChoice(label=_("cluster"), queryset=Cluster.objects.none(), required=False)

    class Meta:
        model = Campaign
        fields = (
            "name_ko",
            "name_ja",
            "name_en",
            "kind",
            "place",
            "starts_on",
            "ends_on",
            "cluster",
            "goal",
            "result",
        )
        widgets = {
            "starts_on": Day,
            "ends_on": Day,
            "goal": forms.Textarea(attrs={"rows": 3}),
            "result": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("NamedChoice", self.fields["cluster"]).queryset = Cluster.objects.all()


class InviteForm(forms.Form):
    """One company, or all companies tracked in a cluster."""

    company = PickerField(
        label=_("company"), kinds=("company",), required=False, placeholder=_("Type a name")
    )
    cluster = NamedChoice(
        label=_("Or every company tracked in a cluster"),
        queryset=Cluster.objects.none(),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("NamedChoice", self.fields["cluster"]).queryset = Cluster.objects.all()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not data.get("company") and not data.get("cluster"):
            raise forms.ValidationError(_("Choose a company or a cluster."))
        return data

    def companies(self) -> QuerySet[Company]:
        """Whom to invite; call after `is_valid()`."""
        data = self.cleaned_data
        found = Q(pk=data["company"].pk) if data["company"] else Q(pk__in=())
        if data["cluster"]:
            found |= Q(cluster=data["cluster"])
        return Company.objects.active().filter(found)


class AnswerForm(forms.Form):
    """What an invited company answered."""

    response = forms.ChoiceField(label=_("response"), choices=CampaignInvitee.Response.choices)
    result = forms.CharField(label=_("result"), max_length=300, required=False)
