"""A made-up mail of every kind, for snapshots, for pictures and for whoever words them; needs no database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Final

from notifications import date_samples
from notifications.invitations import REMINDER, TIMES_REMINDER, TOOK_PLACE
from notifications.sample_words import (
    ANOTHER,
    BACK_TO,
    BESIDE,
    DETAILS,
    DETAILS_OF,
    HOSTS,
    OF_ALL_WHO_HOLD_IT,
    PEOPLE,
    PLACES,
    TITLES,
    TOLD_BY_EFFECTS,
    TURN_BY_EFFECTS,
)
from notifications.telling import About, Happening, Reader, Telling, Turn
from workflows.actions import ActionFlow
from workflows.connect import ConnectFlow
from workflows.machine import BACK, THE_CLOCK, Role, State, Transition, Workflow, roles_in, workflow
from workflows.messages import Reason
from workflows.openings import OpeningFlow
from workflows.pairings import PairingFlow
from workflows.peer_reviews import PeerReviewFlow
from workflows.peer_reviews.releasing import LINK_MAIL
from workflows.people import ROLE_LABELS
from workflows.review_rounds import ReviewRoundFlow
from workflows.support_requests import SupportRequestFlow
from workflows.visits import VisitFlow

WRITTEN_AT: Final = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
TODAY: Final = WRITTEN_AT.date()
DUE_ON: Final = date(2026, 11, 27)
COLOUR: Final = "#0f5c4d"
TRUST: Final = "Harbour Learning Partnership"

FLOWS: Final = (
    SupportRequestFlow,
    ActionFlow,
    PairingFlow,
    OpeningFlow,
    PeerReviewFlow,
    VisitFlow,
    ReviewRoundFlow,
    ConnectFlow,
)
REMINDERS: Final = {REMINDER, TIMES_REMINDER, TOOK_PLACE}
OWN_TURN_BY_EFFECTS: Final = {"support/start", "visits/offer", "connect/offer"}
"""Transitions that make it the turn of whoever makes them, so that nobody is told."""


@dataclass(frozen=True)
class Sample:
    """A mail of one kind for one sort of reader; the name is a file's too."""

    name: str
    telling: Telling

    def __str__(self) -> str:
        return self.name


def samples() -> list[Sample]:
    """Every kind of mail there is, for each sort of reader it has."""
    by_reason = (_of_transitions(), _beside(), _link(), _reminders(), _accounts(), _dates())
    return [*(sample for some in by_reason for sample in some), _digest(), _fallback()]


def _of_transitions() -> Iterator[Sample]:
    for flow in FLOWS:
        for transition in flow.transitions.values():
            for reason in _reasons(flow, transition):
                yield Sample(f"{flow.slug}-{transition.name}-{reason}", _transition(flow, transition, reason))


def _beside() -> Iterator[Sample]:
    """For whoever hears of a step without seeing the case: nothing of how it stands is there for them."""
    for kind, page in BESIDE.items():
        slug, _, name = kind.partition("/")
        flow = workflow(slug)
        told = _transition(flow, flow.transitions[name], Reason.TOLD)
        case = About(id=42, reference="", title=TITLES[slug][1], noun=flow.noun, path="/", state="")
        event = replace(told.event, details={}) if told.event else None
        reader = _reader("giver" if page == "/" else "coordinator")
        bare = replace(told, case=case, event=event, turn=None, turns=(), reader=reader, facts={"page": page})
        yield Sample(f"{slug}-{name}-beside", bare)


def _link() -> Iterator[Sample]:
    """For somebody outside the trust, who gets a link to one report."""
    told = _transition(PeerReviewFlow, PeerReviewFlow.release_outside, Reason.ACCOUNT)
    case = About(
        id=42, reference="", title=TITLES["reviews"][1], noun=PeerReviewFlow.noun, path="/", state=""
    )
    facts = {"reader": 5, "by": "Priya Nair", "school": "Saltmarsh Primary", "ends_on": "2026-12-18"}
    reader = Reader(7, "Robin Vale", "robin@partner.example")
    bare = replace(
        told, kind=LINK_MAIL, case=case, event=None, turn=None, turns=(), reader=reader, facts=facts
    )
    yield Sample("reviews-release_outside-link", bare)


