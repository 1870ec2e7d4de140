"""What a trust sets for itself: name, colour, days to give, what roles are called, the reminder ladder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from workflows.administration.changes import change, too_long
from workflows.colours import colour_problem
from workflows.dates import remindings
from workflows.details import Details, InvalidDetails, days, required
from workflows.events import hold, record
from workflows.people import ROLE_LABELS, Person
from workflows.places import Trust, default_ladder
from workflows.reminders import Rung, ladder_of, rungs_between
from workflows.school_calendar import SchoolCalendar

MOST_RUNGS: Final = 10
FURTHEST: Final = 60
"""Working days that a reminder may lie from its deadline."""
COPIED: Final = ("coordinator", "improvement_lead")
"""Roles that a reminder may be copied to."""
MOST_DATE_REMINDERS: Final = 4
FURTHEST_BEFORE: Final = 30
"""Days before a date on which people may be reminded of it."""
LONGEST_LABEL: Final = 60


@dataclass(frozen=True, kw_only=True)
class TrustDetails(Details):
    """How the trust calls itself, the colour it wears, and how many days a giver usually has in a year."""

    name: str = required("Enter the trust's name")
    brand_colour: str = required("Enter a colour, such as #0f5c4d")
    giving_days: float = days("Enter a number of days in halves, from 0 to 200", least=0, most=200)
    #: per cent of the schools expected at a session
    participation_target: int = 90

    def problems(self) -> dict[str, str]:
        found = too_long("name", self.name)
        problem = colour_problem(self.brand_colour)
        if not 1 <= self.participation_target <= 100:
            found["participation_target"] = "Enter a number from 1 to 100"
        return found | ({"brand_colour": problem} if problem else {})


def edit_trust(trust: Trust, details: TrustDetails, actor: Person) -> bool:
    """Change what the trust is called, wears and gives; gives whether anything changed."""
    changed = change(
        trust,
        {
            "name": details.name,
            "brand_colour": details.brand_colour.lower(),
            "giving_days": details.giving_days,
            "participation_target": details.participation_target,
        },
    )
    if changed:
        record(trust.id, "trust_edited", actor, changed=changed)
    return bool(changed)


def name_roles(trust: Trust, labels: Mapping[str, str], actor: Person) -> bool:
    """Call roles as the trust calls them; an empty label is the usual one. Gives whether anything changed."""
    problems = {
        role: f"Shorten this to {LONGEST_LABEL} characters"
        for role, label in labels.items()
        if len(label) > LONGEST_LABEL
    }
    if problems:
        raise InvalidDetails(problems)
    kept = {
        role: labels[role] for role, usual in ROLE_LABELS.items() if labels.get(role) not in (None, "", usual)
    }
    before = dict(trust.role_labels)
    if not change(trust, {"role_labels": kept}):
        return False
    named = {role: [before.get(role), kept.get(role)] for role in {*before, *kept}}
    differ = {role: pair for role, pair in sorted(named.items()) if pair[0] != pair[1]}
    record(trust.id, "roles_named", actor, changed=differ)
    return True


def check_ladder(rungs: tuple[Rung, ...]) -> None:
    """Raises InvalidDetails, with fields such as `rung_2`, for a ladder that nobody could climb."""
    problems = dict(_rung_problems(rungs))
    if not rungs:
        problems["rung_1"] = "Keep at least one reminder: a deadline that nobody is reminded of is forgotten"
    if len(rungs) > MOST_RUNGS:
        problems[f"rung_{MOST_RUNGS + 1}"] = f"Keep to {MOST_RUNGS} reminders or fewer"
    if problems:
        raise InvalidDetails(problems)


def set_ladder(trust: Trust, rungs: tuple[Rung, ...], actor: Person) -> bool:
    """Remind on these days from now on; turns that have begun keep the reminders they were given."""
    check_ladder(rungs)
    hold(trust.id)
    ladder = [rung.as_json() for rung in sorted(rungs, key=lambda rung: rung.days)]
    before = [rung.as_json() for rung in ladder_of(trust)]
    if before == ladder:
        return False
    trust.ladder = ladder
    record(trust.id, "ladder_changed", actor, before=before, after=ladder)
    return True


def reset_ladder(trust: Trust, actor: Person) -> bool:
    """Remind on the usual days again; gives whether anything changed."""
    return set_ladder(trust, tuple(Rung.from_json(rung) for rung in default_ladder()), actor)


def set_date_reminders(
    trust: Trust, days: Mapping[str, tuple[int, ...] | None], actor: Person
) -> bool:  # fmt: skip
    """Remind of dates on these days before, by kind of case; "*" is every kind without days of its own.

    None leaves a kind without days of its own, an empty tuple without reminders. Dates that stand
    follow. Gives whether anything changed. Raises InvalidDetails by kind.
    """
    problems = {kind: problem for kind, chosen in days.items() if (problem := _days_problem(chosen or ()))}
    if problems:
        raise InvalidDetails(problems)
    hold(trust.id)
    kept = {kind: sorted(set(chosen), reverse=True) for kind, chosen in days.items() if chosen is not None}
    before = dict(trust.date_reminders)
    if before == kept:
        return False
    trust.date_reminders = kept
    remindings.rewrite(trust)
    record(trust.id, "date_reminders_changed", actor, before=before, after=kept)
    return True


def _days_problem(days: tuple[int, ...]) -> str:
    if len(set(days)) > MOST_DATE_REMINDERS:
        return f"Keep to {MOST_DATE_REMINDERS} reminders or fewer"
    if any(not 0 <= one <= FURTHEST_BEFORE for one in days):
        return f"Each must be between 0 and {FURTHEST_BEFORE} days before"
    return ""


def preview(
    rungs: tuple[Rung, ...], calendar: SchoolCalendar, start: date, due_on: date
) -> list[tuple[Rung, datetime]]:
    """When the reminders of a turn would come that begins on one day and is due on another."""
    return list(rungs_between(tuple(sorted(rungs, key=lambda rung: rung.days)), calendar, start, due_on))


def _rung_problems(rungs: tuple[Rung, ...]) -> Iterator[tuple[str, str]]:
    seen: set[int] = set()
    for number, rung in enumerate(rungs, start=1):
        if abs(rung.days) > FURTHEST:
            yield f"rung_{number}", f"Stay within {FURTHEST} working days of the deadline"
        elif rung.days in seen:
            yield f"rung_{number}", "There is a reminder on this day already"
        elif not 0 <= rung.longer_than <= 200:
            yield f"rung_{number}", "Say “only for turns longer than” in working days, from 0 to 200"
        elif not set(rung.copy) <= set(COPIED):
            yield f"rung_{number}", "Only the coordinator and the improvement lead can be copied in"
        seen.add(rung.days)
