"""What a solved plan is told by: its worth beside other ways, what binds, what blocks it.

Kept as JSON with keys of records (`report_of`), so that it stays what it was when the plan was
solved; the screens read it by `crm.web.plans_report`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from crm.planning.fetching import Choice
from matching.assignment import (
    SIDES,
    Assignment,
    gains,
    greedy,
    in_turn,
    lists,
    load,
    overload,
)
from matching.features import Bools
from matching.stability import blocking, deferred_acceptance, held_by

#: As many limits that bind, and blocking pairs, are named; the others are counted.
MOST = 12


def report_of(choice: Choice, found: Assignment) -> dict[str, Any]:
    """The report, ready for JSON."""
    pairs, limits = choice.pairs, choice.limits
    edits = {"pinned": choice.pinned, "excluded": choice.excluded}
    ways = {
        "plan": found.chosen,
        "greedy": greedy(pairs, limits, **edits),
        "in_turn": in_turn(pairs, limits, **edits),
        "stable": deferred_acceptance(pairs, limits, choice.wishes, excluded=choice.excluded),
        "lists": lists(pairs, limits, excluded=choice.excluded),
    }
    return {
        "value": found.value,
        "bound": found.bound,
        "is_best": found.is_best,
        "pairs": len(pairs),
        "companies": len(choice.company_ids),
        "needs": len(choice.need_ids),
        "made": choice.made,
        "ways": {name: _told(choice, chosen) for name, chosen in ways.items()},
        "full": _full(choice, found.chosen),
        "gains": _gains(choice, found),
        "blocking": _blocking(choice, found.chosen),
    }


def _told(choice: Choice, chosen: Bools) -> dict[str, Any]:
    pairs = choice.pairs
    over = overload(pairs, choice.limits, chosen)
    return {
        "value": float(pairs.value[chosen].sum()),
        "introductions": int(chosen.sum()),
        "needs": len(np.unique(pairs.need[chosen])),
        "companies": len(np.unique(pairs.company[chosen])),
        "over": sum(over.values()),
        "blocking": int(
            blocking(pairs, choice.limits, choice.wishes, chosen, excluded=choice.excluded).sum()
        ),
    }


def _full(choice: Choice, chosen: Bools) -> dict[str, int]:
    """How many of each side have reached their limit."""
    taken = load(choice.pairs, chosen)
    return {side: int((taken.of(side) >= choice.limits.of(side)).sum()) for side in SIDES}


def _gains(choice: Choice, found: Assignment) -> list[dict[str, Any]]:
    if not found.is_best:
        return []
    binding = gains(
        choice.pairs,
        choice.limits,
        found.chosen,
        pinned=choice.pinned,
        excluded=choice.excluded,
    )
    return [
        {
            "side": gain.side,
            "id": str(choice.keys(gain.side)[gain.index]),
            "limit": int(choice.stated.of(gain.side)[gain.index]),
            "made": int(choice.used.of(gain.side)[gain.index]),
            "value": gain.value,
        }
        for gain in binding[:MOST]
    ]


def _blocking(choice: Choice, chosen: Bools) -> dict[str, Any]:
    pairs = choice.pairs
    at = np.flatnonzero(
        blocking(pairs, choice.limits, choice.wishes, chosen, excluded=choice.excluded)
    )
    why = held_by(pairs, choice.limits, chosen, at)
    both = choice.wishes.company[at] + choice.wishes.need[at]
    best = np.argsort(-both, kind="stable")[:MOST]
    return {
        "count": len(at),
        "by": {reason: why.count(reason) for reason in sorted({*why})},
        "pairs": [
            {
                "company": str(choice.company_ids[pairs.company[at[place]]]),
                "need": str(choice.need_ids[pairs.need[at[place]]]),
                "held": why[place],
            }
            for place in best
        ],
    }
