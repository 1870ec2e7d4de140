"""Matching everybody at once: a draft that is kept, parted and solved again, then proposed to all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from forms.pairings.finding import PressForm, ProposeAllForm
from webapp import transaction
from webapp.access import access, arrangers
from webapp.components import plural
from webapp.reader import current
from webapp.rows import LARGEST_ID, key
from webapp.saving import pressed
from webapp.views.pairings.blueprint import blueprint
from workflows.details import InvalidDetails
from workflows.errors import AlreadyDone
from workflows.form_keys import use_form_key
from workflows.pairings import drafts
from workflows.pairings.drawn import Drawn, Left, draw, in_the_way
from workflows.pairings.finding import Cohort, everybody
from workflows.pairings.flow import PairingFlow as Flow
from workflows.pairings.model import MatchDraft

LONG: Final = 50
"""Rows of one list on a page."""
MOST_PROPOSED: Final = 2000

Row = TypeVar("Row")


@dataclass(frozen=True)
class Slice(Generic[Row]):
    """Some rows of a list, how many there are, and the keys from which the pages on either side go on."""

    rows: Sequence[Row]
    total: int
    earlier: int | None
    later: int | None


@blueprint.get("/pairings/matches")
@access(arrangers)
def matches() -> str:
    found = drafts.drafts(before=key("before"))
    return render_template(
        "pairings/matches.html",
        drafts=found[:10],
        earlier=found[9].number if len(found) > 10 else None,
        counts=drafts.counts(),
    )


@blueprint.post("/pairings/matches")
@access(arrangers)
def begin_match() -> Response:
    made: list[MatchDraft] = []
    pressed(
        lambda: made.append(drafts.begin(current.trust, current.person)),
        "This is a draft: nobody hears of it until you propose it.",
    )
    return redirect(url_for(".match", number=made[0].number) if made else url_for(".matches"), 303)


@blueprint.get("/pairings/matches/<int:number>")
@access(arrangers)
def match(number: int) -> Response:
    draft = _find(number)
    return _proposed(draft) if draft.proposed_at else _drawn(draft)


@blueprint.post("/pairings/matches/<int:number>")
@access(arrangers)
def change_match(number: int) -> Response:
    draft, form = _find(number), PressForm()

    def act() -> None:
        what, pair = form.press()
        drafts.press(draft, what, pair, current.person, version=form.version.data)

    return _pressed(draft, form, act)


@blueprint.post("/pairings/matches/<int:number>/propose")
@access(arrangers)
def propose_match(number: int) -> Response:
    draft, form = _find(number), ProposeAllForm()

    def act() -> None:
        pairs = form.proposals()[:MOST_PROPOSED]
        over = drafts.propose_all(draft, pairs, current.person, version=form.version.data)
        flash(f"{plural(len(pairs) - len(over), 'pair')} proposed. Each of the two is asked now.", "success")

    return _pressed(draft, form, act)


def _pressed(draft: MatchDraft, form: PressForm | ProposeAllForm, act: Callable[[], None]) -> Response:
    """Do what a button asks for, once; where somebody else was faster, show what they did and the draft."""
    number = draft.number
    at = f"p{request.form.get('pairing')}" if "pairing" in request.form else None
    here = url_for(".match", number=number, **_place(), _anchor=at)
    try:
        if form.validate_on_submit():
            use_form_key(form.form_key.data, current.trust.id)
            act()
    except AlreadyDone:
        pass
    except InvalidDetails as error:
        flash(" ".join(error.problems.values()), "error")
    except drafts.DraftChanged as error:
        transaction.undo()
        return _drawn(_find(number), changes=error.changes, status=409)
    return redirect(here, 303)


def _place() -> dict[str, Any]:
    """Where in the lists of a draft its reader is."""
    return {name: key(name) for name in ("after", "left", "room") if key(name) is not None}


def _find(number: int) -> MatchDraft:
    found = drafts.draft_numbered(number) if number <= LARGEST_ID else None
    if found is None:
        raise NotFound
    return found


def _drawn(draft: MatchDraft, *, changes: Sequence[str] = (), status: int = 200) -> Response:
    """The draft as it comes out now."""
    cohort = everybody(draft.trust_id)
    drawn = draw(draft, cohort, tell_conflicts=current.is_central)
    left = _slice(drawn.left, "left", lambda one: one.asking.pairing_id)
    page = render_template(
        "pairings/match.html",
        draft=draft,
        drawn=drawn,
        cohort=cohort,
        changes=changes,
        pairs=_slice(drawn.pairs, "after", lambda one: one.asking.pairing_id),
        left=left,
        in_the_way={one.asking.pairing_id: _in_the_way(one, draft, cohort) for one in left.rows},
        room=_slice(drawn.room, "room", lambda one: one.mentor.person_id),
        everything=_everything(drawn),
        place=_place(),
    )
    return make_response(page, status)


def _in_the_way(one: Left, draft: MatchDraft, cohort: Cohort) -> list[str]:
    return in_the_way(one, draft, cohort.mentors, tell_conflicts=current.is_central)


def _everything(drawn: Drawn) -> str:
    """All pairs as the form sends them back."""
    return " ".join(
        f"{one.asking.pairing_id}-{one.asking.version}-{one.choice.mentor.person_id}" for one in drawn.pairs
    )


def _proposed(draft: MatchDraft) -> Response:
    pairings = drafts.proposed_in(draft)
    page = render_template(
        "pairings/match_proposed.html",
        draft=draft,
        pairs=_slice(pairings, "after", lambda one: one.id),
        passed_over=drafts.passed_over_in(draft),
        states=Flow.states,
    )
    return make_response(page)


def _slice(rows: Sequence[Row], name: str, key_of: Callable[[Row], Any]) -> Slice[Row]:
    """The part of a list that the address asks for: it begins with the row that has this key."""
    keys = [key_of(row) for row in rows]
    begin = keys.index(key(name)) if key(name) in keys else 0
    end = begin + LONG
    return Slice(
        rows[begin:end],
        len(rows),
        keys[max(0, begin - LONG)] if begin else None,
        keys[end] if end < len(rows) else None,
    )
