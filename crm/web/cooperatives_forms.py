"""Forms for cooperatives, their members and their plans."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.forms import CheckboxSelectMultiple, MultipleChoiceField, Textarea, TextInput, Widget
from django.utils.translation import gettext_lazy as _

from crm.web.companies_forms import (
    CountriesField,
    Day,
    FactForm,
    LaidOut,
    NamedChoice,
    is_new,
    once,
)
from crm.web.forms import RecordForm
from crm.web.picker import PickerField
from prospects.models import Cluster, Cooperative, CooperativeMembership, GroupPlan
from prospects.names import parse_corporate_number


class CooperativeForm(LaidOut, RecordForm[Cooperative]):
    """The cooperative itself."""

    cluster = NamedChoice(Cluster.objects.all(), label=_("Cluster"), required=False)

    rows = (
        ("name_ja",),
        ("name_ko", "name_en"),
        ("kind", "corporate_number"),
        ("cluster", "founded_year"),
        ("website",),
        ("note",),
        ("source", "as_of"),
    )

    class Meta:
        model = Cooperative
        fields = (
            "name_ja",
            "name_ko",
            "name_en",
            "kind",
            "corporate_number",
            "cluster",
            "founded_year",
            "website",
            "note",
            "source",
            "as_of",
        )
        widgets: ClassVar[dict[str, Widget]] = {
            "note": Textarea(attrs={"rows": 2}),
            "as_of": Day(),
            "corporate_number": TextInput(attrs={"inputmode": "numeric"}),
        }

    def clean_corporate_number(self) -> str | None:
        text: str = self.cleaned_data.get("corporate_number") or ""
        if not text.strip():
            return None
        try:
            return parse_corporate_number(text)
        except ValueError:
            raise ValidationError(
                _("The corporate number must have 13 digits with a correct check digit.")
            ) from None


class PlanForm(FactForm):
    """A plan to go abroad together."""

    target_countries = CountriesField(label=_("Target countries"))
    forms = MultipleChoiceField(
        choices=GroupPlan.Form.choices,
        widget=CheckboxSelectMultiple,
        label=_("Form"),
        required=False,
    )

    rows = (
        ("target_countries",),
        ("forms",),
        ("stage", "keeps_home_base"),
        ("decision_due",),
        ("note",),
        ("source", "as_of"),
    )

    class Meta:
        model = GroupPlan
        fields = (
            "target_countries",
            "forms",
            "stage",
            "keeps_home_base",
            "decision_due",
            "note",
            "source",
            "as_of",
        )
        widgets: ClassVar[dict[str, Widget]] = {
            "note": Textarea(attrs={"rows": 2}),
            "decision_due": Day(),
            "as_of": Day(),
        }


class MembershipForm(FactForm):
    """A member, chosen by typing."""

    company = PickerField(kinds=("company",), label=_("Company"))

    rows = (("company",), ("role", "since"))

    class Meta:
        model = CooperativeMembership
        fields = ("company", "role", "since")
        widgets: ClassVar[dict[str, Widget]] = {"since": Day()}
        error_messages: ClassVar[dict[str, Any]] = once(_("This company is a member already."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new(self.instance):
            self.initial["company"] = self.instance.company
