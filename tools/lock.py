"""Writes the lock: every package pinned with the hashes of its Linux and Windows files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tools.environment import ROOT, ready, tool
from tools.say import CannotError, run, say

if TYPE_CHECKING:
    from pathlib import Path

# First everything together, then the program's part held to the very same versions.
_WHOLE = ("requirements-dev.in", "requirements-dev.txt", ())
_PROGRAM = ("requirements.in", "requirements.txt", ("-c", "requirements-dev.txt"))
_HEAD = "# Made by `python3 dev.py lock` from {source}; never edited by hand.\n"
# Where packages come from is every machine's own matter: no host, index or folder in here.
FOREIGN = re.compile(
    r"://|^\s*-(?:-index|-extra|-find|-trusted|f\b|i\b)|\s@\s|(?<!\w)/\w", re.MULTILINE
)


def lock(upgrade: bool = False) -> int:
    """Renew both lock files; with `upgrade` take the newest versions the `.in` files allow."""
    if not tool("uv").exists():
        ready()
    for source, target, more in (_WHOLE, _PROGRAM):
        command = [
            *(tool("uv"), "pip", "compile", "--universal", "--python-version", "3.12"),
            *("--generate-hashes", "--no-header", "--no-emit-index-url", "--no-emit-find-links"),
            *("--no-config", "--quiet", source, "--output-file", target, *more),
            *(["--upgrade"] if upgrade else []),
        ]
        if run(command, cwd=ROOT) != 0:
            raise CannotError("The lock could not be made; uv's words are above.")
        _finish(ROOT / target, _HEAD.format(source=source))
    say("Locked. `python3 dev.py setup` brings .venv up to it.")
    return 0


def _finish(path: Path, head: str) -> None:
    text = head + path.read_text(encoding="utf-8")
    found = FOREIGN.search(text)
    if found:
        path.unlink()
        raise CannotError(f"{path.name} would name an index, a host or a folder: {found.group()!r}")
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
