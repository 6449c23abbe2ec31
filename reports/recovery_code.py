"""The recovery code of a new office on paper: the one key that opens it when passwords are lost."""

from datetime import datetime

from reports.letters import Face
from reports.paper import Document, Head, printed_text, save
from reports.strip import SMALLEST, WIDTH, WRITING, Strip

_IN_A_ROW = 4
_ADVICE = (
    (
        "This code opens the office's data when every password is lost. It was shown once and is "
        "not kept anywhere in the program: this paper is the only copy."
    ),
    (
        "Whoever holds this paper can read every record. Keep it where the agency keeps its most "
        "important papers, in a sealed envelope, not in the room with the computer."
    ),
    "Do not photograph it, copy it to a file or send it by e-mail or fax.",
    (
        "To use it: on the lock screen choose to open with the recovery code, type it as printed, "
        "then give yourself a new password."
    ),
    (
        "After it has been used, or if the paper is missing, make a new code in Office and destroy "
        "this one."
    ),
)


def recovery_code_pdf(*, agency_name: str, code: str, made_at: datetime) -> bytes:
    """Return the page with the recovery code; `made_at` is agency time."""
    head = Head(
        title=f"NEMT Desk · {agency_name}",
        name="Recovery code",
        below=("Keep locked away. Print once, show to nobody.",),
        codes=(),
        qr_text=code,
    )
    document = Document(head, printed_text(made_at))
    document.add(_code(code))
    document.add(_advice())
    document.add(_keeping())
    return save((document,), title="Recovery code", author=agency_name, printed_at=made_at)


def _code(code: str) -> Strip:
    strip = Strip()
    strip.skip(22)
    groups = code.split("-")
    for first in range(0, len(groups), _IN_A_ROW):
        more = "-" if first + _IN_A_ROW < len(groups) else ""
        row = "-".join(groups[first : first + _IN_A_ROW]) + more
        strip.para(row, room=WIDTH, size=24, face=Face.CODE)
    strip.skip(18)
    return strip


def _advice() -> Strip:
    strip = Strip()
    for number, sentence in enumerate(_ADVICE, 1):
        strip.write(0, strip.height + 12, str(number), size=12, face=Face.BOLD)
        strip.para(sentence, x=20, room=WIDTH - 20, size=12)
        strip.skip(6)
    return strip


def _keeping() -> Strip:
    strip = Strip()
    strip.skip(14)
    for label in ("Put away where", "By whom, printed name", "Signature and date"):
        strip.skip(WRITING)
        strip.blank(0, strip.height, label, WIDTH * 0.75)
        strip.skip(SMALLEST)
    return strip
