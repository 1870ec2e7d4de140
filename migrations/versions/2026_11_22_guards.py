"""What the database itself refuses: rows of another trust (PostgreSQL), and any change to an event."""

from collections.abc import Sequence

from alembic import op

revision: str = "0002"
down_revision: str | Sequence[str] | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SCOPED = (
    "account_links",
    "allowances",
    "appointments",
    "attendances",
    "calendar_entries",
    "cases",
    "conflicts_of_interest",
    "credentials",
    "date_polls",
    "date_reminders",
    "deadlines",
    "entry_schools",
    "events",
    "expertise",
    "feeds",
    "files",
    "focus_areas",
    "form_keys",
    "grants",
    "hub_memberships",
    "inbound_mails",
    "inset_days",
    "letters",
    "messages",
    "news_stopped",
    "notes",
    "pending_imports",
    "people",
    "places",
    "poll_options",
    "poll_people",
    "poll_ticks",
    "receipts",
    "reference_counts",
    "reminders",
    "replies_to_settle",
    "sign_ins",
    "success_measures",
    "support_offers",
    "support_plans",
    "support_visits",
    "suppressed_addresses",
    "terms",
    "typed_texts",
)
"""Tables with a trust of their own."""

PARTS = {"hubs": "places", "support_requests": "cases", "actions": "cases"}
"""Tables whose rows belong to the trust of the row they extend."""

CHOSEN = "current_setting('alongside.trust', true)"
CHOSEN_TRUST = f"(SELECT nullif(nullif({CHOSEN}, ''), 'every')::integer)"
"""In a SELECT of its own, so that it is read once a statement and not once a row.

It may be read although the CASE around it does not ask for it: where a row that somebody else has changed is
looked at again, PostgreSQL reads every such SELECT of the statement first. So it is never refused.
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in SCOPED:
            protect(table, f"trust_id = {CHOSEN_TRUST}")
        protect("schools", f"owner_id = {CHOSEN_TRUST}")
        protect("trusts", f"id = {CHOSEN_TRUST}")
        for table, whole in PARTS.items():
            protect(table, f"(SELECT TRUE FROM {whole} WHERE {whole}.id = {table}.id)")  # noqa: S608
        op.execute(
            """
            CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'events are append-only'; END $$
            """
        )
        op.execute(
            "CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE ON events "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            "CREATE TRIGGER events_not_emptied BEFORE TRUNCATE ON events "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER events_no_{verb.lower()} BEFORE {verb} ON events "
            "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
        )


def protect(table: str, rule: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")  # the owner too: the application is the owner
    # A CASE, because planners take an OR of conditions like these for one that almost no row meets, and then
    # plan for a handful of rows where there are thousands; of a CASE they expect every other row.
    op.execute(
        f"CREATE POLICY of_its_trust ON {table} "
        f"USING (CASE WHEN (SELECT {CHOSEN}) = 'every' THEN TRUE ELSE {rule} END)"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        op.execute("DROP TRIGGER events_no_update")
        op.execute("DROP TRIGGER events_no_delete")
        return
    op.execute("DROP TRIGGER events_not_emptied ON events")
    op.execute("DROP TRIGGER events_append_only ON events")
    op.execute("DROP FUNCTION refuse_change()")
    for table in (*SCOPED, "schools", "trusts", *PARTS):
        op.execute(f"DROP POLICY of_its_trust ON {table}")
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
