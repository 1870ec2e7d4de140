"""The workflow of a subject leader forum, and of a group of people with one role: read this first."""

from __future__ import annotations

from workflows.details import NoteDetails, PauseDetails, PersonChange, Reason
from workflows.forums.details import (
    AboutDetails,
    EveryoneDetails,
    ForumDetails,
    MemberDetails,
    MembersDetails,
    Met,
    SchoolsMembers,
)
from workflows.machine import EVERYBODY, NEW, THE_CLOCK, Role, State, Workflow, on_date, working_days

chair = Role("chair")
member = Role("group_member")
proposer = Role("proposer")
central_team = Role("improvement_lead", at="trust")
administrator = Role("administrator", at="trust")

LEADING = (chair, central_team)


# A table, kept as one: a state or transition reads in three lines at the most.
# fmt: off
class ForumFlow(Workflow):
    slug, prefix, noun = "forums", "SF", "Forum"
    readers = (Role("*"), central_team, EVERYBODY)
    handing_over = "change_chair"

    proposed = State(
        "Proposed", stage="Proposed", turn_of=central_team, within=working_days(10),
        ask="Say yes or no to", doing="thinking about",
    )
    #: `meet_by` is the end of the second term after it last met
    active = State(
        "Active", stage="Active", turn_of=chair, within=on_date("meet_by"), overdue="fall_dormant",
        ask="Hold the next meeting of", doing="chairing",
    )
    #: the chair is told, and nobody else
    dormant = State(
        "Dormant", stage="Active", turn_of=chair, within=working_days(20), copies_nobody=True,
        ask="Wake up or close", doing="deciding what becomes of",
    )
    paused = State(
        "Paused", turn_of=chair, within=on_date("look_again_on"), stops_clock=True,
        ask="Decide whether to go on with", doing="keeping an eye on",
    )
    closed = State("Closed", final=True, stage="Closed")
    declined = State("Not now", final=True)

    at_work = active | dormant
    every_open = proposed | at_work | paused

    propose = NEW.to(
        proposed, by=EVERYBODY, needs=ForumDetails, label="Propose a forum", done="Forum proposed"
    )
    start = NEW.to(
        active, by=central_team, needs=ForumDetails, tells=(chair,), label="Start a forum",
        done="Forum started",
    )
    approve = proposed.to(
        active, by=central_team, tells=(proposer, chair), label="Yes, start it", done="Agreed",
    )
    decline = proposed.to(
        declined, by=central_team, needs=Reason, tells=(proposer, chair), label="Not now", done="Not now",
    )
    withdraw = proposed.to(
        declined, by=proposer, needs=Reason, label="Take it back", done="Taken back", aside=True
    )
    fall_dormant = active.to(
        dormant, by=THE_CLOCK, label="Two terms pass without a meeting",
        done="Dormant: two terms without a meeting",
    )
    wake = dormant.to(active, by=LEADING, tells=(chair,), label="Wake it up", done="Awake again")
    wake_by_meeting = dormant.to(
        active, by=THE_CLOCK, needs=Met, label="It meets after all", done="Awake again: it has met"
    )
    close = (at_work | paused).to(
        closed, by=LEADING, needs=Reason, tells=(chair, member), label="Close the forum", done="Closed",
        aside=True,
    )
    pause = at_work.to(
        paused, by=LEADING, needs=PauseDetails, tells=(chair, member), label="Pause", done="Paused",
        aside=True,
    )
    resume = paused.back(by=LEADING, tells=(chair, member), label="Go on", done="Resumed")

    edit = every_open.stays(
        by=LEADING, needs=AboutDetails, label="Change what it is about", done="Changed", aside=True
    )
    join = at_work.stays(by=EVERYBODY, label="Join", done="Joined", aside=True)
    leave = every_open.stays(by=member, label="Leave", done="Left", aside=True)
    #: by the heads and senior leaders of that school
    name_members = every_open.stays(
        by=EVERYBODY, needs=SchoolsMembers, label="Say who comes from your school", done="Members named",
        aside=True,
    )
    add_members = every_open.stays(
        by=(*LEADING, proposer), needs=MembersDetails, label="Add members", done="Members added", aside=True
    )
    add_everyone = (at_work | paused).stays(
        by=LEADING, needs=EveryoneDetails, label="Add everybody with a role",
        done="Members added", aside=True,
    )
    remove_member = every_open.stays(
        by=LEADING, needs=MemberDetails, label="Remove a member", done="Member removed", aside=True
    )
    change_chair = every_open.stays(
        by=(*LEADING, administrator), needs=PersonChange, restarts=True, tells=LEADING,
        label="Change the chair", done="Chair changed", aside=True,
    )
    met = (active | paused).stays(by=THE_CLOCK, needs=Met, label="It meets", done="Met")
    add_note = (every_open | closed).stays(
        by=(*LEADING, member), needs=NoteDetails, label="Add a note", done="Note added", aside=True
    )
