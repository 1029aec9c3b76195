"""The words of the taxonomy, the materials and the certificates as they are stored now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max

from prospects.capability_text import Entry, Kind, Vocabulary
from prospects.capability_text.folding import letters_of
from prospects.models import Capability, Certificate, Material

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Parts for these are what the node means: "for cars" says it.
FOR_USE = frozenset({"auto_parts", "semicon_equip_parts"})

_kept: dict[str, tuple[Any, Vocabulary]] = {}


def vocabulary() -> Vocabulary:
    """All words, built anew when a row has changed since; three small queries tell."""
    state = tuple(
        tuple(model._default_manager.aggregate(Count("pk"), Max(newest)).values())
        for model, newest in (
            (Capability, "updated_at"),
            (Material, "updated_at"),
            (Certificate, "as_of"),
        )
    )
    kept = _kept.get("words")
    if kept is None or kept[0] != state:
        kept = _kept["words"] = (state, Vocabulary([*_entries()]))
    return kept[1]


def _entries() -> Iterable[Entry]:
    for kind, model in ((Kind.CAPABILITY, Capability), (Kind.MATERIAL, Material)):
        nodes: Any = model._default_manager
        known = {each.pk: each for each in nodes.order_by("position", "key")}
        for each in known.values():
            names = (each.name_ja, each.name_ko, each.name_en, *each.synonyms)
            words = (each.key, *names) if kind is Kind.MATERIAL else names
            yield Entry(kind, each.key, _filled(words), _line(each, known), each.key in FOR_USE)
    for held in Certificate.objects.order_by("key"):
        names = (held.name_ja, held.name_ko, held.name_en, *held.synonyms)
        yield Entry(Kind.CERTIFICATE, held.key, _filled(names), (held.key,))


def _filled(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word)


def _line(node: Any, known: Mapping[Any, Any]) -> tuple[str, ...]:
    line = [node]
    while line[-1].parent_id in known and len(line) <= len(known):
        line.append(known[line[-1].parent_id])
    return tuple(each.key for each in reversed(line))


def material_keys(words: Iterable[str]) -> list[str]:
    """The keys of materials as people name them; a word that no material has stays as it is."""
    known: dict[str, str] = {}
    for entry in vocabulary().entries:
        if entry.kind is Kind.MATERIAL:
            for word in entry.words:
                known.setdefault(letters_of(word), entry.key)
    return [*dict.fromkeys(known.get(letters_of(word), word) for word in words)]
