"""What people do for and in the trust-wide sessions of the demo."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import select

from webapp.demo.scenes import Deed
from webapp.demo.scenes.trust_sessions import SessionScene
from webapp.demo.topics.trust_sessions import PartTopic
from workflows.clock import today
from workflows.database import db
from workflows.details import PauseDetails
from workflows.people import Person, Post, holders
from workflows.school_calendar import ONE_DAY
from workflows.sign_ups.details import Chosen, Kind, OfferingDetails, RegisterDetails, StallDetails
from workflows.sign_ups.model import Offering
from workflows.trust_sessions.details import (
    EvaluationDetails,
    HandOver,
    LookBackDetails,
    MergeDetails,
    OffersWanted,
    PlanDetails,
    PlanWithoutVote,
    ProposalDetails,
    TieDetails,
    VoteDetails,
)
from workflows.trust_sessions.planning import plan_session

HEAD_OF = "head."
"""Whoever is head of a school on that day, where it has changed: "head.cliff-view"."""


def plan(number: int = 0, *, ahead: int = 0, starts: time = time(13), ends: time = time(16)) -> Deed:
    """For a day of the story, or so many days from the demo's own day; heads vote on what it is about."""

    def deed(scene: SessionScene) -> None:
        topic = scene.topic
        details = PlanDetails(
            on=_day(scene, number, ahead), starts=starts, ends=ends, place=topic.place, foci_wanted=topic.foci
        )
        _begin(scene, details)

    return deed


def plan_without_vote(number: int = 0, *, ahead: int = 0) -> Deed:
    """The improvement lead says what it is about, and why there is no vote."""

    def deed(scene: SessionScene) -> None:
        topic = scene.topic
        details = PlanWithoutVote(
            on=_day(scene, number, ahead),
            starts=time(13),
            ends=time(16),
            place=topic.place,
            focus_area_ids=(scene.settled.focus[topic.area].id,),
            reason=topic.reason,
        )
        _begin(scene, details)

    return deed


def _begin(scene: SessionScene, details: PlanDetails | PlanWithoutVote) -> None:
    scene.settled.cases[scene.cast.topic] = plan_session(details, scene.who(scene.cast.planner))


def _day(scene: SessionScene, number: int, ahead: int) -> date:
    return scene.meetings[number] if number else scene.days_from(max(scene.present, today() + ONE_DAY), ahead)


def hand_over(person: str, reason: str) -> Deed:
    """Somebody else coordinates it from now on."""
    return lambda scene: scene.act(
        "hand_over",
        "coordinator",
        HandOver(coordinator_id=scene.settled.people[person].id, reason=reason),
    )


def ask_for_proposals(scene: SessionScene) -> None:
    """Whoever coordinates it asks, unless the day of proposals has come already."""
    if scene.session.state == "planned":
        scene.act("ask_for_proposals", "coordinator")


def propose(scene: SessionScene) -> None:
    """Heads, and those who speak for them, propose what it should be about."""
    for one in scene.topic.proposed:
        details = ProposalDetails(
            focus_area_id=scene.settled.focus[one.area].id if one.area else None, title=one.title, why=one.why
        )
        scene.act("propose", one.by, details)


def merge(going: str, staying: str, reason: str) -> Deed:
    """Two proposals say the same."""

    def deed(scene: SessionScene) -> None:
        ids = _proposals(scene)
        details = MergeDetails(proposal_id=ids[going], into_id=ids[staying], reason=reason)
        scene.act("merge_proposals", "lead", details)

    return deed


def _proposals(scene: SessionScene) -> dict[str, int]:
    return {one.title: one.id for one in scene.session.proposed}


def open_vote(scene: SessionScene) -> None:
    """Whoever coordinates it opens the vote, unless its day has come already."""
    if scene.session.state == "proposals":
        scene.act("open_vote", "coordinator")


