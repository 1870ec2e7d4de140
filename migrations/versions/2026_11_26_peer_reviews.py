"""Peer reviews: team and days, self-review, questions, timetable, evidence, report and its readers."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | Sequence[str] | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SCOPED = (
    "enquiry_questions",
    "evidence_entries",
    "factual_comments",
    "report_readers",
    "report_sections",
    "report_themes",
    "report_versions",
    "review_activities",
    "review_days",
    "review_foci",
    "review_trainings",
    "section_revisions",
    "self_review_answers",
    "self_review_prompts",
)
"""Tables with a trust of their own."""
CASES = ("peer_reviews",)
"""Tables whose rows belong to the trust of their case."""

CHOSEN = "current_setting('alongside.trust', true)"
CHOSEN_TRUST = f"(SELECT nullif(nullif({CHOSEN}, ''), 'every')::integer)"


def upgrade() -> None:
    op.create_table(
        "self_review_prompts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_self_review_prompts_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_review_prompts")),
    )
    op.create_table(
        "review_trainings",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("can_lead", sa.Boolean(), nullable=False),
        sa.Column("most_reviews", sa.Integer(), nullable=False),
        sa.Column("trained_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_review_trainings_person_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_review_trainings_trust_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_review_trainings")),
    )
    op.create_table(
        "peer_reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("host_school_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("required_by_trust", sa.Boolean(), nullable=False),
        sa.Column("with_estimates", sa.Boolean(), nullable=False),
        sa.Column("visit_starts_on", sa.Date(), nullable=False),
        sa.Column("visit_ends_on", sa.Date(), nullable=False),
        sa.Column("self_review_due_on", sa.Date(), nullable=True),
        sa.Column("scope_due_on", sa.Date(), nullable=True),
        sa.Column("ready_by", sa.Date(), nullable=True),
        sa.Column("report_due_on", sa.Date(), nullable=True),
        sa.Column("impact_due_on", sa.Date(), nullable=True),
        sa.Column("look_again_on", sa.Date(), nullable=True),
        sa.Column("readers_note", sa.Text(), nullable=False),
        sa.Column("readers_declared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("scope_note", sa.Text(), nullable=False),
        sa.Column("feedback_on", sa.Date(), nullable=True),
        sa.Column("feedback_to", sa.Text(), nullable=False),
        sa.Column("feedback", sa.Text(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("evidence_until", sa.Date(), nullable=True),
        sa.Column("evidence_deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("workshop_entry_id", sa.Integer(), nullable=True),
        sa.Column("workshop_on", sa.Date(), nullable=True),
        sa.Column("workshop_said", sa.Text(), nullable=False),
        sa.Column("impact_next", sa.Text(), nullable=False),
        sa.Column("lead_view", sa.Text(), nullable=False),
        sa.CheckConstraint("visit_ends_on >= visit_starts_on", name=op.f("ck_peer_reviews_days_in_order")),
        sa.ForeignKeyConstraint(
            ["host_school_id"], ["schools.id"], name=op.f("fk_peer_reviews_host_school_id")
        ),
        sa.ForeignKeyConstraint(["id"], ["cases.id"], name=op.f("fk_peer_reviews_id")),
        sa.ForeignKeyConstraint(["round_id"], ["cases.id"], name=op.f("fk_peer_reviews_round_id")),
        sa.ForeignKeyConstraint(
            ["workshop_entry_id"], ["calendar_entries.id"], name=op.f("fk_peer_reviews_workshop_entry_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_reviews")),
    )
    with op.batch_alter_table("peer_reviews", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_peer_reviews_host_school_id"), ["host_school_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_peer_reviews_round_id"), ["round_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_peer_reviews_visit_starts_on"), ["visit_starts_on"], unique=False
        )

    op.create_table(
        "enquiry_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["peer_reviews.id"], name=op.f("fk_enquiry_questions_review_id")
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_enquiry_questions_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enquiry_questions")),
    )
    with op.batch_alter_table("enquiry_questions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enquiry_questions_review_id"), ["review_id"], unique=False)

    op.create_table(
        "factual_comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column(
            "section",
            sa.Enum(
                "context",
                "questions",
                "methods",
                "strengths",
                "excellent practice",
                "areas to develop",
                "next steps",
                name="comment_section",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "waiting",
                "changed",
                "kept as it was",
                "withdrawn",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(outcome = 'waiting') = (answered_at IS NULL)", name=op.f("ck_factual_comments_answered")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["people.id"], name=op.f("fk_factual_comments_answered_by_id")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_factual_comments_author_id")),
        sa.ForeignKeyConstraint(
            ["review_id"], ["peer_reviews.id"], name=op.f("fk_factual_comments_review_id")
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_factual_comments_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factual_comments")),
    )
    with op.batch_alter_table("factual_comments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_factual_comments_review_id"), ["review_id"], unique=False)

    op.create_table(
        "report_readers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("outside_name", sa.Text(), nullable=False),
        sa.Column("outside_email", sa.String(length=254), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("declared_by_trust", sa.Boolean(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("times_read", sa.Integer(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (outside_email IS NULL)", name=op.f("ck_report_readers_one_reader")
        ),
        sa.CheckConstraint(
            "outside_email IS NULL OR ends_on IS NOT NULL", name=op.f("ck_report_readers_outside_ends")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_report_readers_person_id")),
        sa.ForeignKeyConstraint(["review_id"], ["peer_reviews.id"], name=op.f("fk_report_readers_review_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_report_readers_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_readers")),
    )
    with op.batch_alter_table("report_readers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_readers_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_readers_review_id"), ["review_id"], unique=False)
        batch_op.create_index(
            "uq_report_readers_standing",
            ["review_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "report_sections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column(
            "section",
            sa.Enum(
                "context",
                "questions",
                "methods",
                "strengths",
                "excellent practice",
                "areas to develop",
                "next steps",
                name="section",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["peer_reviews.id"], name=op.f("fk_report_sections_review_id")
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_report_sections_trust_id")),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["people.id"], name=op.f("fk_report_sections_written_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_sections")),
        sa.UniqueConstraint("review_id", "section", name=op.f("uq_report_sections_review_id_section")),
    )
    op.create_table(
        "report_themes",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("focus_area_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "strength",
                "to develop",
                name="theme_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["focus_area_id"], ["focus_areas.id"], name=op.f("fk_report_themes_focus_area_id")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["peer_reviews.id"], name=op.f("fk_report_themes_review_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_report_themes_trust_id")),
        sa.PrimaryKeyConstraint("review_id", "focus_area_id", "kind", name=op.f("pk_report_themes")),
    )
    with op.batch_alter_table("report_themes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_themes_focus_area_id"), ["focus_area_id"], unique=False)

    op.create_table(
        "report_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["peer_reviews.id"], name=op.f("fk_report_versions_review_id")
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_report_versions_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_versions")),
        sa.UniqueConstraint("review_id", "number", name=op.f("uq_report_versions_review_id_number")),
    )
    op.create_table(
        "review_days",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["calendar_entries.id"], name=op.f("fk_review_days_entry_id")),
        sa.ForeignKeyConstraint(["review_id"], ["peer_reviews.id"], name=op.f("fk_review_days_review_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_review_days_trust_id")),
        sa.PrimaryKeyConstraint("review_id", "on", name=op.f("pk_review_days")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_review_days_entry_id")),
    )
    op.create_table(
        "review_foci",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("focus_area_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "judgement",
            sa.Enum(
                "embedded",
                "secure",
                "growing",
                "beginning",
                name="judgement",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column(
            "estimate",
            sa.Enum(
                "embedded",
                "secure",
                "growing",
                "beginning",
                name="estimate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("estimated_because", sa.Text(), nullable=False),
        sa.Column(
            "difference",
            sa.Enum(
                "not yet",
                "partly",
                "achieved",
                name="difference",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("impact_evidence", sa.Text(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["focus_area_id"], ["focus_areas.id"], name=op.f("fk_review_foci_focus_area_id")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["peer_reviews.id"], name=op.f("fk_review_foci_review_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_review_foci_trust_id")),
        sa.PrimaryKeyConstraint("review_id", "focus_area_id", name=op.f("pk_review_foci")),
    )
    with op.batch_alter_table("review_foci", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_foci_focus_area_id"), ["focus_area_id"], unique=False)

    op.create_table(
        "self_review_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["peer_reviews.id"], name=op.f("fk_self_review_answers_review_id")
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_self_review_answers_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_review_answers")),
    )
    with op.batch_alter_table("self_review_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_self_review_answers_review_id"), ["review_id"], unique=False)

    op.create_table(
        "review_activities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("colleague_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends > starts", name=op.f("ck_review_activities_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["colleague_id"], ["people.id"], name=op.f("fk_review_activities_colleague_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["calendar_entries.id"], name=op.f("fk_review_activities_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["enquiry_questions.id"], name=op.f("fk_review_activities_question_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["peer_reviews.id"], name=op.f("fk_review_activities_review_id")
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["people.id"], name=op.f("fk_review_activities_reviewer_id")
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_review_activities_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_activities")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_review_activities_entry_id")),
    )
    with op.batch_alter_table("review_activities", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_review_activities_review_id_on"), ["review_id", "on"], unique=False
        )

    op.create_table(
        "section_revisions",
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["section_id"], ["report_sections.id"], name=op.f("fk_section_revisions_section_id")
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_section_revisions_trust_id")),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["people.id"], name=op.f("fk_section_revisions_written_by_id")
        ),
        sa.PrimaryKeyConstraint("section_id", "revision", name=op.f("pk_section_revisions")),
    )
    op.create_table(
        "evidence_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("beside_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("strength", "query", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("came_late", sa.Boolean(), nullable=False),
        sa.Column("struck_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["review_activities.id"], name=op.f("fk_evidence_entries_activity_id")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_evidence_entries_author_id")),
        sa.ForeignKeyConstraint(
            ["beside_id"], ["evidence_entries.id"], name=op.f("fk_evidence_entries_beside_id")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["enquiry_questions.id"], name=op.f("fk_evidence_entries_question_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["peer_reviews.id"], name=op.f("fk_evidence_entries_review_id")
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_evidence_entries_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_entries")),
    )
    with op.batch_alter_table("evidence_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_entries_review_id"), ["review_id"], unique=False)
        batch_op.create_index(
            "uq_evidence_entries_key",
            ["review_id", "key"],
            unique=True,
            sqlite_where=sa.text("beside_id IS NULL"),
            postgresql_where=sa.text("beside_id IS NULL"),
        )

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
    with op.batch_alter_table("evidence_entries", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_evidence_entries_key",
            sqlite_where=sa.text("beside_id IS NULL"),
            postgresql_where=sa.text("beside_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_evidence_entries_review_id"))

    op.drop_table("evidence_entries")
    op.drop_table("section_revisions")
    with op.batch_alter_table("review_activities", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_activities_review_id_on"))

    op.drop_table("review_activities")
    with op.batch_alter_table("self_review_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_self_review_answers_review_id"))

    op.drop_table("self_review_answers")
    with op.batch_alter_table("review_foci", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_foci_focus_area_id"))

    op.drop_table("review_foci")
    op.drop_table("review_days")
    op.drop_table("report_versions")
    with op.batch_alter_table("report_themes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_themes_focus_area_id"))

    op.drop_table("report_themes")
    op.drop_table("report_sections")
    with op.batch_alter_table("report_readers", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_report_readers_standing",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_report_readers_review_id"))
        batch_op.drop_index(batch_op.f("ix_report_readers_person_id"))

    op.drop_table("report_readers")
    with op.batch_alter_table("factual_comments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_factual_comments_review_id"))

    op.drop_table("factual_comments")
    with op.batch_alter_table("enquiry_questions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_enquiry_questions_review_id"))

    op.drop_table("enquiry_questions")
    with op.batch_alter_table("peer_reviews", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_peer_reviews_visit_starts_on"))
        batch_op.drop_index(batch_op.f("ix_peer_reviews_round_id"))
        batch_op.drop_index(batch_op.f("ix_peer_reviews_host_school_id"))

    op.drop_table("peer_reviews")
    op.drop_table("review_trainings")
    op.drop_table("self_review_prompts")
