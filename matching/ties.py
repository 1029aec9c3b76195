"""What a company's customers tie it to: the firm's group, its partners, Korea, another country.

Pure. The constants are choices that docs/matching.md explains.
"""

from __future__ import annotations

import numpy as np

from matching.features import Companies, Floats, Tie

# Customer: what the tie alone is worth, and what is added as the share of sales reaches FULL_SHARE.
TIE_GROUP = (0.8, 0.2)
TIE_IN_KOREA = (0.75, 0.15)
TIE_BY_KIND = {Tie.SUPPLIES: (0.73, 0.15), Tie.BUYS: (0.67, 0.12), Tie.COMPETES: (0.58, 0.07)}
TIE_ABROAD = (0.6, 0.15)
FULL_SHARE = 0.3
# Customers on record and no tie: that is the rule, and no evidence against a company. It counts as
# what is expected of one of which nothing is known (`scoring.PRIOR`), so that in a list it stands
# where it would stand with its customers unknown; every tie is worth more.
NO_TIE = 0.55


def tie_value(share: Floats, worth: tuple[float, float]) -> Floats:
    """What a tie is worth: `share` -1 is no tie, 0 a tie whose share of sales is unknown."""
    full = _clip(share / np.float32(FULL_SHARE))
    value: Floats = np.where(
        share >= 0, np.float32(worth[0]) + np.float32(worth[1]) * full, np.float32(NO_TIE)
    )
    return value


def tie_table(companies: Companies) -> Floats:
    """(N, G + 1) what the strongest tie of each company with each group is worth.

    The last column is for a firm of no known group; NaN where no customer is on record.
    """
    general = np.maximum(
        tie_value(companies.customer_in_korea, TIE_IN_KOREA),
        tie_value(companies.customer_abroad, TIE_ABROAD),
    )
    table = np.repeat(general[:, None], companies.tie.shape[1] + 1, axis=1).astype(np.float32)
    groups = table[:, :-1]
    np.maximum(groups, tie_value(companies.tie, TIE_GROUP), out=groups)
    for kind, worth in TIE_BY_KIND.items():
        np.maximum(groups, tie_value(companies.indirect[:, :, kind], worth), out=groups)
    table[~companies.customers_known] = np.nan
    return table


def _clip(value: Floats) -> Floats:
    clipped: Floats = np.clip(value, np.float32(0), np.float32(1))
    return clipped
