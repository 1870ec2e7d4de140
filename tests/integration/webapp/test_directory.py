"""The directory as people of the trust see it, and what they may say of themselves in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import Engine, event, select
from werkzeug.test import TestResponse

from tests.client import Browser, main_words, words
from tests.client import parsed as tree_of
from tests.pressing import buttons_on, fill_in
from tests.story import TITLE, Story
from tests.world import World
from workflows.administration import hubs
from workflows.database import db, scope
from workflows.events import Event
from workflows.focus_tree import plant_focus_areas
from workflows.giving import Conflict, Expertise, FocusArea, Grant
from workflows.people import Person, appoint
from workflows.places import Phase, School, SchoolStatus, Trust

Become = Callable[..., Browser]


@pytest.fixture
def places(app: Flask, harbour: World) -> dict[str, int]:
    """A hub with Saltmarsh in it, the usual focus areas, Gull Rock strong in assessment, Tom in reading."""
    with app.app_context(), scope(harbour.trust_id):
        ada = harbour.person("ada")
        plant_focus_areas(db.session.get_one(Trust, harbour.trust_id))
        hub = hubs.create_hub(hubs.HubDetails(name="East hub", purpose="Reading together"), ada)
        hubs.add_school(
            hub, hubs.Joining(school_id=harbour.schools["saltmarsh"], starts_on=date(2026, 9, 1)), ada
        )
        appoint(harbour.person("asha"), "coordinator", hub.id)
        areas = {area.name: area.id for area in db.session.scalars(select(FocusArea))}
        strong = {"trust_id": harbour.trust_id, "phase": Phase.PRIMARY}
        db.session.add(
            Expertise(
                school_id=harbour.schools["gull_rock"],
                focus_area_id=areas["Assessment"],
                offer="See our marking",
                **strong,
            )
        )
        db.session.add(
            Expertise(
                person_id=harbour.people["tom"], focus_area_id=areas["Early reading and phonics"], **strong
            )
        )
        db.session.commit()
        return {**areas, "hub": hub.id}


@pytest.fixture
def story(app: Flask, harbour: World, sign_in_as: Become) -> Story:
    """A request that has not begun yet, and everybody who will have a part in it."""
    return Story(harbour, sign_in_as, app)


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """Every statement that reaches the database."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith(("SELECT", "INSERT", "UPDATE", "DELETE")) and "set_config" not in statement:
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield seen
    event.remove(Engine, "before_cursor_execute", note)


def rows_of(answer: TestResponse) -> list[str]:
    """What the first cell of each row of the page's table says."""
    heads = (one for one in tree_of(answer).iter("th") if one.get("scope") == "row")
    return [words(one) for one in heads]


def test_everybody_sees_every_open_school(sign_in_as: Become, places: dict[str, int]) -> None:
    for who in ("priya", "sam", "gita", "asha", "ada"):
        assert rows_of(sign_in_as(who).get("/directory")) == [
            "Cliff View Primary", "Gull Rock Primary", "Saltmarsh Primary",
        ]  # fmt: skip


def test_schools_are_found_by_name_urn_phase_hub_and_strength(
    sign_in_as: Become, app: Flask, harbour: World, places: dict[str, int]
) -> None:
    with app.app_context(), scope(harbour.trust_id):
        urn = harbour.school("cliff_view").urn
        harbour.school("cliff_view").phase = Phase.SECONDARY
        db.session.commit()
    browser = sign_in_as("sam")

    def found(query: str) -> list[str]:
        return [name.split()[0] for name in rows_of(browser.get(f"/directory?{query}"))]

    assert found("q=SALT") == ["Saltmarsh"]
    assert found(f"q={urn}") == ["Cliff"]
    assert found("phase=Secondary") == ["Cliff"]
    assert found(f"hub={places['hub']}") == ["Saltmarsh"]
    assert found(f"focus={places['Assessment']}") == ["Gull"]
    assert found(f"focus={places['Classroom practice']}") == ["Gull"]  # the ring that assessment lies in
    assert found(f"focus={places['Mathematics']}") == []
    assert found(f"q={quote('%')}") == []


