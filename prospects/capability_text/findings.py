"""What is read from a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a finding is about."""

    CAPABILITY = "capability"
    MATERIAL = "material"
    CERTIFICATE = "certificate"
    TOLERANCE = "tolerance"
    SIZE = "size"
    VOLUME = "volume"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing read: a key of the vocabulary, or a number (± µm, mm, pieces a month).

    `text[start:end]` of what was read are the words that led to it; `sure` is in (0, 1].
    """

    kind: Kind
    value: str | float
    start: int
    end: int
    sure: float = 1.0


@dataclass(frozen=True, slots=True)
class Denial:
    """Something named only to say that it is not done, not held or not held yet."""

    kind: Kind
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Profile:
    """A capability with what the text says of it."""

    capability: str
    findings: tuple[Finding, ...]

    @property
    def sure(self) -> float:
        return max(each.sure for each in self.findings if each.kind is Kind.CAPABILITY)

    @property
    def materials(self) -> tuple[str, ...]:
        named = (str(each.value) for each in self.findings if each.kind is Kind.MATERIAL)
        return tuple(dict.fromkeys(named))

    def best(self, kind: Kind) -> Finding | None:
        """The finest tolerance, the largest size or volume; sure ones before others."""
        sign = -1 if kind is Kind.TOLERANCE else 1
        numbers = [each for each in self.findings if each.kind is kind]
        return max(numbers, key=lambda each: (each.sure, sign * float(each.value)), default=None)


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was found in a text, in its order, and what it denies."""

    text: str
    findings: tuple[Finding, ...]
    denials: tuple[Denial, ...]

    def of(self, kind: Kind) -> tuple[Finding, ...]:
        """The findings of one kind."""
        return tuple(each for each in self.findings if each.kind is kind)

    def keys(self, kind: Kind) -> tuple[str, ...]:
        """The keys found of a kind, each once."""
        return tuple(dict.fromkeys(str(each.value) for each in self.of(kind)))

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """Each capability with what belongs to it.

        A number belongs to the capability nearest in its sentence, a material to all of its
        sentence; where the sentence names none, to all capabilities of the text.
        """
        named = self.of(Kind.CAPABILITY)
        belongs: dict[str, list[Finding]] = {str(each.value): [] for each in named}
        for each in self.findings:
            if each.kind is Kind.CAPABILITY:
                belongs[str(each.value)].append(each)
            elif each.kind is not Kind.CERTIFICATE:
                for key in self._owners(each, named):
                    belongs[key].append(each)
        return tuple(Profile(key, tuple(found)) for key, found in belongs.items())

    def _owners(self, finding: Finding, named: Iterable[Finding]) -> list[str]:
        beside = [each for each in named if not self._ends_between(each, finding)]
        if not beside or finding.kind is Kind.MATERIAL:
            return [*dict.fromkeys(str(each.value) for each in beside or named)]
        nearest = min(beside, key=_distance_to(finding))
        return [str(nearest.value)]

    def _ends_between(self, one: Finding, other: Finding) -> bool:
        first, last = min(one.end, other.end), max(one.start, other.start)
        between = self.text[first:last]
        return any(mark in between for mark in ("。", "．", "\n", ";", "；", ". ", "。 "))


def _distance_to(finding: Finding) -> Callable[[Finding], Any]:
    def distance(each: Finding) -> tuple[int, int]:
        after = each.start >= finding.end
        return (each.start - finding.end if after else finding.start - each.end, after)

    return distance
