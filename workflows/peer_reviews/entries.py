"""What comes with an entry of the evidence log, perhaps from a phone that had no reception."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from workflows.details import Details, private, required


class EvidenceKind(StrEnum):
    """What an entry of the evidence log is."""

    STRENGTH = "strength"
    QUERY = "query"


@dataclass(frozen=True, kw_only=True)
class EvidenceDetails(Details):
    """One entry of the evidence log, perhaps written without reception and sent days later.

    `key` is made where it is written, so that an entry that arrives twice is kept once; `based_on` is the
    revision that a change was made to: nought for a new entry. `change` is the key of this change alone, and
    that of the entry while it is new. `noted_at` is the writer's own clock.
    """

    key: UUID = required("The entry has no key of its own")
    change: UUID | None = None
    based_on: int = 0
    kind: EvidenceKind = required("Choose whether it is a strength or a query")
    question_id: int | None = None
    activity_id: int | None = None
    noted_at: datetime = required("The entry has no time")
    seen: str = private("Write what was seen")

    def as_json(self) -> dict[str, object]:
        return {"key": str(self.key), "kind": self.kind.value, "question_id": self.question_id}


@dataclass(frozen=True, kw_only=True)
class EvidenceStruck(Details):
    """An entry that its writer takes out again; `based_on` is the revision they saw, nought for any."""

    key: UUID = required("Choose the entry")
    based_on: int = 0

    def as_json(self) -> dict[str, object]:
        return {"key": str(self.key)}
