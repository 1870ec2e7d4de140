"""Secret votes, one a school: who has voted is known, what they chose is not; counted at the close.

All ballots of a vote lie in one sealed box. It is opened and sealed anew with each vote, and its ballots lie
in the order of their receipts, which are random: neither a row, nor its place, nor its version tells who put
which one in. See docs/ballots.md for what that protects from, and what it cannot.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows import sealing
from workflows.cases import Case
from workflows.clock import day_in_words
from workflows.database import JsonObject, Model, Scoped, db, text_enum
from workflows.people import Person
from workflows.places import School

MOST_RANKED: Final = 3
"""Choices that a ballot ranks: a first, a second and a third."""
FEWEST_COUNTED: Final = 5
"""Of fewer ballots, numbers would say how single schools have voted: only what was chosen is published."""
_ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_GROUPS, _GROUP = 4, 4


class Method(StrEnum):
    """How a trust's schools vote."""

    APPROVAL = "approval"
    RANKING = "ranking"


class HasVoted(Exception):
    """The school has voted already: says who did, and when."""

    def __init__(self, voter: Voter) -> None:
        super().__init__(f"{voter.school.name} has voted: {voter.person.name} did")
        self.voter = voter


class Vote(Scoped, Model):
    """A vote that a case holds: what there is to choose from, and the box with the ballots."""

    __tablename__ = "votes"
    __table_args__ = (
        CheckConstraint("places > 0", name="somebody_is_chosen"),
        CheckConstraint("(closed_at IS NULL) = (counted IS NULL)", name="counted_at_the_close"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), unique=True)
    method: Mapped[Method] = mapped_column(text_enum(Method, "method"))
    #: how many are chosen
    places: Mapped[int]
    #: ids of what there is to choose from, as the case knows them
    options: Mapped[list[int]] = mapped_column(JSON)
    closed_at: Mapped[datetime | None]
    #: every ballot, sealed together; none before the first
    box: Mapped[bytes | None] = mapped_column(LargeBinary)
    #: the count that was published, as `Count`
    counted: Mapped[JsonObject | None] = mapped_column(JSON(none_as_null=True))

    case: Mapped[Case] = relationship()
    voters: Mapped[list[Voter]] = relationship(back_populates="vote", order_by="Voter.school_id")

    @property
    def published(self) -> Count | None:
        """What was published; None until the vote closes."""
        return Count.from_json(self.counted) if self.counted is not None else None


class Voter(Scoped, Model):
    """A school that has voted, and who did for it: one row a school, and none says what they chose."""

    __tablename__ = "voters"

    vote_id: Mapped[int] = mapped_column(ForeignKey("votes.id"), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), primary_key=True, index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    voted_on: Mapped[date]

    vote: Mapped[Vote] = relationship(back_populates="voters")
    school: Mapped[School] = relationship()
    person: Mapped[Person] = relationship()


@dataclass(frozen=True)
class Ballot:
    """What one school chose, in its order where that counts; nothing where it abstained."""

    choices: tuple[int, ...]
    #: hash of the receipt, by which whoever has that finds it again
    key: str


@dataclass(frozen=True)
class Count:
    """What came of a vote. `scores` is empty where there were too few ballots to publish numbers."""

    ballots: int
    abstained: int
    #: approvals, or points, by option
    scores: dict[int, int] = field(default_factory=dict)
    #: those that are chosen for certain, the highest score first
    chosen: tuple[int, ...] = ()
    #: those with the same score, of which `left` are chosen by whoever settles ties
    tied: tuple[int, ...] = ()
    left: int = 0

    def as_json(self) -> JsonObject:
        return {
            "ballots": self.ballots,
            "abstained": self.abstained,
            "scores": {str(option): score for option, score in self.scores.items()},
            "chosen": list(self.chosen),
            "tied": list(self.tied),
            "left": self.left,
        }

    @classmethod
    def from_json(cls, stored: JsonObject) -> Count:
        scores = {int(option): score for option, score in stored["scores"].items()}
        return cls(
            stored["ballots"],
            stored["abstained"],
            scores,
            tuple(stored["chosen"]),
            tuple(stored["tied"]),
            stored["left"],
        )


def open_vote(case: Case, options: Iterable[int], *, method: Method, places: int) -> Vote:
    """Begin a vote of this case, with an empty box."""
    vote = Vote(
        trust_id=case.trust_id, case_id=case.id, method=method, places=places, options=sorted(options)
    )
    db.session.add(vote)
    db.session.flush()
    return vote


