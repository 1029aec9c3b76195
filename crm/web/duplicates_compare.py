"""What a merge is shown as: fields side by side, and what is done with everything else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from crm.merging.fields import ALL, BLOCKS, JOINABLE, differ, suggested
from crm.merging.merge import facts_of
from crm.merging.plan import Plan, Step
from crm.merging.relations import CHOSEN, relation_named
from crm.models import Coverage
from crm.templatetags.countries import countries
from crm.templatetags.dates import day_text
from crm.templatetags.names import localname
from crm.templatetags.numbers import number
from prospects.models import Company, ExpansionIntent

LABELS: dict[str, Any] = {
    "registration": _("Corporate number"),
    "seat": _("Seat"),
    "source": _("Source"),
    "crm.Coverage.company": _("Owner"),
    "prospects.ExpansionIntent.company": _("Expansion intent"),
}
# Kept by the machinery: nothing about them is anybody's to decide.
_UNTOLD = {"crm.Merge.survivor", "prospects.FormerCompany.successor"}


@dataclass(frozen=True)
class Option:
    """One company's answer to a row; `key` is what the form sends."""

    key: str
    text: str
    chosen: bool
    of: Company | None = None


@dataclass(frozen=True)
class Row:
    """A block of fields, with what each company says."""

    name: str
    label: str
    options: list[Option]
    differs: bool

    @property
    def chosen(self) -> str:
        return next((each.text for each in self.options if each.chosen), "")


def label_of(name: str) -> str:
    """What a block, or a relation that is chosen, is called."""
    if name in LABELS:
        return str(LABELS[name])
    return str(capfirst(Company._meta.get_field(name).verbose_name))  # type: ignore[union-attr]


def compared(companies: Sequence[Company], choices: Mapping[str, str]) -> list[Row]:
    """The rows to choose from, the survivor first; `choices` as made so far."""
    facts = [facts_of(each) for each in companies]
    rows = []
    for block in BLOCKS:
        chosen = choices.get(block) or suggested(block, facts)
        differs = differ(block, facts)
        options = [
            Option(str(each.pk), said(each, block), str(each.pk) == chosen, each)
            for each in companies
        ]
        if differs and block in JOINABLE:
            options.append(Option(ALL, str(_("all of them")), chosen == ALL))
        rows.append(Row(block, label_of(block), options, differs))
    return [*rows, *_chosen_relations(companies, choices)]


def _chosen_relations(companies: Sequence[Company], choices: Mapping[str, str]) -> list[Row]:
    """Owner and intent, of which one company keeps only one."""
    keys = [each.pk for each in companies]
    owners = Coverage.objects.filter(company__in=keys).select_related("owner")
    intents = ExpansionIntent.objects.filter(company__in=keys)
    found: dict[str, dict[Any, Any]] = {
        "crm.Coverage.company": {each.company_id: each for each in owners},
        "prospects.ExpansionIntent.company": {each.company_id: each for each in intents},
    }
    rows = []
    for name in CHOSEN:
        rule, of = relation_named(name).rule, found[name]
        telling = [each for each in companies if each.pk in of]
        if not telling or rule is None:
            continue
        best = max(
            telling,
            key=lambda each: (
                (of[each.pk].created_at,)
                if name == "crm.Coverage.company"
                else (str(of[each.pk].as_of or ""), of[each.pk].created_at)
            ),
        )
        chosen = choices.get(name) or str(best.pk)
        options = [
            Option(str(each.pk), _brief(of.get(each.pk)), str(each.pk) == chosen, each)
            for each in companies
        ]
        texts = {each.text for each in options if each.text}
        rows.append(Row(name, label_of(name), options, len(texts) > 1))
    return rows


def _brief(row: Coverage | ExpansionIntent | None) -> str:
    match row:
        case Coverage():
            return str(row.owner)
        case ExpansionIntent():
            parts = [countries(row.target_countries), str(row.get_mode_display())]
            return " · ".join(part for part in parts if part)
        case _:
            return ""


def said(company: Company, block: str) -> str:
    """What a company says of a block, as one line; `""` for nothing."""
    match block:
        case "registration":
            parts = [company.corporate_number or ""]
            if company.corporate_number:
                parts.append(str(company.get_registration_display()))
        case "seat":
            address = f"{company.prefecture}{company.city}{company.street}"
            code = company.postcode
            parts = [
                f"〒{code[:3]}-{code[3:]}" if code else "",
                address or company.municipality_code,
                localname(company.cluster) if company.cluster else "",
            ]
        case "source":
            day = company.as_of and day_text(company.as_of)
            parts = [company.source, day or ""]
        case "employees":
            parts = ["" if company.employees is None else number(company.employees)]
        case "capital_jpy":
            parts = ["" if company.capital_jpy is None else f"¥{number(company.capital_jpy)}"]
        case _:
            parts = [str(getattr(company, block) or "")]
    return " · ".join(part for part in parts if part)


