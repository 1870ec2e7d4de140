"""The workflow of a visit from one school to another, and of the offer to be visited: read this first."""

from __future__ import annotations

from workflows.actions import ActionDetails
from workflows.dates.steps import date_steps
from workflows.details import NoteDetails, PauseDetails, PersonChange, Reason
from workflows.library import EntryDetails
from workflows.machine import NEW, THE_CLOCK, Role, State, Workflow, each, on_date, working_days
from workflows.visits.details import (
    AdoptionDetails,
    Assurance,
    HostDetails,
    HostNamed,
    OfferingDetails,
    PartyDetails,
    ReflectionDetails,
    WantDetails,
)

visitor = Role("visitor")
companion = Role("companion")
host_contact = Role("host_contact")
visiting_head = Role("head", at="visiting_school")
visiting_leaders = Role("senior_leader", at="visiting_school")
host_head = Role("head", at="host_school")
host_leaders = Role("senior_leader", at="host_school")
central_team = Role("improvement_lead", at="trust")

WORKS_THERE = tuple(
    Role(name, at="visiting_school") for name in ("staff", "senior_leader", "delegate", "head")
)
OFFERING = (host_head, host_leaders, Role("delegate", at="host_school"))
HEADS = (visiting_head, host_head)
TEAM = (visitor, host_contact)
VISITING = (visitor, visiting_head)
HOSTING = (host_head, host_contact)
PEOPLE = (*VISITING, *HOSTING, central_team)


