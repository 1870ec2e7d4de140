"""Readers outside the trust, to whom a host sends a link: such mail stands under its sender's number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from notifications.setup import AnyRow
from notifications.telling import Reader
from workflows.database import db
from workflows.peer_reviews.model import PeerReview, ReportReader
from workflows.peer_reviews.releasing import LINK_MAIL, is_open
from workflows.places import School

OVER: Final = "The host had ended the link before the mail could leave."


class OutsideReaders:
    """The readers outside the trust to whom any of a batch of messages goes."""

    def __init__(self, rows: Sequence[AnyRow], on: date) -> None:
        self.on = on
        ids = {row.facts["reader"] for row in rows if row.kind == LINK_MAIL}
        self._readers = _readers(ids) if ids else {}

    @property
    def addresses(self) -> set[str]:
        return {reader.outside_email for reader, _ in self._readers.values() if reader.outside_email}

    def reader(self, row: AnyRow) -> Reader:
        """Whom a message is for: its person, or the reader to whom that person sends a link."""
        if row.kind != LINK_MAIL:
            return Reader(row.person_id, row.name, row.email)
        reader, _ = self._readers[row.facts["reader"]]
        return Reader(row.person_id, reader.outside_name, reader.outside_email or "")

    def facts(self, row: AnyRow) -> dict[str, Any]:
        """What the mail says of the report; a message keeps nothing but the reader's number."""
        if row.kind != LINK_MAIL:
            found: dict[str, Any] = row.facts
            return found
        reader, school = self._readers[row.facts["reader"]]
        ends_on = reader.ends_on.isoformat() if reader.ends_on else ""
        return {**row.facts, "by": row.name, "school": school, "ends_on": ends_on}

    def stale(self, row: AnyRow) -> str:
        """Why the mail must not leave any more; empty if it may."""
        if row.kind != LINK_MAIL or is_open(self._readers[row.facts["reader"]][0], self.on):
            return ""
        return OVER


def _readers(ids: set[int]) -> dict[int, tuple[ReportReader, str]]:
    rows = db.session.execute(
        select(ReportReader, School.name)
        .join(PeerReview, PeerReview.id == ReportReader.review_id)
        .join(School, School.id == PeerReview.host_school_id)
        .where(ReportReader.id.in_(ids))
        .options(joinedload(ReportReader.person))
    )
    return {reader.id: (reader, school) for reader, school in rows}
