"""Dates on a phone: arranged, answered by the link in a letter, moved, called off; and one found together."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.test_journeys import Town, choose, fill_in, open_newest_letter, press, said, tick
from tests.serving import Time

UNDER_WAY = "Reading fluency for pupils who join Year 3 below the standard"
AGREEING = "Early reading: phonics catch-up in Year 1 and 2"
VISITED = "Dawn Pettifer"


def opens(town: Town, who: str, title: str) -> Page:
    """They find a request by its title."""
    page = town.phone_of(who)
    page.goto("/support")
    page.get_by_role("link", name=title).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return page


def link_in_letter(town: Town, to: str, subject: str, path: str) -> str:
    """Where the link in the newest letter of this subject leads."""
    office = town.phone_of("Colin Pryce")
    open_newest_letter(office, to, subject)
    found = office.frame_locator("iframe").locator(f"a[href*='{path}']").first.get_attribute("href")
    assert found is not None
    return found


def saves(page: Page, button: str) -> None:
    """Press, and save it anyway if something stands in the way."""
    press(page, button)
    page.wait_for_load_state()
    if page.get_by_role("button", name="Save anyway").is_visible():
        press(page, "Save anyway")


def test_a_visit_is_arranged_answered_moved_and_called_off(
    open_demo: Callable[..., Page], time: Time
) -> None:
    town = Town(open_demo, time)
    tom = plans_a_visit(town)
    link = is_answered_by_link(town, tom)
    moves_it(town, tom)
    calls_it_off(town, tom, link)


def plans_a_visit(town: Town) -> Page:
    page = opens(town, "Tom Achebe", UNDER_WAY)
    choose(page, "Plan a visit", purpose="Read together", on="28/11/2026", starts="9", ends="15.30")
    press(page, "Plan the visit")
    said(page, "Saturday 28 November is at the weekend.")
    page.get_by_role("button", name="Use Monday 30 November, 9am to 3:30pm").click()
    said(page, "Monday 30 November, 9am to 3:30pm")
    return page


def is_answered_by_link(town: Town, tom: Page) -> str:
    link = link_in_letter(town, VISITED, "Invitation", "/answer/")
    reader = town.open_demo(width=320)
    reader.goto(link)
    said(reader, f"You are {VISITED}")
    fill_in(reader, comment="Come to the library")
    reader.get_by_role("button", name="Yes", exact=True).click()
    said(reader, "Your answer is saved. Thank you.")
    press(tom, "All dates and answers")
    said(tom, "by the link in the message")
    said(tom, "Come to the library")
    return link


def moves_it(town: Town, tom: Page) -> None:
    tom.locator("article").filter(has_text="Monday 30 November, 9am").get_by_role(
        "link", name="Change"
    ).first.click()
    expect(tom.get_by_label("From")).to_have_value("9am")
    fill_in(tom, on="1/12/2026")
    saves(tom, "Move the visit")
    said(tom, "Tuesday 1 December, 9am to 3:30pm")
    reader = town.open_demo(width=320)
    reader.goto(link_in_letter(town, VISITED, "Tuesday 1 December", "/answer/"))
    said(reader, "Tuesday 1 December, 9am to 3:30pm")
    expect(reader.get_by_role("main")).not_to_contain_text("Your answer")


def calls_it_off(town: Town, tom: Page, link: str) -> None:
    press(tom, "All dates and answers")
    tom.locator("article").filter(has_text="Tuesday 1 December, 9am").get_by_role(
        "link", name="Call off"
    ).click()
    fill_in(tom, reason="Snow")
    press(tom, "Call off a visit")
    said(tom, "Visit of Tuesday 1 December called off")
    reader = town.open_demo(width=320)
    reader.goto(link)
    said(reader, "This is off")


def test_a_date_is_found_from_offer_to_invitation(open_demo: Callable[..., Page], time: Time) -> None:
    town = Town(open_demo, time)
    priya = opens(town, "Priya Nair", AGREEING)
    press(priya, "All dates and answers")
    choose(
        priya, "Find a date", title="Walk round the school", answer_by="27/11/2026",
        options__0__on="2/12/2026", options__0__starts="10am", options__0__ends="11am",
        options__1__on="3/12/2026", options__1__starts="14:00", options__1__ends="15:00",
    )  # fmt: skip
    priya.get_by_label("Tom Achebe").check()
    press(priya, "Ask which times suit")
    said(priya, "Walk round the school")

    reader = town.open_demo(width=320)
    reader.goto(link_in_letter(town, "Tom Achebe", "Which times suit you?", "/times/"))
    tick(reader, "Wednesday 2 December, 10am to 11am", "No")
    tick(reader, "Thursday 3 December, 2pm to 3pm", "Yes")
    press(reader, "Send your answer")
    said(reader, "Your answer is saved. Thank you.")

    priya.reload()
    article = priya.locator("article").filter(has_text="Walk round the school")
    expect(article).to_contain_text("Suits most")
    article.get_by_role("link", name="Choose a time").or_(
        article.get_by_role("button", name="Choose a time")
    ).click()
    priya.get_by_label("Thursday 3 December, 2pm to 3pm").check()
    saves(priya, "Choose this time")
    said(priya, "Thursday 3 December, 2pm to 3pm")
    link_in_letter(town, "Tom Achebe", "Walk round the school", "/answer/")
