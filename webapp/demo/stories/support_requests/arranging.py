"""Requests of Harbour Learning Partnership that are being written, decided on or found support for today."""

from __future__ import annotations

from webapp.demo.deeds import for_a_reason
from webapp.demo.deeds.beside import agree_action, attach, join, note, pause
from webapp.demo.deeds.support_requests.asking import (
    give_longer,
    no_answer,
    offer,
    search_again,
    start,
    wait,
    write,
)
from webapp.demo.deeds.support_requests.looking_back import look_back
from webapp.demo.papers import Paper
from webapp.demo.scenes.support_requests import RequestCast
from webapp.demo.stories import Beside, Step, Story
from webapp.demo.stories.support_requests.paths import (
    agreed,
    asked,
    declined,
    drafted,
    finished,
    found,
    judged,
    reviewed,
    triaged,
    visited,
)
from workflows.support_requests.details import Impact, Priority, Route

PROVISION = Paper(
    "Provision map as it is now",
    "provision-map.csv",
    ("Year,Provision,Adult,Times a week,Reviewed", "1,Phonics keep-up,TA,4,no", "3,Talk group,SENCO,2,yes"),
)
VOCABULARY = Paper(
    "Vocabulary test, Years 7 to 9",
    "vocabulary-test.csv",
    ("Year,Words of 100", "7,61", "8,49", "9,37"),
)

DRAFTS = (
    Story(cast=RequestCast(topic="lunchtimes", school="saltmarsh"), path=drafted("daniel.osei"), ago=2),
    Story(
        cast=RequestCast(topic="homework", school="saltmarsh"),
        path=(
            *drafted("daniel.osei"),
            Step(
                1,
                for_a_reason(
                    "return_draft",
                    "head",
                    "I like this. Could you ask the parents' group what they would want first, and add it?",
                ),
            ),
        ),
        ago=4,
    ),
    Story(
        cast=RequestCast(topic="spelling-ks2", school="lantern-street"),
        path=(Step(0, start("head")), Step(0, write)),
        ago=3,
    ),
    Story(
        cast=RequestCast(topic="feedback", school="millrace"),
        path=(
            *asked(),
            Step(
                3,
                for_a_reason(
                    "send_back",
                    "lead",
                    "A good question to ask. Please say which year groups and subjects you would begin with, "
                    "and send it again: two of our schools could help, in different ways.",
                ),
            ),
        ),
        ago=2,
    ),
    Story(
        cast=RequestCast(topic="parents-evenings", school="saltmarsh"),
        path=(
            Step(0, start("daniel.osei")),
            Step(0, write),
            Step(
                4,
                for_a_reason(
                    "discard", "requester", "The parents' forum at St Brannoc's has answered our question."
                ),
            ),
        ),
        ago=31,
    ),
)

TO_DECIDE = (
    Story(
        cast=RequestCast(topic="languages-ks3", school="seaward", priority=Priority.SOON),
        path=asked(),
        ago=7,
        weekdays=True,
        beside=(
            Beside(6, attach("head", VOCABULARY)),
            Beside(3, note("head", "Our two new teachers would be glad of somebody before the mocks begin.")),
        ),
    ),
    Story(cast=RequestCast(topic="governance", school="beacon-hill"), path=asked(), ago=5, weekdays=True),
    Story(cast=RequestCast(topic="sixteen-plus", school="slipway"), path=asked(), ago=1, weekdays=True),
)

