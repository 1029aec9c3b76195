"""Files as they are sent: encodings, separators, workbooks, and what is refused."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from xlsxwriter.workbook import Workbook

from prospects.intake import unpack as module
from prospects.intake.decoding import encoding_of
from prospects.intake.problems import IntakeFileError
from prospects.intake.unpack import read_rows, unpack
from prospects.intake.workbook import main as open_workbook

from .old_excel import Cell, write_xls

JAPANESE = "松本製作所株式会社鍍金東大阪市カナひらがなｶﾅ"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
KOREAN = "마쓰모토제작소주식회사도금가나다라서울특별시"

MIDNIGHT = dt.datetime(2026, 1, 2)  # noqa: DTZ001  # Excel knows no zones


def rows(path: Path, folder: Path) -> list[tuple[int, list[str]]]:
    contents = unpack(path, folder)
    return [*read_rows(folder / contents.sheets[0].file)]


def refusal(path: Path, folder: Path) -> str:
    with pytest.raises(IntakeFileError) as caught:
        unpack(path, folder)
    return caught.value.code


def workbook(path: Path, fill: Callable[[Workbook], None]) -> Path:
    book = xlsxwriter.Workbook(str(path))
    fill(book)
    book.close()
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_japanese_text(encoding: str, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes('会社名,住所\r\n㈱髙橋製作所,"大田区\r\n蒲田"\r\n'.encode(encoding))
    assert rows(file, tmp_path) == [
        (1, ["会社名", "住所"]),
        (2, ["㈱髙橋製作所", "大田区\r\n蒲田"]),
    ]


def test_korean_text_and_semicolons(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes("기업명;담당자\n마쓰모토제작소;김담당, 이담당\n".encode("cp949"))
    assert rows(file, tmp_path)[1] == (2, ["마쓰모토제작소", "김담당, 이담당"])


def names(letters: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.text(st.sampled_from(letters), min_size=3, max_size=12), min_size=2)


@given(japanese=names(JAPANESE), korean=names(KOREAN))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_two_windows_encodings_are_told_apart(
    japanese: list[str], korean: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(("会社名\n" + "\n".join(japanese)).encode("cp932"))
    assert encoding_of(file) == "cp932"
    file.write_bytes("\n".join(korean).encode("cp949"))
    assert encoding_of(file) == "cp949"


def test_our_own_marks_come_off_again(tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_text('会社名,法人番号\n\'=SUM製作所,"=""0123"""\n', encoding="utf-8")
    assert rows(file, tmp_path)[1] == (2, ["=SUM製作所", "0123"])


