"""A company's readiness in words, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from prospects.models import ExpansionIntent, GroupPlan, OverseasBase

from .rule import Evidence, Level, Part

PARTS: Mapping[Part, Promise] = {
    Part.PUSH: _("Push to leave"),
    Part.WILL: _("Will to go"),
    Part.STRENGTH: _("Strength"),
}
SHORT: Mapping[Part, Promise] = {
    Part.PUSH: pgettext_lazy("readiness", "push"),
    Part.WILL: pgettext_lazy("readiness", "will"),
    Part.STRENGTH: pgettext_lazy("readiness", "strength"),
}
ABOUT: Mapping[Part, Promise] = {
    Part.PUSH: _("customers that leave, sales that shrink, a cluster in decline"),
    Part.WILL: _("plans stated, inspections, programmes used, a group's plan"),
    Part.STRENGTH: _("processes, certificates, profits, experience abroad"),
}
LEVELS: Mapping[Level, Promise] = {
    Level.STRONG: pgettext_lazy("readiness", "strong"),
    Level.SOME: pgettext_lazy("readiness", "some"),
    Level.NONE: pgettext_lazy("readiness", "none"),
    Level.UNKNOWN: pgettext_lazy("readiness", "unknown"),
}
UNKNOWN: Mapping[str, Promise] = {
    "customers": _("how its customers develop"),
    "sales": _("sales of two years to compare"),
    "census": _("census figures of its cluster"),
    "intent": _("what it says about going abroad"),
    "home_base": _("whether it keeps its home base"),
    "inspections": _("whether it has inspected sites"),
    "programmes": _("whether it uses support programmes"),
    "skills": _("its processes"),
    "precision": _("its tolerances"),
    "certificates": _("its certificates"),
    "finances": _("its profits"),
}
_WORDS: Mapping[str, Promise] = {
    "customer_moved": _("%(customer)s has moved procurement to %(country)s"),
    "customer_lost": _("%(customer)s is lost as a customer"),
    "customer_shrinking": _("Orders of %(customer)s are shrinking"),
    "customer_steady": _("Orders of %(customer)s are steady"),
    "customer_growing": _("Orders of %(customer)s are growing"),
    "sales_lost": _("Sales %(change)s%% from %(from)s to %(to)s"),
    "sales_held": _("Sales %(change)s%% from %(from)s to %(to)s"),
    "cluster_change": _("Factories in %(cluster)s %(ratio)s%% over %(years)s years"),
    "intent_empty": _("States no country, way or time of going abroad"),
    "site_visit": _("Visited a site in Korea: %(subject)s"),
    "delegation": _("Came with a delegation: %(subject)s"),
    "visit": _("Visit: %(subject)s"),
    "programme": _("Uses a support programme: %(programme)s"),
    "group_plan": _("Its cooperative %(cooperative)s plans for %(countries)s: %(stage)s"),
    "skills": _("Masters %(processes)s"),
    "certificate": _("Holds %(certificate)s"),
    "certificate_expired": _("%(certificate)s has expired (%(until)s)"),
    "profit_steady": _("Operating profit in each of the last %(years)s years known (to %(year)s)"),
    "profit": _("Operating profit in %(year)s"),
    "loss": _("No operating profit in %(year)s"),
    "base_abroad": _("Has a base in %(country)s (%(kind)s)"),
}
_SHARE = _("%(statement)s (%(share)s%% of sales)")
_PRECISE = _("%(statement)s, to ±%(precision)s µm")
_UNTIL = _("%(statement)s, valid until %(until)s")
_MEANS = _("Means to go abroad")
_MONTHS = _("within %(months)s months")
_BUDGET = _("budget ¥%(budget)sM")
_KEEPS, _LEAVES = _("home base stays"), _("home base given up")

Country = Callable[[str], str]


def told(evidence: Evidence, *, country: Country) -> str:
    """One piece of evidence as a sentence; `country` names a country code."""
    values = evidence.values
    if evidence.code == "intent":
        return _intent(values, country)
    words = str(_WORDS[evidence.code]) % _plain(values, country)
    if (share := values.get("share")) is not None:
        words = str(_SHARE) % {"statement": words, "share": _number(share * 100)}
    if (precision := values.get("precision")) is not None:
        words = str(_PRECISE) % {"statement": words, "precision": _number(precision)}
    if evidence.code == "certificate" and values["until"]:
        words = str(_UNTIL) % {"statement": words, "until": date_format(values["until"])}
    return words


def _plain(values: Mapping[str, Any], country: Country) -> dict[str, Any]:
    """The values as they stand in a sentence."""
    found = dict(values)
    for key in ("change", "ratio"):
        if key in found:
            found[key] = _signed(found[key])
    if "country" in found:
        found["country"] = country(found["country"])
    if "countries" in found:
        found["countries"] = " · ".join(country(code) for code in found["countries"])
    if "processes" in found:
        found["processes"] = ", ".join(found["processes"])
    if "stage" in found:
        found["stage"] = GroupPlan.Stage(found["stage"]).label
    if found.get("until"):
        found["until"] = date_format(found["until"])
    if "kind" in found:
        found["kind"] = OverseasBase.Kind(found["kind"]).label
    return found


def _intent(values: Mapping[str, Any], country: Country) -> str:
    said = [" · ".join(country(code) for code in values["countries"])]
    if values["mode"]:
        said.append(str(ExpansionIntent.Mode(values["mode"]).label))
    if values["months"] is not None:
        said.append(str(_MONTHS) % {"months": values["months"]})
    if values["budget"] is not None:
        said.append(str(_BUDGET) % {"budget": _number(values["budget"] / 1_000_000)})
    if values["home_base"] is not None:
        said.append(str(_KEEPS if values["home_base"] else _LEAVES))
    return f"{_MEANS}: {', '.join(part for part in said if part)}"


def _number(value: float) -> str:
    return number_format(round(value, 1), decimal_pos=None if value % 1 else 0, force_grouping=True)


def _signed(ratio: float) -> str:
    sign = "+" if ratio > 0 else "−" if ratio < 0 else "±"
    return f"{sign}{_number(abs(round(ratio * 100, 1)))}"
