"""Sign-ups, attendance, and connect sessions."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | Sequence[str] | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SCOPED = ("apologies", "check_ins", "offering_leaders", "offerings", "sign_ups")
"""Tables with a trust of their own."""
CASES = ("connect_sessions",)
"""Tables whose rows belong to the trust of their case."""

CHOSEN = "current_setting('alongside.trust', true)"
CHOSEN_TRUST = f"(SELECT nullif(nullif({CHOSEN}, ''), 'every')::integer)"
IS_PER_CENT = "participation_target BETWEEN 1 AND 100"


def upgrade() -> None:
    op.create_table(
        "offerings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "whole",
                "workshop",
                "together",
                "stall",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("for_whom", sa.Text(), nullable=False),
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=True),
        sa.Column("ends", sa.Time(), nullable=True),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("focus_area_id", sa.Integer(), nullable=True),
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
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("library_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "places IS NULL OR kind IN ('whole', 'workshop')", name=op.f("ck_offerings_places_to_sign_up_for")
        ),
        sa.CheckConstraint("(starts IS NULL) = (ends IS NULL)", name=op.f("ck_offerings_starts_and_ends")),
        sa.CheckConstraint("ends > starts", name=op.f("ck_offerings_ends_after_start")),
        sa.CheckConstraint("places > 0", name=op.f("ck_offerings_has_places")),
        sa.CheckConstraint("version > 0", name=op.f("ck_offerings_version_counts")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_offerings_case_id")),
        sa.ForeignKeyConstraint(
            ["focus_area_id"], ["focus_areas.id"], name=op.f("fk_offerings_focus_area_id")
        ),
        sa.ForeignKeyConstraint(["library_id"], ["library_entries.id"], name=op.f("fk_offerings_library_id")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_offerings_school_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_offerings_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offerings")),
    )
    with op.batch_alter_table("offerings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offerings_case_id_id"), ["case_id", "id"], unique=False)
        batch_op.create_index(
            "uq_offerings_whole",
            ["case_id"],
            unique=True,
            sqlite_where=sa.text("kind = 'whole'"),
            postgresql_where=sa.text("kind = 'whole'"),
        )

    op.create_table(
        "apologies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_apologies_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_apologies_person_id")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_apologies_school_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_apologies_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_apologies")),
        sa.UniqueConstraint("case_id", "person_id", name=op.f("uq_apologies_case_id_person_id")),
    )
    with op.batch_alter_table("apologies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_apologies_person_id"), ["person_id"], unique=False)

    op.create_table(
        "check_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column(
            "via",
            sa.Enum(
                "tap", "qr", "register", name="via", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_check_ins_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_check_ins_person_id")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_check_ins_school_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_check_ins_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_ins")),
        sa.UniqueConstraint("case_id", "person_id", name=op.f("uq_check_ins_case_id_person_id")),
    )
    with op.batch_alter_table("check_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_check_ins_person_id"), ["person_id"], unique=False)

    op.create_table(
        "offering_leaders",
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["offering_id"], ["offerings.id"], name=op.f("fk_offering_leaders_offering_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_offering_leaders_person_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_offering_leaders_trust_id")),
        sa.PrimaryKeyConstraint("offering_id", "person_id", name=op.f("pk_offering_leaders")),
    )
    with op.batch_alter_table("offering_leaders", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offering_leaders_person_id"), ["person_id"], unique=False)

    op.create_table(
        "sign_ups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "place",
                "waiting",
                "given up",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("invited", sa.Boolean(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'given up') = (ended_at IS NOT NULL)", name=op.f("ck_sign_ups_ended_with_its_end")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_sign_ups_case_id")),
        sa.ForeignKeyConstraint(["offering_id"], ["offerings.id"], name=op.f("fk_sign_ups_offering_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sign_ups_person_id")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_sign_ups_school_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_sign_ups_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ups")),
    )
    with op.batch_alter_table("sign_ups", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_ups_case_id_person_id"), ["case_id", "person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_sign_ups_offering_id_status_id"), ["offering_id", "status", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_sign_ups_person_id_status"), ["person_id", "status"], unique=False
        )
        batch_op.create_index(
            "uq_sign_ups_standing",
            ["offering_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("status = 'place' OR status = 'waiting'"),
            postgresql_where=sa.text("status = 'place' OR status = 'waiting'"),
        )

    op.create_table(
        "connect_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("focus_area_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("came_of", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["calendar_entries.id"], name=op.f("fk_connect_sessions_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["focus_area_id"], ["focus_areas.id"], name=op.f("fk_connect_sessions_focus_area_id")
        ),
        sa.ForeignKeyConstraint(["host_id"], ["people.id"], name=op.f("fk_connect_sessions_host_id")),
        sa.ForeignKeyConstraint(["id"], ["cases.id"], name=op.f("fk_connect_sessions_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connect_sessions")),
    )
    with op.batch_alter_table("connect_sessions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_connect_sessions_focus_area_id"), ["focus_area_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_connect_sessions_host_id"), ["host_id"], unique=False)

    per_cent = sa.CheckConstraint(IS_PER_CENT, name=op.f("ck_trusts_target_is_per_cent"))
    op.add_column(
        "trusts",
        sa.Column("participation_target", sa.Integer(), per_cent, nullable=False, server_default="90"),
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
    op.drop_column("trusts", "participation_target")
    with op.batch_alter_table("connect_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_connect_sessions_host_id"))
        batch_op.drop_index(batch_op.f("ix_connect_sessions_focus_area_id"))

    op.drop_table("connect_sessions")
    with op.batch_alter_table("sign_ups", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_sign_ups_standing",
            sqlite_where=sa.text("status = 'place' OR status = 'waiting'"),
            postgresql_where=sa.text("status = 'place' OR status = 'waiting'"),
        )
        batch_op.drop_index(batch_op.f("ix_sign_ups_person_id_status"))
        batch_op.drop_index(batch_op.f("ix_sign_ups_offering_id_status_id"))
        batch_op.drop_index(batch_op.f("ix_sign_ups_case_id_person_id"))

    op.drop_table("sign_ups")
    with op.batch_alter_table("offering_leaders", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offering_leaders_person_id"))

    op.drop_table("offering_leaders")
    with op.batch_alter_table("check_ins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_check_ins_person_id"))

    op.drop_table("check_ins")
    with op.batch_alter_table("apologies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_apologies_person_id"))

    op.drop_table("apologies")
    with op.batch_alter_table("offerings", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_offerings_whole",
            sqlite_where=sa.text("kind = 'whole'"),
            postgresql_where=sa.text("kind = 'whole'"),
        )
        batch_op.drop_index(batch_op.f("ix_offerings_case_id_id"))

    op.drop_table("offerings")
