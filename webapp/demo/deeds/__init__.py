"""What people of the demo do: each deed is one step of a case. Those here are of any kind of case."""

from __future__ import annotations

from webapp.demo.scenes import Deed
from workflows.details import Reason


def does(part: str, name: str) -> Deed:
    """A step that needs no words."""
    return lambda scene: scene.act(name, part)


def for_a_reason(name: str, part: str, reason: str) -> Deed:
    """Any step that needs no more than to say why."""
    return lambda scene: scene.act(name, part, Reason(reason=reason))
