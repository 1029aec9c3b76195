"""Columns of Korean firms, needs and matches."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from matching.intake.ties import COLUMNS as TIES
from matching.intake.ties import KINDS
from matching.models import Firm, FirmTie, Match, Need, Site
from matching.reasons import load_names, sentences
from matching.scoring import PARTS
from prospects.models import Certificate, Company
from prospects.spreadsheets import Kind

from .fields import (
    Field,
    Shown,
    demo,
    each,
    joined,
    key,
    local_name,
    named,
    names,
    of,
    sourced,
    words_of,
    yes_no,
)


def _plants() -> QuerySet[Any, Any]:
    plants = Site.objects.filter(firm=OuterRef("pk")).order_by("region", "city", "pk")
    text = Concat(local_name(), Value(" ("), "region", Value(")"), output_field=TextField())
    return plants.annotate(text=text).values_list("text", flat=True)


def _ties(kind: str) -> Callable[[], Combinable]:
    def named() -> QuerySet[Any, Any]:
        ties = FirmTie.objects.filter(firm=OuterRef("pk"), kind=kind).order_by("name", "pk")
        return ties.values_list("name", flat=True)

    return each(named)


FIRM = (
    *names(Firm),
    of(Firm, "group_name", width=20),
    of(Firm, "group_name_en", width=20),
    of(Firm, "group_name_ja", width=20),
    of(Firm, "ksic_code", Kind.CODE),
    of(Firm, "website", width=28),
    Field("plants", _("plants"), value=each(_plants), shown=joined, width=40),
    Field("open_needs", _("open needs"), Kind.COUNT),
    Field("all_needs", _("needs"), Kind.COUNT),
    Field("taken_up", _("companies taken up"), Kind.COUNT),
    *(
        Field(column.name, column.label, value=_ties(KINDS[column.name]), shown=joined, width=32)
        for column in TIES
    ),
    of(Firm, "note", width=48),
    *sourced(Firm),
    demo(),
    key(),
)


def _certificates() -> QuerySet[Any, Any]:
    asked = Certificate.objects.filter(needs=OuterRef("pk"))
    return asked.order_by("pk").values_list(local_name(), flat=True)


def _standing() -> QuerySet[Any, Any]:
    return Match.objects.standing().filter(need=OuterRef("pk")).order_by().values("need")


def _match_count() -> Coalesce:
    return Coalesce(Subquery(_standing().annotate(n=Count("pk")).values("n")), 0)


def _best_score() -> Subquery:
    return Subquery(_standing().annotate(best=Max("score")).values("best"))


NEED = (
    of(Need, "firm", value=named("firm")),
    *names(Need),
    of(Need, "capability", value=named("capability")),
    of(Need, "status", shown=words_of(Need.Status), width=10),
    of(Need, "materials", shown=joined),
    of(Need, "precision_um", Kind.NUMBER),
    of(Need, "size_max_mm", Kind.NUMBER),
    of(Need, "monthly_volume", Kind.COUNT),
    of(Need, "certificates", value=each(_certificates), shown=joined),
    of(Need, "site", value=named("site")),
    Field("region", _("region"), value="site__region", width=12),
    of(Need, "start_on", Kind.DATE),
    of(Need, "localises_import", shown=yes_no, width=12),
    of(Need, "suppliers_wanted", Kind.COUNT),
    Field("matches", _("matches"), Kind.COUNT, _match_count),
    Field("best_score", _("best score"), Kind.NUMBER, _best_score),
    of(Need, "description", width=48),
    *sourced(Need),
    demo(),
    key(),
)


def _company(name: str, kind: Kind = Kind.TEXT, **how: Any) -> Field:
    return of(Company, name, kind, value=f"company__{name}", **how)


def _in_words() -> Shown:
    """A match's reasons as sentences, with names that are looked up once a file."""
    known = load_names()

    def words(reasons: Any) -> str:
        match = cast("Match", SimpleNamespace(reasons=reasons))
        return "\n".join(sentence.text for sentence in sentences(match, known))

    return words


MATCH = (
    _company("corporate_number", Kind.CODE),
    _company("name_ja", width=28),
    _company("name_ko", width=28),
    _company("name_en", width=28),
    Field("cluster", _("cluster"), value=named("company__cluster"), width=16),
    of(Match, "need", value=named("need")),
    of(Need, "firm", value=named("need__firm")),
    Field("capability", _("capability"), value=named("need__capability")),
    of(Match, "status", shown=words_of(Match.Status), width=12),
    of(Match, "status_at", Kind.MOMENT),
    of(Match, "rejected_kind", shown=words_of(Match.Rejection), width=20),
    of(Match, "rejected_by", shown=words_of(Match.Side), width=16),
    of(Match, "rejected_because"),
    of(Match, "look_again_on", Kind.DATE),
    of(Match, "score", Kind.NUMBER),
    of(Match, "confidence", Kind.NUMBER),
    of(Match, "priority", Kind.NUMBER),
    *(of(Match, f"{part}_part", Kind.NUMBER) for part in PARTS),
    of(Match, "reasons", shown=_in_words, width=60),
    of(Match, "scored_at", Kind.MOMENT),
    _company("source", width=40),
    demo(),
)
