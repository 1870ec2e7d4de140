"""Today: what is asked of the reader, by when; what comes up; what waits for others."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, render_template, url_for

from notifications.outbox import failures_for
from webapp.access import access, signed_in
from webapp.components import LONDON, days, join_names, plural
from webapp.reader import Reader, current
from workflows import today
from workflows.clock import today as today_here
from workflows.dates.model import Answer
from workflows.dates.pages import MyDate, dates_ahead, times_to_tick
from workflows.peer_reviews.releasing import released_to
from workflows.people import Post, role_label
from workflows.school_calendar import academic_year, academic_year_name
from workflows.support_requests.queries import released_summaries
from workflows.today import About, MyTurn, NobodysTurn, Waiting

blueprint = Blueprint("today", __name__)


@blueprint.get("/")
@access(signed_in)
def show() -> str:
    person, led = current.person, current.places_as("head")
    turns = today.turns_of(person, current.trust)
    return render_template(
        "today/show.html",
        turns=_by_date(_turn_lines(turns, today.about(turns), current) + _times_lines(person.id)),
        dates=[_date_line(one) for one in dates_ahead(person.id)],
        waiting=[_waiting_line(one, current) for one in today.waiting_for_others(person.id, led)],
        totals=today.given_and_received_by(person.school_id) if person.school_id else None,
        day=today_here(),
        year_name=academic_year_name(academic_year(today_here())),
        vacant=[_vacant_line(one, current) for one in today.nobodys_turns()] if current.is_central else (),
        failures=failures_for(person, _office_posts(current)),
        released=_released(current),
        only_reads=current.only_reads,
        sees_message_log=current.is_administrator,
    )


def _released(reader: Reader) -> list[dict[str, Any]]:
    """What others let the reader read: reports they have not read yet, and summaries for governors."""
    reports = [
        {
            "title": f"Report on {one.school}",
            "href": url_for("peer_reviews.report", reference=one.reference),
            "at": one.released_at,
        }
        for one in released_to(reader.person.id)
        if one.first_read_at is None
    ]
    summaries = [
        {
            "title": one.title,
            "href": url_for("support_requests.summary", reference=one.reference),
            "at": one.summary_released_at,
        }
        for one in released_summaries(_office_posts(reader))
    ]
    return reports + summaries


def _turn_lines(turns: list[MyTurn], known: dict[int, About], reader: Reader) -> list[dict[str, Any]]:
    return [
        {
            "title": _asked(turn.ask, turn.title),
            "href": turn.path,
            "about": _below(known.get(turn.case_id), reader),
            "due": turn.due_on,
            "late_by": turn.late_by,
        }
        for turn in turns
    ]


def _by_date(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those due first come first; what has no date comes last."""
    return sorted(lines, key=lambda line: (line["due"] is None, line["due"] or date.max))


def _asked(ask: str, title: str) -> str:
    """ "Release a giver for “Year 6 writing”", but "Do: Protect two afternoons a term"."""
    leads_on = ask.rsplit(maxsplit=1)[-1] in {"for", "on", "with", "of", "about", "in", "to", "at"}
    return f"{ask} “{title}”" if leads_on else f"{ask}: {title}"


def _below(known: About | None, reader: Reader) -> str:
    """The line below a turn: what makes it different from the reader's other ones."""
    if known is None:
        return ""
    if known.came_from:
        return f"Agreed out of: {known.came_from}"
    if known.days_asked is not None:
        return f"Asked by {known.receiving}, {days(known.days_asked)}"
    if known.signed:
        return f"{join_names(known.signed)} {'has' if len(known.signed) == 1 else 'have'} signed"
    own = known.receiving_school_id in {office.place_id for office in reader.offices}
    other = known.giving if own else known.receiving
    return f"{'With' if own else 'For'} {other}" if other else ""


def _waiting_line(one: Waiting, reader: Reader) -> dict[str, Any]:
    names = one.who if len(one.who) < 4 else (*one.who[:2], plural(len(one.who) - 2, "other"))
    who = join_names(names) or _nobody(one, reader)
    verb = "are" if len(one.who) > 1 else "is"
    return {
        "who": who,
        "doing": f"{verb} {one.doing}" if one.who else "who could go on with",
        "title": one.title,
        "href": one.path,
        "due": one.due_on,
    }


def _nobody(one: Waiting, reader: Reader) -> str:
    role, place = one.vacant or ("", "")
    return f"{place} has no {role_label(reader.trust, role).lower()} at present"


def _date_line(one: MyDate) -> dict[str, Any]:
    return {
        "on": one.starts_at.astimezone(LONDON).date(),
        "at": None if one.all_day else one.starts_at,
        "until": None if one.all_day else one.ends_at,
        "title": one.title,
        "href": url_for("dates.show", entry_id=one.entry_id),
        "place": one.place or ("Online" if one.link else ""),
        "tags": _own_answer(one.answer),
    }


def _own_answer(answer: Answer) -> list[dict[str, str]]:
    if answer is Answer.NONE:
        return [{"text": "Answer the invitation", "tone": "soon"}]
    return [{"text": "Maybe", "tone": "info"}] if answer is Answer.MAYBE else []


def _times_lines(person_id: int) -> list[dict[str, Any]]:
    """Times on offer that wait for the reader's ticks: asked of them, although no case waits for it."""
    return [
        {
            "title": f"Say which times suit: {one.title}",
            "href": url_for("dates.times", poll_id=one.poll_id),
            "about": f"Asked by {one.organiser}",
            "due": one.answer_by,
            "late_by": None,
        }
        for one in times_to_tick(person_id)
    ]


def _vacant_line(one: NobodysTurn, reader: Reader) -> dict[str, Any]:
    return {
        "title": _asked(one.ask, one.title),
        "href": one.path,
        "about": f"{one.place} has no {role_label(reader.trust, one.role).lower()}",
        "due": one.due_on,
    }


def _office_posts(reader: Reader) -> frozenset[Post]:
    """What the reader holds outside cases; the central team sees messages in trouble as administrators do."""
    posts = {Post(office.role, office.place_id) for office in reader.offices}
    return frozenset(posts | ({Post("administrator", reader.trust.id)} if reader.is_central else set()))
