"""Years of dates: plans, the groups in each, and a row for every meeting."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | Sequence[str] | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SCOPED = ("planned_dates", "year_plan_groups")
"""Tables with a trust of their own."""
CASES = ("year_plans",)
"""Tables whose rows belong to the trust of their case."""

CHOSEN = "current_setting('alongside.trust', true)"
CHOSEN_TRUST = f"(SELECT nullif(nullif({CHOSEN}, ''), 'every')::integer)"


def upgrade() -> None:
    op.create_table(
        "year_plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "reach",
            sa.Enum(
                "hub",
                "forum",
                "forums",
                "trust",
                name="reach",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("hub_id", sa.Integer(), nullable=True),
        sa.Column("forum_id", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("wishes", sa.JSON(), nullable=False),
        sa.Column("earlier", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "(reach = 'forum') = (forum_id IS NOT NULL)", name=op.f("ck_year_plans_forum_is_named")
        ),
        sa.CheckConstraint("(reach = 'hub') = (hub_id IS NOT NULL)", name=op.f("ck_year_plans_hub_is_named")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_year_plans_dates_in_order")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_year_plans_forum_id")),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_year_plans_hub_id")),
        sa.ForeignKeyConstraint(["id"], ["cases.id"], name=op.f("fk_year_plans_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_plans")),
    )
    with op.batch_alter_table("year_plans", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_year_plans_forum_id"), ["forum_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_year_plans_hub_id"), ["hub_id"], unique=False)

    op.create_table(
        "year_plan_groups",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("meetings", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.Column("times", sa.JSON(), nullable=False),
        sa.Column(
            "venue",
            sa.Enum(
                "hosted", "open", "online", name="venue", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("never", sa.JSON(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "venue <> 'online' OR link <> ''", name=op.f("ck_year_plan_groups_online_somewhere")
        ),
        sa.CheckConstraint("meetings BETWEEN 1 AND 20", name=op.f("ck_year_plan_groups_some_meetings")),
        sa.CheckConstraint("minutes BETWEEN 15 AND 240", name=op.f("ck_year_plan_groups_some_minutes")),
        sa.ForeignKeyConstraint(["group_id"], ["cases.id"], name=op.f("fk_year_plan_groups_group_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["year_plans.id"], name=op.f("fk_year_plan_groups_plan_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_year_plan_groups_trust_id")),
        sa.PrimaryKeyConstraint("plan_id", "group_id", name=op.f("pk_year_plan_groups")),
    )
    with op.batch_alter_table("year_plan_groups", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_year_plan_groups_group_id"), ["group_id"], unique=False)

    op.create_table(
        "planned_dates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("starts", sa.Time(), nullable=True),
        sa.Column("host_school_id", sa.Integer(), nullable=True),
        sa.Column("is_pinned", sa.Boolean(), nullable=False),
        sa.Column("host_is_pinned", sa.Boolean(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.CheckConstraint('("on" IS NULL) = (starts IS NULL)', name=op.f("ck_planned_dates_day_has_time")),
        sa.CheckConstraint('NOT is_pinned OR "on" IS NOT NULL', name=op.f("ck_planned_dates_kept_is_placed")),
        sa.ForeignKeyConstraint(["group_id"], ["cases.id"], name=op.f("fk_planned_dates_group_id")),
        sa.ForeignKeyConstraint(
            ["host_school_id"], ["schools.id"], name=op.f("fk_planned_dates_host_school_id")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_planned_dates_meeting_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["year_plans.id"], name=op.f("fk_planned_dates_plan_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_planned_dates_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_dates")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_planned_dates_meeting_id")),
        sa.UniqueConstraint(
            "plan_id", "group_id", "number", name=op.f("uq_planned_dates_plan_id_group_id_number")
        ),
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
    op.drop_table("planned_dates")
    with op.batch_alter_table("year_plan_groups", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_year_plan_groups_group_id"))

    op.drop_table("year_plan_groups")
    with op.batch_alter_table("year_plans", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_year_plans_hub_id"))
        batch_op.drop_index(batch_op.f("ix_year_plans_forum_id"))

    op.drop_table("year_plans")
