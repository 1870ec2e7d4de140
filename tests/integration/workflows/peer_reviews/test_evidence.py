"""The evidence log: each entry once, however it comes, sealed, and gone when its time is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, text

from tests.details import Book, details_for
from tests.integration.workflows.peer_reviews.under_review import UnderReview
from tests.peer_reviews import OURS, PRIVATE, plan_a_review
from tests.world import build
from workflows.clock import clock_at, now
from workflows.database import db, scope
from workflows.details import InvalidDetails, Reason
from workflows.errors import AlreadyDone, NotYet, NotYourRole, StaleCase, TransitionNotAllowed
from workflows.events import Event
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews.details import ActivityOff, FeedbackDetails
from workflows.peer_reviews.entries import EvidenceDetails, EvidenceKind, EvidenceStruck
from workflows.peer_reviews.evidence import (
    KEPT_FOR,
    Arrival,
    LogEnded,
    Logged,
    Receipt,
    ends_on,
    log_of,
    receive,
    was_on_team,
)
from workflows.peer_reviews.model import EvidenceEntry
from workflows.people import Person
from workflows.perform import perform
from workflows.sealing import CannotUnseal, SealingKey

OTHER = "A second look: the books were open at the right page."


def entry(**more: Any) -> EvidenceDetails:
    """Something that was seen just now."""
    given: dict[str, Any] = {
        "key": uuid4(),
        "kind": EvidenceKind.STRENGTH,
        "noted_at": now(),
        "seen": PRIVATE,
    }
    return EvidenceDetails(**(given | more))


def arrives(review: UnderReview, details: EvidenceDetails | EvidenceStruck, who: str = "una") -> Receipt:
    """What a phone of somebody's sends reaches the trust."""
    with clock_at(review.moment):
        try:
            receipt = receive(review.case, details, review.world.person(who))
        except Exception:
            db.session.rollback()
            raise
        db.session.commit()
    return receipt


def log(review: UnderReview) -> list[Logged]:
    return log_of(review.case)


def words(review: UnderReview) -> list[str]:
    return sorted(one.seen for one in log(review))


@pytest.fixture
def visited(review: UnderReview) -> UnderReview:
    """The first day of the visit; nobody has pressed the button that begins it."""
    review.prepared()
    return review.on(review.case.visit_starts_on)


@pytest.fixture
def agreed(review: UnderReview) -> UnderReview:
    """The report is agreed; one entry is in the log."""
    review.prepared().reported()
    if review.case.agreed_on is None:
        review.case.agreed_on, review.case.evidence_until = review.today, ends_on(review.today)
        db.session.commit()
    return review.later(days=1)


def test_an_entry_is_kept_sealed_with_who_and_what_it_is_about(visited: UnderReview) -> None:
    question, activity = visited.case.questions[0].id, visited.case.activities[0].id
    receipt = arrives(visited, entry(question_id=question, activity_id=activity))

    assert receipt.arrival is Arrival.KEPT
    (one,) = log(visited)
    assert (one.seen, one.author, one.activity) == (PRIVATE, "Una Harbour", "Learning walk in Year 4")
    assert (one.question_id, one.revision, one.came_late) == (question, 1, False)
    raw = db.session.scalar(select(EvidenceEntry.sealed))
    assert raw is not None
    assert PRIVATE.encode() not in raw


def test_logging_begins_on_the_first_day_of_the_visit_and_not_before(visited: UnderReview) -> None:
    visited.later(days=-1)
    with pytest.raises(NotYet, match="from Wednesday 9 December on"):
        arrives(visited, entry())
    visited.later(days=1)
    assert visited.case.state == "ready"
    assert arrives(visited, entry()).arrival is Arrival.KEPT


def test_an_entry_that_arrives_again_is_kept_once(visited: UnderReview) -> None:
    sent = entry()
    arrives(visited, sent)
    version = visited.case.version
    again = arrives(visited.later(days=14), sent)

    assert (again.arrival, again.key, again.revision) == (Arrival.HAD, str(sent.key), 1)
    assert words(visited) == [PRIVATE]
    assert visited.case.version == version
    with pytest.raises(AlreadyDone):
        visited.does("una", "log_evidence", sent)


def test_a_change_that_arrives_again_after_another_does_not_bring_the_old_words_back(
    visited: UnderReview,
) -> None:
    first = entry()
    arrives(visited, first)
    second = replace(first, change=uuid4(), based_on=1, seen=OURS)
    third = replace(first, change=uuid4(), based_on=2, seen=OTHER)
    assert [arrives(visited, one).revision for one in (second, third)] == [2, 3]

    late = arrives(visited, second)
    assert (late.arrival, late.revision) == (Arrival.HAD, 2)
    assert arrives(visited, first).arrival is Arrival.HAD
    assert words(visited) == [OTHER]


