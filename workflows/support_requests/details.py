"""What has to come with each step of a support request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflows.dates.details import Timed, Where
from workflows.details import Details, days, required


class Route(StrEnum):
    """The kinds of support that a request can be sent towards."""

    RESOURCE = "resource"
    VISIT = "visit"
    MENTOR = "mentor"
    REVIEW = "review"
    DEPLOYMENT = "deployment"


class Priority(StrEnum):
    ROUTINE = "routine"
    SOON = "soon"
    URGENT = "urgent"


class Impact(StrEnum):
    """How far a success measure was reached."""

    NOT_YET = "not yet"
    PARTLY = "partly"
    ACHIEVED = "achieved"


class Working(StrEnum):
    """The answer at mid-point: is it working?"""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@dataclass(frozen=True, kw_only=True)
class RequestDetails(Details):
    """A draft may be as incomplete as its writer likes; submitting asks for the rest."""

    title: str = required("Give the request a short title")
    focus_area_id: int | None = None
    need: str = ""
    difference: str = ""
    evidence: str = ""
    wanted_from: date | None = None
    wanted_until: date | None = None
    contact: str = ""

    def problems(self) -> dict[str, str]:
        if self.wanted_from and self.wanted_until and self.wanted_until < self.wanted_from:
            return {"wanted_until": "The last day must be on or after the first"}
        return {}


@dataclass(frozen=True, kw_only=True)
class TriageDetails(Details):
    route: Route = required("Choose what kind of support this needs")
    priority: Priority = required("Choose how soon it is needed")
    coordinator_id: int = required("Choose who will find the support")
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class SignpostDetails(Details):
    where_to: str = required("Say where they can find this support")
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class WaitDetails(Details):
    reason: str = required("Say why this has to wait")
    look_again_on: date = required("Enter the date on which to look again")


@dataclass(frozen=True, kw_only=True)
class OfferDetails(Details):
    """Asking a school to give: how many days, whom the coordinator has in mind, and why them."""

    school_id: int = required("Choose the school to ask")
    person_id: int | None = None
    days: float = days("Enter the days asked for, in halves, such as 2.5")
    message: str = ""


@dataclass(frozen=True, kw_only=True)
class ReleaseDetails(Details):
    giver_id: int = required("Choose who will give this support")
    days: float = days("Enter the days you release them for, in halves, such as 2.5")
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanDetails(Details):
    """The plan that both heads and the giver sign."""

    focus: str = required("Say what the support will focus on")
    measures: tuple[str, ...] = required("Enter at least one way in which you will know that it worked")
    days: float = days("Enter the days of support, in halves, such as 2.5")
    frequency: str = required("Say how often, such as one day a fortnight")
    cost: str = ""
    exit_plan: str = required("Say how the school will carry on by itself afterwards")
    first_contact_on: date = required("Enter the date of the first contact")
    ends_on: date = required("Enter the date by which the support ends")

    def problems(self) -> dict[str, str]:
        if any(not measure.strip() for measure in self.measures):
            return {"measures": "Write each success measure, or leave its line out"}
        if self.ends_on < self.first_contact_on:
            return {"ends_on": "The end must be on or after the first contact"}
        return {}


@dataclass(frozen=True, kw_only=True)
class VisitPlan(Timed, Where):
    days: float = days("Enter how long it takes in days, such as 0.5 or 1", most=5)
    purpose: str = required("Say what the visit is for")
    agenda: str = ""
    #: in whose diaries it goes; the giver and the head who receives it, where nobody is chosen
    asked: tuple[int, ...] = ()

    def problems(self) -> dict[str, str]:
        return Timed.problems(self) or Where.problems(self)


@dataclass(frozen=True, kw_only=True)
class VisitMove(Timed):
    visit_id: int = required("Choose the visit")
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class VisitCancel(Details):
    visit_id: int = required("Choose the visit")
    reason: str = required("Say why the visit is off")


@dataclass(frozen=True, kw_only=True)
class VisitRecord(Details):
    """What happened on a visit; one that nobody planned beforehand has no `visit_id`."""

    visit_id: int | None = None
    held_on: date = required("Enter the date on which you visited")
    days: float = days("Enter how long it took in days, such as 0.5 or 1", most=5)
    what_happened: str = required("Say what you did and saw; name no pupils")
    next_steps: str = required("Say what happens next, and who does it")


@dataclass(frozen=True, kw_only=True)
class MidPointDetails(Details):
    working: Working = required("Choose whether it is working")
    what_works: str = required("Say what is working and what is not")
    changes: str = ""
    ends_on: date = required("Enter the date by which the support ends")


@dataclass(frozen=True, kw_only=True)
class Outcome(Details):
    """The judgement on one success measure."""

    measure_id: int = required("Choose the success measure")
    impact: Impact = required("Choose how far this was reached")
    evidence: str = required("Say how you know")


@dataclass(frozen=True, kw_only=True)
class EvaluationDetails(Details):
    outcomes: tuple[Outcome, ...] = required("Judge each success measure")
    worth_it: Working = required("Choose whether it was worth the days")
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class GiverView(Details):
    view: str = required("Say how it went, as you saw it")
    learned: str = ""


@dataclass(frozen=True, kw_only=True)
class FollowUpDetails(Details):
    now: str = required("Say how things stand now")
    evidence: str = ""


@dataclass(frozen=True, kw_only=True)
class ExtendDetails(Details):
    days: float = days("Enter how many more days are needed, in halves, such as 2.5")
    reason: str = required("Say what the extra days are for")


@dataclass(frozen=True, kw_only=True)
class SummaryDetails(Details):
    """What the receiving head lets governors read."""

    summary: str = required("Write the summary for governors; name no pupils and no staff")