def vote(scene: SessionScene) -> None:
    """Each of these heads, or who speaks for them, votes for their school."""
    ids = _proposals(scene)
    for key, names in scene.topic.votes:
        person = _head(scene, key)
        details = VoteDetails(
            school_id=person.school_id or 0,
            choices=tuple(ids[name] for name in names),
            abstain=not names,
            receipt=f"{scene.cast.topic} {key}",
        )
        scene.act("vote", person.email.partition("@")[0], details)


def _head(scene: SessionScene, key: str) -> Person:
    if not key.startswith(HEAD_OF):
        return scene.settled.people[key]
    post = Post("head", scene.settled.schools[key.removeprefix(HEAD_OF)].id)
    return db.session.get_one(Person, holders({post})[post][0].person_id)


def settle_tie(scene: SessionScene) -> None:
    topic = scene.topic
    details = TieDetails(proposal_ids=(_proposals(scene)[topic.settled],), reason=topic.because)
    scene.act("settle_tie", "lead", details)


def ask_for_offers(scene: SessionScene) -> None:
    scene.act("ask_for_offers", "coordinator", OffersWanted(offers_wanted=scene.topic.wanted))


def set_programme(scene: SessionScene) -> None:
    """The parts of the day, in their order, and the stalls of its marketplace."""
    for part in scene.topic.parts:
        scene.act("add_offering", "coordinator", _part(scene, part))
    for stall in scene.topic.stalls:
        details = StallDetails(title=stall.title, what=stall.what, for_whom=stall.for_whom)
        scene.act("offer_stall", stall.by, details)


def _part(scene: SessionScene, part: PartTopic) -> OfferingDetails:
    return OfferingDetails(
        title=part.title,
        what=part.what,
        leader_ids=tuple(scene.settled.people[key].id for key in part.leaders),
        room=part.room,
        starts=time.fromisoformat(part.starts),
        ends=time.fromisoformat(part.ends),
        places=part.places,
        kind=Kind.TOGETHER if part.together else Kind.WORKSHOP,
    )


def publish(scene: SessionScene) -> None:
    """The programme is published, unless its day has come already."""
    if scene.session.state == "programme":
        scene.act("publish_programme", "coordinator")


def sign_up(scene: SessionScene) -> None:
    """Everybody who would like to come to a workshop says so; the last ones may have to wait."""
    offered = _offered(scene)
    for part in scene.topic.parts:
        for person in part.signed:
            scene.act("sign_up", person, Chosen(offering_id=offered[part.title].id))


def gives_up(person: str, title: str) -> Deed:
    """Somebody cannot come to a workshop; whoever waits longest has their place."""
    return lambda scene: scene.act(
        "give_up_place", person, Chosen(offering_id=_offered(scene)[title].id)
    )  # fmt: skip


def _offered(scene: SessionScene) -> dict[str, Offering]:
    found = select(Offering).where(Offering.case_id == scene.case.id).order_by(Offering.id)
    return {one.title: one for one in db.session.scalars(found)}


def keep_register(scene: SessionScene) -> None:
    """Who is there: those who lead something or have signed up for it, and others who simply come."""
    topic, people = scene.topic, scene.settled.people
    away = dict.fromkeys(topic.apologies)
    keys = dict.fromkeys(key for part in topic.parts for key in (*part.leaders, *part.signed))
    keys |= dict.fromkeys([*(stall.by for stall in topic.stalls), *topic.came])
    details = RegisterDetails(
        present=tuple(people[key].id for key in keys if key not in away),
        apologies=tuple(people[key].id for key in away),
    )
    scene.act("keep_register", "coordinator", details)


def postpone(reason: str, days: int) -> Deed:
    """Until further notice; looked at again so many weekdays from the demo's own day."""
    return lambda scene: scene.act(
        "postpone",
        "coordinator",
        PauseDetails(reason=reason, look_again_on=scene.weekday_from_present(days)),
    )


def evaluate(by: str = "coordinator") -> Deed:
    return lambda scene: scene.act(
        "evaluate", by, EvaluationDetails(learned=scene.topic.learned, next_time=scene.topic.next_time)
    )


def look_back(scene: SessionScene) -> None:
    scene.act("look_back", "coordinator", LookBackDetails(changed=scene.topic.changed))
