"""The workflow of a trust-wide session, from its plan to what became of it: read this first."""

from __future__ import annotations

from workflows.actions import ActionDetails
from workflows.dates.steps import answer_steps
from workflows.details import NoteDetails, PauseDetails, Reason
from workflows.machine import EVERYBODY, NEW, THE_CLOCK, Role, State, Workflow, every, on_date, working_days
from workflows.sign_ups.steps import BESIDE, sign_up_steps
from workflows.trust_sessions.details import (
    Decision,
    EvaluationDetails,
    HandOver,
    LookBackDetails,
    MergeDetails,
    MoveDetails,
    OffersWanted,
    PlanDetails,
    PlanWithoutVote,
    ProposalChosen,
    ProposalDetails,
    TieDetails,
    VoteDetails,
)

coordinator = Role("coordinator")
central_team = Role("improvement_lead", at="trust")
heads = every("head", at="voting_schools")
delegates = every("delegate", at="voting_schools")
heads_to_vote = every("head", at="schools_to_vote")

OPENERS = (Role("coordinator", at="trust"), central_team)
RUNNING = (coordinator, central_team)
VOTERS = (heads_to_vote, heads, delegates)
TOLD = (heads, coordinator)


# A table, kept as one: a state or transition reads in three lines at the most.
# fmt: off
class TrustSessionFlow(Workflow):
    slug, prefix, noun = "sessions", "TS", "Trust-wide session"
    readers = (EVERYBODY,)
    #: many vote and propose at once, each with the page of before in hand
    goes_on_beside = BESIDE | {"vote", "propose", "withdraw_proposal", "add_note", "answer_date"}

    planned = State(
        "Planned", stage="Planned", turn_of=coordinator, within=on_date("plan_until"),
        overdue="proposals_open", ask="Get ready to ask for proposals for", doing="planning",
    )
    proposals = State(
        "Proposals", stage="Proposals", turn_of=coordinator, within=on_date("propose_until"),
        overdue="vote_opens", ask="Gather proposals for", doing="gathering proposals for",
    )
    voting = State(
        "Voting", stage="Voting", turn_of=(heads_to_vote, coordinator), within=on_date("vote_closes_on"),
        overdue="vote_closes", ask="Vote on the foci of", asks={"coordinator": "See to the vote for"},
        doing="voting on",
    )
    tied = State(
        "Tied", stage="Voting", turn_of=central_team, within=working_days(3), ask="Settle the tie for",
        doing="settling the tie for",
    )
    decided = State(
        "Foci decided", stage="Foci decided", turn_of=coordinator, within=working_days(5),
        ask="Ask for workshops and stalls for", doing="starting the programme of",
    )
    programme = State(
        "Programme", stage="Programme", turn_of=coordinator, within=on_date("programme_on"),
        overdue="registration_opens", ask="Publish the programme of", doing="putting together",
    )
    registration = State(
        "Registration", stage="Registration", turn_of=coordinator, within=on_date("on"), overdue="took_place",
        ask="Get everything ready for", doing="getting everything ready for",
    )
    held = State(
        "Held", stage="Held", turn_of=coordinator, within=working_days(2), ask="Write what was learned from",
        doing="writing what was learned from",
    )
    evaluated = State(
        "Evaluated", stage="Evaluated", turn_of=coordinator, within=working_days(5),
        ask="Agree actions out of", doing="agreeing actions out of",
    )
    acting = State(
        "Actions", stage="Actions", turn_of=coordinator, within=on_date("look_back_on"),
        ask="Look back on", doing="following up",
    )
    postponed = State(
        "Postponed", turn_of=coordinator, within=on_date("look_again_on"), stops_clock=True,
        ask="Find another day for", doing="finding another day for",
    )
    closed = State("Closed", stage="Looked back", final=True)
    called_off = State("Called off", final=True)

    choosing = planned | proposals | voting | tied
    building = decided | programme | registration
    ahead = choosing | building
    afterwards = held | evaluated | acting

    plan = NEW.to(
        planned, by=OPENERS, needs=PlanDetails, tells=(central_team,), label="Plan a session",
        done="Session planned",
    )
    plan_without_vote = NEW.to(
        decided, by=central_team, needs=PlanWithoutVote, tells=TOLD, label="Plan a session without a vote",
        done="Session planned, without a vote",
    )
    move = ahead.stays(
        by=RUNNING, needs=MoveDetails, label="Move it, or change the place", done="Moved", aside=True
    )

    proposals_open = planned.to(
        proposals, by=THE_CLOCK, tells=(heads, delegates), label="Proposals open", done="Proposals opened"
    )
    ask_for_proposals = planned.to(
        proposals, by=RUNNING, tells=(heads, delegates), label="Ask for proposals now",
        done="Proposals opened",
    )
    propose = proposals.stays(
        by=(heads, delegates), needs=ProposalDetails, label="Propose a focus", done="Focus proposed"
    )
    withdraw_proposal = proposals.stays(
        by=(heads, delegates), needs=ProposalChosen, label="Withdraw a proposal", done="Proposal withdrawn",
        aside=True,
    )
    merge_proposals = proposals.stays(
        by=central_team, needs=MergeDetails, label="Merge two proposals", done="Proposals merged", aside=True
    )
    decide_without_vote = (planned | proposals).to(
        decided, by=central_team, needs=Decision, tells=TOLD, label="Decide without a vote",
        done="Foci decided without a vote", aside=True,
    )

    vote_opens = proposals.to(
        voting, by=THE_CLOCK, tells=(delegates,), label="The vote opens", done="Vote opened"
    )
    open_vote = proposals.to(
        voting, by=RUNNING, tells=(delegates,), label="Open the vote now", done="Vote opened"
    )
    vote = voting.stays(by=VOTERS, needs=VoteDetails, label="Vote", done="Voted")
    vote_closes = voting.to(
        decided, or_to=(tied,), by=THE_CLOCK, tells=TOLD, label="The vote closes", done="Vote closed"
    )
    close_vote = voting.to(
        decided, or_to=(tied,), by=RUNNING, tells=TOLD, label="Close the vote", done="Vote closed"
    )
    settle_tie = tied.to(
        decided, by=central_team, needs=TieDetails, tells=TOLD, label="Settle the tie", done="Tie settled"
    )

    ask_for_offers = decided.to(
        programme, by=RUNNING, needs=OffersWanted, tells=(heads,), label="Ask for workshops and stalls",
        done="Workshops and stalls asked for",
    )
    publish_programme = programme.to(
        registration, by=RUNNING, tells=TOLD, label="Publish the programme", done="Programme published"
    )
    registration_opens = programme.to(
        registration, by=THE_CLOCK, tells=TOLD, label="Registration opens", done="Programme published"
    )
    took_place = registration.to(held, by=THE_CLOCK, label="The day comes", done="The day has passed")
    say_held = registration.to(held, by=RUNNING, label="It took place", done="Held")
    did_not_happen = held.to(
        called_off, by=RUNNING, needs=Reason, tells=TOLD, label="It did not take place",
        done="Did not take place", aside=True,
    )

    evaluate = held.to(
        evaluated, by=RUNNING, needs=EvaluationDetails, tells=TOLD, label="Write what was learned",
        done="Evaluated",
    )
    ask_for_action = (evaluated | acting).stays(
        by=RUNNING, needs=ActionDetails, label="Agree an action", done="Action agreed"
    )
    go_on_to_actions = evaluated.to(
        acting, by=RUNNING, label="All actions are agreed", done="Actions agreed"
    )
    look_back = acting.to(
        closed, by=RUNNING, needs=LookBackDetails, tells=TOLD, label="Look back and close", done="Looked back"
    )

    postpone = ahead.to(
        postponed, by=RUNNING, needs=PauseDetails, tells=TOLD, label="Postpone", done="Postponed", aside=True
    )
    resume = postponed.back(
        by=RUNNING, needs=MoveDetails, restarts=True, tells=TOLD, label="Set another day", done="Goes on"
    )
    call_off = (ahead | postponed).to(
        called_off, by=RUNNING, needs=Reason, tells=TOLD, label="Call it off", done="Called off", aside=True
    )
    hand_over = (ahead | afterwards | postponed).stays(
        by=RUNNING, needs=HandOver, label="Somebody else coordinates it",
        done="Handed over", aside=True,
    )
    add_note = (ahead | afterwards | postponed | closed).stays(
        by=(*RUNNING, heads, delegates), needs=NoteDetails, label="Add a note", done="Note added", aside=True
    )
    dates = answer_steps(ahead | postponed, by=RUNNING)
    sign_ups = sign_up_steps(
        registration, by=RUNNING, arrange_in=building, register_in=registration | afterwards
    )
