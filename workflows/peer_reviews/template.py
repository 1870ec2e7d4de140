"""The trust's own questions of the self-review: what each review begins with from then on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from workflows.administration.changes import change
from workflows.clock import today
from workflows.database import db
from workflows.details import Details, InvalidDetails, required
from workflows.errors import NotYet
from workflows.events import hold, record
from workflows.peer_reviews.model import SelfReviewPrompt
from workflows.peer_reviews.self_review import STARTING_PROMPTS, prompts_of
from workflows.people import Person

MOST_PROMPTS: Final = 20
LONGEST_PROMPT: Final = 300
LONGEST_HINT: Final = 500


@dataclass(frozen=True, kw_only=True)
class PromptDetails(Details):
    """A question, and what helps to answer it."""

    text: str = required("Write the question")
    hint: str = ""

    def problems(self) -> dict[str, str]:
        if len(self.text) > LONGEST_PROMPT:
            return {"text": f"Shorten this to {LONGEST_PROMPT} characters"}
        if len(self.hint) > LONGEST_HINT:
            return {"hint": f"Shorten this to {LONGEST_HINT} characters"}
        return {}


@dataclass(frozen=True)
class Asked:
    """A question as the template's page shows it; without a number while the trust has none of its own."""

    id: int | None
    text: str
    hint: str


def asked_now() -> list[Asked]:
    """What a self-review asks now, in order: at first the questions with which every trust starts."""
    if _has_none():
        return [Asked(None, text, hint) for text, hint in STARTING_PROMPTS]
    return [Asked(one.id, one.text, one.hint) for one in _standing()]


def retired() -> Sequence[SelfReviewPrompt]:
    """Questions that are no longer asked, the last one first."""
    return db.session.scalars(
        select(SelfReviewPrompt)
        .where(SelfReviewPrompt.retired_on.is_not(None))
        .order_by(SelfReviewPrompt.retired_on.desc(), SelfReviewPrompt.id.desc())
    ).all()


def prompt_at(place: int, actor: Person) -> SelfReviewPrompt | None:
    """The question at this place, counted from one; the starting ones become the trust's own with it."""
    hold(actor.trust_id)
    standing = prompts_of(actor.trust_id)
    return standing[place - 1] if 1 <= place <= len(standing) else None


def add_prompt(details: PromptDetails, actor: Person) -> SelfReviewPrompt:
    """One more question, at the end. Raises InvalidDetails, NotYet."""
    hold(actor.trust_id)
    standing = prompts_of(actor.trust_id)
    if len(standing) >= MOST_PROMPTS:
        raise NotYet(f"A self-review asks {MOST_PROMPTS} questions at most. Retire one first.")
    _refuse_same(details.text, but=None)
    made = SelfReviewPrompt(
        trust_id=actor.trust_id, position=len(standing) + 1, text=details.text, hint=details.hint
    )
    db.session.add(made)
    db.session.flush()
    record(actor.trust_id, "self_review_prompt_added", actor, prompt_id=made.id, text=made.text)
    return made


def edit_prompt(prompt: SelfReviewPrompt, details: PromptDetails, actor: Person) -> bool:
    """Other words; reviews that have begun keep theirs. Gives whether anything changed."""
    hold(actor.trust_id)
    _refuse_same(details.text, but=prompt.id)
    changed = change(prompt, {"text": details.text, "hint": details.hint})
    if changed:
        record(actor.trust_id, "self_review_prompt_edited", actor, prompt_id=prompt.id, changed=changed)
    return bool(changed)


def move_prompt(prompt: SelfReviewPrompt, step: int, actor: Person) -> None:
    """Ask a question earlier (-1) or later (1); at either end it stays."""
    hold(actor.trust_id)
    standing = list(_standing())
    if prompt not in standing:
        return
    here = standing.index(prompt)
    there = here + (-1 if step < 0 else 1)
    if not 0 <= there < len(standing):
        return
    standing[here], standing[there] = standing[there], standing[here]
    _number(standing)
    record(actor.trust_id, "self_review_prompt_moved", actor, prompt_id=prompt.id, text=prompt.text)


def retire_prompt(prompt: SelfReviewPrompt, actor: Person) -> None:
    """No longer ask a question; where it was asked, it stays. Raises NotYet for the last one."""
    hold(actor.trust_id)
    if prompt.retired_on is not None:
        return
    standing = [one for one in _standing() if one is not prompt]
    if not standing:
        raise NotYet("A self-review asks one question at least. Add another first.")
    prompt.retired_on = today()
    _number(standing)
    record(actor.trust_id, "self_review_prompt_retired", actor, prompt_id=prompt.id, text=prompt.text)


def ask_again(prompt: SelfReviewPrompt, actor: Person) -> None:
    """Ask a retired question again, at the end."""
    hold(actor.trust_id)
    if prompt.retired_on is None:
        return
    _refuse_same(prompt.text, but=prompt.id)
    prompt.retired_on, prompt.position = None, len(_standing()) + 1
    record(actor.trust_id, "self_review_prompt_asked_again", actor, prompt_id=prompt.id, text=prompt.text)


def _has_none() -> bool:
    return db.session.scalar(select(SelfReviewPrompt.id).limit(1)) is None


def _standing() -> Sequence[SelfReviewPrompt]:
    return db.session.scalars(
        select(SelfReviewPrompt)
        .where(SelfReviewPrompt.retired_on.is_(None))
        .order_by(SelfReviewPrompt.position, SelfReviewPrompt.id)
    ).all()


def _number(prompts: Sequence[SelfReviewPrompt]) -> None:
    for position, one in enumerate(prompts, start=1):
        one.position = position


def _refuse_same(text: str, *, but: int | None) -> None:
    wanted = " ".join(text.casefold().split())
    if any(" ".join(one.text.casefold().split()) == wanted and one.id != but for one in _standing()):
        raise InvalidDetails({"text": "This is asked already; choose other words"})
