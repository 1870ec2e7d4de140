"""Every kind of mail, as the pages that mail programs show."""

from __future__ import annotations

from collections.abc import Iterator

from notifications.rendering import Stationery, render
from notifications.samples import samples

STATIONERY = Stationery(
    base_url="https://alongside.example",
    sender="Alongside <alongside@example.org>",
    keys=("a key of no use",),
    takes_mail=True,
)


def letters() -> Iterator[tuple[str, str]]:
    """The name of each sample and the page in its mail."""
    for sample in samples():
        yield sample.name, render(sample.telling, STATIONERY).html
