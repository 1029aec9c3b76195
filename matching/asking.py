"""What is asked of the database for scoring, before anything is read of the companies: the needs,
and what each of the arrays' columns stands for."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from matching.columns import (
    DAYS_A_MONTH,
    Places,
    flags,
    indexes,
    material_key,
    material_name,
    month_of,
    numbers,
)
from matching.explaining import Labels
from matching.features import Bools, Floats, Needs, Reference, Tie, taxonomy_credit
from matching.keys import Keys, keys
from matching.masks import SPEAKS, Must
from matching.materials import OTHER, Families
from matching.models import Firm, FirmTie, Need
from matching.narrowing import companies_in_reach, needs_in_reach
from matching.row_facts import Speaking
from prospects.models import Capability, Cluster, Company, Material
from prospects.models.company import CompanyQuerySet
from prospects.names import normal_form

MUSTS = tuple(Need.Must.values)
TIES: dict[str, Tie] = {
    FirmTie.Kind.SUPPLIES: Tie.SUPPLIES,
    FirmTie.Kind.BUYS: Tie.BUYS,
    FirmTie.Kind.COMPETES: Tie.COMPETES,
}
# What is read of each; whole records take their time.
_READ_OF_NEEDS = (
    "capability_id",
    "firm_id",
    "precision_um",
    "size_max_mm",
    "materials",
    "musts",
    "start_on",
    "monthly_volume",
    "suppliers_wanted",
    "site",
    "site__latitude",
    "site__longitude",
)
_READ_OF_NODES = ("key", "parent_id", "name_ja", "name_ko", "synonyms", "jsic_codes")
_READ_OF_CLUSTERS = ("key", "latitude", "longitude", "speciality_ja", "speciality_ko")
_READ_OF_FIRMS = (
    *("group_name", "group_name_ja", "group_name_en"),
    *("name_ko", "name_ja", "name_en"),
)
_BETWEEN_TERMS = re.compile(r"[·・･/／()（）、,，;；&]+")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for, and of whom, before anything is read of the companies.

    companies: who is in question, but for `speaking`, if given: then those of whom such rows are
    found. only: those that were named, if any were.
    """

    today: dt.date
    companies: CompanyQuerySet
    only: Collection[uuid.UUID] | None
    speaking: Speaking | None
    taxonomy: Sequence[Capability]
    nodes: frozenset[uuid.UUID]
    places: Places
    needs: Needs
    need_ids: Keys
    reference: Reference
    labels: Labels


def ask(
    *,
    today: dt.date,
    company_ids: Collection[uuid.UUID] | None = None,
    need_ids: Collection[uuid.UUID] | None = None,
    span: tuple[uuid.UUID, uuid.UUID] | None = None,
    narrow: bool = False,
    also: Collection[uuid.UUID] = (),
) -> Asked:
    """What `matching.fetching.fetch` is to read of companies, and all else that it reads; `also`:
    companies that the needs may not reach."""
    companies, needs = Company.objects.active(), Need.objects.open()
    if span is not None:
        companies = companies.filter(pk__range=span)
    if company_ids is not None:
        companies = companies.filter(pk__in=keys(company_ids))
    if need_ids is not None:
        needs = needs.filter(pk__in=keys(need_ids))
    taxonomy = list(Capability.objects.only(*_READ_OF_NODES).order_by("position", "key"))
    clusters = list(Cluster.objects.only(*_READ_OF_CLUSTERS).order_by("key"))
    nodes = {node.pk: index for index, node in enumerate(taxonomy)}
    credit = _credit(tuple(nodes[node.parent_id] if node.parent_id else -1 for node in taxonomy))
    industries = _industries(taxonomy)
    if narrow and company_ids is not None:
        needs = needs_in_reach(needs, company_ids, taxonomy, credit, industries)
    wanted = list(needs.select_related("site").only(*_READ_OF_NEEDS).order_by("pk"))
    speaking = None
    if narrow and company_ids is None:
        speaking = companies_in_reach(companies, wanted, taxonomy, credit, industries, also=also)
    required = _required(wanted)
    columns = _columns_of(wanted, required)
    places = _places(columns, nodes, industries, clusters, answers=credit >= SPEAKS)
    return Asked(
        today=today,
        companies=companies,
        only=company_ids,
        speaking=speaking,
        taxonomy=taxonomy,
        nodes=frozenset(need.capability_id for need in wanted),
        places=places,
        needs=_needs(wanted, required, places, month_of(today)),
        need_ids=Keys(need.pk for need in wanted),
        reference=Reference(credit=credit, specialities=specialities_named(clusters, taxonomy)),
        labels=Labels(
            nodes=[node.key for node in taxonomy],
            materials=[columns.spelled[key] for key in sorted(columns.spelled)],
            certificates=columns.certificates,
            clusters=[cluster.key for cluster in clusters],
            groups=columns.groups,
        ),
    )


