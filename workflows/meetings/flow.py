"""The workflow of a meeting of a hub, a forum or a role group, from its date on: read this first."""

from __future__ import annotations

from workflows.actions import ActionDetails
from workflows.dates.steps import answer_steps
from workflows.details import NoteDetails, PauseDetails, PersonChange, Reason
from workflows.machine import (
    EVERYBODY,
    ITS_CASE,
    NEW,
    THE_CLOCK,
    Role,
    State,
    Workflow,
    on_date,
    working_days,
)
from workflows.meetings.details import Hosting, MeetingDetails, Moving

#: of this meeting: whoever coordinates the hub or chairs the forum, unless somebody stands in
chair = Role("chair")
#: of the group on the day; they add to the agenda, and read its second part
member = Role("group_member")
host_head = Role("head", at="host_school")
host_leaders = Role("senior_leader", at="host_school")
central_team = Role("improvement_lead", at="trust")

LEADING = (chair, central_team)
HOSTING = (host_head, host_leaders)


# A table, kept as one: a state or transition reads in three lines at the most.
# fmt: off
class MeetingFlow(Workflow):
    slug, prefix, noun = "meetings", "MT", "Meeting"
    #: the second part is for members: see `workflows.meetings.private`
    readers = (Role("*"), host_head, host_leaders, central_team, EVERYBODY)

    host_sought = State(
        "Host sought", stage="Host", turn_of=chair, within=on_date("host_by"), overdue="propose_host",
        ask="Find a host for", doing="finding a host for",
    )
    host_asked = State(
        "Host asked", stage="Host", turn_of=host_head, within=working_days(3), overdue="no_answer",
        ask="Say whether you can host", doing="thinking about hosting",
    )
    planned = State(
        "Planned", stage="Host", turn_of=chair, within=on_date("agenda_opens_on"), overdue="open_agenda",
        ask="Open the agenda of", doing="planning",
    )
    agenda_open = State(
        "Agenda open", stage="Agenda", turn_of=chair, within=on_date("publish_by"),
        ask="Publish the agenda of", doing="gathering the agenda of",
    )
    published = State(
        "Agenda published", stage="Agenda", turn_of=chair, within=on_date("on"), overdue="day_passed",
        ask="Get ready for", doing="getting ready for",
    )
    held = State(
        "Held", stage="Held", turn_of=chair, within=working_days(5),
        ask="Write the minutes of", doing="writing the minutes of",
    )
    minutes_drafted = State(
        "Minutes drafted", stage="Minutes", turn_of=chair, within=on_date("approve_by"),
        ask="Have approved the minutes of", doing="bringing to the next meeting the minutes of",
    )
    approved = State(
        "Minutes approved", stage="Minutes", turn_of=chair, within=on_date("look_back_on"), overdue="close",
        ask="Ask what came of", doing="seeing what comes of",
    )
    postponed = State(
        "Postponed", turn_of=chair, within=on_date("look_again_on"), stops_clock=True,
        ask="Find a new date for", doing="finding a new date for",
    )
    closed = State("Closed", final=True, stage="Closed")
    called_off = State("Called off", final=True)

    seeking = host_sought | host_asked
    ahead = seeking | planned | agenda_open | published
    afterwards = held | minutes_drafted | approved

    plan = NEW.to(planned, by=ITS_CASE, needs=MeetingDetails, label="Plan a meeting", done="Meeting planned")
    seek_host = NEW.to(
        host_sought, by=ITS_CASE, needs=MeetingDetails, label="Plan a meeting and look for a host",
        done="Meeting planned, host sought",
    )
    offer_to_host = (host_sought | host_asked).to(
        planned, by=EVERYBODY, needs=Hosting, tells=(chair, host_head), label="We can host it",
        done="A school hosts",
    )
    ask_host = host_sought.to(
        host_asked, by=LEADING, needs=Hosting, label="Ask a school to host", done="School asked to host"
    )
    propose_host = host_sought.to(
        host_asked, by=THE_CLOCK, tells=(chair,), label="The school that hosted least recently is asked",
        done="School asked to host",
    )
    agree_to_host = host_asked.to(
        planned, by=HOSTING, tells=(chair,), label="Yes, come to us", done="Agreed to host"
    )
    decline_to_host = host_asked.to(
        host_sought, by=HOSTING, needs=Reason, tells=(chair,), label="Not this time", done="Cannot host"
    )
    no_answer = host_asked.to(
        host_sought, by=THE_CLOCK, tells=(chair,), label="No answer comes", done="No answer about hosting"
    )
    open_agenda = planned.to(agenda_open, by=THE_CLOCK, label="The agenda opens", done="Agenda opened")
    open_agenda_now = planned.to(
        agenda_open, by=LEADING, label="Open the agenda", done="Agenda opened"
    )
    publish = agenda_open.to(
        published, by=LEADING, tells=(member, host_head), label="Publish the agenda", done="Agenda published"
    )
    day_passed = published.to(held, by=THE_CLOCK, label="The day comes", done="The day has passed")
    say_held = published.to(held, by=LEADING, label="It took place", done="Held")
    send_minutes = held.to(
        minutes_drafted, by=LEADING, tells=(member,), label="Send the minutes", done="Minutes sent"
    )
    approve = minutes_drafted.to(
        approved, by=LEADING, label="They were approved", done="Minutes approved"
    )
    close = approved.to(closed, by=THE_CLOCK, label="The look-back is over", done="Closed")
    close_now = (minutes_drafted | approved).to(
        closed, by=LEADING, needs=Reason, label="Close it now", done="Closed", aside=True
    )

    host_drops_out = (planned | agenda_open | published).to(
        host_sought, by=HOSTING, needs=Reason, tells=(chair, member), label="We cannot host after all",
        done="The host dropped out", aside=True,
    )
    move = ahead.stays(
        by=LEADING, needs=Moving, label="Move it to another time", done="Moved", aside=True
    )
    call_off = ahead.to(
        called_off, by=LEADING, needs=Reason, tells=(member, host_head), label="Call it off",
        done="Called off", aside=True,
    )
    postpone = ahead.to(
        postponed, by=LEADING, needs=PauseDetails, tells=(member, host_head), label="Postpone it",
        done="Postponed", aside=True,
    )
    resume = postponed.back(by=LEADING, needs=Moving, restarts=True, tells=(member, host_head),
                            label="Set a new date", done="New date set")
    change_people = (ahead | afterwards).stays(
        by=LEADING, needs=PersonChange, label="Change who is involved", done="People changed", aside=True
    )
    #: its group is led by somebody else now; see `workflows.meetings.leading`
    change_lead = (ahead | afterwards | postponed).stays(
        by=THE_CLOCK, needs=PersonChange, label="Somebody else leads its group", done="Chair changed"
    )
    group_closes = (ahead | postponed).to(
        called_off, by=THE_CLOCK, needs=Reason, tells=(member, host_head), label="Its group closes",
        done="Called off: the group has closed",
    )
    ask_for_action = afterwards.stays(
        by=LEADING, needs=ActionDetails, label="Agree an action", done="Action agreed", aside=True
    )
    add_note = (ahead | afterwards | closed).stays(
        by=(*LEADING, member, host_head), needs=NoteDetails, label="Add a note", done="Note added", aside=True
    )
    dates = answer_steps(ahead | afterwards, by=LEADING)
