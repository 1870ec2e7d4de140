"""A request for support, pressed through from its first word to its last look back, as the people in it."""

from __future__ import annotations

import re

from sqlalchemy import select

from tests.client import main_words
from tests.pressing import buttons_on, fill_in, form_on, sent_by
from tests.story import PLAN, TITLE, VISIT, Story
from workflows.database import EVERY_TRUST, db, scope
from workflows.giving import Grant


def test_a_request_goes_from_draft_to_closed(story: Story) -> None:
    story.is_over()
    assert story.state == "evaluating"
    page = story.page("priya")
    assert "Evaluate" in buttons_on(page)
    story.does("tom", "add_view", view="It went well.", learned="How another school does it.")
    answer = story.of("priya").get(f"{story.home}/evaluate")
    measures = sorted(set(re.findall(r"impact_\d+", answer.text)))
    judged = dict.fromkeys(measures, "achieved") | {
        name.replace("impact", "evidence"): "Seen in June." for name in measures
    }
    story.does("priya", "evaluate", worth_it="yes", **judged)
    assert "Achieved" in story.reads("marta")
    story.does("priya", "sustained", now="It lasts.")
    story.does("priya", "still_sustained", now="It still lasts.")
    assert story.state == "closed"
    assert "How another school does it." in story.reads("lena")
    assert "Sustained next term by Priya Harbour, Head" in story.reads("asha")


def grant_of(story: Story) -> Grant:
    with story.app.app_context(), scope(EVERY_TRUST):
        grant = db.session.scalars(select(Grant).order_by(Grant.id.desc())).first()
        assert grant is not None
        return grant


def test_a_delegate_asks_the_head_who_sends_it(story: Story) -> None:
    story.begins("dan")
    assert "Send the request" not in buttons_on(story.of("dan").get(f"{story.home}/ask_head"))
    story.does("dan", "ask_head")
    assert "Dan Harbour has written this request" in story.reads("priya")
    story.does("priya", "return_draft", reason="Say more about Year 2.")
    assert "Priya Harbour asks for changes: “Say more about Year 2.”" in story.reads("dan")
    story.does("dan", "ask_head")
    story.does("priya", "submit")
    assert story.state == "submitted"


def test_a_head_is_not_offered_to_ask_the_head(story: Story) -> None:
    story.begins()
    page = story.page("priya")
    assert "Check and send" in buttons_on(page)
    assert "Ask your head" not in page.text


def test_a_draft_says_what_it_still_lacks(story: Story) -> None:
    story.begins(need="", contact="")
    page = story.of("priya").get(f"{story.home}/submit")
    assert "Say what the school needs help with" in main_words(page)
    assert "Send the request" not in buttons_on(page)
    assert "Carry on writing" in buttons_on(page)
    story.does("priya", "edit", need="Blending.", contact="Sam")
    assert "Send the request" in buttons_on(story.of("priya").get(f"{story.home}/submit"))


def test_saving_for_later_leads_to_the_draft(story: Story) -> None:
    answer = fill_in(story.of("priya"), "/support/new", button="Save and come back later", title=TITLE)
    assert answer.status_code == 303
    page = story.of("priya").get(answer.location)
    assert "Saved as a draft" in main_words(page)
    assert "Carry on writing" in buttons_on(page)


def test_the_central_team_sends_back_and_signposts(story: Story) -> None:
    story.is_submitted()
    story.does("lena", "send_back", reason="Which year groups?")
    assert "Lena Harbour asks for changes: “Which year groups?”" in story.reads("priya")
    story.does("priya", "submit")
    story.does("lena", "signpost", where_to="The English hub runs this course.")
    assert story.state == "signposted"
    assert "The English hub runs this course." in story.reads("priya")


def test_the_waiting_list_says_why_and_until_when(story: Story) -> None:
    story.is_accepted()
    story.does("asha", "wait", reason="Everybody is busy before Christmas.", look_again_on="11/1/2027")
    page = story.reads("priya")
    assert "Waiting for Asha Harbour, coordinator, until Monday 11 January" in page
    assert "Everybody is busy before Christmas." in page
    story.presses("asha", "Search again")
    assert story.state == "finding"


