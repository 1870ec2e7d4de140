"""A whole trust matched at once, beside the PyPI package `mentor-match` on the same people and scores."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

import numpy as np

from workflows.fit import Spot, Strength
from workflows.pairings.criteria import Bar, Fits, Goal, Grid, Mentee, Mentor
from workflows.pairings.matching import Match, match
from workflows.places import Phase

SIZES: Final = (50, 100, 200, 500)
ROUNDS: Final = 5
PATIENCE: Final = 120
"""Seconds after which mentor-match is stopped."""
FINE: Final = 1_000_000
"""Scores reach it as whole numbers: it takes them from one so large that fractions would be lost."""

PHASES: Final = (Phase.PRIMARY, Phase.PRIMARY, Phase.SECONDARY, Phase.ALL_THROUGH)
GOALS: Final = tuple(
    Goal(focus_id=10 * ring + area, ring_id=10 * ring, name=f"Area {ring}.{area}")
    for ring in range(1, 6)
    for area in range(6)
)

THEIR_SIDE: Final = """
import json, sys, time
from matching.mentee import Mentee
from matching.mentor import Mentor
from matching.process import process_data
from matching.rules.rule import Disqualify

scores = json.load(sys.stdin)

class OurScore:
    def apply(self, match):
        return scores[match.mentee.number][match.mentor.number]

    def evaluate(self, match):
        return True

def people(kind, count):
    for number in range(count):
        one = kind(grade=0, email=f"{kind.__name__}{number}")
        one.number = number
        yield one

