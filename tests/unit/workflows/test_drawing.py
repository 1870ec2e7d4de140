"""Workflows as people read them, and the pages in docs/workflows that are made of them."""

from pathlib import Path

import pytest

from webapp.cli.workflows import documents
from workflows.actions import ActionFlow
from workflows.drawing import deadline, diagram, people, states_table, steps_table
from workflows.forums import ForumFlow
from workflows.hubs import HubFlow
from workflows.machine import Role, Workflow, each, no_deadline, on_date, working_days
from workflows.openings import OpeningFlow
from workflows.pairings import PairingFlow
from workflows.review_rounds import ReviewRoundFlow
from workflows.support_requests import SupportRequestFlow
from workflows.visits import VisitFlow

DOCS = Path(__file__).resolve().parents[3] / "docs" / "workflows"


@pytest.mark.parametrize("name", sorted(documents()))
def test_the_page_of_a_workflow_is_what_its_definition_says(name: str) -> None:
    written = (DOCS / name).read_text(encoding="utf-8")

    assert written == documents()[name], "run: flask workflows --write"


def test_no_page_is_left_of_a_workflow_that_is_gone() -> None:
    assert {path.name for path in DOCS.glob("*.md")} == set(documents())


@pytest.mark.parametrize(
    "flow",
    [
        SupportRequestFlow,
        ActionFlow,
        PairingFlow,
        OpeningFlow,
        VisitFlow,
        ReviewRoundFlow,
        HubFlow,
        ForumFlow,
    ],
)
def test_every_state_and_step_is_in_its_table_and_every_state_in_the_diagram(flow: type[Workflow]) -> None:
    drawn = diagram(flow)

    assert all(f"| {state.label} |" in states_table(flow) for state in flow.states.values())
    assert all(f"| {step.label} |" in steps_table(flow) for step in flow.transitions.values())
    assert all(f'state "{state.label}" as {state.name}' in drawn for state in flow.states.values())


def test_roles_and_deadlines_are_said_in_words() -> None:
    giving_head, giver = Role("head", at="giving_school"), Role("giver")

    assert people((giving_head, giver)) == "head of the giving school or giver"
    assert people(each(giving_head, giver)) == "head of the giving school and giver"
    assert deadline(working_days(5)) == "5 working days"
    assert deadline(on_date("act_by")) == "its own date (act by)"
    assert deadline(no_deadline("it is a draft")) == "no deadline: it is a draft"
