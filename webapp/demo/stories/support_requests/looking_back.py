"""Requests of Harbour Learning Partnership that are judged, or looked back on, today."""

from __future__ import annotations

from webapp.demo.deeds.beside import (
    agree_action,
    begin_action,
    claim_done,
    join,
    leaves_the_trust,
    not_yet_done,
    pause,
    resume,
    verify,
)
from webapp.demo.deeds.support_requests.looking_back import add_view, look_back, release_summary
from webapp.demo.scenes.support_requests import RequestCast
from webapp.demo.stories import Beside, Step, Story
from webapp.demo.stories.support_requests.paths import (
    agreed,
    asked,
    finished,
    found,
    given,
    held_six_weeks,
    judged,
    reviewed,
    triaged,
    visited,
)
from workflows.actions import Impact as Difference
from workflows.support_requests.details import Impact, Route

ACHIEVED, PARTLY, NOT_YET = Impact.ACHIEVED, Impact.PARTLY, Impact.NOT_YET

EVALUATING = (
    Story(
        cast=RequestCast(
            topic="maths-fluency", school="saltmarsh", giving="lantern-street", giver="kemi.adeyemi", days=4
        ),
        path=(*given(1, 2, 3, 4), Step(3, add_view)),
        ago=3,
        beside=(
            Beside(
                16,
                agree_action(
                    "giver",
                    "head",
                    "Protect two afternoons a term for lesson study",
                    measure="Both afternoons are in the calendar and have happened",
                    due=0,
                ),
            ),
            Beside(
                14,
                agree_action(
                    "head",
                    "rowan.pike",
                    "Lead the third lesson study in Year 4",
                    measure="It has happened, and the notes are shared",
                    due=-3,
                ),
            ),
            Beside(9, begin_action(1)),
            Beside(3, claim_done("Held on Thursday with four of us; notes are in the staff room.", 1)),
        ),
    ),
    Story(
        cast=RequestCast(
            topic="whole-class-reading", school="heron-lake", giving="gull-rock", giver="tom.achebe"
        ),
        path=given(1, 2, 3),
        ago=9,
    ),
    Story(
        cast=RequestCast(
            topic="greater-depth", school="heron-lake", giving="saltmarsh", giver="beth.hargreaves"
        ),
        path=(
            *asked(),
            *triaged(),
            *found(),
            *agreed(),
            *visited(1),
            Step(2, pause("head", "We are being inspected, and need a week to ourselves.", -40)),
            Step(7, resume),
            *visited(2, 3),
            *finished(),
            Step(4, add_view),
        ),
        ago=10,
    ),
    Story(
        cast=RequestCast(
            topic="cross-curriculum-reading",
            school="breakwater",
            giving="beacon-hill",
            giver="femi.alade",
            coordinator="kwame.darko",
        ),
        path=(
            *asked(),
            *triaged(),
            *found(),
            *agreed(),
            *visited(1),
            Step(
                4,
                join(
                    "giver",
                    "alison.whyte",
                    "Femi is leaving us for a headship; Alison takes over.",
                    by="giving_head",
                ),
            ),
            Step(1, leaves_the_trust("femi.alade", "colin.pryce")),
            *reviewed(),
            *visited(2, 3),
            *finished(),
        ),
        ago=4,
    ),
)

LOOKING_BACK = (
    Story(
        cast=RequestCast(
            topic="attendance",
            school="gull-rock",
            giving="seaward",
            giver="leila.farouk",
            coordinator="kwame.darko",
        ),
        path=(*given(1, 2, 3), *judged(PARTLY, ACHIEVED)),
        ago=28,
        beside=(
            Beside(
                40,
                agree_action(
                    "head",
                    "ifeoma.eze",
                    "Find a welcome parent for each language that our families speak",
                    measure="Every new family has met somebody who speaks their language",
                    due=-12,
                ),
            ),
            Beside(30, begin_action()),
            Beside(14, claim_done("Five languages, seven parents, one rota.")),
            Beside(12, not_yet_done("We still have nobody for Romanian. Shall we ask at the library?")),
            Beside(4, claim_done("A grandmother from the library group has joined.")),
        ),
    ),
    Story(
        cast=RequestCast(
            topic="persistent-absence", school="st-brannocs", giving="seaward", giver="leila.farouk", days=2
        ),
        path=(*given(1, 2), *judged(PARTLY, ACHIEVED), Step(26, look_back("slipping"))),
        ago=12,
        beside=(Beside(3, release_summary),),
    ),
    Story(
        cast=RequestCast(
            topic="pupil-voice",
            school="breakwater",
            giving="cliff-view",
            giver="mei.tanaka",
            coordinator="kwame.darko",
            days=2,
            route=Route.VISIT,
        ),
        path=(*given(1, 2), *judged(ACHIEVED, PARTLY)),
        ago=18,
    ),
    Story(
        cast=RequestCast(
            topic="reception-talk", school="cliff-view", giving="tidewell", giver="emily.hartnell"
        ),
        path=(*given(1, 2, 3), *judged(ACHIEVED, PARTLY), *held_six_weeks()),
        ago=20,
        beside=(
            Beside(
                50,
                agree_action(
                    "coordinator",
                    "mei.tanaka",
                    "Record twelve conversations again in each half-term",
                    measure="Children speak for half of the time or more",
                    due=-30,
                ),
            ),
            Beside(44, begin_action()),
            Beside(34, claim_done("Recorded, listened to and filed.")),
            Beside(32, verify(Difference.EMBEDDED, "Second recordings are in, at 51%.")),
        ),
    ),
    Story(
        cast=RequestCast(
            topic="assessment-ks3",
            school="breakwater",
            giving="beacon-hill",
            giver="alison.whyte",
            coordinator="kwame.darko",
        ),
        path=(*given(1, 2, 3), *judged(ACHIEVED, PARTLY), *held_six_weeks()),
        ago=9,
    ),
    Story(
        cast=RequestCast(
            topic="mastery",
            school="beacon-hill",
            giving="lantern-street",
            giver="kemi.adeyemi",
            coordinator="kwame.darko",
        ),
        path=(*given(1, 2, 3), *judged(ACHIEVED, PARTLY, PARTLY)),
        ago=33,
    ),
)

HARBOUR_LOOKING_BACK = (*EVALUATING, *LOOKING_BACK)
