"""The clock acts on cases one by one: each in a transaction of its own, so that none holds up the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import structlog

from notifications.setup import Setup, reading, transaction
from workflows.cases import Case
from workflows.database import EVERY_TRUST, db, scope
from workflows.errors import Refused
from workflows.perform import lock

CaseT = TypeVar("CaseT", bound=Case)

log = structlog.get_logger("alongside.delivery")


def case_by_case(
    setup: Setup,
    kind: type[CaseT],
    find: Callable[[], Sequence[tuple[int, int]]],
    act: Callable[[CaseT], bool],
) -> int:
    """Let `act` look at each case that `find` names, by its id and its trust's; gives on how many it did.

    `find` reads in every trust; `act` gets the case as it is now, held, with its own trust chosen.
    """
    with scope(EVERY_TRUST), reading():
        found = find()
    return sum(_one(kind, act, case_id, trust_id) for case_id, trust_id in found if not setup.stopping())


def _one(kind: type[CaseT], act: Callable[[CaseT], bool], case_id: int, trust_id: int) -> bool:
    try:
        with scope(trust_id), transaction():
            return act(lock(db.session.get_one(kind, case_id)))
    except Refused as refusal:
        log.info("the clock was not needed any more", case=case_id, why=str(refusal))
    except Exception:
        log.exception("the clock could not act on a case", case=case_id)
    return False
