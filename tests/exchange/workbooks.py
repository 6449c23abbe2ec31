"""Workbooks as other programs write them, put together by hand: inline strings, styles, dates."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_XML = '<?xml version="1.0"?>'
_OPEN = "http://schemas.openxmlformats.org"
_MAIN = f"{_OPEN}/spreadsheetml/2006/main"
_TYPES = f'{_XML}<Types xmlns="{_OPEN}/package/2006/content-types"/>'
_RELS = (
    f'{_XML}<Relationships xmlns="{_OPEN}/package/2006/relationships"><Relationship Id="r1"'
    f' Type="{_OPEN}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>"
)
_STYLES = (
    f'{_XML}<x:styleSheet xmlns:x="{_MAIN}"><x:numFmts>'
    '<x:numFmt numFmtId="170" formatCode="dd/mm/yyyy;@"/>'
    '<x:numFmt numFmtId="171" formatCode="[h]:mm"/>'
    '<x:numFmt numFmtId="172" formatCode="0.0&quot; days&quot;"/></x:numFmts>'
    '<x:cellXfs><x:xf numFmtId="0"/><x:xf numFmtId="14"/><x:xf numFmtId="170"/>'
    '<x:xf numFmtId="171"/><x:xf numFmtId="172"/></x:cellXfs></x:styleSheet>'
)
NUMBER, DAY, OWN_DAY, TIME, DECIMAL = range(5)


def text(value: str) -> str:
    """Return an inline text cell, in two runs as LibreOffice may write it."""
    half = len(value) // 2
    runs = "".join(
        f'<r><t xml:space="preserve">{escape(part)}</t></r>'
        for part in (value[:half], value[half:])
    )
    return f'<c t="inlineStr"><is>{runs}</is></c>'


def number(value: float, style: int = NUMBER) -> str:
    """Return a number cell."""
    return f'<c s="{style}"><v>{value}</v></c>'


def formula(words: str, cached: str = "") -> str:
    """Return a cell with a live formula and its last result."""
    return f'<c t="str"><f>{escape(words)}</f><v>{escape(cached)}</v></c>'


def workbook(
    sheets: Mapping[str, Sequence[Sequence[str]]],
    *,
    hidden: Sequence[str] = (),
    from_1904: bool = False,
    more: Mapping[str, str] | None = None,
) -> bytes:
    """Return a workbook of cells made above; `more` are parts added or replaced."""
    parts = {"[Content_Types].xml": _TYPES, "_rels/.rels": _RELS, "xl/styles.xml": _STYLES}
    listed = rels = ""
    for at, (name, rows) in enumerate(sheets.items(), 1):
        state = ' state="hidden"' if name in hidden else ""
        listed += f'<sheet name="{escape(name)}" sheetId="{at}"{state} r:id="r{at}"/>'
        rels += f'<Relationship Id="r{at}" Type="t/worksheet" Target="worksheets/s{at}.xml"/>'
        body = "".join(f"<row>{''.join(cells)}</row>" for cells in rows)
        parts[f"xl/worksheets/s{at}.xml"] = (
            f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>'
        )
    parts["xl/workbook.xml"] = (
        f'<?xml version="1.0"?><workbook xmlns="{_MAIN}" xmlns:r="rel"><workbookPr date1904="'
        f'{int(from_1904)}"/><sheets>{listed}</sheets></workbook>'
    )
    parts["xl/_rels/workbook.xml.rels"] = f"<Relationships>{rels}</Relationships>"
    return packed(parts | dict(more or {}))


def packed(parts: Mapping[str, str]) -> bytes:
    """Return a zip file of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return target.getvalue()
