"""Any file gives a table or one trouble with a code, and never takes the program with it."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from shared import SHARED, needs_shared

from amo_desk.domain.errors import DeskError, Refused, Unavailable
from amo_desk.registers import child, tables
from amo_desk.registers.tables import Line

# A cell knows no zone.
MOMENT = datetime(2026, 11, 23, 10, 30)  # noqa: DTZ001
KNOWN = {
    "file.damaged",
    "file.empty",
    "file.encrypted",
    "file.not_a_workbook",
    "file.too_large",
}
WORKBOOKS = sorted((SHARED / "torture" / "calamine").glob("*"))
TEXTS = sorted(path for path in (SHARED / "torture").glob("[cn][sa]*/**/*") if path.is_file())


def read(path: Path) -> tuple[tuple[str, ...], list[Line]]:
    with tables.reading(path) as table:
        return table.header, list(table.lines)


def trouble(path: Path) -> DeskError:
    with pytest.raises(DeskError) as caught:
        read(path)
    assert caught.value.details["file"] == path.name
    return caught.value


def outcome(path: Path) -> str:
    try:
        return "table" if read(path)[0] else "no header"
    except DeskError as error:
        return error.code


def workbook(path: Path, *rows: tuple[Any, ...], arrange: Callable[[Any], None] = lambda _book: None) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    arrange(book)
    book.save(path)
    return path


def text(path: Path, content: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(content.encode(encoding))
    return path


def test_a_workbook_gives_its_values_with_their_types_and_their_line_numbers(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "list.xlsx",
        (),
        (" Code ", "Nom", "Jour"),
        (6118000140213, "a", date(2026, 11, 23)),
        (),
        (0.7, True, MOMENT),
    )
    header, lines = read(path)
    assert header == ("Code", "Nom", "Jour")
    assert lines == [
        (3, (6118000140213, "a", date(2026, 11, 23))),
        (5, (0.7, True, MOMENT)),
    ]


def test_the_first_sheet_in_sight_that_holds_something_is_read(tmp_path: Path) -> None:
    def arrange(book: Any) -> None:
        book.active.sheet_state = "hidden"
        book.create_chartsheet("drawn")
        book.create_sheet("empty")
        book.create_sheet("full").append(("shown",))

    assert read(workbook(tmp_path / "b.xlsx", ("hidden",), arrange=arrange))[0] == ("shown",)


def test_the_bytes_tell_the_kind_and_not_the_name(tmp_path: Path) -> None:
    disguised = workbook(tmp_path / "list.xlsx", ("a", "b"), ("c", "d")).rename(tmp_path / "list.csv")
    assert read(disguised) == (("a", "b"), [(2, ("c", "d"))])
    assert read(text(tmp_path / "list.xlsx", "a;b\nc;d\n")) == (("a", "b"), [(2, ("c", "d"))])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_text_file_is_read_in_its_encoding_and_with_its_delimiter(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    header = delimiter.join(("Unité", '"Nom; DCI, forme\tetc."', "µG"))
    path = text(tmp_path / "list.csv", f"{header}\r\n\r\né{delimiter}x{delimiter}1\r\n", encoding)
    assert read(path) == (("Unité", "Nom; DCI, forme\tetc.", "µG"), [(3, ("é", "x", "1"))])


def test_a_letter_cut_by_the_end_of_the_file_is_not_utf8(tmp_path: Path) -> None:
    assert read(text(tmp_path / "a.csv", "a;b\nc;É", "cp1252"))[1] == [(2, ("c", "É"))]


def test_lines_keep_the_number_on_which_they_begin(tmp_path: Path) -> None:
    content = 'sep=;\n\na,x;b\n"one\ntwo";1\nthree;3\n'
    header, lines = read(text(tmp_path / "a.csv", content))
    assert header == ("a,x", "b")
    assert lines == [(4, ("one\ntwo", "1")), (6, ("three", "3"))]


def test_more_lines_than_one_batch_all_come_in_order(tmp_path: Path) -> None:
    count = 2 * tables.BATCH + 1
    path = text(tmp_path / "a.csv", "n\n" + "".join(f"{n}\n" for n in range(count)))
    assert [cells[0] for _, cells in read(path)[1]] == [str(n) for n in range(count)]


@pytest.mark.parametrize(
    "content",
    [
        b"<html><table><tr><td>CODE</td></tr></table></html>",
        b"%PDF-1.7\n",
        b"{\\rtf1 CODE}",
        b"\x89PNG\r\n\x1a\n\0\0\0",
        b"C\0O\0D\0E\0",
        bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 1000 + "WordDocument".encode("utf-16-le"),
    ],
    ids=["page", "pdf", "rtf", "picture", "utf-16 without a mark", "old document"],
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list.xls"
    path.write_bytes(content)
    assert trouble(path).code == "file.not_a_workbook"


def test_an_archive_without_a_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert trouble(path).code == "file.not_a_workbook"


def test_an_encrypted_workbook_says_so(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 1000 + "EncryptedPackage".encode("utf-16-le"))
    assert trouble(path).code == "file.encrypted"


def test_nothing_to_read_is_told_apart_from_damage(tmp_path: Path) -> None:
    assert trouble(tmp_path / "gone.xlsx").code == "file.missing"
    assert trouble(text(tmp_path / "zero.csv", "")).code == "file.empty"
    assert trouble(text(tmp_path / "blank.csv", "\n ; \n")).code == "file.empty"
    assert trouble(workbook(tmp_path / "blank.xlsx")).code == "file.empty"
    folder = tmp_path / "folder.xlsx"
    folder.mkdir()
    assert trouble(folder).code == "file.not_a_workbook"


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.95])
def test_a_truncated_workbook_is_damaged(tmp_path: Path, kept: float) -> None:
    path = workbook(tmp_path / "list.xlsx", ("a",), ("b",))
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * kept)])
    error = trouble(path)
    assert isinstance(error, Unavailable)
    assert error.code == "file.damaged"


def test_an_archive_that_unpacks_to_something_absurd_is_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (tables.LARGE_MEMBER + 1))
    error = trouble(path)
    assert (error.code, error.details["limit"]) == ("file.too_large", "unpacked")


def test_an_archive_that_declares_gigabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    content = bytearray(path.read_bytes())
    struct.pack_into("<I", content, content.rindex(b"PK\x01\x02") + 24, tables.MAX_UNPACKED + 1)
    path.write_bytes(content)
    assert trouble(path).code == "file.too_large"


@pytest.mark.parametrize(
    "content,limit",
    [
        ("a" + ";" * tables.MAX_COLUMNS, "columns"),
        ("a\n" + "x" * (tables.MAX_TEXT + 1), "cell"),
        ("a\n" * (tables.MAX_ROWS + 1), "rows"),
    ],
    ids=["columns", "cell", "rows"],
)
def test_a_table_beyond_any_register_is_refused(tmp_path: Path, content: str, limit: str) -> None:
    error = trouble(text(tmp_path / "a.csv", content))
    assert isinstance(error, Refused)
    assert (error.code, error.details["limit"]) == ("file.too_large", limit)


def test_a_reader_that_stays_silent_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "PATIENCE_SECONDS", -1)
    monkeypatch.setattr(child, "BEAT_SECONDS", 0)
    error = trouble(text(tmp_path / "a.csv", "a\nb\n"))
    assert (error.code, error.details["limit"]) == ("file.too_large", "time")


def test_a_table_may_be_left_half_read(tmp_path: Path) -> None:
    path = text(tmp_path / "a.csv", "a\n" + "b\n" * 20 * tables.BATCH)
    with tables.reading(path) as table:
        assert next(table.lines) == (2, ("b",))
    path.unlink()


@needs_shared
@pytest.mark.parametrize("byte,value", [(17326, 54), (None, None)], ids=["one wrong byte", "whole"])
def test_a_reader_that_aborts_is_damage_to_the_file_and_not_to_the_program(
    tmp_path: Path, byte: int | None, value: int | None
) -> None:
    content = bytearray((SHARED / "torture" / "calamine" / "any_sheets.xls").read_bytes())
    path = tmp_path / "list.xls"
    if byte is None or value is None:
        path.write_bytes(content)
        assert read(path)
    else:
        # This byte makes the reader ask for more memory than there is, and abort.
        content[byte] = value
        path.write_bytes(content)
        assert trouble(path).code == "file.damaged"


@needs_shared
def test_every_hostile_file_gives_a_table_or_one_trouble() -> None:
    assert len(WORKBOOKS) > 100
    assert len(TEXTS) > 50
    files = (*WORKBOOKS, *TEXTS)
    with ThreadPoolExecutor(2) as threads:
        outcomes = dict(zip((path.name for path in files), threads.map(outcome, files), strict=True))
    assert set(outcomes.values()) <= {*KNOWN, "table"}
    assert {name for name, told in outcomes.items() if told == "file.encrypted"} == {
        "issue_385.xls",
        "pass_protected.ods",
        "pass_protected.xlsb",
        "pass_protected.xlsx",
    }
    assert outcomes["issue_174.xlsx"] == "table"
    assert outcomes["issue_594_dos.ods"] == "file.damaged"
    assert {outcomes["picture.png"], outcomes["picture.jpg"]} == {"file.not_a_workbook"}
