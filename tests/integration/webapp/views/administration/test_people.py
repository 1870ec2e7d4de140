"""People are added, invited and edited; each change is recorded, and bad input is told plainly."""

from sqlalchemy import func, select

from tests.client import Browser, main_words
from tests.integration.webapp.views.administration.conftest import Office
from tests.world import World
from workflows import accounts
from workflows.database import db
from workflows.giving import Allowance
from workflows.messages import Message
from workflows.people import Person, Post, posts_of

KEY = "a-form-key-of-a-test-0001"


NEW = {"name": "Nia  Rees", "email": "Nia@Gullrock.Example", "job_title": "SENCO", "invite": "y"}


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

    assert office.held("tom") == {("staff", there)}
    assert office.kinds() == ["person_edited"]
    trail = main_words(ada.get("/administration/audit"))
    assert "Based at: Gull Rock Primary → Cliff View Primary" in trail


def test_saving_what_has_not_changed_records_nothing(office: Office, ada: Browser) -> None:
    lena = office.world.people["lena"]
    data = {"name": "Lena Harbour", "email": "lena@harbour.example", "job_title": "Improvement lead"}

    assert ada.post(f"/administration/people/{lena}/edit", data=data).status_code == 303

    assert office.kinds() == []


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

    assert office.held("tom") == {("staff", school_id)}
