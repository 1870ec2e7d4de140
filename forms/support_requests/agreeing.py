"""The plan, the visits and the look half-way."""

from __future__ import annotations

from typing import Any

from wtforms import FieldList

from forms.dates.when import PlacedForm, TimedForm, Wanted, everybody, span_of, times_of
from forms.dates.who import AskedField
from forms.fields import CalendarDateField, DaysField, LongTextField, RadiosField, TextField, choice
from forms.steps import StepForm
from workflows.clock import day_in_words
from workflows.details import Details
from workflows.support_requests import SupportRequest
from workflows.support_requests.details import (
    MidPointDetails,
    PlanDetails,
    VisitCancel,
    VisitMove,
    VisitPlan,
    VisitRecord,
    Working,
)
from workflows.support_requests.model import SupportVisit
from workflows.support_requests.visits import usually_asked

MEASURES = 5
"""Lines for success measures; more than that is more than anybody can keep an eye on."""
UNPLANNED = 0

YES_PARTLY_NO = [choice(Working.YES, "Yes"), choice(Working.PARTLY, "Partly"), choice(Working.NO, "No")]


class PlanForm(StepForm):
    """The plan that both heads and the giver sign."""

    makes = PlanDetails
    case: SupportRequest

    focus = TextField("What will the support focus on?", required="Say what the support will focus on")
    measures = FieldList(
        TextField("Success measure", max_length=300), min_entries=MEASURES, max_entries=2 * MEASURES
    )
    days = DaysField("How many days?", required="Enter the days of support, such as 2.5")
    frequency = TextField(
        "How often?",
        required="Say how often, such as one day a fortnight",
        hint="Such as one day a fortnight",
    )
    cost = TextField("Any cost, and who pays it", hint="Leave empty if there is none")
    first_contact_on = CalendarDateField("First contact on", required="Enter the date of the first contact")
    ends_on = CalendarDateField("Ends by", required="Enter the date by which the support ends")
    exit_plan = LongTextField(
        "How will the school carry on by itself afterwards?",
        required="Say how the school will carry on by itself afterwards",
        rows=4,
    )

    def filled_in(self) -> dict[str, Any]:
        plan = self.case.plan
        if plan is None:
            return self._from_offer()
        names = ("focus", "days", "frequency", "cost", "exit_plan", "first_contact_on", "ends_on")
        return {name: getattr(plan, name) for name in names} | {
            "measures": [measure.text for measure in self.case.measures]
        }

    def details(self) -> Details:
        written = tuple(line.data for line in self.measures if line.data)
        names = ("focus", "frequency", "exit_plan", "first_contact_on", "ends_on")
        return PlanDetails(
            **{name: self[name].data for name in names},
            measures=written,
            days=float(self.days.data),
            cost=self.cost.data or "",
        )

    def add_problem(self, field: str, text: str) -> None:
        """The first line stands for all measures."""
        if field == "measures":
            self.measures.entries[0].errors = self.measures.errors = [text]
        else:
            super().add_problem(field, text)

    def _from_offer(self) -> dict[str, Any]:
        released = next(iter(self.case.offers[::-1]), None)
        focus = self.case.focus_area.name if self.case.focus_area else ""
        return {
            "days": released.days if released else None,
            "focus": focus,
            "ends_on": self.case.wanted_until,
        }


class VisitPlanForm(PlacedForm):
    """A date for a visit, and in whose diaries it goes."""

    makes = VisitPlan
    first = ("purpose",)
    case: SupportRequest

    days = DaysField(
        "How many days does it count?",
        required="Enter how long it takes, such as 0.5 or 1",
        hint="Of the days agreed in the plan",
    )
    purpose = TextField("What is it for?", required="Say what the visit is for")
    people = AskedField(
        "Who is asked?",
        required="Choose who is asked",
        hint="Each gets an invitation into their diary. You are on it without being ticked.",
    )
    agenda = LongTextField("Agenda", hint="It stands in the invitation. Name no pupils.", rows=4)

    def filled_in(self) -> dict[str, Any]:
        return {
            "days": 1,
            "place": self.case.receiving_school.name,
            "people": [one for one in usually_asked(self.case) if one != self.reader_id],
        }

    def offer_choices(self) -> None:
        self.people.offer(self.case, but={self.reader_id})

    def details(self) -> Details:
        return VisitPlan(
            **self.placed(),
            days=float(self.days.data),
            purpose=self.purpose.data or "",
            agenda=self.agenda.data or "",
            asked=tuple(self.people.data or ()),
        )

    def wanted(self, details: Details) -> Wanted | None:
        span = span_of(details)
        return Wanted(span, everybody(self.people.chosen, [self.reader_id])) if span else None

    def add_problem(self, field: str, text: str) -> None:
        super().add_problem("people" if field == "asked" else field, text)


