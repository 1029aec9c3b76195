"""The rows of a comparison that say what companies can make, how they stand, and where they go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from babel.dates import format_skeleton
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from crm.templatetags.countries import country
from crm.templatetags.dates import day_text
from crm.templatetags.materials import material_names
from crm.templatetags.names import choose, localname, name
from crm.templatetags.numbers import money, number, percent
from crm.web.needs_compare_cells import Cell, Line, Row, best_of, reason, row, text
from matching.columns import DAYS_A_MONTH
from matching.comparing import Standing
from matching.masks import SPEAKS
from matching.models import Match, Need
from matching.reasons import AGAINST, FOR, NOTE, UNKNOWN, Sentence
from prospects.models import Certificate, Company, CompanyCapability, CompanyFinancials

MOST = 3  # lines of one kind
HOST = "KR"


@dataclass(frozen=True, slots=True)
class Asked:
    """A need as the rows ask for it. credit: what a capability is worth for it, by key."""

    need: Need
    certificates: Sequence[Certificate]
    credit: Mapping[str, float]
    materials: Mapping[str, str]

    @classmethod
    def of(
        cls, need: Need, certificates: Sequence[Certificate], credit: Mapping[str, float]
    ) -> Asked:
        return cls(need, certificates, credit, material_names())

    def speaking(self, company: Company) -> list[CompanyCapability]:
        """The capabilities that speak for the need, the nearest first."""
        held = [
            each
            for each in company.company_capabilities.all()
            if self.credit.get(each.capability.key, 0) >= SPEAKS
        ]
        return sorted(held, key=lambda each: -self.credit[each.capability.key])


# --- What it makes -----------------------------------------------------------------------------


def skills(asked: Asked, standings: Sequence[Standing]) -> list[Row]:
    need = asked.need
    each_volume = need.monthly_volume and need.monthly_volume / need.suppliers_wanted
    return [
        row(
            _("Process"),
            [_processes(asked, each.company) for each in standings],
            asked=localname(need.capability),
        ),
        row(
            _("Materials"),
            [_materials(asked, each) for each in standings],
            asked=", ".join(asked.materials.get(key, key) for key in need.materials),
        ),
        row(
            _("Tolerance"),
            best_of(
                [
                    _measure(asked, each, ("precision", "precision_um", min), "±{} µm")
                    for each in standings
                ],
                least=True,
            ),
            asked=f"±{number(need.precision_um, 2)} µm" if need.precision_um else "",
        ),
        row(
            _("Largest part"),
            [_measure(asked, each, ("size", "size_max_mm", max), "{} mm") for each in standings],
            asked=f"{number(need.size_max_mm, 1)} mm" if need.size_max_mm else "",
        ),
        row(
            _("Pieces a month"),
            [_measure(asked, each, ("volume", "monthly_volume", max), "{}") for each in standings],
            asked=number(each_volume) if each_volume else "",
        ),
        row(_("Certificates"), [_certificates(asked, each.company) for each in standings]),
    ]


def _processes(asked: Asked, company: Company) -> Cell:
    """Those that have something to do with what is asked; what is asked is marked."""
    held = asked.speaking(company)
    lines = [
        Line(
            name(each.capability),
            each.equipment[:60],
            tone=FOR if each.capability_id == asked.need.capability_id else "",
            says=_("what is asked"),
        )
        for each in held[:MOST]
    ]
    if not lines and company.company_capabilities.all():
        lines = [Line(_("only other processes on record"), tone=AGAINST)]
    return Cell(tuple(lines))


def _materials(asked: Asked, each: Standing) -> Cell:
    """What it works, with a mark at what is asked, as scoring has judged it."""
    told = _params(each.match, "materials")
    lacking = told.get("materials_short", {}).get("materials", [])
    family = told.get("materials_family", {}).get("materials", [])
    lines = []
    if told and "materials_unknown" not in told:
        for key in asked.need.materials:
            tone, says = (
                (AGAINST, _("does not list it"))
                if key in lacking
                else (NOTE, _("lists the family only"))
                if key in family
                else (FOR, _("works it"))
            )
            lines.append(Line(asked.materials.get(key, key), tone=tone, says=says))
    held_keys = dict.fromkeys(
        key for skill in asked.speaking(each.company) for key in skill.materials
    )
    others = [key for key in held_keys if key not in asked.need.materials]
    if others:
        lines.append(Line(", ".join(asked.materials.get(key, key) for key in others)))
    return Cell(tuple(lines))


def _measure(asked: Asked, each: Standing, what: tuple[str, str, Any], form: str) -> Cell:
    """A number that capabilities state, judged against what is asked where something is."""
    about, field, best = what
    code, params = next(iter(_params(each.match, about).items()), ("", {}))
    value = params.get("have") if code else None
    if value is None:
        stated = [getattr(skill, field) for skill in asked.speaking(each.company)]
        value = best([n for n in stated if n], default=None)
    if value is None:
        return Cell()
    said = form.format(number(value, 2))
    if code.endswith("_short"):
        return Cell((Line(said, tone=AGAINST, says=_("less than asked")),), value)
    tone = FOR if code and not code.endswith("_unknown") else ""
    return Cell((Line(said, tone=tone, says=_("what is asked")),), value)


def _params(match: Match | None, about: str) -> dict[str, dict[str, Any]]:
    """Code → parameters of the reasons about something, such as `size_held` for `size`."""
    reasons = match.reasons if match else []
    return {r["code"]: r["params"] for r in reasons if f"{r['code']}_".startswith(f"{about}_")}


def _certificates(asked: Asked, company: Company) -> Cell:
    """Those asked for first, held or not, then the others; nothing recorded is unknown."""
    held = {each.certificate_id: each for each in company.company_certificates.all()}
    if not held:
        return Cell()
    today = timezone.localdate()
    lines = []
    wanted = {each.pk for each in asked.certificates}
    for certificate in asked.certificates:
        mine = held.get(certificate.pk)
        if mine is None:
            lines.append(Line(name(certificate), tone=AGAINST, says=_("asked for and not held")))
            continue
        until = mine.valid_until
        ended = until is not None and until < today
        early = (
            until is not None and asked.need.start_on is not None and until < asked.need.start_on
        )
        lines.append(
            Line(
                name(certificate),
                _("until %(day)s") % {"day": day_text(until)} if until else "",
                tone=AGAINST if ended or early else FOR,
                says=_("ends before supply starts") if ended or early else _("asked for and held"),
            )
        )
    others = [each for key, each in held.items() if key not in wanted]
    live = [each for each in others if not each.valid_until or each.valid_until >= today]
    if live:
        lines.append(Line(", ".join(localname(each.certificate) for each in live)))
    return Cell(tuple(lines))


# --- Customers and strength ----------------------------------------------------------------------


def business(
    asked: Asked, companies: Sequence[Company], told: Sequence[Sequence[Sentence]]
) -> list[Row]:
    group = choose(asked.need.firm, "group_name").text
    latest = [next(iter(each.financials.all()), None) for each in companies]
    return [
        row(_("Ties with %(group)s") % {"group": group}, [_ties(said) for said in told]),
        row(_("Customers"), [_customers(each) for each in companies]),
        row(
            _("Employees"),
            [
                text(number(each.employees) if each.employees is not None else "")
                for each in companies
            ],
        ),
        row(_("Capital"), [_yen(each.capital_jpy) for each in companies]),
        row(_("Sales"), [_sales(year) for year in latest]),
        row(_("Operating margin"), [_margin(year) for year in latest]),
    ]


def _ties(told: Sequence[Sentence]) -> Cell:
    said = [each for each in told if each.part == "customer"]
    if [each.tone for each in said] == [UNKNOWN]:
        return Cell()
    return Cell(tuple(reason(each) for each in said))


def _customers(company: Company) -> Cell:
    rows = company.customers.all()
    lines = []
    for each in rows[:MOST]:
        said = [
            f"{number(each.share_percent, 1)}%" if each.share_percent is not None else "",
            str(each.get_trend_display()) if each.trend else "",
            f"→ {country(each.moved_to)}" if each.moved_to else "",
        ]
        lines.append(Line(each.name, " · ".join(filter(None, said))))
    if len(rows) > MOST:
        lines.append(Line(_("%(n)s more") % {"n": number(len(rows) - MOST)}))
    return Cell(tuple(lines))


def _yen(amount: int | None) -> Cell:
    return text(money(amount, "JPY") if amount is not None else "")


def _year(year: CompanyFinancials) -> str:
    return _("fiscal year %(year)s") % {"year": year.fiscal_year}


def _sales(year: CompanyFinancials | None) -> Cell:
    if year is None or year.sales_jpy is None:
        return Cell()
    return Cell((Line(money(year.sales_jpy, "JPY"), _year(year)),))


def _margin(year: CompanyFinancials | None) -> Cell:
    if year is None or not year.sales_jpy or year.operating_profit_jpy is None:
        return Cell()
    margin = year.operating_profit_jpy / year.sales_jpy
    tone = AGAINST if margin < 0 else ""
    return Cell((Line(percent(margin, 1), _year(year), tone=tone, says=_("makes a loss")),))


# --- Going abroad ------------------------------------------------------------------------------


def abroad(asked: Asked, companies: Sequence[Company]) -> list[Row]:
    start = asked.need.start_on
    return [
        row(_("Target countries"), [_countries(each) for each in companies]),
        row(_("Mode"), [_mode(each) for each in companies]),
        row(
            _("Means to move by"),
            [_move(each, start) for each in companies],
            asked=_("start %(day)s") % {"day": day_text(start)} if start else "",
        ),
        row(_("Budget"), [_yen(getattr(_intent(each), "budget_jpy", None)) for each in companies]),
        row(_("Home base"), [_home(each) for each in companies]),
    ]


def _intent(company: Company) -> Any:
    return getattr(company, "intent", None)


def _countries(company: Company) -> Cell:
    codes = getattr(_intent(company), "target_countries", None) or []
    return Cell(
        tuple(
            Line(country(code), tone=FOR if code == HOST else "", says=_("for"))
            for code in sorted(codes, key=lambda code: code != HOST)
        )
    )


def _mode(company: Company) -> Cell:
    intent = _intent(company)
    return text(str(capfirst(intent.get_mode_display())) if intent and intent.mode else "")


def _move(company: Company, start: dt.date | None) -> Cell:
    """By when it means to move: counted from the day on which it said so, as scoring does."""
    intent = _intent(company)
    if intent is None or intent.horizon_months is None:
        return Cell()
    months = intent.horizon_months
    within = ngettext("within %(n)s month", "within %(n)s months", months) % {"n": number(months)}
    if intent.as_of is None:
        return text(within)
    by = intent.as_of + dt.timedelta(days=months * DAYS_A_MONTH)
    late = start is not None and by > max(start, timezone.localdate())
    said = format_skeleton("yMMM", by, locale=(get_language() or "ko").replace("-", "_"))
    stated = _("stated on %(day)s") % {"day": day_text(intent.as_of)}
    tone = "" if start is None else AGAINST if late else FOR
    says = _("after the start of supply") if late else _("by the start of supply")
    return Cell((Line(said, f"{within} · {stated}", tone=tone, says=says),))


def _home(company: Company) -> Cell:
    kept = getattr(_intent(company), "keeps_home_base", None)
    if kept is None:
        return Cell()
    return text(_("kept") if kept else _("given up"))


# --- Place and group ---------------------------------------------------------------------------


def place_and_group(standings: Sequence[Standing]) -> list[Row]:
    return [
        row(_("Cluster"), [_cluster(each.company) for each in standings]),
        row(_("Distance to the site"), [_distance(each.match) for each in standings]),
        row(_("Cooperative"), [_cooperatives(each.company) for each in standings]),
    ]


def _cluster(company: Company) -> Cell:
    seat = f"{company.prefecture}{company.city}"
    place = format_html('<span lang="ja">{}</span>', seat) if seat else ""
    if company.cluster is None:
        return text(place)
    url = reverse("web:cluster_detail", args=[company.cluster.key])
    return Cell((Line(name(company.cluster), place, url),))


def _distance(match: Match | None) -> Cell:
    km = _params(match, "distance").get("distance", {}).get("km")
    return text(_("about %(km)s km") % {"km": number(km)} if km is not None else "")


def _cooperatives(company: Company) -> Cell:
    lines = []
    for membership in [*company.memberships.all()][:MOST]:
        cooperative = membership.cooperative
        plan = next(iter(cooperative.plans.all()), None)
        said: list[Any] = []
        if plan is not None:
            said = [plan.get_stage_display(), *(country(code) for code in plan.target_countries)]
            if plan.decision_due:
                due = day_text(plan.decision_due)
                said.append(_("decision due %(day)s") % {"day": due})
        url = reverse("web:cooperative_detail", args=[cooperative.pk])
        lines.append(Line(name(cooperative), " · ".join(str(each) for each in said), url))
    return Cell(tuple(lines))
