"""What the window remembers between days: sizes and choices. Never anything about a member."""

import json
from pathlib import Path

type Pref = str | int | bool | list[int]


class Prefs:
    """A small JSON file beside the office; a broken or missing one means defaults."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._kept: dict[str, Pref] = _read(path)

    def text(self, name: str, default: str = "") -> str:
        """Return a remembered word."""
        value = self._kept.get(name)
        return value if isinstance(value, str) else default

    def number(self, name: str, default: int = 0) -> int:
        """Return a remembered number."""
        value = self._kept.get(name)
        return value if isinstance(value, int) else default

    def numbers(self, name: str) -> list[int]:
        """Return remembered numbers, such as column widths."""
        value = self._kept.get(name)
        return [int(part) for part in value] if isinstance(value, list) else []

    def keep(self, name: str, value: Pref) -> None:
        """Remember a value; written at `save`."""
        self._kept[name] = value

    def save(self) -> None:
        """Write the file; a full disk costs the widths of columns and nothing else."""
        if self._path is None:
            return
        fresh = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_text(json.dumps(self._kept, indent=1), encoding="utf-8")
            fresh.replace(self._path)
        except OSError:
            fresh.unlink(missing_ok=True)


def _read(path: Path | None) -> dict[str, Pref]:
    if path is None:
        return {}
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}
