"""The programme of a session, and what comes after it: what was learned, actions, and the look back."""

from __future__ import annotations

from typing import Final

from workflows.actions import ActionDetails, agree
from workflows.errors import NotYet
from workflows.feedback import ask_afterwards, takes_feedback
from workflows.perform import Act
from workflows.sign_ups.gathering import who_was_there
from workflows.sign_ups.places import follow_answer
from workflows.sign_ups.queries import has_anything_on
from workflows.trust_sessions.details import EvaluationDetails, LookBackDetails, OffersWanted
from workflows.trust_sessions.flow import TrustSessionFlow as Flow
from workflows.trust_sessions.model import TrustSession

INTO_THE_HALF_TERM: Final = 10
"""Working days into the next half-term by which the session is looked back on."""


@Flow.on("ask_for_offers")
def keep_wish(session: TrustSession, details: OffersWanted, _: Act) -> None:
    session.offers_wanted = details.offers_wanted.strip()


@Flow.guard("publish_programme", "registration_opens")
def has_a_programme(session: TrustSession, _: object) -> None:
    if not has_anything_on(session.id):
        raise NotYet("The programme is empty. Add at least one workshop to it first.")


Flow.on("answer_date")(follow_answer)
takes_feedback(Flow)(who_was_there)


@Flow.on("took_place", "say_held")
def ask_how_it_was(session: TrustSession, _: None, act: Act) -> None:
    ask_afterwards(act, session.on)


@Flow.on("evaluate")
def keep_evaluation(session: TrustSession, details: EvaluationDetails, act: Act) -> None:
    session.learned, session.next_time = details.learned.strip(), details.next_time.strip()
    calendar = act.calendars.of_school(session.trust_id)
    begins = calendar.half_term_after(max(act.today, session.on))
    session.look_back_on = calendar.add_working_days(begins, INTO_THE_HALF_TERM)


@Flow.on("ask_for_action")
def open_action(_: TrustSession, details: ActionDetails, act: Act) -> None:
    action = agree(details, act)
    act.facts |= {"reference": action.reference, "owner": action.owner.name}


@Flow.on("look_back")
def keep_what_changed(session: TrustSession, details: LookBackDetails, _: Act) -> None:
    session.changed = details.changed.strip()
