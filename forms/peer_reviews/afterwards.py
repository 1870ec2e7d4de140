"""After the report: the workshop, what comes of it, and what has changed next term."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from wtforms import Field

from forms import actions
from forms.dates.when import PlacedForm, Wanted, everybody, span_of, times_of
from forms.dates.who import AskedField
from forms.fields import (
    CalendarDateField,
    CheckboxesField,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
    choice,
)
from forms.steps import StepForm
from workflows.clock import today
from workflows.details import LONGEST_TEXT, Details
from workflows.directory.choices import focus_areas, people_who
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews.choices import workshop_leaders
from workflows.peer_reviews.details import (
    Difference,
    FocusImpact,
    ImpactAgain,
    ImpactDetails,
    PracticeOffer,
    ViewDetails,
    WorkshopPlan,
    WorkshopRecord,
)
from workflows.peer_reviews.flow import workshop_leader
from workflows.peer_reviews.model import ReviewFocus
from workflows.peer_reviews.team import heads_of, team_of
from workflows.people import Person, Post, holders

DIFFERENCES: Final = {
    Difference.NOT_YET: ("Not yet", "Nothing that pupils would notice"),
    Difference.PARTLY: ("Partly", "Some pupils, or some of the time"),
    Difference.ACHIEVED: ("Achieved", "What you set out to change has changed"),
}
"""How far things have changed: a word, and what it means."""


class WorkshopForm(PlacedForm):
    """When the workshop is, who leads it, and who is asked."""

    makes = WorkshopPlan
    first = ("leader_id",)
    case: PeerReview

    leader_id = SelectField(
        "Who leads the workshop?",
        coerce=int,
        required="Choose who leads the workshop",
        hint="Somebody who was not on the team, so that the school can think aloud.",
    )
    people = AskedField(
        "Who else is asked?",
        hint="Each gets an invitation into their diary. The head and whoever leads are on it anyway.",
    )
    agenda = LongTextField("Agenda", hint="It stands in the invitation. Name no pupils.", rows=4)

    def filled_in(self) -> dict[str, Any]:
        entry, post = self.case.workshop_entry, Post(workshop_leader.name, self.case.id)
        leader = next((one.person_id for one in holders([post])[post]), None)
        if entry is None or not entry.is_ahead:
            return {"place": self.case.host_school.name, "leader_id": leader}
        told = {"place": entry.place, "link": entry.link, "agenda": entry.agenda}
        return {
            **times_of(entry),
            **told,
            "leader_id": leader,
            "people": [one.person_id for one in entry.asked],
        }

    def offer_choices(self) -> None:
        self.leader_id.choices = [
            choice(one.id, ", ".join(part for part in (one.name, one.school) if part))
            for one in workshop_leaders(self.case)
        ]
        self.people.offer(self.case, but=heads_of(self.case))

    def details(self) -> Details:
        return WorkshopPlan(
            **self.placed(),
            leader_id=self.leader_id.data,
            asked=tuple(one for one in self.people.data or () if one != self.leader_id.data),
            agenda=self.agenda.data or "",
        )

    def wanted(self, details: Details) -> Wanted | None:
        span, entry = span_of(details), self.case.workshop_entry
        people = everybody(self.people.chosen, heads_of(self.case), [self.leader_id.data])
        return Wanted(span, people, but=entry.id if entry and entry.is_ahead else None) if span else None


class WorkshopRecordForm(StepForm):
    """That the workshop was held, and what the school decided to work on."""

    makes = WorkshopRecord
    case: PeerReview

    held_on = CalendarDateField("When was it held?", required="Enter the day of the workshop")
    came_of_it = LongTextField(
        "What did you decide to work on?",
        required="Say what you decided to work on",
        max_length=LONGEST_TEXT,
        rows=6,
    )

    def filled_in(self) -> dict[str, Any]:
        entry = self.case.workshop_entry
        if entry is None or entry.is_ahead or entry.cancelled_at:
            return {"held_on": today()}
        return {"held_on": times_of(entry)["on"]}


class ActionForm(actions.ActionForm):
    """An action out of a review."""

    case: PeerReview

    def owners(self) -> Iterable[Any]:
        return people_who(
            (Person.school_id == self.case.host_school_id) | Person.id.in_(team_of(self.case).ids)
        )


class ImpactForm(StepForm):
    """What has changed for pupils in each focus; made by `impact_form`."""

    makes = ImpactDetails
    case: PeerReview

    next = LongTextField(
        "What will you do next?", hint="If it needs saying.", max_length=LONGEST_TEXT, rows=4
    )

    def filled_in(self) -> dict[str, Any]:
        found: dict[str, Any] = {"next": self.case.impact_next}
        for focus in self.case.foci:
            found[f"difference_{focus.focus_area_id}"] = focus.difference
            found[f"evidence_{focus.focus_area_id}"] = focus.impact_evidence
        return found

    def looked_at(self) -> Iterator[tuple[ReviewFocus, Field, Field]]:
        """Each focus with its two fields."""
        for focus in self.case.foci:
            number = focus.focus_area_id
            yield focus, self[f"difference_{number}"], self[f"evidence_{number}"]

    def details(self) -> Details:
        return ImpactDetails(
            foci=tuple(
                FocusImpact(focus_area_id=focus.focus_area_id, difference=how.data, evidence=why.data or "")
                for focus, how, why in self.looked_at()
            ),
            next=self.next.data or "",
        )


def impact_form(case: PeerReview, **kwargs: Any) -> ImpactForm:
    """The form for this review's own foci."""
    fields: dict[str, Any] = {}
    for focus in case.foci:
        number, name = focus.focus_area_id, focus.focus_area.name
        fields[f"difference_{number}"] = RadiosField(
            f"How far has {name} changed?",
            coerce=Difference,
            choices=[choice(one, word, meaning) for one, (word, meaning) in DIFFERENCES.items()],
            required=f"Choose how far {name} has changed",
        )
        fields[f"evidence_{number}"] = LongTextField(
            f"How do you know it of {name}?",
            required=f"Say how you know it of {name}",
            max_length=LONGEST_TEXT,
            rows=4,
        )
    made: type[ImpactForm] = type("ImpactHere", (ImpactForm,), fields)
    return made(case, **kwargs)


