"""The reference files of the ground floor, and how wrong ones are refused."""

import datetime as dt
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import translation

from prospects import classifications
from prospects.doubts import doubts
from prospects.intake.values import fold
from prospects.models import (
    Capability,
    Cluster,
    ClusterCensus,
    HostCountry,
    Material,
    ReportedMove,
    SupportProgramme,
)
from prospects.reference import TABLES
from prospects.reference.loading import ReferenceFileError, load
from prospects.reference.reading import Table
from prospects.taxonomy import taxonomy
from tests import copies, make

pytestmark = pytest.mark.django_db

FAMILIES = {
    *("casting", "metal_forming", "surface_treatment", "precision_machining", "polymer_moulding")
}
HEADER = "code,name_en,is_rival,source,as_of\n"


def countries(path: Path, text: str) -> Table:
    path.write_text(text, encoding="utf-8")
    return Table(path, HostCountry, key=("code",))


def problems(*tables: Table) -> list[tuple[str, int, str]]:
    with translation.override("en"), pytest.raises(ReferenceFileError) as caught:
        load(tables)
    return [(each.path.name, each.line, each.reason) for each in caught.value.problems]


def loaded() -> None:
    copies.put("ground", lambda: load(TABLES))


def counts(
    tables: tuple[Table, ...], *, overwrite: bool = False
) -> list[tuple[int, int, int, int]]:
    return [
        (each.created, each.updated, each.unchanged, len(each.kept))
        for each in load(tables, overwrite=overwrite)
    ]


def test_the_files_load_and_a_second_time_change_nothing() -> None:
    rows = [11, 7, 11, 5, 124, 6, 31, 228, 14, 7, 5]
    assert counts(TABLES) == [(n, 0, 0, 0) for n in rows]
    assert counts(TABLES) == [(0, 0, n, 0) for n in rows]


def test_every_row_says_where_it_is_from() -> None:
    loaded()
    for table in TABLES:
        assert not table.model._default_manager.filter(source="").exists()
        assert not table.model._default_manager.filter(as_of=None).exists()


def test_ota_ward_is_not_ota_city() -> None:
    loaded()
    codes = dict(
        Cluster.objects.filter(key__startswith="ota-").values_list("key", "municipality_codes")
    )
    assert codes == {"ota-ward": ["13111"], "ota-city-gunma": ["10205"]}


def test_a_municipality_is_in_one_cluster() -> None:
    loaded()
    codes = [code for each in Cluster.objects.all() for code in each.municipality_codes]
    assert len(codes) == len({*codes}) == 34


def test_only_the_figures_of_the_report_are_stated() -> None:
    loaded()
    figures = ClusterCensus.objects.values_list(
        "cluster__key", "year", "min_employees", "factories", "change_percent", "change_years"
    ).order_by("cluster__key")
    assert [(*row[:4], int(row[4] or 0), row[5]) for row in figures] == [
        ("amagasaki", None, None, None, -19, 2),
        ("higashiosaka", None, 4, None, -15, 2),
        ("kawaguchi", None, None, None, -21, 2),
        ("ota-ward", None, None, None, -20, 2),
        ("sumida", None, None, None, -23, 2),
    ]


def test_the_moves_of_the_report() -> None:
    loaded()
    moves = ReportedMove.objects.values_list(
        "key", "kind", "cluster__key", "target_countries", "participants", "amount_jpy"
    ).order_by("kind", "key")
    assert [*moves] == [
        ("gunma-mould-association", "group", "ota-city-gunma", ["MX"], None, None),
        ("hamamatsu-cooperative", "group", "hamamatsu", ["ID"], 10, None),
        ("katsushika-nineteen", "group", "katsushika", ["VN"], 19, None),
        ("furuya-kogyo", "solo", None, ["TH"], 1, None),
        ("matsumoto-seisakusho", "solo", None, ["CN"], 1, 400_000_000),
    ]


def test_the_taxonomy_has_every_name_and_families() -> None:
    loaded()
    for model in (Capability, Material):
        assert not model.objects.filter(Q(name_ja="") | Q(name_ko="") | Q(name_en="")).exists()
    assert not Capability.objects.filter(synonyms=[]).exists()
    tree = taxonomy()
    assert len([*tree.walk()]) == len(tree.nodes) == 265
    assert [node.pk for _, node in tree.walk()] == [*tree.nodes]  # each after its parent
    roots = tree.children[None]
    assert {root.key for root in roots if not root.jsic_codes and root.key in FAMILIES} == FAMILIES
    edm = Capability.objects.get(key="wire_edm")
    assert [each.key for each in tree.line(edm)] == [
        *("precision_machining", "machining", "edm", "wire_edm")
    ]