def test_a_school_that_declines_comes_last_and_the_next_is_asked(story: Story) -> None:
    story.is_offered()
    declined = fill_in(story.of("marta"), f"{story.home}/decline", reason="Tom is away.")
    assert declined.location == "/"
    assert story.page("marta").status_code == 404
    page = story.reads("asha")
    assert "Gull Rock Primary could not help" in page
    assert page.index("Ask Cliff View Primary") < page.index("Said no: Tom is away.")
    story.does("asha", "offer", school_id=story.world.schools["cliff_view"], days="2")
    story.does("carol", "release", giver_id=story.world.people["una"], days="2")
    assert story.state == "agreeing"


def test_the_coordinator_gives_longer_and_moves_on(story: Story) -> None:
    story.is_offered()
    story.presses("asha", "Give them three more days")
    story.does("asha", "move_on", reason="No answer.")
    assert "Moved on from Gull Rock Primary" in story.reads("asha")


def test_a_signature_is_shown_and_lost_when_the_plan_changes(story: Story) -> None:
    story.has_plan()
    story.presses("tom", "Sign the plan")
    assert "Sign the plan" not in buttons_on(story.page("tom"))
    assert "Tom Harbour has signed the plan. It needs your signature, or your changes." in story.reads(
        "priya"
    )
    story.does("priya", "propose_plan", days="2")
    assert "Sign the plan" in buttons_on(story.page("tom"))
    assert grant_of(story).days == 2


def test_without_a_plan_there_is_nothing_to_sign(story: Story) -> None:
    story.is_released()
    assert "Sign the plan" not in buttons_on(story.page("priya"))
    answer = story.of("priya").get(f"{story.home}/sign")
    assert answer.status_code == 302
    assert "Write the plan first" in story.reads("priya")


def test_visits_are_planned_moved_called_off_and_recorded(story: Story) -> None:
    story.is_under_way()
    story.does("tom", "plan_visit", on="18/11/2026", days="1", purpose="Watch and coach")
    assert "The next visit is on Wednesday 18 November" in story.reads("priya")
    story.does("priya", "move_visit", on="19/11/2026", reason="A trip")
    assert "Visit of Wednesday 18 November moved to Thursday 19 November" in story.reads("tom")
    story.does("tom", "cancel_visit", reason="Tom is ill.")
    assert "Finish the support" not in story.reads("tom")
    story.does("tom", "record_visit", **VISIT)
    page = story.reads("priya")
    assert "1 of 3 days used" in page
    assert "Taught two lessons together." in page
    assert grant_of(story).used == 1


def test_a_visit_on_a_closed_day_is_saved_once_its_planner_has_seen_that(story: Story) -> None:
    story.is_under_way()
    tom, address = story.of("tom"), f"{story.home}/plan_visit"
    answer = fill_in(tom, address, on="29/12/2026", days="1", purpose="Watch and coach")
    assert answer.status_code == 422
    assert "Saltmarsh Primary is closed on Tuesday 29 December." in main_words(answer)
    assert 'value="Watch and coach"' in answer.text

    form = sent_by(form_on(answer, "Save anyway"))
    assert tom.post(address, data=form).status_code == 303
    assert "The next visit is on Tuesday 29 December" in story.reads("priya")


def test_the_mid_point_review_moves_the_end(story: Story) -> None:
    story.is_under_way()
    story.does("priya", "review_midpoint", working="partly", what_works="The routine.", ends_on="26/3/2027")
    page = story.reads("tom")
    assert "Is it working? Partly" in page
    assert "until Friday 26 March" in page


def test_a_pause_stops_the_clock_and_ends(story: Story) -> None:
    story.is_under_way()
    story.does("priya", "pause", reason="An inspection.", look_again_on="30/11/2026")
    assert "Paused: An inspection." in story.reads("asha")
    story.presses("asha", "Go on")
    assert story.state == "under_way"