def test_a_question_that_makes_no_sense_is_no_fault(sign_in_as: Become, places: dict[str, int]) -> None:
    browser = sign_in_as("sam")
    for query in ("hub=x", "phase=Upper", f"focus={10**20}", "after=abc", f"before={10**20}", "q=%00"):
        for page in ("/directory", "/directory/people"):
            assert browser.get(f"{page}?{query}").status_code == 200, query


def test_schools_that_closed_are_there_when_asked_for(
    sign_in_as: Become, app: Flask, harbour: World, places: dict[str, int]
) -> None:
    with app.app_context(), scope(harbour.trust_id):
        harbour.school("cliff_view").status = SchoolStatus.CLOSED
        db.session.commit()
    browser = sign_in_as("sam")

    assert "Cliff View" not in main_words(browser.get("/directory"))
    assert "Cliff View Primary Closed" in rows_of(browser.get("/directory?every=y"))


def test_a_school_says_what_it_is_strong_in_and_working_on(
    sign_in_as: Become, app: Flask, harbour: World, places: dict[str, int]
) -> None:
    with app.app_context(), scope(harbour.trust_id):
        harbour.school("gull_rock").working_on = "Writing in Year 6"
        db.session.commit()
    page = main_words(sign_in_as("sam").get(f"/directory/schools/{harbour.schools['gull_rock']}"))

    assert "Assessment, primary See our marking" in page
    assert "Writing in Year 6" in page
    assert "Marta Harbour" in page
    assert "Change what you are" not in page


def test_a_web_address_of_another_kind_leads_nowhere(sign_in_as: Become, app: Flask, harbour: World) -> None:
    with app.app_context(), scope(harbour.trust_id):
        harbour.school("gull_rock").website = "javascript:alert(1)"
        db.session.commit()

    assert (
        'href="javascript'
        not in sign_in_as("sam").get(f"/directory/schools/{harbour.schools['gull_rock']}").text
    )


def test_open_support_is_shown_to_those_who_may_see_it_alone(story: Story) -> None:
    story.is_under_way()
    page = f"/directory/schools/{story.world.schools['saltmarsh']}"

    for who in ("priya", "marta", "tom", "lena"):
        assert TITLE in main_words(story.of(who).get(page))
    for who in ("sam", "gita", "carol", "una", "ada"):
        assert TITLE not in main_words(story.of(who).get(page))


def test_days_given_and_received_are_those_of_recorded_visits(story: Story, app: Flask) -> None:
    story.is_under_way()
    with app.app_context(), scope(story.world.trust_id):
        db.session.scalars(select(Grant)).one().used = 2.5
        db.session.commit()
    schools = story.world.schools

    assert "Given 2½ days Received no days" in main_words(
        story.of("sam").get(f"/directory/schools/{schools['gull_rock']}")
    )
    assert "Given no days Received 2½ days" in main_words(
        story.of("sam").get(f"/directory/schools/{schools['saltmarsh']}")
    )


def test_people_are_found_by_name_school_and_strength(
    sign_in_as: Become, harbour: World, places: dict[str, int]
) -> None:
    browser = sign_in_as("sam")

    def found(query: str) -> list[str]:
        return [name.split()[0] for name in rows_of(browser.get(f"/directory/people?{query}"))]

    assert len(found("")) == 12
    assert found("q=tom") == ["Tom"]
    assert found(f"school={harbour.schools['gull_rock']}") == ["Lea", "Marta", "Tom"]
    assert found(f"focus={places['Early reading and phonics']}") == ["Tom"]
    assert found(f"focus={places['English']}") == ["Tom"]


