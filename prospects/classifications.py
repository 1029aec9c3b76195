"""The classifications that the taxonomy is mapped to, and the codes of each that it may use.

Pure. The lists stand beside the reference files (`reference/codes/`): the Japanese (JSIC rev. 14)
and Korean (KSIC rev. 10) classes of the processes with their official names, the 14 root
technologies with their class, and the 12 monozukuri fields. Of KSIC there is also every division
(two digits) with its section, by which the code of any Korean firm is checked.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

_CODES = Path(__file__).parent / "reference" / "codes"
JSIC, KSIC, ROOT, MONOZUKURI = "jsic", "ksic", "root_technologies", "monozukuri_fields"
KSIC_DIVISIONS = "ksic_divisions"


@cache
def codes(scheme: str) -> Mapping[str, str]:
    """Each code of a classification with what its list says beside it: the official name, or of a
    root technology the class, of a KSIC division the section; nothing for a monozukuri field.
    """
    path = _CODES / f"{scheme}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [*csv.reader(file)][1:]
    return MappingProxyType({code: (rest[0] if rest else "") for code, *rest in rows})


@cache
def english_names() -> Mapping[str, str]:
    """The official English name of each JSIC code."""
    with (_CODES / "jsic.csv").open(encoding="utf-8", newline="") as file:
        return MappingProxyType({row["code"]: row["name_en"] for row in csv.DictReader(file)})
