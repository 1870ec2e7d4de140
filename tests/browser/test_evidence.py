"""The evidence log on a phone, with and without reception: nothing is lost, and nothing is there twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import FloatRect, Locator, Page, expect
from sqlalchemy import select

from tests.browser.conftest import way_in_words
from tests.journey import Journey
from tests.peer_reviews import bring_to, plan_a_review, ready_to_review
from tests.serving import Time
from tests.world import MONDAY, build
from workflows import accounts
from workflows.accounts import SignIn
from workflows.clock import clock_at
from workflows.database import EVERY_TRUST, db, scope
from workflows.details import Details, Reason
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews.evidence import log_of
from workflows.perform import perform

FIRST, SECOND, THIRD = "Every child had a book.", "Who reads with whom?", "The corner was quiet."
ONLY_HERE = "saved on this phone only"
PASSWORD = "seven-herons-on-one-leg"
ALL_THERE = "Everything you wrote has reached the trust."


@pytest.fixture(params=[(320, True)], ids=way_in_words)
def journey(
    request: pytest.FixtureRequest, place: Flask, time: Time, begin_journey: Callable[..., Any]
) -> Iterator[Journey]:
    """It is the first day of a review's visit."""
    with place.app_context():
        db.create_all()
        world = build("harbour")
        with scope(world.trust_id), clock_at(MONDAY):
            ready_to_review(world)
            review = plan_a_review(world)
            db.session.commit()
            bring_to(review, "ready", world)
            home = f"/reviews/{review.reference}/evidence"
            time.moment = MONDAY.replace(month=12, day=review.visit_starts_on.day)
            db.session.remove()
    with begin_journey(world, *request.param) as journey:
        journey.home = home
        yield journey


def logged(journey: Journey) -> list[str]:
    """What has reached the trust."""
    with journey.server.app_context(), scope(journey.world.trust_id):
        found = [one.seen for one in log_of(db.session.scalars(select(PeerReview)).one())]
        db.session.remove()
    return sorted(found)


def opens(journey: Journey, who: str = "una") -> Page:
    """Open the log with reception, until the phone can do without."""
    page = journey.goes(who)
    expect(page.locator("[data-on-phone]")).to_have_count(1)
    return page


def presses_save(page: Page, seen: str, kind: str = "A strength") -> None:
    page.get_by_label("What did you see?").fill(seen)
    page.get_by_label(kind, exact=True).check(force=True)
    page.get_by_role("button", name="Save", exact=True).click()


def writes(page: Page, seen: str, kind: str = "A strength") -> None:
    presses_save(page, seen, kind)
    expect(page.get_by_label("What did you see?")).to_have_value("")


def test_what_is_logged_without_reception_is_there_once_there_is(journey: Journey) -> None:
    page = opens(journey)
    writes(page, FIRST)
    expect(page.locator("[data-reach-said]")).to_contain_text(ALL_THERE)
    expect(page.locator("[data-log]").get_by_text(FIRST)).to_be_visible()

    page.context.set_offline(True)
    writes(page, SECOND, "A query")
    expect(page.locator("[data-reach-said]")).to_contain_text(f"1 entry is {ONLY_HERE}")
    page.reload()
    expect(page.locator("[data-queue]").get_by_text(SECOND)).to_be_visible()
    expect(page.locator("[data-log]").get_by_text(FIRST)).to_be_visible()
    writes(page, THIRD)
    expect(page.locator("[data-reach-said]")).to_contain_text(f"2 entries are {ONLY_HERE}")
    expect(page.locator("[data-reach-why]")).to_contain_text("There is no reception just now")
    journey.check(page)
    assert logged(journey) == [FIRST]

    page.context.set_offline(False)
    expect(page.locator("[data-reach-said]")).to_contain_text(ALL_THERE, timeout=15_000)
    expect(page.locator("[data-queue]")).to_be_hidden()
    expect(page.get_by_role("button", name="Send now")).to_be_hidden()
    for seen in (FIRST, SECOND, THIRD):
        expect(page.get_by_text(seen)).to_have_count(1)
    assert logged(journey) == sorted([FIRST, SECOND, THIRD])
    journey.check(page)
    page.reload()
    assert logged(journey) == sorted([FIRST, SECOND, THIRD])


