"""What changed between two versions of a report, line by line."""

from __future__ import annotations

from time import perf_counter

from webapp.compared import Line
from webapp.views.peer_reviews.report_words import changes
from workflows.peer_reviews.details import Section
from workflows.peer_reviews.versions import Report


def _report(context: str) -> Report:
    return Report("Saltmarsh Primary", (), (), (), ((Section.CONTEXT, context),), (), ())


def test_lines_that_stay_that_are_gone_and_that_are_new_stand_in_their_order() -> None:
    (found,) = changes(_report("One.\nTwo."), _report("One.\nThree."))
    assert found.lines == (Line("same", "One."), Line("gone", "Two."), Line("new", "Three."))


def test_very_long_sections_are_shown_before_and_after_rather_than_compared_for_minutes() -> None:
    before, after = ("\n".join(words * 1500) for words in ("ab", "ba"))
    begun = perf_counter()
    (found,) = changes(_report(before), _report(after))
    assert perf_counter() - begun < 1
    assert [line.text for line in found.lines if line.kind == "gone"] == before.split("\n")
    assert [line.text for line in found.lines if line.kind == "new"] == after.split("\n")