def test_of_two_devices_that_change_one_entry_neither_loses(visited: UnderReview) -> None:
    first = entry()
    arrives(visited, first)
    on_phone = replace(first, change=uuid4(), based_on=1, seen=OURS)
    on_tablet = replace(first, change=uuid4(), based_on=1, seen=OTHER)
    arrives(visited, on_tablet)
    beside = arrives(visited, on_phone)

    assert (beside.arrival, beside.key, beside.revision) == (Arrival.BESIDE, str(on_phone.change), 1)
    assert words(visited) == sorted([OURS, OTHER])
    assert {one.key: one.beside_id is not None for one in log(visited)} == {
        str(first.key): False,
        beside.key: True,
    }
    assert arrives(visited, on_phone) == replace(beside, arrival=Arrival.HAD)

    arrives(visited, EvidenceStruck(key=UUID(beside.key)))
    assert words(visited) == [OTHER]


def test_what_stands_beside_can_be_changed_further_and_outlives_the_other(visited: UnderReview) -> None:
    first = entry()
    arrives(visited, first)
    arrives(visited, replace(first, change=uuid4(), based_on=1, seen=OTHER))
    beside = arrives(visited, replace(first, change=uuid4(), based_on=1, seen=OURS))
    changed = entry(key=UUID(beside.key), change=uuid4(), based_on=1, seen="Changed again.")
    assert arrives(visited, changed).arrival is Arrival.KEPT
    arrives(visited, EvidenceStruck(key=first.key))

    (one,) = log(visited)
    assert (one.seen, one.beside_id, one.revision) == ("Changed again.", None, 2)


def test_a_change_to_an_entry_taken_out_elsewhere_stays_as_an_entry_of_its_own(visited: UnderReview) -> None:
    first = entry()
    arrives(visited, first)
    arrives(visited, EvidenceStruck(key=first.key))
    assert arrives(visited, replace(first, change=uuid4(), based_on=1, seen=OURS)).arrival is Arrival.BESIDE
    assert words(visited) == [OURS]


def test_an_entry_that_was_changed_elsewhere_is_not_taken_out_unseen(visited: UnderReview) -> None:
    first = entry()
    arrives(visited, first)
    arrives(visited, replace(first, change=uuid4(), based_on=1, seen=OURS))
    with pytest.raises(InvalidDetails, match="changed this entry elsewhere"):
        arrives(visited, EvidenceStruck(key=first.key, based_on=1))
    arrives(visited, EvidenceStruck(key=first.key, based_on=2))
    assert words(visited) == []
    assert arrives(visited, EvidenceStruck(key=first.key, based_on=2)).arrival is Arrival.HAD


def test_the_words_of_an_entry_that_was_taken_out_are_gone(visited: UnderReview) -> None:
    sent = entry(seen=OURS)
    arrives(visited, sent)
    before = db.session.scalar(select(EvidenceEntry.sealed))
    arrives(visited, EvidenceStruck(key=sent.key))
    after = db.session.scalar(select(EvidenceEntry.sealed))
    assert before is not None
    assert after is not None
    assert len(after) < len(before)


def test_nobody_changes_or_takes_out_what_another_has_seen(visited: UnderReview) -> None:
    sent = entry()
    arrives(visited, sent)
    for other in (replace(sent, change=uuid4(), based_on=1, seen=OURS), EvidenceStruck(key=sent.key)):
        with pytest.raises(NotYourRole, match="Only whoever wrote"):
            arrives(visited, other, who="tom")
    assert words(visited) == [PRIVATE]


@pytest.mark.parametrize("who", ["priya", "lena", "asha", "gita", "sam", "lea", "ada"])
def test_nobody_but_the_team_logs(visited: UnderReview, who: str) -> None:
    with pytest.raises(NotYourRole):
        arrives(visited, entry(), who=who)
    assert words(visited) == []


def test_a_question_or_an_activity_that_is_gone_takes_no_entry_with_it(visited: UnderReview) -> None:
    activity = visited.case.activities[0].id
    arrives(visited, entry(question_id=999_999, activity_id=activity, seen=OURS))
    visited.does("tom", "add_activity").does("tom", "drop_activity", ActivityOff(activity_id=activity))
    db.session.expire_all()
    arrives(visited, entry(activity_id=activity, seen=OTHER))
    assert [(one.question_id, one.activity_id, one.activity) for one in log(visited)] == [
        (None, None, "")
    ] * 2

    question = visited.case.questions[0].id
    arrives(visited, entry(question_id=question))
    visited.does("priya", "reopen_scope", Reason(reason="We ask something else"))
    visited.does("tom", "write_scope", questions=("To what extent do all children write every day?",))
    assert question not in {one.id for one in visited.case.questions}
    assert len(log(visited)) == 3


def test_whoever_leaves_the_team_is_told_and_what_they_logged_stays(visited: UnderReview) -> None:
    arrives(visited, entry())
    visited.does("una", "step_down", Reason(reason="I am ill"))
    with pytest.raises(NotYourRole):
        arrives(visited, entry(seen=OURS))
    assert words(visited) == [PRIVATE]
    assert was_on_team(visited.id, visited.world.people["una"])
    assert not was_on_team(visited.id, visited.world.people["carol"])


