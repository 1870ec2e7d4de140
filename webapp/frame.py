"""What stands around a page: product, trust, person, sections, footer. `frame` in every template."""

import re
from dataclasses import dataclass, field

#: WCAG 2.2 asks 4.5 to 1 of text; a little more leaves room for brand-coloured text on the brand's tint.
ENOUGH_CONTRAST = 5.0

_HEX_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)


class UnreadableColourError(ValueError):
    """A brand colour that is no colour, or on which white words could not be read."""


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the product, as it stands in the bar of sections."""

    text: str
    href: str
    active: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonHere:
    """Who is signed in, as the brand bar shows them."""

    name: str
    role: str = ""
    place: str = ""
    links: tuple[Link, ...] = ()
    sign_out_href: str = "/sign-out"

    @property
    def role_and_place(self) -> str:
        """Return "Head, Saltmarsh Primary"."""
        return ", ".join(part for part in (self.role, self.place) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Everything around the content of one page. The plain one needs no database and no person."""

    product: str = "Alongside"
    home: str = "/"
    trust: str = ""
    notice: str = ""
    person: PersonHere | None = None
    sections: tuple[Section, ...] = ()
    footer: tuple[Link, ...] = ()
    about: str = (
        "Alongside is your trust's place for schools to support each other. It is not a government service."
    )
    brand_colour: str = field(default="")

    def __post_init__(self) -> None:
        """Raise UnreadableColourError for a brand colour that pages cannot wear."""
        if self.brand_colour:
            check_brand_colour(self.brand_colour)


def check_brand_colour(colour: str) -> None:
    """Raise UnreadableColourError unless white text reads well on `#rrggbb`, and it on white."""
    if not _HEX_COLOUR.fullmatch(colour):
        raise UnreadableColourError("Enter a colour as # and six letters or digits, such as #0f5c4d")
    if contrast_with_white(colour) < ENOUGH_CONTRAST:
        raise UnreadableColourError("Choose a darker colour: white words on this one are hard to read")


def contrast_with_white(colour: str) -> float:
    """Return the contrast ratio of `#rrggbb` to white, 1 to 21 (WCAG 2.2, relative luminance)."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
