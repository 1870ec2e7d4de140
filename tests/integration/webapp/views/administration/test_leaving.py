"""When somebody leaves: what they hold, handing it over, and the end of their access."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.canary import PRIVATE
from tests.client import Browser, main_words
from tests.integration.webapp.views.administration.conftest import Office
from tests.pairs import called, pair_up
from tests.pressing import fill_in
from tests.world import World
from workflows.accounts import SignIn
from workflows.database import db, scope
from workflows.people import Appointment, appoint


def test_leaving_shows_what_somebody_holds_and_who_can_hand_it_over(office: Office, ada: Browser) -> None:
    text = main_words(ada.get(f"/administration/people/{office.world.people['priya']}/leaving"))

    assert office.reference in text
    assert "Lena Harbour (improvement lead), Asha Harbour (coordinator) can" in text
    assert "Year 6 writing" not in text  # an administrator is no reader of the request


def test_being_asked_to_a_date_is_nothing_to_hand_over(office: Office, app: Flask, ada: Browser) -> None:
    with app.app_context(), scope(office.world.trust_id):
        for role in ("asked", "organiser"):
            appoint(office.world.person("sam"), role, office.ids["request"])
        db.session.commit()
    path = f"/administration/people/{office.world.people['sam']}/leaving"

    assert office.reference not in main_words(ada.get(path))
    assert ada.post(path).status_code == 303


def test_nobody_leaves_what_they_hold_unless_it_is_said(office: Office, ada: Browser) -> None:
    answer = ada.post(f"/administration/people/{office.world.people['priya']}/leaving")

    assert answer.status_code == 422
    assert "Hand over what they hold, or tick the box" in main_words(answer)
    assert office.kinds() == []


def test_who_leaves_is_signed_out_and_holds_nothing_any_more(
    office: Office, ada: Browser, sign_in_as: Callable[..., Browser]
) -> None:
    priya = sign_in_as("priya")

    answer = ada.post(f"/administration/people/{office.world.people['priya']}/leaving", data={"sure": "y"})

    assert answer.status_code == 303
    assert office.held("priya") == set()
    with office.looking():
        assert office.world.person("priya").left_on == date(2026, 11, 16)
        assert db.session.scalar(select(func.count()).select_from(SignIn)) == 1  # Ada's own
    assert priya.get("/").status_code == 303
    assert office.kinds() == ["person_left"]
    assert "needs a requester" in main_words(ada.get("/administration"))


def test_a_coordinator_who_administers_hands_a_part_over(
    office: Office, app: Flask, sign_in_as: Callable[..., Browser]
) -> None:
    with app.app_context(), scope(office.world.trust_id):
        appointment = Appointment(
            trust_id=office.world.trust_id,
            person_id=office.world.people["lena"],
            role="administrator",
            place_id=office.world.trust_id,
            starts_on=date(2026, 9, 1),
        )
        db.session.add(appointment)
        db.session.commit()
    lena, priya, sam = sign_in_as("lena"), office.world.people["priya"], office.world.people["sam"]
    path = f"/administration/people/{priya}/leaving/{office.reference}/requester"
    assert "Sam Harbour" in main_words(lena.get(path))
    assert "Tom Harbour" not in main_words(lena.get(path))  # he works at another school

    answer = lena.post(path, data={"joining_id": sam})

    assert answer.status_code == 303
    assert ("requester", office.ids["request"]) in office.held("sam")
    assert ("requester", office.ids["request"]) not in office.held("priya")
    lena.get(answer.location)  # says that it is handed over, once
    assert office.reference not in main_words(lena.get(answer.location))


def test_an_administrator_without_the_right_cannot_hand_over(office: Office, ada: Browser) -> None:
    priya, sam = office.world.people["priya"], office.world.people["sam"]
    path = f"/administration/people/{priya}/leaving/{office.reference}/requester"

    assert ada.post(path, data={"joining_id": sam}).status_code == 404
    assert ("requester", office.ids["request"]) in office.held("priya")


def test_somebody_who_left_comes_back_without_their_old_roles(office: Office, ada: Browser) -> None:
    lea = office.world.people["lea"]
    ada.post(f"/administration/people/{lea}/leaving")
    assert "left on 16 November 2026" in main_words(ada.get(f"/administration/people/{lea}"))
    refused = ada.post(
        f"/administration/people/{lea}/appoint",
        data={"role": "head", "place_id": office.world.schools["gull_rock"], "starts_on": "16/11/2026"},
    )
    assert "Bring them back first" in main_words(refused)

    assert ada.post(f"/administration/people/{lea}/back").status_code == 303

    assert office.held("lea") == {("staff", office.world.schools["gull_rock"])}
    assert office.kinds() == ["person_left", "person_back"]


@pytest.mark.parametrize("who", ["tom", "sam"])
def test_a_pairing_is_handed_to_nobody_and_a_coordinator_can_end_it(
    app: Flask, harbour: World, sign_in_as: Callable[..., Browser], who: str
) -> None:
    with app.app_context():
        reference = pair_up(harbour)
    ada, asha = sign_in_as("ada"), sign_in_as("asha")
    path = f"/administration/people/{harbour.people[who]}/leaving"

    said = main_words(ada.get(path))
    assert reference in said
    assert "Nobody takes their place. Once they have left, Asha Harbour (coordinator)" in said
    assert "or Lena Harbour (improvement lead) can end it" in said
    for private in ("Mentoring for", "Calmer lessons", PRIVATE):
        assert private not in said
    assert ada.post(path, data={"sure": "y"}).status_code == 303
    assert f"{reference} waits for them, and nobody is there: a coordinator can end it" in main_words(
        ada.get("/administration")
    )

    assert fill_in(asha, f"/pairings/{reference}/end_for_them").status_code == 303
    with app.app_context(), scope(harbour.trust_id):
        assert called(reference).state == "closed"
    assert reference not in main_words(ada.get("/administration"))
