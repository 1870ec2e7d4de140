"""The way in for a web server, as another process sees it."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from config import Environment

ROOT: Final = Path(__file__).resolve().parents[2]


def start(**environ: str) -> subprocess.CompletedProcess[str]:
    ours = {
        name: value for name, value in os.environ.items() if not name.startswith(("ALONGSIDE_", "SECRET_"))
    }
    command = [sys.executable, "-W", "error", "-c", "import wsgi; print(wsgi.app.name)"]
    return subprocess.run(
        command, cwd=ROOT, env={**ours, **environ}, capture_output=True, text=True, check=False
    )


def test_an_application_with_unsafe_settings_does_not_start_and_says_why_in_plain_words() -> None:
    started = start()

    assert started.returncode == 3
    assert started.stderr.startswith(
        "Alongside cannot start with these settings:\n  - SECRET_KEY is missing."
    )
    assert "Traceback" not in started.stderr


def test_an_application_with_sound_settings_starts(database_url: str) -> None:
    started = start(ALONGSIDE_ENVIRONMENT=Environment.TEST, DATABASE_URL=database_url)

    assert (started.returncode, started.stdout) == (0, "webapp\n"), started.stderr
