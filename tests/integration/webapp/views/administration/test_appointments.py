"""Appointments begin and end; each is recorded, and the last administrator stays."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial

from sqlalchemy import select

from tests.client import Browser, main_words
from tests.integration.webapp.views.administration.conftest import Office
from workflows.database import db
from workflows.people import Appointment, Post, appoint, holders


def test_a_new_head_takes_over_from_the_one_before(office: Office, ada: Browser) -> None:
    dan, school_id = office.world.people["dan"], office.world.schools["saltmarsh"]
    data = {"role": "head", "place_id": school_id, "starts_on": "16/11/2026", "takes_over": "y"}

    assert ada.post(f"/administration/people/{dan}/appoint", data=data).status_code == 303

    post = Post("head", school_id)
    with office.looking():
        assert [one.person_id for one in holders([post])[post]] == [dan]
    assert ("head", school_id) not in office.held("priya")
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
        f"/administration/appointments/{office.appointment_of('lena')}/end", data={"ends_on": "16/11/2026"}
    )

    assert answer.status_code == 303
    assert office.held("lena") == set()
    assert lena.get("/administration/hubs").location.startswith("/sign-in")
    assert office.kinds() == ["appointment_ended"]


def test_the_last_administrator_stays(office: Office, ada: Browser) -> None:
    end = f"/administration/appointments/{office.appointment_of('ada')}/end"
    leaving = f"/administration/people/{office.world.people['ada']}/leaving"

    for path, data in ((end, {"ends_on": "1/1/2027"}), (leaving, {"sure": "y"})):
        answer = ada.post(path, data=data)
        assert answer.status_code == 422
        assert "This is the last administrator" in main_words(answer)

    assert office.kinds() == []
    assert office.held("ada") == {("administrator", office.world.trust_id)}


def test_an_administrator_goes_once_there_is_another(office: Office, ada: Browser) -> None:
    lena, trust_id = office.world.people["lena"], office.world.trust_id
    data = {"role": "administrator", "place_id": trust_id, "starts_on": "16/11/2026"}
    ada.post(f"/administration/people/{lena}/appoint", data={**data, "ends_on": "1/1/2027"})
    end = f"/administration/appointments/{office.appointment_of('ada')}/end"
    assert ada.post(end, data={"ends_on": "16/11/2026"}).status_code == 422  # Lena's has an end

    with office.looking():
        found = select(Appointment).where(Appointment.person_id == lena, Appointment.role == "administrator")
        db.session.scalars(found).one().ends_on = None
        db.session.commit()

    assert ada.post(end, data={"ends_on": "16/11/2026"}).status_code == 303


def test_being_staff_ends_by_moving_or_leaving_alone(office: Office, ada: Browser) -> None:
    end = f"/administration/appointments/{office.appointment_of('tom')}/end"

    answer = ada.post(end, data={"ends_on": "16/11/2026"})

    assert answer.status_code == 422
    assert "Tom Harbour is based at this school" in main_words(answer)


def test_a_part_on_a_case_is_not_ended_here(office: Office, ada: Browser) -> None:
    with office.looking():
        part = db.session.scalars(select(Appointment.id).where(Appointment.role == "requester")).one()

    assert ada.get(f"/administration/appointments/{part}/end").status_code == 404


def test_an_appointment_that_is_over_does_not_come_back_by_a_later_end(office: Office, ada: Browser) -> None:
    end = f"/administration/appointments/{office.appointment_of('lena')}/end"
    ada.post(end, data={"ends_on": "16/11/2026"})

    answer = ada.post(end, data={"ends_on": "1/9/2027"})

    assert (answer.status_code, "This appointment has ended already" in main_words(answer)) == (422, True)
    assert office.held("lena") == set()


def test_two_administrators_cannot_end_each_other_at_once(
    office: Office, sign_in_as: Callable[..., Browser]
) -> None:
    with office.looking():
        other = appoint(office.world.person("lena"), "administrator", office.world.trust_id)
        db.session.commit()
        lenas = other.id
    presses = [(sign_in_as("ada"), lenas), (sign_in_as("lena"), office.appointment_of("ada"))]

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
