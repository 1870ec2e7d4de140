"""The workflow of an entry of the library: read this first."""

from __future__ import annotations

from workflows.actions import HandOverDetails
from workflows.details import FileDetails, Reason
from workflows.library.details import (
    EntryChange,
    FileGone,
    OwnEntry,
    ReviewDetails,
    SharedEntry,
    TriedDetails,
    TriedGone,
)
from workflows.machine import EVERYBODY, ITS_CASE, NEW, THE_CLOCK, Role, State, Workflow, working_days

owner = Role("owner")
school_head = Role("head", at="school")
central_team = Role("improvement_lead", at="trust")
KEEPERS = (owner, school_head)


# A table, kept as one: a state or transition reads in three lines at the most.
# fmt: off
class LibraryFlow(Workflow):
    slug, prefix, noun = "library", "LB", "Library entry"
    #: before its head has agreed, and after it was taken down, its pages are for owner, head and improvement
    #: lead alone: see `LibraryEntry.is_there_for`
    readers = (Role("*"), school_head, central_team, EVERYBODY)
    goes_on_beside = frozenset({"thank", "take_thanks_back", "say_tried", "remove_tried"})

    offered = State(
        "Waiting for the head", stage="Offered", turn_of=school_head, within=working_days(5),
        ask="Say whether others may read", doing="reading",
    )
    #: nothing is asked of anybody until the clock asks whether it still holds
    shared = State("In the library", stage="In the library", final=True)
    due = State(
        "To be looked at again", stage="Looked at again", turn_of=owner, within=working_days(10),
        ask="Say whether it still holds:", doing="looking again at",
    )
    ownerless = State(
        "Without an owner", turn_of=school_head, within=working_days(10),
        ask="Find a new owner for", doing="finding a new owner for",
    )
    refused = State("Not for the library", final=True)
    withdrawn = State("Taken back", final=True)
    taken_down = State("Taken out of the library", final=True)

    there = shared | due | ownerless

    offer = NEW.to(offered, by=EVERYBODY, needs=OwnEntry, label="Share something", done="Offered")
    put_in = NEW.to(
        shared, by=school_head, needs=OwnEntry, label="Share something", done="Put into the library"
    )
    share_out_of = NEW.to(
        shared, by=ITS_CASE, needs=SharedEntry, label="Share it in the library", done="Put into the library"
    )
    consent = offered.to(
        shared, by=school_head, tells=(owner,), label="Yes, put it into the library",
        done="Put into the library",
    )
    refuse = offered.to(
        refused, by=school_head, needs=Reason, tells=(owner,), label="No, not this one",
        done="Not for the library",
    )
    take_back = offered.to(
        withdrawn, by=owner, tells=(school_head,), label="Take it back", done="Taken back", aside=True
    )
    edit = (offered | shared).stays(
        by=KEEPERS, needs=EntryChange, tells=KEEPERS, label="Change it", done="Changed", aside=True
    )

    ask_again = shared.to(
        due, by=THE_CLOCK, label="The review date comes", done="Its review date has come"
    )
    still_good = (shared | due).to(
        shared, by=KEEPERS, needs=ReviewDetails, tells=(owner,), label="It still holds",
        done="Still holds",
    )
    revise = due.to(
        shared, by=KEEPERS, needs=EntryChange, tells=KEEPERS, label="Change it", done="Changed"
    )
    hand_over = (shared | due).stays(
        by=(*KEEPERS, central_team), needs=HandOverDetails, restarts=True, tells=(owner,),
        label="Hand it over", done="Handed over", aside=True,
    )
    lose_owner = (shared | due).to(
        ownerless, by=THE_CLOCK, label="Its owner has left", done="Its owner has left"
    )
    name_owner = ownerless.to(
        shared, by=(school_head, central_team), needs=HandOverDetails, tells=(owner,),
        label="Name a new owner", done="Handed over",
    )
    take_down = there.to(
        taken_down, by=(*KEEPERS, central_team), needs=Reason, tells=(owner,),
        label="Take it out of the library", done="Taken out of the library", aside=True,
    )

    attach = (offered | there).stays(
        by=KEEPERS, needs=FileDetails, label="Add a file", done="File added", aside=True
    )
    remove_file = (offered | there).stays(
        by=KEEPERS, needs=FileGone, label="Remove a file", done="File removed", aside=True
    )
    thank = there.stays(by=EVERYBODY, tells=(owner,), label="Say thank you", done="Thanked", aside=True)
    take_thanks_back = there.stays(
        by=EVERYBODY, label="Take your thanks back", done="Took their thanks back", aside=True
    )
    say_tried = there.stays(
        by=EVERYBODY, needs=TriedDetails, tells=(owner,), label="We tried this", done="Tried it", aside=True
    )
    remove_tried = there.stays(
        by=EVERYBODY, needs=TriedGone, label="Remove the note", done="Note removed", aside=True
    )
# fmt: on
