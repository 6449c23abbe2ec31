"""Keeps a cell from ever starting a formula, and takes the guard off again. Pure.

Spreadsheets run what begins with = + - @, a tab or a line end; an apostrophe before it stops that.
"""

_STARTS = frozenset("=+-@\t\r\n\0\uff0b\uff0d\uff1d\uff20")


def guarded(text: str) -> str:
    """Return `text` so that no spreadsheet takes it for a formula."""
    return f"'{text}" if _is_risky(text) else text


def unguarded(text: str) -> str:
    """Return what `guarded` was given."""
    return text[1:] if text[:1] == "'" and _is_risky(text[1:]) else text


def _is_risky(text: str) -> bool:
    # With its apostrophes counted in: then the guard can always be taken off again.
    return text.lstrip("'")[:1] in _STARTS if text else False
