"""Showing one entry of the log to one person, and stopping that."""

from __future__ import annotations

from typing import Any

from forms.fields import HiddenField, SelectField, choice
from forms.pairings.sessions import session_in_words
from forms.people import person_in_words
from forms.steps import StepForm
from workflows.details import Details
from workflows.pairings import Pairing, choices
from workflows.pairings.details import ShareDetails, ShareEnd
from workflows.pairings.model import PairingSession, SessionNote


class ShareForm(StepForm):
    """Which entry is shown to whom."""

    makes = ShareDetails
    case: Pairing

    log_id = SelectField("Which entry?", coerce=int, required="Choose the entry")
    person_id = SelectField("Who may read it?", coerce=int, required="Choose whom to show it to")

    def filled_in(self) -> dict[str, Any]:
        return {"log_id": self.asked.get("log")}

    def offer_choices(self) -> None:
        self.log_id.choices = [
            choice(note.id, f"{session_in_words(session)}, written by {note.author.name}")
            for session, note in self._entries()
        ]
        people = choices.who_could_read(self.case)
        self.person_id.choices = [choice(one.id, person_in_words(one)) for one in people]

    def _entries(self) -> list[tuple[PairingSession, SessionNote]]:
        return [(session, note) for session in reversed(self.case.sessions) for note in session.logs]


class ShareEndForm(StepForm):
    """What is no longer shown; which one comes with the press."""

    makes = ShareEnd

    share_id = HiddenField(max_length=12)

    def details(self) -> Details:
        number = self.share_id.data or ""
        return ShareEnd(share_id=int(number) if number.isascii() and number.isdigit() else 0)
