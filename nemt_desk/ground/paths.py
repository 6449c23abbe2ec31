"""Where things lie: shipped resources and the user's own office."""

import sys
from pathlib import Path

from platformdirs import user_data_path


def resources() -> Path:
    """Return the folder of shipped resources, in the source tree or in the bundle."""
    bundle = getattr(sys, "_MEIPASS", None)
    root = Path(bundle) if bundle else Path(__file__).resolve().parents[2]
    return root / "resources"


def default_data() -> Path:
    """Return the folder of this user's office."""
    return user_data_path("NEMT Desk", appauthor=False, roaming=False)