def test_no_word_names_two_nodes() -> None:
    loaded()
    for model in (Capability, Material):
        owners: dict[str, set[str]] = {}
        for each in model.objects.all():
            for word in (each.key, each.name_ja, each.name_ko, each.name_en, *each.synonyms):
                owners.setdefault(fold(word), set()).add(each.key)
        assert {word: keys for word, keys in owners.items() if len(keys) > 1} == {}


def test_under_a_node_is_everything_below_it() -> None:
    loaded()
    edm = Capability.objects.get(key="edm")
    below = Capability.objects.under(edm).order_by("key")
    assert [each.key for each in below] == ["die_sinking_edm", "edm", "wire_edm"]


def test_a_range_says_where_it_is_from() -> None:
    loaded()
    cylindrical = Capability.objects.get(key="cylindrical_grinding")
    assert (cylindrical.precision_from_um, cylindrical.precision_to_um) == (5.5, 12.5)
    assert cylindrical.range_source.startswith("ISO 286-1:2010, IT5–IT7")
    assert not Capability.objects.filter(precision_from_um__gt=0, range_source="").exists()
    sized = Capability.objects.filter(size_to_mm__isnull=False).order_by("key")
    assert [
        (node.key, node.size_from_mm, node.size_to_mm, node.range_source.split(" (")[0])
        for node in sized
    ] == [
        ("bevel_gears", 5, 2500, "JIS B 1704"),
        ("gear_grinding", 5, 15000, "ISO 1328-1:2013"),
        ("gear_hobbing", 5, 15000, "ISO 1328-1:2013"),
        ("machining", 0.5, 4000, "JIS B 0405:1991"),
        ("press", None, 2000, "JIS B 0408"),
        ("sheet_metal", 0.5, 4000, "JIS B 0405:1991"),
    ]


def test_a_part_larger_than_a_standard_grades_is_remarked_on() -> None:
    loaded()
    turning = Capability.objects.get(key="turning")
    large, usual = (
        doubts(turning, precision_um=None, size_max_mm=size, materials=[]) for size in (4500, 4000)
    )
    assert usual == []
    assert [text for text in large if "JIS B 0405:1991" in text] == large != []


NODE = "key,parent,name_en,jsic_codes,root_class,root_technology,materials,source,as_of\n"


def nodes(path: Path, text: str) -> Table:
    path.write_text(NODE + text, encoding="utf-8")
    return Table(path, Capability, lists_of={"materials": Material})


def test_wrong_codes_are_refused_with_their_line(tmp_path: Path) -> None:
    table = nodes(
        tmp_path / "nodes.csv",
        "a,,A,2353;9999,,,,test,2026-01-01\n"
        "b,,B,,기반공정,로봇,,test,2026-01-01\n"
        "c,,C,,,,unobtainium,test,2026-01-01\n",
    )
    assert problems(table) == [
        ("nodes.csv", 4, "materials: there is no material “unobtainium”"),
    ]
    right = nodes(
        tmp_path / "nodes.csv",
        "a,,A,2353;9999,,,,test,2026-01-01\nb,,B,,기반공정,로봇,,test,2026-01-01\n",
    )
    assert problems(right) == [
        ("nodes.csv", 2, "jsic_codes: not in the list it comes from: 9999"),
        ("nodes.csv", 3, "root_class: This is not the class of the root technology."),
    ]
    assert not Capability.objects.exists()


def test_parents_may_stand_later_in_the_file_but_not_in_a_circle(tmp_path: Path) -> None:
    later = nodes(tmp_path / "nodes.csv", "a,b,A,,,,,test,2026-01-01\nb,,B,,,,,test,2026-01-01\n")
    assert counts((later,)) == [(2, 0, 0, 0)]
    assert Capability.objects.get(key="a").parent == Capability.objects.get(key="b")
    circle = nodes(
        tmp_path / "nodes.csv",
        "a,b,A,,,,,test,2026-01-02\nb,a,B,,,,,test,2026-01-02\nc,zinc,C,,,,,test,2026-01-02\n",
    )
    back = "parent: The line of parents would come back to its beginning: "
    assert sorted(problems(circle)) == [
        ("nodes.csv", 2, f"{back}a → b → a"),
        ("nodes.csv", 3, f"{back}b → a → b"),
        ("nodes.csv", 4, "parent: there is no capability “zinc”"),
    ]


