"""The main jobs of the product, on a phone, as the different people, who press only what they see."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from tests.serving import Time

TITLE = "Early reading: phonics catch-up in Years 1 and 2"
AN_OLD_PASSWORD = "violet lantern before breakfast"
A_NEW_PASSWORD = "seven herons over the marsh"


@dataclass
class Town:
    """Everybody with their phone."""

    open_demo: Callable[..., Page]
    time: Time
    phones: dict[str, Page] = field(default_factory=dict)

    def phone_of(self, name: str) -> Page:
        """Their phone, on which they are signed in."""
        if name not in self.phones:
            self.phones[name] = self.open_demo(width=320)
            become(self.phones[name], name)
        return self.phones[name]

    def later(self, moment: datetime) -> None:
        """Time passes, sign-ins run out, and everybody signs in again when they next need to."""
        self.time.moment = moment
        self.phones.clear()

    def reads_mail(self, name: str, subject: str) -> Page:
        """They open the newest letter with this subject, and follow its button."""
        page = self.phone_of(name)
        open_newest_letter(page, name, subject)
        page.frame_locator("iframe").locator("a").first.click()
        page.wait_for_url(re.compile(r"/(support|actions)/[A-Z]+-"))
        return page

    def takes_up(self, name: str, turn: str) -> Page:
        """They find it among their turns on Today."""
        page = self.phone_of(name)
        page.goto("/")
        page.get_by_role("link", name=turn).filter(has_text=TITLE).first.click()
        return page


def become(page: Page, name: str) -> None:
    page.goto("/sign-in")
    page.get_by_role("button", name=f"Become {name}").click()
    page.wait_for_url("/")


def open_newest_letter(page: Page, name: str, subject: str = "") -> None:
    """What is waiting is delivered; then the newest letter to somebody, with this in its subject."""
    page.goto("/mailbox")
    if page.get_by_role("button", name="Deliver these now").is_visible():
        page.get_by_role("button", name="Deliver these now").click()
        expect(page.get_by_text("Delivered: ")).to_be_visible()
        page.wait_for_load_state()
    page.get_by_text("Filter", exact=True).click()
    pick(page, "To", f"{name}, ")
    page.get_by_role("button", name="Show").click()
    page.locator(".app-letters__subject").filter(has_text=subject).first.click()


def choose(page: Page, name: str, **typed: str) -> None:
    """Press a link or button that leads to a step's page, and type into it."""
    press(page, name)
    fill_in(page, **typed)


def press(page: Page, name: str) -> None:
    """A link that looks like a button counts as one."""
    found = page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name))
    found.first.click()


def fill_in(page: Page, **typed: str) -> None:
    for name, text in typed.items():
        page.locator(f"[name='{name.replace('__', '-')}']").fill(text)


def tick(page: Page, group: str, answer: str) -> None:
    page.get_by_role("group", name=group).get_by_label(answer, exact=True).check()


def pick(page: Page, label: str, words: str) -> None:
    """Choose the first of a list that has these words."""
    choices = page.get_by_label(label, exact=True)
    choices.select_option(choices.get_by_role("option").filter(has_text=words).first.get_attribute("value"))


def said(page: Page, words: str) -> None:
    """The page after a press says what came of it, and nothing on it is wider than the phone."""
    expect(page.get_by_role("main")).to_contain_text(words)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_request_goes_from_draft_to_closed_by_the_mail_and_the_buttons_that_people_see(
    open_demo: Callable[..., Page], time: Time
) -> None:
    town = Town(open_demo, time)
    asks_for_support(town)
    is_given_a_giver(town)
    agrees_on_a_plan(town)
    is_supported(town)
    looks_back(town)
    everybody_was_told(town)


def asks_for_support(town: Town) -> None:
    page = town.phone_of("Priya Nair")
    press(page, "Menu")
    page.get_by_role("link", name="Support", exact=True).click()
    choose(
        page,
        "Ask for support",
        title=TITLE,
        need="A third of Year 1 cannot blend yet.",
        difference="They read simple words with confidence by Easter.",
        evidence="The phonics data of October.",
        wanted_from="23/11/2026",
        wanted_until="26/3/2027",
        contact="Daniel Osei, in the school office",
    )
    pick(page, "What is it about?", "Early reading")
    press(page, "Save and continue")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    press(page, "Send the request")
    said(page, "Request sent. Thank you.")


def is_given_a_giver(town: Town) -> None:
    page = town.reads_mail("Eleanor Graves", f"Your turn: decide on “{TITLE}”")
    press(page, "Accept and choose a coordinator")
    tick(page, "What kind of support does this need?", "Deployment")
    tick(page, "How soon is it needed?", "Soon")
    pick(page, "Who will find the support?", "Asha Bell")
    press(page, "Accept the request")
    said(page, "Accepted. Thank you.")

    page = town.reads_mail("Asha Bell", f"Your turn: find support for “{TITLE}”")
    choose(page, "Ask Gull Rock Academy about Tom Achebe", days="3", message="Could Tom help?")
    press(page, "Ask this school")
    said(page, "School asked. Thank you.")

    page = town.reads_mail("Marta Kowalska", f"Your turn: release a giver for “{TITLE}”")
    press(page, "Release a giver")
    expect(page.get_by_label("Who will give this support?")).to_contain_text("Tom Achebe")
    press(page, "Release a giver")
    said(page, "Giver released. Thank you.")


