"""Signing up for what is on a day, what is offered there, being there, and the register."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from forms.dates.arranging import named
from forms.dates.who import AskedField
from forms.fields import (
    HiddenField,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
    TimeField,
    WholeNumberField,
    choice,
)
from forms.people import person_in_words
from forms.steps import StepForm
from workflows.cases import Case
from workflows.details import Details, InvalidDetails
from workflows.directory.choices import everybody, focus_areas
from workflows.places import Phase
from workflows.sign_ups.details import (
    MOST_PLACES,
    ApologyDetails,
    CheckInDetails,
    Chosen,
    Kind,
    OfferingChange,
    OfferingDetails,
    OfferingOff,
    PlaceMoved,
    RegisterDetails,
    StallChange,
    StallDetails,
    StallKept,
)
from workflows.sign_ups.model import Offering
from workflows.sign_ups.queries import Line, Listed, Mark, board_of, register_of

CHOOSE: Final = "Choose one of those on offer"
TITLE: Final = 120


class SignUpForm(StepForm):
    """Which of those on offer; a button on the page of the case has chosen already."""

    makes = Chosen

    offering_id = RadiosField("What would you like to go to?", coerce=int, required=CHOOSE)

    def filled_in(self) -> dict[str, Any]:
        return {"offering_id": self.asked.get("offering")}

    def offer_choices(self) -> None:
        self.offering_id.choices = [
            choice(one.offering.id, one.offering.title, places_in_words(one))
            for one in _listed(self.case, self.reader_id)
            if one.own is None
        ]


class GiveUpForm(StepForm):
    """Which place is given up."""

    makes = Chosen

    offering_id = RadiosField("Which do you give up?", coerce=int, required="Choose what you give up")

    def offer_choices(self) -> None:
        own = [one.offering for one in _listed(self.case, self.reader_id) if one.own is not None]
        self.offering_id.choices = [choice(one.id, one.title) for one in own]


class MoveForm(StepForm):
    """From one workshop to another."""

    makes = PlaceMoved

    from_id = RadiosField("Which do you give up?", coerce=int, required="Choose what you give up")
    offering_id = RadiosField("Where would you rather go?", coerce=int, required=CHOOSE)

    def offer_choices(self) -> None:
        found = _listed(self.case, self.reader_id)
        self.from_id.choices = [choice(one.offering.id, one.offering.title) for one in found if one.own]
        self.offering_id.choices = [
            choice(one.offering.id, one.offering.title, places_in_words(one)) for one in found if not one.own
        ]


def places_in_words(one: Listed) -> str:
    """ "3 places left", "Full, 4 waiting", "Places for everybody"."""
    if one.left is None:
        return "Places for everybody"
    if one.left == 0:
        return f"Full, {one.waiting} waiting" if one.waiting else "Full"
    return "1 place left" if one.left == 1 else f"{one.left} places left"


def _listed(case: Case, person_id: int) -> list[Listed]:
    board = board_of(case, person_id)
    return [one for one in (board.whole, *board.workshops) if one is not None]


# What is offered


class OfferingForm(StepForm):
    """Part of the programme."""

    makes = OfferingDetails

    kind = RadiosField(
        "What is it?",
        coerce=Kind,
        choices=[
            choice(Kind.WORKSHOP, "A workshop", "People sign up for it, as long as there are places."),
            choice(Kind.TOGETHER, "For everybody", "A talk or a break: nobody signs up for it."),
        ],
        required="Choose what it is",
    )

    title = TextField("What is it called?", required="Give it a title", max_length=TITLE)
    what = LongTextField("What happens there?", hint="Name no pupils.", max_length=4000, rows=4)
    starts = TimeField("From", hint="Such as 9am")
    ends = TimeField("Until", hint="Such as 10:15am")
    room = TextField("Room", max_length=200)
    link = TextField("Online link", hint="If people join from elsewhere", max_length=500)
    places = WholeNumberField("Places", least=1, most=MOST_PLACES, hint="Leave it empty for as many as come")
    focus_area_id = SelectField("What is it about?", coerce=int, blank="Nothing in particular")
    leader_ids = AskedField("Who leads it?", hint="They can change what stands here.")

    def filled_in(self) -> dict[str, Any]:
        return {"kind": Kind.WORKSHOP}

    def offer_choices(self) -> None:
        _offer_areas(self.focus_area_id, self.case)
        self.leader_ids.offer(self.case, too=self.leader_ids.chosen)

    def details(self) -> Details:
        return OfferingDetails(kind=self.kind.data, **self.written())

    def written(self) -> dict[str, Any]:
        """What stands in the fields, as `OfferingDetails` takes it."""
        words = {name: self[name].data or "" for name in ("title", "what", "room", "link")}
        others = {name: self[name].data for name in ("starts", "ends", "places", "focus_area_id")}
        return words | others | {"leader_ids": tuple(self.leader_ids.data or ())}


class AboutOffering(StepForm):
    """About one thing that is offered, which the address names."""

    offering_id = HiddenField(max_length=12)

    #: none where it is no longer on offer
    offering: Offering | None = None

    def __init__(self, case: Case, *, asked: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        number = named(kwargs.get("formdata"), asked, "offering")
        board = board_of(case, kwargs.get("reader_id", 0))
        all_of_it = [*(one.offering for one in (board.whole, *board.programme) if one), *board.stalls]
        self.offering = next((one for one in all_of_it if one.id == number), None)
        super().__init__(case, asked=asked, **kwargs)

    def filled_in(self) -> dict[str, Any]:
        return {"offering_id": str(self.offering.id)} if self.offering else {}

    @property
    def about(self) -> int:
        """The number of what this is about. Raises InvalidDetails where it is gone."""
        if self.offering is None:
            raise InvalidDetails({"": "This is no longer on offer. Go back and choose one of those that are"})
        return self.offering.id


class OfferingChangeForm(OfferingForm, AboutOffering):
    """Part of the programme as it is from now on; what kind of thing it is stays."""

    makes = OfferingChange

    def offer_choices(self) -> None:
        super().offer_choices()
        del self.kind

    def filled_in(self) -> dict[str, Any]:
        if self.offering is None:
            return {}
        names = ("title", "what", "room", "link", "starts", "ends", "places", "focus_area_id")
        written = {name: getattr(self.offering, name) for name in names}
        own = {"offering_id": str(self.offering.id), "leader_ids": [one.id for one in self.offering.leaders]}
        return written | own

    def details(self) -> Details:
        about = self.about
        kind = self.offering.kind if self.offering else Kind.WORKSHOP
        return OfferingChange(offering_id=about, kind=kind, **self.written())


class OfferingOffForm(AboutOffering):
    """Why something will not be on."""

    makes = OfferingOff

    reason = TextField(
        "Why?", required="Say why, in a sentence: everybody who has a place reads it", max_length=500
    )

    def details(self) -> Details:
        return OfferingOff(offering_id=self.about, reason=self.reason.data or "")


class StallForm(StepForm):
    """A stall of quick wins."""

    makes = StallDetails

    title = TextField(
        "What is your stall called?",
        required="Give it a title that makes people stop",
        hint="Such as “Word of the week: five minutes a day”",
        max_length=TITLE,
    )
    what = LongTextField(
        "What can people see, or take home?",
        required="Say what they can see or take away",
        hint="Name no pupils.",
        max_length=2000,
        rows=4,
    )
    for_whom = TextField(
        "Who is it for?",
        required="Say who it is for, such as “Year 1 teachers”",
        hint="Such as “Year 1 teachers”",
        max_length=200,
    )
    focus_area_id = SelectField("What is it about?", coerce=int, blank="Nothing in particular")
    phase = SelectField(
        "Which phase?", coerce=Phase, blank="Any", choices=[choice(one, one.value) for one in Phase]
    )

    def offer_choices(self) -> None:
        _offer_areas(self.focus_area_id, self.case)


class StallChangeForm(StallForm, AboutOffering):
    """A stall as it is from now on."""

    makes = StallChange

    def filled_in(self) -> dict[str, Any]:
        if self.offering is None:
            return {}
        names = ("title", "what", "for_whom", "focus_area_id", "phase")
        return super().filled_in() | {name: getattr(self.offering, name) for name in names}

    def details(self) -> Details:
        words = {name: self[name].data or "" for name in ("title", "what", "for_whom")}
        return StallChange(
            offering_id=self.about,
            focus_area_id=self.focus_area_id.data,
            phase=self.phase.data,
            **words,
        )


class StallKeptForm(AboutOffering):
    """What others need to know to begin with it."""

    makes = StallKept

    how = LongTextField(
        "Why does it work, and how could another school begin?",
        hint="Name no pupils.",
        max_length=4000,
        rows=5,
    )

    def details(self) -> Details:
        return StallKept(offering_id=self.about, how=self.how.data or "")


def _offer_areas(field: SelectField, case: Case) -> None:
    """The areas that the day itself is about come first, where it has `focus_area_ids`."""
    own = getattr(case, "focus_area_ids", ())
    found = sorted(focus_areas(), key=lambda one: one[0] not in own)
    field.choices = [
        choice(area, f"{name} (what this day is about)" if area in own else name) for area, name in found
    ]


# Being there


class CheckInForm(StepForm):
    """ "I am here": one button."""

    makes = CheckInDetails


class ApologyForm(StepForm):
    """Why somebody cannot come, if they like to say it."""

    makes = ApologyDetails

    reason = LongTextField(
        "Why, if you would like to say it",
        hint="Only whoever keeps the register reads it. It stands in no mail and not in the history.",
        max_length=1000,
        rows=3,
    )


MARKS: Final = (
    choice("here", "Here"),
    choice("excused", "Sent apologies"),
    choice("absent", "Not here"),
)


class RegisterForm(StepForm):
    """Everybody who is expected; made for one case by `register_form`."""

    makes = RegisterDetails

    also_id = SelectField("Somebody else who is here", coerce=int, blank="Nobody else")

    #: everybody in it, by school and name
    lines: tuple[Line, ...] = ()

    def offer_choices(self) -> None:
        known = {one.person_id for one in self.lines}
        self.also_id.choices = [
            choice(one.id, person_in_words(one)) for one in everybody() if one.id not in known
        ]

    def filled_in(self) -> dict[str, Any]:
        known = {Mark.HERE: "here", Mark.EXCUSED: "excused"}
        return {f"mark_{one.person_id}": known.get(one.mark) for one in self.lines}

    def mark_of(self, person_id: int) -> Any:
        """The field of one person."""
        return self[f"mark_{person_id}"]

    def details(self) -> Details:
        marked = {one.person_id: self.mark_of(one.person_id).data for one in self.lines}
        also = [self.also_id.data] if self.also_id.data else []
        return RegisterDetails(
            present=(*_those(marked, "here"), *also),
            apologies=_those(marked, "excused"),
            absent=_those(marked, "absent"),
        )


def _those(marked: dict[int, str | None], mark: str) -> tuple[int, ...]:
    return tuple(person_id for person_id, given in marked.items() if given == mark)


def register_form(case: Case, **kwargs: Any) -> RegisterForm:
    """The register of this case, with a field for everybody in it."""
    lines = tuple(register_of(case))
    fields: dict[str, Any] = {
        f"mark_{one.person_id}": RadiosField(one.name, choices=list(MARKS)) for one in lines
    }
    made: type[RegisterForm] = type("RegisterHere", (RegisterForm,), {"lines": lines, **fields})
    return made(case, **kwargs)
