"""What every part of the demo set is made with: a day, a clock, repeatable chance and keys."""

from __future__ import annotations

import datetime as dt
import random
import uuid
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")

SEED = "dongban"
SOURCE = "데모 데이터"
SEOUL = zoneinfo.ZoneInfo("Asia/Seoul")
HISTORY_DAYS = 730


@dataclass
class World:
    """The demo's day: everything done lies before `now`, everything planned after it.

    Chance comes from a seed and the name of the part, so the same day gives the same rows and one
    part can change without moving the others.
    """

    today: dt.date
    _chances: dict[str, random.Random] = field(default_factory=dict)
    _count: int = 0

    @property
    def now(self) -> dt.datetime:
        """Eight in the morning of the day, before anybody has started."""
        return dt.datetime.combine(self.today, dt.time(8), SEOUL)

    def chance(self, part: str) -> random.Random:
        """The repeatable chance of a part."""
        if part not in self._chances:
            self._chances[part] = random.Random(f"{SEED}:{part}")  # noqa: S311  # not for secrets
        return self._chances[part]

    def key(self, at: dt.datetime) -> uuid.UUID:
        """A key shaped as version 7: sorts by `at`, and among equal times by the order of asking."""
        self._count += 1
        milliseconds = int(at.timestamp() * 1000)
        tail = random.Random(f"{SEED}:{self._count}").getrandbits(42)  # noqa: S311
        low = (0b10 << 62) | ((self._count & 0xFFFFF) << 42) | tail
        return uuid.UUID(int=(milliseconds << 80) | (7 << 76) | (self._count & 0xFFF) << 64 | low)

    def ago(self, days: float) -> dt.date:
        """The day so many days before today."""
        return self.today - dt.timedelta(days=round(days))

    def office_hours(self, day: dt.date, chance: random.Random) -> dt.datetime:
        """A quarter of an hour between nine and half past five on `day`, or the workday before."""
        minutes = 15 * chance.randrange(35)
        start = dt.datetime.combine(workday(day), dt.time(9), SEOUL)
        return start + dt.timedelta(minutes=minutes)


def workday(day: dt.date) -> dt.date:
    """`day`, or the Friday before it when it is at a weekend."""
    return day - dt.timedelta(days=max(0, day.weekday() - 4))


def next_workday(day: dt.date) -> dt.date:
    """`day`, or the Monday after it when it is at a weekend."""
    return day + dt.timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0)


def some(chance: random.Random, items: Sequence[T], least: int, most: int) -> list[T]:
    """Between `least` and `most` of the items, each once, in chance order."""
    return chance.sample(items, min(len(items), chance.randint(least, most)))


def rounded(value: float, step: int) -> int:
    """`value` to the nearest multiple of `step`, at least one step."""
    return max(step, round(value / step) * step)