class LookAgainForm(StepForm):
    """When it can be said, if it is too early now."""

    makes = ImpactAgain

    look_on = CalendarDateField("When do you look again?", required="Enter the day on which to look again")
    reason = LongTextField(
        "Why is it too early?", required="Say why it is too early", max_length=2000, rows=3
    )


class ViewForm(StepForm):
    """How the lead reviewer sees what has changed."""

    makes = ViewDetails

    view = LongTextField(
        "How do you see what has changed?",
        required="Say how you see what has changed",
        hint="The school's leaders and the team read it.",
        max_length=LONGEST_TEXT,
        rows=6,
    )


class PracticeForm(StepForm):
    """Excellent practice that the head would like other schools to read of."""

    makes = PracticeOffer
    case: PeerReview

    title = TextField("What is it called?", required="Give it a short title", max_length=120)
    what = LongTextField(
        "What is it, and why does it work?",
        required="Say what it is and why it works; name no pupils and no staff",
        hint="Everybody in the trust can read this. Name no pupils and no staff.",
        max_length=LONGEST_TEXT,
        rows=8,
    )
    focus_area_ids = CheckboxesField("What is it about?", coerce=int, required="Choose what it is about")

    def filled_in(self) -> dict[str, Any]:
        return {"focus_area_ids": [focus.focus_area_id for focus in self.case.foci]}

    def offer_choices(self) -> None:
        self.focus_area_ids.choices = [choice(area, name) for area, name in focus_areas()]

    def details(self) -> Details:
        return PracticeOffer(
            title=self.title.data or "",
            what=self.what.data or "",
            focus_area_ids=tuple(self.focus_area_ids.data or ()),
        )
