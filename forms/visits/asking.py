"""Asking for a visit, offering one, and naming the school that is asked."""

from __future__ import annotations

from typing import Any

from forms.areas import chosen_areas, offer_areas
from forms.dates.who import AskedField, Group
from forms.fields import (
    CalendarDateField,
    LongTextField,
    SelectField,
    TextField,
    WholeNumberField,
    choice,
)
from forms.people import with_title
from forms.steps import StepForm
from workflows.dates.pages import Askable
from workflows.details import Details
from workflows.directory.choices import schools_to_ask
from workflows.visits import Visit, choices
from workflows.visits.details import MOST_PLACES, HostNamed, OfferingDetails, PartyDetails, WantDetails
from workflows.visits.effects import companions

_TITLE = 120


class AboutForm(StepForm):
    """What a visit is about, whether it is wanted or offered."""

    case: Visit

    focus_area_ids = SelectField("What is it about?", coerce=int, required="Choose what it is about")
    also_about = SelectField("And what else, if anything?", coerce=int, blank="Nothing else")

    def offer_choices(self) -> None:
        already = self.case.focus_areas if self.case.version else ()
        offer_areas((self.focus_area_ids, self.also_about), already)

    @property
    def areas(self) -> tuple[int, ...]:
        """The areas that are chosen, each once."""
        return chosen_areas((self.focus_area_ids, self.also_about))

    def filled_in(self) -> dict[str, Any]:
        """What the visit says already; of a new one, what it is asked out of."""
        case = self.case
        written = [area.id for area in case.focus_areas if case.version]
        known: list[int | None] = [*self.asked.get("focus_areas", written), None, None]
        return {
            "title": case.title,
            "when_it_suits": case.when_it_suits,
            "focus_area_ids": known[0],
            "also_about": known[1],
            "host_school_id": case.host_school_id,
        }


class WantForm(AboutForm):
    """What somebody would like to see, why, where and with whom."""

    makes = WantDetails

    title = TextField(
        "What would you like to see?",
        required="Say in a few words what you would like to see",
        hint="In a few words, such as “Phonics in small groups in Year 1”",
        max_length=_TITLE,
    )
    host_school_id = SelectField(
        "At which school?",
        coerce=int,
        blank="I do not know yet: please help me find one",
    )
    purpose = LongTextField(
        "What do you want to find out, and what is it for?",
        required="Say what you want to find out, and what it is for",
        max_length=4000,
        rows=4,
    )
    questions = TextField(
        "Your first question",
        required="Write at least one question that you would like answered",
        hint="Up to three, so that the host can show you what helps",
        max_length=300,
    )
    question_2 = TextField("Your second question, if you have one", max_length=300)
    question_3 = TextField("Your third question, if you have one", max_length=300)
    when_it_suits = TextField(
        "When would suit you?",
        hint="Such as “Tuesdays, before half-term”. The host names the day.",
        max_length=300,
    )
    party_ids = AskedField(
        "Who comes with you?", hint="Nobody has to. Your head agrees cover for all of you."
    )

    def filled_in(self) -> dict[str, Any]:
        case = self.case
        asked = dict(zip(("questions", "question_2", "question_3"), case.questions or (), strict=False))
        coming = companions(case.id) if case.version else []
        return super().filled_in() | asked | {"purpose": case.purpose, "party_ids": coming}

    def offer_choices(self) -> None:
        super().offer_choices()
        school_id = self.case.visiting_school_id or 0
        self.host_school_id.choices = [choice(one.id, one.name) for one in schools_to_ask(school_id)]
        if (
            self.asked.get("is_fixed") or self.case.state == "requested"
        ):  # an offer, or a school that is asked
            del self.host_school_id
        offer_colleagues(self.party_ids, self.case)

    def details(self) -> Details:
        written = (self[name].data or "" for name in ("questions", "question_2", "question_3"))
        chosen = self["host_school_id"].data if "host_school_id" in self else self.case.host_school_id
        return WantDetails(
            title=self.title.data or "",
            focus_area_ids=self.areas,
            purpose=self.purpose.data or "",
            questions=tuple(one for one in written if one.strip()),
            when_it_suits=self.when_it_suits.data or "",
            party_ids=tuple(self.party_ids.data or ()),
            host_school_id=chosen,
        )


class PartyForm(StepForm):
    """Who comes with the visitor."""

    makes = PartyDetails
    case: Visit

    party_ids = AskedField("Who comes along?", hint="Tick everybody who comes beside the visitor.")

    def filled_in(self) -> dict[str, Any]:
        return {"party_ids": companions(self.case.id)}

    def offer_choices(self) -> None:
        offer_colleagues(self.party_ids, self.case)

    def details(self) -> Details:
        return PartyDetails(party_ids=tuple(self.party_ids.data or ()))


def offer_colleagues(field: AskedField, case: Visit) -> None:
    """Offer everybody who works at the school that visits, but for the visitor."""
    people = [
        Askable(one.id, one.name, "", one.job_title, one.school or "", has_part=False)
        for one in choices.colleagues(case.visiting_school_id)
        if one.id != case.visitor_id
    ]
    field.choices = [choice(one.person_id, with_title(one.name, one.job_title)) for one in people]
    field.groups = (Group(people[0].school, tuple(people)),) if people else ()


class OfferForm(AboutForm):
    """What a school offers others to come and see."""

    makes = OfferingDetails

    title = TextField(
        "What can be seen?",
        required="Say in a few words what can be seen",
        hint="In a few words, such as “Story time in every class”",
        max_length=_TITLE,
    )
    can_see = LongTextField(
        "What would visitors see, and what is good about it?",
        required="Say what visitors would see, and what is good about it",
        max_length=4000,
        rows=5,
    )
    when_it_suits = TextField(
        "When could people come?",
        required="Say when people could come, such as Tuesday mornings",
        hint="Such as “Tuesday mornings this half-term”. The day itself is agreed with each school.",
        max_length=300,
    )
    places = WholeNumberField(
        "How many people could come, in all?",
        required="Enter how many people could come in all",
        least=1,
        most=MOST_PLACES,
    )
    open_until = CalendarDateField(
        "Until when may others ask?", required="Enter the last day on which others may ask"
    )

    def filled_in(self) -> dict[str, Any]:
        case = self.case
        more = {"can_see": case.can_see, "places": case.places, "open_until": case.open_until}
        return super().filled_in() | more

    def details(self) -> Details:
        return OfferingDetails(
            title=self.title.data or "",
            focus_area_ids=self.areas,
            can_see=self.can_see.data or "",
            when_it_suits=self.when_it_suits.data or "",
            places=self.places.data or 0,
            open_until=self.open_until.data,
        )


class HostNameForm(StepForm):
    """Which school is asked."""

    makes = HostNamed
    case: Visit

    host_school_id = SelectField("Which school do you ask?", coerce=int, required="Choose the school to ask")

    def offer_choices(self) -> None:
        schools = schools_to_ask(self.case.visiting_school_id or 0)
        self.host_school_id.choices = [choice(one.id, one.name) for one in schools]
