"""Who sees a request and who may change it; what comes twice, too late, or from somewhere else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select

from tests.client import Browser, main_words, parsed
from tests.pressing import fill_in, form_on, sent_by
from tests.story import PLAN, VISIT, Story
from tests.world import World
from workflows.clock import today
from workflows.database import EVERY_TRUST, db, scope
from workflows.events import Event
from workflows.giving import Conflict, Expertise
from workflows.support_requests import SupportRequest

STRANGERS = ["sam", "gita", "una", "carol", "ada"]
READERS = ["priya", "tom", "marta", "lea", "asha", "lena"]


def events_of(story: Story) -> list[str]:
    with story.app.app_context(), scope(EVERY_TRUST):
        statement = select(Event.kind).join(SupportRequest, SupportRequest.id == Event.place_id)
        return list(db.session.scalars(statement.order_by(Event.seq)))


def test_readers_see_the_request_and_strangers_do_not(story: Story) -> None:
    story.is_released()
    assert [story.page(who).status_code for who in READERS] == [200] * len(READERS)
    assert [story.page(who).status_code for who in STRANGERS] == [404] * len(STRANGERS)
    steps = [f"{story.home}/{name}" for name in ("propose_plan", "attach", "withdraw", "summary", "nonsense")]
    for address in steps:
        assert story.of("sam").get(address).status_code == 404
        assert story.of("sam").post(address, data={"reason": "x"}).status_code == 404


def test_another_trust_finds_nothing(
    story: Story, fellside: World, sign_in_as: Callable[..., Browser]
) -> None:
    story.is_released()
    for who in ("priya", "lena", "asha"):
        stranger = sign_in_as(who, fellside)
        assert stranger.get(story.home).status_code == 404
        assert stranger.get(f"{story.home}/propose_plan").status_code == 404
        assert stranger.post(f"{story.home}/withdraw", data={"reason": "x"}).status_code == 404
        assert story.reference not in stranger.get("/support").text
        assert story.reference not in stranger.get("/support.csv").text


def test_people_and_schools_of_another_trust_cannot_be_chosen(story: Story, fellside: World) -> None:
    story.is_submitted()
    chosen: dict[str, Any] = {"route": "visit", "priority": "soon"}
    chosen["coordinator_id"] = fellside.people["asha"]
    answer = fill_in(story.of("lena"), f"{story.home}/triage", **chosen)
    assert answer.status_code == 422
    assert "Choose one of the options" in main_words(answer)
    story.does("lena", "triage", **(chosen | {"coordinator_id": story.world.people["asha"]}))
    school = fellside.schools["gull_rock"]
    answer = fill_in(story.of("asha"), f"{story.home}/offer", school_id=school, days="2")
    assert answer.status_code == 422
    assert story.state == "finding"


def test_a_step_that_is_somebody_elses_is_refused_plainly(story: Story) -> None:
    story.is_released()
    answer = story.of("asha").get(f"{story.home}/sign")
    assert answer.status_code == 403
    assert "is for somebody else to do" in main_words(answer)
    assert story.of("lea").post(f"{story.home}/withdraw", data={"reason": "x"}).status_code == 403


def test_what_is_no_step_for_people_is_not_found(story: Story) -> None:
    story.begins()
    for name in ("start", "chase", "no_such_thing", "__class__", "%00", "show"):
        assert story.of("priya").get(f"{story.home}/{name}").status_code in (400, 404), name
        assert story.of("priya").post(f"{story.home}/{name}").status_code in (400, 404), name


def test_a_governor_can_press_nothing(story: Story) -> None:
    story.is_submitted()
    for address in ("/support/new", f"{story.home}/withdraw", f"{story.home}/attach"):
        assert story.of("gita").post(address, data={"reason": "x"}).status_code in (403, 404)


def test_the_same_form_sent_twice_counts_once(story: Story) -> None:
    story.is_accepted()
    asha = story.of("asha")
    form = sent_by(form_on(asha.get(f"{story.home}/add_note"))) | {"text": "Once."}
    first = asha.post(f"{story.home}/add_note", data=form)
    second = asha.post(f"{story.home}/add_note", data=form)
    assert (first.status_code, second.status_code) == (303, 303)
    assert second.location.endswith(story.home)
    assert events_of(story).count("add_note") == 1


def test_a_step_sent_twice_is_done_although_the_case_has_moved_on(story: Story) -> None:
    story.is_submitted()
    lena = story.of("lena")
    chosen = {"route": "visit", "priority": "soon", "coordinator_id": story.world.people["asha"]}
    form = sent_by(form_on(lena.get(f"{story.home}/triage"))) | chosen
    answers = [lena.post(f"{story.home}/triage", data=form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert events_of(story).count("triage") == 1


def test_a_step_sent_twice_that_ends_the_senders_part_is_done(story: Story) -> None:
    story.is_offered()
    marta = story.of("marta")
    form = sent_by(form_on(marta.get(f"{story.home}/decline"))) | {"reason": "Nobody is free."}
    answers = [marta.post(f"{story.home}/decline", data=form) for _ in range(2)]
    assert [(one.status_code, one.location) for one in answers] == [(303, "/"), (303, "/")]
    assert events_of(story).count("decline") == 1


def test_a_new_request_sent_twice_is_begun_once(story: Story) -> None:
    priya = story.of("priya")
    form = sent_by(form_on(priya.get("/support/new"))) | {"title": "Once"}
    answers = [priya.post("/support/new", data=form) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    with story.app.app_context(), scope(EVERY_TRUST):
        assert db.session.scalar(select(func.count()).select_from(SupportRequest)) == 1


def test_the_slower_of_two_editors_sees_the_others_change_and_keeps_the_text(story: Story) -> None:
    story.has_plan()
    priya = story.of("priya")
    mine = sent_by(form_on(priya.get(f"{story.home}/propose_plan"))) | {"exit_plan": "My own words."}
    story.does("tom", "propose_plan", frequency="one day a week")
    answer = priya.post(f"{story.home}/propose_plan", data=mine)
    assert answer.status_code == 409
    assert "Somebody else has changed this" in main_words(answer)
    assert "Plan changed by Tom Harbour" in main_words(answer)
    assert "My own words." in answer.text
    again = priya.post(f"{story.home}/propose_plan", data=sent_by(form_on(answer)))
    assert again.status_code == 303
    assert "My own words." in story.reads("tom")


def test_a_refused_form_comes_back_with_everything_in_it(story: Story) -> None:
    story.is_released()
    typed = PLAN | {"days": "a few", "ends_on": "32/1/2027", "cost": "Cover, paid by us"}
    answer = fill_in(story.of("tom"), f"{story.home}/propose_plan", **typed)
    assert answer.status_code == 422
    page = main_words(answer)
    assert "There is a problem" in page
    for value in ("a few", "32/1/2027", "Cover, paid by us", PLAN["measures-0"], PLAN["measures-1"]):
        assert value in answer.text


def test_a_plan_without_a_measure_points_at_the_first_line(story: Story) -> None:
    story.is_released()
    typed = PLAN | {"measures-0": "", "measures-1": ""}
    answer = fill_in(story.of("tom"), f"{story.home}/propose_plan", **typed)
    assert "Enter at least one way in which you will know that it worked" in main_words(answer)
    assert "#measures-0" in answer.text


NASTY = {
    "nul": "a\x00b",
    "surrogate": "a\ud800b",
    "long": "x" * 100_000,
    "markup": "<script>alert(1)</script>",
    "template": "{{ 7 * 7 }}{% raw %}",
    "direction": "\u202eevil",
}


def test_nasty_text_is_refused_or_shown_as_text(story: Story) -> None:
    story.is_accepted()
    for kind, nasty in NASTY.items():
        text = nasty.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        answer = fill_in(story.of("asha"), f"{story.home}/add_note", text=text)
        assert answer.status_code in (303, 422), kind
        page = story.page("asha")
        assert page.status_code == 200, kind
        assert "<script>alert(1)" not in page.text


def test_nasty_numbers_are_refused(story: Story) -> None:
    story.is_accepted()
    asha = story.of("asha")
    for number in (str(10**20), "-1", "0", "1e9", "NaN", "' OR 1=1"):
        wanted = {"school": number, "person": number}
        assert asha.get(f"{story.home}/offer", query_string=wanted).status_code == 200, number
        answer = fill_in(asha, f"{story.home}/offer", school_id=number, days="2")
        assert answer.status_code == 422, number
        assert asha.get(f"{story.home}/files/{number}").status_code == 404, number
        form = sent_by(form_on(asha.get(f"{story.home}/add_note"))) | {"text": "x", "version": number}
        assert asha.post(f"{story.home}/add_note", data=form).status_code in (409, 422), number
    assert story.state == "finding"


def test_a_form_key_that_is_none_of_ours_is_ignored(story: Story) -> None:
    story.is_accepted()
    for key in ("\x00", "x" * 5000, "' OR 1=1", ""):
        asha = story.of("asha")
        form = sent_by(form_on(asha.get(f"{story.home}/add_note"))) | {"text": "Said.", "form_key": key}
        assert asha.post(f"{story.home}/add_note", data=form).status_code == 303
        assert story.of("sam").post(f"{story.home}/add_note", data=form).status_code == 404


def test_a_reference_that_is_none_is_not_found(story: Story) -> None:
    story.begins()
    for reference in ("SR-2026-9999", "x" * 300, "%00", "%ff", "..%2f..", "SR-2026-0001%20"):
        assert story.of("lena").get(f"/support/{reference}").status_code in (400, 404), reference


def test_text_of_a_conflict_is_for_those_who_may_know(story: Story) -> None:
    story.is_accepted()
    world = story.world
    with story.app.app_context(), scope(EVERY_TRUST):
        shared = {"trust_id": world.trust_id, "person_id": world.people["tom"]}
        db.session.add(Expertise(**shared, focus_area_id=world.focus_area_id))
        db.session.add(
            Conflict(**shared, with_person_id=world.people["priya"], starts_on=today(), reason="A cousin")
        )
        db.session.commit()
    page = story.reads("asha")
    assert "Tom Harbour, Gull Rock Primary: cannot be asked about this request" in page
    assert "conflict" not in page
    assert "cousin" not in story.page("lena").text
    answer = fill_in(
        story.of("asha"), f"{story.home}/offer", school_id=world.schools["gull_rock"],
        person_id=world.people["tom"], days="1",
    )  # fmt: skip
    assert answer.status_code == 422


def counted(story: Story, statements: list[str], who: str, address: str = "") -> int:
    browser = story.of(who)
    browser.get(address or story.home)  # calendars are read once
    statements.clear()
    assert browser.get(address or story.home).status_code == 200
    return len(statements)


def test_the_page_takes_at_most_twelve_statements_whatever_has_happened(
    story: Story, statements: list[str]
) -> None:
    story.is_accepted()
    found = {"finding": counted(story, statements, "asha")}
    story.does("asha", "offer", school_id=story.world.schools["gull_rock"], days="3")
    found["offered"] = counted(story, statements, "marta")
    story.does("marta", "release", giver_id=story.world.people["tom"], days="3")
    story.does("tom", "propose_plan", **PLAN)
    found["agreeing"] = counted(story, statements, "priya")
    for who in ("tom", "priya", "marta"):
        story.presses(who, "Sign the plan")
    story.does("tom", "record_visit", **VISIT)
    story.does(
        "priya", "ask_for_action", title="Buy books", owner_id=story.world.people["sam"], due_on="1/12/2026",
        success_measure="They are read.",
    )  # fmt: skip
    found["under way"] = counted(story, statements, "tom")
    story.does("tom", "finish")
    found["evaluating"] = counted(story, statements, "priya")
    assert {name: count for name, count in found.items() if count > 12} == {}


def test_the_list_takes_at_most_twelve_statements(story: Story, statements: list[str]) -> None:
    story.is_under_way()
    assert counted(story, statements, "lena", "/support?state=open&turn=mine&sort=due&words=reading") <= 12
    assert counted(story, statements, "gita", "/support") <= 12
    assert counted(story, statements, "priya", "/actions") <= 12


def test_pages_name_nobody_outside_the_trust(story: Story, fellside: World) -> None:
    story.is_accepted()
    for who, address in (("lena", "/triage"), ("asha", "/offer"), ("asha", "/change_people?role=member")):
        page = story.of(who).get(story.home + address, follow_redirects=True)
        assert "Fellside" not in page.text
        assert parsed(page) is not None
