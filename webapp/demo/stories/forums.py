"""Forums and role groups: those that meet, one that sleeps, one that rests, and two that are over."""

from __future__ import annotations

from webapp.demo.deeds import does, for_a_reason
from webapp.demo.deeds.beside import note, pause
from webapp.demo.deeds.forums import (
    add_everyone,
    add_members,
    adds,
    comes_from,
    falls_dormant,
    joins,
    leaves,
    meets,
    passes_to,
    propose_it,
    removes,
    rewrites,
    start_it,
)
from webapp.demo.scenes.forums import ForumCast
from webapp.demo.stories import Beside, Step, Story
from workflows.forums.details import Everyone

HARBOUR = (
    Story(
        cast=ForumCast(topic="heads-meeting", chair="eleanor.graves"),
        path=(Step(0, start_it), Step(1, add_everyone(Everyone.HEADS))),
        ago=230,
        weekdays=True,
        beside=(Beside(35, adds("jonathan.reeve")),),
    ),
    Story(
        cast=ForumCast(topic="senco-group", chair="isla.mckenzie", reports_to="heads-meeting"),
        path=(
            Step(0, start_it),
            Step(2, add_everyone(Everyone.JOB_TITLE, "SENCO")),
            Step(3, comes_from("slipway", "catherine.amadi", "ben.forsyth", "maria.santos")),
        ),
        ago=220,
        weekdays=True,
    ),
    Story(
        cast=ForumCast(
            topic="reading-forum",
            chair="tom.achebe",
            proposer="tom.achebe",
            members=("grace.liddell", "ellie.stanmore", "maisie.thornhill", "marcus.trent"),
        ),
        path=(
            Step(0, propose_it),
            Step(4, does("lead", "approve")),
            Step(2, add_members),
            Step(3, comes_from("saltmarsh", "priya.nair", "beth.hargreaves")),
            Step(5, joins("hannah.clegg")),
            Step(5, joins("joanne.sandford")),
            Step(180, leaves("maisie.thornhill")),
            Step(1, note("chair", "Next time we look at the slowest ten readers of each school.")),
        ),
        ago=5,
        weekdays=True,
    ),
    Story(
        cast=ForumCast(
            topic="maths-forum",
            chair="yusuf.rahman",
            members=("kemi.adeyemi", "rowan.pike", "simon.ashworth", "nkechi.obuya", "arjun.mehta"),
        ),
        path=(
            Step(0, start_it),
            Step(2, add_members),
            Step(20, meets),
            Step(70, removes("arjun.mehta")),
            Step(30, passes_to("kemi.adeyemi", "Yusuf has a new class; thank you for two good years.")),
        ),
        ago=38,
        weekdays=True,
    ),
    Story(
        cast=ForumCast(
            topic="early-years-forum", chair="emily.hartnell", members=("lucy.brennan", "hannah.clegg")
        ),
        path=(
            Step(0, start_it),
            Step(1, add_members),
            Step(100, falls_dormant),
            Step(3, does("chair", "wake")),
            Step(2, falls_dormant),
            Step(4, meets),
            Step(95, falls_dormant),
        ),
        ago=6,
        weekdays=True,
    ),
    Story(
        cast=ForumCast(topic="computing-forum", chair="tariq.hamdan", proposer="tariq.hamdan"),
        path=(Step(0, propose_it),),
        ago=4,
        weekdays=True,
    ),
    Story(
        cast=ForumCast(
            topic="humanities-forum", chair="charlotte.finch", members=("mei.tanaka", "femi.alade")
        ),
        path=(
            Step(0, start_it),
            Step(2, add_members),
            Step(25, meets),
            Step(20, pause("chair", "Exam season: half of us are away.", 2)),
            Step(30, does("chair", "resume")),
            Step(20, rewrites("History and geography leads write down what pupils should remember.")),
            Step(10, pause("chair", "Charlotte is on leave until after half-term.", 12)),
        ),
        ago=11,
        weekdays=True,
    ),
    Story(
        cast=ForumCast(topic="attendance-forum", chair="huw.pritchard", members=("leila.farouk",)),
        path=(
            Step(0, start_it),
            Step(1, add_members),
            Step(60, meets),
            Step(
                30,
                for_a_reason("close", "chair", "Most of us are in the attendance hub, and meet there."),
            ),
        ),
        ago=90,
        weekdays=True,
    ),
    Story(
        cast=ForumCast(topic="languages-forum", chair="chloe.dubois", proposer="chloe.dubois"),
        path=(
            Step(0, propose_it),
            Step(
                6,
                for_a_reason(
                    "decline", "lead", "Two schools teach languages so far; let us talk again next year."
                ),
            ),
        ),
        ago=70,
        weekdays=True,
    ),
)

FELLSIDE = (
    Story(
        cast=ForumCast(
            topic="fell-reading-forum", chair="katarzyna.wolska", members=("hamza.iqbal", "ewan.lockhart")
        ),
        path=(Step(0, start_it), Step(3, add_members)),
        ago=80,
        weekdays=True,
    ),
)
