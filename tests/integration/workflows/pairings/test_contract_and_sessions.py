"""From the contract to the last session: days, dates, two phones, and what is asked of the two next."""

from __future__ import annotations

from datetime import date, time, timedelta
from functools import partial

import pytest
from sqlalchemy import func, select

from tests.canary import PRIVATE
from tests.integration.workflows.pairings.two import Two, at
from workflows.database import db
from workflows.dates.model import CalendarEntry
from workflows.details import InvalidDetails
from workflows.errors import AlreadyDone, NotYet
from workflows.pairings.details import Mode, Rating, RatingDetails, SessionLog, SessionPlan, Way
from workflows.pairings.model import PairingSession, SessionNote, SessionStatus
from workflows.pairings.private import words
from workflows.perform import perform

WEDNESDAY = date(2026, 11, 18)


def plan(two: Two, on: date = WEDNESDAY) -> PairingSession:
    """A session of an hour, from half past three."""
    name = "plan_first" if two.pairing.state == "contracted" else "plan_session"
    two.does("tom", name, SessionPlan(on=on, starts=time(15, 30), ends=time(16, 30)))
    return two.pairing.planned[-1]


# The contract


def test_nothing_is_signed_before_it_is_written_and_a_change_has_to_be_signed_anew(two: Two) -> None:
    two.does("asha", "propose").does("sam", "accept").does("tom", "accept")
    with pytest.raises(NotYet, match="Write the contract first"):
        two.does("sam", "sign")
    two.does("tom", "write_contract").does("sam", "sign").does("tom", "write_contract", minutes=45)
    two.does("tom", "sign")
    assert two.pairing.state == "accepted"
    two.does("sam", "sign")

    assert two.pairing.state == "contracted"
    assert two.pairing.contract is not None
    assert two.pairing.contract.signed_on == two.today


def test_a_goal_that_stays_in_the_contract_keeps_how_far_it_has_come(two: Two) -> None:
    two.does("asha", "propose").does("sam", "accept").does("tom", "accept")
    two.does("tom", "write_contract", goals=("Calm", "Clear", "Calm"))
    two.does("tom", "write_contract", goals=("Clear", "Kind"))

    kept = {words(two.pairing.id, goal): goal.ended_on is None for goal in two.pairing.goals}
    assert kept == {"Calm": False, "Clear": True, "Kind": True}


def test_a_review_is_never_set_in_the_past(two: Two) -> None:
    two.does("asha", "propose").does("sam", "accept").does("tom", "accept")
    with pytest.raises(InvalidDetails, match="review_on: Choose a date in the future"):
        two.does("tom", "write_contract", review_on=two.today)


# Logging


def test_a_session_of_the_future_or_from_before_the_contract_is_not_logged(pair: Two) -> None:
    with pytest.raises(InvalidDetails, match="held_on: A session can be logged once it has taken place"):
        pair.logs(held_on=pair.today + timedelta(days=1))
    with pytest.raises(InvalidDetails, match="held_on: You signed the contract on 16 November 2026"):
        pair.logs(held_on=pair.today - timedelta(days=1))

    assert db.session.scalar(select(func.count(SessionNote.id))) == 0
    pair.logs()


def test_two_phones_write_of_one_session_and_both_entries_stay(pair: Two) -> None:
    pair.logs("tom", focus=f"Tom: {PRIVATE}")
    pair.logs("sam", focus=f"Sam: {PRIVATE}", minutes=75)

    [session] = pair.pairing.sessions
    said = [words(pair.pairing.id, note)["focus"].split(":")[0] for note in session.logs]
    assert said == ["Tom", "Sam"]
    assert session.minutes == 60


def test_the_same_press_twice_is_one_entry(pair: Two) -> None:
    log = SessionLog(held_on=pair.today, minutes=60, way=Way.ONLINE, focus=PRIVATE)
    press = partial(perform, pair.pairing, "log_first", pair.world.person("tom"), log, form_key="a" * 32)
    press()
    db.session.commit()
    with pytest.raises(AlreadyDone):
        press()
    db.session.rollback()

    assert db.session.scalar(select(func.count(SessionNote.id))) == 1


def test_the_days_are_used_in_halves_as_the_hours_add_up(pair: Two) -> None:
    used = []
    for minutes in (60, 30, 90, 180, 180):
        pair.later(days=1).logs(minutes=minutes, held_on=pair.today)
        used.append(pair.grant.used)

    assert used == [0.0, 0.0, 0.5, 1.0, 1.5]
    assert pair.grant.days == 2


def test_what_the_mentee_will_do_comes_up_again_until_it_is_done(pair: Two) -> None:
    pair.logs(action_step=f"Stand at the door. {PRIVATE}")
    [(step_id, done_at)] = [(one.id, one.done_at) for one in pair.pairing.steps]
    assert done_at is None
    pair.later(days=7).logs(steps_done=(step_id,))
    assert [one.done_at for one in pair.pairing.steps] == [pair.moment]

    with pytest.raises(InvalidDetails, match="step_id"):
        pair.logs(steps_done=(step_id + 99,))


