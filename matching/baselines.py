"""Simpler ways to propose, to compare the engine with: by lot, by industry code, by words.

Pure. Each gives a value (M, N) for every pair, higher is better; equals are drawn by lot when
lists are made of it (`matching.evaluation.best_of`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from scipy import sparse

from matching.features import Floats

# Robertson & Zaragoza (2009), "The Probabilistic Relevance Framework: BM25 and Beyond".
K1, B = 1.2, 0.75
SAME_GROUP = 0.5  # the first two digits of the industry agree


def by_lot(needs: int, companies: int, *, seed: int) -> Floats:
    """(M, N) anything."""
    drawn: Floats = np.random.default_rng(seed).random((needs, companies))
    return drawn


def by_code(
    ksic: Sequence[str], jsic: Sequence[str], table: Mapping[str, frozenset[str]]
) -> Floats:
    """(M, N) 1 where the company's JSIC answers the need's KSIC by `table`, half where only its
    group (two digits) does, 0 else and where the company's code is not known.
    """
    value = np.zeros((len(ksic), len(jsic)))
    have = np.array(jsic)
    groups = np.array([code[:2] for code in jsic])
    for row, wanted in enumerate(ksic):
        codes = table.get(wanted, frozenset())
        near = np.isin(groups, [code[:2] for code in codes]) & (have != "")
        value[row, near] = SAME_GROUP
        value[row, np.isin(have, list(codes))] = 1
    return value


def by_words(queries: Sequence[str], texts: Sequence[str]) -> Floats:
    """(M, N) BM25 of each text for each query, over pairs of neighbouring characters.

    Japanese and Korean have no spaces to rely on, and their compounds share characters; pairs are
    also what the register's search is indexed by (docs/adr/0007).
    """
    said = [Counter(pairs_of(text)) for text in texts]
    known = {pair: at for at, pair in enumerate(sorted({pair for each in said for pair in each}))}
    counts = _table(said, known)
    length = counts.sum(axis=1)
    mean = length.mean() if len(texts) and length.sum() else 1.0
    holders = np.bincount(counts.indices, minlength=len(known))
    rarity = np.log1p((len(texts) - holders + 0.5) / (holders + 0.5))
    weighed = counts.tocoo()
    norm = K1 * (1 - B + B * length / mean)
    weighed.data = (
        rarity[weighed.col] * weighed.data * (K1 + 1) / (weighed.data + norm[weighed.row])
    )
    asked = _table([Counter(pairs_of(query)) for query in queries], known)
    value: Floats = (asked @ weighed.tocsr().T).toarray()
    return value


def pairs_of(text: str) -> list[str]:
    """Neighbouring characters within words; a word of one character stands for itself."""
    words = "".join(c.lower() if c.isalnum() else " " for c in text).split()
    return [word[at : at + 2] for word in words for at in range(max(1, len(word) - 1))]


def _table(counted: Sequence[Counter[str]], known: Mapping[str, int]) -> sparse.csr_array:
    """(texts, pairs) how often; pairs that no text holds are left out."""
    cells = [
        (row, known[pair], count)
        for row, each in enumerate(counted)
        for pair, count in each.items()
        if pair in known
    ]
    rows, columns, counts = (
        (np.array(side) for side in zip(*cells, strict=True))
        if cells
        else (np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0))
    )
    return sparse.csr_array(
        (counts.astype(np.float64), (rows, columns)), shape=(len(counted), len(known))
    )
