"""The figures of a trial as the three tables of docs/matching.md. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from matching.scoring import PARTS
from matching.trials import CEILING, CODES, ENGINE, LEARNED, LOT, SCORE_ALONE, WORDS

NOTHING = "–"

Rows = Mapping[str, Mapping[str, Any]]

WAY = {
    ENGINE: "**the engine**",
    SCORE_ALONE: "by score, whatever the confidence",
    CODES: "industry codes (JSIC–KSIC)",
    WORDS: "keywords (BM25)",
    LOT: "by lot",
    LEARNED: "*learned from 48,000 outcomes*",
    CEILING: "*knowing the truth*",
}
KIND = {
    "usual": "usual records",
    "sparse": "few records",
    "biased": "biased records",
    "groups": "groups decide",
    "prices": "prices decide",
}


def tables(results: Mapping[str, Any]) -> str:
    """All ways, the worlds, and the engine without each part, of what `reports.evaluate` gives."""
    sections = results["sections"]
    whole = _rows(sections[0])
    made = (_ways(whole), _worlds(sections), _parts(whole))
    return "\n\n".join("\n".join(lines) for lines in made)


def _rows(section: Mapping[str, Any]) -> Rows:
    return {row["way"]: row for row in section["rows"]}


def _ways(rows: Rows) -> Iterator[str]:
    yield _line(
        "way", "NDCG@10", "engine ahead by", "precision@10", "recall@50", "companies shown",
        "Gini", "blocking",
    )  # fmt: skip
    yield _rule(7)
    for way, called in WAY.items():
        row = rows[way]
        yield _line(
            called,
            _interval(row["ndcg"]),
            _interval(row["ahead"]),
            _share(row["precision"]),
            _share(row["recall"]),
            _share({"mean": row["companies_covered"]}),
            _number(row["gini"], 2),
            _number(row["blocking"]["mean"], 1),
        )


def _worlds(sections: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield _line(
        "NDCG@10 by world", "engine", "score", "codes", "words", "lot", "learned",
        "recall@50: engine", "score", "codes",
    )  # fmt: skip
    yield _rule(9)
    for section in sections:
        if section["kind"] in KIND:
            rows = _rows(section)
            ways = (ENGINE, SCORE_ALONE, CODES, WORDS, LOT, LEARNED)
            ndcg = (_number(rows[way]["ndcg"]["mean"], 3) for way in ways)
            recall = (_share(rows[way]["recall"]) for way in (ENGINE, SCORE_ALONE, CODES))
            yield _line(KIND[section["kind"]], *ndcg, *recall)


def _parts(rows: Rows) -> Iterator[str]:
    yield _line("without", "NDCG@10", "the part adds", "")
    yield f"{_rule(2)}---|"
    found = {part: rows[way] for part in PARTS if (way := f"without_{part}") in rows}
    helping = {part: row["ahead"]["mean"] for part, row in found.items() if _says(row) == "helps"}
    for part, row in found.items():
        most = part in helping and helping[part] == max(helping.values())
        ndcg = _number(row["ndcg"]["mean"], 3)
        yield _line(part, ndcg, _interval(row["ahead"]), _says(row) + " most" * most)


def _says(row: Mapping[str, Any]) -> str:
    """Whether the part that is left out helps, by the interval of what the engine has with it."""
    low, high = row["ahead"]["low"], row["ahead"]["high"]
    if low is None or low <= 0 <= high:
        return "no difference shown"
    return "helps" if low > 0 else "harms"


def _line(*cells: str) -> str:
    return "| " + " | ".join(cells).replace("|  |", "| |").strip() + " |"


def _rule(numbers: int) -> str:
    return "|---|" + "--:|" * numbers


def _number(value: float | None, places: int) -> str:
    return NOTHING if value is None else f"{value:.{places}f}"


def _share(interval: Mapping[str, Any]) -> str:
    return NOTHING if interval["mean"] is None else f"{interval['mean']:.1%}"


def _interval(interval: Mapping[str, Any] | None) -> str:
    if interval is None:
        return ""
    if interval["mean"] is None:
        return NOTHING
    told = f"{interval['mean']:.3f} [{interval['low']:.3f}, {interval['high']:.3f}]"
    return told.replace("-", "−")
