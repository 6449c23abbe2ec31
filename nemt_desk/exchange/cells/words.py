"""Lines and notes: odd blanks and invisible signs out, control characters out and told."""

import re
import unicodedata

from nemt_desk.exchange.cells.got import EMPTY, Got, taken, warned
from nemt_desk.exchange.guard import unguarded

_BLANKS = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u2060\ufeff\u00ad\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
_ENDS = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")
_TOLD = "Control characters stood in this cell; they were taken out."
_NOTHING = frozenset(
    {"-", "--", "\u2013", "\u2014", "n/a", "na", "none", "null", "nil", "no", "#n/a"}
)


def tidy(raw: str, *, keep_lines: bool = False) -> tuple[str, bool]:
    """Return a cell's text in order, and whether control characters were taken out.

    One line; with `keep_lines` its line breaks stay. Nothing else is lost.
    """
    text = unguarded(raw) if raw[:1] == "'" else raw
    if text.isascii() and text.isprintable():
        return (" ".join(text.split()), False) if "  " in text else (text.strip(), False)
    bare = _CONTROL.sub("", text)
    whole = unicodedata.normalize("NFC", _INVISIBLE.sub("", bare))
    lines = [_BLANKS.sub(" ", line).strip() for line in _ENDS.split(whole)]
    joined = (
        "\n".join(lines).strip("\n") if keep_lines else " ".join(line for line in lines if line)
    )
    return joined, len(bare) != len(text)


def read_line(text: str) -> Got:
    """Return a line of text as typed."""
    return taken(text, text) if text else EMPTY


def read_note(raw: str, most: int) -> Got:
    """Return a note with its line breaks; say where it was cut, and what was taken out."""
    text, had_control = tidy(raw, keep_lines=True)
    if not text:
        return EMPTY
    if len(text) > most:
        sentence = f"This note has {len(text):,} characters; {most:,} of them were kept."
        return warned(text[:most], text[:most], sentence)
    return warned(text, text, _TOLD) if had_control else taken(text, text)


CONTROL_TOLD = _TOLD
