"""A mail that cannot be dealt with waits, and in the end a person looks at it."""

from __future__ import annotations

from typing import Any

import pytest

from notifications.inbound import applying
from notifications.inbound.applying import TRIES
from notifications.inbound.model import InboundStatus
from tests.incoming import reply
from tests.integration.notifications.inbound.conftest import Meeting, mail
from tests.post import round_at, setup
from tests.world import build
from workflows.clock import now
from workflows.dates.model import ReplyKind
from workflows.perform import perform

APPLIED, HISTORY = InboundStatus.APPLIED, InboundStatus.HISTORY
TO_SETTLE, IGNORED = InboundStatus.TO_SETTLE, InboundStatus.IGNORED


def broken(monkeypatch: pytest.MonkeyPatch, *steps: str) -> None:
    real = perform

    def fail(case: Any, name: str, *rest: Any) -> Any:
        if name in steps:
            raise RuntimeError(name)
        return real(case, name, *rest)

    monkeypatch.setattr(applying, "perform", fail)


def test_what_could_not_be_dealt_with_waits_and_is_dealt_with_once(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        broken(patched, "answer_date")
        came = meeting.receives(reply())
    assert (came.status, came.attempts) == (InboundStatus.WAITING, 1)

    came_id = came.id
    round_at(now(), setup())
    round_at(now(), setup())
    assert mail(came_id).status is APPLIED
    assert meeting.steps().count("answer_date") == 1


def test_what_cannot_be_dealt_with_at_all_is_put_before_the_organiser(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(monkeypatch, "answer_date")
    came = meeting.stores(reply())
    for _ in range(TRIES + 1):
        round_at(now(), setup())

    assert mail(came.id).status is TO_SETTLE
    assert [(one.kind, one.original) for one in meeting.replies()] == [(ReplyKind.UNREADABLE, reply())]


def test_a_mail_that_breaks_every_step_comes_to_rest(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(monkeypatch, "answer_date", "reply_arrived")
    came = meeting.stores(reply())
    for _ in range(2 * TRIES + 1):
        round_at(now(), setup())

    assert (mail(came.id).status, mail(came.id).raw) == (IGNORED, reply())


def test_what_another_worker_holds_or_has_done_is_left_alone(meeting: Meeting) -> None:
    came = meeting.receives(reply())

    assert applying.settle(came.id) is None
    assert applying.settle(10**9) is None


def test_mail_of_each_trust_stays_in_it(meeting: Meeting) -> None:
    """Whoever answers for Tom is looked for among the people of his trust."""
    build("elsewhere")
    came = meeting.receives(reply(sender="una@elsewhere.example", attendee="tom@harbour.example"))

    assert came.trust_id == meeting.world.trust_id
    assert [one.kind for one in meeting.replies()] == [ReplyKind.STRANGER]
