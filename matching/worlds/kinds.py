"""The kinds of worlds: what is hard about each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How a world differs from others. Shares are in [0, 1].

    Of the records: `listed` of the trades that a company practises, `stated` of its figures,
    `wrong` of what is written, `age_years` how old a record is on average, `favour` how much more,
    and how much kinder, officers write about companies that are large and near Tokyo.
    Of the truth: `together` how much a company's will is its neighbours' will, `ceiling` the
    firms' highest price as a multiple of what the part costs at a usual maker.
    """

    key: str
    companies: int = 1200
    needs: int = 40
    listed: float = 0.75
    stated: float = 0.6
    wrong: float = 0.08
    age_years: float = 2.0
    favour: float = 0.3
    together: float = 0.3
    ceiling: float = 1.7


KINDS = {
    kind.key: kind
    for kind in (
        Kind(key="usual"),
        Kind(key="sparse", listed=0.35, stated=0.2, age_years=4.0),
        Kind(key="biased", wrong=0.2, favour=1.0),
        Kind(key="groups", together=0.9),
        Kind(key="prices", ceiling=1.15),
    )
}
