"""Writes THIRD_PARTY_NOTICES.md from the metadata of what is installed: `dev.py notices`."""

from __future__ import annotations

import re
import sys
from importlib import metadata

from tools.environment import ROOT

TARGET = ROOT / "THIRD_PARTY_NOTICES.md"

# Read from the licence file inside the package, where its metadata does not say it shortly.
_READ = {
    "altgraph": "MIT",
    "grimp": "BSD-2-Clause",
    "import-linter": "BSD-2-Clause",
    "jinja2": "BSD-3-Clause",
    "markdown-it-py": "MIT",
    "mdurl": "MIT",
    "osmium": "BSD-2-Clause",
    "pathspec": "MPL-2.0",
    "probableparsing": "MIT",
    "pyinstaller": "GPL-2.0-or-later with an exception for what it bundles",
    "pyinstaller-hooks-contrib": "GPL-2.0-or-later, run-time hooks Apache-2.0",
    "pymupdf-fonts": "OFL-1.1",
    "python-crfsuite": "MIT",
    "reportlab": "BSD-3-Clause",
    "segno": "BSD-3-Clause",
    "sortedcontainers": "Apache-2.0",
    "sqlcipher3": "Zlib",
    "usaddress": "MIT",
    "xstatic-leaflet": "BSD-2-Clause",
}
# On other systems only, so not installed here.
_ELSEWHERE = {
    "colorama": "BSD-3-Clause",
    "macholib": "MIT",
    "pefile": "MIT",
    "pywin32-ctypes": "BSD-3-Clause",
}

_HEAD = """# Third-party notices

NEMT Desk itself is under the Apache License 2.0 (`LICENSE`). No third-party source stands in this
repository; these packages are installed beside it. The licence texts lie in each package's
`dist-info` folder and are carried along in the bundle.

This page is made by `python3 dev.py notices` from the lock and the installed packages.
"""
_INSIDE = """
## Inside those packages

| Part | Comes in | Licence |
|---|---|---|
| Qt 6 | PySide6-... | LGPL-3.0 (used unchanged, as separate libraries) |
| Chromium | PySide6-WebEngine | BSD-3-Clause and the licences it lists itself |
| PDFium | PySide6-Pdf | Apache-2.0 / BSD-3-Clause |
| Leaflet 1.9.3 | XStatic-Leaflet | BSD-2-Clause |
| SQLite, SQLCipher | sqlcipher3 | public domain; BSD-3-Clause |
| Valhalla | pyvalhalla | MIT |
| GEOS, PROJ, SpatiaLite and others | pyvalhalla | LGPL-2.1, MIT, MPL-1.1 and others |
| libosmium | osmium | BSL-1.0 |
| libpq, OpenSSL | psycopg-binary | PostgreSQL; Apache-2.0 |
| Material Design Icons, Font Awesome, others | QtAwesome | Apache-2.0, OFL-1.1, MIT |
| Noto Sans, FiraGO, Cascadia Mono | pymupdf-fonts (the bundle takes only these) | OFL-1.1 |
"""


def main() -> int:
    """Write the page."""
    program = _locked("requirements.txt")
    everything = _locked("requirements-dev.txt")
    tools_only = {name: held for name, held in everything.items() if name not in program}
    uses = _uses("requirements.in") | _uses("requirements-dev.in")
    page = (
        _HEAD
        + "\n## In the program\n\n"
        + _table(program, uses)
        + _INSIDE
        + "\n## For development only\n\n"
        + _table(tools_only, uses)
    )
    with TARGET.open("w", encoding="utf-8", newline="\n") as file:
        file.write(page)
    return 0


def _locked(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9][\w.-]*)==(\S+)", text, re.MULTILINE))


def _uses(name: str) -> dict[str, str]:
    """Read what each package was asked for from the comment above its group."""
    uses: dict[str, str] = {}
    group = ""
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            group = line.lstrip("# ").split(" (")[0]
        elif match := re.match(r"[A-Za-z][\w.-]*", line):
            uses[re.sub(r"[-_.]+", "-", match[0]).lower()] = group
    return uses


def _table(packages: dict[str, str], uses: dict[str, str]) -> str:
    rows = ["| Package | Version | Licence | What for |", "|---|---|---|---|"]
    needs = _needed_by(packages)
    for name, version in sorted(packages.items()):
        by = needs.get(name) or {name.rsplit("-", 1)[0]}  # psycopg[binary] brings psycopg-binary
        use = uses.get(name) or "needed by " + ", ".join(sorted(by))
        rows.append(f"| {name} | {version} | {_licence(name)} | {use} |")
    return "\n".join(rows) + "\n"


def _needed_by(packages: dict[str, str]) -> dict[str, set[str]]:
    needs: dict[str, set[str]] = {}
    for name in packages:
        if name in _ELSEWHERE:
            continue
        for requirement in metadata.requires(name) or ():
            wanted, _, marker = requirement.partition(";")
            if "extra" not in marker and (match := re.match(r"[\w.-]+", wanted)):
                needs.setdefault(re.sub(r"[-_.]+", "-", match[0]).lower(), set()).add(name)
    return needs


def _licence(name: str) -> str:
    known = _READ.get(name) or _ELSEWHERE.get(name)
    if known:
        return known
    about = metadata.metadata(name)
    short = about.get("License-Expression") or about.get("License") or ""
    if not short or len(short) > 80 or "\n" in short:
        raise SystemExit(f"{name}: read its licence and add it to tools/notices.py")
    return str(short)


if __name__ == "__main__":
    sys.exit(main())
