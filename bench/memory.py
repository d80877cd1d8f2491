"""How much memory a process took at its highest."""

from __future__ import annotations

import re
from pathlib import Path


def peak_mb() -> float:
    """The largest resident size of this process so far, in MB (``VmHWM`` of Linux).

    Not ``ru_maxrss``: that is kept across ``exec``, so that a small process which a large one
    started shows the size of the large one (getrusage(2), and ``setmax_mm_hiwater_rss``).
    """
    status = Path("/proc/self/status").read_text("ascii")
    found = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    if found is None:
        raise RuntimeError("no VmHWM in /proc/self/status; Linux is needed")
    return int(found[1]) / 1024
