"""Who may be whose mentor, how many people they can take on, and what is refused in plain words."""

from __future__ import annotations

from datetime import date

import pytest

from tests.integration.workflows.pairings.two import Two
from tests.pairings import ask_for_mentor, offer_to_mentor
from tests.world import World
from workflows.database import db
from workflows.details import InvalidDetails
from workflows.errors import NotYourRole
from workflows.giving import Allowance, Conflict
from workflows.line_management import LineManagement, Oversight
from workflows.pairings import Pairing
from workflows.pairings.details import AskDetails, ChooseDetails
from workflows.pairings.model import MentorProfile
from workflows.perform import open_case

SINCE = date(2026, 9, 1)


def refusal(two: Two, who: str = "tom") -> str:
    """Why Sam cannot choose this mentor."""
    with pytest.raises(InvalidDetails) as refused:
        two.does("sam", "choose", ChooseDetails(mentor_id=two.world.people[who]))
    assert two.pairing.state == "requested"
    assert two.pairing.mentor_id is None
    return refused.value.problems["mentor_id"]


@pytest.mark.parametrize("oversight", list(Oversight))
@pytest.mark.parametrize("upwards", [True, False])
def test_nobody_is_paired_with_their_line_manager_or_appraiser_either_way_round(
    two: Two, oversight: Oversight, upwards: bool
) -> None:
    manager, person = ("tom", "sam") if upwards else ("sam", "tom")
    db.session.add(
        LineManagement(
            trust_id=two.world.trust_id,
            person_id=two.world.people[person],
            manager_id=two.world.people[manager],
            oversight=oversight,
            starts_on=SINCE,
        )
    )
    db.session.commit()

    assert f"one is the other's {oversight}" in refusal(two)


def test_a_manager_of_last_year_can_be_a_mentor(two: Two) -> None:
    db.session.add(
        LineManagement(
            trust_id=two.world.trust_id,
            person_id=two.world.people["sam"],
            manager_id=two.world.people["tom"],
            oversight=Oversight.LINE_MANAGER,
            starts_on=SINCE,
            ends_on=two.today,
        )
    )
    db.session.commit()

    assert two.does("sam", "choose").pairing.state == "asked"


@pytest.mark.parametrize("with_whom", ["the other", "the other's school"])
@pytest.mark.parametrize("declared_by", ["sam", "tom"])
def test_a_declared_conflict_keeps_two_people_apart_and_is_not_spelt_out(
    two: Two, declared_by: str, with_whom: str
) -> None:
    other = two.world.person("tom" if declared_by == "sam" else "sam")
    is_person = with_whom == "the other"
    db.session.add(
        Conflict(
            trust_id=two.world.trust_id,
            person_id=two.world.people[declared_by],
            with_person_id=other.id if is_person else None,
            with_school_id=None if is_person else other.school_id,
            reason="A family matter",
            starts_on=SINCE,
        )
    )
    db.session.commit()

    said = refusal(two)
    assert "Choose somebody else" in said
    assert "conflict" not in said.lower()
    assert "family" not in said


def test_nobody_is_their_own_mentor(two: Two) -> None:
    offer_to_mentor(two.world, "sam")
    db.session.commit()

    assert "nobody is their own mentor" in refusal(two, "sam")


def test_somebody_who_does_not_offer_or_no_longer_offers_is_not_taken(two: Two) -> None:
    assert "does not offer to be a mentor" in refusal(two, "lea")
    db.session.get_one(MentorProfile, two.world.people["tom"]).ended_on = two.today
    db.session.commit()

    assert "does not offer to be a mentor" in refusal(two)


def test_a_mentor_takes_on_as_many_as_they_said_and_no_more(world: World) -> None:
    db.session.get_one(MentorProfile, world.people["tom"]).cap = 1
    first, second = Two(world, "sam"), Two(world, "lea")
    first.does("sam", "choose")
    with pytest.raises(InvalidDetails, match="has 1 person already, which is as many as they can take on"):
        second.does("lea", "choose")

    first.does("tom", "decline")
    assert second.does("lea", "choose").pairing.state == "asked"


def test_a_mentor_without_days_left_is_not_taken_and_a_contract_takes_no_more_than_are_left(two: Two) -> None:
    allowance = Allowance(trust_id=two.world.trust_id, person_id=two.world.people["tom"], year=2026, days=0.0)
    db.session.add(allowance)
    db.session.commit()
    assert "has no giving days left this year" in refusal(two)

    allowance.days = 1.5
    db.session.commit()
    two.does("sam", "choose").does("tom", "take_on")
    with pytest.raises(InvalidDetails) as refused:
        two.does("tom", "write_contract", days=2.0)
    assert "has 1.5 giving days left this year" in refused.value.problems["days"]
    two.does("tom", "write_contract", days=1.5)


def test_somebody_who_has_left_is_nobodys_mentor(two: Two) -> None:
    two.world.person("tom").left_on = two.today
    db.session.commit()

    assert "Choose somebody who works in the trust" in refusal(two)


def test_nobody_asks_for_a_mentor_in_anothers_name_but_those_who_arrange_pairings(world: World) -> None:
    for_una = AskDetails(focus_area_ids=(world.focus_area_id,), hopes="Calmer lessons.", free_on=(0,))

    def ask(who: str, name: str) -> Pairing:
        una = world.person("una")
        pairing = Pairing(title="Mentoring", mentee_id=una.id, mentee_school_id=una.school_id)
        return open_case(pairing, name, world.person(who), for_una)

    with pytest.raises((NotYourRole, InvalidDetails)):
        ask("sam", "ask")
    db.session.rollback()
    with pytest.raises(NotYourRole):
        ask("sam", "ask_for")
    db.session.rollback()
    assert ask("asha", "ask_for").state == "requested"


def test_both_say_yes_before_anything_begins_and_a_no_needs_no_reason(two: Two) -> None:
    two.does("asha", "propose")
    two.does("sam", "accept")
    assert two.pairing.state == "proposed"
    two.does("tom", "decline")

    assert two.pairing.state == "requested"
    assert two.pairing.mentor_id is None
    assert "sam" in two.told("decline")


def test_an_area_that_does_not_exist_and_a_day_that_is_none_are_refused(world: World) -> None:
    with pytest.raises(InvalidDetails):
        AskDetails(focus_area_ids=(1,), hopes="Calmer lessons.", free_on=(5,))
    pairing = ask_for_mentor(world)
    assert pairing.free_on == [0, 2, 4]
