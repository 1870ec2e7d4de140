"""Requests of Harbour Learning Partnership that are over."""

from __future__ import annotations

from webapp.demo.deeds import for_a_reason
from webapp.demo.deeds.beside import agree_action, attach, begin_action, claim_done, drop_action, note, verify
from webapp.demo.deeds.support_requests.asking import signpost
from webapp.demo.deeds.support_requests.looking_back import release_summary
from webapp.demo.papers import Paper
from webapp.demo.scenes.support_requests import RequestCast
from webapp.demo.stories import Beside, Step, Story
from webapp.demo.stories.support_requests.paths import (
    asked,
    given,
    held_next_term,
    held_six_weeks,
    judged,
    triaged,
)
from workflows.actions import Impact as Difference
from workflows.support_requests.details import Impact, Priority, Route

ACHIEVED, PARTLY, NOT_YET = Impact.ACHIEVED, Impact.PARTLY, Impact.NOT_YET

HANDWRITING_GUIDE = Paper(
    "Handwriting: one page for new staff",
    "handwriting.pdf",
    (
        "Ten minutes a day, after register.",
        "Letters in four families, in this order.",
        "Dictation on two days.",
    ),
)
SELF_EVALUATION = Paper(
    "Self-evaluation on two pages",
    "self-evaluation.txt",
    (
        "What we are good at, and how we know.",
        "What we are working on: three priorities.",
        "What we do next.",
    ),
)

CLOSED = (
    Story(
        cast=RequestCast(
            topic="fluency-y34", school="saltmarsh", giving="millrace", giver="grace.liddell", days=3
        ),
        path=(*given(1, 2, 3), *judged(ACHIEVED, ACHIEVED), *held_six_weeks(), *held_next_term()),
        ago=14,
        beside=(
            Beside(50, release_summary),
            Beside(
                48,
                agree_action(
                    "head",
                    "elaine.whitcombe",
                    "Hear children read on a governors' visit, and tell the governing body",
                    measure="Governors can say what has changed in reading, and how they know",
                    due=5,
                ),
            ),
            Beside(6, begin_action()),
        ),
    ),
    Story(
        cast=RequestCast(
            topic="handwriting", school="lantern-street", giving="millrace", giver="grace.liddell"
        ),
        path=(*given(1, 2, 3, every=9), *judged(ACHIEVED, ACHIEVED), *held_six_weeks(), *held_next_term()),
        ago=40,
        beside=(Beside(96, attach("giver", HANDWRITING_GUIDE)), Beside(70, release_summary)),
    ),
    Story(
        cast=RequestCast(
            topic="subject-leadership",
            school="cliff-view",
            giving="breakwater",
            giver="neil.carrick",
            coordinator="kwame.darko",
            days=2,
        ),
        path=(*given(1, 2), *judged(ACHIEVED, PARTLY), *held_six_weeks(), *held_next_term()),
        ago=8,
        beside=(Beside(45, release_summary),),
    ),
    Story(
        cast=RequestCast(
            topic="self-evaluation",
            school="st-brannocs",
            giving="lantern-street",
            giver="patrick.doyle",
            days=2,
        ),
        path=(*given(1, 2), *judged(ACHIEVED, ACHIEVED), *held_six_weeks(), *held_next_term()),
        ago=50,
        beside=(Beside(105, attach("head", SELF_EVALUATION)), Beside(80, release_summary)),
    ),
    Story(
        cast=RequestCast(
            topic="suspensions",
            school="beacon-hill",
            giving="seaward",
            giver="leila.farouk",
            coordinator="kwame.darko",
            days=4,
            priority=Priority.URGENT,
        ),
        path=(*given(1, 2, 3, 4, every=7), *judged(ACHIEVED, ACHIEVED), *held_six_weeks(), *held_next_term()),
        ago=20,
        beside=(
            Beside(
                105,
                agree_action(
                    "giver",
                    "alison.whyte",
                    "Put a second adult into the repair room after lunch",
                    measure="No pupil is sent home from it for a month",
                    due=-90,
                ),
            ),
            Beside(100, begin_action()),
            Beside(92, claim_done("On the timetable from today.")),
            Beside(88, verify(Difference.SOME, "One pupil in the first month, none since.")),
            Beside(64, release_summary),
        ),
    ),
    Story(
        cast=RequestCast(
            topic="nursery-settling", school="gull-rock", giving="tidewell", giver="emily.hartnell", days=2
        ),
        path=(*given(1, 2), *judged(ACHIEVED, ACHIEVED), *held_six_weeks(), *held_next_term()),
        ago=62,
        beside=(Beside(90, release_summary),),
    ),
    Story(
        cast=RequestCast(
            topic="ks2-science",
            school="heron-lake",
            giving="breakwater",
            giver="zainab.malik",
            coordinator="kwame.darko",
        ),
        path=(*given(1, 2, 3), *judged(ACHIEVED, ACHIEVED), *held_six_weeks(), *held_next_term()),
        ago=27,
        beside=(
            Beside(
                110,
                agree_action(
                    "head",
                    "yusuf.rahman",
                    "Clear a second cupboard for science equipment",
                    measure="Everything is labelled and can be found",
                    due=-95,
                ),
            ),
            Beside(100, drop_action("The new shelves made it unnecessary.")),
            Beside(70, release_summary),
        ),
    ),
    Story(
        cast=RequestCast(
            topic="communication-aids", school="millrace", giving="slipway", giver="maria.santos"
        ),
        path=(*given(1, 2, 3), *judged(ACHIEVED, PARTLY), *held_six_weeks(), *held_next_term()),
        ago=50,
        beside=(
            Beside(85, release_summary),
            Beside(46, note("giver", "Come and see us in June for the fair!")),
        ),
    ),
)

ELSEWHERE = (
    Story(
        cast=RequestCast(topic="safer-recruitment", school="st-brannocs", priority=Priority.SOON),
        path=(
            *asked(),
            Step(
                2,
                signpost(
                    "lead",
                    "The trust's own training for interview panels, on two evenings each term",
                    "The next course has places, and all of your panel can come.",
                ),
            ),
        ),
        ago=24,
    ),
    Story(
        cast=RequestCast(
            topic="careers", school="beacon-hill", coordinator="kwame.darko", route=Route.RESOURCE
        ),
        path=(
            *asked(),
            *triaged(),
            Step(
                6,
                signpost(
                    "coordinator",
                    "The county's careers hub, which trains careers leaders free of charge",
                    "They work with primary schools too. I have sent them your name.",
                ),
            ),
        ),
        ago=95,
    ),
    Story(
        cast=RequestCast(topic="pe-swimming", school="tidewell"),
        path=(
            *asked(),
            Step(
                2,
                for_a_reason("withdraw", "head", "The leisure centre has offered us the pool on Tuesdays."),
            ),
        ),
        ago=38,
    ),
    Story(
        cast=RequestCast(
            topic="timetable",
            school="seaward",
            giving="beacon-hill",
            giver="alison.whyte",
            coordinator="kwame.darko",
            days=2,
            route=Route.RESOURCE,
        ),
        path=(
            *asked(),
            *triaged(),
            Step(
                6,
                for_a_reason("withdraw", "lead", "The sixth form review comes first; this follows from it."),
            ),
        ),
        ago=110,
    ),
)

HARBOUR_PAST = (*CLOSED, *ELSEWHERE)