def test_withdrawing_gives_the_days_back(story: Story) -> None:
    story.is_under_way()
    assert "12 days left of 15 this year" in story.reads("tom")
    story.does("priya", "withdraw", reason="A new head of reading has started.")
    assert story.state == "withdrawn"
    assert grant_of(story).taken == 0
    assert "A new head of reading has started." in story.reads("asha")


def test_a_request_that_slips_is_extended(story: Story) -> None:
    story.is_over()
    judge(story)
    story.does("priya", "slipping", now="Two classes have gone back.")
    assert "Slipping" in story.reads("tom")
    story.does("priya", "extend", days="1", reason="One more round.")
    assert story.state == "agreeing"
    assert grant_of(story).days == 4


def test_a_closed_request_is_reopened(story: Story) -> None:
    story.is_over()
    judge(story)
    story.does("priya", "sustained", now="It lasts.")
    story.does("priya", "still_sustained", now="It still lasts.")
    story.does("priya", "reopen", reason="The phonics lead has left.")
    assert story.state == "finding"


def judge(story: Story) -> None:
    page = story.of("priya").get(f"{story.home}/evaluate")
    typed = {"worth_it": "yes"}
    for measure in set(re.findall(r"impact_(\d+)", page.text)):
        typed |= {f"impact_{measure}": "partly", f"evidence_{measure}": "Seen in lessons."}
    story.does("priya", "evaluate", **typed)


def test_the_giver_is_replaced_and_the_days_go_along(story: Story) -> None:
    story.is_under_way()
    story.does("tom", "record_visit", **VISIT)
    address = f"{story.home}/change_people?role=giver"
    answer = fill_in(
        story.of("marta"), address, joining_id=story.world.people["lea"], reason="Tom is leaving."
    )
    assert answer.status_code == 303
    page = story.reads("marta")
    assert "Lea Harbour took over from Tom Harbour" in page
    assert grant_of(story).days == 2
    assert story.page("tom").status_code == 404
    assert "It is your turn" in story.reads("lea")


def test_colleagues_join_and_leave(story: Story) -> None:
    story.is_accepted()
    page = story.of("asha").get(f"{story.home}/change_people")
    assert "A colleague who helps" in main_words(page)
    assert "The giver" not in main_words(page)
    fill_in(story.of("asha"), f"{story.home}/change_people?role=member", joining_id=story.world.people["una"])
    assert "Una Harbour joined" in story.reads("una")
    fill_in(story.of("asha"), f"{story.home}/change_people?role=member", leaving_id=story.world.people["una"])
    assert story.page("una").status_code == 404


def test_notes_are_read_by_everybody_on_the_request(story: Story) -> None:
    story.is_accepted()
    story.does("priya", "add_note", text="The office opens at seven.\n<b>Really</b>")
    assert "The office opens at seven.<b>Really</b>" in story.reads("asha")


def test_governors_read_the_released_summary_and_nothing_else(story: Story) -> None:
    story.is_over()
    summary = f"{story.home}/summary"
    assert story.of("gita").get(summary).status_code == 404
    story.does("priya", "release_summary", summary="Phonics lessons have become much stronger.")
    page = story.of("gita").get(summary)
    assert "Phonics lessons have become much stronger." in main_words(page)
    assert "Taught two lessons together." not in page.text
    assert TITLE in main_words(story.of("gita").get("/support"))
    assert story.page("gita").status_code == 404
    assert story.of("marta").get(summary).status_code == 302


def test_every_open_step_has_a_button_or_link_for_those_who_may(story: Story) -> None:
    """Whatever the workflow allows a person now can be reached from the page by pressing things."""
    story.is_under_way()
    story.does("tom", "record_visit", **VISIT)
    story.does("tom", "plan_visit", on="18/11/2026", days="1", purpose="Watch")
    page = story.page("tom").text
    for name in ("record_visit", "plan_visit", "move_visit", "cancel_visit", "review_midpoint", "add_note",
                 "attach", "ask_for_action"):  # fmt: skip
        assert f"{story.home}/{name}" in page


def test_the_plan_is_there_for_everybody_on_the_request(story: Story) -> None:
    story.has_plan()
    for reader in ("priya", "tom", "marta", "asha", "lena"):
        assert PLAN["measures-1"] in story.reads(reader)
