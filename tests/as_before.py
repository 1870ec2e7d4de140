"""Text kept beside the tests: what people are sent is compared with what was agreed, word by word.

After a change that is meant: `SNAPSHOTS=write` in the environment writes them anew; read the difference then.
"""

import os
from pathlib import Path
from typing import Final

import pytest

FOLDER: Final = Path(__file__).resolve().parent / "snapshots"


def assert_as_before(name: str, content: str) -> None:
    """Fail unless the content is what the file of this name has; `name` may hold a folder."""
    kept = FOLDER / name
    if os.environ.get("SNAPSHOTS") == "write":
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(content, encoding="utf-8")
    if not kept.exists():
        pytest.fail(f"{name} has not been kept yet: run with SNAPSHOTS=write, read it, and commit it.")
    assert content == kept.read_text(encoding="utf-8")
