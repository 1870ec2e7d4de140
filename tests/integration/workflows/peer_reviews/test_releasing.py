"""Letting people read an agreed report: who is offered, who gets in, and who is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.integration.workflows.peer_reviews.under_review import UnderReview
from workflows.database import db
from workflows.details import InvalidDetails
from workflows.errors import NotYourRole, TransitionNotAllowed
from workflows.messages import Message
from workflows.peer_reviews.details import OutsideRelease, ReleaseDetails, ReleaseEnd
from workflows.peer_reviews.releasing import governors_waiting, offered, others, reader_of, released_to
from workflows.people import appoint


def test_nothing_is_released_before_it_is_agreed(review: UnderReview) -> None:
    review.until("factual_check")
    with pytest.raises(TransitionNotAllowed):
        review.does("priya", "release")


def test_those_who_were_agreed_and_whoever_leads_the_workshop_are_named_first(review: UnderReview) -> None:
    review.until("agreed")
    appoint(review.world.person("lea"), "workshop_leader", review.id)
    db.session.commit()

    assert [(one.name, one.why) for one in offered(review.case)] == [
        ("Gita Harbour", "You agreed before the visit that they would read it"),
        ("Lea Harbour", "Leads the improvement workshop"),
    ]
    assert [one.name for one in governors_waiting(review.case)] == ["Gita Harbour"]
    named = {person.name for person, _ in others(review.case)}
    assert not named & {"Tom Harbour", "Una Harbour", "Priya Harbour", "Gita Harbour"}
    assert "Lena Harbour" in named


def test_whoever_is_let_in_hears_of_it_with_a_page_that_is_there_for_them(review: UnderReview) -> None:
    review.until("agreed").does("priya", "release")

    told = db.session.scalars(select(Message).where(Message.kind == "reviews/release")).all()
    page = f"/reviews/{review.case.reference}/report"
    assert [(one.person.name, one.facts) for one in told] == [("Gita Harbour", {"page": page})]
    gita = review.world.people["gita"]
    assert reader_of(review.case, gita) is not None
    assert [one.reference for one in released_to(gita)] == [review.case.reference]
    assert released_to(review.world.people["lena"]) == []

    number = review.case.report_readers[0].id
    review.does("priya", "end_release", ReleaseEnd(reader_id=number))
    assert reader_of(review.case, gita) is None
    assert released_to(gita) == []
    with pytest.raises(InvalidDetails):
        review.does("priya", "end_release", ReleaseEnd(reader_id=number))
    review.does("priya", "release")
    assert reader_of(review.case, gita) is not None


def test_only_the_head_of_the_host_lets_people_in(review: UnderReview) -> None:
    review.until("agreed")
    for who in ("tom", "lena", "asha", "marta"):
        with pytest.raises(NotYourRole):
            review.does(who, "release")
        with pytest.raises(NotYourRole):
            review.does(who, "release_outside")


def test_somebody_who_has_left_is_not_let_in(review: UnderReview) -> None:
    review.until("agreed")
    review.world.person("carol").left_on = review.today
    db.session.commit()
    with pytest.raises(InvalidDetails):
        review.does("priya", "release", ReleaseDetails(person_ids=(review.world.people["carol"],)))


def test_a_link_is_for_an_address_that_is_nobodys_in_the_trust_and_ends(review: UnderReview) -> None:
    review.until("agreed")
    said = {"name": "Kit Vale", "why": "Partner"}
    soon = review.today + timedelta(days=10)
    for email, ends_on, field in (
        ("TOM@harbour.example", soon, "email"),
        ("kit@partner.example", review.today - timedelta(days=1), "ends_on"),
        ("kit@partner.example", review.today + timedelta(days=181), "ends_on"),
    ):
        with pytest.raises(InvalidDetails) as refused:
            review.does("priya", "release_outside", OutsideRelease(email=email, ends_on=ends_on, **said))
        assert refused.value.problems.keys() == {field}

    good = OutsideRelease(email="Kit@Partner.example", ends_on=soon, **said)
    review.does("priya", "release_outside", good)
    with pytest.raises(InvalidDetails):
        review.does("priya", "release_outside", good)
    (message,) = db.session.scalars(select(Message).where(Message.kind == "reviews/release_outside")).all()
    assert set(message.facts) == {"reader", "to_name"}
    assert message.to_name == "Kit Vale"
