"""Why a case was not changed; every refusal has a name and a sentence that says what to do."""

from __future__ import annotations


class Refused(Exception):
    """Base of all refusals. Its text can be shown to whoever asked."""


class TransitionNotAllowed(Refused):
    """The case is not in a state from which this can be done."""


class NotYourRole(Refused):
    """Somebody else may do this, but not this person."""


class NotYet(Refused):
    """Something else has to happen first."""


class DetailsNeeded(Refused):
    """The transition was asked for without its details, or with those of another."""


class StaleCase(Refused):
    """Somebody changed the case after the page was opened; `seen` and `current` are versions."""

    def __init__(self, seen: int, current: int) -> None:
        super().__init__(
            "Somebody else has changed this since you opened it. Read what is new, then try again."
        )
        self.seen = seen
        self.current = current


class AlreadyDone(Refused):
    """The same form has arrived before; what it asked for has been done, once."""


class NobodysTurn(RuntimeError):
    """A fault of a workflow: an open case would be left without anybody's turn."""
