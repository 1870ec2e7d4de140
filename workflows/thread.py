"""The thread of a focus: what was held about it, what was agreed there, and whether it changed practice.

Each reader finds what they may see, and hears nothing of the rest, not even how much of it there is. However
long a thread is, it takes as many statements: one a kind of case, and four for all that came out of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from workflows.actions import Action, ActionFlow, Impact
from workflows.cases import Case
from workflows.clock import LONDON
from workflows.connect import ConnectSession
from workflows.database import db
from workflows.dates.model import CalendarEntry
from workflows.feedback.results import practice_changed
from workflows.forums import Forum
from workflows.giving import FocusArea
from workflows.library import LibraryEntry, LibraryFlow
from workflows.library.model import LibraryFocus
from workflows.library.queries import THERE
from workflows.meetings import Meeting, MeetingFlow
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews.model import ReviewFocus
from workflows.places import School
from workflows.support_requests import SupportRequest
from workflows.trust_sessions import TrustSession
from workflows.trust_sessions.model import SessionFocus
from workflows.visibility import Viewer, visible_to
from workflows.visits import Visit, VisitFlow
from workflows.visits.model import VisitFocus

MOST: Final = 40
"""Pieces of each sort on a page, newest first."""


@dataclass(frozen=True)
class Strand:
    """A kind of case that has focus areas: which case is about which, and on what day it was."""

    kind: type[Case]
    case_id: Any
    focus_area_id: Any
    #: the day, or the moment, by which it stands in the thread
    on: Any
    #: states in which it is not, or was not, held
    but: tuple[str, ...] = ()


def _starts_at(entry_id: Any) -> Any:
    """Of what has its day in diaries alone."""
    return select(CalendarEntry.starts_at).where(CalendarEntry.id == entry_id).scalar_subquery()


def _area_of_forum(group_id: Any) -> Any:
    """What the meetings of a forum are about."""
    forums: Any = Forum.__table__
    return select(forums.c.focus_area_id).where(forums.c.id == group_id).scalar_subquery()


_MEETINGS: Final[Any] = Meeting.__table__
_NOT_MET: Final = tuple(
    state.name for state in (*MeetingFlow.ahead.members, MeetingFlow.postponed, MeetingFlow.called_off)
)
"""Meetings of a year ahead are in its plan and in diaries; the thread tells of those that took place."""

STRANDS: Final = (
    Strand(
        SupportRequest,
        SupportRequest.id,
        SupportRequest.focus_area_id,
        SupportRequest.opened_at,
        but=("draft", "withdrawn", "signposted"),
    ),
    Strand(
        PeerReview,
        ReviewFocus.review_id,
        ReviewFocus.focus_area_id,
        PeerReview.visit_starts_on,
        but=("stopped",),
    ),
    Strand(
        TrustSession,
        SessionFocus.session_id,
        SessionFocus.focus_area_id,
        TrustSession.starts_at,
        but=("postponed", "called_off"),
    ),
    Strand(
        ConnectSession,
        ConnectSession.id,
        ConnectSession.focus_area_id,
        _starts_at(ConnectSession.entry_id),
        but=("postponed", "called_off"),
    ),
    Strand(Meeting, _MEETINGS.c.id, _area_of_forum(_MEETINGS.c.group_id), Meeting.starts_at, but=_NOT_MET),
)
"""Whatever is held about a focus, and can lead to actions, to the library and to visits."""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Something in the thread that its reader may open."""

    id: int
    noun: str
    title: str
    path: str
    state: str = ""
    on: date | None = None
    #: of an action that was verified: what difference it has made
    impact: Impact | None = None
    #: of an entry of the library: whose practice it is
    school: str = ""


@dataclass(frozen=True, kw_only=True)
class Knot:
    """One meeting, or what else was held, with all that came of it."""

    held: Piece
    actions: tuple[Piece, ...]
    #: how many said what, where that is told
    practice: tuple[tuple[str, int], ...]
    entries: tuple[Piece, ...]
    visits: tuple[Piece, ...]


@dataclass(frozen=True, kw_only=True)
class Thread:
    """All of it about one focus, newest first."""

    focus: FocusArea
    above: str
    #: the areas within it, which are part of it
    within: tuple[str, ...]
    knots: tuple[Knot, ...]
    #: what is about the focus and came of none of these
    entries: tuple[Piece, ...]
    visits: tuple[Piece, ...]
    #: older pieces are left out
    is_cut: bool

    @property
    def is_empty(self) -> bool:
        return not (self.knots or self.entries or self.visits)


def thread_of(focus: FocusArea, viewer: Viewer) -> Thread:
    """The thread of a focus, as far as this reader may see it."""
    within = _within(focus)
    areas = [focus.id, *within]
    held = _held(areas, viewer)
    is_cut, held = len(held) > MOST, held[:MOST]
    ids = [one.id for one in held]
    actions, practice = _actions(ids, viewer), practice_changed(ids)
    entries = _entries(areas, ids)
    visits = _visits(areas, [entry for found in entries.values() for entry in found], viewer)
    knots = tuple(
        Knot(
            held=one,
            actions=tuple(actions[one.id]),
            practice=practice.get(one.id, ()),
            entries=tuple(entries[one.id]),
            visits=tuple(visit for entry in entries[one.id] for visit in visits[entry.id]),
        )
        for one in held
    )
    return Thread(
        focus=focus,
        above=focus.parent.name if focus.parent else "",
        within=tuple(within.values()),
        knots=knots,
        entries=tuple(entries[None]),
        visits=(*(v for entry in entries[None] for v in visits[entry.id]), *visits[None]),
        is_cut=is_cut,
    )