def test_what_arrives_after_the_report_is_kept_marked_and_the_lead_hears_of_it_once(
    agreed: UnderReview,
) -> None:
    for _ in range(3):
        assert arrives(agreed.later(minutes=1), entry(seen=OURS)).arrival is Arrival.KEPT
    assert sorted(one.came_late for one in log(agreed)) == [False, True, True, True]
    assert agreed.told("log_evidence") == {"tom"}
    told = select(func.count()).select_from(Event).where(Event.kind == "log_evidence")
    assert db.session.scalar(told) == 4


def test_the_lead_is_not_told_of_their_own_late_entries(agreed: UnderReview) -> None:
    arrives(agreed, entry(), who="tom")
    assert agreed.told("log_evidence") == set()


def test_the_log_deletes_itself_after_thirty_days_with_its_key_and_is_audited(
    agreed: UnderReview,
) -> None:
    until = agreed.case.evidence_until
    assert until is not None
    assert until == ends_on(agreed.case.agreed_on or date.min)
    kept = arrives(agreed, entry(seen=OURS))
    copy = db.session.scalars(select(EvidenceEntry).where(EvidenceEntry.key == kept.key)).one().sealed

    agreed.on(until - timedelta(days=1), 23).clock()
    assert len(log(agreed)) == 2
    agreed.on(until, 0.25).clock().clock()
    assert db.session.scalar(select(func.count()).select_from(EvidenceEntry)) == 0
    assert db.session.get(SealingKey, agreed.id) is None
    assert agreed.case.evidence_deleted_at == agreed.moment
    event = db.session.scalars(select(Event).where(Event.kind == "delete_evidence")).one()
    assert event.details == {"entries": 2}
    assert event.actor_id is None

    db.session.add(
        EvidenceEntry(
            trust_id=agreed.world.trust_id, review_id=agreed.id, key=kept.key, changes=[kept.key],
            author_id=agreed.world.people["una"], kind=EvidenceKind.QUERY, noted_at=agreed.moment,
            arrived_at=agreed.moment, sealed=copy,
        )
    )  # fmt: skip
    db.session.flush()
    with pytest.raises(CannotUnseal):
        log(agreed)
    db.session.rollback()


def test_after_the_log_has_ended_the_trust_says_so_and_takes_nothing(agreed: UnderReview) -> None:
    until = agreed.case.evidence_until
    assert until is not None
    agreed.on(until).clock()
    with pytest.raises(LogEnded, match="the trust no longer keeps it"):
        arrives(agreed, entry())
    assert db.session.get(SealingKey, agreed.id) is None


def test_the_log_of_a_review_that_was_stopped_ends_as_well(visited: UnderReview) -> None:
    arrives(visited, entry())
    visited.does("lena", "stop", Reason(reason="The school joins another trust"))
    with pytest.raises(TransitionNotAllowed):
        arrives(visited, entry())
    visited.later(days=30).clock()
    assert db.session.scalar(select(func.count()).select_from(EvidenceEntry)) == 0


def test_logs_end_in_every_trust_and_one_that_cannot_holds_up_no_other(
    agreed: UnderReview, monkeypatch: pytest.MonkeyPatch
) -> None:
    until = agreed.case.evidence_until
    assert until is not None
    other = build("fellside")
    with scope(other.trust_id):
        far = plan_a_review(other)
        far.state, far.agreed_on, far.evidence_until = "agreed", until - KEPT_FOR, until
        far_id = far.id
        db.session.commit()

    def breaks_here(review: PeerReview, name: str, actor: Person | None) -> PeerReview:
        if review.id == agreed.id:
            raise ZeroDivisionError
        return perform(review, name, actor)

    monkeypatch.setattr("notifications.peer_reviews.perform", breaks_here)
    agreed.on(until).clock()
    assert agreed.case.evidence_deleted_at is None
    with scope(other.trust_id):
        assert db.session.get_one(PeerReview, far_id).evidence_deleted_at == agreed.moment


def test_no_event_message_or_table_holds_a_word_of_it(agreed: UnderReview) -> None:
    arrives(agreed, entry())
    for table in ("events", "messages", "cases", "notes"):
        rows = db.session.execute(text(f"SELECT * FROM {table}")).all()
        assert PRIVATE not in repr(rows)


def test_another_trust_has_no_such_log(agreed: UnderReview) -> None:
    other = build("fellside")
    with scope(other.trust_id):
        assert db.session.scalars(select(EvidenceEntry)).all() == []


def test_entries_that_arrive_meanwhile_do_not_make_a_form_out_of_date(review: UnderReview) -> None:
    review.until("on_site")
    seen = review.case.version
    review.does("una", "log_evidence")
    with clock_at(review.moment):
        details = details_for(FeedbackDetails, Book(review.case, review.world, review.today))
        perform(review.case, "give_feedback", review.world.person("tom"), details, version=seen)
        db.session.commit()
    assert review.case.state == "feedback_given"


def test_what_is_more_than_an_entry_makes_a_form_out_of_date(review: UnderReview) -> None:
    review.until("on_site")
    seen = review.case.version
    review.does("priya", "add_activity")
    with clock_at(review.moment):
        details = details_for(FeedbackDetails, Book(review.case, review.world, review.today))
        with pytest.raises(StaleCase):
            perform(review.case, "give_feedback", review.world.person("tom"), details, version=seen)
