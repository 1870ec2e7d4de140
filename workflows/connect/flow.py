"""The workflow of a connect session: read this first."""

from __future__ import annotations

from workflows.actions import ActionDetails
from workflows.connect.details import ConnectDetails, DayDetails, OutcomeDetails, TopicDetails
from workflows.dates.steps import date_steps
from workflows.details import NoteDetails, PersonChange, Reason
from workflows.machine import EVERYBODY, NEW, THE_CLOCK, Role, State, Workflow, on_date, working_days
from workflows.sign_ups.steps import BESIDE, sign_up_steps

host = Role("host")
central_team = Role("improvement_lead", at="trust")

HOSTING = (host, central_team)


# A table, kept as one: a state or transition reads in three lines at the most.
# fmt: off
class ConnectFlow(Workflow):
    slug, prefix, noun = "connect", "CS", "Connect session"
    readers = (EVERYBODY, Role("*"))
    #: whoever has signed up hears at once when the host changes
    owes_news = True
    goes_on_beside = BESIDE

    offered = State(
        "Open", stage="Open", turn_of=host, within=on_date("on"), overdue="took_place",
        ask="Get ready for", doing="getting ready for",
    )
    postponed = State(
        "Postponed", stage="Open", turn_of=host, within=working_days(10), ask="Name a new day for",
        doing="finding a new day for",
    )
    held = State(
        "Held", stage="Held", turn_of=host, within=working_days(5), ask="Say who came, and what came of",
        doing="writing up",
    )
    closed = State("Closed", stage="Closed", final=True)
    called_off = State("Called off", final=True)

    ahead = offered | postponed
    every_open = ahead | held

    offer = NEW.to(
        offered, by=EVERYBODY, needs=ConnectDetails, label="Offer a connect session", done="Offered"
    )
    change_topic = ahead.stays(
        by=HOSTING, needs=TopicDetails, label="Change what it is about", done="Changed what it is about",
        aside=True,
    )
    postpone = offered.to(
        postponed, by=HOSTING, needs=Reason, label="Postpone it", done="Postponed", aside=True
    )
    name_day = postponed.to(
        offered, by=HOSTING, needs=DayDetails, label="Name the new day", done="New day named"
    )
    cannot_host = offered.to(
        called_off, by=host, label="I cannot host: call it off",
        done="Called off, because the host cannot be there", aside=True,
    )
    call_off = ahead.to(
        called_off, by=HOSTING, needs=Reason, label="Call it off", done="Called off", aside=True
    )
    change_people = every_open.stays(
        by=HOSTING, needs=PersonChange, label="Hand it to another host", done="Handed to another host",
        aside=True,
    )
    took_place = offered.to(held, by=THE_CLOCK, label="The day comes", done="The day has passed")
    say_held = offered.to(held, by=host, label="It took place", done="Held")
    did_not_happen = held.to(
        called_off, by=HOSTING, needs=Reason, label="It did not take place", done="Did not take place",
        aside=True,
    )
    write_up = held.to(
        closed, by=host, needs=OutcomeDetails, label="Say what came of it", done="Written up"
    )
    close_early = held.to(
        closed, by=central_team, needs=Reason, tells=(host,), label="Close without a write-up",
        done="Closed without a write-up", aside=True,
    )
    add_note = (every_open | closed).stays(
        by=EVERYBODY, needs=NoteDetails, label="Add a note", done="Note added", aside=True
    )
    ask_for_action = every_open.stays(
        by=HOSTING, needs=ActionDetails, label="Agree an action", done="Action agreed", aside=True
    )
    dates = date_steps(every_open, by=HOSTING)
    sign_ups = sign_up_steps(offered, by=HOSTING, register_in=every_open)
