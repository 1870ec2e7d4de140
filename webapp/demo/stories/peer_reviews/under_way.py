"""Reviews of Harbour Learning Partnership from the day of the visit to the action plan."""

from __future__ import annotations

from webapp.demo.deeds import does, for_a_reason
from webapp.demo.deeds.beside import attach, begin_action, note
from webapp.demo.deeds.dates import answer
from webapp.demo.deeds.peer_reviews.afterwards import agree_actions, plan_workshop_ahead, release
from webapp.demo.deeds.peer_reviews.forming import (
    declare_readers,
    form_team,
    form_team_with,
    join_team,
    plan,
    plan_off,
    postpone,
    set_days,
)
from webapp.demo.deeds.peer_reviews.reporting import (
    answer_comments,
    comment,
    estimate,
    name_themes,
    withdraw_last,
    write,
    write_half,
)
from webapp.demo.deeds.peer_reviews.visiting import log
from webapp.demo.papers import Paper
from webapp.demo.scenes.peer_reviews import ReviewCast
from webapp.demo.stories import Beside, Step, Story
from webapp.demo.stories.peer_reviews.paths import (
    LEADS_SECTIONS,
    LEAVING,
    agreed,
    begun,
    formed,
    prepared,
    reported,
    scoped,
    self_reviewed,
    settled,
    timetabled,
    visited,
    worked_on,
)

FRIDAYS = Paper(
    "Hearing children read on Fridays",
    "fridays.csv",
    (
        "half-term,heard,book fits,book too easy,book too hard",
        "first,36,24,3,9",
        "second,36,29,2,5",
        "third,36,31,3,2",
        "fourth,36,32,2,2",
    ),
)

ACTING = (
    Story(
        cast=ReviewCast(
            topic="beacon-learning",
            host="beacon-hill",
            lead="daniel.osei",
            reviewers=("ruth.ellery", "lucy.brennan"),
            coordinator="kwame.darko",
            workshop="patrick.doyle",
        ),
        path=(
            Step(0, plan),
            Step(3, form_team_with("ruth.ellery", "isla.mckenzie")),
            Step(3, for_a_reason("step_down", "isla.mckenzie", "Our base is being inspected in that week.")),
            Step(2, join_team("lucy.brennan", "In place of Isla, who cannot come.")),
            *self_reviewed(),
            *scoped("wendy.okoro"),
            *timetabled(),
            *visited(),
            *reported("ruth.ellery"),
            *agreed(),
            Step(1, release("wendy.okoro")),
            *worked_on("alison.whyte", "tariq.hamdan"),
            *settled(8, 24),
            Step(2, begin_action()),
        ),
        ago=11,
    ),
    Story(
        cast=ReviewCast(
            topic="gull-science",
            host="gull-rock",
            lead="agnieszka.nowak",
            reviewers=("zainab.malik", "ben.forsyth"),
            workshop="nisha.kapoor",
            estimates=True,
        ),
        path=(
            *prepared("graham.tully"),
            *visited(),
            Step(2, does("zainab.malik", "begin_report")),
            Step(2, write("lead", *LEADS_SECTIONS, "excellent practice")),
            Step(1, write("zainab.malik", "areas to develop")),
            Step(1, estimate),
            Step(1, name_themes()),
            Step(1, does("lead", "send_report")),
            *agreed(),
            Step(1, release("graham.tully", "tom.achebe")),
            *worked_on("ifeoma.eze", "lucy.brennan"),
            Step(2, agree_actions(18)),
        ),
        ago=2,
    ),
    Story(
        cast=ReviewCast(
            topic="saltmarsh-reading",
            host="saltmarsh",
            lead="neil.carrick",
            reviewers=("marcus.trent", "yusuf.rahman"),
            workshop="kemi.adeyemi",
        ),
        path=(
            *formed(),
            Step(1, answer("head")),
            *self_reviewed(),
            *scoped("elaine.whitcombe"),
            *timetabled(),
            *visited(),
            *reported("marcus.trent"),
            Step(2, comment()),
            Step(1, withdraw_last),
            Step(0, does("head", "return_report")),
            Step(2, answer_comments("marcus.trent")),
            Step(0, does("lead", "send_report")),
            *agreed(2),
        ),
        ago=4,
        beside=(
            Beside(38, attach("head", FRIDAYS)),
            Beside(3, plan_workshop_ahead(7, "daniel.osei", "beth.hargreaves")),
            Beside(1, release("elaine.whitcombe")),
        ),
    ),
)

REPORTING = (
    Story(
        cast=ReviewCast(
            topic="seaward-languages",
            host="seaward",
            lead="ifeoma.eze",
            reviewers=("sofia.marchetti",),
            coordinator="kwame.darko",
            required=True,
        ),
        path=(
            *formed(),
            Step(
                1,
                declare_readers(
                    "eleanor.graves",
                    "joyce.antwi",
                    note="Trustees ask why so few choose a language. The improvement lead and the chair of"
                    " governors will read the report when the principal has agreed it.",
                ),
            ),
            *self_reviewed(),
            *scoped(),
            *timetabled(),
            *visited(),
            *reported("sofia.marchetti"),
            Step(1, comment(1, by="leila.farouk")),
            Step(1, comment(2, 3)),
        ),
        ago=1,
    ),
    Story(
        cast=ReviewCast(
            topic="cliff-writing",
            host="cliff-view",
            lead="maria.santos",
            reviewers=("lawrence.njoroge", "grace.liddell"),
        ),
        path=(
            *prepared(),
            *visited(),
            Step(2, does("lead", "begin_report")),
            Step(2, write("lead", *LEADS_SECTIONS)),
            Step(1, write_half("grace.liddell", "areas to develop")),
        ),
        ago=2,
    ),
    Story(
        cast=ReviewCast(
            topic="slipway-work",
            host="slipway",
            lead="nisha.kapoor",
            reviewers=("ruth.ellery",),
            coordinator="kwame.darko",
        ),
        path=(
            Step(0, plan_off(-4)),
            Step(3, form_team),
            Step(3, postpone("Both minibuses have failed their test.", -30)),
            Step(3, set_days),
            *self_reviewed(),
            *scoped("imogen.hale"),
            *timetabled(),
            *visited(),
        ),
        ago=1,
    ),
)

VISITING = (
    Story(
        cast=ReviewCast(
            topic="brannocs-outdoors",
            host="st-brannocs",
            lead="mei.tanaka",
            reviewers=("tom.achebe", "zainab.malik"),
            until_today=True,
        ),
        path=(
            *prepared("paul.merrow"),
            Step(2, note("lead", "We come by bus and can carry things. Tell us what you would like to see.")),
            *begun(4),
            Step(0, log(), at=LEAVING),
        ),
        ago=1,
    ),
)

HARBOUR_UNDER_WAY = (*ACTING, *REPORTING, *VISITING)
