"""From the plan to the foci: the clock, a turn for each school, clear answers, ties, another day."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tests.integration.workflows.trust_sessions.gathering import Gathering
from tests.world import World
from workflows.clock import clock_at
from workflows.database import db
from workflows.dates.model import Audience, CalendarEntry
from workflows.details import InvalidDetails, PauseDetails, Reason
from workflows.errors import NotYet, NotYourRole, TransitionNotAllowed
from workflows.messages import Message
from workflows.messages import Reason as Why
from workflows.people import appoint, end_appointments
from workflows.school_calendar import CENTRAL
from workflows.sign_ups.details import Kind, OfferingDetails
from workflows.trust_sessions import TrustSession
from workflows.trust_sessions.details import (
    MergeDetails,
    MoveDetails,
    PlanWithoutVote,
    ProposalDetails,
    TieDetails,
)
from workflows.trust_sessions.model import TermOfYear
from workflows.trust_sessions.planning import plan_session


def problem(gathering: Gathering, who: str, name: str, details: object = None) -> str:
    with pytest.raises(InvalidDetails) as refused:
        gathering.does(who, name, details)  # type: ignore[arg-type]
    return next(iter(refused.value.problems.values()))


def moved_to(on: date) -> MoveDetails:
    return MoveDetails(on=on, starts=time(9), ends=time(15), place="The arena", reason="The hall is closed")


def test_the_clock_opens_proposals_and_the_vote_and_closes_it(gathering: Gathering) -> None:
    session = gathering.planned().session
    entry = session.entry
    assert entry is not None
    assert entry.audience is Audience.STAFF
    assert {one.person.first_name for one in entry.asked} == {"Asha", "Priya", "Marta", "Carol"}
    days = (session.proposals_on, session.vote_on, session.vote_closes_on, session.programme_on)
    assert [CENTRAL.working_days_between(day, session.on) for day in days] == [40, 30, 20, 15]
    proposals_on, vote_on, closes_on, _ = days

    gathering.on(proposals_on - timedelta(days=1)).clock()
    assert gathering.session.state == "planned"
    gathering.on(proposals_on).clock()
    assert gathering.session.state == "proposals"
    assert gathering.told("sessions/proposals_open") == {"priya", "marta", "carol", "dan", "asha"}
    for title in ("Coaching", "Oracy", "Reading"):
        gathering.does("priya", "propose", ProposalDetails(title=title, why="It would help."))

    gathering.on(vote_on).clock()
    assert gathering.session.state == "voting"
    assert gathering.heads_to_act == set(gathering.schools.values())
    gathering.votes("dan", "Oracy")
    assert gathering.heads_to_act == gathering.schools_called(["gull_rock", "cliff_view"])
    gathering.votes("marta", "Oracy", "Coaching")

    # Reminders go to those who have not voted.
    gathering.on(closes_on).clock()
    reminded = db.session.scalars(
        select(Message).where(Message.case_id == gathering.id, Message.reason == Why.REMINDER)
    )
    on_the_day = {one.person.first_name for one in reminded if one.created_at.date() == closes_on}
    assert on_the_day == {"Carol", "Asha"}
    assert gathering.session.state == "voting"

    gathering.on(closes_on + timedelta(days=1)).clock()
    session = gathering.session
    assert session.state == "decided"
    assert [one.title for one in session.foci] == ["Oracy"]
    assert gathering.told("sessions/vote_closes") == {"priya", "marta", "carol", "asha"}


def test_each_that_cannot_vote_gets_a_clear_answer(gathering: Gathering) -> None:
    gathering.planned().voting().votes("priya", "Oracy")
    with pytest.raises(InvalidDetails, match=r"Saltmarsh Primary has voted: Priya .* on Monday 16 November"):
        gathering.votes("dan", "Oracy")
    with pytest.raises(NotYourRole):
        gathering.votes("sam", "Oracy")
    with pytest.raises(InvalidDetails, match="by its head, or by a delegate"):
        gathering.votes("marta", "Oracy", school="cliff_view")
    with pytest.raises(NotYet, match="until all have voted"):
        gathering.does("asha", "close_vote")

    gathering.close_school("cliff_view")
    with pytest.raises(InvalidDetails, match="has closed, so it has no vote"):
        gathering.votes("carol", "Oracy")
    end_appointments(gathering.schools["saltmarsh"], role="delegate", on=gathering.today)
    db.session.commit()
    with pytest.raises(NotYourRole):
        gathering.votes("dan", "Oracy")

    gathering.on(gathering.session.vote_closes_on + timedelta(days=1))
    with pytest.raises(InvalidDetails, match="The vote closed on"):
        gathering.votes("marta", "Oracy")  # before the clock has come by
    gathering.clock()
    with pytest.raises(TransitionNotAllowed):
        gathering.votes("marta", "Oracy")


def test_somebody_who_leads_two_schools_votes_for_each(gathering: Gathering, world: World) -> None:
    end_appointments(world.schools["cliff_view"], role="head", on=gathering.today)
    appoint(world.person("marta"), "head", world.schools["cliff_view"])
    db.session.commit()
    gathering.planned().voting().votes("marta", "Oracy")
    assert gathering.heads_to_act == gathering.schools_called(["saltmarsh", "cliff_view"])
    gathering.votes("marta", "Reading", school="cliff_view").votes("priya")
    assert gathering.does("asha", "close_vote").session.state == "tied"


def test_a_school_without_a_head_is_the_leads_to_mend_and_its_delegate_can_vote(
    gathering: Gathering, world: World
) -> None:
    end_appointments(world.schools["saltmarsh"], role="head", on=gathering.today)
    appoint(world.person("dan"), "delegate", world.schools["saltmarsh"])
    db.session.commit()
    gathering.planned().does("asha", "ask_for_proposals")
    for title in ("Oracy", "Reading"):
        gathering.does("marta", "propose", ProposalDetails(title=title, why="It would help."))
    gathering.does("asha", "open_vote")
    assert "lena" in gathering.told("sessions/open_vote")
    gathering.votes("dan", "Oracy")
    assert gathering.heads_to_act == gathering.schools_called(["gull_rock", "cliff_view"])


def test_the_improvement_lead_settles_a_tie_with_a_reason(gathering: Gathering) -> None:
    gathering.planned(foci_wanted=2).voting()
    gathering.votes("priya", "Oracy", "Reading").votes("marta", "Oracy", "Coaching").votes("carol", "Oracy")
    session = gathering.does("asha", "close_vote").session
    assert gathering.turns == {"improvement_lead": ("Settle the tie for", date(2026, 11, 19))}
    count = session.vote.published if session.vote else None
    assert count is not None
    assert "Choose 1" in problem(
        gathering, "lena", "settle_tie", TieDetails(proposal_ids=count.tied, reason="Both")
    )
    assert "among those that are tied" in problem(
        gathering, "lena", "settle_tie", TieDetails(proposal_ids=count.chosen, reason="It")
    )
    gathering.does("lena", "settle_tie", TieDetails(proposal_ids=count.tied[:1], reason="It is urgent"))
    assert [one.title for one in gathering.session.foci] == ["Oracy", "Coaching"]


def test_proposals_are_merged_with_a_reason_and_both_schools_hear_of_it(gathering: Gathering) -> None:
    gathering.planned().proposed("Oracy", "Reading")
    gathering.does("marta", "propose", ProposalDetails(title="Talk", why="It would help."))
    assert "proposed already" in problem(
        gathering, "carol", "propose", ProposalDetails(title="ORACY", why="It would help.")
    )
    oracy, _, talk = gathering.session.proposed
    merging = MergeDetails(proposal_id=talk.id, into_id=oracy.id, reason="They say the same")
    with pytest.raises(NotYourRole):
        gathering.does("asha", "merge_proposals", merging)
    gathering.does("lena", "merge_proposals", merging)
    assert gathering.told("merge_proposals") == {"priya", "marta"}
    assert [one.title for one in gathering.session.proposed if one.stands] == ["Oracy", "Reading"]
    gathering.does("asha", "open_vote")
    with pytest.raises(TransitionNotAllowed):
        gathering.does("priya", "withdraw_proposal")


def test_without_more_proposals_than_foci_there_is_no_vote(gathering: Gathering) -> None:
    session = gathering.planned().proposed("Oracy").session
    gathering.on(session.vote_on + timedelta(days=3)).clock()
    assert gathering.session.state == "proposals"
    with pytest.raises(NotYet, match="nothing to vote on"):
        gathering.does("asha", "open_vote")

    gathering.does("marta", "propose", ProposalDetails(title="Talk", why="It would help.")).clock()
    assert gathering.session.state == "voting"
    lasts = CENTRAL.working_days_between(gathering.today, gathering.session.vote_closes_on)
    assert lasts >= 2


def test_there_is_one_session_a_term_and_time_for_a_vote(gathering: Gathering, world: World) -> None:
    gathering.planned()
    with pytest.raises(InvalidDetails, match=r"summer term of 2026/27 has its session: TS-2026-0001 on Wed"):
        gathering.planned(on=date(2027, 6, 9))
    with pytest.raises(InvalidDetails, match="proposals and a vote need 12"):
        gathering.planned(on=date(2026, 11, 30))
    with pytest.raises(InvalidDetails, match="Staff are not in"):
        gathering.planned(on=date(2027, 2, 17))
    with pytest.raises(NotYourRole):
        gathering.planned("priya", on=date(2027, 3, 10))
    assert Gathering(world).planned(on=date(2027, 1, 13)).session.squeezed

    other = db.session.scalars(select(TrustSession).where(TrustSession.id != gathering.id)).one()
    other.term = TermOfYear.SUMMER
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()
    gathering.does("asha", "call_off", Reason(reason="No hall"))
    assert Gathering(world).planned(on=date(2027, 6, 9)).session.title == "Summer session 2026/27"


def test_the_lead_plans_a_session_that_comes_too_soon_without_a_vote(
    gathering: Gathering, world: World
) -> None:
    details = PlanWithoutVote(
        on=date(2026, 11, 30), starts=time(9), ends=time(12), place="Hall", own_words="Oracy", reason="Now"
    )
    with pytest.raises(NotYourRole):
        plan_session(details, world.person("asha"))
    db.session.rollback()
    with clock_at(gathering.moment):
        session = plan_session(details, world.person("lena"))
        db.session.commit()
    assert (session.state, [one.title for one in session.foci]) == ("decided", ["Oracy"])


def test_the_day_takes_its_deadlines_along_and_a_postponed_session_starts_where_it_stood(
    gathering: Gathering,
) -> None:
    session = gathering.planned().session
    first = session.proposals_on
    gathering.does("asha", "move", moved_to(date(2027, 6, 9)))
    session = gathering.session
    assert session.proposals_on > first
    assert session.entry is not None
    assert session.entry.first_day == session.on == date(2027, 6, 9)
    assert gathering.turns["coordinator"][1] == session.plan_until

    gathering.voting().votes("priya", "Oracy")
    closes = gathering.session.vote_closes_on
    gathering.does("asha", "move", moved_to(date(2027, 6, 16)))
    assert gathering.session.vote_closes_on == closes
    assert len(gathering.heads_to_act) == 2

    gathering.does("asha", "postpone", PauseDetails(reason="Snow", look_again_on=date(2027, 1, 11)))
    assert gathering.session.entry_id is None
    gathering.does("asha", "resume", moved_to(date(2027, 7, 7)))
    assert gathering.session.state == "voting"
    assert gathering.heads_to_act == gathering.schools_called(["gull_rock", "cliff_view"])
    gathering.does("asha", "call_off", Reason(reason="No hall"))
    entries = db.session.scalars(select(CalendarEntry).where(CalendarEntry.case_id == gathering.id)).all()
    assert all(one.cancelled_at for one in entries)


def test_the_programme_is_published_the_day_comes_and_it_is_looked_back_on(gathering: Gathering) -> None:
    gathering.planned().voting()
    for who in ("priya", "marta", "carol"):
        gathering.votes(who, "Oracy")
    gathering.does("asha", "close_vote").does("asha", "ask_for_offers")
    with pytest.raises(NotYet, match="The programme is empty"):
        gathering.does("asha", "publish_programme")
    early = OfferingDetails(kind=Kind.TOGETHER, title="Coffee", starts=time(8), ends=time(9))
    assert "The day goes from 9am to 3:30pm" in problem(gathering, "asha", "add_offering", early)
    gathering.does("asha", "add_offering")

    programme_on, on = gathering.session.programme_on, gathering.session.on
    gathering.on(programme_on + timedelta(days=1)).clock()
    assert gathering.session.state == "registration"
    gathering.on(on + timedelta(days=1)).clock()
    assert gathering.turns == {"coordinator": ("Write what was learned from", date(2027, 5, 17))}
    gathering.does("asha", "evaluate").does("asha", "ask_for_action").does("asha", "go_on_to_actions")
    assert gathering.session.look_back_on == date(2027, 6, 18)
    assert gathering.does("asha", "look_back").session.state == "closed"
