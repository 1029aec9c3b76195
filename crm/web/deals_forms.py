"""Forms of the pipeline: a deal, its investors, moving it, closing it, giving it away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.models import Currency, Deal, DealInvestor, Stage, User
from crm.pipeline import Supplied
from crm.requirements import Requirement
from crm.templatetags.names import localname
from crm.web.fields import Day, MoneyField, NamedChoice, PercentField, SiteChoice, within_reach
from crm.web.forms import RecordForm
from crm.web.picker import PickerField
from matching.models import Firm, InvestmentZone, Site
from prospects.day_fields import DayField
from prospects.models import HostCountry

DATES = (
    "expected_on",
    "site_visit_on",
    "mou_on",
    "notified_on",
    "arrived_on",
    "registered_on",
    "operating_on",
)
AMOUNTS = ("amount", "notified_amount", "arrived_amount")
BY_INVESTOR = ("investor_amounts", "voting_percent", "investment_rule")


class DealForm(RecordForm[Deal]):
    """All facts of a deal but its stage, status, owner and investors, which have their commands."""

    cooperative = PickerField(label=_("cooperative"), kinds=("cooperative",), required=False)
    firm = PickerField(label=_("accompanied firm"), kinds=("firm",), required=False)
    need = PickerField(label=_("need"), kinds=("need",), required=False)
    site = SiteChoice(label=_("site"), queryset=Site.objects.none(), required=False)
    zone = NamedChoice(
        label=_("investment zone"), queryset=InvestmentZone.objects.none(), required=False
    )
    amount = MoneyField(label=_("expected amount"))
    notified_amount = MoneyField(label=_("notified amount"))
    arrived_amount = MoneyField(label=_("arrived amount"))

    class Meta:
        model = Deal
        fields = (
            "title",
            "firm",
            "need",
            "cooperative",
            "site",
            "zone",
            "currency",
            *AMOUNTS,
            "jobs",
            "probability",
            *DATES,
            "note",
        )
        widgets = {
            **dict.fromkeys(DATES, Day),
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("cooperative", "firm", "need"):
            self.initial[name] = getattr(self.instance, name)
        sites = cast("SiteChoice", self.fields["site"])
        sites.queryset = Site.objects.select_related("firm")
        sites.own_firm = self.instance.firm_id
        zones = cast("NamedChoice", self.fields["zone"])
        zones.queryset = InvestmentZone.objects.all()


class OpenForm(forms.Form):
    """A new deal: title and the first investor."""

    company = PickerField(label=_("investor"), kinds=("company",), placeholder=_("Type a name"))
    title = forms.CharField(label=_("title"), max_length=200)
    currency = forms.ChoiceField(
        label=_("currency"),
        choices=Currency.choices,
        initial=Currency.KRW,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("note"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class AddInvestorForm(forms.Form):
    """A company that joins."""

    company = PickerField(label=_("investor"), kinds=("company",), placeholder=_("Type a name"))
    amount = MoneyField(label=_("amount"))
    voting_percent = PercentField(label=_("voting shares (%)"))


class InvestorForm(forms.Form):
    """An investor's part; `version` is the deal's, of which the part is a piece."""

    amount = MoneyField(label=_("amount"))
    voting_percent = PercentField(label=_("voting shares (%)"))
    version = forms.IntegerField(widget=forms.HiddenInput)


class CloseForm(forms.Form):
    """Why a deal is put aside, and which country won it."""

    status = forms.ChoiceField(
        label=_("Close as"),
        choices=[choice for choice in Deal.Status.choices if choice[0] != Deal.Status.ACTIVE],
        widget=forms.RadioSelect,
        initial=Deal.Status.DORMANT,
    )
    because = forms.CharField(label=_("reason"), max_length=300, required=False)
    lost_to = NamedChoice(
        label=_("country lost to"), queryset=HostCountry.objects.none(), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        countries = cast("NamedChoice", self.fields["lost_to"])
        countries.queryset = HostCountry.objects.filter(is_rival=True)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        final = data.get("status") in (Deal.Status.LOST, Deal.Status.ABANDONED)
        if final and not (data.get("because") or "").strip():
            self.add_error("because", _("Say why the deal was lost or abandoned."))
        if data.get("lost_to") and data.get("status") != Deal.Status.LOST:
            self.add_error("lost_to", _("Only a lost deal has a country that won it."))
        return data


class AssignForm(forms.Form):
    """Another officer for the deal."""

    owner = forms.ModelChoiceField(label=_("owner"), queryset=User.objects.none())
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = cast("forms.ModelChoiceField[User]", self.fields["owner"])
        owner.queryset = User.objects.filter(is_active=True).select_related("team")


EITHER = ("firm_or_need", "site_or_zone")


class MoveForm(forms.Form):
    """Moves a deal to a stage and takes along what the stage still lacks.

    A requirement that lacks becomes the fields that fill it, so that the form asks for just that.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(label=_("note"), max_length=300, required=False)

    def __init__(
        self,
        *args: Any,
        deal: Deal,
        to: Stage,
        lacking: Iterable[Requirement],
        investors: Iterable[DealInvestor],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.deal, self.to = deal, to
        self.lacking = tuple(lacking)
        self.investors = tuple(investors)
        self.groups: list[tuple[Requirement, list[str]]] = []
        for requirement in self.lacking:
            names = self._ask(requirement)
            self.groups.append((requirement, names))

    def _ask(self, requirement: Requirement) -> list[str]:
        """Add the fields of one requirement that are not there yet; returns their names."""
        before = set(self.fields)
        for name, field in self._fields_for(requirement):
            self.fields.setdefault(name, field)
        return [name for name in self.fields if name not in before]

    def _fields_for(self, requirement: Requirement) -> Iterable[tuple[str, forms.Field]]:
        key = requirement.key
        if key == "investors":
            yield "company", PickerField(label=_("investor"), kinds=("company",))
        elif key == "contact":
            yield "contact", forms.CharField(label=_("What was the contact?"), max_length=200)
        elif key == "firm_or_need":
            yield "firm", PickerField(label=_("accompanied firm"), kinds=("firm",), required=False)
            yield "need", PickerField(label=_("need"), kinds=("need",), required=False)
        elif key == "site_or_zone":
            zones = InvestmentZone.objects.all()
            sites = Site.objects.select_related("firm")
            if self.deal.firm_id:
                sites = sites.filter(firm=self.deal.firm_id)
            yield "zone", NamedChoice(label=_("investment zone"), queryset=zones, required=False)
            yield "site", SiteChoice(label=_("site"), queryset=sites, required=False)
        elif key in BY_INVESTOR:
            yield from self._parts()
        elif key in AMOUNTS:
            amount = MoneyField(label=requirement.label)
            amount.required = True
            amount.help_text = self.deal.currency
            yield key, amount
        elif key == "jobs":
            field = cast("models.Field[Any, Any]", Deal._meta.get_field(key))
            yield key, cast("forms.Field", field.formfield(required=True))
        elif key in DATES:
            yield (
                key,
                DayField(label=str(requirement.label), widget=Day, validators=[within_reach]),
            )

    def _parts(self) -> Iterable[tuple[str, forms.Field]]:
        keys = {requirement.key for requirement in self.lacking}
        for investor in self.investors:
            who = localname(investor.company)
            amount = MoneyField(
                label=_("%(who)s: amount (%(currency)s)")
                % {"who": who, "currency": self.deal.currency}
            )
            share = PercentField(label=_("%(who)s: voting shares (%%)") % {"who": who})
            amount.initial, share.initial = investor.amount, investor.voting_percent
            amount.required = "investor_amounts" in keys or "investment_rule" in keys
            share.required = "voting_percent" in keys or "investment_rule" in keys
            yield f"amount_{investor.pk}", amount
            yield f"share_{investor.pk}", share

    def clean(self) -> dict[str, Any]:
        """One of two is enough for some requirements, but not none."""
        data = super().clean() or self.cleaned_data
        for requirement, names in self.groups:
            if requirement.key in EITHER and not any(data.get(name) for name in names):
                self.add_error(names[0], _("Choose one of the two."))
        return data

    def asked(self) -> list[tuple[Requirement, list[forms.BoundField]]]:
        """The requirements that lack, each with its bound fields, for the template."""
        return [(item, [self[name] for name in names]) for item, names in self.groups]

    def supplied(self) -> Supplied:
        """What was filled in; call after `is_valid()`."""
        data = self.cleaned_data
        plain = ("firm", "need", "zone", "site", "jobs", *AMOUNTS, *DATES)
        company = data.get("company")
        return Supplied(
            fields={name: data[name] for name in plain if data.get(name) is not None},
            investors=(company,) if company else (),
            parts={
                investor.pk: (data[f"amount_{investor.pk}"], data[f"share_{investor.pk}"])
                for investor in self.investors
                if f"amount_{investor.pk}" in data
            },
            contact=data.get("contact", ""),
        )


def deal_title(company: Any, firm: Firm | None) -> str:
    """A first title: who invests, and alongside whom."""
    names = [localname(company), localname(firm)]
    return " × ".join(name for name in names if name)
