"""Columns of a plan's introductions."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from crm.models import PlannedIntroduction
from matching.models import Need
from prospects.models import Company
from prospects.spreadsheets import Kind

from .fields import Field, demo, named, of, person, words_of


def _company(name: str, kind: Kind = Kind.TEXT, **how: Any) -> Field:
    return of(Company, name, kind, value=f"company__{name}", **how)


PLANNED = (
    Field("year", _("year"), Kind.YEAR, "plan__year"),
    Field("quarter", _("quarter"), Kind.COUNT, "plan__quarter"),
    _company("corporate_number", Kind.CODE),
    _company("name_ja", width=28),
    _company("name_ko", width=28),
    _company("name_en", width=28),
    Field("cluster", _("cluster"), value=named("company__cluster"), width=16),
    of(Need, "firm", value=named("need__firm")),
    of(PlannedIntroduction, "need", value=named("need"), width=36),
    Field("capability", _("capability"), value=named("need__capability")),
    of(PlannedIntroduction, "value", Kind.NUMBER),
    of(PlannedIntroduction, "officer", value=person("officer"), width=14),
    of(PlannedIntroduction, "state", shown=words_of(PlannedIntroduction.State), width=12),
    of(PlannedIntroduction, "reason", width=32),
    of(PlannedIntroduction, "decided_by", value=person("decided_by"), width=14),
    Field("planned_for", _("planned for"), Kind.MOMENT, "activity__planned_for"),
    of(PlannedIntroduction, "not_taken", shown=words_of(PlannedIntroduction.NotTaken), width=28),
    _company("source", width=40),
    demo("company__is_demo"),
)
