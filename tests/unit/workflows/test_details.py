"""Details check themselves, and say in a sentence what to enter."""

from datetime import date

import pytest

from workflows.details import LONGEST_TEXT, InvalidDetails, PersonChange, Reason
from workflows.support_requests.details import (
    EvaluationDetails,
    Impact,
    OfferDetails,
    Outcome,
    PlanDetails,
    RequestDetails,
    Working,
)


def test_an_empty_reason_is_refused_with_a_sentence() -> None:
    with pytest.raises(InvalidDetails) as refused:
        Reason(reason="   ")
    assert refused.value.problems == {"reason": "Say why, in a sentence or two"}


def test_text_that_is_far_too_long_is_refused_with_its_length() -> None:
    with pytest.raises(InvalidDetails, match="20,001"):
        Reason(reason="x" * (LONGEST_TEXT + 1))


@pytest.mark.parametrize("days", [0, -1, 0.3, 201, float("inf")])
def test_days_come_in_halves_and_within_reason(days: float) -> None:
    with pytest.raises(InvalidDetails):
        OfferDetails(school_id=1, days=days)


def test_half_a_day_is_a_number_of_days() -> None:
    assert OfferDetails(school_id=1, days=0.5).days == 0.5


def test_dates_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(InvalidDetails, match="on or after the first"):
        RequestDetails(title="Reading", wanted_from=date(2026, 12, 2), wanted_until=date(2026, 12, 1))


def test_a_plan_without_a_success_measure_is_refused() -> None:
    with pytest.raises(InvalidDetails) as refused:
        PlanDetails(
            focus="Phonics",
            measures=(),
            days=4,
            frequency="weekly",
            exit_plan="Coaches carry on",
            first_contact_on=date(2026, 12, 1),
            ends_on=date(2027, 2, 1),
        )
    assert list(refused.value.problems) == ["measures"]


def test_somebody_joins_or_leaves_and_is_not_replaced_by_themselves() -> None:
    with pytest.raises(InvalidDetails):
        PersonChange(role="giver")
    with pytest.raises(InvalidDetails):
        PersonChange(role="giver", joining_id=4, leaving_id=4)


def test_an_event_keeps_details_as_plain_words() -> None:
    outcome = Outcome(measure_id=3, impact=Impact.PARTLY, evidence="Half of them read fluently")
    details = EvaluationDetails(outcomes=(outcome,), worth_it=Working.YES)
    assert details.as_json() == {
        "outcomes": [{"measure_id": 3, "impact": "partly", "evidence": "Half of them read fluently"}],
        "worth_it": "yes",
        "comment": "",
    }
