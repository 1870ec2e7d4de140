"""The workflow of a year's round of reviews: read this first."""

from __future__ import annotations

from workflows.details import Reason
from workflows.machine import NEW, THE_CLOCK, Role, State, Workflow, on_date
from workflows.review_rounds.details import (
    AbsenceDetails,
    AbsenceOff,
    DecisionDetails,
    DecisionUndone,
    HostChange,
    HostsDetails,
    LookBack,
    PlanAsked,
    RoundDetails,
    RunNamed,
    WeightsDetails,
)

central_team = Role("improvement_lead", at="trust")
trust_coordinator = Role("coordinator", at="trust")

PLANNERS = (central_team, trust_coordinator)


# A table, kept as one: a state or transition reads in three lines at the most.
# fmt: off
class ReviewRoundFlow(Workflow):
    slug, prefix, noun = "rounds", "RR", "Round of reviews"
    readers = PLANNERS

    planning = State(
        "Planning", stage="Planned", turn_of=central_team, within=on_date("decide_by"),
        ask="Decide the plan of", doing="planning",
    )
    running = State(
        "Under way", stage="Under way", turn_of=central_team, within=on_date("ends_on"),
        ask="Look back on", doing="seeing through",
    )
    closed = State("Closed", stage="Looked back on", final=True)
    abandoned = State("Abandoned", final=True)

    start = NEW.to(planning, by=PLANNERS, needs=RoundDetails, label="Plan a round", done="Round begun")
    edit = planning.stays(
        by=PLANNERS, needs=RoundDetails, label="Change time and size", done="Time and size changed"
    )
    weigh = planning.stays(
        by=PLANNERS, needs=WeightsDetails, label="Say what matters most", done="Wishes changed"
    )
    choose_hosts = planning.stays(
        by=PLANNERS, needs=HostsDetails, label="Choose the schools", done="Schools chosen"
    )
    change_host = planning.stays(
        by=PLANNERS, needs=HostChange, label="Change what a visit is about", done="Visit changed"
    )
    add_absence = planning.stays(
        by=PLANNERS, needs=AbsenceDetails, label="Say who is away", done="Absence added"
    )
    end_absence = planning.stays(
        by=PLANNERS, needs=AbsenceOff, label="Not away after all", done="Absence taken out"
    )
    decide = planning.stays(
        by=PLANNERS, needs=DecisionDetails, label="Decide something by hand", done="Decided by hand"
    )
    undo = planning.stays(
        by=PLANNERS, needs=DecisionUndone, label="Undo a decision", done="Decision undone"
    )
    ask_for_plan = planning.stays(
        by=PLANNERS, needs=PlanAsked, label="Make a plan", done="Plan asked for"
    )
    take_early = planning.stays(
        by=PLANNERS, needs=RunNamed, label="Take the best so far", done="Best so far taken"
    )
    plan_ready = planning.stays(by=THE_CLOCK, needs=RunNamed, label="A plan is ready", done="Plan made")
    choose_plan = planning.stays(
        by=PLANNERS, needs=RunNamed, label="Choose this plan", done="Plan chosen"
    )
    publish = planning.to(
        running, by=central_team, tells=(trust_coordinator,), label="Publish the plan",
        done="Plan published",
    )
    look_back = running.to(
        closed, by=central_team, needs=LookBack, tells=(trust_coordinator,),
        label="Look back and close", done="Looked back on",
    )
    abandon = planning.to(
        abandoned, by=central_team, needs=Reason, tells=(trust_coordinator,), label="Give this round up",
        done="Given up", aside=True,
    )
