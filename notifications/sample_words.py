"""Who and what made-up mails are about: people, titles, and answers to whatever a step asks for."""

from __future__ import annotations

from typing import Any, Final

PEOPLE: Final = {
    "head": ("Priya Nair", "Head, Saltmarsh Primary"),
    "coordinator": ("Asha Bell", "Coordinator"),
    "giver": ("Tom Achebe", "Gull Rock Academy"),
    "requester": ("Dan Okoro", "Delegate, Saltmarsh Primary"),
    "improvement_lead": ("Lena Fisher", "Improvement lead"),
    "owner": ("Tom Achebe", "Owner, Gull Rock Academy"),
    "asker": ("Priya Nair", "Asked for it, Saltmarsh Primary"),
    "governor": ("Gita Rao", "Governor, Saltmarsh Primary"),
    "organiser": ("Asha Bell", "Coordinator"),
    "asked": ("Tom Achebe", "Gull Rock Academy"),
    "mentee": ("Ola Reid", "Mentee, Saltmarsh Primary"),
    "mentor": ("Tom Achebe", "Mentor, Gull Rock Academy"),
    "staff": ("Ola Reid", "Saltmarsh Primary"),
    "visitor": ("Ola Reid", "Visitor, Saltmarsh Primary"),
    "companion": ("Dan Okoro", "Delegate, Saltmarsh Primary"),
    "host_contact": ("Tom Achebe", "Host, Gull Rock Academy"),
    "host": ("Una Grey", "Host, Cliff View Primary"),
    "everybody": ("Rhys Cole", "Cliff View Primary"),
    "planner": ("Lena Fisher", "Planner"),
    "administrator": ("Ines Roth", "Administrator"),
    "opener": ("Ines Roth", "Administrator who opened it"),
    "subject": ("Ola Reid", "Saltmarsh Primary"),
    "lead_reviewer": ("Tom Achebe", "Lead reviewer, Gull Rock Academy"),
    "reviewer": ("Una Grey", "Reviewer, Cliff View Primary"),
    "chair": ("Tom Achebe", "Chair, Gull Rock Academy"),
    "group_member": ("Una Grey", "Member, Cliff View Primary"),
    "note_taker": ("Ola Reid", "Takes the minutes, Saltmarsh Primary"),
    "proposer": ("Ola Reid", "Saltmarsh Primary"),
    "workshop_leader": ("Lea Marsh", "Workshop leader, Gull Rock Academy"),
}
"""Who plays which part; a part on one school is a head here, whichever school it is."""

ANOTHER: Final = ("Noor Hale", "Administrator")
"""The second of a post that needs two."""

DETAILS: Final[dict[str, Any]] = {
    "reason": "Two of our Year 2 team are away until half-term; could we talk about January?",
    "note": "They have tried the whole-class programme; small groups are the question now.",
    "message": "Tom's work on phonics with Cliff View would fit this well.",
    "school": "Gull Rock Academy",
    "giver": "Tom Achebe",
    "joined": "Una Grey",
    "role": "member",
    "days": 4,
    "where_to": "The maths hub runs a free course on this; the next one starts in January.",
    "look_again_on": "2027-01-11",
    "first_contact_on": "2026-11-30",
    "ends_on": "2027-03-12",
    "on": "2026-11-30",
    "was_on": "2026-11-26",
    "held_on": "2026-11-13",
    "purpose": "See phonics lessons in Years 1 and 2, then plan together.",
    "working": "partly",
    "success_measure": "Every Year 1 class has a timetable with daily practice by half-term.",
    "what_was_done": "Timetables are on the wall and have run for three weeks.",
    "impact": "some impact",
    "until": "2027-01-15",
    "title": "Planning meeting",
    "answer": "no",
    "comment": "I teach until four on Fridays; Thursday would work.",
    "whose": "Tom Achebe",
    "mentor": "Tom Achebe",
    "contact": "Tom Achebe",
    "said": "I am away that week, but Una Grey could come in my place.",
}
"""Answers to whatever a transition asks for."""

