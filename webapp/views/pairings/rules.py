"""Who may ask for the pages on which the private words of a pairing stand."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.access import CaseReader
from webapp.reader import Reader
from workflows.cases import Case
from workflows.pairings import Pairing
from workflows.pairings.private import is_of_pair
from workflows.pairings.queries import find


@dataclass(frozen=True)
class OfPair(CaseReader):
    """The two of the pairing in the address, or its mentee alone; to everybody else it is not there."""

    mentee_alone: bool = False

    def shows(self, case: Case, reader: Reader) -> bool:
        if not isinstance(case, Pairing) or not super().shows(case, reader):
            return False
        person_id = reader.person.id
        return person_id == case.mentee_id if self.mentee_alone else is_of_pair(case, person_id)


of_pair = OfPair(Pairing, find=find)
mentee_alone = OfPair(Pairing, find=find, mentee_alone=True)
