"""What no browser would send: each field of each form takes it, says no, and nothing of it is kept."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urldefrag
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from config import Settings
from tests.client import Browser, parsed
from tests.pressing import form_on, sent_by
from tests.story import PLAN, VISIT, Story
from tests.ways import Ways
from tests.world import World
from workflows.database import EVERY_TRUST, Model, db, scope
from workflows.files import File

TEXTS: Final = {"text", "email", "search", "password", ""}
ENORMOUS: Final = str(10**20)


@dataclass(frozen=True)
class Form:
    """A form as it stands on its page, and what can be typed and chosen in it."""

    browser: Browser
    page: str
    action: str
    held: dict[str, str]
    texts: tuple[str, ...]
    choices: tuple[str, ...]

    @property
    def kind(self) -> str:
        return Ways({}, most=1).kind_of(self.action)

    def send(self, **typed: Any) -> TestResponse:
        return self.browser.post(self.action, data={**self.held, **typed})


def forms_on(browser: Browser, address: str) -> Iterator[Form]:
    """The forms that change something; without the one that signs out."""
    page = browser.get(address)
    if page.status_code != 200 or page.mimetype != "text/html":
        return
    for form in next(parsed(page).iter("main")).iter("form"):
        if form.get("method") == "post":
            yield Form(
                browser,
                address,
                urldefrag(form.get("action") or address).url,
                sent_by(form),
                tuple(name for name, kind in _fields(form) if kind in TEXTS or kind == "textarea"),
                tuple({name: 0 for name, kind in _fields(form) if kind in ("select", "radio")}),
            )


def _fields(form: Element) -> Iterator[tuple[str, str]]:
    for tag in ("input", "textarea", "select"):
        for one in form.iter(tag):
            if one.get("name"):
                yield str(one.get("name")), one.get("type", "") if tag == "input" else tag


def everything(app: Flask) -> dict[str, list[str]]:
    """Every row, but for what a try leaves on purpose: that it was one."""
    with app.app_context(), scope(EVERY_TRUST):
        return {
            table.name: sorted(map(repr, db.session.execute(select(table)).all()))
            for table in Model.metadata.sorted_tables
            if table.name != "attempts"
        }


def attacked(app: Flask, forms: Iterator[Form], theirs: World) -> tuple[set[str], list[str]]:
    """Attack one form of each kind; gives the kinds, and what was answered wrongly or kept nevertheless."""
    kinds: set[str] = set()
    faults: list[str] = []
    for form in forms:
        if form.kind not in kinds:
            kinds.add(form.kind)
            before = everything(app)
            faults += [f"{form.action}: {fault}" for fault in _attack(form, theirs)]
            if everything(app) != before:
                faults.append(f"{form.action}: something was kept")
    return kinds, faults


def _attack(form: Form, theirs: World) -> Iterator[str]:
    for what, typed in _attacks(form, theirs):
        answer = form.send(**typed)
        if answer.status_code not in (400, 404, 409, 413, 422):
            yield f"{what} was answered with {answer.status_code}"


def _attacks(form: Form, theirs: World) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each would be refused in a browser too, by what is typed or by a version that there never was."""
    names = [*form.texts, *form.choices]
    never = {"version": "x"}
    for name in form.texts:
        yield f"NUL in {name}", {name: "a\x00b"}
    for name in form.choices:
        yield f"no number in {name}", {name: "a\x00b"}
        yield f"an enormous number in {name}", {name: ENORMOUS}
        for strange in (*theirs.people.values(), *theirs.schools.values(), theirs.focus_area_id)[::4]:
            yield f"{strange} of another trust in {name}", {name: str(strange), **never}
    if "version" in form.held:
        yield "an enormous version", {"version": ENORMOUS}
        yield "a negative version", {"version": "-1"}
        yield "100,000 characters", dict.fromkeys(names, "x" * 100_000) | never
        yield "enormous numbers", dict.fromkeys(names, ENORMOUS) | never
        yield "no number", dict.fromkeys(names, "NaN") | never
        yield "everything twice", {name: ["1", "2"] for name in names} | never
        yield "a key that is none", {"form_key": "../" * 1000, "surprise": "x", **never}
        yield "files instead of words", {name: (io.BytesIO(b"x"), "x.txt") for name in names} | never


def accepting(story: Story) -> dict[str, Any]:
    return {"route": "visit", "priority": "soon", "coordinator_id": story.world.people["asha"]}


def asking(story: Story) -> dict[str, Any]:
    return {"school_id": story.world.schools["gull_rock"], "days": "3"}


def steps_open_to(story: Story, who: str) -> Iterator[Form]:
    """The forms of one request for one person: on its page, and on the pages that this leads to."""
    browser = story.of(who)
    page = story.page(who)
    if page.status_code == 200:
        yield from forms_on(browser, story.home)
        for shown in (page, browser.get(f"{story.home}/dates")):
            for link in parsed(shown).iter("a"):
                if str(link.get("href")).startswith((f"{story.home}/", "/dates/")):
                    yield from forms_on(browser, str(link.get("href")))


def forms_of_every_step(story: Story) -> Iterator[Form]:
    """The forms of a request in each of its states, up to one that is looked back on."""
    for go_on in (Story.begins, submit, accept, offer, release, plan, sign, arrange, finish):
        go_on(story)
        for who in ("priya", "marta", "tom", "asha", "lena"):
            yield from steps_open_to(story, who)


