"""The programme of a session, and what comes after it: what was learned, actions, and the look back."""

from __future__ import annotations

from typing import Final

from workflows.actions import ActionDetails, agree
from workflows.clock import LONDON
from workflows.database import db
from workflows.details import InvalidDetails
from workflows.errors import NotYet
from workflows.perform import Act
from workflows.trust_sessions.details import (
    EvaluationDetails,
    ItemChosen,
    ItemDetails,
    LookBackDetails,
    OffersWanted,
)
from workflows.trust_sessions.flow import TrustSessionFlow as Flow
from workflows.trust_sessions.model import ProgrammeItem, TrustSession

INTO_THE_HALF_TERM: Final = 10
"""Working days into the next half-term by which the session is looked back on."""


@Flow.on("ask_for_offers")
def keep_wish(session: TrustSession, details: OffersWanted, _: Act) -> None:
    session.offers_wanted = details.offers_wanted.strip()


@Flow.on("set_item")
def set_item(session: TrustSession, details: ItemDetails, act: Act) -> None:
    """Add a line to the programme, or change one that is there."""
    known = {one.id for one in session.foci}
    if details.focus_id is not None and details.focus_id not in known:
        raise InvalidDetails({"focus_id": "Choose one of the foci"})
    if details.starts < session.starts_at.astimezone(LONDON).time():
        raise InvalidDetails(
            {"starts": "That is before the session begins. Move the session, or start later"}
        )
    item = _item(session, details.item_id) if details.item_id is not None else None
    if item is None:
        item = ProgrammeItem(trust_id=session.trust_id, session_id=session.id)
        db.session.add(item)
    for name in ("kind", "title", "starts", "ends", "room", "led_by", "focus_id"):
        setattr(item, name, getattr(details, name))
    _refresh(session)
    act.facts["title"] = details.title


@Flow.on("remove_item")
def remove_item(session: TrustSession, details: ItemChosen, act: Act) -> None:
    item = _item(session, details.item_id)
    act.facts["title"] = item.title
    db.session.delete(item)
    _refresh(session)


def _item(session: TrustSession, item_id: int) -> ProgrammeItem:
    found = next((one for one in session.items if one.id == item_id), None)
    if found is None:
        raise InvalidDetails({"item_id": "That line is not in the programme any more"})
    return found


def _refresh(session: TrustSession) -> None:
    db.session.flush()
    db.session.expire(session, ["items"])


@Flow.guard("publish_programme", "registration_opens")
def has_a_programme(session: TrustSession, _: object) -> None:
    if not session.items:
        raise NotYet("The programme is empty. Add at least one line to it first.")


@Flow.on("evaluate")
def keep_evaluation(session: TrustSession, details: EvaluationDetails, act: Act) -> None:
    session.learned, session.next_time = details.learned.strip(), details.next_time.strip()
    calendar = act.calendars.of_school(session.trust_id)
    begins = calendar.half_term_after(max(act.today, session.on))
    session.look_back_on = calendar.add_working_days(begins, INTO_THE_HALF_TERM)


@Flow.on("ask_for_action")
def open_action(_: TrustSession, details: ActionDetails, act: Act) -> None:
    action = agree(details, act)
    act.facts |= {"reference": action.reference, "owner": action.owner.name}


@Flow.on("look_back")
def keep_what_changed(session: TrustSession, details: LookBackDetails, _: Act) -> None:
    session.changed = details.changed.strip()
