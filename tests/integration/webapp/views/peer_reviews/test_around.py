"""Around the reviews: their list, who is trained, and the trust's questions of the self-review."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from tests.client import main_words
from tests.integration.webapp.views.peer_reviews.conftest import Reviewed
from tests.pressing import buttons_on, fill_in
from workflows.database import db
from workflows.events import Event


def test_the_list_has_the_readers_turn_first_and_filters(review: Reviewed) -> None:
    review.planned().until("self_review_shared")
    first = review.reference
    review.planned()
    with review.now():
        words = main_words(review.of("lena").get("/reviews"))
        assert words.index("It is your turn") < words.index("All reviews")
        assert first in main_words(review.of("lena").get("/reviews?state=self_review_shared"))
        for narrowed in ("state=planned", "turn=coordinator", "words=nothing"):
            assert first not in main_words(review.of("lena").get(f"/reviews?{narrowed}")), narrowed
        assert first in main_words(review.of("lena").get("/reviews?year=2026"))
        by_visit = review.of("lena").get("/reviews?sort=visit&order=down")
        assert by_visit.status_code == 200
        school = review.world.schools["gull_rock"]
        assert first in main_words(review.of("lena").get(f"/reviews?school_id={school}"))


def test_the_list_as_a_file_says_no_more_than_the_outline(review: Reviewed) -> None:
    review.planned().until("team_formed")
    with review.now():
        text = review.of("lena").get("/reviews/list.csv").text
        assert "Saltmarsh Primary: Early reading" in text
        assert "Tom Harbour" in text
        assert review.of("lena").get("/reviews/list.xlsx").status_code == 200
        assert review.of("lena").get("/reviews/list.pdf").status_code == 404


def test_only_those_near_a_review_have_it_in_their_list(review: Reviewed) -> None:
    review.planned().until("team_formed")
    with review.now():
        for who, sees in (("priya", True), ("tom", True), ("asha", True), ("dan", False), ("marta", False)):
            assert (review.reference in review.of(who).get("/reviews").text) is sees, who


def test_people_are_trained_asked_less_and_no_more(review: Reviewed) -> None:
    lena = review.of("lena")
    marta = review.world.people["marta"]
    made = fill_in(lena, "/reviews/training/new", person_id=marta, trained_on="1/9/2026", can_lead="y")
    assert made.status_code == 303
    assert "Marta Harbour" in main_words(lena.get("/reviews/training"))
    wrong = fill_in(lena, f"/reviews/training/{marta}", trained_on="1/9/2030")
    assert "not in the future" in main_words(wrong)
    assert fill_in(lena, f"/reviews/training/{marta}", most_reviews="4").status_code == 303
    assert "0 of 4" in main_words(lena.get("/reviews/training"))
    ended = fill_in(lena, f"/reviews/training/{marta}", button="Ask no more")
    assert ended.status_code == 303
    assert "is asked for no more reviews" in main_words(lena.get("/reviews/training"))
    assert "Marta Harbour" not in main_words(lena.get("/reviews/training"))
    kinds = _kinds(review)
    assert {"review_training_added", "review_training_edited", "review_training_ended"} <= kinds


def test_the_trust_changes_its_questions_and_reviews_keep_theirs(review: Reviewed) -> None:
    review.planned()
    ada = review.of("ada")
    new = fill_in(ada, "/reviews/template/new", text="Who would notice first?", hint="Name no pupils.")
    assert new.status_code == 303
    assert fill_in(ada, "/reviews/template/1", text="What is getting better here?").status_code == 303
    same = fill_in(ada, "/reviews/template/2", text="Who would notice first?")
    assert "This is asked already" in main_words(same)
    page = ada.get("/reviews/template")
    assert "What is getting better here?" in main_words(page)
    assert fill_in(ada, "/reviews/template", button="Move down question 1").status_code == 303
    assert fill_in(ada, "/reviews/template", button="Retire question 1").status_code == 303
    assert any(one.startswith("Ask it again") for one in buttons_on(ada.get("/reviews/template")))
    again = next(one for one in buttons_on(ada.get("/reviews/template")) if one.startswith("Ask it again"))
    assert fill_in(ada, "/reviews/template", button=again).status_code == 303
    with review.writing():
        asked = [one.question for one in review.case.answers]
    assert "What is getting better here?" not in asked
    assert ada.get("/reviews/template/99").status_code == 404
    kinds = _kinds(review)
    assert "self_review_prompt_added" in kinds
    assert "self_review_prompt_retired" in kinds


def test_a_trust_that_has_changed_nothing_reads_the_questions_it_starts_with(review: Reviewed) -> None:
    words = main_words(review.of("lena").get("/reviews/template"))
    assert "How do pupils take part in it?" in words
    assert fill_in(review.of("lena"), "/reviews/template/6", hint="Whose voices?").status_code == 303
    assert "Whose voices?" in main_words(review.of("lena").get("/reviews/template"))


def test_a_review_that_the_trust_requires_declares_its_readers(review: Reviewed) -> None:
    review.planned()
    with review.writing():
        review.case.required_by_trust = True
    typed: dict[str, Any] = {
        "note": "The board of trustees asked for it.",
        "reader_ids": review.world.people["carol"],
    }
    review.does("lena", "declare_readers", **typed)
    assert "The board of trustees asked for it." in review.reads("priya")


def _kinds(review: Reviewed) -> set[str]:
    with review.writing():
        return set(db.session.scalars(select(Event.kind)))
