"""The parts of a workbook's package, each looked over before it is unpacked or parsed."""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import NoReturn
from xml.parsers import expat

from nemt_desk.ground.errors import RefusedError

_MOST_PART = 200 * 1024 * 1024
_MOST_WHOLE = 400 * 1024 * 1024
_MOST_RATIO = 400
_SMALL = 4 * 1024 * 1024
_MOST_PARTS = 4000
_DAMAGED = (
    "This workbook is damaged or no workbook at all. Open it in the spreadsheet program, save it"
    " again as .xlsx and choose that file. Nothing was taken from it."
)
_BOMB = (
    "This workbook unpacks to far more than a list can hold. It was not opened; ask whoever sent"
    " it. Nothing was taken from it."
)
_FOREIGN = (
    "This workbook has a part no spreadsheet program writes (a document type with entities). It"
    " was not read. Save it again as .xlsx. Nothing was taken from it."
)
_OTHERS = {
    "xl/vbaProject.bin": (
        "This workbook carries macros (.xlsm). Nothing of it was run or read. Save it as .xlsx"
        " without macros and choose that file."
    ),
    "xl/workbook.bin": (
        "This is a binary workbook (.xlsb). Save it as .xlsx or CSV. Nothing was taken from it."
    ),
    "content.xml": (
        "This is a LibreOffice sheet (.ods). Save it as .xlsx or CSV. Nothing was taken from it."
    ),
    "word/document.xml": (
        "This is a text document (.docx), not a list. Save the list as .xlsx or CSV. Nothing was"
        " taken from it."
    ),
    "Index/Document.iwa": (
        "This is a Numbers sheet. Export it as .xlsx or CSV. Nothing was taken from it."
    ),
}

type OnStart = Callable[[str, Mapping[str, str]], None]
type OnEnd = Callable[[str], None]
type OnText = Callable[[str], None]


class Package:
    """A workbook's zip file."""

    def __init__(self, raw: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(raw))
            infos = self._zip.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise RefusedError(_DAMAGED) from error
        self.names = {info.filename: info.filename for info in infos}
        for name, sentence in _OTHERS.items():
            if name in self.names:
                raise RefusedError(sentence)
        if any(info.flag_bits & 1 for info in infos):
            raise RefusedError("This file is locked with a password. Nothing was taken from it.")
        _refuse_bomb(infos)
        if "xl/workbook.xml" not in self.names and "[Content_Types].xml" not in self.names:
            raise RefusedError(
                "This is a zip file, not a workbook. Unpack it and choose the list inside. Nothing"
                " was taken from it."
            )

    def has(self, name: str) -> bool:
        """Tell whether there is such a part."""
        return name in self.names

    def parse(self, name: str, start: OnStart, end: OnEnd, text: OnText) -> None:
        """Parse a part; elements are told by their names without the namespace.

        Raises:
            RefusedError: it is damaged, or has a document type.
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.ordered_attributes = False
        parser.StartElementHandler = lambda tag, attributes: start(_local(tag), attributes)
        parser.EndElementHandler = lambda tag: end(_local(tag))
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _refuse_doctype
        try:
            with self._zip.open(name) as part:
                parser.ParseFile(part)
        except (
            expat.ExpatError, zipfile.BadZipFile, KeyError, OSError, EOFError, ValueError,
            NotImplementedError,
        ) as error:  # fmt: skip
            raise RefusedError(_DAMAGED) from error
        except Exception as error:
            if type(error).__module__ == "zlib":
                raise RefusedError(_DAMAGED) from error
            raise


def damaged() -> NoReturn:
    """Refuse a workbook that lacks a part it names."""
    raise RefusedError(_DAMAGED)


def _local(tag: str) -> str:
    return tag.rpartition(":")[2] if ":" in tag else tag


def _refuse_doctype(*_parts: object) -> None:
    raise RefusedError(_FOREIGN)


def _refuse_bomb(infos: list[zipfile.ZipInfo]) -> None:
    whole = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    is_blown_up = whole > _SMALL and whole > _MOST_RATIO * max(1, packed)
    too_large = whole > _MOST_WHOLE or any(info.file_size > _MOST_PART for info in infos)
    if is_blown_up or too_large or len(infos) > _MOST_PARTS:
        raise RefusedError(_BOMB)
