"""The whole route table, asked by everybody: what is not theirs is not there, and reading changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule as Route

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
from tests.world import PEOPLE, World
from tests.year_plans import lay_out_hub
from webapp import access
from workflows.actions import Action
from workflows.administration import hubs
from workflows.connect import ConnectSession
from workflows.database import EVERY_TRUST, Model, db, scope
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

EVERYBODY = {name for name, _, _ in PEOPLE}
#: one of each kind: whoever else there is holds what one of these does
KINDS = ("priya", "dan", "sam", "gita", "tom", "carol", "asha", "lena", "ada")
OFFICE = {"ada"}
OFFICE_AND_LEAD = {"ada", "lena"}
ON_THE_REQUEST = {"priya", "marta", "tom", "lea", "asha", "lena"}
"""Both heads, the giver, the giving school's senior leader, the coordinator and the improvement lead."""
ARRANGERS = {"asha", "lena"}
ON_THE_PAIRING = {"sam", "tom", *ARRANGERS}
"""Its mentee and its mentor, and those who see its outline."""
ON_THE_TEAM = {"tom", "una"}
"""Who will be asked to review at Saltmarsh, whose head owns the report."""
WORKERS = EVERYBODY - {"gita"}
AT_SCHOOLS = WORKERS - {"asha", "lena", "ada"}
ON_THE_VISIT = {"sam", "priya", "tom", "marta", "lea", "lena"}
"""The visitor and whoever looks after them, both heads, the host's senior leader, the improvement lead."""

WHO = {
    "account": EVERYBODY,
    "actions": ON_THE_REQUEST,
    "actions.index": EVERYBODY,
    "administration": OFFICE,
    "calendar": EVERYBODY,
    "connect": WORKERS,
    "dates": ON_THE_REQUEST,
    "dates.connect": WORKERS,
    "dates.connect_reply": {"tom", "lena"},
    "dates.meetings": WORKERS,
    "dates.meetings_reply": WORKERS,
    "dates.pairings": {"sam", "tom"},
    "dates.pairings_reply": {"sam", "tom"},
    "dates.reviews": {"lena"},
    "dates.reviews_reply": {"lena"},
    "dates.sessions": WORKERS,
    "dates.sessions_reply": WORKERS,
    "dates.times": {"priya", "tom"},
    "dates.visits": ON_THE_VISIT,
    "dates.visits_reply": ON_THE_VISIT,
    "directory": EVERYBODY,
    "directory.all_conflicts": {"lena"},
    "directory.school_strengths": {"priya"},
    "directory.working_on": {"priya"},
    "feedback": ON_THE_REQUEST,
    "files": ON_THE_REQUEST,
    "files.reviews": {"priya"},
    "files.reviews_attach": {"priya"},
    "imports": OFFICE,
    "mailbox": OFFICE,
    "openings": OFFICE,
    "pairings": ON_THE_PAIRING,
    "pairings.all_mentors": WORKERS,
    "pairings.edit_mentor": ARRANGERS,
    "pairings.export": WORKERS,
    "pairings.index": WORKERS,
    "pairings.match": ARRANGERS,
    "pairings.matches": ARRANGERS,
    "pairings.new": WORKERS - OFFICE,
    "pairings.overview": ARRANGERS,
    "pairings.profile": WORKERS,
    "pairings.progress": {"sam", "tom"},
    "pairings.record": {"sam"},
    "pairings.shared": EVERYBODY,
    "library": WORKERS,
    "files.library": WORKERS,
    # Who reads an entry and may not change it is told so (403).
    "files.library_attach": WORKERS,
    "peer_reviews": {"priya"},
    "peer_reviews.answer_comment": ON_THE_TEAM,
    "peer_reviews.edit_prompt": OFFICE_AND_LEAD,
    "peer_reviews.edit_training": ARRANGERS,
    "peer_reviews.export": EVERYBODY,
    "peer_reviews.index": EVERYBODY,
    "peer_reviews.new": ARRANGERS,
    "peer_reviews.new_prompt": OFFICE_AND_LEAD,
    "peer_reviews.new_training": ARRANGERS,
    "peer_reviews.show": {"priya", *ARRANGERS},
    "peer_reviews.step": {"priya", *ARRANGERS},
    "peer_reviews.template": OFFICE_AND_LEAD,
    "peer_reviews.themes_page": ARRANGERS,
    "peer_reviews.training": ARRANGERS,
    "peer_reviews.write_estimates": ON_THE_TEAM,
    "peer_reviews.write_report": ON_THE_TEAM,
    "peer_reviews.write_section": ON_THE_TEAM,
    "peer_reviews.write_themes": ON_THE_TEAM,
    "sign_ups": WORKERS,
    "sign_ups.connect_door": {"tom", "lena"},
    "support_requests": ON_THE_REQUEST,
    "support_requests.export": EVERYBODY,
    "support_requests.index": EVERYBODY,
    "support_requests.new": {"priya", "dan", "marta", "carol"},
    "thread": WORKERS,
    "today": EVERYBODY,
    "trust_sessions": WORKERS,
    "trust_sessions.new": ARRANGERS,
    "trust_sessions.new_without_vote": {"lena"},
    "typed": EVERYBODY,
    "review_rounds": {"lena", "asha"},
    "hubs": WORKERS,
    "hubs.new": {"lena"},
    "forums": WORKERS,
    "year_plans": {"asha", "lena"},
    "year_plans.index": WORKERS,
    "year_plans.new": {"asha", "lena", "tom"},
    "meetings": WORKERS,
    "meetings.minutes": {"asha", "lena"},
    "meetings.new": {"asha", "lena", "tom"},
    "meetings.write": {"asha", "lena"},
    "sign_ups.meetings_attendance": WORKERS,
    "sign_ups.meetings_door": {"asha", "lena"},
    "visits": ON_THE_VISIT,
    "visits.ask_by_entry": AT_SCHOOLS,
    "visits.ask_by_offer": AT_SCHOOLS,
    "visits.ask_by_stall": AT_SCHOOLS,
    "visits.index": WORKERS,
    "visits.new": AT_SCHOOLS,
    "visits.new_offer": {"priya", "dan", "marta", "lea", "carol"},
    "visits.offer": WORKERS,
    "visits.offers": WORKERS,
}
"""Who may open the pages of a blueprint, or one page of it; written by hand, so that a rule cannot agree
with itself. The office shares places and dates with the improvement lead."""

