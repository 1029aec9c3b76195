"""Which stated materials answer which asked ones, by the families of the vocabulary. Pure.

Asked and stated alike counts in full; so does a member where its family is asked (A5052 is an
aluminium alloy). The other way round, where a member is asked and only the family is stated, the
family counts in part: it may be the alloy asked or another. Another member of the family does not
count: who lists A5052 and not A7075 is not known to work it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

# Stated besides what any need asks for: whoever states only other materials has stated some.
OTHER = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """What one stated material answers: `full` and, as the family of what is asked, `partly`."""

    full: frozenset[str]
    partly: frozenset[str]


class Families:
    """The vocabulary as a tree; names that are not in it stand alone."""

    def __init__(self, parents: Mapping[str, str], asked: Iterable[str]) -> None:
        """`parents`: name → its family. `asked`: what any need asks for."""
        self._parents = parents
        self._asked = frozenset(asked)
        self._below = {name: frozenset(self._line(name)) for name in self._asked}
        self._known: dict[str, Answered] = {}

    def answered(self, stated: str) -> Answered:
        """What this material answers of all that is asked."""
        found = self._known.get(stated)
        if found is None:
            full = self._asked & frozenset(self._line(stated))
            above = frozenset(name for name, line in self._below.items() if stated in line)
            found = self._known[stated] = Answered(full, above - full)
        return found

    def full(self, stated: Iterable[str]) -> set[str]:
        """What a row that states these materials answers in full, with `OTHER` if any is stated."""
        names = [*stated]
        return {name for each in names for name in self.answered(each).full} | (
            {OTHER} if names else set()
        )

    def partly(self, stated: Iterable[str]) -> set[str]:
        """What the row answers only by the family, other than what it answers in full."""
        names = [*stated]
        families = {name for each in names for name in self.answered(each).partly}
        return families - self.full(names)

    def _line(self, name: str) -> Iterator[str]:
        """The name and its families, up to the root; a circle ends where it closes."""
        passed: set[str] = set()
        at: str | None = name
        while at is not None and at not in passed:
            passed.add(at)
            yield at
            at = self._parents.get(at)