def test_whose_sign_in_has_run_out_signs_in_and_nothing_is_lost(journey: Journey) -> None:
    page = opens(journey)
    page.context.set_offline(True)
    writes(page, FIRST)
    writes(page, SECOND)
    end_every_sign_in(journey)
    page.context.set_offline(False)
    way_in = page.get_by_role("link", name="Sign in to send 2 entries")
    expect(way_in).to_be_visible(timeout=15_000)
    assert logged(journey) == []
    journey.check(page)
    way_in.click()
    page.wait_for_url("**/sign-in?**")

    sign_in(journey, page, "una")
    page.goto(journey.home)
    expect(page.locator("[data-reach-said]")).to_contain_text(ALL_THERE)
    assert logged(journey) == sorted([FIRST, SECOND])


def test_entries_are_never_sent_as_somebody_else(journey: Journey) -> None:
    page = opens(journey)
    page.context.set_offline(True)
    writes(page, FIRST)
    end_every_sign_in(journey)
    page.context.set_offline(False)
    sign_in(journey, page, "tom")
    page.goto(journey.home)
    expect(page.locator("[data-reach-why]")).to_contain_text("1 entry on this phone was written by somebody")
    expect(page.get_by_text(FIRST)).to_have_count(0)
    writes(page, SECOND)
    expect(page.locator("[data-log]").get_by_text(SECOND)).to_be_visible()
    assert logged(journey) == [SECOND]

    end_every_sign_in(journey)
    sign_in(journey, page, "una")
    page.goto(journey.home)
    expect(page.locator("[data-reach-said]")).to_contain_text(ALL_THERE)
    assert logged(journey) == sorted([FIRST, SECOND])


def test_two_tabs_share_what_is_on_the_phone_and_send_it_once(journey: Journey) -> None:
    page = opens(journey)
    other = page.context.new_page()
    other.goto(journey.home)
    page.context.set_offline(True)
    writes(page, FIRST)
    writes(other, SECOND)
    expect(page.locator("[data-reach-said]")).to_contain_text(f"2 entries are {ONLY_HERE}")
    page.context.set_offline(False)
    for tab in (page, other):
        expect(tab.locator("[data-reach-said]")).to_contain_text(ALL_THERE, timeout=15_000)
        expect(tab.locator("[data-queue]")).to_be_hidden()
    assert logged(journey) == sorted([FIRST, SECOND])


def test_an_entry_is_changed_and_taken_out_without_reception(journey: Journey) -> None:
    page = opens(journey)
    writes(page, FIRST)
    writes(page, SECOND)
    expect(page.locator("[data-log]").get_by_text(SECOND)).to_be_visible()
    page.context.set_offline(True)
    first = page.locator("[data-log] li", has_text=FIRST)
    first.get_by_text("Change").click()
    page.get_by_label("What did you see?").fill(THIRD)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("[data-queue]").get_by_text(THIRD)).to_be_visible()
    page.locator("[data-queue] li", has_text=THIRD).get_by_role("button", name="Change").click()
    page.get_by_label("What did you see?").fill(f"{THIRD} Later it was not.")
    page.get_by_role("button", name="Save", exact=True).click()
    writes(page, "Never mind.")
    never = page.locator("[data-queue] li", has_text="Never mind.")
    never.get_by_text("Take out").click()
    never.get_by_role("button", name="Remove it for good").click()
    expect(never).to_have_count(0)
    second = page.locator("[data-log] li", has_text=SECOND)
    second.get_by_text("Take out").click()
    second.get_by_role("button", name="Take it out for good").click()
    expect(page.locator("[data-reach-said]")).to_contain_text(f"3 entries are {ONLY_HERE}")
    journey.check(page)
    page.context.set_offline(False)
    expect(page.locator("[data-reach-said]")).to_contain_text(ALL_THERE, timeout=15_000)
    assert logged(journey) == [f"{THIRD} Later it was not."]