DETAILS_OF: Final[dict[str, dict[str, Any]]] = {
    "years": {
        "reason": "Thursdays suit the heads better.",
        "group": "North hub",
        "meetings": 5,
        "to": "Lena Fisher",
    },
    "reviews": {
        "reason": "The hall is being painted that week.",
        "note": "The board asked for a view of reading across all our primaries.",
        "days": ["2027-01-13", "2027-01-14"],
        "lead": "Tom Achebe",
        "reviewers": ["Una Grey", "Carol Dean"],
        "leader": "Lea Marsh",
        "doubts": ["Una Grey has left the trust", "The team has no reviewer beside its lead"],
        "closed": ["Cliff View Primary has no lessons on Wednesday 13 January"],
        "look_on": "2027-05-10",
        "title": "Learning walk in Year 4",
        "given_on": "2027-01-14",
        "comments": 3,
    },
    "hubs": {
        "reason": "Two of its schools are in another hub now, and the others work together anyway.",
        "purpose": "One way to teach early reading, and visits to lessons at each other each half-term.",
        "schools": ["Saltmarsh Primary", "Gull Rock Academy"],
        "review_on": "2027-07-02",
        "starts_on": "2026-11-30",
        "ends_on": "2026-12-18",
        "what_helped": "Looking at the same lesson together, and talking about nothing else.",
        "what_changes": "We meet at a different school each time, and begin with a lesson.",
        "left": ["Asha Bell"],
        "meetings": 4,
    },
    "forums": {
        "reason": "Most of us meet in the assessment group anyway.",
        "purpose": "Moderate work together, share what helps, and plan what comes next.",
        "members": ["Una Grey", "Carol Dean"],
        "left": ["Tom Achebe"],
        "meetings": 2,
    },
    "rounds": {
        "reason": "Two schools join us in the spring; we plan the year once they are here.",
        "number": 2,
        "placed": 11,
        "wanted": 12,
        "reviews": 11,
    },
    "sessions": {
        "reason": "The hall is closed for repairs, and we want everybody in one room.",
        "on": "2027-05-12",
        "title": "Oracy",
        "into": "Talk in every lesson",
        "proposals": 4,
        "closes_on": "2027-04-14",
        "ballots": 17,
        "schools": 18,
        "foci": ["Talk in every lesson", "Coaching"],
        "offers_wanted": "Workshops of 45 minutes, and stalls of quick wins. Tell me by Friday.",
        "learned": "People stayed longest where they could try something out.",
        "changed": "Eleven schools have talk partners in every class now.",
        "to": "Asha Bell",
    },
    "library": {
        "reason": "We group by term now, so this is out of date.",
        "why": "How we make the groups, in more words.",
        "wording": 2,
        "review_on": "2027-11-16",
        "from": "Tom Achebe",
        "to": "Lea Marsh",
        "school": "Cliff View Primary",
        "did": "We began with one class for half a term.",
        "happened": "Most children moved up a group, and lessons became calmer.",
        "again": "differently",
    },
}
"""Where a workflow's own answers say it better."""

BACK_TO: Final = {
    "meetings": "published",
    "support": "under_way",
    "pairings": "active",
    "reviews": "ready",
    "visits": "accepted",
    "sessions": "proposals",
    "hubs": "active",
    "forums": "active",
}
"""The state in which the clock of a made-up case was stopped."""

MINUTES: Final[dict[str, Any]] = {
    "items": [
        {
            "title": "Sharing practice",
            "notes": "Cliff View showed how every class reads one book together.",
            "decisions": ["Every school tries it with one year group until half-term"],
            "actions": [
                {"title": "Share the list of books", "owner": "Una Grey", "due_on": "2026-12-04"},
            ],
        },
        {
            "title": "Moderation",
            "notes": "We looked at nine pieces of writing.",
            "decisions": [],
            "actions": [],
        },
    ],
    "present": ["Tom Achebe", "Una Grey", "Ola Reid"],
    "has_second": True,
}
"""Minutes that a mail tells of."""

