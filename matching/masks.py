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

from matching.features import Bools, Inputs, Ints

# The reasons, by bit: 1 << place.
WHY = ("certificate_lacking", "certificate_ends", "size_short", "start_late")
_LACKING, _ENDS, _SHORT, _LATE = (np.uint8(1 << place) for place in range(len(WHY)))

# A move this long after the start of supply can still be bridged from Japan.
START_TOLERANCE = 6.0
# A row speaks for a requirement line if credit x strength is this much: the process itself, a kind
# of it, or its family. A sibling does not: what it holds says nothing of what is asked.
SPEAKS = np.float32(0.35)

Flags = NDArray[np.uint8]


class Must(IntEnum):
    """The columns of `Needs.musts`."""

    CERTIFICATES = 0
    SIZE = 1
    START = 2


def left_out(inputs: Inputs, short: Bools, c: Ints, m: Ints) -> Flags:
    """The reasons for which companies `c` are left out of needs `m`, as bits of `WHY`; 0: none.

    `c` and `m` are indexes that broadcast against each other. short: some line asks for larger
    parts than every row that speaks for it states (`answers.Answer`).
    """
    needs = inputs.needs
    why = np.zeros(np.broadcast_shapes(c.shape, m.shape), dtype=np.uint8)
    for must, held_against in (
        (Must.CERTIFICATES, _certificates),
        (Must.SIZE, _size),
        (Must.START, _start),
    ):
        # Few needs insist: the others, the rows of `m`, are not looked at.
        rows = np.flatnonzero(needs.musts[m, must])
        if len(rows):
            some = c if m.ndim > 1 else c[rows]
            why[rows] |= held_against(inputs, short[rows], some, m[rows])
    return why


def _size(inputs: Inputs, short: Bools, c: Ints, m: Ints) -> Flags:
    """Every row that speaks for some line states a smaller size."""
    return short * _SHORT


def _start(inputs: Inputs, short: Bools, c: Ints, m: Ints) -> Flags:
    """It says that it cannot move before this is too late."""
    starts = inputs.needs.start_months[m] + np.float32(START_TOLERANCE)
    return (inputs.companies.horizon_months[c] > starts) * _LATE


def _certificates(inputs: Inputs, short: Bools, c: Ints, m: Ints) -> Flags:
    """Lacking, or ending before supply starts; a company without any on record is left in."""
    companies, needs = inputs.companies, inputs.needs
    why = np.zeros(np.broadcast_shapes(c.shape, m.shape), dtype=np.uint8)
    asked = needs.certificates[m]
    start = np.nan_to_num(needs.start_months, nan=0)[m]
    for which in np.flatnonzero(asked.any(axis=tuple(range(asked.ndim - 1)))):
        rows = np.flatnonzero(asked[..., which])
        some = c if m.ndim > 1 else c[rows]
        known, held = companies.certificates_known[some], companies.certificates[some, which]
        ends = companies.certificate_months[some, which] < start[rows]
        why[rows] |= (known & ~held) * _LACKING | (known & held & ends) * _ENDS
    return why
