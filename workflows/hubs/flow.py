"""The workflow of a hub, from forming it to closing it: read this first."""

from __future__ import annotations

from workflows.administration.hubs import HubDetails, Joining
from workflows.details import NoteDetails, PauseDetails, PersonChange, Reason
from workflows.hubs.details import BeginningDetails, FormingDetails, ReviewDetails, SchoolLeaving
from workflows.machine import EVERYBODY, NEW, THE_CLOCK, Role, State, Workflow, on_date, working_days

#: of the hub itself, as a place: the same person who coordinates it in the directory
coordinator = Role("coordinator", at="hub")
central_team = Role("improvement_lead", at="trust")
administrator = Role("administrator", at="trust")

LEADING = (coordinator, central_team)
#: administrators look after what the directory says of it, and that somebody coordinates it
KEEPING = (*LEADING, administrator)


# A table, kept as one: a state or transition reads in three lines at the most.
# fmt: off
class HubFlow(Workflow):
    slug, prefix, noun = "hubs", "HB", "Hub"
    readers = (Role("*"), coordinator, central_team, EVERYBODY)
    handing_over = "change_coordinator"

    forming = State(
        "Forming", stage="Forming", turn_of=coordinator, within=working_days(20),
        ask="Agree what to work on in", doing="forming",
    )
    active = State(
        "Active", stage="Active", turn_of=coordinator, within=on_date("review_on"), overdue="time_to_review",
        ask="Look back with the schools of", doing="coordinating",
    )
    reviewing = State(
        "Reviewing", stage="Reviewing", turn_of=coordinator, within=working_days(15),
        ask="Write down what has helped in", doing="looking back on",
    )
    paused = State(
        "Paused", turn_of=coordinator, within=on_date("look_again_on"), stops_clock=True,
        ask="Decide whether to go on with", doing="keeping an eye on",
    )
    closed = State("Closed", final=True, stage="Closed")

    at_work = active | reviewing
    every_open = forming | at_work | paused

    form = NEW.to(
        forming, by=central_team, needs=FormingDetails, tells=(coordinator,), label="Form a hub",
        done="Hub formed",
    )
    take_up = NEW.to(
        forming, by=LEADING, tells=(coordinator,), label="Begin its work here", done="Work taken up",
    )
    begin = forming.to(
        active, by=LEADING, needs=BeginningDetails, tells=(coordinator,), label="Begin working together",
        done="Begun",
    )
    time_to_review = active.to(
        reviewing, by=THE_CLOCK, label="The day to look back comes", done="Time to look back"
    )
    look_back = active.to(
        reviewing, by=LEADING, label="Look back now", done="Began to look back", aside=True
    )
    go_on = reviewing.to(
        active, by=LEADING, needs=ReviewDetails, tells=LEADING, label="Go on together",
        done="Looked back, and going on",
    )
    close = (forming | at_work | paused).to(
        closed, by=LEADING, needs=Reason, tells=(central_team,), label="Close the hub", done="Closed",
        aside=True,
    )
    pause = (forming | at_work).to(
        paused, by=LEADING, needs=PauseDetails, tells=LEADING, label="Pause", done="Paused", aside=True
    )
    resume = paused.back(by=LEADING, tells=LEADING, label="Go on", done="Resumed")

    edit = every_open.stays(
        by=KEEPING, needs=HubDetails, label="Change what it is about", done="Changed", aside=True
    )
    school_joins = every_open.stays(
        by=KEEPING, needs=Joining, label="A school joins", done="A school joined", aside=True
    )
    school_leaves = every_open.stays(
        by=KEEPING, needs=SchoolLeaving, label="A school leaves", done="A school left", aside=True
    )
    change_coordinator = every_open.stays(
        by=KEEPING, needs=PersonChange, restarts=True, tells=LEADING, label="Change the coordinator",
        done="Coordinator changed", aside=True,
    )
    add_note = (every_open | closed).stays(
        by=LEADING, needs=NoteDetails, label="Add a note", done="Note added", aside=True
    )
