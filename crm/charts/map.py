"""Clusters on a map of Korea and Japan, plants on one of Korea."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from crm.charts.labels import Box, Label, Mark, place_labels
from crm.charts.parts import AGES, Chart, Column, Option, frame, legend

#: The part of the map that is shown: Korea, and Japan from Kyushu to Tohoku (west, north; east,
#: south, in degrees). Hokkaido has no cluster and would shrink all the others.
VIEW = [[125.8, 39.8], [141.8, 31.6]]
#: The south of the peninsula, with Jeju.
KOREA = [[125.0, 38.7], [130.2, 33.0]]
#: Pixels to a degree of latitude on the larger map of Korea, and of longitude to one of latitude.
KOREA_SCALE = 80
SHORTER = 0.81
#: Pixels to a degree at the usual width of the chart, to judge which names would collide.
SCALE = 35
#: A place without a census is a ring, so that what lies under it keeps its colour in sight.
HOLLOW: Option = {
    "itemStyle": {"color": "transparent", "borderColor": "--chart-7", "borderWidth": 2.5}
}


@dataclass(frozen=True, slots=True)
class Place:
    """A cluster on the map: degrees, how many prospects are tracked there, and the change of its
    factories (a ratio, negative for a decline; `None` where no census is known).

    `more` are further counts, in the order of the chart's `further` headings.
    """

    label: str
    longitude: float
    latitude: float
    prospects: int
    change: float | None
    url: str = ""
    more: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Band:
    """A class of decline on the map: from `least` (a ratio, 0.15 for −15%) on."""

    label: str
    least: float


def clusters(
    key: str,
    title: str,
    places: Sequence[Place],
    bands: Sequence[Band],
    *,
    cluster: str,
    prospects: str,
    change: str,
    unknown: str,
    further: Sequence[str] = (),
) -> Chart:
    """Clusters on a map: size is the number of tracked prospects, colour the class of decline.

    `bands` ascend (at most four); a place without census is a grey ring under the word `unknown`.
    """
    classes = [(band.label, AGES[place]) for place, band in enumerate(bands)] + [
        (unknown, "--chart-7")
    ]
    marks: dict[str, list[Option]] = {label: [] for label, _ in classes}
    most = max((place.prospects for place in places), default=0)
    names = _names(places, most)
    for place in sorted(places, key=lambda place: -place.prospects):
        facts: list[Option] = [
            {"label": prospects, "value": place.prospects, "unit": ""},
            {"label": change, "value": place.change, "unit": "±%"},
            *(
                {"label": label, "value": value, "unit": ""}
                for label, value in zip(further, place.more, strict=True)
            ),
        ]
        mark = _mark(place, _diameter(place.prospects, most), names[place.label], facts)
        marks[_band(place.change, bands) or unknown].append(mark)
    option = _ground(VIEW) | {
        "series": [
            _scatter(label, hue, marks[label]) | (HOLLOW if label == unknown else {})
            for label, hue in classes
            if marks[label]
        ],
    }
    return Chart(
        key,
        title,
        option,
        (Column(cluster), Column(prospects), Column(change, "±%"), *map(Column, further)),
        tuple((place.label, place.prospects, place.change, *place.more) for place in places),
        tuple(("", place.url, "", *("" for _ in further)) for place in places),
    )


@dataclass(frozen=True, slots=True)
class Plant:
    """A plant of a Korean firm on the map: degrees, and how many open needs name it.

    `label` tells it from all others.
    """

    label: str
    longitude: float
    latitude: float
    needs: int
    in_zone: bool
    url: str = ""


def plants(
    key: str,
    title: str,
    places: Sequence[Plant],
    *,
    plant: str,
    needs: str,
    in_zone: str,
    elsewhere: str,
) -> Chart:
    """Plants on a map of Korea: size is the number of open needs that name them, colour whether
    they stand in an investment zone (the words `in_zone` and `elsewhere`)."""
    most = max((place.needs for place in places), default=0)
    # Names are placed at the scale of the larger map, on which they take less of a degree.
    larger = KOREA_SCALE / SCALE
    seen = (
        _seen(p.label, p.longitude * larger * SHORTER, p.latitude * larger, p.needs, most)
        for p in places
    )
    sides = place_labels(seen, _box(KOREA, larger * SHORTER, larger))
    marks: dict[bool, list[Option]] = {True: [], False: []}
    for place in sorted(places, key=lambda place: -place.needs):
        marks[place.in_zone].append(
            {
                "name": place.label,
                "value": [place.longitude, place.latitude],
                "symbolSize": _diameter(place.needs, most),
                "label": {"position": sides[place.label].side},
                "crowded": sides[place.label].crowded,
                "url": place.url,
                "lines": [{"label": needs, "value": place.needs, "unit": ""}],
            }
        )
    series = [
        _scatter(label, hue, marks[zone])
        for zone, label, hue in ((True, in_zone, "--chart-2"), (False, elsewhere, "--chart-1"))
        if marks[zone]
    ]
    return Chart(
        key,
        title,
        _ground(KOREA) | {"series": series},
        (Column(plant), Column(needs)),
        tuple((place.label, place.needs) for place in places),
        tuple(("", place.url) for place in places),
    )


def _ground(view: list[list[float]]) -> Option:
    """Land and sea, with room for a legend; what is shown on it comes as `series`."""
    return frame() | {
        "geo": {
            "map": "japan-korea",
            "boundingCoords": view,
            "roam": False,
            "silent": True,
            "left": 0,
            "right": 0,
            "top": 0,
            "bottom": 0,
            "itemStyle": {
                "areaColor": "--chart-land",
                "borderColor": "--chart-coast",
                "borderWidth": 0.75,
            },
        },
        "legend": legend()
        | {"orient": "vertical", "left": 0, "top": "auto", "bottom": 0}
        | {"backgroundColor": "--bg", "borderRadius": 6, "padding": 8, "itemGap": 6},
        "tooltip": {"trigger": "item"},
    }


def _seen(label: str, longitude: float, latitude: float, count: int, most: int) -> Mark:
    return Mark(label, longitude, latitude, _diameter(count, most) / 2 / SCALE)


def _box(view: list[list[float]], across: float = 1, up: float = 1) -> Box:
    (west, north), (east, south) = view
    return Box(west * across, south * up, east * across, north * up)


def _scatter(label: str, hue: str, marks: list[Option]) -> Option:
    return {
        "type": "scatter",
        "coordinateSystem": "geo",
        "name": label,
        "color": hue,
        "itemStyle": {"opacity": 0.85, "borderColor": "--bg", "borderWidth": 1},
        "label": {
            "show": True,
            "formatter": "{b}",
            "color": "--text",
            "fontSize": 11,
            "textBorderColor": "--bg",
            "textBorderWidth": 2,
        },
        "labelLayout": {"hideOverlap": True},
        "emphasis": {"scale": 1.15},
        "data": marks,
    }


def _mark(place: Place, diameter: float, name: Label, facts: list[Option]) -> Option:
    return {
        "name": place.label,
        "value": [place.longitude, place.latitude],
        "symbolSize": diameter,
        "label": {"position": name.side},
        "crowded": name.crowded,
        "url": place.url,
        "lines": facts,
    }


def _diameter(count: int, most: int) -> float:
    """Pixels of a mark: its area grows with the count, from 8 px for none to 36 px for the most."""
    return round(8 + 28 * math.sqrt(count / most), 1) if most else 8


def _band(change: float | None, bands: Sequence[Band]) -> str:
    """The label of the highest class that a decline reaches; `""` for no census."""
    if change is None:
        return ""
    reached = [band.label for band in bands if -change >= band.least]
    return reached[-1] if reached else bands[0].label


def _names(places: Sequence[Place], most: int) -> dict[str, Label]:
    """Where each place's name goes, at the map's full extent."""
    largest_first = sorted(places, key=lambda place: -place.prospects)
    seen = (_seen(p.label, p.longitude, p.latitude, p.prospects, most) for p in largest_first)
    return place_labels(seen, _box(VIEW))
