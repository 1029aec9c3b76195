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
#: What rubber shops call silicone; elsewhere the words mean the semiconductor.
BESIDE = {"VMQ": ("シリコン", "실리콘")}

_kept: dict[str, tuple[Any, Vocabulary]] = {}


def vocabulary() -> Vocabulary:
    """All words, built anew when a row has changed since; three small queries tell.

    Certificates are a dozen rows that keep no moment of change: their words are compared.
    """
    certificates = Certificate.objects.order_by("key")
    state = (
        *(
            tuple(model._default_manager.aggregate(Count("pk"), Max("updated_at")).values())
            for model in (Capability, Material)
        ),
        str([*certificates.values_list("key", "name_ja", "name_ko", "name_en", "synonyms")]),
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
            yield Entry(
                kind,
                each.key,
                _filled(words),
                line=_line(each, known),
                for_use=each.key in FOR_USE,
                beside=BESIDE.get(each.key, ()) if kind is Kind.MATERIAL else (),
            )
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
