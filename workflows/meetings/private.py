"""The second part of a meeting, for its members alone: whatever reads or writes it goes through here.

It stands in no event, mail, search, file or feed. Others see that there is one, and nothing of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from workflows import sealing
from workflows.meetings.flow import chair, member, note_taker
from workflows.meetings.model import AgendaItem, Meeting, MinutesVersion
from workflows.people import Post

READING: Final = (chair, member, note_taker)


@dataclass(frozen=True)
class Words:
    """What an item says, open or sealed."""

    title: str = ""
    what: str = ""
    notes: str = ""
    decisions: str = ""

    @property
    def decided(self) -> list[str]:
        """The decisions, one by one."""
        return [line.strip(" -•\t") for line in self.decisions.splitlines() if line.strip(" -•\t")]


def reads_second_part(meeting: Meeting, posts: frozenset[Post]) -> bool:
    """Whether somebody with these posts reads it: members, the chair, and whoever takes the minutes."""
    return any(role.post(meeting) in posts for role in READING)


def words_of(item: AgendaItem) -> Words:
    """What an item says; to be shown only to whoever reads that part. Raises sealing.CannotUnseal."""
    if not item.is_confidential:
        return Words(item.title, item.what, item.notes, item.decisions)
    if item.sealed is None:
        return Words()
    return Words(**sealing.unseal(item.sealed, place_id=item.meeting_id, what=_of_item(item)))


def write(item: AgendaItem, words: Words) -> None:
    """Write what an item says; it has to have been stored once, because sealed words are bound to it."""
    if not item.is_confidential:
        item.title, item.what, item.notes, item.decisions = (
            words.title, words.what, words.notes, words.decisions,
        )  # fmt: skip
        item.sealed = None
        return
    item.title = item.what = item.notes = item.decisions = ""
    item.sealed = sealing.seal(
        vars(words), place_id=item.meeting_id, trust_id=item.trust_id, what=_of_item(item)
    )


def seal_version(meeting: Meeting, number: int, said: Any) -> bytes:
    """The second part of minutes that are sent."""
    return sealing.seal(said, place_id=meeting.id, trust_id=meeting.trust_id, what=_of_version(number))


def second_part(version: MinutesVersion) -> Any:
    """The second part of minutes as they were sent, if there is one. Raises sealing.CannotUnseal."""
    if version.sealed is None:
        return []
    return sealing.unseal(version.sealed, place_id=version.meeting_id, what=_of_version(version.number))


def _of_item(item: AgendaItem) -> str:
    return f"agenda_item:{item.id}"


def _of_version(number: int) -> str:
    return f"minutes_version:{number}"
