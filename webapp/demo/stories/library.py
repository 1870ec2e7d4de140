"""What people of Harbour Learning Partnership share in the library, in every state that there is."""

from __future__ import annotations

from webapp.demo.deeds import does, for_a_reason
from webapp.demo.deeds.beside import attach, leaves_the_trust
from webapp.demo.deeds.library import change, look_again, offer, thanks, tried
from webapp.demo.papers import Paper
from webapp.demo.scenes.library import EntryCast
from webapp.demo.stories import Beside, Path, Step, Story
from workflows.library import EntryKind
from workflows.library.details import Again

PLAN_SHEET = Paper(
    "The sheet",
    "one-page-plan.pdf",
    (
        "What will they write, and for whom?",
        "",
        "Which three words do we teach?",
        "",
        "Where will they get stuck, and what do we do then?",
        "",
        "What do we keep from last year?",
    ),
)


def agreed() -> Path:
    """Somebody offers an entry, and their head agrees."""
    return (Step(0, offer), Step(2, does("head", "consent")))


HARBOUR = (
    Story(
        cast=EntryCast(topic="entry-one-page-plan", owner="beth.hargreaves", of_kind=EntryKind.TEMPLATE),
        path=(*agreed(), Step(0, attach("owner", PLAN_SHEET)), Step(30, change)),
        ago=25,
        beside=(
            Beside(22, thanks("kemi.adeyemi", "grace.liddell", "aled.griffiths")),
            Beside(
                15,
                tried(
                    "grace.liddell",
                    "Both of our Year 4 classes have planned with the sheet since half-term.",
                    "Planning takes half as long. We had to agree first that nobody brings a finished plan.",
                ),
            ),
            Beside(
                9,
                tried(
                    "marcus.trent",
                    "We used it for one unit in Year 7.",
                    "It was too small for us: our units are six weeks long. We keep one box of it.",
                    Again.DIFFERENTLY,
                ),
            ),
            Beside(4, thanks("tom.achebe", "charlotte.finch")),
        ),
    ),
    Story(
        cast=EntryCast(topic="entry-calm-corridors", owner="adrian.cole"),
        path=(Step(0, offer),),
        ago=60,
        beside=(
            Beside(50, thanks("vanessa.obi", "leila.farouk", "priya.nair")),
            Beside(
                20,
                tried(
                    "vanessa.obi",
                    "We did it in the first two weeks after half-term.",
                    "The first day was hard, and the rest was not. Lessons begin four minutes earlier.",
                ),
            ),
        ),
    ),
    Story(
        cast=EntryCast(topic="entry-maths-minutes", owner="yusuf.rahman", of_kind=EntryKind.QUICK_WIN),
        path=(*agreed(), Step(20, look_again(-3))),
        ago=30,
        beside=(Beside(28, thanks("rowan.pike")),),
    ),
    Story(
        cast=EntryCast(topic="entry-guided-talk", owner="tom.achebe", of_kind=EntryKind.QUICK_WIN),
        path=(Step(0, offer),),
        ago=2,
    ),
    Story(
        cast=EntryCast(topic="entry-attendance-calls", owner="petra.novak"),
        path=(*agreed(), Step(20, leaves_the_trust("petra.novak", "colin.pryce"))),
        ago=3,
    ),
    Story(
        cast=EntryCast(topic="entry-transition-books", owner="hannah.clegg"),
        path=(
            Step(0, offer),
            Step(3, for_a_reason("refuse", "head", "A lovely idea; let us do it once before we share it.")),
        ),
        ago=40,
    ),
    Story(
        cast=EntryCast(topic="entry-early-marking", owner="joanne.sandford"),
        path=(Step(0, offer), Step(1, does("owner", "take_back"))),
        ago=18,
    ),
    Story(
        cast=EntryCast(topic="entry-lab-tidy", owner="zainab.malik", of_kind=EntryKind.RESOURCE),
        path=(
            *agreed(),
            Step(40, for_a_reason("take_down", "owner", "We moved into new rooms; the boxes are gone.")),
        ),
        ago=16,
    ),
)
