"""Trust-wide sessions in words: what happened, and what is going on now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from webapp.components import plural
from webapp.views.dates.words import DATE_TELLERS
from webapp.views.sign_ups.words import SIGN_UP_TELLERS
from webapp.words import Teller, Told, day_of, in_words, listed, paragraphs, tell_all, text_of
from workflows.case_history import Happening
from workflows.trust_sessions import TrustSessionFlow as Flow
from workflows.trust_sessions.queries import SessionFile

Words = tuple[str, str]
Details = dict[str, Any]


def timeline(history: Iterable[Happening]) -> list[Told]:
    """What has happened, newest first."""
    return tell_all(
        history, Flow, TELLERS, once=frozenset({"add_offering", "change_offering", "keep_register"})
    )


def situation(file: SessionFile, *, mine: bool) -> str:
    """A sentence or two on where things stand."""
    session, state = file.session, file.session.state
    if state == Flow.voting.name:
        return _of_vote(file, mine=mine)
    words = (_FOR_ONESELF if mine else _FOR_OTHERS).get(state, "")
    return words.format(
        day=in_words.day(session.on),
        proposals=in_words.day(session.proposals_on),
        vote=in_words.day(session.vote_on),
        programme=in_words.day(session.programme_on),
        count=plural(len([one for one in session.proposed if one.stands]), "proposal"),
        left=file.count.left if file.count else 0,
    )


def _of_vote(file: SessionFile, *, mine: bool) -> str:
    until = in_words.day(file.session.vote_closes_on)
    votes = f"{len(file.voters)} of {plural(len(file.schools), 'school')} have voted"
    if file.own_to_vote:
        return (
            f"Which focus matters most to your school? The vote is secret, and open until {until}. {votes}."
        )
    if mine and not file.waiting:
        return "All schools have voted. You can close the vote now, or leave it to the clock."
    return f"{votes} so far. The vote is open until {until}; nobody sees any numbers before."


_FOR_ONESELF: Final = {
    "planned": "Proposals open by themselves on {proposals}. You can ask for them earlier.",
    "proposals": "{count} so far. Heads can propose until the vote opens on {vote}.",
    "tied": "Some proposals have the same score. Choose {left} of them, and say why.",
    "decided": "The foci are known. Ask schools for workshops and stalls about them.",
    "programme": "Put the programme together. It is published on {programme} at the latest.",
    "registration": "The programme is published, and people sign up. The session is on {day}.",
    "held": "While it is fresh: what was learned, and what would you do differently?",
    "evaluated": "Agree who does what by when. Then go on to the actions.",
    "acting": "In the next half-term: what has changed in schools since?",
    "postponed": "Set another day as soon as one is found, or call it off.",
}
_FOR_OTHERS: Final = {
    "planned": "Heads can propose what it should be about from {proposals} on.",
    "proposals": "{count} so far. Heads and delegates can propose a focus until the vote opens on {vote}.",
    "tied": "Some proposals have the same score. The improvement lead chooses, and says why.",
    "decided": "Workshops and stalls about the foci come next. You can offer a stall of quick wins.",
    "programme": "You can offer a stall of quick wins. The programme comes on {programme} at the latest.",
    "registration": "The session is on {day}. The programme is below: sign up for what you like.",
    "postponed": "Another day is looked for.",
}


def end_in_words(file: SessionFile) -> str:
    """How a session that is over ended."""
    if file.session.state == Flow.closed.name:
        return "Thank you for learning together."
    last = next((one for one in file.history if one.from_state != one.to_state), None)
    return text_of(last.details, "reason") if last else ""


# What happened


def _titled(details: Details) -> Words:
    return "", text_of(details, "title")


def _merged(details: Details) -> Words:
    titles = f"“{text_of(details, 'title')}” goes on in “{text_of(details, 'into')}”."
    return "", paragraphs(titles, text_of(details, "reason"))


def _voted(details: Details) -> Words:
    school = text_of(details, "school")
    return f"{school} voted" if school else "", ""


def _opened(details: Details) -> Words:
    closes = day_of(details, "closes_on")
    return "", f"It is open until {closes}." if closes else ""


def _decided(details: Details) -> Words:
    ballots, schools = details.get("ballots"), details.get("schools")
    turnout = f"{ballots} of {schools} schools voted." if isinstance(ballots, int) else ""
    return "", paragraphs(turnout, _names(details, "tied", "The same score:"), _foci(details))


def _named(details: Details) -> Words:
    return "", paragraphs(_foci(details), text_of(details, "reason"))


def _foci(details: Details) -> str:
    return _names(details, "foci", "Foci:")


def _names(details: Details, name: str, before: str) -> str:
    found = details.get(name)
    titles = [one for one in found if isinstance(one, str)] if isinstance(found, list) else []
    return f"{before} {listed(titles)}." if titles else ""


def _day(details: Details) -> Words:
    on = day_of(details, "on")
    return "", paragraphs(f"On {on}." if on else "", text_of(details, "reason"))


def _paused(details: Details) -> Words:
    again = day_of(details, "look_again_on")
    return "", paragraphs(text_of(details, "reason"), f"To be looked at again on {again}." if again else "")


def _action(details: Details) -> Words:
    return "", paragraphs(text_of(details, "title"), text_of(details, "owner"))


def _handed_over(details: Details) -> Words:
    heir = text_of(details, "to")
    return f"{heir} coordinates it now" if heir else "", text_of(details, "reason")


def _note(details: Details) -> Words:
    return "", text_of(details, "text")


TELLERS: Final[dict[str, Teller]] = {
    "plan": _day,
    "plan_without_vote": _named,
    "move": _day,
    "resume": _day,
    "propose": _titled,
    "withdraw_proposal": _titled,
    "merge_proposals": _merged,
    "vote_opens": _opened,
    "open_vote": _opened,
    "vote": _voted,
    "vote_closes": _decided,
    "close_vote": _decided,
    "settle_tie": _named,
    "decide_without_vote": _named,
    "ask_for_action": _action,
    "postpone": _paused,
    "hand_over": _handed_over,
    "add_note": _note,
    **DATE_TELLERS,
    **SIGN_UP_TELLERS,
}
