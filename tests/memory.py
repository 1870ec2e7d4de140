"""Where the databases of tests lie: in memory where there is enough of it; they need not outlast the run."""

import os
from pathlib import Path
from shutil import disk_usage
from typing import Final

SHARED: Final = Path("/dev/shm")
ENOUGH: Final = 2_000_000_000
"""Bytes that all of it has to hold; containers that nobody has set up for more come with 64 million."""


def memory(otherwise: Path) -> Path:
    """A folder in memory, or this one; the same in every process of a run, however full it is by then."""
    usable = SHARED.is_dir() and os.access(SHARED, os.W_OK) and disk_usage(SHARED).total >= ENOUGH
    return SHARED if usable else otherwise
