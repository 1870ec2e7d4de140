"""What comes with each step. What host and team write for each other is `private`: in no event, no mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from workflows.dates.details import Timed, Where
from workflows.details import Details, private, required

MOST_DAYS = 3
MOST_REVIEWERS = 3
MOST_FOCI = 2
MOST_QUESTIONS = 6
LONGEST_VISIT = 14
"""Days from the first day of a visit to its last, holidays and weekends between them included."""


class Judgement(StrEnum):
    """How a school, or a peer, sees a focus; trusts read the words, never a number."""

    EMBEDDED = "embedded"
    SECURE = "secure"
    GROWING = "growing"
    BEGINNING = "beginning"


class Section(StrEnum):
    """The sections of a report, in its order."""

    CONTEXT = "context"
    QUESTIONS = "questions"
    METHODS = "methods"
    STRENGTHS = "strengths"
    EXCELLENT = "excellent practice"
    DEVELOP = "areas to develop"
    NEXT_STEPS = "next steps"


class ThemeKind(StrEnum):
    """Which way a theme of a report points."""

    STRENGTH = "strength"
    DEVELOP = "to develop"


class CommentOutcome(StrEnum):
    """What became of a comment of the host's on the facts."""

    WAITING = "waiting"
    CHANGED = "changed"
    KEPT = "kept as it was"
    WITHDRAWN = "withdrawn"


class Difference(StrEnum):
    """How far things have changed since the review."""

    NOT_YET = "not yet"
    PARTLY = "partly"
    ACHIEVED = "achieved"


# Planning


@dataclass(frozen=True, kw_only=True)
class VisitDays(Details):
    """On which days the team is in the school: one to three, within two weeks."""

    days: tuple[date, ...] = required("Enter at least one day of the visit")

    def problems(self) -> dict[str, str]:
        days = sorted(set(self.days))
        if len(days) > MOST_DAYS:
            return {"days": f"A visit takes {MOST_DAYS} days at most"}
        if (days[-1] - days[0]).days > LONGEST_VISIT:
            return {"days": "Choose days within two weeks of each other"}
        return {}


@dataclass(frozen=True, kw_only=True)
class PlanDetails(VisitDays):
    """A review of a school: when, and about what. `required_by_trust`: the host has not asked for it."""

    focus_area_ids: tuple[int, ...] = required("Choose one or two foci")
    required_by_trust: bool = False
    with_estimates: bool = False

    def problems(self) -> dict[str, str]:
        if len(set(self.focus_area_ids)) > MOST_FOCI:
            return {"focus_area_ids": f"Choose {MOST_FOCI} foci at most"}
        return VisitDays.problems(self)


@dataclass(frozen=True, kw_only=True)
class TeamDetails(Details):
    """Who reviews: a trained lead, and one to three reviewers."""

    lead_id: int = required("Choose who leads the review")
    reviewer_ids: tuple[int, ...] = required("Choose one to three reviewers")

    def problems(self) -> dict[str, str]:
        if self.lead_id in self.reviewer_ids:
            return {"reviewer_ids": "Choose reviewers beside the lead"}
        if len(set(self.reviewer_ids)) > MOST_REVIEWERS:
            return {"reviewer_ids": f"Choose {MOST_REVIEWERS} reviewers at most"}
        return {}


@dataclass(frozen=True, kw_only=True)
class DaysMoved(VisitDays):
    """Other days for a visit, and why."""

    reason: str = required("Say why the visit moves")


@dataclass(frozen=True, kw_only=True)
class ReadersDeclared(Details):
    """Who, beside those whom the host chooses, will read the report of a review that the trust requires."""

    reader_ids: tuple[int, ...] = ()
    note: str = required("Say who will read the report, and why")


# Before the visit


@dataclass(frozen=True, kw_only=True)
class SelfAnswer(Details):
    """What the host says to one question of the self-review."""

    question_id: int = required("Choose the question")
    answer: str = private()


@dataclass(frozen=True, kw_only=True)
class FocusJudgement(Details):
    """The host's own judgement of a focus, and how they know."""

    focus_area_id: int = required("Choose the focus")
    judgement: Judgement | None = None
    evidence: str = private()


