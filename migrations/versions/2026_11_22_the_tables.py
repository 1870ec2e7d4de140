"""The tables."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
    )
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attempts_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_attempts_key_at"), ["key", "at"], unique=False)

    op.create_table(
        "places",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "trust",
                "school",
                "hub",
                "case",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.CheckConstraint("trust_id IS NOT NULL OR kind = 'trust'", name=op.f("ck_places_has_trust")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_places_trust_id"), use_alter=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_places")),
    )
    with op.batch_alter_table("places", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_places_trust_id_kind_name"), ["trust_id", "kind", "name"], unique=False
        )

    op.create_table(
        "hubs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["places.id"], name=op.f("fk_hubs_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hubs")),
    )
    op.create_table(
        "trusts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("brand_colour", sa.String(length=7), nullable=False),
        sa.Column("role_labels", sa.JSON(), nullable=False),
        sa.Column("ladder", sa.JSON(), nullable=False),
        sa.Column("giving_days", sa.Double(), nullable=False),
        sa.Column("date_reminders", sa.JSON(), nullable=False),
        sa.Column("diary_version", sa.Integer(), nullable=False),
        sa.Column("calendar_version", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["places.id"], name=op.f("fk_trusts_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trusts")),
        sa.UniqueConstraint("slug", name=op.f("uq_trusts_slug")),
    )
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("chain_head", sa.String(length=64), nullable=False),
        sa.Column("paused_from", sa.String(length=40), nullable=True),
        sa.Column("stopped_seq", sa.Integer(), nullable=True),
        sa.Column("has_dates", sa.Boolean(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(paused_from IS NULL) = (stopped_seq IS NULL)", name=op.f("ck_cases_pause_has_start")
        ),
        sa.ForeignKeyConstraint(["id"], ["places.id"], name=op.f("fk_cases_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_cases_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("trust_id", "reference", name=op.f("uq_cases_trust_id_reference")),
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_cases_trust_id_kind_id"), ["trust_id", "kind", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_cases_trust_id_kind_state_id"), ["trust_id", "kind", "state", "id"], unique=False
        )

    op.create_table(
        "focus_areas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum("ring", "area", "tag", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["focus_areas.id"], name=op.f("fk_focus_areas_parent_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_focus_areas_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_focus_areas")),
        sa.UniqueConstraint(
            "trust_id", "parent_id", "name", name=op.f("uq_focus_areas_trust_id_parent_id_name")
        ),
    )
    with op.batch_alter_table("focus_areas", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_focus_areas_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "form_keys",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_form_keys_trust_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_form_keys")),
    )
    with op.batch_alter_table("form_keys", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_form_keys_used_at"), ["used_at"], unique=False)

    op.create_table(
        "inset_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_inset_days_place_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_inset_days_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inset_days")),
        sa.UniqueConstraint("place_id", "day", name=op.f("uq_inset_days_place_id_day")),
    )
    op.create_table(
        "reference_counts",
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.Column("prefix", sa.String(length=4), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_reference_counts_trust_id")),
        sa.PrimaryKeyConstraint("trust_id", "prefix", "year", name=op.f("pk_reference_counts")),
    )
    op.create_table(
        "schools",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("urn", sa.String(length=6), nullable=False),
        sa.Column("la_code", sa.String(length=3), nullable=False),
        sa.Column("la_name", sa.Text(), nullable=False),
        sa.Column("establishment_number", sa.String(length=4), nullable=False),
        sa.Column("ukprn", sa.String(length=8), nullable=False),
        sa.Column("type_name", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "Open",
                "Open, but proposed to close",
                "Proposed to open",
                "Closed",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
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
            nullable=False,
        ),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("low_age", sa.Integer(), nullable=True),
        sa.Column("high_age", sa.Integer(), nullable=True),
        sa.Column("religious_character", sa.Text(), nullable=False),
        sa.Column("diocese", sa.Text(), nullable=False),
        sa.Column("pupils", sa.Integer(), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("postcode", sa.String(length=10), nullable=False),
        sa.Column("easting", sa.Integer(), nullable=True),
        sa.Column("northing", sa.Integer(), nullable=True),
        sa.Column("website", sa.Text(), nullable=False),
        sa.Column("telephone", sa.Text(), nullable=False),
        sa.Column("registered_head", sa.Text(), nullable=False),
        sa.Column("registered_trust", sa.Text(), nullable=False),
        sa.Column("working_on", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "closes_on IS NULL OR opens_on IS NULL OR closes_on >= opens_on",
            name=op.f("ck_schools_dates_in_order"),
        ),
        sa.CheckConstraint("length(urn) = 6", name=op.f("ck_schools_urn_has_six_digits")),
        sa.ForeignKeyConstraint(["id"], ["places.id"], name=op.f("fk_schools_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["trusts.id"], name=op.f("fk_schools_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schools")),
        sa.UniqueConstraint("owner_id", "urn", name=op.f("uq_schools_owner_id_urn")),
    )
    op.create_table(
        "suppressed_addresses",
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_suppressed_addresses_trust_id")),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_suppressed_addresses")),
    )
    op.create_table(
        "terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("break_starts_on", sa.Date(), nullable=True),
        sa.Column("break_ends_on", sa.Date(), nullable=True),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(break_starts_on IS NULL) = (break_ends_on IS NULL) AND (break_starts_on IS NULL OR (break_starts_on > starts_on AND break_ends_on >= break_starts_on AND break_ends_on < ends_on))",
            name=op.f("ck_terms_break_inside"),
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_terms_dates_in_order")),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_terms_place_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_terms_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms")),
    )
    with op.batch_alter_table("terms", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_terms_place_id_starts_on"), ["place_id", "starts_on"], unique=True
        )

    op.create_table(
        "deadlines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("ask", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("opened_seq", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_seq", sa.Integer(), nullable=True),
        sa.Column("lapsed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept_days", sa.Integer(), nullable=True),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_seq IS NULL)", name=op.f("ck_deadlines_closed_by_an_event")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_deadlines_case_id")),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_deadlines_place_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_deadlines_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadlines")),
    )
    with op.batch_alter_table("deadlines", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_deadlines_case_id_opened_seq"), ["case_id", "opened_seq"], unique=False
        )
        batch_op.create_index(
            "ix_deadlines_open_case",
            ["case_id", "due_on"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index(
            "ix_deadlines_open_due",
            ["due_on", "id"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index(
            "ix_deadlines_open_post",
            ["place_id", "role", "due_on"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index(
            "uq_deadlines_one_turn",
            ["case_id", "role", "place_id"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "hub_memberships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_hub_memberships_dates_in_order")
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_hub_memberships_hub_id")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_hub_memberships_school_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_hub_memberships_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hub_memberships")),
        sa.UniqueConstraint(
            "hub_id", "school_id", "starts_on", name=op.f("uq_hub_memberships_hub_id_school_id_starts_on")
        ),
    )
    with op.batch_alter_table("hub_memberships", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hub_memberships_hub_id"), ["hub_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_hub_memberships_school_id"), ["school_id"], unique=False)

    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("job_title", sa.Text(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column(
            "mail_preference",
            sa.Enum(
                "instant",
                "turns",
                "digest",
                name="mail_preference",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_people_email_is_lower_case")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_people_school_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_people_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
    )
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_people_school_id"), ["school_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_people_trust_id_name_id"), ["trust_id", "name", "id"], unique=False
        )

    op.create_table(
        "account_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "invitation",
                "password_reset",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_account_links_person_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_account_links_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_account_links_token_hash")),
    )
    with op.batch_alter_table("account_links", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_account_links_person_id_purpose"), ["person_id", "purpose"], unique=False
        )

    op.create_table(
        "actions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("came_from_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("success_measure", sa.Text(), nullable=False),
        sa.Column("what_was_done", sa.Text(), nullable=False),
        sa.Column(
            "impact",
            sa.Enum(
                "no impact",
                "some impact",
                "embedded",
                name="impact",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people.id"], name=op.f("fk_actions_asked_by_id")),
        sa.ForeignKeyConstraint(["came_from_id"], ["cases.id"], name=op.f("fk_actions_came_from_id")),
        sa.ForeignKeyConstraint(["id"], ["cases.id"], name=op.f("fk_actions_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_actions_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actions")),
    )
    with op.batch_alter_table("actions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_actions_came_from_id"), ["came_from_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_actions_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "allowances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("days", sa.Double(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("days >= 0 AND days <= 200", name=op.f("ck_allowances_days_in_a_year")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_allowances_person_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_allowances_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allowances")),
        sa.UniqueConstraint("person_id", "year", name=op.f("uq_allowances_person_id_year")),
    )
    op.create_table(
        "appointments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_appointments_dates_in_order")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_appointments_person_id")),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_appointments_place_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_appointments_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
    )
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_appointments_person_id_place_id_role_starts_on_ends_on"),
            ["person_id", "place_id", "role", "starts_on", "ends_on"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_appointments_place_id_role_starts_on_ends_on_person_id"),
            ["place_id", "role", "starts_on", "ends_on", "person_id"],
            unique=False,
        )
        batch_op.create_index(
            "uq_appointments_standing",
            ["person_id", "role", "place_id"],
            unique=True,
            sqlite_where=sa.text("ends_on IS NULL"),
            postgresql_where=sa.text("ends_on IS NULL"),
        )

    op.create_table(
        "calendar_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=80), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("time_sequence", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("all_day", sa.Boolean(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("agenda", sa.Text(), nullable=False),
        sa.Column("organiser_id", sa.Integer(), nullable=False),
        sa.Column(
            "audience",
            sa.Enum("case", "staff", name="audience", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_calendar_entries_ends_after_start")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_calendar_entries_case_id")),
        sa.ForeignKeyConstraint(
            ["organiser_id"], ["people.id"], name=op.f("fk_calendar_entries_organiser_id")
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_calendar_entries_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_entries")),
        sa.UniqueConstraint("uid", name=op.f("uq_calendar_entries_uid")),
    )
    with op.batch_alter_table("calendar_entries", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_calendar_entries_case_id_starts_at"), ["case_id", "starts_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_calendar_entries_trust_id_starts_at_id"),
            ["trust_id", "starts_at", "id"],
            unique=False,
        )

    op.create_table(
        "conflicts_of_interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("with_person_id", sa.Integer(), nullable=True),
        sa.Column("with_school_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(with_person_id IS NULL) <> (with_school_id IS NULL)",
            name=op.f("ck_conflicts_of_interest_one_other"),
        ),
        sa.CheckConstraint(
            "with_person_id <> person_id", name=op.f("ck_conflicts_of_interest_not_with_oneself")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_conflicts_of_interest_person_id")
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_conflicts_of_interest_trust_id")),
        sa.ForeignKeyConstraint(
            ["with_person_id"], ["people.id"], name=op.f("fk_conflicts_of_interest_with_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["with_school_id"], ["schools.id"], name=op.f("fk_conflicts_of_interest_with_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflicts_of_interest")),
    )
    with op.batch_alter_table("conflicts_of_interest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conflicts_of_interest_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_conflicts_of_interest_with_person_id"), ["with_person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_conflicts_of_interest_with_school_id"), ["with_school_id"], unique=False
        )

    op.create_table(
        "credentials",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_credentials_person_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_credentials_trust_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_credentials")),
    )
    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_as", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("from_state", sa.String(length=40), nullable=True),
        sa.Column("to_state", sa.String(length=40), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("details_digest", sa.String(length=64), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["people.id"], name=op.f("fk_events_actor_id")),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_events_place_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_events_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_events_place_id_seq"), ["place_id", "seq"], unique=True)
        batch_op.create_index(batch_op.f("ix_events_trust_id_at"), ["trust_id", "at"], unique=False)

    op.create_table(
        "expertise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("focus_area_id", sa.Integer(), nullable=False),
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
        sa.Column("offer", sa.Text(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(person_id IS NULL) <> (school_id IS NULL)", name=op.f("ck_expertise_one_owner")),
        sa.ForeignKeyConstraint(
            ["focus_area_id"], ["focus_areas.id"], name=op.f("fk_expertise_focus_area_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_expertise_person_id")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_expertise_school_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_expertise_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expertise")),
    )
    with op.batch_alter_table("expertise", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_expertise_focus_area_id_person_id"), ["focus_area_id", "person_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_expertise_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_expertise_school_id"), ["school_id"], unique=False)

    op.create_table(
        "feeds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "mine",
                "school",
                "hub",
                "trust",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("with_deadlines", sa.Boolean(), nullable=False),
        sa.Column("with_terms", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(kind = 'mine') = (place_id IS NULL)", name=op.f("ck_feeds_place_of_kind")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_feeds_person_id")),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_feeds_place_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_feeds_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feeds")),
    )
    with op.batch_alter_table("feeds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feeds_person_id"), ["person_id"], unique=False)

    op.create_table(
        "files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("attached_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("original_name", sa.Text(), nullable=False),
        sa.Column("content_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("stored_as", sa.String(length=64), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_files_not_empty")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_files_case_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_files_owner_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_files_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
        sa.UniqueConstraint("stored_as", name=op.f("uq_files_stored_as")),
    )
    with op.batch_alter_table("files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_files_case_id"), ["case_id"], unique=False)

    op.create_table(
        "grants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("giving_school_id", sa.Integer(), nullable=False),
        sa.Column("receiving_school_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("days", sa.Double(), nullable=False),
        sa.Column("used", sa.Double(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("days >= 0 AND used >= 0", name=op.f("ck_grants_not_negative")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_grants_case_id")),
        sa.ForeignKeyConstraint(
            ["giving_school_id"], ["schools.id"], name=op.f("fk_grants_giving_school_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_grants_person_id")),
        sa.ForeignKeyConstraint(
            ["receiving_school_id"], ["schools.id"], name=op.f("fk_grants_receiving_school_id")
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_grants_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grants")),
        sa.UniqueConstraint("case_id", "person_id", "year", name=op.f("uq_grants_case_id_person_id_year")),
    )
    with op.batch_alter_table("grants", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_grants_giving_school_id_year"), ["giving_school_id", "year"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_grants_person_id_year"), ["person_id", "year"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_grants_receiving_school_id_year"), ["receiving_school_id", "year"], unique=False
        )

    op.create_table(
        "news_stopped",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_news_stopped_person_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_news_stopped_trust_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_news_stopped")),
    )
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_notes_author_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_notes_case_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_notes_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notes_case_id"), ["case_id"], unique=False)

    op.create_table(
        "pending_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("schools", "people", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("original_name", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("stored_as", sa.String(length=64), nullable=False),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_pending_imports_not_empty")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_pending_imports_person_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_pending_imports_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_imports")),
        sa.UniqueConstraint("stored_as", name=op.f("uq_pending_imports_stored_as")),
    )
    with op.batch_alter_table("pending_imports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pending_imports_person_id"), ["person_id"], unique=False)

    op.create_table(
        "reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deadline_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("copy", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "waiting",
                "done",
                "skipped",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadlines.id"], name=op.f("fk_reminders_deadline_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_reminders_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
        sa.UniqueConstraint("deadline_id", "days", name=op.f("uq_reminders_deadline_id_days")),
    )
    with op.batch_alter_table("reminders", schema=None) as batch_op:
        batch_op.create_index(
            "ix_reminders_waiting",
            ["at"],
            unique=False,
            sqlite_where=sa.text("status = 'waiting'"),
            postgresql_where=sa.text("status = 'waiting'"),
        )

    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sign_ins_person_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_sign_ins_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_ins_token_hash")),
    )
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_ins_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_ins_started_at"), ["started_at"], unique=False)

    op.create_table(
        "support_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("receiving_school_id", sa.Integer(), nullable=False),
        sa.Column("giving_school_id", sa.Integer(), nullable=True),
        sa.Column("giver_id", sa.Integer(), nullable=True),
        sa.Column("focus_area_id", sa.Integer(), nullable=True),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("difference", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("wanted_from", sa.Date(), nullable=True),
        sa.Column("wanted_until", sa.Date(), nullable=True),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column(
            "route",
            sa.Enum(
                "resource",
                "visit",
                "mentor",
                "review",
                "deployment",
                name="route",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "priority",
            sa.Enum(
                "routine",
                "soon",
                "urgent",
                name="priority",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("act_by", sa.Date(), nullable=True),
        sa.Column("look_again_on", sa.Date(), nullable=True),
        sa.Column(
            "worth_it",
            sa.Enum(
                "yes", "partly", "no", name="worth_it", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("summary_released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "giver_id IS NULL OR giving_school_id IS NOT NULL",
            name=op.f("ck_support_requests_giver_has_school"),
        ),
        sa.CheckConstraint(
            "giving_school_id <> receiving_school_id", name=op.f("ck_support_requests_two_schools")
        ),
        sa.CheckConstraint(
            "wanted_until IS NULL OR wanted_from IS NULL OR wanted_until >= wanted_from",
            name=op.f("ck_support_requests_dates"),
        ),
        sa.ForeignKeyConstraint(
            ["focus_area_id"], ["focus_areas.id"], name=op.f("fk_support_requests_focus_area_id")
        ),
        sa.ForeignKeyConstraint(["giver_id"], ["people.id"], name=op.f("fk_support_requests_giver_id")),
        sa.ForeignKeyConstraint(
            ["giving_school_id"], ["schools.id"], name=op.f("fk_support_requests_giving_school_id")
        ),
        sa.ForeignKeyConstraint(["id"], ["cases.id"], name=op.f("fk_support_requests_id")),
        sa.ForeignKeyConstraint(
            ["receiving_school_id"], ["schools.id"], name=op.f("fk_support_requests_receiving_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_requests")),
    )
    with op.batch_alter_table("support_requests", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_support_requests_focus_area_id"), ["focus_area_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_support_requests_giver_id"), ["giver_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_support_requests_giving_school_id"), ["giving_school_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_support_requests_receiving_school_id"), ["receiving_school_id"], unique=False
        )

    op.create_table(
        "typed_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=300), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("typed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_typed_texts_person_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_typed_texts_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_typed_texts")),
    )
    with op.batch_alter_table("typed_texts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_typed_texts_person_id_form"), ["person_id", "form"], unique=True)
        batch_op.create_index(batch_op.f("ix_typed_texts_typed_at"), ["typed_at"], unique=False)

    op.create_table(
        "attendances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "answer",
            sa.Enum(
                "none",
                "yes",
                "maybe",
                "no",
                name="answer",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "answered_via",
            sa.Enum(
                "diary",
                "link",
                "page",
                name="answered_via",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("answer_sequence", sa.Integer(), nullable=True),
        sa.Column("answer_stamp", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stamped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attended", sa.Boolean(), nullable=True),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(answer = 'none') = (answered_at IS NULL)", name=op.f("ck_attendances_answer_has_moment")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["calendar_entries.id"], name=op.f("fk_attendances_entry_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_attendances_person_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_attendances_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendances")),
        sa.UniqueConstraint("entry_id", "person_id", name=op.f("uq_attendances_entry_id_person_id")),
    )
    with op.batch_alter_table("attendances", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_attendances_person_id_entry_id"), ["person_id", "entry_id"], unique=False
        )

    op.create_table(
        "date_polls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("agenda", sa.Text(), nullable=False),
        sa.Column("organiser_id", sa.Integer(), nullable=False),
        sa.Column("hides_answers", sa.Boolean(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_date_polls_case_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["calendar_entries.id"], name=op.f("fk_date_polls_entry_id")),
        sa.ForeignKeyConstraint(["organiser_id"], ["people.id"], name=op.f("fk_date_polls_organiser_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_date_polls_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_date_polls")),
    )
    with op.batch_alter_table("date_polls", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_date_polls_case_id"), ["case_id"], unique=False)

    op.create_table(
        "entry_schools",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["calendar_entries.id"], name=op.f("fk_entry_schools_entry_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_entry_schools_school_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_entry_schools_trust_id")),
        sa.PrimaryKeyConstraint("entry_id", "school_id", name=op.f("pk_entry_schools")),
    )
    with op.batch_alter_table("entry_schools", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_entry_schools_school_id_entry_id"), ["school_id", "entry_id"], unique=False
        )

    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dedupe_key", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "turn",
                "told",
                "reminder",
                "date",
                "digest",
                "account",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("deadline_id", sa.Integer(), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "gathered",
                "queued",
                "sending",
                "sent",
                "delivered",
                "unknown",
                "failed",
                "suppressed",
                "superseded",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("send_after", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sender_id", sa.Integer(), nullable=True),
        sa.Column("carried_by_id", sa.Integer(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_to", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("provider_id", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'sending') <= (lease_until IS NOT NULL)", name=op.f("ck_messages_sending_has_lease")
        ),
        sa.ForeignKeyConstraint(["carried_by_id"], ["messages.id"], name=op.f("fk_messages_carried_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_messages_case_id")),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadlines.id"], name=op.f("fk_messages_deadline_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["calendar_entries.id"], name=op.f("fk_messages_entry_id")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_messages_event_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_messages_person_id")),
        sa.ForeignKeyConstraint(["sender_id"], ["people.id"], name=op.f("fk_messages_sender_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_messages_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_messages_dedupe_key")),
    )
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_messages_carried_by_id"), ["carried_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_messages_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "ix_messages_due",
            ["send_after", "id"],
            unique=False,
            sqlite_where=sa.text("status = 'queued' OR status = 'gathered'"),
            postgresql_where=sa.text("status = 'queued' OR status = 'gathered'"),
        )
        batch_op.create_index(
            batch_op.f("ix_messages_entry_id_person_id_id"), ["entry_id", "person_id", "id"], unique=False
        )
        batch_op.create_index(
            "ix_messages_in_flight",
            ["lease_until"],
            unique=False,
            sqlite_where=sa.text("status = 'sending' OR status = 'unknown'"),
            postgresql_where=sa.text("status = 'sending' OR status = 'unknown'"),
        )
        batch_op.create_index(
            "ix_messages_own_trouble",
            ["sender_id"],
            unique=False,
            sqlite_where=sa.text("status = 'failed' OR status = 'suppressed' OR status = 'unknown'"),
            postgresql_where=sa.text("status = 'failed' OR status = 'suppressed' OR status = 'unknown'"),
        )
        batch_op.create_index(
            batch_op.f("ix_messages_person_id_status"), ["person_id", "status"], unique=False
        )
        batch_op.create_index(
            "ix_messages_trouble",
            ["trust_id", "id"],
            unique=False,
            sqlite_where=sa.text("status = 'failed' OR status = 'suppressed' OR status = 'unknown'"),
            postgresql_where=sa.text("status = 'failed' OR status = 'suppressed' OR status = 'unknown'"),
        )
        batch_op.create_index(batch_op.f("ix_messages_trust_id_id"), ["trust_id", "id"], unique=False)

    op.create_table(
        "replies_to_settle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "another time",
                "somebody else",
                "another sender",
                "unreadable",
                "words",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "none",
                "yes",
                "maybe",
                "no",
                name="answer",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("proposed_starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proposed_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("original", sa.LargeBinary(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_replies_to_settle_case_id")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["calendar_entries.id"], name=op.f("fk_replies_to_settle_entry_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_replies_to_settle_person_id")),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["people.id"], name=op.f("fk_replies_to_settle_settled_by_id")
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_replies_to_settle_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replies_to_settle")),
    )
    with op.batch_alter_table("replies_to_settle", schema=None) as batch_op:
        batch_op.create_index(
            "ix_replies_to_settle_open",
            ["case_id"],
            unique=False,
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )

    op.create_table(
        "success_measures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "impact",
            sa.Enum(
                "not yet",
                "partly",
                "achieved",
                name="impact",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["support_requests.id"], name=op.f("fk_success_measures_request_id")
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_success_measures_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_success_measures")),
    )
    with op.batch_alter_table("success_measures", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_success_measures_request_id_position"), ["request_id", "position"], unique=False
        )

    op.create_table(
        "support_offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("days", sa.Double(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "waiting",
                "released",
                "declined",
                "moved on",
                name="answer",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(answer = 'waiting') = (answered_at IS NULL)", name=op.f("ck_support_offers_answered")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_support_offers_person_id")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["support_requests.id"], name=op.f("fk_support_offers_request_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_support_offers_school_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_support_offers_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_offers")),
    )
    with op.batch_alter_table("support_offers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_support_offers_request_id"), ["request_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_support_offers_school_id"), ["school_id"], unique=False)

    op.create_table(
        "support_plans",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("focus", sa.Text(), nullable=False),
        sa.Column("days", sa.Double(), nullable=False),
        sa.Column("frequency", sa.Text(), nullable=False),
        sa.Column("cost", sa.Text(), nullable=False),
        sa.Column("exit_plan", sa.Text(), nullable=False),
        sa.Column("first_contact_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on >= first_contact_on", name=op.f("ck_support_plans_dates_in_order")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["support_requests.id"], name=op.f("fk_support_plans_request_id")
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_support_plans_trust_id")),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_support_plans")),
    )
    op.create_table(
        "support_visits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("days", sa.Double(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("what_happened", sa.Text(), nullable=False),
        sa.Column("next_steps", sa.Text(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "recorded_at IS NULL OR cancelled_at IS NULL", name=op.f("ck_support_visits_recorded_or_off")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["calendar_entries.id"], name=op.f("fk_support_visits_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_support_visits_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["support_requests.id"], name=op.f("fk_support_visits_request_id")
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_support_visits_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_visits")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_support_visits_entry_id")),
    )
    with op.batch_alter_table("support_visits", schema=None) as batch_op:
        batch_op.create_index(
            "ix_support_visits_coming",
            ["on", "id"],
            unique=False,
            sqlite_where=sa.text("recorded_at IS NULL AND cancelled_at IS NULL"),
            postgresql_where=sa.text("recorded_at IS NULL AND cancelled_at IS NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_support_visits_request_id_on"), ["request_id", "on"], unique=False
        )

    op.create_table(
        "date_reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("poll_id", sa.Integer(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "waiting",
                "done",
                "skipped",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(entry_id IS NULL) <> (poll_id IS NULL)", name=op.f("ck_date_reminders_of_one_thing")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["calendar_entries.id"], name=op.f("fk_date_reminders_entry_id")
        ),
        sa.ForeignKeyConstraint(["poll_id"], ["date_polls.id"], name=op.f("fk_date_reminders_poll_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_date_reminders_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_date_reminders")),
        sa.UniqueConstraint(
            "entry_id", "sequence", "days", name=op.f("uq_date_reminders_entry_id_sequence_days")
        ),
        sa.UniqueConstraint("poll_id", "days", name=op.f("uq_date_reminders_poll_id_days")),
    )
    with op.batch_alter_table("date_reminders", schema=None) as batch_op:
        batch_op.create_index(
            "ix_date_reminders_waiting",
            ["at"],
            unique=False,
            sqlite_where=sa.text("status = 'waiting'"),
            postgresql_where=sa.text("status = 'waiting'"),
        )

    op.create_table(
        "inbound_mails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("attendance_id", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("return_path", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "waiting",
                "applied",
                "history",
                "to settle",
                "ignored",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attendance_id"], ["attendances.id"], name=op.f("fk_inbound_mails_attendance_id")
        ),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_inbound_mails_message_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_inbound_mails_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound_mails")),
        sa.UniqueConstraint("digest", name=op.f("uq_inbound_mails_digest")),
    )
    with op.batch_alter_table("inbound_mails", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inbound_mails_attendance_id"), ["attendance_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_inbound_mails_message_id"), ["message_id"], unique=False)
        batch_op.create_index(
            "ix_inbound_mails_waiting",
            ["id"],
            unique=False,
            sqlite_where=sa.text("status = 'waiting'"),
            postgresql_where=sa.text("status = 'waiting'"),
        )

    op.create_table(
        "letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_letters_message_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_letters_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sa.UniqueConstraint("message_id", name=op.f("uq_letters_message_id")),
    )
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letters_trust_id_id"), ["trust_id", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_letters_trust_id_recipient_id"), ["trust_id", "recipient", "id"], unique=False
        )

    op.create_table(
        "poll_options",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("all_day", sa.Boolean(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_poll_options_ends_after_start")),
        sa.ForeignKeyConstraint(["poll_id"], ["date_polls.id"], name=op.f("fk_poll_options_poll_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_poll_options_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_options")),
    )
    with op.batch_alter_table("poll_options", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poll_options_poll_id"), ["poll_id"], unique=False)

    op.create_table(
        "poll_people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_poll_people_person_id")),
        sa.ForeignKeyConstraint(["poll_id"], ["date_polls.id"], name=op.f("fk_poll_people_poll_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_poll_people_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_people")),
        sa.UniqueConstraint("poll_id", "person_id", name=op.f("uq_poll_people_poll_id_person_id")),
    )
    with op.batch_alter_table("poll_people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poll_people_person_id"), ["person_id"], unique=False)

    op.create_table(
        "receipts",
        sa.Column("id", sa.String(length=120), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_receipts_message_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_receipts_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipts")),
    )
    with op.batch_alter_table("receipts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_receipts_message_id"), ["message_id"], unique=False)

    op.create_table(
        "poll_ticks",
        sa.Column("option_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "tick",
            sa.Enum(
                "yes", "if need be", "no", name="tick", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["option_id"], ["poll_options.id"], name=op.f("fk_poll_ticks_option_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_poll_ticks_person_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_poll_ticks_trust_id")),
        sa.PrimaryKeyConstraint("option_id", "person_id", name=op.f("pk_poll_ticks")),
    )
    if op.get_bind().dialect.name == "postgresql":
        # Trusts are places and places belong to trusts: PostgreSQL wants the second half afterwards.
        op.create_foreign_key(op.f("fk_places_trust_id"), "places", "trusts", ["trust_id"], ["id"])


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("fk_places_trust_id"), "places", type_="foreignkey")
    op.drop_table("poll_ticks")
    with op.batch_alter_table("receipts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_receipts_message_id"))

    op.drop_table("receipts")
    with op.batch_alter_table("poll_people", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_poll_people_person_id"))

    op.drop_table("poll_people")
    with op.batch_alter_table("poll_options", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_poll_options_poll_id"))

    op.drop_table("poll_options")
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letters_trust_id_recipient_id"))
        batch_op.drop_index(batch_op.f("ix_letters_trust_id_id"))

    op.drop_table("letters")
    with op.batch_alter_table("inbound_mails", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_inbound_mails_waiting",
            sqlite_where=sa.text("status = 'waiting'"),
            postgresql_where=sa.text("status = 'waiting'"),
        )
        batch_op.drop_index(batch_op.f("ix_inbound_mails_message_id"))
        batch_op.drop_index(batch_op.f("ix_inbound_mails_attendance_id"))

    op.drop_table("inbound_mails")
    with op.batch_alter_table("date_reminders", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_date_reminders_waiting",
            sqlite_where=sa.text("status = 'waiting'"),
            postgresql_where=sa.text("status = 'waiting'"),
        )

    op.drop_table("date_reminders")
    with op.batch_alter_table("support_visits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_support_visits_request_id_on"))
        batch_op.drop_index(
            "ix_support_visits_coming",
            sqlite_where=sa.text("recorded_at IS NULL AND cancelled_at IS NULL"),
            postgresql_where=sa.text("recorded_at IS NULL AND cancelled_at IS NULL"),
        )

    op.drop_table("support_visits")
    op.drop_table("support_plans")
    with op.batch_alter_table("support_offers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_support_offers_school_id"))
        batch_op.drop_index(batch_op.f("ix_support_offers_request_id"))

    op.drop_table("support_offers")
    with op.batch_alter_table("success_measures", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_success_measures_request_id_position"))

    op.drop_table("success_measures")
    with op.batch_alter_table("replies_to_settle", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_replies_to_settle_open",
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )

    op.drop_table("replies_to_settle")
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_messages_trust_id_id"))
        batch_op.drop_index(
            "ix_messages_trouble",
            sqlite_where=sa.text("status = 'failed' OR status = 'suppressed' OR status = 'unknown'"),
            postgresql_where=sa.text("status = 'failed' OR status = 'suppressed' OR status = 'unknown'"),
        )
        batch_op.drop_index(batch_op.f("ix_messages_person_id_status"))
        batch_op.drop_index(
            "ix_messages_own_trouble",
            sqlite_where=sa.text("status = 'failed' OR status = 'suppressed' OR status = 'unknown'"),
            postgresql_where=sa.text("status = 'failed' OR status = 'suppressed' OR status = 'unknown'"),
        )
        batch_op.drop_index(
            "ix_messages_in_flight",
            sqlite_where=sa.text("status = 'sending' OR status = 'unknown'"),
            postgresql_where=sa.text("status = 'sending' OR status = 'unknown'"),
        )
        batch_op.drop_index(batch_op.f("ix_messages_entry_id_person_id_id"))
        batch_op.drop_index(
            "ix_messages_due",
            sqlite_where=sa.text("status = 'queued' OR status = 'gathered'"),
            postgresql_where=sa.text("status = 'queued' OR status = 'gathered'"),
        )
        batch_op.drop_index(batch_op.f("ix_messages_case_id"))
        batch_op.drop_index(batch_op.f("ix_messages_carried_by_id"))

    op.drop_table("messages")
    with op.batch_alter_table("entry_schools", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entry_schools_school_id_entry_id"))

    op.drop_table("entry_schools")
    with op.batch_alter_table("date_polls", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_date_polls_case_id"))

    op.drop_table("date_polls")
    with op.batch_alter_table("attendances", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendances_person_id_entry_id"))

    op.drop_table("attendances")
    with op.batch_alter_table("typed_texts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_typed_texts_typed_at"))
        batch_op.drop_index(batch_op.f("ix_typed_texts_person_id_form"))

    op.drop_table("typed_texts")
    with op.batch_alter_table("support_requests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_support_requests_receiving_school_id"))
        batch_op.drop_index(batch_op.f("ix_support_requests_giving_school_id"))
        batch_op.drop_index(batch_op.f("ix_support_requests_giver_id"))
        batch_op.drop_index(batch_op.f("ix_support_requests_focus_area_id"))

    op.drop_table("support_requests")
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_ins_started_at"))
        batch_op.drop_index(batch_op.f("ix_sign_ins_person_id"))

    op.drop_table("sign_ins")
    with op.batch_alter_table("reminders", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_reminders_waiting",
            sqlite_where=sa.text("status = 'waiting'"),
            postgresql_where=sa.text("status = 'waiting'"),
        )

    op.drop_table("reminders")
    with op.batch_alter_table("pending_imports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pending_imports_person_id"))

    op.drop_table("pending_imports")
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notes_case_id"))

    op.drop_table("notes")
    op.drop_table("news_stopped")
    with op.batch_alter_table("grants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_grants_receiving_school_id_year"))
        batch_op.drop_index(batch_op.f("ix_grants_person_id_year"))
        batch_op.drop_index(batch_op.f("ix_grants_giving_school_id_year"))

    op.drop_table("grants")
    with op.batch_alter_table("files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_files_case_id"))

    op.drop_table("files")
    with op.batch_alter_table("feeds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feeds_person_id"))

    op.drop_table("feeds")
    with op.batch_alter_table("expertise", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_expertise_school_id"))
        batch_op.drop_index(batch_op.f("ix_expertise_person_id"))
        batch_op.drop_index(batch_op.f("ix_expertise_focus_area_id_person_id"))

    op.drop_table("expertise")
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_events_trust_id_at"))
        batch_op.drop_index(batch_op.f("ix_events_place_id_seq"))

    op.drop_table("events")
    op.drop_table("credentials")
    with op.batch_alter_table("conflicts_of_interest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conflicts_of_interest_with_school_id"))
        batch_op.drop_index(batch_op.f("ix_conflicts_of_interest_with_person_id"))
        batch_op.drop_index(batch_op.f("ix_conflicts_of_interest_person_id"))

    op.drop_table("conflicts_of_interest")
    with op.batch_alter_table("calendar_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_entries_trust_id_starts_at_id"))
        batch_op.drop_index(batch_op.f("ix_calendar_entries_case_id_starts_at"))

    op.drop_table("calendar_entries")
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_appointments_standing",
            sqlite_where=sa.text("ends_on IS NULL"),
            postgresql_where=sa.text("ends_on IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_appointments_place_id_role_starts_on_ends_on_person_id"))
        batch_op.drop_index(batch_op.f("ix_appointments_person_id_place_id_role_starts_on_ends_on"))

    op.drop_table("appointments")
    op.drop_table("allowances")
    with op.batch_alter_table("actions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_actions_owner_id"))
        batch_op.drop_index(batch_op.f("ix_actions_came_from_id"))

    op.drop_table("actions")
    with op.batch_alter_table("account_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_links_person_id_purpose"))

    op.drop_table("account_links")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_people_trust_id_name_id"))
        batch_op.drop_index(batch_op.f("ix_people_school_id"))

    op.drop_table("people")
    with op.batch_alter_table("hub_memberships", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hub_memberships_school_id"))
        batch_op.drop_index(batch_op.f("ix_hub_memberships_hub_id"))

    op.drop_table("hub_memberships")
    with op.batch_alter_table("deadlines", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_deadlines_one_turn",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_deadlines_open_post",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_deadlines_open_due",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_deadlines_open_case",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_deadlines_case_id_opened_seq"))

    op.drop_table("deadlines")
    with op.batch_alter_table("terms", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_terms_place_id_starts_on"))

    op.drop_table("terms")
    op.drop_table("suppressed_addresses")
    op.drop_table("schools")
    op.drop_table("reference_counts")
    op.drop_table("inset_days")
    with op.batch_alter_table("form_keys", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_form_keys_used_at"))

    op.drop_table("form_keys")
    with op.batch_alter_table("focus_areas", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_focus_areas_parent_id"))

    op.drop_table("focus_areas")
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cases_trust_id_kind_state_id"))
        batch_op.drop_index(batch_op.f("ix_cases_trust_id_kind_id"))

    op.drop_table("cases")
    op.drop_table("trusts")
    op.drop_table("hubs")
    with op.batch_alter_table("places", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_places_trust_id_kind_name"))

    op.drop_table("places")
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attempts_key_at"))
        batch_op.drop_index(batch_op.f("ix_attempts_at"))

    op.drop_table("attempts")
