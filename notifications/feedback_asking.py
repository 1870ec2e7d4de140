"""What the clock does about feedback, and whether mail that asks for it still stands when it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import structlog
from sqlalchemy import select

from notifications.feedback import KINDS
from notifications.setup import AnyRow, Setup, reading, transaction
from workflows.database import EVERY_TRUST, db, scope
from workflows.feedback.asking import due, look_after
from workflows.feedback.box import takes_answers
from workflows.feedback.model import FeedbackAsked, FeedbackSheet

AT_ONCE: Final = 200
"""Sheets in one round; the next round takes the rest."""
HAS_ANSWERED: Final = "They had answered before the mail could leave."
CLOSED: Final = "Answers were not taken any more when the mail could leave."

log = structlog.get_logger("alongside.delivery")


def look_after_feedback(setup: Setup) -> int:
    """Ask, remind and close, whatever is due; gives for how many sheets."""
    with scope(EVERY_TRUST), reading():
        found = due(AT_ONCE)
    return sum(_one(sheet_id, trust_id) for sheet_id, trust_id in found if not setup.stopping())


def _one(sheet_id: int, trust_id: int) -> bool:
    """Each in a transaction of its own: one sheet that cannot go on does not hold up the others."""
    try:
        with scope(trust_id), transaction():
            return look_after(sheet_id)
    except Exception:
        log.exception("the clock could not look after feedback", sheet=sheet_id)
    return False


class FeedbackAround:
    """Those who are asked by any of a batch of messages, and how it stands with them."""

    def __init__(self, rows: Sequence[AnyRow]) -> None:
        ids = {row.facts["asked"] for row in rows if row.kind in KINDS}
        self._asked = _asked(ids) if ids else {}

    def stale(self, row: AnyRow) -> str:
        """Why the mail must not leave any more; empty if it may."""
        if row.kind not in KINDS:
            return ""
        asked, sheet = self._asked[row.facts["asked"]]
        if asked.has_answered:
            return HAS_ANSWERED
        return "" if takes_answers(sheet) else CLOSED


def _asked(ids: set[int]) -> dict[int, tuple[FeedbackAsked, FeedbackSheet]]:
    rows = db.session.execute(
        select(FeedbackAsked, FeedbackSheet)
        .join(FeedbackSheet, FeedbackSheet.id == FeedbackAsked.sheet_id)
        .where(FeedbackAsked.id.in_(ids))
    )
    return {asked.id: (asked, sheet) for asked, sheet in rows}