def test_those_who_have_left_or_hold_nothing_are_not_listed(
    sign_in_as: Become, app: Flask, harbour: World
) -> None:
    with app.app_context(), scope(harbour.trust_id):
        harbour.person("tom").left_on = date(2026, 11, 1)
        db.session.add(Person(trust_id=harbour.trust_id, name="Nobody Here", email="nobody@harbour.example"))
        db.session.commit()
    page = main_words(sign_in_as("sam").get("/directory/people"))

    assert "Tom Harbour" not in page
    assert "Nobody Here" not in page


def test_long_lists_go_from_page_to_page_and_back(sign_in_as: Become, app: Flask, harbour: World) -> None:
    with app.app_context(), scope(harbour.trust_id):
        for number in range(60):
            person = Person(
                trust_id=harbour.trust_id, name=f"Many {number:02}", email=f"m{number}@harbour.example"
            )
            db.session.add(person)
            db.session.flush()
            appoint(person, "staff", harbour.schools["saltmarsh"])
        db.session.commit()
    browser = sign_in_as("sam")
    first = browser.get("/directory/people?q=many")
    (later,) = [one.get("href") for one in tree_of(first).iter("a") if one.get("rel") == "next"]
    second = browser.get(str(later))
    (earlier,) = [one.get("href") for one in tree_of(second).iter("a") if one.get("rel") == "prev"]

    names = [*rows_of(first), *rows_of(second)]
    assert names == [f"Many {number:02}" for number in range(60)]
    assert rows_of(browser.get(str(earlier))) == rows_of(first)


def test_a_person_has_roles_in_words_strengths_and_days_left(story: Story, app: Flask) -> None:
    story.is_under_way()
    with app.app_context(), scope(story.world.trust_id):
        grant = db.session.scalars(select(Grant)).one()
        days = grant.days
        grant.used = 1
        db.session.commit()
    page = main_words(story.of("sam").get(f"/directory/people/{story.world.people['tom']}"))

    assert "Staff, Gull Rock Primary" in page
    assert f"{days:g} of 15 days given away" in page
    assert f"{15 - days:g} days left; 1 day used so far" in page


def test_governors_and_the_central_team_have_no_days_to_give(sign_in_as: Become, harbour: World) -> None:
    for who in ("gita", "lena"):
        page = main_words(sign_in_as("sam").get(f"/directory/people/{harbour.people[who]}"))
        assert "Days to give" not in page


def test_hubs_name_their_coordinator_and_schools(sign_in_as: Become, places: dict[str, int]) -> None:
    page = main_words(sign_in_as("sam").get("/directory/hubs"))

    assert "Reading together Coordinator Asha Harbour Schools Saltmarsh Primary" in page


def test_nothing_of_another_trust_is_there(
    sign_in_as: Become, harbour: World, fellside: World, places: dict[str, int]
) -> None:
    browser = sign_in_as("sam", fellside)

    assert "Tom Harbour" not in main_words(browser.get("/directory/people"))
    for page in (f"schools/{harbour.schools['gull_rock']}", f"people/{harbour.people['tom']}"):
        assert browser.get(f"/directory/{page}").status_code == 404
    assert "East hub" not in main_words(browser.get("/directory/hubs"))


def test_a_person_says_what_they_can_offer_and_takes_it_back(
    sign_in_as: Become, app: Flask, harbour: World, places: dict[str, int]
) -> None:
    browser = sign_in_as("sam")
    area = str(places["Mathematics"])
    strength = {"focus_area_id": area, "phase": "Primary", "offer": "Fractions"}
    answer = fill_in(browser, "/directory/my-strengths", button="Add it", **strength)
    assert answer.status_code == 303
    assert "Mathematics, primary Fractions" in main_words(
        browser.get(f"/directory/people/{harbour.people['sam']}")
    )

    again = fill_in(browser, "/directory/my-strengths", button="Add it", **strength)
    assert again.status_code == 422
    assert "Mathematics is there already for this phase" in main_words(again)

    fill_in(browser, "/directory/my-strengths", button="Take out Mathematics")
    assert "Fractions" not in main_words(browser.get("/directory/my-strengths"))
    with app.app_context(), scope(harbour.trust_id):
        kinds = db.session.scalars(
            select(Event.kind).where(Event.place_id == harbour.schools["saltmarsh"])
        ).all()
    assert kinds == ["strength_added", "strength_removed"]


