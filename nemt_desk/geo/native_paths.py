"""Paths for C++ libraries, which on Windows only understand plain letters (not a user `José`)."""

import sys
from pathlib import Path


def native(path: Path) -> str:
    """Return `path` as such a library can open it: the short 8.3 form where letters need it."""
    text = str(path)
    if sys.platform != "win32" or text.isascii():
        return text
    if path.exists():
        return _short(text)
    return str(Path(_short(str(path.parent))) / path.name)


def _short(text: str) -> str:
    if sys.platform != "win32":
        return text
    import ctypes  # noqa: PLC0415 - Windows only

    buffer = ctypes.create_unicode_buffer(512)
    length = ctypes.windll.kernel32.GetShortPathNameW(text, buffer, 512)
    return buffer.value if 0 < length < 512 else text