LOOKING = (
    Story(
        cast=RequestCast(topic="send-mapping", school="saltmarsh", priority=Priority.SOON, route=Route.VISIT),
        path=(*asked(), *triaged("Maps are being rebuilt in two of our schools: somebody to learn from.")),
        ago=3,
        weekdays=True,
        beside=(Beside(3, attach("head", PROVISION)), Beside(2, join("member", "omar.siddiqui", ""))),
    ),
    Story(
        cast=RequestCast(topic="foundation-memory", school="lantern-street", coordinator="asha.bell"),
        path=(
            *asked(),
            *triaged(),
            *declined("beacon-hill", "Our humanities team is down to two until January. Please ask again."),
        ),
        ago=10,
        weekdays=True,
    ),
    Story(
        cast=RequestCast(
            topic="phonics-scheme",
            school="tidewell",
            giving="gull-rock",
            giver="tom.achebe",
            days=2,
            priority=Priority.URGENT,
        ),
        path=(
            *asked(),
            *triaged(),
            *found(),
            *agreed(),
            *visited(1, 2),
            *finished(),
            *judged(Impact.PARTLY, Impact.ACHIEVED),
            Step(20, look_back("slipping")),
            Step(
                5,
                for_a_reason(
                    "reopen",
                    "head",
                    "Two adults have moved on, and keep-up has gone with them. We would like to begin again "
                    "with somebody who can train the new team.",
                ),
            ),
        ),
        ago=6,
        weekdays=True,
    ),
    Story(
        cast=RequestCast(topic="attendance-y9", school="breakwater", coordinator="kwame.darko", days=4),
        path=(
            *asked(),
            *triaged("Seaward has the experience. See when they can."),
            *declined(
                "seaward",
                "We would gladly, but our attendance lead is giving two other schools her days this term.",
                person="leila.farouk",
            ),
            Step(3, wait("Seaward's attendance lead is free again in a few weeks.", 3)),
        ),
        ago=9,
        weekdays=True,
    ),
    Story(
        cast=RequestCast(topic="music", school="lantern-street", route=Route.MENTOR),
        path=(
            *asked(),
            *triaged(),
            Step(5, wait("No music teacher has days left before the carol concerts are over.", -4)),
            Step(6, search_again),
            Step(3, wait("Cliff View's new music teacher begins soon and would like to do this.", 12)),
        ),
        ago=5,
        weekdays=True,
    ),
    Story(
        cast=RequestCast(topic="sixth-form", school="seaward", coordinator="kwame.darko", route=Route.REVIEW),
        path=(
            *asked(),
            *triaged(),
            Step(
                4, pause("head", "Our governors meet about the sixth form first. Let us look again then.", -1)
            ),
        ),
        ago=15,
        weekdays=True,
    ),
)

ASKED_OF_SCHOOLS = (
    Story(
        cast=RequestCast(
            topic="y6-writing", school="cliff-view", giving="saltmarsh", giver="beth.hargreaves"
        ),
        path=(
            *asked(),
            *triaged(),
            Step(
                4,
                offer(
                    "Cliff View's Year 6 teacher plans alone. Beth's way with editing is just what they need."
                ),
            ),
        ),
        ago=5,
    ),
    Story(
        cast=RequestCast(
            topic="eyfs-outdoor", school="st-brannocs", giving="gull-rock", giver="lucy.brennan"
        ),
        path=(
            *asked(),
            *triaged("West hub first, then further away: outdoor space matters more than distance."),
            *declined(
                "tidewell", "Emily is already giving as much as Nursery can spare.", person="emily.hartnell"
            ),
            Step(2, offer("You came up second on the list, and first for what happens outdoors in winter.")),
        ),
        ago=1,
    ),
    Story(
        cast=RequestCast(
            topic="computing-plan",
            school="heron-lake",
            giving="beacon-hill",
            giver="tariq.hamdan",
            coordinator="kwame.darko",
            days=2.5,
        ),
        path=(*asked(), *triaged(), Step(4, offer("Two and a half days, most of them for planning."))),
        ago=1,
    ),
    Story(
        cast=RequestCast(
            topic="pshe", school="millrace", giving="beacon-hill", coordinator="kwame.darko", days=2
        ),
        path=(
            *asked(),
            *triaged(),
            Step(3, offer("Your plan for Years 3 to 9 is the only one that joins the phases up.")),
            Step(4, no_answer),
            Step(1, give_longer),
        ),
        ago=2,
    ),
    Story(
        cast=RequestCast(
            topic="y7-transition",
            school="breakwater",
            giving="seaward",
            giver="simon.ashworth",
            coordinator="kwame.darko",
            days=4,
            ends_in=60,
        ),
        path=(
            *asked(),
            *triaged(),
            Step(3, offer(school="beacon-hill")),
            Step(4, no_answer),
            Step(1, for_a_reason("move_on", "coordinator", "You had no time to answer: we shall ask again.")),
            *found(
                "Simon has done this with four primary schools already.", "Gladly. Fridays suit him best."
            ),
        ),
        ago=2,
    ),
)

REVIEWED_AND_PAUSED = (
    Story(
        cast=RequestCast(
            topic="coaching", school="millrace", giving="gull-rock", giver="ifeoma.eze", ends_in=40
        ),
        path=(
            *asked(),
            *triaged(),
            *found(),
            *agreed(),
            *visited(1, 2),
            *reviewed(),
            Step(
                3,
                pause("coordinator", "Ifeoma leads Gull Rock for two weeks while its head is away.", 6),
            ),
        ),
        ago=6,
        beside=(
            Beside(
                12,
                agree_action(
                    "head",
                    "arjun.mehta",
                    "Timetable fifteen minutes of coaching for every teacher",
                    measure="Every teacher has a slot in the spring timetable",
                    due=4,
                ),
            ),
        ),
    ),
)

HARBOUR_ARRANGING = (*DRAFTS, *TO_DECIDE, *LOOKING, *ASKED_OF_SCHOOLS, *REVIEWED_AND_PAUSED)
