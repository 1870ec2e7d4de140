"""Every page of administration: for those who look after it, and for nobody else."""

from collections.abc import Callable

from flask import Flask

from tests.client import Browser
from tests.integration.webapp.views.administration.conftest import Office
from tests.world import World

BOTH = (
    "",
    "/hubs",
    "/hubs/new",
    "/hubs/{hub}",
    "/hubs/{hub}/edit",
    "/hubs/{hub}/add-school",
    "/hubs/{hub}/coordinator",
    "/hubs/memberships/{membership}/end",
    "/term-dates",
    "/term-dates/2026",
    "/term-dates/2027?copy=yes",
    "/schools/{school}/term-dates/2026",
    "/focus-areas",
    "/focus-areas/new",
    "/focus-areas/{area}",
)
ADMINISTRATORS_ONLY = (
    "/schools",
    "/schools/new",
    "/schools/{school}",
    "/schools/{school}/edit",
    "/schools/{school}/close",
    "/people",
    "/people?q=tom&who=waiting&school={school}",
    "/people/new",
    "/people/{person}",
    "/people/{person}/edit",
    "/people/{person}/appoint",
    "/people/{person}/days/2026",
    "/people/{person}/leaving",
    "/appointments/{appointment}/end",
    "/settings",
    "/settings/roles",
    "/reminders",
    "/messages",
    "/messages?person=tom&status=queued&kind=account/invitation&from_on=1/9/2026",
    "/messages/{message}",
    "/messages/addresses",
    "/audit",
    "/audit/check",
)
OTHERS = ("priya", "dan", "sam", "gita", "lea", "asha")


def address(path: str, office: Office) -> str:
    world = office.world
    ids = {"school": world.schools["saltmarsh"], "person": world.people["priya"], **office.ids}
    return "/administration" + path.format(**ids)


def test_an_administrator_opens_every_page_in_few_statements(
    office: Office, sign_in_as: Callable[..., Browser], statements: list[str]
) -> None:
    browser = sign_in_as("ada")
    for path in (*BOTH, *ADMINISTRATORS_ONLY):
        statements.clear()

        answer = browser.get(address(path, office))

        assert answer.status_code == 200, path
        assert len(statements) <= 12, "\n".join((path, *statements))


def test_the_improvement_lead_opens_hubs_term_dates_and_focus_areas_alone(
    office: Office, sign_in_as: Callable[..., Browser]
) -> None:
    browser = sign_in_as("lena")

    assert {path: browser.get(address(path, office)).status_code for path in BOTH} == dict.fromkeys(BOTH, 200)
    denied = {path: browser.get(address(path, office)).status_code for path in ADMINISTRATORS_ONLY}
    assert denied == dict.fromkeys(ADMINISTRATORS_ONLY, 404)


def test_to_everybody_else_no_page_of_administration_exists(
    office: Office, sign_in_as: Callable[..., Browser]
) -> None:
    pages = (*BOTH, *ADMINISTRATORS_ONLY)
    for name in OTHERS:
        browser = sign_in_as(name)
        found = {path: browser.get(address(path, office)).status_code for path in pages}
        assert found == dict.fromkeys(pages, 404), name


def test_nothing_can_be_pressed_by_those_who_may_not_see_it(
    office: Office, app: Flask, sign_in_as: Callable[..., Browser]
) -> None:
    before = office.kinds()
    pressed = []
    for rule in app.url_map.iter_rules():
        if str(rule.endpoint).startswith("administration.") and "POST" in (rule.methods or ()):
            path = str(rule).replace("<reference>", office.reference).replace("<role>", "requester")
            for name in ("int:year", "int:person_id", "int:school_id", "int:hub_id"):
                path = path.replace(f"<{name}>", "2026" if name == "int:year" else "1")
            pressed.append(
                "".join(
                    "1" if part.startswith("int:") else part for part in path.replace(">", "<").split("<")
                )
            )

    for name in ("sam", "gita", "asha"):
        browser = sign_in_as(name)
        assert {path: browser.post(path).status_code for path in pressed} == dict.fromkeys(pressed, 404)
    assert office.kinds() == before


def test_rows_of_another_trust_do_not_exist(
    office: Office, fellside: World, sign_in_as: Callable[..., Browser]
) -> None:
    browser = sign_in_as("ada", world=fellside)

    found = {
        path: browser.get(address(path, office)).status_code
        for path in (*BOTH, *ADMINISTRATORS_ONLY)
        if "/{" in path
    }

    assert found == dict.fromkeys(found, 404)


def test_what_is_not_there_is_a_plain_404(office: Office, sign_in_as: Callable[..., Browser]) -> None:
    browser = sign_in_as("ada")
    for path in ("/people/0", "/people/99999999999999999999", "/schools/4294967296/edit", "/term-dates/9999"):
        assert browser.get(f"/administration{path}").status_code == 404, path


def test_a_page_from_a_key_that_makes_no_sense_is_still_a_page(
    office: Office, sign_in_as: Callable[..., Browser]
) -> None:
    browser = sign_in_as("ada")
    for path in ("/administration/people", "/administration/messages", "/administration/audit", "/mailbox"):
        for key in ("after=x", "before=99999999999999999999", "after=0", "before=²", "after=5&before=5"):
            assert browser.get(f"{path}?{key}").status_code == 200, (path, key)
