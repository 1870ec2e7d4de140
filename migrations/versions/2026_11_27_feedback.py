"""What comes after a meeting: sheets of questions, the box of answers, and who has been asked."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | Sequence[str] | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SCOPED = ("feedback_asked", "feedback_sheets")
"""Tables with a trust of their own."""

CHOSEN = "current_setting('alongside.trust', true)"
CHOSEN_TRUST = f"(SELECT nullif(nullif({CHOSEN}, ''), 'every')::integer)"


def upgrade() -> None:
    op.add_column("trusts", sa.Column("feedback_questions", sa.JSON(), nullable=False, server_default="{}"))

    op.create_table(
        "feedback_sheets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "minute", "practice", name="sheet_kind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("box", sa.LargeBinary(), nullable=True),
        sa.Column("answered", sa.Integer(), nullable=True),
        sa.Column("counts", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(due_at IS NULL) = (closed_at IS NOT NULL)", name=op.f("ck_feedback_sheets_due_until_closed")
        ),
        sa.CheckConstraint(
            "(asked_at IS NULL) = (closes_on IS NULL)", name=op.f("ck_feedback_sheets_asked_until_a_day")
        ),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (answered IS NULL)", name=op.f("ck_feedback_sheets_counted_when_closed")
        ),
        sa.CheckConstraint(
            "box IS NULL OR asked_at IS NOT NULL", name=op.f("ck_feedback_sheets_box_once_asked")
        ),
        sa.CheckConstraint(
            "closed_at IS NULL OR answered >= 5 OR box IS NULL",
            name=op.f("ck_feedback_sheets_nothing_kept_of_a_few"),
        ),
        sa.CheckConstraint(
            "counts IS NULL OR answered >= 5", name=op.f("ck_feedback_sheets_nothing_told_of_a_few")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_feedback_sheets_case_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_feedback_sheets_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_sheets")),
        sa.UniqueConstraint("case_id", "kind", name=op.f("uq_feedback_sheets_case_id_kind")),
    )
    with op.batch_alter_table("feedback_sheets", schema=None) as batch_op:
        batch_op.create_index(
            "ix_feedback_sheets_due",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )

    op.create_table(
        "feedback_asked",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("has_answered", sa.Boolean(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_feedback_asked_person_id")),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["feedback_sheets.id"], name=op.f("fk_feedback_asked_sheet_id")
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_feedback_asked_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_asked")),
        sa.UniqueConstraint("sheet_id", "person_id", name=op.f("uq_feedback_asked_sheet_id_person_id")),
    )
    with op.batch_alter_table("feedback_asked", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feedback_asked_person_id"), ["person_id"], unique=False)

    if op.get_bind().dialect.name == "postgresql":
        for table in SCOPED:
            protect(table, f"trust_id = {CHOSEN_TRUST}")


def protect(table: str, rule: str) -> None:
    """Rows of its own trust alone; see the first revision."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY of_its_trust ON {table} "
        f"USING (CASE WHEN (SELECT {CHOSEN}) = 'every' THEN TRUE ELSE {rule} END)"
    )


def downgrade() -> None:
    with op.batch_alter_table("feedback_asked", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feedback_asked_person_id"))

    op.drop_table("feedback_asked")
    with op.batch_alter_table("feedback_sheets", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_feedback_sheets_due",
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )

    op.drop_table("feedback_sheets")
    op.drop_column("trusts", "feedback_questions")
