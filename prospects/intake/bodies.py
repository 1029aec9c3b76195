"""Which company or cooperative a row is about, by number or by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from prospects.duplicates import candidate, likely_duplicates
from prospects.likeness import Reason
from prospects.models import Company, Cooperative, FormerCompany
from prospects.names import normal_form

from . import values
from .columns import Column
from .comparing import Row, keys_known
from .headings import HEADINGS

COMPANY_NUMBER = Column(
    "company_number",
    _("corporate number"),
    values.corporate_number,
    HEADINGS["corporate_number"],
)
COMPANY = Column(
    "company",
    _("company"),
    values.text(200),
    HEADINGS["body.company"],
    sample="株式会社見本製作所",
)
COOPERATIVE = Column(
    "cooperative",
    _("cooperative"),
    values.text(200),
    HEADINGS["body.cooperative"],
)
BODY_COLUMNS = (COMPANY, COMPANY_NUMBER, COOPERATIVE)

_BY_NAME = (Reason.NAME_AND_PLACE, Reason.NAME)


def find_bodies(rows: Sequence[Row]) -> None:
    """Set `company_id` or `cooperative_id` of each row, or say why that cannot be.

    A name must fit one company only; the number tells those of one name apart.
    """
    _find_companies([row for row in rows if not row.problems])
    _find_cooperatives([row for row in rows if not row.problems])
    for row in rows:
        if row.problems:
            continue
        bodies = sum(name in row.stored for name in ("company_id", "cooperative_id"))
        if not bodies:
            row.refuse("company", "no_body")
        elif bodies == 2:
            row.refuse("cooperative", "two_bodies")


def _find_companies(rows: Sequence[Row]) -> None:
    numbers = keys_known(
        Company, "corporate_number", (row.values.get("company_number") for row in rows)
    )
    numbers |= _former_numbers({row.values.get("company_number", "") for row in rows} - {*numbers})
    by_name: list[Row] = []
    for row in rows:
        if number := row.values.get("company_number"):
            if number in numbers:
                row.stored["company_id"] = numbers[number][0]
            else:
                row.refuse("company_number", "no_company")
        elif row.values.get("company"):
            by_name.append(row)
    names = {row.values["company"] for row in by_name}
    found: dict[str, set[str]] = {}
    for each in likely_duplicates([candidate(name, {"name_ja": name}) for name in sorted(names)]):
        if each.reason in _BY_NAME:
            found.setdefault(str(each.candidate.key), set()).add(str(each.company.pk))
    for row in by_name:
        keys = found.get(row.values["company"], set())
        if len(keys) == 1:
            row.stored["company_id"] = next(iter(keys))
        else:
            row.refuse("company", "several_companies" if keys else "no_company")


def _former_numbers(numbers: set[str]) -> dict[str, list[str]]:
    """Corporate numbers of companies that were merged into another → the other's key. One query."""
    former = FormerCompany.objects.filter(corporate_number__in=numbers - {""}).order_by("merged_at")
    pairs = former.values_list("corporate_number", "successor_id")
    return {str(number): [str(successor)] for number, successor in pairs}


def _find_cooperatives(rows: Sequence[Row]) -> None:
    known = cooperatives_by_name() if any(row.values.get("cooperative") for row in rows) else {}
    for row in rows:
        name = row.values.get("cooperative")
        if not name:
            continue
        keys = known.get(normal_form(name), set())
        if len(keys) == 1:
            row.stored["cooperative_id"] = next(iter(keys))
        else:
            row.refuse("cooperative", "several_cooperatives" if keys else "no_cooperative")


def cooperatives_by_name() -> dict[str, set[str]]:
    """Normal name in any language → keys. One query."""
    return by_normal_name(
        Cooperative.objects.order_by().values_list("pk", "name_ja", "name_ko", "name_en")
    )


def by_normal_name(rows: Iterable[tuple[object, ...]]) -> dict[str, set[str]]:
    """Normal name → keys, of rows that begin with the key and go on with names."""
    found: dict[str, set[str]] = {}
    for key, *names in rows:
        for name in names:
            if name:
                found.setdefault(normal_form(str(name)), set()).add(str(key))
    return found
