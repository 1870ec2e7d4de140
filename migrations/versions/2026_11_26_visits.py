"""Visits from school to school, and the library of shared practice."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | Sequence[str] | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SCOPED = ("library_entries", "library_focus_areas", "visit_focus_areas")
"""Tables with a trust of their own."""
CASES = ("visits",)
"""Tables whose rows belong to the trust of their case."""

CHOSEN = "current_setting('alongside.trust', true)"
CHOSEN_TRUST = f"(SELECT nullif(nullif({CHOSEN}, ''), 'every')::integer)"


def upgrade() -> None:
    op.create_table(
        "library_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column(
            "phase",
            sa.Enum(
                "Nursery",
                "Primary",
                "Middle deemed primary",
                "Secondary",
                "Middle deemed secondary",
                "16 plus",
                "All-through",
                "Not applicable",
                name="phase",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("came_from_id", sa.Integer(), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("consented_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("taken_down_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_down_by_id", sa.Integer(), nullable=True),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(taken_down_at IS NULL) = (taken_down_by_id IS NULL)",
            name=op.f("ck_library_entries_taken_down_by_one"),
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_library_entries_version_counts")),
        sa.ForeignKeyConstraint(["came_from_id"], ["cases.id"], name=op.f("fk_library_entries_came_from_id")),
        sa.ForeignKeyConstraint(
            ["consented_by_id"], ["people.id"], name=op.f("fk_library_entries_consented_by_id")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_library_entries_owner_id")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_library_entries_school_id")),
        sa.ForeignKeyConstraint(
            ["taken_down_by_id"], ["people.id"], name=op.f("fk_library_entries_taken_down_by_id")
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_library_entries_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_entries")),
    )
    with op.batch_alter_table("library_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_library_entries_came_from_id"), ["came_from_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_library_entries_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_library_entries_school_id"), ["school_id"], unique=False)
        batch_op.create_index(
            "ix_library_entries_standing",
            ["trust_id", "id"],
            unique=False,
            sqlite_where=sa.text("taken_down_at IS NULL"),
            postgresql_where=sa.text("taken_down_at IS NULL"),
        )

    op.create_table(
        "library_focus_areas",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("focus_area_id", sa.Integer(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["library_entries.id"], name=op.f("fk_library_focus_areas_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["focus_area_id"], ["focus_areas.id"], name=op.f("fk_library_focus_areas_focus_area_id")
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_library_focus_areas_trust_id")),
        sa.PrimaryKeyConstraint("entry_id", "focus_area_id", name=op.f("pk_library_focus_areas")),
    )
    with op.batch_alter_table("library_focus_areas", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_library_focus_areas_focus_area_id"), ["focus_area_id"], unique=False
        )

    op.create_table(
        "visits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visiting_school_id", sa.Integer(), nullable=True),
        sa.Column("host_school_id", sa.Integer(), nullable=True),
        sa.Column("visitor_id", sa.Integer(), nullable=True),
        sa.Column("host_contact_id", sa.Integer(), nullable=True),
        sa.Column("offer_id", sa.Integer(), nullable=True),
        sa.Column("library_id", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("when_it_suits", sa.Text(), nullable=False),
        sa.Column("coming", sa.Integer(), nullable=False),
        sa.Column("can_see", sa.Text(), nullable=False),
        sa.Column("open_until", sa.Date(), nullable=True),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arrive_at", sa.Text(), nullable=False),
        sa.Column("timetable", sa.Text(), nullable=False),
        sa.Column("off_limits", sa.Text(), nullable=False),
        sa.Column("assured_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("learned", sa.Text(), nullable=False),
        sa.Column("will_try", sa.Text(), nullable=False),
        sa.Column("would_ask", sa.Text(), nullable=False),
        sa.Column("reflected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proposed_entry", sa.JSON(), nullable=True),
        sa.Column("tried", sa.Text(), nullable=False),
        sa.Column("next_step", sa.Text(), nullable=False),
        sa.Column(
            "stuck",
            sa.Enum(
                "yes", "partly", "no", name="stuck", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("act_by", sa.Date(), nullable=True),
        sa.Column("look_again_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(starts_at IS NULL) = (ends_at IS NULL)", name=op.f("ck_visits_starts_and_ends")),
        sa.CheckConstraint(
            "(visiting_school_id IS NULL) = (visitor_id IS NULL)", name=op.f("ck_visits_visitor_has_school")
        ),
        sa.CheckConstraint("coming > 0", name=op.f("ck_visits_somebody_comes")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_visits_ends_after_start")),
        sa.CheckConstraint("host_school_id <> visiting_school_id", name=op.f("ck_visits_two_schools")),
        sa.CheckConstraint(
            "visitor_id IS NOT NULL OR host_school_id IS NOT NULL", name=op.f("ck_visits_offer_has_school")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["calendar_entries.id"], name=op.f("fk_visits_entry_id")),
        sa.ForeignKeyConstraint(["host_contact_id"], ["people.id"], name=op.f("fk_visits_host_contact_id")),
        sa.ForeignKeyConstraint(["host_school_id"], ["schools.id"], name=op.f("fk_visits_host_school_id")),
        sa.ForeignKeyConstraint(["id"], ["cases.id"], name=op.f("fk_visits_id")),
        sa.ForeignKeyConstraint(["library_id"], ["library_entries.id"], name=op.f("fk_visits_library_id")),
        sa.ForeignKeyConstraint(["offer_id"], ["visits.id"], name=op.f("fk_visits_offer_id")),
        sa.ForeignKeyConstraint(
            ["visiting_school_id"], ["schools.id"], name=op.f("fk_visits_visiting_school_id")
        ),
        sa.ForeignKeyConstraint(["visitor_id"], ["people.id"], name=op.f("fk_visits_visitor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
    )
    with op.batch_alter_table("visits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visits_host_school_id"), ["host_school_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visits_offer_id"), ["offer_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_visits_visiting_school_id"), ["visiting_school_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_visits_visitor_id"), ["visitor_id"], unique=False)

    op.create_table(
        "visit_focus_areas",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("focus_area_id", sa.Integer(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["focus_area_id"], ["focus_areas.id"], name=op.f("fk_visit_focus_areas_focus_area_id")
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_visit_focus_areas_trust_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_visit_focus_areas_visit_id")),
        sa.PrimaryKeyConstraint("visit_id", "focus_area_id", name=op.f("pk_visit_focus_areas")),
    )
    with op.batch_alter_table("visit_focus_areas", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_visit_focus_areas_focus_area_id"), ["focus_area_id"], unique=False
        )

    if op.get_bind().dialect.name == "postgresql":
        for table in SCOPED:
            protect(table, f"trust_id = {CHOSEN_TRUST}")
        for table in CASES:
            protect(table, f"(SELECT TRUE FROM cases WHERE cases.id = {table}.id)")  # noqa: S608


def protect(table: str, rule: str) -> None:
    """Rows of its own trust alone; see the revision before this one."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY of_its_trust ON {table} "
        f"USING (CASE WHEN (SELECT {CHOSEN}) = 'every' THEN TRUE ELSE {rule} END)"
    )


def downgrade() -> None:
    with op.batch_alter_table("visit_focus_areas", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_focus_areas_focus_area_id"))

    op.drop_table("visit_focus_areas")
    with op.batch_alter_table("visits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visits_visitor_id"))
        batch_op.drop_index(batch_op.f("ix_visits_visiting_school_id"))
        batch_op.drop_index(batch_op.f("ix_visits_offer_id"))
        batch_op.drop_index(batch_op.f("ix_visits_host_school_id"))

    op.drop_table("visits")
    with op.batch_alter_table("library_focus_areas", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_library_focus_areas_focus_area_id"))

    op.drop_table("library_focus_areas")
    with op.batch_alter_table("library_entries", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_library_entries_standing",
            sqlite_where=sa.text("taken_down_at IS NULL"),
            postgresql_where=sa.text("taken_down_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_library_entries_school_id"))
        batch_op.drop_index(batch_op.f("ix_library_entries_owner_id"))
        batch_op.drop_index(batch_op.f("ix_library_entries_came_from_id"))

    op.drop_table("library_entries")
