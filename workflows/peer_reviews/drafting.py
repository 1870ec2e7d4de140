"""What stands in a report before anybody writes in it: what the plan and the timetable say already."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from workflows.clock import day_in_words
from workflows.peer_reviews.details import Section
from workflows.peer_reviews.model import PeerReview


def first_words(review: PeerReview, section: Section) -> str:
    """What the plan and the timetable say already; strengths and what is to be developed are the authors'."""
    write = _FIRST.get(section)
    return write(review) if write else ""


def _context(review: PeerReview) -> str:
    foci = _joined([one.focus_area.name for one in review.foci])
    who = "The trust" if review.required_by_trust else "The school"
    days = _joined([day_in_words(day, year=True) for day in review.visit_days])
    return f"{who} asked for this review. It looked at {foci}.\n\nThe team was in school on {days}."


def _questions(review: PeerReview) -> str:
    return "\n".join(f"- {one.text}" for one in review.questions)


def _methods(review: PeerReview) -> str:
    """Every activity once, without anybody's name."""
    titles = dict.fromkeys(one.title for one in review.activities)
    if not titles:
        return ""
    return "A reviewer and a colleague of the school looked together at:\n" + "\n".join(
        f"- {title}" for title in titles
    )


_FIRST: Final[dict[Section, Callable[[PeerReview], str]]] = {
    Section.CONTEXT: _context,
    Section.QUESTIONS: _questions,
    Section.METHODS: _methods,
}


def _joined(names: list[str]) -> str:
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)
