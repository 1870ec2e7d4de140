"""Hubs: a year of three that were in the directory, one that is being formed, and one that is over."""

from __future__ import annotations

from webapp.demo.deeds import does, for_a_reason
from webapp.demo.deeds.beside import note, pause
from webapp.demo.deeds.hubs import begin, begin_work, form, go_on, joins, leaves, passes_to, rename
from webapp.demo.scenes.hubs import HubCast
from webapp.demo.stories import Step, Story

HARBOUR = (
    Story(
        cast=HubCast(topic="east-hub", hub="east", coordinator="asha.bell"),
        path=(
            Step(0, begin_work),
            Step(12, begin(-40)),
            Step(
                70,
                note("coordinator", "The lesson study at Gull Rock went well: sixteen of us in a room."),
            ),
            Step(60, does("coordinator", "look_back")),
            Step(6, go_on(85)),
        ),
        ago=48,
        weekdays=True,
    ),
    Story(
        cast=HubCast(topic="west-hub", hub="west", coordinator="asha.bell"),
        path=(
            Step(0, begin_work),
            Step(15, begin(30)),
            Step(40, joins("cliff-view")),
            Step(80, leaves("cliff-view")),
            Step(50, does("coordinator", "look_back")),
        ),
        ago=6,
        weekdays=True,
    ),
    Story(
        cast=HubCast(topic="bridge-hub", hub="bridge", coordinator="kwame.darko"),
        path=(
            Step(0, begin_work),
            Step(18, begin(60)),
            Step(50, pause("coordinator", "Exams, and two of the four heads are new.", 5)),
            Step(20, does("coordinator", "resume")),
            Step(60, pause("coordinator", "Breakwater is being inspected; we wait for them.", 15)),
        ),
        ago=9,
        weekdays=True,
    ),
    Story(
        cast=HubCast(
            topic="small-schools-hub",
            coordinator="asha.bell",
            schools=("st-brannocs", "cliff-view", "saltmarsh"),
        ),
        path=(
            Step(0, form),
            Step(3, rename("Hub of small schools")),
            Step(2, passes_to("kwame.darko", "Asha has two hubs already.")),
        ),
        ago=7,
        weekdays=True,
    ),
    Story(
        cast=HubCast(
            topic="attendance-hub", coordinator="kwame.darko", schools=("breakwater", "seaward", "tidewell")
        ),
        path=(
            Step(0, form),
            Step(14, begin(20)),
            Step(
                110,
                for_a_reason(
                    "close", "coordinator", "It has done its work: what helps stands in the library now."
                ),
            ),
        ),
        ago=35,
        weekdays=True,
    ),
)

FELLSIDE = (
    Story(
        cast=HubCast(topic="dales-hub", hub="dales", coordinator="oliver.penrith"),
        path=(Step(0, begin_work), Step(10, begin(70))),
        ago=60,
        weekdays=True,
    ),
)