@dataclass(frozen=True, slots=True)
class _Columns:
    """What has a column, as only what some need asks for can matter: other materials share one,
    other certificates and the groups of other firms have none.

    spelled: materials as they are compared → as they are written.
    """

    spelled: Mapping[str, str]
    certificates: Sequence[str]
    groups: Sequence[str]
    group_of_firm: Mapping[uuid.UUID, int]
    group_of_name: Mapping[str, int]


def _columns_of(wanted: Sequence[Need], required: Iterable[tuple[int, str]]) -> _Columns:
    named = [name for need in wanted for name in need.materials]
    return _Columns(
        {material_key(name): material_name(name) for name in reversed(named)},
        sorted({key for _, key in required}),
        *_groups({need.firm_id for need in wanted}),
    )


def _places(
    columns: _Columns,
    nodes: Mapping[uuid.UUID, int],
    industries: Mapping[str, Sequence[int]],
    clusters: Sequence[Cluster],
    *,
    answers: Bools,
) -> Places:
    """Where each of what is read belongs in the arrays."""
    materials = [*sorted(columns.spelled), OTHER]
    return Places(
        nodes=nodes,
        industries=industries,
        answers=answers,
        materials={name: index for index, name in enumerate(materials)},
        families=Families(_families(), columns.spelled),
        certificates={key: index for index, key in enumerate(columns.certificates)},
        clusters={cluster.pk: index for index, cluster in enumerate(clusters)},
        latitude=numbers([*(cluster.latitude for cluster in clusters), None]),
        longitude=numbers([*(cluster.longitude for cluster in clusters), None]),
        groups=len(columns.groups),
        group_of_firm=columns.group_of_firm,
        group_of_name=columns.group_of_name,
        ties_of_name=_ties(columns.group_of_firm),
    )


# --- Reference facts --------------------------------------------------------------------------


@lru_cache(maxsize=2)  # the same for every run until somebody changes the tree
def _credit(parents: tuple[int, ...]) -> Floats:
    """(K, K) of the taxonomy, to be read only."""
    credit = taxonomy_credit(indexes(parents))
    credit.flags.writeable = False
    return credit


def _industries(taxonomy: Sequence[Capability]) -> dict[str, list[int]]:
    """JSIC codes, and the groups of three digits above them, → nodes of the taxonomy."""
    nodes: dict[str, list[int]] = defaultdict(list)
    for index, node in enumerate(taxonomy):
        for code in {*node.jsic_codes, *(code[:3] for code in node.jsic_codes)}:
            nodes[code].append(index)
    return nodes


def _families() -> dict[str, str]:
    """Material → the family it belongs to, as `material_key` writes them."""
    known = Material.objects.filter(parent__isnull=False).order_by()
    return {
        material_key(key): material_key(family)
        for key, family in known.values_list("key", "parent__key")
    }


def specialities_named(clusters: Sequence[Cluster], taxonomy: Sequence[Capability]) -> Bools:
    """(C, K): the cluster's description of its specialities names the process.

    Compared are Japanese and Korean terms: the single words of English ones ("metal") say little.
    """
    nodes = tuple((node.name_ja, node.name_ko, *node.synonyms) for node in taxonomy)
    texts = tuple((cluster.speciality_ja, cluster.speciality_ko) for cluster in clusters)
    return _named_in(nodes, texts)