def test_too_much_text_is_refused_with_its_length_and_none_of_its_words(pair: Two) -> None:
    with pytest.raises(InvalidDetails) as refused:
        pair.logs(focus=PRIVATE * 2000)

    assert refused.value.problems["focus"] == "Shorten this to 20,000 characters; it has 142,000"


# Planned, moved, missed


def test_a_session_is_held_missed_or_off_once_and_only_when_it_has_begun(pair: Two) -> None:
    session = plan(pair)
    with pytest.raises(InvalidDetails, match="has yet to take place"):
        pair.about("sam", "confirm_session", session.id)
    pair.moment = at(17, WEDNESDAY)
    pair.about("sam", "confirm_session", session.id)
    assert (session.status, session.minutes) == (SessionStatus.HELD, 60)
    with pytest.raises(InvalidDetails, match="noted already"):
        pair.about("tom", "confirm_session", session.id)

    pair.about("tom", "miss_session", session.id)
    assert (session.status, session.minutes) == (SessionStatus.MISSED, None)
    assert pair.told("miss_session") == {"sam"}
    with pytest.raises(InvalidDetails, match="noted already"):
        pair.about("tom", "miss_session", session.id)


def test_a_session_that_was_logged_did_take_place(pair: Two) -> None:
    session = plan(pair)
    pair.moment = at(17, WEDNESDAY)
    pair.logs(session_id=session.id)

    with pytest.raises(InvalidDetails, match="has been logged already"):
        pair.about("sam", "miss_session", session.id)
    assert session.entry is not None
    assert session.entry.word_at is not None


def test_a_session_that_is_over_is_neither_moved_nor_called_off(pair: Two) -> None:
    session = plan(pair)
    pair.moment = at(17, WEDNESDAY)
    for name in ("call_off_session", "move_session"):
        with pytest.raises(InvalidDetails, match="That session is over"):
            pair.does("sam", name)
    assert session.status is SessionStatus.PLANNED


def test_what_stands_in_the_diaries_says_nothing_about_what_for(pair: Two) -> None:
    plan(pair)

    entry = db.session.scalars(select(CalendarEntry)).one()
    assert entry.title == "Mentoring session: Sam Harbour and Tom Harbour"
    assert not entry.agenda


def test_the_next_turn_is_ten_days_after_a_session_or_six_school_weeks_without_one(pair: Two) -> None:
    plan(pair)
    assert pair.turns["mentee"] == pair.turns["mentor"] == ("Log the session agreed in", date(2026, 12, 2))
    pair.moment = at(17, WEDNESDAY)
    pair.logs(session_id=pair.pairing.planned[0].id)

    # four weeks until Christmas, the one that it begins in, and the first one of January
    assert pair.turns["mentee"] == pair.turns["mentor"] == ("Agree the next session of", date(2027, 1, 6))


# Reviews and the change of mode


def reviewed(pair: Two) -> Two:
    pair.logs().does("tom", "begin_review").does("sam", "write_review")
    return pair


def test_what_a_review_agrees_on_holds_once_both_have_agreed(pair: Two) -> None:
    reviewed(pair)
    new = pair.today + timedelta(days=94)
    before = pair.pairing.review_on
    pair.does("sam", "agree_review")
    assert pair.pairing.review_on == before != new
    pair.does("tom", "agree_review")

    assert pair.pairing.state == "active"
    assert pair.pairing.review_on == new
    assert pair.pairing.contract is not None
    assert pair.pairing.contract.review_on == new
    assert [[one.rating for one in goal.ratings] for goal in pair.pairing.goals] == [[4], [4]]


def test_the_mode_changes_when_both_have_confirmed_and_not_before(pair: Two) -> None:
    reviewed(pair).does("tom", "propose_coaching").does("sam", "confirm_coaching")
    assert (pair.pairing.mode, pair.pairing.title) == (Mode.MENTORING, "Mentoring for Sam Harbour")
    pair.does("tom", "confirm_coaching")

    assert (pair.pairing.mode, pair.pairing.title) == (Mode.COACHING, "Coaching for Sam Harbour")
    assert "asha" in pair.told("confirm_coaching")
    pair.later(days=1).does("tom", "begin_review").does("sam", "write_review")
    with pytest.raises(NotYet, match="coaching already"):
        pair.does("sam", "propose_coaching")


def test_whoever_wants_to_stay_with_mentoring_stays(pair: Two) -> None:
    reviewed(pair).does("tom", "propose_coaching").does("tom", "confirm_coaching")
    pair.does("sam", "stay_mentoring")

    assert (pair.pairing.state, pair.pairing.mode) == ("active", Mode.MENTORING)


def test_a_rating_is_for_ones_own_goals_once_each(pair: Two) -> None:
    pair.logs()
    goal = pair.pairing.goals[0].id
    for ratings in ((Rating(goal_id=goal + 99, rating=3),), (Rating(goal_id=goal, rating=3),) * 2):
        with pytest.raises(InvalidDetails, match="once for each of your goals"):
            pair.does("sam", "rate_goals", RatingDetails(ratings=ratings))
    with pytest.raises(InvalidDetails):
        Rating(goal_id=goal, rating=11)
