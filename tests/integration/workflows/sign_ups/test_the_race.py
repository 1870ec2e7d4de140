"""Many people and few places in the same moment: no place is given twice, nobody is lost, each is told."""

from __future__ import annotations

from sqlalchemy import select

from tests.acting import Acting
from tests.connect import whole_of
from tests.sign_ups import all_at_once, many_people, press_sign_up
from tests.world import MONDAY, World
from workflows.connect import ConnectSession
from workflows.connect.details import TopicDetails
from workflows.database import db
from workflows.dates.model import Answer, Attendance
from workflows.events import Event, verify
from workflows.messages import Message
from workflows.people import Person
from workflows.perform import perform
from workflows.sign_ups.details import Chosen, Standing
from workflows.sign_ups.model import SignUp

PEOPLE, PLACES = 60, 5


def test_sixty_people_sign_up_for_five_places_in_the_same_moment(
    world: World, hour: Acting[ConnectSession]
) -> None:
    wide = TopicDetails(
        title="Reading aloud", what="How it began.", focus_area_id=world.focus_area_id, places=PLACES
    )
    hour.does("una", "change_topic", wide)
    people = many_people(world, PEOPLE)
    all_at_once(world, people, press_sign_up(hour.id), at=MONDAY)

    names = _names(hour)
    assert len(names) == PEOPLE
    assert [one.status for one in names] == [Standing.PLACE] * PLACES + [Standing.WAITING] * 55
    _check_told(hour, names)
    _check_diaries(hour, names)

    # Those with a place give it up while others leave the list: it goes on in the order of arrival.
    leaving = [one.person_id for one in (*names[:PLACES], *names[PLACES + 1 : PLACES + 4])]
    offering_id = whole_of(hour.id)

    def give_up(person_id: int) -> None:
        own = Chosen(offering_id=offering_id)
        perform(hour.case, "give_up_place", db.session.get_one(Person, person_id), own)
        db.session.commit()

    all_at_once(world, leaving, give_up, at=MONDAY)
    left = [one.person_id for one in names if one.person_id not in leaving]
    now = [one for one in _names(hour) if one.status is not Standing.GIVEN_UP]
    assert [one.person_id for one in now] == left
    assert [one.person_id for one in now if one.status is Standing.PLACE] == left[:PLACES]
    _check_diaries(hour, now)
    good, broken = verify()
    assert broken is None
    assert good >= PEOPLE


def _names(hour: Acting[ConnectSession]) -> list[SignUp]:
    """All of the list, in the order of arrival."""
    db.session.rollback()
    found = select(SignUp).where(SignUp.case_id == hour.id).order_by(SignUp.id)
    return list(db.session.scalars(found.execution_options(populate_existing=True)))


def _check_told(hour: Acting[ConnectSession], names: list[SignUp]) -> None:
    """Each has one mail, which says what they have; the timeline says the same."""
    mails = db.session.execute(
        select(Message.person_id, Message.kind, Message.facts).where(
            Message.case_id == hour.id, Message.kind.in_(["sign_ups/place", "sign_ups/waiting"])
        )
    ).all()
    told = {person_id: (kind, facts) for person_id, kind, facts in mails}
    assert len(mails) == len(told) == len(names)
    said = {
        row.actor_id: row.details
        for row in db.session.execute(select(Event.actor_id, Event.details).where(Event.kind == "sign_up"))
    }
    for number, one in enumerate(names, start=1):
        kind, facts = told[one.person_id]
        assert kind == f"sign_ups/{one.status}"
        assert said[one.person_id]["got"] == one.status
        if one.status is Standing.WAITING:
            assert facts["position"] == said[one.person_id]["position"] == number - PLACES


def _check_diaries(hour: Acting[ConnectSession], names: list[SignUp]) -> None:
    """The date is in the diaries of those with a place, and in nobody's else but the host's."""
    asked = db.session.execute(
        select(Attendance.person_id, Attendance.answer).where(
            Attendance.entry_id == hour.case.entry_id, Attendance.removed_at.is_(None)
        )
    ).all()
    placed = {one.person_id for one in names if one.status is Standing.PLACE}
    assert {row.person_id for row in asked} == placed | {hour.case.host_id}
    assert {row.answer for row in asked} == {Answer.YES}
