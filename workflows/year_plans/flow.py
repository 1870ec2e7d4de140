"""The workflow of a year of dates, from laying it out to its end: read this first."""

from __future__ import annotations

from workflows.details import NoteDetails, PersonChange, Reason
from workflows.machine import NEW, THE_CLOCK, Role, State, Workflow, on_date, working_days
from workflows.year_plans.details import (
    DateMoved,
    DateNamed,
    GroupShape,
    HandedOver,
    HostChosen,
    PlanAgain,
    SeriesEnded,
    SeriesMoved,
    YearDetails,
)

#: of this plan: whoever opened it, until they hand it over
planner = Role("planner")
hub_coordinator = Role("coordinator", at="hub")
forum_chair = Role("chair", at="forum")
central_team = Role("improvement_lead", at="trust")

LEADING = (planner, hub_coordinator, central_team)


# A table, kept as one: a state or transition reads in three lines at the most.
# fmt: off
class YearPlanFlow(Workflow):
    slug, prefix, noun = "years", "YP", "Year of dates"
    readers = (Role("*"), hub_coordinator, central_team, Role("coordinator", at="trust"))

    laying_out = State(
        "Laying out", stage="Laid out", turn_of=planner, within=working_days(10),
        ask="Send the invitations of", doing="planning",
    )
    running = State(
        "Under way", stage="Under way", turn_of=planner, within=on_date("ends_on"), overdue="year_ends",
        ask="Look after", doing="looking after",
    )
    closed = State("Closed", stage="Closed", final=True)
    abandoned = State("Given up", final=True)

    lay_out = NEW.to(
        laying_out, by=(hub_coordinator, forum_chair, central_team), needs=YearDetails,
        label="Lay out a year", done="Year laid out",
    )
    edit = laying_out.stays(
        by=LEADING, needs=YearDetails, label="Change the wishes", done="Wishes changed", aside=True
    )
    shape_group = laying_out.stays(
        by=LEADING, needs=GroupShape, label="Change one group", done="Group changed", aside=True
    )
    plan_again = laying_out.stays(by=LEADING, needs=PlanAgain, label="Plan again", done="Planned again")
    move = laying_out.stays(by=LEADING, needs=DateMoved, label="Move a meeting", done="Moved", aside=True)
    pin = laying_out.stays(by=LEADING, needs=DateNamed, label="Keep this date", done="Date kept", aside=True)
    let_go = laying_out.stays(
        by=LEADING, needs=DateNamed, label="Let this date go", done="Date free to move", aside=True
    )
    forbid = laying_out.stays(
        by=LEADING, needs=DateNamed, label="Not on this day", done="Day ruled out", aside=True
    )
    choose_host = laying_out.stays(
        by=LEADING, needs=HostChosen, label="Choose the host", done="Host chosen", aside=True
    )
    undo = laying_out.stays(by=LEADING, label="Undo the last change", done="Undone", aside=True)
    send = laying_out.to(
        running, by=LEADING, tells=(central_team, hub_coordinator), label="Send the invitations",
        done="Invitations sent",
    )
    abandon = laying_out.to(
        abandoned, by=LEADING, needs=Reason, label="Give it up", done="Given up", aside=True
    )

    move_series = running.stays(
        by=LEADING, needs=SeriesMoved, tells=(central_team,), label="Move all later meetings of a group",
        done="Series moved",
    )
    end_series = running.stays(
        by=LEADING, needs=SeriesEnded, tells=(central_team,), label="End a series", done="Series ended",
    )
    year_ends = running.to(closed, by=THE_CLOCK, label="The year ends", done="The year has ended")
    close = running.to(
        closed, by=LEADING, needs=Reason, label="Close it now", done="Closed", aside=True
    )
    hand_over = (laying_out | running).stays(
        by=LEADING, needs=HandedOver, restarts=True, tells=(planner,), label="Hand it over",
        done="Handed over", aside=True,
    )
    #: its group is led by somebody else now; see `workflows.year_plans.leading`
    change_lead = (laying_out | running).stays(
        by=THE_CLOCK, needs=PersonChange, restarts=True, tells=(planner,),
        label="Somebody else leads its group", done="Handed over",
    )
    add_note = (laying_out | running | closed).stays(
        by=LEADING, needs=NoteDetails, label="Add a note", done="Note added", aside=True
    )
