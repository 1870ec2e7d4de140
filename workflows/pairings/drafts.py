"""A whole-trust match on its way: begun, kept and parted pair by pair, and proposed to all at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from workflows.cases import Case
from workflows.clock import now, today
from workflows.database import JsonObject, db
from workflows.details import InvalidDetails
from workflows.errors import NotYet, Refused
from workflows.events import hold, record
from workflows.pairings.details import ProposeDetails
from workflows.pairings.flow import PairingFlow
from workflows.pairings.model import MatchDraft, MentorProfile, Pairing
from workflows.pairings.profiles import offers
from workflows.people import Person
from workflows.perform import perform
from workflows.places import Trust

MOST_REMEMBERED: Final = 200
"""Changes of a draft that are kept to be told to whoever comes later."""

Pairs = list[list[int]]
"""Pairs of a pairing's id and a mentor's id."""


class Press(StrEnum):
    """What a coordinator does with one pair of a draft."""

    KEEP = "keep"
    LET_GO = "let go"
    PART = "part"
    ALLOW = "allow"


DONE: Final = {
    Press.KEEP: "kept {mentee} with {mentor}",
    Press.LET_GO: "no longer keeps {mentee} with {mentor}",
    Press.PART: "said not {mentee} with {mentor}",
    Press.ALLOW: "allows {mentee} with {mentor} again",
}


class DraftChanged(Refused):
    """Somebody else changed the draft after the page was opened; `changes` says what, in sentences."""

    def __init__(self, changes: Sequence[str]) -> None:
        super().__init__("Somebody else has changed this match since you opened it.")
        self.changes = tuple(changes)


@dataclass(frozen=True)
class Proposal:
    """A pair of a draft as its reader saw it: `version` is the pairing's."""

    pairing_id: int
    version: int
    mentor_id: int


def drafts(*, before: int | None = None) -> list[MatchDraft]:
    """The newest drafts, or those before a number; at most eleven."""
    statement = select(MatchDraft).options(joinedload(MatchDraft.made_by)).order_by(MatchDraft.number.desc())
    if before is not None:
        statement = statement.where(MatchDraft.number < before)
    return list(db.session.scalars(statement.limit(11)))


def draft_numbered(number: int) -> MatchDraft | None:
    """The draft of this number, with who made it."""
    return db.session.scalars(
        select(MatchDraft).options(joinedload(MatchDraft.made_by)).where(MatchDraft.number == number)
    ).first()


def counts() -> tuple[int, int]:
    """How many pairings wait for a mentor, and how many people offer to be one."""
    waiting = select(func.count(Pairing.id)).where(Pairing.state == PairingFlow.requested.name)
    offering = (
        select(func.count(MentorProfile.person_id))
        .join(Person, Person.id == MentorProfile.person_id)
        .where(Person.left_on.is_(None), offers(today()))
    )
    return db.session.scalar(waiting) or 0, db.session.scalar(offering) or 0