TITLES: Final = {
    "meetings": ("MT-2026-0014", "English forum"),
    "support": ("SR-2026-0042", "Early reading: phonics catch-up in Year 1 and 2"),
    "actions": ("AC-2026-0017", "Put daily reading practice on every timetable"),
    "pairings": ("MC-2026-0008", "Mentoring for Ola Reid"),
    "openings": ("OP-2026-0001", "Private log of MC-2026-0008"),
    "reviews": ("PR-2026-0007", "Saltmarsh Primary: Early reading"),
    "visits": ("SV-2026-0011", "Phonics in small groups"),
    "hubs": ("HB-2026-0002", "Coast hub"),
    "forums": ("SF-2026-0004", "Mathematics forum"),
    "rounds": ("RR-2026-0001", "Reviews of 2026/27"),
    "years": ("YP-2026-0002", "North hub: 2026/27"),
    "sessions": ("TS-2026-0001", "Summer session 2026/27"),
    "connect": ("CS-2026-0005", "Reading aloud every day"),
    "library": ("LB-2026-0003", "Phonics in small groups"),
}
"""A case of each kind."""

PLACES: Final = {
    "receiving_school": "Saltmarsh Primary",
    "giving_school": "Gull Rock Academy",
    "visiting_school": "Saltmarsh Primary",
    "host_school": "Saltmarsh Primary",
    "school": "Gull Rock Academy",
}
HOSTS: Final = {"visits": "Gull Rock Academy"}
"""The schools that a case names, and the host where it is another one."""

TOLD_BY_EFFECTS: Final = {
    "move_on": "head",
    "change_people": "head",
    "answer_date": "organiser",
    "accept": "coordinator",
    "sign": "coordinator",
    "confirm_coaching": "coordinator",
    "log_evidence": "lead_reviewer",
    "plan_ready": "improvement_lead",
    "merge_proposals": "head",
    "hubs/form": "head",
    "hubs/school_joins": "head",
    "hubs/school_leaves": "head",
    "name_members": "group_member",
    "add_members": "group_member",
    "add_everyone": "group_member",
    "remove_member": "group_member",
    "connect/postpone": "staff",
    "connect/name_day": "staff",
    "connect/cannot_host": "staff",
    "connect/call_off": "staff",
    "connect/did_not_happen": "staff",
    "apologise": "organiser",
    "remove_tried": "staff",
    "hand_over": "coordinator",
}
"""Transitions whose effects name who is told, beside those in the definition."""
TURN_BY_EFFECTS: Final = {
    "plan_first": "Begin the review of",
    "plan_session": "Begin the review of",
    "move_session": "Begin the review of",
    "call_off_session": "Agree the next session of",
    "log_session": "Agree the next session of",
    "miss_session": "Agree the next session of",
}
"""Transitions whose effects begin a turn anew, with what it then asks."""
OF_ALL_WHO_HOLD_IT: Final = {"openings/ask", "openings/confirm"}
"""Transitions by one holder of a post that make it the turn of the others."""
BESIDE: Final = {
    "pairings/decline": "/",
    "pairings/propose_another": "/",
    "pairings/withdraw": "/",
    "pairings/new_mentor": "/",
    "pairings/share": "/pairings/shared/5",
    "reviews/release": "/reviews/PR-2026-0007/report",
    "reviews/end_release": "/",
    "years/send": "/calendar",
}
"""Transitions that somebody hears of who may not see the case, and the page that is there for them."""

FACTS_BESIDE: Final[dict[str, dict[str, Any]]] = {
    "years/send": {"year": [{"group": "North hub", "dates": ["2026-12-10", "2027-01-21", "2027-03-09"]}]},
}
"""What such a mail holds for its own reader."""
