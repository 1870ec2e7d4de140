"""Trust-wide sessions, and the votes that they hold."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | Sequence[str] | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SCOPED = ("session_foci", "session_proposals", "voters", "votes")
"""Tables with a trust of their own."""
CASES = ("trust_sessions",)
"""Tables whose rows belong to the trust of their case."""

CHOSEN = "current_setting('alongside.trust', true)"
CHOSEN_TRUST = f"(SELECT nullif(nullif({CHOSEN}, ''), 'every')::integer)"


def upgrade() -> None:
    op.create_table(
        "votes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "method",
            sa.Enum(
                "approval", "ranking", name="method", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("box", sa.LargeBinary(), nullable=True),
        sa.Column("counted", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (counted IS NULL)", name=op.f("ck_votes_counted_at_the_close")
        ),
        sa.CheckConstraint("places > 0", name=op.f("ck_votes_somebody_is_chosen")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_votes_case_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_votes_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_votes")),
        sa.UniqueConstraint("case_id", name=op.f("uq_votes_case_id")),
    )
    op.create_table(
        "voters",
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("voted_on", sa.Date(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_voters_person_id")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_voters_school_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_voters_trust_id")),
        sa.ForeignKeyConstraint(["vote_id"], ["votes.id"], name=op.f("fk_voters_vote_id")),
        sa.PrimaryKeyConstraint("vote_id", "school_id", name=op.f("pk_voters")),
    )
    with op.batch_alter_table("voters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_voters_school_id"), ["school_id"], unique=False)

    op.create_table(
        "trust_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "term",
            sa.Enum(
                "autumn",
                "spring",
                "summer",
                name="term",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("venue", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("coordinator_id", sa.Integer(), nullable=False),
        sa.Column("foci_wanted", sa.Integer(), nullable=False),
        sa.Column("electorate", sa.JSON(), nullable=False),
        sa.Column("proposals_on", sa.Date(), nullable=False),
        sa.Column("vote_on", sa.Date(), nullable=False),
        sa.Column("vote_closes_on", sa.Date(), nullable=False),
        sa.Column("programme_on", sa.Date(), nullable=False),
        sa.Column("squeezed", sa.Boolean(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("decided_because", sa.Text(), nullable=False),
        sa.Column("offers_wanted", sa.Text(), nullable=False),
        sa.Column("learned", sa.Text(), nullable=False),
        sa.Column("next_time", sa.Text(), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.Column("look_again_on", sa.Date(), nullable=True),
        sa.Column("look_back_on", sa.Date(), nullable=True),
        sa.Column("called_off_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_trust_sessions_ends_after_start")),
        sa.CheckConstraint("foci_wanted BETWEEN 1 AND 3", name=op.f("ck_trust_sessions_one_to_three_foci")),
        sa.ForeignKeyConstraint(
            ["coordinator_id"], ["people.id"], name=op.f("fk_trust_sessions_coordinator_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["calendar_entries.id"], name=op.f("fk_trust_sessions_entry_id")
        ),
        sa.ForeignKeyConstraint(["id"], ["cases.id"], name=op.f("fk_trust_sessions_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["trusts.id"], name=op.f("fk_trust_sessions_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trust_sessions")),
    )
    with op.batch_alter_table("trust_sessions", schema=None) as batch_op:
        batch_op.create_index(
            "uq_trust_sessions_one_a_term",
            ["owner_id", "year", "term"],
            unique=True,
            sqlite_where=sa.text("called_off_at IS NULL"),
            postgresql_where=sa.text("called_off_at IS NULL"),
        )

    op.create_table(
        "session_proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("focus_area_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("merged_because", sa.Text(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(merged_into_id IS NULL) = (merged_because = '')",
            name=op.f("ck_session_proposals_merged_with_a_reason"),
        ),
        sa.CheckConstraint("title <> ''", name=op.f("ck_session_proposals_has_title")),
        sa.CheckConstraint("merged_into_id <> id", name=op.f("ck_session_proposals_merged_into_another")),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR merged_into_id IS NULL",
            name=op.f("ck_session_proposals_withdrawn_or_merged"),
        ),
        sa.ForeignKeyConstraint(
            ["focus_area_id"], ["focus_areas.id"], name=op.f("fk_session_proposals_focus_area_id")
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["session_proposals.id"], name=op.f("fk_session_proposals_merged_into_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["people.id"], name=op.f("fk_session_proposals_proposed_by_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_session_proposals_school_id")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["trust_sessions.id"], name=op.f("fk_session_proposals_session_id")
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_session_proposals_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_proposals")),
    )
    with op.batch_alter_table("session_proposals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_proposals_session_id"), ["session_id"], unique=False)

    op.create_table(
        "session_foci",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("focus_area_id", sa.Integer(), nullable=True),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("position BETWEEN 1 AND 3", name=op.f("ck_session_foci_one_to_three")),
        sa.ForeignKeyConstraint(
            ["focus_area_id"], ["focus_areas.id"], name=op.f("fk_session_foci_focus_area_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["session_proposals.id"], name=op.f("fk_session_foci_proposal_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["trust_sessions.id"], name=op.f("fk_session_foci_session_id")
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_session_foci_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_foci")),
    )
    with op.batch_alter_table("session_foci", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_foci_focus_area_id"), ["focus_area_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_session_foci_session_id"), ["session_id"], unique=False)

    op.add_column("trusts", sa.Column("ranks_votes", sa.Boolean(), server_default=sa.false(), nullable=False))

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
    op.drop_column("trusts", "ranks_votes")

    with op.batch_alter_table("session_foci", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_foci_session_id"))
        batch_op.drop_index(batch_op.f("ix_session_foci_focus_area_id"))

    op.drop_table("session_foci")
    with op.batch_alter_table("session_proposals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_proposals_session_id"))

    op.drop_table("session_proposals")
    with op.batch_alter_table("trust_sessions", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_trust_sessions_one_a_term",
            sqlite_where=sa.text("called_off_at IS NULL"),
            postgresql_where=sa.text("called_off_at IS NULL"),
        )

    op.drop_table("trust_sessions")
    with op.batch_alter_table("voters", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_voters_school_id"))

    op.drop_table("voters")
    op.drop_table("votes")
