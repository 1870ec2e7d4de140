"""However often, in whatever order and from how many devices: each entry once, and no text is lost."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask_sqlalchemy import SQLAlchemy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.peer_reviews import plan_a_review
from tests.world import MONDAY, World, build
from workflows.clock import clock_at, now
from workflows.database import choose_trust, db
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews.entries import EvidenceDetails, EvidenceKind
from workflows.peer_reviews.evidence import log_of, receive
from workflows.people import appoint


@dataclass
class Device:
    """A phone that behaves as ours do: a change waits for the answer to the one before it."""

    #: as it knows the log: the key and revision of each entry that it may change
    known: dict[str, tuple[str, int]] = field(default_factory=dict)
    waiting: list[EvidenceDetails] = field(default_factory=list)
    #: everything it has ever sent: any of it may arrive again
    sent: list[EvidenceDetails] = field(default_factory=list)

    def writes(self, text: str) -> None:
        key = uuid4()
        self.waiting.append(_entry(key, key, 0, text))

    def changes(self, name: str, text: str) -> None:
        """Change an entry that this device knows, or has just written."""
        key, revision = self.known[name]
        self.waiting.append(_entry(UUID(key), uuid4(), revision, text))


def _entry(key: UUID, change: UUID, based_on: int, text: str) -> EvidenceDetails:
    return EvidenceDetails(
        key=key, change=change, based_on=based_on, kind=EvidenceKind.QUERY, noted_at=now(), seen=text
    )


@dataclass
class Trust:
    """What the trust has been sent, what each text was built on, and the texts that nobody built on."""

    review: PeerReview
    world: World
    count: int = 0
    #: of each change: the text
    texts: dict[str, str] = field(default_factory=dict)
    #: the last change of each entry, as the trust told of it
    built_on: set[str] = field(default_factory=set)

    def takes(self, sent: EvidenceDetails) -> tuple[str, int]:
        receipt = receive(self.review, sent, self.world.person("una"))
        return receipt.key, receipt.revision

    def next_text(self) -> str:
        self.count += 1
        return f"Text {self.count}"


DO = st.sampled_from(["write", "change", "send", "answer lost", "again", "learn"])
STEPS = st.lists(st.tuples(DO, st.integers(0, 2), st.integers(0, 30)), min_size=4, max_size=40)


@pytest.fixture
def trust(database: SQLAlchemy) -> Trust:
    world = build()
    choose_trust(world.trust_id)
    with clock_at(MONDAY):
        review = plan_a_review(world)
        appoint(world.person("una"), "reviewer", review.id)
        review.state = "on_site"
        db.session.commit()
    return Trust(review, world)


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_any_order_and_repetition_keeps_each_entry_once_and_every_text(
    trust: Trust, steps: list[tuple[str, int, int]]
) -> None:
    devices = [Device() for _ in range(3)]
    with clock_at(MONDAY), db.session.begin_nested() as undone:
        log = Log(replace(trust, texts={}, built_on=set()))
        for step, whose, number in steps:
            log.does(step, devices[whose], number)
        for device in devices:
            log.sends_everything(device)
            for sent in device.sent:
                log.arrives_again(sent)
        found = log_of(trust.review)
        assert sorted(one.seen for one in found) == sorted(log.leaves())
        assert len({one.key for one in found}) == len(found)
        undone.rollback()


class Log:
    """Carries the steps out, and remembers what has to be there in the end."""

    def __init__(self, trust: Trust) -> None:
        self.trust = trust
        #: what the trust told of each entry: entry → its last change there, by the devices' own account
        self.last: dict[tuple[str, int], str] = {}

    def does(self, step: str, device: Device, number: int) -> None:
        acts: dict[str, Any] = {
            "write": lambda: device.writes(self.trust.next_text()),
            "change": lambda: self._change(device, number),
            "send": lambda: self._send(device, is_heard=True),
            "answer lost": lambda: self._send(device, is_heard=False),
            "again": lambda: self._again(device, number),
            "learn": lambda: self._learn(device),
        }
        acts[step]()

    def _again(self, device: Device, number: int) -> None:
        """Something that was sent before comes once more."""
        if device.sent:
            self.arrives_again(device.sent[number % len(device.sent)])

    def _change(self, device: Device, number: int) -> None:
        """The next change to an entry is made on top of what the device has of it."""
        names = sorted(device.known)
        if not names or device.waiting:
            return
        device.changes(names[number % len(names)], self.trust.next_text())

    def _send(self, device: Device, *, is_heard: bool) -> None:
        if not device.waiting:
            return
        sent = device.waiting[0]
        key, revision = self._arrive(sent)
        device.sent.append(sent)
        if is_heard:
            device.waiting.pop(0)
            device.known[key] = (key, revision)

    def _arrive(self, sent: EvidenceDetails) -> tuple[str, int]:
        change = str(sent.change)
        if change not in self.trust.texts and sent.based_on:
            stands = next((one for one in log_of(self.trust.review) if one.key == str(sent.key)), None)
            if stands is not None and stands.revision == sent.based_on:
                self.trust.built_on.add(self.last[str(sent.key), sent.based_on])
        key, revision = self.trust.takes(sent)
        self.trust.texts[change] = sent.seen
        self.last[key, revision] = change
        return key, revision

    def arrives_again(self, sent: EvidenceDetails) -> None:
        before = sorted((one.key, one.seen) for one in log_of(self.trust.review))
        self.trust.takes(sent)
        assert sorted((one.key, one.seen) for one in log_of(self.trust.review)) == before

    def _learn(self, device: Device) -> None:
        """The page is opened anew: the device has the log as the trust has it."""
        for one in log_of(self.trust.review):
            device.known[one.key] = (one.key, one.revision)

    def sends_everything(self, device: Device) -> None:
        while device.waiting:
            self._send(device, is_heard=True)

    def leaves(self) -> list[str]:
        """Every text that nobody has replaced with that very text in sight."""
        return [text for change, text in self.trust.texts.items() if change not in self.trust.built_on]
