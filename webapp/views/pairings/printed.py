"""What the record of a mentee says: what they have ticked, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeVar

from forms.pairings.record import RecordForm
from webapp.views.pairings import story
from webapp.words import in_words
from workflows.clock import today
from workflows.pairings import Pairing
from workflows.pairings.progress import GoalProgress, Progress, progress_of
from workflows.pairings.reading import Entry, Private, Step

NOTE: Final = "You chose what is in this record. Alongside keeps no copy of it."
Part = dict[str, Any]
One = TypeVar("One")


def in_order(newest_first: Sequence[One]) -> list[tuple[int, One]]:
    """Oldest first, with a number that stays the same whatever is written later."""
    return list(enumerate(reversed(newest_first)))


def contents(case: Pairing, private: Private, form: RecordForm) -> dict[str, Any]:
    """What the document says: nothing but what was ticked."""
    day = today()
    progress = progress_of(case, private, case.mentee_id)
    sections = (
        ("In numbers", list(_numbers(progress)) if form.has("parts", "numbers") else []),
        ("Goals", [_goal(one) for one in progress.goals] if form.has("parts", "goals") else []),
        ("Sessions", list(_sessions(case, private, form))),
        ("Action steps", list(_steps(private)) if form.has("parts", "steps") else []),
        ("Reviews", list(_reviews(private, form))),
        ("In my own words", list(_own_words(private, form))),
    )
    return {
        "title": f"Record of {case.mode} for {case.mentee.name}",
        "name": case.mentee.name,
        "about": _head(case),
        "note": NOTE,
        "printed": f"printed on {in_words.full_day(day)}",
        "day": [day.year, day.month, day.day],
        "sections": [{"heading": title, "lead": "", "parts": parts} for title, parts in sections if parts],
    }


def _head(case: Pairing) -> list[list[str]]:
    school = case.mentee_school
    rows = [["Name", case.mentee.name], ["School", school.name if school else ""]]
    return [*(row for row in rows if row[1]), ["Reference", case.reference]]


def _part(heading: str = "", lead: str = "", words: list[list[str]] | None = None) -> Part:
    return {"heading": heading, "lead": lead, "words": words or []}


def _numbers(progress: Progress) -> Iterator[Part]:
    yield _part(
        words=[
            ["Sessions held", str(progress.held)],
            ["Time together", story.duration(progress.minutes)],
        ]
    )


def _goal(goal: GoalProgress) -> Part:
    """A goal, what its picture would show, and each time that it was looked at."""
    looked = "\n".join(f"{in_words.full_day(point.on)}: {point.rating}" for point in goal.points)
    said = (
        f"{goal.words[:1].upper()}{goal.words[1:]}, where 0 is not begun and 10 is reached." if looked else ""
    )
    words = [[goal.text, said or "Not judged yet."]]
    return _part(words=[*words, ["Each time it was looked at", looked]] if len(goal.points) > 1 else words)


def _sessions(case: Pairing, private: Private, form: RecordForm) -> Iterator[Part]:
    for session in case.sessions:
        if not form.has("sessions", session.id):
            continue
        told = [story.duration(session.minutes) if session.minutes else "", session.way or "", session.mode]
        lead = ", ".join(filter(None, told))
        for number, entry in enumerate(private.entries.get(session.id, ())):
            yield _part("" if number else in_words.full_day(session.on), _lead(lead, entry), _said(entry))


def _lead(about: str, entry: Entry) -> str:
    return f"{about[:1].upper()}{about[1:]}. Written by {entry.author}."


def _said(entry: Entry) -> list[list[str]]:
    return [[story.FIELDS[name], text] for name, text in entry.words]


def _steps(private: Private) -> Iterator[Part]:
    words = [
        [
            f"Agreed on {in_words.full_day(step.session_on)}",
            f"{step.text}\n{_done(step)}",
        ]
        for step in reversed(private.steps)
    ]
    if words:
        yield _part(words=words)


def _done(step: Step) -> str:
    return f"Done on {in_words.full_day(step.done_at)}." if step.done_at else "Not done yet."


def _reviews(private: Private, form: RecordForm) -> Iterator[Part]:
    for number, one in in_order(private.reviews):
        if one.held_on and form.has("reviews", number):
            words = [["Going well", one.going_well], ["To change", one.to_change]]
            rated = [[goal, f"{rating} of 10"] for goal, rating in one.ratings]
            shown = [row for row in words if row[1].strip()] + rated
            yield _part(in_words.full_day(one.held_on), f"Written by {one.by}, agreed by both.", shown)


def _own_words(private: Private, form: RecordForm) -> Iterator[Part]:
    for number, one in in_order(private.reflections):
        if one.is_own and form.has("own_words", number):
            yield _part(words=[[in_words.full_day(one.written_at), one.text]])
