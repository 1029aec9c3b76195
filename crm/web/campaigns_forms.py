"""Forms of the campaigns section."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from crm.models import Campaign, CampaignInvitee
from crm.web.fields import Day, NamedChoice
from crm.web.forms import RecordForm
from crm.web.picker import PickerField
from prospects.models import Cluster, Company


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
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