def test_a_circle_through_stored_rows_is_refused(tmp_path: Path) -> None:
    top = make.capability(key="top")
    make.capability(key="low", parent=top)
    table = nodes(tmp_path / "nodes.csv", "top,low,Top,,,,,test,2026-01-02\n")
    reason = "parent: The line of parents would come back to its beginning: top → low → top"
    assert problems(table) == [("nodes.csv", 2, reason)]


def test_a_stored_row_may_come_below_a_new_one(tmp_path: Path) -> None:
    low = make.capability(key="low", name_en="Low", as_of=None)
    rows = "low,top,Low,,,,,test,2026-01-02\ntop,,Top,,,,,test,2026-01-02\n"
    assert counts((nodes(tmp_path / "nodes.csv", rows),)) == [(1, 1, 0, 0)]
    low.refresh_from_db()
    assert low.parent == Capability.objects.get(key="top")


def test_the_database_refuses_a_circle_itself() -> None:
    top = make.capability()
    middle = make.capability(parent=top)
    low = make.capability(parent=middle)
    with pytest.raises(IntegrityError, match="come back to it"), transaction.atomic():
        Capability.objects.filter(pk=top.pk).update(parent=low)
    material = Material.objects.create(key="x", name_en="X")
    with pytest.raises(IntegrityError), transaction.atomic():
        Material.objects.filter(pk=material.pk).update(parent=material)


def test_programmes_of_a_place_belong_to_its_cluster() -> None:
    loaded()
    places = SupportProgramme.objects.exclude(clusters=None).order_by("key")
    assert [(each.key, [c.key for c in each.clusters.all()]) for each in places] == [
        ("gunma-bridging", ["ota-city-gunma"]),
        ("ota-ward-trade", ["ota-ward"]),
        ("shizuoka-tours", ["hamamatsu"]),
    ]


def test_all_problems_of_a_file_are_told_and_nothing_is_loaded(tmp_path: Path) -> None:
    right = countries(tmp_path / "right.csv", HEADER + "JP,Japan,no,ISO 3166-1,2020-12-31\n")
    wrong = countries(
        tmp_path / "wrong.csv",
        HEADER
        + "VN,Vietnam,maybe,ISO 3166-1,2020-12-31\n"
        + "TH,Thailand,yes,,2020-12-31\n"
        + "ID,Indonesia,yes,ISO 3166-1,late 2020\n"
        + "MX,Mexico\n"
        + "cn,China,yes,ISO 3166-1,2020-12-31\n"
        + "JP,Japan,no,ISO 3166-1,2020-12-31\n"
        + "JP,Japan,no,ISO 3166-1,2020-12-31\n",
    )
    assert problems(right, wrong) == [
        ("wrong.csv", 2, "is_rival: must be yes or no"),
        ("wrong.csv", 3, "source: must not be empty"),
        (
            "wrong.csv",
            4,
            "as_of: “late 2020” value has an invalid date format. It must be in YYYY-MM-DD format.",
        ),
        ("wrong.csv", 5, "2 cells, but 5 columns"),
        ("wrong.csv", 8, "the same row stands in line 7"),
    ]
    assert HostCountry.objects.count() == 0


def test_what_the_database_would_refuse_is_told_with_its_line(tmp_path: Path) -> None:
    table = countries(
        tmp_path / "countries.csv",
        HEADER + "VN,Vietnam,yes,ISO 3166-1,2020-12-31\n" + "cn,China,yes,ISO 3166-1,2020-12-31\n",
    )
    assert problems(table) == [
        ("countries.csv", 3, "Constraint “hostcountry_code_iso” is violated.")
    ]
    assert HostCountry.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("code,name_en,colour,source,as_of\n", 1, "unknown column “colour”"),
        ("code,name_en,name_en,source,as_of\n", 1, "column “name_en” stands twice"),
        ("code,name_en,source\n", 1, "column “as_of” is missing"),
        ("", 1, "column “code” is missing"),
    ],
)
def test_a_wrong_header_is_refused(tmp_path: Path, text: str, line: int, reason: str) -> None:
    found = problems(countries(tmp_path / "countries.csv", text))
    assert ("countries.csv", line, reason) in found


