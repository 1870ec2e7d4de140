"""Schools, people and hubs, as everybody in the trust finds and reads of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from urllib.parse import quote

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.client import Browser, main_words, words
from tests.client import parsed as tree_of
from tests.story import TITLE, Story
from tests.world import World
from workflows.database import db, scope
from workflows.giving import Expertise, Grant
from workflows.people import Person, appoint
from workflows.places import Phase, School, SchoolStatus

Become = Callable[..., Browser]


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
