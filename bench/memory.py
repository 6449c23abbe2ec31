"""The most memory this process has had. `ru_maxrss` would count what the parent had before."""

import resource
import sys
from pathlib import Path


def peak_mb() -> float:
    """Return the peak in megabytes."""
    status = Path("/proc/self/status")
    if status.is_file():
        for line in status.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024 / 1e6
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
