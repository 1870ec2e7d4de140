"""Entries of the library become cases: with versions, thanks, notes of who has tried them, and a search."""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | Sequence[str] | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SCOPED = ("library_versions", "library_thanks", "library_trials", "library_words")
"""Tables with a trust of their own."""

CHOSEN = "current_setting('alongside.trust', true)"
CHOSEN_TRUST = f"(SELECT nullif(nullif({CHOSEN}, ''), 'every')::integer)"
OF_ITS_CASE = "(SELECT TRUE FROM cases WHERE cases.id = library_entries.id)"

PHASES = (
    "Nursery",
    "Primary",
    "Middle deemed primary",
    "Secondary",
    "Middle deemed secondary",
    "16 plus",
    "All-through",
    "Not applicable",
)
KINDS = ("practice", "template", "resource", "quick win")

INTO = (
    "INSERT INTO library_fts(rowid, title, about, body)"
    " VALUES (new.entry_id, new.title, new.about, new.body);"
)
OUT = (
    "INSERT INTO library_fts(library_fts, rowid, title, about, body)"
    " VALUES ('delete', old.entry_id, old.title, old.about, old.body);"
)
INDEXES = {
    "sqlite": (
        "CREATE VIRTUAL TABLE library_fts USING fts5("
        "title, about, body, content='library_words', content_rowid='entry_id')",
        f"CREATE TRIGGER library_words_come AFTER INSERT ON library_words BEGIN {INTO} END",
        f"CREATE TRIGGER library_words_go AFTER DELETE ON library_words BEGIN {OUT} END",
        f"CREATE TRIGGER library_words_change AFTER UPDATE ON library_words BEGIN {OUT} {INTO} END",
    ),
    "postgresql": (
        "ALTER TABLE library_words ADD COLUMN found tsvector GENERATED ALWAYS AS ("
        "setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', about), 'B')"
        " || setweight(to_tsvector('simple', body), 'D')) STORED",
        "CREATE INDEX ix_library_words_found ON library_words USING gin (found)",
    ),
}


