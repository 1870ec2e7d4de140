"""Reviews of Harbour Learning Partnership that are closed, nearly so, or stopped."""

from __future__ import annotations

from webapp.demo.deeds import for_a_reason
from webapp.demo.deeds.beside import begin_action, claim_done, note, verify
from webapp.demo.deeds.dates import answer
from webapp.demo.deeds.peer_reviews.afterwards import (
    add_view,
    look_again,
    offer_practice,
    read,
    release,
    review_impact,
    send_link,
    take_back,
)
from webapp.demo.deeds.peer_reviews.forming import (
    form_team,
    form_team_with,
    join_team,
    move_visit,
    plan_off,
)
from webapp.demo.deeds.peer_reviews.preparing import put_earlier, take_out, write_self_review
from webapp.demo.deeds.peer_reviews.visiting import feedback, log, log_late, strike
from webapp.demo.scenes.peer_reviews import ReviewCast
from webapp.demo.stories import Beside, Step, Story
from webapp.demo.stories.peer_reviews.paths import (
    LEAVING,
    SAYING_SO,
    agreed,
    begun,
    checked,
    formed,
    prepared,
    reported,
    scoped,
    self_reviewed,
    settled,
    timetabled,
    visited_twice,
    worked_on,
)
from workflows.actions import Impact
from workflows.dates.model import Answer

CLOSED = (
    Story(
        cast=ReviewCast(
            topic="saltmarsh-send",
            host="saltmarsh",
            lead="agnieszka.nowak",
            reviewers=("isla.mckenzie", "hannah.clegg"),
            workshop="maria.santos",
        ),
        path=(
            *prepared("elaine.whitcombe"),
            Step(1, put_earlier(1, 10)),
            *visited_twice(),
            *reported("isla.mckenzie"),
            *checked("isla.mckenzie"),
            Step(1, release("elaine.whitcombe")),
            Step(2, read("elaine.whitcombe")),
            *worked_on("daniel.osei", "omar.siddiqui"),
            *settled(-30, -12),
            Step(6, begin_action()),
            Step(20, claim_done("Plans are in the blue folder by three. We missed four days in a term.")),
            Step(6, verify(Impact.EMBEDDED, "Asked six assistants on a Tuesday. All six knew.")),
            Step(13, review_impact),
            Step(1, offer_practice),
            Step(3, add_view),
        ),
        ago=12,
    ),
    Story(
        cast=ReviewCast(
            topic="heron-voice",
            host="heron-lake",
            lead="mei.tanaka",
            reviewers=("charlotte.finch", "gareth.lowe"),
            coordinator="kwame.darko",
            workshop="samuel.boateng",
        ),
        path=(
            *formed(),
            Step(1, answer("gareth.lowe", Answer.MAYBE, comment="My bus is at ten past eight.")),
            *self_reviewed(),
            *scoped("deborah.lyle"),
            Step(1, for_a_reason("reopen_scope", "head", "We would like to ask about the council as well.")),
            *scoped("deborah.lyle"),
            *timetabled(),
            *begun(5),
            Step(0, log(but=(7,)), at=LEAVING),
            Step(0, feedback, at=SAYING_SO),
            # written on a phone that was out of reach of everything
            Step(3, log_late(7)),
            *reported("gareth.lowe"),
            *agreed(),
            Step(2, release("deborah.lyle")),
            *worked_on("yusuf.rahman", "ellie.stanmore"),
            *settled(-25, -10),
            Step(36, review_impact),
            Step(2, look_again(-5, "Two year groups have only just finished their unit.")),
            Step(10, review_impact),
            Step(2, offer_practice),
        ),
        # closes by itself: the lead has nothing to add
        ago=16,
    ),
    Story(
        cast=ReviewCast(
            topic="breakwater-attendance",
            host="breakwater",
            lead="patrick.doyle",
            reviewers=("grace.liddell",),
            coordinator="kwame.darko",
            workshop="leila.farouk",
        ),
        path=(
            Step(0, plan_off(0)),
            Step(3, form_team_with("dawn.pettifer")),
            Step(
                4,
                join_team(
                    "grace.liddell",
                    "Dawn has an appointment on one of the two days.",
                    leaving="dawn.pettifer",
                ),
            ),
            *self_reviewed(),
            *scoped(),
            *timetabled(),
            # nobody said that the visit had begun: the clock did
            Step(6, log(), meeting=1, at=LEAVING),
            Step(1, log(2), meeting=2, at=LEAVING),
            Step(0, strike(4), at=SAYING_SO),
            Step(0, feedback),
            *reported("grace.liddell"),
            *agreed(),
            *worked_on("huw.pritchard", "neil.carrick"),
            *settled(-40, -30),
            Step(44, review_impact),
            Step(1, offer_practice),
            Step(2, add_view),
        ),
        ago=20,
    ),
)

LOOKED_BACK_ON = (
    Story(
        cast=ReviewCast(
            topic="lantern-memory",
            host="lantern-street",
            lead="alison.whyte",
            reviewers=("hannah.clegg", "emily.hartnell"),
            workshop="neil.carrick",
        ),
        path=(
            Step(0, plan_off(2)),
            Step(3, form_team),
            Step(2, move_visit("Our hall is being painted in that week.")),
            *self_reviewed(),
            *scoped(),
            *timetabled(),
            Step(1, take_out(5)),
            *begun(5),
            Step(0, log(but=(7,)), at=LEAVING),
            Step(0, feedback, at=SAYING_SO),
            *reported("hannah.clegg"),
            *checked(),
            Step(1, release("ruth.ellery")),
            Step(1, read("ruth.ellery")),
            Step(8, take_back("ruth.ellery")),
            *worked_on("charlotte.finch", "patrick.doyle"),
            *settled(-20, 5),
            Step(44, review_impact),
        ),
        ago=3,
        beside=(
            Beside(
                2,
                send_link(
                    "Robin Vale",
                    "robin.vale@partner.example",
                    "School improvement partner of the diocese",
                    20,
                ),
            ),
        ),
    ),
)

STOPPED = (
    Story(
        cast=ReviewCast(
            topic="millrace-flood",
            host="millrace",
            lead="maria.santos",
            reviewers=("beth.hargreaves",),
            visit=(-42,),
        ),
        path=(
            *formed(),
            Step(4, write_self_review(answers=3)),
            Step(3, note("head", "The river is high, and the ground floor is being cleared.")),
            Step(
                2,
                for_a_reason(
                    "stop",
                    "head",
                    "The ground floor has been under water. We would like to begin again later in the year.",
                ),
            ),
        ),
        ago=52,
    ),
)

HARBOUR_PAST = (*CLOSED, *LOOKED_BACK_ON, *STOPPED)
