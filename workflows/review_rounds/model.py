"""A round as it is stored: its schools, who is away, what was decided by hand, and the plans made for it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.cases import Case
from workflows.database import JsonObject, Model, Scoped, text_enum
from workflows.people import Person
from workflows.places import School
from workflows.review_rounds.details import DecisionKind, RunStatus
from workflows.review_rounds.flow import ReviewRoundFlow
from workflows.review_rounds.plans import Plan, plan_from_json


class ReviewRound(Case):
    """The reviews of a year, planned together."""

    __tablename__ = "review_rounds"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="dates_in_order"),)

    flow = ReviewRoundFlow

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    #: first and last day on which a visit can be
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    decide_by: Mapped[date]
    #: reviewers beside the lead
    reviewers: Mapped[int] = mapped_column(default=2)
    most_a_week: Mapped[int] = mapped_column(default=3)
    #: places in teams that the people of one school fill together; none is no limit
    most_sent: Mapped[int | None]
    required_by_trust: Mapped[bool] = mapped_column(default=False)
    #: how much each wish matters, by name
    weights: Mapped[JsonObject] = mapped_column(JSON, default=dict)
    published_on: Mapped[date | None]
    said: Mapped[str] = mapped_column(default="")

    hosts: Mapped[list[RoundHost]] = relationship(cascade="all, delete-orphan")
    decisions: Mapped[list[RoundDecision]] = relationship(
        order_by="RoundDecision.id", cascade="all, delete-orphan"
    )
    runs: Mapped[list[PlanRun]] = relationship(order_by="PlanRun.number", back_populates="round")

    __mapper_args__ = {
        "polymorphic_identity": ReviewRoundFlow.slug,
        "polymorphic_load": "inline",
        "inherit_condition": id == Case.id,
    }

    @property
    def chosen(self) -> PlanRun | None:
        """The plan that is to be published, or was."""
        return next((run for run in self.runs if run.is_chosen), None)

    @property
    def run_in_hand(self) -> PlanRun | None:
        """The plan that is being made, or waits to be."""
        return next((run for run in self.runs if run.is_in_hand), None)


class RoundHost(Scoped, Model):
    """A school that is to be reviewed in this round: what it is about, and how long."""

    __tablename__ = "round_hosts"

    round_id: Mapped[int] = mapped_column(ForeignKey("review_rounds.id"), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), primary_key=True, index=True)
    focus_area_id: Mapped[int] = mapped_column(ForeignKey("focus_areas.id"))
    second_focus_id: Mapped[int | None] = mapped_column(ForeignKey("focus_areas.id"))
    days: Mapped[int] = mapped_column(default=2)

    school: Mapped[School] = relationship()

    @property
    def foci(self) -> tuple[int, ...]:
        """The ids of its focus areas."""
        second = self.second_focus_id
        return (self.focus_area_id,) if second is None else (self.focus_area_id, second)


class ReviewAbsence(Scoped, Model):
    """When somebody cannot take part in reviews, whichever round it is."""

    __tablename__ = "review_absences"
    __table_args__ = (CheckConstraint("last >= first", name="days_in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    #: both inside
    first: Mapped[date]
    last: Mapped[date]
    reason: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship()


class RoundDecision(Scoped, Model):
    """What was decided by hand, for every plan of this round to keep to."""

    __tablename__ = "round_decisions"
    __table_args__ = (CheckConstraint("(person_id IS NULL) <> (week IS NULL)", name="person_or_week"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("review_rounds.id"), index=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    kind: Mapped[DecisionKind] = mapped_column(text_enum(DecisionKind, "decision_kind"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    #: its Monday
    week: Mapped[date | None]

    school: Mapped[School] = relationship()
    person: Mapped[Person | None] = relationship()


class PlanRun(Scoped, Model):
    """A plan that somebody asked for: waiting, being made by a worker that holds its lease, or made."""

    __tablename__ = "plan_runs"
    __table_args__ = (
        UniqueConstraint("round_id", "number"),
        CheckConstraint("(lease IS NULL) = (lease_until IS NULL)", name="lease_ends"),
        CheckConstraint("(status = 'running') = (lease IS NOT NULL)", name="runs_under_lease"),
        # What planners look for, and that no round has two plans in hand.
        Index(
            "uq_plan_runs_in_hand",
            "round_id",
            unique=True,
            sqlite_where=text("status IN ('queued', 'running')"),
            postgresql_where=text("status IN ('queued', 'running')"),
        ),
        Index(
            "uq_plan_runs_chosen",
            "round_id",
            unique=True,
            sqlite_where=text("is_chosen"),
            postgresql_where=text("is_chosen"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("review_rounds.id"))
    #: counts the plans of a round from one
    number: Mapped[int]
    status: Mapped[RunStatus] = mapped_column(text_enum(RunStatus, "run_status"), default=RunStatus.QUEUED)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    #: the plan to begin from, and whether as much of it as possible stays
    from_run_id: Mapped[int | None] = mapped_column(ForeignKey("plan_runs.id"))
    change_little: Mapped[bool] = mapped_column(default=False)
    #: what was decided by hand when it was asked for
    decided: Mapped[list[JsonObject]] = mapped_column(JSON, default=list)
    #: somebody takes the best so far
    stop_asked_at: Mapped[datetime | None]
    #: who is making it, and until when nobody else does
    lease: Mapped[str | None] = mapped_column(String(80))
    lease_until: Mapped[datetime | None]
    beat_at: Mapped[datetime | None]
    #: how many workers have begun
    tries: Mapped[int] = mapped_column(default=0)
    #: schools with a place and in all, seconds, the share that is left to gain, and once it is made its
    #: figures and what could not be had, in words
    progress: Mapped[JsonObject] = mapped_column(JSON, default=dict)
    #: the best so far; none before there is any
    plan: Mapped[list[JsonObject] | None] = mapped_column(JSON(none_as_null=True))
    #: why it failed, in a sentence
    problem: Mapped[str] = mapped_column(default="")
    ended_at: Mapped[datetime | None]
    is_chosen: Mapped[bool] = mapped_column(default=False)

    asked_by: Mapped[Person] = relationship()
    from_run: Mapped[PlanRun | None] = relationship(remote_side=[id])
    round: Mapped[ReviewRound] = relationship(back_populates="runs")

    @property
    def is_in_hand(self) -> bool:
        return self.status in (RunStatus.QUEUED, RunStatus.RUNNING)

    @property
    def is_done(self) -> bool:
        return self.status is RunStatus.DONE

    @property
    def found(self) -> Plan | None:
        """The best plan so far, or the one that was made."""
        return None if self.plan is None else plan_from_json(self.plan)