mentees, mentors = list(people(Mentee, len(scores))), list(people(Mentor, len(scores[0])))
barred = Disqualify(lambda match: not scores[match.mentee.number][match.mentor.number])
begin = time.perf_counter()
process_data(mentors, mentees, [[OurScore(), barred]])
seconds = time.perf_counter() - begin
pairs = [(one.number, other.number) for one in mentees for other in one.mentors]
json.dump({"seconds": seconds, "pairs": pairs}, sys.stdout)
"""


@dataclass
class Measured:
    """Our draft, their pairs as rows and columns, and the seconds of both, round by round."""

    draft: Match
    pairs: list[tuple[int, int]] = field(default_factory=list)
    ours: list[float] = field(default_factory=list)
    theirs: list[float] = field(default_factory=list)


def measure() -> Iterator[str]:
    """Yields what is compared and a line for each size, or a line on why there is nothing to compare with."""
    with TemporaryDirectory() as folder:
        python = Path(folder) / "env" / "bin" / "python"
        try:
            yield (
                f"matching: beside {_install(python)}, in one round with one place a mentor. "
                "It is given our scores; our time includes making them"
            )
            for size in SIZES:
                yield _compared(size, python)
        except (OSError, subprocess.CalledProcessError) as error:
            yield f"matching: left out, mentor-match does not install or run: {_last_words(error)}"


def _install(python: Path) -> str:
    """What is compared with, and its version. Raises CalledProcessError."""
    subprocess.run([sys.executable, "-m", "venv", python.parents[1]], check=True, capture_output=True)
    pip = [str(python), "-m", "pip", "--disable-pip-version-check"]
    install = [*pip, "install", "--quiet", "--retries", "1", "--timeout", "20", "mentor-match"]
    subprocess.run(install, check=True, capture_output=True, text=True)
    listed = subprocess.run([*pip, "list", "--format", "json"], check=True, capture_output=True)
    found = {one["name"]: one["version"] for one in json.loads(listed.stdout)}
    return " with ".join(f"{name} {found[name]}" for name in ("mentor-match", "munkres") if name in found)


def _last_words(error: OSError | subprocess.CalledProcessError) -> str:
    said = str(error) if isinstance(error, OSError) else str(error.stderr)
    return (said.strip().splitlines() or ["it does not say why"])[-1]


def _compared(size: int, python: Path) -> str:
    mentees, mentors = cohort(size, Random(size))
    scores = Fits(mentees, mentors).scores()
    measured = _take_turns(mentees, mentors, python=python, scores=_for_them(mentees, mentors, scores))
    ours, draft = median(measured.ours), measured.draft
    theirs = median(measured.theirs) if measured.theirs else PATIENCE
    line = (
        f"matching: {size} by {size}: {ours * 1000:.1f} ms, {'' if measured.theirs else 'more than '}"
        f"{theirs / ours:.0f} times as fast{' (wanted: 50)' if size == SIZES[-1] else ''}"
    )
    if not measured.theirs:
        return f"{line}: it was stopped after {PATIENCE} s"
    total = sum(float(scores[row, column]) for row, column in measured.pairs)
    return (
        f"{line}; total score {draft.total / total:.6f} times as high (wanted: 1 or more): {draft.total:.3f} "
        f"in {len(draft.pairs)} pairs, beside {total:.3f} in {len(measured.pairs)}"
    )


def _for_them(mentees: list[Mentee], mentors: list[Mentor], scores: Grid) -> str:
    """Our score of each pair, in millionths; 0 where they may not be one."""
    whole = np.rint(scores * FINE).astype(np.int64)
    columns = {one.person_id: column for column, one in enumerate(mentors)}
    for row, mentee in enumerate(mentees):
        whole[row, [columns[one] for one in mentee.barred]] = 0
    return json.dumps(whole.tolist())


def _take_turns(mentees: list[Mentee], mentors: list[Mentor], *, python: Path, scores: str) -> Measured:
    """Both in turns, so that a noisy machine disturbs both alike."""
    measured = Measured(match(mentees, mentors))
    for _ in range(ROUNDS):
        begin = perf_counter()
        match(mentees, mentors)
        measured.ours.append(perf_counter() - begin)
        try:
            answer = subprocess.run(
                [python, "-I", "-c", THEIR_SIDE],
                input=scores,
                capture_output=True,
                text=True,
                check=True,
                timeout=PATIENCE,
            )
        except subprocess.TimeoutExpired:
            break
        told = json.loads(answer.stdout)
        measured.theirs.append(told["seconds"])
        measured.pairs = told["pairs"]
    return measured


def cohort(size: int, chance: Random) -> tuple[list[Mentee], list[Mentor]]:
    """As many mentees as mentors with one place each, in forty schools on a plain sixty kilometres wide."""
    schools = [(chance.choice(PHASES), _spot(chance)) for _ in range(40)]
    mentees = [_mentee(number, size, chance.choice(schools), chance) for number in range(size)]
    return mentees, [_mentor(size + number, chance.choice(schools), chance) for number in range(size)]


def _spot(chance: Random) -> Spot:
    return Spot(easting=500_000 + chance.randrange(60_000), northing=300_000 + chance.randrange(60_000))


def _mentee(number: int, size: int, school: tuple[Phase, Spot], chance: Random) -> Mentee:
    return Mentee(
        person_id=number,
        name=f"Mentee {number}",
        phase=school[0],
        spot=school[1],
        goals=tuple(chance.sample(GOALS, chance.randint(1, 3))),
        free_on=_weekdays(chance),
        barred={size + chance.randrange(size): bar for bar in (Bar.LINE_MANAGER, Bar.APPRAISER)},
    )


def _mentor(number: int, school: tuple[Phase, Spot], chance: Random) -> Mentor:
    load = chance.randrange(3)
    return Mentor(
        person_id=number,
        name=f"Mentor {number}",
        phase=school[0],
        spot=school[1],
        strengths=tuple(
            Strength(focus_id=goal.focus_id, focus=goal.name, ring_id=goal.ring_id, own=chance.random() < 0.7)
            for goal in chance.sample(GOALS, chance.randint(1, 4))
        ),
        free_on=_weekdays(chance),
        cap=load + 1,
        load=load,
        days_left=chance.randint(1, 15),
    )


def _weekdays(chance: Random) -> frozenset[int]:
    return frozenset(chance.sample(range(5), chance.randint(0, 3)))
