"""The national corporate-number register: files as published in, company facts out.

    layout.py      the thirty columns and what each may hold                   (pure)
    reading.py     a csv, csv.gz or zip file → blocks of bytes and text lines  (pure)
    scanning.py    plain lines, checked all at once                            (pure)
    rows.py        lines → checked rows → COPY text; rejected rows             (pure)
    preparing.py   blocks of a file → COPY text, on several processors         (pure)
    load.py        COPY into the register or a staging table, newest state wins
    statements.py  the SQL of loading                                          (pure)
    renew.py       what searches need, after a change of its rules
    facts.py       an entry → the fields of a new company
    tracking.py    an entry → a company or cooperative that is tracked

Looking entries up: `prospects.search` and the querysets of `RegisterEntry`.
"""

from .facts import CREDIT, DeletedEntryError, registered_fields
from .load import LoadResult, Progress, load_register
from .reading import RegisterFileError
from .renew import renew_search_columns
from .tracking import MOST_AT_ONCE, TooManyError, TrackedMany, is_cooperative, track, track_many

__all__ = [
    "CREDIT",
    "MOST_AT_ONCE",
    "DeletedEntryError",
    "LoadResult",
    "Progress",
    "RegisterFileError",
    "TooManyError",
    "TrackedMany",
    "is_cooperative",
    "load_register",
    "registered_fields",
    "renew_search_columns",
    "track",
    "track_many",
]
