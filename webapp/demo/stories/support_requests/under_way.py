"""Requests of Harbour Learning Partnership for which support has been found."""

from __future__ import annotations

from webapp.demo.deeds.beside import (
    agree_action,
    attach,
    begin_action,
    claim_done,
    defer_action,
    note,
)
from webapp.demo.deeds.dates import (
    answer,
    ask_too,
    cancel,
    choose,
    colleague_replies,
    drop_times,
    meet,
    offer_times,
    put_off,
    settle_reply,
    tick,
)
from webapp.demo.deeds.support_requests.asking import offer, release
from webapp.demo.deeds.support_requests.giving import call_off, move_visit, plan_visit, propose, step_back
from webapp.demo.deeds.support_requests.looking_back import extend
from webapp.demo.papers import Paper
from webapp.demo.scenes.support_requests import RequestCast
from webapp.demo.stories import Beside, Step, Story
from webapp.demo.stories.support_requests.paths import (
    agreed,
    asked,
    found,
    given,
    judged,
    reviewed,
    signed,
    triaged,
    visited,
)
from workflows.dates.model import Answer, Tick, Via
from workflows.support_requests.details import Impact, Priority, Working

ACHIEVED, PARTLY, NOT_YET = Impact.ACHIEVED, Impact.PARTLY, Impact.NOT_YET

PHONICS_DATA = Paper(
    "Phonics data, autumn",
    "phonics-autumn.pdf",
    (
        "Year 1: 71% on track for the screening check in June (last year 74%).",
        "Year 2: 11 children are still on phase 4; six of them joined us after Easter.",
        "",
        "Seen in five lessons: new sound taught clearly in five, all children blending in two,",
        "reading books that match the sounds taught in three.",
        "",
        "Catch-up: four groups, three different routines, between two and five times a week.",
    ),
)
FLUENCY_COUNTS = Paper(
    "Fluency counts, first half-term",
    "fluency-counts.csv",
    ("Week,Group A,Group B,Group C,Group D", "1,48,55,57,60", "4,59,66,71,74", "6,66,75,80,83"),
)
ROUTINES_CARD = Paper(
    "Card for supply staff",
    "supply-card.txt",
    (
        "Welcome. Five things that every class here does:",
        "1. We meet the class at the door.",
        "2. We begin with the task on the board.",
        "3. Hands up means hands up, and quiet.",
        "4. We line up in register order.",
        "5. We thank each other.",
    ),
)
ONE_PAGE_PLAN = Paper(
    "Support plan, blank page",
    "support-plan.pdf",
    (
        "What I like:",
        "What is hard for me:",
        "What helps on the day:",
        "What we try next:",
        "We look again on:",
    ),
)

BEFORE_WE_BEGIN = "Who takes part, which days, and what to read beforehand."

AGREEING = (
    Story(
        cast=RequestCast(
            topic="phonics",
            school="saltmarsh",
            giving="gull-rock",
            giver="tom.achebe",
            days=4,
            priority=Priority.SOON,
            ends_in=45,
        ),
        path=(
            *asked(),
            *triaged("Gull Rock's results speak for themselves, and it is ten minutes away."),
            *found(
                "Would Tom have four days? Saltmarsh is close to you.", "With pleasure: Mondays are best."
            ),
            Step(3, propose),
            *signed("giver", "giving_head"),
        ),
        ago=4,
        beside=(
            Beside(10, attach("head", PHONICS_DATA)),
            Beside(
                3, note("giver", "I can come in for an hour before the first day, to meet the assistants.")
            ),
            Beside(3, meet("First conversation", 3, "head", "giver", agenda=BEFORE_WE_BEGIN)),
            Beside(2, answer("giver", title="First conversation")),
            Beside(2, offer_times("Look at the autumn data", (8, 9, 11), "head", "giver", answer_by=4)),
            Beside(1, tick("giver", "Look at the autumn data", Tick.YES, Tick.IF_NEED_BE, Tick.NO)),
            Beside(
                1,
                colleague_replies(
                    "First conversation",
                    "head",
                    sender="office@saltmarsh.harbour.example",
                    said="Priya is in interviews until four that day. Could it begin at half past?",
                ),
            ),
        ),
    ),
    Story(
        cast=RequestCast(
            topic="autism-classrooms", school="cliff-view", giving="slipway", giver="ben.forsyth", ends_in=50
        ),
        path=(*asked(), *triaged(), *found("", "Ben knows the building already."), Step(3, propose)),
        ago=2,
    ),
    Story(
        cast=RequestCast(
            topic="moderation",
            school="cliff-view",
            giving="millrace",
            giver="arjun.mehta",
            days=2,
            ends_in=25,
        ),
        path=(
            *given(1, 2),
            *judged(PARTLY, PARTLY, worth_it=Working.YES),
            Step(
                12,
                extend(2, "Half of our staff have changed. Two more days would let Years 3 to 5 take part."),
            ),
            Step(2, propose),
            *signed("giver"),
        ),
        ago=3,
    ),
)