def new_receipt() -> str:
    """A code of 80 random bits, which only its voter gets to see: "7KQ2-M4XD-…"."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def cast(
    vote: Vote, choices: Sequence[int], *, school: School, person: Person, receipt: str, on: date
) -> None:  # fmt: skip
    """Put a school's ballot into the box; it is final. The caller holds the vote's case.

    Raises HasVoted where the school has voted, ValueError where what was chosen is not on offer.
    """
    _check(vote, choices)
    _write_down_voter(vote, school, person, on)
    ballots = [*_ballots(vote), Ballot(tuple(choices), _key(vote, receipt))]
    lines = sorted((one.key, _line(vote, one.choices)) for one in ballots)
    vote.box = sealing.seal(lines, place_id=vote.case_id, trust_id=vote.trust_id, what=_name(vote))
    db.session.flush()


def _write_down_voter(vote: Vote, school: School, person: Person, on: date) -> None:
    found = db.session.get(Voter, (vote.id, school.id), populate_existing=True)
    if found is not None:
        raise HasVoted(found)
    voter = Voter(
        trust_id=vote.trust_id, vote_id=vote.id, school_id=school.id, person_id=person.id, voted_on=on
    )
    try:
        with db.session.begin_nested():
            db.session.add(voter)
    except IntegrityError as error:  # two at the same moment: the unique key knows
        other = db.session.get_one(Voter, (vote.id, school.id), populate_existing=True)
        raise HasVoted(other) from error
    db.session.expire(vote, ["voters"])


def _check(vote: Vote, choices: Sequence[int]) -> None:
    if len(set(choices)) != len(choices) or not set(choices) <= set(vote.options):
        raise ValueError("choose from what there is, each once")
    if vote.method is Method.RANKING and len(choices) > MOST_RANKED:
        raise ValueError(f"rank {MOST_RANKED} at the most")


def close(vote: Vote, at: datetime) -> Count:
    """Count the ballots; nothing more goes into the box."""
    counted = recount(vote)
    vote.closed_at, vote.counted = at, counted.as_json()
    db.session.flush()
    return counted


def recount(vote: Vote) -> Count:
    """Count the ballots in the box, by the same rule each time."""
    ballots = [one.choices for one in _ballots(vote)]
    return count(ballots, vote.options, method=vote.method, places=vote.places)


def count(
    ballots: Sequence[Sequence[int]], options: Iterable[int], *, method: Method, places: int
) -> Count:  # fmt: skip
    """What comes of these ballots. Their order, and that of the options, makes no difference."""
    points = dict.fromkeys(options, 0)
    for option, score in _points(ballots, method):
        points[option] += score
    ranked = sorted(points.items(), key=lambda pair: (-pair[1], pair[0]))
    chosen, tied, left = _chosen(ranked, places)
    is_few = len(ballots) < FEWEST_COUNTED
    return Count(
        ballots=len(ballots),
        abstained=0 if is_few else sum(not one for one in ballots),
        scores={} if is_few else dict(ranked),
        # Without numbers no order either: it would be one.
        chosen=tuple(sorted(chosen)) if is_few else chosen,
        tied=tied,
        left=left,
    )


def _points(ballots: Iterable[Sequence[int]], method: Method) -> Iterator[tuple[int, int]]:
    """One for each tick; or by Borda: three for a first choice, two for a second, one for a third."""
    for choices in ballots:
        for place, option in enumerate(choices):
            yield option, 1 if method is Method.APPROVAL else MOST_RANKED - place


def _chosen(
    ranked: Sequence[tuple[int, int]], places: int
) -> tuple[tuple[int, ...], tuple[int, ...], int]:  # fmt: skip
    """Those that are chosen, those tied for the last places, and how many places those are."""
    wanted = [(option, score) for option, score in ranked if score > 0]
    if not wanted:  # nobody wanted any: whoever settles ties looks at all of them
        return (), tuple(sorted(option for option, _ in ranked)), places
    if len(wanted) <= places:
        return tuple(option for option, _ in wanted), (), 0
    last = wanted[places - 1][1]
    if wanted[places][1] != last:
        return tuple(option for option, _ in wanted[:places]), (), 0
    sure = tuple(option for option, score in wanted if score > last)
    tied = tuple(sorted(option for option, score in wanted if score == last))
    return sure, tied, places - len(sure)


@dataclass(frozen=True)
class Checked:
    """Whether a count holds: as many ballots as voters, and the same result when they are counted again."""

    voters: int
    ballots: int
    is_same: bool

    @property
    def holds(self) -> bool:
        return self.is_same and self.voters == self.ballots


def check(vote: Vote) -> Checked:
    """Count a closed vote again, and compare with what was published."""
    again = recount(vote)
    voters = len(db.session.scalars(select(Voter.school_id).where(Voter.vote_id == vote.id)).all())
    return Checked(voters, again.ballots, again == vote.published)


def ballot_with(vote: Vote, receipt: str) -> Ballot | None:
    """The ballot that this receipt was given for, once the vote is closed; None where there is none."""
    if vote.closed_at is None:
        return None
    wanted = _key(vote, receipt)
    return next((one for one in _ballots(vote) if secrets.compare_digest(one.key, wanted)), None)


def _key(vote: Vote, receipt: str) -> str:
    typed = "".join(receipt.upper().split()).replace("-", "")
    return sha256(f"{vote.id}:{typed}".encode()).hexdigest()


def _ballots(vote: Vote) -> list[Ballot]:
    if vote.box is None:
        return []
    lines: list[Any] = sealing.unseal(vote.box, place_id=vote.case_id, what=_name(vote))
    return [Ballot(tuple(_choices(vote, line)), key) for key, line in lines]


def _name(vote: Vote) -> str:
    return f"vote {vote.id}"


def _line(vote: Vote, choices: Sequence[int]) -> str:
    """A digit for each option, so that all ballots are of one length: 0 is not chosen, else its place."""
    is_ranked = vote.method is Method.RANKING
    place = {one: number if is_ranked else 1 for number, one in enumerate(choices, start=1)}
    return "".join(str(place.get(one, 0)) for one in vote.options)


def _choices(vote: Vote, line: str) -> Iterator[int]:
    placed = [(int(digit), option) for digit, option in zip(line, vote.options, strict=True) if digit != "0"]
    return (option for _, option in sorted(placed))


def day_of(voter: Voter) -> str:
    """ "Friday 4 December"."""
    return day_in_words(voter.voted_on)
