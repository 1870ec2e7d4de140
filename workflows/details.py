"""What has to come with a transition: frozen dataclasses that check themselves, whoever fills them in."""

from __future__ import annotations

from dataclasses import Field, dataclass, field, fields
from datetime import date, time
from enum import Enum
from typing import Any

LONGEST_TEXT = 20_000
"""Characters in one field: about eight pages, far beyond what anybody types, far below what hurts."""


class InvalidDetails(ValueError):
    """Details that cannot be accepted; `problems` gives a sentence for each field."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {problem}" for name, problem in problems.items()))
        self.problems = problems


def in_future(day: date, today: date, *, field: str) -> date:
    """The day, which is still to come. Raises InvalidDetails for the field."""
    if day <= today:
        raise InvalidDetails({field: "Choose a date in the future"})
    return day


def required(message: str) -> Any:
    """A field that must not be empty; the message says what to enter."""
    return field(metadata={"required": message})


def private(message: str = "") -> Any:
    """Words that no event, mail or log ever holds; with a message, they must not be empty."""
    told = {"required": message, "unsaid": True}
    return field(metadata=told, repr=False) if message else field(metadata=told, repr=False, default="")


def days(message: str, *, least: float = 0.5, most: float = 200) -> Any:
    """A number of days in halves, such as 2.5."""
    return field(metadata={"required": message, "least": least, "most": most})


@dataclass(frozen=True, kw_only=True)
class Details:
    """Base of all details; a subclass adds fields and, where they depend on each other, `problems`."""

    def __post_init__(self) -> None:
        found = {f.name: problem for f in fields(self) if (problem := self._problem(f))}
        found = found or self.problems()
        if found:
            raise InvalidDetails(found)

    def problems(self) -> dict[str, str]:
        """What is wrong between fields that are each right."""
        return {}

    def as_json(self) -> dict[str, Any]:
        """The fields as an event keeps them: dates as ISO text, enums as words, what is `unsaid` left out."""
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self) if not f.metadata.get("unsaid")}

    def _problem(self, one: Field[Any]) -> str:
        value = getattr(self, one.name)
        message: str = one.metadata.get("required", "")
        if message and (value is None or value == () or (isinstance(value, str) and not value.strip())):
            return message
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            return f"Shorten this to {LONGEST_TEXT:,} characters; it has {len(value):,}"
        if "least" in one.metadata and not _in_halves(value, one.metadata["least"], one.metadata["most"]):
            return message
        return ""


def _in_halves(value: float, least: float, most: float) -> bool:
    return least <= value <= most and float(value * 2).is_integer()


def _plain(value: Any) -> Any:
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    return value.as_json() if isinstance(value, Details) else value


@dataclass(frozen=True, kw_only=True)
class Reason(Details):
    """Why: kept in the timeline, told to those concerned."""

    reason: str = required("Say why, in a sentence or two")


@dataclass(frozen=True, kw_only=True)
class PauseDetails(Details):
    """Why a case stands still, and when to look at it again."""

    reason: str = required("Say why this is paused")
    look_again_on: date = required("Enter the date on which to look at this again")


@dataclass(frozen=True, kw_only=True)
class NoteDetails(Details):
    text: str = required("Write the note")


@dataclass(frozen=True, kw_only=True)
class FileDetails(Details):
    """A file that has been checked and stored; see `workflows.files`."""

    title: str = required("Give the file a name that others will recognise")
    file_id: int = required("Choose a file")


@dataclass(frozen=True, kw_only=True)
class PersonChange(Details):
    """Somebody joins a case, leaves it, or takes another's place."""

    role: str = required("Choose what they do on this case")
    joining_id: int | None = None
    leaving_id: int | None = None
    reason: str = ""

    def problems(self) -> dict[str, str]:
        if self.joining_id is None and self.leaving_id is None:
            return {"joining_id": "Choose who joins or who leaves"}
        if self.joining_id == self.leaving_id:
            return {"joining_id": "Choose two different people"}
        return {}
