"""What the cases of the demo are about: texts written for it, one table a case, in a folder for each kind."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def told(kind: str) -> dict[str, dict[str, Any]]:
    """The tables of all files of one kind, by their keys."""
    return {
        key: table
        for file in sorted((HERE / kind).glob("*.toml"))
        for key, table in tomllib.loads(file.read_text(encoding="utf-8")).items()
    }
