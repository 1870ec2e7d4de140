"""A definition that would leave somebody waiting for nobody is refused where it is written."""

from types import SimpleNamespace
from typing import Any

import pytest

import workflows.actions
import workflows.machine.flow
import workflows.support_requests
from workflows.machine import (
    EVERYBODY,
    NEW,
    THE_CLOCK,
    BadWorkflow,
    Role,
    State,
    Workflow,
    all_workflows,
    each,
    every,
    no_deadline,
    roles_in,
    working_days,
)
from workflows.people import Post

asker, helper = Role("asker"), Role("helper")


def turn(role: Role = asker, **more: Any) -> State:
    return State("A state", turn_of=role, within=working_days(2), ask="Do", doing="doing", **more)


def step(**more: Any) -> dict[str, Any]:
    return {"by": asker, "label": "Go", "done": "Gone", **more}


def define(**body: Any) -> type[Workflow]:
    """A workflow with this body; what it needs beside states and transitions is given."""
    given = {"slug": "trial", "prefix": "TR", "noun": "Trial", "readers": (asker,)}
    return type("Trial", (Workflow,), {**given, **body})


def sound() -> dict[str, Any]:
    opened, ended = turn(), State("Ended", final=True)
    return {
        "opened": opened,
        "ended": ended,
        "start": NEW.to(opened, **step()),
        "end": opened.to(ended, **step()),
    }


@pytest.fixture(autouse=True)
def _forget_trials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workflows.machine.flow, "_workflows", dict(workflows.machine.flow._workflows))


def test_a_sound_definition_is_accepted_and_listed() -> None:
    flow = define(**sound())
    assert flow in all_workflows()
    assert list(flow.states) == ["opened", "ended"]
    assert [t.name for t in flow.leaving("opened")] == ["end"]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"slug": ""}, "slug, prefix, noun and readers"),
        ({"readers": ()}, "slug, prefix, noun and readers"),
        ({"opened": State("Open", within=working_days(1), ask="Do", doing="doing")}, "somebody's turn"),
        ({"opened": State("Open", turn_of=asker, ask="Do", doing="doing")}, "a date"),
        ({"opened": State("Open", turn_of=asker, within=working_days(1))}, "what is asked"),
        ({"opened": turn(helper)}, "can do nothing there"),
        ({"opened": turn(EVERYBODY)}, "everybody's turn, and so nobody's"),
        ({"opened": turn(overdue="chase")}, "the clock cannot make"),
        ({"ended": State("Ended", final=True, turn_of=asker)}, "nobody's turn"),
    ],
)
def test_a_state_that_helps_nobody_is_refused(change: dict[str, Any], complaint: str) -> None:
    body = {**sound(), **change}
    body["start"] = NEW.to(body["opened"], **step())
    body["end"] = body["opened"].to(body["ended"], **step())
    with pytest.raises(BadWorkflow, match=complaint):
        define(**body)


@pytest.mark.parametrize(
    ("terms", "complaint"),
    [
        (step(by=()), "nobody who may make it"),
        (step(label=""), "label and a past tense"),
        (step(done=""), "label and a past tense"),
        (step(also_turn_of=helper), "without a date"),
    ],
)
def test_a_transition_that_says_too_little_is_refused(terms: dict[str, Any], complaint: str) -> None:
    body = sound()
    body["extra"] = body["opened"].stays(**terms)
    with pytest.raises(BadWorkflow, match=complaint):
        define(**body)


def test_a_state_that_cannot_be_reached_is_refused() -> None:
    island = turn()
    with pytest.raises(BadWorkflow, match="cannot be reached"):
        define(**sound(), island=island, linger=island.stays(**step()))


def test_a_dead_end_is_refused() -> None:
    body = sound()
    trap = turn()
    with pytest.raises(BadWorkflow, match="dead end"):
        define(**body, trap=trap, fall=body["opened"].to(trap, **step()), linger=trap.stays(**step()))


def test_a_transition_into_another_workflow_is_refused() -> None:
    body = sound()
    with pytest.raises(BadWorkflow, match="another workflow"):
        define(**body, astray=body["opened"].to(turn(), **step()))


def test_an_effect_of_an_unknown_transition_is_refused() -> None:
    flow = define(**sound())
    with pytest.raises(BadWorkflow, match="no transition 'fly'"):
        flow.on("fly")(print)


def test_states_that_wait_for_each_of_several_count_every_role_once() -> None:
    assert roles_in(each(asker, helper)) == (asker, helper)


def test_a_reason_for_having_no_deadline_is_enough() -> None:
    body = sound()
    body["opened"] = State(
        "Open", turn_of=asker, within=no_deadline("it is a draft"), ask="Do", doing="doing"
    )
    body["start"] = NEW.to(body["opened"], **step())
    body["end"] = body["opened"].to(body["ended"], **step())
    assert define(**body)


def test_no_person_holds_the_clock() -> None:
    assert THE_CLOCK.post(object()) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("flow", all_workflows(), ids=lambda flow: flow.slug)
def test_every_workflow_of_ours_speaks_in_words(flow: type[Workflow]) -> None:
    for state in flow.states.values():
        assert "_" not in state.label
        assert state.label[0].isupper()
    for transition in flow.transitions.values():
        assert "_" not in transition.label + transition.done


def test_a_role_held_at_every_school_is_a_post_at_each_of_them_and_no_reader() -> None:
    heads = every("head", at="voting_schools")
    case: Any = SimpleNamespace(id=1, trust_id=2, voting_school_ids=(7, 9))
    assert heads.posts(case) == (Post("head", 7), Post("head", 9))
    assert asker.posts(case) == (Post("asker", 1),)
    with pytest.raises(TypeError, match="many places"):
        heads.post(case)
    with pytest.raises(BadWorkflow, match="cannot be a reader"):
        define(**sound(), readers=(heads,))


def test_a_way_that_can_lead_elsewhere_reaches_that_state_too() -> None:
    opened, ended = turn(), State("Ended", final=True)
    other = State("Other", turn_of=asker, within=working_days(2), ask="Do", doing="doing")
    body = {
        "opened": opened,
        "other": other,
        "ended": ended,
        "start": NEW.to(opened, **step()),
        "end": opened.to(ended, or_to=(other,), **step()),
        "settle": other.to(ended, **step()),
    }
    assert define(**body).states["other"] is other
    with pytest.raises(BadWorkflow, match="other cannot be reached"):
        define(**body | {"end": opened.to(ended, **step())})
