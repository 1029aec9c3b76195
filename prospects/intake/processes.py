"""Processes as lists call them."""

from __future__ import annotations

from prospects.models import Capability

from . import values


def capability_words() -> dict[str, str]:
    """Folded name, synonym or key of each process of the taxonomy → its key. One query."""
    words: dict[str, str] = {}
    for each in Capability.objects.order_by("position", "key"):
        for word in (each.key, each.name_ja, each.name_ko, each.name_en, *each.synonyms):
            words.setdefault(values.fold(word), str(each.pk))
    words.pop("", None)
    return words


_GENERIC = (
    "処理",
    "加工",
    "技術",
    "工程",
    "作業",
    "가공",
    "처리",
    "공정",
    "기술",
    "작업",
    "processing",
)


def known_process(word: str, known: dict[str, str]) -> str:
    """The key of a process by its name, with or without a word that says only "processing"."""
    form = values.fold(word)
    for ending in ("", *_GENERIC):
        for other in ("", *_GENERIC):
            if form.endswith(ending) and (key := known.get(form.removesuffix(ending) + other)):
                return key
    return ""