@dataclass(frozen=True, kw_only=True)
class SelfReviewDetails(Details):
    """A draft may be as incomplete as its writer likes; sharing asks for the rest."""

    answers: tuple[SelfAnswer, ...] = ()
    foci: tuple[FocusJudgement, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ScopeDetails(Details):
    """What the review asks, and who will read its report."""

    questions: tuple[str, ...] = required("Write at least one question, such as “To what extent …?”")
    reader_ids: tuple[int, ...] = ()
    note: str = ""

    def problems(self) -> dict[str, str]:
        if len(self.questions) > MOST_QUESTIONS:
            return {"questions": f"Ask {MOST_QUESTIONS} questions at most: a visit answers no more"}
        if any(not one.strip().endswith("?") for one in self.questions):
            return {"questions": "End each question with a question mark"}
        return {}


@dataclass(frozen=True, kw_only=True)
class ActivityDetails(Details):
    """One activity of the visit: a reviewer and a colleague of the host look together."""

    on: date = required("Choose the day")
    starts: time = required("Enter when it starts")
    ends: time = required("Enter when it ends")
    title: str = required("Say what it is, such as “Learning walk in Year 8”")
    place: str = ""
    question_id: int | None = None
    reviewer_id: int = required("Choose the reviewer")
    colleague_id: int = required("Choose the colleague of the host school")

    def problems(self) -> dict[str, str]:
        return {"ends": "The end must be after the start"} if self.ends <= self.starts else {}


@dataclass(frozen=True, kw_only=True)
class ActivityChange(ActivityDetails):
    activity_id: int = required("Choose the activity")


@dataclass(frozen=True, kw_only=True)
class ActivityOff(Details):
    activity_id: int = required("Choose the activity")


# On site


@dataclass(frozen=True, kw_only=True)
class FeedbackDetails(Details):
    """That feedback was given in person, to whom, and its main messages."""

    given_on: date = required("Enter the day on which you gave feedback")
    given_to: str = required("Say who was there")
    messages: str = private("Write the main messages, as you said them")


# The report


@dataclass(frozen=True, kw_only=True)
class SectionDetails(Details):
    """A section as one of its authors leaves it; `based_on` is the revision that they had before them."""

    section: Section = required("Choose the section")
    based_on: int = 0
    text: str = private()


@dataclass(frozen=True, kw_only=True)
class Theme(Details):
    focus_area_id: int = required("Choose a focus area")
    kind: ThemeKind = required("Choose whether it is a strength or to be developed")


@dataclass(frozen=True, kw_only=True)
class ThemesDetails(Details):
    """What the report is about, for the picture across many reports."""

    themes: tuple[Theme, ...] = required("Choose at least one area")


@dataclass(frozen=True, kw_only=True)
class PeerEstimate(Details):
    focus_area_id: int = required("Choose the focus")
    estimate: Judgement = required("Choose how you see it")
    because: str = private("Say why")


@dataclass(frozen=True, kw_only=True)
class EstimatesDetails(Details):
    """How the peers see each focus; only where the review was planned with estimates."""

    estimates: tuple[PeerEstimate, ...] = required("Give an estimate for each focus")


@dataclass(frozen=True, kw_only=True)
class CommentDetails(Details):
    """A comment of the host's on the facts of a section."""

    section: Section = required("Choose the section")
    about: str = private()
    comment: str = private("Say what is not right, and what is")


@dataclass(frozen=True, kw_only=True)
class CommentAnswer(Details):
    comment_id: int = required("Choose the comment")
    outcome: CommentOutcome = required("Choose what became of it")
    answer: str = private()

    def problems(self) -> dict[str, str]:
        if self.outcome is CommentOutcome.WAITING:
            return {"outcome": "Choose whether you changed the report or kept it"}
        if self.outcome is CommentOutcome.KEPT and not self.answer.strip():
            return {"answer": "Say why the report stays as it is"}
        return {}


@dataclass(frozen=True, kw_only=True)
class CommentWithdrawn(Details):
    comment_id: int = required("Choose the comment")


# Its readers


@dataclass(frozen=True, kw_only=True)
class ReleaseDetails(Details):
    """Somebody of the trust may read the agreed report from now on."""

    person_ids: tuple[int, ...] = required("Choose who may read the report")


@dataclass(frozen=True, kw_only=True)
class OutsideRelease(Details):
    """Somebody outside the trust may read the report by a link of their own, until it ends."""

    name: str = required("Enter the reader's name")
    email: str = required("Enter the reader's email address")
    why: str = required("Say why they read it, such as “School improvement partner”")
    ends_on: date = required("Enter the last day on which the link opens the report")

    def as_json(self) -> dict[str, object]:
        return {"name": self.name, "why": self.why, "ends_on": self.ends_on.isoformat()}


@dataclass(frozen=True, kw_only=True)
class ReleaseEnd(Details):
    reader_id: int = required("Choose the reader")


# Afterwards


@dataclass(frozen=True, kw_only=True)
class WorkshopPlan(Timed, Where):
    """The improvement workshop: led by somebody who was not on the team."""

    leader_id: int = required("Choose who leads the workshop")
    asked: tuple[int, ...] = ()
    agenda: str = ""

    def problems(self) -> dict[str, str]:
        return Timed.problems(self) or Where.problems(self)


@dataclass(frozen=True, kw_only=True)
class WorkshopRecord(Details):
    held_on: date = required("Enter the day of the workshop")
    came_of_it: str = private("Say what you decided to work on")


@dataclass(frozen=True, kw_only=True)
class FocusImpact(Details):
    focus_area_id: int = required("Choose the focus")
    difference: Difference = required("Choose how far things have changed")
    evidence: str = private("Say how you know")


@dataclass(frozen=True, kw_only=True)
class ImpactDetails(Details):
    """Next term: what has changed for pupils in each focus."""

    foci: tuple[FocusImpact, ...] = required("Look at each focus")
    next: str = private()


@dataclass(frozen=True, kw_only=True)
class ImpactAgain(Details):
    """It is too early to say; when to look again."""

    look_on: date = required("Enter the day on which to look again")
    reason: str = required("Say why it is too early")


@dataclass(frozen=True, kw_only=True)
class ViewDetails(Details):
    view: str = private("Say how you see what has changed")


@dataclass(frozen=True, kw_only=True)
class PracticeOffer(Details):
    """Excellent practice for the trust's library, as the host head agrees to have it read."""

    title: str = required("Give it a short title")
    what: str = required("Say what it is and why it works; name no pupils and no staff")
    #: how another school could begin with it
    how: str = ""
    focus_area_ids: tuple[int, ...] = required("Choose what it is about")
