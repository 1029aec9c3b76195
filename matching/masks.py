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

from matching.features import Bools, Companies, Inputs, Ints, Needs

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
    companies, needs = inputs.companies, inputs.needs
    why = np.zeros(np.broadcast_shapes(c.shape, m.shape), dtype=np.uint8)
    musts = needs.musts[m]
    if not musts.any():
        return why
    if musts[..., Must.CERTIFICATES].any():
        why |= _certificates(companies, needs, c, m)
    if musts[..., Must.SIZE].any():
        why |= np.where(short & musts[..., Must.SIZE], _SHORT, np.uint8(0))
    if musts[..., Must.START].any():
        late = companies.horizon_months[c] > needs.start_months[m] + np.float32(START_TOLERANCE)
        why |= np.where(late & musts[..., Must.START], _LATE, np.uint8(0))
    return why


def _certificates(companies: Companies, needs: Needs, c: Ints, m: Ints) -> Flags:
    """Lacking, or ending before supply starts; a company without any on record is left in."""
    why = np.zeros(np.broadcast_shapes(c.shape, m.shape), dtype=np.uint8)
    asked = needs.certificates[m] & needs.musts[m, Must.CERTIFICATES, None]
    known = companies.certificates_known[c]
    start = np.nan_to_num(needs.start_months, nan=0)[m]
    for which in np.flatnonzero(asked.any(axis=tuple(range(asked.ndim - 1)))):
        wanted = asked[..., which] & known
        held = companies.certificates[:, which][c]
        ends = companies.certificate_months[:, which][c] < start
        why |= np.where(wanted & ~held, _LACKING, np.uint8(0))
        why |= np.where(wanted & held & ends, _ENDS, np.uint8(0))
    return why
