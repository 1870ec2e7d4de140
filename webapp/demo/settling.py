"""The trusts of the demo before anything has happened: places, term dates, people and their strengths."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select

from webapp.demo.people import PARTS
from webapp.demo.terms import TermDates, school_year
from workflows.cases import Case
from workflows.database import choose_every_trust, choose_trust, db
from workflows.dates.feeds import FeedDetails, FeedKind, Owner, make
from workflows.defaults import new_trust_defaults
from workflows.giving import Allowance, Conflict, Expertise, FocusArea
from workflows.line_management import LineManagement, Oversight
from workflows.pairings.model import MentorProfile
from workflows.peer_reviews.model import ReviewTraining
from workflows.people import MailPreference, Person, appoint, posts_of
from workflows.places import Hub, HubMembership, Phase, School, Trust, found_trust
from workflows.school_calendar import InsetDay, Term, academic_year, calendar_changed

HERE: Final = Path(__file__).parent
YEARS_IN_POST: Final = 6
Json = dict[str, Any]


@dataclass
class Settled:
    """A trust that stands, with its schools and people by the keys that stories use."""

    trust: Trust
    #: its number, to be had whichever trust is chosen
    trust_id: int
    domain: str
    schools: dict[str, School] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    focus: dict[str, FocusArea] = field(default_factory=dict)
    hubs: dict[str, Hub] = field(default_factory=dict)
    #: the cases of the stories, by their topics, as soon as they are begun
    cases: dict[str, Case] = field(default_factory=dict)


def settle(name: str, today: date) -> Settled:
    """Found the trust that `<name>.toml` describes, as it is a year before today."""
    told = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))
    choose_every_trust()  # a trust that is not there yet cannot be chosen
    trust = found_trust(told["name"], told["slug"])
    trust.brand_colour = told.get("brand_colour", trust.brand_colour)
    trust.role_labels = told.get("role_labels", {})
    choose_trust(trust.id)
    settled = Settled(trust, trust.id, told["domain"])
    new_trust_defaults(trust)
    settled.focus = {area.name: area for area in db.session.scalars(select(FocusArea).order_by(FocusArea.id))}
    _open_schools(settled, told, today)
    _set_terms(settled, told, today)
    _employ(settled, told, today)
    _form_hubs(settled, told, today)
    _note_conflicts_and_days(settled, told, today)
    _note_mentors(settled, told)
    _note_reviewers(settled, told, today)
    _note_oversight(settled, told, today)
    db.session.flush()
    return settled


def subscribe(settled: Settled, person: str) -> None:
    """Somebody has their own dates, and what is asked of them, in a calendar of their own."""
    choose_trust(settled.trust_id)
    owner = settled.people[person]
    offices = frozenset(posts_of(owner.id))
    details = FeedDetails(kind=FeedKind.MINE, with_deadlines=True)
    make(details, Owner(owner.id, settled.trust_id, owner.school_id, offices), actor=owner)


def key_of(name: str) -> str:
    """A person's key in stories and in addresses: priya.nair."""
    return name.lower().replace(" ", ".").replace("'", "")


def handover_on(today: date) -> date:
    """The day in the past year on which a head left and another began: the latest turn of a term."""
    turns = (
        date(year, month, 1) for year in (today.year, today.year - 1) for month in (9, 4, 1)
    )  # fmt: skip
    return next(day for day in turns if (today - day).days >= 60)


def _open_schools(settled: Settled, told: Json, today: date) -> None:
    for number, entry in enumerate(told["school"]):
        settled.schools[entry["key"]] = _school(settled, told, entry, number)
    db.session.add_all(settled.schools.values())
    db.session.flush()
    for entry in told["school"]:
        for area, offer in entry.get("strong", {}).items():
            strength = _strength(settled, area, offer)
            strength.school_id = settled.schools[entry["key"]].id
            db.session.add(strength)


def _school(settled: Settled, told: Json, entry: Json, number: int) -> School:
    low, high = entry["ages"]
    easting, northing = entry["at"]
    return School(
        trust_id=settled.trust_id,
        owner_id=settled.trust_id,
        name=entry["name"],
        urn=str(told["first_urn"] + number),
        la_code=told["la_code"],
        la_name=told["la_name"],
        establishment_number=str(2001 + number if high <= 11 else 4001 + number),
        ukprn=str(10990000 + told["first_urn"] % 1000 + number),
        type_name=entry.get("type", "Academy converter"),
        phase=Phase(entry["phase"]),
        opens_on=date(2013 + number % 6, 9, 1),
        low_age=low,
        high_age=high,
        religious_character=entry.get("religious_character", ""),
        pupils=entry["pupils"],
        address="\n".join(entry["address"]),
        postcode=f"{told['postcode']}{'ABDEFGHJLNPQ'[number]}{'RSTUWXYZ'[number % 8]}",
        easting=easting,
        northing=northing,
        website=f"https://{entry['key']}.{told['domain']}",
        telephone=f"01632 960{number + told['first_urn'] % 1000:03d}",
        working_on=entry["working_on"],
    )


def _strength(settled: Settled, area: str, offer: str) -> Expertise:
    return Expertise(trust_id=settled.trust_id, focus_area_id=settled.focus[area].id, offer=offer)


def _set_terms(settled: Settled, told: Json, today: date) -> None:
    """Last, this and next academic year for the trust, and for the schools that differ."""
    this = academic_year(today)
    for year in (this - 1, this, this + 1):
        _add_year(settled, settled.trust_id, year, {})
        for entry in told["school"]:
            differs = {name: entry[name] for name in ("late_start", "long_autumn_break") if name in entry}
            if differs:
                _add_year(settled, settled.schools[entry["key"]].id, year, differs)
    db.session.flush()
    calendar_changed(settled.trust)