SHARED_WITH_THE_LEAD = {
    "add_to_hub", "edit_focus_area", "edit_hub", "end_membership", "focus_areas", "follow_trust", "hub",
    "hub_coordinator", "hubs", "index", "move_focus_area", "new_focus_area", "new_hub", "offer_focus_area",
    "retire_focus_area", "school_dates", "term_dates", "trust_dates",
}  # fmt: skip
PUBLIC = {
    "dates.answer", "dates.tick", "hooks.mail_by_sendgrid", "hooks.told_by_sendgrid",
    "account.ask_to_stop", "account.stop_news", "calendar.feed", "feedback.answer", "pairings.took_place",
    "peer_reviews.read_by_link",
    "sign_in.become", "sign_in.forgotten_password",
    "sign_in.link_on_its_way", "sign_in.new_password", "sign_in.show", "sign_in.sign_in", "sign_in.sign_out",
    "sign_in.welcome", "static",
}  # fmt: skip
ENDS_SOMETHING = {"directory.end_conflict", "directory.remove_my_strength"}
LETTERS = {"administration.message_letter", "mailbox.page"}
"""Mails in a frame: no pages of ours, so that what holds for those need not hold for them."""
OWN_ACCOUNT = {"account.mail", "account.name", "account.password", "account.sign_device_out",
               "account.sign_others_out", "calendar.new_address", "calendar.stop",
               "calendar.subscribe"}  # fmt: skip
"""What is about nobody but the reader themself, so that those who only read may use it as well."""


@pytest.fixture
def told(app: Flask, harbour: World, sign_in_as: Callable[..., Browser]) -> Story:
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
        offer_session(harbour, date(2026, 12, 2), "tom")
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


def address_of(route: Route, known: dict[str, Any], reference: str) -> str:
    rows = {name: 1 for name in route.arguments if name.endswith("_id")}
    values = rows | known
    capability, _, below = route.rule[1:].partition("/")
    kind = "offers" if below.startswith("offers/<") else capability
    values["reference"] = known.get(kind, reference)
    missing = set(route.arguments) - set(values)
    assert not missing, f"say what stands for {missing} in {route.rule}"
    with_values = route.build({name: values[name] for name in route.arguments}, append_unknown=False)
    assert with_values is not None
    return with_values[1]


def routes(app: Flask, *, method: str) -> Iterator[Route]:
    for route in app.url_map.iter_rules():
        if method in (route.methods or set()) and route.endpoint != "static":
            yield route


def may_open(endpoint: str) -> set[str]:
    """By hand: the people who may, by the page or else by its blueprint."""
    blueprint, _, page = endpoint.partition(".")
    if blueprint == "administration" and page in SHARED_WITH_THE_LEAD:
        return OFFICE_AND_LEAD
    return WHO.get(endpoint) or WHO[blueprint]


def is_public(endpoint: str) -> bool:
    return endpoint in PUBLIC or endpoint.startswith("pages.")


