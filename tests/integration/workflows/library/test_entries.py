"""An entry from its offer to its end: consent, versions, thanks, notes, and whether it still holds."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tests.acting import Acting
from tests.library import offered
from tests.world import World
from workflows.actions import HandOverDetails
from workflows.administration.audit import KINDS as AUDIT_WORDS
from workflows.database import db
from workflows.details import InvalidDetails, Reason
from workflows.errors import NotYet, NotYourRole, StaleCase
from workflows.events import Event, verify
from workflows.library import LibraryEntry
from workflows.library.details import ReviewDetails, TriedGone
from workflows.library.effects import SHARED, TAKEN_DOWN
from workflows.library.model import LibraryThanks, VersionsStay
from workflows.library.queries import Wish, entries_for, versions_of
from workflows.library.tried import thanks_for, trials_of
from workflows.perform import perform
from workflows.visibility import posts_on


def titles() -> list[str]:
    return [one.title for one in entries_for(Wish()).entries]


def test_an_offer_waits_for_the_head_and_is_found_by_nobody_else(offer: Acting[LibraryEntry]) -> None:
    assert offer.turns == {"head": ("Say whether others may read", date(2026, 11, 23))}
    assert offer.told("offer") == {"marta"}
    assert titles() == []
    finds = {
        name: offer.case.is_there_for(posts_on(person, offer.case))
        for name, person in offer.world.people.items()
    }
    assert {name for name, there in finds.items() if there} == {"tom", "marta", "lena"}
    with pytest.raises(NotYourRole):
        offer.does("priya", "consent")

    offer.does("marta", "consent")

    assert titles() == ["Phonics in small groups"]
    assert offer.told("consent") == {"tom"}
    assert (offer.case.review_on, offer.turns) == (date(2027, 11, 16), {})
    assert offer.case.consented_by_id == offer.world.people["marta"]


def test_what_a_head_shares_is_there_at_once_and_a_refused_offer_is_nowhere(world: World) -> None:
    assert offered(world, "priya").state == "shared"
    other = Acting(world, offered(world, "sam", title="Reading corner"))
    other.does("priya", "refuse", Reason(reason="Let us talk about it first."))
    assert other.told("refuse") == {"sam"}
    assert titles() == ["Phonics in small groups"]
    with pytest.raises(InvalidDetails, match="school"):
        offered(world, "asha")
    db.session.rollback()
    assert offered(world, "asha", school_id=world.schools["cliff_view"]).state == "offered"


def test_every_version_is_kept_and_two_who_edit_at_once_hear_of_each_other(
    offer: Acting[LibraryEntry],
) -> None:
    offer.does("marta", "consent").does("tom", "edit")
    seen = offer.case.version
    offer.does("una", "thank").does("una", "say_tried")
    offer.later(hours=1).does("marta", "edit", why="Shorter.")
    with pytest.raises(StaleCase):
        perform(offer.case, "take_down", offer.world.person("tom"), Reason(reason="No."), version=seen)
    db.session.rollback()

    newest, second, first = versions_of(offer.id)
    assert [one.number for one in (newest, second, first)] == [3, 2, 1]
    assert [one.written_by.first_name for one in (newest, second, first)] == ["Marta", "Tom", "Tom"]
    assert (first.what, second.what) == ("Groups change every three weeks.", "Groups change every two weeks.")
    assert newest.why == "Shorter."
    first.what = "Something else."
    with pytest.raises(VersionsStay):
        db.session.flush()
    db.session.rollback()
    with pytest.raises(NotYourRole):
        offer.does("una", "edit")


def test_thanks_count_once_a_person_and_can_be_taken_back(offer: Acting[LibraryEntry]) -> None:
    offer.does("marta", "consent")
    for who in ("una", "carol", "sam", "asha"):
        offer.does(who, "thank")
    with pytest.raises(NotYet, match="already"):
        offer.does("una", "thank")
    with pytest.raises(NotYet, match="yours"):
        offer.does("tom", "thank")
    with pytest.raises(NotYourRole):
        offer.does("gita", "thank")
    assert offer.told("thank") == {"tom"}
    offer.does("sam", "take_thanks_back")
    assert thanks_for(offer.id).count == 3
    assert thanks_for(offer.id).schools == (("Cliff View Primary", 2), ("Central team", 1))
    una = {"trust_id": offer.world.trust_id, "entry_id": offer.id, "person_id": offer.world.people["una"]}
    db.session.add(LibraryThanks(**una, thanked_at=offer.moment))
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_a_note_is_removed_by_its_author_or_by_the_lead_with_a_reason(offer: Acting[LibraryEntry]) -> None:
    offer.does("marta", "consent").does("una", "say_tried").does("sam", "say_tried")
    theirs, hers = (one.id for one in trials_of(offer.id))
    assert [card.tried for card in entries_for(Wish()).cards] == [2]
    assert offer.told("say_tried") == {"tom"}
    with pytest.raises(NotYourRole):
        offer.does("marta", "remove_tried", TriedGone(trial_id=hers, reason="Not so."))
    with pytest.raises(InvalidDetails, match="its author reads it"):
        offer.does("lena", "remove_tried", TriedGone(trial_id=hers))
    offer.does("lena", "remove_tried", TriedGone(trial_id=hers, reason="A child could be recognised."))
    assert offer.told("remove_tried") == {"una"}
    offer.does("sam", "remove_tried", TriedGone(trial_id=theirs))
    assert trials_of(offer.id) == []
    with pytest.raises(InvalidDetails, match="not there any more"):
        offer.does("sam", "remove_tried", TriedGone(trial_id=theirs))


def test_the_owner_is_asked_whether_it_still_holds_and_the_head_once_the_owner_has_left(
    offer: Acting[LibraryEntry],
) -> None:
    offer.does("marta", "consent").clock()
    assert offer.case.state == "shared"
    offer.does("tom", "still_good", ReviewDetails(review_on=date(2027, 1, 11)))

    offer.on(date(2027, 1, 11)).clock().clock()

    assert offer.turns == {"owner": ("Say whether it still holds:", date(2027, 1, 25))}
    assert offer.told("ask_again") == {"tom"}
    assert titles() == ["Phonics in small groups"]
    with pytest.raises(InvalidDetails, match="future"):
        offer.does("tom", "still_good", ReviewDetails(review_on=offer.today))
    offer.does("tom", "hand_over", HandOverDetails(owner_id=offer.world.people["lea"]))
    assert set(offer.turns) == {"owner"}
    assert offer.told("hand_over") == {"lea"}
    assert offer.does("lea", "revise").case.review_on == date(2028, 1, 11)

    offer.world.person("lea").left_on = offer.today
    db.session.commit()
    offer.later(days=1).clock().clock()

    assert offer.turns == {"head": ("Find a new owner for", date(2027, 1, 26))}
    assert offer.told("lose_owner") == {"marta"}
    offer.does("marta", "name_owner", HandOverDetails(owner_id=offer.world.people["tom"]))
    assert (offer.case.state, offer.case.owner.first_name) == ("shared", "Tom")


@pytest.mark.parametrize("who", ["tom", "marta", "lena"])
def test_owner_head_and_improvement_lead_take_an_entry_down(offer: Acting[LibraryEntry], who: str) -> None:
    offer.does("marta", "consent")
    for other in ("sam", "priya", "lea", "carol", "asha", "gita"):
        with pytest.raises(NotYourRole):
            offer.does(other, "take_down")
    offer.does(who, "take_down")
    assert titles() == []
    assert entries_for(Wish(words="phonics")).entries == ()
    kinds = db.session.scalars(select(Event.kind).where(Event.place_id == offer.world.trust_id)).all()
    assert kinds == [SHARED, TAKEN_DOWN]
    assert {SHARED, TAKEN_DOWN} <= set(AUDIT_WORDS)
    assert verify()[1] is None