UNDER_WAY = (
    Story(
        cast=RequestCast(
            topic="reading-fluency", school="millrace", giving="gull-rock", giver="tom.achebe", ends_in=20
        ),
        path=(
            *asked(),
            *triaged(),
            *found(),
            *agreed(),
            *visited(1, 2),
            *reviewed(),
            Step(1, plan_visit(3)),
            Step(5, None, meeting=3),
        ),
        ago=3,
        beside=(
            Beside(9, attach("head", FLUENCY_COUNTS)),
            Beside(16, offer_times("Half-way talk", (-9, -8), "head", "giver", answer_by=-12)),
            Beside(15, tick("head", "Half-way talk", Tick.NO, Tick.YES)),
            Beside(14, tick("giver", "Half-way talk", Tick.IF_NEED_BE, Tick.YES)),
            Beside(13, choose("Half-way talk", 2)),
            Beside(12, answer("head", title="Half-way talk")),
            Beside(12, answer("giver", Answer.MAYBE, title="Half-way talk")),
            Beside(11, put_off("Half-way talk", -6, "Year 6 are out on the Tuesday.")),
            Beside(10, answer("giver", title="Half-way talk", via=Via.LINK)),
            Beside(
                10,
                colleague_replies(
                    "Half-way talk", "head", sender="office@millrace.harbour.example", said="That is fine."
                ),
            ),
            Beside(9, settle_reply("I rang the office: yes.")),
            Beside(7, offer_times("Plan the parents' evening", (3, 4), "head", "giver", answer_by=-2)),
            Beside(6, drop_times("Plan the parents' evening", "We can do it by phone.")),
            Beside(5, meet("Read together", 4, "giver", by="head", place="Library")),
            Beside(4, ask_too("Read together", "coordinator", by="head")),
            Beside(4, answer("giver", Answer.NO, title="Read together", comment="I teach until four.")),
            Beside(3, cancel("Read together", "Nobody is free after all.", by="head")),
        ),
    ),
    Story(
        cast=RequestCast(
            topic="number-facts",
            school="tidewell",
            giving="heron-lake",
            giver="yusuf.rahman",
            days=2.5,
            ends_in=12,
        ),
        path=(
            *asked(),
            *triaged(),
            *found(),
            *agreed(),
            *visited(1),
            Step(2, plan_visit(2)),
            Step(6, None, meeting=2),
        ),
        ago=7,
        beside=(
            Beside(
                14,
                agree_action(
                    "giver",
                    "joanne.sandford",
                    "Make a box of number sense materials for each class",
                    measure="Both year groups use the same materials every day",
                    due=-2,
                ),
            ),
            Beside(9, begin_action()),
            Beside(
                8,
                agree_action(
                    "head",
                    "yusuf.rahman",
                    "Write down the order of the Year 1 sessions until Easter",
                    measure="A new teacher could pick it up and begin",
                    due=6,
                ),
            ),
        ),
    ),
    Story(
        cast=RequestCast(
            topic="routines",
            school="lantern-street",
            giving="saltmarsh",
            giver="daniel.osei",
            days=4,
            ends_in=30,
        ),
        path=(
            *asked(),
            *triaged(),
            *found("", "Daniel would enjoy this. I keep Wednesdays free for it."),
            *agreed(),
            *visited(1, 2),
            *reviewed(Working.PARTLY),
            *visited(3),
            Step(1, plan_visit(4, ahead=4)),
        ),
        ago=2,
        beside=(
            Beside(8, attach("giver", ROUTINES_CARD)),
            Beside(
                7,
                agree_action(
                    "giver",
                    "patrick.doyle",
                    "Stand at the door after lunch for two weeks",
                    measure="Lessons after lunch begin within three minutes",
                    due=1,
                ),
            ),
            Beside(6, begin_action()),
            Beside(1, claim_done("Done for nine days; two colleagues have taken turns with me.")),
        ),
    ),
    Story(
        cast=RequestCast(
            topic="oracy", school="st-brannocs", giving="heron-lake", giver="isla.mckenzie", ends_in=45
        ),
        path=(
            *asked(),
            *triaged(),
            Step(3, offer(school="slipway", person="ben.forsyth")),
            Step(2, release(person="ben.forsyth")),
            Step(3, step_back("head", "Ben's free days are those on which our assistants do not work.")),
            *found("Isla's own school has mixed-age classes too."),
            *agreed(),
        ),
        ago=2,
    ),
    Story(
        cast=RequestCast(
            topic="science-practicals",
            school="gull-rock",
            giving="breakwater",
            giver="zainab.malik",
            coordinator="kwame.darko",
            ends_in=30,
        ),
        path=(
            *asked(),
            *triaged(),
            *found("", "Zainab has Thursday mornings."),
            *agreed(),
            *visited(1, 2),
            *reviewed(),
            Step(2, plan_visit(3, ahead=3)),
            Step(1, move_visit(6, "Year 6 are out on a trip that day.")),
        ),
        ago=2,
        beside=(
            Beside(
                6,
                agree_action(
                    "head",
                    "lucy.brennan",
                    "Choose twelve science words for each unit in Years 5 and 6",
                    measure="Pupils use ten of the twelve in their own explanations",
                    due=9,
                ),
            ),
            Beside(
                5,
                agree_action(
                    "giver",
                    "colin.pryce",
                    "Set up a shared folder for enquiries that both schools can open",
                    measure="Teachers of both schools have put something in it",
                    due=3,
                ),
            ),
        ),
    ),
    Story(
        cast=RequestCast(
            topic="support-plans", school="tidewell", giving="slipway", giver="maria.santos", ends_in=1
        ),
        path=(*asked(), *triaged(), *found(), *agreed(), *visited(1, 2), *reviewed(), *visited(3, every=5)),
        ago=2,
        beside=(
            Beside(16, attach("giver", ONE_PAGE_PLAN)),
            Beside(
                12,
                agree_action(
                    "head",
                    "nisha.kapoor",
                    "Meet the two families whose plans are not yet written",
                    measure="Both plans are in use, in the families' words",
                    due=2,
                ),
            ),
            Beside(6, begin_action()),
            Beside(4, defer_action("One family is away until next week.", 8)),
        ),
    ),
    Story(
        cast=RequestCast(
            topic="curriculum-booklets",
            school="beacon-hill",
            giving="breakwater",
            giver="neil.carrick",
            coordinator="kwame.darko",
            days=4,
            ends_in=35,
        ),
        path=(
            *asked(),
            *triaged(),
            *found(),
            *agreed(),
            *visited(1, 2),
            *reviewed(Working.PARTLY),
            Step(2, plan_visit(3, ahead=2)),
            Step(2, call_off("I am needed at home that week: I shall suggest another day.")),
        ),
        ago=1,
    ),
)

HARBOUR_UNDER_WAY = (*AGREEING, *UNDER_WAY)
