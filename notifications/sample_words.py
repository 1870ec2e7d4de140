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
    "everybody": ("Ola Reid", "Saltmarsh Primary"),
    "administrator": ("Ines Roth", "Administrator"),
    "opener": ("Ines Roth", "Administrator who opened it"),
    "subject": ("Ola Reid", "Saltmarsh Primary"),
    "lead_reviewer": ("Tom Achebe", "Lead reviewer, Gull Rock Academy"),
    "reviewer": ("Una Grey", "Reviewer, Cliff View Primary"),
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
    "rounds": {
        "reason": "Two schools join us in the spring; we plan the year once they are here.",
        "number": 2,
        "placed": 11,
        "wanted": 12,
        "reviews": 11,
    },
}
"""Where a workflow's own answers say it better."""

BACK_TO: Final = {"support": "under_way", "pairings": "active", "reviews": "ready", "visits": "accepted"}
"""The state in which the clock of a made-up case was stopped."""

TITLES: Final = {
    "support": ("SR-2026-0042", "Early reading: phonics catch-up in Year 1 and 2"),
    "actions": ("AC-2026-0017", "Put daily reading practice on every timetable"),
    "pairings": ("MC-2026-0008", "Mentoring for Ola Reid"),
    "openings": ("OP-2026-0001", "Private log of MC-2026-0008"),
    "reviews": ("PR-2026-0007", "Saltmarsh Primary: Early reading"),
    "visits": ("SV-2026-0011", "Phonics in small groups"),
    "rounds": ("RR-2026-0001", "Reviews of 2026/27"),
    "connect": ("CS-2026-0005", "Reading aloud every day"),
}
"""A case of each kind."""

PLACES: Final = {
    "receiving_school": "Saltmarsh Primary",
    "giving_school": "Gull Rock Academy",
    "visiting_school": "Saltmarsh Primary",
    "host_school": "Saltmarsh Primary",
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
    "postpone": "staff",
    "name_day": "staff",
    "cannot_host": "staff",
    "call_off": "staff",
    "did_not_happen": "staff",
    "apologise": "organiser",
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
}
"""Transitions that somebody hears of who may not see the case, and the page that is there for them."""
