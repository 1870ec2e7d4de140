"""People in forms of all kinds of case: in words, and as parts on a case pass from one to another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from forms.fields import HiddenField, SelectField, TextField, choice
from forms.steps import StepForm
from workflows.details import PersonChange
from workflows.people import Holder, Post, holders


def with_title(name: str, title: str) -> str:
    """ "Tom Achebe, phonics lead"."""
    return f"{name}, {title}" if title else name


def person_in_words(person: Any) -> str:
    """Somebody with their job title, and their school where the row has one."""
    name = with_title(person.name, person.job_title)
    school = getattr(person, "school", None)
    return f"{name}, {school}" if school else name


class PersonChangeForm(StepForm):
    """Who takes over a part, or who joins and leaves. The part comes with the address."""

    makes = PersonChange
    #: the part that several people have at once: they join and leave it, rather than take it over
    shared_part: ClassVar[str] = ""

    role = HiddenField()
    joining_id = SelectField("Who takes over?", coerce=int, blank="Choose one")
    leaving_id = SelectField("Who leaves?", coerce=int, blank="Nobody leaves")
    reason = TextField("Why, if it needs saying")

    def filled_in(self) -> dict[str, Any]:
        return {"role": self.asked.get("role")}

    def parts(self) -> dict[str, str]:
        """The parts that can change hands at present, with words for each."""
        raise NotImplementedError

    def candidates(self) -> Iterable[tuple[int, str]]:
        """Who could have the part, with words for each; those who have it already are left out."""
        raise NotImplementedError

    def taken(self, holding: list[Holder]) -> set[int]:
        """The people who are not offered, because they have a part that goes with no other."""
        return {one.person_id for one in holding}

    @property
    def part(self) -> str:
        """The part that is to change; empty while nobody has said which."""
        return self.role.data if self.role.data in self.parts() else ""

    def offer_choices(self) -> None:
        holding = self._holding()
        self.now = [one.name for one in holding]
        taken = self.taken(holding)
        self.joining_id.choices = [
            choice(person_id, words) for person_id, words in self.candidates() if person_id not in taken
        ]
        if self.part and self.part == self.shared_part:
            self.joining_id.label.text, self.joining_id.blank = "Who joins?", "Nobody joins"
            self.leaving_id.choices = [choice(one.person_id, one.name) for one in holding]
        if not self.leaving_id.choices:
            del self.leaving_id

    def _holding(self) -> list[Holder]:
        post = Post(self.part, self.case.id)
        return list(holders([post])[post]) if self.part else []
