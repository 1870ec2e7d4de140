"""Hubs and forums as work that goes on, and their meetings."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | Sequence[str] | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

CASES = ("hub_cases", "forums", "meetings")
"""Tables whose rows belong to the trust of their case."""

ROWS = ("agenda_items", "decisions", "host_askings", "minuted_actions", "minutes_versions")
"""Tables whose rows name their trust."""

CHOSEN = "current_setting('alongside.trust', true)"


CHOSEN_TRUST = f"(SELECT nullif(nullif({CHOSEN}, ''), 'every')::integer)"


def upgrade() -> None:
    op.create_table(
        "forums",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "group_kind",
            sa.Enum(
                "subject", "role", name="group_kind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("focus_area_id", sa.Integer(), nullable=True),
        sa.Column("reports_to_id", sa.Integer(), nullable=True),
        sa.Column("last_met_on", sa.Date(), nullable=True),
        sa.Column("meet_by", sa.Date(), nullable=True),
        sa.Column("look_again_on", sa.Date(), nullable=True),
        sa.CheckConstraint("reports_to_id <> id", name=op.f("ck_forums_not_to_itself")),
        sa.ForeignKeyConstraint(["focus_area_id"], ["focus_areas.id"], name=op.f("fk_forums_focus_area_id")),
        sa.ForeignKeyConstraint(["id"], ["cases.id"], name=op.f("fk_forums_id")),
        sa.ForeignKeyConstraint(["reports_to_id"], ["forums.id"], name=op.f("fk_forums_reports_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forums")),
    )
    with op.batch_alter_table("forums", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_forums_focus_area_id"), ["focus_area_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_forums_reports_to_id"), ["reports_to_id"], unique=False)

    op.create_table(
        "hub_cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("what_helped", sa.Text(), nullable=False),
        sa.Column("what_changes", sa.Text(), nullable=False),
        sa.Column("look_again_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_hub_cases_hub_id")),
        sa.ForeignKeyConstraint(["id"], ["cases.id"], name=op.f("fk_hub_cases_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hub_cases")),
        sa.UniqueConstraint("hub_id", name=op.f("uq_hub_cases_hub_id")),
    )
    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("host_school_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("where", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("host_by", sa.Date(), nullable=False),
        sa.Column("agenda_opens_on", sa.Date(), nullable=False),
        sa.Column("publish_by", sa.Date(), nullable=False),
        sa.Column("write_by", sa.Date(), nullable=False),
        sa.Column("approve_by", sa.Date(), nullable=False),
        sa.Column("settle_by", sa.Date(), nullable=True),
        sa.Column("look_back_on", sa.Date(), nullable=True),
        sa.Column("look_again_on", sa.Date(), nullable=True),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("approved_at_id", sa.Integer(), nullable=True),
        sa.Column("what_came", sa.Text(), nullable=False),
        sa.CheckConstraint("approved_at_id <> id", name=op.f("ck_meetings_approved_later")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_meetings_ends_after_start")),
        sa.ForeignKeyConstraint(["approved_at_id"], ["meetings.id"], name=op.f("fk_meetings_approved_at_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["calendar_entries.id"], name=op.f("fk_meetings_entry_id")),
        sa.ForeignKeyConstraint(["group_id"], ["cases.id"], name=op.f("fk_meetings_group_id")),
        sa.ForeignKeyConstraint(["host_school_id"], ["schools.id"], name=op.f("fk_meetings_host_school_id")),
        sa.ForeignKeyConstraint(["id"], ["cases.id"], name=op.f("fk_meetings_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
    )
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_meetings_group_id_starts_at"), ["group_id", "starts_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_meetings_host_school_id"), ["host_school_id"], unique=False)

    op.create_table(
        "agenda_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "standing",
            sa.Enum(
                "last minutes",
                "last actions",
                "reports",
                "attendance",
                "sharing",
                "moderation",
                "resources",
                "asks",
                "focus",
                "next",
                name="standing",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("presenter_id", sa.Integer(), nullable=True),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("is_confidential", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("decisions", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "NOT is_confidential OR (title = '' AND what = '' AND notes = '' AND decisions = ''"
            " AND standing IS NULL)",
            name=op.f("ck_agenda_items_second_part_is_sealed"),
        ),
        sa.CheckConstraint(
            "is_confidential OR sealed IS NULL", name=op.f("ck_agenda_items_sealed_is_second_part")
        ),
        sa.CheckConstraint("minutes BETWEEN 1 AND 240", name=op.f("ck_agenda_items_takes_minutes")),
        sa.ForeignKeyConstraint(["added_by_id"], ["people.id"], name=op.f("fk_agenda_items_added_by_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_agenda_items_meeting_id")),
        sa.ForeignKeyConstraint(["presenter_id"], ["people.id"], name=op.f("fk_agenda_items_presenter_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_agenda_items_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_items")),
    )
    with op.batch_alter_table("agenda_items", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agenda_items_meeting_id_position"), ["meeting_id", "position"], unique=False
        )

    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_decisions_meeting_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_decisions_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_decisions_meeting_id_number")),
    )
    op.create_table(
        "host_askings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_host_askings_meeting_id")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_host_askings_school_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_host_askings_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_askings")),
        sa.UniqueConstraint("meeting_id", "school_id", name=op.f("uq_host_askings_meeting_id_school_id")),
    )
    with op.batch_alter_table("host_askings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_host_askings_school_id"), ["school_id"], unique=False)

    op.create_table(
        "minutes_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_minutes_versions_numbers_count")),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_minutes_versions_made_by_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_minutes_versions_meeting_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_minutes_versions_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_versions")),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_minutes_versions_meeting_id_number")),
    )
    op.create_table(
        "minuted_actions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("success_measure", sa.Text(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("fk_minuted_actions_action_id")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_items.id"], name=op.f("fk_minuted_actions_item_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_minuted_actions_owner_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_minuted_actions_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minuted_actions")),
        sa.UniqueConstraint("action_id", name=op.f("uq_minuted_actions_action_id")),
    )
    with op.batch_alter_table("minuted_actions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_minuted_actions_item_id"), ["item_id"], unique=False)

    if op.get_bind().dialect.name == "postgresql":
        for table in CASES:
            protect(table, f"(SELECT TRUE FROM cases WHERE cases.id = {table}.id)")  # noqa: S608
        for table in ROWS:
            protect(table, f"trust_id = {CHOSEN_TRUST}")


def protect(table: str, rule: str) -> None:
    """Rows of its own trust alone; see the revision before this one."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY of_its_trust ON {table} "
        f"USING (CASE WHEN (SELECT {CHOSEN}) = 'every' THEN TRUE ELSE {rule} END)"
    )


def downgrade() -> None:
    with op.batch_alter_table("minuted_actions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_minuted_actions_item_id"))

    op.drop_table("minuted_actions")
    op.drop_table("minutes_versions")
    with op.batch_alter_table("host_askings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_host_askings_school_id"))

    op.drop_table("host_askings")
    op.drop_table("decisions")
    with op.batch_alter_table("agenda_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_items_meeting_id_position"))

    op.drop_table("agenda_items")
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meetings_host_school_id"))
        batch_op.drop_index(batch_op.f("ix_meetings_group_id_starts_at"))

    op.drop_table("meetings")
    op.drop_table("hub_cases")
    with op.batch_alter_table("forums", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_forums_reports_to_id"))
        batch_op.drop_index(batch_op.f("ix_forums_focus_area_id"))

    op.drop_table("forums")