def test_a_missing_or_unreadable_file_is_refused(tmp_path: Path) -> None:
    missing = Table(tmp_path / "missing.csv", HostCountry, key=("code",))
    korean = tmp_path / "korean.csv"
    korean.write_bytes((HEADER + "KR,대한민국,no,x,2020-12-31\n").encode("cp949"))
    assert problems(missing) == [("missing.csv", 1, "The file is missing.")]
    assert problems(Table(korean, HostCountry, key=("code",))) == [
        ("korean.csv", 1, "The file is not UTF-8 text.")
    ]


def test_references_and_patterns_are_checked(tmp_path: Path) -> None:
    clusters = tmp_path / "clusters.csv"
    clusters.write_text(
        "key,name_en,prefecture_ja,municipality_codes,latitude,longitude,source,as_of\n"
        "far,Far,東京都,13111;1311,35,139,test,2020-01-01\n",
        encoding="utf-8",
    )
    census = tmp_path / "census.csv"
    census.write_text(
        "cluster,year,min_employees,factories,source,as_of\nnowhere,2020,4,10,test,2020-01-01\n",
        encoding="utf-8",
    )
    figures = Table(census, ClusterCensus, key=("cluster", "year", "min_employees", "source"))
    assert problems(figures) == [("census.csv", 2, "cluster: there is no cluster “nowhere”")]
    places = Table(clusters, Cluster, patterns={"municipality_codes": r"[0-9]{5}"})
    # The census, which needs the clusters, is not complained of as well.
    assert problems(places, figures) == [
        ("clusters.csv", 2, "municipality_codes: “1311” has the wrong form")
    ]


def test_problems_are_told_in_the_language_of_the_reader(tmp_path: Path) -> None:
    table = countries(tmp_path / "countries.csv", HEADER + "VN,Vietnam,maybe,ISO,2020-12-31\n")
    with translation.override("ko"), pytest.raises(ReferenceFileError) as caught:
        load([table])
    with translation.override("ko"):
        assert str(caught.value.problems[0]) == (
            "countries.csv 2행: is_rival: yes 또는 no여야 합니다"
        )


def test_a_newer_row_of_ours_stays_until_it_is_overwritten(tmp_path: Path) -> None:
    table = countries(tmp_path / "c.csv", HEADER + "VN,Vietnam,yes,ISO 3166-1,2020-12-31\n")
    load([table])
    HostCountry.objects.update(name_en="Viet Nam", source="own", as_of=dt.date(2026, 1, 1))
    assert counts((table,)) == [(0, 0, 0, 1)]
    assert HostCountry.objects.get().name_en == "Viet Nam"
    assert counts((table,), overwrite=True) == [(0, 1, 0, 0)]
    assert HostCountry.objects.get().name_en == "Vietnam"


def test_a_newer_file_updates_and_counts_the_version(tmp_path: Path) -> None:
    loaded()
    programmes = next(each for each in TABLES if each.model is SupportProgramme)
    text = programmes.path.read_text(encoding="utf-8")
    changed = tmp_path / "support_programmes.csv"
    changed.write_text(
        text.replace("Overseas desk", "Desk for going abroad").replace(",ota-ward,", ",sumida,"),
        encoding="utf-8",
    )
    assert counts((Table(changed, SupportProgramme),)) == [(0, 2, 5, 0)]
    desk = SupportProgramme.objects.get(key="shoko-chukin-desk")
    assert (desk.name_en, desk.version) == ("Desk for going abroad", 2)
    ward = SupportProgramme.objects.get(key="ota-ward-trade")
    assert [each.key for each in ward.clusters.all()] == ["sumida"]


def test_every_division_of_ksic_is_listed_with_its_section() -> None:
    divisions = classifications.codes(classifications.KSIC_DIVISIONS)
    assert (len(divisions), len({*divisions.values()})) == (77, 21)
    assert {code[:2] for code in classifications.codes(classifications.KSIC)} <= {*divisions}
