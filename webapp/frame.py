"""What stands around a page: product, trust, person, sections, footer. `frame` in every template."""

from dataclasses import dataclass, field

from workflows.colours import colour_problem


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
        problem = colour_problem(self.brand_colour) if self.brand_colour else ""
        if problem:
            raise UnreadableColourError(problem)
