"""Merging: several companies become one, in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pghistory
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.merging import rows
from crm.merging.fields import BLOCKS, Facts, chosen
from crm.merging.plan import plan_merge
from crm.merging.relations import CHOSEN
from crm.models import Merge, User
from matching.tasks import companies_changed
from prospects.companies import change_company
from prospects.models import Company, FormerCompany, StaleRecordError

#: More than these beside each other nobody can compare.
MOST = 6
#: Merges wait for each other: two that overlap would write down each other's changes.
_LOCK = 0x6D65726765  # any number that no other advisory lock uses: "merge"


class MergeRefusedError(Exception):
    """A merge, or undoing one, that the rules refuse; nothing was written.

    The text is for people.
    """


@transaction.atomic
def merge(
    survivor: Company,
    absorbed: Sequence[Company],
    *,
    by: User,
    choices: Mapping[str, str] | None = None,
    now: dt.datetime | None = None,
) -> Merge:
    """Let `survivor` take up the other companies, with everything that refers to them.

    `choices` says whose fields to take (`crm.merging.fields`) and whose row of the relations in
    `CHOSEN`, as block or relation → key of a company; the rest is as suggested. The companies
    come as they were read: StaleRecordError if one was saved since, MergeRefusedError for what
    cannot be merged, ValidationError for fields that do not go together; nothing is written then.
    The number of queries does not depend on the number of rows.
    """
    choices = choices or {}
    companies = _locked(survivor, absorbed)
    first, others = companies[0], companies[1:]
    preferred = {name: [choices[name]] for name in CHOSEN if choices.get(name)}
    plan = plan_merge(first.pk, [each.pk for each in others], preferred=preferred)
    before = rows.read(Company, "id", [each.pk for each in companies])
    fields = chosen([facts_of(each) for each in companies], choices)
    done = Merge.objects.create(
        survivor=first,
        absorbed=[each.pk for each in others],
        absorbed_names=[str(each)[:200] for each in others],
        at=now or timezone.now(),
        by=by,
    )
    with pghistory.context(
        user=str(by.pk), merge=str(done.pk), absorbed=", ".join(done.absorbed_names)
    ):
        for step in plan.steps:
            step.apply()
        rows.delete(Company, [each.pk for each in others])
        FormerCompany.objects.bulk_create([_former(each, first, done.at) for each in others])
        _write(first, fields, companies)
    after = rows.read(Company, "id", [first.pk])
    done.changes = {
        "survivor": [next(row for row in before if row["id"] == str(first.pk)), after[0]],
        "absorbed": [row for row in before if row["id"] != str(first.pk)],
        "steps": [step.as_json() for step in plan.steps],
    }
    done.save(update_fields=["changes"])
    rows.check_references()
    companies_changed([first.pk])
    return done


def facts_of(company: Company) -> Facts:
    """A company's own fields, as the rules for choosing see them."""
    names = [name for block in BLOCKS.values() for name in block]
    return Facts(str(company.pk), {name: getattr(company, name) for name in names})


def lock() -> None:
    """One merge, or undoing, at a time, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def require_some(keys: Collection[Any]) -> None:
    """Raise MergeRefusedError unless there are two to six of them."""
    if len(keys) < 2:
        raise MergeRefusedError(_("Choose two or more different companies."))
    if len(keys) > MOST:
        raise MergeRefusedError(_("Choose at most %(count)s companies.") % {"count": MOST})


def _locked(survivor: Company, absorbed: Sequence[Company]) -> list[Company]:
    """The stored companies, the survivor first, locked and as they were read."""
    asked = [survivor, *absorbed]
    keys = [each.pk for each in asked]
    require_some({*keys} if len({*keys}) == len(keys) else ())
    if len({each.is_demo for each in asked}) > 1:
        raise MergeRefusedError(_("A demo company and a real one cannot be merged."))
    lock()
    stored = (
        Company.objects.select_for_update(of=("self",))
        .select_related("cluster")
        .order_by("pk")
        .in_bulk(keys)
    )
    for each in asked:
        if each.pk not in stored or stored[each.pk].version != each.version:
            raise StaleRecordError(each)
    return [stored[key] for key in keys]


def _write(survivor: Company, fields: dict[str, Any], companies: Sequence[Company]) -> None:
    """The chosen fields, where they are not the survivor's already."""
    changed = {name: value for name, value in fields.items() if value != getattr(survivor, name)}
    if "cluster_id" in changed:
        key = changed.pop("cluster_id")
        changed["cluster"] = next(each.cluster for each in companies if each.cluster_id == key)
    elif "municipality_code" in changed:
        changed["cluster"] = survivor.cluster
    # Also without a change: whoever has the record open sees that something happened to it.
    change_company(survivor, fields=changed)


def _former(company: Company, successor: Company, at: dt.datetime) -> FormerCompany:
    return FormerCompany(
        id=company.pk,
        successor=successor,
        merged_at=at,
        corporate_number=company.corporate_number,
        name_ja=company.name_ja,
        name_ko=company.name_ko,
        name_en=company.name_en,
        name_kana=company.name_kana,
        municipality_code=company.municipality_code,
        city=company.city,
        postcode=company.postcode,
    )
