"""Sheets of a workbook (XLSX), read part by part. No formula is ever evaluated.

Not by a library: openpyxl has rested since 2024, reads merged cells only by holding the whole
workbook in memory, and refuses files with odd styles; others don't tell a formula from its result.
"""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field

from nemt_desk.exchange.reading.grid import Sheet, Source
from nemt_desk.exchange.reading.number_formats import kind_of
from nemt_desk.exchange.reading.package import Package, damaged
from nemt_desk.exchange.reading.worksheet import Shared, read_sheet, unescaped
from nemt_desk.ground.errors import RefusedError

_MOST_STRINGS = 2_000_000


@dataclass(slots=True)
class _Book:
    """What the workbook's own part says."""

    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    from_1904: bool = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "workbookPr":
            self.from_1904 = attributes.get("date1904", "") in {"1", "true"}
        elif tag == "sheet":
            keys = [key for key in attributes if key.rpartition(":")[2] == "id"]
            part = attributes[keys[0]] if keys else ""
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes.get("name", ""), part, hidden))


def read_workbook(raw: bytes, name: str, sha256: str) -> Source:
    """Return a workbook's sheets, hidden ones too (marked so).

    Raises:
        RefusedError: it is damaged, protected, of another kind, or far too large.
    """
    package = Package(raw)
    main = _main_part(package)
    book = _Book()
    package.parse(main, book.start, _nothing, _nothing)
    parts = _relations(package, main)
    shared = Shared(_strings(package, main), _formats(package, main), book.from_1904)
    sheets = []
    for title, key, is_hidden in book.sheets:
        part = parts.get(key, "")
        if "/chartsheets/" in part or "/dialogsheets/" in part:
            continue
        if not package.has(part):
            damaged()
        rows, notes = read_sheet(package, part, shared)
        sheets.append(Sheet(title, rows, is_hidden, notes))
    if not sheets:
        raise RefusedError("This workbook has no sheet with cells. Nothing was taken from it.")
    hidden = [sheet for sheet in sheets if sheet.is_hidden and sheet.rows]
    told = [
        f"The hidden sheet “{sheet.name}” ({len(sheet.rows)} rows) was not read. Show it in the"
        " spreadsheet program if it belongs to the list."
        for sheet in hidden
    ]
    return Source(name, sha256, tuple(sheets), "xlsx", "", tuple(told))


def _nothing(*_parts: object) -> None:
    pass


def _main_part(package: Package) -> str:
    found: list[str] = []

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "Relationship" and attributes.get("Type", "").endswith("/officeDocument"):
            found.append(attributes.get("Target", "").lstrip("/"))

    if package.has("_rels/.rels"):
        package.parse("_rels/.rels", start, _nothing, _nothing)
    part = next((name for name in found if package.has(name)), "xl/workbook.xml")
    if not package.has(part):
        damaged()
    return part


def _relations(package: Package, main: str) -> dict[str, str]:
    folder, base = posixpath.split(main)
    name = f"{folder}/_rels/{base}.rels"
    found: dict[str, str] = {}

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        target = attributes.get("Target", "")
        # Links to other files are never followed.
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            whole = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
            found[attributes.get("Id", "")] = posixpath.normpath(whole)

    if package.has(name):
        package.parse(name, start, _nothing, _nothing)
    return found


class _Strings:
    """Collects the texts all sheets share; how they sound (Japanese) is no part of them."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._parts: list[str] = []
        self._sounds = 0
        self._is_text = False

    def start(self, tag: str, _attributes: Mapping[str, str]) -> None:
        if tag == "si":
            self._parts.clear()
            if len(self.found) > _MOST_STRINGS:
                raise RefusedError(
                    "This workbook holds far more text than a list. It was not read."
                )
        elif tag == "rPh":
            self._sounds += 1
        elif tag == "t":
            self._is_text = not self._sounds

    def end(self, tag: str) -> None:
        if tag == "si":
            self.found.append(unescaped("".join(self._parts)))
        elif tag == "rPh":
            self._sounds -= 1
        elif tag == "t":
            self._is_text = False

    def text(self, data: str) -> None:
        if self._is_text:
            self._parts.append(data)


def _strings(package: Package, main: str) -> list[str]:
    name = f"{posixpath.dirname(main)}/sharedStrings.xml"
    strings = _Strings()
    if package.has(name):
        package.parse(name, strings.start, strings.end, strings.text)
    return strings.found


def _formats(package: Package, main: str) -> list[str]:
    """Return, for each style a cell may have, what kind of number it shows."""
    name = f"{posixpath.dirname(main)}/styles.xml"
    codes: dict[int, str] = {}
    kinds: list[str] = []
    state = {"in": False}

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "numFmt":
            codes[_whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            state["in"] = True
        elif tag == "xf" and state["in"]:
            number = _whole(attributes.get("numFmtId"))
            kinds.append(kind_of(number, codes.get(number)))

    def end(tag: str) -> None:
        if tag == "cellXfs":
            state["in"] = False

    if package.has(name):
        package.parse(name, start, end, _nothing)
    return kinds


def _whole(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() else 0
