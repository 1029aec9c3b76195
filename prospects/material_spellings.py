"""Spellings of materials that were stored before the vocabulary, and the keys they became. Pure.

For migrations only, so it never changes; the vocabulary itself grows in
`reference/materials.csv`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_GRADE = re.compile(
    r"(?:SUS|SKD|SKH|SCM|SNCM|SPFC|SPCC|SPHC|SECC|SUJ|SUP|SCS|SCPH|SC|SS|STK|FCD|FC|ADC|ZDC|AC"
    r"|NAK|S(?=\d{2}C$)|[AC](?=\d{4}$)|AZ)\d*[A-Z]*\d*"
)
_WORDS = {
    "アルミ": "aluminium", "アルミニウム": "aluminium", "アルミ合金": "aluminium",
    "알루미늄": "aluminium", "알미늄": "aluminium", "aluminium": "aluminium",
    "aluminum": "aluminium", "ステンレス": "stainless", "ステンレス鋼": "stainless",
    "스테인리스": "stainless", "스테인레스": "stainless", "stainless steel": "stainless",
    "チタン": "titanium", "티타늄": "titanium", "titanium": "titanium",
    "超硬": "carbide", "超硬合金": "carbide", "초경": "carbide", "초경합금": "carbide",
    "carbide": "carbide", "wc-co": "carbide", "銅": "copper_alloy", "구리": "copper_alloy",
    "copper": "copper_alloy", "真鍮": "brass", "黄銅": "brass", "황동": "brass", "brass": "brass",
    "マグネシウム": "magnesium", "마그네슘": "magnesium", "magnesium": "magnesium",
    "zinc": "zinc", "亜鉛合金": "zinc", "アルミナ": "Al2O3", "알루미나": "Al2O3",
    "al2o3": "Al2O3", "sic": "SiC", "si3n4": "Si3N4", "aln": "AlN", "si": "Si",
    "alsi10mg": "AlSi10Mg", "ti-6al-4v": "Ti-6Al-4V", "inconel 718": "Inconel 718",
    "樹脂": "plastics", "수지": "plastics", "플라스틱": "plastics", "plastics": "plastics",
    "ゴム": "rubber", "고무": "rubber", "rubber": "rubber",
}  # fmt: skip


def key_of(spelled: str) -> str:
    """The key of a stored material; what is not recognised stays as it was typed."""
    form = " ".join(unicodedata.normalize("NFKC", spelled).split())
    if known := _WORDS.get(form.casefold()):
        return known
    grade = form.upper().replace(" ", "").replace("-", "")
    return grade if _GRADE.fullmatch(grade) else spelled


def keys_of(spelled: Iterable[str]) -> list[str]:
    """The keys of a row's materials, each once, in their order."""
    return [*dict.fromkeys(key_of(each) for each in spelled)]
