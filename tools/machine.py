"""What the system must have beside Python: the libraries Qt loads. Installs them on Debian."""

from __future__ import annotations

import functools
import os
import re
import shutil
import sys
from typing import TYPE_CHECKING

from tools.say import CannotError, output, run, say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# The parts of Qt that we load, below the PySide6 folder; what they ask for is read by `ldd`.
_QT_PARTS = (
    "Qt/lib/libQt6WebEngineCore.so.6",
    "Qt/lib/libQt6Pdf.so.6",
    "Qt/lib/libQt6PrintSupport.so.6",
    "Qt/libexec/QtWebEngineProcess",
    "Qt/plugins/platforms/libqoffscreen.so",
    "Qt/plugins/platforms/libqxcb.so",
)
# Library -> Debian packages that may carry it, the newer name first (read off with dpkg -S).
_PACKAGES = {
    "libEGL.so.1": ("libegl1",),
    "libGL.so.1": ("libgl1",),
    "libX11-xcb.so.1": ("libx11-xcb1",),
    "libX11.so.6": ("libx11-6",),
    "libXcomposite.so.1": ("libxcomposite1",),
    "libXdamage.so.1": ("libxdamage1",),
    "libXext.so.6": ("libxext6",),
    "libXfixes.so.3": ("libxfixes3",),
    "libXrandr.so.2": ("libxrandr2",),
    "libXrender.so.1": ("libxrender1",),
    "libXtst.so.6": ("libxtst6",),
    "libasound.so.2": ("libasound2t64", "libasound2"),
    "libdbus-1.so.3": ("libdbus-1-3",),
    "libdrm.so.2": ("libdrm2",),
    "libexpat.so.1": ("libexpat1",),
    "libfontconfig.so.1": ("libfontconfig1",),
    "libfreetype.so.6": ("libfreetype6",),
    "libgbm.so.1": ("libgbm1",),
    "libglib-2.0.so.0": ("libglib2.0-0t64", "libglib2.0-0"),
    "libgssapi_krb5.so.2": ("libgssapi-krb5-2",),
    "libgthread-2.0.so.0": ("libglib2.0-0t64", "libglib2.0-0"),
    "libnspr4.so": ("libnspr4",),
    "libnss3.so": ("libnss3",),
    "libnssutil3.so": ("libnss3",),
    "libplc4.so": ("libnspr4",),
    "libplds4.so": ("libnspr4",),
    "libsmime3.so": ("libnss3",),
    "libudev.so.1": ("libudev1",),
    "libwayland-client.so.0": ("libwayland-client0",),
    "libwayland-server.so.0": ("libwayland-server0",),
    "libxcb-cursor.so.0": ("libxcb-cursor0",),
    "libxcb-dri3.so.0": ("libxcb-dri3-0",),
    "libxcb-glx.so.0": ("libxcb-glx0",),
    "libxcb-icccm.so.4": ("libxcb-icccm4",),
    "libxcb-image.so.0": ("libxcb-image0",),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1",),
    "libxcb-randr.so.0": ("libxcb-randr0",),
    "libxcb-render-util.so.0": ("libxcb-render-util0",),
    "libxcb-render.so.0": ("libxcb-render0",),
    "libxcb-shape.so.0": ("libxcb-shape0",),
    "libxcb-shm.so.0": ("libxcb-shm0",),
    "libxcb-sync.so.1": ("libxcb-sync1",),
    "libxcb-util.so.1": ("libxcb-util1",),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0",),
    "libxcb-xkb.so.1": ("libxcb-xkb1",),
    "libxcb.so.1": ("libxcb1",),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0",),
    "libxkbcommon.so.0": ("libxkbcommon0",),
    "libxkbfile.so.1": ("libxkbfile1",),
    "libz.so.1": ("zlib1g",),
}


def need_qt_libraries(site_packages: Path) -> None:
    """See that every library Qt loads is there; install what is missing, or say which."""
    missing = _missing(site_packages / "PySide6")
    if not missing:
        return
    say("Qt misses: " + ", ".join(sorted(missing)))
    packages = sorted({_package(name) for name in missing} - {""})
    install_packages(packages, why="Qt's window and map page")
    missing = _missing(site_packages / "PySide6")
    if missing:
        raise CannotError("Still missing for Qt: " + ", ".join(sorted(missing)) + ".")


def _missing(pyside: Path) -> set[str]:
    if not sys.platform.startswith("linux") or not shutil.which("ldd"):
        return set()
    parts = [str(pyside / part) for part in _QT_PARTS if (pyside / part).exists()]
    text = output(["ldd", *parts]) if parts else ""
    return set(re.findall(r"^\s*(\S+) => not found", text or "", re.MULTILINE))


def _package(library: str) -> str:
    names = _PACKAGES.get(library, ())
    if len(names) < 2 or not shutil.which("apt-cache"):
        return names[-1] if names else ""
    return next((name for name in names if output(["apt-cache", "show", name])), names[-1])


def install_packages(packages: Iterable[str], why: str) -> None:
    """Install Debian packages as root or with passwordless sudo; else say what to install."""
    names = list(packages)
    prefix = _root_prefix()
    if not names or prefix is None:
        raise CannotError(
            f"For {why} this machine needs: {' '.join(names) or 'the libraries above'}. Install "
            f"them as an administrator (on Debian: apt-get install {' '.join(names)})."
        )
    say(f"Installing for {why}: {' '.join(names)}")
    _refresh_package_lists(prefix)
    command = (*prefix, "apt-get", "install", "-y", "-q", "--no-install-recommends", *names)
    env = {
        **os.environ,
        "DEBIAN_FRONTEND": "noninteractive",
        # dpkg looks for its own tools there, and a plain user's path lacks them.
        "PATH": os.pathsep.join([os.environ.get("PATH", ""), "/usr/local/sbin:/usr/sbin:/sbin"]),
    }
    if run(command, env=env) != 0:
        raise CannotError(f"apt-get could not install {' '.join(names)}; see its words above.")


def _root_prefix() -> tuple[str, ...] | None:
    """Return what to put before apt-get: nothing for root, sudo where it asks no password."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return ()
    if shutil.which("sudo") and output(["sudo", "-n", "true"]) is not None:
        return ("sudo", "-n", "--preserve-env=DEBIAN_FRONTEND")
    return None


@functools.lru_cache(maxsize=1)
def _refresh_package_lists(prefix: tuple[str, ...]) -> None:
    run((*prefix, "apt-get", "update", "-q"))
