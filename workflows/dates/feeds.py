"""Calendars that people subscribe to: whose they are, and what they show."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from secrets import token_hex

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.database import Model, Scoped, text_enum
from workflows.people import Person
from workflows.places import Place


class FeedKind(StrEnum):
    """What a feed shows: never more than its owner may see on our own pages."""

    MINE = "mine"  # what its owner is asked to
    SCHOOL = "school"  # what concerns one school
    HUB = "hub"  # what concerns the schools of one hub
    TRUST = "trust"  # what is open to everybody who works in the trust


class Feed(Scoped, Model):
    """A calendar that one person subscribes to, at an address that only they know."""

    __tablename__ = "feeds"
    __table_args__ = (
        Index(None, "person_id"),
        CheckConstraint("(kind = 'mine') = (place_id IS NULL)", name="place_of_kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[FeedKind] = mapped_column(text_enum(FeedKind, "kind"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("places.id"))
    #: goes into the address: a new one makes the old address worthless
    nonce: Mapped[str] = mapped_column(String(32), default=lambda: token_hex(16))
    #: all-day entries for what their owner has to do by a day
    with_deadlines: Mapped[bool] = mapped_column(default=False)
    #: term dates, INSET days and bank holidays
    with_terms: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    place: Mapped[Place | None] = relationship()