# A table, kept as one: a state or transition reads in three lines at the most.
# fmt: off
class VisitFlow(Workflow):
    slug, prefix, noun = "visits", "SV", "Visit"
    #: what the visitors make of it is theirs until they share it: see `workflows.visits.queries`
    readers = (Role("*"), visiting_head, visiting_leaders, host_head, host_leaders, central_team)

    offered = State(
        "Offered", turn_of=host_contact, within=on_date("open_until"), overdue="lapse_offer",
        ask="Renew or end the offer of", doing="offering",
    )
    wanted = State(
        "With their head", stage="Asked", turn_of=visiting_head, within=working_days(3),
        ask="Agree cover for", doing="deciding on cover for",
    )
    seeking = State(
        "Looking for a school", stage="Asked", turn_of=central_team, within=working_days(5),
        ask="Find a school for", doing="finding a school for",
    )
    requested = State(
        "Host asked", stage="Asked", turn_of=host_head, within=working_days(5),
        ask="Say yes or no to", doing="thinking about",
    )
    accepted = State(
        "Accepted by the host", stage="Agreed", turn_of=visitor, within=working_days(5),
        ask="Confirm the date of", doing="confirming the date of",
    )
    confirmed = State(
        "Confirmed", stage="Agreed", turn_of=visitor, within=on_date("on"), overdue="took_place",
        ask="Get ready for", doing="getting ready for",
    )
    visited = State(
        "Visited", stage="Visited", turn_of=visitor, within=working_days(5),
        ask="Write the reflection on", doing="reflecting on",
    )
    reflected = State(
        "Reflected", stage="Reflected", turn_of=visitor, within=working_days(5),
        ask="Decide who reads the reflection on", doing="deciding who reads the reflection on",
    )
    consenting = State(
        "Waiting for both heads", stage="Shared", turn_of=each(visiting_head, host_head),
        within=working_days(5), ask="Agree to the library entry from", doing="deciding what to share of",
    )
    shared = State(
        "Shared with the host", stage="Shared", turn_of=visitor, within=on_date("act_by"),
        ask="Say what you have tried since", doing="trying things out after",
    )
    kept = State(
        "Kept within the school", stage="Shared", turn_of=visitor, within=on_date("act_by"),
        ask="Say what you have tried since", doing="trying things out after",
    )
    paused = State(
        "Paused", turn_of=visitor, within=on_date("look_again_on"), stops_clock=True,
        ask="Decide whether to go on with", doing="keeping an eye on the paused",
    )
    closed = State("Closed", stage="Looked back", final=True)
    withdrawn = State("Called off", final=True)
    ended = State("Offer ended", final=True)

    agreed = accepted | confirmed
    before_the_day = wanted | seeking | requested | agreed
    afterwards = visited | reflected | shared | kept
    every_visit = before_the_day | afterwards | consenting | paused

    offer = NEW.to(
        offered, by=OFFERING, needs=OfferingDetails, label="Offer to be visited", done="Visit offered"
    )
    change_offer = offered.stays(
        by=HOSTING, needs=OfferingDetails, label="Change or renew the offer", done="Offer changed"
    )
    end_offer = offered.to(
        ended, by=(*HOSTING, central_team), needs=Reason, tells=HOSTING, label="End the offer",
        done="Offer ended", aside=True,
    )
    lapse_offer = offered.to(
        ended, by=THE_CLOCK, tells=HOSTING, label="Ends by itself", done="Offer ended"
    )

    want = NEW.to(
        wanted, by=WORKS_THERE, needs=WantDetails, label="Ask to visit", done="Visit asked for"
    )
    ask_as_head = NEW.to(
        requested, by=visiting_head, needs=WantDetails, label="Ask to visit", done="Visit asked for"
    )
    seek_as_head = NEW.to(
        seeking, by=visiting_head, needs=WantDetails, label="Ask for a school to visit",
        done="Visit asked for",
    )
    edit = (wanted | seeking | requested).stays(
        by=visitor, needs=WantDetails, tells=(host_head,), label="Change what is asked for",
        done="Changed what is asked for", aside=True,
    )
    agree_cover = wanted.to(
        requested, by=visiting_head, tells=(visitor,), label="Agree cover and ask the school",
        done="Cover agreed",
    )
    agree_and_seek = wanted.to(
        seeking, by=visiting_head, tells=(visitor,), label="Agree cover and look for a school",
        done="Cover agreed",
    )
    refuse_cover = wanted.to(
        withdrawn, by=visiting_head, needs=Reason, tells=(visitor,), label="Not now", done="No cover"
    )
    name_host = seeking.to(
        requested, by=(*VISITING, central_team), needs=HostNamed, tells=VISITING, label="Ask a school",
        done="School asked",
    )

    accept = requested.to(
        accepted, by=host_head, needs=HostDetails, tells=(host_contact, visiting_head),
        label="Yes, come and visit us", done="Accepted",
    )
    decline = requested.to(
        seeking, by=host_head, needs=Reason, tells=VISITING, label="Not this time", done="Declined"
    )
    move_on = requested.to(
        seeking, by=(*VISITING, central_team), needs=Reason, tells=VISITING,
        label="Look for another school", done="Moved on to another school", aside=True,
    )
    confirm = accepted.to(
        confirmed, by=visitor, tells=(*HEADS, host_contact), label="Confirm the visit", done="Confirmed"
    )
    ask_another_date = accepted.to(
        requested, by=visitor, needs=Reason, tells=(host_contact,), label="Ask for another date",
        done="Another date asked for",
    )
    change_party = agreed.stays(
        by=VISITING, needs=PartyDetails, also_turn_of=host_contact, also_within=working_days(2),
        also_ask="Confirm who is coming to", label="Change who comes", done="Changed who comes", aside=True,
    )
    confirm_party = agreed.stays(
        by=host_contact, needs=Assurance, tells=(visitor,), ends_turn=True,
        label="Confirm who is coming", done="Confirmed who is coming",
    )

    took_place = confirmed.to(
        visited, by=THE_CLOCK, label="The day comes", done="The day of the visit has passed"
    )
    say_visited = confirmed.to(visited, by=TEAM, label="It took place", done="Visited")
    did_not_happen = (confirmed | visited).to(
        requested, by=TEAM, needs=Reason, tells=(*TEAM, *HEADS), label="It did not take place",
        done="Did not take place", aside=True,
    )

    reflect = visited.to(
        reflected, by=visitor, needs=ReflectionDetails, tells=(visiting_head, companion),
        label="Write the reflection", done="Reflection written",
    )
    share = (reflected | kept).to(
        shared, by=visitor, tells=HOSTING, label="Share it with the host", done="Shared with the host"
    )
    offer_entry = (reflected | shared | kept).to(
        consenting, by=visitor, needs=EntryDetails, tells=(host_contact,), label="Offer it to the library",
        done="Offered to the library",
    )
    keep = reflected.to(
        kept, by=visitor, label="Keep it within our school", done="Kept within the school"
    )
    consent = consenting.to(
        shared, by=each(visiting_head, host_head), tells=TEAM, label="Yes, put it into the library",
        done="Agreed to the library",
    )
    refuse_entry = consenting.to(
        shared, by=HEADS, needs=Reason, tells=(visitor,), label="No, not into the library",
        done="Not for the library",
    )
    take_back = consenting.to(
        shared, by=visitor, tells=HEADS, label="Take it back", done="Taken back", aside=True
    )
    adopt = (shared | kept).to(
        closed, by=visitor, needs=AdoptionDetails, tells=(visiting_head, companion),
        label="Say what you tried", done="Looked back",
    )
    close_early = (afterwards | consenting).to(
        closed, by=(visiting_head, central_team), needs=Reason, tells=TEAM,
        label="Close without looking back", done="Closed without looking back", aside=True,
    )

    call_off = agreed.to(
        seeking, by=HOSTING, needs=Reason, tells=(*VISITING, companion), label="We cannot have visitors",
        done="Called off by the host", aside=True,
    )
    withdraw = (before_the_day | paused).to(
        withdrawn, by=(*VISITING, central_team), needs=Reason, tells=(*VISITING, *HOSTING, companion),
        label="Call off the visit", done="Called off", aside=True,
    )
    pause = (seeking | requested | accepted | afterwards).to(
        paused, by=PEOPLE, needs=PauseDetails, tells=(*VISITING, *HOSTING), label="Pause", done="Paused",
        aside=True,
    )
    resume = paused.back(by=PEOPLE, tells=(*VISITING, *HOSTING), label="Go on", done="Resumed")

    add_note = (every_visit | closed).stays(
        by=PEOPLE, needs=NoteDetails, label="Add a note", done="Note added", aside=True
    )
    change_people = (every_visit | offered).stays(
        by=(*HEADS, central_team), needs=PersonChange, label="Change who is involved", done="People changed",
        aside=True,
    )
    ask_for_action = afterwards.stays(
        by=VISITING, needs=ActionDetails, label="Agree an action", done="Action agreed", aside=True
    )
    dates = date_steps(every_visit, by=PEOPLE)
