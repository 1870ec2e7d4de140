"""Mail that asks how a meeting was: on the working day after, and again to those who are silent."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import update

from notifications.mail import Mail
from notifications.setup import Setup
from tests.feedback import SIX, asked_of, held_meeting, said, sheet_of, were_there
from tests.post import HOUR, Told, round_at, rounds_at_once, setup
from tests.world import World
from workflows.clock import clock_at, local
from workflows.database import db
from workflows.feedback import SheetKind
from workflows.feedback.asking import look_after
from workflows.feedback.box import answer
from workflows.messages import Message
from workflows.people import MailPreference, Person


def seven(day: int, month: int = 11, year: int = 2026) -> datetime:
    return local(date(year, month, day), time(7))


def held(world: World) -> int:
    """A meeting of six on Monday, of whose own mail nothing is left."""
    case = held_meeting(world)
    db.session.execute(update(Message).values(status="sent"))
    db.session.execute(
        update(Person).where(Person.id == world.people["lea"]).values(mail_preference=MailPreference.DIGEST)
    )
    db.session.commit()
    return case.id


def taken(channel: Told) -> dict[str, Mail]:
    """The mails that ask, by the first names of their readers; the channel forgets what it was given."""
    found = [mail for mail in channel.sent if "/feedback/answer/" in mail.text]
    channel.sent.clear()
    names = {mail.to_address.partition("@")[0]: mail for mail in found}
    assert len(names) == len(found), "one each"
    return names


def link_in(mail: Mail) -> str:
    return next(word for word in mail.text.split() if "/feedback/answer/" in word)


def answers(world: World, case_id: int, *names: str) -> None:
    for name in names:
        answer(asked_of(sheet_of(case_id), world.people[name]), said(2, "A word"))
    db.session.commit()


def test_each_is_asked_once_on_the_next_working_day(world: World) -> None:
    channel = Told()
    using = setup(channel)
    held(world)
    with were_there(world):
        round_at(seven(17) - timedelta(minutes=1), using)
        assert not taken(channel)
        rounds_at_once(seven(17), using, setup(channel))
        round_at(seven(17) + HOUR, using)
    found = taken(channel)
    assert set(found) == set(SIX)
    assert len({link_in(mail) for mail in found.values()}) == len(SIX)
    assert found["tom"].subject == "One minute: how was it? “Reading together”"
    assert found["lea"].subject != found["tom"].subject, "whoever gets one mail a day finds it there"
    assert "SV-2026" not in found["tom"].text, "he may not see the case"


def test_only_the_silent_are_reminded_and_nobody_of_what_is_over(world: World) -> None:
    channel = Told()
    using, case_id = setup(channel), held(world)
    with were_there(world):
        round_at(seven(17), using)
    with clock_at(seven(18)):
        answers(world, case_id, *SIX[:3])
    taken(channel)
    round_at(seven(23), using)
    assert set(reminded := taken(channel)) == set(SIX[3:])
    assert all("Still one minute?" in mail.text for mail in reminded.values())
    with clock_at(seven(27)):
        assert look_after(sheet_of(case_id).id)
        answers(world, case_id, *SIX[3:5])
    round_at(seven(27), using)
    assert set(taken(channel)) == {SIX[5]}, "what has not left does not leave any more"
    round_at(local(date(2026, 12, 2), time(0, 1)), using)
    assert sheet_of(case_id).counts == [0, 0, 5, 0]
    round_at(seven(14, 12), using)
    assert not taken(channel)
    asks_next_half_term(world, case_id, using, channel)


def asks_next_half_term(world: World, case_id: int, using: Setup, channel: Told) -> None:
    with were_there(world):
        round_at(seven(5, 1, 2027), using)
    assert taken(channel)["tom"].subject == "Did it change practice? “Reading together”"
    assert sheet_of(case_id, SheetKind.PRACTICE).closes_on == date(2027, 1, 19)
