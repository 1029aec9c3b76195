"""The arrays of scoring, from the database: a fixed number of set-based queries."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from django.db.models import QuerySet

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
from matching.company_facts import fetch_companies, list_companies
from matching.explaining import Labels
from matching.features import Bools, Floats, Inputs, Needs, Reference, Tie, taxonomy_credit
from matching.fellows import fetch_fellows, fetch_members
from matching.keys import Keys, held
from matching.masks import SPEAKS, Must
from matching.materials import OTHER, Families
from matching.models import Firm, FirmTie, Need
from matching.narrowing import companies_in_reach, needs_in_reach
from matching.rejected import setbacks_of
from prospects.models import Capability, Certificate, Cluster, Company, Material
from prospects.names import normal_form

MUSTS = tuple(Need.Must.values)
TIES: dict[str, Tie] = {
    FirmTie.Kind.SUPPLIES: Tie.SUPPLIES,
    FirmTie.Kind.BUYS: Tie.BUYS,
    FirmTie.Kind.COMPETES: Tie.COMPETES,
}
# What is read of a need; a thousand whole ones take their time.
_READ = (
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
_BETWEEN_TERMS = re.compile(r"[·・･/／()（）、,，;；&]+")


@dataclass(frozen=True, slots=True)
class Fetched:
    """The inputs with the keys behind their indexes, which are sorted."""

    inputs: Inputs
    labels: Labels
    company_ids: Keys
    need_ids: Keys


def fetch(
    *,
    today: dt.date,
    company_ids: Collection[uuid.UUID] | None = None,
    need_ids: Collection[uuid.UUID] | None = None,
    keys: tuple[uuid.UUID, uuid.UUID] | None = None,
    narrow: bool = False,
) -> Fetched:
    """Companies whose registration is open and needs that are open, all or those named.

    `keys`: only the companies with keys from the first to the last of the two; `narrow`: only
    what those named can reach, companies of needs or needs of companies, which is quick for a few.
    """
    companies, needs = Company.objects.active(), Need.objects.open()
    if keys is not None:
        companies = companies.filter(pk__range=keys)
    if company_ids is not None:
        companies = companies.filter(pk__in=company_ids)
    if need_ids is not None:
        needs = needs.filter(pk__in=need_ids)
    taxonomy = list(Capability.objects.order_by("position", "key"))
    clusters = list(Cluster.objects.order_by("key"))
    certificates = list(Certificate.objects.order_by("key").values_list("key", flat=True))
    nodes = {node.pk: index for index, node in enumerate(taxonomy)}
    credit = _credit(tuple(nodes[node.parent_id] if node.parent_id else -1 for node in taxonomy))
    industries = _industries(taxonomy)
    if narrow and company_ids is not None:
        needs = needs_in_reach(needs, company_ids, taxonomy, credit, industries)
    wanted = list(needs.select_related("site").only(*_READ).order_by("pk"))
    speaking = None
    if narrow and need_ids is not None:
        companies, speaking = companies_in_reach(companies, wanted, taxonomy, credit, industries)
    # Only what some need asks for can matter: other materials share a column.
    asked = [name for need in wanted for name in need.materials]
    spelled = {material_key(name): material_name(name) for name in reversed(asked)}
    materials = [*sorted(spelled), OTHER]
    groups, group_of_firm, group_of_name = _groups()
    places = Places(
        nodes=nodes,
        industries=industries,
        answers=credit >= SPEAKS,
        materials={name: index for index, name in enumerate(materials)},
        families=Families(_families(), spelled),
        certificates={key: index for index, key in enumerate(certificates)},
        clusters={cluster.pk: index for index, cluster in enumerate(clusters)},
        latitude=numbers([*(cluster.latitude for cluster in clusters), None]),
        longitude=numbers([*(cluster.longitude for cluster in clusters), None]),
        group_of_firm=group_of_firm,
        group_of_name=group_of_name,
        ties_of_name=_ties(group_of_firm),
    )
    with held(companies) as chosen:
        listed = list_companies(chosen)
        ids = listed.ids
        members = fetch_members(chosen, ids)
        known = fetch_companies(
            chosen, listed, members, places=places, today=today, speaking=speaking
        )
    fellows, in_chain, cover = fetch_fellows(
        members, len(ids), taxonomy, {need.capability_id for need in wanted}
    )
    known = replace(known, fellows=fellows)
    reference = Reference(
        credit=credit,
        specialities=specialities_named(clusters, taxonomy),
        in_chain=in_chain,
        cover=cover,
    )
    labels = Labels(
        nodes=[node.key for node in taxonomy],
        materials=[spelled[key] for key in sorted(spelled)],
        certificates=certificates,
        clusters=[cluster.key for cluster in clusters],
        groups=groups,
    )
    setbacks = setbacks_of(ids, group_of_firm, today=month_of(today), only=company_ids)
    inputs = Inputs(known, _needs(wanted, needs, places, month_of(today)), reference, setbacks)
    return Fetched(inputs, labels, ids, Keys(need.pk for need in wanted))


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


def _groups() -> tuple[list[str], dict[uuid.UUID, int], dict[str, int]]:
    """The groups of Korean firms (a firm of no group is one), and which a firm and a name is of."""
    groups: dict[str, int] = {}
    of_firm: dict[uuid.UUID, int] = {}
    of_name: dict[str, int] = {}
    for firm in Firm.objects.order_by("pk"):
        index = of_firm[firm.pk] = groups.setdefault(group_name(firm), len(groups))
        called = (firm.group_name, firm.group_name_ja, firm.group_name_en)
        for name in (*called, firm.name_ko, firm.name_ja, firm.name_en):
            if form := normal_form(name) if name else "":
                of_name.setdefault(form, index)
    return list(groups), of_firm, of_name


def _ties(group_of_firm: Mapping[uuid.UUID, int]) -> dict[str, list[tuple[int, int]]]:
    """What other parties are to groups, by the parties' names."""
    ties: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for firm, name, kind in FirmTie.objects.order_by("pk").values_list("firm_id", "name", "kind"):
        if (form := normal_form(name)) and firm in group_of_firm:
            ties[form].append((group_of_firm[firm], TIES[kind]))
    return ties


def group_name(firm: Firm) -> str:
    """What the firm's group is called; a firm of no group stands for itself."""
    return firm.group_name or str(firm)


# --- Needs ------------------------------------------------------------------------------------


def _needs(
    wanted: Sequence[Need], queryset: QuerySet[Need], places: Places, today: dt.date
) -> Needs:
    at = {need.pk: index for index, need in enumerate(wanted)}
    certificates = np.zeros((len(wanted), len(places.certificates)), dtype=np.bool_)
    through = Need.certificates.through.objects.filter(need__in=queryset)
    for need_id, key in through.values_list("need_id", "certificate_id"):
        if need_id in at:  # else it was opened after the needs were read
            certificates[at[need_id], places.certificates[key]] = True
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