def _reasons(flow: type[Workflow], transition: Transition) -> Iterator[Reason]:
    """Which readers a transition can have beside whoever makes it."""
    name = f"{flow.slug}/{transition.name}"
    by_others = name in OF_ALL_WHO_HOLD_IT
    asks = by_others or transition.name in TURN_BY_EFFECTS or _asks_somebody(transition)
    if asks and not transition.quiet and name not in OWN_TURN_BY_EFFECTS:
        yield Reason.TURN
    if transition.tells or transition.name in TOLD_BY_EFFECTS:
        yield Reason.TOLD


def _asks_somebody(transition: Transition) -> bool:
    alone = roles_in(transition.by)
    turns = _turn_roles(transition)
    return bool(turns) and not (len(alone) == 1 and set(turns) == set(alone))


def _turn_roles(transition: Transition) -> tuple[Any, ...]:
    if transition.also_turn_of:
        return roles_in(transition.also_turn_of)
    state = _state_after(transition)
    begins = transition.target is not None or transition.restarts or transition.name in TURN_BY_EFFECTS
    return roles_in(state.turn_of) if begins else ()


def _state_after(transition: Transition) -> State:
    target = transition.target
    return transition.sources[0] if target is None or target is BACK else target


def _transition(flow: type[Workflow], transition: Transition, reason: Reason) -> Telling:
    state = _state_after(transition)
    if transition.target is BACK:
        state = flow.states[BACK_TO[flow.slug]]
    first = _actor(transition)[0]
    role = _other_than(first, _turn_roles(transition) or roles_in(state.turn_of))
    told_role = _other_than(first, transition.tells)
    told = told_role.name if told_role else TOLD_BY_EFFECTS.get(transition.name, "head")
    ask = transition.also_ask or TURN_BY_EFFECTS.get(transition.name, state.ask)
    turns = () if role is None else (_turn(ask, role.name),)
    reader = _reader(role.name if role and reason is Reason.TURN else told)
    actor, actor_as = _actor(transition, but=reader.name)
    return replace(
        _blank(flow, state),
        kind=f"{flow.slug}/{transition.name}",
        reason=reason,
        reader=reader,
        event=Happening(
            name=transition.name,
            done=transition.done,
            actor=actor,
            actor_as=actor_as,
            details=DETAILS | DETAILS_OF.get(flow.slug, {}),
            moved=transition.target is not None,
        ),
        turn=turns[0] if reason is Reason.TURN and turns else None,
        turns=turns,
    )


def _other_than(actor: str, roles: tuple[Role, ...]) -> Role | None:
    """The first of these parts that the actor does not play, or else the first."""
    others = [role for role in roles if PEOPLE.get(role.name, PEOPLE["head"])[0] != actor]
    return next(iter([*others, *roles]), None)


def _actor(transition: Transition, *, but: str = "") -> tuple[str, str]:
    """Whoever makes it: the first who may, but for the reader."""
    roles = roles_in(transition.by)
    if roles[0] == THE_CLOCK:
        return "", "Alongside"
    able = [PEOPLE.get(role.name, PEOPLE["head"]) for role in roles]
    others = [one for one in able if one[0] != but]
    return next(iter(others), ANOTHER if roles[0].name == "administrator" else able[0])


def _turn(ask: str, role: str, due_on: date | None = DUE_ON) -> Turn:
    name = PEOPLE.get(role, PEOPLE["head"])[0]
    return Turn(ask=ask, due_on=due_on, who=(name,), role=ROLE_LABELS[role])


def _reader(role: str) -> Reader:
    name = PEOPLE.get(role, PEOPLE["head"])[0]
    return Reader(7, name, f"{name.lower().replace(' ', '.')}@harbour.example")


def _blank(flow: type[Workflow], state: State) -> Telling:
    return Telling(
        message_id=1042,
        trust_id=1,
        created_at=WRITTEN_AT,
        kind="",
        reason=Reason.TOLD,
        reader=_reader("head"),
        trust=TRUST,
        colour=COLOUR,
        today=TODAY,
        case=_about(flow, state),
    )