def test_a_strength_has_to_be_about_something(sign_in_as: Become, places: dict[str, int]) -> None:
    answer = fill_in(sign_in_as("sam"), "/directory/my-strengths", button="Add it")

    assert answer.status_code == 422
    assert "Choose what it is about" in main_words(answer)


def test_nobody_takes_out_what_is_another_persons(
    sign_in_as: Become, app: Flask, harbour: World, places: dict[str, int]
) -> None:
    with app.app_context(), scope(harbour.trust_id):
        toms = db.session.scalars(select(Expertise.id).where(Expertise.person_id.is_not(None))).one()
    sign_in_as("sam").post(f"/directory/my-strengths/{toms}/remove", data={})
    sign_in_as("priya").post(
        f"/directory/schools/{harbour.schools['saltmarsh']}/strengths/{toms}/remove", data={}
    )

    with app.app_context(), scope(harbour.trust_id):
        assert db.session.get(Expertise, toms) is not None


def test_a_head_says_what_their_school_is_strong_in_and_working_on(
    sign_in_as: Become, app: Flask, harbour: World, places: dict[str, int]
) -> None:
    browser, home = sign_in_as("priya"), f"/directory/schools/{harbour.schools['saltmarsh']}"
    assert "Change what you are strong in" in main_words(browser.get(home))
    fill_in(browser, f"{home}/strengths", button="Add it", focus_area_id=str(places["SEND"]), offer="Visits")
    fill_in(browser, f"{home}/working-on", button="Save", working_on="Writing\n\nin Year 6")

    page = main_words(browser.get(home))
    assert "SEND Visits" in page
    assert "Writing" in page
    with app.app_context(), scope(harbour.trust_id):
        rows = db.session.execute(
            select(Event.kind, Event.details).where(Event.place_id == harbour.schools["saltmarsh"])
        ).all()
    assert [row.kind for row in rows] == ["strength_added", "school_edited"]
    assert rows[1].details["changed"] == {"working_on": ["", "Writing\n\nin Year 6"]}


def test_only_its_own_head_speaks_for_a_school(sign_in_as: Become, harbour: World) -> None:
    for who in ("marta", "sam", "gita", "ada", "lena"):
        for page in ("strengths", "working-on"):
            answer = sign_in_as(who).get(f"/directory/schools/{harbour.schools['saltmarsh']}/{page}")
            assert answer.status_code == 404


def test_governors_read_and_change_nothing(
    sign_in_as: Become, harbour: World, places: dict[str, int]
) -> None:
    answer = sign_in_as("gita").post("/directory/my-strengths", data={"focus_area_id": str(places["SEND"])})

    assert answer.status_code == 403
    own = sign_in_as("gita").get(f"/directory/people/{harbour.people['gita']}")
    assert "Change what you can offer" not in main_words(own)


def test_a_conflict_is_seen_by_whoever_declares_it_and_the_central_team(
    sign_in_as: Become, app: Flask, harbour: World
) -> None:
    cliff_view = str(harbour.schools["cliff_view"])
    answer = fill_in(
        sign_in_as("tom"), "/directory/conflicts", with_school_id=cliff_view, reason="my sister is the head"
    )
    assert answer.status_code == 303
    assert "My sister is the head" in main_words(sign_in_as("tom").get("/directory/conflicts"))
    assert "Tom Harbour Cliff View Primary My sister" in main_words(
        sign_in_as("lena").get("/directory/conflicts/all")
    )
    for who in ("marta", "asha", "ada", "sam"):
        assert sign_in_as(who).get("/directory/conflicts/all").status_code == 404
        assert "sister" not in main_words(sign_in_as(who).get("/directory/conflicts"))
        assert "sister" not in main_words(sign_in_as(who).get(f"/directory/people/{harbour.people['tom']}"))
    with app.app_context(), scope(harbour.trust_id):
        entry = db.session.scalars(select(Event)).one()
    assert (entry.kind, "sister" in str(entry.details), cliff_view in str(entry.details)) == (
        "conflict_declared", False, False,
    )  # fmt: skip