def _add_year(settled: Settled, place_id: int, year: int, differs: Json) -> None:
    dates = school_year(year, **differs)
    db.session.add_all(_term(settled, place_id, term) for term in dates.terms)
    db.session.add_all(
        InsetDay(trust_id=settled.trust_id, place_id=place_id, day=day) for day in dates.inset
    )  # fmt: skip


def _term(settled: Settled, place_id: int, dates: TermDates) -> Term:
    return Term(trust_id=settled.trust_id, place_id=place_id, **vars(dates))


def _employ(settled: Settled, told: Json, today: date) -> None:
    for number, entry in enumerate(told["person"]):
        person = _person(settled, entry, number)
        settled.people[key_of(entry["name"])] = person
        db.session.add(person)
        db.session.flush()
        since = _in_post_since(entry, number, today)
        for role, place_id in _posts(settled, entry):
            appoint(person, role, place_id, starts_on=since)
        for area, offer in entry.get("strong", {}).items():
            strength = _strength(settled, area, offer)
            strength.person_id, strength.phase = person.id, _phase(person)
            db.session.add(strength)


def _person(settled: Settled, entry: Json, number: int) -> Person:
    email = entry.get("email", f"{key_of(entry['name'])}@{settled.domain}")
    works_here = "in" in entry and "governor" not in entry.get("roles", ())
    return Person(
        trust_id=settled.trust_id,
        name=entry["name"],
        email=email,
        job_title=entry["title"],
        school=settled.schools[entry["in"]] if works_here else None,
        mail_preference=_preference(email, number),
    )


def _preference(email: str, number: int) -> MailPreference:
    """People of the story get each mail by itself, so that a visitor sees it; others choose as people do."""
    if email in {part.email for part in PARTS}:
        return MailPreference.INSTANT
    return MailPreference.DIGEST if number % 5 == 4 else MailPreference.TURNS


def _phase(person: Person) -> Phase | None:
    """The phase in which somebody is strong; any, where they come from a special school."""
    phase = person.school.phase if person.school else Phase.NOT_APPLICABLE
    return None if phase is Phase.NOT_APPLICABLE else phase


def _in_post_since(entry: Json, number: int, today: date) -> date:
    if "from_handover" in entry:
        return handover_on(today)
    return date(today.year - 2 - number % YEARS_IN_POST, 9, 1)


def _posts(settled: Settled, entry: Json) -> Iterator[tuple[str, int]]:
    for role in entry.get("trust_roles", ()):
        yield role, settled.trust_id
    if "in" in entry:
        school_id = settled.schools[entry["in"]].id
        roles = entry.get("roles", [])
        for role in roles if "governor" in roles else [*roles, "staff"]:
            yield role, school_id


def _form_hubs(settled: Settled, told: Json, today: date) -> None:
    begun = date(today.year - 3, 9, 1)
    for entry in told["hub"]:
        hub = Hub(trust_id=settled.trust_id, name=entry["name"], purpose=entry["purpose"])
        db.session.add(hub)
        db.session.flush()
        settled.hubs[entry["key"]] = hub
        appoint(settled.people[entry["coordinator"]], "coordinator", hub.id, starts_on=begun)
    for entry in told["school"]:
        hub, school = settled.hubs[entry["hub"]], settled.schools[entry["key"]]
        db.session.add(
            HubMembership(trust_id=settled.trust_id, hub_id=hub.id, school_id=school.id, starts_on=begun)
        )


def _note_conflicts_and_days(settled: Settled, told: Json, today: date) -> None:
    trust_id, people = settled.trust_id, settled.people
    for entry in told.get("conflict", ()):
        other, school = entry.get("other"), entry.get("school")
        db.session.add(
            Conflict(
                trust_id=trust_id,
                person_id=people[entry["person"]].id,
                with_person_id=people[other].id if other else None,
                with_school_id=settled.schools[school].id if school else None,
                reason=entry["reason"],
                starts_on=today - timedelta(days=400),
            )
        )
    for entry in told.get("allowance", ()):
        for year in (academic_year(today) - 1, academic_year(today)):
            db.session.add(
                Allowance(
                    trust_id=trust_id, person_id=people[entry["person"]].id, year=year, days=entry["days"]
                )
            )


def _note_mentors(settled: Settled, told: Json) -> None:
    for entry in told.get("mentor", ()):
        db.session.add(
            MentorProfile(
                trust_id=settled.trust_id,
                person_id=settled.people[entry["person"]].id,
                cap=entry["cap"],
                free_on=entry["free_on"],
                about=entry["about"],
            )
        )


def _note_reviewers(settled: Settled, told: Json, today: date) -> None:
    """Who was trained to review in the year before, and who of them to lead."""
    for entry in told.get("reviewer", ()):
        db.session.add(
            ReviewTraining(
                trust_id=settled.trust_id,
                person_id=settled.people[entry["person"]].id,
                can_lead=entry.get("leads", False),
                most_reviews=entry.get("most", 2),
                trained_on=date(today.year - 2, 11, 14),
            )
        )


def _note_oversight(settled: Settled, told: Json, today: date) -> None:
    since = {
        key_of(entry["name"]): _in_post_since(entry, number, today)
        for number, entry in enumerate(told["person"])
    }
    for entry in told.get("oversight", ()):
        by = entry["by"]
        overseen = [(Oversight.LINE_MANAGER, key) for key in entry.get("manages", ())]
        overseen += [(Oversight.APPRAISER, key) for key in entry.get("appraises", ())]
        for oversight, key in overseen:
            db.session.add(
                LineManagement(
                    trust_id=settled.trust_id,
                    person_id=settled.people[key].id,
                    manager_id=settled.people[by].id,
                    oversight=oversight,
                    starts_on=max(since[by], since[key]),
                )
            )
