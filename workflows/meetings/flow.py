"""The workflow of a meeting of a hub, a forum or a role group, from its date on: read this first."""

from __future__ import annotations

from workflows.actions import ActionDetails
from workflows.dates.steps import answer_steps
from workflows.details import NoteDetails, PauseDetails, PersonChange, Reason
from workflows.machine import (
    ASKED,
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
from workflows.meetings.details import (
    ActionDropped,
    Approval,
    ApproveBy,
    ApprovedThere,
    Correction,
    Elsewhere,
    Hosting,
    ItemDetails,
    ItemDropped,
    ItemMinutes,
    ItemMoved,
    LookBack,
    MeetingDetails,
    Moving,
    Room,
)
from workflows.sign_ups.steps import attendance_steps

#: of this meeting: whoever coordinates the hub or chairs the forum, unless somebody stands in
chair = Role("chair")
#: of the group on the day; they add to the agenda, and read its second part
member = Role("group_member")
note_taker = Role("note_taker")
host_head = Role("head", at="host_school")
host_leaders = Role("senior_leader", at="host_school")
central_team = Role("improvement_lead", at="trust")
#: of its group, who plan it
hub_lead = Role("coordinator", at="hub")
forum_lead = Role("chair", at="forum")

PLANNING = (ITS_CASE, hub_lead, forum_lead, central_team)
LEADING = (chair, central_team)
HOSTING = (host_head, host_leaders)
WRITING = (chair, note_taker, central_team)


# A table, kept as one: a state or transition reads in three lines at the most.
# fmt: off
class MeetingFlow(Workflow):
    slug, prefix, noun = "meetings", "MT", "Meeting"
    #: the second part is for members: see `workflows.meetings.private`
    readers = (Role("*"), host_head, host_leaders, central_team, EVERYBODY)
    goes_on_beside = frozenset({
        "write_item", "drop_item", "order_item", "write_minutes", "drop_action", "answer_date", "add_note",
        "next_meeting_known", "check_in", "apologise", "keep_register",
    })

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
    #: whatever had been got ready is kept, and goes on once there is another place
    host_lost = State(
        "Without a host", turn_of=chair, within=on_date("settle_by"), stops_clock=True,
        ask="Find another place for", doing="finding another place for",
    )
    held = State(
        "Held", stage="Held", turn_of=chair, within=on_date("write_by"),
        ask="Write the minutes of", doing="writing the minutes of",
    )
    minutes_drafted = State(
        "Minutes sent", stage="Minutes", turn_of=chair, within=on_date("approve_by"),
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
    hosted = planned | agenda_open | published
    gathering = seeking | planned | agenda_open | host_lost
    ahead = gathering | published
    recording = published | held | minutes_drafted | approved
    afterwards = held | minutes_drafted | approved

    plan = NEW.to(planned, by=PLANNING, needs=MeetingDetails, label="Plan a meeting", done="Meeting planned")
    seek_host = NEW.to(
        host_sought, by=PLANNING, needs=MeetingDetails, label="Plan a meeting and look for a host",
        done="Meeting planned, host sought",
    )

    offer_to_host = seeking.to(
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
        planned, by=HOSTING, needs=Room, tells=(chair,), label="Yes, come to us", done="Agreed to host"
    )
    decline_to_host = host_asked.to(
        host_sought, by=HOSTING, needs=Reason, tells=(chair,), label="Not this time", done="Cannot host"
    )
    no_answer = host_asked.to(
        host_sought, by=THE_CLOCK, tells=(chair,), label="No answer comes", done="No answer about hosting"
    )
    hold_elsewhere = seeking.to(
        planned, by=LEADING, needs=Elsewhere, label="Hold it online or elsewhere", done="Place found",
    )
    say_where = hosted.stays(
        by=(*LEADING, *HOSTING), needs=Room, label="Change the room", done="Room changed", aside=True,
    )
    host_drops_out = hosted.to(
        host_lost, by=(*HOSTING, *LEADING), needs=Reason, tells=(chair, member, host_head),
        label="We cannot host after all", done="The host dropped out", aside=True,
    )
    go_elsewhere = host_lost.back(
        by=LEADING, needs=Elsewhere, restarts=True, tells=(member,), label="Hold it online or elsewhere",
        done="Place found",
    )
    step_in = host_lost.back(
        by=EVERYBODY, needs=Hosting, restarts=True, tells=(chair, member, host_head),
        label="We can host it", done="A school stepped in",
    )
    call_off_now = host_lost.to(
        called_off, by=LEADING, tells=(member,), label="Call it off now", done="Called off",
    )
    seek_again = host_lost.to(
        host_sought, by=LEADING, label="Look for a host again", done="Host sought again",
    )

    open_agenda = planned.to(
        agenda_open, by=THE_CLOCK, tells=(member,), label="The agenda opens", done="Agenda opened"
    )
    open_agenda_now = planned.to(
        agenda_open, by=LEADING, tells=(member,), label="Open the agenda", done="Agenda opened"
    )
    write_item = gathering.stays(
        by=(member, *LEADING), needs=ItemDetails, label="Add to the agenda", done="Agenda item written",
        aside=True,
    )
    drop_item = gathering.stays(
        by=(member, *LEADING), needs=ItemDropped, label="Take off the agenda", done="Agenda item taken off",
        aside=True,
    )
    amend_item = (published | held).stays(
        by=WRITING, needs=ItemDetails, label="Add to the agenda", done="Agenda item written", aside=True,
    )
    strike_item = (published | held).stays(
        by=LEADING, needs=ItemDropped, label="Take off the agenda", done="Agenda item taken off", aside=True,
    )
    order_item = (ahead | held).stays(
        by=LEADING, needs=ItemMoved, label="Change the order", done="Agenda put in another order", aside=True,
    )
    publish = agenda_open.to(
        published, by=LEADING, tells=(member, host_head), label="Publish the agenda", done="Agenda published"
    )

    day_passed = published.to(held, by=THE_CLOCK, label="The day comes", done="The day has passed")
    say_held = hosted.to(held, by=LEADING, label="It took place", done="Held")
    did_not_meet = held.to(
        called_off, by=LEADING, needs=Reason, tells=(member,), label="It did not take place",
        done="Did not take place", aside=True,
    )
    write_minutes = recording.stays(
        by=WRITING, needs=ItemMinutes, label="Write minutes", done="Minutes written", aside=True
    )
    drop_action = recording.stays(
        by=WRITING, needs=ActionDropped, label="Take an action out", done="Action taken out", aside=True
    )
    send_minutes = held.to(
        minutes_drafted, by=WRITING, tells=(member, host_head), label="Send the minutes", done="Minutes sent"
    )
    correct_minutes = (minutes_drafted | approved).stays(
        by=WRITING, needs=Correction, tells=(member,), label="Send corrected minutes",
        done="Minutes corrected", aside=True,
    )
    approve_last = recording.stays(
        by=LEADING, label="The last minutes were approved", done="Minutes of the last meeting approved",
        aside=True,
    )
    approve = minutes_drafted.to(
        approved, by=LEADING, needs=Approval, label="They were approved", done="Minutes approved"
    )
    approved_at_next = minutes_drafted.to(
        approved, by=THE_CLOCK, needs=ApprovedThere, label="The next meeting approves them",
        done="Minutes approved at the next meeting",
    )
    next_meeting_known = minutes_drafted.stays(
        by=THE_CLOCK, needs=ApproveBy, label="The next meeting is planned", done="The next meeting is known",
        quiet=True,
    )
    look_back = approved.to(
        closed, by=LEADING, needs=LookBack, label="Say what came of it", done="Looked back"
    )
    close = approved.to(closed, by=THE_CLOCK, label="The look-back is over", done="Closed")
    close_now = (minutes_drafted | approved).to(
        closed, by=LEADING, needs=Reason, label="Close it now", done="Closed", aside=True
    )

    move = ahead.stays(
        by=LEADING, needs=Moving, tells=(host_head,), label="Move it to another time", done="Moved",
        aside=True,
    )
    call_off = (ahead | postponed).to(
        called_off, by=LEADING, needs=Reason, tells=(member, host_head), label="Call it off",
        done="Called off", aside=True,
    )
    postpone = (seeking | hosted).to(
        postponed, by=LEADING, needs=PauseDetails, tells=(member, host_head), label="Postpone it",
        done="Postponed", aside=True,
    )
    resume = postponed.back(
        by=LEADING, needs=Moving, restarts=True, tells=(member, host_head), label="Set a new date",
        done="New date set",
    )
    change_people = (ahead | afterwards).stays(
        by=LEADING, needs=PersonChange, label="Change who leads or takes minutes", done="People changed",
        aside=True,
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
        by=(*WRITING, member, host_head), needs=NoteDetails, label="Add a note", done="Note added", aside=True
    )
    dates = answer_steps(ahead | afterwards, by=LEADING)
    attendance = attendance_steps(
        hosted | host_lost, by=WRITING, open_to=(member, *LEADING, note_taker, ASKED),
        register_in=published | held | minutes_drafted,
    )