def agrees_on_a_plan(town: Town) -> None:
    page = town.reads_mail("Tom Achebe", f"Your turn: sign the plan for “{TITLE}”")
    choose(
        page,
        "Write the plan",
        measures__0="Every adult teaches the same routine",
        frequency="one day a fortnight",
        first_contact_on="18/11/2026",
        exit_plan="The phonics lead carries on.",
    )
    press(page, "Save the plan")
    said(page, "Plan changed. Thank you.")
    press(page, "Sign the plan")
    said(page, "Plan signed. Thank you.")
    for name in ("Priya Nair", "Marta Kowalska"):
        page = town.reads_mail(name, f"Your turn: sign the plan for “{TITLE}”")
        press(page, "Sign the plan")
        said(page, "Plan signed. Thank you.")


def is_supported(town: Town) -> None:
    page = town.reads_mail("Tom Achebe", f"Your turn: plan or record the next visit for “{TITLE}”")
    choose(page, "Plan a visit", on="18/11/2026", purpose="Watch, and teach together")
    press(page, "Plan the visit")
    said(page, "The next visit is on Wednesday 18 November")

    town.later(datetime(2026, 11, 18, 16, 0, tzinfo=UTC))
    page = town.takes_up("Tom Achebe", "Plan or record the next visit")
    choose(page, "Record a visit", what_happened="Taught two lessons together.", next_steps="Try it daily.")
    press(page, "Save the record")
    said(page, "Visit recorded. Thank you.")
    press(page, "Finish the support")
    press(page, "Finish the support")
    said(page, "Support finished. Thank you.")


def looks_back(town: Town) -> None:
    page = town.takes_up("Tom Achebe", "Say what has changed")
    choose(page, "Add the giver's view", view="They were ready for it.")
    press(page, "Save your view")
    said(page, "Giver's view added. Thank you.")
    page = town.reads_mail("Priya Nair", f"Your turn: say what has changed with “{TITLE}”")
    press(page, "Evaluate")
    tick(page, "How far was this reached?", "Achieved")
    page.get_by_label("How do you know?").fill("Seen in every room.")
    tick(page, "Was it worth the days?", "Yes")
    press(page, "Save the evaluation")
    said(page, "Evaluated. Thank you.")

    town.later(datetime(2027, 1, 20, 9, 0, tzinfo=UTC))
    page = town.takes_up("Priya Nair", "Look back after six weeks")
    choose(page, "It is sustained", now="Every class does it daily.")
    press(page, "It is sustained")
    said(page, "Sustained after six weeks. Thank you.")
    town.later(datetime(2027, 4, 21, 9, 0, tzinfo=UTC))
    page = town.takes_up("Priya Nair", "Look back next term")
    choose(page, "It is still sustained", now="It is how we teach now.")
    press(page, "It is still sustained")
    said(page, "Closed")


def everybody_was_told(town: Town) -> None:
    for name in ("Asha Bell", "Tom Achebe", "Marta Kowalska"):
        page = town.reads_mail(name, f"{TITLE}")
        said(page, "Sustained next term by Priya Nair")
        expect(page.get_by_text("Closed").first).to_be_visible()


def test_somebody_is_invited_signs_in_forgets_their_password_and_signs_out_everywhere(
    open_demo: Callable[..., Page],
) -> None:
    office, phone, laptop = open_demo(width=320), open_demo(width=320), open_demo()
    become(office, "Colin Pryce")
    adds_a_person(office)
    follows_link_in_mail(office, phone, "/welcome/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Welcome, Grace")
    fill_in(phone, password="harbour")
    press(phone, "Choose this password")
    expect(phone.get_by_role("alert")).to_contain_text("12")
    fill_in(phone, password=AN_OLD_PASSWORD)
    press(phone, "Choose this password")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Today")

    signs_in(laptop, AN_OLD_PASSWORD)
    phone.goto("/account")
    press(phone, "Sign out everywhere else")
    said(phone, "Every other device of yours is signed out.")
    laptop.goto("/account")
    expect(laptop.get_by_role("heading", level=1)).to_have_text("Sign in")

    laptop.get_by_role("link", name="Forgotten your password?").click()
    fill_in(laptop, email="grace.lindqvist@harbour.example")
    press(laptop, "Send me a link")
    follows_link_in_mail(office, laptop, "/new-password/")
    fill_in(laptop, password=A_NEW_PASSWORD)
    press(laptop, "Choose this password")
    expect(laptop.get_by_role("heading", level=1)).to_contain_text("Today")
    phone.goto("/account")
    signs_in(phone, AN_OLD_PASSWORD)
    expect(phone.get_by_role("alert")).to_contain_text("not right")
    signs_in(phone, A_NEW_PASSWORD)
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Today")


def adds_a_person(office: Page) -> None:
    press(office, "Menu")
    office.get_by_role("link", name="Administration", exact=True).click()
    office.get_by_role("main").get_by_role("link", name="People").first.click()
    press(office, "Add a person")
    fill_in(office, name="Grace Lindqvist", email="grace.lindqvist@harbour.example", job_title="Art lead")
    pick(office, "Where they are based", "Saltmarsh Primary")
    press(office, "Add the person")
    said(office, "Grace Lindqvist")


def follows_link_in_mail(office: Page, reader: Page, path: str) -> None:
    """The letter is read in the mailbox, and its link opened where its reader is."""
    open_newest_letter(office, "Grace Lindqvist")
    link = office.frame_locator("iframe").locator(f"a[href*='{path}']").first.get_attribute("href")
    assert link is not None
    reader.goto(link)


def signs_in(page: Page, password: str) -> None:
    page.goto("/sign-in")
    fill_in(page, email="grace.lindqvist@harbour.example", password=password)
    page.get_by_role("button", name="Sign in", exact=True).click()
