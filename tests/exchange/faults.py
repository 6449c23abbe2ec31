"""Reads the tables of planted faults in an office folder's README, and judges a plan by them.

Any folder of that form can be tried: each fault says where it is, what a good import does (an
outcome in brackets is as good) and what the cell becomes.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from nemt_desk.exchange.cells.got import Weight
from nemt_desk.exchange.plan import ImportPlan, Outcome, PlannedRow

_SECTION = re.compile(r"^### (?P<file>\S+\.(?:csv|xlsx)) \((?P<count>\d+)\)$", re.MULTILINE)
_TYPED = re.compile(r"`(?P<text>.*)`$", re.DOTALL)
_CUT = re.compile(r"^(?P<begin>.*)… \((?P<length>\d+) characters\)$", re.DOTALL)
_ESCAPES = re.compile(r"\\(n|t|x[0-9a-f]{2}|u[0-9a-f]{4})")
SILENT, WARN, CELL, ROW, SKIP = "silent", "warn", "cell", "row", "skip"
_OUTCOMES = {
    "normalise silently": SILENT,
    "silently": SILENT,
    "import, warn": WARN,
    "import with a warning": WARN,
    "import the row, refuse the cell": CELL,
    "refuse the cell": CELL,
    "refuse the row": ROW,
    "skip": SKIP,
}


@dataclass(frozen=True)
class Fault:
    row: int
    column: str
    typed: str
    what: str
    outcomes: frozenset[str]
    becomes: str | None


def faults(readme: Path) -> dict[str, list[Fault]]:
    """Return the faults of each file, as many as its heading says."""
    text = readme.read_text(encoding="utf-8")
    found: dict[str, list[Fault]] = {}
    for section in _SECTION.finditer(text):
        body = text[section.end() :].split("\n##", 1)[0]
        lines = [line for line in body.splitlines() if line.startswith("| ")]
        names = [cell.strip() for cell in lines[0].strip("| ").split("|")]
        rows = [_fault(line, names) for line in lines[1:]]
        assert len(rows) == int(section["count"]), f"{section['file']}: the table was misread"
        found[section["file"]] = rows
    return found


def _fault(line: str, names: list[str]) -> Fault:
    cells = [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split(" | ")]
    cells += [""] * (len(names) - len(cells))
    named = dict(zip(names, cells, strict=True))
    wanted = named["a good import"].replace("*", "")
    return Fault(
        int(named["row"]),
        named["column"],
        _plain(named["as typed"]),
        named["what it is"],
        _outcomes(wanted),
        _becomes(named["becomes"].strip(" |")),
    )


def _outcomes(text: str) -> frozenset[str]:
    main, _, others = text.partition(" (or: ")
    words = [main, *re.split(r", (?=silently|refuse|import)", others.rstrip(")"))]
    return frozenset(_OUTCOMES[word.strip()] for word in words if word.strip() in _OUTCOMES)


def _plain(text: str) -> str:
    match = _TYPED.match(text)
    if match is None:
        return ""
    return _ESCAPES.sub(lambda m: f"\\{m[1]}".encode().decode("unicode_escape"), match["text"])


def _becomes(text: str) -> str | None:
    if not text or text == "as typed":
        return text or None
    return "" if "(empty)" in text else _plain(text)


def complaints(plan: ImportPlan, planted: list[Fault]) -> list[str]:
    """Return what the plan does otherwise than the README asks; nothing if it is a good one."""
    by_row = {row.row: row for row in plan.rows}
    keys = {header: key for key, header in plan.mapping.items()}
    told = []
    for fault in planted:
        row = by_row[fault.row]
        if fault.column in keys:
            problem = _judge_cell(row, fault, keys[fault.column], plan.headers)
        elif SKIP in fault.outcomes:
            problem = "" if row.outcome is Outcome.SKIPPED else "was not skipped"
        else:
            problem = f"there is no column {fault.column}"
        if problem:
            told.append(f"row {fault.row}, {fault.column} ({fault.what}): {problem}")
    touched = {fault.row for fault in planted}
    told += [
        f"row {row.row} is sound, but: {row.outcome} {row.reason}"
        for row in plan.rows
        if row.row not in touched and row.outcome is not Outcome.SKIPPED and row.findings
    ]
    return told


def _judge_cell(row: PlannedRow, fault: Fault, key: str, headers: tuple[str, ...]) -> str:
    at = headers.index(fault.column)
    stands = row.typed[at] if at < len(row.typed) else ""
    # Moved or merged cells stand elsewhere than where they are named.
    if fault.typed and not _fits(stands, fault.typed) and "more cells" not in fault.what:
        return f"the file has {stands!r} there"
    done = _done(row, key)
    if not done & fault.outcomes:
        return f"{'/'.join(done) or row.outcome}, wanted {'/'.join(fault.outcomes)}: {row.reason}"
    if row.outcome is not Outcome.IMPORTED or fault.becomes is None or done == {CELL}:
        return ""
    value = row.values.get(key, "")
    wanted = fault.typed if fault.becomes == "as typed" else fault.becomes
    return "" if _fits(value, wanted) else f"became {value!r}, wanted {wanted!r}"


def _done(row: PlannedRow, key: str) -> frozenset[str]:
    """Return what was done about a cell: a finding on the whole row is one about each cell."""
    if row.outcome is Outcome.SKIPPED:
        return frozenset({SKIP})
    own = {one.weight for one in row.findings if one.key in {key, ""}}
    if row.outcome is Outcome.REFUSED:
        return frozenset({ROW})
    if Weight.CELL in own:
        return frozenset({CELL})
    return frozenset({WARN if own else SILENT})


def _fits(value: str, wanted: str) -> bool:
    cut = _CUT.match(wanted)
    if cut is None:
        return value.strip() == wanted.strip() or _spans(value) == _spans(wanted) != []
    # Long ones are shown by their beginning and length; hours may come in another order.
    begin = cut["begin"]
    is_same_length = abs(len(value) - int(cut["length"])) <= 1
    return is_same_length and (
        value.startswith(begin.strip()) or {*_spans(begin)} <= {*_spans(value)}
    )


def _spans(text: str) -> list[str]:
    return sorted(re.findall(r"\b[A-Z][a-z]{2} \d\d:\d\d-\d\d:\d\d", text))