def test_a_conflict_is_with_one_other_and_has_a_reason(sign_in_as: Become, harbour: World) -> None:
    school = {"with_school_id": str(harbour.schools["cliff_view"])}
    person = {"with_person_id": str(harbour.people["carol"])}
    why = {"reason": "Family"}
    browser = sign_in_as("tom")
    for typed, problem in (
        (school, "Say what it is"),
        (why, "Choose a school or a person, and not both"),
        (school | person | why, "Choose a school or a person, and not both"),
    ):
        answer = fill_in(browser, "/directory/conflicts", **typed)
        assert answer.status_code == 422
        assert problem in main_words(answer)


def test_a_conflict_is_not_declared_twice_and_ends_on_the_day_it_is_over(
    sign_in_as: Become, app: Flask, harbour: World
) -> None:
    browser, carol = sign_in_as("tom"), str(harbour.people["carol"])
    fill_in(browser, "/directory/conflicts", button="Declare it", with_person_id=carol, reason="Family")
    again = fill_in(
        browser, "/directory/conflicts", button="Declare it", with_person_id=carol, reason="Family"
    )
    assert "You have declared this already" in main_words(again)

    fill_in(browser, "/directory/conflicts", button="It is over with Carol Harbour")
    assert "until 16 November 2026 Over" in main_words(browser.get("/directory/conflicts"))
    assert "It is over with Carol Harbour" not in buttons_on(browser.get("/directory/conflicts"))


def test_nobody_ends_anothers_conflict(sign_in_as: Become, app: Flask, harbour: World) -> None:
    carol = str(harbour.people["carol"])
    fill_in(sign_in_as("tom"), "/directory/conflicts", with_person_id=carol, reason="Family")
    with app.app_context(), scope(harbour.trust_id):
        conflict_id = db.session.scalars(select(Conflict.id)).one()
    sign_in_as("carol").post(f"/directory/conflicts/{conflict_id}/end", data={})

    with app.app_context(), scope(harbour.trust_id):
        assert db.session.get_one(Conflict, conflict_id).ends_on is None


def test_what_belongs_to_another_trust_cannot_be_named_in_a_conflict(
    sign_in_as: Become, harbour: World, fellside: World
) -> None:
    answer = sign_in_as("tom").post(
        "/directory/conflicts", data={"with_person_id": str(fellside.people["tom"]), "reason": "x"}
    )

    assert answer.status_code == 422


PAGES = ("", "/people", "/hubs", "/schools/{gull_rock}", "/people/{tom}", "/my-strengths", "/conflicts")


def test_a_page_takes_at_most_twelve_statements_however_many_schools_there_are(
    sign_in_as: Become, app: Flask, harbour: World, places: dict[str, int], statements: list[str]
) -> None:
    trust_id = harbour.trust_id
    with app.app_context(), scope(trust_id):
        for number in range(40):
            school = School(trust_id=trust_id, owner_id=trust_id, name=f"S{number}", urn=str(200000 + number))
            db.session.add(school)
            db.session.flush()
            strong = Expertise(trust_id=trust_id, school_id=school.id, focus_area_id=places["Assessment"])
            db.session.add(strong)
        db.session.commit()
    browser = sign_in_as("lena")
    for page in PAGES:
        statements.clear()
        answer = browser.get(f"/directory{page.format(**harbour.schools, **harbour.people)}")
        assert answer.status_code == 200
        assert len(statements) <= 12, (page, statements)
