"""Which colours a trust may wear: white words have to be read on them, and they on white."""

from __future__ import annotations

import re
from typing import Final

#: WCAG 2.2 asks 4.5 to 1 of text; a little more leaves room for brand-coloured words on the brand's tint.
ENOUGH_CONTRAST: Final = 5.0
_COLOUR: Final = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)


def colour_problem(colour: str) -> str:
    """Why a trust cannot wear a colour; nothing if white words read well on it (WCAG 2.2, 1.4.3)."""
    if not _COLOUR.fullmatch(colour):
        return "Enter a colour as # and six letters or digits, such as #0f5c4d"
    contrast = contrast_with_white(colour)
    if contrast < ENOUGH_CONTRAST:
        return (
            f"Choose a darker colour: white words on this one have a contrast of {contrast:.1f} to 1, "
            f"and need {ENOUGH_CONTRAST:g} to 1"
        )
    return ""


def contrast_with_white(colour: str) -> float:
    """The contrast ratio of `#rrggbb` to white, from 1 to 21 (WCAG 2.2, relative luminance)."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