@lru_cache(maxsize=2)  # the same for every run until somebody changes a name
def _named_in(nodes: tuple[tuple[str, ...], ...], texts: tuple[tuple[str, ...], ...]) -> Bools:
    """(texts, nodes): a term of the node is in a piece of the text."""
    terms = [_terms(names) for names in nodes]
    found = np.zeros((len(texts), len(nodes)), dtype=np.bool_)
    for place, each in enumerate(texts):
        text = _terms(each)
        for index, names in enumerate(terms):
            found[place, index] = any(name in piece for name in names for piece in text)
    found.flags.writeable = False
    return found


def _terms(texts: Iterable[str]) -> set[str]:
    pieces = (piece for text in texts for piece in _BETWEEN_TERMS.split(text))
    return {form for piece in pieces if len(form := normal_form(piece)) > 1 and not form.isascii()}


def _groups(
    firms: Collection[uuid.UUID],
) -> tuple[list[str], dict[uuid.UUID, int], dict[str, int]]:
    """The groups of these Korean firms (a firm of no group is one), and which of them a firm and a
    name is of: -1 for a name of another group, which stands for that one and no longer."""
    every = [*Firm.objects.only(*_READ_OF_FIRMS).order_by("pk")]
    asked = {group_name(firm) for firm in every if firm.pk in firms}
    groups: dict[str, int] = {}
    of_firm: dict[uuid.UUID, int] = {}
    of_name: dict[str, int] = {}
    for firm in every:
        index = -1
        if (group := group_name(firm)) in asked:
            index = of_firm[firm.pk] = groups.setdefault(group, len(groups))
        called = (firm.group_name, firm.group_name_ja, firm.group_name_en)
        for name in (*called, firm.name_ko, firm.name_ja, firm.name_en):
            if form := normal_form(name) if name else "":
                of_name.setdefault(form, index)
    return list(groups), of_firm, of_name


def _ties(group_of_firm: Mapping[uuid.UUID, int]) -> dict[str, list[tuple[int, int]]]:
    """What other parties are to the groups asked for, by the parties' names."""
    ties: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for firm, name, kind in FirmTie.objects.order_by("pk").values_list("firm_id", "name", "kind"):
        if form := normal_form(name):
            known = ties[form]
            if firm in group_of_firm:
                known.append((group_of_firm[firm], TIES[kind]))
    return ties


def group_name(firm: Firm) -> str:
    """What the firm's group is called; a firm of no group stands for itself."""
    return firm.group_name or str(firm)


# --- Needs ------------------------------------------------------------------------------------


def _required(wanted: Sequence[Need]) -> list[tuple[int, str]]:
    """The certificates that needs ask for, as (index, key)."""
    at = {need.pk: index for index, need in enumerate(wanted)}
    through = Need.certificates.through.objects.filter(need__in=keys(at))
    return [(at[need], key) for need, key in through.values_list("need_id", "certificate_id")]


def _needs(
    wanted: Sequence[Need], required: Iterable[tuple[int, str]], places: Places, today: dt.date
) -> Needs:
    certificates = np.zeros((len(wanted), len(places.certificates)), dtype=np.bool_)
    for need, key in required:
        certificates[need, places.certificates[key]] = True
    return Needs(
        key=np.arange(len(wanted)),
        line_need=np.arange(len(wanted)),
        line_node=indexes(places.nodes[need.capability_id] for need in wanted),
        line_weight=np.ones(len(wanted), dtype=np.float32),
        line_precision_um=numbers(need.precision_um for need in wanted),
        line_size_mm=numbers(need.size_max_mm or None for need in wanted),
        line_materials=flags(
            [map(material_key, need.materials) for need in wanted], places.materials
        ),
        certificates=certificates,
        musts=flags([need.musts for need in wanted], {key: Must[key.upper()] for key in MUSTS}),
        group=indexes(places.group_of_firm.get(need.firm_id, -1) for need in wanted),
        start_months=numbers(
            None if need.start_on is None else max(0, (need.start_on - today).days) / DAYS_A_MONTH
            for need in wanted
        ),
        monthly_volume=numbers(
            need.monthly_volume and need.monthly_volume / need.suppliers_wanted for need in wanted
        ),
        latitude=numbers(need.site.latitude if need.site else None for need in wanted),
        longitude=numbers(need.site.longitude if need.site else None for need in wanted),
    )
