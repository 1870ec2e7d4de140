"""What a mentee puts into the record that they print."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from forms.fields import CheckboxesField, Form, choice

NOTHING: Final = "Choose at least one thing to put into the record"
PARTS: Final = {
    "numbers": "How many sessions there were, and how long they took in all",
    "goals": "My goals, and how far I have come with each",
    "steps": "My action steps, and which of them are done",
}
_CHOSEN: Final = ("parts", "sessions", "reviews", "own_words")


class RecordForm(Form):
    """Nothing is ticked at first: the record shows what was chosen, and no more."""

    parts = CheckboxesField("How far I have come", choices=[choice(*part) for part in PARTS.items()])
    sessions = CheckboxesField("What was written of sessions", coerce=int)
    reviews = CheckboxesField("Reviews", coerce=int)
    own_words = CheckboxesField("What I wrote for myself and at the end", coerce=int)

    def offer(self, *, sessions: Iterable[Any], reviews: Iterable[Any], own_words: Iterable[Any]) -> None:
        """Let the mentee choose from what there is; a field without anything to choose is taken away."""
        found = {"sessions": list(sessions), "reviews": list(reviews), "own_words": list(own_words)}
        for name, choices in found.items():
            if choices:
                getattr(self, name).choices = choices
            else:
                del self[name]

    def read(self) -> bool:
        """Whether what was sent is sound, and something was chosen."""
        if not self.validate_on_submit():
            return False
        if any(self[name].data for name in _CHOSEN if name in self):
            return True
        self.add_problem("parts", NOTHING)
        return False

    def has(self, name: str, value: str | int) -> bool:
        """Whether this one of several was ticked."""
        return name in self and value in (self[name].data or ())
