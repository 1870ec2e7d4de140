"""A unit test that touches a database fails: it is slow, or it tests more than it says."""

from collections.abc import Iterator
from typing import Any, NoReturn

import pytest
from sqlalchemy import Engine, event


@pytest.fixture(autouse=True)
def _no_database() -> Iterator[None]:
    def refuse(*_connection: Any) -> NoReturn:
        pytest.fail("A unit test touched the database. Move it to tests/integration.")

    event.listen(Engine, "do_connect", refuse)
    yield
    event.remove(Engine, "do_connect", refuse)
