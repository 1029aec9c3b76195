"""Where the demo's companies sit and what they do there. Addresses name a town that is not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A cluster's share of the companies, its municipalities and its usual processes by weight."""

    cluster: str
    companies: int
    prefecture: str
    municipalities: tuple[tuple[str, str], ...]
    processes: dict[str, int]


PLACES = (
    Place(
        "ota-ward",
        62,
        "東京都",
        (("13111", "大田区"),),
        {
            "machining": 9,
            "mould_die": 5,
            "sheet_metal": 3,
            "press": 3,
            "heat_treatment": 2,
            "plating": 2,
            "gears": 2,
            "semicon_equip_parts": 3,
            "welding": 2,
            "injection": 2,
            "engineering_design": 1,
            "industrial_sw": 1,
            "sensor": 1,
        },
    ),
    Place(
        "higashiosaka",
        72,
        "大阪府",
        (("27227", "東大阪市"),),
        {
            "fasteners": 7,
            "machining": 6,
            "press": 4,
            "mould_die": 4,
            "springs": 3,
            "plating": 3,
            "injection": 3,
            "forging": 2,
            "rubber": 2,
            "valves": 2,
            "cutting_tools": 2,
            "gears": 2,
            "powder_metal": 1,
            "painting": 1,
        },
    ),
    Place(
        "hamamatsu",
        60,
        "静岡県",
        (("22138", "浜松市中央区"), ("22139", "浜松市浜名区"), ("22140", "浜松市天竜区")),
        {
            "auto_parts": 8,
            "machining": 5,
            "press": 4,
            "die_casting": 4,
            "mould_die": 3,
            "injection": 3,
            "heat_treatment": 2,
            "forging": 2,
            "painting": 2,
            "sensor": 2,
            "robot": 1,
            "gears": 3,
        },
    ),
    Place(
        "sumida",
        26,
        "東京都",
        (("13107", "墨田区"),),
        {
            "press": 6,
            "sheet_metal": 4,
            "mould_die": 3,
            "plating": 2,
            "film_paper": 2,
            "springs": 2,
            "machining": 2,
        },
    ),
    Place(
        "katsushika",
        28,
        "東京都",
        (("13122", "葛飾区"),),
        {
            "injection": 6,
            "press": 5,
            "rubber": 3,
            "mould_die": 3,
            "springs": 2,
            "machining": 2,
            "plating": 1,
        },
    ),
    Place(
        "kawaguchi",
        34,
        "埼玉県",
        (("11203", "川口市"),),
        {
            "casting_iron": 8,
            "machining": 5,
            "steel_casting": 3,
            "valves": 3,
            "sheet_metal": 2,
            "welding": 2,
            "painting": 1,
        },
    ),
    Place(
        "amagasaki",
        26,
        "兵庫県",
        (("28202", "尼崎市"),),
        {
            "forging": 4,
            "steel_casting": 3,
            "heat_treatment": 3,
            "machining": 3,
            "valves": 3,
            "welding": 2,
            "hot_dip": 2,
            "film_paper": 1,
        },
    ),
    Place(
        "ota-city-gunma",
        30,
        "群馬県",
        (("10205", "太田市"),),
        {
            "mould_die": 7,
            "auto_parts": 6,
            "press": 5,
            "injection": 3,
            "die_casting": 2,
            "welding": 2,
            "painting": 1,
        },
    ),
    Place(
        "suwa-okaya",
        26,
        "長野県",
        (("20204", "岡谷市"), ("20206", "諏訪市"), ("20214", "茅野市"), ("20361", "下諏訪町")),
        {
            "machining": 6,
            "sensor": 4,
            "semicon_equip_parts": 4,
            "pcb": 3,
            "press": 3,
            "plating": 2,
            "bearings": 1,
            "robot": 2,
            "additive": 1,
        },
    ),
    Place(
        "tsubame-sanjo",
        20,
        "新潟県",
        (("15213", "燕市"), ("15204", "三条市")),
        {
            "press": 5,
            "forging": 4,
            "mould_die": 3,
            "cutting_tools": 3,
            "sheet_metal": 2,
            "plating": 1,
        },
    ),
    Place(
        "sakai",
        16,
        "大阪府",
        (("27141", "堺市堺区"), ("27144", "堺市西区"), ("27147", "堺市美原区")),
        {
            "forging": 3,
            "cutting_tools": 3,
            "machining": 3,
            "sheet_metal": 2,
            "gears": 2,
            "bearings": 2,
        },
    ),
)