# --- What refers to the companies -----------------------------------------------------------------


@dataclass(frozen=True)
class Difference:
    """A column of two rows that become one, where the row that goes says something else."""

    label: str
    stays: str
    goes: str


@dataclass(frozen=True)
class JoinedRow:
    """Two rows that become one: what they are about, and what is not taken over."""

    what: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Told:
    """What a merge does with the rows of one relation."""

    label: str
    moved: int
    joined: tuple[JoinedRow, ...]


# What tells two rows of a relation apart, as a column.
_ABOUT = {
    "prospects.CompanyFinancials.company": "fiscal_year",
    "prospects.CompanyCustomer.company": "name",
    "prospects.OverseasBase.company": "country",
    "prospects.CompanyCapability.company": "capability_id",
    "prospects.CompanyCertificate.company": "certificate_id",
    "prospects.Contact.company": "name",
    "prospects.CooperativeMembership.company": "cooperative_id",
    "prospects.ProgrammeUse.company": "programme_id",
    "matching.Match.company": "need_id",
    "matching.PackageMember.company": "package_id",
    "crm.DealInvestor.company": "deal_id",
    "crm.CampaignInvitee.company": "campaign_id",
    "crm.Share.company": "agency_id",
    "crm.Coverage.company": "owner_id",
}
# Columns whose difference says nothing to a reader.
_QUIET = {
    "created_at",
    "updated_at",
    "version",
    "is_demo",
    "scored_at",
    "reasons",
    "profile_id",
    "as_of",
}


def told(plan: Plan) -> list[Told]:
    """What the merge moves and joins, for people; the relations with most to say first."""
    direct = [
        step
        for step in plan.steps
        if step.relation.field.related_model is Company
        and step.relation.name not in _UNTOLD | CHOSEN.keys()
    ]
    names = _names_of(direct)
    found = [
        Told(
            label=str(capfirst(step.relation.model._meta.verbose_name_plural)),
            moved=len(step.moved) + sum(_moves(step, *pair) for pair in step.changed),
            joined=tuple(_joined(step, row, stays, names) for row, stays in step.dropped),
        )
        for step in direct
    ]
    return sorted(found, key=lambda each: (-len(each.joined), -each.moved))


def _moves(step: Step, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    column = step.relation.field.column
    return bool(before[column] != after[column])


def _joined(
    step: Step, row: Mapping[str, Any], stays: str, names: Mapping[str, Mapping[str, str]]
) -> JoinedRow:
    model = step.relation.model
    about = _ABOUT.get(step.relation.name, "")
    key = str(model._meta.pk.column)
    rows = {str(after[key]): after for _before, after in step.changed} | step.kept
    other = rows.get(stays, {})
    differences = []
    for field in model._meta.concrete_fields:
        column = str(field.column)
        mine, theirs = other.get(column), row.get(column)
        skipped = field.primary_key or field.generated or column in _QUIET | {about}
        if skipped or field is step.relation.field or theirs in (None, "", []) or mine == theirs:
            continue
        label = str(capfirst(field.verbose_name))
        differences.append(
            Difference(label, _text(field, mine, names), _text(field, theirs, names))
        )
    what = _text(_field(model, about), row[about], names) if about else ""
    return JoinedRow(what, tuple(differences))


def _field(model: type[models.Model], column: str) -> models.Field[Any, Any]:
    return next(each for each in model._meta.concrete_fields if each.column == column)


def _text(field: models.Field[Any, Any], value: Any, names: Mapping[str, Mapping[str, str]]) -> str:
    column = str(field.column)
    match value:
        case None | "" | []:
            return "–"
        case _ if isinstance(field, models.ForeignKey):
            text = names.get(column, {}).get(str(value), "–")
        case _ if field.choices:
            text = str(dict(field.flatchoices).get(value, value))
        case bool():
            text = str(_("yes") if value else _("no"))
        case list():
            text = ", ".join(map(str, value))
        case int() | float() if not column.endswith("year"):
            text = number(value, 2)
        case _:
            text = countries([value]) if column in ("country", "moved_to") else str(value)
    return text


def _names_of(steps: Sequence[Step]) -> dict[str, dict[str, str]]:
    """Column → key → name, of all that joined rows refer to; one query a model."""
    wanted: dict[tuple[str, Any], set[str]] = defaultdict(set)
    for step in steps:
        for field in step.relation.model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field is not step.relation.field:
                column = str(field.column)
                rows = [*(row for row, _stays in step.dropped), *step.kept.values()]
                keys = {str(row[column]) for row in rows if row.get(column)}
                wanted[column, field.related_model] |= keys
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for (column, model), keys in wanted.items():
        if keys:
            rows = model._base_manager.filter(pk__in=keys)
            found[column] |= {str(row.pk): localname(row) for row in rows}
    return found
