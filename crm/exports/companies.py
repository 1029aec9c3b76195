"""Columns of companies, cooperatives and register entries."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from crm.models import Activity, Deal
from prospects.models import (
    Cluster,
    Company,
    CompanyCapability,
    CompanyCertificate,
    CompanyReadiness,
    Cooperative,
    CooperativeMembership,
    ExpansionIntent,
    GroupPlan,
    ProgrammeUse,
    ReadinessLevel,
    RegisterEntry,
    SupportProgramme,
)
from prospects.register import CREDIT
from prospects.spreadsheets import Kind

from .fields import (
    Field,
    country_names,
    demo,
    each,
    each_of,
    joined,
    key,
    local_name,
    named,
    names,
    of,
    person,
    sourced,
    words_of,
    yes_no,
)


def last_contact(of_record: str) -> Subquery:
    """When somebody last had contact with the company, cooperative or deal."""
    about: dict[str, Any] = {of_record: OuterRef("pk")}
    return Subquery(Activity.objects.done().filter(**about).order_by("-at").values("at")[:1])


def _open_deals() -> Coalesce:
    deals = Deal.objects.active().filter(investors=OuterRef("pk")).order_by()
    return Coalesce(Subquery(deals.values("investors").annotate(n=Count("pk")).values("n")), 0)


def _capabilities() -> QuerySet[Any, Any]:
    held = CompanyCapability.objects.filter(company=OuterRef("pk"))
    return held.order_by("capability__position", "pk").values_list(
        local_name("capability"), flat=True
    )


def _certificates() -> QuerySet[Any, Any]:
    held = CompanyCertificate.objects.filter(company=OuterRef("pk"))
    return held.order_by("certificate", "pk").values_list(local_name("certificate"), flat=True)


def _cooperatives() -> QuerySet[Any, Any]:
    memberships = CooperativeMembership.objects.filter(company=OuterRef("pk"))
    return memberships.order_by("cooperative").values_list(local_name("cooperative"), flat=True)


def _readiness(part: str) -> Field:
    return of(
        CompanyReadiness, part, value=f"readiness__{part}", shown=words_of(ReadinessLevel), width=12
    )


def _intent(name: str, kind: Kind = Kind.TEXT, **how: Any) -> Field:
    return of(ExpansionIntent, name, kind, value=f"intent__{name}", **how)


COMPANY = (
    of(Company, "corporate_number", Kind.CODE),
    *names(Company, ("ja",)),
    of(Company, "name_kana", width=28),
    *names(Company, ("ko", "en")),
    of(Company, "registration", shown=words_of(Company.Registration), width=12),
    Field("cluster", _("cluster"), value=named("cluster"), width=16),
    of(Company, "postcode", Kind.CODE, width=10),
    of(Company, "prefecture", width=10),
    of(Company, "city", width=16),
    of(Company, "street", width=32),
    of(Company, "municipality_code", Kind.CODE, width=10),
    of(Company, "phone", width=16),
    of(Company, "website"),
    of(Company, "employees", Kind.COUNT),
    of(Company, "capital_jpy", Kind.COUNT, width=16),
    of(Company, "founded_year", Kind.YEAR),
    of(Company, "jsic_code", Kind.CODE, width=10),
    Field("capabilities", _("capabilities"), value=each(_capabilities), shown=joined, width=32),
    Field("certificates", _("certificates"), value=each(_certificates), shown=joined),
    of(Company, "products", width=40),
    _intent("target_countries", shown=country_names),
    _intent("mode", shown=words_of(ExpansionIntent.Mode), width=16),
    _intent("horizon_months", Kind.COUNT),
    _intent("budget_jpy", Kind.COUNT, width=16),
    _intent("keeps_home_base", shown=yes_no),
    Field("cooperatives", _("cooperatives"), value=each(_cooperatives), shown=joined),
    *(_readiness(part) for part in ("push", "will", "strength")),
    Field("readiness_as_of", _("readiness as of"), Kind.DATE, "readiness__as_of"),
    Field("owner", _("owner"), value=person("coverage__owner"), width=14),
    Field("last_contact", _("last contact"), Kind.MOMENT, lambda: last_contact("company")),
    Field("open_deals", _("open deals"), Kind.COUNT, _open_deals),
    of(Company, "note", width=40),
    *sourced(Company),
    demo(),
    key(),
)


def _members() -> Coalesce:
    members = CooperativeMembership.objects.filter(cooperative=OuterRef("pk")).order_by()
    count = members.values("cooperative").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(count), 0)


def _plan(name: str, kind: Kind = Kind.TEXT, **how: Any) -> Field:
    """A field of the newest group plan that is still open, as the list shows it."""

    def value() -> Subquery:
        plans = GroupPlan.objects.filter(cooperative=OuterRef("pk"))
        still_open = plans.exclude(stage__in=GroupPlan.ENDED).order_by("-id")
        return Subquery(still_open.values(name)[:1])

    return of(GroupPlan, name, kind, value=value, **how)


COOPERATIVE = (
    of(Cooperative, "corporate_number", Kind.CODE),
    *names(Cooperative, ("ja",)),
    of(Cooperative, "name_kana", width=28),
    *names(Cooperative, ("ko", "en")),
    of(Cooperative, "kind", shown=words_of(Cooperative.Kind), width=16),
    of(Cooperative, "registration", shown=words_of(Cooperative.Registration), width=12),
    Field("cluster", _("cluster"), value=named("cluster"), width=16),
    of(Cooperative, "postcode", Kind.CODE, width=10),
    of(Cooperative, "prefecture", width=10),
    of(Cooperative, "city", width=16),
    of(Cooperative, "street", width=32),
    of(Cooperative, "founded_year", Kind.YEAR),
    Field("members", _("members"), Kind.COUNT, _members),
    _plan("target_countries", shown=country_names),
    _plan("forms", shown=each_of(GroupPlan.Form), width=32),
    _plan("stage", shown=words_of(GroupPlan.Stage), width=14),
    _plan("keeps_home_base", shown=yes_no),
    _plan("decision_due", Kind.DATE),
    Field("last_contact", _("last contact"), Kind.MOMENT, lambda: last_contact("cooperative")),
    of(Cooperative, "website"),
    of(Cooperative, "note", width=40),
    *sourced(Cooperative),
    demo(),
    key(),
)


def _credit() -> Value:
    return Value(CREDIT, output_field=CharField())


REGISTER = (
    of(RegisterEntry, "corporate_number", Kind.CODE),
    Field("name_ja", _("name (Japanese)"), value="name", width=32),
    Field("name_kana", _("reading (kana)"), value="kana", width=28),
    of(RegisterEntry, "name_en", width=28),
    of(RegisterEntry, "kind", shown=words_of(RegisterEntry.Kind), width=24),
    of(RegisterEntry, "postcode", Kind.CODE, width=10),
    of(RegisterEntry, "prefecture", width=10),
    of(RegisterEntry, "city", width=16),
    of(RegisterEntry, "street", width=32),
    Field("municipality_code", _("municipality code"), Kind.CODE, width=10),
    of(RegisterEntry, "address_abroad"),
    of(RegisterEntry, "is_active", shown=yes_no, width=8),
    of(RegisterEntry, "assignment_date", Kind.DATE),
    of(RegisterEntry, "change_date", Kind.DATE),
    of(RegisterEntry, "update_date", Kind.DATE),
    of(RegisterEntry, "close_date", Kind.DATE),
    of(RegisterEntry, "close_cause", shown=words_of(RegisterEntry.CloseCause), width=16),
    of(RegisterEntry, "successor_number", Kind.CODE),
    Field("source", _("source"), value=_credit, width=40),
    Field("as_of", _("as of"), Kind.DATE, "update_date"),
)


def with_use_count(programmes: QuerySet[SupportProgramme]) -> QuerySet[SupportProgramme]:
    """Programmes with `use_count`, by which their list may be sorted."""
    uses = ProgrammeUse.objects.filter(programme=OuterRef("pk")).order_by()
    counts = uses.values("programme").annotate(n=Count("pk")).values("n")
    return programmes.annotate(use_count=Coalesce(Subquery(counts), 0))


def _clusters() -> QuerySet[Any, Any]:
    offered_in = Cluster.objects.filter(programmes=OuterRef("pk"))
    return offered_in.order_by("key").values_list(local_name(), flat=True)


PROGRAMME = (
    *names(SupportProgramme),
    Field("provider", _("Provider"), value=lambda: local_name(field="provider"), width=28),
    of(SupportProgramme, "kind", shown=words_of(SupportProgramme.Kind), width=20),
    Field("offer", _("Offer"), value=lambda: local_name(field="offer"), width=48),
    of(SupportProgramme, "needs_home_base", shown=yes_no),
    of(SupportProgramme, "clusters", value=each(_clusters), shown=joined),
    Field("use_count", _("Prospects using it"), Kind.COUNT),
    *sourced(SupportProgramme),
    demo(),
)