def test_a_workbook_keeps_lines_columns_days_and_digits(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_row(2, 1, ["会社名", "日", "時", "数", "番号", "有無"])
        sheet.write(4, 1, "見本")
        sheet.write_datetime(4, 2, MIDNIGHT, day)
        sheet.write_datetime(4, 3, MIDNIGHT.replace(hour=14, minute=30), day)
        sheet.write(4, 4, 12.5)
        sheet.write(4, 5, 6_000_000_000_077)
        sheet.write_boolean(4, 6, True)
        hidden = book.add_worksheet("hidden")
        hidden.write(0, 0, "x")
        hidden.hide()

    file = workbook(tmp_path / "list.xlsx", fill)
    assert rows(file, tmp_path) == [
        (3, ["", "会社名", "日", "時", "数", "番号", "有無"]),
        (5, ["", "見本", "2026-01-02", "2026-01-02 14:30", "12.5", "6000000000077", "TRUE"]),
    ]


OLD_ROWS: list[list[Cell]] = [
    ["会社名", "기업명", "設立", "従業員数", "法人番号"],
    ["株式会社髙橋製作所", "다카하시제작소", dt.date(1985, 4, 1), 48, 6_000_000_000_077],
    [None, "마쓰모토제작소", None, 12.5],
]


def test_an_old_workbook(tmp_path: Path) -> None:
    file = write_xls(tmp_path / "list.xls", {"一覧": OLD_ROWS, "메모": [["둘째 시트"]]})
    assert rows(file, tmp_path) == [
        (1, ["会社名", "기업명", "設立", "従業員数", "法人番号"]),
        (2, ["株式会社髙橋製作所", "다카하시제작소", "1985-04-01", "48", "6000000000077"]),
        (3, ["", "마쓰모토제작소", "", "12.5"]),
    ]
    assert [sheet.name for sheet in unpack(file, tmp_path).sheets] == ["一覧", "메모"]


def test_an_old_workbook_of_many_texts(tmp_path: Path) -> None:
    many = [[f"見本{n}工業株式会社", f"견본{n}공업"] for n in range(3000)]
    file = write_xls(tmp_path / "long.xls", {"一覧": many})
    assert [cells for _line, cells in rows(file, tmp_path)] == many


def test_an_old_workbook_with_a_password(tmp_path: Path) -> None:
    file = write_xls(tmp_path / "original", {"一覧": OLD_ROWS}, password=True)
    assert refusal(file, tmp_path) == "encrypted"


@given(share=st.floats(0.02, 0.98), ending=st.sampled_from(["xls", "xlsx"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@example(share=5408 / 5632, ending="xls")  # within what fills its last sector up
def test_a_workbook_cut_short_is_damaged_and_never_half_read(
    share: float, ending: str, tmp_path: Path
) -> None:
    whole = write_xls(tmp_path / "list.xls", {"一覧": OLD_ROWS})
    if ending == "xlsx":
        whole = workbook(tmp_path / "list.xlsx", fill_plainly)
    content = whole.read_bytes()
    file = tmp_path / f"cut.{ending}"
    file.write_bytes(content[: int(len(content) * share)])
    if (answer := open_workbook(file, tmp_path)) != {"error": "damaged", "about": {}}:
        assert ending == "xls"
        assert not content[len(file.read_bytes()) :].strip(b"\xff\x00")
        assert answer == open_workbook(whole, tmp_path)


def fill_plainly(book: Workbook) -> None:
    book.add_worksheet().write_row(0, 0, ["会社名", "기업명"])


def test_a_workbook_that_claims_more_cells_than_a_machine_holds(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "会社名")
        sheet.write(1_048_575, 16_383, "x")

    assert refusal(workbook(tmp_path / "far.xlsx", fill), tmp_path) == "bomb"


def test_an_archive_that_unpacks_to_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_UNPACKED", 1 << 20)
    file = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "0" * (2 << 20))
    assert refusal(file, tmp_path) == "bomb"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.csv", b"", "empty"),
        ("blank.csv", b"\r\n , ,\r\n", "empty"),
        ("damaged.xlsx", b"PK\x03\x04" + b"x" * 100, "damaged"),
        ("letter.hwp", OLE + b"\0" * 600, "not_a_table"),
        ("cut.xls", OLE + b"\0" * 600 + "Workbook\0".encode("utf-16-le"), "damaged"),
        ("report.xlsx", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "not_a_table"),
        ("photo.csv", b"\xff\xd8\xff\xe0\0\x10JFIF", "not_a_table"),
        ("system.xls", b"\xef\xbb\xbf<html><table><tr><td>1</td></tr></table></html>", "web_page"),
        ("system2.xls", b'<?xml version="1.0"?><Workbook></Workbook>', "web_page"),
        (
            "secret.xlsx",
            OLE + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
        ),
        ("picture.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), "not_a_table"),
        ("program.csv", b"\x7fELF\0\0\0" + bytes(range(256)), "not_text"),
        ("wide.csv", b",".join([b"x"] * 5000), "too_wide"),
        ("quote.csv", b'a,b\n"never closed' + b"x" * 200_000, "field_without_end"),
    ],
)
def test_what_is_refused(name: str, content: bytes, code: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    assert refusal(file, tmp_path) == code


def test_a_document_is_no_table(tmp_path: Path) -> None:
    file = tmp_path / "letter.docx"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert refusal(file, tmp_path) == "not_a_table"


def test_too_many_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_ROWS", 10)
    file = tmp_path / "long.csv"
    file.write_text("\n".join(f"a{n},b" for n in range(40)))
    assert refusal(file, tmp_path) == "too_many_rows"


def test_one_damaged_letter_does_not_refuse_the_file(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    good = "会社名,住所\n松本製作所,大田区\n".encode()
    file.write_bytes(good + b"\xe6\x9d,x\n")
    assert rows(file, tmp_path)[2] == (3, ["\ufffd", "x"])
