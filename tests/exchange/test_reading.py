"""Files of every make: encodings, delimiters, workbooks of other programs, and what is no list."""

import pytest

from nemt_desk.exchange.fields import known_words
from nemt_desk.exchange.reading.grid import MOST_COLUMNS
from nemt_desk.exchange.reading.source import read_bytes
from nemt_desk.exchange.reading.table import Table, table_of
from nemt_desk.ground.errors import RefusedError
from tests.exchange import workbooks
from tests.exchange.workbooks import formula, number, packed, text, workbook

ROWS = "Name;Phone;Town\r\nMüller, Zoë;252-555-0100;Tyner\r\n"


def table(raw: bytes, sheet: int = 0) -> Table:
    return table_of(read_bytes(raw, "list").visible[sheet], known_words())


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_every_encoding_and_delimiter_reads_alike(coding: str, mark: str) -> None:
    rows = ROWS.replace(", ", " ").replace(";", mark)
    found = table(rows.encode(coding))
    assert found.headers == ("Name", "Phone", "Town")
    assert found.rows[0].cells == ("Müller Zoë", "252-555-0100", "Tyner")


def test_excels_hint_at_the_delimiter_is_no_row() -> None:
    found = table(b"sep=;\r\n" + ROWS.encode())
    assert (found.headers, found.header_row, found.rows[0].line) == (
        ("Name", "Phone", "Town"),
        2,
        3,
    )


def test_rows_count_as_in_a_spreadsheet_and_lines_as_in_the_text() -> None:
    raw = b'A list\n\nName,Phone\n"Ann\nLee",1\n\nBob,2\nName,Phone\nTotal,2\n'
    found = table(raw)
    assert [(row.row, row.line) for row in found.rows] == [(4, 4), (6, 7)]
    assert {one.row: one.reason for one in found.skipped} == {
        1: "title", 2: "blank line", 3: "column names", 5: "blank line",
        7: "column names again", 8: "totals",
    }  # fmt: skip
    assert found.row_count == 8


def test_a_clinic_called_total_care_is_no_totals_row() -> None:
    found = table(b"Facility,Address,City\nTotal Care Clinic,1 Main St,Tyner\n")
    assert len(found.rows) == 1


def test_two_columns_of_one_name_stay_two() -> None:
    assert table(b"Name,Phone,Phone\nA,1,2\n").headers == ("Name", "Phone", "Phone (2)")


def test_columns_without_names_are_lettered() -> None:
    found = table(b"252-555-0100,01234567\n252-555-0101,01234568\n")
    assert (found.headers, found.header_row, len(found.rows)) == (("Column A", "Column B"), 0, 2)


def test_a_wide_and_a_narrow_list_are_read() -> None:
    wide = ",".join(f"Column {at}" for at in range(100)).encode() + b"\n" + b"x," * 99 + b"x\n"
    assert len(table(wide).headers) == 100
    assert table(b"Name\nAnn Lee\n").headers == ("Name",)
    far = table(b"Name,Phone" + b"," * 2000 + b"\nAnn,1\n")
    assert len(far.headers) <= MOST_COLUMNS


def test_headers_alone_are_a_list_without_rows() -> None:
    assert table(b"Name,Phone\n").rows == ()


def test_an_open_quotation_is_told_with_its_line() -> None:
    raw = b'Name,Phone\nAnn,1\n"Bob,2\nCy,3\nDee,4\n'
    with pytest.raises(RefusedError, match="line 3 is never closed"):
        read_bytes(raw, "list.csv")


# --- workbooks ------------------------------------------------------------------------------------


def test_a_workbook_of_another_program_is_read() -> None:
    raw = workbook(
        {
            "One": [
                [text("Name"), text("DOB"), text("Ready"), text("Miles"), text("Zip")],
                [text("Ann Lee"), number(18000, workbooks.DAY), number(0.4375, workbooks.TIME),
                 number(2.5, workbooks.DECIMAL), number(27944)],
                [],
                [text("Bo Ek"), number(18000, workbooks.OWN_DAY), number(1.5, workbooks.TIME),
                 formula("1+1", "2"), text("27944")],
            ]
        }
    )  # fmt: skip
    found = table(raw)
    assert found.rows[0].cells == ("Ann Lee", "1949-04-12", "10:30", "2.5", "27944")
    assert found.rows[1].row == 4
    assert found.rows[1].cells[1] == "1949-04-12"
    assert found.rows[1].cells[3] == "=1+1"
    assert found.rows[1].formulas == {3}


def test_days_from_1904_are_days() -> None:
    raw = workbook(
        {"S": [[text("Name"), text("DOB")], [text("A"), number(0.5 + 1, 1)]]}, from_1904=True
    )
    assert table(raw).rows[0].cells[1].startswith("1904-01-02")


def test_hidden_sheets_stay_unread_and_are_told() -> None:
    rows = [[text("Name"), text("Phone")], [text("Ann"), text("1")]]
    source = read_bytes(workbook({"Now": rows, "Old": rows}, hidden=["Old"]), "x.xlsx")
    assert [sheet.name for sheet in source.visible] == ["Now"]
    assert "“Old”" in source.notes[0]


_ENTITY = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><workbook/>'


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "empty"),
        (b"\r\n \r\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"<html><table><tr><td>Name</td></tr></table></html>", "web page"),
        (b"\x00\x01\x02\x03" * 100, "neither a text file"),
        (b"PK\x03\x04 but no zip", "damaged"),
        (packed({"content.xml": "<x/>", "mimetype": "m"}), "LibreOffice"),
        (packed({"xl/workbook.xml": "<x/>", "xl/vbaProject.bin": "x"}), "macros"),
        (packed({"xl/workbook.bin": "x"}), "binary"),
        (packed({"word/document.xml": "<x/>"}), "text document"),
        (packed({"photo.jpg": "x"}), "zip file"),
        (packed({"xl/workbook.xml": "<workbook><sheets>"}), "damaged"),
        (packed({"xl/workbook.xml": "<workbook/>"}), "no sheet"),
        (packed({"xl/workbook.xml": _ENTITY}), "document type"),
        (packed({"xl/workbook.xml": "<x/>", "xl/big.xml": "0" * 60_000_000}), "unpacks to far"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_in_plain_words(raw: bytes, words: str) -> None:
    with pytest.raises(RefusedError, match=words):
        read_bytes(raw, "list.xlsx")


def test_a_cell_far_down_does_not_fill_the_memory() -> None:
    body = '<row r="1"><c r="A1"><v>1</v></c></row>'
    body += '<row r="1048576"><c r="XFD1048576"><v>2</v></c><c r="A1048576"><v>2</v></c></row>'
    raw = workbook(
        {"S": []},
        more={"xl/worksheets/s1.xml": f"<worksheet><sheetData>{body}</sheetData></worksheet>"},
    )
    rows = read_bytes(raw, "x.xlsx").sheets[0].rows
    assert len(rows) < 1000
