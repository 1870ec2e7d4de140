"""A plugin of pytest: a test that lets out what was written in private fails; see `tests.canary`."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from tests.canary import Leaked, is_in, look_through_folder


@pytest.fixture(autouse=True)
def _nothing_private_in_the_folder(request: pytest.FixtureRequest) -> Iterator[None]:
    """Look through what the test leaves in its temporary folder: backups, exports, databases of its own."""
    folder: Path | None = request.getfixturevalue("tmp_path") if "tmp_path" in request.fixturenames else None
    yield
    if folder is not None:
        look_through_folder(folder)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test during which the words were printed or logged has failed, whichever stream they went to."""
    report = yield
    for where, said in report.sections:
        # a report repeats what was said in the phases before its own
        if report.passed and where.endswith(f" {report.when}") and is_in(said.encode()):
            report.outcome, report.longrepr = "failed", str(Leaked(where))
    return report
