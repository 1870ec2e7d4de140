"""People are added, invited, appointed, and leave; each change is recorded, and bad input is told plainly."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import date
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.client import Browser, main_words
from tests.integration.webapp.administration.conftest import Office
from tests.world import World
from workflows import accounts
from workflows.accounts import SignIn
from workflows.database import db, scope
from workflows.giving import Allowance
from workflows.messages import Message
from workflows.people import Appointment, Person, Post, appoint, holders, posts_of

KEY = "a-form-key-of-a-test-0001"
NEW = {"name": "Nia  Rees", "email": "Nia@Gullrock.Example", "job_title": "SENCO", "invite": "y"}


@pytest.fixture
def ada(office: Office, sign_in_as: Callable[..., Browser]) -> Browser:
    return sign_in_as("ada")


def held(office: Office, name: str) -> set[tuple[str, int]]:
    with office.looking():
        return {(post.role, post.place_id) for post in posts_of(office.world.people[name])}


def appointment_of(office: Office, name: str) -> int:
    with office.looking():
        found = select(Appointment.id).where(Appointment.person_id == office.world.people[name])
        return db.session.scalars(found.order_by(Appointment.id)).first() or 0


def test_somebody_new_is_staff_of_their_school_and_invited(office: Office, ada: Browser) -> None:
    school_id = office.world.schools["gull_rock"]

    answer = ada.post("/administration/people/new", data={**NEW, "school_id": school_id})

    assert answer.status_code == 303
    with office.looking():
        nia = db.session.scalars(select(Person).where(Person.email == "nia@gullrock.example")).one()
        assert (nia.name, nia.school_id, nia.trust_id) == ("Nia Rees", school_id, office.world.trust_id)
        assert posts_of(nia.id) == {Post("staff", school_id)}
        assert db.session.scalars(select(Message.kind).where(Message.person_id == nia.id)).all() == [
            "account/invitation"
        ]
    assert office.kinds() == ["person_added", "person_invited"]
    assert "Nia Rees is added, and an invitation is on its way" in main_words(ada.get(answer.location))


def test_a_form_that_arrives_twice_adds_one_person(office: Office, ada: Browser) -> None:
    data = {**NEW, "school_id": office.world.schools["gull_rock"], "form_key": KEY}

    first, second = (ada.post("/administration/people/new", data=data) for _ in range(2))

    assert (first.status_code, second.status_code, first.location) == (303, 303, second.location)
    assert office.kinds() == ["person_added", "person_invited"]


def test_somebody_of_the_central_team_gets_their_role_at_the_trust(office: Office, ada: Browser) -> None:
    ada.post("/administration/people/new", data={**NEW, "role": "improvement_lead"})

    with office.looking():
        nia = db.session.scalars(select(Person).where(Person.email == "nia@gullrock.example")).one()
        assert posts_of(nia.id) == {Post("improvement_lead", office.world.trust_id)}


WRONG_PEOPLE: tuple[tuple[dict[str, str], str], ...] = (
    ({"name": ""}, "Enter their name"),
    ({"email": "nia"}, "Enter an email address, such as name@school.org.uk"),
    ({"email": "tom@harbour.example"}, "Tom Harbour has this address already"),
    ({"school_id": ""}, "Choose a role, or the school they are based at"),
    ({"school_id": "99999"}, "Choose one of the options"),
    ({"role": "administrator", "place_id": "SCHOOL"}, "This role is held at the trust: choose one"),
    ({"school_id": "", "role": "head"}, "Choose the school at which they have this role"),
)


def test_what_is_wrong_with_a_new_person_is_told_and_nothing_is_kept(office: Office, ada: Browser) -> None:
    school_id = str(office.world.schools["gull_rock"])
    for changes, sentence in WRONG_PEOPLE:
        wrong = {name: school_id if value == "SCHOOL" else value for name, value in changes.items()}

        answer = ada.post("/administration/people/new", data={**NEW, "school_id": school_id, **wrong})

        assert (answer.status_code, sentence in main_words(answer)) == (422, True), sentence
    assert office.kinds() == []
    with office.looking():
        assert db.session.scalar(select(func.count()).where(Person.email == "nia@gullrock.example")) == 0


def test_a_form_can_be_put_right_and_sent_again(office: Office, ada: Browser) -> None:
    school_id = office.world.schools["gull_rock"]
    wrong = {**NEW, "email": "tom@harbour.example", "school_id": school_id, "form_key": KEY}

    ada.post("/administration/people/new", data=wrong)
    ada.post("/administration/people/new", data={**wrong, "email": "nia@gullrock.example"})

    assert office.kinds() == ["person_added", "person_invited"]


def test_an_address_of_another_trust_is_refused_without_saying_whose_it_is(
    office: Office, fellside: World, ada: Browser
) -> None:
    data = {**NEW, "email": "tom@fellside.example", "school_id": office.world.schools["gull_rock"]}

    text = main_words(ada.post("/administration/people/new", data=data))

    assert "Somebody else signs in with this address" in text
    assert "Fellside" not in text


def test_whoever_moves_to_another_school_is_staff_there_and_no_longer_here(
    office: Office, ada: Browser
) -> None:
    tom, there = office.world.people["tom"], office.world.schools["cliff_view"]
    data = {"name": "Tom Harbour", "email": "tom@harbour.example", "school_id": there}

    assert ada.post(f"/administration/people/{tom}/edit", data=data).status_code == 303

    assert held(office, "tom") == {("staff", there)}
    assert office.kinds() == ["person_edited"]
    trail = main_words(ada.get("/administration/audit"))
    assert "Based at: Gull Rock Primary → Cliff View Primary" in trail


def test_saving_what_has_not_changed_records_nothing(office: Office, ada: Browser) -> None:
    lena = office.world.people["lena"]
    data = {"name": "Lena Harbour", "email": "lena@harbour.example", "job_title": "Improvement lead"}

    assert ada.post(f"/administration/people/{lena}/edit", data=data).status_code == 303

    assert office.kinds() == []


def test_a_new_head_takes_over_from_the_one_before(office: Office, ada: Browser) -> None:
    dan, school_id = office.world.people["dan"], office.world.schools["saltmarsh"]
    data = {"role": "head", "place_id": school_id, "starts_on": "16/11/2026", "takes_over": "y"}

    assert ada.post(f"/administration/people/{dan}/appoint", data=data).status_code == 303

    post = Post("head", school_id)
    with office.looking():
        assert [one.person_id for one in holders([post])[post]] == [dan]
    assert ("head", school_id) not in held(office, "priya")
    assert office.kinds() == ["appointed"]


WRONG_APPOINTMENTS: tuple[tuple[dict[str, str], str], ...] = (
    ({"starts_on": "31/2/2026"}, "From must be a real date"),
    ({"ends_on": "16/11/2026"}, "It has to end after it begins"),
    ({"role": "delegate"}, "Dan Harbour holds this role at Saltmarsh Primary already"),
    ({"role": "improvement_lead"}, "This role is held at the trust: choose one"),
    ({"role": "owner"}, "Choose one of the options"),
    ({"role": "governor", "takes_over": "y"}, "Only a head or a hub's coordinator takes over from another"),
    ({"place_id": ""}, "Choose where"),
)


def test_what_is_wrong_with_an_appointment_is_told(office: Office, ada: Browser) -> None:
    dan = office.world.people["dan"]
    data = {"role": "head", "place_id": office.world.schools["saltmarsh"], "starts_on": "16/11/2026"}
    for changes, sentence in WRONG_APPOINTMENTS:
        answer = ada.post(f"/administration/people/{dan}/appoint", data={**data, **changes})

        assert (answer.status_code, sentence in main_words(answer)) == (422, True), sentence
    assert office.kinds() == []


def test_ending_an_appointment_today_takes_the_access_away_at_once(
    office: Office, ada: Browser, sign_in_as: Callable[..., Browser]
) -> None:
    lena = sign_in_as("lena")
    assert lena.get("/administration/hubs").status_code == 200

    answer = ada.post(
        f"/administration/appointments/{appointment_of(office, 'lena')}/end", data={"ends_on": "16/11/2026"}
    )

    assert answer.status_code == 303
    assert held(office, "lena") == set()
    assert lena.get("/administration/hubs").location.startswith("/sign-in")
    assert office.kinds() == ["appointment_ended"]


def test_the_last_administrator_stays(office: Office, ada: Browser) -> None:
    end = f"/administration/appointments/{appointment_of(office, 'ada')}/end"
    leaving = f"/administration/people/{office.world.people['ada']}/leaving"

    for path, data in ((end, {"ends_on": "1/1/2027"}), (leaving, {"sure": "y"})):
        answer = ada.post(path, data=data)
        assert answer.status_code == 422
        assert "This is the last administrator" in main_words(answer)

    assert office.kinds() == []
    assert held(office, "ada") == {("administrator", office.world.trust_id)}


def test_an_administrator_goes_once_there_is_another(office: Office, ada: Browser) -> None:
    lena, trust_id = office.world.people["lena"], office.world.trust_id
    data = {"role": "administrator", "place_id": trust_id, "starts_on": "16/11/2026"}
    ada.post(f"/administration/people/{lena}/appoint", data={**data, "ends_on": "1/1/2027"})
    end = f"/administration/appointments/{appointment_of(office, 'ada')}/end"
    assert ada.post(end, data={"ends_on": "16/11/2026"}).status_code == 422  # Lena's has an end

    with office.looking():
        found = select(Appointment).where(Appointment.person_id == lena, Appointment.role == "administrator")
        db.session.scalars(found).one().ends_on = None
        db.session.commit()

    assert ada.post(end, data={"ends_on": "16/11/2026"}).status_code == 303


def test_being_staff_ends_by_moving_or_leaving_alone(office: Office, ada: Browser) -> None:
    end = f"/administration/appointments/{appointment_of(office, 'tom')}/end"

    answer = ada.post(end, data={"ends_on": "16/11/2026"})

    assert answer.status_code == 422
    assert "Tom Harbour is based at this school" in main_words(answer)


def test_a_part_on_a_case_is_not_ended_here(office: Office, ada: Browser) -> None:
    with office.looking():
        part = db.session.scalars(select(Appointment.id).where(Appointment.role == "requester")).one()

    assert ada.get(f"/administration/appointments/{part}/end").status_code == 404


def test_days_to_give_are_set_for_a_year_and_go_back_to_the_usual(office: Office, ada: Browser) -> None:
    tom = office.world.people["tom"]
    path = f"/administration/people/{tom}/days/2026"

    assert ada.post(path, data={"days": "12½"}).status_code == 303
    with office.looking():
        assert db.session.scalars(select(Allowance.days)).all() == [12.5]
    assert ada.post(path, data={"days": "2.3"}).status_code == 422
    assert ada.post(path, data={"days": "201"}).status_code == 422
    assert ada.post(f"{path}/usual").status_code == 303
    with office.looking():
        assert db.session.scalars(select(Allowance.days)).all() == []
    assert office.kinds() == ["allowance_changed", "allowance_changed"]


def test_an_invitation_is_sent_again_and_once_a_press(office: Office, ada: Browser) -> None:
    path = f"/administration/people/{office.world.people['sam']}/invite"

    for _ in range(2):
        assert ada.post(path, data={"form_key": KEY}).status_code == 303

    assert office.kinds() == ["person_invited"]


def test_nobody_without_a_role_is_invited(office: Office, ada: Browser) -> None:
    with office.looking():
        nobody = Person(trust_id=office.world.trust_id, name="No Role", email="no@role.example")
        db.session.add(nobody)
        db.session.commit()
        path = f"/administration/people/{nobody.id}"

    ada.post(f"{path}/invite")

    assert "No Role has no role at present, so they could not sign in" in main_words(ada.get(path))
    assert office.kinds() == []


def test_leaving_shows_what_somebody_holds_and_who_can_hand_it_over(office: Office, ada: Browser) -> None:
    text = main_words(ada.get(f"/administration/people/{office.world.people['priya']}/leaving"))

    assert office.reference in text
    assert "Asha Harbour (coordinator) or Lena Harbour (improvement lead)" in text
    assert "Year 6 writing" not in text  # an administrator is no reader of the request


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
    assert held(office, "priya") == set()
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
    assert ("requester", office.ids["request"]) in held(office, "sam")
    assert ("requester", office.ids["request"]) not in held(office, "priya")
    lena.get(answer.location)  # says that it is handed over, once
    assert office.reference not in main_words(lena.get(answer.location))


def test_an_administrator_without_the_right_cannot_hand_over(office: Office, ada: Browser) -> None:
    priya, sam = office.world.people["priya"], office.world.people["sam"]
    path = f"/administration/people/{priya}/leaving/{office.reference}/requester"

    assert ada.post(path, data={"joining_id": sam}).status_code == 404
    assert ("requester", office.ids["request"]) in held(office, "priya")


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

    assert held(office, "lea") == {("staff", office.world.schools["gull_rock"])}
    assert office.kinds() == ["person_left", "person_back"]


def test_people_are_listed_in_pages_that_hold_each_of_them_once(office: Office, ada: Browser) -> None:
    with office.looking():
        for number in range(120):
            made = Person(
                trust_id=office.world.trust_id, name=f"Same {number % 7}", email=f"p{number}@x.example"
            )
            db.session.add(made)
        db.session.commit()
    seen: list[str] = []
    path = "/administration/people?q=x.example"
    while path:
        answer = ada.get(path)
        seen += [word for word in main_words(answer).split() if word.endswith("@x.example")]
        later = [part for part in answer.text.split('href="') if "after=" in part.split('"')[0]]
        path = later[0].split('"')[0].replace("&amp;", "&") if later else ""

    assert len(seen) == 120
    assert len(set(seen)) == 120


def test_who_has_never_signed_in_is_counted_and_listed(office: Office, ada: Browser) -> None:
    with office.looking():
        accounts.set_password(office.world.person("tom"), "lanterns over wet slate")
        db.session.commit()

    listed = main_words(ada.get("/administration/people?who=waiting"))

    assert "Sam Harbour" in listed
    assert "Tom Harbour" not in listed
    assert "10 people have never signed in" in main_words(ada.get("/administration"))


def test_an_appointment_that_is_over_does_not_come_back_by_a_later_end(office: Office, ada: Browser) -> None:
    end = f"/administration/appointments/{appointment_of(office, 'lena')}/end"
    ada.post(end, data={"ends_on": "16/11/2026"})

    answer = ada.post(end, data={"ends_on": "1/9/2027"})

    assert (answer.status_code, "This appointment has ended already" in main_words(answer)) == (422, True)
    assert held(office, "lena") == set()


def test_a_wrong_address_that_is_corrected_takes_its_link_along(office: Office, ada: Browser) -> None:
    tom = office.world.people["tom"]
    data = {
        "name": "Tom Harbour",
        "email": "tom.h@harbour.example",
        "school_id": office.world.schools["gull_rock"],
    }

    assert ada.post(f"/administration/people/{tom}/edit", data=data).status_code == 303

    text = main_words(ada.get(f"/administration/people/{tom}"))
    assert "Invited on 16 November 2026; the link no longer counts" in text


def test_somebody_based_at_a_closed_school_stays_there_when_they_are_edited(
    office: Office, ada: Browser
) -> None:
    tom, school_id = office.world.people["tom"], office.world.schools["gull_rock"]
    ada.post(f"/administration/schools/{school_id}/close", data={"closes_on": "16/11/2026"})
    data = {"name": "Thomas Harbour", "email": "tom@harbour.example", "school_id": school_id}

    assert ada.post(f"/administration/people/{tom}/edit", data=data).status_code == 303

    assert held(office, "tom") == {("staff", school_id)}


def test_two_administrators_cannot_end_each_other_at_once(
    office: Office, sign_in_as: Callable[..., Browser]
) -> None:
    with office.looking():
        other = appoint(office.world.person("lena"), "administrator", office.world.trust_id)
        db.session.commit()
        lenas = other.id
    presses = [(sign_in_as("ada"), lenas), (sign_in_as("lena"), appointment_of(office, "ada"))]

    def press(browser: Browser, appointment: int) -> int:
        path = f"/administration/appointments/{appointment}/end"
        return browser.post(path, data={"ends_on": "16/11/2026"}).status_code

    with ThreadPoolExecutor(2) as pool:
        found = [pool.submit(copy_context().run, partial(press, *one)) for one in presses]
        statuses = sorted(one.result() for one in found)

    assert statuses[0] == 303
    assert statuses[1] in (401, 404, 422)  # refused; or their own role was gone before they could ask
    with office.looking():
        post = Post("administrator", office.world.trust_id)
        assert len(holders([post])[post]) == 1
