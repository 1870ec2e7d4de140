"""Rounds of reviews: schools, who is away, what was decided by hand, and the plans made for them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | Sequence[str] | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SCOPED = ("plan_runs", "review_absences", "round_decisions", "round_hosts")
"""Tables with a trust of their own."""
CASES = ("review_rounds",)
"""Tables whose rows belong to the trust of their case."""

CHOSEN = "current_setting('alongside.trust', true)"
CHOSEN_TRUST = f"(SELECT nullif(nullif({CHOSEN}, ''), 'every')::integer)"


def upgrade() -> None:
    op.create_table(
        "review_rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("decide_by", sa.Date(), nullable=False),
        sa.Column("reviewers", sa.Integer(), nullable=False),
        sa.Column("most_a_week", sa.Integer(), nullable=False),
        sa.Column("most_sent", sa.Integer(), nullable=True),
        sa.Column("required_by_trust", sa.Boolean(), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_review_rounds_dates_in_order")),
        sa.ForeignKeyConstraint(["id"], ["cases.id"], name=op.f("fk_review_rounds_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_rounds")),
    )
    op.create_table(
        "plan_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "queued",
                "running",
                "done",
                "failed",
                name="run_status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_run_id", sa.Integer(), nullable=True),
        sa.Column("change_little", sa.Boolean(), nullable=False),
        sa.Column("decided", sa.JSON(), nullable=False),
        sa.Column("stop_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease", sa.String(length=80), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("progress", sa.JSON(), nullable=False),
        sa.Column("plan", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_chosen", sa.Boolean(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'running') = (lease IS NOT NULL)", name=op.f("ck_plan_runs_runs_under_lease")
        ),
        sa.CheckConstraint("(lease IS NULL) = (lease_until IS NULL)", name=op.f("ck_plan_runs_lease_ends")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people.id"], name=op.f("fk_plan_runs_asked_by_id")),
        sa.ForeignKeyConstraint(["from_run_id"], ["plan_runs.id"], name=op.f("fk_plan_runs_from_run_id")),
        sa.ForeignKeyConstraint(["round_id"], ["review_rounds.id"], name=op.f("fk_plan_runs_round_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_plan_runs_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_runs")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_plan_runs_round_id_number")),
    )
    with op.batch_alter_table("plan_runs", schema=None) as batch_op:
        batch_op.create_index(
            "uq_plan_runs_chosen",
            ["round_id"],
            unique=True,
            sqlite_where=sa.text("is_chosen"),
            postgresql_where=sa.text("is_chosen"),
        )
        batch_op.create_index(
            "uq_plan_runs_in_hand",
            ["round_id"],
            unique=True,
            sqlite_where=sa.text("status IN ('queued', 'running')"),
            postgresql_where=sa.text("status IN ('queued', 'running')"),
        )

    op.create_table(
        "review_absences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("last >= first", name=op.f("ck_review_absences_days_in_order")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_review_absences_person_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_review_absences_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_absences")),
    )
    with op.batch_alter_table("review_absences", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_absences_person_id"), ["person_id"], unique=False)

    op.create_table(
        "round_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "in this week",
                "with this person",
                "led by this person",
                "without this person",
                "not in this week",
                name="decision_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("week", sa.Date(), nullable=True),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (week IS NULL)", name=op.f("ck_round_decisions_person_or_week")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_round_decisions_person_id")),
        sa.ForeignKeyConstraint(["round_id"], ["review_rounds.id"], name=op.f("fk_round_decisions_round_id")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_round_decisions_school_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_round_decisions_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_decisions")),
    )
    with op.batch_alter_table("round_decisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_round_decisions_round_id"), ["round_id"], unique=False)

    op.create_table(
        "round_hosts",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("focus_area_id", sa.Integer(), nullable=False),
        sa.Column("second_focus_id", sa.Integer(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["focus_area_id"], ["focus_areas.id"], name=op.f("fk_round_hosts_focus_area_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["review_rounds.id"], name=op.f("fk_round_hosts_round_id")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_round_hosts_school_id")),
        sa.ForeignKeyConstraint(
            ["second_focus_id"], ["focus_areas.id"], name=op.f("fk_round_hosts_second_focus_id")
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_round_hosts_trust_id")),
        sa.PrimaryKeyConstraint("round_id", "school_id", name=op.f("pk_round_hosts")),
    )
    with op.batch_alter_table("round_hosts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_round_hosts_school_id"), ["school_id"], unique=False)

    if op.get_bind().dialect.name == "postgresql":
        for table in SCOPED:
            protect(table, f"trust_id = {CHOSEN_TRUST}")
        for table in CASES:
            protect(table, f"(SELECT TRUE FROM cases WHERE cases.id = {table}.id)")  # noqa: S608


def protect(table: str, rule: str) -> None:
    """Rows of its own trust alone; see the first revision."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY of_its_trust ON {table} "
        f"USING (CASE WHEN (SELECT {CHOSEN}) = 'every' THEN TRUE ELSE {rule} END)"
    )


def downgrade() -> None:
    with op.batch_alter_table("round_hosts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_round_hosts_school_id"))

    op.drop_table("round_hosts")
    with op.batch_alter_table("round_decisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_round_decisions_round_id"))

    op.drop_table("round_decisions")
    with op.batch_alter_table("review_absences", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_absences_person_id"))

    op.drop_table("review_absences")
    with op.batch_alter_table("plan_runs", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_plan_runs_in_hand",
            sqlite_where=sa.text("status IN ('queued', 'running')"),
            postgresql_where=sa.text("status IN ('queued', 'running')"),
        )
        batch_op.drop_index(
            "uq_plan_runs_chosen", sqlite_where=sa.text("is_chosen"), postgresql_where=sa.text("is_chosen")
        )

    op.drop_table("plan_runs")
    op.drop_table("review_rounds")
