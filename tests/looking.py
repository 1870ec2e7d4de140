"""People who look for a mentor and people who offer to be one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context

from flask import Flask

from tests.pairings import ask_for_mentor, offer_to_mentor
from tests.world import World
from workflows.database import db, scope
from workflows.pairings import Pairing


class Looking:
    """A trust in which some look for a mentor and some offer to be one."""

    def __init__(self, app: Flask, world: World) -> None:
        self.app, self.world = app, world

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Inside, rows of the trust can be read and written; they are committed at the end."""
        with self.app.app_context(), scope(self.world.trust_id):
            yield
            db.session.commit()

    def offers(self, *names: str, cap: int = 3) -> None:
        with self.writing():
            offer_to_mentor(self.world, *names, cap=cap)

    def asks(self, who: str = "sam") -> tuple[int, str]:
        """Somebody asks for a mentor; the pairing's id and reference."""
        with self.writing():
            made = ask_for_mentor(self.world, who)
            return made.id, made.reference

    def state_of(self, pairing_id: int) -> tuple[str, int | None]:
        """The state of a pairing, and who its mentor is."""
        with self.writing():
            found = db.session.get_one(Pairing, pairing_id)
            return found.state, found.mentor_id


def at_once(presses: Sequence[Callable[[], int]]) -> list[int]:
    """What several people get who press at the same moment."""
    with ThreadPoolExecutor(len(presses)) as pool:
        found = [pool.submit(copy_context().run, press) for press in presses]
        return [one.result() for one in found]
