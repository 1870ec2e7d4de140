"""Addresses as codes that a phone's camera reads."""

from __future__ import annotations

import segno
from markupsafe import Markup


def code_of(address: str, *, title: str) -> Markup:
    """The code, with nothing that the page's policy forbids; `title` is for those who cannot see it."""
    code = segno.make(address, error="m", micro=False)
    drawn = code.svg_inline(
        scale=4, border=4, omitsize=True, svgclass="app-code", lineclass="app-code__line",
        dark="#000", light="#fff", title=title,
    )  # fmt: skip
    return Markup(drawn)  # noqa: S704 - drawn by us: of the address only black squares are in it
