"""Real encrypted offices in a temporary folder, for the measurements that need one."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nemt_desk.office import Office, OfficeSetup
from nemt_desk.security import keys

LOGIN, PASSWORD = "bench", "a bench in the shade"
# The cost of signing in is not what is measured.
_CHEAP = keys.Cost(memory_kib=64, passes=1, lanes=1)


@contextmanager
def an_office() -> Iterator[Office]:
    """Make an office and throw it away afterwards."""
    with tempfile.TemporaryDirectory(prefix="nemt-desk-bench-") as folder:
        data = Path(folder) / "office"
        setup = OfficeSetup("Bench", "mn", "America/Chicago", "Ann Bench", LOGIN, PASSWORD)
        office, _code = Office.create(data, setup, cost=_CHEAP)
        try:
            yield office
        finally:
            office.close()
