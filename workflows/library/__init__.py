"""The library of shared practice: what a school does well, so that others can come and see, or try it.

`flow.py` is the table: an entry is offered by anybody who works in the trust and waits for the head of its
school, or comes out of a visit or a review whose heads have agreed. In the library it is nobody's turn, until
the day on which its owner looks whether it still holds. Everybody who works in the trust reads it, says thank
you, and says what became of it elsewhere.
"""

from workflows.library import tried as tried
from workflows.library.details import EntryDetails as EntryDetails
from workflows.library.details import EntryKind as EntryKind
from workflows.library.effects import Origin as Origin
from workflows.library.effects import known_areas as known_areas
from workflows.library.effects import offer as offer
from workflows.library.flow import LibraryFlow as LibraryFlow
from workflows.library.model import LibraryEntry as LibraryEntry
from workflows.library.queries import out_of_case as out_of_case