class _AboutVisit(StepForm):
    """About one of the visits that are planned."""

    case: SupportRequest

    visit_id = RadiosField("Which visit?", coerce=int, required="Choose the visit")

    def filled_in(self) -> dict[str, Any]:
        chosen = self.chosen()
        return {"visit_id": chosen.id} if chosen else {}

    def chosen(self) -> SupportVisit | None:
        """The visit that the address names, or the only one there is."""
        waiting = self.case.waiting_visits
        named = [visit for visit in waiting if visit.id == self.asked.get("visit")]
        found = named or (waiting if len(waiting) == 1 else [])
        return found[0] if found else None

    def offer_choices(self) -> None:
        self.visit_id.choices = [
            choice(visit.id, day_in_words(visit.on, year=True), visit.purpose)
            for visit in self.case.waiting_visits
        ]


class VisitMoveForm(TimedForm, _AboutVisit):
    """Another time for a visit."""

    makes = VisitMove
    first = ("visit_id",)

    reason = TextField("Why, if it needs saying", hint="Everybody who is asked reads it")

    def filled_in(self) -> dict[str, Any]:
        chosen = self.chosen()
        entry = chosen.entry if chosen else None
        return super().filled_in() | (times_of(entry) if entry else {})

    def details(self) -> Details:
        visit_id = self.visit_id.data
        return VisitMove(**self.timed(), visit_id=visit_id, reason=self.reason.data or "")

    def wanted(self, details: Details) -> Wanted | None:
        visit = next((one for one in self.case.waiting_visits if one.id == self.visit_id.data), None)
        entry, span = visit.entry if visit else None, span_of(details)
        if entry is None or span is None:
            return None
        return Wanted(span, everybody(one.person_id for one in entry.asked), but=entry.id)


class VisitCancelForm(_AboutVisit):
    """A visit that will not take place."""

    makes = VisitCancel

    reason = TextField("Why is the visit off?", required="Say why the visit is off")


class VisitRecordForm(_AboutVisit):
    """What happened on a visit, planned or not."""

    makes = VisitRecord

    held_on = CalendarDateField("When did you visit?", required="Enter the date on which you visited")
    days = DaysField("How long did it take?", required="Enter how long it took, such as 0.5 or 1")
    what_happened = LongTextField(
        "What did you do and see?", required="Say what you did and saw; name no pupils", rows=6
    )
    next_steps = LongTextField(
        "What happens next, and who does it?", required="Say what happens next, and who does it", rows=4
    )

    def filled_in(self) -> dict[str, Any]:
        chosen = self.chosen()
        if chosen is None:
            return {"visit_id": UNPLANNED if not self.case.waiting_visits else None}
        return {"visit_id": chosen.id, "held_on": chosen.on, "days": chosen.days}

    def offer_choices(self) -> None:
        super().offer_choices()
        self.visit_id.choices = [
            *(self.visit_id.choices or []),
            choice(UNPLANNED, "One that was not planned here"),
        ]

    def details(self) -> Details:
        return VisitRecord(
            visit_id=self.visit_id.data or None,
            held_on=self.held_on.data,
            days=float(self.days.data),
            what_happened=self.what_happened.data or "",
            next_steps=self.next_steps.data or "",
        )


class MidPointForm(StepForm):
    """Half-way: is it working, what changes, when does it end?"""

    makes = MidPointDetails
    case: SupportRequest

    working = RadiosField(
        "Is it working?", coerce=Working, choices=YES_PARTLY_NO, required="Choose whether it is working"
    )
    what_works = LongTextField(
        "What is working, and what is not?", required="Say what is working and what is not"
    )
    changes = LongTextField("What will you change?", rows=4)
    ends_on = CalendarDateField(
        "When does the support end?", required="Enter the date by which the support ends"
    )

    def filled_in(self) -> dict[str, Any]:
        return {"ends_on": self.case.plan.ends_on if self.case.plan else None}
