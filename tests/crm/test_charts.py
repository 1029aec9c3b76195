"""Chart options from plain numbers, without Django."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from crm import charts
from crm.charts import labels

BANDS = [charts.Band("under 15%", 0), charts.Band("15–20%", 0.15), charts.Band("20% and more", 0.2)]


def place(label: str, x: float, y: float, prospects: int, change: float | None) -> charts.Place:
    return charts.Place(label, x, y, prospects, change, f"/clusters/{label}")


def draw_clusters(*places: charts.Place) -> charts.Chart:
    return charts.clusters(
        "map",
        "Clusters",
        places,
        BANDS,
        cluster="Cluster",
        prospects="Prospects",
        change="Factories",
        unknown="No census",
    )


def test_stages_draw_counts_and_write_amounts_beside_them() -> None:
    chart = charts.stages(
        "stages",
        "Deals by stage",
        [
            charts.Stage("Identified", 1, 4, 0, "/deals?stage=identified"),
            charts.Stage("Negotiation", 5, 2, 3_200_000_000, "/deals?stage=negotiation"),
        ],
        stage="Stage",
        count="Deals",
        amount="Amount",
    )
    assert chart.option["series"][0]["data"] == [
        {
            "value": 4,
            "itemStyle": {"color": "--stage-1"},
            "lines": [{"label": "Amount", "value": 0, "unit": "KRW"}],
            "url": "/deals?stage=identified",
        },
        {
            "value": 2,
            "itemStyle": {"color": "--stage-5"},
            "extra": {"value": 3_200_000_000, "unit": "KRW"},
            "lines": [{"label": "Amount", "value": 3_200_000_000, "unit": "KRW"}],
            "url": "/deals?stage=negotiation",
        },
    ]
    assert chart.option["yAxis"]["data"] == ["Identified", "Negotiation"]
    assert chart.option_id == "stages-option"
    assert chart.cells == [
        [
            ("Identified", "", ""),
            (4, "", "/deals?stage=identified"),
            (0, "KRW", "/deals?stage=identified"),
        ],
        [
            ("Negotiation", "", ""),
            (2, "", "/deals?stage=negotiation"),
            (3_200_000_000, "KRW", "/deals?stage=negotiation"),
        ],
    ]


def test_weeks_stack_one_series_a_kind() -> None:
    chart = charts.weeks(
        "weeks",
        "Activity by week",
        [dt.date(2026, 11, 9), dt.date(2026, 11, 16)],
        [charts.Bar("Call", (3, 5), ("/a?1", "/a?2")), charts.Bar("Visit", (0, 1))],
        week="Week",
    )
    assert chart.option["dongban"] == {"x": "week", "y": ""}
    assert chart.option["xAxis"]["data"] == ["2026-11-09", "2026-11-16"]
    assert [
        (series["name"], series["stack"], series["color"], series["data"])
        for series in chart.option["series"]
    ] == [
        (
            "Call",
            "all",
            "--chart-1",
            [{"value": 3, "url": "/a?1"}, {"value": 5, "url": "/a?2"}],
        ),
        ("Visit", "all", "--chart-2", [{"value": 0}, {"value": 1}]),
    ]
    assert chart.columns == (
        charts.Column("Week", "week"),
        charts.Column("Call"),
        charts.Column("Visit"),
    )
    assert chart.rows == (("2026-11-09", 3, 0), ("2026-11-16", 5, 1))
    assert chart.urls == (("", "/a?1", ""), ("", "/a?2", ""))


def test_ageing_stacks_one_part_an_age_band() -> None:
    chart = charts.ageing(
        "age",
        "Deals by time in stage",
        [charts.Bar("Contacted", (5, 2), ("/d?age=0", "/d?age=1")), charts.Bar("MOU", (1, 0))],
        ["up to 30 days", "longer"],
        stage="Stage",
    )
    assert [(part["name"], part["color"], part["data"]) for part in chart.option["series"]] == [
        ("up to 30 days", "--ramp-1", [{"value": 5, "url": "/d?age=0"}, {"value": 1}]),
        ("longer", "--ramp-2", [{"value": 2, "url": "/d?age=1"}, {"value": 0}]),
    ]
    assert chart.rows == (("Contacted", 5, 2), ("MOU", 1, 0))
    assert chart.urls == (("", "/d?age=0", "/d?age=1"), ("", "", ""))


def test_parts_lie_in_the_colours_of_the_series() -> None:
    chart = charts.parted(
        "why",
        "Rejections by reason and whose word it was",
        [charts.Bar("Price", (2, 1), ("/a", "/b")), charts.Bar("Ties", (0, 3), ("/c", "/d"))],
        ["the officer", "the firm"],
        heading="Reason",
    )
    assert [(s["name"], s["color"], s["data"]) for s in chart.option["series"]] == [
        ("the officer", "--chart-1", [{"value": 2, "url": "/a"}, {"value": 0, "url": "/c"}]),
        ("the firm", "--chart-2", [{"value": 1, "url": "/b"}, {"value": 3, "url": "/d"}]),
    ]
    assert chart.rows == (("Price", 2, 1), ("Ties", 0, 3))
    assert chart.urls == (("", "/a", "/b"), ("", "/c", "/d"))


def test_kinds_by_month_stack_one_series_a_kind() -> None:
    chart = charts.kinds_by_month(
        "in",
        "Rejections by month and reason",
        [dt.date(2026, 10, 1), dt.date(2026, 11, 1)],
        [charts.Bar("Price", (2, 0), ("/a", "/b"))],
        month="Month",
    )
    [price] = chart.option["series"]
    assert price["data"] == [{"value": 2, "url": "/a"}, {"value": 0, "url": "/b"}]
    assert chart.option["dongban"] == {"x": "month", "y": ""}
    assert [(column.label, column.unit) for column in chart.columns] == [
        ("Month", "month"),
        ("Price", ""),
    ]
    assert chart.rows == (("2026-10-01", 2), ("2026-11-01", 0))
    assert chart.urls == (("", "/a"), ("", "/b"))


def test_a_change_without_counts_is_two_bars_from_a_hundred() -> None:
    chart = charts.change(
        "change", "Factories", "2 years earlier", "Latest", -0.15, step="Census", index="Index"
    )
    assert [bar["value"] for bar in chart.option["series"][0]["data"]] == [100.0, 85.0]
    assert chart.option["xAxis"]["min"] == 0
    assert chart.cells == [
        [("2 years earlier", "", ""), (100.0, "", "")],
        [("Latest", "", ""), (85.0, "", "")],
    ]


def test_census_keeps_size_thresholds_on_lines_of_their_own() -> None:
    chart = charts.census(
        "census",
        "Factories in Ota Ward",
        [
            charts.Line("All", ((2003, 5040), (2008, 4362))),
            charts.Line("4 employees and more", ((2008, 1620), (2010, 1440))),
        ],
        year="Year",
    )
    assert chart.option["xAxis"]["type"] == "value"
    assert [
        (line["name"], line["symbol"], line["lineStyle"]["type"], line["data"])
        for line in chart.option["series"]
    ] == [
        ("All", "circle", "solid", [{"value": [2003, 5040]}, {"value": [2008, 4362]}]),
        (
            "4 employees and more",
            "rect",
            "dashed",
            [{"value": [2008, 1620]}, {"value": [2010, 1440]}],
        ),
    ]
    assert chart.cells == [
        [(2003, "year", ""), (5040, "", ""), (None, "", "")],
        [(2008, "year", ""), (4362, "", ""), (1620, "", "")],
        [(2010, "year", ""), (None, "", ""), (1440, "", "")],
    ]


def test_one_line_over_dates_has_no_legend() -> None:
    chart = charts.lines(
        "rate",
        "KRW for 100 JPY",
        [charts.Line("Rate", (("2026-01-05", 870.5), ("2026-02-02", 861.0)))],
        x="Date",
        y_unit="KRW",
    )
    assert chart.option["xAxis"]["type"] == "time"
    assert chart.option["yAxis"]["scale"] is True
    assert "legend" not in chart.option
    assert chart.rows == (("2026-01-05", 870.5), ("2026-02-02", 861.0))


def test_a_level_is_drawn_across_and_the_axis_begins_near_it() -> None:
    points = (("2026-01-05", 870.5), ("2026-02-02", 861.0))
    level = charts.Level("mean", 865.8)
    chart = charts.lines("rate", "Rate", [charts.Line("Rate", points)], x="Date", level=level)
    line = chart.option["series"][0]["markLine"]
    assert (line["data"], line["label"]["formatter"]) == ([{"yAxis": 865.8}], "mean")
    assert chart.option["yAxis"]["scale"] is True
    assert chart.rows == points


def test_clusters_group_places_by_decline_and_draw_the_biggest_first() -> None:
    chart = draw_clusters(
        place("Ota", 139.7, 35.6, 16, -0.2),
        place("Higashiosaka", 135.6, 34.7, 64, -0.15),
        place("Sumida", 139.8, 35.7, 36, -0.23),
        place("Suwa", 138.1, 36.0, 0, None),
    )
    assert [
        (series["name"], series["color"], [(d["name"], d["symbolSize"]) for d in series["data"]])
        for series in chart.option["series"]
    ] == [
        ("15–20%", "--ramp-2", [("Higashiosaka", 36.0)]),
        ("20% and more", "--ramp-3", [("Sumida", 29.0), ("Ota", 22.0)]),
        ("No census", "--chart-7", [("Suwa", 8.0)]),
    ]
    # A mark without a census lies on the others as a ring, and hides nothing.
    fills = [series["itemStyle"].get("color") for series in chart.option["series"]]
    assert fills == [None, None, "transparent"]
    assert chart.option["series"][1]["data"][1] == {
        "name": "Ota",
        "value": [139.7, 35.6],
        "symbolSize": 22.0,
        "label": {"position": "left"},
        "crowded": False,
        "url": "/clusters/Ota",
        "lines": [
            {"label": "Prospects", "value": 16, "unit": ""},
            {"label": "Factories", "value": -0.2, "unit": "±%"},
        ],
    }
    assert chart.rows == (
        ("Ota", 16, -0.2),
        ("Higashiosaka", 64, -0.15),
        ("Sumida", 36, -0.23),
        ("Suwa", 0, None),
    )


def test_a_map_without_prospects_draws_every_place_small() -> None:
    chart = draw_clusters(place("Ota", 139.7, 35.6, 0, -0.2), place("Suwa", 138.1, 36.0, 0, None))
    assert [series["data"][0]["symbolSize"] for series in chart.option["series"]] == [8, 8]


def test_no_numbers_no_rows() -> None:
    assert draw_clusters().rows == ()
    assert charts.stages("s", "Deals", [], stage="S", count="C", amount="A").rows == ()
    assert charts.weeks("w", "Weeks", [], [], week="Week").rows == ()
    assert charts.lines("l", "Line", [], x="Year", x_unit="year").rows == ()


SEA = labels.Box(-20, -20, 30, 20)


def test_a_name_stands_where_it_covers_nothing() -> None:
    assert labels.place_labels(
        [
            labels.Mark("Alone", 0, 10, 0.5),
            labels.Mark("West", 0, 0, 0.5),
            labels.Mark("East", 1.5, 0, 0.5),
            labels.Mark("Between", 0.75, 0, 0.1),
            labels.Mark("Shore", 29.5, -10, 0.5),
            labels.Mark("Far corner", 29.5, 19.7, 0.5),
        ],
        SEA,
    ) == {
        "Alone": labels.Label("right", crowded=False),
        "West": labels.Label("left", crowded=False),
        "East": labels.Label("right", crowded=False),
        "Between": labels.Label("right", crowded=True),
        "Shore": labels.Label("left", crowded=False),
        "Far corner": labels.Label("left", crowded=False),
    }


@given(st.lists(st.tuples(st.floats(0, 8), st.floats(0, 8), st.floats(0.1, 0.6)), max_size=8))
def test_names_that_are_shown_never_cover_one_another(spots: list[tuple[float, ...]]) -> None:
    marks = [labels.Mark(f"Name {n}", x, y, r) for n, (x, y, r) in enumerate(spots)]
    placed = labels.place_labels(marks, SEA)
    boxes = [
        labels.boxes(mark)[placed[mark.name].side]
        for mark in marks
        if not placed[mark.name].crowded
    ]
    assert not any(one.meets(other) for at, one in enumerate(boxes) for other in boxes[at + 1 :])


@given(st.lists(st.none() | st.floats(-1, 1), max_size=12))
def test_every_place_is_drawn_once_whatever_its_change(changes: list[float | None]) -> None:
    places = [place(str(n), 130 + n, 35, n, change) for n, change in enumerate(changes)]
    drawn = [
        datum["name"]
        for series in draw_clusters(*places).option["series"]
        for datum in series["data"]
    ]
    assert sorted(drawn, key=int) == [p.label for p in places]


def test_months_stack_what_came_and_went_and_set_the_rest_apart() -> None:
    firsts = [dt.date(2025, 1, 1), dt.date(2025, 2, 1)]
    chart = charts.months(
        "months",
        "By month",
        firsts,
        [
            charts.Flow("Opened", (4, 2), "--chart-5", urls=("/a", "/b")),
            charts.Flow("Out", (None, 1), "--chart-3", gone=True),
        ],
        [[charts.Mark("Jan 22: by the registrar", 800)], []],
        month="Month",
        apart=charts.Flow("In bulk", (800, 0), "--chart-7", gone=True),
    )
    opened, out, bulk = chart.option["series"]
    assert opened["data"] == [{"value": 4, "url": "/a"}, {"value": 2, "url": "/b"}]
    assert out["data"] == [{"value": None}, {"value": -1}]
    assert bulk["data"] == [
        {
            "value": [0, 4.6],
            "lines": [{"label": "Jan 22: by the registrar", "value": 800, "unit": ""}],
        }
    ]
    assert chart.rows == (("2025-01-01", 4, None, 800), ("2025-02-01", 2, 1, 0))
    assert chart.urls == (("", "/a", "", ""), ("", "/b", "", ""))


def test_reliability_draws_what_came_and_tells_what_was_said() -> None:
    chart = charts.reliability(
        "reliability",
        "Share of proposals that led to an investment, by score",
        [charts.ScoreBand("50–60", 40, 0.55, 0.05), charts.ScoreBand("60–70", 20, 0.66, 0.1)],
        score="Score",
        pairs="Proposals",
        said="Mean score",
        came="Led to an investment",
        level=charts.Level("by lot", 0.01),
    )
    [bars] = chart.option["series"]
    assert [datum["value"] for datum in bars["data"]] == [0.05, 0.1]
    assert bars["data"][0]["lines"] == [
        {"label": "Mean score", "value": 0.55, "unit": "%"},
        {"label": "Proposals", "value": 40, "unit": ""},
    ]
    assert bars["markLine"]["data"] == [{"yAxis": 0.01}]
    assert chart.rows == (("50–60", 40, 0.55, 0.05), ("60–70", 20, 0.66, 0.1))
    assert [(column.label, column.unit) for column in chart.columns] == [
        ("Score", ""),
        ("Proposals", ""),
        ("Mean score", "%"),
        ("Led to an investment", "%"),
    ]
