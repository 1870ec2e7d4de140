"""Writing a report and checking its facts on the pages."""

from __future__ import annotations

from tests.client import main_words
from tests.integration.webapp.views.peer_reviews.report.conftest import Reported
from tests.peer_reviews import OURS


def test_the_team_writes_a_report_and_the_head_agrees_it(reported: Reported) -> None:
    written(reported)
    checked(reported)

    reported.fills("priya", "report/agree_report")

    with reported.rows() as case:
        assert case.state == "agreed"
    page = reported.reads("priya", "report")
    assert "Version 3, agreed on" in page
    changed = reported.reads("priya", "report/versions/2")
    assert "Taken out: - A second point." in changed
    assert "Added: - A third point." in changed
    assert "Nothing: it says the same." in reported.reads("tom", "report/versions/3")


def written(reported: Reported) -> None:
    """Feedback is given, and the team writes the report and sends it."""
    reported.comes_to("on_site")
    reported.fills("tom", "report/give_feedback", given_to="The head", messages=OURS)
    begun = reported.fills("una", "report/begin_report")
    assert begun.location.endswith("/report/write")

    for name in ("strengths", "excellent", "develop", "next_steps"):
        reported.fills("una", f"report/write/{name}", text=f"- {OURS}\n- A second point.")
    page = reported.reads("tom", "report/write")
    assert "Say what the report is about" in page
    assert "Send it for a check of the facts" not in page
    reported.fills("tom", "report/themes", strengths=[str(reported.world.focus_area_id)])
    assert "Early reading: strength" in reported.reads("tom", "report/write")
    reported.fills("tom", "report/send_report")


def checked(reported: Reported) -> None:
    """The head comments, the team answers and sends it again."""
    assert OURS in reported.reads("priya", "report")
    reported.fills("priya", "report/check/strengths", about="A second point.", comment="It was the third.")
    assert "Return it with 1 comment" in reported.reads("priya", "report/check")
    reported.fills("priya", "report/return_report")

    with reported.rows() as case:
        number = case.comments[0].id
    assert "It was the third." in reported.reads("una", "report/write")
    reported.fills("una", f"report/comments/{number}", outcome="kept as it was", status=422)
    reported.fills("una", f"report/comments/{number}", outcome="changed", answer="Thank you.")
    reported.fills("una", "report/write/strengths", text=f"- {OURS}\n- A third point.")
    reported.fills("tom", "report/send_report")

    assert "Report changed" in reported.reads("priya", "report/check")


def test_the_second_saver_sees_both_texts_and_saves_on_top(reported: Reported) -> None:
    reported.comes_to("draft_report")
    reported.fills("tom", "report/write/strengths", text="Tom's words.")

    answer = reported.fills("una", "report/write/strengths", status=409, based_on="0", text="Words of Una.")

    page = main_words(answer)
    assert "Tom Harbour has changed the same lines" in page
    assert "Tom's words." in page
    assert "Words of Una." in answer.text
    assert 'value="1"' in answer.text
    reported.fills("una", "report/write/strengths", based_on="1", text="Tom's and Words of Una.")
    with reported.rows() as case:
        texts = {one.section.name: [each.text for each in one.revisions] for one in case.sections}
    assert texts["STRENGTHS"] == ["Tom's words.", "Tom's and Words of Una."]


def test_changes_in_other_paragraphs_are_put_together_and_the_page_says_so(reported: Reported) -> None:
    reported.comes_to("draft_report")
    reported.fills("tom", "report/write/strengths", text="One.\n\nTwo.")
    reported.fills("tom", "report/write/strengths", text="One, again.\n\nTwo.")
    reported.fills("una", "report/write/strengths", based_on="1", text="One.\r\n\r\nTwo, by Una.")

    assert "both changes are in it" in reported.reads("una", "report/write")
    with reported.rows() as case:
        (said,) = [one.text for one in case.sections if one.section.name == "STRENGTHS"]
    assert said == "One, again.\n\nTwo, by Una."


def test_what_others_do_meanwhile_does_not_hold_a_section_up(reported: Reported) -> None:
    reported.comes_to("draft_report")
    page = reported.get("una", "report/write/develop")
    assert page.status_code == 200
    reported.does("tom", "write_themes")
    reported.fills("una", "report/write/develop", version="1", text="Something.")


def test_the_same_form_sent_twice_is_saved_once(reported: Reported) -> None:
    reported.comes_to("draft_report")
    sent = {"text": "Once.", "based_on": "0", "form_key": "a-key-of-this-form-1234"}
    assert reported.post("una", "report/write/develop", **sent).status_code == 303
    assert reported.post("una", "report/write/develop", **sent).status_code in (303, 409)
    with reported.rows() as case:
        (row,) = [one for one in case.sections if one.section.name == "DEVELOP"]
        assert row.revision == 1


def test_the_host_reads_no_draft_and_writes_nothing_in_it(reported: Reported) -> None:
    reported.comes_to("draft_report")
    reported.fills("una", "report/write/strengths", text="A first thought.")
    assert "A first thought." not in reported.reads("priya", "report")
    for path in ("report/write", "report/write/strengths", "report/themes"):
        assert reported.get("priya", path).status_code == 404
    assert "A first thought." in reported.reads("tom", "report")


def test_the_host_withdraws_a_comment(reported: Reported) -> None:
    reported.comes_to("factual_check").does("priya", "comment")
    with reported.rows() as case:
        number = case.comments[0].id
    assert reported.post("priya", f"report/comments/{number}/withdraw").status_code == 303
    page = reported.reads("priya", "report/check")
    assert "Withdrawn" in page
    assert "Agree the report" in page


def test_an_address_of_no_section_or_step_is_not_there(reported: Reported) -> None:
    reported.comes_to("draft_report")
    for path in (
        "report/write/anything",
        "report/comments/99",
        "report/plan",
        "report/versions/7",
        "report/estimates",
    ):
        assert reported.get("tom", path).status_code == 404, path


def test_a_link_that_is_too_late_leads_to_the_report(reported: Reported) -> None:
    reported.comes_to("agreed")
    for who, path in (
        ("tom", "report/write/strengths"),
        ("tom", "report/write"),
        ("priya", "report/check/strengths"),
        ("priya", "report/agree_report"),
    ):
        assert reported.get(who, path).location.endswith("/report"), path
