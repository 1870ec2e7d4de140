"""A hub as a piece of work: the place is there already, this is what becomes of it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.cases import Case
from workflows.hubs.flow import HubFlow
from workflows.places import Hub


class HubCase(Case):
    """What a hub is working on, from forming it until it is closed; its schools and dates hang on the hub."""

    __tablename__ = "hub_cases"

    flow = HubFlow

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    #: one hub, one case: a hub that is closed and formed again is another hub
    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"), unique=True)
    #: when the schools look back together
    review_on: Mapped[date | None]
    #: what they wrote when they last did
    what_helped: Mapped[str] = mapped_column(default="")
    what_changes: Mapped[str] = mapped_column(default="")
    #: while paused
    look_again_on: Mapped[date | None]

    hub: Mapped[Hub] = relationship(foreign_keys=[hub_id])

    __mapper_args__ = {
        "polymorphic_identity": HubFlow.slug,
        "polymorphic_load": "inline",
        "inherit_condition": id == Case.id,
    }