def threads(viewer: Viewer) -> list[FocusArea]:
    """The focus areas about which there is something that this reader may see, by name."""
    found = [
        select(strand.focus_area_id).where(strand.case_id.in_(_seen(strand, viewer))) for strand in STRANDS
    ]
    shelf = (
        select(LibraryFocus.focus_area_id)
        .join(LibraryEntry, LibraryEntry.id == LibraryFocus.entry_id)
        .where(LibraryEntry.state.in_(THERE))
    )
    conditions = [FocusArea.id.in_(one) for one in (*found, shelf)]
    statement = select(FocusArea).where(or_(*conditions)).order_by(FocusArea.name, FocusArea.id)
    return list(db.session.scalars(statement))


def focus_called(focus_id: int) -> FocusArea | None:
    """The focus area with this number in the trust."""
    return db.session.scalars(
        select(FocusArea).where(FocusArea.id == focus_id).options(joinedload(FocusArea.parent))
    ).one_or_none()


def _within(focus: FocusArea) -> dict[int, str]:
    rows = db.session.execute(
        select(FocusArea.id, FocusArea.name)
        .where(FocusArea.parent_id == focus.id)
        .order_by(FocusArea.position, FocusArea.id)
    )
    return {row.id: row.name for row in rows}


def _seen(strand: Strand, viewer: Viewer) -> Any:
    kind = strand.kind
    return select(kind.id).where(kind.state.not_in(strand.but), visible_to(kind, viewer)).correlate(None)


def _held(areas: Collection[int], viewer: Viewer) -> list[Piece]:
    """Whatever was held about these areas, newest first; one more than a page has, if there are more."""
    found = [piece for strand in STRANDS for piece in _of_strand(strand, areas, viewer)]
    return sorted(found, key=lambda one: (one.on or date.min, one.id), reverse=True)[: MOST + 1]


def _of_strand(strand: Strand, areas: Collection[int], viewer: Viewer) -> list[Piece]:
    kind = strand.kind
    about = select(strand.case_id).where(strand.focus_area_id.in_(areas)).correlate(None)
    rows = db.session.execute(
        select(kind.id, kind.reference, kind.title, kind.state, strand.on.label("on"))
        .where(kind.id.in_(about), kind.state.not_in(strand.but), visible_to(kind, viewer))
        .order_by(strand.on.desc(), kind.id.desc())
        .limit(MOST + 1)
    )
    return [_piece(kind, row) for row in rows]


def _piece(kind: type[Case], row: Any, **more: Any) -> Piece:
    flow = kind.flow
    return Piece(
        id=row.id,
        noun=flow.noun,
        title=row.title or flow.noun,
        path=f"/{flow.slug}/{row.reference}",
        state=flow.states[row.state].label,
        on=_day(row.on),
        **more,
    )


def _day(at: date | datetime | None) -> date | None:
    return at.astimezone(LONDON).date() if isinstance(at, datetime) else at


def _actions(ids: Collection[int], viewer: Viewer) -> Mapping[int, list[Piece]]:
    found: dict[int, list[Piece]] = defaultdict(list)
    rows = db.session.execute(
        select(
            Action.came_from_id,
            Action.id,
            Action.reference,
            Action.title,
            Action.state,
            Action.impact,
            Action.due_on.label("on"),
        )
        .where(
            Action.came_from_id.in_(ids),
            Action.state != ActionFlow.dropped.name,
            visible_to(Action, viewer),
        )
        .order_by(Action.due_on, Action.id)
    )
    for row in rows:
        found[row.came_from_id].append(_piece(Action, row, impact=row.impact))
    return found


def _entries(areas: Collection[int], ids: Collection[int]) -> Mapping[int | None, list[Piece]]:
    """What stands in the library: by what it came from, or None where that is no part of the thread."""
    found: dict[int | None, list[Piece]] = defaultdict(list)
    about = select(LibraryFocus.entry_id).where(LibraryFocus.focus_area_id.in_(areas))
    rows = db.session.execute(
        select(
            LibraryEntry.id,
            LibraryEntry.reference,
            LibraryEntry.title,
            LibraryEntry.came_from_id,
            School.name,
        )
        .join(School, School.id == LibraryEntry.school_id)
        .where(
            or_(LibraryEntry.id.in_(about), LibraryEntry.came_from_id.in_(ids)),
            LibraryEntry.state.in_(THERE),
        )
        .order_by(LibraryEntry.id.desc())
        .limit(MOST)
    )
    for row in rows:
        piece = Piece(
            id=row.id,
            noun=LibraryFlow.noun,
            title=row.title,
            path=f"/library/{row.reference}",
            school=row.name,
        )
        found[row.came_from_id if row.came_from_id in ids else None].append(piece)
    return found


def _visits(
    areas: Collection[int], entries: Iterable[Piece], viewer: Viewer
) -> Mapping[int | None, list[Piece]]:
    """Visits about these areas, or asked for out of these entries: by the entry, or None."""
    found: dict[int | None, list[Piece]] = defaultdict(list)
    shelf = {entry.id for entry in entries}
    about = select(VisitFocus.visit_id).where(VisitFocus.focus_area_id.in_(areas))
    not_visits = (VisitFlow.offered.name, VisitFlow.ended.name, VisitFlow.withdrawn.name)
    rows = db.session.execute(
        select(
            Visit.id,
            Visit.reference,
            Visit.title,
            Visit.state,
            Visit.library_id,
            Visit.starts_at.label("on"),
        )
        .where(
            or_(Visit.id.in_(about), Visit.library_id.in_(shelf)),
            Visit.state.not_in(not_visits),
            visible_to(Visit, viewer),
        )
        .order_by(Visit.id.desc())
        .limit(MOST)
    )
    for row in rows:
        found[row.library_id if row.library_id in shelf else None].append(_piece(Visit, row))
    return found