def everything(app: Flask) -> dict[str, Any]:
    """Every row of every table, to see whether anything has changed."""
    with app.app_context(), scope(EVERY_TRUST):
        return {
            table.name: sorted(map(repr, db.session.execute(select(table)).all()))
            for table in Model.metadata.sorted_tables
        }


def test_every_view_declares_a_rule_and_one_without_stops_the_start(app: Flask) -> None:
    access.check_every_view(app)
    app.view_functions["forgotten"] = lambda: "everybody may"

    with pytest.raises(access.NoRule, match="forgotten"):
        access.check_every_view(app)


def test_nobody_opens_what_is_not_theirs_and_reading_changes_nothing(
    app: Flask, told: Story, sign_in_as: Callable[..., Browser]
) -> None:
    known = first_ids(app, told.world)
    browsers = {name: sign_in_as(name) for name in KINDS}
    before = everything(app)

    for route in routes(app, method="GET"):
        path = address_of(route, known, told.reference)
        for name, browser in browsers.items():
            if route.endpoint in LETTERS and name in may_open(route.endpoint):
                continue
            status = browser.get(path).status_code
            assert status < 500, (name, path)
            if not is_public(route.endpoint) and name not in may_open(route.endpoint):
                assert status == 404, (name, path)
            elif not route.arguments and route.endpoint != "typed.ask":  # of which form?
                assert status in {200, 303}, (name, path)

    assert everything(app) == before


def test_nobody_is_let_in_without_signing_in(app: Flask, told: Story, client: Browser) -> None:
    known = first_ids(app, told.world)

    for route in routes(app, method="GET"):
        if not is_public(route.endpoint):
            answer = client.get(address_of(route, known, told.reference))
            assert (answer.status_code, answer.location.split("?")[0]) == (303, "/sign-in"), route.rule
    for route in routes(app, method="POST"):
        if not is_public(route.endpoint):
            assert client.post(address_of(route, known, told.reference)).status_code == 401, route.rule


def test_another_trust_does_not_exist_for_anybody_in_this_one(
    app: Flask, told: Story, fellside: World, sign_in_as: Callable[..., Browser]
) -> None:
    known = first_ids(app, told.world)
    before = everything(app)

    for name in ("priya", "asha", "lena", "ada"):
        browser = sign_in_as(name, world=fellside)
        for method in ("GET", "POST"):
            for route in routes(app, method=method):
                is_about_one = any(name == "reference" or name.endswith("_id") for name in route.arguments)
                if is_about_one and route.endpoint != "account.sign_device_out":
                    path = address_of(route, known, told.reference)
                    status = browser.open(path, method=method).status_code
                    # Ending what has ended, or never was, leads back: a second press is no mistake.
                    assert status == 404 or route.endpoint in ENDS_SOMETHING, (name, path)

    after = everything(app)
    del before["sign_ins"], after["sign_ins"]
    assert after == before


def test_governors_have_no_press_that_works_outside_their_own_account(
    app: Flask, told: Story, sign_in_as: Callable[..., Browser]
) -> None:
    known = first_ids(app, told.world)
    governor = sign_in_as("gita")
    before = everything(app)

    for route in routes(app, method="POST"):
        if not is_public(route.endpoint) and route.endpoint not in OWN_ACCOUNT:
            status = governor.post(address_of(route, known, told.reference)).status_code
            assert status in {403, 404}, route.rule

    assert everything(app) == before


def test_a_press_without_the_token_of_its_page_changes_nothing(
    app: Flask, told: Story, sign_in_as: Callable[..., Browser]
) -> None:
    known = first_ids(app, told.world)
    browsers = [sign_in_as(name) for name in ("priya", "ada")]
    before = everything(app)

    for route in routes(app, method="POST"):
        for browser in browsers:
            if route.endpoint not in {"account.stop_news", "sign_in.sign_in"}:
                path = address_of(route, known, told.reference)
                status = browser.post(path, token=False).status_code
                assert status in {303, 400, 404}, path

    assert everything(app) == before


@pytest.mark.parametrize(
    "path",
    [
        "/support/%00",
        "/support/SR-2026-%ED%A0%80",
        "/support/" + "9" * 5000,
        "/administration/people/100000000000000000000",
        "/administration/people/-1",
        "/account/devices/100000000000000000000/sign-out",
        "/mail/unsubscribe/%00",
        "/new-password/%F0%28%8C%28",
        "/typed/throw-away?form=//evil.example",
        "/?after=%00",
        "/support?q=%00&state=nonsense&after=100000000000000000000",
    ],
)
def test_strange_addresses_are_answered_plainly(sign_in_as: Callable[..., Browser], path: str) -> None:
    assert sign_in_as("ada").get(path).status_code in {200, 400, 404, 405}
    assert sign_in_as("ada").post(path).status_code in {400, 404, 405}