# A phone on which keeping an entry takes a while, and one that keeps nothing more.
SLOW_TO_KEEP = """() => {
  const add = IDBObjectStore.prototype.add;
  IDBObjectStore.prototype.add = function (row) {
    const [asked, base, name] = [{}, this.transaction.db, this.name];
    setTimeout(() => {
      const real = add.call(base.transaction(name, "readwrite").objectStore(name), row);
      real.onsuccess = () => asked.onsuccess();
    }, 1500);
    return asked;
  };
}"""
NO_ROOM = """() => {
  IDBObjectStore.prototype.add = () => { throw new DOMException("no room", "QuotaExceededError"); };
}"""


def test_what_is_typed_while_an_entry_is_being_saved_stays(journey: Journey) -> None:
    page = opens(journey)
    page.evaluate(SLOW_TO_KEEP)
    presses_save(page, FIRST)
    page.get_by_label("What did you see?").fill(SECOND)
    expect(page.locator("[data-log]").get_by_text(FIRST)).to_be_visible()
    expect(page.get_by_label("What did you see?")).to_have_value(SECOND)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("[data-log]").get_by_text(SECOND)).to_be_visible()
    assert logged(journey) == sorted([FIRST, SECOND])


def test_what_the_phone_has_no_room_for_stands_in_the_box_again(journey: Journey) -> None:
    page = opens(journey)
    page.evaluate(NO_ROOM)
    presses_save(page, FIRST)
    expect(page.locator("[data-reach-said]")).to_contain_text("This phone could not save that")
    expect(page.get_by_label("What did you see?")).to_have_value(FIRST)
    assert logged(journey) == []


def box_of(part: Locator) -> FloatRect:
    found = part.bounding_box()
    assert found is not None
    return found


def test_what_is_being_written_does_not_make_way_for_another_entry(journey: Journey) -> None:
    page = opens(journey)
    writes(page, FIRST)
    page.get_by_label("What did you see?").fill(SECOND)
    page.locator("[data-log] li", has_text=FIRST).get_by_text("Change").click()
    expect(page.locator("[data-reach-said]")).to_contain_text("Save what you are writing, or empty the box")
    expect(page.get_by_label("What did you see?")).to_have_value(SECOND)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("[data-log]").get_by_text(SECOND)).to_be_visible()
    page.locator("[data-log] li", has_text=FIRST).get_by_text("Change").click()
    expect(page.get_by_label("What did you see?")).to_have_value(FIRST)
    expect(page.locator("[data-reach-said]")).to_have_text(ALL_THERE)
    bar, leave = box_of(page.locator("[data-reach]")), box_of(page.locator("[data-cancel]"))
    assert bar["y"] + bar["height"] <= leave["y"], "the bar lies on what says that an entry is being changed"


def test_a_name_is_pointed_out_and_may_stay(journey: Journey) -> None:
    page = opens(journey)
    seen = page.get_by_label("What did you see?")
    seen.fill("Mrs")
    expect(page.locator("[data-names]")).to_be_visible()
    seen.fill("Priya Harbour asked the class")
    expect(page.locator("[data-names]")).to_be_hidden()
    writes(page, "Priya Harbour asked the class")
    hint = page.locator("[data-queue]").get_by_text("It looks as if this names somebody")
    expect(hint).to_be_visible()
    journey.check(page)
    page.get_by_role("button", name="Keep it as it is").click()
    expect(page.locator("[data-queue]")).to_be_hidden()
    assert logged(journey) == ["Priya Harbour asked the class"]


def test_what_has_reached_the_trust_can_be_removed_from_the_phone(journey: Journey) -> None:
    page = opens(journey)
    writes(page, FIRST)
    expect(page.locator("[data-log]").get_by_text(FIRST)).to_be_visible()
    page.get_by_text("What is kept on this phone").click()
    journey.check(page)
    page.get_by_role("button", name="Remove what has reached the trust").click()
    expect(page.locator("[data-forgotten]")).to_contain_text("Removed.")
    assert page.evaluate("caches.match(location.pathname).then(Boolean)") is False