def one_of(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    if on_postgresql:
        unprotect("library_entries")
    refer(to_entries=False)
    become_cases()
    with op.batch_alter_table("library_entries", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_library_entries_standing",
            sqlite_where=sa.text("taken_down_at IS NULL"),
            postgresql_where=sa.text("taken_down_at IS NULL"),
        )
        batch_op.drop_constraint(op.f("ck_library_entries_taken_down_by_one"), type_="check")
        batch_op.drop_constraint(op.f("ck_library_entries_version_counts"), type_="check")
        batch_op.drop_constraint(op.f("fk_library_entries_taken_down_by_id"), type_="foreignkey")
        batch_op.drop_constraint(op.f("fk_library_entries_trust_id"), type_="foreignkey")
        for gone in ("title", "taken_down_at", "taken_down_by_id", "trust_id"):
            batch_op.drop_column(gone)
        batch_op.alter_column(
            "offered_at", new_column_name="shared_at", existing_type=sa.DateTime(timezone=True), nullable=True
        )
        batch_op.alter_column("consented_by_id", existing_type=sa.Integer(), nullable=True)
        batch_op.alter_column("version", new_column_name="wording", existing_type=sa.Integer())
        batch_op.add_column(
            sa.Column("of_kind", one_of("of_kind", *KINDS), nullable=False, server_default="practice")
        )
        batch_op.add_column(sa.Column("looked_on", sa.Date(), nullable=True))
    with op.batch_alter_table("library_entries", schema=None) as batch_op:
        batch_op.alter_column("of_kind", existing_type=one_of("of_kind", *KINDS), server_default=None)
        batch_op.create_check_constraint(
            op.f("ck_library_entries_shared_by_consent"), "(shared_at IS NULL) = (consented_by_id IS NULL)"
        )
        batch_op.create_check_constraint(op.f("ck_library_entries_wording_counts"), "wording > 0")
        batch_op.create_foreign_key(op.f("fk_library_entries_id"), "cases", ["id"], ["id"])
        batch_op.create_index(
            "ix_library_entries_looked_on",
            ["looked_on", "id"],
            unique=False,
            sqlite_where=sa.text("shared_at IS NOT NULL"),
            postgresql_where=sa.text("shared_at IS NOT NULL"),
        )
    refer(to_entries=True)
    make_tables()
    op.execute(
        "INSERT INTO library_versions (trust_id, entry_id, number, title, what, how, of_kind, phase, areas,"
        " written_by_id, written_at, why)"
        " SELECT cases.trust_id, e.id, e.wording, cases.title, e.what, e.how, e.of_kind, e.phase, '',"
        " e.owner_id, e.shared_at, '' FROM library_entries e JOIN cases ON cases.id = e.id"
    )
    for statement in INDEXES[op.get_bind().dialect.name]:
        op.execute(statement)
    if on_postgresql:
        protect("library_entries", OF_ITS_CASE)
        for table in SCOPED:
            protect(table, f"trust_id = {CHOSEN_TRUST}")


def refer(*, to_entries: bool) -> None:
    """Put the two foreign keys to entries there, or take them away while numbers change."""
    for table, column in (("visits", "library_id"), ("library_focus_areas", "entry_id")):
        with op.batch_alter_table(table, schema=None) as batch_op:
            name = op.f(f"fk_{table}_{column}")
            if to_entries:
                batch_op.create_foreign_key(name, "library_entries", [column], ["id"])
            else:
                batch_op.drop_constraint(name, type_="foreignkey")


def become_cases() -> None:
    """Give each entry a place and a case, and its owner their part; its number is the case's from now on."""
    bind = op.get_bind()
    rows = bind.execute(
        sa.text(
            "SELECT id, trust_id, title, owner_id, offered_at, taken_down_at FROM library_entries ORDER BY id"
        ).columns(offered_at=sa.DateTime(timezone=True), taken_down_at=sa.DateTime(timezone=True))
    ).all()
    counts: dict[tuple[int, int], int] = {}
    for row in rows:
        year = row.offered_at.year
        number = counts[row.trust_id, year] = counts.get((row.trust_id, year), 0) + 1
        case_id = open_case(row, f"LB-{year}-{number:04d}")
        bind.execute(
            sa.text(
                "UPDATE library_entries SET review_on = :day WHERE id = :id AND review_on IS NULL"
            ).bindparams(sa.bindparam("day", type_=sa.Date())),
            {"day": row.offered_at.date() + timedelta(days=365), "id": row.id},
        )
        for table, column in (
            ("library_entries", "id"), ("visits", "library_id"), ("library_focus_areas", "entry_id"),
        ):  # fmt: skip
            # Below nought until all have moved, because a new number may be another entry's old one.
            bind.execute(
                sa.text(f"UPDATE {table} SET {column} = :new WHERE {column} = :old"),  # noqa: S608
                {"new": -case_id, "old": row.id},
            )
    for table, column in (
        ("library_entries", "id"), ("visits", "library_id"), ("library_focus_areas", "entry_id"),
    ):  # fmt: skip
        bind.execute(sa.text(f"UPDATE {table} SET {column} = -{column} WHERE {column} < 0"))  # noqa: S608
    for (trust_id, year), last in counts.items():
        bind.execute(
            sa.text("INSERT INTO reference_counts (trust_id, prefix, year, last) VALUES (:t, 'LB', :y, :n)"),
            {"t": trust_id, "y": year, "n": last},
        )


def open_case(row: sa.Row[tuple[object, ...]], reference: str) -> int:
    bind = op.get_bind()
    place = bind.execute(
        sa.text(
            "INSERT INTO places (trust_id, kind, name) VALUES (:trust_id, 'case', :reference) RETURNING id"
        ),
        {"trust_id": row.trust_id, "reference": reference},
    ).scalar_one()
    is_down = row.taken_down_at is not None
    cases = sa.table(
        "cases",
        *(sa.column(name) for name in ("id", "trust_id", "kind", "reference", "title", "state")),
        sa.column("state_since", sa.DateTime(timezone=True)),
        sa.column("opened_at", sa.DateTime(timezone=True)),
        *(sa.column(name) for name in ("version", "chain_head")),
        sa.column("has_dates", sa.Boolean()),
    )
    bind.execute(
        cases.insert().values(
            id=place,
            trust_id=row.trust_id,
            kind="library",
            reference=reference,
            title=row.title,
            state="taken_down" if is_down else "shared",
            state_since=row.taken_down_at if is_down else row.offered_at,
            opened_at=row.offered_at,
            version=0,
            chain_head="",
            has_dates=False,
        )
    )
    bind.execute(
        sa.text(
            "INSERT INTO appointments (trust_id, person_id, role, place_id, starts_on)"
            " VALUES (:trust_id, :owner_id, 'owner', :place, :day)"
        ).bindparams(sa.bindparam("day", type_=sa.Date())),
        {
            "trust_id": row.trust_id,
            "owner_id": row.owner_id,
            "place": place,
            "day": row.offered_at.date(),
        },
    )
    return int(place)


def make_tables() -> None:
    op.create_table(
        "library_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("of_kind", one_of("of_kind", *KINDS), nullable=False),
        sa.Column("phase", one_of("phase", *PHASES), nullable=True),
        sa.Column("areas", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["library_entries.id"], name=op.f("fk_library_versions_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["people.id"], name=op.f("fk_library_versions_written_by_id")
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_library_versions_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_versions")),
        sa.UniqueConstraint("entry_id", "number", name=op.f("uq_library_versions_entry_id_number")),
    )
    op.create_table(
        "library_thanks",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("thanked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["library_entries.id"], name=op.f("fk_library_thanks_entry_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_library_thanks_person_id")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_library_thanks_school_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_library_thanks_trust_id")),
        sa.PrimaryKeyConstraint("entry_id", "person_id", name=op.f("pk_library_thanks")),
    )
    with op.batch_alter_table("library_thanks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_library_thanks_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_library_thanks_school_id"), ["school_id"], unique=False)
    op.create_table(
        "library_trials",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("did", sa.Text(), nullable=False),
        sa.Column("happened", sa.Text(), nullable=False),
        sa.Column("again", one_of("again", "yes", "differently", "no"), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (removed_by_id IS NULL)", name=op.f("ck_library_trials_removed_by_one")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["library_entries.id"], name=op.f("fk_library_trials_entry_id")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_library_trials_author_id")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_library_trials_school_id")),
        sa.ForeignKeyConstraint(
            ["removed_by_id"], ["people.id"], name=op.f("fk_library_trials_removed_by_id")
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_library_trials_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_trials")),
    )
    with op.batch_alter_table("library_trials", schema=None) as batch_op:
        for column in ("author_id", "entry_id", "school_id"):
            batch_op.create_index(batch_op.f(f"ix_library_trials_{column}"), [column], unique=False)
    op.create_table(
        "library_words",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["library_entries.id"], name=op.f("fk_library_words_entry_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_library_words_trust_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_library_words")),
    )


def unprotect(table: str) -> None:
    """Without the rule, so that its columns may go; rows under no rule at all would be hidden from this too."""
    op.execute(f"DROP POLICY of_its_trust ON {table}")
    op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")


def protect(table: str, rule: str) -> None:
    """Rows of its own trust alone; see the first revision."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY of_its_trust ON {table} "
        f"USING (CASE WHEN (SELECT {CHOSEN}) = 'every' THEN TRUE ELSE {rule} END)"
    )


def downgrade() -> None:
    """Entries keep the numbers of their cases, which stay as those of every workflow do."""
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    if on_postgresql:
        unprotect("library_entries")
    else:
        op.execute("DROP TABLE library_fts")
    for table in ("library_words", "library_trials", "library_thanks", "library_versions"):
        op.drop_table(table)
    unshared = "(SELECT id FROM library_entries WHERE shared_at IS NULL)"
    op.execute(f"DELETE FROM library_focus_areas WHERE entry_id IN {unshared}")  # noqa: S608
    op.execute("DELETE FROM library_entries WHERE shared_at IS NULL")
    with op.batch_alter_table("library_entries", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_library_entries_looked_on",
            sqlite_where=sa.text("shared_at IS NOT NULL"),
            postgresql_where=sa.text("shared_at IS NOT NULL"),
        )
        batch_op.drop_constraint(op.f("ck_library_entries_shared_by_consent"), type_="check")
        batch_op.drop_constraint(op.f("ck_library_entries_wording_counts"), type_="check")
        batch_op.drop_constraint(op.f("fk_library_entries_id"), type_="foreignkey")
        batch_op.drop_constraint("of_kind", type_="check")
        batch_op.drop_column("of_kind")
        batch_op.drop_column("looked_on")
        batch_op.alter_column(
            "shared_at",
            new_column_name="offered_at",
            existing_type=sa.DateTime(timezone=True),
            nullable=False,
        )
        batch_op.alter_column("consented_by_id", existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column("wording", new_column_name="version", existing_type=sa.Integer())
        batch_op.add_column(sa.Column("title", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("taken_down_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("taken_down_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("trust_id", sa.Integer(), nullable=True))
    of_case = "FROM cases WHERE cases.id = library_entries.id"
    op.execute(
        f"UPDATE library_entries SET title = (SELECT title {of_case}),"  # noqa: S608
        f" trust_id = (SELECT trust_id {of_case})"
    )
    op.execute(
        "UPDATE library_entries SET taken_down_by_id = consented_by_id,"  # noqa: S608
        f" taken_down_at = (SELECT state_since {of_case})"
        " WHERE id IN (SELECT id FROM cases WHERE state = 'taken_down')"
    )
    as_it_was(on_postgresql=on_postgresql)


def as_it_was(*, on_postgresql: bool) -> None:
    with op.batch_alter_table("library_entries", schema=None) as batch_op:
        batch_op.alter_column("title", existing_type=sa.Text(), server_default=None)
        batch_op.alter_column("trust_id", existing_type=sa.Integer(), nullable=False)
        batch_op.create_check_constraint(
            op.f("ck_library_entries_taken_down_by_one"),
            "(taken_down_at IS NULL) = (taken_down_by_id IS NULL)",
        )
        batch_op.create_check_constraint(op.f("ck_library_entries_version_counts"), "version > 0")
        batch_op.create_foreign_key(
            op.f("fk_library_entries_taken_down_by_id"), "people", ["taken_down_by_id"], ["id"]
        )
        batch_op.create_foreign_key(op.f("fk_library_entries_trust_id"), "trusts", ["trust_id"], ["id"])
        batch_op.create_index(
            "ix_library_entries_standing",
            ["trust_id", "id"],
            unique=False,
            sqlite_where=sa.text("taken_down_at IS NULL"),
            postgresql_where=sa.text("taken_down_at IS NULL"),
        )
    if on_postgresql:
        protect("library_entries", f"trust_id = {CHOSEN_TRUST}")
