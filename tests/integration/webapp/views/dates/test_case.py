"""The page of a case's dates: who has said what, what can be done, and replies that need a look."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from sqlalchemy import event

from tests.client import main_words, parsed
from tests.integration.webapp.views.dates.conftest import WEDNESDAY, Diaries, pressed_again
from tests.pressing import fill_in, form_on, sent_by
from workflows.database import db
from workflows.dates.details import AnswerDetails, DateOff, ReplyArrived, Span
from workflows.dates.model import Answer, CalendarEntry, ReplyKind, ReplyToSettle, Via


def reads(diaries: Diaries, who: str = "priya") -> str:
    page = diaries.story.of(who).get(diaries.home)
    assert page.status_code == 200
    return main_words(page)


def test_it_says_who_has_answered_what_when_and_how_and_who_has_not(diaries: Diaries) -> None:
    entry = diaries.meeting("tom", "asha")
    diaries.does(
        "tom",
        "answer_date",
        AnswerDetails(entry_id=entry, answer=Answer.YES, comment="Gladly", via=Via.DIARY),
    )
    page = reads(diaries)
    assert "Planning meeting Wednesday 25 November, 3:30pm to 4:30pm" in page
    assert "Tom Harbour Yes 16 November 2026, 9:30am, from their diary Gladly" in page
    assert "Asha Harbour No answer yet" in page
    assert "Priya Harbour arranged it" in page
    assert "Gladly" in diaries.story.reads("marta")
    beside = diaries.story.reads("marta")
    assert "Wed 25 Nov, 3:30pm to 4:30pm" in beside
    assert "Tom: yes" in beside
    assert "Asha: waiting" in beside


def test_a_date_is_added_changed_and_called_off_in_the_browser(diaries: Diaries) -> None:
    priya = diaries.story.of("priya")
    added = fill_in(
        priya, f"{diaries.story.home}/add_date", title="Planning meeting", on="25/11/2026", starts="9.30",
        ends="1030", place="Saltmarsh", people=[str(diaries.world.people["tom"])], agenda="Who does what",
    )  # fmt: skip
    assert (added.status_code, added.location) == (303, diaries.home)
    entry = diaries.entry(diaries.newest(CalendarEntry))
    assert entry.starts_at == datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
    assert entry.ends_at == datetime(2026, 11, 25, 10, 30, tzinfo=UTC)

    changed = fill_in(
        priya, f"{diaries.story.home}/change_date?entry={entry.id}", on="26/11/2026", reason="A trip"
    )
    assert changed.status_code == 303
    moved = diaries.entry(entry.id)
    assert (moved.starts_at, moved.title, moved.place) == (
        datetime(2026, 11, 26, 9, 30, tzinfo=UTC), "Planning meeting", "Saltmarsh",
    )  # fmt: skip
    told = diaries.story.reads("tom")
    assert "Planning meeting moved to Thursday 26 November, 9:30am" in told
    assert "A trip" in told

    off = fill_in(priya, f"{diaries.story.home}/call_off_date?entry={entry.id}", reason="Snow")
    assert off.status_code == 303
    assert "Planning meeting Called off" in reads(diaries)


def test_who_is_asked_is_changed_by_ticks(diaries: Diaries) -> None:
    entry, people = diaries.meeting("tom"), diaries.world.people
    address = f"{diaries.story.home}/change_asked?entry={entry}"
    page = diaries.story.of("priya").get(address)
    offered = main_words(page)
    assert "Tom Harbour" in offered
    assert "Gita Harbour" not in offered
    assert "Una Harbour" not in offered
    assert "Priya Harbour" not in offered.split("Who is asked?")[1]
    answer = fill_in(diaries.story.of("priya"), address, people=[str(people["lea"]), str(people["sam"])])
    assert answer.status_code == 303
    said = reads(diaries).split("Ahead")[1]
    assert "Lea Harbour No answer yet" in said
    assert "Tom Harbour" not in said


def test_nobody_but_people_near_the_case_can_be_asked(diaries: Diaries) -> None:
    for who in ("gita", "una"):
        answer = fill_in(
            diaries.story.of("priya"), f"{diaries.story.home}/add_date", title="A look", on="25/11/2026",
            people=[str(diaries.world.people[who])],
        )  # fmt: skip
        assert answer.status_code == 422
        assert "Choose one of the options" in main_words(answer)


@pytest.mark.parametrize("step", ["change_date", "call_off_date", "change_asked", "answer_date"])
def test_where_nobody_says_which_date_the_page_asks(diaries: Diaries, step: str) -> None:
    diaries.meeting("tom", title="First meeting")
    diaries.meeting("tom", title="Second meeting", on=date(2026, 11, 26))
    page = diaries.story.of("tom").get(f"{diaries.story.home}/{step}")
    assert page.status_code == 200 if step == "answer_date" else page.status_code in (200, 403)
    if page.status_code == 200:
        assert "Which date?" in main_words(page)
        assert "Second meeting" in main_words(page)


def test_two_people_who_change_a_date_at_once_are_told(diaries: Diaries) -> None:
    entry = diaries.meeting("tom")
    tom, address = diaries.story.of("tom"), f"{diaries.story.home}/change_date?entry={entry}"
    page = tom.get(address)
    assert page.status_code == 200
    form = sent_by(form_on(page))
    fill_in(diaries.story.of("priya"), address, on="26/11/2026")
    late = tom.post(address, data={**form, "on": "27/11/2026"})
    assert late.status_code == 409
    assert "Somebody else has changed this" in main_words(late)
    assert diaries.entry(entry).first_day == date(2026, 11, 26)


def test_the_same_form_twice_makes_one_date(diaries: Diaries) -> None:
    priya, address = diaries.story.of("priya"), f"{diaries.story.home}/add_date"
    form = sent_by(form_on(priya.get(address)))
    typed = {**form, "title": "A look", "on": "25/11/2026", "people": str(diaries.world.people["tom"])}
    assert priya.post(address, data=typed).status_code == 303
    assert priya.post(address, data=typed).status_code == 303
    assert reads(diaries).count("A look") == 1


def counter(diaries: Diaries, entry: int, kind: ReplyKind = ReplyKind.COUNTER, **more: object) -> int:
    diaries.does(
        None, "reply_arrived",
        ReplyArrived(
            entry_id=entry, person_id=diaries.world.people["tom"], kind=kind,
            original=b"From: tom@harbour.example\r\n\r\n<script>alert(1)</script>", **more,  # type: ignore[arg-type]
        ),
    )  # fmt: skip
    return diaries.newest(ReplyToSettle)


def test_another_time_proposed_leads_to_the_change_filled_in(diaries: Diaries) -> None:
    entry = diaries.meeting("tom")
    proposed = Span(datetime(2026, 11, 26, 14, tzinfo=UTC), datetime(2026, 11, 26, 15, tzinfo=UTC))
    reply = counter(diaries, entry, proposed=proposed, said="Could we?")
    page = reads(diaries)
    assert "Tom Harbour proposes another time." in page
    assert "Proposed: Thursday 26 November, 2pm to 3pm" in page
    assert "Could we?" in page
    answer = fill_in(
        diaries.story.of("priya"), f"{diaries.story.home}/change_date?entry={entry}&reply={reply}"
    )
    assert answer.status_code == 303
    assert diaries.entry(entry).starts_at == proposed.starts_at


def test_the_original_is_handed_out_to_keep_and_never_shown(diaries: Diaries) -> None:
    reply = counter(diaries, diaries.meeting("tom"))
    address = f"{diaries.home}/replies/{reply}"
    answer = diaries.story.of("priya").get(address)
    assert answer.mimetype == "message/rfc822"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="reply.eml"'
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.data.endswith(b"<script>alert(1)</script>")
    assert diaries.story.of("lea").get(address).status_code == 404
    assert "Replies that need a look" not in reads(diaries, "lea")


def test_a_strangers_answer_counts_once_the_organiser_has_taken_it(diaries: Diaries) -> None:
    entry = diaries.meeting("tom")
    counter(diaries, entry, kind=ReplyKind.STRANGER, answer=Answer.YES, sender="pa@harbour.example")
    assert diaries.part("tom", entry).answer is Answer.NONE
    answer = fill_in(diaries.story.of("priya"), diaries.home, button="Take this answer: yes")
    assert answer.status_code == 303
    assert diaries.part("tom", entry).answer is Answer.YES
    assert "Replies that need a look" not in reads(diaries)


def test_a_reply_is_settled_without_its_answer(diaries: Diaries) -> None:
    entry = diaries.meeting("tom")
    reply = counter(diaries, entry, kind=ReplyKind.STRANGER, answer=Answer.YES)
    address = f"{diaries.story.home}/settle_reply?reply={reply}"
    unsure = fill_in(diaries.story.of("priya"), address)
    assert "Choose whether the answer counts" in main_words(unsure)
    assert pressed_again(diaries.story.of("priya"), unsure, "It is settled", taken="no").status_code == 303
    assert diaries.part("tom", entry).answer is Answer.NONE


def test_a_delegate_is_ticked_already(diaries: Diaries) -> None:
    entry = diaries.meeting("tom")
    reply = counter(diaries, entry, kind=ReplyKind.DELEGATE, said="Instead: Lea <lea@harbour.example>")
    page = diaries.story.of("priya").get(f"{diaries.story.home}/change_asked?entry={entry}&reply={reply}")
    ticked = {one.get("value") for one in parsed(page).iter("input") if "checked" in one.attrib}
    assert ticked == {str(diaries.world.people[one]) for one in ("tom", "lea")}


def test_an_organisers_turn_says_what_it_is_about_and_leads_to_the_dates(diaries: Diaries) -> None:
    counter(diaries, diaries.meeting("tom"))
    page = diaries.story.page("priya")
    assert "Look at a reply" in main_words(page)
    assert f'href="{diaries.home}#replies"' in page.text
    assert "Look at a reply" in main_words(diaries.story.of("priya").get("/"))


def test_an_actions_dates_have_the_same_page(diaries: Diaries) -> None:
    story = diaries.story
    story.does(
        "priya", "ask_for_action", title="Order books", owner_id=diaries.world.people["tom"],
        due_on="30/11/2026", success_measure="They are on the shelves",
    )  # fmt: skip
    tom = story.of("tom")
    page = tom.get("/actions/AC-2026-0001")
    assert "/actions/AC-2026-0001/dates" in page.text
    assert tom.get("/actions/AC-2026-0001/dates").status_code == 200
    added = fill_in(
        tom, "/actions/AC-2026-0001/add_date", title="Choose books", on="25/11/2026",
        starts="1pm", ends="2pm", people=[str(diaries.world.people["priya"])],
    )  # fmt: skip
    assert (added.status_code, added.location) == (303, "/actions/AC-2026-0001/dates")
    assert "Choose books Wednesday 25 November, 1pm to 2pm" in main_words(tom.get(added.location))
    assert "Choose books on Wednesday 25 November, 1pm" in main_words(tom.get("/actions/AC-2026-0001"))


def test_a_called_off_date_of_a_visit_calls_the_visit_off(diaries: Diaries) -> None:
    story = diaries.story
    story.does("tom", "plan_visit", on="25/11/2026", starts="9am", ends="3pm", days="1", purpose="Coach")
    assert "Wednesday 25 November, 9am to 3pm" in story.reads("priya")
    entry = diaries.newest(CalendarEntry)
    diaries.does("tom", "call_off_date", DateOff(entry_id=entry, reason="Snow"))
    assert "No visit is planned" in story.reads("priya")


def test_a_visit_is_moved_from_the_page_of_dates_as_a_visit(diaries: Diaries) -> None:
    story = diaries.story
    story.does("tom", "plan_visit", on="25/11/2026", starts="9am", ends="3pm", days="1", purpose="Coach")
    assert "/move_visit?visit=" in story.of("priya").get(diaries.home).text
    moving = story.of("priya").get(f"{story.home}/move_visit").text
    assert 'value="9am"' in moving
    assert 'value="3pm"' in moving
    story.does("priya", "move_visit", on="26/11/2026")
    entry = diaries.entry(diaries.newest(CalendarEntry))
    assert entry.starts_at == datetime.combine(date(2026, 11, 26), time(9), tzinfo=UTC)
    assert WEDNESDAY.isoformat() not in story.reads("tom")


def test_somebody_who_is_busy_then_is_told_of_before_they_are_asked(diaries: Diaries) -> None:
    diaries.meeting("lea", by="marta", title="A secret matter")
    entry, people = diaries.meeting("tom"), diaries.world.people
    address = f"{diaries.story.home}/change_asked?entry={entry}"
    both = [str(people["tom"]), str(people["lea"])]
    shown = fill_in(diaries.story.of("priya"), address, people=both)
    assert shown.status_code == 422
    assert "Lea Harbour is already asked to something from 3:30pm to 4:30pm." in main_words(shown)
    assert "secret" not in main_words(shown)
    again = pressed_again(diaries.story.of("priya"), shown, "Save anyway", people=both)
    assert again.status_code == 303
    assert diaries.part("lea", entry).removed_at is None


def test_the_page_takes_few_statements_however_many_dates_there_are(diaries: Diaries) -> None:
    for hour in (9, 11, 13):
        diaries.meeting("tom", "asha", "marta", hour=hour)
    diaries.times()
    counter(diaries, diaries.newest(CalendarEntry))
    seen: list[str] = []
    with diaries.app.app_context():
        engine = db.engine
    listening: Any = (engine, "before_cursor_execute", lambda *told: seen.append(told[2]))
    reads(diaries)
    event.listen(*listening)
    reads(diaries)
    few = [one for one in seen if one.startswith("SELECT") and "set_config" not in one]
    event.remove(*listening)
    assert len(few) <= 16, "\n".join(few)
