"""Placing names beside marks on a map so that they cover neither marks nor one another."""

from collections.abc import Iterable
from dataclasses import dataclass

#: Height of a line and width of a character, in degrees at the map's usual size.
LINE = 0.5
CHARACTER = 0.33
GAP = 0.12


@dataclass(frozen=True, slots=True)
class Mark:
    """A round mark with a name; degrees."""

    name: str
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Label:
    """The side of its mark on which a name stands, and whether it covers something even there."""

    side: str
    crowded: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; degrees."""

    west: float
    south: float
    east: float
    north: float

    def meets(self, other: "Box") -> bool:
        return (
            self.west < other.east
            and other.west < self.east
            and self.south < other.north
            and other.south < self.north
        )

    def within(self, other: "Box") -> bool:
        return (
            other.west <= self.west
            and self.east <= other.east
            and other.south <= self.south
            and self.north <= other.north
        )


def place_labels(marks: Iterable[Mark], view: Box) -> dict[str, Label]:
    """A side for each mark's name; earlier marks choose first.

    A name takes the first side on which it stays within `view`, the part of the map that is shown,
    and meets no mark and no name that is placed already. If there is none it is crowded: it stands
    on the right, and is to be shown only when the map is enlarged.
    """
    known = list(marks)
    taken = [_around(mark) for mark in known]
    labels: dict[str, Label] = {}
    for at, mark in enumerate(known):
        others = taken[:at] + taken[at + 1 :]
        free = next(
            (
                (side, box)
                for side, box in boxes(mark).items()
                if box.within(view) and not any(box.meets(other) for other in others)
            ),
            None,
        )
        labels[mark.name] = Label(free[0], crowded=False) if free else Label("right", crowded=True)
        if free:
            taken.append(free[1])
    return labels


def _around(mark: Mark) -> Box:
    return Box(
        mark.x - mark.radius, mark.y - mark.radius, mark.x + mark.radius, mark.y + mark.radius
    )


def boxes(mark: Mark) -> dict[str, Box]:
    """What a name would cover on each side of its mark, best side first."""
    wide, away = CHARACTER * len(mark.name), mark.radius + GAP
    return {
        "right": Box(mark.x + away, mark.y - LINE / 2, mark.x + away + wide, mark.y + LINE / 2),
        "left": Box(mark.x - away - wide, mark.y - LINE / 2, mark.x - away, mark.y + LINE / 2),
        "top": Box(mark.x - wide / 2, mark.y + away, mark.x + wide / 2, mark.y + away + LINE),
        "bottom": Box(mark.x - wide / 2, mark.y - away - LINE, mark.x + wide / 2, mark.y - away),
    }
