"""What can be wrong with a cell or a file: a code with its particulars. Pure: no Django.

Codes are stored with the rows; `crm.intake.wording` says them in the reader's language.
"""

from __future__ import annotations

from typing import Any


class Unfit(ValueError):  # noqa: N818  # read as "this cell is unfit"
    """A cell does not hold what its column needs. `code` names the rule, `about` its figures."""

    def __init__(self, code: str, **about: Any) -> None:
        super().__init__(code)
        self.code = code
        self.about = about


class IntakeFileError(Exception):
    """A file cannot be read as a table; nothing of it is kept."""

    def __init__(self, code: str, **about: Any) -> None:
        super().__init__(code)
        self.code = code
        self.about = about
