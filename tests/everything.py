"""One of everything that has a page, and what stands in the addresses of those pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy import select

from tests import forums, meetings, trust_sessions, visits
from tests.client import Browser
from tests.connect import offer_session
from tests.hubs import form
from tests.library import library_entry
from tests.pairings import second_administrator
from tests.pairs import called, pair_up
from tests.peer_reviews import KEY, plan_a_review, ready_to_review
from tests.rounds import begin_with_schools
from tests.story import Story
from tests.world import World
from tests.year_plans import lay_out_hub
from workflows.actions import Action
from workflows.administration import hubs
from workflows.connect import ConnectSession
from workflows.database import db, scope
from workflows.feedback.asking import plan
from workflows.files import File
from workflows.forums import Forum
from workflows.giving import FocusArea
from workflows.hubs import HubCase
from workflows.library import LibraryEntry
from workflows.meetings import Meeting
from workflows.messages import Message
from workflows.openings import Opening, OpeningDetails, ask_to_open
from workflows.pairings import Pairing
from workflows.peer_reviews import PeerReview
from workflows.people import Appointment
from workflows.places import HubMembership, Trust
from workflows.review_rounds import ReviewRound
from workflows.school_calendar import calendars
from workflows.support_requests import SupportRequest
from workflows.trust_sessions import TrustSession
from workflows.visits import Visit
from workflows.year_plans import YearPlan


def one_of_everything(app: Flask, harbour: World, sign_in_as: Callable[..., Browser]) -> Story:
    """A request under way, with an action out of it, and something of everything that is administered."""
    story = Story(harbour, sign_in_as, app)
    story.is_under_way()
    story.does(
        "priya",
        "ask_for_action",
        title="Order books",
        owner_id=harbour.people["tom"],
        due_on="30/11/2026",
        success_measure="They are on the shelves",
    )
    tom = str(harbour.people["tom"])
    story.does("priya", "add_date", title="A look", on="25/11/2026", people=tom)
    story.does(
        "priya",
        "offer_times",
        title="The data",
        people=tom,
        answer_by="20/11/2026",
        **{"options-0-on": "25/11/2026", "options-1-on": "26/11/2026"},
    )
    with app.app_context(), scope(harbour.trust_id):
        ada = harbour.person("ada")
        hub = hubs.create_hub(hubs.HubDetails(name="East"), ada)
        second_administrator(harbour)
        joining = hubs.Joining(school_id=harbour.schools["saltmarsh"], starts_on=date(2026, 9, 1))
        hubs.add_school(hub, joining, ada)
        pairing = called(pair_up(harbour))
        ready_to_review(harbour)
        plan_a_review(harbour)
        ask_to_open(OpeningDetails(pairing_id=pairing.id, reason="A court has asked for it."), ada)
        begin_with_schools(harbour)
        visits.agreed_visit(harbour)
        visits.offer_to_be_visited(harbour, date(2026, 11, 16))
        plan_feedback(harbour)
        form(harbour, coordinator_id=harbour.people["lena"])
        forums.started(harbour)
        trust_sessions.plan(harbour)
        offer_session(harbour, date(2026, 12, 2), "tom")
        library_entry(harbour)
        lay_out_hub(harbour)
        meetings.a_meeting(harbour)
        db.session.commit()
    return story


def plan_feedback(world: World) -> None:
    """Whoever has worked on the request is asked how it was."""
    request = db.session.scalars(select(SupportRequest)).one()
    plan(request, date(2026, 11, 16), calendars(db.session.get_one(Trust, world.trust_id)))


def first_ids(app: Flask, world: World) -> dict[str, Any]:
    """What stands in addresses, from the rows of one trust."""
    with app.app_context(), scope(world.trust_id):
        return {
            "person_id": world.people["sam"],
            "school_id": world.schools["saltmarsh"],
            "hub_id": db.session.scalar(select(HubMembership.hub_id)),
            "membership_id": db.session.scalar(select(HubMembership.id)),
            "area_id": db.session.scalar(select(FocusArea.id)),
            "appointment_id": db.session.scalar(select(Appointment.id)),
            "message_id": db.session.scalar(select(Message.id)),
            "file_id": db.session.scalar(select(File.id)) or 1,
            "year": 2026,
            "kind": "csv",
            "transition": "add_note",
            "role": "giver",
            "token": "a-token-that-nobody-was-sent",
            "number": 1,
            "place": 1,
            "actions": db.session.scalar(select(Action.reference)),
            "section": "strengths",
            "key": KEY,
            "reviews": db.session.scalar(select(PeerReview.reference)),
            "rounds": db.session.scalar(select(ReviewRound.reference)),
            "pairings": db.session.scalar(select(Pairing.reference)),
            "openings": db.session.scalar(select(Opening.reference)),
            "sessions": db.session.scalar(select(TrustSession.reference)),
            "connect": db.session.scalar(select(ConnectSession.reference)),
            "years": db.session.scalar(select(YearPlan.reference)),
            "visits": db.session.scalar(select(Visit.reference).where(Visit.visitor_id.is_not(None))),
            "hubs": db.session.scalar(select(HubCase.reference)),
            "forums": db.session.scalar(select(Forum.reference)),
            "library": db.session.scalar(select(LibraryEntry.reference)),
            "meetings": db.session.scalar(select(Meeting.reference)),
            "offers": db.session.scalar(select(Visit.reference).where(Visit.visitor_id.is_(None))),
        }
