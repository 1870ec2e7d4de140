"""An item of the agenda."""

from __future__ import annotations

from typing import Any

from forms.fields import (
    CheckboxField,
    HiddenField,
    LongTextField,
    SelectField,
    TextField,
    WholeNumberField,
    choice,
)
from forms.people import person_in_words
from forms.steps import StepForm
from workflows.details import Details
from workflows.directory.choices import people_who
from workflows.meetings import Meeting
from workflows.meetings.details import LONGEST_ITEM, ItemDetails
from workflows.meetings.model import AgendaItem
from workflows.meetings.people import members_of
from workflows.meetings.private import reads_second_part, words_of
from workflows.people import Person
from workflows.visibility import posts_on


class ItemForm(StepForm):
    """What somebody wants to talk about, how long it takes and who presents it."""

    makes = ItemDetails
    case: Meeting

    item_id = HiddenField()
    title = TextField("What is it about?", required="Say in a few words what it is about", max_length=160)
    what = LongTextField("What should others know or bring, if anything?", max_length=4000, rows=4)
    minutes = WholeNumberField(
        "How many minutes does it need?",
        required="Enter how many minutes it needs",
        least=1,
        most=LONGEST_ITEM,
    )
    presenter_id = SelectField("Who presents it?", coerce=int, blank="Nobody in particular")
    is_confidential = CheckboxField(
        "For members alone",
        hint="It goes into the second part. Others see that there is one, and nothing of it.",
    )

    def filled_in(self) -> dict[str, Any]:
        item = self._item()
        if item is None:
            return {"minutes": 10, "item_id": ""}
        words = words_of(item)
        return {
            "item_id": str(item.id),
            "title": words.title,
            "what": words.what,
            "minutes": item.minutes,
            "presenter_id": item.presenter_id,
            "is_confidential": item.is_confidential,
        }

    def _item(self) -> AgendaItem | None:
        """The item that the address names, if the reader may read it."""
        wanted = self.asked.get("item")
        item = next((one for one in self.case.items if one.id == wanted), None)
        return item if item and (not item.is_confidential or self._reads()) else None

    def _reads(self) -> bool:
        return reads_second_part(self.case, posts_on(self.reader_id, self.case))

    def offer_choices(self) -> None:
        ids = [one.person_id for one in members_of(self.case)]
        ids += [item.presenter_id for item in self.case.items if item.presenter_id]
        people = people_who(Person.id.in_(ids))
        self.presenter_id.choices = [choice(one.id, person_in_words(one)) for one in people]
        item = self._item()
        if not self._reads() or item is not None:
            del self.is_confidential

    def details(self) -> Details:
        item = self._item()
        ticked = self["is_confidential"].data if "is_confidential" in self else False
        return ItemDetails(
            title=self.title.data or "",
            what=self.what.data or "",
            minutes=self.minutes.data or 0,
            presenter_id=self.presenter_id.data,
            is_confidential=item.is_confidential if item else bool(ticked),
            item_id=item.id if item else None,
        )
