"""What a need's page says of who is left out: which conditions decide, who is nearest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.access import visible
from crm.templatetags.dates import day_text
from crm.templatetags.names import localname
from crm.templatetags.numbers import number
from crm.web.page import Request
from matching import exclusions
from matching.exclusions import LeftOut
from matching.models import MatchExclusion, Need, Why
from matching.needs import doubts_of
from matching.shortfalls import (
    Condition,
    KeptOut,
    Lack,
    Near,
    Shortfall,
    neighbours,
    shortfall,
)
from prospects.models import Certificate, Company

#: A list of fewer companies is short, whatever the need asks for.
FEW = 3
#: Companies that do the work, up to which the conditions are weighed with the page itself.
AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class Line:
    """A condition, or several together, with what they keep out."""

    label: str
    kept: KeptOut
    note: str


def context_of(
    request: Request, need: Need, certificates: Sequence[Certificate], *, whole: bool
) -> dict[str, Any]:
    """Everything about who is left out; `whole`: also where weighing the conditions takes longer,
    which `balance_waits` says otherwise."""
    counted = exclusions.left_out(need)
    context: dict[str, Any] = {"left_out": counted}
    if counted is None or need.status != Need.Status.OPEN:
        return context
    context["doubts"] = doubts_of(need, today=timezone.localdate()) if _short(need, counted) else []
    if _short(need, counted):
        context["neighbours"] = neighbours(need)
    weighed = None
    if counted.failing:
        if whole or counted.able <= AT_ONCE:
            weighed = shortfall(need)
        else:
            context["balance_waits"] = True
    if weighed is None or not weighed.able:
        rows = visible(request.user, MatchExclusion.objects.filter(need=need))
        context["excluded"] = exclusions.named(rows)
        found, said = LeftOut(counted.able, counted.passing, counted.reasons), ""
    else:
        names = {each.key: localname(each) for each in certificates}
        found = LeftOut(weighed.able, weighed.passing, counted.reasons)
        said = easiest(need, weighed, names)
        context |= {
            "left_out": found,
            "lines": [_line(need, each, names) for each in weighed.single + weighed.together],
            "more_together": weighed.more_together,
            "near": _near(request, weighed, names),
        }
    if _short(need, found):
        context["short"] = " ".join(filter(None, (how_short(need, found), said)))
    return context


def _short(need: Need, found: LeftOut) -> bool:
    return found.passing < max(FEW, need.suppliers_wanted)


def how_short(need: Need, found: LeftOut) -> str:
    """Who does the work, and how many of them are left."""
    if not found.able:
        return ""
    able = ngettext("One company does the work", "%(n)s companies do the work", found.able) % {
        "n": number(found.able)
    }
    if not found.passing:
        rest = ngettext("it is left out.", "all are left out.", found.able)
    elif found.passing == found.able:
        rest = _("none is left out by a must.")
    else:
        rest = ngettext(
            "one of them meets what is a must.",
            "%(n)s of them meet what is a must.",
            found.passing,
        ) % {"n": number(found.passing)}
    said = _("%(able)s; %(rest)s") % {"able": able, "rest": rest}
    if found.passing < need.suppliers_wanted and need.suppliers_wanted > 1:
        wanted = _("%(n)s suppliers are wanted.") % {"n": number(need.suppliers_wanted)}
        said = f"{wanted} {said}"
    return said


def easiest(need: Need, found: Shortfall, names: Mapping[str, str]) -> str:
    """What to give up to have more in question, with the least given up."""
    step = found.easiest
    if step is None:
        return ""
    values = {
        "conditions": _labels(need, step.conditions, names),
        "n": number(step.without),
        "passing": number(found.passing),
    }
    if len(step.conditions) == 1:
        if found.passing:
            return (
                _("Without “%(conditions)s” %(n)s would be in question, not %(passing)s.") % values
            )
        return (
            ngettext(
                "Without “%(conditions)s” one would be in question.",
                "Without “%(conditions)s” %(n)s would be in question.",
                step.without,
            )
            % values
        )
    return (
        ngettext(
            "No single condition decides: only without “%(conditions)s” together one would be in"
            " question.",
            "No single condition decides: only without “%(conditions)s” together %(n)s would be in"
            " question.",
            step.without,
        )
        % values
    )


def _line(need: Need, kept: KeptOut, names: Mapping[str, str]) -> Line:
    note = ""
    if kept.ending:
        note = ngettext(
            "One holds it now, but not until supply starts.",
            "%(n)s hold it now, but not until supply starts.",
            kept.ending,
        ) % {"n": number(kept.ending)}
    return Line(_labels(need, kept.conditions, names), kept, note)


def _labels(need: Need, conditions: Sequence[Condition], names: Mapping[str, str]) -> str:
    return " + ".join(_label(need, each, names) for each in conditions)


def _label(need: Need, condition: Condition, names: Mapping[str, str]) -> str:
    if condition.must == Need.Must.SIZE:
        return _("Largest part %(size)s mm") % {"size": number(need.size_max_mm, 1)}
    if condition.must == Need.Must.START:
        return _("Start %(day)s") % {"day": day_text(need.start_on) if need.start_on else "–"}
    return names.get(condition.certificate, condition.certificate)


def _near(
    request: Request, found: Shortfall, names: Mapping[str, str]
) -> list[tuple[Near, list[str]]]:
    """The nearest that the reader may see, with what each lacks in words."""
    seen = visible(
        request.user, Company.objects.filter(pk__in=[n.company.pk for n in found.nearest])
    )
    keys = {*seen.values_list("pk", flat=True)}
    return [
        (each, [_lack(lack, names) for lack in each.lacks])
        for each in found.nearest
        if each.company.pk in keys
    ]


def _lack(lack: Lack, names: Mapping[str, str]) -> str:
    certificate = names.get(lack.condition.certificate, lack.condition.certificate)
    if lack.why == Why.CERTIFICATE_LACKING:
        return _("Lacks %(certificate)s") % {"certificate": certificate}
    if lack.why == Why.CERTIFICATE_ENDS and lack.until:
        values = {"certificate": certificate, "day": day_text(lack.until)}
        return _("%(certificate)s ends on %(day)s, before supply starts") % values
    if lack.why == Why.SIZE_SHORT and lack.have is not None:
        values = {"have": number(lack.have, 1), "asked": number(lack.asked, 1)}
        return _("Parts up to %(have)s mm; %(asked)s mm asked for") % values
    if lack.why == Why.START_LATE and lack.have is not None:
        values = {"have": number(lack.have), "asked": number(lack.asked)}
        return _("Moves in %(have)s months; %(asked)s at most") % values
    return str(lack.why.label)