@pytest.mark.parametrize("way", ["menu", "around the page"])
def test_signing_out_leaves_no_copy_behind_and_no_entry_lost(journey: Journey, way: str) -> None:
    page = opens(journey)
    page.context.set_offline(True)
    writes(page, FIRST)
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("[data-reach-said]")).to_contain_text(ALL_THERE)
    page.goto("/")
    if way == "menu":
        page.locator("details[data-menu] summary").first.click()
        page.get_by_role("button", name="Sign out").click()
    else:
        page.evaluate("document.querySelector('form[action=\"/sign-out\"]').submit()")
    page.wait_for_url("**/sign-in")
    assert page.evaluate("(path) => caches.match(path).then(Boolean)", journey.home) is False
    assert (
        page.evaluate("caches.open('alongside-pages').then((one) => one.keys()).then((k) => k.length)") == 0
    )


def test_whoever_leaves_the_team_keeps_what_their_phone_holds(journey: Journey) -> None:
    page = opens(journey)
    page.context.set_offline(True)
    writes(page, FIRST)
    act(journey, "una", "step_down", Reason(reason="I am ill"))
    page.context.set_offline(False)
    expect(page.locator("[data-queue]")).to_contain_text("no longer on the team", timeout=15_000)
    page.reload()
    expect(page.get_by_text("You are no longer on the team of this review")).to_be_visible()
    expect(page.locator("[data-leftovers-text]")).to_have_value(re.compile(re.escape(FIRST)))
    journey.check(page)
    assert logged(journey) == []
    page.get_by_text("Remove them from this phone").click()
    page.get_by_role("button", name="Remove them for good").click()
    expect(page.locator("[data-leftovers]")).to_be_hidden()


def test_after_the_log_has_ended_the_rest_can_be_copied_and_the_copy_is_gone(journey: Journey) -> None:
    page = opens(journey)
    page.context.set_offline(True)
    writes(page, FIRST)
    with journey.server.app_context(), scope(journey.world.trust_id):
        review = db.session.scalars(select(PeerReview)).one()
        review.evidence_deleted_at = journey.time.moment if journey.time else None
        db.session.commit()
        db.session.remove()
    page.context.set_offline(False)
    expect(page.locator("[data-queue]")).to_contain_text("the trust no longer keeps it", timeout=15_000)
    page.reload()
    expect(page.locator("[data-leftovers-text]")).to_have_value(re.compile(re.escape(FIRST)))
    journey.check(page)
    assert page.evaluate("caches.match(location.pathname).then(Boolean)") is False


@pytest.mark.parametrize("journey", [(320, False), (1280, True)], indirect=True)
def test_the_log_is_written_and_read_with_a_plain_form_too(journey: Journey) -> None:
    page = journey.goes("una")
    page.get_by_label("What did you see?").fill(FIRST)
    journey.presses(page, "Save")
    journey.fills(page, "seen", FIRST)
    page.get_by_label("A strength", exact=True).check(force=True)
    journey.presses(page, "Save")
    expect(page.locator("[data-log]").get_by_text(FIRST)).to_be_visible()
    assert logged(journey) == [FIRST]
    read = journey.goes("priya")
    expect(read.get_by_text(FIRST)).to_be_visible()
    expect(read.get_by_label("What did you see?")).to_have_count(0)
    expect(read.locator("[data-reach]")).to_be_hidden()


def act(journey: Journey, who: str, name: str, details: Details) -> None:
    """Somebody makes a step elsewhere."""
    at = journey.time.moment if journey.time else MONDAY
    with journey.server.app_context(), scope(journey.world.trust_id), clock_at(at):
        perform(db.session.scalars(select(PeerReview)).one(), name, journey.world.person(who), details)
        db.session.commit()
        db.session.remove()


def end_every_sign_in(journey: Journey) -> None:
    with journey.server.app_context(), scope(EVERY_TRUST):
        for one in db.session.scalars(select(SignIn)):
            db.session.delete(one)
        db.session.commit()
        db.session.remove()


def sign_in(journey: Journey, page: Page, who: str) -> None:
    """Sign in on the page itself, as people do: the browser's own copies are told."""
    with journey.server.app_context(), scope(EVERY_TRUST):
        person = journey.world.person(who)
        accounts.set_password(person, PASSWORD)
        email = person.email
        db.session.commit()
        db.session.remove()
    page.goto("/sign-in")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/")
