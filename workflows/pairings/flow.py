"""The workflow of a mentoring or coaching pairing: read this first."""

from __future__ import annotations

from workflows.dates.steps import answer_steps
from workflows.details import PauseDetails
from workflows.machine import NEW, THE_CLOCK, Role, State, Workflow, each, on_date, working_days
from workflows.pairings.details import (
    AboutSession,
    AskDetails,
    ChooseDetails,
    ClosingDetails,
    ContractDetails,
    ProposeDetails,
    RatingDetails,
    ReflectionDetails,
    ReviewDetails,
    SessionLog,
    SessionMove,
    SessionPlan,
    ShareDetails,
    ShareEnd,
    StepDone,
)

mentee = Role("mentee")
mentor = Role("mentor")
coordinator = Role("coordinator", at="trust")
central_team = Role("improvement_lead", at="trust")

PAIR = (mentee, mentor)
ARRANGERS = (coordinator, central_team)
WORKS_THERE = tuple(Role(name, at="mentee_school") for name in ("staff", "senior_leader", "delegate", "head"))


# A table, kept as one: a state or transition reads in three lines at the most.
# fmt: off
class PairingFlow(Workflow):
    slug, prefix, noun = "pairings", "MC", "Pairing"
    #: the pair sees all of it, the others its outline: see `workflows.pairings.queries`
    readers = (Role("*"), *ARRANGERS)
    schools = ("mentee_school", "mentor_school")
    dates_are_private = True

    requested = State(
        "Asked for", stage="Asked for", turn_of=coordinator, within=working_days(5),
        ask="Find somebody for", doing="finding a mentor for",
    )
    asked = State(
        "Mentor asked", stage="Proposed", turn_of=mentor, within=working_days(3),
        ask="Say yes or no to", doing="thinking about",
    )
    proposed = State(
        "Proposed", stage="Proposed", turn_of=each(mentee, mentor), within=working_days(3),
        ask="Say yes or no to", doing="thinking about",
    )
    accepted = State(
        "Agreeing the contract", stage="Contract", turn_of=each(mentee, mentor), within=working_days(10),
        ask="Agree the contract for", doing="agreeing the contract for",
    )
    contracted = State(
        "Contract signed", stage="Contract", turn_of=PAIR, within=working_days(5),
        ask="Agree the first session of", doing="finding a date for the first session of",
    )
    active = State(
        "Active", stage="Working together", turn_of=PAIR, within=on_date("act_by"), ask_by="next_ask",
        ask="Agree or log the next session of", doing="looking after",
    )
    review = State(
        "Review", stage="Working together", turn_of=each(mentee, mentor), within=working_days(10),
        ask="Look back on", doing="looking back on",
    )
    changing = State(
        "Changing to coaching", stage="Working together", turn_of=each(mentee, mentor),
        within=working_days(3), ask="Confirm the move to coaching in", doing="thinking about coaching in",
    )
    paused = State(
        "Paused", turn_of=PAIR, within=on_date("look_again_on"), stops_clock=True,
        ask="Decide whether to go on with", doing="keeping an eye on the paused",
    )
    ending = State(
        "Ending", stage="Ended", turn_of=mentee, within=working_days(5), overdue="close_quietly",
        ask="Round off", doing="rounding off",
    )
    closed = State("Closed", stage="Ended", final=True)
    withdrawn = State("Withdrawn", final=True)

    open_to_proposals = asked | proposed
    together = contracted | active | review | changing
    has_mentor = accepted | together | paused | ending
    every_open = requested | open_to_proposals | has_mentor

    ask = NEW.to(
        requested, by=WORKS_THERE, needs=AskDetails, label="Ask for a mentor", done="Mentor asked for"
    )
    ask_for = NEW.to(
        requested, by=ARRANGERS, needs=AskDetails, tells=(mentee,), label="Ask on somebody's behalf",
        done="Mentor asked for on their behalf",
    )
    edit = requested.stays(
        by=(mentee, *ARRANGERS), needs=AskDetails, label="Change what is asked for",
        done="Changed what is asked for", aside=True,
    )
    choose = requested.to(
        asked, by=mentee, needs=ChooseDetails, label="Choose this mentor", done="Mentor chosen"
    )
    propose = requested.to(
        proposed, by=ARRANGERS, needs=ProposeDetails, label="Propose a mentor", done="Mentor proposed"
    )
    take_on = asked.to(
        accepted, by=mentor, tells=(coordinator,), label="Yes, I will be their mentor", done="Accepted"
    )
    accept = proposed.to(
        accepted, by=each(mentee, mentor), label="Yes, this suits me", done="Accepted"
    )
    decline = open_to_proposals.to(
        requested, by=PAIR, tells=(mentee,), label="No, thank you", done="Not taken up"
    )
    propose_another = open_to_proposals.to(
        requested, by=ARRANGERS, tells=(mentee,), label="Look for another mentor",
        done="Proposal taken back",
    )
    withdraw = (requested | open_to_proposals).to(
        withdrawn, by=(mentee, *ARRANGERS), tells=(mentee, mentor, coordinator), label="Withdraw",
        done="Withdrawn", aside=True,
    )

    write_contract = accepted.stays(
        by=PAIR, needs=ContractDetails, restarts=True, label="Write or change the contract",
        done="Contract changed",
    )
    sign = accepted.to(
        contracted, by=each(mentee, mentor), label="Sign the contract", done="Contract signed"
    )

    plan_first = contracted.to(
        active, by=PAIR, needs=SessionPlan, label="Agree the first session", done="First session agreed"
    )
    log_first = contracted.to(
        active, by=PAIR, needs=SessionLog, tells=PAIR, label="Log a session", done="Session logged"
    )
    log_session = (active | review | changing | ending).stays(
        by=PAIR, needs=SessionLog, tells=PAIR, label="Log a session", done="Session logged"
    )
    plan_session = active.stays(
        by=PAIR, needs=SessionPlan, label="Agree the next session", done="Session agreed"
    )
    move_session = (active | review | changing).stays(
        by=PAIR, needs=SessionMove, label="Move a session", done="Session moved", aside=True
    )
    call_off_session = (active | review | changing).stays(
        by=PAIR, needs=AboutSession, label="Call off a session", done="Session called off", aside=True
    )
    confirm_session = (active | review | changing | ending | paused).stays(
        by=PAIR, needs=AboutSession, label="It took place", done="Session took place",
        aside=True, quiet=True,
    )
    miss_session = (active | review | changing | ending | paused).stays(
        by=PAIR, needs=AboutSession, tells=PAIR, label="It did not happen", done="Session did not happen",
        aside=True,
    )
    finish_step = (together | ending).stays(
        by=PAIR, needs=StepDone, label="Done", done="Action step done", aside=True
    )
    rate_goals = (active | review | changing | ending).stays(
        by=PAIR, needs=RatingDetails, label="Say how far you have come", done="Goals looked at", aside=True
    )
    add_reflection = (together | ending | closed).stays(
        by=mentor, needs=ReflectionDetails, label="Write a reflection of your own",
        done="Reflection written", aside=True,
    )

    begin_review = active.to(review, by=PAIR, label="Begin the review", done="Review begun")
    write_review = review.stays(
        by=PAIR, needs=ReviewDetails, restarts=True, label="Write or change the review",
        done="Review written",
    )
    agree_review = review.to(
        active, by=each(mentee, mentor), label="Agree the review", done="Review agreed"
    )
    propose_coaching = review.to(
        changing, by=PAIR, label="Propose to move to coaching", done="Coaching proposed"
    )
    confirm_coaching = changing.to(
        active, by=each(mentee, mentor), label="Yes, change to coaching", done="Changed to coaching"
    )
    stay_mentoring = changing.to(
        active, by=PAIR, tells=PAIR, label="Stay with mentoring", done="Stays with mentoring"
    )

    share = (active | review | changing | paused | ending | closed).stays(
        by=mentee, needs=ShareDetails, tells=(mentor,), label="Share an entry", done="Entry shared",
        aside=True,
    )
    stop_sharing = (active | review | changing | paused | ending | closed).stays(
        by=mentee, needs=ShareEnd, label="Stop sharing", done="Sharing stopped", aside=True
    )

    pause = (accepted | together).to(
        paused, by=PAIR, needs=PauseDetails, tells=(*PAIR, coordinator), label="Pause", done="Paused",
        aside=True,
    )
    resume = paused.back(by=PAIR, tells=(*PAIR, coordinator), label="Go on", done="Resumed")
    leave = (accepted | together | paused).to(
        ending, by=PAIR, tells=(*PAIR, coordinator), label="End the pairing", done="Pairing ended",
        aside=True,
    )
    close = ending.to(
        closed, by=PAIR, needs=ClosingDetails, tells=(*PAIR, coordinator), label="Close", done="Closed"
    )
    close_quietly = ending.to(
        closed, by=THE_CLOCK, tells=(*PAIR, coordinator), label="Closes by itself", done="Closed"
    )
    new_mentor = has_mentor.to(
        requested, by=(mentee, *ARRANGERS), tells=(mentee,), label="Find a new mentor",
        done="New mentor asked for", aside=True,
    )
    end_for_them = has_mentor.to(
        closed, by=ARRANGERS, tells=PAIR, label="End it for somebody who has left", done="Ended for them",
        aside=True,
    )
    #: its dates are its sessions: arranged by the steps above, answered as any other date
    dates = answer_steps(every_open, by=PAIR)
