"""Who may see a pairing, what stays with whom when a mentor changes, and how it ends."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from tests.canary import PRIVATE
from tests.integration.workflows.pairings.two import Two
from tests.pairings import SIGNED, offer_to_mentor
from workflows import sealing
from workflows.clock import clock_at
from workflows.database import db
from workflows.dates.model import CalendarEntry
from workflows.details import InvalidDetails
from workflows.errors import NotYet, NotYourRole, TransitionNotAllowed
from workflows.events import Event, verify
from workflows.giving import open_grant
from workflows.messages import Message
from workflows.pairings.details import ChooseDetails, ProposeDetails, ShareDetails, ShareEnd
from workflows.pairings.effects import load_of
from workflows.pairings.looking_back import standing_shares
from workflows.pairings.model import SessionNote, SessionStatus
from workflows.pairings.private import is_of_pair, sessions_open_to, words
from workflows.visibility import may_see, posts_on

OUTSIDE = ("priya", "dan", "gita", "marta", "lea", "carol", "una", "ada")


def seen_by(pair: Two) -> set[str]:
    """Whoever may see that the pairing exists."""
    people = pair.world.people.items()
    with clock_at(pair.moment):
        return {name for name, key in people if may_see(pair.pairing, posts_on(key, pair.pairing))}


def open_to(pair: Two, who: str) -> list[int]:
    return [one.id for one in sessions_open_to(pair.pairing, pair.world.people[who])]


# Readers


def test_heads_colleagues_governors_and_administrators_see_nothing_and_those_who_arrange_no_words(
    pair: Two,
) -> None:
    pair.logs(focus=PRIVATE)

    assert seen_by(pair) == {"sam", "tom", "asha", "lena"}
    for who in (*OUTSIDE, "asha", "lena"):
        assert open_to(pair, who) == []
        assert not is_of_pair(pair.pairing, pair.world.people[who])
    assert open_to(pair, "sam") == open_to(pair, "tom") != []


def test_nobody_but_the_two_writes_or_ends_anything(pair: Two) -> None:
    pair.logs()
    for who in (*OUTSIDE, "asha", "lena"):
        for name in ("log_session", "rate_goals", "begin_review", "share", "leave", "pause"):
            with pytest.raises(NotYourRole):
                pair.does(who, name)


def test_a_new_mentor_reads_their_own_sessions_and_a_former_one_none(pair: Two) -> None:
    pair.logs(focus=f"First: {PRIVATE}", action_step="Stand at the door")
    [before] = open_to(pair, "sam")
    pair.later(days=1).does("sam", "new_mentor")
    assert open_to(pair, "tom") == []
    assert "tom" not in seen_by(pair)

    una = pair.world.people["una"]
    pair.does("asha", "propose", ProposeDetails(mentor_id=una)).does("sam", "accept").does("una", "accept")
    pair.does("una", "write_contract").does("sam", "sign").does("una", "sign")
    pair.later(days=1).logs("una", focus=f"Second: {PRIVATE}")
    [own] = open_to(pair, "una")
    assert own != before
    assert open_to(pair, "sam") == [before, own]
    assert open_to(pair, "tom") == []
    with pytest.raises(InvalidDetails, match="step_id"):
        pair.does("una", "finish_step")  # the step that was agreed with somebody else


def test_the_former_mentor_hears_of_it_without_being_led_to_the_case(pair: Two) -> None:
    pair.logs().later(days=1).does("sam", "new_mentor")

    message = db.session.scalars(
        select(Message).where(Message.person_id == pair.world.people["tom"]).order_by(Message.id.desc())
    ).first()
    assert message is not None
    assert message.kind.endswith("new_mentor")


def test_one_entry_is_shown_to_one_person_until_it_is_taken_back(pair: Two) -> None:
    pair.logs(focus=PRIVATE)
    note = pair.pairing.sessions[0].logs[0].id
    priya = pair.world.people["priya"]
    pair.does("sam", "share", ShareDetails(log_id=note, person_id=priya))
    [share] = standing_shares(pair.pairing)
    assert "priya" not in seen_by(pair)
    assert pair.told("share") >= {"tom"}
    for who in ("tom", "sam"):
        with pytest.raises(InvalidDetails, match="somebody else"):
            pair.does("sam", "share", ShareDetails(log_id=note, person_id=pair.world.people[who]))
    with pytest.raises(InvalidDetails, match="can read this entry already"):
        pair.does("sam", "share", ShareDetails(log_id=note, person_id=priya))
    with pytest.raises(InvalidDetails, match="an entry of your log"):
        pair.does("sam", "share", ShareDetails(log_id=note + 99, person_id=priya))
    with pytest.raises(NotYourRole):
        pair.does("tom", "share", ShareDetails(log_id=note, person_id=pair.world.people["lea"]))

    pair.does("sam", "stop_sharing", ShareEnd(share_id=share.id))
    assert standing_shares(pair.pairing) == []


def test_words_of_one_entry_open_neither_under_another_session_nor_as_somebody_elses(pair: Two) -> None:
    pair.logs(focus=f"First: {PRIVATE}").later(days=7).logs(focus=f"Second: {PRIVATE}")
    first, second = (session.logs[0] for session in pair.pairing.sessions)
    for change in ({"session_id": second.session_id}, {"author_id": pair.world.people["sam"]}):
        for name, value in change.items():
            setattr(first, name, value)
        with pytest.raises(sealing.CannotUnseal):
            words(pair.pairing.id, first)
        db.session.rollback()
    first, second = db.session.scalars(select(SessionNote).order_by(SessionNote.id)).all()
    first.sealed = second.sealed
    with pytest.raises(sealing.CannotUnseal):
        words(pair.pairing.id, first)
    db.session.rollback()
    assert words(pair.pairing.id, second)["focus"].startswith("Second")


def test_the_audit_knows_who_did_what_and_holds_no_word_of_it(pair: Two) -> None:
    pair.logs(focus=PRIVATE).does("sam", "rate_goals").does("tom", "add_reflection")

    kept = {row.kind: row.details for row in db.session.scalars(select(Event))}
    assert kept["log_first"].keys() == {
        "session_id", "held_on", "minutes", "way", "steps_done", "next", "on", "mode",
    }  # fmt: skip
    assert kept["rate_goals"] == {}
    assert kept["add_reflection"] == {"is_shared": False}
    assert not {"goals", "confidentiality"} & kept["write_contract"].keys()
    assert verify()[1] is None


# Pausing and ending


def test_a_pause_keeps_the_days_and_the_turn_that_it_interrupted(pair: Two) -> None:
    pair.logs(minutes=360)
    before = pair.pairing.state, pair.grant.days, pair.grant.used
    pair.later(days=2).does("tom", "pause")
    assert pair.turns.keys() == {"mentee", "mentor"}
    with pytest.raises(TransitionNotAllowed):
        pair.logs()
    pair.later(days=14).does("sam", "resume")

    assert (pair.pairing.state, pair.grant.days, pair.grant.used) == before
    assert open_grant(pair.pairing.id) is not None
    assert pair.turns["mentor"][0] == "Agree the next session of"


@pytest.mark.parametrize("who", ["sam", "tom"])
def test_either_side_ends_it_without_a_reason(pair: Two, who: str) -> None:
    pair.logs().does(who, "leave")

    assert pair.pairing.state == "ending"
    assert pair.told("leave") == {"sam", "tom", "asha"} - {who}
    event = db.session.scalars(select(Event).where(Event.kind == "leave")).one()
    assert "reason" not in event.details


def test_with_the_end_the_sessions_to_come_are_off(pair: Two) -> None:
    pair.does("tom", "plan_first").does("sam", "leave")

    assert db.session.scalars(select(CalendarEntry)).one().cancelled_at is not None
    assert pair.pairing.planned == []
    assert [one.status for one in pair.pairing.sessions] == [SessionStatus.OFF]


def test_what_nobody_rounds_off_is_closed_by_the_clock_and_the_days_go_back(pair: Two) -> None:
    pair.logs(minutes=360).does("tom", "leave")
    assert pair.later(days=7).clock().pairing.state == "ending"

    assert pair.later(days=1).clock().pairing.state == "closed"
    assert pair.grant.ended_on is not None
    assert pair.grant.taken == 1.0
    assert load_of(pair.world.people["tom"]) == 0
    assert open_to(pair, "sam") != []
    assert open_to(pair, "tom") != []
    assert pair.told("close_quietly") >= {"sam", "tom", "asha"}


def test_only_once_somebody_has_left_the_trust_others_can_end_it_for_them(pair: Two) -> None:
    pair.logs()
    with pytest.raises(NotYet, match="end a pairing themselves"):
        pair.does("asha", "end_for_them")
    pair.world.person("tom").left_on = pair.today
    db.session.commit()

    assert pair.does("asha", "end_for_them").pairing.state == "closed"


def test_the_mentee_goes_on_with_somebody_new_and_the_days_of_the_first_are_given_back(pair: Two) -> None:
    pair.logs(minutes=360).does("tom", "leave").later(days=1).does("sam", "new_mentor")
    assert pair.pairing.state == "requested"
    assert pair.grant.ended_on is not None
    assert pair.grant.taken == 1.0
    assert pair.pairing.contract is None
    assert db.session.scalar(select(func.count(SessionNote.id))) == 1

    offer_to_mentor(pair.world, "lea")
    pair.does("sam", "choose", ChooseDetails(mentor_id=pair.world.people["lea"]))
    assert pair.pairing.mentor_id == pair.world.people["lea"]


def test_the_same_mentor_can_come_back_and_their_days_count_on(pair: Two) -> None:
    pair.logs(minutes=360).does("tom", "leave").later(days=1).does("sam", "new_mentor")
    for name, who in SIGNED:
        pair.does(who, name)
    pair.later(days=1).logs(minutes=180)

    assert pair.grant.ended_on is None
    assert (pair.grant.used, pair.grant.days) == (1.5, 3.0)
    assert len(open_to(pair, "tom")) == 2


# Reminders


def test_the_trusts_coordinator_is_copied_in_when_a_pair_is_late(pair: Two) -> None:
    pair.does("tom", "plan_first")
    due_on = pair.turns["mentor"][1]
    assert due_on is not None
    pair.later(days=(due_on - pair.today).days)
    for _ in range(20):
        pair.later(days=1).clock()

    rows = db.session.scalars(
        select(Message).where(Message.case_id == pair.pairing.id, Message.kind == "reminder")
    ).all()
    copied = {row.person.name.split()[0].lower() for row in rows if row.facts.get("copied")}
    reminded = {row.person.name.split()[0].lower() for row in rows if not row.facts.get("copied")}
    assert reminded == {"sam", "tom"}
    assert copied == {"asha", "lena"}
