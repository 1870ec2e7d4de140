"""What a mentee puts into the record that they print."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from forms.fields import CheckboxesField, CheckboxField, Form

NOTHING = "Choose at least one thing to put into the record"


class RecordForm(Form):
    """Nothing is ticked at first: the record shows what was chosen, and no more."""

    sessions = CheckboxesField("What was written of sessions", coerce=int)
    numbers = CheckboxField("How many sessions there were, and how long they took in all")
    goals = CheckboxField("My goals, and how far I have come with each")
    steps = CheckboxField("My action steps, and which of them are done")
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
        if any(field.data for field in self if field.name in _CHOSEN):
            return True
        self.add_problem("", NOTHING)
        return False

    def has(self, name: str, value: int | None = None) -> bool:
        """Whether something was ticked, or this one of several."""
        chosen = self[name].data if name in self else None
        return bool(chosen) if value is None else value in (chosen or ())


_CHOSEN = frozenset({"sessions", "numbers", "goals", "steps", "reviews", "own_words"})
