"""Agenda and minutes on paper: the open part alone, whoever prints them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from webapp.words import in_words
from workflows.clock import LONDON, time_in_words, today
from workflows.meetings.hosting import place_of
from workflows.meetings.queries import MeetingFile, Minutes, ShownItem

SECOND_PART: Final = "There is a second part, for members alone. It is not printed."
EVERYBODY_READS: Final = "Everybody who works in the trust can read this."


def agenda(file: MeetingFile) -> dict[str, Any]:
    """The agenda as it stands, with what comes up by itself."""
    case = file.meeting
    items = [_item(number, one) for number, one in enumerate(file.items, start=1)]
    sections = [
        _section("Agenda", items),
        _section(
            "Actions of the last meeting",
            [
                _part(
                    words=[
                        [f"{one.title} ({one.state.lower()})", _who(one.owner, one.due_on)]
                        for one in file.last_actions
                    ]
                )
            ]
            if file.last_actions
            else [],
        ),
        _section(
            "Decided by groups that report to this one",
            [_part(f"{one.group}, {in_words.day(one.on)}", "\n".join(one.decisions)) for one in file.reports],
        ),
    ]
    when = f"{in_words.full_day(case.on)}, {_clock(case.starts_at)} to {_clock(case.ends_at)}"
    return _document(
        f"Agenda: {case.title}",
        case.title,
        about=[["When", when], ["Where", place_of(case)], ["Reference", case.reference]],
        note=f"{EVERYBODY_READS} {SECOND_PART}" if file.has_second else EVERYBODY_READS,
        sections=sections,
    )


def minutes(file: MeetingFile, made: Minutes) -> dict[str, Any]:
    """The minutes as they were sent last."""
    said, case = made.said, file.meeting
    about = [
        ["When", f"{in_words.full_day(case.on)}, {_clock(case.starts_at)} to {_clock(case.ends_at)}"],
        ["Where", said["where"]],
        ["Led by", said["chair"]],
        ["Present", _people(said["present"])],
        ["Apologies", _people(said["apologies"])],
        ["Approved", in_words.full_day(case.approved_on) if case.approved_on else "Not yet"],
        ["Reference", f"{case.reference}, version {made.number}"],
    ]
    items = [_part(one["title"], words=_said(one)) for one in made.items]
    return _document(
        f"Minutes: {said['title']}",
        said["title"],
        about=[row for row in about if row[1]],
        note=f"{EVERYBODY_READS} {SECOND_PART}" if made.has_second else EVERYBODY_READS,
        sections=[_section("What was said and decided", items)],
    )


def _said(item: dict[str, Any]) -> list[list[str]]:
    rows = [["Notes", item["notes"]], ["Decided", "\n\n".join(item["decisions"])]]
    rows += [[f"Action: {one['title']}", _who(one["owner"], one["due_on"])] for one in item["actions"]]
    return [row for row in rows if row[1].strip()]


def _item(number: int, shown: ShownItem) -> dict[str, Any]:
    item = shown.item
    who = f", {item.presenter.name}" if item.presenter else ""
    return _part(
        f"{number}. {shown.words.title}",
        f"{item.minutes} minutes{who}",
        [[" ", shown.words.what]] if shown.words.what else [],
    )


def _who(owner: str, due_on: date) -> str:
    return f"{owner}, by {in_words.day(due_on)}"


def _people(people: Iterable[list[str]]) -> str:
    return ", ".join(f"{name} ({school})" if school else name for name, school in people)


def _clock(moment: datetime) -> str:
    return time_in_words(moment.astimezone(LONDON).time())


def _part(heading: str = "", lead: str = "", words: list[list[str]] | None = None) -> dict[str, Any]:
    return {"heading": heading, "lead": lead, "words": words or []}


def _section(heading: str, parts: list[dict[str, Any]]) -> dict[str, Any]:
    return {"heading": heading, "lead": "", "parts": parts}


def _document(
    title: str, name: str, *, about: list[list[str]], note: str, sections: list[dict[str, Any]]
) -> dict[str, Any]:
    day = today()
    return {
        "title": title,
        "name": name,
        "about": about,
        "note": note,
        "printed": f"printed on {in_words.full_day(day)}",
        "day": [day.year, day.month, day.day],
        "sections": [one for one in sections if one["parts"]],
    }
