"""What a need insists on: who is left out, and for which reasons.

Pure. A need says what it insists on (`Needs.musts`). A company is left out only for what is known
of it: a certificate that its recorded ones lack or that ends before supply starts, a part size it
states to be smaller, a date before which it says it cannot move. What is not known lowers the
confidence (`matching.parts`) and leaves nobody out.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from matching.features import Companies, Floats, Inputs, Ints, Needs, ranges

# The reasons, by bit: 1 << place.
WHY = ("certificate_lacking", "certificate_ends", "size_short", "start_late")
_LACKING, _ENDS, _SHORT, _LATE = (np.uint8(1 << place) for place in range(len(WHY)))

# A move this long after the start of supply can still be bridged from Japan.
START_TOLERANCE = 6.0
# A row speaks for a requirement line if the taxonomy gives it this much: the process itself, a
# kind of it, or its family.
ANSWERS = 0.35

Flags = NDArray[np.uint8]


class Must(IntEnum):
    """The columns of `Needs.musts`."""

    CERTIFICATES = 0
    SIZE = 1
    START = 2


def left_out(inputs: Inputs, c: Ints, m: Ints) -> Flags:
    """The reasons for which companies `c` are left out of needs `m`, as bits of `WHY`; 0: none.

    `c` and `m` are indexes that broadcast against each other.
    """
    companies, needs = inputs.companies, inputs.needs
    why = np.zeros(np.broadcast_shapes(c.shape, m.shape), dtype=np.uint8)
    why |= _certificates(companies, needs, c, m)
    late = companies.horizon_months[c] > needs.start_months[m] + np.float32(START_TOLERANCE)
    why |= np.where(late & needs.musts[m, Must.START], _LATE, np.uint8(0))
    asking = needs.musts[:, Must.SIZE] & _asks_size(needs)
    if asking.any():
        c, m = np.broadcast_arrays(c, m)
        at = np.nonzero(asking[m])
        short = _too_large(inputs, c[at], m[at])
        why[at] |= np.where(short, _SHORT, np.uint8(0))
    return why


def _certificates(companies: Companies, needs: Needs, c: Ints, m: Ints) -> Flags:
    """Lacking, or ending before supply starts; a company without any on record is left in."""
    why = np.zeros(np.broadcast_shapes(c.shape, m.shape), dtype=np.uint8)
    asked = needs.certificates & needs.musts[:, [Must.CERTIFICATES]]
    known = companies.certificates_known[c]
    start = np.nan_to_num(needs.start_months, nan=0)[m]
    for which in np.flatnonzero(asked.any(axis=0)):
        wanted = asked[:, which][m] & known
        held = companies.certificates[:, which][c]
        ends = companies.certificate_months[:, which][c] < start
        why |= np.where(wanted & ~held, _LACKING, np.uint8(0))
        why |= np.where(wanted & held & ends, _ENDS, np.uint8(0))
    return why


def _asks_size(needs: Needs) -> NDArray[np.bool_]:
    """(M,) whether any line asks for a part size."""
    asks = np.zeros(len(needs), dtype=np.bool_)
    asks[needs.line_need[~np.isnan(needs.line_size_mm)]] = True
    return asks


def _too_large(inputs: Inputs, company: Ints, need: Ints) -> NDArray[np.bool_]:
    """(P,) whether some line asks for larger parts than every row that speaks for it states."""
    needs = inputs.needs
    starts = np.searchsorted(needs.line_need, need, side="left")
    ends = np.searchsorted(needs.line_need, need, side="right")
    pair = np.repeat(np.arange(len(need)), ends - starts)
    line = ranges(starts, ends)
    room = largest_parts(inputs, company[pair], line)
    short = room < needs.line_size_mm[line]  # False where nothing is asked
    return np.bincount(pair, short, minlength=len(need)) > 0


def largest_parts(inputs: Inputs, company: Ints, line: Ints) -> Floats:
    """(n,) the largest part in mm that a company states for what a line asks; inf: no telling."""
    companies = inputs.companies
    starts = np.searchsorted(companies.row_company, company, side="left")
    ends = np.searchsorted(companies.row_company, company, side="right")
    rows = ranges(starts, ends)
    owner = np.repeat(np.arange(len(company)), ends - starts)
    credit = inputs.reference.credit[companies.row_node[rows], inputs.needs.line_node[line[owner]]]
    speaks = np.flatnonzero(credit >= np.float32(ANSWERS))
    size = np.nan_to_num(companies.row_size_mm[rows[speaks]], nan=np.inf)
    room = np.full(len(company), -np.inf, dtype=np.float32)
    np.maximum.at(room, owner[speaks], size)
    room[np.isneginf(room)] = np.inf
    return room