def _about(flow: type[Workflow], state: State) -> About:
    reference, title = TITLES[flow.slug]
    return About(
        id=42,
        reference=reference,
        title=title,
        noun=flow.noun,
        path=f"/{flow.slug}/{reference}",
        state=state.label,
        doing=state.doing,
        is_open=not state.final,
        owes_news=flow.owes_news,
        places={**PLACES, "host_school": HOSTS.get(flow.slug, PLACES["host_school"])},
        came_from=TITLES["support"][1] if flow.inherits else "",
    )


def _reminders() -> Iterator[Sample]:
    flow = SupportRequestFlow
    state = flow.states["offered"]
    for name, today in (("before", 25), ("today", 27), ("late", 30)):
        asked = replace(
            _blank(flow, state),
            kind="reminder",
            reason=Reason.REMINDER,
            reader=_reader("head"),
            today=date(2026, 11, today),
            turn=_turn(state.ask, "head"),
            turns=(_turn(state.ask, "head"),),
        )
        yield Sample(f"reminder-{name}", asked)
        if name == "late":
            yield Sample(
                "reminder-copied", replace(asked, reader=_reader("coordinator"), facts={"copied": True})
            )
            lead = replace(asked, reader=_reader("improvement_lead"), facts={"vacant": "Head"})
            yield Sample("reminder-vacant", lead)


def _accounts() -> Iterator[Sample]:
    for name, path in (("invitation", "/welcome/made-up"), ("password_reset", "/new-password/made-up")):
        blank = replace(_blank(SupportRequestFlow, SupportRequestFlow.draft), case=None)
        told = replace(blank, kind=f"account/{name}", reason=Reason.ACCOUNT, facts={"path": path})
        yield Sample(f"account-{name}", told)


def _dates() -> Iterator[Sample]:
    flow = SupportRequestFlow
    blank = replace(_blank(flow, flow.states["under_way"]), reader=_reader("giver"))
    asks = Happening(name="plan_visit", done="Visit planned", actor="Asha Bell", actor_as="Coordinator")
    for name, kind, more in date_samples.CASES:
        reason = Reason.REMINDER if kind in REMINDERS else Reason.DATE
        told = replace(blank, kind=kind, reason=reason, event=asks, **more)
        if told.date is not None and told.date.is_organiser:
            told = replace(told, reader=_reader("coordinator"))
        if kind == TOOK_PLACE:
            pairing = _about(PairingFlow, PairingFlow.active)
            told = replace(told, reader=_reader("mentee"), event=None, case=pairing)
        yield Sample(f"dates-{name}", told)
    arrived = _transition(flow, flow.transitions["reply_arrived"], Reason.TURN)
    turn = _turn("Look at a reply about a date of", "organiser")
    yield Sample("support-reply_arrived-turn", replace(arrived, turn=turn, turns=(turn,)))


def _digest() -> Sample:
    flow = SupportRequestFlow
    offer = _transition(flow, flow.transitions["offer"], Reason.TURN)
    release = _transition(flow, flow.transitions["release"], Reason.TOLD)
    finished = _transition(flow, flow.transitions["finish"], Reason.TURN)
    blank = replace(_blank(flow, flow.states["offered"]), case=None, reader=_reader("head"))
    other = replace(_about(flow, flow.states["agreeing"]), reference="SR-2026-0040", title="Maths in Year 4")
    dates = {sample.name: sample.telling for sample in _dates()}
    items = (
        offer,
        dates["dates-reminder-unanswered"],
        dates["dates-times_reminder"],
        replace(release, case=other),
        _transition(ActionFlow, ActionFlow.verify, Reason.TOLD),
        replace(finished, in_doubt=True),
    )
    return Sample("digest", replace(blank, kind="digest", reason=Reason.DIGEST, items=items))


def _fallback() -> Sample:
    flow = SupportRequestFlow
    told = _transition(flow, flow.transitions["release"], Reason.TOLD)
    return Sample("default", replace(told, kind="support/a_kind_without_a_template"))