def begin(trust: Trust, actor: Person) -> MatchDraft:
    """A new draft, in which nothing has been decided."""
    hold(trust.id)
    last = db.session.scalar(select(func.max(MatchDraft.number))) or 0
    made = MatchDraft(
        trust_id=trust.id, number=last + 1, made_by_id=actor.id, made_at=now(), version=0,
        pinned=[], forbidden=[], changes=[],
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def press(
    draft: MatchDraft, what: Press, pair: tuple[int, int], actor: Person, *, version: int | None
) -> None:
    """Keep a pair (a pairing's id and a mentor's), part it, or take either back.

    Raises DraftChanged where somebody else was faster, NotYet where it is proposed already.
    """
    _lock(draft, version)
    pairing, mentor = db.session.get(Pairing, pair[0]), db.session.get(Person, pair[1])
    if pairing is None or mentor is None:
        raise NotYet("They are not in this match any more. Open it anew.")
    draft.pinned, draft.forbidden = _PRESSES[what](draft.pinned, draft.forbidden, list(pair))
    _remember(draft, actor, what, mentee=pairing.mentee.name, mentor=mentor.name)


def _keep(pinned: Pairs, forbidden: Pairs, pair: list[int]) -> tuple[Pairs, Pairs]:
    """A pairing is kept with one mentor at a time."""
    return [*(one for one in pinned if one[0] != pair[0]), pair], _without(forbidden, pair)


def _let_go(pinned: Pairs, forbidden: Pairs, pair: list[int]) -> tuple[Pairs, Pairs]:
    return _without(pinned, pair), forbidden


def _part(pinned: Pairs, forbidden: Pairs, pair: list[int]) -> tuple[Pairs, Pairs]:
    return _without(pinned, pair), [*_without(forbidden, pair), pair]


def _allow(pinned: Pairs, forbidden: Pairs, pair: list[int]) -> tuple[Pairs, Pairs]:
    return pinned, _without(forbidden, pair)


_PRESSES: Final[dict[Press, Callable[[Pairs, Pairs, list[int]], tuple[Pairs, Pairs]]]] = {
    Press.KEEP: _keep,
    Press.LET_GO: _let_go,
    Press.PART: _part,
    Press.ALLOW: _allow,
}


def _without(pairs: Pairs, pair: list[int]) -> Pairs:
    return [one for one in pairs if list(one) != pair]


def propose_all(
    draft: MatchDraft, proposals: Sequence[Proposal], actor: Person, *, version: int | None
) -> list[str]:
    """Propose these pairs, in the caller's transaction; gives a sentence for each that could not be.

    A pairing that has changed meanwhile, or whose mentor has no place any more, is passed over. From then on
    the draft says what was proposed. Raises DraftChanged and NotYet.
    """
    _lock(draft, version)
    pairings = _hold_everything(proposals)
    proposed: Pairs = []
    passed_over: list[str] = []
    for one in proposals:
        pairing = pairings.get(one.pairing_id)
        if pairing is None:
            continue
        try:
            with db.session.begin_nested():
                details = ProposeDetails(mentor_id=one.mentor_id)
                perform(pairing, "propose", actor, details, version=one.version)
        except (Refused, InvalidDetails) as error:
            passed_over.append(f"{pairing.mentee.name}: {_why(error)}")
        else:
            proposed.append([one.pairing_id, one.mentor_id])
    _finish(draft, proposed, passed_over, actor)
    return passed_over


def _hold_everything(proposals: Sequence[Proposal]) -> dict[int, Pairing]:
    """Every pairing, and then every mentor, held in one order: two matches at once wait for each other."""
    pairings = db.session.scalars(
        select(Pairing)
        .options(joinedload(Pairing.mentee))
        .where(Pairing.id.in_([one.pairing_id for one in proposals]))
        .order_by(Pairing.id)
        .with_for_update(of=Case.__table__)
    ).all()
    mentors = select(MentorProfile.person_id).where(
        MentorProfile.person_id.in_([one.mentor_id for one in proposals])
    )
    db.session.scalars(mentors.order_by(MentorProfile.person_id).with_for_update()).all()
    return {one.id: one for one in pairings}


def _why(error: Refused | InvalidDetails) -> str:
    return " ".join(error.problems.values()) if isinstance(error, InvalidDetails) else str(error)


def _finish(draft: MatchDraft, proposed: Pairs, passed_over: Sequence[str], actor: Person) -> None:
    draft.pinned, draft.proposed_at, draft.version = proposed, now(), draft.version + 1
    draft.changes = [
        *draft.changes,
        *({"version": draft.version, "by": actor.name, "passed_over": why} for why in passed_over),
    ]
    record(draft.trust_id, "match_proposed", actor, name=f"match {draft.number}", pairs=len(proposed))


def proposed_in(draft: MatchDraft) -> list[Any]:
    """What became of each pair that a draft proposed, by the mentee's name; one statement."""
    rows = db.session.scalars(
        select(Pairing)
        .options(joinedload(Pairing.mentee), joinedload(Pairing.mentor))
        .where(Pairing.id.in_([pairing_id for pairing_id, _ in draft.pinned]))
    )
    return sorted(rows, key=lambda one: (one.mentee.name, one.id))


def passed_over_in(draft: MatchDraft) -> list[str]:
    """Why some of a draft's pairs were not proposed."""
    return [str(one["passed_over"]) for one in draft.changes if "passed_over" in one]


def _lock(draft: MatchDraft, version: int | None) -> None:
    """Hold the draft as it is now. Raises DraftChanged, and NotYet once it is proposed."""
    db.session.scalars(
        select(MatchDraft)
        .where(MatchDraft.id == draft.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if draft.proposed_at is not None:
        raise NotYet("This match has been proposed already. Start a new one for whoever is left.")
    if version is not None and version != draft.version:
        raise DraftChanged([_in_words(one) for one in draft.changes if one["version"] > version])


def _in_words(change: JsonObject) -> str:
    did = DONE[Press(change["did"])].format(mentee=change["mentee"], mentor=change["mentor"])
    return f"{change['by']} {did}."


def _remember(draft: MatchDraft, actor: Person, what: Press, *, mentee: str, mentor: str) -> None:
    draft.version += 1
    who = {"by": actor.name, "mentee": mentee, "mentor": mentor}
    change = {"version": draft.version, "did": what.value, **who}
    draft.changes = [*draft.changes, change][-MOST_REMEMBERED:]