def submit(story: Story) -> None:
    story.does("priya", "submit")


def accept(story: Story) -> None:
    story.does("lena", "triage", **accepting(story))


def offer(story: Story) -> None:
    story.does("asha", "offer", **asking(story))


def release(story: Story) -> None:
    story.does("marta", "release", giver_id=story.world.people["tom"], days="3")


def plan(story: Story) -> None:
    story.does("tom", "propose_plan", **PLAN)


def sign(story: Story) -> None:
    for who in ("tom", "priya", "marta"):
        story.presses(who, "Sign the plan")


def arrange(story: Story) -> None:
    """A visit, a meeting, and times on offer."""
    tom = str(story.world.people["tom"])
    story.does("tom", "plan_visit", on="26/11/2026", days="1", purpose="Coach")
    story.does("priya", "add_date", title="A look", on="25/11/2026", people=tom)
    times = {"options-0-on": "1/12/2026", "options-1-on": "2/12/2026"}
    story.does("priya", "offer_times", title="The data", people=tom, answer_by="20/11/2026", **times)


def finish(story: Story) -> None:
    story.does("tom", "cancel_visit", reason="Tom is ill.")
    story.does("tom", "record_visit", **VISIT)
    story.does("tom", "finish")


def test_no_step_of_a_request_takes_what_is_hostile(
    app: Flask, harbour: World, fellside: World, sign_in_as: Callable[..., Browser]
) -> None:
    story = Story(harbour, sign_in_as, app)
    kinds, faults = attacked(app, forms_of_every_step(story), fellside)
    assert len(kinds) > 20
    assert faults == []


def forms_of(browser: Browser) -> Iterator[Form]:
    """One form of each kind that links lead to from the start page."""
    ways = Ways({}, most=1)
    for start in ("/", "/sign-in"):
        ways.add(start, "/")
    for address in ways:
        page = browser.get(address)
        if page.mimetype == "text/html" and page.status_code == 200:
            for link in parsed(page).iter("a"):
                ways.add(str(link.get("href") or ""), address)
            yield from forms_on(browser, address)


@pytest.mark.parametrize(("who", "least"), [("ada", 20), ("lena", 5), ("priya", 3), ("", 2)])
def test_no_other_form_takes_what_is_hostile(
    who: str,
    least: int,
    app: Flask,
    harbour: World,
    fellside: World,
    client: Browser,
    sign_in_as: Callable[..., Browser],
) -> None:
    browser = sign_in_as(who) if who else client
    kinds, faults = attacked(app, forms_of(browser), fellside)
    assert len(kinds) >= least
    assert faults == []


BODIES: Final = {
    "application/json": b'{"text": "x", "need": ["\\ud800"]}',
    "text/plain": b"text=x",
    "multipart/form-data": b"--x\r\nno end",
    "multipart/form-data; boundary=x": b"--x\r\nContent-Disposition: form-data\r\n\r\n",
    "application/x-www-form-urlencoded; charset=utf-7": b"text=%ff%fe%00&text=%ED%A0%80",
    "no/such;;kind": b"\x00\xff",
}


@pytest.mark.parametrize("kind", list(BODIES))
def test_a_body_of_another_kind_is_refused_and_nothing_is_kept(
    kind: str, app: Flask, harbour: World, sign_in_as: Callable[..., Browser]
) -> None:
    story = Story(harbour, sign_in_as, app)
    story.begins()
    browser, before = story.of("priya"), everything(app)
    headers = {"X-CSRFToken": browser.form_token()}
    for path in (f"{story.home}/add_note", f"{story.home}/attach", "/support/new", "/account/mail"):
        answer = browser.open(
            path, method="POST", data=BODIES[kind], content_type=kind, headers=headers, token=False
        )
        assert answer.status_code in (400, 422), path
    assert everything(app) == before


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd.txt",
        "..\\..\\x.txt",
        "/x.txt",
        "a\r\nX-Evil: yes.txt",
        "x" * 5000 + ".txt",
        "\u202etxt.exe.txt",
    ],
)
def test_a_files_name_leads_nowhere_and_breaks_no_header(
    name: str, app: Flask, harbour: World, settings: Settings, sign_in_as: Callable[..., Browser]
) -> None:
    story = Story(harbour, sign_in_as, app)
    story.begins()
    browser = story.of("priya")
    fields = sent_by(form_on(browser.get(f"{story.home}/attach")))
    sent = browser.post(f"{story.home}/attach", data={**fields, "file": (io.BytesIO(b"Some text\n"), name)})
    if sent.status_code == 422:  # a name that ends its own line names no file
        assert "\n" in name
        return
    with app.app_context(), scope(EVERY_TRUST):
        file = db.session.scalars(select(File)).one()
    assert [one.name for one in settings.files_folder.iterdir()] == [file.stored_as]
    with browser.get(f"{story.home}/files/{file.id}") as answer:
        assert "X-Evil" not in answer.headers
        disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename=")
    assert not {"/", "\\", "\r", "\n", "\u202e"} & set(disposition)
    assert len(disposition) < 1000
