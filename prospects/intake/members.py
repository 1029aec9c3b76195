"""Member lists of cooperatives: companies, each with its membership."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from prospects.models import CooperativeMembership
from prospects.names import normal_form

from . import dates, values
from .bodies import COOPERATIVE, cooperatives_by_name
from .columns import Column, Layout
from .companies import CompanyComparison
from .comparing import BESIDE, Row
from .headings import HEADINGS

ROLE = Column("role", _("role"), values.text(60), HEADINGS["member.role"], sample="理事長")
SINCE = Column("since", _("member since"), dates.day, HEADINGS["member.since"])
_COMPANY = CompanyComparison.layout.columns


class MemberComparison(CompanyComparison):
    """Companies as members. Those not tracked yet are added; no membership is ended."""

    layout = Layout(
        (*_COMPANY[:5], ROLE, SINCE, COOPERATIVE, *_COMPANY[5:]),
        one_of=CompanyComparison.layout.one_of,
        instead=CompanyComparison.layout.instead,
    )

    def complete(self, rows: Sequence[Row]) -> None:
        super().complete(rows)
        named = any(row.values.get("cooperative") for row in rows)
        known = cooperatives_by_name() if named else {}
        for row in rows:
            if name := row.values.get("cooperative"):
                keys = known.get(normal_form(name), set())
                if len(keys) != 1:
                    row.refuse("cooperative", "several_cooperatives" if keys else "no_cooperative")
                    continue
                cooperative = next(iter(keys))
            else:
                cooperative = str(self.context.get("cooperative") or "")
            if not cooperative:
                row.refuse("", "no_cooperative")
                continue
            link = {"cooperative_id": cooperative}
            link |= {name: row.values[name] for name in ("role", "since") if name in row.values}
            row.links["membership"] = [link]

    def new_links(self, rows: Sequence[Row]) -> None:
        super().new_links(rows)
        linked = [row for row in rows if row.links.get("membership")]
        known = {
            (str(company), str(cooperative))
            for company, cooperative in CooperativeMembership.objects.filter(
                company__in=[row.target for row in linked]
            ).values_list("company", "cooperative")
        }
        for row in linked:
            cooperative = row.links["membership"][0]["cooperative_id"]
            if (row.target, cooperative) in known:
                del row.links["membership"]
            else:
                row.changes[f"{BESIDE}membership"] = [None, [cooperative]]
