"""Reads printed pages back: their text, fonts and drawing operators."""

import io
import re

from pypdf import PdfReader


def pages(pdf: bytes) -> list[str]:
    """Text of each page, blanks and line ends evened out."""
    reader = PdfReader(io.BytesIO(pdf))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def text(pdf: bytes) -> str:
    return " ".join(pages(pdf))


def fonts(pdf: bytes) -> dict[str, bool]:
    """Names of all fonts and whether they are embedded."""
    found: dict[str, bool] = {}
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for reference in page["/Resources"]["/Font"].values():  # type: ignore[index]
            font = reference.get_object()
            descriptor = font.get("/FontDescriptor", {})
            found[str(font["/BaseFont"])] = "/FontFile2" in descriptor
    return found


def operators(pdf: bytes) -> set[str]:
    """All operators that set a colour."""
    drawn = b"\n".join(
        contents.get_data()
        for page in PdfReader(io.BytesIO(pdf)).pages
        if (contents := page.get_contents()) is not None
    )
    outside_strings = re.sub(rb"<[0-9a-f]*>|\([^)]*\)", b"", drawn)
    return {word.decode() for word in re.findall(rb"(?<=[\s])[A-Za-z]+(?=\s|$)", outside_strings)}


def greys(pdf: bytes) -> set[float]:
    """All grey levels used to fill."""
    found: set[float] = set()
    for page in PdfReader(io.BytesIO(pdf)).pages:
        contents = page.get_contents()
        if contents is not None:
            found |= {float(level) for level in re.findall(rb"([\d.]+) g\b", contents.get_data())}
    return found
