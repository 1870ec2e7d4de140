"""Fills in the forms of a page and presses their buttons, with everything that a browser would send along."""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from werkzeug.test import TestResponse

from tests.client import Browser, parsed, words


def fill_in(browser: Browser, address: str, *, button: str = "", **typed: Any) -> TestResponse:
    """Open a page, type into its form, press its button (the first, or the one with these words)."""
    page = browser.get(address)
    assert page.status_code == 200, f"{address}: {page.status_code}"
    form = form_on(page, button)
    return browser.post(form.get("action") or address, data={**sent_by(form, button), **typed})


def form_on(page: TestResponse, button: str = "") -> Element:
    """The form of the page that has this button; the first that sends anything if no button is named."""
    for form in _forms(page):
        if not button or any(words(one) == button for one in form.iter("button")):
            return form
    raise AssertionError(f"no form with a button {button!r} on {page.request.path}")


def _forms(page: TestResponse) -> Iterator[Element]:
    main = next(parsed(page).iter("main"))
    return (form for form in main.iter("form") if form.get("method") == "post")


def sent_by(form: Element, button: str = "") -> dict[str, str]:
    """What the form holds as it stands."""
    fields = dict(_held(form))
    for one in form.iter("button"):
        if button and words(one) == button and one.get("name"):
            fields[str(one.get("name"))] = str(one.get("value"))
    fields.pop("csrf_token", None)
    return fields


def _held(form: Element) -> Iterator[tuple[str, str]]:
    for field in form.iter("input"):
        ticks = field.get("type") in ("radio", "checkbox")
        if field.get("name") and field.get("type") != "file" and (not ticks or "checked" in field.attrib):
            yield str(field.get("name")), field.get("value", "")
    for field in form.iter("textarea"):
        yield str(field.get("name")), (field.text or "").removeprefix("\n")
    for field in form.iter("select"):
        chosen = [one for one in field.iter("option") if "selected" in one.attrib]
        yield str(field.get("name")), chosen[0].get("value", "") if chosen else ""


def buttons_on(page: TestResponse) -> list[str]:
    """What can be pressed on a page: the words of buttons and of links that look like them."""
    main = next(parsed(page).iter("main"))
    return [
        words(one)
        for one in main.iter()
        if one.tag == "button" or (one.tag == "a" and "button" in str(one.get("class")))
    ]
